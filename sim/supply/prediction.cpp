#include "sim/supply/prediction.hpp"

#include "sim/supply/cursor.hpp"
#include "sim/supply/overhead.hpp"
#include "sim/supply/swap_station.hpp"

#include <algorithm>
#include <array>

namespace yuchong::supply {

namespace {

std::int64_t wait_until_free_ms(State const& state, std::uint32_t plug, SimTime now) {
    if (state.phase[plug] == Phase::vacant) return 0;
    SimTime const free_at = state.free_at[plug];
    if (state.phase[plug] == Phase::out_of_order || free_at == never) return endless_wait.ms;
    return std::max<std::int64_t>((free_at - now).ms, 0);
}

ExpectedCar expected(Waiting const& car) {
    ExpectedCar next{};
    for (std::size_t c = 0; c < plug_classes; ++c) {
        double const hours = car.charge_h[c];
        next.stays[c] =
            hours == endless_h ? endless_wait : duration_from_hours_up(hours) + car.request.stay_after;
    }
    return next;
}

using FreeTimes = std::array<std::int64_t, largest_station>;

// When each plug is free for one more car behind those ahead, ms from now.
std::span<std::int64_t> free_times(Supply const& supply, State const& state, Station const& station,
                                   std::span<Waiting const> ahead, SimTime now, FreeTimes& times) {
    std::span<std::int64_t> const free_ms{times.data(), station.plug_count};
    read_free_times(state, station, now, free_ms);
    for (Waiting const& car : ahead) take_plug(supply, station, expected(car), free_ms);
    return free_ms;
}

// Wait for the plug of this class that is free once `held` others of it are gone.
Duration wait_behind_held(Supply const& supply, Station const& station, std::size_t plug_class,
                          std::uint32_t held, std::span<std::int64_t const> free_ms) {
    FreeTimes times;
    std::size_t count = 0;
    for (std::uint32_t i = 0; i < station.plug_count; ++i) {
        if (static_cast<std::size_t>(supply.network.plugs[station.first_plug + i].plug_class) == plug_class)
            times[count++] = free_ms[i];
    }
    if (held >= count) return endless_wait;
    auto const nth = times.begin() + held;
    std::nth_element(times.begin(), nth, times.begin() + count);
    return {*nth};
}

}  // namespace

void read_free_times(State const& state, Station const& station, SimTime now,
                     std::span<std::int64_t> free_ms) {
    for (std::uint32_t i = 0; i < station.plug_count; ++i)
        free_ms[i] = wait_until_free_ms(state, station.first_plug + i, now);
}

void take_plug(Supply const& supply, Station const& station, ExpectedCar const& car,
               std::span<std::int64_t> free_ms) {
    std::size_t best = free_ms.size();
    std::int64_t best_end = endless_wait.ms;
    for (std::size_t i = 0; i < free_ms.size(); ++i) {
        PlugId const plug{station.first_plug + i};
        Duration const stay =
            car.stays[static_cast<std::size_t>(supply.network.plugs[plug.index()].plug_class)];
        if (stay >= endless_wait || free_ms[i] >= endless_wait.ms) continue;
        std::int64_t const end = std::max(free_ms[i], car.arrives.ms) + stay.ms +
                                 plug_in_overhead(supply, plug).ms + unplug_overhead(supply, plug).ms;
        if (end >= best_end) continue;
        best = i;
        best_end = end;
    }
    if (best < free_ms.size()) free_ms[best] = best_end;
}

Duration predict_start(Supply const& supply, State const& state, StationId id, std::uint32_t classes,
                       std::span<Waiting const> ahead, SimTime now) {
    Station const& station = supply.network.stations[id.index()];
    FreeTimes times;
    auto const free_ms = free_times(supply, state, station, ahead, now, times);
    std::int64_t least = endless_wait.ms;
    for (std::uint32_t i = 0; i < station.plug_count; ++i) {
        if (classes & class_bit(supply.network.plugs[station.first_plug + i].plug_class)) {
            least = std::min(least, free_ms[i]);
        }
    }
    return {least};
}

std::array<Duration, plug_classes> predicted_waits(Supply const& supply, State const& state, StationId id,
                                                   SimTime now) {
    Ledger const& ledger = state.ledger[id.index()];
    std::array<Duration, plug_classes> waits;
    waits.fill(endless_wait);
    if (is_swap_station(supply, id)) {
        if (ledger.open != 0)
            waits[swap_class] = predict_swap(supply, state, supply.swap_of_station[id.index()], now);
        return waits;
    }
    bool someone_waits = false;
    for (std::size_t c = 0; c < plug_classes; ++c) {
        if (ledger.available[c] == 0) continue;
        if (ledger.available[c] > ledger.occupied[c] + held_plugs(state, id, c)) waits[c] = {0};
        someone_waits = someone_waits || waits[c] == endless_wait;
    }
    if (!someone_waits) return waits;
    Station const& station = supply.network.stations[id.index()];
    FreeTimes times;
    auto const free_ms =
        free_times(supply, state, station,
                   {state.waiting.data() + supply.first_bay[id.index()], ledger.waiting}, now, times);
    for (std::uint32_t i = 0; i < station.plug_count; ++i) {
        Duration& wait =
            waits[static_cast<std::size_t>(supply.network.plugs[station.first_plug + i].plug_class)];
        wait = std::min(wait, Duration{free_ms[i]});
    }
    for (std::size_t c = 0; c < plug_classes; ++c) {
        std::uint32_t const held = held_plugs(state, id, c);
        if (held > 0 && waits[c] < endless_wait)
            waits[c] = std::max(waits[c], wait_behind_held(supply, station, c, held, free_ms));
    }
    return waits;
}

}  // namespace yuchong::supply
