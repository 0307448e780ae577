// Swap stations: the throughput at saturation (models.md 2.8, case ST-07), the slow twin, the queue, energy.

#include "sim/supply/feeding.hpp"
#include "sim/supply/ledger.hpp"
#include "sim/vehicle/session_acceptance.hpp"
#include "tests/oracle/stepped_swaps.hpp"
#include "tests/supply/swap_world.hpp"

#include <catch2/catch.hpp>

using namespace yuchong;
using namespace yuchong::supply;
using namespace yuchong::supply::test;

namespace {

// Packs that charge at one power from empty to full, without losses.
World flat_world(double usable_kwh, SwapPlan const& plan) {
    World world;
    world.charging = flat_charging(1.0);
    vehicle::ModelId const model = add_model(world.catalogue, usable_kwh, {{0, 1}, {1, 1}});
    world.catalogue.models[model.index()].flat = true;
    world.catalogue.models[model.index()].onboard_ac_kw = plan.slot_kw;
    add_swap_station(world, plan);
    return world;
}

// Swaps begun in the hour that ends then, of a station that always has a car in line.
double swaps_per_hour(World const& world, SimTime from, SimTime until) {
    Supply const supply = world.build();
    State state = make_state(supply, 0);
    Loop loop(supply, state);
    std::uint32_t next = 0;
    auto const come = [&](SimTime now) {
        loop.apply(arrive(supply, state, StationId{0}, swap_request(world, next++, 0.0), now).changes, now);
    };
    loop.on_notice = [&](Notice const& notice, SimTime now) {
        if (notice.kind == Notice::Kind::swap_began) loop.at(now, come);
    };
    for (std::uint32_t i = 0; i < world.network.stations[0].swap.packs + 2; ++i) loop.at(SimTime{0}, come);
    loop.run_until(from);
    std::uint32_t const before = read_swaps(state, 0, from).swaps;
    loop.run_until(until);
    return (read_swaps(state, 0, until).swaps - before) / (until - from).hours();
}

}  // namespace

TEST_CASE("A saturated swap station swaps as often as bay, chargers and packs allow: ST-07", "[supply]") {
    struct Case {
        double swap_min, charge_min;
        std::uint32_t packs, slots;
        double per_hour;
    };
    auto const [swap_min, charge_min, packs, slots, per_hour] =
        GENERATE(Case{4, 60, 13, 13, 12.1875}, Case{4, 40, 21, 21, 15.0}, Case{5, 45, 8, 8, 9.6},
                 Case{4, 60, 21, 6, 6.0});  // the last: too few chargers
    double const kwh = 60.0, slot_kw = kwh / (charge_min / 60.0);
    World const world =
        flat_world(kwh, {.packs = packs, .slots = slots, .slot_kw = slot_kw, .swap_s = 60.0 * swap_min});
    // Whole periods in which every pack comes round: 64 min, 4 min, 50 min, 60 min.
    SimTime const from = SimTime{0} + minutes(64 * 50);
    CHECK(swaps_per_hour(world, from, from + minutes(64 * 50 * 60)) == Approx(per_hour).epsilon(2e-4));
}

