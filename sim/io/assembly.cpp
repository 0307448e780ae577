#include "sim/io/assembly.hpp"

#include "sim/city/programme.hpp"
#include "sim/city/scope.hpp"
#include "sim/io/city_fit.hpp"
#include "sim/io/district_names.hpp"
#include "sim/io/grid_checks.hpp"
#include "sim/io/group_checks.hpp"
#include "sim/io/network_names.hpp"
#include "sim/io/own_network.hpp"
#include "sim/io/own_world.hpp"
#include "sim/io/quantity_text.hpp"
#include "sim/io/suggest.hpp"
#include "sim/io/swap_checks.hpp"
#include "sim/space/synthesis.hpp"
#include "sim/vehicle/session_acceptance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

namespace yuchong::io {

namespace {

// Sections that could not be read whole are passed over: what follows from them is not known.
class Assembly {
public:
    Assembly(LoadedSections const& loaded, Report& report)
        : loaded_(loaded), sections_(loaded.sections), report_(report) {}

    city::Inputs assemble() {
        copy_settings();
        check_swap_stations();
        assemble_places();
        if (sound("vehicles") && sound("charging.limits")) assemble_catalogue();
        for (std::size_t i = 0; i < sections_.demand.visits.size(); ++i) assemble_visit(i);
        if (sound("fleets") && sound("scale") && sound("demand.visits")) check_fleet();
        if (sound("record") && sound("time.duration")) check_record();
        if (sound("grid")) check_grid(loaded_, report_);
        if (sound("grid.step") && sound("time")) check_grid_steps();
        if (sound("control") && sound("tariff")) check_unmet_price();
        if (sound("control") && sound("time")) check_response();
        if (sound("grid") && sound("time")) check_outages();
        if (sound("control") && sound("supply")) check_feeding_stations();
        if (sound("control") && sound("grid")) check_volt_var();
        // That there are some is known before their stations are.
        inputs_.sessions.resize(sections_.demand.sessions.empty() ? 0 : 1);
        assemble_grid();
        check_group_feeders(loaded_, inputs_, report_);
        if (!loaded_.sessions.empty() && report_.empty()) assemble_sessions();
        if (sound("supply") && sound("rollout")) check_rollout();
        if (inputs_.added_stations && report_.empty()) check_station_ids();
        if (report_.empty()) check_network_names(loaded_, inputs_, report_);
        return std::move(inputs_);
    }

private:
    [[nodiscard]] bool sound(std::string_view key) const { return !report_.concerns(key); }

    void complain(std::string const& key, std::string problem, std::string why, std::string hint) {
        report_.add({loaded_.origins.find(key), key, std::move(problem), std::move(why), std::move(hint)});
    }

    void copy_settings() {
        inputs_.name = sections_.name;
        inputs_.seed = sections_.seed;
        inputs_.time = sections_.time;
        inputs_.scale = sections_.scale;
        inputs_.districts = loaded_.districts;
        inputs_.geography = sections_.city.geography;
        inputs_.barriers = loaded_.barriers;
        inputs_.network = sections_.supply.network;
        inputs_.travel = sections_.travel.roads;
        inputs_.destinations = sections_.travel.destinations;
        inputs_.weather = sections_.weather;
        inputs_.charging = sections_.charging;
        inputs_.consumption = sections_.energy;
        inputs_.supply = sections_.supply.working;
        inputs_.private_cars = sections_.fleets.private_cars;
        // The models' fleets are those of the whole city.
        inputs_.fleets = working_fleets(sections_.fleets, sections_.city.zones.empty() ? 1.0 : 0.0);
        inputs_.demand = sections_.demand.behaviour;
        inputs_.information = sections_.information;
        inputs_.rollout = sections_.rollout;
        inputs_.ageing = sections_.ageing;
        inputs_.tariff = sections_.tariff;
        inputs_.control = sections_.control;
        inputs_.base_load = sections_.grid.base_load;
        inputs_.grid = {.flow = sections_.grid.flow,
                        .operation = sections_.grid.operation,
                        .transformers = sections_.grid.transformers,
                        .classes = sections_.grid.classes,
                        .noise = sections_.grid.noise,
                        .hosting = sections_.grid.hosting,
                        .outages = sections_.grid.outages,
                        .network = sections_.grid.network,
                        .catalogue = loaded_.catalogue,
                        .own_network = {},
                        .recorded_transformers = sections_.record.transformers};
        RecordSection const& record = sections_.record;
        inputs_.record = {
            record.city_step,   record.station_step, session_share(record.sessions).value_or(1.0),
            record.compression, record.set_points,   record.economics};
    }

