#include "sim/city/simulation.hpp"

#include "sim/base/check.hpp"
#include "sim/city/billing.hpp"
#include "sim/city/clocks.hpp"
#include "sim/city/closing.hpp"
#include "sim/city/dispatch.hpp"
#include "sim/city/events.hpp"
#include "sim/city/frequency_response.hpp"
#include "sim/city/known_departures.hpp"
#include "sim/city/opening.hpp"
#include "sim/city/plants.hpp"
#include "sim/city/prefetch.hpp"
#include "sim/city/response_settlement.hpp"
#include "sim/city/rollout_course.hpp"
#include "sim/city/station_economics.hpp"
#include "sim/city/swaps.hpp"

#include <algorithm>
#include <string>

namespace yuchong::city {

namespace {

constexpr int events_between_looks_at_stop = 1024;

[[noreturn]] void rethrow_with_event(City const& city, Event const& event, std::exception const& error) {
    throw BrokenInvariant(std::string(error.what()) + " (at " + city.calendar.iso(event.time()) +
                          ", event kind " + std::to_string(event.kind()) + ", slot " +
                          std::to_string(event.slot()) + ")");
}

std::vector<measure::FleetRow> fleet_rows(City const& city, State const& state) {
    std::vector<std::int64_t> vehicles(city.fleets.size());
    for (demand::Car const& car : city.cars) ++vehicles[car.fleet];
    std::vector<measure::FleetRow> rows;
    for (std::size_t f = 0; f < city.fleets.size(); ++f)
        if (vehicles[f] > 0) rows.push_back({city.fleets[f].name, vehicles[f], state.fleets[f]});
    return rows;
}

}  // namespace

Simulation::Simulation(City const& city, measure::Sink& sink, std::atomic<bool> const& stop)
    : city_(city), state_(city, sink) {
    open_city(city, state_, stop);
}

Simulation::Simulation(City const& city, measure::Sink& sink, std::span<std::byte const> checkpoint)
    : city_(city), state_(city, sink) {
    Loader loader(checkpoint);
    archive(loader, state_);
    if (!loader.finished() || state_.agents.size() != city.cars.size()) {
        throw std::runtime_error(
            "checkpoint does not fit this scenario (sizes differ) run the scenario anew");
    }
}

bool Simulation::advance(SimTime until, std::atomic<bool> const& stop) {
    until = std::min(until, city_.window.end);
    Event event{};
    int left = events_between_looks_at_stop;
    Prefetcher const prefetch(city_, state_);
    while (state_.schedule.pop_before(until, event)) {
        state_.schedule.look_ahead(prefetch);
        try {
            dispatch(city_, state_, event);
        } catch (StepInterrupted const&) {
            state_.now = event.time();
            return false;
        } catch (ControllerFailed const&) {
            state_.now = event.time();
            throw;
        } catch (std::exception const& error) {
            rethrow_with_event(city_, event, error);
        }
        ++state_.totals.events;
        if (--left > 0) continue;
        left = events_between_looks_at_stop;
        if (stop.load(std::memory_order_relaxed))
            until = event.time() + milliseconds(1);  // finish this instant
    }
    state_.now = until;
    return !stop.load(std::memory_order_relaxed);
}

std::vector<std::byte> Simulation::save() {
    state_.recorder.flush();
    if (state_.plants) state_.plants->flush();
    if (state_.swaps) state_.swaps->flush();
    if (state_.grid) state_.grid->recorder.flush();
    if (state_.control_recorder) state_.control_recorder->flush();
    // Room for an image of 256 bytes an agent; what is not used is never touched, so too much costs nothing.
    Saver saver(256 * state_.agents.size());
    archive(saver, state_);
    return saver.take();
}

void Simulation::close() {
    audit_ = close_city(city_, state_);
    if (city_.inputs.ageing.follow) {
        batteries_ = battery_table(city_, state_);
        state_.recorder.batteries(*batteries_);
    }
    bounds_ = bounds_of(city_, state_);
    bounds_absent_ = bounds_absent(city_, state_);
    response_ = settle_response(city_, state_);
}

measure::Summary Simulation::summary() const {
    measure::Summary summary = measure::summarise(state_.tally.state(), state_.recorder.state());
    summary.scenario = city_.inputs.name;
    auto const vehicles = vehicles_by_day(city_);
    summary.vehicles = vehicles.back();
    summary.stations = stations_at_the_end(city_);
    summary.ev_days = vehicle_days(city_, vehicles);
    summary.depots =
        std::ranges::count(city_.network().stations, supply::Access::depot, &supply::Station::access);
    summary.fleets = fleet_rows(city_, state_);
    summary.rollout = rollout_course(city_);
    summary.plug_gini = plug_gini(city_);
    summary.zone_demand = zone_demand_table(city_, state_);
    summary.bill = bill_of(city_, state_);
    if (city_.inputs.record.economics) {
        summary.station_economics = station_economics(city_, state_, summary.bill);
        summary.economics = summarise_economics(summary.station_economics);
    }
    summary.v2g = v2g_summary_of(city_, state_, summary.bill);
    if (batteries_) summary.batteries = summarise_batteries(city_, *batteries_);
    if (state_.plants) summary.plants = plant_summary(city_, state_);
    if (state_.swaps) summary.swaps = swap_summary(city_, state_, summary.bill);
    if (state_.grid) summary.grid = measure::summarise(state_.grid->recorder);
    summary.bounds = bounds_;
    summary.bounds_absent = bounds_absent_;
    summary.response_events = response_;
    summary.droop = droop_summary(city_, state_);
    summary.guidance = guidance_summary(state_);
    if (!response_.empty()) summary.response = measure::summarise(response_);
    summary.outage_steps = state_.outages.rows;
    if (!summary.outage_steps.empty()) summary.outages = measure::summarise(summary.outage_steps);
    summary.events = state_.totals.events;
    summary.trips_walked = state_.totals.trips_walked;
    summary.digest = state_.digest.value();
    summary.status = measure::all_hold(audit_) ? measure::Status::done : measure::Status::audit_failed;
    return summary;
}

}  // namespace yuchong::city
