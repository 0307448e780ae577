#include "sim/vehicle/consumption.hpp"

#include "tests/vehicle/figures.hpp"

#include <catch2/catch.hpp>

using namespace yuchong;
using namespace yuchong::vehicle;

namespace {

ConsumptionSettings const settings = figures::consumption();
Climate const mild = climate_at(settings, 22);

// Weather that draws this much all the time.
Climate climate_of(double hvac_kw) {
    return {.hvac_kw = hvac_kw, .pull_down_h = 0, .pull_down_extra = 0, .recuperation = 1, .cold_factor = 1};
}

}  // namespace

TEST_CASE("EN-01 energy of a road segment", "[consumption]") {
    struct Row {
        double speed, km, rise, traction, auxiliary, per_100km;
    };
    Row const rows[] = {
        {30, 5, 0, 0.3368555345, 0.1, 8.73711069},         {60, 10, 0, 0.9297874579, 0.1, 10.29787458},
        {100, 20, 0, 3.073566685, 0.12, 15.96783343},      {40, 3, 150, 1.104558782, 0.045, 38.31862608},
        {40, 3, -150, -0.4068667901, 0.045, -12.06222634}, {40, 3, -60, -0.08068429012, 0.045, -1.189476337},
        {50, 6, 300, 2.260332842, 0.072, 38.87221404}};
    RoadLoad road = figures::suv();
    road.auxiliary_kw = 0.6;
    for (Row const& row : rows) {
        double const traction = segment_traction_kwh(settings, road, {row.km, row.speed, row.rise, 0}, mild);
        double const auxiliary = standing_kwh(road, row.km / row.speed, climate_of(0));
        CHECK(traction == Approx(row.traction).epsilon(1e-9));
        CHECK(auxiliary == Approx(row.auxiliary).epsilon(1e-9));
        CHECK((traction + auxiliary) / row.km * 100 == Approx(row.per_100km).epsilon(1e-9));
    }
}

TEST_CASE("EN-02 cabin and battery thermal power", "[consumption]") {
    double const temperature[] = {-10, -5, 5, 22, 30, 38, 42};
    double const kw[] = {4.0, 3.3, 1.9, 0.2, 1.0, 2.2, 2.8};
    double const per_100km[] = {16.0, 13.2, 7.6, 0.8, 4.0, 8.8, 11.2};
    RoadLoad road = figures::suv();
    road.auxiliary_kw = 0;
    for (int i = 0; i < 7; ++i) {
        CHECK(climate_at(settings, temperature[i]).hvac_kw == Approx(kw[i]).epsilon(1e-9));
        CHECK(standing_kwh(road, 4.0, climate_of(kw[i])) == Approx(per_100km[i]).epsilon(1e-9));
    }
}

TEST_CASE("EN-03 up and down again", "[consumption]") {
    RoadLoad const road = figures::suv();
    double const up = segment_traction_kwh(settings, road, {3, 40, 150, 0}, mild);
    double const down = segment_traction_kwh(settings, road, {3, 40, -150, 0}, mild);
    double const flat = segment_traction_kwh(settings, road, {3, 40, 0, 0}, mild);
    CHECK(up == Approx(1.104558782).epsilon(1e-9));
    CHECK(down == Approx(-0.4068667901).epsilon(1e-9));
    CHECK(flat == Approx(0.2220303732).epsilon(1e-9));
    CHECK((up + down) / (2 * flat) == Approx(1.5711634).epsilon(1e-9));
}

TEST_CASE("EN-04 hill totals per tonne and 100 m", "[consumption]") {
    RoadLoad road = figures::suv();
    road.mass_kg = 1000;
    CHECK(hill_kwh(settings, road, 100, 0, mild) == Approx(0.3096590909).epsilon(1e-9));
    CHECK(hill_kwh(settings, road, 0, 100, mild) == Approx(-0.19075).epsilon(1e-9));
}

