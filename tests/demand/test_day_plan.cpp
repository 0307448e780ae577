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

}  // namespace

TEST_CASE("every plan leads home and by its own order") {
    Town const town;
    for (std::uint32_t i = 0; i < 5'000; ++i) {
        DayPlan const plan =
            town.planner.plan(car_of(i), i % 2 == 0 ? tuesday : sunday, town.others, town.random);
        auto const legs = plan.legs();
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
        auto const plan = town.planner.plan(car_of(i), tuesday, town.others, town.random);
        weekday += !plan.legs().empty();
        weekend += !town.planner.plan(car_of(i), sunday, town.others, town.random).legs().empty();
        for (Leg const& leg : plan.legs()) to_work += leg.place == Place::work;
        if (!plan.legs().empty() && plan.legs()[0].place == Place::work)
            at_seven += plan.legs()[0].departs.hours();
    }
    CHECK(weekday / n == Approx(0.8).margin(0.01));
    CHECK(weekend / n == Approx(0.6).margin(0.015));
    CHECK(to_work / n == Approx(0.8 * 0.64).margin(0.015));  // the three chains with work
    CHECK(at_seven / (0.8 * n * 0.58) == Approx(7.6).margin(0.2));
}

TEST_CASE("a plan is a pure function of car, day and seed") {
    Town const town, again;
    for (std::uint32_t i = 0; i < 500; ++i) {
        auto const a = town.planner.plan(car_of(i), tuesday, town.others, town.random);
        auto const b = again.planner.plan(car_of(i), tuesday, again.others, again.random);
        REQUIRE(a.legs().size() == b.legs().size());
        for (std::size_t leg = 0; leg < a.legs().size(); ++leg) {
            CHECK(a.legs()[leg].departs == b.legs()[leg].departs);
            CHECK(a.legs()[leg].to == b.legs()[leg].to);
        }
    }
}
