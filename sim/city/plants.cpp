#include "sim/city/plants.hpp"

#include "sim/city/city.hpp"
#include "sim/city/scheduling.hpp"
#include "sim/city/state.hpp"
#include "sim/city/stations.hpp"
#include "sim/control/storage_rule.hpp"
#include "sim/supply/metering.hpp"
#include "sim/supply/photovoltaics.hpp"
#include "sim/supply/plant.hpp"
#include "sim/supply/plant_flow.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace yuchong::city {

namespace {

constexpr Duration sun_step = minutes(15);

// Of 1 kW of rated power, over the quarter of an hour of the clock that holds this instant.
double sun_kw(City const& city, SimTime now) {
    Duration const into{city.calendar.since_midnight(now).ms % sun_step.ms};
    SimTime const middle = now - into + Duration{sun_step.ms / 2};
    supply::PhotovoltaicSettings const& panels = city.inputs.supply.photovoltaics;
    double const hour = city.calendar.since_midnight(middle).hours();
    double const w_m2 = supply::mean_irradiance_w_m2(panels, city.calendar.month(middle), hour);
    return supply::solar_kw(panels, 1.0, w_m2, city.climates.ambient_c(std::max(middle, SimTime{0})));
}

double sun_kwh(Sun const& sun, SimTime now) { return sun.kwh + sun.kw * (now - sun.since).hours(); }

void follow_sun(City const& city, Sun& sun, SimTime now) {
    sun = {now, sun_kw(city, now), sun_kwh(sun, now)};
}

// A plant works from its station's first day to its last, also in hours in which the station is closed to
// cars.
bool works(City const& city, supply::StationId station, SimTime now) {
    return city.network().stations[station.index()].in_service_on(city.calendar.day(now));
}

// Into a station with a plant and out of it, by separate accounts.
struct Sides {
    std::vector<double> in_kwh, out_kwh;
};

Sides sides_of(City const& city, State const& state, SimTime now) {
    Sides sides;
    for (std::size_t p = 0; p < city.supply.plants.size(); ++p) {
        supply::BuiltPlant const& built = city.supply.plants[p];
        supply::PlantState const& plant = state.supply.plants[p];
        supply::PlantFlows const flows = supply::flows_of(plant);
        auto const charging = supply::energy_accounts(city.supply, state.supply, built.station, now);
        double const rated_kw = works(city, built.station, now - milliseconds(1)) ? built.pv_peak_kw : 0.0;
        sides.in_kwh.push_back(flows.import_kwh + rated_kw * sun_kwh(state.sun, now));
        sides.out_kwh.push_back(flows.export_kwh + charging.booked_kwh +
                                supply::kept_and_lost_kwh(built, plant));
    }
    return sides;
}

}  // namespace

bool has_plants(City const& city) { return !city.supply.plants.empty(); }

PlantMinute make_plant_minute(City const& city) {
    PlantMinute minute;
    if (!has_plants(city)) return minute;
    minute.connection_kwh.resize(city.network().stations.size());
    minute.flows.resize(city.supply.plants.size());
    minute.soc.resize(city.supply.plants.size(), std::numeric_limits<double>::quiet_NaN());
    return minute;
}

std::span<double const> connection_kwh(State const& state) {
    Readings const& readings = state.readings;
    return readings.plants.connection_kwh.empty() ? readings.station_kwh : readings.plants.connection_kwh;
}

void plant_tick(City const& city, State& state, SimTime now) {
    follow_sun(city, state.sun, now);
    control::PriceClass const price =
        city.tariff.price_class(city.calendar.month(now), city.calendar.hour(now));
    for (std::uint32_t p = 0; p < city.supply.plants.size(); ++p) {
        supply::BuiltPlant const& built = city.supply.plants[p];
        if (!works(city, built.station, now)) continue;
        supply::PlantTerms const terms{.order = control::storage_order(built.rule, price),
                                       .sun = Kilowatts{built.pv_peak_kw * state.sun.kw}};
        auto const changes = supply::look_at_plant(city.supply, state.supply, p, terms, now);
        if (!changes.reschedules.empty() || !changes.notices.empty())
            apply(city, state, built.station.index(), changes, now);
    }
    schedule_slot(city, state, SlotClass::clock, static_cast<std::uint32_t>(Clock::plants),
                  now + supply::plant_step, EventKind::plant_step);
}