    void check_swap_stations() {
        std::size_t const before = report_.size();
        bool const known = sound("supply") && sound("vehicles") && sound("charging") && sound("fleets");
        if (known) check_swaps(loaded_, report_);
        swaps_sound_ = known && report_.size() == before;
        inputs_.swap_network = sections_.supply.swap_network;
        inputs_.swap_model = model_of(sections_, inputs_.swap_network.pack_of);
        if (!swaps_sound_) inputs_.swap_network.stations = 0;
    }

    // ---- places

    void assemble_places() {
        if (!sound("city") || (sections_.city.zones.empty() && loaded_.districts.empty())) return;
        if (sections_.city.zones.empty()) {
            for (auto const& district : loaded_.districts) {
                districts_.names.push_back(district.name);
                districts_.names_zh.push_back(district.name_zh);
                districts_.codes.push_back(std::to_string(district.adcode));
            }
            name_drawn_zones();
        } else {
            inputs_.own_geography = own_geography(sections_.city);
            districts_.names = districts_.codes = {sections_.city.name};
            districts_.names_zh = {sections_.city.name_zh};
            for (ZoneEntry const& zone : sections_.city.zones) zone_ids_.push_back(zone.id);
            district_of_zone_.assign(zone_ids_.size(), 0);
        }
        choose_scope();
        check_group_places(loaded_, {districts_, zone_ids_, district_of_zone_}, inputs_, report_);
        if (!sections_.supply.stations.empty()) assemble_stations();
        if (!loaded_.added_stations.empty()) assemble_added_stations();
    }

    void assemble_added_stations() {
        std::vector<StationEntry> added;
        for (AddedStation const& station : loaded_.added_stations) {
            added.push_back(station.entry);
            if (std::ranges::find(zone_ids_, station.entry.zone) != zone_ids_.end()) continue;
            report_.add({station.zone.mark, "zone",
                         fmt::format("there is no zone \"{}\"", station.entry.zone),
                         "a station stands in one", suggest(station.entry.zone, zone_ids_)});
        }
        if (sound("supply") && report_.empty())
            inputs_.added_stations = own_network(sections_, added, zone_ids_);
    }

    void check_rollout() {
        rollout::RolloutSettings const& settings = inputs_.rollout;
        bool const by_hand = !sections_.supply.stations.empty();
        if (by_hand && !settings.programmes.empty())
            complain("rollout.programmes", "stations to come beside stations by hand",
                     "programmes add to drawn ones", "write all of them in supply.stations");
        auto const& sun = inputs_.supply.photovoltaics.share;
        bool const panels = std::ranges::any_of(sun, [](double share) { return share > 0.0; });
        if (!by_hand && panels && settings.stations == rollout::StationsInService::by_date)
            complain("supply.photovoltaics.share", "solar panels at stations that open during the run",
                     "their sun is not followed from their day on", "write rollout.stations: all");
    }

    // Random draws are keyed by ids.
    void check_station_ids() {
        city::Part const part = city::part_of_city(inputs_, RandomSource(inputs_.seed));
        std::set<std::string> drawn;
        std::size_t const added = loaded_.added_stations.size();
        for (supply::Station const& station : part.network.stations)
            if (!drawn.insert(station.id).second)
                complain("supply.added_stations", fmt::format("a drawn station is called {} too", station.id),
                         fmt::format("the table has {} stations with names of their own", added),
                         "rename it");
    }

