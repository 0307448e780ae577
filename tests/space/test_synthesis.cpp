#include "sim/space/synthesis.hpp"

#include "sim/base/check.hpp"
#include "sim/space/district_shape.hpp"
#include "sim/space/geodesy.hpp"
#include "tests/space/city_fixture.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <numeric>
#include <set>

using namespace yuchong;
using namespace yuchong::space;

namespace {

Geography draw(std::vector<DistrictFacts> const& districts, std::uint32_t zones) {
    return synthesize_geography(districts, fixture::geography_settings(zones), RandomSource{7});
}

// Everything of a zone but its share of the whole city's base load.
bool same_zone(Zone const& a, Zone const& b) {
    return a.id == b.id && a.centre.lon == b.centre.lon && a.centre.lat == b.centre.lat && a.kind == b.kind &&
           a.relief == b.relief && a.area_km2 == b.area_km2 && a.built_up_km2 == b.built_up_km2 &&
           a.population == b.population && a.jobs == b.jobs && a.visits == b.visits &&
           a.vehicle_weight == b.vehicle_weight && a.home_pile_share == b.home_pile_share &&
           a.point_count == b.point_count;
}

bool same_point(DemandPoint const& a, DemandPoint const& b) {
    return a.position.lon == b.position.lon && a.position.lat == b.position.lat && a.weight == b.weight;
}

}  // namespace

TEST_CASE("Chongqing has 38 districts and 1,031 zones, some in each") {
    auto const districts = fixture::chongqing_districts();
    REQUIRE(districts.size() == 38);
    Geography const city = draw(districts, 1031);
    REQUIRE(city.zones.size() == 1031);
    std::uint32_t next = 0;
    for (District const& d : city.districts) {
        INFO(d.name);
        CHECK(d.zone_count >= 5);
        CHECK(d.zone_count <= 60);
        CHECK(d.first_zone == next);
        next += d.zone_count;
    }
    CHECK(next == 1031);
    std::set<std::string> ids;
    for (Zone const& z : city.zones) ids.insert(z.id);
    CHECK(ids.size() == 1031);
    CHECK(city.zones[0].id == "500101-01");
    // Seventh census communique: 32,054,159; the rows of the table add up to 2 more.
    double people = 0.0;
    for (Zone const& z : city.zones) people += z.population;
    CHECK(people == Approx(32'054'161).epsilon(1e-9));
}

TEST_CASE("zones keep their district's totals") {
    Geography const city = draw(fixture::chongqing_districts(), 1031);
    for (District const& d : city.districts) {
        INFO(d.name);
        double area = 0.0, people = 0.0, cars = 0.0, piles = 0.0;
        for (std::uint32_t k = 0; k < d.zone_count; ++k) {
            Zone const& z = city.zones[d.first_zone + k];
            area += z.area_km2;
            people += z.population;
            cars += z.vehicle_weight;
            piles += z.vehicle_weight * z.home_pile_share;
            CHECK(z.built_up_km2 > 0.0);
            CHECK(z.built_up_km2 <= 0.85 * z.area_km2 * (1 + 1e-12));
        }
        CHECK(area == Approx(d.area_km2).epsilon(1e-9));
        CHECK(people == Approx(d.population).epsilon(1e-9));
        CHECK(cars == Approx(d.vehicle_weight).epsilon(1e-9));
        CHECK(piles / cars == Approx(d.home_pile_share).epsilon(1e-9));
    }
    double base_load = 0.0;
    for (Zone const& z : city.zones) base_load += z.base_load_share;
    CHECK(base_load == Approx(1.0).epsilon(1e-12));
}

