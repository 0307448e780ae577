#pragma once
// Battery-swap stations (换电站), models.md 2.8: packs that are empty, on charge, ready or feeding back,
// charging slots, one bay, one queue. The slots are plugs of a host of the station: packs charge there as
// cars do, share the connection, are metered and audited; a pack is a session whose ticket is its number in
// the station, and nobody outside is told of it. Blind-mate contacts, so no overhead; packs are kept at one
// temperature.
//
//   a car arrives -> bay free and a pack ready: swap_began, its length is drawn   else it waits in line
//   the swap ends -> swapped: the car has the pack, its own one stays, empty
//   wanted        -> so many packs (and one for each car in line) are to be ready or on charge; the fullest
//                    empty ones go into vacant slots first. Control sets it: all of them, or fewer by price.
//
//   feed_over     -> once the wanted packs are ready, the fullest of the others give what they hold above
//                    swap.floor_soc evenly over this time, in vacant slots, as far as slots and connection
//                    carry it. If no slot or no empty pack is left for one that is wanted, the fullest of
//                    those that feed is charged again.
//
// A pack is handed out once it is charged to swap.target_soc. The pack that leaves is the fullest ready one.
// A slot that breaks turns its pack back into an empty one.
//
// arrive(), renege(), predicted_waits() of station.hpp know swap stations; what follows is theirs alone.

#include "sim/supply/session.hpp"
#include "sim/supply/state.hpp"
#include "sim/supply/station.hpp"

namespace yuchong::supply {

[[nodiscard]] inline bool is_swap_station(Supply const& supply, StationId station) {
    return supply.swap_of_station[station.index()] != no_swap;
}

// All packs charged, in no slot; all wanted.
void open_swaps(Supply const& supply, State& state);

// Balks if the station is closed, its packs do not fit, the car has as much as they, all waiting bays are
// taken or the predicted wait exceeds its patience. Answers are those of station.hpp's arrive().
Arrival::Kind arrive_for_swap(Supply const& supply, State& state, StationId station,
                              SessionRequest const& request, SimTime now);

// After anything has happened to a station's slots, queue or packs: charged packs become ready, the next car
// enters the bay, empty packs go into slots. Nothing at other stations.
void settle_swaps(Supply const& supply, State& state, StationId station, SimTime now);

// The swap in the bay ends. `swap`: of Supply::swaps.
Changes bay_event(Supply const& supply, State& state, std::uint32_t swap, SimTime now);

struct PackOrders {
    std::uint32_t wanted;   // packs ready or on charge; those on charge stay so
    Duration feed_over{0};  // not less than until the next orders; 0: none feeds back

    bool operator==(PackOrders const&) const = default;
};

// From `now` on. Pre: where feed_over is positive, the station feeds back, and orders come again by then.
Changes order_packs(Supply const& supply, State& state, std::uint32_t swap, PackOrders const& orders,
                    SimTime now);

// What a station's packs that feed back have given since they began, at the slots; 0 at other stations.
double giving_kwh(Supply const& supply, State const& state, StationId station, SimTime now);

// Wait of a car behind those in line: packs are dealt in the order in which they are ready, and are ready
// again one usual charge after they come back.
Duration predict_swap(Supply const& supply, State const& state, std::uint32_t swap, SimTime now);

// Accounts of a swap station at any `now` not before its last change.
struct SwapReading {
    std::int64_t ready_ms, charging_ms, feeding_ms, bay_ms, starved_ms, waited_ms;
    std::uint32_t ready, charging, feeding;
    std::uint32_t swaps;   // begun
    double exchanged_kwh;  // by ended ones
};
SwapReading read_swaps(State const& state, std::uint32_t swap, SimTime now);

}  // namespace yuchong::supply
