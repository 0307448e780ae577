#include "sim/io/grid_result.hpp"

#include "sim/grid/feeder_transformers.hpp"
#include "sim/grid/transformer_names.hpp"
#include "sim/io/result_layout.hpp"
#include "sim/measure/recorder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace yuchong::io {

namespace {

constexpr char const* step_mean = "time: mean";
constexpr std::uint64_t spell_chunk = 1'024;

std::vector<std::uint32_t> feeder_by_transformer(grid::Network const& network) {
    auto const first = grid::first_transformers(network);
    std::vector<std::uint32_t> feeder_of;
    for (std::uint32_t f = 0; f < network.feeders.size(); ++f) feeder_of.resize(first[f + 1], f);
    return feeder_of;
}

template <class T, class Items, class Value>
std::vector<T> column(Items const& items, Value value) {
    std::vector<T> values;
    for (auto const& item : items) values.push_back(value(item));
    return values;
}

// "10 kV feeder, synthetic"; a network of one's own has voltages of its own.
std::string label(grid::Network const& network, std::string const& kv, std::string const& what) {
    return network.is_own() ? what + ", of the scenario's own network" : kv + " " + what + ", synthetic";
}

Codes kinds_of(grid::Network const& network) {
    if (network.is_own()) return {{"cable", "overhead", "dedicated", "own"}};
    return {{"cable", "overhead", "dedicated"}};
}

// Readers know NaN as what is not there.
double finite_or_nan(double value) {
    return std::isfinite(value) ? value : std::numeric_limits<double>::quiet_NaN();
}

void build_feeders(Hdf5Group& root, GridContents const& contents, std::string const& units, int deflate) {
    NetcdfGroup group(root.create_group("feeders"), deflate);
    auto const& feeders = contents.network.feeders;
    auto const& nodes = contents.network.nodes;
    std::vector<std::string> const by_feeder{"feeder"};
    auto const first_served = [&](grid::Feeder const& f) { return f.first_node + f.node_count - 1; };
    build_time_axis(group, units);
    group.text_dimension({"feeder", "1", label(contents.network, "10 kV", "feeder")},
                         column<std::string>(feeders, [](auto const& f) { return f.id; }));
    group.numbers<std::int32_t>({"substation", "1", "position in /substations"}, by_feeder,
                                column<std::int32_t>(feeders, [](auto const& f) {
                                    return static_cast<std::int32_t>(f.substation.index());
                                }));
    group.codes<std::int8_t>(
        {"kind", "1", "how it is built"}, by_feeder,
        column<std::int8_t>(feeders, [](auto const& f) { return static_cast<std::int8_t>(f.kind); }),
        kinds_of(contents.network));
    group.text({"zone", "1", "zone at its far end"}, by_feeder,
               column<std::string>(feeders, [&](auto const& f) {
                   return contents.geography.zones[nodes.zone[first_served(f)].index()].id;
               }));
    group.text({"district", "1", "district, as in /districts"}, by_feeder,
               column<std::string>(feeders, [&](auto const& f) {
                   auto const& zone = contents.geography.zones[nodes.zone[first_served(f)].index()];
                   return contents.geography.districts[zone.district.index()].name;
               }));
    group.numbers<double>(
        {"lon", "degrees_east", "longitude of its far end"}, by_feeder,
        column<double>(feeders, [&](auto const& f) { return nodes.position[first_served(f)].lon; }));
    group.numbers<double>(
        {"lat", "degrees_north", "latitude of its far end"}, by_feeder,
        column<double>(feeders, [&](auto const& f) { return nodes.position[first_served(f)].lat; }));
    group.numbers<double>({"rating_kva", "kVA", "thermal rating of the trunk"}, by_feeder,
                          column<double>(feeders, [](auto const& f) { return finite_or_nan(f.rating_kva); }));
    group.numbers<double>({"line_km", "km", "length of all 10 kV lines"}, by_feeder,
                          column<double>(feeders, [](auto const& f) { return f.line_km; }));
    group.numbers<std::int32_t>(
        {"nodes", "1", "nodes of the power flow"}, by_feeder,
        column<std::int32_t>(feeders, [](auto const& f) { return static_cast<std::int32_t>(f.node_count); }));
    for (auto const& [name, unit, meaning] :
         {std::array{"head_kw", "kW", "active power at the bus of the substation, losses included"},
          {"charging_kw", "kW",
           "part of it that stations and home piles draw, net of storage and solar panels"},
          {"min_voltage_pu", "1", "lowest voltage of the feeder, of the nominal"},
          {"max_loading_pu", "1", "loading of the 10 kV branch nearest to its rating, or furthest beyond"},
          {"losses_kw", "kW", "losses in its lines and transformers"}})
        build_step_series<float>(group, {name, unit, meaning}, step_mean, {"time", "feeder"});
    if (contents.has_volt_var)
        build_step_series<float>(
            group, {"volt_var_kvar", "kvar", "reactive power that chargers give by the voltage; < 0: take"},
            step_mean, {"time", "feeder"});
}

void build_substations(Hdf5Group& root, GridContents const& contents, std::string const& units, int deflate) {
    NetcdfGroup group(root.create_group("substations"), deflate);
    auto const& substations = contents.network.substations;
    std::vector<std::string> const by_substation{"substation"};
    build_time_axis(group, units);
    group.text_dimension({"substation", "1", label(contents.network, "110/10 kV", "substation")},
                         column<std::string>(substations, [](auto const& s) { return s.id; }));
    group.numbers<double>({"lon", "degrees_east", "longitude"}, by_substation,
                          column<double>(substations, [](auto const& s) { return s.position.lon; }));
    group.numbers<double>({"lat", "degrees_north", "latitude"}, by_substation,
                          column<double>(substations, [](auto const& s) { return s.position.lat; }));
    group.numbers<double>({"rating_mva", "MVA", "of all its transformers"}, by_substation,
                          column<double>(substations, [](auto const& s) { return s.transformers * s.mva; }));
    build_step_series<float>(group, {"load_kw", "kW", "active power its feeders draw"}, step_mean,
                             {"time", "substation"});
    build_step_series<float>(group, {"bus_voltage_pu", "1", "voltage of the 10 kV bus, of the nominal"},
                             step_mean, {"time", "substation"});
    build_step_series<float>(group, {"loading_pu", "1", "apparent power over the rating"}, step_mean,
                             {"time", "substation"});
    build_step_series<std::int8_t>(group, {"tap", "1", "tap of the on-load tap changer, 0 in the middle"},
                                   "time: point", {"time", "substation"});
}

void build_transformers(Hdf5Group& root, GridContents const& contents, std::string const& units,
                        int deflate) {
    NetcdfGroup group(root.create_group("transformers"), deflate);
    auto const& network = contents.network;
    auto const feeder_of = feeder_by_transformer(network);
    std::vector<std::string> const by_transformer{"transformer"};
    std::vector<std::string> const names = grid::transformer_names(network);
    std::vector<std::int32_t> stations(network.transformers.size(), -1);
    for (std::size_t s = 0; s < network.station_transformer.size(); ++s) {
        std::size_t const t = network.station_transformer[s].index();
        if (network.transformers[t].role == grid::TransformerRole::station)
            stations[t] = static_cast<std::int32_t>(s);
    }
    build_time_axis(group, units);
    group.text_dimension(
        {"transformer", "1", label(contents.network, "10/0.4 kV", "transformer: feeder and node")}, names);
    group.numbers<std::int32_t>(
        {"feeder", "1", "position in /feeders"}, by_transformer,
        column<std::int32_t>(feeder_of, [](auto f) { return static_cast<std::int32_t>(f); }));
    group.codes<std::int8_t>(
        {"role", "1", "whom it serves"}, by_transformer,
        column<std::int8_t>(network.transformers,
                            [](auto const& t) { return static_cast<std::int8_t>(t.role); }),
        {{"community", "station"}});
    group.numbers<std::int32_t>({"station", "1", "position in /stations, -1 for a community's"},
                                by_transformer, stations);
    group.numbers<double>(
        {"rating_kva", "kVA", "rating, of all units in parallel"}, by_transformer,
        column<double>(network.transformers, [&](auto const& t) { return network.rating_kva(t); }));
    group.growing_dimension<std::int32_t>({"day", "1", "day of the recorded span, from 0"}, spell_chunk);
    std::uint64_t const columns = std::clamp<std::uint64_t>(names.size(), 1, 16'384);
    group.growing<float>({"day_max_loading_pu", "1", "largest step mean of the day, of the rating"},
                         {"day", "transformer"}, {1, columns});
    group.growing<float>({"day_max_hot_spot_c", "degC", "warmest hot spot of the day"},
                         {"day", "transformer"}, {1, columns});
    group
        .growing_dimension<std::int32_t>({"series", "1", "position in transformer of those with a series"},
                                         spell_chunk)
        .append(std::span<std::int32_t const>(
            column<std::int32_t>(contents.with_series, [](auto t) { return static_cast<std::int32_t>(t); })));
    build_step_series<float>(group, {"loading_pu", "1", "apparent power over the rating"}, step_mean,
                             {"time", "series"});
    build_step_series<float>(group, {"hot_spot_c", "degC", "warmest hot spot in the step"}, "time: maximum",
                             {"time", "series"});
}

void build_violations(Hdf5Group& root, std::string const& units, int deflate) {
    NetcdfGroup group(root.create_group("violations"), deflate);
    group.growing_dimension<std::int32_t>({"violation", "1", "spell beyond a limit"}, spell_chunk);
    std::vector<std::string> const by_violation{"violation"};
    std::vector<std::string> limits;
    for (std::size_t l = 0; l < measure::grid_limits; ++l)
        limits.emplace_back(measure::name(static_cast<measure::GridLimit>(l)));
    describe_codes<std::int8_t>(
        group.growing<std::int8_t>({"limit", "1", "which limit"}, by_violation, {spell_chunk}), {limits});
    group.growing<std::int32_t>(
        {"element", "1", "position in /feeders, /transformers or /substations, by the limit"}, by_violation,
        {spell_chunk});
    for (auto const& [name, meaning] : {std::pair{"begin", "beginning of the first step beyond the limit"},
                                        {"end", "end of the last one"}}) {
        Hdf5Dataset& time = group.growing<double>({name, "", meaning}, by_violation, {spell_chunk});
        time.set("units", units);
        time.set("calendar", "proleptic_gregorian");
    }
    group.growing<double>({"worst", "1", "furthest value, in the unit of the limit (pu, degC, nodes)"},
                          by_violation, {spell_chunk});
    group.growing<double>({"bound", "1", "where the limit lies"}, by_violation, {spell_chunk});
    group.growing<double>(
        {"without_charging", "1", "value at the worst step had nobody charged; NaN where that is not known"},
        by_violation, {spell_chunk});
}

}  // namespace

void build_grid_groups(Hdf5Group& root, GridContents const& contents, Calendar const& calendar,
                       measure::Window const& window, int deflate) {
    std::string const units = time_units(calendar, window);
    build_feeders(root, contents, units, deflate);
    build_substations(root, contents, units, deflate);
    build_transformers(root, contents, units, deflate);
    build_violations(root, units, deflate);
}

GridResult::GridResult(Hdf5Group const& root, Duration step, int deflate)
    : step_(step),
      feeders_(root.group("feeders"), deflate),
      substations_(root.group("substations"), deflate),
      transformers_(root.group("transformers"), deflate),
      violations_(root.group("violations"), deflate) {}

void GridResult::append(measure::GridBlock const& block) {
    for (NetcdfGroup* group : {&feeders_, &substations_, &transformers_})
        append_time_rows(*group, block.first_row, block.rows, step_);
    feeders_.variable("head_kw").append(block.head_kw);
    feeders_.variable("charging_kw").append(block.charging_kw);
    feeders_.variable("min_voltage_pu").append(block.min_voltage_pu);
    feeders_.variable("max_loading_pu").append(block.max_loading_pu);
    feeders_.variable("losses_kw").append(block.losses_kw);
    if (!block.volt_var_kvar.empty()) feeders_.variable("volt_var_kvar").append(block.volt_var_kvar);
    substations_.variable("load_kw").append(block.substation_kw);
    substations_.variable("bus_voltage_pu").append(block.bus_pu);
    substations_.variable("loading_pu").append(block.substation_loading_pu);
    substations_.variable("tap").append(block.tap);
    transformers_.variable("loading_pu").append(block.transformer_loading_pu);
    transformers_.variable("hot_spot_c").append(block.hot_spot_c);
}

void GridResult::append(measure::TransformerDay const& day) {
    auto const number = static_cast<std::int32_t>(day.day);
    transformers_.variable("day").append(std::span<std::int32_t const>(&number, 1));
    transformers_.variable("day_max_loading_pu").append(day.max_loading_pu);
    transformers_.variable("day_max_hot_spot_c").append(day.max_hot_spot_c);
}

void GridResult::append(measure::GridTables const& tables, measure::Window const& window) {
    std::vector<std::string> const by_transformer{"transformer"};
    transformers_.numbers<double>({"hours_above_limit", "h", "time of steps above the loading limit"},
                                  by_transformer,
                                  {tables.hours_above_limit.begin(), tables.hours_above_limit.end()});
    transformers_.numbers<double>(
        {"life_used_h", "h", "life used in the recorded span: hours at design temperature"}, by_transformer,
        {tables.life_used_h.begin(), tables.life_used_h.end()});
    auto const& rows = tables.violations;
    auto const put = [&]<class T>(char const* name, T, auto value) {
        violations_.variable(name).append(std::span<T const>(column<T>(rows, value)));
    };
    std::int32_t number = 0;
    put("violation", std::int32_t{}, [&](auto const&) { return number++; });
    put("limit", std::int8_t{}, [](auto const& v) { return static_cast<std::int8_t>(v.limit); });
    put("element", std::int32_t{}, [](auto const& v) { return static_cast<std::int32_t>(v.element); });
    put("begin", double{}, [&](auto const& v) { return (v.begin - window.begin).seconds(); });
    put("end", double{}, [&](auto const& v) { return (v.end - window.begin).seconds(); });
    put("worst", double{}, [](auto const& v) { return v.worst; });
    put("bound", double{}, [](auto const& v) { return v.bound; });
    put("without_charging", double{}, [](auto const& v) { return v.without_charging; });
}

}  // namespace yuchong::io
