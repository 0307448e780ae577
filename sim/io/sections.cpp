#include "sim/io/sections.hpp"

#include "sim/io/quantity_text.hpp"
#include "sim/supply/supply.hpp"

#include <fmt/format.h>

namespace yuchong::io {

std::optional<double> session_share(std::string const& text) {
    if (text == "all") return 1.0;
    if (text == "none") return 0.0;
    bool const sampled = text.starts_with("sample(") && text.ends_with(")");
    if (!sampled) return std::nullopt;
    auto const share = parse_quantity(text.substr(7, text.size() - 8), unit::share, BareNumber::allowed);
    double const* value = std::get_if<double>(&share);
    return value != nullptr && *value >= 0 && *value <= 1 ? std::optional(*value) : std::nullopt;
}

void fields(Fields& f, city::TimeSettings& s) {
    f.civil_time("start", s.start, "Start of the recorded time, civil time of the city");
    f.duration("duration", s.duration, unit::day, above_up_to(0, 40'000), "How long is recorded");
    f.duration("warmup", s.warmup, unit::day, between(0, 10'000), "Simulated before the start, not recorded");
    f.require(s.duration.ms % minutes(1).ms == 0, "duration", "the duration is no whole number of minutes",
              "series are recorded by the minute", "round it");
    f.require(s.warmup.ms % minutes(1).ms == 0, "warmup", "the warm-up is no whole number of minutes",
              "series are recorded by the minute", "round it");
}

void fields(Fields& f, PositionEntry& s) {
    f.number("lon", s.lon, between(-180, 180), "Longitude, degrees east");
    f.number("lat", s.lat, between(-90, 90), "Latitude, degrees north");
}

void fields(Fields& f, ZoneDefaults& s) {
    f.choice("kind", s.kind, zone_kind_names, "Kind of zone");
    f.choice("relief", s.relief, relief_names, "Relief");
    f.share("home_pile_share", s.home_pile_share, "Private cars with a pile of their own");
}

void fields(Fields& f, ZoneEntry& s) {
    f.text("id", s.id, "Short name, unique");
    f.text("name", s.name, "Name for people; else the id", Presence::optional);
    fields(f, s.position);
    f.number("population", s.population, between(1, 1e8), "People who live there");
    f.choice("kind", s.kind, zone_kind_names, "Kind of zone; else as in zone_defaults");
    f.choice("relief", s.relief, relief_names, "Relief; else as in zone_defaults");
    f.quantity("area_km2", s.area_km2, unit::square_kilometre, between(1e-4, 1e6),
               "Area; else what its kind needs for its people");
    f.quantity("home_pile_share", s.home_pile_share, unit::share, between(0, 1),
               "Private cars with a pile of their own; else as in zone_defaults");
}

void fields(Fields& f, CitySection& s) {
    f.text("name", s.name, "Name of the city");
    f.text("name_zh", s.name_zh, "Its Chinese name");
    f.text("districts", s.districts, "CSV file of the districts");
    f.text("barriers", s.barriers, "CSV file of rivers and ridges");
    f.section("geography", s.geography, "How zones are drawn inside the districts");
    f.section("zone_defaults", s.zone_defaults, "What a zone by hand has unless it says otherwise");
    f.list("zones", s.zones, Length{1, space::most_zones},
           "Zones by hand, instead of districts with drawn ones", Presence::optional);
    require_unique(f, "zones", ids_of(s.zones, [](auto const& z) { return z.id; }));
}

void fields(Fields& f, HostEntry& s) {
    f.count("modules", s.modules, between(1, 1'000), "Power modules of the cabinet");
    f.quantity("module_kw", s.module_kw, unit::kilowatt, between(20, 100),
               "One module; else supply.network.module_kw");
    f.count("super", s.super, between(0, 1'000), "Super terminals");
    f.count("fast", s.fast, between(0, 1'000), "Fast terminals");
    f.require(s.super + s.fast > 0, {"super", "fast"}, "the host has no terminal", "nothing could be charged",
              "give it one");
}

void fields(Fields& f, StorageEntry& s) {
    f.quantity("kwh", s.kwh, unit::kilowatt_hour, above_up_to(0, 1e6), "Nominal energy");
    f.quantity("power_kw", s.power_kw, unit::kilowatt, above_up_to(0, 1e6),
               "AC power, either way; else supply.storage.c_rate times the energy");
    f.quantity("start_share", s.start_share, unit::share, between(0, 1),
               "Of usable energy in it when the simulation opens; else supply.storage.start_share");
    f.choice("rule", s.rule, storage_rule_names, "When it charges and discharges; else supply.storage.rule");
}

void fields(Fields& f, PanelEntry& s) {
    f.quantity("peak_kw", s.peak_kw, unit::kilowatt, above_up_to(0, 1e6), "Rated power");
}

void fields(Fields& f, SwapEntry& s) {
    f.count("packs", s.packs, between(1, supply::most_packs), "Packs");
    f.count("slots", s.slots, between(1, supply::most_packs), "Of them on charge at once");
    f.require(s.slots <= s.packs, {"slots", "packs"}, "there are more slots than packs",
              "some would never be used", "lower it");
    f.quantity("slot_kw", s.slot_kw, unit::kilowatt, between(1, 1'000),
               "Power of one slot; else supply.swap_network.slot_kw");
    f.text("pack_of", s.pack_of, "Whose pack they are; else supply.swap_network.pack_of", Presence::optional);
}

void fields(Fields& f, StationEntry& s) {
    f.text("id", s.id, "Short name, unique: random draws are keyed by it");
    f.text("name", s.name, "Name for people; else the id", Presence::optional);
    f.text("zone", s.zone, "Zone in which it stands");
    f.section("position", s.position, "Where it stands");
    f.list("hosts", s.hosts, Length{.most = 1'000}, "DC cabinets", Presence::optional);
    f.count("ac_piles", s.ac_piles, between(0, 10'000), "AC piles");
    f.quantity("ac_kw", s.ac_kw, unit::kilowatt, above_up_to(0, 1'000),
               "Rating of each AC pile; else supply.network.ac_kw");
    f.count("bidirectional_piles", s.bidirectional_piles, between(0, 10'000),
            "Of them that take current back from cars (supply.bidirectional); else none", Presence::optional);
    f.require(s.bidirectional_piles <= s.ac_piles, {"bidirectional_piles", "ac_piles"},
              "there are more bidirectional piles than piles", "they are counted among ac_piles", "lower it");
    f.require(s.bidirectional_piles == 0 || !s.ac_kw || *s.ac_kw <= supply::most_feeding_kw,
              {"ac_kw", "bidirectional_piles"}, "a bidirectional pile is larger than 30 kW",
              "larger ones are DC terminals, which do not feed back here", "lower it");
    f.count("bays", s.bays, between(0, 10'000), "Waiting places");
    f.quantity("grid_limit_kw", s.grid_limit_kw, unit::kilowatt, above_up_to(0, 1e6),
               "AC power at the grid connection");
    f.quantity("service_fee_yuan_per_kwh", s.service_fee_yuan_per_kwh, unit::yuan_per_kwh, between(0, 10),
               "Service fee");
    f.choice("sharing", s.sharing, sharing_rules,
             "How a host shares its modules; else supply.network.sharing");
    f.civil_day("in_service", s.in_service, "First day; else it has always stood");
    f.civil_day("retired", s.retired, "First day without it; else it stays");
    f.section("storage", s.storage, "A battery behind the meter; else none");
    f.section("photovoltaics", s.photovoltaics, "Solar panels behind the meter; else none");
    f.section("swap", s.swap, "Packs, slots and a bay (docs/swap.md); else vehicles plug in");
    f.require(!s.swap || (s.hosts.empty() && s.ac_piles == 0), {"swap", "hosts", "ac_piles"},
              "a swap station has plugs for vehicles too", "it has one line, to the bay",
              "write a second station for them");
    f.require(!s.in_service || !s.retired || *s.in_service < *s.retired, {"retired", "in_service"},
              "the station retires before it opens", "time would go backwards", "check both dates");
    std::size_t plugs = s.ac_piles;
    for (HostEntry const& host : s.hosts) plugs += host.super + host.fast;
    f.require(plugs <= supply::largest_station, {"hosts", "ac_piles"},
              fmt::format("the station has {} plugs", plugs),
              fmt::format("one station holds {} at most", supply::largest_station), "split it in two");
    f.require(!s.hosts.empty() || s.ac_piles > 0 || s.swap, {"ac_piles", "hosts"}, "the station has no plug",
              "nothing could be charged", "give it hosts or AC piles");
}

void fields(Fields& f, SupplySection& s) {
    fields(f, s.working);
    f.section("network", s.network, "The public charging network, drawn to these totals");
    f.section("swap_network", s.swap_network, "Swap stations, drawn beside it");
    f.list("stations", s.stations, one_or_more(), "Stations by hand, instead of a drawn network",
           Presence::optional);
    auto const of_rules = [](StationEntry const& x) { return !x.ac_kw && x.bidirectional_piles > 0; };
    bool const bidirectional =
        s.working.bidirectional.share > 0.0 || std::ranges::any_of(s.stations, of_rules);
    f.require(!bidirectional || s.network.ac_kw <= supply::most_feeding_kw, {"network", "bidirectional"},
              "a bidirectional pile is larger than 30 kW (network.ac_kw)",
              "larger ones are DC terminals, which do not feed back here", "lower it");
    require_unique(f, "stations", ids_of(s.stations, [](auto const& x) { return x.id; }));
    f.text("added_stations", s.added_stations,
           "Table of stations beside the drawn ones, such as yuchong plan writes", Presence::optional);
    f.require(s.added_stations.empty() || s.stations.empty(), {"added_stations", "stations"},
              "stations are added to stations by hand", "added_stations stand beside drawn ones",
              "write all of them in supply.stations");
}

void fields(Fields& f, VisitEntry& s) {
    f.text("at", s.at, "Arrival at the station: a time of day on the first recorded day, or a date and time");
    f.text("vehicle", s.vehicle, "One of vehicles.models");
    f.text("station", s.station, "One of supply.stations");
    f.share("soc", s.soc, "State of charge on arrival");
    f.share("target", s.target_soc, "State of charge to leave with");
    f.require(s.soc < s.target_soc, {"target", "soc"}, "the target does not lie above the SoC on arrival",
              "nothing would be charged", "raise it");
    f.choice("wants", s.wants, plug_class_names, "Wanted plug; else the best that car and station share");
    f.duration("patience", s.patience, unit::minute, between(0, 10'000), "Waits this long at most");
}

void fields(Fields& f, ReplaySettings& s) {
    f.text("station", s.station, "Where they plug in; without it the only station there is",
           Presence::optional);
    f.quantity("max_kw", s.max_kw, unit::kilowatt, above_up_to(0, 10'000), "What each draws at most");
    f.quantity("battery_kwh", s.battery_kwh, unit::kilowatt_hour, above_up_to(0, 10'000),
               "Usable energy of each");
    f.share("soc_end", s.soc_end, above_up_to(0, 1), "State of charge with all the energy delivered");
    f.quantity("hours_ahead_h", s.hours_ahead, unit::hour, between(-12, 14),
               "The sessions' clock ahead of GMT; it is read as the city's");
}

void fields(Fields& f, DemandSection& s) {
    fields(f, s.behaviour);
    f.list("visits", s.visits, one_or_more(), "Visits by hand, beside the fleets", Presence::optional);
    f.text("sessions", s.sessions, "Sessions replayed beside the fleets: a CSV file, or ACN-Data's JSON",
           Presence::optional);
    f.section("replay", s.replay, "What ACN-Data does not say of its sessions");
}

void fields(Fields& f, FleetSection& s) {
    f.section("private", s.private_cars, "Private cars");
    f.quantity("working", s.working, unit::none, between(0, 1'000),
               "Times the vehicles of every fleet that follows; else 1, and 0 with zones by hand");
    f.section("ride_hailing", s.ride_hailing, "Licensed ride-hailing cars");
    f.section("taxi_two_driver", s.taxi_two_driver, "Taxis with two drivers a day");
    f.section("taxi_one_driver", s.taxi_one_driver, "Taxis with one driver");
    f.section("robotaxi", s.robotaxi, "Taxis without a driver");
    f.section("shared_car", s.shared_car, "Cars rented by the hour");
    f.section("city_bus", s.city_bus, "City buses");
    f.section("urban_van", s.urban_van, "Vans and light trucks of urban logistics");
    f.section("post_express", s.post_express, "Postal and express delivery vans");
    f.section("sanitation", s.sanitation, "Sanitation vehicles");
    f.section("through_traffic", s.through_traffic, "Cars on a long road (docs/swap.md)");
    f.section("heavy_truck", s.heavy_truck, "Trucks that shuttle along a road");
}

std::vector<demand::WorkingFleet> working_fleets(FleetSection const& s, double usual) {
    std::vector<demand::WorkingFleet> fleets{{"ride_hailing", s.ride_hailing},
                                             {"taxi_two_driver", s.taxi_two_driver},
                                             {"taxi_one_driver", s.taxi_one_driver},
                                             {"robotaxi", s.robotaxi},
                                             {"shared_car", s.shared_car},
                                             {"city_bus", s.city_bus},
                                             {"urban_van", s.urban_van},
                                             {"post_express", s.post_express},
                                             {"sanitation", s.sanitation}};
    for (demand::WorkingFleet& fleet : fleets)
        std::visit([&](auto& duty) { duty.stock.vehicles *= s.working.value_or(usual); }, fleet.duty);
    fleets.push_back({"through_traffic", s.through_traffic});
    fleets.push_back({"heavy_truck", s.heavy_truck});
    return fleets;
}

void fields(Fields& f, TravelSection& s) {
    fields(f, s.roads);
    f.section("work_trips", s.destinations.work, "Where people work");
    f.section("other_trips", s.destinations.other, "Where other trips end");
    f.section("ride_trips", s.destinations.ride, "Where orders of ride-hailing and taxis end");
}

void fields(Fields& f, OwnSubstationEntry& s) {
    f.count("transformers", s.transformers, between(1, 10), "Equal ones, in parallel");
    f.number(
        "mva", s.mva, above_up_to(0, 1'000),
        "Rating of each, MVA: one of models/grid/transformers.csv in the series of grid.network.substation");
}

void fields(Fields& f, OwnNetworkEntry& s) {
    f.text("case", s.network,
           "Folder with buses.csv and branches.csv, or a MATPOWER .m file (docs/powerflow.md); relative to "
           "this file");
    f.text("connections", s.connections,
           "CSV file: which homes and stations hang on which bus (docs/grid.md); relative to this file");
    f.section("substation", s.substation, "110/10 kV, at the slack bus");
}

void fields(Fields& f, GridSection& s) {
    fields(f, s.flow);
    f.section("base_load", s.base_load, "Load of the city without charging");
    f.section("operation", s.operation, "Voltages of the grid, and limits");
    f.section("transformers", s.transformers, "How transformers warm and age");
    f.section("classes", s.classes, "Who takes the base load, and when");
    f.section("noise", s.noise, "How single feeders deviate from their share of the base load");
    f.section("hosting", s.hosting, "What existing charging draws where more is to be connected");
    fields(f, s.outages);
    f.section("network", s.network, "How the distribution network is laid out");
    f.section("own_network", s.own_network, "A distribution network by hand, instead of a drawn one");
}

void fields(Fields& f, RecordSection& s) {
    f.duration("city_step", s.city_step, unit::minute, between(1, 1440),
               "Step of the city's and districts' series");
    f.duration("station_step", s.station_step, unit::minute, between(1, 1440),
               "Step of the stations' series");
    for (auto const& [name, step] :
         {std::pair{"city_step", s.city_step}, std::pair{"station_step", s.station_step}}) {
        f.require(step.ms % minutes(1).ms == 0, name, "the step is no whole number of minutes",
                  "peaks are minute means", "round it");
    }
    f.text("sessions", s.sessions, "Sessions that are kept: all, none or sample(share)");
    f.require(session_share(s.sessions).has_value(), "sessions",
              fmt::format("\"{}\" is not known", s.sessions), "all, none or sample(share) is wanted",
              "write for example sample(0.1)");
    f.flag("set_points", s.set_points,
           "/control keeps what each session was granted at each control step; external control always does");
    f.flag("economics", s.economics,
           "/economics keeps what each station is worth, if every year were like the recorded time");
    f.texts("transformers", s.transformers,
            "Transformers with series in /transformers beside those of stations: by name, by feeder, or all",
            Presence::optional);
    f.count("compression", s.compression, between(0, 9),
            "Deflate level of the result file; 0 stores unpacked");
}

void fields(Fields& f, OutputSection& s) { f.text("file", s.file, "Result file; else output/<scenario>.h5"); }

void fields(Fields& f, Sections& s) {
    f.count("format", s.format, between(scenario_format, scenario_format), "Version of the scenario format");
    f.text("name", s.name, "Short name of the scenario");
    f.text("description", s.description, "What it is for", Presence::optional);
    f.count("seed", s.seed, at_least(0), "Seed of all random draws");
    f.section("time", s.time, "Which time is simulated");
    f.share("scale", s.scale, above_up_to(0, 1), "Thins vehicles, stations, feeders and base load together");
    f.section("city", s.city, "Where people live");
    f.texts("scope", s.scope, "Districts that are simulated, by name or code; else all of them",
            Presence::optional);
    f.section("fleets", s.fleets, "Who owns which vehicles");
    f.section("vehicles", s.vehicles, "The vehicles that exist");
    f.section("charging", s.charging, "How batteries charge");
    f.section("energy", s.energy, "What driving takes from the battery");
    f.section("ageing", s.ageing, "How batteries age");
    f.section("supply", s.supply, "Charging stations");
    f.section("demand", s.demand, "What drivers do");
    f.section("travel", s.travel, "Roads and where trips end");
    f.section("weather", s.weather, "Air temperature");
    f.section("information", s.information, "What drivers know");
    f.section("rollout", s.rollout, "Which stations there are, and what plans for more go by");
    f.section("tariff", s.tariff, "Electricity prices");
    f.section("control", s.control, "Who decides what sessions draw");
    f.section("grid", s.grid, "The electricity grid");
    f.section("record", s.record, "What is recorded and how finely");
    f.section("output", s.output, "Where the result goes");
}

void demand_fields(Fields& f, Sections& s) {
    f.count("seed", s.seed, at_least(0), "");
    f.section("time", s.time, "");
    f.share("scale", s.scale, "");
    f.section("city", s.city, "");
    f.texts("scope", s.scope, "");
    f.section("fleets", s.fleets, "");
    f.section("vehicles", s.vehicles, "");
    f.section("charging", s.charging, "");
    f.section("energy", s.energy, "");
    f.section("demand", s.demand, "");
    f.section("travel", s.travel, "");
    f.section("weather", s.weather, "");
}

}  // namespace yuchong::io
