// A car at a bidirectional pile: what it gives, what it takes again, when it ends, and both accounts of
// either way.

#include "sim/supply/feeding.hpp"
#include "tests/supply/station_world.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <vector>

using namespace yuchong;
using namespace yuchong::supply;
using namespace yuchong::supply::test;

namespace {

constexpr double battery_efficiency = 0.8, discharge_efficiency = 0.9;
constexpr PlugId pile{0};

// 50 kWh behind a pile of 7 kW either way, from 10 to 90 %: 50 kWh at the plug, whose standing loss is 10 W.
struct LoneFeeder {
    World world;
    SessionRequest car;

    LoneFeeder() {
        world.charging = flat_charging(battery_efficiency);
        world.charging.losses.ac_pile = {0.01, 0.0, 0.0};
        world.settings.bidirectional = {
            .share = 0.0, .discharge_kw = 7.0, .discharge_efficiency = discharge_efficiency};
        auto const model = add_model(world.catalogue, 50, {{0, 1.6}, {1, 1.6}});
        add_station(world.network, {.host_modules = {}, .piles = 1, .pile_kw = 7.0});
        world.network.plugs[0].discharge_kw = 7.0;
        car = fast_request(0, model, 50, 0.1, 0.9);
        car.wants = PlugClass::ac;
        car.accepts_fast = false;
        car.accepts_ac = true;
    }
};

struct Order {
    double at_h;
    std::int32_t feed_w;
};

struct Outturn {
    double hours = -1.0;
    SessionReading reading{};
    double drawn_kwh = 0.0, fed_kwh = 0.0;  // metered
    FedAccounts accounts{};
    EnergyAccounts energy{};
};

// The car arrives at once; meters are read every 7 min. Ends when it is gone, or after 24 h.
Outturn run(LoneFeeder const& lone, std::vector<Order> const& orders) {
    Supply const supply = lone.world.build();
    State state = make_state(supply, 0);
    Loop loop(supply, state);
    Outturn ending;
    loop.on_notice = [&](Notice const& notice, SimTime now) {
        if (notice.kind == Notice::Kind::charge_ended || notice.kind == Notice::Kind::failed) {
            ending.hours = (now - SimTime{0}).hours();
            ending.reading = notice.reading;
        }
    };
    loop.arrive_at(SimTime{0}, StationId{0}, lone.car);
    for (Order const& order : orders) {
        loop.at(SimTime{0} + duration_from_hours_up(order.at_h), [&, order](SimTime now) {
            loop.apply(feed_session(supply, state, pile, order.feed_w, now), now);
        });
    }
    std::vector<double> drawn{0.0}, fed{0.0};
    for (SimTime now{0}; now <= SimTime{0} + hours(24); now = now + minutes(7)) {
        loop.run_until(now);
        meter(supply, state, now, drawn);
        take_fed_kwh(state, now, fed);
        ending.accounts = fed_accounts(supply, state, StationId{0}, now);
        ending.energy = energy_accounts(supply, state, StationId{0}, now);
        REQUIRE(ending.accounts.metered_kwh == Approx(ending.accounts.booked_kwh).margin(1e-9));
        REQUIRE(ending.energy.metered_kwh == Approx(ending.energy.booked_kwh).epsilon(1e-9));
    }
    ending.drawn_kwh = drawn[0];
    ending.fed_kwh = fed[0];
    return ending;
}

}  // namespace

