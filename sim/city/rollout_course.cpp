#include "sim/city/rollout_course.hpp"

#include "sim/rollout/course.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace yuchong::city {

namespace {

constexpr std::array<char const*, rollout::measures> measure_units{
    "station", "station", "terminal", "station", "1", "1", "plug"};

std::int32_t first_day(City const& city) { return city.calendar.day(city.window.begin); }
// The day of the last recorded millisecond.
std::int32_t last_day(City const& city) { return city.calendar.day(city.window.end - milliseconds(1)); }

// Demand points of the core districts, weighed by the vehicles at home there.
std::vector<rollout::WeighedPoint> core_points(space::Geography const& geography) {
    std::vector<rollout::WeighedPoint> points;
    for (space::DemandPoint const& point : geography.points) {
        space::Zone const& zone = geography.zones[point.zone.index()];
        if (geography.districts[zone.district.index()].ring == space::Ring::core)
            points.push_back({point.position, zone.vehicle_weight * point.weight});
    }
    return points;
}

bool is_whole_city(City const& city) {
    return !city.inputs.own_network && !city.inputs.own_geography &&
           std::ranges::find(city.inputs.in_scope, false) == city.inputs.in_scope.end();
}

std::vector<measure::RolloutTarget> targets_of(City const& city, rollout::Course const& course) {
    std::vector<measure::RolloutTarget> targets;
    if (!is_whole_city(city)) return targets;
    for (rollout::Target const& target : city.inputs.rollout.targets) {
        auto const assessed = rollout::assess(target, course, first_day(city), last_day(city));
        targets.push_back({target.id, target.title, target.title_zh,
                           measure_units[rollout::index(target.measure)], target.source, target.required,
                           assessed.value, static_cast<std::int8_t>(assessed.met), assessed.met_on,
                           target.due});
    }
    return targets;
}

}  // namespace

std::vector<std::int64_t> vehicles_by_day(City const& city) {
    std::int32_t const first = first_day(city);
    auto const days = static_cast<std::size_t>(last_day(city) - first + 1);
    std::vector<std::int64_t> change(days + 1, 0);
    auto const at = [&](std::int32_t day) {
        return static_cast<std::size_t>(
            std::clamp<std::int64_t>(std::int64_t{day} - first, 0, static_cast<std::int64_t>(days)));
    };
    for (demand::Car const& car : city.cars) {
        ++change[at(car.registered_day)];
        --change[at(std::max(car.given_up_day, car.registered_day))];
    }
    std::partial_sum(change.begin(), change.end(), change.begin());
    change.pop_back();
    return change;
}

double vehicle_days(City const& city, std::span<std::int64_t const> vehicles_by_day) {
    double days = 0.0;
    for (std::size_t i = 0; i < vehicles_by_day.size(); ++i) {
        std::int32_t const day = first_day(city) + static_cast<std::int32_t>(i);
        SimTime const from = std::max(city.calendar.midnight(day), city.window.begin),
                      to = std::min(city.calendar.midnight(day + 1), city.window.end);
        days += static_cast<double>(vehicles_by_day[i]) * (to - from).hours() / 24.0;
    }
    return days;
}

std::int64_t stations_at_the_end(City const& city) {
    return std::ranges::count_if(city.network().stations, [day = last_day(city)](supply::Station const& s) {
        return s.is_public() && s.in_service_on(day);
    });
}

double plug_gini(City const& city) {
    space::Geography const& geography = city.geography();
    std::vector<double> plugs(geography.districts.size(), 0.0);
    for (supply::Station const& station : city.network().stations)
        if (station.is_public() && station.in_service_on(last_day(city)))
            plugs[geography.zones[station.zone.index()].district.index()] += station.plug_count;
    for (std::size_t d = 0; d < plugs.size(); ++d) {
        double const vehicles = geography.districts[d].vehicle_weight;
        plugs[d] = vehicles > 0.0 ? plugs[d] / vehicles : 0.0;
    }
    return measure::gini(plugs);
}

measure::RolloutTable rollout_course(City const& city) {
    using rollout::Measure;
    auto const& standing = city.part.standing;
    auto const points = core_points(city.geography());
    rollout::Course const course(standing, points, city.inputs.rollout.circle_km);
    measure::RolloutTable table;
    for (space::District const& district : city.geography().districts)
        table.districts.push_back(district.name);
    std::vector<std::int64_t> const vehicles = vehicles_by_day(city);
    for (std::int32_t day = first_day(city); day <= last_day(city); ++day) {
        rollout::Measured const& m = course.on(day);
        auto const value = [&m](Measure measure) { return m[rollout::index(measure)]; };
        table.days.push_back({day, static_cast<double>(vehicles[table.days.size()]) / city.inputs.scale,
                              value(Measure::stations), value(Measure::plugs), value(Measure::super_stations),
                              value(Measure::super_terminals), value(Measure::service_area_stations),
                              value(Measure::circle_share), value(Measure::storage_rule_share)});
        std::vector<float> by_district(table.districts.size(), 0.0F);
        for (rollout::Standing const& station : standing)
            if (station.super_terminals > 0 && station.stands_on(day)) by_district[station.district] += 1.0F;
        table.super_stations_by_district.insert(table.super_stations_by_district.end(), by_district.begin(),
                                                by_district.end());
    }
    table.targets = targets_of(city, course);
    return table;
}

}  // namespace yuchong::city
