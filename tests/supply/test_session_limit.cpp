// Control limits single sessions: what one may draw, when that begins and ends, and who is touched.

#include "tests/supply/busy_station.hpp"
#include "tests/supply/lone_car.hpp"

#include <catch2/catch.hpp>

using namespace yuchong;
using namespace yuchong::supply;
using namespace yuchong::supply::test;

namespace {

constexpr double endless_kw = std::numeric_limits<double>::infinity();
constexpr double clock_min = 0.003 / 60.0;  // rounding of each event up to the millisecond

struct Limit {
    double at_min, kw;
};

// Minutes until the charge of 40 kWh ends under limits that come at given minutes.
double end_min(World const& world, SessionRequest const& request, std::vector<Limit> const& limits) {
    std::vector<Change> changes;
    for (Limit const& limit : limits) {
        changes.push_back({limit.at_min, [limit](Supply const& supply, State& state, SimTime now) {
                               return limit_session(supply, state, PlugId{0}, Kilowatts{limit.kw}, now);
                           }});
    }
    return minutes_to_end(world, request, changes);
}

// A car that takes 80 kW all along, alone at its host.
World one_car(SharingRule rule, SessionRequest& request) {
    World world;
    world.charging = flat_charging(1.0);
    auto const model = add_model(world.catalogue, 50, {{0, 1.6}, {1, 1.6}});
    add_station(world.network, {.host_modules = {2}, .fasts_per_host = 1, .piles = 1, .sharing = rule});
    request = fast_request(0, model, 50, 0.1, 0.9);
    return world;
}

// Every power at a plug against its limit.
double worst_excess_kw(Supply const& supply, State const& state, SimTime now) {
    double worst_kw = -endless_kw;
    for (std::uint32_t p = 0; p < supply.network.plugs.size(); ++p) {
        double const power_kw = read_session(supply, state, PlugId{p}, now).power_kw;
        worst_kw = std::max(worst_kw, power_kw - state.set_point_kw[p]);
    }
    return worst_kw;
}

}  // namespace

TEST_CASE("a limit slows one car and is lifted: its end by hand") {
    for (SharingRule const rule : all_rules) {
        SessionRequest car{};
        World const world = one_car(rule, car);
        INFO("rule " << static_cast<int>(rule));
        CHECK(end_min(world, car, {}) == Approx(30.0).margin(clock_min));
        // 13.33 kWh at 80 kW, 10 min at 30 kW, 21.67 at 80 kW: no whole modules are asked for.
        CHECK(end_min(world, car, {{10.0, 30.0}, {20.0, endless_kw}}) == Approx(36.25).margin(clock_min));
        CHECK(end_min(world, car, {{10.0, 0.0}, {20.0, 80.0}}) == Approx(40.0).margin(clock_min));
        CHECK(end_min(world, car, {{0.0, 20.0}}) == Approx(120.0).margin(clock_min));
    }
}

TEST_CASE("a limit at an AC pile: its end by hand") {
    SessionRequest car{};
    World const world = one_car(SharingRule::fair, car);
    World slow = world;
    slow.network = {};
    add_station(slow.network, {.host_modules = {}, .piles = 1, .pile_kw = 7.0});
    car.wants = PlugClass::ac;
    car.accepts_fast = false;
    CHECK(end_min(slow, car, {{60.0, 3.5}, {180.0, endless_kw}}) ==
          Approx(60.0 * (40.0 / 7.0 + 1.0)).margin(clock_min));
    CHECK(end_min(slow, car, {{60.0, 0.0}, {180.0, 50.0}}) ==
          Approx(60.0 * (40.0 / 7.0 + 2.0)).margin(clock_min));
}

TEST_CASE("a limit ends with its session") {
    SessionRequest car{};
    World const world = one_car(SharingRule::fair, car);
    Supply const supply = world.build();
    State state = make_state(supply, 0);
    arrive(supply, state, StationId{0}, car, SimTime{0});
    limit_session(supply, state, PlugId{0}, Kilowatts{30.0}, SimTime{0});
    SimTime const later = SimTime{0} + minutes(5);
    unplug(supply, state, PlugId{0}, later);
    arrive(supply, state, StationId{0}, car, later);
    CHECK(read_session(supply, state, PlugId{0}, later).power_kw == Approx(80.0));
}

