// Sites that plan ahead, in whole runs: with all known the run is the optimum, limits hold, and a saved run
// goes on as if nothing had happened.

#include "small_run.hpp"

#include "sim/base/random.hpp"

#include <catch2/catch.hpp>

using namespace yuchong;
using namespace yuchong::test;

namespace {

std::vector<std::string> with(std::vector<std::string> sets, std::string const& more) {
    sets.push_back(more);
    return sets;
}

// Forty cars that stand at their plugs from the first instant on and leave at full slots: nothing is unknown.
city::Inputs all_there(std::uint32_t number, std::vector<std::string> const& sets) {
    city::Inputs inputs = scenario("depot-horizon", sets);
    inputs.sessions.resize(40);
    RandomSource const random{number};
    for (std::uint32_t i = 0; i < inputs.sessions.size(); ++i) {
        Block const draw = random.draw({DrawClass::test, 0, i});
        city::ReplayedSession& session = inputs.sessions[i];
        session.arrival = Duration{0};
        session.departure = (13 + draw.word(0) % 67) * minutes(15);
    }
    return inputs;
}

measure::Summary end_of(city::Inputs inputs) {
    Run run(std::move(inputs));
    run.finish();
    return run.simulation.summary();
}

std::vector<std::string> const known{"time.duration=1 d", "control.bounds.slot=15 min",
                                     "control.horizon.arrivals=none"};

}  // namespace

TEST_CASE(
    "with all known, planning ahead costs what the offline optimum does, with power for all and without",
    "[slow]") {
    for (std::uint32_t number = 0; number < 4; ++number) {
        for (std::string const limit : {"200", "60", "30"}) {
            auto const summary = end_of(all_there(number, with(known, "control.limit_kw=" + limit)));
            REQUIRE(summary.bounds);
            measure::BoundSummary const& bounds = *summary.bounds;
            INFO(number << " " << limit);
            CHECK(bounds.sessions == 40);
            CHECK(bounds.unmet_gap_kwh == Approx(0.0).margin(1e-3));
            // Bound and run compare schedules with the same energies, also where something stays undone.
            CHECK(bounds.cost_gap_yuan == Approx(0.0).margin(1e-4 * bounds.cost_bound_yuan));
            CHECK(bounds.cost_gap_yuan >= -1e-3);
            if (limit == "200") CHECK(bounds.unmet_bound_kwh == Approx(0.0).margin(1e-6));
            if (limit == "30") CHECK(bounds.unmet_bound_kwh > 1.0);
        }
    }
}

TEST_CASE("with all known, the lowest peak is reached and everybody filled", "[slow]") {
    for (std::uint32_t number = 0; number < 4; ++number) {
        auto sets = with(known, "control.limit_share=1");
        sets.push_back("control.horizon.objective=peak");
        auto const summary = end_of(all_there(number, sets));
        REQUIRE(summary.bounds);
        INFO(number);
        CHECK(summary.unmet_kwh == Approx(0.0).margin(1e-4));
        CHECK(summary.bounds->peak_gap_kw == Approx(0.0).margin(1e-4 * summary.bounds->peak_bound_kw));
    }
}

TEST_CASE("cars that come later cost something, yet less than under rules that read no prices", "[slow]") {
    auto const planned = end_of(scenario("depot-horizon")),
               ranked = end_of(scenario("depot-horizon", {"control.strategy=llf"}));
    REQUIRE((planned.bounds && ranked.bounds));
    CHECK(planned.unmet_kwh == Approx(0.0).margin(1e-3));
    CHECK(planned.bounds->cost_gap_yuan >= 0.0);
    CHECK(planned.bill.public_yuan < 0.97 * ranked.bill.public_yuan);
    CHECK(planned.bounds->cost_gap_share < 0.5 * ranked.bounds->cost_gap_share);
}

TEST_CASE("whoever is expected holds room: a tight site leaves less undone", "[slow]") {
    std::vector<std::string> const tight{"control.horizon.objective=peak", "control.limit_share=0.22"};
    auto const alone = end_of(scenario("depot-horizon", with(tight, "control.horizon.arrivals=none"))),
               expecting =
                   end_of(scenario("depot-horizon", with(tight, "control.horizon.arrivals=yesterday")));
    CHECK(expecting.unmet_kwh < alone.unmet_kwh);
}

TEST_CASE("sites that plan ahead keep their limit at any instant, DC terminals too, and the audit holds",
          "[slow]") {
    Run run(small_liangjiang({"control.strategy=receding_horizon", "control.limit_share=0.3",
                              "control.step=15 min", "control.horizon.hours=8 h"}));
    double worst_kw = -1e9;
    RandomSource const random{11};
    for (std::uint32_t leg = 0; leg < 100; ++leg) {
        double const share = (leg + random.draw({DrawClass::test, 0, leg}).uniform(0)) / 100.0;
        SimTime const now = at_share(run.simulation, share);
        run.simulation.advance(now, never_stop);
        worst_kw = std::max(worst_kw, worst_excess_kw(*run.city, run.simulation.state(), now));
    }
    run.finish();
    CHECK(worst_kw <= 1e-6);
    CHECK(worst_kw > -1.0);
    CHECK(measure::all_hold(run.simulation.audit()));
    REQUIRE(run.simulation.summary().bounds);
    CHECK(run.simulation.summary().bounds->unmet_gap_kwh >= -1e-6);
}

TEST_CASE("a run that plans ahead and was saved and loaded ends like the undisturbed one", "[slow]") {
    std::vector<std::string> const sets{"time.duration=3 d"};
    Run undisturbed(scenario("depot-horizon", sets));
    undisturbed.finish();
    InterruptedRun const run(
        scenario("depot-horizon", sets),
        {SimTime{hours(9).ms + 77'777}, SimTime{hours(30).ms}, SimTime{hours(55).ms + 1}});
    auto const expected = undisturbed.simulation.summary(), found = run.simulation->summary();
    CHECK(found.digest == expected.digest);
    CHECK(found.energy_kwh == expected.energy_kwh);
    CHECK(found.bounds->cost_gap_yuan == expected.bounds->cost_gap_yuan);
    CHECK(run.sink.stations == undisturbed.sink.stations);
}
