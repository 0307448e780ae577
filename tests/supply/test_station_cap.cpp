// Control caps a station: what it may draw, when that begins and ends, and who is touched.

#include "tests/supply/busy_station.hpp"
#include "tests/supply/lone_car.hpp"

#include "sim/base/math.hpp"

#include <catch2/catch.hpp>

using namespace yuchong;
using namespace yuchong::supply;
using namespace yuchong::supply::test;

namespace {

constexpr double endless_kw = std::numeric_limits<double>::infinity();

// Rounding of each event up to the millisecond.
constexpr double clock_min = 0.003 / 60.0;

BusyWorld capped_world(SharingRule rule) {
    BusyWorld busy(rule);
    busy.world.coupling = Coupling::by_station;
    return busy;
}

// One station of its own and one car; caps come at given minutes.
struct Solo {
    World world;
    vehicle::ModelId model;

    Solo(Points const& points, StationPlan const& plan) {
        world.coupling = Coupling::by_station;
        world.charging = flat_charging(1.0);
        model = add_model(world.catalogue, 50, points);
        add_station(world.network, plan);
    }

    struct Cap {
        double at_min, kw;
    };
    [[nodiscard]] double end_min(SessionRequest const& request, std::vector<Cap> const& caps) const {
        std::vector<Change> changes;
        for (Cap const& cap : caps) {
            changes.push_back({cap.at_min, [cap](Supply const& supply, State& state, SimTime now) {
                                   return cap_station(supply, state, StationId{0}, Kilowatts{cap.kw}, now);
                               }});
        }
        return minutes_to_end(world, request, changes);
    }
    [[nodiscard]] SessionRequest car() const { return fast_request(0, model, 50, 0.1, 0.9); }
    [[nodiscard]] SessionRequest slow_car() const {
        SessionRequest request = car();
        request.wants = PlugClass::ac;
        request.accepts_fast = false;
        return request;
    }
};

Points const flat_80kw{{0, 1.6}, {1, 1.6}};

// Of all groups together, with modules of 40 kW.
double budget_kw(State const& state, SharingRule rule) {
    double sum_kw = 0.0;
    for (GroupState const& group : state.group) {
        sum_kw += is_continuous(rule) ? group.limit_kw : 40.0 * group.modules;
    }
    return sum_kw;
}

}  // namespace

TEST_CASE("a cap halves the power of one car and is lifted: its end by hand") {
    for (SharingRule const rule : all_rules) {
        Solo const solo(flat_80kw, {.host_modules = {2}, .fasts_per_host = 1, .sharing = rule});
        INFO("rule " << static_cast<int>(rule));
        CHECK(solo.end_min(solo.car(), {}) == Approx(30.0).margin(clock_min));
        // 13.33 kWh at 80 kW, 6.67 at 40 kW, 20 at 80 kW.
        CHECK(solo.end_min(solo.car(), {{10.0, 40.0}, {20.0, endless_kw}}) == Approx(35.0).margin(clock_min));
        CHECK(solo.end_min(solo.car(), {{10.0, 0.0}, {20.0, endless_kw}}) == Approx(40.0).margin(clock_min));
    }
}

TEST_CASE("a cap cuts a taper short and gives it back: its end by hand") {
    for (SharingRule const rule : all_rules) {
        // 100 kW - 80 kW s of 50 kWh: lam = -1.6 per hour.
        Solo const solo({{0, 2}, {1, 0.4}}, {.host_modules = {3}, .fasts_per_host = 1, .sharing = rule});
        double const at_cap_kw = 92.0 * math::exp(-1.6 * 0.1), at_lift_kw = at_cap_kw - 80.0 * 8.0 / 50.0;
        double const end_h = 0.3 + math::log(at_lift_kw / 28.0) / 1.6;
        INFO("rule " << static_cast<int>(rule));
        CHECK(solo.end_min(solo.car(), {{6.0, 40.0}, {18.0, 200.0}}) ==
              Approx(60.0 * end_h).margin(clock_min));
    }
}

TEST_CASE("a cap of next to nothing stops a car as nothing does") {
    for (SharingRule const rule : all_rules) {
        Solo const solo(flat_80kw, {.host_modules = {2}, .fasts_per_host = 1, .sharing = rule});
        INFO("rule " << static_cast<int>(rule));
        CHECK(solo.end_min(solo.car(), {{10.0, 1e-11}, {20.0, endless_kw}}) ==
              Approx(40.0).margin(clock_min));
    }
}

