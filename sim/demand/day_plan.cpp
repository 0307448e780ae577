#include "sim/demand/day_plan.hpp"

#include "sim/base/calendar.hpp"
#include "sim/demand/shares.hpp"

#include <algorithm>
#include <cmath>

namespace yuchong::demand {

namespace {

// The order of the chain shares in models/demand.yaml.
enum class Chain : std::size_t {
    home_work_home,
    home_work_other_home,
    home_other_work_home,
    home_other_home,
    home_two_others_home,
    home_three_others_home
};

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

double DayPlanner::consumption(Car const& car, Leg const& leg) const {
    return car.consumption * lognormal(leg.noise, 1.0, settings_.trip_consumption_sigma);
}

DayPlan DayPlanner::plan(Car const& car, std::int32_t day, space::Gravity const& other_trips,
                         RandomSource const& random) const {
    DayPlan plan;
    bool const weekend = Calendar::is_weekend(day);
    Block const chain_draw = random.draw(draw_for(car.ordinal, Purpose::day_chain, day));
    if (chain_draw.uniform(0) >= (weekend ? settings_.used_weekend : settings_.used_weekday)) return plan;

    auto const chain = static_cast<Chain>(pick(weekend ? weekend_ : weekday_, chain_draw.uniform(1)));
    Block const places = random.draw(draw_for(car.ordinal, Purpose::day_places, day));
    Block const stays = random.draw(draw_for(car.ordinal, Purpose::day_stays, day));
    Block const noise = random.draw(draw_for(car.ordinal, Purpose::trip_noise, day));

    space::ZoneId const home{car.home}, work{car.work};
    auto const leg = [&](Leg::Timing timing, Duration departs, space::ZoneId to, Place place) {
        int const i = static_cast<int>(plan.legs().size());
        plan.push({timing, departs, to, place, noise.uniform(i)});
    };
    auto const leave_at = [&](Duration clock, space::ZoneId to, Place place) {
        leg(Leg::Timing::by_clock, clock, to, place);
    };
    auto const leave_after = [&](int visit, space::ZoneId to, Place place) {
        leg(Leg::Timing::after_stay, stay(stays.uniform(visit), settings_), to, place);
    };
    auto const elsewhere = [&](space::ZoneId from, int which) {
        return other_trips.sample(from, places.uniform(which));
    };
    auto const to_work = [&] {
        return at_hour(normal(chain_draw.uniform(2), settings_.to_work_mean_h, settings_.to_work_sd_h));
    };
    auto const from_work = [&] {
        return at_hour(normal(chain_draw.uniform(3), settings_.from_work_mean_h, settings_.from_work_sd_h));
    };
    auto const other_start = [&] {
        std::size_t const c = pick(starts_, chain_draw.uniform(2));
        return at_hour(
            normal(chain_draw.uniform(3), settings_.other_start_mean_h[c], settings_.other_start_sd_h[c]));
    };

    switch (chain) {
        case Chain::home_work_home:
            leave_at(to_work(), work, Place::work);
            leave_at(from_work(), home, Place::home);
            break;
        case Chain::home_work_other_home:
            leave_at(to_work(), work, Place::work);
            leave_at(from_work(), elsewhere(work, 0), Place::other);
            leave_after(0, home, Place::home);
            break;
        case Chain::home_other_work_home:
            leave_at(to_work(), elsewhere(home, 0), Place::other);
            leave_after(0, work, Place::work);
            leave_at(from_work(), home, Place::home);
            break;
        case Chain::home_other_home:
        case Chain::home_two_others_home:
        case Chain::home_three_others_home: {
            int const others = 1 + static_cast<int>(chain) - static_cast<int>(Chain::home_other_home);
            space::ZoneId at = elsewhere(home, 0);
            leave_at(other_start(), at, Place::other);
            for (int visit = 1; visit < others; ++visit) {
                at = elsewhere(at, visit);
                leave_after(visit - 1, at, Place::other);
            }
            leave_after(others - 1, home, Place::home);
            break;
        }
    }
    return plan;
}

}  // namespace yuchong::demand
