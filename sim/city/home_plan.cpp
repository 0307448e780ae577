#include "sim/city/home_plan.hpp"

#include "sim/city/city.hpp"
#include "sim/city/home_v2g.hpp"
#include "sim/city/state.hpp"

#include <algorithm>
#include <cmath>
#include <span>

namespace yuchong::city {

namespace {

using control::HomeStrategy;

constexpr std::int64_t ring = 256;  // slots; more than a plan reaches
constexpr double slot_h = plan_slot.hours();

// What plans of the zone draw in a slot, from `now_slot` on; entries of laps gone by are cleared first.
float& zone_kw(HomeControlState& control, std::size_t zone, std::int64_t slot) {
    return control.zone_kw[zone * ring + static_cast<std::size_t>(slot % ring)];
}

void clear_until(HomeControlState& control, std::size_t zone, std::int64_t end) {
    std::int64_t& cleared = control.cleared_before[zone];
    cleared = std::max(cleared, end - ring);
    for (; cleared < end; ++cleared) zone_kw(control, zone, cleared) = 0.0F;
}

void add_to_zone(HomeControlState& control, std::size_t zone, HomePlan const& plan, std::int64_t from,
                 float sign) {
    for (std::uint32_t k = 0; k < plan.count; ++k) {
        if (plan.first + k >= from)
            zone_kw(control, zone, plan.first + k) += sign * static_cast<float>(plan.w[k]) / 1000.0F;
    }
}

std::uint32_t take_place(HomeControlState& control) {
    if (control.free_plans.empty()) {
        control.plans.emplace_back();
        return static_cast<std::uint32_t>(control.plans.size() - 1);
    }
    std::uint32_t const index = control.free_plans.back();
    control.free_plans.pop_back();
    return index;
}

void fill_by_tariff(City const& city, HomeControlState& control, std::uint32_t agent, HomePlan const& plan,
                    control::ChargingNeed const& need) {
    for (std::uint32_t k = 0; k < plan.count; ++k) {
        SimTime const t = begin_of_slot(plan.first + k);
        control.load_kw[k] =
            city.tariff
                .home_price(control::HomePlan::time_of_use, city.calendar.month(t), city.calendar.hour(t))
                .value();
    }
    Block const draw =
        city.random.draw(demand::draw_for(city.cars[agent].ordinal, demand::Purpose::home_control,
                                          city.calendar.day(begin_of_slot(plan.first))));
    control.cheapest.fill(std::span(control.load_kw).first(plan.count), need, slot_h,
                          {city.inputs.control.homes.spread_h}, draw.uniform(1),
                          std::span(control.plan_kw).first(plan.count));
}

void fill_valley(City const& city, HomeControlState& control, std::size_t zone, HomePlan const& plan,
                 control::ChargingNeed const& need) {
    read_zone_load(city, control, zone, plan, control.load_kw);
    control.filler.fill(std::span(control.load_kw).first(plan.count), need.energy_kwh, need.max_kw, slot_h,
                        std::span(control.plan_kw).first(plan.count));
}

double energy_kwh(supply::HomeCharge const& charge) {
    return supply::energy_between_kwh(charge, charge.soc_start, charge.soc_stop);
}

// What the taper costs beyond full power.
Duration taper_costs(supply::HomeCharge const& charge) {
    Duration const at_full_power = duration_from_hours_up(energy_kwh(charge) / (charge.flat_w / 1000.0));
    return Duration{charge.end_after_ms} - at_full_power;
}

bool has_room(HomePlan const& plan, supply::HomeCharge const& charge) {
    double const energy = energy_kwh(charge);
    return energy > 0.0 && energy <= charge.flat_w / 1000.0 * slot_h * plan.count;
}

// Fills control.plan_kw by the strategy of all homes.
void fill(City const& city, HomeControlState& control, std::uint32_t agent, supply::HomeCharge const& charge,
          HomePlan const& plan) {
    control::ChargingNeed const need{energy_kwh(charge), charge.flat_w / 1000.0, 0, plan.count};
    if (home_strategy(city, agent) == HomeStrategy::valley_fill) {
        fill_valley(city, control, city.cars[agent].home, plan, need);
    } else {
        fill_by_tariff(city, control, agent, plan, need);
    }
    for (std::uint32_t k = 0; k < plan.count; ++k)
        control.plan_kw[k] = static_cast<double>(std::lround(1000.0 * control.plan_kw[k])) / 1000.0;
}

// A plan of this stay from slot `first` on, in whole watts; without slots if there is no room for one.
HomePlan lay_out(City const& city, HomeControlState& control, std::uint32_t agent,
                 supply::HomeCharge const& charge, std::int64_t first, SimTime leaves, V2gAnswer v2g) {
    std::size_t const zone = city.cars[agent].home;
    bool const may_feed = v2g != V2gAnswer::no;
    HomePlan plan = open_plan(city, control, zone, first,
                              {leaves, may_feed ? supply::taper_length(charge) : taper_costs(charge)});
    if (may_feed) {
        plan.feeds_back = fill_v2g(city, control, agent, charge, plan, v2g);
        if (!plan.feeds_back) plan.count = 0;
    } else if (has_room(plan, charge)) {
        fill(city, control, agent, charge, plan);
    } else {
        plan.count = 0;
    }
    write_down(control, plan);
    return plan;
}

}  // namespace

// The slots that a plan may use, from `first` on; the last hours of the stay, `reserved`, are not planned.
HomePlan open_plan(City const& city, HomeControlState& control, std::size_t zone, std::int64_t first,
                   StayEnd end_of_stay) {
    std::int64_t end = first + static_cast<std::int64_t>(most_plan_slots);
    if (end_of_stay.leaves != never) end = std::min(end, slot_of(end_of_stay.leaves - end_of_stay.reserved));
    HomePlan plan{};
    plan.first = first;
    plan.count = static_cast<std::uint32_t>(std::max<std::int64_t>(end - first, 0));
    if (publishes_plans(city)) clear_until(control, zone, plan.first + plan.count);
    return plan;
}

void write_down(HomeControlState const& control, HomePlan& plan) {
    for (std::uint32_t k = 0; k < plan.count; ++k)
        plan.w[k] = static_cast<std::int16_t>(std::lround(1000.0 * control.plan_kw[k]));
}

std::uint32_t keep_plan(City const& city, HomeControlState& control, std::size_t zone, HomePlan const& plan) {
    if (publishes_plans(city)) add_to_zone(control, zone, plan, plan.first, 1.0F);
    std::uint32_t const index = take_place(control);
    control.plans[index] = plan;
    return index;
}

void withdraw_plan(City const& city, HomeControlState& control, std::size_t zone, std::uint32_t index,
                   std::int64_t from) {
    if (publishes_plans(city)) add_to_zone(control, zone, control.plans[index], from, -1.0F);
}

void renew_plan(City const& city, HomeControlState& control, std::size_t zone, std::uint32_t index,
                HomePlan anew) {
    if (publishes_plans(city)) add_to_zone(control, zone, anew, anew.first, 1.0F);
    HomePlan const& old = control.plans[index];
    anew.feeds_back = old.feeds_back;
    anew.fed_kwh = old.fed_kwh;
    anew.refill_kwh = old.refill_kwh;
    control.plans[index] = anew;
}

HomeControlState make_home_control(City const& city) {
    HomeControlState control;
    std::size_t const zones = city.geography().zones.size();
    if (publishes_plans(city)) {
        control.zone_kw.assign(zones * ring, 0.0F);
        control.cleared_before.assign(zones, 0);
    }
    control.load_kw.resize(most_plan_slots);
    control.sell.resize(most_plan_slots);
    control.plan_kw.resize(most_plan_slots);
    return control;
}

std::vector<double> base_load_by_slot(City const& city) {
    std::int64_t const slots = slot_of(city.window.end) + static_cast<std::int64_t>(most_plan_slots) + 2;
    std::vector<double> kw;
    for (std::int64_t slot = 0; slot < slots; ++slot) {
        // What comes after the run is taken to be like its last day.
        SimTime t = begin_of_slot(slot) + Duration{plan_slot.ms / 2};
        while (t >= city.window.end) t = t - days(1);
        kw.push_back(city.base_load_at(std::max(t, SimTime{0})).value());
    }
    return kw;
}

HomeStrategy home_strategy(City const& city, std::uint32_t agent) { return city.home_strategy[agent]; }

bool fills_valleys(City const& city) { return city.some_homes_fill_valleys; }

bool publishes_plans(City const& city) {
    return fills_valleys(city) || city.inputs.control.v2g.strategy == control::V2gStrategy::v2g_peak_shave;
}

bool resweeps(City const& city) {
    return fills_valleys(city) || city.inputs.control.v2g.strategy != control::V2gStrategy::none;
}

void read_zone_load(City const& city, HomeControlState& control, std::size_t zone, HomePlan const& plan,
                    std::span<double> load_kw) {
    for (std::uint32_t k = 0; k < plan.count; ++k) {
        auto const slot = static_cast<std::size_t>(plan.first + k);
        load_kw[k] = city.zone_base_share[zone] * city.base_kw_by_slot[slot] +
                     static_cast<double>(zone_kw(control, zone, plan.first + k));
    }
}

SimTime begin_of_slot(std::int64_t slot) { return SimTime{slot * plan_slot.ms}; }

bool lays_out(City const& city, std::uint32_t agent) {
    HomeStrategy const strategy = home_strategy(city, agent);
    return (strategy == HomeStrategy::tariff || strategy == HomeStrategy::valley_fill) &&
           takes_part(city, agent);
}

bool takes_part(City const& city, std::uint32_t agent) {
    if (home_strategy(city, agent) == HomeStrategy::uncontrolled) return false;
    Block const draw =
        city.random.draw(demand::draw_for(city.cars[agent].ordinal, demand::Purpose::home_control));
    return draw.uniform(0) < city.inputs.control.homes.share;
}

SimTime delayed_home_start(City const& city, std::uint32_t agent, supply::HomeCharge const& charge,
                           SimTime now, SimTime leaves) {
    Block const draw = city.random.draw(
        demand::draw_for(city.cars[agent].ordinal, demand::Purpose::home_control, city.calendar.day(now)));
    SimTime const cheap = city.tariff.next_valley(city.calendar, now);
    if (cheap == never) return now;
    Duration const charging{charge.end_after_ms};
    SimTime const departure = leaves == never ? now + days(1) + charging : leaves;
    return control::delayed_start(now, departure, charging, cheap, {city.inputs.control.homes.spread_h},
                                  draw.uniform(1));
}

std::uint32_t plan_home(City const& city, State& state, std::uint32_t agent, supply::HomeCharge const& charge,
                        SimTime now, SimTime leaves) {
    HomeControlState& control = state.home_control;
    std::int64_t const first = slot_of(now) + 1;
    HomePlan plan{};
    if (can_feed_back(city, agent))
        plan = lay_out(city, control, agent, charge, first, leaves, V2gAnswer::asked);
    if (plan.count == 0 && lays_out(city, agent))
        plan = lay_out(city, control, agent, charge, first, leaves, V2gAnswer::no);
    if (plan.count == 0) return no_plan;
    return keep_plan(city, control, city.cars[agent].home, plan);
}

void plan_anew(City const& city, State& state, std::uint32_t agent, std::uint32_t index,
               supply::HomeCharge const& charge, SimTime now, SimTime leaves) {
    HomeControlState& control = state.home_control;
    std::size_t const zone = city.cars[agent].home;
    withdraw_plan(city, control, zone, index, slot_of(now));
    V2gAnswer const answer = control.plans[index].feeds_back ? V2gAnswer::yes : V2gAnswer::no;
    renew_plan(city, control, zone, index,
               lay_out(city, control, agent, charge, slot_of(now), leaves, answer));
}

std::uint32_t hold_plan(City const& city, State& state, std::uint32_t agent, std::uint32_t index,
                        std::int16_t w, SimTime resume, SimTime now) {
    HomeControlState& control = state.home_control;
    std::size_t const zone = city.cars[agent].home;
    HomePlan plan{};
    plan.first = slot_of(now);
    SimTime const last_ms{resume.ms + plan_slot.ms - 1};
    plan.count = static_cast<std::uint32_t>(
        std::clamp<std::int64_t>(slot_of(last_ms) - plan.first, 1, most_plan_slots));
    plan.w[0] = w;
    if (publishes_plans(city)) clear_until(control, zone, plan.first + plan.count);
    if (index == no_plan) return keep_plan(city, control, zone, plan);
    withdraw_plan(city, control, zone, index, plan.first);
    renew_plan(city, control, zone, index, plan);
    return index;
}

void drop_plan(City const& city, HomeControlState& control, std::size_t zone, std::uint32_t index,
               SimTime now) {
    withdraw_plan(city, control, zone, index, slot_of(now) + 1);
    control.free_plans.push_back(index);
}

PlannedPower power_from(HomePlan const& plan, SimTime now) {
    std::int64_t const end = plan.first + plan.count;
    std::int64_t slot = std::max(slot_of(now), plan.first);
    while (slot < end && plan.w[static_cast<std::size_t>(slot - plan.first)] == 0) ++slot;
    if (slot >= end) return {std::max(now, begin_of_slot(end)), never, no_limit_w};
    std::int16_t const w = plan.w[static_cast<std::size_t>(slot - plan.first)];
    std::int64_t last = slot + 1;
    while (last < end && plan.w[static_cast<std::size_t>(last - plan.first)] == w) ++last;
    return {std::max(now, begin_of_slot(slot)), begin_of_slot(last), w};
}

}  // namespace yuchong::city
