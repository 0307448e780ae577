#include "sim/vehicle/ageing.hpp"

#include "sim/base/check.hpp"
#include "sim/base/math.hpp"

#include <algorithm>
#include <limits>

namespace yuchong::vehicle {

namespace {

constexpr double gas_constant_j_per_mol_k = 8.3144598;  // CODATA 2014, as in the papers
constexpr double seconds_per_hour = 3'600.0;
constexpr double hours_per_day = 24.0;
constexpr double never = std::numeric_limits<double>::infinity();

double kelvin(double celsius) { return celsius + 273.15; }

double value(CubicFactor const& factor, double x) {
    double const from_middle = x - factor.middle;
    return factor.cubic * from_middle * from_middle * from_middle + factor.constant;
}

// loss = k x^z as it is kept: loss^(1/z) grows by k^(1/z) x.
double growth(double k, double exponent, double x) { return math::pow(std::max(k, 0.0), 1.0 / exponent) * x; }

AgeingScale scale(AgeingSettings const& settings, Chemistry chemistry) {
    if (settings.cells == CellMake::published) return {1.0, 1.0};
    return chemistry == Chemistry::lfp ? settings.lfp.modern : settings.nmc.modern;
}

double calendar_exponent(AgeingSettings const& settings, Chemistry chemistry) {
    return chemistry == Chemistry::lfp ? settings.lfp.calendar.exponent : settings.nmc.calendar.exponent;
}

double cycle_exponent(AgeingSettings const& settings, Chemistry chemistry) {
    return chemistry == Chemistry::lfp ? settings.lfp.cycle.exponent : settings.nmc.cycle.exponent;
}

// Years in which one of the two losses alone reaches the end; no longer than that can it take.
double years_alone(double kept, double per_year, double exponent, double end_loss) {
    return per_year > 0.0 ? (math::pow(end_loss, 1.0 / exponent) - kept) / per_year : never;
}

Ageing after(Ageing const& now, Ageing const& per_year, double years) {
    return {now.calendar + per_year.calendar * years, now.cycle + per_year.cycle * years};
}

}  // namespace

double calendar_factor(LfpAgeing const& lfp, double soc, double cell_c) {
    LfpCalendarAgeing const& s = lfp.calendar;
    double const colder = 1.0 / kelvin(cell_c) - 1.0 / kelvin(s.reference_c);
    double const arrhenius = math::exp(-s.activation_j_per_mol / gas_constant_j_per_mol_k * colder);
    return s.loss * arrhenius * value(s.soc, soc);
}

double cycle_factor(LfpAgeing const& lfp, double depth, double c_rate) {
    LfpCycleAgeing const& s = lfp.cycle;
    return (s.loss + s.loss_per_c_rate * c_rate) * value(s.depth, depth);
}

double calendar_factor(NmcAgeing const& nmc, double cell_v, double cell_c) {
    NmcCalendarAgeing const& s = nmc.calendar;
    return (s.loss_per_v * cell_v + s.loss_at_0_v) * math::exp(-s.activation_k / kelvin(cell_c));
}

double cycle_factor(NmcAgeing const& nmc, double cell_v, double depth) {
    NmcCycleAgeing const& s = nmc.cycle;
    double const away_v = cell_v - s.gentlest_v;
    return s.loss_per_v2 * away_v * away_v + s.loss + s.loss_per_depth * depth;
}

void add_calendar(Ageing& ageing, AgeingSettings const& settings, Chemistry chemistry,
                  CalendarStress const& stress, double hours) {
    check(hours >= 0.0, "a battery ages backwards (hours below 0)");
    double const scaled = scale(settings, chemistry).calendar;
    double const exponent = calendar_exponent(settings, chemistry);
    if (chemistry == Chemistry::lfp) {
        double const k = scaled * calendar_factor(settings.lfp, stress.soc, stress.cell_c);
        ageing.calendar += growth(k, exponent, hours * seconds_per_hour);
    } else {
        double const k =
            scaled * calendar_factor(settings.nmc, settings.nmc.cell_v(stress.soc), stress.cell_c);
        ageing.calendar += growth(k, exponent, hours / hours_per_day);
    }
}

void add_cycle(Ageing& ageing, AgeingSettings const& settings, Chemistry chemistry, CycleStress const& stress,
               double full_cycles) {
    check(full_cycles >= 0.0, "a battery ages backwards (cycles below 0)");
    double const scaled = scale(settings, chemistry).cycle;
    double const exponent = cycle_exponent(settings, chemistry);
    if (chemistry == Chemistry::lfp) {
        double const k = scaled * cycle_factor(settings.lfp, stress.depth, stress.c_rate);
        ageing.cycle += growth(k, exponent, full_cycles);
    } else {
        double const k =
            scaled * cycle_factor(settings.nmc, settings.nmc.cell_v(stress.mean_soc), stress.depth);
        ageing.cycle += growth(k, exponent, 2.0 * settings.nmc.cycle.cell_ah * full_cycles);
    }
}

double calendar_loss(Ageing const& ageing, AgeingSettings const& settings, Chemistry chemistry) {
    return math::pow(ageing.calendar, calendar_exponent(settings, chemistry));
}

double cycle_loss(Ageing const& ageing, AgeingSettings const& settings, Chemistry chemistry) {
    return math::pow(ageing.cycle, cycle_exponent(settings, chemistry));
}

double loss(Ageing const& ageing, AgeingSettings const& settings, Chemistry chemistry) {
    return calendar_loss(ageing, settings, chemistry) + cycle_loss(ageing, settings, chemistry);
}

double state_of_health(Ageing const& ageing, AgeingSettings const& settings, Chemistry chemistry) {
    return 1.0 - loss(ageing, settings, chemistry);
}

Ageing pace_per_year(Ageing const& before, Ageing const& now, double years) {
    check(years > 0.0, "the pace of ageing needs some time (years not above 0)");
    return {(now.calendar - before.calendar) / years, (now.cycle - before.cycle) / years};
}

double years_left(Ageing const& now, Ageing const& per_year, AgeingSettings const& settings,
                  Chemistry chemistry) {
    double const end = settings.end_of_life_loss;
    if (loss(now, settings, chemistry) >= end) return 0.0;
    double late =
        std::min(years_alone(now.calendar, per_year.calendar, calendar_exponent(settings, chemistry), end),
                 years_alone(now.cycle, per_year.cycle, cycle_exponent(settings, chemistry), end));
    if (late == never) return never;
    double early = 0.0;
    // Halving to the last bit; Newton would start at the infinite slope of a new battery.
    for (double middle = 0.5 * late; early < middle && middle < late; middle = 0.5 * (early + late)) {
        bool const worn = loss(after(now, per_year, middle), settings, chemistry) >= end;
        (worn ? late : early) = middle;
    }
    return late;
}

double wear_yuan_per_kwh(AgeingSettings const& settings, double extra_loss, double usable_kwh,
                         double discharged_kwh) {
    check(discharged_kwh > 0.0, "wear has no price per kWh (nothing was discharged)");
    double const pack_yuan = settings.pack_yuan_per_kwh * usable_kwh;
    return extra_loss / settings.end_of_life_loss * pack_yuan / discharged_kwh;
}

}  // namespace yuchong::vehicle
