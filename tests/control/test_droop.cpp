#include "sim/control/droop.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace yuchong::control;

namespace {

DroopSettings const droop{.nominal_hz = 50, .deadband_hz = 0.033, .droop = 0.05};
VoltVarSettings const curve{{{0.92, 0.44}, {0.98, 0}, {1.02, 0}, {1.08, -0.44}}};

}  // namespace

TEST_CASE("VG-09: frequency droop of charging power") {
    std::array<double, 4> const frequency{49.8, 49.98, 50.1, 50.5}, expected{-0.0668, 0.0, 0.0268, 0.1868};
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(frequency_droop(frequency[i], droop) == Approx(expected[i]).epsilon(1e-9).margin(1e-12));
    }
    CHECK(frequency_droop(40, droop) == -1.0);
    CHECK(frequency_droop(60, droop) == 1.0);
}

TEST_CASE("VG-09: volt-var curve") {
    std::array<double, 5> const voltage{0.9, 0.95, 1.0, 1.05, 1.1}, expected{0.44, 0.22, 0.0, -0.22, -0.44};
    for (std::size_t i = 0; i < 5; ++i) {
        CHECK(volt_var(voltage[i], curve) == Approx(expected[i]).epsilon(1e-9).margin(1e-12));
    }
    CHECK(volt_var(0.98, curve) == Approx(0.0).margin(1e-12));
    CHECK(volt_var(1.08, curve) == Approx(-0.44));
}

TEST_CASE("what has priority stays within the rating, the other takes what is left") {
    ApparentPower const active = within_rating({6, -9}, 10, PowerPriority::active);
    CHECK(active.active_kw == 6);
    CHECK(active.reactive_kvar == Approx(-8));
    ApparentPower const reactive = within_rating({-9, 8}, 10, PowerPriority::reactive);
    CHECK(reactive.reactive_kvar == 8);
    CHECK(reactive.active_kw == Approx(-6));
    ApparentPower const inside = within_rating({3, 4}, 10, PowerPriority::active);
    CHECK((inside.active_kw == 3 && inside.reactive_kvar == 4));
    CHECK(within_rating({12, 1}, 10, PowerPriority::active).reactive_kvar == 0);
}
