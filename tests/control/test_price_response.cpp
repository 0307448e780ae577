#include "sim/control/price_response.hpp"

#include "sim/base/check.hpp"

#include <catch2/catch.hpp>

#include <numeric>
#include <vector>

using namespace yuchong;
using namespace yuchong::control;

namespace {

std::vector<std::vector<double>> const rows{{-0.3, 0.08, 0.1}, {0.06, -0.25, 0.08}, {0.1, 0.08, -0.35}};
std::vector<double> const before{100, 80, 60}, old_price{1.0, 0.7, 0.4}, new_price{1.3, 0.7, 0.3};

}  // namespace

TEST_CASE("VG-08: demand under new prices, free and shifting only") {
    ElasticityMatrix const elasticity(rows);
    std::vector<double> const raw{89.80967414, 79.42029378, 68.11992222};
    std::vector<double> const kept{90.81243636, 80.30705426, 68.88050938};
    auto const free = demand_at_prices(before, old_price, new_price, elasticity, Answer::free);
    auto const shifted = demand_at_prices(before, old_price, new_price, elasticity, Answer::shifting_only);
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(free[i] == Approx(raw[i]).epsilon(1e-9));
        CHECK(shifted[i] == Approx(kept[i]).epsilon(1e-9));
    }
    CHECK(std::accumulate(shifted.begin(), shifted.end(), 0.0) == Approx(240.0));
}

TEST_CASE("old prices change nothing, and a matrix is square") {
    ElasticityMatrix const elasticity(rows);
    CHECK(demand_at_prices(before, old_price, old_price, elasticity, Answer::shifting_only) == before);
    std::vector<std::vector<double>> const crooked{{-0.3, 0.1}, {0.1}};
    CHECK_THROWS_AS(ElasticityMatrix(crooked), BrokenInvariant);
    CHECK_THROWS_AS(demand_at_prices({}, old_price, new_price, elasticity, Answer::free), BrokenInvariant);
}
