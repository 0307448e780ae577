#include "sim/demand/day_plan.hpp"

#include "sim/base/calendar.hpp"
#include "sim/demand/shares.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace yuchong::demand {

namespace {

// When a leg of a chain begins.
enum class Start : std::uint8_t { to_work, from_work, errand, after_stay };

struct LegOutline {
    Start start;
    Place place;
};

struct ChainOutline {
    std::uint8_t legs;
    std::array<LegOutline, 4> leg;
};

constexpr LegOutline to_work{Start::to_work, Place::work};
constexpr LegOutline errand_first{Start::errand, Place::other};
constexpr LegOutline errand_next{Start::after_stay, Place::other};
constexpr LegOutline back{Start::after_stay, Place::home};

// By Chain.
constexpr std::array<ChainOutline, 6> chains{{
    {2, {{to_work, {Start::from_work, Place::home}}}},
    {3, {{to_work, {Start::from_work, Place::other}, back}}},
    {3,
     {{{Start::to_work, Place::other}, {Start::after_stay, Place::work}, {Start::from_work, Place::home}}}},
    {2, {{errand_first, back}}},
    {3, {{errand_first, errand_next, back}}},
    {4, {{errand_first, errand_next, errand_next, back}}},
}};

Duration at_hour(double hour) {
    double const within = std::clamp(hour, 0.0, 23.9);
    return seconds(std::lround(within * 3600.0));
}

Duration stay(double u, TripSettings const& settings) {
    return seconds(
        std::lround(60.0 * lognormal(u, settings.other_dwell_median_min, settings.other_dwell_sigma)));
}

}  // namespace

DayPlanner::DayPlanner(TripSettings const& settings)
    : settings_(settings),
      weekday_(cumulative_shares(settings.chains_weekday)),
      weekend_(cumulative_shares(settings.chains_weekend)),
      starts_(cumulative_shares(settings.other_start_weights)) {}

DayPlan DayPlanner::plan(Car const& car, std::int32_t day, RandomSource const& random) const {
    bool const weekend = Calendar::is_weekend(day);
    Block const draw = random.draw(draw_for(car.ordinal, Purpose::day_chain, day));
    if (draw.uniform(0) >= (weekend ? settings_.used_weekend : settings_.used_weekday)) return {.day = day};
    std::size_t const chain = pick(weekend ? weekend_ : weekday_, draw.uniform(1));
    return {.day = day,
            .legs = chains[chain].legs,
            .chain = static_cast<Chain>(chain),
            .start_u = draw.uniform(2),
            .return_u = draw.uniform(3)};
}

Leg DayPlanner::leg(Car const& car, DayPlan const& plan, std::size_t i, space::ZoneId from,
                    space::Gravity const& other_trips, RandomSource const& random) const {
    LegOutline const outline = chains[static_cast<std::size_t>(plan.chain)].leg[i];
    Block const draw =
        random.draw(draw_for(car.ordinal, Purpose::day_leg, plan.day, static_cast<std::uint32_t>(i)));
    Leg leg{.timing = outline.start == Start::after_stay ? Leg::Timing::after_stay : Leg::Timing::by_clock,
            .place = outline.place,
            .to = {},
            .departs = {},
            .noise = draw.uniform(0)};
    switch (outline.place) {
        case Place::home: leg.to = space::ZoneId{car.home}; break;
        case Place::work: leg.to = space::ZoneId{car.work}; break;
        case Place::other: leg.to = other_trips.sample(from, draw.uniform(1)); break;
        case Place::road:
        case Place::rest:
        case Place::depot: break;  // in no chain
    }
    switch (outline.start) {
        case Start::to_work:
            leg.departs = at_hour(normal(plan.start_u, settings_.to_work_mean_h, settings_.to_work_sd_h));
            break;
        case Start::from_work:
            leg.departs =
                at_hour(normal(plan.return_u, settings_.from_work_mean_h, settings_.from_work_sd_h));
            break;
        case Start::errand: leg.departs = other_start(plan); break;
        case Start::after_stay: leg.departs = stay(draw.uniform(2), settings_); break;
    }
    return leg;
}

Duration DayPlanner::other_start(DayPlan const& plan) const {
    std::size_t const c = pick(starts_, plan.start_u);
    return at_hour(normal(plan.return_u, settings_.other_start_mean_h[c], settings_.other_start_sd_h[c]));
}

double DayPlanner::consumption(Car const& car, Leg const& leg) const {
    return car.consumption * lognormal(leg.noise, 1.0, settings_.trip_consumption_sigma);
}

}  // namespace yuchong::demand
