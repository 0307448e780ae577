#pragma once
// What the service does each `information.step`, in phase control, before anybody arrives at that instant:
// hours that are over become belief, places asked for are booked, kept and given back, and all who wait for
// an assignment are sent at once. The queues are looked at for the record.

#include "sim/city/city.hpp"
#include "sim/city/state.hpp"

namespace yuchong::city {

void start_guidance(City const& city, State& state);
void guidance_tick(City const& city, State& state, SimTime now);

// The booking with which this car arrives at this station, if a plug is held for it; the booking is used up.
enum class Place : std::uint8_t { none, booked, held };
struct UsedBooking {
    Place place;
    supply::PlugClass plug_class;
};
UsedBooking use_booking(State& state, std::uint32_t agent, std::uint32_t station);

}  // namespace yuchong::city
