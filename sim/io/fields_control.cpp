#include "sim/control/endpoint.hpp"
#include "sim/io/fields_domain.hpp"

#include <algorithm>

namespace yuchong::io {

namespace {

// Does some period of the year cover this hour of this month?
bool covered(std::vector<control::TariffPeriod> const& periods, int month, int hour) {
    return std::any_of(periods.begin(), periods.end(), [&](control::TariffPeriod const& p) {
        bool const in_month =
            p.months.empty() || std::find(p.months.begin(), p.months.end(), month) != p.months.end();
        return in_month && p.from_h <= hour && hour < p.to_h;
    });
}

bool all_covered(std::vector<control::TariffPeriod> const& periods) {
    for (int month = 1; month <= 12; ++month) {
        for (int hour = 0; hour < 24; ++hour) {
            if (!covered(periods, month, hour)) return false;
        }
    }
    return true;
}

}  // namespace

void fields(Fields& f, control::TariffPeriod& s) {
    f.choice("class", s.price_class, price_class_names, "Price class");
    f.count("from_h", s.from_h, between(0, 24), "First hour of the day");
    f.count("to_h", s.to_h, between(0, 24), "Hour of the day at which it ends");
    f.require(s.from_h < s.to_h, {"to_h", "from_h"}, "the period ends before it begins",
              "time would go backwards", "split a period that passes midnight in two");
    f.counts("months", s.months, between(1, 12), Length{}, "Months of the year; without it all year",
             Presence::optional);
}

void fields(Fields& f, control::CarbonSettings& s) {
    f.counts("wet_months", s.wet_months, between(1, 12), Length{},
             "Months of high water; wet_kg_per_kwh holds in them");
    f.numbers("wet_kg_per_kwh", s.wet_kg_per_kwh, unit::kilogram_per_kwh, between(0, 2),
              "Carbon dioxide of a kWh by hour of the day, in months of high water");
    f.numbers("dry_kg_per_kwh", s.dry_kg_per_kwh, unit::kilogram_per_kwh, between(0, 2),
              "Carbon dioxide of a kWh by hour of the day, in the other months");
}

void fields(Fields& f, control::TariffSettings& s) {
    f.list("periods", s.periods, one_or_more(),
           "Hours and months of each price class; later ones override earlier ones");
    f.require(all_covered(s.periods), "periods", "some hour of some month has no price",
              "every hour needs one", "begin with periods that cover the whole day");
    f.numbers("energy_yuan_per_kwh", s.energy_yuan_per_kwh, unit::yuan_per_kwh, above_up_to(0, 100),
              "Energy price at stations: valley, flat, peak, critical");
    f.quantity("home_yuan_per_kwh", s.home_yuan_per_kwh, unit::yuan_per_kwh, above_up_to(0, 100),
               "Residential price");
    f.quantity("home_valley_yuan_per_kwh", s.home_valley_yuan_per_kwh, unit::yuan_per_kwh,
               above_up_to(0, 100), "Residential price in valley hours, with time of use");
    f.quantity("home_other_yuan_per_kwh", s.home_other_yuan_per_kwh, unit::yuan_per_kwh, above_up_to(0, 100),
               "Residential price in other hours, with time of use");
    f.numbers("feed_in_yuan_per_kwh", s.feed_in_yuan_per_kwh, unit::yuan_per_kwh, between(0, 100),
              "Paid for what vehicles feed back at home: valley, flat, peak, critical");
    f.numbers("station_feed_in_yuan_per_kwh", s.station_feed_in_yuan_per_kwh, unit::yuan_per_kwh,
              between(0, 100), "Paid for what they feed back at stations: valley, flat, peak, critical");
    f.flag("two_part", s.two_part, "Stations pay for their highest power of the month, beside their energy");
    f.quantity("demand_charge_yuan_per_kw_month", s.demand_charge_yuan_per_kw_month, unit::yuan_per_kw_month,
               between(0, 1'000), "For the highest 15-minute mean of a month, if two_part");
    f.section("carbon", s.carbon, "Carbon dioxide of the energy that the grid delivers");
}

void fields(Fields& f, control::HomeControlSettings& s) {
    f.choice("strategy", s.strategy, home_strategy_names, "When home piles charge");
    f.share("share", s.share, between(0, 1), "Of the piles that take part");
    f.quantity("spread_h", s.spread_h, unit::hour, between(0, 12),
               "Starts are spread so far behind the beginning of cheap hours");
    f.duration("resweep", s.resweep, unit::minute, between(15, 1'440), "valley_fill lays out all plans anew");
    f.require(s.resweep.ms % minutes(15).ms == 0, "resweep",
              "the time is no whole number of quarters of an hour", "plans have slots of 15 min", "round it");
}

void fields(Fields& f, control::V2gSettings& s) {
    f.choice("strategy", s.strategy, v2g_strategy_names,
             "What cars feed back for, at home and at bidirectional piles");
    f.share("share", s.share, between(0, 1), "Of the cars: car and contract can, at home and at stations");
    f.share("reserve_soc", s.reserve_soc, between(0, 1), "Nobody feeds back below");
    f.choice("opt_in", s.opt_in, v2g_opt_in_names, "Whether owners take part in every stay, or choose");
    f.quantity("wear_yuan_per_kwh", s.wear_yuan_per_kwh, unit::yuan_per_kwh, between(0, 100),
               "Wear of the battery by kWh that leaves it");
    f.quantity("reward_yuan_per_kwh", s.reward_yuan_per_kwh, unit::yuan_per_kwh, between(0, 100),
               "Paid by kWh fed back under v2g_peak_shave");
    f.quantity(
        "evenness_yuan_per_kwh", s.evenness_yuan_per_kwh, unit::yuan_per_kwh, above_up_to(0, 1),
        "A slot at full power counts as so much dearer than an idle one, so that equal prices are shared");
}

void fields(Fields& f, control::BoundSettings& s) {
    f.duration("slot", s.slot, unit::minute, between(1, 60), "Means over it are compared");
    f.require(s.slot.ms > 0 && hours(1).ms % s.slot.ms == 0 && s.slot.ms % minutes(1).ms == 0, "slot",
              "the slot does not divide an hour into whole minutes",
              "meters are read by the minute and prices change with the hour", "choose 1, 5, 15 or 60 min");
    f.count("most_sessions", s.most_sessions, between(1, 20'000), "Beyond, nothing is compared");
}

void fields(Fields& f, control::HorizonSettings& s) {
    f.quantity("hours", s.hours, unit::hour, above_up_to(0, 48), "How far each plan looks ahead");
    f.choice("objective", s.objective, horizon_objective_names, "What the plan makes small");
    f.choice("arrivals", s.arrivals, expected_arrival_names,
             "Whom it expects: nobody, or those who came during the last 24 hours once more");
    f.quantity("unmet_yuan_per_kwh", s.unmet_yuan_per_kwh, unit::yuan_per_kwh, above_up_to(0, 1e4),
               "Price of a kWh that a session lacks at departure; above all others");
    f.number("delay_yuan_per_kwh_h", s.delay_yuan_per_kwh_h, between(0, 1),
             "Price of a kWh that waits for an hour; far below all others");
}

void fields(Fields& f, control::ResponseEvent& s) {
    auto const on_a_quarter = [](CivilTime const& t) { return time_of_day(t).ms % minutes(15).ms == 0; };
    f.civil_time("from", s.from, "Beginning, on a quarter of an hour");
    f.civil_time("to", s.to, "End, on the same day");
    f.duration("notice", s.notice, unit::minute, between(15, 1'440), "Announced so long before it begins");
    f.quantity("target_kw", s.target_kw, unit::kilowatt, above_up_to(0, 1e7),
               "Mean reduction asked of all sites together");
    f.quantity("target_share", s.target_share, unit::share, above_up_to(0, 1),
               "Or that part of their baseline");
    f.require(s.target_kw.has_value() != s.target_share.has_value(), {"from", "target_kw", "target_share"},
              "the event needs one target", "target_kw or target_share says how much less is asked for",
              "write one of them");
    bool const whole = on_a_quarter(s.from) && on_a_quarter(s.to);
    f.require(whole, {"to", "from"}, "the event does not begin and end on quarters of an hour",
              "loads are compared by quarters", "round it");
    Duration const length = time_between(s.from, s.to);
    f.require(length.ms > 0 && time_of_day(s.from) + length <= days(1), {"to", "from"},
              "the event does not end after it begins, on the same day", "baselines are of days",
              "check both times");
}

void fields(Fields& f, control::BaselineSettings& s) {
    f.count("days_seen", s.days_seen, between(1, 100), "Comparable days looked at, the most recent");
    f.count("days_kept", s.days_kept, between(1, 100), "Of them those of the highest load");
    f.require(s.days_kept <= s.days_seen, {"days_kept", "days_seen"}, "more days are kept than seen",
              "they are chosen among those seen", "lower it");
    f.number("least_adjustment", s.least_adjustment, above_up_to(0, 1), "Least factor of the same day");
    f.number("most_adjustment", s.most_adjustment, between(1, 10), "Largest factor of the same day");
}

void fields(Fields& f, control::DemandResponsePay& s) {
    f.number("yuan_per_kw", s.yuan_per_kw, between(0, 1'000), "Paid for a kW of mean reduction, by event");
    f.share("full_pay_from", s.full_pay_from, above_up_to(0, 1),
            "Share of the target from which on every kW is paid in full");
}

void fields(Fields& f, control::ReboundSettings& s) {
    f.quantity("stagger_h", s.stagger_h, unit::hour, between(0, 12), "Restarts are spread so far");
}

void fields(Fields& f, control::ResponseSettings& s) {
    f.list("events", s.events, Length{.most = 1'000}, "When public sites are asked to draw less",
           Presence::optional);
    bool ordered = true;
    for (std::size_t i = 1; i < s.events.size(); ++i)
        ordered = ordered && time_between(s.events[i - 1].to, s.events[i].from).ms >= 0;
    f.require(ordered, "events", "events overlap or are out of order", "one follows the other", "sort them");
    f.share("site_share", s.site_share, "Public sites that take part");
    f.section("baseline", s.baseline, "What would have been drawn");
    f.quantity("adjustment_h", s.adjustment_h, unit::hour, between(0, 12),
               "Hours before the notice that adjust the baseline to the day");
    f.section("pay", s.pay, "What a reduction is worth");
    f.section("rebound", s.rebound, "How charging begins again");
    f.quantity("watched_h", s.watched_h, unit::hour, between(0, 12),
               "Hours after an event in which the rebound is looked for");
}

void fields(Fields& f, control::ExternalSettings& s) {
    f.text("socket", s.socket,
           "Where the client connects: unix PATH, tcp HOST:PORT, or tcp PORT on loopback");
    f.require(control::parse_endpoint(s.socket).has_value(), "socket",
              "\"" + s.socket + "\" is no place to meet",
              "a path of at most 107 bytes is wanted, or an IP address and a port",
              "write unix output/control.sock or tcp 127.0.0.1:7000");
    f.duration("connect_within", s.connect_within, unit::second, between(1, 86'400),
               "The client has so long to connect");
    f.duration("time_limit", s.time_limit, unit::second, between(0.001, 86'400),
               "The client has so long for each answer");
    f.choice("fallback", s.fallback, site_rule_names,
             "Strategy that goes on for good once the client has failed; without it the run ends there");
}

void fields(Fields& f, grid::VoltVarPoint& s) {
    f.number("voltage_pu", s.voltage_pu, between(0.5, 1.5), "Voltage, of the nominal");
    f.number("reactive_pu", s.reactive_pu, between(-1, 1),
             "Reactive power there, of the rating; above 0 it is given");
}

void fields(Fields& f, grid::VoltVarSettings& s) {
    f.flag("enabled", s.on, "Stations with DC terminals give and take reactive power by the voltage");
    f.share("site_share", s.site_share, between(0, 1), "Of the stations with DC terminals that take part");
    f.number("rating_kva_per_kw", s.rating_kva_per_kw, between(1, 2),
             "Apparent power of a converter in kVA by kW of its DC rating");
    f.choice("priority", s.priority, power_priority_names, "What stays if a converter cannot carry both");
    f.list("curve", s.curve, one_or_more(), "Points of the curve by rising voltage, flat beyond them");
    constexpr double steepest = 50.0;  // IEEE 1547-2018, table 8: the whole rating within 2 % of the voltage
    bool rises = true, falls = true, gentle = true;
    for (std::size_t i = 1; i < s.curve.size(); ++i) {
        double const by_pu = s.curve[i].voltage_pu - s.curve[i - 1].voltage_pu,
                     change = s.curve[i].reactive_pu - s.curve[i - 1].reactive_pu;
        rises = rises && by_pu > 0.0;
        falls = falls && change <= 0.0;
        gentle = gentle && -change <= steepest * by_pu * (1.0 + 1e-9);
    }
    f.require(rises, "curve", "its voltages do not rise from point to point",
              "the power at a voltage must be one number", "sort the points");
    f.require(falls, "curve", "its reactive power rises with the voltage",
              "inverters would drive the voltage away", "let it fall or stay");
    f.require(!rises || gentle, "curve", "it is steeper than the whole rating within 2 % of the voltage",
              "IEEE 1547-2018 allows no more", "move the points apart");
}

void fields(Fields& f, control::FrequencyResponseSettings& s) {
    f.flag("enabled", s.on, "Sessions at controlled public sites answer to the frequency of the grid");
    f.share("site_share", s.site_share, between(0, 1), "Of the controlled public sites that take part");
    f.share("session_share", s.session_share, between(0, 1),
            "Of their sessions whose departure is known that take part");
    f.number("nominal_hz", s.curve.nominal_hz, between(10, 100), "Nominal frequency");
    f.number("deadband_hz", s.curve.deadband_hz, between(0, 1), "Deviation from which on they answer");
    f.number("droop", s.curve.droop, above_up_to(0, 1),
             "Change of frequency over the nominal that asks for the whole rating");
    f.number("sigma_hz", s.sigma_hz, between(0, 1), "Standard deviation of the mean frequency of 5 minutes");
    f.number("persistence", s.persistence, between(0, 0.95),
             "Its correlation from one 5 minutes to the next");
    f.duration("sustained", s.sustained, unit::minute, between(1, 1'440),
               "What is offered could be kept up so long");
    f.number("yuan_per_kw_h", s.yuan_per_kw_h, between(0, 100),
             "Paid for a kW offered for an hour, up or down");
}

void fields(Fields& f, control::ControlGroup& s) {
    f.texts("districts", s.districts, "Districts it holds in; without them all", Presence::optional);
    f.texts("zones", s.zones, "Zones it holds in; without them all", Presence::optional);
    f.texts("stations", s.stations, "Stations it holds at; without them all", Presence::optional);
    f.texts("feeders", s.feeders, "Feeders it holds on, with a power flow; without them all",
            Presence::optional);
    f.choice("strategy", s.strategy, strategy_names, "How sessions at these stations share its limit");
    f.quantity("limit_share", s.limit_share, unit::share, above_up_to(0, 1),
               "Limit of each, of the ratings of its plugs");
    f.quantity("limit_kw", s.limit_kw, unit::kilowatt, above_up_to(0, 1e6),
               "Limit of each; the lower one holds");
    f.choice("homes", s.homes, home_strategy_names, "When home piles of these zones charge");
    bool const limited = s.limit_share || s.limit_kw;
    f.require(s.strategy || limited || s.homes, {"districts", "zones", "feeders", "stations"},
              "the group changes nothing", "strategy, limit_share, limit_kw or homes says what holds there",
              "write one, or drop the group");
    f.require(s.strategy != control::Strategy::external, "strategy", "a group cannot be external",
              "one client decides for all stations", "write it to control.strategy");
    f.require(!limited || s.strategy != control::Strategy::uncontrolled,
              {"strategy", "limit_share", "limit_kw"}, "uncontrolled sessions keep no limit",
              "a limit wants a strategy that shares it", "choose peak_limit, or lift the limit");
    f.require(!s.homes || s.stations.empty(), {"homes", "stations"}, "homes are at no station",
              "they are chosen by district, zone and feeder", "make two groups of it");
}

void fields(Fields& f, control::ControlSettings& s) {
    f.choice("strategy", s.strategy, strategy_names, "How sessions at a public station share its limit");
    f.duration("step", s.step, unit::second, between(1, 3'600), "From one decision to the next");
    f.share("limit_share", s.limit_share, above_up_to(0, 1),
            "Limit of a station, of the ratings of its plugs");
    f.quantity("limit_kw", s.limit_kw, unit::kilowatt, above_up_to(0, 1e6),
               "Limit of each station; the lower one holds");
    f.section("homes", s.homes, "Charging at home");
    f.list("groups", s.groups, Length{.most = 1'000},
           "Places where something else holds; later ones override", Presence::optional);
    f.section("v2g", s.v2g, "Cars that feed back");
    f.section("bounds", s.bounds, "Comparison with what was possible, had all been known");
    f.section("horizon", s.horizon, "Plans of receding_horizon");
    f.section("demand_response", s.response, "Events in which public sites draw less");
    constexpr double most_slots = 576;  // two days of 5 min
    double const slots = s.step.ms > 0 ? s.horizon.hours / s.step.hours() : 1.0;
    bool const plans = control::plans_ahead(s);
    f.require(!plans || (slots >= 1.0 && slots <= most_slots), {"horizon", "step"},
              "the horizon has no slot, or more than 576",
              "its slots are control steps, and each is a column of every session", "choose another step");
    f.section("external", s.external, "The client of strategy external (docs/external-control.md)");
    f.section("volt_var", s.volt_var, "Reactive power of chargers by the voltage, with a power flow");
    f.section("droop", s.droop, "Answer of sessions to the frequency");
    bool const told = s.strategy != control::Strategy::uncontrolled ||
                      std::any_of(s.groups.begin(), s.groups.end(), [](control::ControlGroup const& group) {
                          return group.strategy.value_or(control::Strategy::uncontrolled) !=
                                 control::Strategy::uncontrolled;
                      });
    f.require(!s.droop.on || told, {"droop", "strategy"}, "nobody gives sessions a set-point to shift",
              "uncontrolled sessions answer to nothing", "choose a strategy, peak_limit say");
    f.require(!s.droop.on || s.strategy != control::Strategy::external, {"droop", "strategy"},
              "droop decides beside the client", "an external controller decides for all stations",
              "drop one of them");
    f.require(!s.droop.on || (s.step.ms > 0 && minutes(5).ms % s.step.ms == 0), {"droop", "step"},
              "the control step does not divide 5 min", "the frequency is drawn by 5 minutes",
              "choose 5 min, or a part of it");
    f.require(!s.droop.on || s.droop.sustained >= s.step, {"droop", "step"},
              "what is offered is kept up for less than a control step", "set-points hold for a step",
              "lengthen sustained");
    bool const limited = s.limit_share < 1.0 || s.limit_kw.has_value();
    f.require(!limited || s.strategy != control::Strategy::uncontrolled,
              {"strategy", "limit_share", "limit_kw"}, "uncontrolled sessions keep no limit",
              "a limit wants a strategy that shares it", "choose peak_limit, or lift the limit");
    bool bare_limit = false, decides_beside_client = false;
    for (control::ControlGroup const& group : s.groups) {
        bare_limit = bare_limit || ((group.limit_share || group.limit_kw) && !group.strategy &&
                                    s.strategy == control::Strategy::uncontrolled);
        decides_beside_client =
            decides_beside_client || (group.strategy && s.strategy == control::Strategy::external);
    }
    f.require(!bare_limit, {"groups", "strategy"}, "a group has a limit and nobody who shares it",
              "its sessions are uncontrolled", "give the group a strategy");
    f.require(!decides_beside_client, {"groups", "strategy"}, "a group decides beside the client",
              "an external controller decides for all stations", "drop one of them");
}

void fields(Fields& f, grid::SeasonLoad& s) {
    f.quantity("peak_mw", s.peak_mw, unit::megawatt, above_up_to(0, 1e6), "Peak of the day");
    f.numbers("shape", s.shape, unit::none, between(0, 1), "Share of the peak at the full hours");
}

void fields(Fields& f, grid::BaseLoadSettings& s) {
    f.number("residents", s.residents, between(1, 1e10),
             "Whose load this is; zones of one's own have their share of it");
    f.section("summer_heatwave", s.summer_heatwave, "Hot summer day");
    f.section("summer_normal", s.summer_normal, "Usual summer day");
    f.section("winter", s.winter, "Winter day");
    f.section("spring_autumn", s.spring_autumn, "Day in spring or autumn");
    f.counts("season", s.season, between(0, 2), "By month: 0 winter, 1 spring or autumn, 2 summer");
    f.quantity("normal_maximum_c", s.normal_maximum_c, unit::celsius, between(-20, 60),
               "A summer day is usual up to this maximum");
    f.quantity("heatwave_maximum_c", s.heatwave_maximum_c, unit::celsius, between(-20, 60),
               "And a heatwave from this one");
    f.require(s.normal_maximum_c < s.heatwave_maximum_c, {"heatwave_maximum_c", "normal_maximum_c"},
              "a heatwave begins below a usual day", "it must be above normal_maximum_c", "raise it");
    f.share("weekend_factor", s.weekend_factor, between(0.5, 1.2), "Saturday and Sunday against a weekday");
}

}  // namespace yuchong::io