TEST_CASE("EN-05 composite consumption", "[consumption]") {
    struct Row {
        double speed, stops, climb, descent, hvac, traction, hill, standing, total;
    };
    Row const rows[] = {{45, .5, 0, 0, .2, 8.500762311, 0.0, 1.222222222, 9.722984533},
                        {30, 2, 0, 0, .2, 9.523777357, 0.0, 1.833333333, 11.35711069},
                        {30, 2, 10, 10, .2, 9.523777357, 2.259272727, 1.833333333, 13.61638342},
                        {25, 2, 10, 10, 2.2, 9.262958813, 2.259272727, 10.2, 21.72223154}};
    RoadLoad const road = figures::suv();
    for (Row const& row : rows) {
        Climate const climate = climate_of(row.hvac);
        Trip const trip{100, row.speed, 100 * row.climb, 100 * row.descent, row.stops};
        CHECK(segment_traction_kwh(settings, road, {100, row.speed, 0, row.stops}, climate) ==
              Approx(row.traction).epsilon(1e-9));
        CHECK(hill_kwh(settings, road, trip.climb_m, trip.descent_m, climate) ==
              Approx(row.hill).epsilon(1e-9).margin(1e-12));
        CHECK(standing_kwh(road, 100 / row.speed, climate) == Approx(row.standing).epsilon(1e-9));
        CHECK(trip_kwh(settings, road, trip, climate) == Approx(row.total).epsilon(1e-9));
    }
}

TEST_CASE("the first ten minutes cost more cabin power", "[consumption]") {
    RoadLoad road = figures::suv();
    road.auxiliary_kw = 0;
    road.hvac_scale = 6;
    Climate const hot = climate_at(settings, 40);
    CHECK(standing_kwh(road, 0.1, hot) == Approx(6 * 2.5 * 1.6 * 0.1).epsilon(1e-12));
    CHECK(standing_kwh(road, 1.0, hot) == Approx(6 * 2.5 * (1.0 + 0.6 / 6)).epsilon(1e-12));
}

TEST_CASE("cold: less from the pack, less recuperated", "[consumption]") {
    CHECK(climate_at(settings, 10).cold_factor == 1.0);
    CHECK(climate_at(settings, -10).cold_factor == Approx(1 / 0.9).epsilon(1e-12));
    CHECK(climate_at(settings, 0).recuperation == Approx(0.5));
    CHECK(climate_at(settings, -20).recuperation == 0.0);
    RoadLoad const road = figures::suv();
    Trip const hilly{10, 30, 100, 100, 2};
    double before = 0.0;
    for (double const temperature : {20.0, 10.0, 5.0, 0.0, -5.0, -10.0}) {
        double const kwh = trip_kwh(settings, road, hilly, climate_at(settings, temperature));
        CHECK(kwh > before);
        before = kwh;
    }
    Climate const freezing = climate_at(settings, -10);
    Climate full_pack = freezing;
    full_pack.cold_factor = 1;
    CHECK(trip_kwh(settings, road, hilly, freezing) ==
          Approx(trip_kwh(settings, road, hilly, full_pack) / 0.9).epsilon(1e-12));
    // No recuperation at all: a descent returns nothing, a stop loses everything.
    Climate full = mild;
    full.recuperation = 0;
    CHECK(segment_traction_kwh(settings, road, {3, 40, -150, 0}, full) == 0.0);
    CHECK(hill_kwh(settings, road, 0, 100, full) == 0.0);
}

TEST_CASE("totals of climb and descent bound the sum over edges from above", "[consumption]") {
    RoadLoad const road = figures::suv();
    for (double const rise : {5.0, 20.0, 60.0, 150.0}) {
        double const edges = segment_traction_kwh(settings, road, {3, 40, rise, 1}, climate_of(0)) +
                             segment_traction_kwh(settings, road, {3, 40, -rise, 1}, climate_of(0));
        double const totals =
            trip_kwh(settings, road, {6, 40, rise, rise, 1}, climate_of(0)) - road.auxiliary_kw * 6 / 40;
        CHECK(totals >= edges - 1e-12);
    }
}

TEST_CASE("crawling takes time, not drag", "[consumption]") {
    RoadLoad road = figures::suv();
    CHECK(segment_traction_kwh(settings, road, {1, 3, 0, 0}, mild) ==
          segment_traction_kwh(settings, road, {1, 10, 0, 0}, mild));
    CHECK(trip_kwh(settings, road, {1, 3, 0, 0, 0}, mild) > trip_kwh(settings, road, {1, 10, 0, 0, 0}, mild));
}
