#include "sim/demand/journey_duty.hpp"

#include "sim/base/calendar.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace yuchong;
using namespace yuchong::demand;

namespace {

std::int32_t const weekday = day_number({2025, 9, 24}), holiday = day_number({2025, 10, 1});

JourneySettings settings() {
    JourneySettings s{};
    s.stock.vehicles = 1000;
    s.stock.works_ever = 1.0;
    s.stock.works_weekday = 0.25;
    s.stock.works_weekend = 0.5;
    s.route = {"a", "b", "c", "d", "e"};
    s.whole_share = 0.5;
    s.start_mean_h = {9.0, 15.0};
    s.start_sd_h = {1.0, 1.0};
    s.start_weights = {3.0, 1.0};
    s.rounds = 2;
    s.stay_low_h = 1.0;
    s.stay_high_h = 3.0;
    s.reserve_soc = 0.15;
    s.holiday_factor = 2.6;
    s.holidays = {{holiday, day_number({2025, 10, 8})}};
    return s;
}

std::vector<std::uint16_t> const zones{7, 3, 9, 4, 1};

Car car_of(JourneyPlanner const& planner, std::uint32_t ordinal, RandomSource const& random) {
    Car car{};
    car.ordinal = ordinal;
    JourneyEnds const ends = planner.ends(ordinal, random);
    car.home = ends.home;
    car.work = ends.far;
    return car;
}

// How many of 10,000 vehicles travel on a day.
int travellers(JourneyPlanner const& planner, std::int32_t day) {
    RandomSource const random{11};
    int count = 0;
    for (std::uint32_t v = 0; v < 10'000; ++v)
        count += planner.day(car_of(planner, v, random), day, random).legs > 0 ? 1 : 0;
    return count;
}

}  // namespace

TEST_CASE("a journey passes every place of its way, out and back, round after round", "[journeys]") {
    JourneyPlanner const planner(settings(), zones);
    RandomSource const random{5};
    std::set<std::pair<std::uint16_t, std::uint16_t>> ways;
    int whole = 0, seen = 0;
    for (std::uint32_t v = 0; v < 2'000; ++v) {
        Car const car = car_of(planner, v, random);
        REQUIRE(car.home != car.work);
        ways.insert({car.home, car.work});
        auto const index = [&](std::uint16_t zone) {
            return static_cast<int>(std::find(zones.begin(), zones.end(), zone) - zones.begin());
        };
        int const home = index(car.home), far = index(car.work), hops = std::abs(far - home);
        whole += hops == 4 ? 1 : 0;
        JourneyDay const day = planner.day(car, weekday, random);
        if (day.legs == 0) continue;
        ++seen;
        REQUIRE(day.legs == 4 * hops);  // two rounds
        CHECK(day.departs >= Duration{0});
        CHECK(day.departs < hours(24));
        int at = home;
        for (std::uint8_t i = 0; i < day.legs; ++i) {
            JourneyLeg const leg = planner.leg(car, weekday, i, random);
            int const to = index(static_cast<std::uint16_t>(leg.to.index()));
            REQUIRE(std::abs(to - at) == 1);
            at = to;
            int const in_round = i % (2 * hops);
            CHECK(at == (in_round < hops ? home + (far > home ? 1 : -1) * (in_round + 1)
                                         : far - (far > home ? 1 : -1) * (in_round - hops + 1)));
            bool const stays = in_round == hops || (in_round == 0 && i > 0);
            CHECK(leg.stay >= (stays ? hours(1) : Duration{0}));
            CHECK(leg.stay <= (stays ? hours(3) : Duration{0}));
            CHECK((leg.place == Place::home) == (in_round == 2 * hops - 1));
        }
        CHECK(at == home);
    }
    CHECK(ways.size() == 20);
    // Half of them, and of the others two of the twenty pairs.
    CHECK(whole == Approx(2'000 * (0.5 + 0.5 * 0.1)).margin(70));
    CHECK(seen == Approx(500).margin(60));
}

TEST_CASE("more vehicles travel on holidays, by the factor", "[journeys]") {
    JourneyPlanner const planner(settings(), zones);
    CHECK(travellers(planner, weekday) == Approx(2'500).margin(150));
    CHECK(travellers(planner, holiday) == Approx(6'500).margin(150));
    CHECK(travellers(planner, day_number({2025, 10, 9})) == Approx(2'500).margin(150));  // a Thursday
    CHECK(travellers(planner, day_number({2025, 9, 27})) == Approx(5'000).margin(150));  // a Saturday
}
