#include "sim/io/network_names.hpp"

#include "sim/city/grid_demand.hpp"
#include "sim/grid/transformer_names.hpp"
#include "sim/io/suggest.hpp"

#include <fmt/format.h>

namespace yuchong::io {

namespace {

std::vector<std::string> known_names(grid::Network const& network) {
    std::vector<std::string> known = grid::transformer_names(network);
    for (grid::Feeder const& feeder : network.feeders) known.push_back(feeder.id);
    known.emplace_back("all");
    return known;
}

}  // namespace

void check_network_names(LoadedSections const& loaded, city::Inputs const& inputs, Report& report) {
    std::vector<std::string> const& names = inputs.grid.recorded_transformers;
    if (names.empty()) return;
    std::string const key = "record.transformers";
    auto const complain = [&](std::string const& at, std::string problem, std::string why, std::string hint) {
        report.add({loaded.origins.find(at), at, std::move(problem), std::move(why), std::move(hint)});
    };
    if (inputs.grid.flow.flow == grid::FlowScope::none) {
        complain(key, "there are no transformers", "grid.flow is none, so no network is solved",
                 "write grid: {flow: feeders} or leave it out");
        return;
    }
    RandomSource const random(inputs.seed);
    grid::Network const network = city::lay_out_grid(inputs, city::part_of_city(inputs, random), random);
    std::vector<std::size_t> const unknown = grid::named_transformers(network, names).unknown;
    if (unknown.empty()) return;
    std::vector<std::string> const known = known_names(network);
    for (std::size_t const i : unknown)
        complain(fmt::format("{}.{}", key, i),
                 fmt::format("there is no transformer or feeder \"{}\"", names[i]),
                 "names are those of /transformers and /feeders in a result of this scenario, or all",
                 suggest(names[i], known));
}

}  // namespace yuchong::io
