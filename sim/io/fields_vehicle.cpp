#include "sim/io/fields_domain.hpp"

#include <algorithm>

namespace yuchong::io {

bool any_positive(std::span<double const> weights) {
    return std::any_of(weights.begin(), weights.end(), [](double w) { return w > 0.0; });
}

void fields(Fields& f, vehicle::LimitSettings& s) {
    f.share("stop_soc", s.stop_soc, from_to_below(0.9, 1),
            "SoC at which a car ends its charge at the latest");
    f.number("stop_c_rate", s.stop_c_rate, between(0, 0.1),
             "Ends it earlier where the battery accepts less than this times its usable energy, 1/h");
    f.quantity("interface_current_a", s.interface_current_a, unit::ampere, between(100, 1500),
               "DC socket and plug");
    f.quantity("interface_voltage_v", s.interface_voltage_v, unit::volt, between(500, 1500),
               "DC socket and plug");
    f.quantity("super_capable_above_kw", s.super_capable_above_kw, unit::kilowatt, between(50, 1000),
               "Peak power from which a car counts as super-capable");
}

void fields(Fields& f, vehicle::EfficiencySettings& s) {
    f.share("battery_fast", s.battery_fast, between(0.8, 1), "Plug to battery, one way, of fast charges");
    f.share("battery_slow", s.battery_slow, between(0.8, 1), "Plug to battery, one way, of slower ones");
    f.number("fast_from_c_rate", s.fast_from_c_rate, between(0.1, 5), "C-rate that makes a charge fast, 1/h");
    f.table("onboard_by_kw", s.onboard_by_kw, between(0, 50), between(0.5, 1),
            "Efficiency of the on-board charger by AC power, [kW, share]");
}

void fields(Fields& f, vehicle::AcSettings& s) {
    f.share("taper_from_soc_lfp", s.taper_from_soc_lfp, between(0.5, 0.99),
            "AC power falls from here, LFP packs");
    f.share("taper_from_soc_nmc", s.taper_from_soc_nmc, between(0.5, 0.99),
            "AC power falls from here, NMC packs");
}

void fields(Fields& f, vehicle::ThermalSettings& s) {
    f.table("derating_lfp", s.derating_lfp, between(-40, 80), between(0, 1),
            "Share of the peak C-rate by pack temperature, LFP, [degC, share]");
    f.table("derating_nmc", s.derating_nmc, between(-40, 80), between(0, 1),
            "Share of the peak C-rate by pack temperature, NMC, [degC, share]");
    f.number("fast_lfp_from_c_rate", s.fast_lfp_from_c_rate, between(1, 12),
             "LFP packs that peak at this C-rate or more follow the NMC table, 1/h");
    f.share("derating_floor", s.derating_floor, between(0, 0.2),
            "Least share while a pack is too hot or too cold");
    f.number("review_step_k", s.review_step_k, between(0.5, 10),
             "Change of pack temperature that renews the share, K");
    f.number("heat_capacity_kwh_per_k_kwh", s.heat_capacity_kwh_per_k_kwh, between(1e-4, 1e-2),
             "Heat capacity of a pack, kWh/K per usable kWh");
    f.quantity("loss_idle_kw_per_k", s.loss_idle_kw_per_k, unit::kw_per_kelvin, between(0.001, 0.2),
               "Heat to the air with the pump off");
    f.quantity("loss_cooled_kw_per_k", s.loss_cooled_kw_per_k, unit::kw_per_kelvin, between(0.05, 2),
               "Heat to the coolant with the pump on");
    f.quantity("coolant_c", s.coolant_c, unit::celsius, between(0, 40), "Chilled coolant");
    f.quantity("hold_c", s.hold_c, unit::celsius, between(20, 45), "Cooling works above");
    f.quantity("heat_below_c", s.heat_below_c, unit::celsius, between(-20, 25), "The heater works below");
    f.quantity("heater_kw", s.heater_kw, unit::kilowatt, between(0, 10), "Battery heater while DC charging");
    f.number("driving_k_per_min", s.driving_k_per_min, between(0, 1),
             "Warming of the pack by driving, K/min");
    f.number("driving_most_k", s.driving_most_k, between(0, 20), "Most that driving warms it, K");
    f.quantity("precondition_c", s.precondition_c, unit::celsius, between(15, 40),
               "Pack temperature that pre-conditioning reaches");
    f.share("precondition_efficiency", s.precondition_efficiency, between(0.3, 1),
            "Heat in the pack over energy from it");
    f.share("precondition_share_high_voltage", s.precondition_share_high_voltage,
            "High-voltage cars that pre-condition on the way to a DC station");
    f.share("precondition_share_low_voltage", s.precondition_share_low_voltage, "Other cars that do");
    f.quantity("high_voltage_above_v", s.high_voltage_above_v, unit::volt, between(300, 800),
               "Voltage of the full pack that counts as high");
}

void fields(Fields& f, vehicle::LossCurve& s) {
    f.quantity("standing_kw", s.standing_kw, unit::kilowatt, between(0, 5), "Loss without load");
    f.number("linear", s.linear, between(0, 0.2), "Times power");
    f.number("quadratic_per_kw", s.quadratic_per_kw, between(0, 0.01), "Times power squared, 1/kW");
}

void fields(Fields& f, vehicle::LossSettings& s) {
    f.section("module", s.module, "Losses of one active power module of a DC host");
    f.section("ac_pile", s.ac_pile, "Losses of an AC pile");
    f.quantity("host_active_kw", s.host_active_kw, unit::kilowatt, between(0, 10),
               "Auxiliaries of a host at work");
    f.quantity("host_idle_kw", s.host_idle_kw, unit::kilowatt, between(0, 2), "Auxiliaries of an idle host");
}

void fields(Fields& f, vehicle::ChargingSettings& s) {
    f.section("limits", s.limits, "When a charge ends and what the sockets allow");
    f.section("efficiency", s.efficiency, "How much of the plug's energy reaches the battery");
    f.section("ac", s.ac, "AC charging");
    f.section("thermal", s.thermal, "Pack temperature");
    f.section("losses", s.losses, "Losses between grid and plug");
}

void fields(Fields& f, vehicle::ConsumptionSettings& s) {
    f.number("gravity_ms2", s.gravity_ms2, between(9.7, 9.9), "Gravity, m/s2");
    f.number("air_density_kg_m3", s.air_density_kg_m3, between(0.8, 1.4), "Air density, kg/m3");
    f.quantity("slowest_drag_kmh", s.slowest_drag_kmh, unit::kilometre_per_hour, between(1, 30),
               "Drag is reckoned at this speed at least");
    f.number("stop_from_ms", s.stop_from_ms, between(1, 30), "Speed before each stop, m/s");
    f.table("hvac_kw", s.hvac_kw, between(-40, 60), between(0, 20),
            "Cabin and battery thermal power by ambient temperature, [degC, kW]");
    f.quantity("pull_down_min", s.pull_down_min, unit::minute, between(0, 60), "First minutes of a trip");
    f.number("pull_down_factor", s.pull_down_factor, between(1, 4),
             "Times the thermal power in those minutes");
    f.quantity("cold_below_c", s.cold_below_c, unit::celsius, between(-10, 25), "The pack gives less below");
    f.number("cold_share_per_k", s.cold_share_per_k, between(0, 0.02),
             "Share of its energy lost per kelvin, 1/K");
    f.quantity("recuperation_full_c", s.recuperation_full_c, unit::celsius, between(-10, 30),
               "Full recuperation from");
    f.quantity("recuperation_none_c", s.recuperation_none_c, unit::celsius, between(-40, 10),
               "No recuperation down from");
    f.require(s.recuperation_none_c < s.recuperation_full_c, {"recuperation_none_c", "recuperation_full_c"},
              "recuperation ends above where it is full", "none must lie below full", "swap them");
}

}  // namespace yuchong::io
