#include "sim/io/result_layout.hpp"

#include "sim/base/check.hpp"
#include "sim/io/fields_domain.hpp"
#include "sim/io/grid_result.hpp"
#include "sim/io/place_groups.hpp"
#include "sim/supply/feeding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace yuchong::io {

namespace {

using measure::RecordSettings;
using measure::SessionRow;

// Chunk sizes: whole blocks of the recorder, so that chunks are packed once; 2-D chunks near 100 kB.
constexpr auto block_rows = static_cast<std::uint64_t>(measure::block_steps);
constexpr std::uint64_t series_chunk = 1'024;
constexpr std::uint64_t columns_per_chunk = 256;
constexpr std::uint64_t session_chunk = measure::block_sessions;

constexpr char const* step_mean = "time: mean";

std::string since(char const* unit, Calendar const& calendar, measure::Window const& window) {
    std::string start = calendar.iso(window.begin);
    std::ranges::replace(start, 'T', ' ');
    return std::string(unit) + " since " + start;
}

struct Series {
    Description what;
    char const* cell_methods;
};

template <class T>
void build_series(NetcdfGroup& group, Series const& series, std::vector<std::string> const& dimensions) {
    build_step_series<T>(group, series.what, series.cell_methods, dimensions);
}

}  // namespace

// Attributes of a variable that holds times.
void make_time(Hdf5Dataset& variable, std::string const& units) {
    variable.set("units", units);
    variable.set("calendar", "proleptic_gregorian");
}

std::string time_units(Calendar const& calendar, measure::Window const& window) {
    return since("seconds", calendar, window);
}

void build_time_axis(NetcdfGroup& group, std::string const& units) {
    group.bare_dimension("nv", 2);
    Hdf5Dataset& time = group.growing_dimension<double>(
        {"time", "", "beginning of the step, civil time UTC+8"}, series_chunk);
    make_time(time, units);
    time.set("standard_name", "time");
    time.set("axis", "T");
    time.set("bounds", "time_bnds");
    make_time(group.growing<double>({"time_bnds", "", "beginning and end of the step"}, {"time", "nv"},
                                    {series_chunk, 2}),
              units);
}

template <class T>
void build_step_series(NetcdfGroup& group, Description const& what, char const* cell_methods,
                       std::vector<std::string> const& dimensions) {
    std::vector<std::uint64_t> chunk{series_chunk};
    if (dimensions.size() == 2) {
        std::uint64_t const columns = group.variable(dimensions[1]).shape().at(0);
        chunk = {block_rows, std::clamp<std::uint64_t>(columns, 1, columns_per_chunk)};
    }
    group.growing<T>(what, dimensions, chunk).set("cell_methods", cell_methods);
}

template void build_step_series<float>(NetcdfGroup&, Description const&, char const*,
                                       std::vector<std::string> const&);
template void build_step_series<std::int8_t>(NetcdfGroup&, Description const&, char const*,
                                             std::vector<std::string> const&);
template void build_step_series<std::int32_t>(NetcdfGroup&, Description const&, char const*,
                                              std::vector<std::string> const&);

void append_time_rows(NetcdfGroup& group, std::int64_t first_row, std::int64_t rows, Duration step) {
    check(group.variable("time").shape().at(0) == static_cast<std::uint64_t>(first_row),
          "rows out of order (a block was lost)");
    std::vector<double> begin, bounds;
    for (std::int64_t row = first_row; row < first_row + rows; ++row) {
        begin.push_back((row * step).seconds());
        bounds.push_back((row * step).seconds());
        bounds.push_back(((row + 1) * step).seconds());
    }
    group.variable("time").append(std::span<double const>(begin));
    group.variable("time_bnds").append(std::span<double const>(bounds));
}

