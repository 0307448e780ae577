#include "sim/base/hash.hpp"
#include "sim/base/random.hpp"
#include "sim/city/grid_demand.hpp"
#include "sim/city/scope.hpp"
#include "sim/grid/reconciliation.hpp"
#include "sim/io/assembly.hpp"
#include "sim/io/control_text.hpp"
#include "sim/io/quantity_text.hpp"
#include "sim/io/resolved.hpp"
#include "sim/io/scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace yuchong::io {

namespace {

struct Counts {
    std::size_t depots = 0;
    std::size_t super_stations = 0;
    std::array<std::size_t, supply::plug_classes> plugs{};
    double grid_limit_mw = 0.0;
};

Counts count(supply::Network const& network) {
    Counts counts;
    for (supply::Station const& station : network.stations) {
        bool has_super = false;
        for (std::uint32_t p = station.first_plug; p < station.first_plug + station.plug_count; ++p) {
            supply::PlugClass const c = network.plugs[p].plug_class;
            ++counts.plugs[static_cast<std::size_t>(c)];
            has_super = has_super || c == supply::PlugClass::super;
        }
        counts.super_stations += has_super ? 1 : 0;
        counts.depots += station.access == supply::Access::depot ? 1 : 0;
        counts.grid_limit_mw += station.grid_limit_kw / 1000.0;
    }
    return counts;
}

// Stations with a storage, or solar panels, and how much of them there is.
std::string plants_text(supply::Network const& network) {
    std::size_t storages = 0, panels = 0;
    double mwh = 0.0, mw = 0.0, peak_mw = 0.0;
    for (supply::Station const& station : network.stations) {
        supply::Plant const& plant = station.plant;
        storages += plant.storage_kwh > 0.0 ? 1 : 0;
        panels += plant.pv_peak_kw > 0.0 ? 1 : 0;
        mwh += plant.storage_kwh / 1000.0;
        mw += plant.storage_kw / 1000.0;
        peak_mw += plant.pv_peak_kw / 1000.0;
    }
    if (storages + panels == 0) return "no storage and no solar panels";
    return fmt::format("{} with a storage ({:.1f} MWh, {:.1f} MW), {} with solar panels ({:.1f} MW)",
                       storages, mwh, mw, panels, peak_mw);
}

// AC piles that take current back from cars.
std::string piles_text(supply::Network const& network) {
    auto const count =
        std::ranges::count_if(network.plugs, [](supply::Plug const& p) { return p.discharge_kw > 0.0; });
    return count > 0 ? fmt::format("; {} bidirectional piles", count) : "";
}

std::string swaps_text(supply::Network const& network) {
    std::size_t stations = 0, packs = 0, slots = 0;
    for (supply::Station const& station : network.stations) {
        if (!station.swap.exists()) continue;
        ++stations;
        packs += station.swap.packs;
        slots += station.plug_count;
    }
    return stations > 0 ? fmt::format("; {} swap stations with {} packs, {} slots", stations, packs, slots)
                        : "";
}

std::string districts_line(space::Geography const& geography) {
    std::string names;
    for (std::size_t d = 0; d < geography.districts.size() && d < 6; ++d) {
        names += (d == 0 ? "" : ", ") + geography.districts[d].name;
    }
    if (geography.districts.size() > 6) names += ", ...";
    return fmt::format("{} districts ({}), {} zones{}", geography.districts.size(), names,
                       geography.zones.size(), geography.districts.size() == 1 ? "" : ", synthetic");
}

std::string window_line(city::TimeSettings const& time) {
    Calendar const calendar(time.start);
    return fmt::format("{} to {} ({}), after {} of warm-up", civil_text(time.start),
                       calendar.iso(SimTime{0} + time.duration), duration_text(time.duration),
                       duration_text(time.warmup));
}

std::string spread_text(grid::Spread const& spread) {
    return fmt::format("{:.0f} % at the median, {:.0f} to {:.0f} % for four in five, {:.0f} % at most",
                       100.0 * spread.median, 100.0 * spread.tenth, 100.0 * spread.ninetieth,
                       100.0 * spread.highest);
}

std::string sizes_text(std::vector<std::pair<double, std::size_t>> const& by_kva) {
    std::string text;
    for (auto const& [kva, count] : by_kva)
        text += fmt::format("{}{} x {:.0f}", text.empty() ? "" : ", ", count, kva);
    return text;
}

// The synthetic network against the city it stands for; for people who have to judge it.
std::string drawn_grid_lines(grid::Network const& network, grid::LoadShapes const& shapes) {
    grid::Reconciliation const r = grid::reconcile(network, shapes);
    std::string text =
        "\n  distribution network (synthetic, docs/grid.md), laid out for a heatwave without charging\n";
    auto const line = [&](std::string_view name, std::string const& value) {
        text += fmt::format("  {:<11}{}\n", name, value);
    };
    double const mw = 1.0 / 1000.0;
    line("peak", fmt::format("{:.1f} MW, {:.1f} on public feeders and {:.1f} from 35 kV and above",
                             mw * r.system_peak.value(), mw * r.feeders_at_peak.value(),
                             mw * r.upstream_at_peak.value()));
    line("shapes", fmt::format("hourly factor {:.2f} to {:.2f} makes the classes the city's curve",
                               r.lowest_level, r.highest_level));
    line("110/10 kV", fmt::format("{} substations of {:.0f} MVA", r.substations, r.substation_mva));
    line("one out", spread_text(r.one_out) + " of the transformers left");
    line("feeders", fmt::format("{} by cable, {} overhead, {} for single stations", r.cable_feeders,
                                r.overhead_feeders, r.dedicated_feeders));
    line("loading", spread_text(r.feeder_loading) + " of the thermal rating");
    line("lines", fmt::format("{:.0f} km, {:.0f} of them trunk", r.line_km, r.trunk_km));
    line("nodes", fmt::format("{}", r.nodes));
    line("public", fmt::format("{:.0f} MVA for {:.0f} households: {} kVA", r.community_mva, r.households,
                               sizes_text(r.community_by_kva)));
    line("stations",
         fmt::format("{} transformers of their own, {:.1f} MVA", r.station_transformers, r.station_mva));
    return text;
}

std::string feeder_text(grid::Network const& network, grid::Feeder const& feeder) {
    std::size_t lines = 0, rated = 0;
    for (std::uint32_t i = feeder.first_node; i < feeder.first_node + feeder.node_count; ++i) {
        if (network.nodes.kind[i] != grid::NodeKind::line) continue;
        ++lines;
        rated += std::isfinite(network.nodes.rating_pu[i]) ? 1 : 0;
    }
    std::string const limits = rated == 0       ? "no limit on its lines"
                               : rated == lines ? "all lines rated"
                                                : fmt::format("no limit on {} of its lines", lines - rated);
    return fmt::format(
        "{}: {} nodes, {} lines, design peak {:.0f} kVA{}; {}", feeder.id, feeder.node_count, lines,
        feeder.design_peak_kva,
        std::isfinite(feeder.rating_kva) ? fmt::format(" of {:.0f} kVA", feeder.rating_kva) : "", limits);
}

// A network of one's own, for people who wrote it.
std::string own_grid_lines(grid::Network const& network, grid::LoadShapes const& shapes) {
    constexpr std::size_t most_feeders = 12;
    grid::Reconciliation const r = grid::reconcile(network, shapes);
    grid::Substation const& substation = network.substations.front();
    double const mw = 1.0 / 1000.0, load_mw = mw * r.feeders_at_peak.value(),
                 city_mw = mw * (shapes.design_peak(*network.city_load) +
                                 shapes.design_upstream(*network.city_load))
                                    .value();
    std::string text =
        "\n  distribution network (of one's own, docs/grid.md), at the design instant without charging\n";
    auto const line = [&](std::string_view name, std::string const& value) {
        text += fmt::format("  {:<11}{}\n", name, value);
    };
    line("peak", fmt::format("{:.2f} MW on its buses, {:.0f} % of the base load of its zones ({:.2f} MW)",
                             load_mw, 100.0 * load_mw / city_mw, city_mw));
    line("110/10 kV",
         fmt::format("bus {}, {} x {:g} MVA", substation.id, substation.transformers, substation.mva));
    line("nodes", fmt::format("{} on {} feeders", r.nodes, network.feeders.size()));
    for (std::size_t f = 0; f < std::min(most_feeders, network.feeders.size()); ++f)
        line(f == 0 ? "feeders" : "", feeder_text(network, network.feeders[f]));
    if (network.feeders.size() > most_feeders)
        line("", fmt::format("and {} more", network.feeders.size() - most_feeders));
    line("public", fmt::format("{:.1f} MVA for {:.0f} households: {} kVA", r.community_mva, r.households,
                               sizes_text(r.community_by_kva)));
    line("stations",
         fmt::format("{} transformers of their own, {:.1f} MVA", r.station_transformers, r.station_mva));
    return text;
}

std::string grid_lines(city::Inputs const& inputs, city::Part const& part, RandomSource const& random) {
    grid::Network const network = city::lay_out_grid(inputs, part, random);
    grid::LoadShapes const shapes(inputs.grid.classes, inputs.base_load);
    return network.is_own() ? own_grid_lines(network, shapes) : drawn_grid_lines(network, shapes);
}

}  // namespace

