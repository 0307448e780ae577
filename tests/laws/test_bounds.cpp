// No strategy does better than what was possible had all been known. Tolerance: the flow rounds to 1e-9 kWh
// for each session and slot, and grants add up to a limit with a relative error of 1e-12.

#include "small_run.hpp"

#include <catch2/catch.hpp>

using namespace yuchong;
using namespace yuchong::test;

namespace {

constexpr double tolerance = 1e-3;  // kWh, yuan, kW of 56 MWh

std::vector<std::string> const strategies{"uncontrolled", "peak_limit",  "fcfs",        "edf",
                                          "llf",          "round_robin", "proportional"};

void check_gaps(measure::BoundSummary const& bounds) {
    CHECK(bounds.unmet_gap_kwh >= -tolerance);
    CHECK(bounds.cost_gap_yuan >= -tolerance);
    CHECK(bounds.peak_gap_kw >= -tolerance);
}

measure::Summary end_of(city::Inputs inputs) {
    Run run(std::move(inputs));
    run.finish();
    return run.simulation.summary();
}

}  // namespace

TEST_CASE("no strategy beats its bounds: a depot of 3,500 sessions, with power for all and for nine tenths",
          "[slow]") {
    for (std::string const limit : {"1920", "600"}) {
        for (std::string const& strategy : strategies) {
            bool const free = strategy == "uncontrolled";
            if (free && limit == "600") continue;
            auto const summary = free ? end_of(scenario("depot"))
                                      : end_of(scenario("depot-capped", {"control.strategy=" + strategy,
                                                                         "control.limit_kw=" + limit}));
            INFO(strategy << " " << limit);
            REQUIRE(summary.bounds);
            CHECK(summary.bounds_absent.empty());
            CHECK(summary.bounds->sessions == 3500);
            check_gaps(*summary.bounds);
            // All sessions of the run are compared and nothing is lost, so two paths meet.
            CHECK(summary.bounds->unmet_bound_kwh + summary.bounds->unmet_gap_kwh ==
                  Approx(summary.unmet_kwh).margin(1e-6));
            CHECK(summary.bounds->cost_bound_yuan + summary.bounds->cost_gap_yuan ==
                  Approx(summary.bill.public_yuan).epsilon(1e-9));
            CHECK(summary.bounds->peak_bound_kw + summary.bounds->peak_gap_kw ==
                  Approx(summary.peak_kw).epsilon(1e-6));
            if (limit == "1920") CHECK(summary.bounds->unmet_bound_kwh == Approx(0.0).margin(tolerance));
            if (limit == "600") CHECK(summary.bounds->unmet_bound_kwh > 5'000.0);
        }
    }
}

TEST_CASE("no strategy beats its bounds where curves taper, pile losses are paid and cars queue", "[slow]") {
    for (std::string const& strategy : strategies) {
        if (strategy == "uncontrolled") continue;
        auto const summary =
            end_of(small_liangjiang({"control.strategy=" + strategy, "control.limit_share=0.3"}));
        INFO(strategy);
        REQUIRE(summary.bounds);
        CHECK(summary.bounds->sessions > 20);
        CHECK(summary.bounds->sessions < summary.sessions_public);
        check_gaps(*summary.bounds);
    }
}

TEST_CASE("bounds say why they are absent, and nobody asks for them without control or replay", "[slow]") {
    auto const without = end_of(small_liangjiang());
    CHECK_FALSE(without.bounds);
    CHECK(without.bounds_absent.empty());
    auto const many = end_of(scenario("depot-capped", {"control.bounds.most_sessions=3000"}));
    CHECK_FALSE(many.bounds);
    CHECK(many.bounds_absent ==
          "3500 sessions of known departure, more than control.bounds.most_sessions (3000)");
    auto const late =
        end_of(scenario("depot-capped", {"time.start=2025-08-04T00:03:00", "time.duration=1 d"}));
    CHECK_FALSE(late.bounds);
    CHECK(late.bounds_absent.starts_with("time.start lies inside a slot"));
}

TEST_CASE("bounds of a run that was saved and loaded are those of the undisturbed one", "[slow]") {
    std::vector<std::string> const sets{"control.limit_kw=600", "time.duration=2 d"};
    auto const expected = end_of(scenario("depot-capped", sets));
    InterruptedRun const run(
        scenario("depot-capped", sets),
        {SimTime{hours(9).ms + 12'345}, SimTime{hours(10).ms}, SimTime{hours(31).ms + 1}});
    auto const found = run.simulation->summary();
    REQUIRE((expected.bounds && found.bounds));
    CHECK(found.bounds->cost_gap_yuan == expected.bounds->cost_gap_yuan);
    CHECK(found.bounds->unmet_gap_kwh == expected.bounds->unmet_gap_kwh);
    CHECK(found.bounds->peak_gap_kw == expected.bounds->peak_gap_kw);
}