TEST_CASE("what a limited session leaves goes to the others") {
    for (SharingRule const rule : all_rules) {
        World world;
        world.charging = flat_charging(1.0);
        auto const model = add_model(world.catalogue, 50, {{0, 1.6}, {1, 1.6}});
        add_station(world.network, {.host_modules = {3}, .fasts_per_host = 2, .sharing = rule});
        Supply const supply = world.build();
        State state = make_state(supply, 0);
        arrive(supply, state, StationId{0}, fast_request(0, model, 50, 0.1, 0.9), SimTime{0});
        arrive(supply, state, StationId{0}, fast_request(1, model, 50, 0.1, 0.9), SimTime{0});
        INFO("rule " << static_cast<int>(rule));
        limit_session(supply, state, PlugId{0}, Kilowatts{25.0}, SimTime{0});
        CHECK(read_session(supply, state, PlugId{0}, SimTime{0}).power_kw == Approx(25.0));
        CHECK(read_session(supply, state, PlugId{1}, SimTime{0}).power_kw == Approx(80.0));
    }
}

TEST_CASE("whatever happens, a session draws no more than its limit, by meter as by the books") {
    for (SharingRule const rule : all_rules) {
        BusyWorld const busy(rule);
        Supply const supply = busy.world.build();
        State state = make_state(supply, 0);
        BusyRun run(busy, supply, state);
        run.start();
        run.start_limiting(BusyRun::Caps::drawn);
        double worst_kw = -endless_kw;
        run.after_event = [&](SimTime now) {
            worst_kw = std::max(worst_kw, worst_excess_kw(supply, state, now));
        };
        std::vector<double> kwh(3, 0.0);
        INFO("rule " << static_cast<int>(rule));
        for (int k = 1; k <= 100; ++k) {
            SimTime const now = SimTime{0} + minutes(13 * k);
            run.run_until(now);
            worst_kw = std::max(worst_kw, worst_excess_kw(supply, state, now));
            meter(supply, state, now, kwh);
            for (std::size_t s = 0; s < 3; ++s) {
                EnergyAccounts const accounts = energy_accounts(supply, state, StationId{s}, now);
                REQUIRE(accounts.metered_kwh == Approx(accounts.booked_kwh).epsilon(1e-9).margin(1e-9));
            }
        }
        CHECK(worst_kw <= 1e-9);
        CHECK(run.events < 20'000);  // some 5,000 limits, and what cars do
        CHECK(kwh[0] > 200.0);
        CHECK(run.limits_set[0] > 100);
    }
}

TEST_CASE("an endless limit is none, bit for bit") {
    for (SharingRule const rule : all_rules) {
        BusyWorld const busy(rule);
        Supply const supply = busy.world.build();
        State limited = make_state(supply, 0), free = make_state(supply, 0);
        BusyRun with(busy, supply, limited), without(busy, supply, free);
        with.start();
        without.start();
        with.start_limiting(BusyRun::Caps::endless);
        SimTime const end = SimTime{0} + hours(10);
        with.run_until(end);
        without.run_until(end);
        CHECK(with.limits_set[0] > 50);
        CHECK(with.story == without.story);
    }
}

TEST_CASE("limits saved and loaded go on bit for bit") {
    for (SharingRule const rule : all_rules) {
        BusyWorld const busy(rule);
        Supply const supply = busy.world.build();
        State whole = make_state(supply, 0);
        BusyRun on(busy, supply, whole);
        on.start();
        on.start_limiting(BusyRun::Caps::drawn);
        SimTime const split = SimTime{0} + hours(3);
        on.run_until(split);
        Saver saver;
        archive(saver, whole);
        State loaded = make_state(supply, 0);
        Loader loader(saver.bytes());
        archive(loader, loaded);
        REQUIRE(loader.finished());
        CHECK(loaded.set_point_kw == whole.set_point_kw);
        BusyRun again(busy, supply, loaded);
        again.start_limiting(BusyRun::Caps::drawn);
        again.pending = on.pending;
        again.arrivals = on.arrivals;
        again.limits_set = on.limits_set;
        on.story.clear();
        on.run_until(split + hours(4));
        again.run_until(split + hours(4));
        CHECK(on.story.size() > 100);
        CHECK(on.story == again.story);
    }
}
