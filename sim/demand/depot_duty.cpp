#include "sim/demand/depot_duty.hpp"

#include "sim/base/calendar.hpp"

#include <algorithm>
#include <cmath>

namespace yuchong::demand {

namespace {

Duration from_hours(double h) { return seconds(std::llround(3600.0 * h)); }

// Nobody plans less than a tenth of the usual.
constexpr double least_share_of_km = 0.1;

}  // namespace

ServiceDay DepotPlanner::day(Car const& car, std::int32_t day, RandomSource const& random) const {
    ServiceDay service{.day = day};
    DepotSettings const& s = settings_;
    Block const ever = random.draw(draw_for(car.ordinal, Purpose::duty_day));
    if (ever.uniform(0) >= s.stock.works_ever) return service;
    Block const draw = random.draw(draw_for(car.ordinal, Purpose::duty_day, day, 1));
    double const works = Calendar::is_weekend(day) ? s.stock.works_weekend : s.stock.works_weekday;
    if (draw.uniform(0) >= works) return service;

    double const km = std::max(least_share_of_km * s.mean_km, normal(draw.uniform(1), s.mean_km, s.sd_km));
    Duration const begin = from_hours(s.begin_h + s.stagger_h * draw.uniform(2));
    Duration const end = from_hours(s.end_h - s.stagger_h * draw.uniform(3));
    if (s.midday_min <= 0.0) {
        service.blocks = 1;
        service.block[0] = {begin, end, km};
        return service;
    }
    Block const midday = random.draw(draw_for(car.ordinal, Purpose::duty_break, day));
    Duration const back =
        from_hours(s.midday_from_h + (s.midday_until_h - s.midday_from_h) * midday.uniform(0));
    Duration const out = back + from_hours(s.midday_min / 60.0);
    double const morning_h = (back - begin).hours(), afternoon_h = (end - out).hours();
    double const km_per_h = km / (morning_h + afternoon_h);
    service.blocks = 2;
    service.block = {{{begin, back, km_per_h * morning_h}, {out, end, km_per_h * afternoon_h}}};
    return service;
}

double DepotPlanner::noise(Car const& car, std::int32_t day, std::uint8_t block,
                           RandomSource const& random) const {
    return random.draw(draw_for(car.ordinal, Purpose::duty_leg, day, block)).uniform(0);
}

}  // namespace yuchong::demand
