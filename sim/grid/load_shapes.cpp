#include "sim/grid/load_shapes.hpp"

#include "sim/base/check.hpp"
#include "sim/grid/power_factor.hpp"

#include <algorithm>
#include <cstddef>

namespace yuchong::grid {

namespace {

double at(DayShape const& shape, Duration since_midnight) {
    double const hour = since_midnight.hours();
    auto const before = static_cast<std::size_t>(hour);
    return shape[before] + (shape[(before + 1) % 24] - shape[before]) * (hour - static_cast<double>(before));
}

DayShape const& of_season(SeasonShapes const& shapes, int season) {
    return season == 0 ? shapes.winter : season == 1 ? shapes.spring_autumn : shapes.summer;
}

// The month of the design day: the first of summer.
int summer_month(BaseLoadSettings const& settings) {
    auto const found = std::find(settings.season.begin(), settings.season.end(), 2);
    check(found != settings.season.end(), "no month is summer (the grid is laid out for a summer peak)");
    return static_cast<int>(found - settings.season.begin()) + 1;
}

}  // namespace

LoadShapes::LoadShapes(LoadShapeSettings const& settings, BaseLoadSettings const& base_load)
    : settings_(settings), base_load_(base_load) {
    DayShape const& city = base_load.summer_heatwave.shape;
    design_hour_ = static_cast<int>(std::max_element(city.begin(), city.end()) - city.begin());
    LoadLevel const design = shape(design_moment(design_hour_));
    check(design.factor.residential > 0.0 && design.factor.commercial > 0.0 &&
              design.factor.industrial > 0.0 && design.upstream > 0.0,
          "a class takes nothing at the peak hour of a heatwave (shapes must be positive there)");
}

LoadMoment LoadShapes::design_moment(int hour) const {
    return {summer_month(base_load_), Celsius{base_load_.heatwave_maximum_c}, Celsius{settings_.design_c},
            DayType::weekday, hours(hour)};
}

LoadLevel LoadShapes::shape(LoadMoment const& moment) const {
    int const season = base_load_.season[static_cast<std::size_t>(moment.month - 1)];
    double const warmth = std::max(0.0, moment.temperature.value() - settings_.heat_from_c);
    return {{at(of_season(settings_.residential, season), moment.since_midnight) *
                 (1.0 + settings_.heat_per_k * warmth),
             at(of_season(settings_.commercial, season), moment.since_midnight),
             at(of_season(settings_.industrial, season), moment.since_midnight)},
            at(settings_.upstream, moment.since_midnight)};
}

ClassKw LoadShapes::split(space::ZoneKind kind, double jobs_per_resident, Kilowatts peak) const {
    double const work = settings_.load_per_job * jobs_per_resident;
    double const industry = settings_.industrial_share[static_cast<std::size_t>(kind)];
    double const per_part = peak.value() / (1.0 + work);
    LoadLevel const design = shape(design_moment(design_hour_));
    return {per_part / design.factor.residential,
            per_part * work * (1.0 - industry) / design.factor.commercial,
            per_part * work * industry / design.factor.industrial};
}

Kilowatts LoadShapes::design_peak(ClassKw const& load) const {
    return Kilowatts{dot(load, shape(design_moment(design_hour_)).factor)};
}

Kilowatts LoadShapes::design_upstream(ClassKw const& on_feeders) const {
    double const share = settings_.feeder_share;
    return (1.0 - share) / share * design_peak(on_feeders);
}

double LoadShapes::upstream_kw(ClassKw const& on_feeders) const {
    return design_upstream(on_feeders).value() / shape(design_moment(design_hour_)).upstream;
}

LoadLevel LoadShapes::level(ClassKw const& on_feeders, LoadMoment const& moment, Kilowatts city) const {
    LoadLevel const s = shape(moment);
    double const drawn = dot(on_feeders, s.factor) + upstream_kw(on_feeders) * s.upstream;
    double const level = drawn > 0.0 ? city.value() / drawn : 0.0;
    return {level * s.factor, level * s.upstream};
}

DesignDay LoadShapes::design_day(ClassKw const& on_feeders) const {
    SeasonLoad const& heatwave = base_load_.summer_heatwave;
    double const peak_kw = design_peak(on_feeders).value() / settings_.feeder_share;
    double const highest = heatwave.shape[static_cast<std::size_t>(design_hour_)];
    DesignDay day{{}, tangent()};
    for (int hour = 0; hour < 24; ++hour) {
        auto const h = static_cast<std::size_t>(hour);
        day.factor[h] =
            level(on_feeders, design_moment(hour), Kilowatts{peak_kw * heatwave.shape[h] / highest}).factor;
    }
    return day;
}

std::pair<double, double> LoadShapes::design_levels(ClassKw const& on_feeders) const {
    DesignDay const day = design_day(on_feeders);
    std::pair<double, double> levels{1.0, 1.0};
    for (int hour = 0; hour < 24; ++hour) {
        double const level = day.factor[static_cast<std::size_t>(hour)].residential /
                             shape(design_moment(hour)).factor.residential;
        levels = {std::min(levels.first, level), std::max(levels.second, level)};
    }
    return levels;
}

ClassKw LoadShapes::tangent() const {
    ClassKw const& p = settings_.power_factor;
    return {tangent_of(p.residential), tangent_of(p.commercial), tangent_of(p.industrial)};
}

DayPeak peak_of(ClassKw const& load, DesignDay const& day) {
    DayPeak peak;
    double highest = -1.0;
    for (std::size_t h = 0; h < day.factor.size(); ++h) {
        ClassKw const now{load.residential * day.factor[h].residential,
                          load.commercial * day.factor[h].commercial,
                          load.industrial * day.factor[h].industrial};
        double const kw = now.sum(), kvar = dot(now, day.tangent);
        if (kw * kw + kvar * kvar <= highest) continue;
        highest = kw * kw + kvar * kvar;
        peak = {kw, kvar, static_cast<int>(h)};
    }
    return peak;
}

}  // namespace yuchong::grid
