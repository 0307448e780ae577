// What a strategy puts off beyond the end of a run: told by a key figure, equal to what its rows say, and
// enough to make the energies of two strategies agree.

#include "small_run.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

using namespace yuchong;
using namespace yuchong::test;

namespace {

struct Totals {
    double energy_kwh, owed_kwh, owed_begin_kwh, rows_kwh;
};

Totals totals_of(std::vector<std::string> const& sets) {
    Run run(small_liangjiang(sets));
    run.finish();
    auto const summary = run.simulation.summary();
    double rows_kwh = 0.0;
    for (measure::SessionRow const& row : run.sink.sessions) {
        if (row.outcome != supply::Outcome::running || row.plug_in == never) continue;
        rows_kwh += std::max(0.0, row.requested_kwh - row.energy_kwh);
    }
    return {summary.energy_kwh, summary.energy_owed_kwh, summary.energy_owed_begin_kwh, rows_kwh};
}

}  // namespace

TEST_CASE("what is owed at the end is what running sessions lack", "[slow]") {
    Totals const free = totals_of({}), filled = totals_of({"control.homes.strategy=valley_fill"});
    CHECK(free.owed_kwh == Approx(free.rows_kwh).epsilon(1e-9));
    CHECK(filled.owed_kwh == Approx(filled.rows_kwh).epsilon(1e-9));
    CHECK(free.owed_kwh > 0.0);
    // The run ends at midnight: who fills the valley has hardly begun.
    CHECK(filled.owed_kwh > 2.0 * free.owed_kwh);
    // Nobody drives otherwise for it, so all of the difference in energy was put off.
    double const put_off_kwh =
        (filled.owed_kwh - filled.owed_begin_kwh) - (free.owed_kwh - free.owed_begin_kwh);
    CHECK(std::abs(free.energy_kwh - filled.energy_kwh) > 20.0);
    CHECK(filled.energy_kwh + put_off_kwh == Approx(free.energy_kwh).epsilon(1e-4));
}

TEST_CASE("what cars fed back and have not charged again is owed", "[slow]") {
    std::vector<std::string> const sets{"time.duration=60 h"};  // to noon, in the midst of the dear hours
    Run run(scenario("depot-v2g", sets)),
        plain(scenario("depot-v2g", {sets[0], "control.v2g.strategy=none"}));
    run.finish();
    plain.finish();
    auto const fed = run.simulation.summary(), without = plain.simulation.summary();
    REQUIRE(fed.v2g->kwh > 10.0);
    double const refill_kwh = fed.v2g->kwh / 0.9;
    CHECK(fed.energy_kwh + fed.energy_owed_kwh - refill_kwh ==
          Approx(without.energy_kwh + without.energy_owed_kwh).epsilon(1e-9));
    CHECK(fed.energy_owed_kwh > without.energy_owed_kwh);
}
