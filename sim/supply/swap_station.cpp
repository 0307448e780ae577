#include "sim/supply/swap_station.hpp"

#include "sim/base/check.hpp"
#include "sim/supply/answers.hpp"
#include "sim/supply/cursor.hpp"
#include "sim/supply/draws.hpp"
#include "sim/supply/feeding.hpp"
#include "sim/supply/ledger.hpp"
#include "sim/supply/overhead.hpp"
#include "sim/supply/prediction.hpp"
#include "sim/supply/queue.hpp"
#include "sim/supply/session_life.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace yuchong::supply {

namespace {

// A swap station with its state, for the length of one call.
struct Swap {
    BuiltSwap const& built;
    Station const& station;
    SwapState& state;
    std::span<SwapPack> packs;
};

Swap swap_at(Supply const& supply, State& state, std::uint32_t index) {
    BuiltSwap const& built = supply.swaps[index];
    return {built,
            supply.network.stations[built.station.index()],
            state.swaps[index],
            {state.packs.data() + built.first_pack, built.pack_count}};
}

void accrue(SwapState& swap, SimTime now) {
    std::int64_t const ms = (now - swap.last).ms;
    swap.last = now;
    swap.ready_ms += ms * swap.ready;
    swap.charging_ms += ms * swap.charging;
    swap.feeding_ms += ms * swap.feeding;
    swap.bay_ms += swap.ends == never ? 0 : ms;
    swap.starved_ms += swap.ready == 0 ? ms : 0;
}

// Triangular, whole milliseconds.
Duration swap_time(Supply const& supply, Swap const& swap) {
    SwapSettings const& s = supply.settings.swap;
    double const u =
        draw_kth(supply, PlugId{swap.station.first_plug}, PlugDraw::swap_time, swap.state.swaps).uniform(0);
    double const width_s = s.most_s - s.least_s, rise_s = s.usual_s - s.least_s;
    if (width_s <= 0.0) return from_seconds(s.usual_s);
    return from_seconds(u * width_s < rise_s
                            ? s.least_s + std::sqrt(u * width_s * rise_s)
                            : s.most_s - std::sqrt((1.0 - u) * width_s * (s.most_s - s.usual_s)));
}

SessionRequest request_of(Supply const& supply, Swap const& swap, std::uint32_t pack) {
    SwapSettings const& settings = supply.settings.swap;
    return {.ticket = pack,
            .model = swap.station.swap.model,
            .energy_kwh = swap.built.energy_kwh,
            .curve_scale = 1.0,
            .soc = swap.packs[pack].soc,
            .target_soc = settings.target_soc,
            .pack_temp_c = settings.pack_c,
            .ambient_c = settings.pack_c,
            .wants = PlugClass::swap,
            .accepts_fast = false,
            .accepts_ac = false,
            .priority = 0,
            .patience = Duration{0},
            .stay_after = Duration{0},
            .leave_by = never};
}

// Charges that have ended: ready packs, unless the slot broke.
void collect_charged(State const& state, Swap& swap) {
    for (SwapPack& pack : swap.packs) {
        if (pack.is != PackIs::charging || state.phase[pack.slot] == Phase::charging) continue;
        Session const& session = state.session[pack.slot];
        pack.soc = session.soc;
        pack.is = session.ending == Ending::failed ? PackIs::empty : PackIs::ready;
        --swap.state.charging;
        swap.state.ready += pack.is == PackIs::ready ? 1 : 0;
    }
}

// Of a pack that feeds back.
double soc_of(Supply const& supply, BuiltSwap const& built, SwapPack const& pack, SimTime now) {
    double const battery_kw = pack.feed_w / 1'000.0 / supply.settings.bidirectional.discharge_efficiency;
    return pack.soc - battery_kw * (now - pack.since).hours() / built.energy_kwh;
}

// What it has given since it began, by its state of charge.
double booked_kwh(Supply const& supply, BuiltSwap const& built, SwapPack const& pack, SimTime now) {
    return (pack.soc - soc_of(supply, built, pack, now)) * built.energy_kwh *
           supply.settings.bidirectional.discharge_efficiency;
}

// The pack leaves its slot, which may have broken.
void stop_feeding(Supply const& supply, State& state, Swap& swap, SwapPack& pack, SimTime now) {
    PlugId const slot{pack.slot};
    meter_feeding(supply, state, slot, -pack.feed_w, now);
    state.energy[swap.built.station.index()].fed_kwh += booked_kwh(supply, swap.built, pack, now);
    pack.soc = soc_of(supply, swap.built, pack, now);
    pack.is = pack.soc >= supply.settings.swap.target_soc ? PackIs::ready : PackIs::empty;
    pack.feed_w = 0;
    --swap.state.feeding;
    swap.state.ready += pack.is == PackIs::ready ? 1 : 0;
    if (state.phase[slot.index()] == Phase::staying) start_unplugging(supply, state, slot, now);
}

void collect_broken(Supply const& supply, State& state, Swap& swap, SimTime now) {
    for (SwapPack& pack : swap.packs)
        if (pack.is == PackIs::feeding && state.phase[pack.slot] != Phase::staying)
            stop_feeding(supply, state, swap, pack, now);
}

// The fullest pack in this state; all of them: there is none.
std::uint32_t fullest(Swap const& swap, PackIs is) {
    std::uint32_t best = swap.built.pack_count;
    for (std::uint32_t p = 0; p < swap.built.pack_count; ++p) {
        if (swap.packs[p].is != is) continue;
        if (best == swap.built.pack_count || swap.packs[p].soc > swap.packs[best].soc) best = p;
    }
    return best;
}

// What a swap tells: no current flows at a plug of the car.
SessionReading reading_of(double soc, double given_kwh) {
    return {.soc = soc, .energy_kwh = given_kwh, .loss_kwh = 0.0, .power_kw = 0.0, .max_kw = 0.0};
}

void begin_swap(Supply const& supply, State& state, Swap& swap, SessionRequest const& car, SimTime now) {
    swap.state.car = car;
    swap.state.pack = fullest(swap, PackIs::ready);
    swap.packs[swap.state.pack].is = PackIs::in_bay;
    --swap.state.ready;
    swap.state.began = now;
    swap.state.ends = now + std::max(swap_time(supply, swap), milliseconds(1));
    ++swap.state.swaps;
    state.notices.push_back(
        {Notice::Kind::swap_began, car.ticket, PlugId{swap.station.first_plug}, reading_of(car.soc, 0.0)});
    std::uint32_t const index = supply.swap_of_station[swap.built.station.index()];
    reschedule(state, {Reschedule::Slot::bay, index, swap.state.ends, PlugEvent::progress});
}

bool can_begin(Swap const& swap) { return swap.state.ends == never && swap.state.ready > 0; }

void let_next_in(Supply const& supply, State& state, Swap& swap, SimTime now) {
    StationId const station = swap.built.station;
    if (state.ledger[station.index()].waiting == 0 || !can_begin(swap)) return;
    SessionRequest const car = state.waiting[supply.first_bay[station.index()]].request;
    swap.state.waited_ms += (now - state.waiting[supply.first_bay[station.index()]].since).ms;
    leave_queue(supply, state, station, car.ticket, now);
    begin_swap(supply, state, swap, car, now);
}

std::uint32_t no_slot(Swap const& swap) { return swap.station.first_plug + swap.station.plug_count; }

std::uint32_t vacant_slot(State const& state, Station const& station) {
    std::uint32_t slot = station.first_plug;
    while (slot < station.first_plug + station.plug_count && state.phase[slot] != Phase::vacant) ++slot;
    return slot;
}

// Packs that are to be ready or on charge: as ordered, and one for each car in line.
std::uint32_t packs_wanted(State const& state, Swap const& swap) {
    return std::max(swap.state.wanted, state.ledger[swap.built.station.index()].waiting);
}

void charge_packs(Supply const& supply, State& state, Swap& swap, SimTime now) {
    std::uint32_t const wanted = packs_wanted(state, swap);
    while (swap.state.ready + swap.state.charging < wanted) {
        std::uint32_t const slot = vacant_slot(state, swap.station), pack = fullest(swap, PackIs::empty);
        if (slot == no_slot(swap) || pack == swap.built.pack_count) {
            if (swap.state.feeding == 0) return;
            stop_feeding(supply, state, swap, swap.packs[fullest(swap, PackIs::feeding)], now);
            continue;
        }
        swap.packs[pack].slot = slot;
        swap.packs[pack].is = PackIs::charging;
        ++swap.state.charging;
        // One that takes no more current is charged as far as it can be.
        if (occupy(supply, state, PlugId{slot}, request_of(supply, swap, pack), now) == PlugIs::freed)
            collect_charged(state, swap);
    }
}

// Who feeds back next: the fullest of the ready packs that are not wanted and of the empty ones; all packs:
// none.
std::uint32_t next_to_feed(State const& state, Swap const& swap) {
    std::uint32_t const none = swap.built.pack_count, empty = fullest(swap, PackIs::empty);
    std::uint32_t const ready =
        swap.state.ready > packs_wanted(state, swap) ? fullest(swap, PackIs::ready) : none;
    if (ready == none || empty == none) return std::min(ready, empty);
    return swap.packs[empty].soc > swap.packs[ready].soc ? empty : ready;
}

void feed_packs(Supply const& supply, State& state, Swap& swap, Duration feed_over, SimTime now) {
    SwapSettings const& settings = supply.settings.swap;
    double left_w = 1'000.0 * supply.limit_kw[swap.built.station.index()];
    while (swap.state.ready >= packs_wanted(state, swap)) {
        std::uint32_t const slot = vacant_slot(state, swap.station), next = next_to_feed(state, swap);
        if (slot == no_slot(swap) || next == swap.built.pack_count) return;
        SwapPack& pack = swap.packs[next];
        double const held_kwh = (pack.soc - settings.floor_soc) * swap.built.energy_kwh *
                                supply.settings.bidirectional.discharge_efficiency;
        double const most_w = 1'000.0 * settings.feed_share * supply.plug_limit_kw[slot];
        double const w = std::floor(std::min({most_w, left_w, 1'000.0 * held_kwh / feed_over.hours()}));
        if (w < 1.0) return;
        lay_in(supply, state, PlugId{slot}, request_of(supply, swap, next), now);
        if (pack.is == PackIs::ready) --swap.state.ready;
        ++swap.state.feeding;
        pack = {pack.soc, slot, static_cast<std::int32_t>(w), now, PackIs::feeding};
        meter_feeding(supply, state, PlugId{slot}, pack.feed_w, now);
        left_w -= w;
    }
}

void settle(Supply const& supply, State& state, Swap& swap, SimTime now) {
    accrue(swap.state, now);
    collect_broken(supply, state, swap, now);
    collect_charged(state, swap);
    let_next_in(supply, state, swap, now);
    charge_packs(supply, state, swap, now);
}

bool fits_packs(Supply const& supply, Station const& station, SessionRequest const& request) {
    std::string const& wanted = supply.catalogue.models[request.model.index()].swap_standard;
    return !wanted.empty() && wanted == supply.catalogue.models[station.swap.model.index()].swap_standard;
}

void join_line(Supply const& supply, State& state, StationId station, SessionRequest const& request,
               SimTime now) {
    Ledger& ledger = state.ledger[station.index()];
    accrue(ledger, now);
    Waiting car{request, now, {}};
    car.charge_h.fill(endless_h);
    state.waiting[supply.first_bay[station.index()] + ledger.waiting] = car;
    ++ledger.waiting;
}

}  // namespace

void open_swaps(Supply const& supply, State& state) {
    SwapState opening{};
    opening.ends = never;
    for (BuiltSwap const& built : supply.swaps) {
        opening.wanted = opening.ready = built.pack_count;
        state.swaps.push_back(opening);
        state.packs.insert(state.packs.end(), built.pack_count,
                           {supply.settings.swap.target_soc, 0, 0, SimTime{0}, PackIs::ready});
    }
}

Arrival::Kind arrive_for_swap(Supply const& supply, State& state, StationId station,
                              SessionRequest const& request, SimTime now) {
    std::uint32_t const index = supply.swap_of_station[station.index()];
    Swap swap = swap_at(supply, state, index);
    Ledger const& ledger = state.ledger[station.index()];
    if (ledger.open == 0 || request.wants != PlugClass::swap || !fits_packs(supply, swap.station, request) ||
        request.soc >= supply.settings.swap.target_soc)
        return Arrival::Kind::balked;
    if (ledger.waiting == 0 && can_begin(swap)) {
        accrue(swap.state, now);
        begin_swap(supply, state, swap, request, now);
        settle(supply, state, swap, now);
        return Arrival::Kind::plugged_in;
    }
    if (ledger.waiting >= swap.station.bays) return Arrival::Kind::balked;
    if (predict_swap(supply, state, index, now) > request.patience) return Arrival::Kind::balked;
    join_line(supply, state, station, request, now);
    settle(supply, state, swap, now);
    return Arrival::Kind::queued;
}

void settle_swaps(Supply const& supply, State& state, StationId station, SimTime now) {
    if (!is_swap_station(supply, station)) return;
    Swap swap = swap_at(supply, state, supply.swap_of_station[station.index()]);
    settle(supply, state, swap, now);
}

Changes bay_event(Supply const& supply, State& state, std::uint32_t index, SimTime now) {
    clear_answers(state);
    Swap swap = swap_at(supply, state, index);
    check(swap.state.ends == now, "a swap ends that is not under way (stale event)");
    accrue(swap.state, now);
    SessionRequest const& car = swap.state.car;
    SwapPack& pack = swap.packs[swap.state.pack];
    double const given_kwh = (pack.soc - car.soc) * swap.built.energy_kwh;
    state.notices.push_back({Notice::Kind::swapped, car.ticket, PlugId{swap.station.first_plug},
                             reading_of(pack.soc, given_kwh)});
    swap.state.exchanged_kwh += given_kwh;
    swap.state.ends = never;
    pack = {car.soc, 0, 0, now, PackIs::empty};
    settle(supply, state, swap, now);
    return answers(state);
}

Changes order_packs(Supply const& supply, State& state, std::uint32_t index, PackOrders const& orders,
                    SimTime now) {
    clear_answers(state);
    Swap swap = swap_at(supply, state, index);
    accrue(swap.state, now);
    for (SwapPack& pack : swap.packs)
        if (pack.is == PackIs::feeding) stop_feeding(supply, state, swap, pack, now);
    swap.state.wanted = std::min(orders.wanted, swap.built.pack_count);
    settle(supply, state, swap, now);
    check(orders.feed_over.ms == 0 || swap.station.swap.feeds_back, "packs are to feed back where none can");
    if (orders.feed_over.ms > 0) feed_packs(supply, state, swap, orders.feed_over, now);
    return answers(state);
}

double giving_kwh(Supply const& supply, State const& state, StationId station, SimTime now) {
    if (!is_swap_station(supply, station)) return 0.0;
    BuiltSwap const& built = supply.swaps[supply.swap_of_station[station.index()]];
    double kwh = 0.0;
    for (SwapPack const& pack : std::span(state.packs).subspan(built.first_pack, built.pack_count))
        if (pack.is == PackIs::feeding) kwh += booked_kwh(supply, built, pack, now);
    return kwh;
}

Duration predict_swap(Supply const& supply, State const& state, std::uint32_t index, SimTime now) {
    BuiltSwap const& built = supply.swaps[index];
    SwapState const& swap = state.swaps[index];
    std::int64_t const charge_ms = duration_from_hours_up(built.usual_charge_h).ms;
    std::int64_t const swap_ms = from_seconds(supply.settings.swap.usual_s).ms;
    std::int64_t bay_ms = swap.ends == never ? 0 : std::max<std::int64_t>((swap.ends - now).ms, 0);
    std::array<std::int64_t, most_packs> at;  // when each pack is ready, from now
    for (std::uint32_t p = 0; p < built.pack_count; ++p) {
        SwapPack const& pack = state.packs[built.first_pack + p];
        switch (pack.is) {
            case PackIs::ready: at[p] = 0; break;
            case PackIs::feeding:
            case PackIs::empty: at[p] = charge_ms; break;
            case PackIs::in_bay: at[p] = bay_ms + charge_ms; break;
            case PackIs::charging:
                at[p] = std::max<std::int64_t>((state.free_at[pack.slot] - now).ms, 0);
                break;
        }
    }
    auto const end = at.begin() + built.pack_count;
    for (std::uint32_t ahead = state.ledger[built.station.index()].waiting;; --ahead) {
        auto const first = std::min_element(at.begin(), end);
        std::int64_t const begins = std::max(bay_ms, *first);
        if (ahead == 0) return {begins};
        bay_ms = begins + swap_ms;
        *first = bay_ms + charge_ms;
    }
}

SwapReading read_swaps(State const& state, std::uint32_t index, SimTime now) {
    SwapState swap = state.swaps[index];
    accrue(swap, now);
    return {swap.ready_ms, swap.charging_ms, swap.feeding_ms, swap.bay_ms, swap.starved_ms,   swap.waited_ms,
            swap.ready,    swap.charging,    swap.feeding,    swap.swaps,  swap.exchanged_kwh};
}

}  // namespace yuchong::supply