namespace {

struct TwinCase {
    World world;
    std::vector<SessionRequest> requests;
    oracle::SteppedSwaps twin;
    std::vector<double> began_s, soc_after;
    double drawn_kwh = 0.0, fed_kwh = 0.0, exchanged_kwh = 0.0;
};

constexpr double day_s = 36'000.0;

// Cars at random times; slot, curve or connection limits; in hours 2 to 5 few packs are wanted, and in some
// cases, with fewer cars until then, the others feed back from hour to hour.
TwinCase make_case(std::uint32_t k, bool feeds_back) {
    RandomSource const random{4713};
    auto const u = [&](std::uint32_t purpose, std::uint32_t i) {
        return random.draw({DrawClass::test, static_cast<std::uint16_t>(40 + purpose), k, 0, i}).uniform(0);
    };
    TwinCase made;
    made.world.charging = flat_charging(0.96);
    double const kwh = 50.0 + 30.0 * u(0, 0);
    add_model(made.world.catalogue, kwh, lfp400_1p35c);
    auto const packs = 5 + static_cast<std::uint32_t>(8 * u(0, 1));
    auto const slots = packs - static_cast<std::uint32_t>(3 * u(0, 2));
    double const slot_kw = 30.0 + 40.0 * u(0, 3);
    double const site_kw = u(0, 4) < 0.6 ? slot_kw * slots * (0.3 + 0.4 * u(0, 5)) : 1e9;
    double const target = 0.85 + 0.1 * u(0, 6);
    add_swap_station(made.world, {.packs = packs,
                                  .slots = slots,
                                  .slot_kw = slot_kw,
                                  .swap_s = 240.0,
                                  .site_kw = site_kw,
                                  .target_soc = target});
    made.twin.slots = static_cast<int>(slots);
    made.twin.slot_kw = slot_kw;
    made.twin.site_kw = site_kw;
    made.twin.swap_s = 240.0;
    made.twin.energy_kwh = kwh;
    made.twin.efficiency = 0.96;
    made.twin.target_soc = target;
    made.twin.orders = {{0.0, static_cast<int>(packs)}, {7'200.0, 2}, {18'000.0, static_cast<int>(packs)}};
    made.twin.pack_soc.assign(packs, target);
    for (auto const& [soc, c_rate] : lfp400_1p35c) made.twin.curve_kw.emplace_back(soc, c_rate * kwh);
    double t = 0.0;
    for (std::uint32_t i = 0; t < day_s - 7'200.0; ++i) {
        t += std::floor((60.0 + 900.0 * u(1, i)) * (feeds_back && t < 18'000.0 ? 2.5 : 1.0));
        made.twin.cars.push_back({.arrival_s = t, .soc = 0.05 + 0.4 * u(2, i)});
    }
    if (feeds_back) {
        double const efficiency = made.world.settings.bidirectional.discharge_efficiency = 0.93;
        made.world.network.stations[0].swap.feeds_back = true;
        made.twin.feed_kw = made.world.settings.swap.feed_share * slot_kw;
        made.twin.floor_soc = made.world.settings.swap.floor_soc;
        made.twin.feed_efficiency = efficiency;
        int const all = static_cast<int>(packs);
        made.twin.orders = {{0.0, all},
                            {7'200.0, 2, 3'600.0},
                            {10'800.0, 2, 3'600.0},
                            {14'400.0, 2, 3'600.0},
                            {18'000.0, all}};
    }
    return made;
}

void run(TwinCase& made) {
    Supply const supply = made.world.build();
    State state = make_state(supply, 0);
    Loop loop(supply, state);
    made.began_s.assign(made.twin.cars.size(), -1.0);
    made.soc_after.assign(made.twin.cars.size(), 0.0);
    loop.on_notice = [&](Notice const& notice, SimTime now) {
        if (notice.kind == Notice::Kind::swap_began)
            made.began_s[notice.ticket] = (now - SimTime{0}).seconds();
        if (notice.kind == Notice::Kind::swapped) made.soc_after[notice.ticket] = notice.reading.soc;
    };
    for (std::uint32_t i = 0; i < made.twin.cars.size(); ++i) {
        auto const& car = made.twin.cars[i];
        loop.arrive_at(SimTime{0} + seconds(static_cast<std::int64_t>(car.arrival_s)), StationId{0},
                       swap_request(made.world, i, car.soc));
    }
    for (oracle::SwapOrder const& order : made.twin.orders) {
        loop.at(SimTime{0} + seconds(static_cast<std::int64_t>(order.from_s)), [&, order](SimTime now) {
            PackOrders const orders{static_cast<std::uint32_t>(order.packs),
                                    seconds(static_cast<std::int64_t>(order.feed_s))};
            loop.apply(order_packs(supply, state, 0, orders, now), now);
        });
    }
    SimTime const end = SimTime{0} + seconds(static_cast<std::int64_t>(day_s));
    loop.run_until(end);
    std::vector<double> kwh(1);
    meter(supply, state, end, kwh);
    made.drawn_kwh = kwh[0];
    made.exchanged_kwh = read_swaps(state, 0, end).exchanged_kwh;
    auto const accounts = energy_accounts(supply, state, StationId{0}, end);
    CHECK(accounts.metered_kwh == Approx(accounts.booked_kwh).epsilon(1e-9));
    auto const ledger = read_ledger(supply, state, StationId{0}, end);
    CHECK(ledger.waiting_ms == ledger.waited_ms);
    if (!takes_back(supply.network)) return;
    std::vector<double> fed_kwh(1);
    take_fed_kwh(state, end, fed_kwh);
    made.fed_kwh = fed_kwh[0];
    auto const fed = fed_accounts(supply, state, StationId{0}, end);
    CHECK(fed.metered_kwh == Approx(fed.booked_kwh).epsilon(1e-9));
}

}  // namespace

TEST_CASE("A swap station agrees with its slow twin", "[supply]") {
    auto const k = GENERATE(range(0u, 10u));
    bool const feeds_back = GENERATE(false, true);
    TwinCase made = make_case(k, feeds_back);
    run(made);
    made.twin.run(day_s, 0.25);
    CAPTURE(k, feeds_back, made.twin.pack_soc.size(), made.twin.slots, made.twin.site_kw);
    double exchanged_kwh = 0.0;
    int waited = 0;
    for (std::size_t i = 0; i < made.twin.cars.size(); ++i) {
        auto const& car = made.twin.cars[i];
        CAPTURE(i, car.arrival_s);
        // Each swap of a chain begins with a step of the twin, half a step late on average.
        CHECK(made.began_s[i] == Approx(car.began_s).margin(25.0));
        CHECK(made.soc_after[i] == Approx(car.soc_after).margin(1e-6));
        if (car.soc_after > 0.0) exchanged_kwh += (car.soc_after - car.soc) * made.twin.energy_kwh;
        waited += car.began_s > car.arrival_s + 1.0 ? 1 : 0;
    }
    CHECK(waited > 0);
    CHECK(made.exchanged_kwh == Approx(exchanged_kwh));
    CHECK(made.drawn_kwh == Approx(made.twin.drawn_kwh).epsilon(2e-3));
    CHECK((made.fed_kwh > 10.0) == feeds_back);
    CHECK(made.fed_kwh == Approx(made.twin.fed_kwh).epsilon(2e-3));
}

namespace {

// Full packs of 60 kWh behind slots of 60 kW, half of it back.
struct FeedingStation {
    World world;
    Supply supply;
    State state;
    Loop loop;

    FeedingStation(std::uint32_t packs, std::uint32_t slots, double discharge_efficiency)
        : world(world_of({.packs = packs, .slots = slots, .slot_kw = 60.0, .swap_s = 240.0},
                         discharge_efficiency)),
          supply(world.build()),
          state(make_state(supply, 0)),
          loop(supply, state) {}

    void order(SimTime at, PackOrders orders) {
        loop.at(at,
                [this, orders](SimTime now) { loop.apply(order_packs(supply, state, 0, orders, now), now); });
    }
    void arrive_at(SimTime at, std::uint32_t car, double soc) {
        loop.arrive_at(at, StationId{0}, swap_request(world, car, soc));
    }
    SwapReading reading_at(SimTime now) {
        loop.run_until(now);
        return read_swaps(state, 0, now);
    }
    // Since the last call; both accounts agree.
    double fed_kwh_until(SimTime now) {
        loop.run_until(now);
        std::vector<double> kwh(1);
        take_fed_kwh(state, now, kwh);
        auto const accounts = fed_accounts(supply, state, StationId{0}, now);
        CHECK(accounts.metered_kwh == Approx(accounts.booked_kwh));
        return kwh[0];
    }

private:
    static World world_of(SwapPlan const& plan, double discharge_efficiency) {
        World made = flat_world(60.0, plan);
        made.settings.bidirectional.discharge_efficiency = discharge_efficiency;
        made.network.stations[0].swap.feeds_back = true;
        return made;
    }
};

SimTime const begin{0};

}  // namespace

TEST_CASE("Packs that are not wanted feed back until they are, or down to their floor", "[supply]") {
    FeedingStation station(3, 2, 0.8);
    station.order(begin, {1, hours(1)});
    // Two packs in two slots give 30 kW each, for which a pack loses 37.5 kWh in an hour.
    CHECK(station.fed_kwh_until(begin + minutes(30)) == Approx(30.0));
    CHECK(station.reading_at(begin + minutes(30)).feeding == 2);
    CHECK(station.reading_at(begin + minutes(30)).ready == 1);
    station.order(begin + minutes(60), {1, hours(1)});
    CHECK(station.fed_kwh_until(begin + minutes(60)) == Approx(30.0));
    // 22.5 kWh are left in each, 12 above the floor: 10.5 x 0.8 kWh go out in the second hour.
    CHECK(station.fed_kwh_until(begin + minutes(120)) == Approx(2 * 10.5 * 0.8).epsilon(1e-4));
    CHECK(station.state.packs[0].is == PackIs::feeding);
    station.order(begin + minutes(120), {1, hours(1)});
    CHECK(station.fed_kwh_until(begin + minutes(150)) == 0.0);  // at the floor
    station.order(begin + minutes(150), {3});
    CHECK(station.reading_at(begin + minutes(151)).charging == 2);
}

TEST_CASE("A ready pack that a car in line will get is not fed back", "[supply]") {
    FeedingStation station(2, 2, 1.0);
    std::vector<SimTime> began(2, never);
    station.loop.on_notice = [&](Notice const& notice, SimTime now) {
        if (notice.kind == Notice::Kind::swap_began) began[notice.ticket] = now;
    };
    for (std::uint32_t car = 0; car < 2; ++car) station.arrive_at(begin, car, 0.0);
    station.order(begin + minutes(2), {0, hours(1)});
    station.loop.run_until(begin + minutes(5));
    CHECK(began[1] == begin + minutes(4));
}

TEST_CASE("For a car in line a pack that feeds back is charged again; a slot that breaks ends it",
          "[supply]") {
    FeedingStation station(2, 1, 1.0);
    station.order(begin, {1, hours(1)});
    CHECK(station.reading_at(begin).feeding == 1);
    // It takes the reserve; the other pack has given 15 kWh and needs a quarter of an hour to be the reserve.
    station.arrive_at(begin + minutes(30), 0, 0.5);
    SwapReading const then = station.reading_at(begin + minutes(31));
    CHECK(then.feeding == 0);
    CHECK(then.charging == 1);
    CHECK(then.feeding_ms == minutes(30).ms);
    CHECK(station.reading_at(begin + minutes(46)).ready == 1);

    station.order(begin + minutes(60), {0, hours(1)});
    station.loop.at(begin + minutes(70), [&](SimTime now) {
        station.loop.apply(break_down(station.supply, station.state, PlugId{0}, now), now);
    });
    CHECK(station.reading_at(begin + minutes(80)).feeding == 0);
    CHECK(station.fed_kwh_until(begin + minutes(80)) == Approx(15.0 + 5.0));
}

TEST_CASE("Who does not fit, has enough, or finds no place at a swap station balks", "[supply]") {
    World world = flat_world(60.0, {.packs = 1, .slots = 1, .slot_kw = 60.0, .swap_s = 240.0, .bays = 1});
    world.catalogue.models.push_back(world.catalogue.models[0]);
    world.catalogue.models[1].swap_standard = "another";
    Supply const supply = world.build();
    State state = make_state(supply, 0);
    SimTime const now{0};
    auto const kind_of = [&](SessionRequest const& request) {
        return arrive(supply, state, StationId{0}, request, now).kind;
    };
    SessionRequest other = swap_request(world, 0, 0.2);
    other.model = vehicle::ModelId{1};
    CHECK(kind_of(other) == Arrival::Kind::balked);
    CHECK(kind_of(swap_request(world, 1, 1.0)) == Arrival::Kind::balked);
    CHECK(kind_of(fast_request(2, vehicle::ModelId{0}, 60.0, 0.2, 0.9)) == Arrival::Kind::balked);
    CHECK(kind_of(swap_request(world, 3, 0.5)) == Arrival::Kind::plugged_in);

    // The only pack comes back in 4 min and takes an hour when empty; the app says so.
    CHECK(predicted_waits(supply, state, StationId{0}, now)[swap_class] == minutes(64));
    SessionRequest hurried = swap_request(world, 4, 0.2);
    hurried.patience = minutes(60);
    CHECK(kind_of(hurried) == Arrival::Kind::balked);
    CHECK(kind_of(swap_request(world, 5, 0.2)) == Arrival::Kind::queued);
    CHECK(kind_of(swap_request(world, 6, 0.2)) == Arrival::Kind::balked);  // the waiting bay is taken
    renege(supply, state, StationId{0}, 5, now + minutes(1));
    CHECK(state.ledger[0].waiting == 0);
    close_station(supply, state, StationId{0}, now + minutes(1));
    CHECK(predicted_waits(supply, state, StationId{0}, now + minutes(1))[swap_class] == endless_wait);
    CHECK(kind_of(swap_request(world, 7, 0.2)) == Arrival::Kind::balked);
}

TEST_CASE("A slot that breaks gives its pack back, and takes one when it is repaired", "[supply]") {
    World const world = flat_world(60.0, {.packs = 1, .slots = 1, .slot_kw = 60.0, .swap_s = 240.0});
    Supply const supply = world.build();
    State state = make_state(supply, 0);
    Loop loop(supply, state);
    SimTime const begin{0};
    loop.arrive_at(begin, StationId{0}, swap_request(world, 0, 0.0));
    loop.at(begin + minutes(34),
            [&](SimTime now) { loop.apply(break_down(supply, state, PlugId{0}, now), now); });
    loop.run_until(begin + minutes(40));
    CHECK(state.packs[0].is == PackIs::empty);
    CHECK(state.packs[0].soc == Approx(0.5));
    loop.at(begin + minutes(44),
            [&](SimTime now) { loop.apply(repair(supply, state, PlugId{0}, now), now); });
    loop.run_until(begin + minutes(73));
    CHECK(state.packs[0].is == PackIs::charging);
    loop.run_until(begin + minutes(75));
    CHECK(state.packs[0].is == PackIs::ready);
}

TEST_CASE("Swap times are drawn from their triangle", "[supply]") {
    World world = flat_world(60.0, {.packs = 2, .slots = 2, .slot_kw = 6e5, .swap_s = 240.0});
    world.settings.swap.least_s = 150.0;
    world.settings.swap.usual_s = 210.0;
    world.settings.swap.most_s = 360.0;
    double const per_hour = swaps_per_hour(world, SimTime{0}, SimTime{0} + days(30));
    CHECK(per_hour == Approx(15.0).epsilon(0.01));  // mean (150 + 210 + 360) / 3 = 240 s
}
