#include "sim/io/result_closing.hpp"

#include "sim/io/netcdf_group.hpp"
#include "sim/io/result_layout.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <numeric>

namespace yuchong::io {

namespace {

constexpr std::uint64_t battery_chunk = 16'384;
constexpr std::uint64_t outage_chunk = 1'024;

}  // namespace

void write_batteries(Hdf5Group& root, measure::BatteryTable const& table,
                     std::vector<std::string> const& models, int deflate) {
    NetcdfGroup group(root.create_group("batteries"), deflate);
    std::vector<std::string> const by_vehicle{"vehicle"};
    std::vector<std::int32_t> const vehicle(table.vehicle.begin(), table.vehicle.end());
    std::vector<std::int16_t> const model(table.model.begin(), table.model.end());
    group.growing_dimension<std::int32_t>({"vehicle", "1", "vehicle, as in /sessions"}, battery_chunk)
        .append(std::span<std::int32_t const>(vehicle));
    group.codes<std::int16_t>({"vehicle_type", "1", "model"}, by_vehicle, model, {models});
    group.numbers<float>({"life_years", "a", "years to the end of life if each were like the recorded span"},
                         by_vehicle, table.life_years);
    group.numbers<float>({"first_year_loss", "1", "loss of nominal capacity in the first of them"},
                         by_vehicle, table.first_year_loss);
    group.numbers<float>({"first_year_calendar_loss", "1", "of it by time"}, by_vehicle,
                         table.first_year_calendar_loss);
    group.numbers<float>({"full_cycles_per_year", "1/a", "full cycles, by rainflow counting"}, by_vehicle,
                         table.full_cycles_per_year);
    group.numbers<float>({"plug_c_rate", "1/h", "mean C-rate while current flows at a plug"}, by_vehicle,
                         table.plug_c_rate);
}

void write_kpis(Hdf5Group& root, measure::Summary const& summary, Calendar const& calendar,
                measure::Window const& window, int deflate) {
    using Kind = measure::KpiDefinition::Kind;
    NetcdfGroup group(root.create_group("kpi"), deflate);
    if (!summary.bounds_absent.empty()) group.group().set("bounds_absent", summary.bounds_absent);
    for (measure::KpiDefinition const& kpi : measure::kpis_of(summary)) {
        double const value = kpi.read(summary);
        Description const what{kpi.name, kpi.unit, kpi.long_name};
        switch (kpi.kind) {
            case Kind::count: group.scalar<std::int64_t>(what, static_cast<std::int64_t>(value)); break;
            case Kind::real: group.scalar<double>(what, value); break;
            case Kind::time:
                group.scalar<double>(what,
                                     (SimTime{static_cast<std::int64_t>(value)} - window.begin).seconds());
                make_time(group.variable(kpi.name), time_units(calendar, window));
                break;
        }
    }
}

void write_response(Hdf5Group& root, std::span<measure::ResponseRow const> rows, Calendar const& calendar,
                    measure::Window const& window, int deflate) {
    using Row = measure::ResponseRow;
    if (rows.empty()) return;
    NetcdfGroup group(root.create_group("demand_response"), deflate);
    std::vector<std::string> names, by_event{"event"};
    for (Row const& row : rows) names.push_back(calendar.iso(row.begin));
    group.text_dimension({"event", "1", "beginning of the event, civil time UTC+8"}, names);
    auto const column = [&](Description const& what, auto value) {
        std::vector<double> values;
        for (Row const& row : rows) values.push_back(value(row));
        group.numbers<double>(what, by_event, values);
    };
    auto const time = [&](char const* name, char const* meaning, SimTime Row::* at) {
        column({name, "", meaning}, [&](Row const& row) { return (row.*at - window.begin).seconds(); });
        make_time(group.variable(name), time_units(calendar, window));
    };
    auto const count = [&](Description const& what, std::int64_t Row::* at) {
        std::vector<std::int64_t> values;
        for (Row const& row : rows) values.push_back(row.*at);
        group.numbers<std::int64_t>(what, by_event, values);
    };
    auto const real = [&](Description const& what, double Row::* at) {
        column(what, [at](Row const& row) { return row.*at; });
    };
    time("begin", "beginning of the event", &Row::begin);
    time("end", "end of the event", &Row::end);
    count({"pauses", "1", "pauses of sessions"}, &Row::pauses);
    count({"baseline_days", "1", "comparable days behind the baseline"}, &Row::baseline_days);
    real({"adjustment", "1", "of the baseline by the hours before the notice"}, &Row::adjustment);
    real({"target_kw", "kW", "mean reduction asked for"}, &Row::target_kw);
    real({"baseline_kw", "kW", "mean of what would have been drawn"}, &Row::baseline_kw);
    real({"mean_kw", "kW", "mean of what was drawn"}, &Row::mean_kw);
    real({"reduction_kw", "kW", "mean reduction against the baseline"}, &Row::reduction_kw);
    real({"reduction_kwh", "kW h", "energy not drawn"}, &Row::reduction_kwh);
    real({"performance", "1", "reduction over target"}, &Row::performance);
    real({"payment_yuan", "yuan", "what the reduction is paid"}, &Row::payment_yuan);
    real({"rebound_kw", "kW", "largest quarter of the hours after it above its baseline"}, &Row::rebound_kw);
}

void write_outages(Hdf5Group& root, std::span<measure::OutageRow const> rows, Calendar const& calendar,
                   measure::Window const& window, int deflate) {
    using Row = measure::OutageRow;
    if (rows.empty()) return;
    NetcdfGroup group(root.create_group("outages"), deflate);
    std::vector<std::string> const by_step{"outage_step"};
    auto const whole = [&](Description const& what, auto value) {
        std::vector<std::int32_t> values;
        for (Row const& row : rows) values.push_back(static_cast<std::int32_t>(value(row)));
        group.numbers<std::int32_t>(what, by_step, values);
    };
    auto const real = [&](Description const& what, auto value) {
        std::vector<double> values;
        for (Row const& row : rows) values.push_back(value(row));
        group.numbers<double>(what, by_step, values);
    };
    auto const time = [&](char const* name, char const* meaning, SimTime Row::* at) {
        real({name, "", meaning}, [&](Row const& row) { return (row.*at - window.begin).seconds(); });
        make_time(group.variable(name), time_units(calendar, window));
    };
    std::vector<std::int32_t> numbers(rows.size());
    std::iota(numbers.begin(), numbers.end(), 0);
    group
        .growing_dimension<std::int32_t>({"outage_step", "1", "grid step of a feeder without supply"},
                                         outage_chunk)
        .append(std::span<std::int32_t const>(numbers));
    time("begin", "beginning of the step", &Row::begin);
    time("end", "end of the step", &Row::end);
    whole({"outage", "1", "position in grid.outages of the scenario"}, [](Row const& r) { return r.outage; });
    whole({"feeder", "1", "position in /feeders"}, [](Row const& r) { return r.feeder; });
    real({"load_kw", "kW", "base load of the feeder, not served by it"},
         [](Row const& r) { return r.load_kw; });
    real({"homes_kw", "kW", "of it behind public transformers"}, [](Row const& r) { return r.homes_kw; });
    real({"carried_kw", "kW", "of that what vehicles at private piles carry"},
         [](Row const& r) { return r.carried_kw; });
    real({"available_kw", "kW", "what they could give for the quarter of an hour"},
         [](Row const& r) { return r.available_kw; });
    real({"available_kwh", "kW h", "what they hold above the reserve, at the plug"},
         [](Row const& r) { return r.available_kwh; });
    whole({"vehicles", "1", "vehicles that can and are plugged in, above the reserve"},
          [](Row const& r) { return r.vehicles; });
    whole({"plugged", "1", "all vehicles at private piles on the feeder"},
          [](Row const& r) { return r.plugged; });
}

void write_fleets(Hdf5Group& root, std::span<measure::FleetRow const> fleets, int deflate) {
    using Counts = measure::FleetCounts;
    NetcdfGroup group(root.create_group("fleets"), deflate);
    std::vector<std::string> names, by_fleet{"fleet"};
    std::vector<std::int64_t> vehicles;
    for (measure::FleetRow const& fleet : fleets) {
        names.push_back(fleet.name);
        vehicles.push_back(fleet.vehicles);
    }
    group.text_dimension({"fleet", "1", "fleet of vehicles, as in /sessions"}, names);
    auto const whole = [&](Description const& what, auto value) {
        std::vector<std::int64_t> values;
        for (measure::FleetRow const& fleet : fleets) values.push_back(value(fleet.counts));
        group.numbers<std::int64_t>(what, by_fleet, values);
    };
    auto const real = [&](Description const& what, auto value) {
        std::vector<double> values;
        for (measure::FleetRow const& fleet : fleets) values.push_back(value(fleet.counts));
        group.numbers<double>(what, by_fleet, values);
    };
    group.numbers<std::int64_t>({"vehicles", "1", "vehicles of the fleet"}, by_fleet, vehicles);
    whole({"vehicle_days", "1", "days on which a vehicle drove, summed over the vehicles"},
          [](Counts const& c) { return c.vehicle_days; });
    real({"driven_km", "km", "distance driven"}, [](Counts const& c) { return c.driven_km; });
    real({"driven_kwh", "kW h", "energy from the batteries for it"},
         [](Counts const& c) { return c.driven_kwh; });
    whole({"orders_served", "1", "orders of roaming vehicles"},
          [](Counts const& c) { return c.orders_served; });
    whole({"orders_refused", "1", "orders that the battery would not have lasted for"},
          [](Counts const& c) { return c.orders_refused; });
    whole({"trips_short_of_range", "1", "trips that emptied the battery"},
          [](Counts const& c) { return c.trips_short_of_range; });
    constexpr std::array<char const*, measure::places> place_names{"home", "public", "depot"};
    for (std::size_t p = 0; p < place_names.size(); ++p) {
        whole({std::string("sessions_") + place_names[p], "1", std::string("plug-ins, ") + place_names[p]},
              [p](Counts const& c) { return c.sessions[p]; });
        real({std::string("charged_") + place_names[p] + "_kwh", "kW h",
              std::string("energy at the plug, ") + place_names[p]},
             [p](Counts const& c) { return c.charged_kwh[p]; });
    }
}

void write_audit(Hdf5Group& root, std::span<measure::AuditRow const> audit, int deflate) {
    NetcdfGroup group(root.create_group("audit"), deflate);
    std::vector<std::string> names, units;
    std::vector<double> left, right, bound;
    std::vector<std::int8_t> holds;
    for (measure::AuditRow const& row : audit) {
        names.push_back(row.name);
        units.push_back(row.unit);
        left.push_back(row.left);
        right.push_back(row.right);
        bound.push_back(row.bound);
        holds.push_back(row.holds ? 1 : 0);
    }
    group.text_dimension({"law", "1", "conservation law"}, names);
    group.numbers<double>({"left", "1", "left side, in the law's unit"}, {"law"}, left);
    group.numbers<double>({"right", "1", "right side, in the law's unit"}, {"law"}, right);
    group.numbers<double>({"bound", "1", "largest difference allowed, in the law's unit"}, {"law"}, bound);
    group.text({"unit", "1", "unit of both sides"}, {"law"}, units);
    group.codes<std::int8_t>({"holds", "1", "whether the law holds"}, {"law"}, holds, {{"broken", "holds"}});
}

void write_run(Hdf5Group& root, measure::Summary const& summary, RunCircumstance const& circumstance,
               int deflate) {
    NetcdfGroup group(root.create_group("run"), deflate);
    group.scalar<double>({"cpu_s", "s", "processor time of the process"}, summary.cpu_s);
    group.scalar<double>({"sim_cpu_s", "s", "processor time of the event loop"}, summary.sim_cpu_s);
    group.scalar<double>({"wall_s", "s", "time on the wall"}, summary.wall_s);
    group.scalar<double>({"peak_rss_mb", "MB", "largest resident memory"}, summary.peak_rss_mb);
    group.scalar<std::int64_t>({"events", "1", "events popped"}, summary.events);
    group.scalar<std::int64_t>({"trips_walked", "1", "trips walked without an event"}, summary.trips_walked);
    group.scalar<std::int32_t>({"threads", "1", "threads allowed"}, circumstance.threads);
    group.scalar_text({"host", "1", "machine"}, circumstance.host);
    group.scalar_text({"compiler", "1", "compiler and build type"}, circumstance.compiler);
    group.scalar_text({"git_sha", "1", "commit of the program"}, circumstance.git_sha);
    group.scalar_text({"libraries", "1", "libraries and versions"}, circumstance.libraries);
    group.scalar_text({"control", "1", "who decided at control steps"}, circumstance.control);
    group.scalar_text({"created", "1", "when the file was finished"}, circumstance.created);
}

}  // namespace yuchong::io