TEST_CASE("continuous rules give all of a cap, module rules the whole modules in it") {
    for (SharingRule const rule : all_rules) {
        Solo const solo(flat_80kw, {.host_modules = {2}, .fasts_per_host = 1, .sharing = rule});
        double const given_kw = is_continuous(rule) ? 60.0 : 40.0;
        INFO("rule " << static_cast<int>(rule));
        CHECK(solo.end_min(solo.car(), {{0.0, 60.0}}) == Approx(60.0 * 40.0 / given_kw).margin(clock_min));
    }
}

TEST_CASE("an AC pile under a cap, plugged in before it or while it lasts: its end by hand") {
    Solo const solo(flat_80kw, {.host_modules = {}, .piles = 1, .pile_kw = 7.0});
    double const alone_h = 40.0 / 7.0;
    CHECK(solo.end_min(solo.slow_car(), {}) == Approx(60.0 * alone_h).margin(clock_min));
    CHECK(solo.end_min(solo.slow_car(), {{60.0, 3.5}, {180.0, endless_kw}}) ==
          Approx(60.0 * (alone_h + 1.0)).margin(clock_min));
    CHECK(solo.end_min(solo.slow_car(), {{60.0, 0.0}, {180.0, 50.0}}) ==
          Approx(60.0 * (alone_h + 2.0)).margin(clock_min));
    Supply const supply = solo.world.build();
    State state = make_state(supply, 0);
    cap_station(supply, state, StationId{0}, Kilowatts{1.75}, SimTime{0});
    arrive(supply, state, StationId{0}, solo.slow_car(), SimTime{0});
    CHECK(read_session(supply, state, PlugId{0}, SimTime{0}).power_kw == Approx(1.75).epsilon(1e-12));
    CHECK((state.free_at[0] - SimTime{0}).hours() == Approx(40.0 / 1.75).margin(1e-5));
}

TEST_CASE("converters and piles are cut alike once auxiliaries and standing losses are paid") {
    for (SharingRule const rule : all_rules) {
        World world;
        world.coupling = Coupling::by_station;
        world.charging.losses = real_losses();
        add_station(world.network,
                    {.host_modules = {5, 4}, .fasts_per_host = 2, .piles = 2, .sharing = rule});
        Supply const supply = world.build();
        State state = make_state(supply, 0);
        double const module_ac_kw = 40.0 + 0.06 + 0.022 * 40.0 + 4e-4 * 1600.0;
        CHECK(supply.largest_load[0].fixed_kw == Approx(2 * 1.5 + 2 * 0.005).epsilon(1e-12));
        CHECK(supply.largest_load[0].flexible_kw == Approx(9 * module_ac_kw + 2 * 7.0).epsilon(1e-12));
        Kilowatts const half{3.01 + 0.5 * (9 * module_ac_kw + 14.0)};
        cap_station(supply, state, StationId{0}, half, SimTime{0});
        CHECK(state.pile_share[0] == Approx(0.5).epsilon(1e-12));
        CHECK(budget_kw(state, rule) == Approx(is_continuous(rule) ? 180.0 : 160.0).epsilon(1e-12));
        cap_station(supply, state, StationId{0}, Kilowatts{3.0}, SimTime{0});
        CHECK(state.pile_share[0] == 0.0);
        CHECK(budget_kw(state, rule) == 0.0);
        cap_station(supply, state, StationId{0}, Kilowatts{1e4}, SimTime{0});
        CHECK(state.pile_share[0] == 1.0);
        CHECK(budget_kw(state, rule) == 360.0);
    }
}

TEST_CASE("a cap of so many modules' power gives them all") {
    World world;
    world.coupling = Coupling::by_station;
    world.charging.losses = real_losses();
    add_station(world.network, {.host_modules = {31}, .fasts_per_host = 2});
    Supply const supply = world.build();
    State state = make_state(supply, 0);
    for (std::uint32_t n = 0; n <= 31; ++n) {
        double const cap_kw =
            supply.largest_load[0].fixed_kw + n * (40.0 + 0.06 + 0.022 * 40.0 + 4e-4 * 1600.0);
        cap_station(supply, state, StationId{0}, Kilowatts{cap_kw}, SimTime{0});
        CHECK(state.group[0].modules == n);
    }
}

