#include "sim/demand/roaming_duty.hpp"

#include "sim/base/calendar.hpp"
#include "sim/base/math.hpp"
#include "sim/demand/shares.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace yuchong::demand {

namespace {

Duration from_hours(double h) { return seconds(std::llround(3600.0 * h)); }

// A break needs this much duty on either side.
constexpr Duration least_span = minutes(30);

}  // namespace

std::optional<DutySpan> DutyDay::at_or_after(Duration t) const {
    for (std::size_t i = 0; i < spans; ++i)
        if (t < span[i].end) return span[i];
    return std::nullopt;
}

Duration DutyDay::left_after(Duration t) const {
    Duration left{0};
    for (std::size_t i = 0; i < spans; ++i)
        left = left + std::max(Duration{0}, span[i].end - std::max(t, span[i].begin));
    return left;
}

RoamingPlanner::RoamingPlanner(RoamingSettings settings)
    : settings_(std::move(settings)), starts_(cumulative_shares(settings_.start_weights)), rate_per_h_{} {
    double const sum = std::accumulate(settings_.orders_by_hour.begin(), settings_.orders_by_hour.end(), 0.0);
    for (std::size_t h = 0; h < rate_per_h_.size(); ++h)
        rate_per_h_[h] = settings_.orders_per_idle_hour * 24.0 * settings_.orders_by_hour[h] / sum;
}

DutyDay RoamingPlanner::day(Car const& car, std::int32_t day, RandomSource const& random) const {
    DutyDay duty{.day = day};
    Block const ever = random.draw(draw_for(car.ordinal, Purpose::duty_day));
    if (ever.uniform(0) >= settings_.stock.works_ever) return duty;
    Block const draw = random.draw(draw_for(car.ordinal, Purpose::duty_day, day, 1));
    double const works =
        Calendar::is_weekend(day) ? settings_.stock.works_weekend : settings_.stock.works_weekday;
    if (draw.uniform(0) >= works) return duty;

    std::size_t const c = pick(starts_, draw.uniform(1));
    double const start_h =
        std::clamp(normal(draw.uniform(2), settings_.start_mean_h[c], settings_.start_sd_h[c]), 0.0, 23.9);
    double const duty_h =
        settings_.shortest_duty_h + (settings_.longest_duty_h - settings_.shortest_duty_h) * draw.uniform(3);
    Duration begin = from_hours(start_h);
    Duration const end = from_hours(start_h + duty_h);
    for (std::size_t b = 0; b < settings_.break_from_h.size(); ++b) {
        Block const when =
            random.draw(draw_for(car.ordinal, Purpose::duty_break, day, static_cast<std::uint32_t>(b)));
        double const from_h = settings_.break_from_h[b];
        Duration const pause = from_hours(from_h + (settings_.break_until_h[b] - from_h) * when.uniform(0));
        Duration const resume = pause + from_hours(settings_.break_min[b] / 60.0);
        if (pause < begin + least_span || resume + least_span > end) continue;
        duty.span[duty.spans++] = {begin, pause};
        begin = resume;
    }
    duty.span[duty.spans++] = {begin, end};
    return duty;
}

CycleDraw RoamingPlanner::cycle(Car const& car, std::int32_t day, std::uint8_t leg,
                                RandomSource const& random) const {
    Block const draw = random.draw(draw_for(car.ordinal, Purpose::duty_leg, day, leg));
    return {draw.uniform(0), draw.uniform(1), draw.uniform(2), draw.uniform(3)};
}

std::optional<Duration> RoamingPlanner::next_order(Duration from, Duration until, double u) const {
    double wanted = -math::log(u);  // of the integrated rate
    while (from < until) {
        auto const hour = static_cast<std::size_t>(from.ms / hours(1).ms);
        Duration const hour_ends = hours(static_cast<std::int64_t>(hour) + 1);
        double const rate = rate_per_h_[hour % 24];
        double const here = rate * (hour_ends - from).hours();
        if (wanted < here) {
            Duration const at = from + duration_from_hours_up(wanted / rate);
            return at < until ? std::optional(at) : std::nullopt;
        }
        wanted -= here;
        from = hour_ends;
    }
    return std::nullopt;
}

std::optional<double> search_after_km(CruiseStretch const& cruise, double shift, double u,
                                      RoamingSettings const& settings) {
    double const wanted = -math::log(u);
    double const at_begin = settings.search_per_km *
                            math::exp((settings.search_soc50 + shift - cruise.soc) / settings.search_width);
    double const growth_per_km = cruise.soc_per_km / settings.search_width;
    if (at_begin <= 0.0) return std::nullopt;
    double const km = growth_per_km > 0.0 ? math::log1p(wanted * growth_per_km / at_begin) / growth_per_km
                                          : wanted / at_begin;
    return km < cruise.km ? std::optional(km) : std::nullopt;
}

}  // namespace yuchong::demand
