#pragma once
// What one car takes from one plug: the acceptance, the efficiency and the SoC at which the charge ends,
// built once when current starts to flow (and again when the temperature's share changes).
//
// DC: min(curve, share of peak by temperature, current limit times pack voltage, rating of the terminal).
// AC: min(on-board charger, pile) flat, then a straight taper to zero at SoC 1; power and energy are AC at
// the plug, the on-board charger's efficiency is part of Pack.efficiency.
//
// Flat: a session of a file, of which no more is known than a power and an energy at the plug.
//
// The charge ends at the target, at stop_soc, or where the car accepts less than stop_c_rate times its energy
// (on AC not before the taper), whatever comes first; Charge.stop_soc may lie below the SoC at plug-in: then
// there is nothing to charge.

#include "sim/vehicle/acceptance.hpp"
#include "sim/vehicle/catalogue.hpp"
#include "sim/vehicle/settings.hpp"

#include <cstddef>

namespace yuchong::vehicle {

// This very car among those of its model.
struct CarPack {
    double usable_kwh;
    double curve_scale;  // times the model's curve: this car's spread and its vintage_factor()
};

struct DcPlug {
    double power_kw;
    double current_a;
    double voltage_max_v;
};

struct Charge {
    Acceptance acceptance;
    Pack pack;
    double stop_soc;
};

// A DC inlet, and a full pack's voltage within what the terminal and the interface reach.
bool fits(LimitSettings const& limits, Model const& model, DcPlug const& plug);

// Pre: fits(). `derating` as vehicle::derating() gives it; `soc` at plug-in decides which battery efficiency
// holds.
Charge dc_charge(ChargingSettings const& settings, ChargeCurve const& curve, Model const& model,
                 CarPack const& car, DcPlug const& plug, double derating, double soc, double target_soc);

Charge ac_charge(ChargingSettings const& settings, Model const& model, CarPack const& car, double pile_kw,
                 double target_soc);

// Of a model that is flat: the same power from any plug that gives it, AC or DC.
Charge flat_charge(Model const& model, CarPack const& car, double plug_kw, double target_soc);

// What a session of a file drives: flat, of 1 kW, for its own scale to make it its max_kw. Any plug serves it.
Model replayed_model();

// The top of the car's own curve: what the temperature's share is a share of.
double peak_kw(ChargeCurve const& curve, Model const& model, CarPack const& car);

// The largest power the model takes from a plug that limits nothing: curve, inlet and interface.
double inlet_peak_kw(LimitSettings const& limits, ChargeCurve const& curve, Model const& model);

// Breakpoints that a charge along this curve needs at most: its points and where current limit and flat limit
// can cross them. A line crosses a curve that changes between bending up and down v times at most v + 2
// times.
std::size_t most_breakpoints(ChargeCurve const& curve);

// The catalogue with what follows from it: each curve's peak_c_rate and which models are super_capable.
Catalogue with_peaks(Catalogue catalogue, LimitSettings const& limits);

}  // namespace yuchong::vehicle
