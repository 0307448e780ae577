#pragma once
// What a battery accepts: charging power as a piecewise-linear function of state of charge, and the closed
// forms that follow from it. Every limit (vehicle curve, temperature cap, current limit times pack voltage,
// terminal rating) is piecewise linear in SoC, so their minimum is too, and inside one piece
//
//     ds/dt = eta P / E,  P linear in s   =>   P(t) = P0 exp(lam t),   lam = eta m / E,  m = dP/ds
//
// so time, SoC, energy and the integral of P^2 are exact; nothing is stepped. Derivation and numerics: the
// CC-CV case is a two-piece curve; phi and psi of sim/base/math.hpp keep every form smooth at m = 0.
//
// Units: SoC in [0, 1] of usable energy, power kW at the plug, energy kWh, time hours, lam 1/h.

#include "sim/base/quantity.hpp"

#include <array>
#include <cstdint>
#include <span>

namespace yuchong::vehicle {

struct Breakpoint {
    double soc;
    double power_kw;
};

// Breakpoints with strictly increasing SoC from 0 to 1 and power > 0 (the last may be 0: an AC taper, never
// quite reached); fixed capacity, no allocation.
class alignas(64) Acceptance {
public:
    static constexpr std::size_t capacity = 24;

    void clear() { count_ = 0; }
    void push(Breakpoint point);  // pre: soc beyond the last one, room left (checked)
    [[nodiscard]] std::span<Breakpoint const> points() const { return {points_.data(), count_}; }

    // Index of the piece that holds soc; at a breakpoint the piece to its right.
    [[nodiscard]] std::size_t piece(double soc) const;
    [[nodiscard]] double power_kw(double soc) const;
    // The largest power over [soc, 1].
    [[nodiscard]] double largest_from_kw(double soc) const;

    // Pointwise minimum with the line through (0, at_zero) and (1, at_one); crossings become breakpoints.
    void limit_by_line(double at_zero_kw, double at_one_kw);

private:
    std::uint32_t count_ = 0;  // beside the first points: most acceptances have few
    std::array<Breakpoint, capacity> points_;
};

// How power turns into SoC: usable energy and the one-way efficiency from plug to battery.
struct Pack {
    double energy_kwh;
    double efficiency;
};

// One exponential stretch of a charge: P(t) = power_kw * exp(lam t) until SoC reaches end_soc.
struct Stretch {
    double power_kw;
    double lam_per_h;
    double end_soc;

    [[nodiscard]] double power_after_kw(double hours) const;
    [[nodiscard]] double energy_kwh(double hours) const;   // integral of P
    [[nodiscard]] double square_kw2h(double hours) const;  // integral of P^2
    [[nodiscard]] double soc_gain(double hours, Pack const& pack) const;
    [[nodiscard]] double hours_to(double soc_from, double soc_to, Pack const& pack) const;
};

// The stretch that starts at soc under min(acceptance, cap_kw); ends at the next breakpoint, at the crossing
// of acceptance and cap, or at `stop_soc`. Breakpoints hidden by the cap are passed over. Always moves on:
// end_soc > soc. Pre: soc < stop_soc, cap_kw >= 0 (a zero cap never ends: lam 0, power 0).
Stretch stretch_at(Acceptance const& acceptance, double soc, double cap_kw, double stop_soc,
                   Pack const& pack);

// Hours from soc to target under min(acceptance, cap); and the SoC after some hours (at most target).
double hours_to_soc(Acceptance const& acceptance, double soc, double target, double cap_kw, Pack const& pack);
double soc_after(Acceptance const& acceptance, double soc, double target, double cap_kw, double hours,
                 Pack const& pack);

}  // namespace yuchong::vehicle
