#pragma once
// The course of a rollout: what stands on each day, and when it met what a plan promised. A pure function of
// the days on which stations come into service and out of it.
//
//   Course const course(stations, points, circle_km);
//   course.on(day_number({2025, 12, 31}))[index(Measure::super_stations)]
//   course.met_on(Measure::super_stations, 2000)

#include "sim/rollout/settings.hpp"
#include "sim/space/geography.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace yuchong::rollout {

enum class StorageSize : std::uint8_t { none, enough, too_small };

// What a rollout sees of a station.
struct Standing {
    space::GeoPoint position;
    std::uint32_t district;
    std::int32_t in_service_day, retired_day;  // civil days; retired is exclusive
    std::uint32_t plugs, super_terminals;      // super terminals are plugs
    bool service_area;
    StorageSize storage;

    [[nodiscard]] bool stands_on(std::int32_t civil_day) const {
        return in_service_day <= civil_day && civil_day < retired_day;
    }
};

// Somewhere vehicles are at home.
struct WeighedPoint {
    space::GeoPoint position;
    double weight;  // [>= 0]
};

constexpr std::size_t index(Measure measure) { return static_cast<std::size_t>(measure); }

// By Measure. NaN where there is nothing to measure: a share of nothing; service areas if no station is in
// one.
using Measured = std::array<double, measures>;

class Course {
public:
    // `points`: those that the circle is for.
    Course(std::span<Standing const> stations, std::span<WeighedPoint const> points, double circle_km);

    [[nodiscard]] Measured const& on(std::int32_t day) const;
    // First civil day with at least so much; nothing if there is none or it has always been so.
    [[nodiscard]] std::optional<std::int32_t> met_on(Measure measure, double required) const;

private:
    struct Change {
        std::int32_t day;
        Measured after;
    };
    Measured before_{};  // the first change
    std::vector<Change> changes_;
};

enum class Met : std::int8_t { not_measurable = -1, no = 0, yes = 1 };

struct Assessed {
    double value;  // on the day it is due, or on the nearest day of the run
    Met met;
    std::optional<std::int32_t> met_on;
};
// Pre: first_day <= last_day, of the run.
Assessed assess(Target const& target, Course const& course, std::int32_t first_day, std::int32_t last_day);

}  // namespace yuchong::rollout
