#include "sim/city/depots.hpp"

#include "sim/city/public_visit.hpp"
#include "sim/vehicle/thermal.hpp"

#include <algorithm>

namespace yuchong::city {

void line_up_at_depot(City const& city, State& state, std::uint32_t index, SimTime now) {
    Agent& agent = state.agents[index];
    demand::Car const& car = city.cars[index];
    if (agent.visit == no_visit) agent.visit = take_visit(state, index);
    Visit& visit = state.visits[agent.visit];
    visit.place = measure::Place::depot;
    visit.station = car.depot;
    visit.wanted = supply::PlugClass::fast;
    visit.starts = 0;
    visit.target_soc = city.fleet(car).depot->settings().target_soc;
    auto const& thermal = city.inputs.charging.thermal;
    // Warm from the road.
    visit.pack_temp_c =
        static_cast<float>(std::min(city.climates.ambient_c(now) + thermal.driving_most_k, thermal.hold_c));
    agent.activity = Activity::heading;
    arrive(city, state, index, now);
}

Duration patience_at_depot(Agent const& agent, SimTime now) {
    // The tally counts waits of up to 49 days.
    constexpr Duration longest = days(40);
    if (agent.leaves == never) return longest;
    return std::clamp(agent.leaves - now, Duration{0}, longest);
}

}  // namespace yuchong::city