TEST_CASE("a car gives for two hours and takes it all again: by hand") {
    LoneFeeder const lone;
    double const alone_h = 50.0 / 7.0;
    CHECK(run(lone, {}).hours == Approx(alone_h).epsilon(1e-6));
    // 3.5 kW for 2 h at the plug are 7 / 0.9 kWh of the battery, and 7 / 0.72 kWh to charge again.
    Outturn const ending = run(lone, {{1.0, 3'500}, {3.0, 0}});
    double const refill_kwh = 7.0 / (battery_efficiency * discharge_efficiency);
    CHECK(ending.hours == Approx(alone_h + 2.0 + refill_kwh / 7.0).epsilon(1e-6));
    CHECK(ending.reading.soc == Approx(0.9).epsilon(1e-6));
    CHECK(ending.reading.fed_kwh == Approx(7.0).epsilon(1e-9));
    CHECK(ending.reading.refill_kwh == Approx(refill_kwh).epsilon(1e-9));
    CHECK(ending.reading.energy_kwh == Approx(50.0 + refill_kwh).epsilon(1e-6));
    CHECK(ending.reading.max_kw == Approx(7.0));
    CHECK(ending.fed_kwh == Approx(7.0).epsilon(1e-9));
    // What is drawn is never less for it: the pile's own loss goes on.
    CHECK(ending.drawn_kwh == Approx(50.0 + refill_kwh + 0.01 * ending.hours).epsilon(1e-6));
}

TEST_CASE("nothing ends a car that gives but its departure") {
    LoneFeeder lone;
    lone.car.soc = 0.8;
    lone.car.leave_by = SimTime{0} + minutes(150);
    Outturn const ending = run(lone, {{0.5, 7'000}, {1.0, 2'000}});
    CHECK(ending.hours == Approx(2.5).epsilon(1e-6));
    CHECK(ending.reading.fed_kwh == Approx(3.5 + 3.0).epsilon(1e-9));
    double const gained = 3.5 * battery_efficiency - 6.5 / discharge_efficiency;
    CHECK(ending.reading.soc == Approx(0.8 + gained / 50.0).epsilon(1e-9));
    CHECK(ending.accounts.metered_kwh == Approx(6.5).epsilon(1e-9));
}

TEST_CASE("a car that is told to give during the handshake begins with it") {
    LoneFeeder lone;
    lone.world.settings.overhead = {0.0, 0.0, 360.0, 0.0};
    lone.car.soc = 0.5;
    Outturn const ending = run(lone, {{0.05, 6'000}, {1.1, 0}});
    CHECK(ending.fed_kwh == Approx(6.0).epsilon(1e-6));
    CHECK(ending.reading.soc == Approx(0.9).epsilon(1e-6));
}

TEST_CASE("a pile takes back no more than it can") {
    LoneFeeder lone;
    CHECK_THROWS(run(lone, {{1.0, 7'001}}));
    CHECK_THROWS(run(lone, {{1.0, -1}}));
    // A connection that is too small for all piles holds for both ways.
    lone.world.network.stations[0].grid_limit_kw = 5.0;
    Supply const derated = lone.world.build();
    CHECK(feed_limit_kw(derated, pile) == Approx(derated.plug_limit_kw[0]));
    CHECK(feed_limit_kw(derated, pile) < 5.0);
    lone.world.network.plugs[0].discharge_kw = 0.0;
    CHECK_FALSE(takes_back(lone.world.network));
    CHECK(feed_limit_kw(lone.world.build(), pile) == 0.0);
}

TEST_CASE("a fault ends a car that gives, and its energy is booked") {
    LoneFeeder const lone;
    Supply const supply = lone.world.build();
    State state = make_state(supply, 0);
    Loop loop(supply, state);
    loop.arrive_at(SimTime{0}, StationId{0}, lone.car);
    loop.run_until(SimTime{0} + hours(2));
    loop.apply(feed_session(supply, state, pile, 5'000, SimTime{0} + hours(2)), SimTime{0} + hours(2));
    loop.run_until(SimTime{0} + hours(3));
    loop.apply(break_down(supply, state, pile, SimTime{0} + hours(3)), SimTime{0} + hours(3));
    std::vector<double> fed{0.0}, drawn{0.0};
    SimTime const later = SimTime{0} + hours(4);
    meter(supply, state, later, drawn);
    take_fed_kwh(state, later, fed);
    CHECK(fed[0] == Approx(5.0).epsilon(1e-12));
    CHECK(fed_accounts(supply, state, StationId{0}, later).booked_kwh == Approx(5.0).epsilon(1e-9));
    CHECK(state.feeding[0].w == 0);
}
