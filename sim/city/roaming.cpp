#include "sim/city/roaming.hpp"

#include "sim/base/math.hpp"
#include "sim/city/walk.hpp"

#include <algorithm>
#include <limits>

namespace yuchong::city {

namespace {

// Of the SoC that makes drivers go, by the price.
double price_shift(City const& city, double yuan_per_kwh) {
    auto const& charging = city.inputs.demand.charging;
    return charging.price_shift * math::log(yuan_per_kwh / charging.price_reference_yuan_per_kwh);
}

double break_probability(City const& city, demand::Car const& car, Agent const& agent, YuanPerKwh price) {
    return demand::start_probability({agent.soc, Duration{0}, vehicle::Powertrain::bev}, price,
                                     city.fleet(car).charging);
}

Block stop_draw(City const& city, demand::Car const& car, Stop const& stop) {
    return city.random.draw(
        demand::draw_for(car.ordinal, demand::Purpose::stop_decision, stop.day, stop.leg));
}

}  // namespace

std::optional<Turn> turn_to_station(City const& city, demand::Car const& car, Agent const& agent,
                                    NextLeg const& next) {
    auto const& settings = city.fleet(car).roaming->settings();
    if (next.departs == never || agent.soc > 1.0 - city.inputs.demand.charging.shortest_top_up)
        return std::nullopt;
    Cruise const& cruise = next.cruise;
    double const left = agent.soc - (cruise.kwh + next.kwh) / car.energy_kwh;
    bool const must = left < car.reserve_soc;
    if (agent.stop.place == demand::Place::rest) {
        SimTime const since = agent.stop.since;
        if (must) return Turn{since, 0.0, 0.0, true, false};
        double const at_most = break_probability(city, car, agent, YuanPerKwh{city.lowest_public_price});
        bool const thinks = stop_draw(city, car, agent.stop).uniform(0) < at_most;
        return thinks ? std::optional(Turn{since, 0.0, 0.0, false, false}) : std::nullopt;
    }
    if (cruise.km > 0.0) {
        double const kwh_per_km = cruise.kwh / cruise.km;
        auto const km =
            demand::search_after_km({cruise.km, agent.soc, kwh_per_km / car.energy_kwh},
                                    price_shift(city, city.lowest_public_price), cruise.search_u, settings);
        if (km) {
            auto const whole = static_cast<double>((next.departs - cruise.from).ms);
            Duration const driven{static_cast<std::int64_t>(whole * *km / cruise.km)};
            return Turn{cruise.from + driven, *km, *km * kwh_per_km, false, false};
        }
    }
    if (!must) return std::nullopt;
    return Turn{next.departs, cruise.km, cruise.kwh, true, next.serves_order};
}

void leave_cruise(City const& city, demand::Car const& car, Agent& agent, Turn const& turn) {
    Walked& walked = agent.walked;
    double const before = agent.soc;
    bool const short_of_range = draw_from_pack(city, car, agent, turn.kwh);
    if (turn.at >= city.window.begin) {
        walked.km += static_cast<float>(turn.km);
        walked.kwh += static_cast<float>((before - agent.soc) * car.energy_kwh);
        if (short_of_range) ++walked.short_of_range;
        if (turn.refuses_order) ++walked.refused;
        if (agent.stop.leg == 0) ++walked.days;
    }
    agent.forced = turn.forced;
    agent.parks = false;
    agent.stop.since = turn.at;
    if (agent.stop.place == demand::Place::rest) return;  // the break goes on
    // The next order is drawn anew from here.
    agent.leaves = never;
    if (agent.stop.leg < std::numeric_limits<std::uint8_t>::max()) ++agent.stop.leg;
}

bool keeps_wish(City const& city, demand::Car const& car, Agent const& agent, YuanPerKwh price) {
    if (agent.forced) return true;
    if (agent.stop.place == demand::Place::rest)
        return stop_draw(city, car, agent.stop).uniform(0) < break_probability(city, car, agent, price);
    // Thinning of a Poisson process: the hazard at this price over that at the lowest one.
    auto const& settings = city.fleet(car).roaming->settings();
    double const dearer = price_shift(city, price.value()) - price_shift(city, city.lowest_public_price);
    Block const draw = city.random.draw(
        demand::draw_for(car.ordinal, demand::Purpose::duty_price, agent.stop.day, agent.stop.leg));
    return draw.uniform(0) < math::exp(dearer / settings.search_width);
}

double roaming_target_soc(City const& city, demand::Car const& car, Agent const& agent, Queue queue,
                          SimTime now) {
    Fleet const& fleet = city.fleet(car);
    auto const& settings = fleet.roaming->settings();
    vehicle::Model const& model = city.model(car);
    double const exit_rate =
        queue == Queue::others_wait ? settings.exit_rate_queue_per_h : settings.exit_rate_per_h;
    double const scale = model.curve_scale * car.curve_scale;
    double const slow_from =
        demand::exit_rate_target(city.inputs.catalogue.curves[model.curve.index()].points, exit_rate / scale);
    demand::DutyDay const duty = fleet.roaming->day(car, agent.stop.day, city.random);
    double const hours_left = duty.left_after(now - city.calendar.midnight(agent.stop.day)).hours();
    double const enough = hours_left * settings.usual_kw / car.energy_kwh + settings.spare_soc;
    double const least = agent.soc + city.inputs.demand.charging.shortest_top_up;
    return std::min(std::max(std::min(slow_from, enough), least), 1.0);
}

}  // namespace yuchong::city