TEST_CASE("zones lie inside their district's ellipse, apart, and denser near the seat") {
    Geography const city = draw(fixture::chongqing_districts(), 1031);
    for (District const& d : city.districts) {
        INFO(d.name);
        DistrictShape const shape(d.centroid, d.seat, d.area_km2, 1.15);
        double const typical_km = std::sqrt(d.area_km2 / d.zone_count);
        int near_half = 0;
        double farthest_km = 0.0;
        for (std::uint32_t k = 0; k < d.zone_count; ++k) {
            Zone const& z = city.zones[d.first_zone + k];
            CHECK(shape.level(z.centre) <= 1.0 + 1e-9);
            farthest_km = std::max(farthest_km, straight_km(z.centre, d.seat));
            for (std::uint32_t j = 0; j < k; ++j) {
                CHECK(straight_km(z.centre, city.zones[d.first_zone + j].centre) > 0.08 * typical_km);
            }
        }
        for (std::uint32_t k = 0; k < d.zone_count; ++k) {
            if (straight_km(city.zones[d.first_zone + k].centre, d.seat) < 0.5 * farthest_km) ++near_half;
        }
        // Spread evenly over a circle a quarter would be.
        CHECK(near_half >= d.zone_count * 0.3);
    }
}

TEST_CASE("two urban kinds: central zones draw people by day, residential ones hold them by night") {
    Geography const city = draw(fixture::chongqing_districts(), 1031);
    double jobs[4] = {}, people[4] = {};
    for (Zone const& z : city.zones) {
        jobs[static_cast<int>(z.kind)] += z.jobs;
        people[static_cast<int>(z.kind)] += z.population;
    }
    CHECK(jobs[0] > 1.0 * people[0]);
    CHECK(jobs[1] < 0.6 * people[1]);
    CHECK(people[1] > 2.0 * people[0]);
    for (District const& d : city.districts) CHECK(city.zones[d.first_zone].kind == ZoneKind::central);
}

TEST_CASE("demand points stand about 500 m apart in the built-up area and share the zone's people") {
    Geography const city = draw(fixture::chongqing_districts(), 1031);
    for (Zone const& z : city.zones) {
        REQUIRE(z.point_count >= 1);
        REQUIRE(z.point_count <= 120);
        double weight = 0.0;
        for (std::uint32_t i = 0; i < z.point_count; ++i) {
            DemandPoint const& p = city.points[z.first_point + i];
            CHECK(&city.zones[p.zone.index()] == &z);
            weight += p.weight;
            double const radius_km = std::sqrt(z.built_up_km2 / 3.14159265358979);
            CHECK(straight_km(p.position, z.centre) <= radius_km * 1.001);
            double nearest_km = 1e9;
            for (std::uint32_t j = 0; j < z.point_count; ++j) {
                if (j != i)
                    nearest_km = std::min(nearest_km,
                                          straight_km(p.position, city.points[z.first_point + j].position));
            }
            double const spacing_km = std::sqrt(z.built_up_km2 / z.point_count);
            if (z.point_count > 2) CHECK(nearest_km > 0.5 * spacing_km);
            if (z.point_count > 2) CHECK(nearest_km < 1.6 * spacing_km);
        }
        CHECK(weight == Approx(1.0).epsilon(1e-12));
        if (z.point_count > 2 && z.point_count < 120) {
            CHECK(std::sqrt(z.built_up_km2 / z.point_count) == Approx(0.5).epsilon(0.12));
        }
    }
    CHECK(city.points.size() > 5000);
}

TEST_CASE("the same seed draws the same city, another seed another") {
    auto const districts = fixture::three_districts();
    Geography const a = draw(districts, 60), b = draw(districts, 60);
    REQUIRE(a.zones.size() == b.zones.size());
    CHECK(std::equal(a.zones.begin(), a.zones.end(), b.zones.begin(), same_zone));
    CHECK(std::equal(a.points.begin(), a.points.end(), b.points.begin(), b.points.end(), same_point));
    Geography const c = synthesize_geography(districts, fixture::geography_settings(60), RandomSource{8});
    CHECK_FALSE(same_zone(a.zones[0], c.zones[0]));
}