TEST_CASE("whatever happens, a station draws no more than its cap") {
    std::array<double, 3> const uncappable_kw{1.5 + 2 * 0.005, 2 * 1.5 + 0.005, 1.5};
    for (SharingRule const rule : all_rules) {
        BusyWorld const busy = capped_world(rule);
        Supply const supply = busy.world.build();
        State state = make_state(supply, 0);
        BusyRun run(busy, supply, state);
        run.start();
        run.start_capping(BusyRun::Caps::drawn);
        std::array<std::uint32_t, 3> near_cap{};
        double worst_kw = -endless_kw;  // beyond the cap
        auto const look = [&](SimTime now) {
            for (std::uint32_t s = 0; s < 3; ++s) {
                double const ac_kw = station_ac_kw(supply, state, StationId{s}, now);
                double const cap_kw = std::min(run.cap_kw[s], supply.network.stations[s].grid_limit_kw);
                worst_kw = std::max(worst_kw, ac_kw - std::max(cap_kw, uncappable_kw[s]));
                near_cap[s] += ac_kw > std::max(0.7 * cap_kw, uncappable_kw[s]) ? 1 : 0;
            }
        };
        run.after_event = look;
        for (std::uint32_t k = 0; k < 8'000; ++k) {
            double const u = RandomSource{80}.draw({DrawClass::test, 14, k}).uniform(0);
            SimTime const now = SimTime{0} + seconds(5 * static_cast<std::int64_t>(k)) +
                                duration_from_hours_up(u * 5.0 / 3600.0);
            run.run_until(now);
            look(now);
        }
        INFO("rule " << static_cast<int>(rule));
        CHECK(worst_kw <= 1e-6);
        for (std::uint32_t s = 0; s < 3; ++s) CHECK(near_cap[s] > 100);
        CHECK(run.caps_set[0] > 100);
    }
}

TEST_CASE("energy by meter and by the books agree while caps change") {
    for (SharingRule const rule : all_rules) {
        BusyWorld const busy = capped_world(rule);
        Supply const supply = busy.world.build();
        State state = make_state(supply, 0);
        BusyRun run(busy, supply, state);
        run.start();
        run.start_capping(BusyRun::Caps::drawn);
        std::vector<double> kwh(3, 0.0);
        for (int k = 1; k <= 100; ++k) {
            SimTime const now = SimTime{0} + minutes(13 * k);
            run.run_until(now);
            meter(supply, state, now, kwh);
            for (std::size_t s = 0; s < 3; ++s) {
                EnergyAccounts const accounts = energy_accounts(supply, state, StationId{s}, now);
                INFO("rule " << static_cast<int>(rule) << " reading " << k << " station " << s);
                REQUIRE(accounts.metered_kwh == Approx(accounts.booked_kwh).epsilon(1e-9).margin(1e-9));
            }
        }
        CHECK(kwh[0] > 200.0);
        CHECK(run.caps_set[0] > 100);
    }
}

TEST_CASE("an endless cap is no cap, bit for bit") {
    for (SharingRule const rule : all_rules) {
        BusyWorld const busy = capped_world(rule);
        Supply const supply = busy.world.build();
        State capped = make_state(supply, 0), free = make_state(supply, 0);
        BusyRun with(busy, supply, capped), without(busy, supply, free);
        with.start();
        without.start();
        with.start_capping(BusyRun::Caps::endless);
        SimTime const end = SimTime{0} + hours(10);
        with.run_until(end);
        without.run_until(end);
        std::vector<double> kwh_with(3, 0.0), kwh_without(3, 0.0);
        meter(supply, capped, end, kwh_with);
        meter(supply, free, end, kwh_without);
        CHECK(with.caps_set[0] > 50);
        CHECK(with.story == without.story);
        CHECK(kwh_with == kwh_without);
    }
}

TEST_CASE("a capped state saved and loaded goes on bit for bit") {
    for (SharingRule const rule : all_rules) {
        BusyWorld const busy = capped_world(rule);
        Supply const supply = busy.world.build();
        State whole = make_state(supply, 0);
        BusyRun on(busy, supply, whole);
        on.start();
        on.start_capping(BusyRun::Caps::drawn);
        // Split where a cap cuts every station.
        SimTime split = SimTime{0} + hours(2);
        auto const is_cut = [&](std::size_t s) {
            return on.cap_kw[s] > 0.0 && on.cap_kw[s] < supply.largest_load[s].flexible_kw;
        };
        for (on.run_until(split); !is_cut(0) || !is_cut(1) || !is_cut(2); on.run_until(split)) {
            split = split + seconds(30);
        }
        Saver saver;
        archive(saver, whole);
        State loaded = make_state(supply, 0);
        Loader loader(saver.bytes());
        archive(loader, loaded);
        REQUIRE(loader.finished());
        CHECK(loaded.pile_share == whole.pile_share);
        CHECK(budget_kw(loaded, rule) == budget_kw(whole, rule));
        CHECK(budget_kw(loaded, rule) < budget_kw(make_state(supply, 0), rule));

        BusyRun again(busy, supply, loaded);
        again.start_capping(BusyRun::Caps::drawn);
        again.pending = on.pending;
        again.arrivals = on.arrivals;
        again.caps_set = on.caps_set;
        on.story.clear();
        SimTime const end = split + hours(4);
        on.run_until(end);
        again.run_until(end);
        std::vector<double> kwh_on(3, 0.0), kwh_again(3, 0.0);
        meter(supply, whole, end, kwh_on);
        meter(supply, loaded, end, kwh_again);
        CHECK(on.story.size() > 100);
        CHECK(on.story == again.story);
        CHECK(kwh_on == kwh_again);
    }
}

