// Designs against what is published about them.

#include "sim/study/unit_points.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <set>

using namespace yuchong::study;

namespace {

// Which of `slices` equal parts of the axis each point lies in, counted.
std::vector<int> occupancy(std::vector<UnitPoint> const& points, std::size_t axis, std::size_t slices) {
    std::vector<int> count(slices, 0);
    for (UnitPoint const& p : points)
        ++count.at(static_cast<std::size_t>(p[axis] * static_cast<double>(slices)));
    return count;
}

bool all_are(std::vector<int> const& counts, int wanted) {
    return std::ranges::all_of(counts, [wanted](int n) { return n == wanted; });
}

// Warnock's formula for the L2 star discrepancy.
double star_discrepancy(std::vector<UnitPoint> const& points) {
    auto const n = static_cast<double>(points.size());
    std::size_t const d = points.front().size();
    double pairs = 0.0, singles = 0.0;
    for (UnitPoint const& a : points) {
        double product = 1.0;
        for (double const x : a) product *= (1.0 - x * x) / 2.0;
        singles += product;
        for (UnitPoint const& b : points) {
            double of_pair = 1.0;
            for (std::size_t k = 0; k < d; ++k) of_pair *= 1.0 - std::max(a[k], b[k]);
            pairs += of_pair;
        }
    }
    return std::sqrt(std::pow(3.0, -static_cast<double>(d)) - 2.0 / n * singles + pairs / n / n);
}

}  // namespace

TEST_CASE("every slice of every axis of a Latin hypercube holds one point") {
    auto const points = latin_hypercube(50, 7, 3);
    REQUIRE(points.size() == 50);
    for (std::size_t d = 0; d < 7; ++d) CHECK(all_are(occupancy(points, d, 50), 1));
}

TEST_CASE("axes of a Latin hypercube are shuffled apart, and seeds give other points") {
    auto const points = latin_hypercube(200, 4, 1);
    CHECK(points == latin_hypercube(200, 4, 1));
    CHECK(points != latin_hypercube(200, 4, 2));
    for (std::size_t a = 0; a < 4; ++a) {
        for (std::size_t b = 0; b < a; ++b) {
            double covariance = 0.0;
            for (UnitPoint const& p : points) covariance += (p[a] - 0.5) * (p[b] - 0.5) / 200.0;
            CHECK(std::abs(covariance * 12.0) < 0.25);  // 3.5 standard errors of a correlation
        }
    }
}

TEST_CASE("Sobol's sequence begins as published") {
    // Joe and Kuo's new-joe-kuo-6.21201, first ten points in three dimensions, as their program prints them.
    std::vector<UnitPoint> const published{{0, 0, 0},
                                           {0.5, 0.5, 0.5},
                                           {0.75, 0.25, 0.25},
                                           {0.25, 0.75, 0.75},
                                           {0.375, 0.375, 0.625},
                                           {0.875, 0.875, 0.125},
                                           {0.625, 0.125, 0.875},
                                           {0.125, 0.625, 0.375},
                                           {0.1875, 0.3125, 0.9375},
                                           {0.6875, 0.8125, 0.4375}};
    CHECK(sobol_sequence(10, 3) == published);
}

TEST_CASE("2^m points of Sobol's sequence fill 2^m slices of each axis, shifted or not") {
    for (auto const& points : {sobol_sequence(256, 40), shifted_sobol(256, 40, 9)}) {
        for (std::size_t d = 0; d < 40; ++d) CHECK(all_are(occupancy(points, d, 256), 1));
    }
}

TEST_CASE("the first two dimensions are a (0, m, 2) net") {
    for (auto const& points : {sobol_sequence(64, 2), shifted_sobol(64, 2, 4)}) {
        for (std::size_t bits = 0; bits <= 6; ++bits) {
            auto const wide = static_cast<double>(1U << bits), high = static_cast<double>(64U >> bits);
            std::set<std::pair<int, int>> boxes;
            for (UnitPoint const& p : points)
                boxes.emplace(static_cast<int>(p[0] * wide), static_cast<int>(p[1] * high));
            CHECK(boxes.size() == 64);
        }
    }
}

TEST_CASE("a shifted sequence has no point at 0 or 1") {
    for (UnitPoint const& p : shifted_sobol(1'000, 20, 1)) {
        for (double const x : p) REQUIRE((x > 0.0 && x < 1.0));
    }
}

TEST_CASE("Sobol points lie more evenly than Latin hypercubes") {
    CHECK(star_discrepancy(shifted_sobol(512, 3, 2)) < 0.5 * star_discrepancy(latin_hypercube(512, 3, 2)));
}

TEST_CASE("a saltelli row is A, B, and A with one column of B each") {
    auto const points = saltelli(8, 3, 5);
    REQUIRE(points.size() == 8 * 5);
    for (std::size_t row = 0; row < 8; ++row) {
        UnitPoint const &a = points[5 * row], &b = points[5 * row + 1];
        for (std::size_t d = 0; d < 3; ++d) {
            UnitPoint mixed = a;
            mixed[d] = b[d];
            CHECK(points[5 * row + 2 + d] == mixed);
            CHECK(a[d] != b[d]);
        }
    }
}

TEST_CASE("a Morris trajectory moves each dimension once, by the step, inside the cube") {
    std::size_t const k = 5, levels = 6;
    auto const points = morris(40, k, levels, 11);
    REQUIRE(points.size() == 40 * (k + 1));
    CHECK(morris_step(levels) == Approx(0.6));
    std::vector<int> starts(levels, 0);
    for (std::size_t t = 0; t < 40; ++t) {
        std::set<std::size_t> moved;
        for (std::size_t i = 1; i <= k; ++i) {
            UnitPoint const &before = points[t * (k + 1) + i - 1], &after = points[t * (k + 1) + i];
            for (std::size_t d = 0; d < k; ++d) {
                if (before[d] == after[d]) continue;
                CHECK(std::abs(after[d] - before[d]) == Approx(morris_step(levels)));
                CHECK(moved.insert(d).second);
                CHECK((after[d] >= 0.0 && after[d] <= 1.0));
            }
        }
        CHECK(moved.size() == k);
        ++starts[static_cast<std::size_t>(std::lround(points[t * (k + 1)][0] * 5.0))];
    }
    CHECK(std::ranges::none_of(starts, [](int n) { return n == 0; }));
}
