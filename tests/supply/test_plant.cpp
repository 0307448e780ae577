// Storage and solar panels at stations at work: what plugs get from them, what the connection carries, and
// both accounts of it.

#include "sim/supply/plant.hpp"
#include "sim/supply/plant_flow.hpp"
#include "tests/supply/busy_station.hpp"

#include "sim/base/archive.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace yuchong;
using namespace yuchong::supply;
using namespace yuchong::supply::test;

namespace {

StorageSettings const cells{.charge_efficiency = 0.95,
                            .discharge_efficiency = 0.95,
                            .lowest_soc = 0.1,
                            .highest_soc = 0.9,
                            .c_rate = 0.5,
                            .reserve_share = 0.3,
                            .share = {},
                            .least_power_share = 0.1,
                            .least_hours = 1.0,
                            .least_kwh = 200.0,
                            .start_share = 0.5,
                            .rule = StorageRule::peak_shave};

// Nine flat cars of 100 kW at one host, a connection of 630 kW, 430 kWh usable, no losses but the storage's.
struct NineCars {
    World world;
    vehicle::ModelId model;

    explicit NineCars(Plant const& plant, SharingRule rule = SharingRule::max_min) {
        world.settings.storage = cells;
        world.charging = flat_charging(1.0);
        model = add_model(world.catalogue, 2'000, {{0, 0.05}, {1, 0.05}});
        add_station(world.network,
                    {.host_modules = {27}, .fasts_per_host = 9, .grid_limit_kw = 630, .sharing = rule});
        world.network.stations[0].plant = plant;
    }
};

// The same looks and meter readings as the city's clocks make.
class Clocked {
public:
    Clocked(Supply const& supply, State& state, Loop& loop, SimTime end) {
        for (SimTime t{0}; t < end; t = t + plant_step) {
            loop.at(t, [&](SimTime now) {
                loop.apply(look_at_plant(supply, state, 0, terms(now), now), now);
                meter(supply, state, now, kwh);
                import_kwh.push_back(take_flows(state.plants[0]).import_kwh);
            });
        }
    }
    std::function<PlantTerms(SimTime)> terms = [](SimTime) {
        return PlantTerms{StorageOrder::recharge, Kilowatts{0.0}};
    };
    std::vector<double> kwh{0.0}, import_kwh;  // by minute
};

Plant const full{.storage_kwh = 537.5,
                 .storage_kw = 500,
                 .start_share = 1.0,
                 .pv_peak_kw = 0.0,
                 .rule = StorageRule::peak_shave};

double drawn_kw(Supply const& supply, State const& state, SimTime now) {
    return station_ac_kw(supply, state, StationId{0}, now);
}

// What came in against what went out, by separate accounts.
double gap_kwh(Supply const& supply, State const& state, std::uint32_t p, double sun_kwh, SimTime now) {
    PlantFlows const flows = flows_of(state.plants[p]);
    EnergyAccounts const charging = energy_accounts(supply, state, supply.plants[p].station, now);
    return flows.import_kwh + sun_kwh - flows.export_kwh - charging.booked_kwh -
           kept_and_lost_kwh(supply.plants[p], state.plants[p]);
}

}  // namespace

TEST_CASE("ST-08 at a station: 900 kW at a connection of 630 until the storage is empty, then 630") {
    for (SharingRule const rule : {SharingRule::fair, SharingRule::max_min, SharingRule::proportional}) {
        NineCars const cars(full, rule);
        Supply const supply = cars.world.build();
        State state = make_state(supply, 0);
        Loop loop(supply, state);
        SimTime const end = SimTime{0} + minutes(150);
        Clocked const clocked(supply, state, loop, end);
        for (std::uint32_t k = 0; k < 9; ++k)
            loop.arrive_at(SimTime{0}, StationId{0}, fast_request(k, cars.model, 2'000, 0.1, 0.9));
        INFO("rule " << static_cast<int>(rule));
        loop.run_until(SimTime{0} + minutes(60));
        CHECK(drawn_kw(supply, state, SimTime{0} + minutes(60)) == Approx(900).epsilon(1e-12));
        // 270 kW out of it for an hour, 0.95 of it useful.
        CHECK(state.plants[0].storage.energy_kwh == Approx(430 - 270 / 0.95).epsilon(1e-9));
        CHECK(clocked.import_kwh.back() == Approx(630.0 / 60).epsilon(1e-12));
        // By hand 90.78 min; what is left of a minute is not promised.
        loop.run_until(SimTime{0} + minutes(89));
        CHECK(drawn_kw(supply, state, SimTime{0} + minutes(89)) >= 800.0);
        loop.run_until(SimTime{0} + minutes(93));
        double const after_kw = drawn_kw(supply, state, SimTime{0} + minutes(93));
        CHECK(after_kw <= 630.0);
        CHECK(after_kw >= (is_continuous(rule) ? 629.999 : 590.0));
        loop.run_until(end);
        CHECK(state.plants[0].lowest_kwh >= 0.0);
        CHECK(state.plants[0].lowest_kwh <= 500.0 / 60 / 0.95);
        for (double const kwh : clocked.import_kwh) CHECK(kwh <= 630.0 / 60 * (1 + 1e-12));
    }
}

TEST_CASE("a storage that holds nothing leaves a station what its connection alone gives") {
    Plant empty = full;
    empty.start_share = 0.0;
    NineCars const with(empty), without(Plant{});
    std::vector<double> drawn;
    for (NineCars const* cars : {&with, &without}) {
        Supply const supply = cars->world.build();
        State state = make_state(supply, 0);
        Loop loop(supply, state);
        std::unique_ptr<Clocked> clocked;
        if (!supply.plants.empty())
            clocked = std::make_unique<Clocked>(supply, state, loop, SimTime{0} + minutes(30));
        for (std::uint32_t k = 0; k < 9; ++k)
            loop.arrive_at(SimTime{0}, StationId{0}, fast_request(k, cars->model, 2'000, 0.1, 0.9));
        loop.run_until(SimTime{0} + minutes(20));
        drawn.push_back(drawn_kw(supply, state, SimTime{0} + minutes(20)));
    }
    CHECK(drawn[0] == Approx(drawn[1]).epsilon(1e-12));
    CHECK(drawn[1] == Approx(630).epsilon(1e-12));
}

TEST_CASE("the sun lifts what plugs may draw, and what is too much flows into the grid") {
    Plant const roof{.storage_kwh = 0,
                     .storage_kw = 0,
                     .start_share = 0,
                     .pv_peak_kw = 200,
                     .rule = StorageRule::arbitrage};
    NineCars const cars(roof);
    Supply const supply = cars.world.build();
    State state = make_state(supply, 0);
    Loop loop(supply, state);
    Clocked clocked(supply, state, loop, SimTime{0} + hours(2));
    // Half an hour of 150 kW before anybody comes, then 180 kW.
    clocked.terms = [](SimTime now) {
        return PlantTerms{StorageOrder::relieve, Kilowatts{now < SimTime{0} + minutes(30) ? 150.0 : 180.0}};
    };
    for (std::uint32_t k = 0; k < 9; ++k)
        loop.arrive_at(SimTime{0} + minutes(30), StationId{0}, fast_request(k, cars.model, 2'000, 0.1, 0.9));
    loop.run_until(SimTime{0} + minutes(60));
    CHECK(drawn_kw(supply, state, SimTime{0} + minutes(60)) == Approx(810).epsilon(1e-12));
    PlantFlows const flows = flows_of(state.plants[0]);
    CHECK(flows.export_kwh == Approx(75).epsilon(1e-12));
    CHECK(flows.pv_kwh == Approx(75 + 90).epsilon(1e-12));
    CHECK(flows.import_kwh == Approx(630 * 0.5).epsilon(1e-9));
    CHECK(flows.charged_kwh + flows.discharged_kwh == 0.0);
}

TEST_CASE("it answers at once to who comes and goes between two looks") {
    NineCars const cars(full);
    Supply const supply = cars.world.build();
    State state = make_state(supply, 0);
    Loop loop(supply, state);
    Clocked const clocked(supply, state, loop, SimTime{0} + minutes(10));
    // 30 s of 900 kW, then nobody: mean 450 kW, yet the storage had to give 270 kW for half a minute.
    for (std::uint32_t k = 0; k < 9; ++k)
        loop.arrive_at(SimTime{0} + minutes(2), StationId{0}, fast_request(k, cars.model, 2'000, 0.1, 0.9));
    for (std::uint32_t k = 0; k < 9; ++k) {
        loop.at(SimTime{0} + minutes(2) + seconds(30),
                [&, k](SimTime now) { loop.apply(unplug(supply, state, PlugId{k}, now), now); });
    }
    loop.run_until(SimTime{0} + minutes(2) + seconds(30));
    CHECK(flows_of(state.plants[0]).discharged_kwh == Approx(270.0 / 120).epsilon(1e-9));
}

TEST_CASE("connection, budget, bounds and both accounts hold under any load, rule, order, cap and sun") {
    for (SharingRule const rule : all_rules) {
        BusyWorld busy(rule);
        busy.world.settings.storage = cells;
        Plant const small{
            .storage_kwh = 60, .storage_kw = 90, .start_share = 0.4, .pv_peak_kw = 60, .rule = {}};
        Plant const roof{.storage_kwh = 0, .storage_kw = 0, .start_share = 0, .pv_peak_kw = 120, .rule = {}};
        busy.world.network.stations[0].grid_limit_kw = 300;
        busy.world.network.stations[0].plant = small;
        busy.world.network.stations[1].grid_limit_kw = 260;
        busy.world.network.stations[1].plant = small;
        busy.world.network.stations[1].plant.storage_kw = 200;
        busy.world.network.stations[2].grid_limit_kw = 300;
        busy.world.network.stations[2].plant = roof;
        Supply const supply = busy.world.build();
        State state = make_state(supply, 0);
        BusyRun run(busy, supply, state);
        run.mean_gap_min = 4.0;
        auto const terms = [&](std::uint32_t p, SimTime now) {
            std::int64_t const quarter = now.ms / minutes(15).ms;
            Block const draw =
                RandomSource{81}.draw({DrawClass::test, 15, p, 0, static_cast<std::uint32_t>(quarter)});
            return PlantTerms{static_cast<StorageOrder>(draw.word(0) % 3),
                              Kilowatts{supply.plants[p].pv_peak_kw * draw.uniform(1)}};
        };
        std::vector<double> sun_kwh(3, 0.0), kwh(3, 0.0);
        double worst_kw = -1e9, most_discharge_kwh = 0.0;
        run.start();
        run.start_capping(BusyRun::Caps::drawn);
        run.start_looking(terms);
        run.after_event = [&](SimTime now) {
            for (std::uint32_t p = 0; p < 3; ++p) {
                double const kw = station_ac_kw(supply, state, StationId{p}, now);
                worst_kw = std::max(
                    worst_kw, kw - std::max(state.plants[p].budget_kw, supply.largest_load[p].fixed_kw));
            }
        };
        for (std::int64_t k = 1; k <= 60 * 30; ++k) {
            SimTime const now = SimTime{0} + minutes(k);
            for (std::uint32_t p = 0; p < 3; ++p) sun_kwh[p] += terms(p, now - minutes(1)).sun.value() / 60;
            run.run_until(now);
            meter(supply, state, now, kwh);
            for (std::uint32_t p = 0; p < 3; ++p) {
                PlantFlows const minute = take_flows(state.plants[p]);
                most_discharge_kwh = std::max(most_discharge_kwh, minute.discharged_kwh);
                INFO("rule " << static_cast<int>(rule) << " minute " << k << " plant " << p);
                REQUIRE(60 * minute.import_kwh <= supply.limit_kw[p] * (1 + 1e-9));
                REQUIRE(std::abs(gap_kwh(supply, state, p, sun_kwh[p], now)) < 1e-6);
            }
        }
        INFO("rule " << static_cast<int>(rule));
        CHECK(worst_kw <= 1e-6);
        CHECK(most_discharge_kwh > 1.0);
        for (std::uint32_t p = 0; p < 2; ++p) {
            CHECK(state.plants[p].lowest_kwh >= 0.0);
            CHECK(state.plants[p].highest_kwh <= supply.plants[p].storage.usable_kwh);
            CHECK(state.plants[p].highest_kwh > 20.0);
            CHECK(state.plants[p].storage.loss_kwh > 1.0);
        }
    }
}

TEST_CASE(
    "stations without a plant do not notice those of others, and a state with plants is archived whole") {
    for (SharingRule const rule : all_rules) {
        BusyWorld plain(rule), other(rule);
        other.world.settings.storage = plain.world.settings.storage = cells;
        other.world.network.stations[1].plant = full;
        Supply const without = plain.world.build(), with = other.world.build();
        State plain_state = make_state(without, 0), state = make_state(with, 0);
        BusyRun bare(plain, without, plain_state), run(other, with, state);
        bare.start();
        run.start();
        run.start_looking(
            [](std::uint32_t, SimTime) { return PlantTerms{StorageOrder::recharge, Kilowatts{0.0}}; });
        SimTime const split = SimTime{0} + minutes(307) + seconds(11), end = SimTime{0} + hours(9);
        bare.run_until(end);
        run.run_until(split);
        Saver saver;
        archive(saver, state);
        State loaded = make_state(with, 0);
        Loader loader(saver.bytes());
        archive(loader, loaded);
        REQUIRE(loader.finished());
        BusyRun on(other, with, loaded);
        static_cast<void>(on);
        CHECK(loaded.plants[0].storage.energy_kwh == state.plants[0].storage.energy_kwh);
        CHECK(loaded.plants[0].budget_kw == state.plants[0].budget_kw);
        run.run_until(end);
        std::vector<double> kwh(3, 0.0), plain_kwh(3, 0.0);
        meter(with, state, end, kwh);
        meter(without, plain_state, end, plain_kwh);
        CHECK(kwh[0] == plain_kwh[0]);
        CHECK(kwh[2] == plain_kwh[2]);
    }
}
