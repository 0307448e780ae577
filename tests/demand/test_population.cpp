#include "small_town.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cstring>

using namespace yuchong;
using namespace yuchong::demand;
using namespace yuchong::demand::test;

namespace {

std::vector<Car> draw(std::uint32_t cars, space::Geography const& town = small_town(),
                      std::uint64_t seed = 3) {
    space::Travel const travel(town, roads());
    auto const work_trips = space::gravitate_to_jobs(town, travel, gravity());
    return draw_population(town, three_models(), work_trips, fleet(), charging(), std::array{cars},
                           {}, RandomSource{seed});
}

bool same(Car const& a, Car const& b) {
    return a.ordinal == b.ordinal && a.model == b.model && a.home == b.home && a.work == b.work &&
           a.pile_w == b.pile_w && a.energy_kwh == b.energy_kwh && a.curve_scale == b.curve_scale &&
           a.reserve_soc == b.reserve_soc && a.soc_start == b.soc_start && a.timer == b.timer &&
           a.parks_near_home == b.parks_near_home && a.parks_near_work == b.parks_near_work;
}

}  // namespace

TEST_CASE("shares of the fleet come out as asked") {
    auto const cars = draw(40'000);
    REQUIRE(cars.size() == 40'000);
    double bev = 0, piles = 0, home_of_zone_3 = 0, small_among_bev = 0, vintage_2024 = 0, near_home = 0,
           near_work = 0;
    for (Car const& car : cars) {
        bev += car.model != 2;
        small_among_bev += car.model == 0;
        piles += car.pile_w > 0;
        home_of_zone_3 += car.home == 3;
        vintage_2024 += car.vintage == 2024;
        CHECK((car.pile_w == 0 || car.pile_w == 3500 || car.pile_w == 7000));  // 11 kW piles meet 7 kW cars
        CHECK(car.reserve_soc >= 0.05F);
        CHECK(car.reserve_soc <= 0.35F);
        CHECK(car.soc_start >= (car.pile_w > 0 ? 0.6F : 0.3F));
        CHECK(car.soc_start <= (car.pile_w > 0 ? 0.9F : 0.7F));
        if (car.pile_w > 0) CHECK_FALSE((car.parks_near_home || car.parks_near_work));
        near_home += car.parks_near_home;
        near_work += car.parks_near_work;
    }
    double const n = 40'000;
    CHECK(bev / n == Approx(0.7).margin(0.01));
    CHECK(small_among_bev / bev == Approx(0.75).margin(0.01));
    CHECK(piles / n == Approx(0.4).margin(0.01));
    CHECK(near_home / (n - piles) == Approx(0.3).margin(0.01));
    CHECK(near_work / (n - piles) == Approx(0.1).margin(0.01));
    CHECK(home_of_zone_3 / n == Approx(0.4).margin(0.01));  // weights 1, 2, 3, 4
    CHECK(vintage_2024 / n == Approx(0.4).margin(0.01));
}

TEST_CASE("old cars have the slower curve of their vintage") {
    for (Car const& car : draw(2'000)) {
        double const expected = car.vintage <= 2022 ? 0.5 : 1.0;
        CHECK(car.curve_scale == Approx(expected).epsilon(0.5));
        CHECK((car.vintage <= 2022) == (car.curve_scale < 0.72));
    }
}

TEST_CASE("one car more changes nobody else") {
    auto const few = draw(500), more = draw(501);
    for (std::size_t i = 0; i < few.size(); ++i) CHECK(same(few[i], more[i]));
}

TEST_CASE("another district changes nobody here") {
    auto town = small_town();
    space::District neighbour = town.districts[0];
    neighbour.adcode = 500902;
    neighbour.first_zone = 4;
    town.districts.push_back(neighbour);
    auto const zones = town.zones;
    for (space::Zone zone : zones) {
        zone.district = space::DistrictId{1};
        zone.centre.lat += 3.0;  // far enough to draw no commuters
        town.zones.push_back(zone);
    }
    space::Travel const travel(town, roads());
    auto const work_trips = space::gravitate_to_jobs(town, travel, gravity());
    auto const both = draw_population(town, three_models(), work_trips, fleet(), charging(),
                                      std::array<std::uint32_t, 2>{300, 200}, {}, RandomSource{3});
    auto const alone = draw(300);
    for (std::size_t i = 0; i < alone.size(); ++i) {
        CHECK(both[i].home == alone[i].home);
        CHECK(both[i].model == alone[i].model);
        CHECK(both[i].energy_kwh == alone[i].energy_kwh);
    }
}

TEST_CASE("another seed is another population") {
    auto const a = draw(200), b = draw(200, small_town(), 4);
    int equal = 0;
    for (std::size_t i = 0; i < a.size(); ++i) equal += same(a[i], b[i]);
    CHECK(equal < 5);
}
