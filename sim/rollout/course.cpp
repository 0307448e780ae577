#include "sim/rollout/course.hpp"

#include "sim/rollout/reach.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace yuchong::rollout {

namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

// What stands, and how many super stations each point has in its circle, as stations come and go.
class Count {
public:
    Count(std::span<Standing const> stations, std::span<WeighedPoint const> points, double circle_km)
        : stations_(stations), points_(points), near_(points.size(), 0) {
        std::vector<space::GeoPoint> from, to;
        for (Standing const& station : stations) from.push_back(station.position);
        for (WeighedPoint const& point : points) {
            to.push_back(point.position);
            weight_ += point.weight;
        }
        std::vector<double> const circle(points.size(), circle_km);
        reach_ = reach_of(from, to, circle, Distances::straight());
        some_service_area_ = std::ranges::any_of(stations, &Standing::service_area);
    }

    // change: +1, -1.
    void apply(std::size_t s, int change) {
        Standing const& station = stations_[s];
        all_ += change;
        plugs_ += change * static_cast<std::int64_t>(station.plugs);
        if (station.storage != StorageSize::none) with_storage_ += change;
        if (station.storage == StorageSize::enough) enough_storage_ += change;
        if (station.super_terminals == 0) return;
        super_ += change;
        terminals_ += change * static_cast<std::int64_t>(station.super_terminals);
        if (station.service_area) service_areas_ += change;
        for (std::size_t k = reach_.first[s]; k < reach_.first[s + 1]; ++k) near_[reach_.point[k]] += change;
    }

    [[nodiscard]] Measured measured() const {
        double covered = 0.0;
        for (std::size_t p = 0; p < points_.size(); ++p)
            if (near_[p] > 0) covered += points_[p].weight;
        Measured m{};
        m[index(Measure::stations)] = static_cast<double>(all_);
        m[index(Measure::plugs)] = static_cast<double>(plugs_);
        m[index(Measure::super_stations)] = static_cast<double>(super_);
        m[index(Measure::super_terminals)] = static_cast<double>(terminals_);
        m[index(Measure::service_area_stations)] =
            some_service_area_ ? static_cast<double>(service_areas_) : nothing;
        m[index(Measure::circle_share)] = weight_ > 0.0 ? covered / weight_ : nothing;
        m[index(Measure::storage_rule_share)] =
            with_storage_ > 0 ? static_cast<double>(enough_storage_) / static_cast<double>(with_storage_)
                              : nothing;
        return m;
    }

private:
    std::span<Standing const> stations_;
    std::span<WeighedPoint const> points_;
    Reach reach_;
    std::vector<std::int32_t> near_;
    double weight_ = 0.0;
    bool some_service_area_;
    std::int64_t all_ = 0, plugs_ = 0, super_ = 0, terminals_ = 0, service_areas_ = 0, with_storage_ = 0,
                 enough_storage_ = 0;
};

struct Turn {
    std::int32_t day;
    std::size_t station;
    int change;
};

}  // namespace

Course::Course(std::span<Standing const> stations, std::span<WeighedPoint const> points, double circle_km) {
    constexpr std::int32_t always = 0;  // in service since then: since no known day
    Count count(stations, points, circle_km);
    std::vector<Turn> turns;
    for (std::size_t s = 0; s < stations.size(); ++s) {
        if (stations[s].in_service_day <= always) {
            count.apply(s, +1);
        } else {
            turns.push_back({stations[s].in_service_day, s, +1});
        }
        turns.push_back({stations[s].retired_day, s, -1});
    }
    std::ranges::sort(turns, [](Turn const& a, Turn const& b) {
        return std::pair(a.day, a.station) < std::pair(b.day, b.station);
    });
    before_ = count.measured();
    for (std::size_t i = 0; i < turns.size();) {
        std::int32_t const day = turns[i].day;
        if (day == demand::never_retired) break;
        for (; i < turns.size() && turns[i].day == day; ++i) count.apply(turns[i].station, turns[i].change);
        changes_.push_back({day, count.measured()});
    }
}

Measured const& Course::on(std::int32_t day) const {
    auto const after = std::ranges::upper_bound(changes_, day, {}, &Change::day);
    return after == changes_.begin() ? before_ : (after - 1)->after;
}

std::optional<std::int32_t> Course::met_on(Measure measure, double required) const {
    if (before_[index(measure)] >= required) return std::nullopt;
    auto const met = std::ranges::find_if(
        changes_, [&](Change const& change) { return change.after[index(measure)] >= required; });
    return met == changes_.end() ? std::nullopt : std::optional(met->day);
}

Assessed assess(Target const& target, Course const& course, std::int32_t first_day, std::int32_t last_day) {
    std::int32_t const day = std::clamp(target.due.value_or(last_day), first_day, last_day);
    double const value = course.on(day)[index(target.measure)];
    if (std::isnan(value)) return {value, Met::not_measurable, std::nullopt};
    return {value, value >= target.required ? Met::yes : Met::no,
            course.met_on(target.measure, target.required)};
}

}  // namespace yuchong::rollout
