#include "sim/io/city_fit.hpp"

#include "sim/city/scope.hpp"
#include "sim/demand/population.hpp"
#include "sim/io/fields_domain.hpp"
#include "sim/space/synthesis.hpp"
#include "sim/supply/supply.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>

namespace yuchong::io {

namespace {

using space::ZoneKind;
using Weights = std::array<double, 4>;  // by kind of zone

std::size_t index(ZoneKind kind) { return static_cast<std::size_t>(kind); }

// "central, residential"
std::string kinds_text(std::span<ZoneKind const> kinds) {
    std::array<bool, 4> there{};
    for (ZoneKind const kind : kinds) there[index(kind)] = true;
    std::vector<std::string_view> names;
    for (std::size_t k = 0; k < there.size(); ++k) {
        if (there[k]) names.push_back(zone_kind_names[k]);
    }
    return fmt::format("{}", fmt::join(names, ", "));
}

class CityFit {
public:
    CityFit(city::Inputs const& inputs, Origins const& origins, Report& report)
        : inputs_(inputs), origins_(origins), report_(report), random_(inputs.seed) {}

    void check() {
        if (inputs_.own_geography ? own_cars_live() : districts_live()) check_drawn();
    }

private:
    void complain(std::vector<std::string> const& keys, std::string problem, std::string why,
                  std::string hint) {
        std::string const key = origins_.latest(keys);
        report_.add({origins_.find(key), key, std::move(problem), std::move(why), std::move(hint)});
    }

    // ---- zones

    // Do people, cars and base load find zones that take them? The first district of each problem is named.
    bool districts_live() {
        space::GeographySettings const& rules = inputs_.geography;
        auto const kinds = space::draw_kinds(inputs_.districts, rules, random_);
        std::size_t const before = report_.size();
        bool townspeople = true, villagers = true, cars = true, base_load = false;
        for (std::size_t d = 0; d < kinds.size(); ++d) {
            space::DistrictFacts const& facts = inputs_.districts[d];
            std::vector<ZoneKind> const towns = weighty(kinds[d], rules.urban_population_weight),
                                        villages = weighty(kinds[d], rules.rural_population_weight);
            if (facts.urbanisation > 0 && towns.empty() && std::exchange(townspeople, false))
                homeless("townspeople", facts, kinds[d], "urban_population_weight");
            if (facts.urbanisation < 1 && villages.empty() && std::exchange(villagers, false))
                homeless("rural people", facts, kinds[d], "rural_population_weight");
            std::vector<ZoneKind> lived_in = facts.urbanisation > 0 ? towns : std::vector<ZoneKind>{};
            if (facts.urbanisation < 1) lived_in.insert(lived_in.end(), villages.begin(), villages.end());
            if (lived_in.empty()) continue;
            if (weighty(lived_in, rules.vehicles_per_resident).empty() && std::exchange(cars, false))
                homeless("cars", facts, lived_in, "vehicles_per_resident");
            bool const at_work =
                rules.base_load_per_job > 0 && !weighty(lived_in, rules.jobs_per_resident).empty();
            base_load = base_load || at_work || !weighty(lived_in, rules.base_load_per_resident).empty();
        }
        if (townspeople && villagers && !base_load) {
            complain({"city.geography.base_load_per_resident", "city.geography.base_load_per_job"},
                     "no zone has any base load", "all weights of its people and jobs are zero",
                     "make one positive");
        }
        return report_.size() == before;
    }

    static std::vector<ZoneKind> weighty(std::span<ZoneKind const> kinds, Weights const& weights) {
        std::vector<ZoneKind> some;
        std::ranges::copy_if(kinds, std::back_inserter(some),
                             [&](ZoneKind kind) { return weights[index(kind)] > 0; });
        return some;
    }

    void homeless(std::string_view who, space::DistrictFacts const& district, std::span<ZoneKind const> kinds,
                  std::string const& name) {
        complain({"city.geography." + name}, fmt::format("the {} of {} have no zone", who, district.name),
                 fmt::format("its zones are {}, and their weights are zero", kinds_text(kinds)),
                 "give one of them a weight");
    }

    bool own_cars_live() {
        auto const& zones = inputs_.own_geography->zones;
        if (std::ranges::any_of(zones, [](space::Zone const& zone) { return zone.vehicle_weight > 0; }))
            return true;
        std::vector<ZoneKind> kinds;
        for (space::Zone const& zone : zones) kinds.push_back(zone.kind);
        complain({"city.geography.vehicles_per_resident", "city.zones"}, "no zone has any cars",
                 fmt::format("the zones are {}, and their weights are zero", kinds_text(kinds)),
                 "give one of them a weight");
        return false;
    }

