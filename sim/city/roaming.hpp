#pragma once
// A roaming vehicle and the stations: when its driver turns to one, whether a price is right, and how much it
// charges. models.md 3.3 and 3.5.
//
// While it cruises, a thought of charging comes at a hazard that grows as the battery empties; at a break it
// is a choice like anybody's at a stop. The walk draws by the lowest price there is; `consider` thins by the
// price of the hour. An order that the battery cannot serve is refused, and the vehicle has to charge.

#include "sim/city/city.hpp"
#include "sim/city/itinerary.hpp"
#include "sim/city/state.hpp"

#include <optional>

namespace yuchong::city {

// Whether the vehicle is on duty, between orders or at a break, and not at home or on a day off.
[[nodiscard]] inline bool on_duty(Agent const& agent) {
    return agent.stop.place == demand::Place::road || agent.stop.place == demand::Place::rest;
}

// Where a stretch to a station begins: after so much of the cruise before the next leg.
struct Turn {
    SimTime at;
    double km, kwh;  // cruised until then
    bool forced, refuses_order;
};

// Pre: on_duty(agent).
[[nodiscard]] std::optional<Turn> turn_to_station(City const& city, demand::Car const& car,
                                                  Agent const& agent, NextLeg const& next);
// The agent has come so far.
void leave_cruise(City const& city, demand::Car const& car, Agent& agent, Turn const& turn);

// Is the wish kept at this hour's price? Pre: on_duty(agent), the event of its turn.
[[nodiscard]] bool keeps_wish(City const& city, demand::Car const& car, Agent const& agent, YuanPerKwh price);

// Where the charge ends: the battery has become slow, or has enough for the rest of the duty.
enum class Queue : std::uint8_t { nobody_waits, others_wait };
[[nodiscard]] double roaming_target_soc(City const& city, demand::Car const& car, Agent const& agent,
                                        Queue queue, SimTime now);

}  // namespace yuchong::city