namespace {

void build_root(Hdf5Group root, ResultContents const& contents) {
    Provenance const& p = contents.provenance;
    root.set("title", "Yuchong: " + p.scenario);
    root.set("Conventions", "CF-1.8");
    root.set("source", "Yuchong " + p.yuchong_version);
    root.set("format_version", fmt::format("{}.{}", format_version.major, format_version.minor));
    root.set("yuchong_version", p.yuchong_version);
    root.set("scenario", p.scenario);
    root.set("scenario_hash", hex(p.scenario_hash));
    root.set("demand_hash", hex(p.demand_hash));
    root.set("model_hash", hex(p.model_hash));
    root.set_number<std::int64_t>("seed", p.seed);
    root.set_number<std::int32_t>("reproducible", p.reproducible == Provenance::Reproducible::yes ? 1 : 0);
    root.set("time_zone", "UTC+08:00");
    root.set("window_begin", contents.calendar.iso(contents.window.begin));
    root.set("window_end", contents.calendar.iso(contents.window.end));
    root.set("digest", "");
    root.set("status", "partial");
}

bool has_plants(ResultContents const& contents) {
    return std::ranges::any_of(contents.network.stations,
                               [](supply::Station const& station) { return station.plant.exists(); });
}

// Series that stand in /city only where some station has a storage or solar panels.
void build_city_plants(NetcdfGroup& group) {
    for (Series const& series : {
             Series{{"storage_kw", "kW", "power into storages of stations, below 0 out of them, AC"},
                    step_mean},
             Series{{"pv_kw", "kW", "power of solar panels of stations, AC"}, step_mean},
             Series{{"connection_kw", "kW",
                     "charging less what storages and panels of stations give: charging_kw + storage_kw - "
                     "pv_kw"},
                    step_mean},
         })
        build_series<float>(group, series, {"time"});
}

void build_city(Hdf5Group root, ResultContents const& contents) {
    NetcdfGroup group(root.create_group("city"), contents.record.compression);
    build_time_axis(group, time_units(contents.calendar, contents.window));
    for (Series const& series : {
             Series{{"charging_kw", "kW", "charging power, grid-side AC"}, step_mean},
             Series{{"charging_peak_kw", "kW", "largest one-minute mean of the charging power"},
                    "time: maximum"},
             Series{{"base_kw", "kW", "base load of the city without charging"}, step_mean},
             Series{{"v2g_kw", "kW", "power fed back by vehicles and packs"}, step_mean},
             Series{{"vehicles_charging", "1", "vehicles whose charge is under way, home included"},
                    step_mean},
             Series{{"vehicles_waiting", "1", "vehicles in the queues of stations"}, step_mean},
         })
        build_series<float>(group, series, {"time"});
    if (has_plants(contents)) build_city_plants(group);
}

void build_districts(Hdf5Group root, ResultContents const& contents) {
    NetcdfGroup group(root.create_group("districts"), contents.record.compression);
    std::vector<std::string> names, names_zh;
    std::vector<double> lon, lat;
    for (space::District const& d : contents.geography.districts) {
        names.push_back(d.name);
        names_zh.push_back(d.name_zh);
        lon.push_back(d.centroid.lon);
        lat.push_back(d.centroid.lat);
    }
    build_time_axis(group, time_units(contents.calendar, contents.window));
    group.text_dimension({"district", "1", "district"}, names);
    group.text({"name_zh", "1", "district in Chinese"}, {"district"}, names_zh);
    group.numbers<double>({"lon", "degrees_east", "longitude of the centroid"}, {"district"}, lon);
    group.numbers<double>({"lat", "degrees_north", "latitude of the centroid"}, {"district"}, lat);
    build_series<float>(group, {{"charging_kw", "kW", "charging power, grid-side AC"}, step_mean},
                        {"time", "district"});
    build_series<std::int32_t>(
        group, {{"sessions_started", "1", "plug-ins in the step, home included"}, "time: sum"},
        {"time", "district"});
}

// Columns that describe each station.
struct StationTable {
    std::vector<std::string> id, name, district, zone;
    std::vector<double> lon, lat, grid_limit_kw, jobs_per_resident;
    std::vector<std::int8_t> access, service_area;
    std::array<std::vector<std::int32_t>, supply::plug_classes> plugs;
    std::vector<std::int32_t> bidirectional_piles;
};

StationTable tabulate(ResultContents const& contents) {
    StationTable t;
    for (supply::Station const& s : contents.network.stations) {
        space::Zone const& zone = contents.geography.zones.at(s.zone.index());
        t.id.push_back(s.id);
        t.name.push_back(s.name);
        t.district.push_back(contents.geography.districts.at(zone.district.index()).name);
        t.zone.push_back(zone.id);
        t.lon.push_back(s.position.lon);
        t.lat.push_back(s.position.lat);
        t.grid_limit_kw.push_back(s.grid_limit_kw);
        t.access.push_back(static_cast<std::int8_t>(s.access));
        t.service_area.push_back(s.service_area ? 1 : 0);
        t.jobs_per_resident.push_back(zone.population > 0.0 ? zone.jobs / zone.population : 0.0);
        std::array<std::int32_t, supply::plug_classes> count{};
        t.bidirectional_piles.push_back(0);
        for (std::uint32_t p = s.first_plug; p < s.first_plug + s.plug_count; ++p) {
            ++count.at(static_cast<std::size_t>(contents.network.plugs.at(p).plug_class));
            t.bidirectional_piles.back() += contents.network.plugs.at(p).discharge_kw > 0.0 ? 1 : 0;
        }
        for (std::size_t c = 0; c < count.size(); ++c) t.plugs[c].push_back(count[c]);
    }
    return t;
}

// Columns and series of the stations with a storage or solar panels.
void build_plants(NetcdfGroup& group, supply::Network const& network) {
    std::vector<std::string> ids;
    std::vector<double> storage_kwh, storage_kw, pv_peak_kw;
    std::vector<std::int8_t> rule;
    for (supply::Station const& s : network.stations) {
        if (!s.plant.exists()) continue;
        ids.push_back(s.id);
        storage_kwh.push_back(s.plant.storage_kwh);
        storage_kw.push_back(s.plant.storage_kw);
        pv_peak_kw.push_back(s.plant.pv_peak_kw);
        rule.push_back(s.plant.storage_kwh > 0.0 ? static_cast<std::int8_t>(s.plant.rule) : std::int8_t{-1});
    }
    std::vector<std::string> const by_plant{"plant"};
    group.text_dimension({"plant", "1", "station with a storage or solar panels"}, ids);
    group.numbers<double>({"storage_nominal_kwh", "kW h", "nominal energy of the storage"}, by_plant,
                          storage_kwh);
    group.numbers<double>({"storage_rated_kw", "kW", "AC power of the storage, either way"}, by_plant,
                          storage_kw);
    group.codes<std::int8_t>(
        {"storage_rule", "1", "when the storage charges and discharges; -1: there is none"}, by_plant, rule,
        {{storage_rule_names.begin(), storage_rule_names.end()}});
    group.numbers<double>({"pv_peak_kw", "kW", "rated power of the panels"}, by_plant, pv_peak_kw);
    for (Series const& series : {
             Series{{"storage_kw", "kW", "power into the storage, below 0 out of it, AC"}, step_mean},
             Series{{"storage_soc", "1", "state of charge at the end of the step, of nominal energy"},
                    "time: point"},
             Series{{"pv_kw", "kW", "power of the panels, AC"}, step_mean},
             Series{{"connection_kw", "kW",
                     "power from the grid, below 0 into it: charging_kw + storage_kw - pv_kw"},
                    step_mean},
         })
        build_series<float>(group, series, {"time", "plant"});
}

void build_stations(Hdf5Group root, ResultContents const& contents) {
    NetcdfGroup group(root.create_group("stations"), contents.record.compression);
    StationTable const table = tabulate(contents);
    std::vector<std::string> const by_station{"station"};
    auto const plugs = [&](supply::PlugClass c) { return table.plugs.at(static_cast<std::size_t>(c)); };
    build_time_axis(group, time_units(contents.calendar, contents.window));
    group.text_dimension({"station", "1", "station"}, table.id);
    group.text({"name", "1", "name of the station"}, by_station, table.name);
    group.numbers<double>({"lon", "degrees_east", "longitude"}, by_station, table.lon);
    group.numbers<double>({"lat", "degrees_north", "latitude"}, by_station, table.lat);
    group.text({"district", "1", "district, as in /districts"}, by_station, table.district);
    group.text({"zone", "1", "zone (town or street)"}, by_station, table.zone);
    group.numbers<std::int32_t>({"super_terminals", "1", "super terminals (600 A)"}, by_station,
                                plugs(supply::PlugClass::super));
    group.codes<std::int8_t>({"access", "1", "who may charge there"}, by_station, table.access,
                             {{"everyone", "depot"}});
    group.codes<std::int8_t>({"service_area", "1", "whether it stands in a service area of an expressway"},
                             by_station, table.service_area, {{"no", "yes"}});
    group.numbers<std::int32_t>({"fast_terminals", "1", "fast terminals (250 A)"}, by_station,
                                plugs(supply::PlugClass::fast));
    group.numbers<std::int32_t>({"ac_piles", "1", "AC piles"}, by_station, plugs(supply::PlugClass::ac));
    group.numbers<double>({"grid_limit_kw", "kW", "limit of the grid connection, AC"}, by_station,
                          table.grid_limit_kw);
    group.numbers<double>({"zone_jobs_per_resident", "1", "jobs per resident of the zone"}, by_station,
                          table.jobs_per_resident);
    for (Series const& series : {
             Series{{"charging_kw", "kW", "charging power, grid-side AC"}, step_mean},
             Series{{"charging_peak_kw", "kW", "largest one-minute mean of the charging power"},
                    "time: maximum"},
             Series{{"occupied", "1", "plugs occupied, charging or not"}, step_mean},
             Series{{"waiting", "1", "vehicles in the queue"}, step_mean},
         })
        build_series<float>(group, series, {"time", "station"});
    if (supply::takes_back(contents.network)) {
        group.numbers<std::int32_t>({"bidirectional_piles", "1", "AC piles that take current back"},
                                    by_station, table.bidirectional_piles);
        build_series<float>(group, {{"v2g_kw", "kW", "power fed back by vehicles and packs"}, step_mean},
                            {"time", "station"});
    }
    if (has_plants(contents)) build_plants(group, contents.network);
}

// Only where there are some. Power and line of theirs stand in /stations.
void build_swap_stations(Hdf5Group root, ResultContents const& contents) {
    std::vector<std::string> ids, pack_of;
    std::vector<std::int32_t> station, packs, slots;
    std::vector<double> slot_kw, pack_kwh;
    for (std::size_t s = 0; s < contents.network.stations.size(); ++s) {
        supply::Station const& built = contents.network.stations[s];
        if (!built.swap.exists()) continue;
        vehicle::Model const& model = contents.catalogue.models[built.swap.model.index()];
        ids.push_back(built.id);
        pack_of.push_back(model.id);
        station.push_back(static_cast<std::int32_t>(s));
        packs.push_back(static_cast<std::int32_t>(built.swap.packs));
        slots.push_back(static_cast<std::int32_t>(built.plug_count));
        slot_kw.push_back(contents.network.plugs[built.first_plug].power_kw);
        pack_kwh.push_back(model.usable_kwh);
    }
    if (ids.empty()) return;
    NetcdfGroup group(root.create_group("swap_stations"), contents.record.compression);
    std::vector<std::string> const by_station{"swap_station"};
    build_time_axis(group, time_units(contents.calendar, contents.window));
    group.text_dimension({"swap_station", "1", "swap station"}, ids);
    group.numbers<std::int32_t>({"station", "1", "position in /stations"}, by_station, station);
    group.text({"pack_of", "1", "vehicle model whose packs it has"}, by_station, pack_of);
    group.numbers<std::int32_t>({"packs", "1", "packs"}, by_station, packs);
    group.numbers<std::int32_t>({"slots", "1", "packs on charge at most"}, by_station, slots);
    group.numbers<double>({"slot_kw", "kW", "power of one slot"}, by_station, slot_kw);
    group.numbers<double>({"pack_kwh", "kW h", "usable energy of one pack"}, by_station, pack_kwh);
    for (Series const& series : {
             Series{{"packs_ready", "1", "packs that could be handed out"}, step_mean},
             Series{{"packs_charging", "1", "packs on charge"}, step_mean},
             Series{{"packs_feeding", "1", "packs that feed back"}, step_mean},
             Series{{"bay_busy", "1", "share of the step with a vehicle in the bay"}, step_mean},
         })
        build_series<float>(group, series, {"time", "swap_station"});
    build_series<std::int32_t>(group, {{"swaps", "1", "swaps begun in the step"}, "time: sum"},
                               {"time", "swap_station"});
}

void build_sessions(Hdf5Group root, ResultContents const& contents) {
    NetcdfGroup group(root.create_group("sessions"), contents.record.compression);
    std::string const units = since("milliseconds", contents.calendar, contents.window);
    std::vector<std::string> const models = model_names(contents.catalogue);
    std::map<std::string, Codes> const codes{
        {"vehicle_type", {models}},
        {"fleet", {contents.fleets}},
        {"terminal_class", {{"super", "fast", "ac", "swap"}}},
        {"place", {{"home", "public", "depot"}}},
        {"outcome", {{"served", "balked", "reneged", "failed", "running"}}},
    };
    group.growing_dimension<std::int64_t>({"session", "1", "row, in order of the end"}, session_chunk);
    for_each_session_column([&]<class T>(Description const& what, auto) {
        Hdf5Dataset& column = group.growing<T>(what, {"session"}, {session_chunk});
        if (what.units == "time") make_time(column, units);
        if constexpr (std::is_same_v<T, std::int8_t> || std::is_same_v<T, std::int16_t>)
            if (auto const found = codes.find(what.name); found != codes.end())
                describe_codes<T>(column, found->second);
    });
    Hdf5Dataset& flags = group.variable("flags");
    std::array<std::int8_t, 2> const masks{SessionRow::began_before_window, SessionRow::runs_past_window};
    flags.set("flag_masks", std::span<std::int8_t const>(masks));
    flags.set("flag_meanings", "began_before_window runs_past_window");
}

ControlFrame control_frame(ResultContents const& contents) {
    return {tabulate(contents).id, contents.calendar, contents.window, contents.record.station_step,
            contents.record.compression};
}

void build_scenario(Hdf5Group root, ResultContents const& contents) {
    NetcdfGroup group(root.create_group("scenario"), contents.record.compression);
    group.scalar_text({"yaml", "1", "the scenario with everything it inherits"},
                      contents.provenance.scenario_yaml);
}

}  // namespace

std::string hex(std::uint64_t value) { return fmt::format("{:016x}", value); }

std::vector<std::string> model_names(vehicle::Catalogue const& catalogue) {
    std::vector<std::string> names;
    for (vehicle::Model const& model : catalogue.models) names.push_back(model.id);
    return names;
}

void build_layout(Hdf5File& file, ResultContents const& contents) {
    build_root(file.root(), contents);
    build_scenario(file.root(), contents);
    build_city(file.root(), contents);
    build_districts(file.root(), contents);
    build_places(file.root(), contents.geography, contents.barriers, contents.record.compression);
    build_stations(file.root(), contents);
    build_swap_stations(file.root(), contents);
    build_sessions(file.root(), contents);
    Hdf5Group root = file.root();
    if (contents.control) build_control_group(root, *contents.control, control_frame(contents));
    if (!contents.grid) return;
    build_grid_groups(root, *contents.grid, contents.calendar, contents.window, contents.record.compression);
}

}  // namespace yuchong::io
