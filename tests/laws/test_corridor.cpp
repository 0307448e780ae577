// The Chengdu-Chongqing expressway: through traffic and trucks that stop at service areas.

#include "small_run.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace yuchong;
using namespace yuchong::test;

namespace {

using Sets = std::vector<std::string>;

city::Inputs corridor(Sets const& more = {}) {
    Sets sets{"fleets.through_traffic.vehicles=800", "fleets.heavy_truck.vehicles=60"};
    sets.insert(sets.end(), more.begin(), more.end());
    return scenario("chengyu-corridor", sets);
}

void check_audit(city::Simulation const& simulation) {
    for (auto const& row : simulation.audit()) {
        INFO(row.name << ": " << row.left << " against " << row.right);
        CHECK(row.holds);
    }
}

measure::FleetCounts const& counts_of(Run const& run, std::string const& fleet) {
    auto const& fleets = run.city->fleets;
    auto const at = std::ranges::find(fleets, fleet, &city::Fleet::name);
    REQUIRE(at != fleets.end());
    return run.simulation.state().fleets[static_cast<std::size_t>(at - fleets.begin())];
}

}  // namespace

TEST_CASE("on the corridor every law holds, and a holiday brings more cars and longer waits") {
    Run usual(corridor()), holiday(corridor({"time.start=2025-10-01"}));
    usual.finish();
    holiday.finish();
    check_audit(usual.simulation);
    check_audit(holiday.simulation);
    auto const before = usual.simulation.summary(), after = holiday.simulation.summary();
    auto const &few = counts_of(usual, "through_traffic"), &many = counts_of(holiday, "through_traffic");
    // Those who wait do not come as far, so kilometres grow less than cars.
    CHECK(static_cast<double>(many.vehicle_days) / static_cast<double>(few.vehicle_days) ==
          Approx(2.6).epsilon(0.15));
    CHECK(many.driven_km > 1.8 * few.driven_km);
    CHECK(static_cast<double>(after.visits) > 1.5 * static_cast<double>(before.visits));
    CHECK(after.wait.mean_s > before.wait.mean_s);
    CHECK(counts_of(holiday, "heavy_truck").driven_km < counts_of(usual, "heavy_truck").driven_km);
}

TEST_CASE("trucks of a pack that is swapped swap, the others charge, and all use what trucks use") {
    Run run(corridor());
    run.finish();
    auto const& models = run.city->inputs.catalogue.models;
    std::int64_t swapped = 0, charged = 0;
    for (measure::SessionRow const& row : run.sink.sessions) {
        if (models[row.model].segment != "truck" || row.outcome != supply::Outcome::served) continue;
        bool const swap = row.plug_class == supply::PlugClass::swap;
        CHECK((!swap || models[row.model].swap_standard == "truck-282"));
        (swap ? swapped : charged) += 1;
    }
    CHECK(swapped > 10);
    CHECK(charged > 10);
    auto const& trucks = counts_of(run, "heavy_truck");
    double const kwh_per_100_km = 100.0 * trucks.driven_kwh / trucks.driven_km;
    CHECK(kwh_per_100_km > 130.0);  // models.md 3.2
    CHECK(kwh_per_100_km < 200.0);
}

TEST_CASE("a run of the corridor that is saved and loaded goes on as if nothing had happened") {
    Run undisturbed(corridor());
    undisturbed.finish();
    InterruptedRun const run(corridor(),
                             {at_share(undisturbed.simulation, 0.4), at_share(undisturbed.simulation, 0.7)});
    CHECK(run.simulation->summary().digest == undisturbed.simulation.summary().digest);
    CHECK((run.sink.stations == undisturbed.sink.stations));
    CHECK((run.sink.swap_stations == undisturbed.sink.swap_stations));
}
