// Demand response in whole runs: what was asked for is delivered, nobody leaves short of it, the books agree
// with the recorded series, and a saved run goes on as if nothing had happened.

#include "small_run.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <numeric>

using namespace yuchong;
using namespace yuchong::test;

namespace {

constexpr int quarters_a_day = 96;

// Forty chargers that start at once; from 4 August, a Monday. On `day` the site is asked to draw less.
city::Inputs depot_with_event(int day, double target_kw, std::vector<std::string> sets = {}) {
    sets.insert(sets.begin(), {"control.strategy=uncontrolled", "control.limit_share=1", "control.step=5 min",
                               "record.station_step=15 min"});
    city::Inputs inputs = scenario("depot-horizon", sets);
    if (target_kw > 0.0)
        inputs.control.response.events = {
            {.from = {.year = 2025, .month = 8, .day = day, .hour = 8},
             .to = {.year = 2025, .month = 8, .day = day, .hour = 9, .minute = 30},
             .notice = hours(1),
             .target_kw = target_kw,
             .target_share = {}}};
    return inputs;
}

double load_kw(Run const& run, int day, int quarter) {
    auto const at = static_cast<std::size_t>((day - 4) * quarters_a_day + quarter);
    return static_cast<double>(run.sink.stations[0].at(at));
}
double mean_kw(Run const& run, int day, int from, int until) {
    double sum = 0.0;
    for (int k = from; k < until; ++k) sum += load_kw(run, day, k);
    return sum / (until - from);
}

}  // namespace

TEST_CASE("an event is delivered, settled as the recorded series say, and leaves nobody short", "[slow]") {
    double const target_kw = 60.0;
    Run quiet(depot_with_event(8, 0.0)), asked(depot_with_event(8, target_kw));
    quiet.finish();
    asked.finish();
    auto const summary = asked.simulation.summary();
    REQUIRE(summary.response_events.size() == 1);
    measure::ResponseRow const& row = summary.response_events[0];
    CHECK(row.baseline_days == 4);
    CHECK(row.pauses > 5);
    CHECK(summary.unmet_kwh == Approx(0.0).margin(1e-3));
    CHECK(measure::all_hold(asked.simulation.audit()));
    // Quarters 32 to 38 on the 8th; from the 4th to the 7th they would have been this; two hours before 7
    // o'clock.
    double expected_kw = 0.0, before_kw = 0.0;
    for (int day = 4; day < 8; ++day) {
        expected_kw += mean_kw(asked, day, 32, 38) / 4.0;
        before_kw += mean_kw(asked, day, 20, 28) / 4.0;
    }
    double const factor = std::clamp(mean_kw(asked, 8, 20, 28) / before_kw, 0.8, 1.2);
    CHECK(row.adjustment == Approx(factor).epsilon(1e-6));
    CHECK(row.baseline_kw == Approx(factor * expected_kw).epsilon(1e-6));
    CHECK(row.mean_kw == Approx(mean_kw(asked, 8, 32, 38)).epsilon(1e-6));
    CHECK(row.reduction_kw == Approx(row.baseline_kw - row.mean_kw));
    CHECK(row.reduction_kwh == Approx(1.5 * row.reduction_kw));
    CHECK(row.performance == Approx(row.reduction_kw / target_kw));
    CHECK(row.performance > 0.85);
    CHECK(row.performance < 1.15);
    // Nothing differs before; what was put off comes later.
    for (int k = 0; k < 32; ++k) CHECK(load_kw(asked, 8, k) == load_kw(quiet, 8, k));
    CHECK(mean_kw(asked, 8, 32, 38) < mean_kw(quiet, 8, 32, 38) - 20.0);
    CHECK(mean_kw(asked, 8, 38, 48) > mean_kw(quiet, 8, 38, 48));
    double largest_kw = -1e9;
    for (int k = 38; k < 46; ++k) {
        double by_then_kw = 0.0;
        for (int day = 4; day < 8; ++day) by_then_kw += load_kw(asked, day, k) / 4.0;
        largest_kw = std::max(largest_kw, load_kw(asked, 8, k) - factor * by_then_kw);
    }
    CHECK(row.rebound_kw == Approx(largest_kw).margin(1e-4));
}

