#pragma once
// How the city's base load splits over an instant's classes of load. A class has a daily shape a season; load
// served from 35 kV and above (`upstream`) has one for all. One factor for all of them, found anew at every
// instant, makes their sum the city's base load exactly:
//
//   sum over nodes of (residential kW x shape + commercial kW x shape + industrial kW x shape) x level
//     + upstream kW x shape x level  =  base load
//
// So shapes say who takes more, the city's curve how much there is. A kW here is at shape 1 and level 1; the
// level is 1 at the design instant, the peak of a heatwave weekday.

#include "sim/base/quantity.hpp"
#include "sim/base/time.hpp"
#include "sim/grid/base_load.hpp"
#include "sim/grid/load_class.hpp"
#include "sim/grid/settings.hpp"
#include "sim/space/geography.hpp"

#include <array>
#include <cmath>
#include <utility>

namespace yuchong::grid {

using DayShape = std::array<double, 24>;

struct SeasonShapes {
    DayShape summer, winter, spring_autumn;  // [pu, 0..1.5] at the full hours, linear between
};

// Section `grid.classes`. Lists of four run over ZoneKind.
struct LoadShapeSettings {
    double feeder_share;  // [share, 0.01..0.99] of the city's peak that public 10 kV feeders serve
    double load_per_job;  // [-, >= 0] commercial and industrial load of a job, of a resident's load at home
    std::array<double, 4> industrial_share;  // [share, 0..1] of what is not residential
    SeasonShapes residential, commercial, industrial;
    DayShape upstream;
    double heat_from_c, heat_per_k;  // [C], [1/K, 0..0.2] households take so much more above this temperature
    double design_c;                 // [C] air temperature over the design day
    ClassKw power_factor;            // [-, 0.5..1] by class
};

// An instant, as far as base load cares.
struct LoadMoment {
    int month;  // 1..12
    Celsius day_maximum, temperature;
    DayType day_type;
    Duration since_midnight;
};

// What a kW of each class draws at an instant.
struct LoadLevel {
    ClassKw factor;
    double upstream;
};

// The hours of a heatwave weekday by class, level included, and reactive over active power.
struct DesignDay {
    std::array<ClassKw, 24> factor;
    ClassKw tangent;
};

class LoadShapes {
public:
    LoadShapes(LoadShapeSettings const& settings, BaseLoadSettings const& base_load);

    // A zone's design load by class, of which `peak` is drawn at the design instant.
    [[nodiscard]] ClassKw split(space::ZoneKind kind, double jobs_per_resident, Kilowatts peak) const;
    // `city` is what feeders and upstream draw together.
    [[nodiscard]] LoadLevel level(ClassKw const& on_feeders, LoadMoment const& moment, Kilowatts city) const;
    [[nodiscard]] DesignDay design_day(ClassKw const& on_feeders) const;
    // At the design instant.
    [[nodiscard]] Kilowatts design_peak(ClassKw const& load) const;
    [[nodiscard]] Kilowatts design_upstream(ClassKw const& on_feeders) const;
    // Lowest and highest level over the design day: how far the shapes and the city's curve disagree.
    [[nodiscard]] std::pair<double, double> design_levels(ClassKw const& on_feeders) const;
    // Reactive over active power, by class.
    [[nodiscard]] ClassKw tangent() const;

private:
    [[nodiscard]] LoadLevel shape(LoadMoment const& moment) const;
    [[nodiscard]] LoadMoment design_moment(int hour) const;
    // Load served from 35 kV and above that belongs to so much on feeders [kW at shape 1].
    [[nodiscard]] double upstream_kw(ClassKw const& on_feeders) const;

    LoadShapeSettings settings_;
    BaseLoadSettings base_load_;
    int design_hour_;
};

// When the day's apparent power is highest.
struct DayPeak {
    double kw = 0.0, kvar = 0.0;
    int hour = 0;

    [[nodiscard]] double kva() const { return std::sqrt(kw * kw + kvar * kvar); }
};
DayPeak peak_of(ClassKw const& load, DesignDay const& day);

}  // namespace yuchong::grid
