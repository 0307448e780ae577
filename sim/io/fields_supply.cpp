#include "sim/io/fields_domain.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace yuchong::io {

namespace {

// Means of random times stay below it, so that no draw leaves the clock's 64 bits of milliseconds.
constexpr double most_hours = 1e9;

}  // namespace

void fields(Fields& f, supply::OverheadSettings& s) {
    f.quantity("dc_plug_in_s", s.dc_plug_in_s, unit::second, between(0, 600),
               "Plug, handshake, insulation test at a DC terminal");
    f.quantity("dc_unplug_s", s.dc_unplug_s, unit::second, between(0, 600), "Unplug and leave a DC terminal");
    f.quantity("ac_plug_in_s", s.ac_plug_in_s, unit::second, between(0, 600), "The same at an AC pile");
    f.quantity("ac_unplug_s", s.ac_unplug_s, unit::second, between(0, 600), "The same at an AC pile");
}

void fields(Fields& f, supply::ReliabilitySettings& s) {
    f.share("start_failure_share", s.start_failure_share,
            "Plug-ins that end after the handshake without current");
    f.share("interruption_share", s.interruption_share, "Sessions cut between start and target");
    f.quantity("plug_mtbf_h", s.plug_mtbf_h, unit::hour, between(0.1, most_hours), "Mean up-time of a plug");
    f.quantity("plug_mttr_h", s.plug_mttr_h, unit::hour, between(0.01, 1e6), "Mean repair time of a plug");
    f.number("repair_sigma", s.repair_sigma, between(0, 2), "Lognormal spread of the repair time");
    f.share("ghost_share", s.ghost_share, "Faults that the app does not show at once");
    f.quantity("ghost_mean_h", s.ghost_mean_h, unit::hour, above_up_to(0, most_hours),
               "Mean time until it does");
}

void fields(Fields& f, supply::QueueSettings& s) {
    f.flag("others_may_use_super", s.others_may_use_super,
           "Other DC cars take an idle super terminal if no super-capable car waits");
}

void fields(Fields& f, supply::Closure& s) {
    f.civil_time("from", s.from, "Beginning of the closure");
    f.civil_time("until", s.until, "Its end");
    f.number("closed_from_h", s.closed_from_h, between(0, 24),
             "Hour of the day from which stations are closed ...");
    f.number("closed_until_h", s.closed_until_h, between(0, 24), "... and until which; 0 and 24: all day");
    f.choice("stations", s.stations, closed_station_names,
             "Which: all, those with DC or with super terminals");
    f.share("share", s.share, "Of them, the same ones in each closure of as many");
    f.require(time_between(s.from, s.until).ms > 0, {"until", "from"}, "the closure ends before it begins",
              "", "check both times");
    f.require(s.closed_from_h < s.closed_until_h, {"closed_until_h", "closed_from_h"},
              "the hours do not follow one another", "they are hours of one day",
              "write two closures for a night");
}

void fields(Fields& f, supply::SupplySettings& s) {
    f.section("overhead", s.overhead, "Time at the plug without current");
    f.section("reliability", s.reliability, "What goes wrong");
    f.section("queue", s.queue, "Who may use what");
    f.section("storage", s.storage, "Batteries beside stations");
    f.section("photovoltaics", s.photovoltaics, "Solar panels at stations");
    f.section("bidirectional", s.bidirectional, "AC piles that take current back from cars");
    f.list("closures", s.closures, Length{.most = 100}, "Stations that close for some hours of the day",
           Presence::optional);
    f.section("swap", s.swap, "Swap stations (docs/swap.md)");
}

