#pragma once
// One car alone at station 0 from the start on, while something is changed at given minutes: when its charge
// ends, by hand.

#include "tests/supply/station_world.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <vector>

namespace yuchong::supply::test {

struct Change {
    double at_min;
    std::function<Changes(Supply const&, State&, SimTime)> make;
};

// Minutes until the charge ends; the meter must have seen its energy (a flow runs on to the millisecond).
// Pre: no losses.
inline double minutes_to_end(World const& world, SessionRequest const& request,
                             std::vector<Change> const& changes) {
    Supply const supply = world.build();
    State state = make_state(supply, 0);
    Loop loop(supply, state);
    double end = 0.0;
    loop.on_notice = [&](Notice const& notice, SimTime now) {
        if (notice.kind == Notice::Kind::charge_ended) end = (now - SimTime{0}).minutes();
    };
    loop.arrive_at(SimTime{0}, StationId{0}, request);
    for (Change const& change : changes) {
        loop.at(SimTime{0} + duration_from_hours_up(change.at_min / 60.0),
                [&](SimTime now) { loop.apply(change.make(supply, state, now), now); });
    }
    loop.run_until(SimTime{0} + hours(20));
    std::vector<double> kwh{0.0};
    meter(supply, state, SimTime{0} + hours(20), kwh);
    CHECK(kwh[0] == Approx(request.energy_kwh * (request.target_soc - request.soc)).epsilon(1e-6));
    return end;
}

}  // namespace yuchong::supply::test
