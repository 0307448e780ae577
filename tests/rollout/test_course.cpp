// The course of a rollout against a count of every day.

#include "sim/base/random.hpp"
#include "sim/rollout/course.hpp"
#include "sim/space/geodesy.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace yuchong;
using namespace yuchong::rollout;

namespace {

constexpr std::int32_t first = 20'000, last = 20'100;

struct World {
    std::vector<Standing> stations;
    std::vector<WeighedPoint> points;
};

World drawn(std::uint64_t seed) {
    RandomSource const random{seed};
    auto const block = [&](std::uint32_t class_of, std::uint32_t i) {
        return random.draw({DrawClass::station, static_cast<std::uint16_t>(class_of), i, 0, 0});
    };
    World world;
    for (std::uint32_t i = 0; i < 60; ++i) {
        Block const where = block(1, i), what = block(2, i);
        auto const opens =
            what.uniform(0) < 0.2 ? 0 : first + static_cast<std::int32_t>(120.0 * what.uniform(1)) - 10;
        bool const retires = what.uniform(2) < 0.3;
        auto const super = static_cast<std::uint32_t>(3.0 * where.uniform(2));
        world.stations.push_back({{106.5 + 0.06 * where.uniform(0), 29.5 + 0.06 * where.uniform(1)},
                                  0,
                                  opens,
                                  retires ? opens + first / 2 + 10'040 : demand::never_retired,
                                  super + 4,
                                  super,
                                  what.uniform(3) < 0.3,
                                  i % 5 == 0   ? StorageSize::enough
                                  : i % 7 == 0 ? StorageSize::too_small
                                               : StorageSize::none});
    }
    for (std::uint32_t i = 0; i < 200; ++i) {
        Block const where = block(3, i);
        world.points.push_back(
            {{106.5 + 0.06 * where.uniform(0), 29.5 + 0.06 * where.uniform(1)}, where.uniform(2)});
    }
    return world;
}

// Slow twin: everything counted anew.
Measured counted(World const& world, std::int32_t day, double circle_km) {
    Measured m{};
    double storage = 0, enough = 0, covered = 0, weight = 0;
    auto const stands = [day](Standing const& s) { return s.in_service_day <= day && day < s.retired_day; };
    for (Standing const& s : world.stations) {
        if (!stands(s)) continue;
        m[index(Measure::stations)] += 1;
        m[index(Measure::plugs)] += s.plugs;
        m[index(Measure::super_stations)] += s.super_terminals > 0;
        m[index(Measure::super_terminals)] += s.super_terminals;
        m[index(Measure::service_area_stations)] += s.super_terminals > 0 && s.service_area;
        storage += s.storage != StorageSize::none;
        enough += s.storage == StorageSize::enough;
    }
    for (WeighedPoint const& point : world.points) {
        weight += point.weight;
        for (Standing const& s : world.stations) {
            if (!stands(s) || s.super_terminals == 0 ||
                space::straight_km(s.position, point.position) > circle_km)
                continue;
            covered += point.weight;
            break;
        }
    }
    m[index(Measure::circle_share)] = covered / weight;
    m[index(Measure::storage_rule_share)] = enough / storage;
    return m;
}

}  // namespace

TEST_CASE("every measure on every day is what a count finds") {
    for (std::uint64_t const seed : {1U, 2U, 3U}) {
        World const world = drawn(seed);
        Course const course(world.stations, world.points, 1.0);
        for (std::int32_t day = first - 20; day <= last + 20; ++day) {
            Measured const expected = counted(world, day, 1.0);
            for (std::size_t m = 0; m < measures; ++m)
                CHECK(course.on(day)[m] == Approx(expected[m]).epsilon(1e-12));
        }
    }
}

TEST_CASE(
    "a target is met on the first day that holds it, never without one, and what is not there is not "
    "measured") {
    World const world = drawn(1);
    Course const course(world.stations, world.points, 1.0);
    double const most = course.on(last)[index(Measure::super_stations)];
    Target target{"T", "super stations", "", Measure::super_stations, most, std::nullopt, "test"};
    Assessed const met = assess(target, course, first, last);
    REQUIRE(met.met_on.has_value());
    CHECK(met.met == Met::yes);
    CHECK(course.on(*met.met_on)[index(Measure::super_stations)] >= most);
    CHECK(course.on(*met.met_on - 1)[index(Measure::super_stations)] < most);
    target.due = first;
    CHECK(assess(target, course, first, last).met ==
          (course.on(first)[index(Measure::super_stations)] >= most ? Met::yes : Met::no));
    target.due.reset();
    target.required = 1000;
    CHECK(assess(target, course, first, last).met == Met::no);
    CHECK_FALSE(assess(target, course, first, last).met_on.has_value());
    target.required = 0;
    CHECK_FALSE(assess(target, course, first, last).met_on.has_value());  // always so

    Course const nowhere({}, {}, 1.0);
    target.measure = Measure::circle_share;
    CHECK(assess(target, nowhere, first, last).met == Met::not_measurable);
    target.measure = Measure::service_area_stations;
    CHECK(assess(target, nowhere, first, last).met == Met::not_measurable);
}