void fields(Fields& f, supply::SwapSettings& s) {
    f.quantity("least_s", s.least_s, unit::second, between(10, 3'600), "A swap takes at least");
    f.quantity("usual_s", s.usual_s, unit::second, between(10, 3'600), "And mostly (triangular)");
    f.quantity("most_s", s.most_s, unit::second, between(10, 3'600), "And at most");
    f.require(s.least_s <= s.usual_s && s.usual_s <= s.most_s, {"usual_s", "least_s", "most_s"},
              "the times of a swap are out of order", "least_s <= usual_s <= most_s", "sort them");
    f.share("target_soc", s.target_soc, between(0.5, 0.99),
            "Packs are charged to it, and handed out from it on");
    f.quantity("pack_c", s.pack_c, unit::celsius, between(10, 40), "Stations keep their packs at");
    f.choice("rule", s.rule, swap_rule_names, "When packs are charged");
    f.share("reserve_share", s.reserve_share,
            "Of a station's packs, ready or on charge outside the valley, but under rule eager");
    f.share("feed_share", s.feed_share, above_up_to(0, 1),
            "Under rule feed_back: of a slot's power, what it takes back from a pack at most");
    f.share("floor_soc", s.floor_soc, between(0, 0.5), "Under rule feed_back: no pack gives below it");
}

void fields(Fields& f, supply::SwapNetworkSettings& s) {
    f.count("stations", s.stations, between(0, 100'000), "Swap stations of the whole city, drawn");
    f.text("pack_of", s.pack_of, "Whose pack they have: one of vehicles.models with a swap_standard");
    f.count("packs", s.packs, between(1, supply::most_packs), "Packs of each");
    f.count("slots", s.slots, between(1, supply::most_packs), "Of them on charge at once");
    f.require(s.slots <= s.packs, {"slots", "packs"}, "there are more slots than packs",
              "some would never be used", "lower it");
    f.quantity("slot_kw", s.slot_kw, unit::kilowatt, between(1, 1'000), "Power of one slot");
    f.count("bays", s.bays, between(0, 1'000), "Places in line");
    f.share("connection_share", s.connection_share, above_up_to(0, 1),
            "Of the power of all slots, with their losses, that the connection carries");
    f.quantity("fee_yuan_per_kwh", s.fee_yuan_per_kwh, unit::yuan_per_kwh, between(0, 10), "Service fee");
    f.section("weights", s.weights, "What draws them to a zone");
}

void fields(Fields& f, supply::BidirectionalSettings& s) {
    f.share("share", s.share, "Of the AC piles of drawn stations");
    f.quantity("discharge_kw", s.discharge_kw, unit::kilowatt, above_up_to(0, supply::most_feeding_kw),
               "What a pile takes back from a car, at most its rating");
    f.share("discharge_efficiency", s.discharge_efficiency, between(0.5, 1), "Battery to pile");
}

void fields(Fields& f, supply::StorageSettings& s) {
    f.share("charge_efficiency", s.charge_efficiency, between(0.5, 1), "AC to cells");
    f.share("discharge_efficiency", s.discharge_efficiency, between(0.5, 1), "Cells to AC");
    f.share("lowest_soc", s.lowest_soc, from_to_below(0, 1), "Of nominal energy, used down to");
    f.share("highest_soc", s.highest_soc, above_up_to(0, 1), "Of nominal energy, used up to");
    f.require(s.lowest_soc < s.highest_soc, {"highest_soc", "lowest_soc"}, "the storage holds nothing",
              "it is used between lowest_soc and highest_soc", "swap them");
    f.number("c_rate", s.c_rate, between(0.05, 4), "AC power over nominal energy, 1/h");
    f.share("reserve_share", s.reserve_share,
            "Of usable energy, kept for what the station draws beyond its grid limit");
    f.numbers("share", s.share, unit::share, between(0, 1),
              "Drawn stations that have one, by best plug: super, fast, ac");
    f.share("least_power_share", s.least_power_share, "Power of theirs, of the transformer's kVA, at least");
    f.quantity("least_hours", s.least_hours, unit::hour, above_up_to(0, 24),
               "How long they hold out at that power, at least");
    f.quantity("least_kwh", s.least_kwh, unit::kilowatt_hour, above_up_to(0, 1e6),
               "Nominal energy of theirs, at least");
    f.share("start_share", s.start_share, "Of usable energy in each when the simulation opens");
    f.choice("rule", s.rule, storage_rule_names, "When they charge and discharge (docs/storage.md)");
}

void fields(Fields& f, supply::ClearSky& s) {
    constexpr std::array<std::string_view, supply::months_per_year> months{
        "january", "february", "march",     "april",   "may",      "june",
        "july",    "august",   "september", "october", "november", "december"};
    for (std::size_t month = 0; month < months.size(); ++month) {
        f.numbers(months[month], s.w_m2[month], unit::none, between(0, 1'400),
                  "At the full hours 0 to 23 of a cloudless day, W/m2");
    }
}

void fields(Fields& f, supply::PhotovoltaicSettings& s) {
    f.quantity("noct_c", s.noct_c, unit::celsius, between(30, 70),
               "Temperature of the cells at 800 W/m2 and 20 C air");
    f.number("gamma_per_k", s.gamma_per_k, between(-0.01, 0), "Change of power by cell temperature, 1/K");
    f.share("inverter_efficiency", s.inverter_efficiency, between(0.5, 1), "DC to AC");
    f.share("other_losses", s.other_losses, between(0, 0.5), "Soiling, wiring, mismatch");
    f.section("clear_sky_w_m2", s.clear_sky, "Irradiance of a cloudless day on the horizontal, by month");
    f.numbers("mean_of_clear", s.mean_of_clear, unit::share, between(0, 1),
              "What clouds leave of it on average, January to December");
    f.numbers("share", s.share, unit::share, between(0, 1),
              "Drawn stations that have some, by best plug: super, fast, ac");
    f.quantity("kw_per_plug", s.kw_per_plug, unit::kilowatt, above_up_to(0, 1'000),
               "Rated power of theirs, for each plug of the station");
    f.quantity("feed_in_yuan_per_kwh", s.feed_in_yuan_per_kwh, unit::yuan_per_kwh, between(0, 10),
               "What surplus earns that flows into the grid");
}

void fields(Fields& f, supply::SuperLayout& s) {
    f.text("name", s.name, "Name of the layout");
    f.count("hosts", s.hosts, between(1, 8), "Hosts of the station");
    f.count("modules", s.modules, between(1, 100), "Power modules of one host");
    f.count("super_min", s.super_min, between(1, 1'000), "Super terminals, at least");
    f.count("super_max", s.super_max, between(1, 1'000), "Super terminals, at most");
    f.count("fast_min", s.fast_min, between(0, 1'000), "Fast terminals, at least");
    f.count("fast_max", s.fast_max, between(0, 1'000), "Fast terminals, at most");
    f.count("bays_min", s.bays_min, between(0, 1'000), "Waiting bays, at least");
    f.count("bays_max", s.bays_max, between(0, 1'000), "Waiting bays, at most");
    f.require(s.super_min <= s.super_max, {"super_max", "super_min"}, "the most is below the least",
              "super_min <= super_max", "swap them");
    f.require(s.fast_min <= s.fast_max, {"fast_max", "fast_min"}, "the most is below the least",
              "fast_min <= fast_max", "swap them");
    f.require(s.bays_min <= s.bays_max, {"bays_max", "bays_min"}, "the most is below the least",
              "bays_min <= bays_max", "swap them");
    f.require(s.hosts <= s.super_min + s.fast_min, {"hosts", "super_min", "fast_min"},
              "a host may have no terminal", "the fewest terminals are dealt round the hosts",
              "take fewer hosts or more terminals");
    f.numbers("weight", s.weight, unit::none, weighing, "Among the layouts, by kind of zone");
}

void fields(Fields& f, supply::FastHost& s) {
    f.count("modules", s.modules, between(1, 100), "Power modules");
    f.count("terminals", s.terminals, between(1, 100), "Fast terminals");
    f.number("weight", s.weight, weighing, "Among the cabinets");
}

void fields(Fields& f, supply::SizeRange& s) {
    f.number("median", s.median, above_up_to(0, 1e6), "Median number of plugs at a station");
    f.number("sigma", s.sigma, between(0, 3), "Lognormal spread");
    f.count("fewest", s.fewest, between(1, 10'000), "At least");
    f.count("most", s.most, between(1, 10'000), "At most");
    f.require(s.fewest <= s.most, {"most", "fewest"}, "the most is below the least", "fewest <= most",
              "swap them");
}

void fields(Fields& f, supply::BuildOutPoint& s) {
    f.civil_day("date", s.day, "Day");
    f.share("share", s.share, "Share of the stock that stood by then");
}

void fields(Fields& f, supply::StationWeights& s) {
    f.number("vehicles", s.vehicles, weighing, "Where new-energy cars live");
    f.number("visits", s.visits, weighing, "Where people go");
    f.number("population", s.population, weighing, "Who lives there");
    f.number("even", s.even, weighing, "Every zone alike");
    f.require(s.vehicles + s.visits + s.population + s.even > 0, {"even", "vehicles", "visits", "population"},
              "all weights are zero", "stations have to stand somewhere", "make one positive");
}

namespace {

void require_build_out(Fields& f, std::vector<supply::BuildOutPoint> const& points, std::string_view name) {
    for (std::size_t i = 1; i < points.size(); ++i) {
        f.require(points[i - 1].day < points[i].day, name, "the dates do not increase",
                  "time would go backwards", "sort them");
        f.require(points[i - 1].share <= points[i].share, name, "the shares fall",
                  "stations are not taken down here", "sort them");
    }
    f.require(points.empty() || points.back().share == 1.0, name, "the last share is not 1",
              "all stations stand in the end", "write 1");
}

// Does some item weigh something in this kind of zone?
bool weighs(std::vector<supply::SuperLayout> const& layouts, std::size_t kind) {
    return std::any_of(layouts.begin(), layouts.end(),
                       [&](supply::SuperLayout const& layout) { return layout.weight[kind] > 0; });
}

void require_layouts(Fields& f, supply::NetworkSettings const& s) {
    for (std::size_t kind = 0; kind < zone_kind_names.size(); ++kind) {
        f.require(s.super_stations == 0 || weighs(s.super_layouts, kind), {"super_layouts", "super_stations"},
                  fmt::format("no layout has a weight in {} zones", zone_kind_names[kind]),
                  "a super station there would have none to choose", "give one of them a weight there");
    }
    bool const cabinets = std::any_of(s.fast_hosts.begin(), s.fast_hosts.end(),
                                      [](supply::FastHost const& host) { return host.weight > 0; });
    f.require(cabinets, "fast_hosts", "all weights are zero", "something has to be drawn",
              "make one positive");
}

void require_fees(Fields& f, supply::NetworkSettings const& s) {
    for (std::size_t c = 0; c < s.fee_low_yuan_per_kwh.size(); ++c) {
        f.require(s.fee_low_yuan_per_kwh[c] <= s.fee_high_yuan_per_kwh[c],
                  {"fee_high_yuan_per_kwh", "fee_low_yuan_per_kwh"},
                  fmt::format("the highest fee of {} stations is below the lowest", plug_class_names[c]),
                  "fees are drawn between them", "swap them");
    }
}

void counts_of_network(Fields& f, supply::NetworkSettings& s) {
    f.count("stations", s.stations, between(1, 1'000'000), "Public stations of the whole city");
    f.count("plugs", s.plugs, between(1, 10'000'000), "Public terminals and piles, all classes");
    f.count("super_stations", s.super_stations, between(0, 1'000'000), "Stations with super terminals");
    f.count("super_terminals", s.super_terminals, between(0, 1'000'000), "Super terminals");
    f.require(s.super_stations <= s.stations, {"super_stations", "stations"},
              "there are more super stations than stations", "super stations are counted among them",
              "lower it");
    f.require(s.super_terminals >= s.super_stations, {"super_terminals", "super_stations"},
              "a super station would have no super terminal", "each has at least one", "raise it");
    f.require(s.plugs >= s.stations, {"plugs", "stations"}, "a station would have no plug",
              "each has at least one", "raise it");
    f.require(s.super_stations > 0 || s.super_terminals == 0, {"super_stations", "super_terminals"},
              "super terminals have no station", "there are no super stations", "set both to 0");
    f.share("dc_share", s.dc_share, "DC among the plugs, super terminals included");
    auto const totals = supply::plug_totals(s);
    f.require(totals.fast_terminals >= 0, {"dc_share", "plugs", "super_terminals"},
              fmt::format("there are {} DC plugs for {} super terminals",
                          totals.super_terminals + totals.fast_terminals, totals.super_terminals),
              "super terminals are counted among dc_share of the plugs", "raise dc_share");
}

}  // namespace

void fields(Fields& f, supply::NetworkSettings& s) {
    counts_of_network(f, s);
    f.section("station_weights", s.station_weights, "What draws stations to a zone");
    f.section("super_weights", s.super_weights, "What draws super stations to a zone");
    f.numbers("super_factor", s.super_factor, unit::none, above_up_to(0, 1e6),
              "Times super_weights, by kind of zone");
    f.numbers("ac_only_share", s.ac_only_share, unit::share, between(0, 1),
              "AC-only stations among those without super terminals, by kind of zone");
    f.share("ac_beside_dc_share", s.ac_beside_dc_share, "DC stations that have AC piles too");
    f.list("super_layouts", s.super_layouts, one_or_more(), "Layouts of super stations");
    f.list("fast_hosts", s.fast_hosts, one_or_more(), "Cabinets of stations without super terminals");
    require_layouts(f, s);
    f.section("fast_terminals", s.fast_terminals, "Terminals of a fast station");
    f.section("ac_piles", s.ac_piles, "Piles of an AC station");
    f.section("ac_beside_dc", s.ac_beside_dc, "Piles of a DC station that has some");
    f.quantity("module_kw", s.module_kw, unit::kilowatt, between(20, 100), "One power module");
    f.quantity("super_current_a", s.super_current_a, unit::ampere, between(1, 2'000), "Super terminal");
    f.quantity("super_voltage_max_v", s.super_voltage_max_v, unit::volt, between(1, 2'000), "Super terminal");
    f.quantity("fast_current_a", s.fast_current_a, unit::ampere, between(1, 2'000), "Fast terminal");
    f.quantity("fast_voltage_max_v", s.fast_voltage_max_v, unit::volt, between(1, 2'000), "Fast terminal");
    f.quantity("ac_kw", s.ac_kw, unit::kilowatt, between(1, 50), "AC pile");
    f.number("bays_per_fast_terminal", s.bays_per_fast_terminal, between(0, 2),
             "Waiting bays of stations without super terminals");
    f.count("most_bays", s.most_bays, between(0, 1'000), "Waiting bays of a station, at most");
    f.share("dc_simultaneity", s.dc_simultaneity, above_up_to(0, 1),
            "Share of DC power the connection is laid out for");
    f.share("ac_simultaneity", s.ac_simultaneity, above_up_to(0, 1),
            "Share of AC power the connection is laid out for");
    f.share("charger_efficiency", s.charger_efficiency, above_up_to(0, 1),
            "AC to DC, for the lay-out of the connection");
    f.share("power_factor", s.power_factor, above_up_to(0, 1), "At the station's meter");
    f.numbers("transformer_kva", s.transformer_kva, unit::kilovolt_ampere, above_up_to(0, 1e6), one_or_more(),
              "Standard sizes, increasing");
    for (std::size_t i = 1; i < s.transformer_kva.size(); ++i) {
        f.require(s.transformer_kva[i - 1] < s.transformer_kva[i], "transformer_kva",
                  "the sizes do not increase", "the next larger one is looked for", "sort them");
    }
    f.numbers("fee_low_yuan_per_kwh", s.fee_low_yuan_per_kwh, unit::yuan_per_kwh, between(0, 10),
              "Lowest service fee by best plug: super, fast, ac");
    f.numbers("fee_high_yuan_per_kwh", s.fee_high_yuan_per_kwh, unit::yuan_per_kwh, between(0, 10),
              "Highest service fee by best plug");
    require_fees(f, s);
    f.quantity("position_jitter_km", s.position_jitter_km, unit::kilometre, between(0, 10),
               "Around a demand point");
    f.choice("sharing", s.sharing, sharing_rules, "How a host shares its modules among its terminals");
    f.list("super_build_out", s.super_build_out, one_or_more(), "How super stations came into service");
    f.list("other_build_out", s.other_build_out, one_or_more(), "How the other stations did");
    f.share("converted_share", s.converted_share, "Super stations that were fast stations before");
    f.share("service_area_share", s.service_area_share,
            "Super stations that stand in service areas of expressways");
    require_build_out(f, s.super_build_out, "super_build_out");
    require_build_out(f, s.other_build_out, "other_build_out");
}

}  // namespace yuchong::io
