#include "sim/vehicle/ageing.hpp"

#include "sim/base/archive.hpp"
#include "sim/base/hash.hpp"
#include "sim/vehicle/rainflow.hpp"
#include "tests/vehicle/ageing_figures.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace yuchong;
using namespace yuchong::vehicle;

namespace {

AgeingSettings const settings = figures::ageing();
constexpr double year_h = 365.0 * 24.0;

double calendar_after(Chemistry chemistry, CalendarStress const& stress, double hours) {
    Ageing ageing;
    add_calendar(ageing, settings, chemistry, stress, hours);
    return calendar_loss(ageing, settings, chemistry);
}

double cycles_after(Chemistry chemistry, CycleStress const& stress, double full_cycles) {
    Ageing ageing;
    add_cycle(ageing, settings, chemistry, stress, full_cycles);
    return cycle_loss(ageing, settings, chemistry);
}

// Soc at which the NMC cell of the tests has this voltage.
double soc_at(double cell_v) { return cell_v < 3.7 ? (cell_v - 3.33) / 0.74 : 0.5 + (cell_v - 3.7) / 0.92; }

// Of percent, 2.2 Ah cell, by Wang et al. 2011: pre-factor b for the C-rate.
double wang_loss_percent(double c_rate, double cell_c, double throughput_ah, double b) {
    return b * std::exp((-31700 + 370.3 * c_rate) / (8.314 * (cell_c + 273.15))) *
           std::pow(throughput_ah, 0.55);
}

// One stretch of a battery's life, drawn.
struct Spell {
    CalendarStress calendar;
    double hours;
    CycleStress cycle;
    double full_cycles;
};

std::vector<Spell> spells(std::uint64_t seed, int many) {
    auto const draw = [&](int i, int k) {
        std::uint64_t const bits = combine(seed, static_cast<std::uint64_t>(16 * i + k));
        return static_cast<double>(bits >> 11) * 0x1p-53;
    };
    std::vector<Spell> all;
    for (int i = 0; i < many; ++i) {
        all.push_back({{draw(i, 0), -5.0 + 50.0 * draw(i, 1)},
                       300.0 * draw(i, 2),
                       {draw(i, 3), 2.0 * draw(i, 4), draw(i, 5)},
                       20.0 * draw(i, 6)});
    }
    return all;
}

void live(Ageing& ageing, Spell const& spell, Chemistry chemistry, double share = 1.0) {
    add_calendar(ageing, settings, chemistry, spell.calendar, share * spell.hours);
    add_cycle(ageing, settings, chemistry, spell.cycle, share * spell.full_cycles);
}

}  // namespace

TEST_CASE("AG-01 calendar loss of LFP", "[ageing]") {
    double const c[] = {25, 25, 35, 10}, soc[] = {0.5, 0.5, 0.9, 0.5}, years[] = {1, 10, 10, 10};
    double const expected[] = {0.04251575919, 0.1344466355, 0.2193214597, 0.09324063516};
    for (int i = 0; i < 4; ++i)
        CHECK(calendar_after(Chemistry::lfp, {soc[i], c[i]}, years[i] * year_h) ==
              Approx(expected[i]).epsilon(1e-8));
}

TEST_CASE("AG-02 cycle loss of LFP", "[ageing]") {
    double const rate[] = {1, 0.5, 2, 3}, depth[] = {0.6, 0.3, 0.7, 0.6}, cycles[] = {1000, 2000, 1000, 1000};
    double const expected[] = {0.05530103577, 0.05656944897, 0.07734620445, 0.09882339996};
    for (int i = 0; i < 4; ++i)
        CHECK(cycles_after(Chemistry::lfp, {depth[i], rate[i], 0.5}, cycles[i]) ==
              Approx(expected[i]).epsilon(1e-8));
}

TEST_CASE("AG-03 ageing goes on under changed stress", "[ageing]") {
    Ageing ageing;
    add_calendar(ageing, settings, Chemistry::lfp, {0.5, 25}, year_h);
    CHECK(calendar_loss(ageing, settings, Chemistry::lfp) == Approx(0.04251575919).epsilon(1e-8));
    double const k = calendar_factor(settings.lfp, 0.8, 35);
    CHECK(ageing.calendar / (k * k) == Approx(15826070.34).epsilon(1e-8));
    add_calendar(ageing, settings, Chemistry::lfp, {0.8, 35}, year_h);
    CHECK(calendar_loss(ageing, settings, Chemistry::lfp) == Approx(0.07354933187).epsilon(1e-8));
}

TEST_CASE("AG-04 calendar loss of NMC", "[ageing]") {
    double const volts[] = {3.7, 3.7, 3.95}, c[] = {25, 25, 35}, days[] = {365, 3650, 3650};
    double const expected[] = {0.02394761912, 0.1346673587, 0.418220519};
    for (int i = 0; i < 3; ++i) {
        double const k = calendar_factor(settings.nmc, volts[i], c[i]);
        CHECK(k * std::pow(days[i], 0.75) == Approx(expected[i]).epsilon(1e-8));
        CHECK(calendar_after(Chemistry::nmc, {soc_at(volts[i]), c[i]}, 24.0 * days[i]) ==
              Approx(expected[i]).epsilon(1e-8));
    }
}

