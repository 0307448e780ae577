#include "tests/supply/busy_station.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace yuchong;
using namespace yuchong::supply;
using namespace yuchong::supply::test;

TEST_CASE("Little's law holds exactly, in whole vehicle-milliseconds, over any window") {
    BusyWorld const busy(SharingRule::fair);
    Supply const supply = busy.world.build();
    State state = make_state(supply, 0);
    BusyRun run(busy, supply, state);
    run.mean_gap_min = 3.0;
    run.start();
    LedgerReading opened{};
    for (int half = 1; half <= 48; ++half) {
        SimTime const now = SimTime{0} + minutes(30 * half) + milliseconds(half * 17);
        run.run_until(now);
        LedgerReading const reading = read_ledger(supply, state, StationId{0}, now);
        REQUIRE(reading.waiting_ms - opened.waiting_ms == reading.waited_ms - opened.waited_ms);
        if (half == 8) opened = reading;
    }
    CHECK(read_ledger(supply, state, StationId{0}, SimTime{0} + hours(24) + minutes(1)).waiting_ms >
          3'600'000);
    state.ledger[0].waited_ms += 1;
    LedgerReading const broken =
        read_ledger(supply, state, StationId{0}, SimTime{0} + hours(24) + minutes(1));
    CHECK(broken.waiting_ms != broken.waited_ms);
}

TEST_CASE("occupied and available plug time by hand") {
    World world;
    auto const car = add_model(world.catalogue, 50, {{0, 1.6}, {1, 1.6}});
    world.charging = flat_charging(1.0);
    world.settings.overhead = {90, 60, 0, 0};
    add_station(world.network, {.host_modules = {9}, .fasts_per_host = 2});
    Supply const supply = world.build();
    State state = make_state(supply, 0);
    Loop loop(supply, state);
    SessionRequest request = fast_request(0, car, 50, 0.1, 0.9);
    request.stay_after = minutes(5);
    loop.arrive_at(SimTime{0} + minutes(10), StationId{0}, request);
    loop.at(SimTime{0} + minutes(20),
            [&](SimTime now) { loop.apply(break_down(supply, state, PlugId{1}, now), now); });
    loop.at(SimTime{0} + minutes(50),
            [&](SimTime now) { loop.apply(repair(supply, state, PlugId{1}, now), now); });
    loop.run_until(SimTime{0} + hours(2));
    LedgerReading const reading = read_ledger(supply, state, StationId{0}, SimTime{0} + hours(2));
    CHECK(reading.occupied_ms[1] == (seconds(90) + minutes(30) + minutes(5) + seconds(60)).ms);
    CHECK(reading.available_ms[1] == (2 * hours(2) - minutes(30)).ms);
    CHECK(reading.available_ms[0] == 0);
}

TEST_CASE("counts never drift: phases and ledger agree after a busy day") {
    for (SharingRule const rule : all_rules) {
        BusyWorld const busy(rule);
        Supply const supply = busy.world.build();
        State state = make_state(supply, 0);
        BusyRun run(busy, supply, state);
        run.start();
        run.after_event = [&](SimTime) {
            for (std::size_t s = 0; s < 3; ++s) {
                Station const& station = supply.network.stations[s];
                std::array<std::uint32_t, plug_classes> occupied{}, available{};
                std::uint32_t active = 0, metered = 0;
                for (std::uint32_t p = station.first_plug; p < station.first_plug + station.plug_count; ++p) {
                    auto const c = static_cast<std::size_t>(supply.network.plugs[p].plug_class);
                    available[c] += state.phase[p] != Phase::out_of_order;
                    occupied[c] += state.phase[p] != Phase::out_of_order && state.phase[p] != Phase::vacant;
                    metered += state.meter_slot[p] != no_meter;
                    REQUIRE((state.meter_slot[p] == no_meter || state.phase[p] == Phase::charging));
                    REQUIRE(state.session[p].soc >= 0.0);
                    REQUIRE(state.session[p].soc <= 1.0);
                }
                for (std::uint32_t h = station.first_host; h < station.first_host + station.host_count; ++h) {
                    active += state.host_charging[h] > 0;
                    REQUIRE(state.host_granted[h] <= supply.network.hosts[h].modules);
                }
                REQUIRE(occupied == state.ledger[s].occupied);
                REQUIRE(available == state.ledger[s].available);
                REQUIRE(active == state.ledger[s].active_hosts);
                REQUIRE(state.ledger[s].waiting <= station.bays);
            }
        };
        run.run_until(SimTime{0} + hours(24));
        CHECK(run.events > 1500);
    }
}