    // Ids as sim/space/synthesis.hpp gives them: <adcode>-<nn>, numbered from 1 in each district.
    void name_drawn_zones() {
        if (loaded_.districts.size() > inputs_.geography.zones / inputs_.geography.fewest_zones) {
            complain("city.geography.zones", "there are too few zones",
                     "every district needs fewest_zones of them", "raise it");
            return;
        }
        auto const counts = space::zone_counts(loaded_.districts, inputs_.geography);
        for (std::size_t d = 0; d < counts.size(); ++d) {
            for (std::uint32_t n = 1; n <= counts[d]; ++n) {
                zone_ids_.push_back(fmt::format("{}-{:02}", loaded_.districts[d].adcode, n));
                district_of_zone_.push_back(d);
            }
        }
    }

    void choose_scope() {
        inputs_.in_scope.assign(districts_.names.size(), sections_.scope.empty());
        for (std::size_t i = 0; i < sections_.scope.size(); ++i) {
            if (auto const at = districts_.find(sections_.scope[i])) {
                inputs_.in_scope[*at] = true;
                continue;
            }
            complain(
                fmt::format("scope.{}", i), fmt::format("there is no district \"{}\"", sections_.scope[i]),
                "English names, Chinese names and codes are read", districts_.suggestion(sections_.scope[i]));
        }
    }

    void assemble_stations() {
        bool all_stand = sound("supply");
        for (std::size_t i = 0; i < sections_.supply.stations.size(); ++i) {
            StationEntry const& station = sections_.supply.stations[i];
            std::string const key = fmt::format("supply.stations.{}.zone", i);
            if (!sound(key)) continue;
            auto const at = std::find(zone_ids_.begin(), zone_ids_.end(), station.zone) - zone_ids_.begin();
            if (at == std::ssize(zone_ids_)) {
                all_stand = false;
                complain(key, fmt::format("there is no zone \"{}\"", station.zone),
                         fmt::format("the station {} would stand nowhere", station.id),
                         suggest(station.zone, zone_ids_));
            } else if (!inputs_.in_scope[district_of_zone_[static_cast<std::size_t>(at)]]) {
                all_stand = false;
                complain(key, fmt::format("the zone {} is not in scope", station.zone),
                         "its district is not simulated", "add the district to scope");
            }
        }
        if (all_stand && modules_match() && swaps_sound_)
            inputs_.own_network = own_network(sections_, sections_.supply.stations, zone_ids_);
    }

    // All hosts of a station share one budget of equal modules.
    bool modules_match() {
        double const usual_kw = sections_.supply.network.module_kw;
        bool match = true;
        for (std::size_t i = 0; i < sections_.supply.stations.size(); ++i) {
            auto const& hosts = sections_.supply.stations[i].hosts;
            for (std::size_t h = 1; h < hosts.size(); ++h) {
                if (hosts[h].module_kw.value_or(usual_kw) == hosts[0].module_kw.value_or(usual_kw)) continue;
                match = false;
                complain(fmt::format("supply.stations.{}.hosts.{}.module_kw", i, h),
                         "the hosts of the station have modules of two sizes",
                         fmt::format("host 0 has {:g} kW", hosts[0].module_kw.value_or(usual_kw)),
                         "a shared connection counts equal modules");
                break;
            }
        }
        return match;
    }

    // ---- vehicles

    void assemble_catalogue() {
        vehicle::Catalogue catalogue;
        catalogue.curves = sections_.vehicles.curves;
        std::map<std::string, vehicle::RoadLoad> classes;
        for (RoadClass const& c : sections_.vehicles.classes) classes.emplace(c.id, c.road);
        std::array<double, 2> weight{};
        for (VehicleEntry const& entry : sections_.vehicles.models) {
            vehicle::Model model = entry.model;
            vehicle::RoadLoad road = classes.at(entry.road_class);
            road.mass_kg = model.road.mass_kg;
            road.drag_area_m2 = model.road.drag_area_m2;
            model.road = road;
            if (model.swap_standard.empty())
                weight[static_cast<std::size_t>(model.powertrain)] += model.sales_weight;
            model_ids_.push_back(model.id);
            catalogue.models.push_back(std::move(model));
        }
        inputs_.catalogue = vehicle::with_peaks(std::move(catalogue), sections_.charging.limits);
        if (!sound("fleets")) return;
        assemble_working_fleets();
        demand::FleetSettings const& fleet = sections_.fleets.private_cars;
        bool const bev_missing = fleet.vehicles > 0 && fleet.bev_share > 0 && weight[0] <= 0;
        bool const extender_missing = fleet.vehicles > 0 && fleet.bev_share < 1 && weight[1] <= 0;
        if (bev_missing || extender_missing) {
            complain("fleets.private.bev_share", "no model of a powertrain is sold",
                     fmt::format("the sales weights of {} are zero", powertrain_names[bev_missing ? 0 : 1]),
                     "give a model a sales_weight");
        }
    }

