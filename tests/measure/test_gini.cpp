#include "sim/measure/rollout_rows.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <vector>

using namespace yuchong::measure;

namespace {

// Slow twin: all pairs.
double by_pairs(std::vector<double> const& x) {
    double differences = 0, sum = 0;
    for (double const a : x) {
        sum += a;
        for (double const b : x) differences += std::abs(a - b);
    }
    return differences / (2.0 * static_cast<double>(x.size()) * sum);
}

}  // namespace

TEST_CASE("Gini index: EC-05, all pairs, all alike, one has all, nothing at all") {
    std::vector<double> const x{0.2, 0.5, 0.9, 1.4, 2.0, 3.5};
    CHECK(gini(x) == Approx(0.4215686275).epsilon(1e-9));
    CHECK(gini(x) == Approx(by_pairs(x)).epsilon(1e-12));
    CHECK(gini(std::vector{3.5, 0.2, 1.4, 0.9, 2.0, 0.5}) == Approx(gini(x)).epsilon(1e-12));
    CHECK(gini(std::vector{2.0, 2.0, 2.0}) == 0.0);
    CHECK(gini(std::vector{0.0, 0.0, 0.0, 8.0}) == Approx(0.75));
    CHECK(gini(std::vector{0.0, 0.0}) == 0.0);
    CHECK(gini({}) == 0.0);
}
