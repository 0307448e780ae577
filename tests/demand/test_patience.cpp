#include "sim/demand/patience.hpp"

#include "sim/base/math.hpp"
#include "sim/base/random.hpp"

#include <catch2/catch.hpp>

using namespace yuchong;

TEST_CASE("ST-11: Weibull patience with shape 1.8 and mean 15 min") {
    double const scale = demand::weibull_scale(15.0, 1.8);
    CHECK(scale == Approx(16.86745057).epsilon(1e-9));
    // Survival at t is 1 - u where the inverse transform of u gives t.
    double const times_min[] = {5.0, 15.0, 30.0};
    double const survival[] = {0.8939891432, 0.4450320928, 0.05965234201};
    for (int i = 0; i < 3; ++i) {
        CHECK(math::exp(-math::pow(times_min[i] / scale, 1.8)) == Approx(survival[i]).epsilon(1e-9));
        CHECK(weibull(1.0 - survival[i], 1.8, scale) == Approx(times_min[i]).epsilon(1e-8));
    }
    CHECK(demand::weibull_scale(1.0, 1.0) == Approx(1.0).epsilon(1e-13));  // the exponential distribution
}
