#include "sim/supply/queue.hpp"

#include "sim/base/check.hpp"
#include "sim/supply/cursor.hpp"
#include "sim/supply/ledger.hpp"
#include "sim/supply/prediction.hpp"

#include <algorithm>
#include <span>

namespace yuchong::supply {

namespace {

bool is_super_car(Supply const& supply, SessionRequest const& request) {
    if (request.wants != PlugClass::super) return false;
    return request.fixed_service.ms >= 0 || supply.catalogue.models[request.model.index()].super_capable;
}

// Nobody plugs in where packs charge, and who wants another pack looks for no plug.
bool accepts(Supply const& supply, SessionRequest const& request, std::size_t plug_class) {
    if (plug_class == swap_class || request.wants == PlugClass::swap) return false;
    bool const takes_fast = request.wants != PlugClass::ac || request.accepts_fast;
    if (plug_class == ac_class) return request.wants == PlugClass::ac || request.accepts_ac;
    if (is_super_car(supply, request)) return plug_class == super_class || request.accepts_fast;
    return takes_fast && (plug_class == fast_class || supply.settings.queue.others_may_use_super);
}

std::array<std::size_t, plug_classes> preference(Supply const& supply, SessionRequest const& request) {
    if (request.wants == PlugClass::ac) return {ac_class, fast_class, super_class, swap_class};
    if (is_super_car(supply, request)) return {super_class, fast_class, ac_class, swap_class};
    return {fast_class, super_class, ac_class, swap_class};
}

std::span<Waiting const> waiting_cars(Supply const& supply, State const& state, StationId station) {
    return {state.waiting.data() + supply.first_bay[station.index()], state.ledger[station.index()].waiting};
}

// Expected hours at the first plug of each class that this car accepts.
std::array<double, plug_classes> charge_hours(Supply const& supply, State const& state, StationId station,
                                              SessionRequest const& request) {
    std::array<double, plug_classes> hours;
    hours.fill(endless_h);
    Station const& built = supply.network.stations[station.index()];
    for (std::uint32_t p = built.first_plug; p < built.first_plug + built.plug_count; ++p) {
        auto const plug_class = static_cast<std::size_t>(supply.network.plugs[p].plug_class);
        if (hours[plug_class] < endless_h || state.phase[p] == Phase::out_of_order) continue;
        if (accepts(supply, request, plug_class)) hours[plug_class] = hours_alone(supply, PlugId{p}, request);
    }
    return hours;
}

bool super_car_waits(Supply const& supply, State const& state, StationId station, PlugId plug) {
    auto const cars = waiting_cars(supply, state, station);
    return std::any_of(cars.begin(), cars.end(), [&](Waiting const& car) {
        return is_super_car(supply, car.request) && fits(supply, plug, car.request);
    });
}

// Whether a super-capable car expects to finish at a fast terminal that is free now before it would at a
// super one behind the cars ahead of it.
bool fast_is_earlier(Supply const& supply, State const& state, StationId station, Waiting const& car,
                     std::span<Waiting const> ahead, SimTime now) {
    if (car.charge_h[super_class] == endless_h) return true;
    Duration const wait = predict_start(supply, state, station, class_bit(PlugClass::super), ahead, now);
    if (wait >= endless_wait) return true;
    return car.charge_h[fast_class] <= wait.hours() + car.charge_h[super_class];
}

// Whether a car of this priority finds a plug of the class that is neither taken nor held for another.
bool finds_free(State const& state, StationId station, std::size_t plug_class, std::uint8_t priority) {
    Ledger const& ledger = state.ledger[station.index()];
    std::uint32_t const held = priority == 0 ? 0 : held_plugs(state, station, plug_class);
    return ledger.occupied[plug_class] + held < ledger.available[plug_class];
}

bool takes(Supply const& supply, State const& state, PlugId plug, std::span<Waiting const> cars,
           std::size_t i, SimTime now) {
    Plug const& built = supply.network.plugs[plug.index()];
    Waiting const& car = cars[i];
    auto const plug_class = static_cast<std::size_t>(built.plug_class);
    if (!finds_free(state, built.station, plug_class, car.request.priority)) return false;
    if (!accepts(supply, car.request, plug_class) || !fits(supply, plug, car.request)) return false;
    bool const super_car = is_super_car(supply, car.request);
    if (built.plug_class == PlugClass::super && !super_car) {
        return !super_car_waits(supply, state, built.station, plug);
    }
    if (built.plug_class == PlugClass::fast && super_car) {
        return fast_is_earlier(supply, state, built.station, car, cars.first(i), now);
    }
    return true;
}

void remove(Supply const& supply, State& state, StationId station, std::size_t i, SimTime now) {
    Ledger& ledger = state.ledger[station.index()];
    accrue(ledger, now);
    Waiting* const cars = state.waiting.data() + supply.first_bay[station.index()];
    ledger.waited_ms += (now - cars[i].since).ms;
    std::move(cars + i + 1, cars + ledger.waiting, cars + i);
    --ledger.waiting;
}

// A plug is the better the less its host has promised, then the fewer sessions it feeds, then the lower its
// number.
std::uint64_t host_load(Supply const& supply, State const& state, std::uint32_t plug) {
    HostId const host = supply.network.plugs[plug].host;
    if (!host) return 0;
    std::uint64_t const spare = supply.network.hosts[host.index()].modules - state.host_granted[host.index()];
    return ((UINT32_MAX - spare) << 32) + state.host_charging[host.index()];
}

PlugId choose_of_class(Supply const& supply, State const& state, StationId station,
                       SessionRequest const& request, std::size_t plug_class) {
    Station const& built = supply.network.stations[station.index()];
    PlugId best;
    std::uint64_t best_load = 0;
    for (std::uint32_t p = built.first_plug; p < built.first_plug + built.plug_count; ++p) {
        if (state.phase[p] != Phase::vacant) continue;
        if (static_cast<std::size_t>(supply.network.plugs[p].plug_class) != plug_class) continue;
        std::uint64_t const load = host_load(supply, state, p);
        if ((best && load >= best_load) || !fits(supply, PlugId{p}, request)) continue;
        best = PlugId{p};
        best_load = load;
    }
    return best;
}

}  // namespace

PlugId choose_plug(Supply const& supply, State const& state, StationId station, SessionRequest const& request,
                   SimTime now) {
    bool const super_car = is_super_car(supply, request);
    for (std::size_t const plug_class : preference(supply, request)) {
        if (!finds_free(state, station, plug_class, request.priority)) continue;
        if (!accepts(supply, request, plug_class)) continue;
        PlugId const plug = choose_of_class(supply, state, station, request, plug_class);
        if (!plug) continue;
        if (plug_class == super_class && !super_car && super_car_waits(supply, state, station, plug))
            continue;
        if (plug_class == fast_class && super_car) {
            Waiting const car{request, now, charge_hours(supply, state, station, request)};
            auto const ahead = waiting_cars(supply, state, station);
            if (!fast_is_earlier(supply, state, station, car, ahead, now)) continue;
        }
        return plug;
    }
    return PlugId{};
}

Queued join_queue(Supply const& supply, State& state, StationId station, SessionRequest const& request,
                  SimTime now) {
    Ledger& ledger = state.ledger[station.index()];
    std::uint32_t const bays = supply.network.stations[station.index()].bays;
    if (ledger.waiting >= bays) return Queued::balks;
    Waiting const car{request, now, charge_hours(supply, state, station, request)};
    auto const cars = waiting_cars(supply, state, station);
    auto const behind = std::find_if(cars.begin(), cars.end(), [&](Waiting const& other) {
        return other.request.priority > request.priority;
    });
    auto const place = static_cast<std::size_t>(behind - cars.begin());
    std::uint32_t classes = 0;
    for (std::size_t c = 0; c < plug_classes; ++c) {
        if (car.charge_h[c] < endless_h) classes |= class_bit(static_cast<PlugClass>(c));
    }
    if (classes == 0) return Queued::balks;
    if (predict_start(supply, state, station, classes, cars.first(place), now) > request.patience) {
        return Queued::balks;
    }
    accrue(ledger, now);
    Waiting* const first = state.waiting.data() + supply.first_bay[station.index()];
    std::move_backward(first + place, first + ledger.waiting, first + ledger.waiting + 1);
    first[place] = car;
    ++ledger.waiting;
    return Queued::waits;
}

void leave_queue(Supply const& supply, State& state, StationId station, std::uint32_t ticket, SimTime now) {
    auto const cars = waiting_cars(supply, state, station);
    auto const car = std::find_if(cars.begin(), cars.end(),
                                  [ticket](Waiting const& other) { return other.request.ticket == ticket; });
    check(car != cars.end(), "nobody with this ticket waits here (it was served or has left already)");
    remove(supply, state, station, static_cast<std::size_t>(car - cars.begin()), now);
}

void serve_queue(Supply const& supply, State& state, PlugId plug, SimTime now) {
    StationId const station = supply.network.plugs[plug.index()].station;
    if (state.ledger[station.index()].open == 0) return;
    for (std::size_t i = 0; i < state.ledger[station.index()].waiting;) {
        if (!takes(supply, state, plug, waiting_cars(supply, state, station), i, now)) {
            ++i;
            continue;
        }
        SessionRequest const request = waiting_cars(supply, state, station)[i].request;
        remove(supply, state, station, i, now);
        if (occupy(supply, state, plug, request, now) == PlugIs::taken) return;
        i = 0;
    }
}

}  // namespace yuchong::supply
