#include "sim/demand/roaming_duty.hpp"
#include "sim/io/fields_domain.hpp"
#include "sim/supply/supply.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>

namespace yuchong::io {

namespace {

void require_same_length(Fields& f, std::size_t size, std::size_t wanted, std::string_view name,
                         std::string_view other) {
    f.require(size == wanted, {name, other}, fmt::format("{} and {} are not of one length", name, other),
              "each item of one belongs to one of the other", "check both lists");
}

void stock_fields(Fields& f, demand::FleetStock& s) {
    f.number("vehicles", s.vehicles, between(0, 1e8), "Vehicles of the whole city; 0: none");
    f.texts("models", s.models, "Ids of vehicles.models, battery-electric with a DC inlet");
    f.numbers("model_weights", s.model_weights, unit::none, weighing, one_or_more(), "And their shares");
    require_same_length(f, s.model_weights.size(), s.models.size(), "model_weights", "models");
    f.require(any_positive(s.model_weights), "model_weights", "all weights are zero",
              "a vehicle has to be drawn", "make one positive");
    f.share("core_share", s.core_share,
            "Based in the districts of the core, by residents; the rest elsewhere");
    f.share("soc_start_low", s.soc_start_low, "Least SoC when the simulation opens");
    f.share("soc_start_high", s.soc_start_high, "Largest SoC then");
    f.require(s.soc_start_low <= s.soc_start_high, {"soc_start_high", "soc_start_low"},
              "the largest SoC is below the least", "soc_start_low <= soc_start_high", "swap them");
    f.share("works_ever", s.works_ever, "Vehicles that work at all");
    f.share("works_weekday", s.works_weekday, "Of these, on a weekday");
    f.share("works_weekend", s.works_weekend, "And on a Saturday or Sunday");
}

// The mixture of hours at which vehicles set off. `what` tells of it, `rule` why some hour must weigh.
template <class Settings>
void start_fields(Fields& f, Settings& s, std::string_view what, std::string_view rule) {
    f.numbers("start_mean_h", s.start_mean_h, unit::hour, between(0, 24), one_or_more(), what);
    f.numbers("start_sd_h", s.start_sd_h, unit::hour, between(0, 12), one_or_more(), "Its spreads");
    f.numbers("start_weights", s.start_weights, unit::none, weighing, one_or_more(), "Its weights");
    require_same_length(f, s.start_sd_h.size(), s.start_mean_h.size(), "start_sd_h", "start_mean_h");
    require_same_length(f, s.start_weights.size(), s.start_mean_h.size(), "start_weights", "start_mean_h");
    f.require(any_positive(s.start_weights), "start_weights", "all weights are zero", rule,
              "make one positive");
}

void break_fields(Fields& f, demand::RoamingSettings& s) {
    Length const breaks{.fewest = 0, .most = demand::most_breaks};
    f.numbers("break_from_h", s.break_from_h, unit::hour, between(0, 48), breaks,
              "A break begins after this hour of the duty's day (25: 01:00 of the next one)");
    f.numbers("break_until_h", s.break_until_h, unit::hour, between(0, 48), breaks, "And before this one");
    f.numbers("break_min", s.break_min, unit::minute, above_up_to(0, 720), breaks, "And lasts");
    require_same_length(f, s.break_until_h.size(), s.break_from_h.size(), "break_until_h", "break_from_h");
    require_same_length(f, s.break_min.size(), s.break_from_h.size(), "break_min", "break_from_h");
    bool in_order = true;
    for (std::size_t b = 0; b < s.break_from_h.size() && b < s.break_until_h.size(); ++b) {
        in_order = in_order && s.break_from_h[b] <= s.break_until_h[b];
        if (b == 0 || b > s.break_min.size()) continue;
        in_order = in_order && s.break_until_h[b - 1] + s.break_min[b - 1] / 60.0 <= s.break_from_h[b];
    }
    f.require(in_order, {"break_from_h", "break_until_h", "break_min"}, "the breaks are not in order",
              "each begins between its two hours, after the one before has ended", "move them apart");
}

}  // namespace

void fields(Fields& f, demand::RoamingSettings& s) {
    stock_fields(f, s.stock);
    f.choice("days_off", s.days_off, days_off_names, "What a vehicle does on a day without duty");
    f.choice("after_duty", s.after_duty, after_duty_names, "Where it is between two duties");
    f.require(s.days_off == demand::DaysOff::parked || s.after_duty == demand::AfterDuty::home,
              {"days_off", "after_duty"}, "a vehicle that stays on the road is driven privately on days off",
              "private days begin at home", "write after_duty: home");
    f.number("home_pile_factor", s.home_pile_factor, between(0, 3),
             "Times the district's share of cars with a pile");
    start_fields(f, s, "Begin of the duty, hour of day, a mixture", "a duty begins at some hour");
    f.quantity("shortest_duty_h", s.shortest_duty_h, unit::hour, above_up_to(0, 24),
               "Shortest duty, breaks included");
    f.quantity("longest_duty_h", s.longest_duty_h, unit::hour, above_up_to(0, 24), "Longest duty");
    f.require(s.shortest_duty_h <= s.longest_duty_h, {"longest_duty_h", "shortest_duty_h"},
              "the longest duty is shorter than the shortest", "shortest_duty_h <= longest_duty_h",
              "swap them");
    break_fields(f, s);
    f.number("orders_per_idle_hour", s.orders_per_idle_hour, above_up_to(0, 10),
             "Orders that come to a vehicle in an hour in which it waits for one, mean over a day");
    f.numbers("orders_by_hour", s.orders_by_hour, unit::none, weighing,
              "Relative to that mean, hours 0 to 23");
    f.require(any_positive(s.orders_by_hour), "orders_by_hour", "all weights are zero",
              "orders come at some hour", "make one positive");
    f.quantity("pickup_km", s.pickup_km, unit::kilometre, between(0, 50), "Empty to the passenger");
    f.share("cruise_share", s.cruise_share, "Of the time without an order, on the move");
    f.share("reserve_soc", s.reserve_soc, between(0, 0.9), "An order that would end below is refused");
    f.number("search_per_km", s.search_per_km, above_up_to(0, 10),
             "Chance a cruised km to go and charge at search_soc50");
    f.share("search_soc50", s.search_soc50, "SoC of that chance");
    f.share("search_width", s.search_width, above_up_to(0, 1), "It grows by e when the SoC falls by this");
    f.share("break_soc50", s.break_soc50, "SoC at which every other driver uses a break for a charge");
    f.number("exit_rate_per_h", s.exit_rate_per_h, between(0.02, 12),
             "A charge ends where the battery takes less, times its usable energy an hour");
    f.number("exit_rate_queue_per_h", s.exit_rate_queue_per_h, between(0.02, 12),
             "The same for one who found others waiting");
    f.quantity("usual_kw", s.usual_kw, unit::kilowatt, above_up_to(0, 100),
               "What an hour of duty takes from the battery, as drivers reckon");
    f.share("spare_soc", s.spare_soc, "They charge this much more than the rest of the duty takes");
    f.number("choice_factor", s.choice_factor, between(0, 10),
             "Times the weights of wait, detour and price in demand.choice");
    f.share("idle_share", s.idle_share, "Drivers who stay on after the charge has ended");
}

void fields(Fields& f, demand::DepotSettings& s) {
    stock_fields(f, s.stock);
    f.quantity("begin_h", s.begin_h, unit::hour, between(0, 24), "First departure, hour of day");
    f.quantity("end_h", s.end_h, unit::hour, between(0, 24), "Last return");
    f.quantity("stagger_h", s.stagger_h, unit::hour, between(0, 12),
               "A vehicle leaves later, and comes in sooner, by up to this");
    f.quantity("midday_from_h", s.midday_from_h, unit::hour, between(0, 24),
               "The stay at midday begins after this hour");
    f.quantity("midday_until_h", s.midday_until_h, unit::hour, between(0, 24), "And before this one");
    f.quantity("midday_min", s.midday_min, unit::minute, between(0, 720), "How long it lasts; 0: none");
    bool const in_order = s.begin_h + s.stagger_h < s.midday_from_h && s.midday_from_h <= s.midday_until_h &&
                          s.midday_until_h + s.midday_min / 60.0 < s.end_h - s.stagger_h;
    f.require(s.midday_min > 0 ? in_order : s.begin_h + s.stagger_h < s.end_h - s.stagger_h,
              {"begin_h", "end_h", "stagger_h", "midday_from_h", "midday_until_h", "midday_min"},
              "the day is not in order", "out, back at midday, out and back, staggered by stagger_h",
              "move the hours apart");
    f.quantity("mean_km", s.mean_km, unit::kilometre, above_up_to(0, 1'000), "Distance of a day");
    f.quantity("sd_km", s.sd_km, unit::kilometre, between(0, 500), "Its spread");
    f.quantity("speed_kmh", s.speed_kmh, unit::kilometre_per_hour, between(5, 120),
               "Mean speed while it moves");
    f.number("stops_per_km", s.stops_per_km, between(0, 20), "Stops");
    f.share("plug_below_soc", s.plug_below_soc, "Nobody plugs in above this SoC");
    f.share("target_soc", s.target_soc, above_up_to(0, 1), "SoC at which charges end");
    f.count("vehicles_per_depot", s.vehicles_per_depot, between(1, 10'000), "At most");
    f.number("dc_terminals_per_vehicle", s.dc_terminals_per_vehicle, between(0, 2),
             "DC terminals of a depot by its vehicles");
    f.number("ac_piles_per_vehicle", s.ac_piles_per_vehicle, between(0, 2), "And its AC piles");
    f.count("host_modules", s.host_modules, between(1, 100), "Power modules of a DC cabinet");
    f.count("host_terminals", s.host_terminals, between(1, 100), "And its terminals");
    double const plugs = s.vehicles_per_depot * (s.dc_terminals_per_vehicle + s.ac_piles_per_vehicle);
    f.require(s.dc_terminals_per_vehicle > 0, "dc_terminals_per_vehicle", "the depots have no DC terminal",
              "their vehicles line up for one", "give them some");
    f.require(plugs + 2 <= supply::largest_station,
              {"vehicles_per_depot", "dc_terminals_per_vehicle", "ac_piles_per_vehicle"},
              fmt::format("a depot would have {:.0f} plugs", plugs),
              fmt::format("one station holds {} at most", supply::largest_station), "lower one of them");
}

void fields(Fields& f, demand::HolidaySpan& s) {
    f.civil_day("from", s.from, "First day");
    f.civil_day("to", s.to, "Last day");
    f.require(s.from <= s.to, {"to", "from"}, "the holiday ends before it begins", "time would go backwards",
              "swap them");
}

void fields(Fields& f, demand::JourneySettings& s) {
    stock_fields(f, s.stock);
    f.texts("route", s.route, "Zones in their order along the road: towns, service areas; two or more",
            Presence::optional);
    std::set<std::string> const places(s.route.begin(), s.route.end());
    f.require(places.size() == s.route.size(), "route", "a zone stands in the route twice",
              "a place on it would not be known by its zone", "drop one");
    f.require(s.stock.vehicles <= 0.0 || s.route.size() >= 2, {"route", "vehicles"},
              "the route has no two ends", "vehicles travel from one to the other",
              "name zones, or write vehicles: 0");
    f.share("whole_share", s.whole_share,
            "Of the vehicles that go from end to end; the others between two places of it");
    start_fields(f, s, "Departure, hour of day, a mixture", "they set off at some hour");
    f.count("rounds", s.rounds, between(1, 10), "Out and back so often in a day");
    f.require(2 * s.rounds * std::max<std::size_t>(s.route.size(), 1) <= 250, {"rounds", "route"},
              "a day would have more than 250 stops", "they are counted in eight bits",
              "shorten one of them");
    f.quantity("stay_low_h", s.stay_low_h, unit::hour, between(0, 72), "Shortest stay before the way back");
    f.quantity("stay_high_h", s.stay_high_h, unit::hour, between(0, 72), "Longest stay");
    f.require(s.stay_low_h <= s.stay_high_h, {"stay_high_h", "stay_low_h"},
              "the longest stay is shorter than the shortest", "stay_low_h <= stay_high_h", "swap them");
    f.share("reserve_soc", s.reserve_soc, between(0, 0.9),
            "Who would reach the next stop with less charges first");
    f.number("holiday_factor", s.holiday_factor, between(0, 10),
             "Times works_weekday and works_weekend on holidays");
    f.list("holidays", s.holidays, Length{.fewest = 0, .most = 1'000}, "Holidays", Presence::optional);
}

}  // namespace yuchong::io
