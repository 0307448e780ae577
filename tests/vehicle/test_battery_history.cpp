#include "sim/vehicle/battery_history.hpp"

#include "tests/vehicle/ageing_figures.hpp"

#include <catch2/catch.hpp>

using namespace yuchong;
using namespace yuchong::vehicle;

namespace {

AgeingSettings const settings = figures::ageing();

// A day: home at 0.8, drives to 0.4, waits, charges in two hours.
void add_day(BatteryHistory& battery, Chemistry chemistry) {
    add_stretch(battery, settings, chemistry,
                {.soc_end = 0.4, .hours = 14, .cell_c = 30, .use = BatteryUse::away});
    add_stretch(battery, settings, chemistry,
                {.soc_end = 0.4, .hours = 8, .cell_c = 25, .use = BatteryUse::away});
    add_stretch(battery, settings, chemistry,
                {.soc_end = 0.8, .hours = 2, .cell_c = 25, .use = BatteryUse::current});
}

}  // namespace

TEST_CASE("days of one depth are that many cycles, and time counts at the mean SoC", "[ageing]") {
    for (Chemistry const chemistry : {Chemistry::lfp, Chemistry::nmc}) {
        BatteryHistory battery = begin_history(settings, 0.8);
        for (int day = 0; day < 100; ++day) add_day(battery, chemistry);
        finish_history(battery, settings, chemistry);
        CHECK(plug_c_rate(battery) == Approx(0.2).epsilon(1e-5));
        CHECK(static_cast<double>(battery.full_cycles) == Approx(40.0).epsilon(1e-3));
        Ageing by_hand;
        add_calendar(by_hand, settings, chemistry, {.soc = 0.6, .cell_c = 30}, 1400);
        add_calendar(by_hand, settings, chemistry, {.soc = 0.4, .cell_c = 25}, 800);
        add_calendar(by_hand, settings, chemistry, {.soc = 0.6, .cell_c = 25}, 200);
        add_cycle(by_hand, settings, chemistry, {.depth = 0.4, .c_rate = 0.2, .mean_soc = 0.6}, 40);
        CHECK(battery.ageing.calendar == Approx(by_hand.calendar).epsilon(1e-6));
        CHECK(battery.ageing.cycle == Approx(by_hand.cycle).epsilon(1e-3));
    }
}

TEST_CASE("a stretch may be cut where SoC does not turn", "[ageing]") {
    BatteryHistory whole = begin_history(settings, 0.9), cut = whole;
    add_stretch(whole, settings, Chemistry::nmc,
                {.soc_end = 0.3, .hours = 9, .cell_c = 20, .use = BatteryUse::away});
    for (double const soc : {0.7, 0.5, 0.3})
        add_stretch(cut, settings, Chemistry::nmc,
                    {.soc_end = soc, .hours = 3, .cell_c = 20, .use = BatteryUse::away});
    finish_history(whole, settings, Chemistry::nmc);
    finish_history(cut, settings, Chemistry::nmc);
    CHECK(cut.ageing.cycle == Approx(whole.ageing.cycle).epsilon(1e-12));
    CHECK(cut.ageing.calendar == Approx(whole.ageing.calendar).epsilon(0.05));  // the law bends with SoC
    CHECK(plug_c_rate(cut) == 0.0);
}
