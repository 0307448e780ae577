#include "sim/vehicle/losses.hpp"

#include "sim/vehicle/session_acceptance.hpp"
#include "tests/vehicle/figures.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace yuchong;
using namespace yuchong::vehicle;

TEST_CASE("CH-11 efficiency of a 240 kW unit", "[losses]") {
    LossCurve const unit{.standing_kw = 1.2, .linear = 0.02, .quadratic_per_kw = 9e-5};
    double const power[] = {6, 24, 60, 120, 180, 240};
    double const expected[] = {0.819309486,  0.9326966124, 0.9565716472,
                               0.9607993851, 0.9588953526, 0.955474871};
    for (int i = 0; i < 6; ++i) CHECK(efficiency(unit, power[i], 1) == Approx(expected[i]).epsilon(1e-9));
    double const best = std::sqrt(unit.standing_kw / unit.quadratic_per_kw);
    CHECK(best == Approx(115.4700538).epsilon(1e-9));
    CHECK(efficiency(unit, best, 1) > efficiency(unit, best * 1.01, 1));
    CHECK(efficiency(unit, best, 1) > efficiency(unit, best / 1.01, 1));
}

TEST_CASE("CH-04 energy, square and AC energy of a whole charge", "[losses]") {
    LossCurve const unit{.standing_kw = 2.0, .linear = 0.02, .quadratic_per_kw = 6e-5};
    Charge const charge = dc_charge(figures::charging(), figures::super800(), figures::super_car(), {100, 1},
                                    {480, 600, 1000}, 1.0, 0.1, 0.8);
    double soc = 0.1, energy = 0, square = 0, loss = 0;
    while (soc < charge.stop_soc) {
        Stretch const stretch = stretch_at(charge.acceptance, soc, 1e9, charge.stop_soc, charge.pack);
        double const hours = stretch.hours_to(soc, stretch.end_soc, charge.pack);
        energy += stretch.energy_kwh(hours);
        square += stretch.square_kw2h(hours);
        loss += loss_kwh(unit, stretch, hours, 1);
        soc = stretch.end_soc;
    }
    CHECK(energy == Approx(72.16494845).epsilon(1e-7));
    CHECK(square == Approx(30211.75919).epsilon(1e-7));
    CHECK(energy + loss == Approx(75.77370147).epsilon(1e-7));
}

TEST_CASE("modules share the power evenly", "[losses]") {
    LossCurve const module = figures::charging().losses.module;
    CHECK(loss_kw(module, 240, 6) == Approx(6 * loss_kw(module, 40, 1)).epsilon(1e-12));
    // Idle modules are switched off: near sqrt(p0 / b) = 12 kW a module works best.
    CHECK(loss_kw(module, 24, 2) < loss_kw(module, 24, 1));
    CHECK(loss_kw(module, 24, 2) < loss_kw(module, 24, 4));
    Stretch const flat{120, 0.0, 1.0};
    CHECK(loss_kwh(module, flat, 0.5, 3) == Approx(0.5 * loss_kw(module, 120, 3)).epsilon(1e-12));
}
