#include "sim/vehicle/acceptance.hpp"

#include "sim/base/check.hpp"
#include "tests/vehicle/figures.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

using namespace yuchong;
using namespace yuchong::vehicle;

namespace {

double const no_cap = 1e9;

// The slow twin: Runge-Kutta of ds/dt = eta P(s) / E in steps of SoC-independent length. Exact enough between
// kinks, so the step is short.
struct Twin {
    Acceptance const& acceptance;
    double cap_kw;
    Pack pack;

    double power(double soc) const { return std::min(acceptance.power_kw(std::min(soc, 1.0)), cap_kw); }
    double rate(double soc) const { return pack.efficiency * power(soc) / pack.energy_kwh; }

    double soc_after(double soc, double target, double hours, int steps) const {
        double const h = hours / steps;
        for (int i = 0; i < steps && soc < target; ++i) {
            double const k1 = rate(soc);
            double const k2 = rate(soc + 0.5 * h * k1);
            double const k3 = rate(soc + 0.5 * h * k2);
            double const k4 = rate(soc + h * k3);
            soc += h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4);
        }
        return std::min(soc, target);
    }
};

// Random numbers of a test: any generator does, no result of the product depends on it.
struct Dice {
    std::mt19937_64 engine;
    double between(double low, double high) {
        return low + (high - low) * (static_cast<double>(engine() >> 11) * 0x1p-53);
    }
};

Acceptance random_acceptance(Dice& dice) {
    Acceptance acceptance;
    double soc = 0.0;
    while (soc < 0.9) {
        acceptance.push({soc, dice.between(20, 400)});
        soc += dice.between(0.05, 0.25);
    }
    acceptance.push({1.0, dice.between(5, 60)});
    double const cold = dice.between(100, 500);
    acceptance.limit_by_line(cold, cold);
    double const amps = dice.between(0.2, 0.6);
    acceptance.limit_by_line(amps * 620, amps * 770);
    return acceptance;
}

}  // namespace

TEST_CASE("CH-01 a single taper", "[acceptance]") {
    Acceptance acceptance;
    acceptance.push({0.0, 330.0});
    acceptance.push({1.0, 30.0});
    Pack const pack{75, 0.97};
    Stretch const stretch = stretch_at(acceptance, 0.5, no_cap, 0.8, pack);
    CHECK(stretch.power_kw == Approx(180.0).epsilon(1e-12));
    CHECK(stretch.lam_per_h == Approx(-3.88).epsilon(1e-12));
    CHECK(stretch.hours_to(0.5, 0.8, pack) * 3600 == Approx(643.12625).epsilon(1e-8));
    CHECK(0.5 + stretch.soc_gain(0.05, pack) == Approx(0.6058052574).epsilon(1e-8));
    CHECK(stretch.power_after_kw(0.05) == Approx(148.2584228).epsilon(1e-8));
    CHECK(soc_after(acceptance, 0.5, 0.8, no_cap, 0.05, pack) == Approx(0.6058052574).epsilon(1e-8));
}

TEST_CASE("CH-02 an almost flat piece keeps its digits", "[acceptance]") {
    Acceptance acceptance;
    acceptance.push({0.0, 100.0 - 0.5e-7});
    acceptance.push({1.0, 100.0 + 2.0e-7});
    Pack const pack{60, 0.96};
    double const seconds = hours_to_soc(acceptance, 0.2, 0.6, no_cap, pack) * 3600;
    CHECK(seconds == Approx(899.9999995).epsilon(1e-9));
    CHECK(seconds == Approx(900.0 * (1 - 0.5e-9)).epsilon(1e-13));  // by hand: 1 - r / 2
}

