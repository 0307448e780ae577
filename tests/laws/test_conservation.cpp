// The laws each run audits itself for, seen to hold, and seen to fail when something is broken on purpose.

#include "small_run.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace yuchong;
using namespace yuchong::test;

namespace {

std::vector<measure::AuditRow> audit_after(void (*breakage)(city::State&)) {
    Run run(small_liangjiang());
    run.simulation.advance(run.simulation.end(), never_stop);
    breakage(run.simulation.mutable_state());
    run.simulation.close();
    return run.simulation.audit();
}

bool row_holds(std::vector<measure::AuditRow> const& rows, std::string const& part_of_name) {
    auto const row = std::find_if(rows.begin(), rows.end(), [&](auto const& r) {
        return r.name.find(part_of_name) != std::string::npos;
    });
    REQUIRE(row != rows.end());
    return row->holds;
}

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

TEST_CASE("energy out of nothing at a station is found", "[slow]") {
    auto const rows = audit_after([](city::State& state) { state.supply.energy[3].metered_kwh += 1.0; });
    CHECK_FALSE(row_holds(rows, "energy"));
}

TEST_CASE("energy lost at home is found", "[slow]") {
    auto const rows = audit_after([](city::State& state) { state.home.metered_kwh -= 1.0; });
    CHECK_FALSE(std::all_of(rows.begin(), rows.end(), [](auto const& row) { return row.holds; }));
}

TEST_CASE("a vehicle that vanishes from a queue is found", "[slow]") {
    auto const rows = audit_after([](city::State& state) { ++state.supply.ledger[0].waiting; });
    CHECK_FALSE(std::all_of(rows.begin(), rows.end(), [](auto const& row) { return row.holds; }));
}

TEST_CASE("a wait that nobody waited is found", "[slow]") {
    auto const rows = audit_after([](city::State& state) { state.tally.state().clipped_wait_ms += 1; });
    CHECK_FALSE(row_holds(rows, "ittle"));
}

TEST_CASE("a battery beyond full is found", "[slow]") {
    auto const rows = audit_after([](city::State& state) { state.totals.highest_soc = 1.000001; });
    CHECK_FALSE(std::all_of(rows.begin(), rows.end(), [](auto const& row) { return row.holds; }));
}

TEST_CASE("a station above its connection is found", "[slow]") {
    auto const rows = audit_after([](city::State& state) {
        state.totals.tightest_kw = 501.0;
        state.totals.tightest_limit_kw = 500.0;
    });
    CHECK_FALSE(std::all_of(rows.begin(), rows.end(), [](auto const& row) { return row.holds; }));
}