    // ---- stations

    void check_drawn() {
        space::Geography const whole = city::whole_geography(inputs_, random_);
        if (!inputs_.own_network && !plugs_fit(whole)) return;
        city::Part const part = city::part_of(whole, inputs_, random_);
        check_destinations(part.geography);
        check_cars(part);
        check_stations(part.network);
    }

    bool plugs_fit(space::Geography const& whole) {
        std::size_t const before = report_.size();
        supply::NetworkSettings const& rules = inputs_.network;
        supply::PlugTotals const totals = supply::plug_totals(rules);
        supply::NetworkRoom const room = supply::room_of(whole, rules, random_);
        std::string const in = "supply.network.", zones = "city";
        check_room("super terminals", totals.super_terminals, room.super_terminals,
                   {in + "super_terminals", in + "super_stations", in + "super_layouts", in + "super_factor",
                    in + "super_weights", in + "stations", in + "station_weights", zones});
        check_room(
            "fast terminals", totals.fast_terminals, room.fast_terminals,
            {in + "plugs", in + "dc_share", in + "super_terminals", in + "stations", in + "super_stations",
             in + "ac_only_share", in + "fast_terminals", in + "super_layouts", zones});
        check_room("AC piles", totals.ac_piles, room.ac_piles,
                   {in + "plugs", in + "dc_share", in + "stations", in + "ac_only_share",
                    in + "ac_beside_dc_share", in + "ac_piles", in + "ac_beside_dc", zones});
        check_service_areas(room.service_areas);
        return report_.size() == before;
    }

    void check_service_areas(supply::Room const& room) {
        std::uint32_t const count = supply::service_area_count(inputs_.network);
        if (room.holds(count)) return;
        complain({"supply.network.service_area_share", "supply.network.super_stations", "city"},
                 fmt::format("{} super stations in service areas are more than may stand in one", count),
                 fmt::format("{} are outside the core districts", room.most), "lower the share");
    }

    void check_room(std::string_view what, std::int64_t count, supply::Room const& room,
                    std::vector<std::string> const& keys) {
        if (room.holds(count)) return;
        complain(keys, fmt::format("{} {} do not fit the stations", count, what),
                 fmt::format("their layouts and sizes hold {} to {}", room.fewest, room.most),
                 "change the total, the stations or what they may hold");
    }

    void check_stations(supply::Network const& network) {
        if (network.stations.empty()) {
            complain({"scale", "scope", "supply.network.stations"}, "no public station is left",
                     fmt::format("of those in scope, at scale {}", inputs_.scale), "raise the scale");
        }
        if (!inputs_.own_network) check_groups(network);
        for (std::size_t s = 0; s < network.stations.size(); ++s) {
            if (!plugs_count(network.stations[s]) || !connection_carries(network, s)) return;
        }
    }

    // Groups of control name drawn stations that there are.
    void check_groups(supply::Network const& network) {
        auto const there = [&](std::string const& id) {
            return std::ranges::find(network.stations, id, &supply::Station::id) != network.stations.end();
        };
        auto const& groups = inputs_.control.groups;
        for (std::size_t g = 0; g < groups.size(); ++g) {
            for (std::size_t i = 0; i < groups[g].stations.size(); ++i) {
                if (there(groups[g].stations[i])) continue;
                complain({fmt::format("control.groups.{}.stations.{}", g, i)},
                         fmt::format("there is no station \"{}\"", groups[g].stations[i]),
                         "none of that id is drawn in scope, at this scale",
                         "`stations` of a result lists them");
            }
        }
    }

    // The first station that holds too much is enough.
    bool plugs_count(supply::Station const& station) {
        if (station.plug_count <= supply::largest_station) return true;
        std::string const in = "supply.network.";
        complain({in + "fast_terminals", in + "ac_piles", in + "ac_beside_dc", in + "super_layouts"},
                 fmt::format("the station {} would have {} plugs", station.id, station.plug_count),
                 fmt::format("one station holds {} at most", supply::largest_station),
                 "lower the most that a station may have");
        return false;
    }

