#include "sim/demand/depot_duty.hpp"

#include "fleet_fixture.hpp"
#include "sim/base/calendar.hpp"
#include "sim/demand/working_fleets.hpp"
#include "small_town.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <numeric>
#include <set>

using namespace yuchong;
using namespace yuchong::demand;
using namespace yuchong::demand::test;

namespace {

std::int32_t const tuesday = day_number({2025, 8, 5});

}  // namespace

TEST_CASE(
    "blocks keep the hours of the fleet, leave room for the stay at midday, and share the day's distance") {
    DepotSettings const settings = depot();
    DepotPlanner const planner(settings);
    RandomSource const random{21};
    int out = 0;
    double km = 0.0, km_squared = 0.0;
    constexpr int vehicles = 4000;
    for (std::uint32_t ordinal = 0; ordinal < vehicles; ++ordinal) {
        Car car{};
        car.ordinal = ordinal;
        ServiceDay const day = planner.day(car, tuesday, random);
        if (day.blocks == 0) continue;
        ++out;
        REQUIRE(day.blocks == 2);
        auto const &morning = day.block[0], &afternoon = day.block[1];
        CHECK(morning.departs.hours() >= settings.begin_h);
        CHECK(morning.departs.hours() <= settings.begin_h + settings.stagger_h);
        CHECK(morning.returns.hours() >= settings.midday_from_h);
        CHECK(morning.returns.hours() <= settings.midday_until_h);
        CHECK((afternoon.departs - morning.returns).minutes() == Approx(settings.midday_min).margin(0.02));
        CHECK(afternoon.returns.hours() <= settings.end_h);
        CHECK(afternoon.returns.hours() >= settings.end_h - settings.stagger_h);
        double const morning_h = (morning.returns - morning.departs).hours();
        double const afternoon_h = (afternoon.returns - afternoon.departs).hours();
        CHECK(morning.km / morning_h == Approx(afternoon.km / afternoon_h));
        km += morning.km + afternoon.km;
        km_squared += std::pow(morning.km + afternoon.km, 2);
    }
    CHECK(out == Approx(0.8 * vehicles).margin(4.0 * std::sqrt(0.16 * vehicles)));
    double const mean_km = km / out;
    CHECK(mean_km == Approx(settings.mean_km).margin(4.0 * settings.sd_km / std::sqrt(out)));
    CHECK(std::sqrt(km_squared / out - mean_km * mean_km) == Approx(settings.sd_km).epsilon(0.06));
}

TEST_CASE("without a stay at midday there is one block") {
    DepotSettings settings = depot();
    settings.midday_min = 0;
    settings.stock.works_weekday = 1;
    DepotPlanner const planner(settings);
    Car car{};
    ServiceDay const day = planner.day(car, tuesday, RandomSource{22});
    REQUIRE(day.blocks == 1);
    CHECK((day.block[0].returns - day.block[0].departs).hours() > 10.9);
}

TEST_CASE("a fleet is spread over core and the rest as it says, and to the last vehicle") {
    space::Geography geography = small_town();
    geography.districts.push_back(geography.districts[0]);
    geography.districts.push_back(geography.districts[0]);
    geography.districts[0].ring = geography.districts[1].ring = space::Ring::core;
    geography.districts[2].ring = space::Ring::outer;
    geography.districts[0].population = 3e5;
    geography.districts[1].population = 1e5;
    geography.districts[2].population = 6e5;
    CHECK(vehicles_by_district(geography, stock()) == std::vector<std::uint32_t>{675, 225, 100});
    geography.districts[2].ring = space::Ring::core;  // no division: by the weight of vehicles
    CHECK(vehicles_by_district(geography, stock()) == std::vector<std::uint32_t>{334, 333, 333});
}

TEST_CASE("vehicles fill one depot after the other, and a larger fleet keeps the first ones as they are") {
    space::Geography const geography = small_town();
    WorkingFleet const fleet_of_vans{"van", depot()};
    std::vector<std::uint16_t> const station_zone{0, 0, 3, 1, 2};  // two public stations, three depots
    auto const dealt = [&](std::uint32_t vehicles, std::uint32_t number) {
        std::vector<std::uint32_t> const by_district{vehicles};
        WorkingFleetDeal const deal{fleet_of_vans, number, 5, by_district, {2, 30}};
        std::vector<Car> cars;
        deal_working_fleet(geography, three_models(), fleet(), deal, station_zone, RandomSource{23}, cars);
        return cars;
    };
    auto const some = dealt(70, 0), more = dealt(75, 0), others = dealt(70, 1);
    REQUIRE(some.size() == 70);
    CHECK(depots_for(70, 30) == 3);
    std::set<std::uint32_t> ordinals;
    for (std::size_t i = 0; i < some.size(); ++i) {
        CHECK(some[i].depot == 2 + i / 30);
        CHECK(some[i].home == station_zone[some[i].depot]);
        CHECK(some[i].fleet == 5);
        CHECK(some[i].pile_w == 0);
        CHECK(some[i].model == 1);
        CHECK(some[i].soc_start >= 0.4F);
        CHECK(some[i].soc_start <= 0.9F);
        CHECK(some[i].ordinal == more[i].ordinal);
        CHECK(some[i].energy_kwh == more[i].energy_kwh);
        CHECK(some[i].energy_kwh != others[i].energy_kwh);
        ordinals.insert(some[i].ordinal);
        ordinals.insert(others[i].ordinal);
        CHECK(some[i].ordinal != ordinal_of(geography.districts[0].adcode, static_cast<std::uint32_t>(i)));
    }
    CHECK(ordinals.size() == 140);
}
