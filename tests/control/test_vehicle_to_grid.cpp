#include "sim/control/vehicle_to_grid.hpp"

#include "tests/control/random_needs.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <vector>

using namespace yuchong;
using namespace yuchong::control;

namespace {

RoundTrip const usual{0.92, 0.92};

ShavingBattery battery() { return {200, 60, 320, 120, 120, usual}; }

// Energy that a level takes from the profile, or could give it.
double above_kwh(std::vector<double> const& load, double level, double most_kw, double slot_h) {
    double sum = 0.0;
    for (double const kw : load) sum += std::clamp(kw - level, 0.0, most_kw) * slot_h;
    return sum;
}
double below_kwh(std::vector<double> const& load, double level, double most_kw, double slot_h) {
    double sum = 0.0;
    for (double const kw : load) sum += std::clamp(level - kw, 0.0, most_kw) * slot_h;
    return sum;
}

}  // namespace

TEST_CASE("VG-07: when feeding back pays") {
    WearSettings const wear{0.25};
    CHECK(bought_per_sold(usual) == Approx(1.18147448).epsilon(1e-9));
    CHECK(break_even_yuan_per_kwh(0.32, usual, wear) == Approx(0.6498109641).epsilon(1e-9));
    CHECK(profit_yuan_per_kwh(0.32, 1.20, usual, wear) == Approx(0.5501890359).epsilon(1e-9));
}

TEST_CASE("VG-10: regulation capacity beside a schedule") {
    RegulationOffer offer{60 * 0.6, 60 * 0.4, 60 * 0.9, 3, 7, 7, {0.93, 0.93}};
    RegulationCapacity const hour = regulation_capacity(offer, 1.0);
    CHECK(hour.up_kw == Approx(10).epsilon(1e-9));
    CHECK(hour.down_kw == Approx(4).epsilon(1e-9));
    CHECK(hour.symmetric_kw() == Approx(4).epsilon(1e-9));
    // For eight hours energy binds: 12 kWh held, 18 kWh of room.
    RegulationCapacity const night = regulation_capacity(offer, 8.0);
    CHECK(night.up_kw == Approx(3 + 12 * 0.93 / 8).epsilon(1e-9));
    CHECK(night.down_kw == 0.0);
    CHECK(regulation_capacity(offer, 4.0).down_kw == Approx(18 / (0.93 * 4) - 3).epsilon(1e-9));
    offer.energy_kwh = 20;  // below its least: it may pause, no more
    offer.scheduled_kw = 0;
    CHECK(regulation_capacity(offer, 1.0).up_kw == 0.0);
}

TEST_CASE("thresholds use the battery once on yesterday's profile") {
    ValleyFiller filler;
    for (std::uint32_t k = 0; k < 200; ++k) {
        Draws draws(k);
        auto const load = random_load(draws, draws.whole(4, 96), 100.0, 900.0);
        ShavingBattery fleet = battery();
        fleet.most_kwh = draws.between(61.0, 200.0);
        double const swing = fleet.most_kwh - fleet.least_kwh;
        Thresholds const levels = thresholds_of(load, fleet, 1.0, filler);
        CHECK(levels.low_kw <= levels.high_kw);
        // The same by halving an interval: the lowest high level that the battery can hold, and so on.
        double low = 0.0, high = 1000.0;
        for (int i = 0; i < 100; ++i) {
            double const level = 0.5 * (low + high);
            (above_kwh(load, level, fleet.discharge_kw, 1.0) > swing * 0.92 ? low : high) = level;
        }
        CHECK(levels.high_kw == Approx(high).epsilon(1e-9));
        if (levels.low_kw < levels.high_kw) {
            CHECK(below_kwh(load, levels.low_kw, fleet.charge_kw, 1.0) == Approx(swing / 0.92).epsilon(1e-9));
        }
    }
}

TEST_CASE("the threshold controller keeps the battery and never overshoots its levels") {
    ValleyFiller filler;
    for (std::uint32_t k = 0; k < 100; ++k) {
        Draws draws(300 + k);
        auto const yesterday = random_load(draws, 24, 100.0, 900.0);
        auto const today = random_load(draws, 24, 100.0, 900.0);
        ShavingBattery fleet = battery();
        Thresholds const levels = thresholds_of(yesterday, fleet, 1.0, filler);
        for (double const load : today) {
            double const power = shave_kw(load, levels, fleet, 1.0);
            CHECK((power >= -fleet.discharge_kw && power <= fleet.charge_kw));
            if (load > levels.high_kw) CHECK((power <= 0.0 && load + power >= levels.high_kw - 1e-9));
            if (load < levels.low_kw) CHECK((power >= 0.0 && load + power <= levels.low_kw + 1e-9));
            fleet.energy_kwh = energy_after_kwh(fleet, power, 1.0);
            CHECK((fleet.energy_kwh >= fleet.least_kwh - 1e-9 && fleet.energy_kwh <= fleet.most_kwh + 1e-9));
        }
    }
}

TEST_CASE("on the day it was tuned to, the controller meets its high level") {
    ValleyFiller filler;
    std::vector<double> const load{300, 320, 330, 350, 560, 610, 540, 400};
    ShavingBattery fleet = battery();
    Thresholds const levels = thresholds_of(load, fleet, 1.0, filler);
    double peak = 0.0;
    for (double const kw : load) {
        double const power = shave_kw(kw, levels, fleet, 1.0);
        fleet.energy_kwh = energy_after_kwh(fleet, power, 1.0);
        peak = std::max(peak, kw + power);
    }
    CHECK(peak == Approx(levels.high_kw));
    CHECK(peak < 610);
}