TEST_CASE("an event of eight hours that asks for everything pauses only whoever still leaves full",
          "[slow]") {
    city::Inputs inputs = depot_with_event(8, 300.0);
    inputs.control.response.events[0].to = {.year = 2025, .month = 8, .day = 8, .hour = 16};
    Run run(std::move(inputs));
    run.finish();
    auto const summary = run.simulation.summary();
    CHECK(summary.response->pauses > 5);
    CHECK(summary.response->performance < 1.0);
    CHECK(summary.unmet_kwh == Approx(0.0).margin(1e-3));
}

TEST_CASE("restarts are staggered: spread over an hour the load after the event rises less than at once",
          "[slow]") {
    auto const rebound_kw = [](std::string const& stagger) {
        Run run(depot_with_event(8, 150.0,
                                 {"control.demand_response.rebound.stagger=" + stagger,
                                  "control.demand_response.watched=15 min"}));
        run.finish();
        CHECK(run.simulation.summary().unmet_kwh == Approx(0.0).margin(1e-3));
        return run.simulation.summary().response->rebound_kw;
    };
    CHECK(rebound_kw("1 h") < rebound_kw("0 h") - 10.0);
}

TEST_CASE("without a comparable day an event is held against the load before it and not settled", "[slow]") {
    for (int const day : {4, 9}) {  // the first day, and the first weekend
        Run run(depot_with_event(day, 60.0));
        run.finish();
        auto const summary = run.simulation.summary();
        INFO(day);
        REQUIRE(summary.response_events.size() == 1);
        CHECK(summary.response_events[0].baseline_days == 0);
        CHECK(summary.response_events[0].pauses > 0);
        CHECK(std::isnan(summary.response_events[0].payment_yuan));
        CHECK(summary.response->settled == 0);
        CHECK(summary.response->payment_yuan == 0.0);
        CHECK(summary.unmet_kwh == Approx(0.0).margin(1e-3));
    }
}

TEST_CASE("events and site strategies go together: limits hold, who was paused is admitted again", "[slow]") {
    for (std::string const strategy : {"llf", "receding_horizon"}) {
        Run run(depot_with_event(8, 40.0, {"control.strategy=" + strategy, "control.limit_share=0.3"}));
        double worst_kw = -1e9;
        for (std::int64_t minute = 4 * 1'440 + 7 * 60; minute < 4 * 1'440 + 12 * 60; minute += 7) {
            run.simulation.advance(SimTime{minutes(minute).ms + 1}, never_stop);
            worst_kw = std::max(worst_kw, worst_excess_kw(*run.city, run.simulation.state(),
                                                          SimTime{minutes(minute).ms + 1}));
        }
        run.finish();
        INFO(strategy);
        CHECK(worst_kw <= 1e-6);
        CHECK(run.simulation.summary().response->pauses > 0);
        CHECK(run.simulation.summary().unmet_kwh == Approx(0.0).margin(1e-3));
        CHECK(measure::all_hold(run.simulation.audit()));
        CHECK(run.simulation.state().response.paused.empty());
    }
}

TEST_CASE("a run with an event that was saved and loaded ends like the undisturbed one", "[slow]") {
    Run undisturbed(depot_with_event(8, 100.0));
    undisturbed.finish();
    SimTime const morning{days(4).ms + hours(8).ms};
    InterruptedRun const run(depot_with_event(8, 100.0),
                             {SimTime{hours(50).ms}, morning + minutes(1), morning + minutes(33),
                              morning + minutes(95), morning + minutes(104)});
    auto const expected = undisturbed.simulation.summary(), found = run.simulation->summary();
    CHECK(found.digest == expected.digest);
    CHECK(found.response->reduction_kw == expected.response->reduction_kw);
    CHECK(found.response->payment_yuan == expected.response->payment_yuan);
    CHECK(found.response->rebound_kw == expected.response->rebound_kw);
    CHECK(found.response->pauses == expected.response->pauses);
    CHECK(run.sink.stations == undisturbed.sink.stations);
}

TEST_CASE("whoever takes no part goes on as without events", "[slow]") {
    city::Inputs inputs = depot_with_event(8, 100.0);
    inputs.control.response.site_share = 0.0;
    Run nobody(std::move(inputs)), quiet(depot_with_event(8, 0.0));
    nobody.finish();
    quiet.finish();
    CHECK(nobody.simulation.summary().digest == quiet.simulation.summary().digest);
    CHECK(nobody.sink.stations == quiet.sink.stations);
    CHECK(nobody.simulation.summary().response->pauses == 0);
}
