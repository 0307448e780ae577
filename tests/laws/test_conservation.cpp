// The laws each run audits itself for, seen to hold, and seen to fail when something is broken on purpose.

#include "small_run.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>

using namespace yuchong;
using namespace yuchong::test;

namespace {

using Names = std::vector<std::string>;

// A day up to its last instant, from which each test goes on with something broken.
class FinishedDay {
public:
    explicit FinishedDay(std::vector<std::string> const& sets = {}) : city_(small_liangjiang(sets)) {
        city::Simulation simulation(city_, sink_);
        simulation.advance(simulation.end(), never_stop);
        image_ = simulation.save();
    }

    // The laws that no longer hold after the breakage.
    [[nodiscard]] Names broken_by(std::function<void(city::State&)> const& breakage) {
        city::Simulation simulation(city_, sink_, image_);
        breakage(simulation.mutable_state());
        simulation.close();
        Names broken;
        for (auto const& row : simulation.audit()) {
            if (!row.holds) broken.push_back(row.name);
        }
        auto const expected = broken.empty() ? measure::Status::done : measure::Status::audit_failed;
        CHECK(simulation.summary().status == expected);
        return broken;
    }

private:
    city::City city_;
    measure::NoSink sink_;
    std::vector<std::byte> image_;
};

}  // namespace

TEST_CASE("an undisturbed day obeys every law", "[slow]") {
    Run run(small_liangjiang());
    run.finish();
    for (auto const& row : run.simulation.audit()) {
        INFO(row.name << ": " << row.left << " against " << row.right);
        CHECK(row.holds);
    }
    auto const summary = run.simulation.summary();
    CHECK(summary.status == measure::Status::done);
    CHECK(summary.sessions > 100);
    CHECK(summary.energy_kwh > 1000.0);
}

TEST_CASE("cars plug in at home above the SoC at which their charge ends, and take nothing") {
    Run run(small_liangjiang({"scale=0.005", "demand.charging.home_target_soc=0.6", "time.warmup=0 s"}));
    run.finish();
    for (auto const& row : run.simulation.audit()) {
        INFO(row.name << ": " << row.left << " against " << row.right);
        CHECK(row.holds);
    }
    auto const above = [](measure::SessionRow const& row) {
        return row.place == measure::Place::home && row.soc_start > 0.6F;
    };
    CHECK(std::ranges::count_if(run.sink.sessions, above) > 10);
    for (auto const& row : run.sink.sessions) {
        if (above(row)) CHECK(row.energy_kwh == 0.0F);
    }
}

TEST_CASE("each law, broken on purpose, is found broken and fails the run", "[slow]") {
    FinishedDay day;
    CHECK(day.broken_by([](city::State&) {}) == Names{});

    // Energy at one station: 2e-9 of what it metered, far below 1e-9 of the city's.
    CHECK(day.broken_by([](city::State& state) {
        auto const busiest = std::ranges::max_element(state.supply.metered_kwh);
        REQUIRE(*busiest > 100.0);
        *busiest *= 1.0 + 2e-9;
    }) == Names{"energy_worst_station"});
    CHECK(day.broken_by([](city::State& state) {
        for (double& kwh : state.supply.metered_kwh) kwh *= 1.0 + 0.5e-9;
    }) == Names{});
    CHECK(day.broken_by([](city::State& state) { state.supply.energy[3].lost_kwh -= 1.0; }) ==
          Names{"energy_total", "energy_worst_station"});
    // Energy at home piles.
    CHECK(day.broken_by([](city::State& state) { state.home.metered_kwh *= 1.0 + 1e-8; }) ==
          Names{"energy_total"});
    CHECK(day.broken_by([](city::State& state) { state.home.booked.drawn_kwh += 1.0; }) ==
          Names{"energy_total"});

    // A car at a plug of whom its station does not know, and one in a queue who has not come.
    CHECK(day.broken_by([](city::State& state) {
        auto const charging = std::ranges::find(state.supply.phase, supply::Phase::charging);
        REQUIRE(charging != state.supply.phase.end());
        auto const plug = static_cast<std::size_t>(charging - state.supply.phase.begin());
        auto const parked = std::ranges::find(state.agents, city::Activity::parked, &city::Agent::activity);
        state.supply.session[plug].request.ticket = static_cast<std::uint32_t>(parked - state.agents.begin());
    }) == Names{"vehicles_conserved"});
    CHECK(day.broken_by([](city::State& state) {
        ++state.supply.ledger[0].waiting;
        state.supply.ledger[0].last = state.now;
    }) == Names{"vehicles_conserved"});

    CHECK(day.broken_by([](city::State& state) {
        state.totals.tightest_kw = 500.0 * (1.0 + 2e-9);
        state.totals.tightest_limit_kw = 500.0;
    }) == Names{"grants_within_capacity"});
    CHECK(day.broken_by([](city::State& state) { state.totals.highest_soc = 1.000001; }) ==
          Names{"soc_between_0_and_1"});
    CHECK(day.broken_by([](city::State& state) { state.totals.lowest_soc = -0.000001; }) ==
          Names{"soc_between_0_and_1"});
    // One vehicle-millisecond in a day of waits.
    CHECK(day.broken_by([](city::State& state) { ++state.tally.state().clipped_wait_ms; }) ==
          Names{"littles_law_waiting"});
    CHECK(day.broken_by([](city::State& state) { --state.supply.ledger[0].waiting_ms; }) ==
          Names{"littles_law_waiting"});
}

// What goes wrong during the day, not in the books at its end.
TEST_CASE("a battery that drains by itself is found", "[slow]") {
    Run run(small_liangjiang());
    auto& state = run.simulation.mutable_state();
    auto const charging = [&] { return std::ranges::find(state.supply.phase, supply::Phase::charging); };
    run.simulation.advance(SimTime{hours(15).ms}, never_stop);
    while (charging() == state.supply.phase.end())
        REQUIRE(run.simulation.advance(run.simulation.now() + minutes(1), never_stop));
    state.supply.session[static_cast<std::size_t>(charging() - state.supply.phase.begin())].soc -= 1e-6;
    run.finish();
    CHECK(run.simulation.summary().status == measure::Status::audit_failed);
    for (auto const& row : run.simulation.audit()) {
        INFO(row.name << ": " << row.left << " against " << row.right);
        if (row.name == "energy_worst_station") CHECK_FALSE(row.holds);
        if (!row.name.starts_with("energy")) CHECK(row.holds);
    }
}
