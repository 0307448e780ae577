#include "sim/space/gravity.hpp"

#include "sim/base/check.hpp"
#include "sim/space/synthesis.hpp"
#include "tests/space/city_fixture.hpp"

#include <catch2/catch.hpp>

#include <numeric>

using namespace yuchong;
using namespace yuchong::space;

namespace {

struct City {
    Geography geography =
        synthesize_geography(fixture::three_districts(), fixture::geography_settings(60), RandomSource{7});
    Travel travel{geography, fixture::travel_settings()};
};

constexpr GravitySettings unbalanced{
    .near_per_min = 0.08, .far_share = 0.05, .far_per_min = 0.03, .hour = 8, .balancing_rounds = 0};

}  // namespace

TEST_CASE("the alias table holds the gravity model's probabilities") {
    City const city;
    Gravity const g = gravitate_to_visits(city.geography, city.travel, unbalanced);
    std::size_t const n = city.geography.zones.size();
    for (std::size_t i : {0U, 17U, 59U}) {
        std::vector<double> near(n), far(n);
        for (std::size_t j = 0; j < n; ++j) {
            double const minutes = city.travel.trip(ZoneId{i}, ZoneId{j}, 8).time.minutes();
            near[j] = city.geography.zones[j].visits * std::exp(-0.08 * minutes);
            far[j] = city.geography.zones[j].visits * std::exp(-0.03 * minutes);
        }
        double const near_sum = std::accumulate(near.begin(), near.end(), 0.0);
        double const far_sum = std::accumulate(far.begin(), far.end(), 0.0);
        double sum = 0.0;
        for (std::size_t j = 0; j < n; ++j) {
            double const p = g.probability(ZoneId{i}, ZoneId{j});
            CHECK(p == Approx(0.95 * near[j] / near_sum + 0.05 * far[j] / far_sum).margin(2e-5 / 60 * 60));
            sum += p;
        }
        CHECK(sum == Approx(1.0).epsilon(1e-9));
    }
}

TEST_CASE("sampled frequencies follow the table") {
    City const city;
    Gravity const g = gravitate_to_jobs(city.geography, city.travel, unbalanced);
    RandomSource const random{3};
    constexpr std::uint32_t draws = 200'000;
    std::vector<double> count(city.geography.zones.size(), 0.0);
    for (std::uint32_t i = 0; i < draws; ++i) {
        ++count[g.sample(ZoneId{4}, random.draw({DrawClass::test, 0, i}).uniform(0)).index()];
    }
    double chi2 = 0.0;
    int cells = 0;
    for (std::size_t j = 0; j < count.size(); ++j) {
        double const expected = draws * g.probability(ZoneId{4}, ZoneId{j});
        if (expected < 5.0) continue;
        chi2 += (count[j] - expected) * (count[j] - expected) / expected;
        ++cells;
    }
    REQUIRE(cells > 20);
    CHECK(chi2 < cells + 4.0 * std::sqrt(2.0 * cells));
}

TEST_CASE("both ends of the unit interval fall on a zone") {
    City const city;
    Gravity const g = gravitate_to_jobs(city.geography, city.travel, unbalanced);
    CHECK(g.sample(ZoneId{0}, 0.0).index() < 60);
    CHECK(g.sample(ZoneId{0}, 1.0 - 0x1p-33).index() < 60);
    CHECK(g.sample(ZoneId{0}, 1.0 - 0x1p-53).index() < 60);
}

TEST_CASE("balanced trips arrive where the attraction is") {
    City const city;
    TripEnds ends;
    double cars = 0.0, jobs = 0.0;
    for (Zone const& z : city.geography.zones) {
        // Two districts near one another; the far county keeps to itself.
        bool const far = z.district.index() == 2;
        ends.departures.push_back(far ? 0.0 : z.population);
        ends.attraction.push_back(far ? 0.0 : z.jobs);
        cars += ends.departures.back();
        jobs += ends.attraction.back();
    }
    auto const worst_error = [&](std::uint32_t rounds) {
        GravitySettings s = unbalanced;
        s.balancing_rounds = rounds;
        Gravity const g(city.travel, ends, s);
        double worst = 0.0;
        for (std::size_t j = 0; j < ends.attraction.size(); ++j) {
            double arrivals = 0.0;
            for (std::size_t i = 0; i < ends.departures.size(); ++i) {
                arrivals += ends.departures[i] * g.probability(ZoneId{i}, ZoneId{j});
            }
            worst = std::max(worst, std::abs(arrivals / cars - ends.attraction[j] / jobs));
        }
        return worst;
    };
    CHECK(worst_error(0) > 0.01);
    CHECK(worst_error(30) < 0.002);
}

TEST_CASE("the expected distance is that of the samples, and a steeper decay shortens it") {
    City const city;
    Gravity const g = gravitate_to_jobs(city.geography, city.travel, unbalanced);
    RandomSource const random{5};
    double km = 0.0, cars = 0.0;
    for (std::size_t i = 0; i < city.geography.zones.size(); ++i) {
        double const weight = city.geography.zones[i].vehicle_weight;
        cars += weight;
        for (std::uint32_t k = 0; k < 4000; ++k) {
            double const u =
                random.draw({DrawClass::test, 1, static_cast<std::uint32_t>(i), 0, k}).uniform(0);
            km += weight * city.travel.distance(ZoneId{i}, g.sample(ZoneId{i}, u)).value() / 4000;
        }
    }
    CHECK(km / cars == Approx(g.mean_distance().value()).epsilon(0.01));
    GravitySettings steeper = unbalanced;
    steeper.near_per_min = 0.2;
    CHECK(gravitate_to_jobs(city.geography, city.travel, steeper).mean_distance() < g.mean_distance());
    CHECK(gravitate_to_jobs(city.geography, city.travel, steeper).mean_minutes() < g.mean_minutes());
}

TEST_CASE("trips go to the nearest destination where all are out of reach of doubles") {
    City const city;
    TripEnds ends{std::vector<double>(60, 1.0), std::vector<double>(60, 0.0)};
    ends.attraction[40] = 1e-150;
    ends.attraction[50] = 1e-150;
    GravitySettings steep = unbalanced;
    steep.near_per_min = steep.far_per_min = 1.0;
    steep.balancing_rounds = 3;
    TravelSettings slow = fixture::travel_settings();
    for (auto* speeds : {&slow.street_kmh, &slow.arterial_kmh, &slow.expressway_kmh}) speeds->fill(3.0);
    Travel const crawling(city.geography, slow);
    Gravity const g(crawling, ends, steep);
    for (std::size_t i = 0; i < 60; ++i) {
        double const to_40 = crawling.trip(ZoneId{i}, ZoneId{40}, 8).time.minutes(),
                     to_50 = crawling.trip(ZoneId{i}, ZoneId{50}, 8).time.minutes();
        CHECK(g.probability(ZoneId{i}, ZoneId{40}) + g.probability(ZoneId{i}, ZoneId{50}) ==
              Approx(1.0).margin(1e-4));
        if (std::abs(to_40 - to_50) < 20.0) continue;
        CHECK(g.probability(ZoneId{i}, ZoneId{to_40 < to_50 ? 40U : 50U}) > 0.99);
    }
}

TEST_CASE("a city without attraction is refused") {
    City const city;
    TripEnds const ends{std::vector<double>(60, 1.0), std::vector<double>(60, 0.0)};
    CHECK_THROWS_AS(Gravity(city.travel, ends, unbalanced), BrokenInvariant);
}
