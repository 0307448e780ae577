#pragma once
// A run of a city: opens it, walks it through time, closes it. The run is a pure function of the city: how
// often advance() is called, who watches, and whether a checkpoint lay in between leave no trace.
//
//   City const city(inputs);
//   Simulation run(city, sink);
//   while (run.now() < run.end()) run.advance(run.now() + hours(1), stop);
//   run.close();
//   Summary const summary = run.summary();

#include "sim/city/city.hpp"
#include "sim/city/state.hpp"
#include "sim/measure/audit.hpp"
#include "sim/measure/kpi.hpp"
#include "sim/measure/sink.hpp"

#include <atomic>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace yuchong::city {

class Simulation {
public:
    // Opens the city. Raised meanwhile, `stop` cuts that short: now() stays 0 and the run must not go on.
    Simulation(City const& city, measure::Sink& sink, std::atomic<bool> const& stop = nobody_stops);
    // Goes on from what save() gave. Throws std::runtime_error if the image does not fit the city.
    Simulation(City const& city, measure::Sink& sink, std::span<std::byte const> checkpoint);

    // How sweeps whose parts do not touch each other are spread over threads; one after the other without.
    void spread_with(ForEach for_each) { state_.for_each = std::move(for_each); }

    // Who decides under strategy external; must outlive the run.
    void steer_with(SiteController& controller) { state_.controller = &controller; }

    // Handles all events before `until`, which is at most end(). False if `stop` was raised: then now() is an
    // instant at which everything due has happened. An exception of a handler carries the instant and the
    // event.
    // ControllerFailed comes out as it is: the control step in hand has not begun, and save() and a later
    // advance() go on from there.
    bool advance(SimTime until, std::atomic<bool> const& stop);

    // After advance(end()): the last meter reading, rows of what still runs, the sides of the audits.
    void close();

    [[nodiscard]] SimTime now() const { return state_.now; }
    [[nodiscard]] SimTime end() const { return city_.window.end; }
    [[nodiscard]] std::int64_t sessions() const { return state_.totals.sessions_started; }

    // Hands all finished rows to the sink first, so that sink and image belong together.
    [[nodiscard]] std::vector<std::byte> save();

    // After close(). Costs, output and status are the caller's.
    [[nodiscard]] measure::Summary summary() const;
    [[nodiscard]] std::vector<measure::AuditRow> const& audit() const { return audit_; }

    [[nodiscard]] City const& city() const { return city_; }
    [[nodiscard]] State const& state() const { return state_; }
    // For tests that break a law on purpose.
    [[nodiscard]] State& mutable_state() { return state_; }

private:
    static inline std::atomic<bool> const nobody_stops{false};

    City const& city_;
    State state_;
    std::vector<measure::AuditRow> audit_;
    std::optional<measure::BatteryTable> batteries_;  // once closed, if they are followed
    std::optional<measure::BoundSummary> bounds_;     // after close()
    std::string bounds_absent_;
    std::vector<measure::ResponseRow> response_;
};

}  // namespace yuchong::city