void read_plants(City const& city, State& state) {
    PlantMinute& minute = state.readings.plants;
    std::ranges::copy(state.readings.station_kwh, minute.connection_kwh.begin());
    double export_kwh = 0.0;
    for (std::uint32_t p = 0; p < city.supply.plants.size(); ++p) {
        supply::PlantFlows const& flows = minute.flows[p] = supply::take_flows(state.supply.plants[p]);
        minute.connection_kwh[city.supply.plants[p].station.index()] = flows.import_kwh - flows.export_kwh;
        export_kwh += flows.export_kwh;
        if (city.supply.plants[p].storage.power_kw > 0.0)
            minute.soc[p] = supply::storage_soc(city.supply, state.supply, p);
    }
    minute.import_kwh =
        std::accumulate(minute.connection_kwh.begin(), minute.connection_kwh.end(), 0.0) + export_kwh;
}

void record_plants(City const& city, State& state, SimTime now) {
    Readings const& readings = state.readings;
    double const charging_kwh =
        std::accumulate(readings.station_kwh.begin(), readings.station_kwh.end(), 0.0) +
        std::accumulate(readings.zone_home_kwh.begin(), readings.zone_home_kwh.end(), 0.0);
    SimTime const begin = now - minutes(1);
    state.plants->minute({.end = now,
                          .flows = readings.plants.flows,
                          .soc = readings.plants.soc,
                          .charging_kwh = charging_kwh,
                          .hour = {city.calendar.month(begin), city.calendar.hour(begin)}});
}

double through_connections_kwh(City const& city, State const& state) {
    double sum_kwh = 0.0;
    for (std::size_t s = 0; s < city.network().stations.size(); ++s) {
        std::uint32_t const plant = city.supply.plant_of_station[s];
        if (plant == supply::no_plant) {
            sum_kwh += state.supply.metered_kwh[s];
        } else {
            supply::PlantFlows const flows = supply::flows_of(state.supply.plants[plant]);
            sum_kwh += flows.import_kwh - flows.export_kwh;
        }
    }
    return sum_kwh;
}

void audit_plants(City const& city, State const& state, SimTime now, std::vector<measure::AuditRow>& rows) {
    Sides const sides = sides_of(city, state, now);
    rows.push_back(measure::audit_connection_worst_station(sides.in_kwh, sides.out_kwh));
    double lowest = 1.0, highest = 0.0;
    for (std::size_t p = 0; p < city.supply.plants.size(); ++p) {
        double const usable_kwh = city.supply.plants[p].storage.usable_kwh;
        if (usable_kwh <= 0.0) continue;
        lowest = std::min(lowest, state.supply.plants[p].lowest_kwh / usable_kwh);
        highest = std::max(highest, state.supply.plants[p].highest_kwh / usable_kwh);
    }
    if (lowest <= highest) rows.push_back(measure::audit_storage(lowest, highest));
}

measure::PlantSummary plant_summary(City const& city, State const& state) {
    measure::PlantSummary summary;
    for (supply::BuiltPlant const& built : city.supply.plants) {
        supply::Plant const& plant = city.network().stations[built.station.index()].plant;
        summary.with_storage += plant.storage_kwh > 0.0 ? 1 : 0;
        summary.with_pv += plant.pv_peak_kw > 0.0 ? 1 : 0;
        summary.storage_kwh += plant.storage_kwh;
        summary.storage_kw += plant.storage_kw;
        summary.pv_peak_kw += plant.pv_peak_kw;
    }
    summary.flows = state.plants->state().total;
    summary.from_cells_kwh = summary.flows.discharged_kwh / city.inputs.supply.storage.discharge_efficiency;
    auto const& public_kwh = state.recorder.state().energy_by_hour.public_kwh;
    summary.import_kwh = std::accumulate(public_kwh.begin(), public_kwh.end(), 0.0);
    summary.peak_kw = state.plants->state().peak_kw;
    summary.feed_in_yuan = city.inputs.supply.photovoltaics.feed_in_yuan_per_kwh * summary.flows.export_kwh;
    return summary;
}

}  // namespace yuchong::city
