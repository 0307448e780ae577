#include "sim/io/network_names.hpp"

#include "sim/city/grid_demand.hpp"
#include "sim/grid/feeder_transformers.hpp"
#include "sim/grid/transformer_names.hpp"
#include "sim/io/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace yuchong::io {

namespace {

class NetworkNames {
public:
    NetworkNames(LoadedSections const& loaded, city::Inputs const& inputs, Report& report)
        : loaded_(loaded),
          inputs_(inputs),
          report_(report),
          random_(inputs.seed),
          part_(city::part_of_city(inputs, random_)),
          network_(city::lay_out_grid(inputs, part_, random_)) {
        for (grid::Feeder const& feeder : network_.feeders) feeders_.push_back(feeder.id);
    }

    void check_recorded() {
        std::vector<std::string> const& names = inputs_.grid.recorded_transformers;
        std::vector<std::size_t> const unknown = grid::named_transformers(network_, names).unknown;
        if (unknown.empty()) return;
        std::vector<std::string> known = grid::transformer_names(network_);
        known.insert(known.end(), feeders_.begin(), feeders_.end());
        known.emplace_back("all");
        for (std::size_t const i : unknown)
            complain(fmt::format("record.transformers.{}", i),
                     fmt::format("there is no transformer or feeder \"{}\"", names[i]),
                     "names are those of /transformers and /feeders in a result of this scenario, or all",
                     suggest(names[i], known));
    }

    void check_groups() {
        auto const& groups = inputs_.control.groups;
        for (std::size_t g = 0; g < groups.size(); ++g) {
            for (std::size_t i = 0; i < groups[g].feeders.size(); ++i) {
                std::string const& id = groups[g].feeders[i];
                if (std::ranges::find(feeders_, id) != feeders_.end()) continue;
                complain(fmt::format("control.groups.{}.feeders.{}", g, i),
                         fmt::format("there is no feeder \"{}\"", id),
                         "the group would hold nowhere; `feeder` of a result lists them",
                         suggest(id, feeders_));
            }
        }
    }

    void check_outages() {
        auto const& outages = inputs_.grid.outages.planned;
        for (std::size_t i = 0; i < outages.size(); ++i) {
            std::string const key = fmt::format("grid.outages.{}.feeder", i);
            auto const found = std::ranges::find(feeders_, outages[i].feeder);
            if (found == feeders_.end()) {
                complain(key, fmt::format("there is no feeder \"{}\"", outages[i].feeder),
                         "names are those of /feeders in a result of this scenario",
                         suggest(outages[i].feeder, feeders_));
            } else if (has_plant(static_cast<std::uint32_t>(found - feeders_.begin()))) {
                complain(key, fmt::format("a station on {} has storage or solar panels", outages[i].feeder),
                         "what they do without a grid is not modelled", "choose another feeder");
            }
        }
    }

private:
    void complain(std::string const& key, std::string problem, std::string why, std::string hint) {
        report_.add({loaded_.origins.find(key), key, std::move(problem), std::move(why), std::move(hint)});
    }

    [[nodiscard]] bool has_plant(std::uint32_t feeder) const {
        auto const first = grid::first_transformers(network_);
        for (std::size_t s = 0; s < part_.network.stations.size(); ++s) {
            std::uint32_t const t = network_.station_transformer[s].index();
            supply::Plant const& plant = part_.network.stations[s].plant;
            bool const is_on = first[feeder] <= t && t < first[feeder + 1];
            if (is_on && (plant.storage_kw > 0.0 || plant.pv_peak_kw > 0.0)) return true;
        }
        return false;
    }

    LoadedSections const& loaded_;
    city::Inputs const& inputs_;
    Report& report_;
    RandomSource random_;
    city::Part part_;
    grid::Network network_;
    std::vector<std::string> feeders_;
};

}  // namespace

void check_network_names(LoadedSections const& loaded, city::Inputs const& inputs, Report& report) {
    bool const named = !inputs.grid.recorded_transformers.empty();
    if (named && inputs.grid.flow.flow == grid::FlowScope::none) {
        std::string const key = "record.transformers";
        report.add({loaded.origins.find(key), key, "there are no transformers",
                    "grid.flow is none, so no network is solved",
                    "write grid: {flow: feeders} or leave it out"});
        return;
    }
    bool const grouped = std::ranges::any_of(
        inputs.control.groups, [](control::ControlGroup const& group) { return !group.feeders.empty(); });
    if (!named && !grouped && inputs.grid.outages.planned.empty()) return;
    NetworkNames names(loaded, inputs, report);
    names.check_recorded();
    names.check_groups();
    names.check_outages();
}

}  // namespace yuchong::io
