#include "sim/space/travel.hpp"

#include "sim/space/barriers.hpp"
#include "sim/space/geodesy.hpp"
#include "sim/space/synthesis.hpp"
#include "tests/space/city_fixture.hpp"

#include <catch2/catch.hpp>

using namespace yuchong;
using namespace yuchong::space;

namespace {

// Zones in a row, 5 km apart to the east; discs of no size, so distances can be worked out by hand.
Geography row_of_zones(std::size_t n) {
    Geography g;
    g.districts.resize(2);
    g.districts[0].seat_elevation_m = 200.0;
    g.districts[1].seat_elevation_m = 500.0;
    LocalPlane const plane({106.5, 0.0});  // on the equator a degree is the same both ways
    for (std::size_t i = 0; i < n; ++i) {
        Zone z{};
        z.district = DistrictId{i % 2};
        z.centre = plane.geo({5.0 * static_cast<double>(i), 0.0});
        z.relief = Relief::hills;
        g.zones.push_back(z);
    }
    return g;
}

Geography chongqing() {
    return synthesize_geography(fixture::chongqing_districts(), fixture::geography_settings(1031),
                                RandomSource{7});
}

}  // namespace

TEST_CASE("a kilometre is a kilometre") {
    // Chaotianmen to Wanzhou's seat, great circle by the haversine formula: 220.62 km.
    CHECK(straight_km({106.588, 29.568}, {108.380, 30.808}) == Approx(220.62).epsilon(1e-3));
    CHECK(straight_km({0, 0}, {1, 0}) == Approx(111.195).epsilon(1e-5));
}

TEST_CASE("a trip worked out by hand") {
    Geography const g = row_of_zones(5);
    Travel const travel(g, fixture::travel_settings());
    Trip const t = travel.trip(ZoneId{0}, ZoneId{3}, 12);  // 15 km straight
    CHECK(t.distance_km == Approx(20.25).epsilon(1e-6));   // times 1.35
    // 3 km of streets, 12 km of arterials, 5.25 km of expressway.
    double const minutes = 3.0 / 26 * 60 + 12.0 / 36 * 60 + 5.25 / 66 * 60;
    CHECK(t.time.minutes() == Approx(minutes).epsilon(1e-6));
    CHECK(t.speed_kmh == Approx(20.25 / minutes * 60).epsilon(1e-6));
    CHECK(t.stops_per_km == Approx((3 * 2.0 + 12 * 1.0 + 5.25 * 0.1) / 20.25).epsilon(1e-6));
    CHECK(t.climb_m == Approx(202.5 + 300.0).epsilon(1e-6));  // 10 m a km and up to the other district's seat
    CHECK(t.descent_m == Approx(202.5).epsilon(1e-6));
    Trip const back = travel.trip(ZoneId{3}, ZoneId{0}, 12);
    CHECK(back.climb_m == Approx(t.descent_m));
    CHECK(back.descent_m == Approx(t.climb_m));
    CHECK(travel.trip(ZoneId{0}, ZoneId{3}, 8).time > t.time);  // the morning peak
}

TEST_CASE("no move is faster than the shortest, and standing still is not a division by zero") {
    Geography const g = row_of_zones(2);
    Travel const travel(g, fixture::travel_settings());
    Trip const stay = travel.trip(ZoneId{0}, ZoneId{0}, 3);
    CHECK(stay.distance_km == 0.0);
    CHECK(stay.time == minutes(2));
    CHECK(stay.speed_kmh == Approx(26.0));
    CHECK(travel.trip_out(travel.link(ZoneId{0}, g.zones[0].centre, ZoneId{0}), {0.0, 0.0}, 3).time ==
          minutes(2));
}

TEST_CASE("a river between lengthens a trip, by so much and no more") {
    Geography g = row_of_zones(9);
    Travel const open(g, fixture::travel_settings());
    LocalPlane const plane({106.5, 0.0});
    g.barriers.push_back({"river", {plane.geo({7.0, -20.0}), plane.geo({8.0, 3.0}), plane.geo({9.0, 20.0})}});
    Travel const travel(g, fixture::travel_settings());
    auto const ratio = [&](std::size_t a, std::size_t b) {
        return travel.distance(ZoneId{a}, ZoneId{b}) / open.distance(ZoneId{a}, ZoneId{b});
    };
    CHECK(ratio(0, 1) == 1.0);  // same bank
    CHECK(ratio(2, 3) == 1.0);
    CHECK(ratio(1, 2) == Approx(1.6 / 1.35).epsilon(1e-6));
    CHECK(ratio(0, 8) == Approx((1.35 * 40 + 4.0) / (1.35 * 40)).epsilon(1e-6));  // capped at 4 km
    CHECK(travel.trip_out(travel.link(ZoneId{1}, g.zones[2].centre, ZoneId{2}), {0.0, 0.0}, 3).distance_km ==
          Approx(travel.distance(ZoneId{1}, ZoneId{2}).value()).epsilon(1e-6));
    Barriers const barriers(g.barriers);
    CHECK_FALSE(barriers.between(plane.geo({0.0, 30.0}), plane.geo({20.0, 30.0})));  // round its end
}

