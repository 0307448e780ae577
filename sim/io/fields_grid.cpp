#include "sim/io/fields_domain.hpp"

namespace yuchong::io {

void fields(Fields& f, grid::CutOut& s) {
    f.number("drop_below_pu", s.drop_below_pu, between(0.5, 0.99), "Chargers give up below this voltage");
    f.number("return_above_pu", s.return_above_pu, between(0.5, 1), "And come back above this one");
    f.require(s.return_above_pu > s.drop_below_pu, "return_above_pu",
              "chargers come back below the voltage at which they give up", "they would switch without end",
              "raise it above drop_below_pu");
}

void fields(Fields& f, grid::OperationSettings& s) {
    f.number("source_pu", s.source_pu, between(0.9, 1.1), "Voltage on the 110 kV side, of the nominal");
    f.number("bus_target_pu", s.bus_target_pu, between(0.9, 1.1), "What tap changers hold at the 10 kV bus");
    f.number("dead_band_pu", s.dead_band_pu, between(0.005, 0.05), "To so much either side");
    f.duration("tap_first_delay", s.tap_first_delay, unit::second, above_up_to(0, 3'600),
               "From leaving the band to the first tap");
    f.duration("tap_next_delay", s.tap_next_delay, unit::second, above_up_to(0, 3'600), "From tap to tap");
    f.number("charger_power_factor", s.charger_power_factor, between(0.5, 1),
             "Of stations and home piles, inductive");
    f.section("cut_out", s.cut_out, "When chargers give up for want of voltage");
    f.number("skip_below_pu", s.skip_below_pu, between(0, 0.01),
             "Feeders whose voltages moved less are not solved again until the hour");
    f.number("low_voltage_pu", s.low_voltage_pu, between(0.5, 1), "Below, a voltage is a violation");
    f.number("high_voltage_pu", s.high_voltage_pu, between(1, 1.5), "Above, a voltage is a violation");
    f.number("overload_pu", s.overload_pu, between(0.5, 2),
             "Above, the load of a transformer is a violation, of its rating");
}

void fields(Fields& f, grid::Outage& s) {
    auto const on_a_quarter = [](CivilTime const& t) { return time_of_day(t).ms % minutes(15).ms == 0; };
    f.text("feeder", s.feeder, "Which, as in /feeders of a result of this scenario");
    f.civil_time("from", s.from, "When its supply fails, on a quarter of an hour");
    f.civil_time("to", s.to, "When it is back, at most a day later");
    f.require(on_a_quarter(s.from) && on_a_quarter(s.to), {"from", "to"},
              "the outage does not begin and end on quarters of an hour",
              "who carries how much is settled by quarters", "round it");
    Duration const length = time_between(s.from, s.to);
    f.require(length.ms > 0 && length <= days(1), {"to", "from"},
              "the outage does not end after it begins, within a day", "", "check both times");
}

void fields(Fields& f, grid::EmergencySettings& s) {
    f.share("vehicle_share", s.vehicle_share, "Cars with a pile that can feed their neighbours in an outage");
    f.share("reserve_soc", s.reserve_soc, "Never below this state of charge");
}

void fields(Fields& f, grid::OutageSettings& s) {
    f.list("outages", s.planned, Length{.most = 1'000}, "Feeders that lose their supply for some hours",
           Presence::optional);
    f.section("emergency", s.emergency, "Vehicles that stand in while a feeder is out");
}

void fields(Fields& f, grid::ThermalSettings& s) {
    f.number("top_oil_rise_k", s.top_oil_rise_k, above_up_to(0, 100),
             "Top oil over ambient at rated load, steady, K");
    f.number("winding_rise_k", s.winding_rise_k, above_up_to(0, 100),
             "Hot spot over top oil at rated load, steady, K");
    f.quantity("oil_min", s.oil_min, unit::minute, between(1, 1'000), "Time constant of the oil");
    f.quantity("winding_min", s.winding_min, unit::minute, between(0.1, 100), "Time constant of the winding");
    f.number("loss_ratio", s.loss_ratio, above_up_to(0, 50), "Load loss at rated current over no-load loss");
    f.number("oil_exponent", s.oil_exponent, between(0.5, 1.5), "Exponent of losses in the top oil's rise");
    f.number("winding_exponent", s.winding_exponent, between(1, 2.5),
             "Exponent of load in the winding's rise");
    f.number("k11", s.k11, above_up_to(0, 5), "Stretches the oil's time constant for the top oil");
    f.number("k21", s.k21, between(1, 5), "Overshoot of the winding; 1: none");
    f.number("k22", s.k22, above_up_to(0, 5), "Stretches the winding's time constant, shortens the lag's");
}

void fields(Fields& f, grid::LoadLimits& s) {
    f.number("loading_pu", s.loading_pu, above_up_to(0, 3), "Apparent power over rating");
    f.quantity("hot_spot_c", s.hot_spot_c, unit::celsius, between(60, 250), "Hottest part of the winding");
    f.quantity("top_oil_c", s.top_oil_c, unit::celsius, between(40, 200), "Oil at the top of the tank");
}

void fields(Fields& f, grid::DistributionTransformerSettings& s) {
    f.section("thermal", s.thermal, "How it warms");
    f.section("normal", s.normal, "Limits of cyclic loading day by day");
    f.section("emergency", s.emergency, "Limits for days or weeks after a fault");
}

void fields(Fields& f, grid::FanSettings& s) {
    f.quantity("on_c", s.on_c, unit::celsius, between(0, 120), "Top oil at which fans start");
    f.quantity("off_c", s.off_c, unit::celsius, between(0, 120), "Top oil at which fans stop");
    f.require(s.off_c < s.on_c, "off_c", "fans stop above the temperature at which they start",
              "they would switch without end", "lower it below on_c");
    f.share("rating_share_without", s.rating_share_without, above_up_to(0, 1),
            "Of the rating, what the transformer may carry without fans");
}

void fields(Fields& f, grid::SubstationTransformerSettings& s) {
    f.section("without_fans", s.without_fans, "How it warms while the fans stand still");
    f.section("with_fans", s.with_fans, "How it warms while the fans run");
    f.section("fans", s.fans, "When the fans run");
    f.section("normal", s.normal, "Limits of cyclic loading day by day");
    f.section("emergency", s.emergency, "Limits for days or weeks after a fault");
}

void fields(Fields& f, grid::TransformerSettings& s) {
    f.choice("paper", s.paper, paper_names, "Insulation: normal or thermally upgraded");
    f.number("rectifier_loss_factor", s.rectifier_loss_factor, between(1, 2),
             "Load loss with the harmonics of chargers over that without");
    f.section("distribution", s.distribution, "10/0.4 kV, oil-immersed");
    f.section("substation", s.substation, "110/10 kV, oil-immersed, with fans");
}

}  // namespace yuchong::io
