// A car that has run low finds something to charge at, whatever inlet it has: an empty battery is no end.

#include "small_run.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace yuchong;
using namespace yuchong::test;

TEST_CASE("no battery-electric car stays empty for good", "[slow]") {
    Run run(small_liangjiang({"fleets.working=0", "time.duration=25 d"}));
    auto const empty = [&] {
        std::set<std::uint32_t> cars;
        for (std::uint32_t i = 0; i < run.city->fleet_cars; ++i) {
            bool const bev = run.city->model(run.city->cars[i]).powertrain == vehicle::Powertrain::bev;
            if (bev && run.simulation.state().agents[i].soc <= 0.0) cars.insert(i);
        }
        return cars;
    };
    run.simulation.advance(SimTime{0} + days(18), never_stop);
    std::set<std::uint32_t> cars = empty();
    std::size_t without_dc = 0;
    for (std::uint32_t const car : cars)
        without_dc += run.city->model(run.city->cars[car]).inlet_current_a > 0.0 ? 0 : 1;
    REQUIRE(without_dc > 0);  // those who depend on AC piles
    run.finish();
    for (measure::SessionRow const& row : run.sink.sessions)
        if (row.unplug > SimTime{0} + days(18)) cars.erase(row.vehicle);
    CHECK(cars.empty());
}