    // Working vehicles are battery-electric and stop at DC terminals.
    void assemble_working_fleets() {
        for (demand::WorkingFleet& fleet : inputs_.fleets) {
            std::visit([&](auto& duty) { find_models(fleet.name, duty.stock); }, fleet.duty);
            check_route(fleet);
        }
    }

    // Its zones are there, and simulated.
    void check_route(demand::WorkingFleet const& fleet) {
        auto const* journeys = std::get_if<demand::JourneySettings>(&fleet.duty);
        if (journeys == nullptr || journeys->stock.vehicles <= 0.0) return;
        for (std::size_t i = 0; i < journeys->route.size(); ++i) {
            std::string const key = fmt::format("fleets.{}.route.{}", fleet.name, i);
            auto const at = find(zone_ids_, journeys->route[i]);
            if (!at) {
                complain(key, fmt::format("there is no zone \"{}\"", journeys->route[i]),
                         "the route leads through it", suggest(journeys->route[i], zone_ids_));
            } else if (!inputs_.in_scope[district_of_zone_[*at]]) {
                complain(key, fmt::format("the zone {} is not in scope", journeys->route[i]),
                         "its district is not simulated", "add the district to scope");
            }
        }
    }

    void find_models(std::string const& name, demand::FleetStock& stock) {
        for (std::size_t i = 0; i < stock.models.size(); ++i) {
            std::string const key = fmt::format("fleets.{}.models", name);
            auto const at = find(model_ids_, stock.models[i]);
            if (!at) {
                complain(key, fmt::format("there is no model \"{}\"", stock.models[i]),
                         "one of vehicles.models is wanted", suggest(stock.models[i], model_ids_));
                continue;
            }
            vehicle::Model const& model = inputs_.catalogue.models[*at];
            if (model.powertrain != vehicle::Powertrain::bev || model.inlet_current_a <= 0.0)
                complain(key, fmt::format("{} is no battery-electric vehicle with a DC inlet", model.id),
                         "working fleets charge at DC terminals", "choose another");
            stock.model_index.push_back(static_cast<std::uint16_t>(*at));
        }
    }

    // ---- visits

    template <class T>
    static std::optional<std::size_t> find(std::vector<T> const& ids, std::string const& id) {
        auto const at = std::find(ids.begin(), ids.end(), id) - ids.begin();
        return at == std::ssize(ids) ? std::nullopt : std::optional(static_cast<std::size_t>(at));
    }

    void assemble_visit(std::size_t i) {
        VisitEntry const& entry = sections_.demand.visits[i];
        std::string const key = fmt::format("demand.visits.{}.", i);
        std::vector<std::string> const stations =
            ids_of(sections_.supply.stations, [](auto const& s) { return s.id; });
        auto const model = find(model_ids_, entry.vehicle), station = find(stations, entry.station);
        if (!model && sound("vehicles") && sound(key + "vehicle")) {
            complain(key + "vehicle", fmt::format("there is no model \"{}\"", entry.vehicle),
                     "one of vehicles.models is wanted", suggest(entry.vehicle, model_ids_));
        }
        if (!station && sound(key + "station")) {
            complain(key + "station", fmt::format("there is no station \"{}\"", entry.station),
                     "one of supply.stations is wanted", suggest(entry.station, stations));
        }
        auto const at = sound("time") && sound(key + "at") ? time_of(entry.at, key + "at") : std::nullopt;
        if (!model || !station || !at || !inputs_.own_network) return;
        if (!sound("vehicles") || !sound(key + "wants")) return;
        auto const wants = plug_for(entry, inputs_.catalogue.models[*model], *station, key + "wants");
        if (!wants) return;
        inputs_.visits.push_back({.at = *at,
                                  .model = vehicle::ModelId{*model},
                                  .soc = entry.soc,
                                  .target_soc = entry.target_soc,
                                  .station = supply::StationId{*station},
                                  .wants = *wants,
                                  .patience = entry.patience});
    }

