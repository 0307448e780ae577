#include "sim/io/sections.hpp"

#include <array>
#include <string_view>

namespace yuchong::io {

namespace {

// In the order of their enums.
constexpr std::array<std::string_view, 8> design_names{
    "board", "belief", "queue", "predicted", "in_transit", "randomised", "reservation", "assignment"};
constexpr std::array<std::string_view, 2> knowledge_names{"board", "belief"};
constexpr std::array<std::string_view, 2> spread_names{"best_logit", "best_of_sample"};

bool whole_steps(Duration span, Duration step) { return step.ms > 0 && span.ms % step.ms == 0; }

}  // namespace

void fields(Fields& f, control::RandomisedSettings& s) {
    f.choice("rule", s.rule, spread_names,
             "Among which stations: the best ones by logit, or the best of some drawn blindly");
    f.count("k", s.k, between(1, control::most_spread), "How many stations");
    f.number("noise", s.noise, above_up_to(0, 1000), "Scale of the logit, in utility of demand.choice");
}

void fields(Fields& f, control::ReservationSettings& s) {
    f.duration("hold_before", s.hold_before, unit::minute, between(0, 60),
               "A plug is kept free so long before the arrival");
    f.duration("hold_after", s.hold_after, unit::minute, between(0, 60),
               "and so long after it; then the place is given back");
    f.require(s.hold_after.ms > 0 || s.hold_before.ms > 0, {"hold_after", "hold_before"},
              "a place is kept for no time", "a reservation would be none", "write some minutes");
    f.share("no_show_share", s.no_show_share, "Bookings whose driver goes elsewhere after all");
}

void fields(Fields& f, city::InformationSettings& s) {
    f.duration("age", s.age, unit::second, between(0, 3'600),
               "Between refreshes of the status board; 0 s: live state");
    f.require(s.age.ms == 0 || s.age >= seconds(1), "age", "the board is refreshed too often",
              "each refresh looks at every station", "write 1 s or more, or 0 s for live state");
    control::GuidanceSettings& g = s.guidance;
    f.choice("design", g.design, design_names,
             "What drivers with the service are told; board: what everybody sees, no guidance");
    f.choice("others", g.others, knowledge_names,
             "What those know who have no service: the status board, or what such an hour has been like");
    f.share("adoption", g.adoption, "Drivers who have the service");
    f.share("compliance", g.compliance, "Of them those who go where it sends them; the others read it only");
    f.share("vehicle_share", g.vehicle_share,
            "Cars that report state of charge, arrival and departure to the service");
    f.require(g.vehicle_share == 0.0 || control::guides(g), {"vehicle_share", "design"},
              "no service takes what cars report", "design: board guides nobody",
              "choose another design, or leave the share out");
    f.duration("step", g.step, unit::second, between(10, 600),
               "The service books places and assigns cars so often");
    f.share("belief_smoothing", g.belief_smoothing, above_up_to(0, 1),
            "Weight of the latest day in what an hour is believed to be like");
    f.numbers("usual_session_min", g.usual_session_min, unit::minute, above_up_to(0, 1440),
              "At the plug, super, fast and AC, of cars that report nothing");
    f.section("randomised", g.randomised, "How the design randomised spreads cars");
    f.section("reservation", g.reservation, "How the design reservation keeps places");
    f.duration("watch", g.watch, unit::minute, between(1, 60), "Between looks at the queues, for the record");
    f.require(whole_steps(g.watch, g.step), {"watch", "step"}, "queues are not looked at in whole steps",
              "the service looks at them when it works", "write a multiple of step");
    f.require(whole_steps(minutes(60), g.step), "step", "an hour is no whole number of steps",
              "what an hour is like is learned when it is over", "write a divisor of an hour");
}

}  // namespace yuchong::io
