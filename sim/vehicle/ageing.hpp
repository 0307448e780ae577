#pragma once
// Capacity that a battery loses to time and to cycling. Each follows loss = k x^z, where k depends on the
// stress and x is the time or the full cycles spent under it. Kept is loss^(1/z), to which a stretch of
// constant stress adds k^(1/z) x: it matters neither in which order stretches come nor how they are cut, and
// a vehicle that is looked at once a month ages as one looked at every minute. The two losses add up.
//
//   Ageing battery;
//   add_calendar(battery, settings, Chemistry::lfp, {.soc = 0.6, .cell_c = 25}, 24.0);
//   add_cycle(battery, settings, Chemistry::lfp, {.depth = 0.4, .c_rate = 0.3, .mean_soc = 0.6}, 0.4);
//   double const health = state_of_health(battery, settings, Chemistry::lfp);
//
// LFP after Naumann et al. 2018 and 2020, NMC after Schmalstieg et al. 2014; docs/ageing.md says how far they
// carry. Losses are shares of nominal capacity, temperatures of the cell in C, C-rates in 1/h.

#include "sim/vehicle/ageing_settings.hpp"
#include "sim/vehicle/catalogue.hpp"

namespace yuchong::vehicle {

// Plain data, one a vehicle; its chemistry is the vehicle's.
struct Ageing {
    double calendar = 0.0;  // loss^(1/z) of calendar ageing
    double cycle = 0.0;     // and of cycling
};
template <class A>
void archive(A& a, Ageing& s) {
    a(s.calendar, s.cycle);
}

struct CalendarStress {
    double soc;
    double cell_c;
};

struct CycleStress {
    double depth;     // between the turning points, of usable SoC
    double c_rate;    // mean of charge and discharge; NMC: no matter
    double mean_soc;  // between the turning points; LFP: no matter
};

// Pre: hours >= 0, full_cycles >= 0. A half cycle of depth 0.4 is 0.2 full cycles.
void add_calendar(Ageing& ageing, AgeingSettings const& settings, Chemistry chemistry,
                  CalendarStress const& stress, double hours);
void add_cycle(Ageing& ageing, AgeingSettings const& settings, Chemistry chemistry, CycleStress const& stress,
               double full_cycles);

double calendar_loss(Ageing const& ageing, AgeingSettings const& settings, Chemistry chemistry);
double cycle_loss(Ageing const& ageing, AgeingSettings const& settings, Chemistry chemistry);
double loss(Ageing const& ageing, AgeingSettings const& settings, Chemistry chemistry);
double state_of_health(Ageing const& ageing, AgeingSettings const& settings, Chemistry chemistry);

// What a year adds, from two looks at a battery. Pre: years > 0.
Ageing pace_per_year(Ageing const& before, Ageing const& now, double years);

// Years from now until the loss reaches settings.end_of_life_loss if every year adds `per_year`; 0 if it has,
// infinity if it never does. What a use of the battery costs is the difference between the years with and
// without it: the loss it adds in a single year is large in the first and small in the tenth.
double years_left(Ageing const& now, Ageing const& per_year, AgeingSettings const& settings,
                  Chemistry chemistry);

// Price of the pack's life that `extra_loss` uses up, per kWh discharged for it. Pre: discharged_kwh > 0.
double wear_yuan_per_kwh(AgeingSettings const& settings, double extra_loss, double usable_kwh,
                         double discharged_kwh);

// k as published: LFP per s^z and per full cycle^z, NMC per day^z and per Ah^z.
double calendar_factor(LfpAgeing const& lfp, double soc, double cell_c);
double cycle_factor(LfpAgeing const& lfp, double depth, double c_rate);
double calendar_factor(NmcAgeing const& nmc, double cell_v, double cell_c);
double cycle_factor(NmcAgeing const& nmc, double cell_v, double depth);

}  // namespace yuchong::vehicle