TEST_CASE("CH-03 the seven templates", "[acceptance]") {
    struct Row {
        ChargeCurve curve;
        double t_10_80, t_30_80, t_10_100;
    };
    Row const rows[] = {{figures::lfp400(), 34.34738289, 25.45849401, 66.97496613},
                        {figures::nmc400(), 29.53990207, 23.53990207, 68.04193774},
                        {figures::nmc800(), 18.94972195, 14.66400766, 42.80895441},
                        {figures::super800(), 9.865924111, 7.465924111, 22.42155747},
                        {figures::truck(), 28.52365971, 20.52365971, 49.93590501},
                        {figures::bus(), 42.0, 30.0, 69.60730459},
                        {figures::range_extender(), 45.32476871, 33.32476871, 87.00676845}};
    for (Row const& row : rows) {
        INFO(row.curve.id);
        Acceptance const acceptance = figures::acceptance_kw(row.curve, 70);
        Pack const pack{70, 1.0};
        CHECK(hours_to_soc(acceptance, 0.1, 0.8, no_cap, pack) * 60 == Approx(row.t_10_80).epsilon(1e-7));
        CHECK(hours_to_soc(acceptance, 0.3, 0.8, no_cap, pack) * 60 == Approx(row.t_30_80).epsilon(1e-7));
        CHECK(hours_to_soc(acceptance, 0.1, 1.0, no_cap, pack) * 60 == Approx(row.t_10_100).epsilon(1e-7));
    }
}

TEST_CASE("CH-04 limits become breakpoints", "[acceptance]") {
    Acceptance acceptance = figures::acceptance_kw(figures::super800(), 100);
    acceptance.limit_by_line(0.6 * 730, 0.6 * 820);
    acceptance.limit_by_line(480, 480);
    std::vector<Breakpoint> const expected{{0, 350},
                                           {0.02987101154, 439.6130346},
                                           {0.05, 440.7},
                                           {0.35, 456.9},
                                           {0.4652406417, 463.1229947},
                                           {0.6, 420},
                                           {0.8, 260},
                                           {0.9, 120},
                                           {1, 30}};
    REQUIRE(acceptance.points().size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        CHECK(acceptance.points()[i].soc == Approx(expected[i].soc).epsilon(1e-9));
        CHECK(acceptance.points()[i].power_kw == Approx(expected[i].power_kw).epsilon(1e-9));
    }
    CHECK(hours_to_soc(acceptance, 0.1, 0.8, no_cap, {100, 0.97}) * 3600 ==
          Approx(634.9472962).epsilon(1e-7));
}

TEST_CASE("CH-06 constant current, constant voltage is two straight pieces", "[acceptance]") {
    // Charge fraction stands in for SoC: ds/dt = i / Q, and i is the 'power' with unit efficiency and Q as
    // energy.
    double const u0 = 340, k = 60, r = 0.08, q = 150, i = 300, vmax = 410;
    double const s_cv = (vmax - u0 - i * r) / k;
    CHECK(s_cv == Approx(0.7666666667).epsilon(1e-9));
    Acceptance current;
    current.push({0.0, i});
    current.push({1.0, i});
    current.limit_by_line((vmax - u0) / r, (vmax - u0 - k) / r);
    Pack const pack{q, 1.0};
    CHECK(current.points()[1].soc == Approx(s_cv).epsilon(1e-9));
    CHECK(hours_to_soc(current, 0.2, s_cv, no_cap, pack) * 3600 == Approx(1020.0).epsilon(1e-8));
    CHECK(hours_to_soc(current, s_cv, 0.95, no_cap, pack) * 3600 == Approx(441.4352205).epsilon(1e-8));
    Stretch const falling = stretch_at(current, s_cv + 1e-9, no_cap, 0.95, pack);
    CHECK(-3600 / falling.lam_per_h == Approx(720.0).epsilon(1e-8));
    CHECK(current.power_kw(0.95) == Approx(162.5).epsilon(1e-9));
    // Energy at the terminals: U i over the two phases; the CC part rises linearly in time.
    double const cc_kwh = i * (u0 + 0.5 * k * (0.2 + s_cv) + i * r) / 1000 * (1020.0 / 3600);
    double const cv_kwh = vmax * q * (0.95 - s_cv) / 1000;
    CHECK(cc_kwh + cv_kwh == Approx(44.68).epsilon(1e-8));
}

