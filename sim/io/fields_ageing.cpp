#include "sim/io/fields_domain.hpp"

namespace yuchong::io {

namespace {

constexpr Range exponents = between(0.2, 1);
constexpr std::string_view exponent_help = "Of time or throughput in the loss";

}  // namespace

void fields(Fields& f, vehicle::AgeingScale& s) {
    f.number("calendar", s.calendar, between(0.05, 3), "Times the published loss by time");
    f.number("cycle", s.cycle, between(0.05, 3), "Times the published loss by cycling");
}

void fields(Fields& f, vehicle::CubicFactor& s) {
    f.number("cubic", s.cubic, between(0, 100), "Times the cube of the distance from the middle");
    f.share("middle", s.middle, "Where the cube is 0");
    f.number("constant", s.constant, above_up_to(0, 100), "The factor there");
    double const least = s.constant - s.cubic * s.middle * s.middle * s.middle;
    f.require(least >= 0, {"constant", "cubic", "middle"}, "the factor is negative at 0",
              "a battery would grow younger", "raise constant");
}

void fields(Fields& f, vehicle::LfpCalendarAgeing& s) {
    f.number("loss", s.loss, above_up_to(0, 1e-2),
             "After one second at the reference, before the SoC factor");
    f.quantity("reference_c", s.reference_c, unit::celsius, between(0, 60), "Cell temperature of that loss");
    f.number("activation_j_per_mol", s.activation_j_per_mol, between(0, 2e5), "Activation energy, J/mol");
    f.section("soc", s.soc, "Factor by SoC");
    f.number("exponent", s.exponent, exponents, exponent_help);
}

void fields(Fields& f, vehicle::LfpCycleAgeing& s) {
    f.number("loss", s.loss, above_up_to(0, 0.1), "After one full cycle without current, before the factor");
    f.number("loss_per_c_rate", s.loss_per_c_rate, between(0, 0.1), "More of it per C-rate, h");
    f.section("depth", s.depth, "Factor by depth of the cycle");
    f.number("exponent", s.exponent, exponents, exponent_help);
}

void fields(Fields& f, vehicle::LfpAgeing& s) {
    f.section("calendar", s.calendar, "Loss by time");
    f.section("cycle", s.cycle, "Loss by cycling");
    f.section("modern", s.modern, "Cells of today against those that were measured");
}

void fields(Fields& f, vehicle::NmcCalendarAgeing& s) {
    f.number("loss_per_v", s.loss_per_v, above_up_to(0, 1e12),
             "After one day, before the temperature factor, per volt of the cell");
    f.number("loss_at_0_v", s.loss_at_0_v, between(-1e12, 0), "The same line at 0 V");
    f.number("activation_k", s.activation_k, between(0, 3e4), "Activation energy over the gas constant, K");
    f.number("exponent", s.exponent, exponents, exponent_help);
}

void fields(Fields& f, vehicle::NmcCycleAgeing& s) {
    f.number("loss", s.loss, above_up_to(0, 0.1), "After one Ah of shallow cycles at the gentlest voltage");
    f.number("loss_per_v2", s.loss_per_v2, between(0, 1), "More of it per square of volts away, 1/V2");
    f.quantity("gentlest_v", s.gentlest_v, unit::volt, between(3, 4.3), "Mean cell voltage of least loss");
    f.number("loss_per_depth", s.loss_per_depth, between(0, 0.1), "More of it per depth of the cycle");
    f.number("cell_ah", s.cell_ah, between(0.1, 500), "Capacity of the cell that was measured, Ah");
    f.number("exponent", s.exponent, exponents, exponent_help);
}

void fields(Fields& f, vehicle::NmcAgeing& s) {
    f.table("cell_v", s.cell_v, between(0, 1), between(2.5, 4.5), "Cell voltage by SoC, [share, V]");
    f.section("calendar", s.calendar, "Loss by time");
    f.section("cycle", s.cycle, "Loss by cycling");
    f.section("modern", s.modern, "Cells of today against those that were measured");
    auto const& points = s.cell_v.points();
    bool const ages =
        points.empty() || s.calendar.loss_per_v * points.front().second + s.calendar.loss_at_0_v >= 0;
    f.require(ages, {"cell_v", "calendar"}, "the calendar loss is negative at the lowest SoC",
              "a battery would grow younger", "raise the voltage or calendar.loss_at_0_v");
}

void fields(Fields& f, vehicle::AgeingSettings& s) {
    f.flag("follow", s.follow, "Every vehicle's battery ages during the run: /batteries in the result");
    f.choice("cells", s.cells, cell_make_names, "As published, or with the scales of today's cells");
    f.share("end_of_life_loss", s.end_of_life_loss, between(0.05, 0.4),
            "Capacity lost when a pack is replaced");
    f.quantity("pack_yuan_per_kwh", s.pack_yuan_per_kwh, unit::yuan_per_kwh, between(50, 5'000),
               "Price of a new pack by its energy");
    f.number("driving_c_rate", s.driving_c_rate, between(0, 5), "C-rate of discharging on the road, 1/h");
    f.share("smallest_cycle_soc", s.smallest_cycle_soc, between(0, 0.2), "Smaller reversals are no cycles");
    f.section("lfp", s.lfp, "LFP cells");
    f.section("nmc", s.nmc, "NMC cells");
}

}  // namespace yuchong::io
