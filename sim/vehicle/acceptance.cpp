#include "sim/vehicle/acceptance.hpp"

#include "sim/base/check.hpp"
#include "sim/base/math.hpp"

#include <algorithm>
#include <limits>

namespace yuchong::vehicle {

namespace {

// Two SoC values closer than this are one: 1e-12 of a 100 kWh pack is a tenth of a microwatt-hour.
constexpr double same_soc = 1e-12;
constexpr double endless = std::numeric_limits<double>::infinity();

double slope(Breakpoint left, Breakpoint right) {
    return (right.power_kw - left.power_kw) / (right.soc - left.soc);
}

// Hours for a gain of SoC at a power that changes linearly from `power_kw` by `change` (relative).
double hours_for(double gain, double power_kw, double change, Pack const& pack) {
    if (gain <= 0.0) return 0.0;
    if (power_kw <= 0.0 || change <= -1.0) return endless;
    double const flat = pack.energy_kwh * gain / (pack.efficiency * power_kw);
    return change == 0.0 ? flat : flat * math::psi(change);
}

}  // namespace

void Acceptance::push(Breakpoint point) {
    check(count_ < capacity, "too many breakpoints in one charge (the curve crosses its limits too often)");
    check(count_ == 0 ? point.soc == 0.0 : point.soc > points_[count_ - 1].soc,
          "breakpoints out of order (SoC must rise strictly from 0)");
    points_[count_++] = point;
}

std::size_t Acceptance::piece(double soc) const {
    std::size_t i = 0;
    while (i + 2 < count_ && points_[i + 1].soc <= soc) ++i;
    return i;
}

double Acceptance::power_kw(double soc) const {
    std::size_t const i = piece(soc);
    Breakpoint const left = points_[i], right = points_[i + 1];
    if (soc >= right.soc) return right.power_kw;
    return left.power_kw + slope(left, right) * (soc - left.soc);
}

double Acceptance::largest_from_kw(double soc) const {
    double largest = power_kw(soc);
    for (std::size_t i = piece(soc) + 1; i < count_; ++i) largest = std::max(largest, points_[i].power_kw);
    return largest;
}

void Acceptance::limit_by_line(double at_zero_kw, double at_one_kw) {
    auto const line = [&](double soc) { return at_zero_kw + (at_one_kw - at_zero_kw) * soc; };
    double above = points_[0].power_kw - at_zero_kw;  // of the last point read, curve over line
    bool bites = above > 0.0;
    for (std::size_t i = 1; i < count_ && !bites; ++i) bites = points_[i].power_kw > line(points_[i].soc);
    if (!bites) return;

    auto const old = points_;
    std::uint32_t const old_count = count_;
    count_ = 0;
    push({old[0].soc, std::min(old[0].power_kw, at_zero_kw)});
    for (std::uint32_t i = 1; i < old_count; ++i) {
        double const height = line(old[i].soc);
        double const next_above = old[i].power_kw - height;
        if ((above > 0.0) != (next_above > 0.0)) {
            double const width = old[i].soc - old[i - 1].soc;
            double const crossing = old[i - 1].soc + width * (above / (above - next_above));
            if (crossing - old[i - 1].soc > same_soc && old[i].soc - crossing > same_soc) {
                push({crossing, line(crossing)});
            }
        }
        push({old[i].soc, std::min(old[i].power_kw, height)});
        above = next_above;
    }
}

double Stretch::power_after_kw(double hours) const {
    if (lam_per_h == 0.0) return power_kw;
    return power_kw * math::exp(lam_per_h * hours);
}

double Stretch::energy_kwh(double hours) const {
    if (lam_per_h == 0.0) return power_kw * hours;
    return power_kw * hours * math::phi(lam_per_h * hours);
}

double Stretch::square_kw2h(double hours) const {
    if (lam_per_h == 0.0) return power_kw * power_kw * hours;
    return power_kw * power_kw * hours * math::phi(2.0 * lam_per_h * hours);
}

double Stretch::soc_gain(double hours, Pack const& pack) const {
    return pack.efficiency / pack.energy_kwh * energy_kwh(hours);
}

double Stretch::hours_to(double soc_from, double soc_to, Pack const& pack) const {
    double const gain = soc_to - soc_from;
    if (lam_per_h == 0.0) return hours_for(gain, power_kw, 0.0, pack);
    double const change = lam_per_h * pack.energy_kwh * gain / (pack.efficiency * power_kw);
    return hours_for(gain, power_kw, change, pack);
}

Stretch stretch_at(Acceptance const& acceptance, double soc, double cap_kw, double stop_soc,
                   Pack const& pack) {
    if (cap_kw <= 0.0) return {0.0, 0.0, stop_soc};
    auto const points = acceptance.points();
    std::size_t i = acceptance.piece(soc);
    double rise = slope(points[i], points[i + 1]);
    double const accepted = points[i].power_kw + rise * (soc - points[i].soc);

    bool const at_cap = accepted >= cap_kw || (rise > 0.0 && (cap_kw - accepted) / rise < same_soc);
    bool const about_to_fall = rise < 0.0 && (accepted - cap_kw) / -rise < same_soc;
    if (!at_cap || about_to_fall) {
        double end = std::min(points[i + 1].soc, stop_soc);
        if (rise > 0.0) end = std::min(end, soc + (cap_kw - accepted) / rise);
        return {std::min(accepted, cap_kw), pack.efficiency * rise / pack.energy_kwh, end};
    }
    // Flat at the cap: pass over every breakpoint that lies above it.
    while (points[i + 1].soc < stop_soc && i + 2 < points.size() && points[i + 1].power_kw >= cap_kw) ++i;
    double end = std::min(points[i + 1].soc, stop_soc);
    if (points[i + 1].power_kw < cap_kw) {
        rise = slope(points[i], points[i + 1]);
        end = std::clamp(points[i].soc + (cap_kw - points[i].power_kw) / rise, soc, end);
    }
    return {cap_kw, 0.0, end};
}

double hours_to_soc(Acceptance const& acceptance, double soc, double target, double cap_kw,
                    Pack const& pack) {
    double hours = 0.0;
    while (soc < target) {
        Stretch const stretch = stretch_at(acceptance, soc, cap_kw, target, pack);
        if (stretch.power_kw <= 0.0) return endless;
        hours += stretch.hours_to(soc, stretch.end_soc, pack);
        soc = stretch.end_soc;
    }
    return hours;
}

double soc_after(Acceptance const& acceptance, double soc, double target, double cap_kw, double hours,
                 Pack const& pack) {
    while (soc < target && hours > 0.0) {
        Stretch const stretch = stretch_at(acceptance, soc, cap_kw, target, pack);
        if (stretch.power_kw <= 0.0) return soc;
        double const whole = stretch.hours_to(soc, stretch.end_soc, pack);
        if (hours < whole) return std::min(soc + stretch.soc_gain(hours, pack), stretch.end_soc);
        hours -= whole;
        soc = stretch.end_soc;
    }
    return soc;
}

}  // namespace yuchong::vehicle