TEST_CASE("CH-09 a cold pack caps, it does not scale", "[acceptance]") {
    Acceptance acceptance = figures::acceptance_kw(figures::lfp400(), 60);
    double const cap = 0.45 * 1.35 * 60;
    CHECK(cap == Approx(36.45));
    acceptance.limit_by_line(cap, cap);
    CHECK(hours_to_soc(acceptance, 0.2, 0.8, no_cap, {60, 0.97}) * 3600 == Approx(3665.521191).epsilon(1e-7));
}

TEST_CASE("a cap during the charge equals a limit built in", "[acceptance]") {
    Dice dice{std::mt19937_64{7}};
    for (int round = 0; round < 300; ++round) {
        Acceptance const free = random_acceptance(dice);
        double const cap = dice.between(10, 300);
        Acceptance limited = free;
        limited.limit_by_line(cap, cap);
        Pack const pack{dice.between(20, 110), dice.between(0.9, 1.0)};
        double const from = dice.between(0, 0.6), to = dice.between(0.65, 0.99);
        CHECK(hours_to_soc(free, from, to, cap, pack) ==
              Approx(hours_to_soc(limited, from, to, no_cap, pack)).epsilon(1e-9));
    }
}

TEST_CASE("closed forms against small steps on random curves", "[acceptance]") {
    Dice dice{std::mt19937_64{11}};
    for (int round = 0; round < 60; ++round) {
        Acceptance const acceptance = random_acceptance(dice);
        Pack const pack{dice.between(20, 110), dice.between(0.9, 1.0)};
        double const cap = round % 3 == 0 ? no_cap : dice.between(15, 350);
        double const from = dice.between(0, 0.7), target = dice.between(0.75, 1.0);
        double const hours = dice.between(0.02, 0.8);
        Twin const twin{acceptance, cap, pack};
        CHECK(soc_after(acceptance, from, target, cap, hours, pack) ==
              Approx(twin.soc_after(from, target, hours, 40'000)).epsilon(1e-7));
    }
}

TEST_CASE("energy and square of the power over a stretch", "[acceptance]") {
    Dice dice{std::mt19937_64{13}};
    for (int round = 0; round < 50; ++round) {
        Stretch const stretch{dice.between(5, 500), dice.between(-8, 8), 1.0};
        double const hours = dice.between(0.001, 0.5);
        int const n = 2000;  // Simpson
        double energy = 0, square = 0;
        for (int i = 0; i <= n; ++i) {
            double const p = stretch.power_kw * std::exp(stretch.lam_per_h * hours * i / n);
            double const weight = (i == 0 || i == n ? 1 : i % 2 == 1 ? 4 : 2) * hours / n / 3;
            energy += weight * p;
            square += weight * p * p;
        }
        CHECK(stretch.energy_kwh(hours) == Approx(energy).epsilon(1e-10));
        CHECK(stretch.square_kw2h(hours) == Approx(square).epsilon(1e-10));
    }
}

TEST_CASE("going there in two steps is going there at once", "[acceptance]") {
    Dice dice{std::mt19937_64{17}};
    for (int round = 0; round < 300; ++round) {
        Acceptance const acceptance = random_acceptance(dice);
        Pack const pack{dice.between(20, 110), 0.97};
        double const cap = dice.between(15, 350), from = dice.between(0, 0.5),
                     target = dice.between(0.7, 0.99);
        double const whole = hours_to_soc(acceptance, from, target, cap, pack);
        CHECK(soc_after(acceptance, from, target, cap, whole * (1 + 1e-12), pack) ==
              Approx(target).epsilon(1e-9));
        double const middle = soc_after(acceptance, from, target, cap, 0.37 * whole, pack);
        CHECK(hours_to_soc(acceptance, middle, target, cap, pack) == Approx(0.63 * whole).epsilon(1e-9));
    }
}

TEST_CASE("more power is never slower, colder is never faster", "[acceptance]") {
    Dice dice{std::mt19937_64{19}};
    for (int round = 0; round < 300; ++round) {
        Acceptance const acceptance = random_acceptance(dice);
        Pack const pack{80, 0.97};
        double const cap = dice.between(15, 300), more = cap + dice.between(0, 100);
        CHECK(hours_to_soc(acceptance, 0.1, 0.9, more, pack) <=
              hours_to_soc(acceptance, 0.1, 0.9, cap, pack) * (1 + 1e-12));
        Acceptance colder = acceptance;
        colder.limit_by_line(cap, cap);
        for (double soc = 0; soc <= 1; soc += 0.01) {
            CHECK(colder.power_kw(soc) <= acceptance.power_kw(soc) + 1e-9);
            CHECK(colder.power_kw(soc) == Approx(std::min(acceptance.power_kw(soc), cap)).epsilon(1e-9));
        }
    }
}

TEST_CASE("stretches always move on and join", "[acceptance]") {
    Dice dice{std::mt19937_64{23}};
    for (int round = 0; round < 1000; ++round) {
        Acceptance const acceptance = random_acceptance(dice);
        Pack const pack{60, 0.97};
        // Caps exactly at a breakpoint's power are the nasty ones.
        auto const points = acceptance.points();
        double const cap = round % 2 == 0 ? points[static_cast<std::size_t>(round) % points.size()].power_kw
                                          : dice.between(10, 400);
        double soc = 0;
        int pieces = 0;
        while (soc < 1.0) {
            Stretch const stretch = stretch_at(acceptance, soc, cap, 1.0, pack);
            REQUIRE(stretch.end_soc > soc);
            REQUIRE(++pieces < 60);
            CHECK(stretch.power_kw == Approx(std::min(acceptance.power_kw(soc), cap)).epsilon(1e-9));
            double const hours = stretch.hours_to(soc, stretch.end_soc, pack);
            CHECK(stretch.power_after_kw(hours) ==
                  Approx(std::min(acceptance.power_kw(stretch.end_soc), cap)).epsilon(1e-9));
            CHECK(stretch.energy_kwh(hours) ==
                  Approx(pack.energy_kwh * (stretch.end_soc - soc) / pack.efficiency).epsilon(1e-9));
            soc = stretch.end_soc;
        }
    }
}

TEST_CASE("a zero cap never ends", "[acceptance]") {
    Acceptance const acceptance = figures::acceptance_kw(figures::lfp400(), 60);
    Pack const pack{60, 0.97};
    Stretch const held = stretch_at(acceptance, 0.4, 0.0, 0.8, pack);
    CHECK(held.power_kw == 0.0);
    CHECK(held.lam_per_h == 0.0);
    CHECK(hours_to_soc(acceptance, 0.4, 0.8, 0.0, pack) == std::numeric_limits<double>::infinity());
    CHECK(soc_after(acceptance, 0.4, 0.8, 0.0, 5.0, pack) == 0.4);
}

TEST_CASE("lookups", "[acceptance]") {
    Acceptance const acceptance = figures::acceptance_kw(figures::super800(), 100);
    CHECK(acceptance.piece(0.0) == 0);
    CHECK(acceptance.piece(0.05) == 1);
    CHECK(acceptance.piece(1.0) == 5);
    CHECK(acceptance.power_kw(0.05) == 500.0);
    CHECK(acceptance.power_kw(1.0) == Approx(30.0));
    CHECK(acceptance.largest_from_kw(0.0) == 500.0);
    CHECK(acceptance.largest_from_kw(0.7) == Approx(340.0));
}

TEST_CASE("breakpoints must rise from 0", "[acceptance]") {
    Acceptance acceptance;
    CHECK_THROWS_AS(acceptance.push({0.1, 5}), BrokenInvariant);
    acceptance.push({0, 5});
    CHECK_THROWS_AS(acceptance.push({0, 5}), BrokenInvariant);
}