    // Time after the start, inside the recorded time.
    std::optional<Duration> time_of(std::string const& text, std::string const& key) {
        CivilTime const& start = sections_.time.start;
        Duration at{};
        auto clock = parse_time_of_day(text);
        if (auto const* since_midnight = std::get_if<Duration>(&clock)) {
            at = *since_midnight - time_of_day(start);
        } else {
            auto const date = parse_civil_time(text);
            if (auto const* complaint = std::get_if<Complaint>(&date)) {
                complain(key, complaint->problem, "a time of day or a date and time is wanted",
                         "write for example \"08:00\" or 2025-08-05T08:00");
                return std::nullopt;
            }
            at = time_between(start, std::get<CivilTime>(date));
        }
        if (at.ms >= 0 && at < sections_.time.duration) return at;
        complain(key, text + " lies outside the recorded time",
                 at.ms < 0 ? "it comes before time.start" : "it comes after time.start + time.duration",
                 "move it or the window");
        return std::nullopt;
    }

    [[nodiscard]] bool has_plug(std::size_t station, supply::PlugClass wanted) const {
        supply::Station const& s = inputs_.own_network->stations[station];
        auto const first = inputs_.own_network->plugs.begin() + s.first_plug;
        return std::any_of(first, first + s.plug_count,
                           [&](supply::Plug const& p) { return p.plug_class == wanted; });
    }

    [[nodiscard]] bool takes_pack(vehicle::Model const& model, std::size_t station) const {
        vehicle::ModelId const packs = inputs_.own_network->stations[station].swap.model;
        return !model.swap_standard.empty() &&
               model.swap_standard == inputs_.catalogue.models[packs.index()].swap_standard;
    }

    std::optional<supply::PlugClass> plug_for(VisitEntry const& entry, vehicle::Model const& model,
                                              std::size_t station, std::string const& key) {
        using supply::PlugClass;
        auto const fits = [&](PlugClass c) {
            if (c == PlugClass::swap) return has_plug(station, c) && takes_pack(model, station);
            bool const car = c == PlugClass::ac ? model.onboard_ac_kw > 0 : model.inlet_current_a > 0;
            return car && has_plug(station, c);
        };
        if (entry.wants && fits(*entry.wants)) return entry.wants;
        if (entry.wants) {
            auto const name = plug_class_names[static_cast<std::size_t>(*entry.wants)];
            bool const there = has_plug(station, *entry.wants);
            complain(key, fmt::format("no {} plug can serve this visit", name),
                     there ? fmt::format("{} cannot charge there", entry.vehicle)
                           : fmt::format("{} has none", entry.station),
                     "want another plug");
            return std::nullopt;
        }
        std::vector<PlugClass> const preferred =
            model.super_capable
                ? std::vector{PlugClass::super, PlugClass::fast, PlugClass::ac, PlugClass::swap}
                : std::vector{PlugClass::fast, PlugClass::super, PlugClass::ac, PlugClass::swap};
        auto const best = std::find_if(preferred.begin(), preferred.end(), fits);
        if (best != preferred.end()) return *best;
        complain(key, fmt::format("{} has no plug for {}", entry.station, entry.vehicle),
                 "the visit cannot charge", "choose another");
        return std::nullopt;
    }

    // ---- sessions of a file

    void assemble_sessions() {
        city::Part const part = city::part_of_city(inputs_, RandomSource(inputs_.seed));
        inputs_.sessions = resolve_sessions(loaded_.sessions, part.network, inputs_.time, report_);
        if (inputs_.sessions.empty() && report_.empty()) {
            complain("demand.sessions", "no session of the file arrives in the time",
                     fmt::format("it has {}", loaded_.sessions.size()), "check time.start and time.duration");
        }
        vehicle::Catalogue& catalogue = inputs_.catalogue;
        inputs_.replayed_model = vehicle::ModelId{catalogue.models.size()};
        catalogue.models.push_back(vehicle::replayed_model());
    }