TEST_CASE("a cap touches only sessions whose grant it changes") {
    World world;
    world.coupling = Coupling::by_station;
    auto const small = add_model(world.catalogue, 50, {{0, 0.6}, {1, 0.6}});  // 30 kW: one module
    auto const large = add_model(world.catalogue, 100, {{0, 2}, {1, 2}});     // 200 kW: five
    add_station(world.network, {.host_modules = {6, 6}, .fasts_per_host = 1, .piles = 1});
    Supply const supply = world.build();
    State state = make_state(supply, 0);
    arrive(supply, state, StationId{0}, fast_request(0, small, 50, 0.1, 0.9), SimTime{0});
    arrive(supply, state, StationId{0}, fast_request(1, large, 100, 0.1, 0.9), SimTime{0});
    SimTime const now = SimTime{0} + minutes(3);
    SimTime const small_end = state.free_at[0], large_end = state.free_at[1];
    auto const cap = [&](double kw) {
        Changes const changes = cap_station(supply, state, StationId{0}, Kilowatts{kw}, now);
        CHECK(state.session[0].t_ref == SimTime{0});
        CHECK(state.free_at[0] == small_end);
        return changes.reschedules.size();
    };
    CHECK(cap(400.0) == 0);  // nine modules at least, six are in use
    CHECK(state.session[1].t_ref == SimTime{0});
    CHECK(cap(170.0) > 0);  // of four modules three for the large car
    CHECK(state.session[1].t_ref == now);
    CHECK(state.session[1].cap_kw == 120.0);
    CHECK(state.free_at[1] > large_end);
    CHECK(cap(170.0) == 0);
    CHECK(cap(endless_kw) > 0);
    CHECK(state.free_at[1] == large_end);
}

TEST_CASE("a session that gets nothing is expected to end as if it got the least that can be given") {
    for (SharingRule const rule : all_rules) {
        Solo const solo(flat_80kw, {.host_modules = {2}, .fasts_per_host = 1, .piles = 1, .sharing = rule});
        Supply const supply = solo.world.build();
        State state = make_state(supply, 0);
        arrive(supply, state, StationId{0}, solo.car(), SimTime{0});
        arrive(supply, state, StationId{0}, solo.slow_car(), SimTime{0});
        cap_station(supply, state, StationId{0}, Kilowatts{0.0}, SimTime{0});
        CHECK(station_ac_kw(supply, state, StationId{0}, SimTime{0} + hours(1)) == 0.0);
        INFO("rule " << static_cast<int>(rule));
        CHECK((state.free_at[0] - SimTime{0}).hours() == Approx(1.0).margin(1e-6));
        CHECK((state.free_at[1] - SimTime{0}).hours() == Approx(40.0 / 7.0).margin(1e-6));
    }
}

TEST_CASE("a cap needs coupled hosts and a number") {
    World world;
    add_station(world.network, {.host_modules = {5, 4}, .fasts_per_host = 2});
    Supply const by_need = world.build();
    CHECK(by_need.groups.size() == 2);
    State state = make_state(by_need, 0);
    CHECK_THROWS(cap_station(by_need, state, StationId{0}, Kilowatts{100.0}, SimTime{0}));
    world.coupling = Coupling::by_station;
    Supply const by_station = world.build();
    CHECK(by_station.groups.size() == 1);
    State capped = make_state(by_station, 0);
    CHECK_THROWS(cap_station(by_station, capped, StationId{0}, Kilowatts{-1.0}, SimTime{0}));
    CHECK_THROWS(cap_station(by_station, capped, StationId{0}, Kilowatts{std::nan("")}, SimTime{0}));
}
