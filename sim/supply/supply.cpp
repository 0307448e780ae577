#include "sim/supply/supply.hpp"

#include "sim/base/check.hpp"
#include "sim/base/hash.hpp"
#include "sim/supply/plug_charge.hpp"

#include <algorithm>
#include <cmath>

namespace yuchong::supply {

namespace {

// AC power of one module at full load, with its losses.
double module_ac_kw(vehicle::LossCurve const& loss, double module_kw) {
    return module_kw + loss.standing_kw + loss.linear * module_kw +
           loss.quadratic_per_kw * module_kw * module_kw;
}

double loss_ratio(vehicle::LossCurve const& loss, double module_kw) {
    return module_ac_kw(loss, module_kw) / module_kw - 1.0;
}

// AC power of an AC pile that delivers power_kw.
double pile_ac_kw(vehicle::LossCurve const& loss, double power_kw) {
    return power_kw + loss.standing_kw + loss.linear * power_kw + loss.quadratic_per_kw * power_kw * power_kw;
}

// The most that connection and plant can ever give together.
double largest_supply_kw(Station const& station) {
    return station.grid_limit_kw + station.plant.storage_kw + station.plant.pv_peak_kw;
}

// What that leaves the station's converters, kW of AC.
double converter_budget_kw(Supply const& supply, Station const& station) {
    vehicle::LossSettings const& losses = supply.charging.losses;
    double left = largest_supply_kw(station) - losses.host_active_kw * station.host_count;
    for (std::uint32_t p = station.first_plug; p < station.first_plug + station.plug_count; ++p) {
        if (!supply.network.plugs[p].host) left -= pile_ac_kw(losses.ac_pile, supply.plug_limit_kw[p]);
    }
    return std::max(left, 0.0);
}

// AC piles give less, all alike, where the connection cannot carry their ratings.
void set_plug_limits(Supply& supply, Station const& station) {
    vehicle::LossSettings const& losses = supply.charging.losses;
    double ac_kw = 0.0, fixed_kw = losses.host_active_kw * station.host_count;
    for (std::uint32_t p = station.first_plug; p < station.first_plug + station.plug_count; ++p) {
        if (supply.network.plugs[p].host) continue;
        fixed_kw += losses.ac_pile.standing_kw;
        ac_kw += pile_ac_kw(losses.ac_pile, supply.network.plugs[p].power_kw) - losses.ac_pile.standing_kw;
    }
    double const left = std::max(largest_supply_kw(station) - fixed_kw, 0.0);
    double const share = ac_kw > left ? left / ac_kw : 1.0;
    for (std::uint32_t p = station.first_plug; p < station.first_plug + station.plug_count; ++p) {
        Plug const& plug = supply.network.plugs[p];
        supply.plug_limit_kw[p] = plug.host ? plug.power_kw : share * plug.power_kw;
    }
}

Group group_of(Supply const& supply, StationId id, std::uint32_t first_host, std::uint32_t host_count) {
    Network const& network = supply.network;
    Group group{id,
                first_host,
                host_count,
                network.hosts[first_host].first_plug,
                0,
                network.stations[id.index()].sharing,
                0,
                0.0,
                network.hosts[first_host].module_kw};
    for (std::uint32_t h = first_host; h < first_host + host_count; ++h) {
        check(network.hosts[h].first_plug == group.first_plug + group.plug_count,
              "plugs out of order (the terminals of a station's hosts must follow one another)");
        group.plug_count += network.hosts[h].plug_count;
        group.modules += network.hosts[h].modules;
        group.limit_kw += supply.host_limit_kw[h];
    }
    return group;
}

void add_group(Supply& supply, Group const& group) {
    for (std::uint32_t h = group.first_host; h < group.first_host + group.host_count; ++h) {
        supply.group_of_host[h] = GroupId{supply.groups.size()};
    }
    supply.groups.push_back(group);
}

// The proportional rule splits a binding connection over the hosts by their ratings, once and for all: each
// host then shares its own part, which keeps the rule's closed form.
void split_limit(Supply& supply, Station const& station, double budget_kw) {
    double rated = 0.0;
    for (std::uint32_t h = 0; h < station.host_count; ++h)
        rated += supply.host_limit_kw[station.first_host + h];
    double const share = rated > budget_kw ? budget_kw / rated : 1.0;
    for (std::uint32_t h = 0; h < station.host_count; ++h)
        supply.host_limit_kw[station.first_host + h] *= share;
}

void add_station_groups(Supply& supply, StationId id) {
    Station const& station = supply.network.stations[id.index()];
    if (station.host_count == 0) return;
    vehicle::LossCurve const& loss = supply.charging.losses.module;
    double const budget_ac_kw = converter_budget_kw(supply, station);
    std::uint32_t modules = 0;
    double largest_kw = 0.0, rated_kw = 0.0;
    for (std::uint32_t h = station.first_host; h < station.first_host + station.host_count; ++h) {
        Host const& host = supply.network.hosts[h];
        supply.host_limit_kw[h] = host.modules * host.module_kw;
        modules += host.modules;
        rated_kw += supply.host_limit_kw[h];
        largest_kw = std::max(largest_kw, host.module_kw);
    }
    double const budget_kw = budget_ac_kw / (1.0 + loss_ratio(loss, largest_kw));
    auto const budget_modules = static_cast<std::uint32_t>(
        std::min(std::floor(budget_ac_kw / module_ac_kw(loss, largest_kw)), static_cast<double>(modules)));

    if (station.sharing == SharingRule::proportional) split_limit(supply, station, budget_kw);
    bool const binds =
        station.sharing == SharingRule::max_min ? budget_kw < rated_kw : budget_modules < modules;
    bool const coupled = binds || supply.coupling == Coupling::by_station || station.plant.exists();
    if (!coupled || station.sharing == SharingRule::proportional) {
        for (std::uint32_t h = 0; h < station.host_count; ++h) {
            add_group(supply, group_of(supply, id, station.first_host + h, 1));
        }
        return;
    }
    Group group = group_of(supply, id, station.first_host, station.host_count);
    group.modules = budget_modules;
    group.limit_kw = std::min(group.limit_kw, budget_kw);
    add_group(supply, group);
}

// The most that the station's converters may draw. Pre: its groups are set.
double converters_ac_kw(Supply const& supply, Station const& station) {
    vehicle::LossSettings const& losses = supply.charging.losses;
    double kw = 0.0;
    std::uint32_t const end_host = station.first_host + station.host_count;
    for (std::uint32_t h = station.first_host; h < end_host;) {
        Group const& group = supply.groups[supply.group_of_host[h].index()];
        kw += is_continuous(group.rule) ? group.limit_kw * (1.0 + loss_ratio(losses.module, group.module_kw))
                                        : group.modules * module_ac_kw(losses.module, group.module_kw);
        h += group.host_count;
    }
    return kw;
}

// Pre: the station's groups and plug limits are set.
Load largest_load_of(Supply const& supply, Station const& station) {
    vehicle::LossSettings const& losses = supply.charging.losses;
    Load load{losses.host_active_kw * station.host_count, converters_ac_kw(supply, station)};
    for (std::uint32_t p = station.first_plug; p < station.first_plug + station.plug_count; ++p) {
        if (supply.network.plugs[p].host) continue;
        load.fixed_kw += losses.ac_pile.standing_kw;
        load.flexible_kw += pile_ac_kw(losses.ac_pile, supply.plug_limit_kw[p]) - losses.ac_pile.standing_kw;
    }
    return load;
}

// A storage keeps at least what it gives in a plant step at full power, whatever its reserve: giving in to
// the price never takes what the connection will need before the next look.
Storage built_storage(StorageSettings const& settings, Plant const& plant) {
    if (plant.storage_kwh <= 0.0) return {0.0, 0.0, 0.0, 1.0, 1.0};
    Storage storage = storage_of(settings, plant.storage_kwh);
    storage.power_kw = plant.storage_kw;
    double const step_kwh = storage.power_kw * plant_step.hours() / storage.discharge_efficiency;
    storage.reserve_kwh = std::min(std::max(storage.reserve_kwh, step_kwh), storage.usable_kwh);
    return storage;
}

// Pre: the station's groups, plug limits and largest load are set.
void add_plant(Supply& supply, StationId id) {
    Station const& station = supply.network.stations[id.index()];
    if (!station.plant.exists()) return;
    double const converters_kw = converters_ac_kw(supply, station);
    supply.plant_of_station[id.index()] = static_cast<std::uint32_t>(supply.plants.size());
    supply.plants.push_back({.station = id,
                             .storage = built_storage(supply.settings.storage, station.plant),
                             .pv_peak_kw = station.plant.pv_peak_kw,
                             .rule = station.plant.rule,
                             .start_share = station.plant.start_share,
                             .piles_kw = supply.largest_load[id.index()].flexible_kw - converters_kw,
                             .converters_kw = converters_kw});
}

// Pre: the limits of its slots are set.
void add_swap(Supply& supply, StationId id) {
    Station const& station = supply.network.stations[id.index()];
    if (!station.swap.exists()) return;
    check(station.swap.packs <= most_packs && station.plug_count > 0,
          "a swap station without slots or with more packs than most_packs");
    double const energy_kwh = supply.catalogue.models[station.swap.model.index()].usable_kwh;
    SwapSettings const& settings = supply.settings.swap;
    SessionRequest empty{};
    empty.model = station.swap.model;
    empty.energy_kwh = energy_kwh;
    empty.curve_scale = 1.0;
    empty.target_soc = settings.target_soc;
    empty.pack_temp_c = empty.ambient_c = settings.pack_c;
    vehicle::Charge const charge = plug_charge(supply, PlugId{station.first_plug}, empty, settings.pack_c);
    double const hours = vehicle::hours_to_soc(charge.acceptance, 0.0, charge.stop_soc,
                                               supply.plug_limit_kw[station.first_plug], charge.pack);
    std::uint32_t const first =
        supply.swaps.empty() ? 0 : supply.swaps.back().first_pack + supply.swaps.back().pack_count;
    supply.swap_of_station[id.index()] = static_cast<std::uint32_t>(supply.swaps.size());
    supply.swaps.push_back({id, first, station.swap.packs, energy_kwh, hours});
}

void check_station(Network const& network, std::uint32_t index) {
    Station const& station = network.stations[index];
    check(station.first_host + station.host_count <= network.hosts.size() &&
              station.first_plug + station.plug_count <= network.plugs.size(),
          "station beyond the network's tables (hosts or plugs are missing)");
    check(station.plug_count <= largest_station, "station too large (see largest_station)");
    for (std::uint32_t h = station.first_host; h < station.first_host + station.host_count; ++h) {
        Host const& host = network.hosts[h];
        check(host.station.index() == index && host.module_kw > 0.0,
              "host of another station or without module power");
        check(host.module_kw == network.hosts[station.first_host].module_kw,
              "modules of two sizes at one station (a shared budget counts equal modules)");
        for (std::uint32_t p = host.first_plug; p < host.first_plug + host.plug_count; ++p) {
            check(p < network.plugs.size() && network.plugs[p].host == HostId{h}, "terminal of another host");
        }
    }
    for (std::uint32_t p = station.first_plug; p < station.first_plug + station.plug_count; ++p) {
        check(network.plugs[p].station.index() == index, "plug of another station (tables are out of order)");
    }
}

}  // namespace

Supply::Supply(Network const& built, vehicle::Catalogue const& cars,
               vehicle::ChargingSettings const& charging_settings, SupplySettings const& supply_settings,
               RandomSource source, Coupling hosts_coupled)
    : network(built),
      catalogue(cars),
      charging(charging_settings),
      settings(supply_settings),
      random(source),
      coupling(hosts_coupled),
      group_of_host(built.hosts.size()),
      host_limit_kw(built.hosts.size()),
      plug_limit_kw(built.plugs.size()),
      plug_ordinal(built.plugs.size()),
      limit_kw(built.stations.size()),
      idle_kw(built.stations.size()),
      largest_load(built.stations.size()),
      host_active_extra_kw(charging.losses.host_active_kw - charging.losses.host_idle_kw),
      plant_of_station(built.stations.size(), no_plant),
      swap_of_station(built.stations.size(), no_swap) {
    first_bay.reserve(built.stations.size() + 1);
    std::uint32_t bays = 0;
    for (std::uint32_t s = 0; s < built.stations.size(); ++s) {
        check_station(built, s);
        Station const& station = built.stations[s];
        set_plug_limits(*this, station);
        add_station_groups(*this, StationId{s});
        limit_kw[s] = station.grid_limit_kw;
        idle_kw[s] = charging.losses.host_idle_kw * station.host_count;
        largest_load[s] = largest_load_of(*this, station);
        add_plant(*this, StationId{s});
        add_swap(*this, StationId{s});
        for (std::uint32_t i = 0; i < station.plug_count; ++i) {
            plug_ordinal[station.first_plug + i] = static_cast<std::uint32_t>(combine(station.ordinal, i));
        }
        first_bay.push_back(bays);
        bays += station.bays;
    }
    first_bay.push_back(bays);
}

LossRate loss_rate(Supply const& supply, PlugId plug, std::uint32_t modules) {
    vehicle::LossSettings const& losses = supply.charging.losses;
    HostId const host = supply.network.plugs[plug.index()].host;
    if (!host) return {losses.ac_pile.standing_kw, losses.ac_pile.linear, losses.ac_pile.quadratic_per_kw};
    Group const& group = supply.groups[supply.group_of_host[host.index()].index()];
    if (is_continuous(group.rule)) return {0.0, loss_ratio(losses.module, group.module_kw), 0.0};
    if (modules == 0) return {0.0, 0.0, 0.0};
    double const n = modules;
    return {n * losses.module.standing_kw, losses.module.linear, losses.module.quadratic_per_kw / n};
}

double share_under_cap(Supply const& supply, StationId station, Kilowatts cap) {
    Load const& load = supply.largest_load[station.index()];
    double const left_kw = std::max(cap.value() - load.fixed_kw, 0.0);
    return left_kw >= load.flexible_kw ? 1.0 : left_kw / load.flexible_kw;
}

}  // namespace yuchong::supply