    // ---- what fits together

    // Is everything sound that zones, stations and cars are drawn from?
    [[nodiscard]] bool placed() const {
        constexpr std::array<std::string_view, 10> needed{
            "seed",   "time",    "scale",           "city",         "scope", "fleets",
            "supply", "rollout", "charging.losses", "demand.visits"};
        bool const there = inputs_.own_geography || (loaded_.tables_sound && !inputs_.districts.empty());
        return there && std::ranges::all_of(needed, [this](std::string_view key) { return sound(key); });
    }

    // Zones and stations are known once the city has been drawn.
    void assemble_grid() {
        std::size_t const before = report_.size();
        bool const drawn = placed();
        try {
            if (drawn) check_city(inputs_, loaded_.origins, report_);
        } catch (city::ProgrammeFallsShort const& programme) {
            complain("rollout.programmes", programme.what(), "no other site would help anybody",
                     "lower stations");
            return;
        }
        if (!loaded_.own_grid) return;
        std::optional<city::Part> part;
        if (drawn && report_.size() == before) {
            city::Inputs whole = inputs_;
            whole.scale = 1.0;
            part = city::part_of_city(whole, RandomSource(inputs_.seed));
        }
        if (sound("scale") && sections_.scale != 1.0) {
            complain("scale", fmt::format("the scale is {:g}", sections_.scale),
                     "grid.own_network is not thinned with the city", "write scale: 1");
        }
        inputs_.grid.own_network = own_network_of(loaded_, part, report_);
    }

    void check_fleet() {
        double all = inputs_.private_cars.vehicles;
        for (demand::WorkingFleet const& fleet : inputs_.fleets) all += fleet.stock().vehicles;
        double const vehicles = std::floor(all * inputs_.scale + 0.5);
        if (vehicles >= 1 || !sections_.demand.visits.empty() || !sections_.demand.sessions.empty()) return;
        complain("fleets.private.vehicles", "the fleet is empty",
                 fmt::format("{} vehicles at scale {} and neither demand.visits nor demand.sessions", all,
                             inputs_.scale),
                 "raise it, write visits by hand or name a file of sessions");
    }

    void check_record() {
        for (auto const& [key, step] : {std::pair{"record.city_step", inputs_.record.city_step},
                                        std::pair{"record.station_step", inputs_.record.station_step}}) {
            if (inputs_.time.duration.ms % step.ms == 0) continue;
            complain(key, fmt::format("the step of {} min does not divide the recorded time", step.minutes()),
                     "the last step would be cut short", "choose a step that divides time.duration");
        }
    }

    // Grid steps begin with the warm-up, end with the run and meet the recorded span.
    void check_grid_steps() {
        if (inputs_.grid.flow.flow == grid::FlowScope::none) return;
        Duration const step = inputs_.grid.flow.step;
        bool const fits = inputs_.time.duration.ms % step.ms == 0 && inputs_.time.warmup.ms % step.ms == 0;
        if (fits) return;
        complain(
            "grid.step",
            fmt::format("the step of {} min does not divide time.warmup and time.duration", step.minutes()),
            "a step would lie across the beginning or the end of what is recorded",
            "choose a step that divides both");
    }

    // A plan would leave sessions unfilled to save money.
    void check_unmet_price() {
        if (!control::plans_ahead(inputs_.control)) return;
        double const highest = *std::ranges::max_element(inputs_.tariff.energy_yuan_per_kwh);
        if (inputs_.control.horizon.unmet_yuan_per_kwh > 2.0 * highest) return;
        complain("control.horizon.unmet_yuan_per_kwh",
                 "the price of unmet energy is not far above that of energy",
                 fmt::format("the dearest kWh costs {:g} yuan", highest), "write more than twice as much");
    }

