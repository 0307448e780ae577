#include "tests/supply/station_world.hpp"

#include "sim/base/math.hpp"
#include "sim/supply/flow.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <map>

using namespace yuchong;
using namespace yuchong::supply;
using namespace yuchong::supply::test;

namespace {

// The three cars of ST-04 and ST-05 at one host of 40 kW modules.
struct ThreeCars {
    World world;
    std::array<SessionRequest, 3> cars;
    std::array<SimTime, 3> arrivals{SimTime{0}, SimTime{240'000}, SimTime{360'000}};

    ThreeCars(std::uint32_t modules, SharingRule rule) {
        auto const a = add_model(world.catalogue, 80, nmc800_3c);
        auto const b = add_model(world.catalogue, 60, lfp400_1p35c);
        auto const c = add_model(world.catalogue, 100, super800_5c);
        cars = {fast_request(0, a, 80, 0.2, 0.8), fast_request(1, b, 60, 0.1, 0.8),
                fast_request(2, c, 100, 0.15, 0.8)};
        add_station(world.network, {.host_modules = {modules}, .fasts_per_host = 3, .sharing = rule});
    }

    // Seconds from 0 to the end of each charge.
    std::array<double, 3> run() {
        Supply const supply = world.build();
        State state = make_state(supply, 0);
        Loop loop(supply, state);
        std::array<double, 3> done{};
        loop.on_notice = [&](Notice const& notice, SimTime now) {
            if (notice.kind == Notice::Kind::charge_ended)
                done[notice.ticket] = static_cast<double>(now.ms) / 1000.0;
        };
        for (std::size_t i = 0; i < 3; ++i) loop.arrive_at(arrivals[i], StationId{0}, cars[i]);
        loop.run_until(SimTime{0} + hours(3));
        events = loop.events;
        return done;
    }
    std::size_t events = 0;
};

// Rounding of each event up to the millisecond.
constexpr double clock_s = 0.003;

}  // namespace

TEST_CASE("ST-04a: three cars on six modules, fair") {
    ThreeCars cars(6, SharingRule::fair);
    auto const done = cars.run();
    CHECK(done[0] == Approx(1777.798042).margin(clock_s).epsilon(0));
    CHECK(done[1] == Approx(2380.350994).margin(clock_s).epsilon(0));
    CHECK(done[2] == Approx(2511.204318).margin(clock_s).epsilon(0));
    CHECK(cars.events <= 23);
}

TEST_CASE("ST-04b: three cars on nine modules, fair") {
    auto const done = ThreeCars(9, SharingRule::fair).run();
    CHECK(done[0] == Approx(1264.071225).margin(clock_s).epsilon(0));
    CHECK(done[1] == Approx(2364.580385).margin(clock_s).epsilon(0));
    CHECK(done[2] == Approx(1791.514144).margin(clock_s).epsilon(0));
}

TEST_CASE("ST-05: three cars share 240 kW continuously, max-min") {
    auto const done = ThreeCars(6, SharingRule::max_min).run();
    CHECK(done[0] == Approx(1718.22611).epsilon(2e-6));
    CHECK(done[1] == Approx(2380.350993).epsilon(2e-6));
    CHECK(done[2] == Approx(2427.238522).epsilon(2e-6));
}

TEST_CASE("ST-09: one car in its taper, two limited ones share the rest") {
    double const lam = 0.97 * -300.0 / 80.0;
    std::array<FlowMember, 3> members{FlowMember{90.0, lam, 70.0, 0, Bound::demand},
                                      FlowMember{200.0, 0.0, 40.0, 0, Bound::demand},
                                      FlowMember{200.0, 0.0, 40.0, 0, Bound::demand}};
    std::array<double, 1> const cap{240.0};
    Flow const flow{SharingRule::max_min, members, cap, 1e9};
    // As the case sets it: the first has its demand, though at the very start the level of 75 lies below it.
    members[1].bound = members[2].bound = Bound::host;
    CHECK(lam == Approx(-3.6375).epsilon(1e-12));
    std::array<Taken, 3> taken;
    take(flow, 0.0, taken);
    CHECK(taken[1].power_kw == Approx(75.0).epsilon(1e-9));
    take(flow, 0.1, taken);
    CHECK(taken[0].power_kw == Approx(62.55584453).epsilon(1e-8));
    CHECK(taken[1].power_kw == Approx(88.72207773).epsilon(1e-8));
    CHECK(0.97 * taken[1].energy_kwh / 60.0 == Approx(0.1330129879).epsilon(1e-8));
    CHECK(total_kwh(flow, 0.1) ==
          Approx(taken[0].energy_kwh + taken[1].energy_kwh + taken[2].energy_kwh).epsilon(1e-12));
}