TEST_CASE("AG-05 cycle loss of NMC", "[ageing]") {
    double const volts[] = {3.7, 3.7, 3.9}, depth[] = {0.5, 0.2, 0.5};
    double const expected[] = {0.1841657903, 0.1038830704, 0.2097997093};
    for (int i = 0; i < 3; ++i)
        CHECK(cycles_after(Chemistry::nmc, {depth[i], 1.0, soc_at(volts[i])}, 1000) ==
              Approx(expected[i]).epsilon(1e-8));
}

TEST_CASE("AG-06 another LFP cell, to compare with", "[ageing]") {
    double const rate[] = {0.5, 2, 2}, c[] = {25, 25, 45}, b[] = {31630, 21681, 21681};
    double const expected[] = {10.30534726, 8.838097597, 19.37937271};
    for (int i = 0; i < 3; ++i)
        CHECK(wang_loss_percent(rate[i], c[i], 5000, b[i]) == Approx(expected[i]).epsilon(1e-8));
    // Its tests took months at depths up to 0.9, so the loss holds some calendar ageing.
    double const ours = cycles_after(Chemistry::lfp, {0.9, 0.5, 0.5}, 5000 / 4.4);
    CHECK(ours > 0.103 / 3);
    CHECK(ours < 0.103);
}

TEST_CASE("AG-09 a year of counted cycles", "[ageing]") {
    double const soc[] = {0.9, 0.55, 0.62, 0.48, 0.8, 0.7, 0.85, 0.3, 0.6, 0.5, 0.95};
    Ageing ageing;
    for (int day = 0; day < 365; ++day) {
        Rainflow trace;
        auto const count = [&](Cycles const& cycles) {
            for (Cycle const& cycle : cycles) {
                CycleStress const stress{cycle.depth(), 0.5, cycle.mean_soc()};
                add_cycle(ageing, settings, Chemistry::lfp, stress, cycle.full_cycles());
            }
        };
        for (double const s : soc) count(follow(trace, s, settings.smallest_cycle_soc));
        count(finish(trace));
    }
    CHECK(cycle_loss(ageing, settings, Chemistry::lfp) == Approx(0.02730634721).epsilon(1e-8));
}

TEST_CASE("AG-10 what feeding the grid wears", "[ageing]") {
    Ageing parked;
    add_calendar(parked, settings, Chemistry::lfp, {0.6, 25}, 8 * year_h);
    CHECK(calendar_loss(parked, settings, Chemistry::lfp) == Approx(0.1208232905).epsilon(1e-8));
    Ageing driven = parked;
    add_cycle(driven, settings, Chemistry::lfp, {0.4, 0.3, 0.6}, 8 * 120);
    CHECK(cycle_loss(driven, settings, Chemistry::lfp) == Approx(0.03810127045).epsilon(1e-8));
    Ageing lent = driven;
    add_cycle(lent, settings, Chemistry::lfp, {0.25, 0.12, 0.6}, 8 * 90);
    CHECK(cycle_loss(lent, settings, Chemistry::lfp) == Approx(0.04603066227).epsilon(1e-8));
    double const extra = loss(lent, settings, Chemistry::lfp) - loss(driven, settings, Chemistry::lfp);
    CHECK(extra == Approx(0.007929391822).epsilon(1e-8));
    CHECK(wear_yuan_per_kwh(settings, extra, 60, 8 * 90 * 60) == Approx(0.03303913259).epsilon(1e-8));
}

TEST_CASE("years left with and without feeding the grid", "[ageing]") {
    Ageing const fresh;
    Ageing driving;
    add_calendar(driving, settings, Chemistry::lfp, {0.6, 25}, year_h);
    add_cycle(driving, settings, Chemistry::lfp, {0.4, 0.3, 0.6}, 120);
    Ageing lending = driving;
    add_cycle(lending, settings, Chemistry::lfp, {0.25, 0.12, 0.6}, 90);
    // With both exponents 0.5 the loss grows as the root of time: (end / loss of a year)^2.
    double const without = years_left(fresh, driving, settings, Chemistry::lfp);
    double const with = years_left(fresh, lending, settings, Chemistry::lfp);
    CHECK(without == Approx(std::pow(0.2 / loss(driving, settings, Chemistry::lfp), 2)).epsilon(1e-12));
    CHECK(with == Approx(std::pow(0.2 / loss(lending, settings, Chemistry::lfp), 2)).epsilon(1e-12));
    CHECK(without - with == Approx(1.18).margin(0.005));  // of 12.7 years
    // What is left after five years at the same pace is five years less.
    Ageing const five{5 * driving.calendar, 5 * driving.cycle};
    CHECK(years_left(five, driving, settings, Chemistry::lfp) == Approx(without - 5).epsilon(1e-12));
    Ageing const pace = pace_per_year(driving, five, 4);
    CHECK(pace.calendar == Approx(driving.calendar).epsilon(1e-14));
    CHECK(pace.cycle == Approx(driving.cycle).epsilon(1e-14));

    CHECK(std::isinf(years_left(five, fresh, settings, Chemistry::lfp)));
    CHECK(years_left({0.04, 0.0}, driving, settings, Chemistry::lfp) == 0.0);
    Ageing const only_time{driving.calendar, 0.0};
    CHECK(years_left(fresh, only_time, settings, Chemistry::lfp) ==
          Approx(0.04 / driving.calendar).epsilon(1e-12));
    // Other exponents: the loss is at its end then, and not a moment before.
    Ageing nmc;
    add_calendar(nmc, settings, Chemistry::nmc, {0.6, 22}, year_h);
    add_cycle(nmc, settings, Chemistry::nmc, {0.3, 0.3, 0.6}, 60);
    double const years = years_left(fresh, nmc, settings, Chemistry::nmc);
    Ageing const end{years * nmc.calendar, years * nmc.cycle};
    CHECK(loss(end, settings, Chemistry::nmc) == Approx(0.2).epsilon(1e-13));
}