    // Who lays out all sessions of a site lays out no stay that feeds back.
    void check_feeding_stations() {
        control::Strategy const strategy = inputs_.control.strategy;
        bool const plans_all =
            strategy == control::Strategy::receding_horizon || strategy == control::Strategy::external;
        auto const by_hand = [](StationEntry const& entry) { return entry.bidirectional_piles > 0; };
        bool const takes_back = sections_.supply.stations.empty()
                                    ? sections_.supply.working.bidirectional.share > 0.0
                                    : std::ranges::any_of(sections_.supply.stations, by_hand);
        if (!plans_all || !takes_back || inputs_.control.v2g.strategy == control::V2gStrategy::none) return;
        complain("control.v2g.strategy", "no car would feed back at the bidirectional piles of stations",
                 "control.strategy lays out their sessions itself, and knows of charging only",
                 "choose another control.strategy, or take the piles away");
    }

    void check_volt_var() {
        if (!inputs_.control.volt_var.on) return;
        if (inputs_.grid.flow.flow == grid::FlowScope::none) {
            complain("control.volt_var.enabled", "there is no voltage to answer to",
                     "no network is drawn with grid.flow: none", "write grid.flow: feeders");
        } else if (inputs_.grid.flow.enforce != grid::Enforcement::none) {
            complain("control.volt_var.enabled", "limits of the grid are enforced beside it",
                     "what they leave is found for chargers of a fixed power factor",
                     "write grid.enforce: none, or drop volt_var");
        }
    }

    void check_response() {
        auto const& events = inputs_.control.response.events;
        for (std::size_t i = 0; i < events.size(); ++i) {
            Duration const from = time_between(inputs_.time.start, events[i].from),
                           to = time_between(inputs_.time.start, events[i].to);
            if (from.ms >= 0 && to <= inputs_.time.duration) continue;
            complain(fmt::format("control.demand_response.events.{}.from", i),
                     "the event lies outside the recorded time", "nobody would see it",
                     "move it or the window");
        }
    }

    void check_outages() {
        auto const& outages = inputs_.grid.outages.planned;
        if (outages.empty()) return;
        if (inputs_.grid.flow.flow == grid::FlowScope::none) {
            complain("grid.outages", "there are no feeders", "grid.flow is none, so no network is solved",
                     "write flow: feeders beside it");
            return;
        }
        for (std::size_t i = 0; i < outages.size(); ++i) check_outage(i);
    }

    // Inside the recorded time, on steps of the grid and on slots of plans, and once at a time.
    void check_outage(std::size_t i) {
        auto const& outages = inputs_.grid.outages.planned;
        std::string const key = fmt::format("grid.outages.{}", i);
        Duration const from = time_between(inputs_.time.start, outages[i].from),
                       to = time_between(inputs_.time.start, outages[i].to);
        if (from.ms < 0 || to > inputs_.time.duration)
            complain(key + ".from", "the outage lies outside the recorded time", "nobody would see it",
                     "move it or the window");
        for (Duration const since_start : {from, to}) {
            std::int64_t const ms = (inputs_.time.warmup + since_start).ms;
            if (ms % inputs_.grid.flow.step.ms == 0 && ms % minutes(15).ms == 0) continue;
            complain(key + ".from",
                     "the outage does not begin and end with steps of the grid and quarters of an hour "
                     "counted from the beginning of the warm-up",
                     "who carries how much is settled by quarters",
                     "choose time.start, time.warmup and grid.step that fit");
            break;
        }
        for (std::size_t j = 0; j < i; ++j) {
            bool const apart = time_between(outages[j].to, outages[i].from).ms >= 0 ||
                               time_between(outages[i].to, outages[j].from).ms >= 0;
            if (outages[j].feeder != outages[i].feeder || apart) continue;
            complain(key + ".feeder", fmt::format("{} is out twice at a time", outages[i].feeder),
                     fmt::format("grid.outages.{} overlaps", j), "make one of both");
        }
    }

    LoadedSections const& loaded_;
    Sections const& sections_;
    Report& report_;
    city::Inputs inputs_{};
    DistrictNames districts_;
    std::vector<std::string> zone_ids_, model_ids_;
    std::vector<std::size_t> district_of_zone_;
    bool swaps_sound_ = false;
};

}  // namespace

city::Inputs assemble(LoadedSections const& loaded, Report& report) {
    return Assembly(loaded, report).assemble();
}

}  // namespace yuchong::io
