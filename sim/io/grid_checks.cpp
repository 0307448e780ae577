#include "sim/io/grid_checks.hpp"

#include "sim/io/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace yuchong::io {

namespace {

class GridChecks {
public:
    GridChecks(LoadedSections const& loaded, Report& report)
        : loaded_(loaded), rules_(loaded.sections.grid.network), report_(report) {
        for (grid::Conductor const& c : loaded.catalogue.conductors) conductors_.push_back(c.name);
    }

    void check() {
        check_lines("cable", rules_.cable);
        check_lines("overhead", rules_.overhead);
        std::vector<double> sizes;
        for (grid::CommunitySize const& size : rules_.community.sizes) sizes.push_back(size.rating_kva);
        using grid::TransformerUse;
        check_sizes("community.sizes", rules_.community.series, TransformerUse::distribution, sizes);
        check_sizes("station.transformer_kva", rules_.community.series, TransformerUse::distribution,
                    rules_.station.transformer_kva);
        check_sizes("substation.transformer_kva", rules_.substation.series, TransformerUse::substation,
                    rules_.substation.transformer_kva);
    }

private:
    void complain(std::string const& key, std::string problem, std::string why, std::string hint) {
        std::string const path = "grid.network." + key;
        report_.add({loaded_.origins.find(path), path, std::move(problem), std::move(why), std::move(hint)});
    }

    void check_lines(std::string const& kind, grid::FeederRules const& rules) {
        check_names(kind + ".trunk", rules.trunk);
        check_names(kind + ".lateral", rules.lateral);
    }

    void check_names(std::string const& key, std::vector<std::string> const& names) {
        if (names.empty()) {
            complain(key, "no conductor is named", "the feeders could not be built", "name one");
        }
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (std::find(conductors_.begin(), conductors_.end(), names[i]) != conductors_.end()) continue;
            complain(fmt::format("{}.{}", key, i), fmt::format("there is no conductor \"{}\"", names[i]),
                     "one of models/grid/conductors.csv is wanted", suggest(names[i], conductors_));
        }
    }

    void check_sizes(std::string const& key, std::string const& series, grid::TransformerUse use,
                     std::vector<double> const& sizes) {
        for (double const kva : sizes) {
            if (loaded_.catalogue.find(series, use, kva) != nullptr) continue;
            complain(key, fmt::format("no {} transformer has {} kVA", series, kva),
                     "models/grid/transformers.csv has none",
                     "choose another size or series, or add the type");
        }
    }

    LoadedSections const& loaded_;
    grid::NetworkRules const& rules_;
    Report& report_;
    std::vector<std::string> conductors_;
};

}  // namespace

void check_grid(LoadedSections const& loaded, Report& report) { GridChecks(loaded, report).check(); }

}  // namespace yuchong::io
