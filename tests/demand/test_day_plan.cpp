#include "sim/demand/day_plan.hpp"

#include "sim/base/calendar.hpp"
#include "small_town.hpp"

#include <catch2/catch.hpp>

using namespace yuchong;
using namespace yuchong::demand;
using namespace yuchong::demand::test;

namespace {

struct Town {
    space::Geography geography = small_town();
    space::Travel travel{geography, roads()};
    space::Gravity others = space::gravitate_to_visits(geography, travel, gravity());
    DayPlanner planner{trips()};
    RandomSource random{5};
};

std::int32_t const tuesday = day_number({2025, 8, 5});
std::int32_t const sunday = day_number({2025, 8, 10});

Car car_of(std::uint32_t ordinal) {
    Car car{};
    car.ordinal = ordinal;
    car.home = 2;
    car.work = 0;
    car.consumption = 1.0F;
    return car;
}

// The day of a car that stops nowhere but where it means to.
std::vector<Leg> legs_of(Town const& town, Car const& car, std::int32_t day) {
    DayPlan const plan = town.planner.plan(car, day, town.random);
    std::vector<Leg> legs;
    space::ZoneId at{car.home};
    for (std::size_t i = 0; i < plan.legs; ++i) {
        legs.push_back(town.planner.leg(car, plan, i, at, town.others, town.random));
        at = legs.back().to;
    }
    return legs;
}

}  // namespace

TEST_CASE("every plan leads home and by its own order") {
    Town const town;
    for (std::uint32_t i = 0; i < 5'000; ++i) {
        auto const legs = legs_of(town, car_of(i), i % 2 == 0 ? tuesday : sunday);
        if (legs.empty()) continue;
        REQUIRE(legs.size() >= 2);
        CHECK(legs.back().place == Place::home);
        CHECK(legs.back().to.index() == 2);
        CHECK(legs.front().timing == Leg::Timing::by_clock);
        for (Leg const& leg : legs) {
            CHECK(leg.departs.ms >= 0);
            CHECK(town.planner.consumption(car_of(i), leg) > 0.5);
            if (leg.place == Place::work) CHECK(leg.to.index() == 0);
        }
    }
}

TEST_CASE("cars are used as often as asked, and go to work on weekdays") {
    Town const town;
    double weekday = 0, weekend = 0, to_work = 0, at_seven = 0;
    constexpr int n = 20'000;
    for (std::uint32_t i = 0; i < n; ++i) {
        auto const legs = legs_of(town, car_of(i), tuesday);
        weekday += !legs.empty();
        weekend += !legs_of(town, car_of(i), sunday).empty();
        for (Leg const& leg : legs) to_work += leg.place == Place::work;
        if (!legs.empty() && legs[0].place == Place::work) at_seven += legs[0].departs.hours();
    }
    CHECK(weekday / n == Approx(0.8).margin(0.01));
    CHECK(weekend / n == Approx(0.6).margin(0.015));
    CHECK(to_work / n == Approx(0.8 * 0.64).margin(0.015));  // the three chains with work
    CHECK(at_seven / (0.8 * n * 0.58) == Approx(7.6).margin(0.2));
}

TEST_CASE("a plan is a pure function of car, day and seed") {
    Town const town, again;
    for (std::uint32_t i = 0; i < 500; ++i) {
        auto const a = legs_of(town, car_of(i), tuesday);
        auto const b = legs_of(again, car_of(i), tuesday);
        REQUIRE(a.size() == b.size());
        for (std::size_t leg = 0; leg < a.size(); ++leg) {
            CHECK(a[leg].departs == b[leg].departs);
            CHECK(a[leg].to == b[leg].to);
        }
    }
}
