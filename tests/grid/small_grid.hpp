#pragma once
// A distribution network small enough to follow by hand, and all it takes to run it. Two substations, the
// first with feeders f0 and f1, the second with f2; each feeder is
//
//     0 bus --- 1 line --- 2 low_voltage        transformer 2 f, a community's
//                     \--- 3 line --- 4 station  transformer 2 f + 1, of station f
//
// and draws 300 kW of homes at 2, 600 kW of industry at 1 and 400 kW of shops at 3 at load level 1.

#include "sim/grid/distribution.hpp"
#include "tests/grid/grid_fixture.hpp"
#include "tests/grid/transformer_sets.hpp"

#include <array>
#include <string>
#include <vector>

namespace yuchong::grid::fixture {

inline constexpr std::uint32_t nodes_a_feeder = 5;

inline void add_small_feeder(Network& network, SubstationId substation) {
    auto const f = static_cast<std::uint32_t>(network.feeders.size());
    std::string const id = "f" + std::to_string(f);
    network.feeders.push_back({.id = id,
                               .substation = substation,
                               .kind = FeederKind::cable,
                               .rating_kva = 8'000.0,
                               .planning_kva = 5'000.0,
                               .trunk_km = 4.0,
                               .line_km = 5.0,
                               .design_peak_kva = 1'400.0,
                               .first_node = nodes_a_feeder * f,
                               .node_count = nodes_a_feeder,
                               .ordinal = static_cast<std::uint32_t>(hash_text(id))});
    Nodes& nodes = network.nodes;
    auto const add = [&](std::vector<double>& column, std::array<double, nodes_a_feeder> const& values) {
        column.insert(column.end(), values.begin(), values.end());
    };
    auto const add_kw = [&](std::vector<float>& column, std::array<float, nodes_a_feeder> const& values) {
        column.insert(column.end(), values.begin(), values.end());
    };
    for (std::uint32_t const parent : {0U, 0U, 1U, 1U, 3U}) nodes.parent.push_back(parent);
    // 2 km of line, 630 kVA of 4.5 %; the first 2 km, and the station behind 1 km and 1,000 kVA.
    add(nodes.r_pu, {0.0, 0.0024, 0.0158, 0.0024, 0.0112});
    add(nodes.x_pu, {0.0, 0.0020, 0.0696, 0.0020, 0.0450});
    add(nodes.rating_pu, {1.0, 8.0, 0.63, 4.0, 1.0});
    for (NodeKind const kind :
         {NodeKind::bus, NodeKind::line, NodeKind::low_voltage, NodeKind::line, NodeKind::station})
        nodes.kind.push_back(kind);
    for (std::uint32_t i = 0; i < nodes_a_feeder; ++i) {
        nodes.zone.push_back(space::ZoneId{substation.index()});
        nodes.position.push_back({106.5 + 0.1 * f, 29.5 + 0.01 * i});
    }
    add_kw(nodes.residential_kw, {0, 0, 300, 0, 0});
    add_kw(nodes.commercial_kw, {0, 0, 0, 400, 0});
    add_kw(nodes.industrial_kw, {0, 600, 0, 0, 0});
    std::uint32_t const bus = nodes_a_feeder * f;
    network.transformers.push_back({bus + 2, 0, 1, TransformerRole::community, 0, 250.0F});
    network.transformers.push_back({bus + 4, 1, 1, TransformerRole::station, f, 0.0F});
    network.station_transformer.push_back(TransformerId{2 * f + 1});
}

inline Network small_network() {
    Network network;
    for (double const kva : {630.0, 1'000.0}) {
        TransformerType type{};
        type.name = "S13-M-" + std::to_string(static_cast<int>(kva));
        type.rating_kva = kva;
        network.transformer_types.push_back(type);
    }
    for (std::uint32_t s = 0; s < 2; ++s)
        network.substations.push_back({.id = "s" + std::to_string(s),
                                       .position = {106.5 + 0.2 * s, 29.5},
                                       .zone = space::ZoneId{s},
                                       .transformers = 1,
                                       .mva = 40.0,
                                       .r_pu = 0.0001,
                                       .x_pu = 0.004,
                                       .tap_steps = 8,
                                       .tap_step_pu = 0.0125});
    for (std::uint32_t const s : {0U, 0U, 1U}) add_small_feeder(network, SubstationId{s});
    return network;
}

inline OperationSettings operation() {
    return {.source_pu = 1.0,
            .bus_target_pu = 1.0,
            .dead_band_pu = 0.015,
            .tap_first_delay = minutes(1),
            .tap_next_delay = seconds(10),
            .charger_power_factor = 0.98,
            .cut_out = {.drop_below_pu = 0.85, .return_above_pu = 0.90},
            .skip_below_pu = 1e-4,
            .low_voltage_pu = 0.93,
            .high_voltage_pu = 1.07,
            .overload_pu = 1.0};
}

inline TransformerSettings transformer_settings() {
    return {
        .paper = Paper::upgraded,
        .rectifier_loss_factor = 1.1,
        .distribution = {.thermal = distribution_set, .normal = normal_limits, .emergency = normal_limits},
        .substation = substation_set};
}

// The network, built, with steps of 5 minutes and base load without noise.
struct SmallGrid {
    explicit SmallGrid(OperationSettings const& settings = operation(), Network built = small_network(),
                       StationInverters inverters = {})
        : network(std::move(built)),
          distribution(network, base_load, minutes(5), settings, transformer_settings(),
                       std::move(inverters)) {}
    SmallGrid(SmallGrid const&) = delete;  // members refer to one another
    SmallGrid& operator=(SmallGrid const&) = delete;

    Network network;
    LoadShapes shapes{shape_settings(), base_load_settings()};
    NodeBaseLoad base_load{network, shapes, {.sigma = 0.0, .persistence = 0.0}, random};
    Distribution distribution;
};

// What stations and homes draw in a step, with base load of `level` in all classes.
struct Charging {
    explicit Charging(Network const& network)
        : station_kw(network.station_transformer.size()), home_kw(network.transformers.size()) {}

    [[nodiscard]] StepLoad at(double level, std::int64_t quarter = 2'000'000) const {
        return {.quarter = quarter,
                .level = {.factor = {level, level, level}, .upstream = 0.0},
                .station_kw = station_kw,
                .home_kw = home_kw,
                .ambient = Celsius{30.0}};
    }

    std::vector<double> station_kw, home_kw;
};

}  // namespace yuchong::grid::fixture
