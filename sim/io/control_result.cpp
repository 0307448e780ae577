#include "sim/io/control_result.hpp"

#include "sim/base/check.hpp"
#include "sim/io/result_layout.hpp"
#include "sim/io/result_reader.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <span>

namespace yuchong::io {

namespace {

constexpr std::uint64_t set_point_chunk = 16'384;
constexpr char const* group_name = "control";

void build_series(NetcdfGroup& group) {
    struct Series {
        Description what;
        char const* cell_methods;
        std::vector<std::string> dimensions;
    };
    std::vector<std::string> const by_time{"time"}, by_station{"time", "station"};
    for (Series const& series : {
             Series{
                 {"price_yuan_per_kwh", "yuan kW-1 h-1", "energy price at stations"}, "time: mean", by_time},
             Series{{"carbon_kg_per_kwh", "kg kW-1 h-1", "carbon dioxide of a kWh from the grid"},
                    "time: mean",
                    by_time},
             Series{{"cost_yuan", "yuan", "price of the grid energy of stations"}, "time: sum", by_time},
             Series{{"co2_kg", "kg", "carbon dioxide of the grid energy of stations"}, "time: sum", by_time},
             Series{{"v2g_kwh", "kW h", "energy that vehicles feed back at homes and stations, at the plugs"},
                    "time: sum",
                    by_time},
             Series{{"wear_yuan", "yuan", "wear of their batteries by it"}, "time: sum", by_time},
             Series{{"wanted_kw", "kW", "what sessions would draw until the next control step, at the plugs"},
                    "time: mean",
                    by_station},
             Series{{"granted_kw", "kW", "what sessions may draw, at the plugs"}, "time: mean", by_station},
             Series{
                 {"unmet_kwh", "kW h", "energy that sessions ending in the step asked for and left without"},
                 "time: sum",
                 by_station},
         })
        build_step_series<float>(group, series.what, series.cell_methods, series.dimensions);
}

void build_regulation(NetcdfGroup& group) {
    for (auto const& [name, unit, meaning] :
         {std::array{"droop_up_kw", "kW", "what sessions offer to draw less by the frequency, at the plugs"},
          {"droop_down_kw", "kW", "what sessions offer to draw more by the frequency, at the plugs"},
          {"droop_kw", "kW", "what they are told to draw less; < 0: more"},
          {"frequency_deviation_hz", "Hz", "frequency of the grid less its nominal, as drawn"}})
        build_step_series<float>(group, {name, unit, meaning}, "time: mean", {"time"});
}

void build_set_points(NetcdfGroup& group, std::string const& units) {
    std::vector<std::string> const by_row{"set_point"};
    std::vector<std::uint64_t> const chunk{set_point_chunk};
    group.growing_dimension<std::int64_t>({"set_point", "1", "row, by control step, station and terminal"},
                                          set_point_chunk);
    Hdf5Dataset& time = group.growing<double>({"set_time", "", "control step"}, by_row, chunk);
    time.set("units", units);
    time.set("calendar", "proleptic_gregorian");
    group.growing<std::int64_t>({"set_step", "1", "number of the control step"}, by_row, chunk);
    group.growing<std::int64_t>({"set_session", "1", "number of the session, by plug-in at a station"},
                                by_row, chunk);
    group.growing<std::int32_t>({"set_station", "1", "position in station"}, by_row, chunk);
    group.growing<std::int32_t>({"set_terminal", "1", "number of the terminal at its station"}, by_row,
                                chunk);
    group.growing<std::int32_t>({"set_vehicle", "1", "number of the vehicle, as in /sessions"}, by_row,
                                chunk);
    group.growing<double>(
        {"set_point_kw", "kW", "what the session may draw until the next step; NaN for no limit"}, by_row,
        chunk);
}

std::vector<double> finite_or_nan(std::vector<double> values) {
    for (double& value : values)
        if (!std::isfinite(value)) value = std::numeric_limits<double>::quiet_NaN();
    return values;
}

}  // namespace

void build_control_group(Hdf5Group& root, ControlContents const& contents, ControlFrame const& frame) {
    NetcdfGroup group(root.create_group(group_name), frame.deflate);
    std::string const units = time_units(frame.calendar, frame.window);
    build_time_axis(group, units);
    group.text_dimension({"station", "1", "station, as in /stations"}, frame.stations);
    group.scalar_text({"strategy", "1", "who decides: control.strategy"}, contents.strategy);
    group.scalar<double>({"control_step_s", "s", "from one decision to the next"},
                         contents.control_step.seconds());
    group.numbers<double>({"limit_kw", "kW", "limit of the sessions together, at the plugs; NaN for none"},
                          {"station"}, finite_or_nan(contents.limit_kw));
    build_series(group);
    if (contents.regulation == measure::RegulationSeries::kept) build_regulation(group);
    if (contents.set_points == SetPoints::kept) build_set_points(group, units);
}

ControlResult::ControlResult(Hdf5Group const& root, Duration step, int deflate)
    : step_(step), group_(root.group(group_name), deflate) {}

void ControlResult::append(measure::ControlBlock const& block) {
    append_time_rows(group_, block.first_row, block.rows, step_);
    group_.variable("price_yuan_per_kwh").append(block.price_yuan_per_kwh);
    group_.variable("carbon_kg_per_kwh").append(block.carbon_kg_per_kwh);
    group_.variable("cost_yuan").append(block.cost_yuan);
    group_.variable("co2_kg").append(block.co2_kg);
    group_.variable("v2g_kwh").append(block.v2g_kwh);
    group_.variable("wear_yuan").append(block.wear_yuan);
    group_.variable("wanted_kw").append(block.wanted_kw);
    group_.variable("granted_kw").append(block.granted_kw);
    group_.variable("unmet_kwh").append(block.unmet_kwh);
    if (block.droop_kw.empty()) return;
    group_.variable("droop_up_kw").append(block.droop_up_kw);
    group_.variable("droop_down_kw").append(block.droop_down_kw);
    group_.variable("droop_kw").append(block.droop_kw);
    group_.variable("frequency_deviation_hz").append(block.frequency_deviation_hz);
}

void ControlResult::append(measure::SetPointBlock const& block, measure::Window const& window) {
    check(group_.variable("set_point").shape().at(0) == static_cast<std::uint64_t>(block.first_row),
          "rows out of order (a block was lost)");
    auto const put = [&]<class T>(char const* name, T, auto value) {
        std::vector<T> column;
        column.reserve(block.rows.size());
        for (measure::SetPointRow const& row : block.rows) column.push_back(static_cast<T>(value(row)));
        group_.variable(name).append(std::span<T const>(column));
    };
    std::int64_t number = block.first_row;
    put("set_point", std::int64_t{}, [&](auto const&) { return number++; });
    put("set_time", double{}, [&](auto const& row) { return (row.time - window.begin).seconds(); });
    put("set_step", std::int64_t{}, [](auto const& row) { return row.step; });
    put("set_session", std::int64_t{}, [](auto const& row) { return row.session; });
    put("set_station", std::int32_t{}, [](auto const& row) { return row.station; });
    put("set_terminal", std::int32_t{}, [](auto const& row) { return row.plug; });
    put("set_vehicle", std::int32_t{}, [](auto const& row) { return row.vehicle; });
    put("set_point_kw", double{}, [](auto const& row) {
        return std::isfinite(row.set_point_kw) ? row.set_point_kw : std::numeric_limits<double>::quiet_NaN();
    });
}

RecordedSetPoints read_set_points(std::string const& path) {
    auto const provenance = read_provenance(path);
    Hdf5File const file = Hdf5File::open(path);
    Hdf5Group const root = file.root();
    if (!root.contains(group_name) || !root.group(group_name).contains("set_point"))
        throw ResultError(path +
                          " keeps no set-points (record.set_points was off) run it with external control");
    Hdf5Group const group = root.group(group_name);
    auto const said = [&](char const* attribute) {
        auto const found = provenance.find(attribute);
        return found == provenance.end() ? "" : found->second;
    };
    RecordedSetPoints recorded{said("scenario_hash"),
                               said("demand_hash"),
                               said("model_hash"),
                               said("seed"),
                               said("status"),
                               group.dataset("set_step").read<std::int64_t>(),
                               group.dataset("set_session").read<std::int64_t>(),
                               group.dataset("set_point_kw").read<double>()};
    if (recorded.step.size() != recorded.session.size() ||
        recorded.step.size() != recorded.set_point_kw.size())
        throw ResultError(path + " is damaged (its columns of set-points differ in length)");
    for (double& kw : recorded.set_point_kw)
        if (std::isnan(kw)) kw = std::numeric_limits<double>::infinity();
    return recorded;
}

}  // namespace yuchong::io