TEST_CASE("proportional: shares keep their ratio to demand, and time and energy agree") {
    std::array<FlowMember, 2> members{FlowMember{300.0, -2.0, 60.0, 0, Bound::demand},
                                      FlowMember{100.0, 0.5, 30.0, 0, Bound::demand}};
    std::array<double, 1> const cap{200.0};
    Flow const flow{SharingRule::proportional, members, cap, 1e9};
    start_flow(flow);
    std::array<Taken, 2> taken;
    // Against small steps of x_i = C d_i / sum d.
    double e0 = 0.0, e1 = 0.0;
    int const steps = 200'000;
    double const dt = 0.2 / steps;
    for (int i = 0; i < steps; ++i) {
        double const d0 = 300.0 - 2.0 * e0, d1 = 100.0 + 0.5 * e1;
        e0 += 200.0 * d0 / (d0 + d1) * dt;
        e1 += 200.0 * d1 / (d0 + d1) * dt;
    }
    take(flow, 0.2, taken);
    CHECK(taken[0].energy_kwh == Approx(e0).epsilon(1e-5));
    CHECK(taken[1].energy_kwh == Approx(e1).epsilon(1e-5));
    CHECK(taken[0].energy_kwh + taken[1].energy_kwh == Approx(40.0).epsilon(1e-12));
    CHECK(taken[0].power_kw + taken[1].power_kw == Approx(200.0).epsilon(1e-12));
    CHECK(hours_to_change(flow) > 0.2);
}

TEST_CASE("an uncongested session needs three events and touches nobody else") {
    ThreeCars cars(36, SharingRule::fair);
    cars.world.settings.overhead = {90, 75, 30, 30};
    cars.run();
    CHECK(cars.events == 9);
}

TEST_CASE("the connection binds: coupled hosts never draw more than it gives") {
    for (SharingRule const rule : {SharingRule::fair, SharingRule::greedy, SharingRule::fcfs,
                                   SharingRule::max_min, SharingRule::proportional}) {
        World world;
        auto const car = add_model(world.catalogue, 100, super800_5c);
        world.charging.losses = real_losses();
        add_station(
            world.network,
            {.host_modules = {9, 9}, .fasts_per_host = 3, .piles = 2, .grid_limit_kw = 400, .sharing = rule});
        Supply const supply = world.build();
        State state = make_state(supply, 0);
        Loop loop(supply, state);
        for (std::uint32_t i = 0; i < 6; ++i) {
            loop.arrive_at(SimTime{0} + minutes(i), StationId{0},
                           fast_request(i, car, 100, 0.1 + 0.05 * i, 0.9));
        }
        double largest = 0.0;
        for (int s = 0; s < 3600; s += 7) {
            loop.at(SimTime{0} + seconds(s), [&](SimTime now) {
                largest = std::max(largest, station_ac_kw(supply, state, StationId{0}, now));
            });
        }
        loop.run_until(SimTime{0} + hours(3));
        INFO("rule " << static_cast<int>(rule));
        CHECK(largest <= 400.0 + 1e-6);
        CHECK(largest > 300.0);
    }
}

TEST_CASE("AC piles alone beyond the connection are derated alike") {
    World world;
    world.charging.losses = real_losses();
    add_station(world.network, {.host_modules = {}, .piles = 10, .grid_limit_kw = 40});
    Supply const supply = world.build();
    CHECK(supply.plug_limit_kw[0] == Approx((40.0 - 0.05) / 10.0).epsilon(1e-12));
}
