#include "tests/supply/busy_station.hpp"

#include "sim/supply/prediction.hpp"
#include "sim/supply/status.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace yuchong;
using namespace yuchong::supply;
using namespace yuchong::supply::test;

namespace {

double at_least(int k, int n, double a) {
    double sum = 0.0;
    for (int i = k; i <= n; ++i) {
        double ways = 1.0;
        for (int j = 0; j < i; ++j) ways *= static_cast<double>(n - j) / (i - j);
        sum += ways * std::pow(a, i) * std::pow(1.0 - a, n - i);
    }
    return sum;
}

}  // namespace

TEST_CASE("ST-06: availability of twelve plugs, by formula and by the real breakdowns") {
    World world;
    world.settings.reliability.plug_mtbf_h = 485.0;
    world.settings.reliability.plug_mttr_h = 15.0;
    CHECK(availability(world.settings.reliability) == Approx(0.97).epsilon(1e-9));
    CHECK(at_least(11, 12, 0.97) == Approx(0.9513508661).epsilon(1e-9));
    CHECK(12 * 0.97 == Approx(11.64).epsilon(1e-9));

    add_station(world.network, {.host_modules = {18}, .fasts_per_host = 12});
    Supply const supply = world.build();
    State state = make_state(supply, 0);
    Loop loop(supply, state);
    SimTime const end = SimTime{0} + days(365 * 60);
    std::int64_t enough_ms = 0;
    SimTime last{0};
    auto const account = [&](SimTime now) {
        if (state.ledger[0].available[1] >= 11) enough_ms += (now - last).ms;
        last = now;
    };
    std::function<void(PlugId, SimTime)> breaks = [&](PlugId plug, SimTime at) {
        loop.at(at, [&, plug](SimTime now) {
            account(now);
            loop.apply(break_down(supply, state, plug, now), now);
            loop.at(now + repair_duration(supply, state, plug), [&, plug](SimTime repaired) {
                account(repaired);
                loop.apply(repair(supply, state, plug, repaired), repaired);
                breaks(plug, next_fault_time(supply, state, plug, repaired));
            });
        });
    };
    for (std::uint32_t p = 0; p < 12; ++p) breaks(PlugId{p}, first_fault_time(supply, PlugId{p}));
    loop.run_until(end);
    account(end);
    LedgerReading const reading = read_ledger(supply, state, StationId{0}, end);
    double const all_ms = static_cast<double>(end.ms);
    CHECK(static_cast<double>(reading.available_ms[1]) / all_ms == Approx(11.64).epsilon(2e-3));
    CHECK(static_cast<double>(enough_ms) / all_ms == Approx(0.9513508661).epsilon(5e-3));
}

TEST_CASE("a breaking plug ends its session as failed and takes nobody until repaired") {
    World world;
    auto const car = add_model(world.catalogue, 60, lfp400_1p35c);
    world.settings.reliability.ghost_share = 1.0;
    add_station(world.network, {.host_modules = {9}, .fasts_per_host = 1});
    Supply const supply = world.build();
    State state = make_state(supply, 0);
    Loop loop(supply, state);
    std::vector<std::pair<Notice::Kind, std::uint32_t>> told;
    double energy = 0.0;
    loop.on_notice = [&](Notice const& notice, SimTime) {
        told.push_back({notice.kind, notice.ticket});
        if (notice.kind == Notice::Kind::failed) energy = notice.reading.energy_kwh;
    };
    loop.arrive_at(SimTime{0}, StationId{0}, fast_request(1, car, 60, 0.1, 0.8));
    loop.arrive_at(SimTime{0} + minutes(5), StationId{0}, fast_request(2, car, 60, 0.1, 0.8));
    loop.at(SimTime{0} + minutes(10),
            [&](SimTime now) { loop.apply(break_down(supply, state, PlugId{0}, now), now); });
    loop.run_until(SimTime{0} + minutes(20));
    using Kind = Notice::Kind;
    CHECK(told == std::vector<std::pair<Kind, std::uint32_t>>{{Kind::plugged_in, 1}, {Kind::failed, 1}});
    CHECK(energy == Approx(81.0 / 6.0).epsilon(1e-6));
    CHECK(predicted_waits(supply, state, StationId{0}, SimTime{0} + minutes(20))[1] == endless_wait);
    StationStatus const shown = station_status(supply, state, StationId{0}, SimTime{0} + minutes(10));
    CHECK(shown.free[1] == 1);  // the app does not know yet
    StationStatus const later = station_status(supply, state, StationId{0}, state.hidden_until[0]);
    CHECK(later.plugs[1] == 0);
    loop.at(SimTime{0} + minutes(30),
            [&](SimTime now) { loop.apply(repair(supply, state, PlugId{0}, now), now); });
    loop.run_until(SimTime{0} + minutes(31));
    CHECK(told.back() == std::pair{Kind::plugged_in, 2u});
}

TEST_CASE("shares of failed starts and interruptions, and where they cut") {
    World world;
    auto const car = add_model(world.catalogue, 60, lfp400_1p35c);
    world.settings.reliability.start_failure_share = 0.02;
    world.settings.reliability.interruption_share = 0.03;
    add_station(world.network, {.host_modules = {9}, .fasts_per_host = 1});
    Supply const supply = world.build();
    State state = make_state(supply, 0);
    Loop loop(supply, state);
    int started = 0, no_start = 0, cut = 0;
    double places = 0.0;
    loop.on_notice = [&](Notice const& notice, SimTime) {
        started += notice.kind == Notice::Kind::plugged_in;
        if (notice.kind != Notice::Kind::failed) return;
        if (notice.reading.energy_kwh == 0.0) {
            ++no_start;
        } else {
            ++cut;
            places += (notice.reading.soc - 0.1) / 0.7;
        }
    };
    int const n = 20'000;
    for (int i = 0; i < n; ++i) {
        loop.arrive_at(SimTime{0} + hours(i), StationId{0},
                       fast_request(static_cast<std::uint32_t>(i), car, 60, 0.1, 0.8));
    }
    loop.run_until(SimTime{0} + hours(n));
    CHECK(started == n);
    CHECK(no_start == Approx(0.02 * n).margin(3 * std::sqrt(0.02 * n)));
    CHECK(cut == Approx(0.98 * 0.03 * n).margin(3 * std::sqrt(0.03 * n)));
    CHECK(places / cut == Approx(0.5).margin(3 * 0.29 / std::sqrt(cut)));
}
