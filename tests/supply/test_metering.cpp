#include "tests/supply/busy_station.hpp"

#include <catch2/catch.hpp>

using namespace yuchong;
using namespace yuchong::supply;
using namespace yuchong::supply::test;

namespace {

bool balanced(EnergyAccounts const& accounts) {
    return std::abs(accounts.metered_kwh - accounts.booked_kwh) <= 1e-9 * std::max(1.0, accounts.booked_kwh);
}

}  // namespace

TEST_CASE("energy by meter and by the books agree under every rule, whatever happens") {
    for (SharingRule const rule : all_rules) {
        BusyWorld const busy(rule);
        Supply const supply = busy.world.build();
        State state = make_state(supply, 0);
        BusyRun run(busy, supply, state);
        run.start();
        std::vector<double> total(3, 0.0);
        for (int minute = 1; minute <= 24 * 60; ++minute) {
            SimTime const now = SimTime{0} + minutes(minute);
            run.run_until(now);
            std::vector<double> step(3, 0.0);
            meter(supply, state, now, step);
            for (std::size_t s = 0; s < 3; ++s) {
                total[s] += step[s];
                INFO("rule " << static_cast<int>(rule) << " minute " << minute << " station " << s);
                REQUIRE(step[s] >= 0.0);
                REQUIRE(step[s] * 60.0 <= supply.network.stations[s].grid_limit_kw + 1e-6);
            }
            for (std::size_t s = 0; minute % 60 == 0 && s < 3; ++s) {
                EnergyAccounts const accounts = energy_accounts(supply, state, StationId{s}, now);
                INFO("rule " << static_cast<int>(rule) << " minute " << minute << " station " << s << ": "
                             << accounts.metered_kwh << " / " << accounts.booked_kwh);
                REQUIRE(balanced(accounts));
                REQUIRE(total[s] == Approx(accounts.metered_kwh).epsilon(1e-12));
            }
        }
        CHECK(total[0] > 500.0);
        CHECK(total[1] > 500.0);
    }
}

TEST_CASE("a kilowatt-hour that the books lose is seen") {
    BusyWorld const busy(SharingRule::fair);
    Supply const supply = busy.world.build();
    State state = make_state(supply, 0);
    BusyRun run(busy, supply, state);
    run.start();
    SimTime const now = SimTime{0} + hours(6);
    run.run_until(now);
    std::vector<double> step(3, 0.0);
    meter(supply, state, now, step);
    REQUIRE(balanced(energy_accounts(supply, state, StationId{0}, now)));
    state.energy[0].delivered_kwh *= 1.0 - 1e-6;
    CHECK_FALSE(balanced(energy_accounts(supply, state, StationId{0}, now)));
    CHECK_THROWS(energy_accounts(supply, state, StationId{0}, now + milliseconds(1)));
}

TEST_CASE("metering moves nothing: events and sessions are the same bit for bit with and without it") {
    for (SharingRule const rule : all_rules) {
        BusyWorld const busy(rule);
        Supply const supply = busy.world.build();
        State metered = make_state(supply, 0), quiet = make_state(supply, 0);
        BusyRun with(busy, supply, metered), without(busy, supply, quiet);
        with.start();
        without.start();
        std::vector<double> step(3, 0.0);
        for (int s = 17; s < 6 * 3600; s += 17) {
            with.run_until(SimTime{0} + seconds(s));
            meter(supply, metered, SimTime{0} + seconds(s), step);
        }
        with.run_until(SimTime{0} + hours(6));
        without.run_until(SimTime{0} + hours(6));
        CHECK(with.events == without.events);
        CHECK(with.story == without.story);
    }
}

TEST_CASE("losses and auxiliaries of one session by hand") {
    World world;
    auto const car = add_model(world.catalogue, 50, {{0, 1.6}, {1, 1.6}});  // 80 kW flat: two modules
    world.charging = flat_charging(1.0);
    world.charging.losses = real_losses();
    add_station(world.network, {.host_modules = {9}, .fasts_per_host = 1});
    Supply const supply = world.build();
    State state = make_state(supply, 0);
    Loop loop(supply, state);
    loop.arrive_at(SimTime{0}, StationId{0}, fast_request(0, car, 50, 0.1, 0.9));  // 40 kWh: half an hour
    loop.run_until(SimTime{0} + hours(1));
    std::vector<double> kwh{0.0};
    meter(supply, state, SimTime{0} + hours(1), kwh);
    double const conversion = 2 * 0.06 * 0.5 + 0.022 * 40.0 + 4e-4 / 2 * 80.0 * 80.0 * 0.5;
    CHECK(kwh[0] == Approx(40.0 + conversion + 1.5 * 0.5 + 0.3 * 0.5).epsilon(1e-9));
}