TEST_CASE("the way from a place of a zone to a point, and back") {
    Geography g = row_of_zones(5);
    Travel const travel(g, fixture::travel_settings());
    Link const link = travel.link(ZoneId{0}, g.zones[3].centre, ZoneId{3});
    Trip const from_centre = travel.trip_out(link, {0.0, 0.0}, 12);
    double const apart_km = straight_km(g.zones[0].centre, g.zones[3].centre);
    CHECK(from_centre.distance_km == Approx(1.35 * apart_km).epsilon(1e-6));
    Trip const nearer = travel.trip_out(link, {1.0, 0.0}, 12);
    CHECK(nearer.distance_km == Approx(1.35 * (apart_km - 1.0)).epsilon(1e-5));
    Trip const back = travel.trip_back(link, {1.0, 0.0}, 12);
    CHECK(back.distance_km == nearer.distance_km);
    CHECK(back.climb_m == nearer.descent_m);
    CHECK(back.descent_m == nearer.climb_m);
}

TEST_CASE("places fill the disc of a zone evenly") {
    Geography const g = chongqing();
    Travel const travel(g, fixture::travel_settings());
    double const radius2_km2 =
        std::sqrt(g.zones[100].area_km2 * g.zones[100].built_up_km2) / std::numbers::pi;
    double squares = 0.0, east = 0.0;
    RandomSource const random{3};
    constexpr std::uint32_t draws = 20'000;
    for (std::uint32_t i = 0; i < draws; ++i) {
        Block const draw = random.draw({DrawClass::test, 0, i});
        Offset const place = travel.place(ZoneId{100}, draw.uniform(0), draw.uniform(1));
        double const square = place.east_km * place.east_km + place.north_km * place.north_km;
        REQUIRE(square <= radius2_km2 * (1.0 + 1e-12));
        squares += square / draws;
        east += place.east_km / draws;
    }
    CHECK(squares == Approx(0.5 * radius2_km2).epsilon(0.02));
    CHECK(std::abs(east) < 0.02 * std::sqrt(radius2_km2));
}

TEST_CASE("distances of the city are symmetric to the bit, and nearly a metric") {
    Geography const g = chongqing();
    Travel const travel(g, fixture::travel_settings());
    for (std::size_t i = 0; i < 1031; i += 3) {
        for (std::size_t j = 0; j < 1031; j += 5) {
            REQUIRE(travel.distance(ZoneId{i}, ZoneId{j}) == travel.distance(ZoneId{j}, ZoneId{i}));
        }
    }
    for (std::size_t i = 0; i < 1031; i += 17) {
        for (std::size_t j = 0; j < 1031; j += 19) {
            for (std::size_t k = 0; k < 1031; k += 23) {
                double const direct = travel.distance(ZoneId{i}, ZoneId{j}).value();
                double const via = travel.distance(ZoneId{i}, ZoneId{k}).value() +
                                   travel.distance(ZoneId{k}, ZoneId{j}).value();
                REQUIRE(direct <= via * (1.6 / 1.35));
            }
        }
    }
}

TEST_CASE("time grows with distance and every trip takes at least two minutes") {
    Geography const g = chongqing();
    Travel const travel(g, fixture::travel_settings());
    for (std::size_t j = 0; j < 1031; ++j) {
        for (std::size_t k = j % 7; k < 1031; k += 31) {
            Trip const a = travel.trip(ZoneId{0}, ZoneId{j}, 8), b = travel.trip(ZoneId{0}, ZoneId{k}, 8);
            if (a.distance_km < b.distance_km) REQUIRE(a.time <= b.time);
            REQUIRE(a.time >= minutes(2));
            REQUIRE(a.climb_m >= 0.0);
            REQUIRE(a.descent_m >= 0.0);
        }
    }
}

TEST_CASE("a trip inside a zone is of the zone's size") {
    Geography const g = chongqing();
    Travel const travel(g, fixture::travel_settings());
    for (std::size_t z = 0; z < g.zones.size(); ++z) {
        double const km = travel.distance(ZoneId{z}, ZoneId{z}).value();
        CHECK(km > 0.3);
        CHECK(km < 1.35 * std::sqrt(g.zones[z].area_km2));
    }
}