TEST_CASE("twin districts under two codes have luck of their own") {
    auto districts = fixture::three_districts();
    districts[2] = districts[1];
    districts[2].adcode = 900009;
    Geography const city = draw(districts, 60);
    for (std::uint32_t k = 0; k < 5; ++k) {
        Zone const &a = city.zones[city.districts[1].first_zone + k],
                   &b = city.zones[city.districts[2].first_zone + k];
        CHECK(a.population != b.population);
        CHECK(a.centre.lon != b.centre.lon);
        CHECK(a.jobs / a.population != b.jobs / b.population);
    }
}

TEST_CASE("changing or adding a district changes no other") {
    auto districts = fixture::three_districts();
    Geography const before = draw(districts, 60);

    SECTION("other facts of one district") {
        districts[1].seat.lat += 0.05;
        districts[1].urbanisation = 0.9;
        districts[1].home_pile_share = 0.1;
        Geography const after = draw(districts, 60);
        for (std::size_t d : {0U, 2U}) {
            District const& then = before.districts[d];
            for (std::uint32_t k = 0; k < then.zone_count; ++k) {
                CHECK(same_zone(before.zones[then.first_zone + k],
                                after.zones[after.districts[d].first_zone + k]));
            }
        }
        CHECK_FALSE(same_zone(before.zones[before.districts[1].first_zone],
                              after.zones[after.districts[1].first_zone]));
    }
    SECTION("one more district, with zones of its own") {
        DistrictFacts more = districts[2];
        more.adcode = 900000;
        more.seat.lon += 2.0;
        more.centroid.lon += 2.0;
        districts.insert(districts.begin(), more);
        for (std::size_t d = 0; d < 3; ++d) {
            District const& then = before.districts[d];
            INFO(then.name);
            // A total with which this district has as many zones as before.
            auto settings = fixture::geography_settings(60);
            while (zone_counts(districts, settings)[d + 1] < then.zone_count) ++settings.zones;
            Geography const after = synthesize_geography(districts, settings, RandomSource{7});
            District const& now = after.districts[d + 1];
            REQUIRE(now.zone_count == then.zone_count);
            for (std::uint32_t k = 0; k < then.zone_count; ++k) {
                Zone const &a = before.zones[then.first_zone + k], &b = after.zones[now.first_zone + k];
                REQUIRE(same_zone(a, b));
                for (std::uint32_t p = 0; p < a.point_count; ++p) {
                    REQUIRE(same_point(before.points[a.first_point + p], after.points[b.first_point + p]));
                }
            }
        }
    }
}

TEST_CASE("kinds are known before anybody settles, and zones without weight stay empty") {
    auto const districts = fixture::chongqing_districts();
    GeographySettings settings = fixture::geography_settings(1031);
    settings.urban_population_weight = {1, 1, 0, 0};
    RandomSource const random{7};
    Geography const city = synthesize_geography(districts, settings, random);
    auto const kinds = draw_kinds(districts, settings, random);
    REQUIRE(kinds.size() == districts.size());
    for (std::size_t d = 0; d < kinds.size(); ++d) {
        REQUIRE(kinds[d].size() == city.districts[d].zone_count);
        for (std::size_t k = 0; k < kinds[d].size(); ++k)
            CHECK(kinds[d][k] == city.zones[city.districts[d].first_zone + k].kind);
    }
    settings.rural_population_weight = {0, 0, 1, 1};
    CHECK_THROWS_AS(synthesize_geography(districts, settings, random), BrokenInvariant);
    std::vector<DistrictFacts> town{districts[2]};
    town[0].urbanisation = 1.0;  // nobody there is rural
    settings.zones = 20;
    Geography const small = synthesize_geography(town, settings, random);
    double people = 0.0;
    for (Zone const& zone : small.zones) people += zone.population;
    CHECK(people == Approx(town[0].population).epsilon(1e-9));
}
