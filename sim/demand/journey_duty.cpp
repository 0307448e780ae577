#include "sim/demand/journey_duty.hpp"

#include "sim/base/calendar.hpp"
#include "sim/base/check.hpp"
#include "sim/demand/shares.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace yuchong::demand {

namespace {

Duration from_hours(double h) { return seconds(std::llround(3600.0 * h)); }

// Numbers of the draws of Purpose::duty_day.
constexpr std::uint32_t by_day = 1, of_ends = 2;

}  // namespace

JourneyPlanner::JourneyPlanner(JourneySettings settings, std::vector<std::uint16_t> zones)
    : settings_(std::move(settings)),
      zones_(std::move(zones)),
      starts_(cumulative_shares(settings_.start_weights)) {
    check(zones_.size() >= 2, "a route of one place (it needs two ends)");
}

JourneyEnds JourneyPlanner::ends(std::uint32_t ordinal, RandomSource const& random) const {
    Block const draw = random.draw(draw_for(ordinal, Purpose::duty_day, 0, of_ends));
    std::size_t const places = zones_.size();
    std::size_t home = 0, far = places - 1;
    if (draw.uniform(0) >= settings_.whole_share) {
        home = static_cast<std::size_t>(draw.uniform(1) * static_cast<double>(places));
        far = static_cast<std::size_t>(draw.uniform(2) * static_cast<double>(places - 1));
        far += far >= home ? 1 : 0;
    } else if (draw.uniform(1) < 0.5) {
        std::swap(home, far);
    }
    return {zones_[home], zones_[far]};
}

JourneyDay JourneyPlanner::day(Car const& car, std::int32_t day, RandomSource const& random) const {
    JourneyDay journey{.day = day};
    JourneySettings const& s = settings_;
    if (random.draw(draw_for(car.ordinal, Purpose::duty_day)).uniform(0) >= s.stock.works_ever)
        return journey;
    Block const draw = random.draw(draw_for(car.ordinal, Purpose::duty_day, day, by_day));
    bool const holiday = std::ranges::any_of(
        s.holidays, [day](HolidaySpan const& span) { return span.from <= day && day <= span.to; });
    double const usual = Calendar::is_weekend(day) ? s.stock.works_weekend : s.stock.works_weekday;
    if (draw.uniform(0) >= usual * (holiday ? s.holiday_factor : 1.0)) return journey;
    std::size_t const start = pick(starts_, draw.uniform(1));
    double const at_h = normal(draw.uniform(2), s.start_mean_h[start], s.start_sd_h[start]);
    journey.departs = from_hours(std::clamp(at_h, 0.0, 23.5));
    int const hops = std::abs(place_of(car.work) - place_of(car.home));
    journey.legs = static_cast<std::uint8_t>(2 * hops * static_cast<int>(s.rounds));
    return journey;
}

JourneyLeg JourneyPlanner::leg(Car const& car, std::int32_t day, std::uint8_t i,
                               RandomSource const& random) const {
    int const home = place_of(car.home), far = place_of(car.work), hops = std::abs(far - home);
    int const step = far > home ? 1 : -1, in_round = i % (2 * hops);
    bool const out = in_round < hops;
    int const to = out ? home + step * (in_round + 1) : far - step * (in_round - hops + 1);
    Block const draw = random.draw(draw_for(car.ordinal, Purpose::duty_leg, day, i));
    bool const after_stay = in_round == hops || (in_round == 0 && i > 0);
    double const stay_h =
        settings_.stay_low_h + (settings_.stay_high_h - settings_.stay_low_h) * draw.uniform(0);
    return {space::ZoneId{zones_[static_cast<std::size_t>(to)]},
            !out && to == home ? Place::home : Place::other, after_stay ? from_hours(stay_h) : Duration{0},
            draw.uniform(1)};
}

int JourneyPlanner::place_of(std::uint16_t zone) const {
    return static_cast<int>(std::ranges::find(zones_, zone) - zones_.begin());
}

}  // namespace yuchong::demand
