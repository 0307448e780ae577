#include "sim/control/droop.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace yuchong::control;

namespace {

DroopSettings const droop{.nominal_hz = 50, .deadband_hz = 0.033, .droop = 0.05};

}  // namespace

TEST_CASE("VG-09: frequency droop of charging power") {
    std::array<double, 4> const frequency{49.8, 49.98, 50.1, 50.5}, expected{-0.0668, 0.0, 0.0268, 0.1868};
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(frequency_droop(frequency[i], droop) == Approx(expected[i]).epsilon(1e-9).margin(1e-12));
    }
    CHECK(frequency_droop(40, droop) == -1.0);
    CHECK(frequency_droop(60, droop) == 1.0);
}