    // Auxiliaries work whatever the connection carries.
    bool connection_carries(supply::Network const& network, std::size_t s) {
        supply::Station const& station = network.stations[s];
        vehicle::LossSettings const& losses = inputs_.charging.losses;
        auto const first = network.plugs.begin() + station.first_plug;
        auto const piles = std::count_if(first, first + station.plug_count,
                                         [](supply::Plug const& plug) { return !plug.host; });
        double const own_kw = losses.host_active_kw * station.host_count +
                              losses.ac_pile.standing_kw * static_cast<double>(piles);
        if (own_kw < station.grid_limit_kw) return true;
        std::string const limit = inputs_.own_network ? fmt::format("supply.stations.{}.grid_limit_kw", s)
                                                      : "supply.network.transformer_kva";
        complain({limit, "charging.losses.host_active_kw", "charging.losses.ac_pile.standing_kw"},
                 fmt::format("the connection of {} carries no charging", station.id),
                 fmt::format("its hosts and piles take {:g} kW themselves, of {:g} kW", own_kw,
                             station.grid_limit_kw),
                 "raise its limit");
        return false;
    }

    // ---- cars and where they go

    void check_cars(city::Part const& part) {
        auto const sum = [](std::vector<std::uint32_t> const& by_district) {
            return std::accumulate(by_district.begin(), by_district.end(), std::uint64_t{0});
        };
        std::uint64_t cars = sum(part.cars_by_district);
        for (auto const& by_district : part.working_by_district) cars += sum(by_district);
        double of_all = inputs_.private_cars.vehicles;
        for (demand::WorkingFleet const& fleet : inputs_.fleets) of_all += fleet.stock().vehicles;
        if (cars == 0 && inputs_.visits.empty() && inputs_.sessions.empty()) {
            complain({"scale", "scope", "fleets.private.vehicles"}, "no car is left",
                     fmt::format("of {} in the whole city, at scale {} and without demand.visits", of_all,
                                 inputs_.scale),
                     "raise the scale");
        }
        for (std::size_t f = 0; f < part.working_by_district.size(); ++f) {
            auto const most = std::ranges::max_element(part.working_by_district[f]);
            if (*most <= demand::most_working_in_district) continue;
            auto const d = static_cast<std::size_t>(most - part.working_by_district[f].begin());
            complain({"fleets." + inputs_.fleets[f].name + ".vehicles", "fleets.working", "scale"},
                     fmt::format("{} has {} of them", part.geography.districts[d].name, *most),
                     fmt::format("draws tell {} of a district apart", demand::most_working_in_district),
                     "lower it or the scale");
        }
        auto const most = std::ranges::max_element(part.cars_by_district);
        if (*most <= demand::most_cars_in_district) return;
        auto const d = static_cast<std::size_t>(most - part.cars_by_district.begin());
        complain({"fleets.private.vehicles", "scale"},
                 fmt::format("{} has {} cars", part.geography.districts[d].name, *most),
                 fmt::format("draws tell {} of a district apart", demand::most_cars_in_district),
                 "lower it or the scale");
    }

    // Work lies in the ring where people live (space/gravity.hpp).
    void check_destinations(space::Geography const& part) {
        std::array<double, 3> cars{}, jobs{};
        double visits = 0.0;
        for (space::Zone const& zone : part.zones) {
            auto const ring = static_cast<std::size_t>(part.districts[zone.district.index()].ring);
            cars[ring] += zone.vehicle_weight;
            jobs[ring] += zone.jobs;
            visits += zone.visits;
        }
        bool const works = std::ranges::any_of(std::array{0, 1, 2},
                                               [&](std::size_t r) { return cars[r] > 0 && jobs[r] > 0; });
        std::string const in = "city.geography.";
        if (!works) {
            complain({in + "jobs_per_resident", in + "vehicles_per_resident", "scope", "city.zones"},
                     "no zone in scope has jobs where cars live", "people have to work somewhere",
                     "give one kind of zone jobs");
        }
        if (visits <= 0) {
            complain({in + "visits_per_resident", "scope", "city.zones"}, "no zone in scope has visits",
                     "trips have to end somewhere", "give one kind of zone visits");
        }
    }

    city::Inputs const& inputs_;
    Origins const& origins_;
    Report& report_;
    RandomSource random_;
};

}  // namespace

void check_city(city::Inputs const& inputs, Origins const& origins, Report& report) {
    CityFit(inputs, origins, report).check();
}

}  // namespace yuchong::io