std::string describe_scenario(std::string const& path, std::vector<std::string> const& sets,
                              std::string const& models) {
    Report report;
    LoadedSections const loaded = load_sections(path, sets, models, report);
    city::Inputs const inputs = assemble(loaded, report);
    throw_if_any(report);

    RandomSource const random(inputs.seed);
    city::Part const part = city::part_of_city(inputs, random);
    Counts const counts = count(part.network);
    auto const cars =
        std::accumulate(part.cars_by_district.begin(), part.cars_by_district.end(), std::uint64_t{0});
    std::uint64_t working = 0;
    for (auto const& by_district : part.working_by_district)
        working += std::accumulate(by_district.begin(), by_district.end(), std::uint64_t{0});
    std::string text = fmt::format("{} ({})\n", inputs.name, path);
    if (!loaded.sections.description.empty()) text += "  " + loaded.sections.description + "\n";
    auto const line = [&](std::string_view name, std::string const& value) {
        text += fmt::format("  {:<11}{}\n", name, value);
    };
    line("recorded", window_line(inputs.time));
    line("seed", fmt::format("{}", inputs.seed));
    line("scale", fmt::format("{}", inputs.scale));
    line("city", districts_line(part.geography));
    line("vehicles",
         fmt::format("{} private cars{} of {} models, {} visits by hand, {} replayed sessions", cars,
                     working > 0 ? fmt::format(" and {} that work,", working) : "",
                     loaded.sections.vehicles.models.size(), inputs.visits.size(), inputs.sessions.size()));
    if (inputs.sessions.size() < loaded.sessions.size()) {
        line("", fmt::format("{} sessions of the file arrive outside the time and are left out",
                             loaded.sessions.size() - inputs.sessions.size()));
    }
    line("stations", fmt::format("{}, {} of them with super terminals{}, connections of {:.1f} MW in all",
                                 part.network.stations.size() - counts.depots, counts.super_stations,
                                 counts.depots > 0 ? fmt::format(", and {} depots", counts.depots) : "",
                                 counts.grid_limit_mw));
    line("", plants_text(part.network) + piles_text(part.network) + swaps_text(part.network));
    line("plugs", fmt::format("{} super, {} fast, {} AC", counts.plugs[0], counts.plugs[1], counts.plugs[2]));
    line("control", control_text(inputs.control));
    for (std::string const& group : group_lines(inputs)) line("", group);
    line("hashes", fmt::format("scenario {:016x}, models {:016x}", hash_text(settings_text(loaded.sections)),
                               loaded.model_hash));
    if (inputs.grid.flow.flow != grid::FlowScope::none) text += grid_lines(inputs, part, random);
    return text + "\nEvery value and where it came from:\n\n" + resolved_yaml(loaded);
}

}  // namespace yuchong::io
