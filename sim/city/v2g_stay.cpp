#include "sim/city/v2g_stay.hpp"

#include "sim/city/city.hpp"
#include "sim/demand/v2g_choice.hpp"

#include <algorithm>
#include <cmath>

namespace yuchong::city {

namespace {

using control::V2gStrategy;

constexpr double slot_h = plan_slot.hours();

control::V2gValues against_load(City const& city, HomeControlState& control, std::size_t zone,
                                HomePlan const& plan) {
    auto const load = std::span(control.load_kw).first(plan.count);
    read_zone_load(city, control, zone, plan, load);
    return {.buy = load, .sell = load, .steepness_per_kw = 1.0, .wear = 0.0};
}

YuanPerKwh paid_at(City const& city, StayPlace place, int month, int hour) {
    return place == StayPlace::station ? city.tariff.station_feed_in(month, hour)
                                       : city.tariff.feed_in(month, hour);
}

YuanPerKwh price_at(City const& city, StayPlace place, int month, int hour) {
    return place == StayPlace::station ? city.tariff.price(month, hour)
                                       : city.tariff.home_price(control::HomePlan::time_of_use, month, hour);
}

control::V2gValues against_prices(City const& city, HomeControlState& control, StayPlace place,
                                  HomePlan const& plan, double rating_kw) {
    for (std::uint32_t k = 0; k < plan.count; ++k) {
        SimTime const t = begin_of_slot(plan.first + k);
        int const month = city.calendar.month(t), hour = city.calendar.hour(t);
        control.load_kw[k] = price_at(city, place, month, hour).value();
        control.sell[k] = paid_at(city, place, month, hour).value();
    }
    control::V2gSettings const& settings = city.inputs.control.v2g;
    return {.buy = std::span(control.load_kw).first(plan.count),
            .sell = std::span(control.sell).first(plan.count),
            .steepness_per_kw = settings.evenness_yuan_per_kwh / rating_kw,
            .wear = settings.wear_yuan_per_kwh};
}

// What the owner gets for the energy that the plan feeds in, net of wear; under arbitrage net of what it
// costs to charge it again at the cheapest price of the stay.
double reward_yuan(City const& city, HomePlan const& plan, control::V2gStay const& stay,
                   control::V2gValues const& values, std::span<double const> plan_kw) {
    control::V2gSettings const& settings = city.inputs.control.v2g;
    bool const for_prices = settings.strategy == V2gStrategy::v2g_arbitrage;
    double const wear = settings.wear_yuan_per_kwh / stay.efficiency.discharge;
    double const again = for_prices ? *std::ranges::min_element(values.buy.first(plan.count)) *
                                          control::bought_per_sold(stay.efficiency)
                                    : 0.0;
    double yuan = 0.0;
    for (std::uint32_t k = 0; k < plan.count; ++k) {
        double const paid = for_prices ? values.sell[k] : settings.reward_yuan_per_kwh;
        yuan += slot_h * std::max(0.0, -plan_kw[k]) * (paid - wear - again);
    }
    return yuan;
}

bool says_yes(City const& city, FeedingStay const& stay, HomePlan const& plan, double reward) {
    Block const draw =
        city.random.draw(demand::draw_for(city.cars[stay.agent].ordinal, demand::Purpose::v2g_choice,
                                          city.calendar.day(begin_of_slot(plan.first))));
    demand::V2gOffer const offer{reward, stay.soc, city.inputs.control.v2g.reserve_soc};
    return demand::opts_in(offer, city.inputs.demand.v2g_choice, draw.uniform(0));
}

void round_to_watts(std::span<double> plan_kw) {
    for (double& kw : plan_kw) kw = std::ceil(1000.0 * kw) / 1000.0;
}

}  // namespace

bool is_equipped(City const& city, std::uint32_t agent, double share_of_cars) {
    Block const draw =
        city.random.draw(demand::draw_for(city.cars[agent].ordinal, demand::Purpose::v2g_choice));
    return draw.uniform(1) < share_of_cars;
}

bool can_feed_back(City const& city, std::uint32_t agent) {
    control::V2gSettings const& settings = city.inputs.control.v2g;
    return settings.strategy != V2gStrategy::none && is_equipped(city, agent, settings.share);
}

bool plan_feeding(City const& city, HomeControlState& control, FeedingStay const& stay, HomePlan const& plan,
                  V2gAnswer answer) {
    control::V2gStay const& battery = stay.battery;
    auto const plan_kw = std::span(control.plan_kw).first(plan.count);
    double const most_gain_kwh = battery.charge_kw * battery.efficiency.charge * slot_h * plan.count;
    if (plan.count == 0 || battery.departure_kwh - battery.energy_kwh > most_gain_kwh) return false;
    bool const for_load = city.inputs.control.v2g.strategy == V2gStrategy::v2g_peak_shave;
    control::V2gValues const values =
        for_load ? against_load(city, control, stay.zone, plan)
                 : against_prices(city, control, stay.place, plan, battery.charge_kw);
    control.v2g.plan(battery, values, slot_h, plan_kw);
    round_to_watts(plan_kw);
    if (answer != V2gAnswer::asked || city.inputs.control.v2g.opt_in == control::V2gOptIn::always)
        return true;
    return says_yes(city, stay, plan, reward_yuan(city, plan, battery, values, plan_kw));
}

}  // namespace yuchong::city