TEST_CASE("the order of stresses does not matter, nor how they are cut", "[ageing]") {
    for (Chemistry const chemistry : {Chemistry::lfp, Chemistry::nmc}) {
        for (std::uint64_t seed = 0; seed < 50; ++seed) {
            std::vector<Spell> life = spells(seed, 40);
            Ageing forwards, backwards, in_pieces;
            for (Spell const& spell : life) live(forwards, spell, chemistry);
            for (Spell const& spell : life)
                for (int piece = 0; piece < 7; ++piece) live(in_pieces, spell, chemistry, 1.0 / 7.0);
            std::reverse(life.begin(), life.end());
            for (Spell const& spell : life) live(backwards, spell, chemistry);
            double const expected = loss(forwards, settings, chemistry);
            CHECK(loss(backwards, settings, chemistry) == Approx(expected).epsilon(1e-12));
            CHECK(loss(in_pieces, settings, chemistry) == Approx(expected).epsilon(1e-12));
        }
    }
}

TEST_CASE("a battery never grows younger", "[ageing]") {
    for (Chemistry const chemistry : {Chemistry::lfp, Chemistry::nmc}) {
        Ageing ageing;
        double before = loss(ageing, settings, chemistry);
        CHECK(before == 0.0);
        CHECK(state_of_health(ageing, settings, chemistry) == 1.0);
        for (Spell const& spell : spells(7, 500)) {
            live(ageing, spell, chemistry);
            double const now = loss(ageing, settings, chemistry);
            CHECK(now > before);
            before = now;
        }
        CHECK_THROWS(add_calendar(ageing, settings, chemistry, {0.5, 25}, -1.0));
        CHECK_THROWS(add_cycle(ageing, settings, chemistry, {0.5, 1, 0.5}, -1.0));
    }
    for (double const soc : {0.0, 0.2, 0.5, 0.8}) {  // worse when full, hot, deep
        for (Chemistry const chemistry : {Chemistry::lfp, Chemistry::nmc}) {
            CHECK(calendar_after(chemistry, {soc + 0.2, 25}, 100) >
                  calendar_after(chemistry, {soc, 25}, 100));
            CHECK(calendar_after(chemistry, {soc, 26}, 100) > calendar_after(chemistry, {soc, 25}, 100));
            CHECK(cycles_after(chemistry, {soc + 0.2, 1, 0.5}, 9) >
                  cycles_after(chemistry, {soc, 1, 0.5}, 9));
        }
        CHECK(cycles_after(Chemistry::lfp, {soc, 1.1, 0.5}, 9) >
              cycles_after(Chemistry::lfp, {soc, 1, 0.5}, 9));
    }
}

TEST_CASE("cells of today lose less", "[ageing]") {
    AgeingSettings modern = settings;
    modern.cells = CellMake::modern;
    for (Chemistry const chemistry : {Chemistry::lfp, Chemistry::nmc}) {
        Ageing old, now;
        live(old, {{0.6, 25}, year_h, {0.5, 0.5, 0.5}, 100}, chemistry);
        add_calendar(now, modern, chemistry, {0.6, 25}, year_h);
        add_cycle(now, modern, chemistry, {0.5, 0.5, 0.5}, 100);
        AgeingScale const scale = chemistry == Chemistry::lfp ? modern.lfp.modern : modern.nmc.modern;
        CHECK(calendar_loss(now, modern, chemistry) ==
              Approx(scale.calendar * calendar_loss(old, settings, chemistry)).epsilon(1e-12));
        CHECK(cycle_loss(now, modern, chemistry) ==
              Approx(scale.cycle * cycle_loss(old, settings, chemistry)).epsilon(1e-12));
    }
}

TEST_CASE("ageing is saved and loaded", "[ageing]") {
    Ageing ageing{0.0123, 0.0456}, loaded;
    Saver saver;
    archive(saver, ageing);
    Loader loader(saver.bytes());
    archive(loader, loaded);
    CHECK(loader.finished());
    CHECK(loaded.calendar == ageing.calendar);
    CHECK(loaded.cycle == ageing.cycle);
}
