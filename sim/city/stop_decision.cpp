#include "sim/city/stop_decision.hpp"

#include "sim/city/charging_rows.hpp"
#include "sim/city/public_visit.hpp"
#include "sim/city/roaming.hpp"
#include "sim/city/scheduling.hpp"
#include "sim/city/walk.hpp"

#include <algorithm>
#include <cmath>

namespace yuchong::city {

void consider(City const& city, State& state, std::uint32_t index, SimTime now) {
    Agent& agent = state.agents[index];
    demand::Car const& car = city.cars[index];
    auto const& settings = city.inputs.demand.charging;
    book_walk(city, state, index);

    auto const month = static_cast<std::size_t>(city.calendar.month(now) - 1);
    double const price = city.public_price[month][static_cast<std::size_t>(city.calendar.hour(now))];
    if (on_duty(agent)) {
        if (keeps_wish(city, car, agent, YuanPerKwh{price})) {
            set_off(city, state, index, now);
        } else {
            agent.decided = agent.stop.place == demand::Place::rest;  // on the road another thought may come
            walk_on(city, state, index);
        }
        return;
    }
    Duration const stay = agent.leaves == never ? days(1) : agent.leaves - now;
    // The same draw that the walk compared with the bound.
    Block const draw = city.random.draw(
        demand::draw_for(car.ordinal, demand::Purpose::stop_decision, agent.stop.day, agent.stop.leg));
    double const probability =
        demand::start_probability({agent.soc, stay, city.model(car).powertrain}, YuanPerKwh{price}, settings);
    if (!agent.forced && draw.uniform(0) >= probability) {
        walk_on(city, state, index);
        return;
    }
    Duration const visit = seconds(std::llround(60.0 * settings.usual_visit_min));
    SimTime const latest = agent.leaves == never ? now + days(1) : agent.leaves - visit;
    // Who depends on piles and has run low needs all the time there is.
    bool const at_once = agent.forced && depends_on_piles(city, car);
    SimTime const goes = at_once || latest <= now
                             ? now
                             : demand::when_to_go(now, latest, city.calendar.since_midnight(now),
                                                  city.going[month], {draw.uniform(1), draw.uniform(2)});
    if (goes > now) {
        schedule_agent(city, state, index, goes, EventKind::go);
    } else {
        set_off(city, state, index, now);
    }
}

}  // namespace yuchong::city
