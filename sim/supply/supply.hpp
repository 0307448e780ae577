#pragma once
// What is frozen while stations work: the network, the cars, the settings, and what follows from them: which
// hosts share power, how much of it the grid connection leaves them, and what a plug may draw.
//
// Coupling group = the sessions whose grants depend on one another: one host, unless the station's connection
// leaves less than its hosts could draw together; then all hosts of the station. The connection is AC and
// always binds: what remains of it after the auxiliaries of all hosts and the full ratings of the AC piles is
// turned into whole modules at full load with their losses (continuous rules: into kW with the loss ratio of
// full load), so that the station's AC power can never exceed it. If the AC piles alone would exceed it they
// are derated alike.
//
// A run whose control caps stations (cap_station in sim/supply/station.hpp) couples all hosts of every
// station from the start: a cap may bind where the connection does not. The proportional rule needs no
// coupling, its hosts each get their part.
//
// A station with a plant, a storage or solar panels behind its meter, is laid out for all that its connection
// and its plant can ever give together, and always coupled. What they give at the moment is a budget of the
// run (sim/supply/plant.hpp).

#include "sim/base/quantity.hpp"
#include "sim/base/random.hpp"
#include "sim/base/time.hpp"
#include "sim/supply/network.hpp"
#include "sim/supply/settings.hpp"
#include "sim/supply/storage.hpp"
#include "sim/vehicle/catalogue.hpp"
#include "sim/vehicle/settings.hpp"

#include <cstdint>
#include <vector>

namespace yuchong::supply {

using GroupId = Id<struct GroupTag>;

struct Group {
    StationId station;
    std::uint32_t first_host, host_count;
    std::uint32_t first_plug, plug_count;
    SharingRule rule;
    std::uint32_t modules;  // the station's budget: modules that may work at once (module rules)
    double limit_kw;        // the station's budget at the plugs (continuous rules)
    double module_kw;
};

// Which hosts form a group: all of a station only where its connection binds, or always, so that it can be
// capped.
enum class Coupling : std::uint8_t { by_need, by_station };

// What a cap cannot touch and what it can, kW of AC at the connection: auxiliaries with all hosts active and
// standing losses of the AC piles; the most that converters and piles may draw beside them.
struct Load {
    double fixed_kw, flexible_kw;
};

// A station with a plant, frozen. What its plugs can draw at most beside the fixed load is divided as the
// connection of any station is: AC piles first, converters from what they leave.
struct BuiltPlant {
    StationId station;
    Storage storage;  // of no power and energy if there are panels only
    double pv_peak_kw;
    StorageRule rule;
    double start_share;
    double piles_kw, converters_kw;
};
inline constexpr std::uint32_t no_plant = UINT32_MAX;

// A swap station, frozen.
struct BuiltSwap {
    StationId station;
    std::uint32_t first_pack, pack_count;  // of the pool of packs
    double energy_kwh;                     // of one pack
    double usual_charge_h;                 // of an empty one in a slot that shares with nobody
};
inline constexpr std::uint32_t no_swap = UINT32_MAX;

// From one look at the plants to the next: what a storage holds is enough for the budget until then.
inline constexpr Duration plant_step = minutes(1);

// Conversion loss of one session: fixed + linear P + square P^2 (kW), see vehicle::LossCurve.
struct LossRate {
    double fixed_kw, linear, square_per_kw;
};

// At most this many plugs at one station (checked): predictions list-schedule them without allocating.
inline constexpr std::uint32_t largest_station = 512;

struct Supply {
    // The references must outlive the supply. Throws BrokenInvariant if the network's tables do not fit
    // together.
    Supply(Network const& built, vehicle::Catalogue const& cars,
           vehicle::ChargingSettings const& charging_settings, SupplySettings const& supply_settings,
           RandomSource source, Coupling hosts_coupled = Coupling::by_need);

    Network const& network;
    vehicle::Catalogue const& catalogue;
    vehicle::ChargingSettings const& charging;
    SupplySettings settings;
    RandomSource random;
    Coupling coupling;

    std::vector<Group> groups;
    std::vector<GroupId> group_of_host;
    std::vector<double> host_limit_kw;  // by host, continuous rules: what the host may give
    std::vector<double> plug_limit_kw;  // by plug: rating, AC piles derated if the connection is too small
    std::vector<std::uint32_t> plug_ordinal;  // by plug: keys its draws
    std::vector<std::uint32_t> first_bay;     // by station, and the total at the end
    std::vector<double> limit_kw;             // by station: of its connection
    std::vector<double> idle_kw;              // by station: auxiliaries with no session
    std::vector<Load> largest_load;           // by station
    double host_active_extra_kw;              // beside them for each host that gives current
    std::vector<BuiltPlant> plants;
    std::vector<std::uint32_t> plant_of_station;  // by station: index of plants, or no_plant
    std::vector<BuiltSwap> swaps;                 // in the order of their stations
    std::vector<std::uint32_t> swap_of_station;   // by station: index of swaps, or no_swap
};

[[nodiscard]] constexpr bool is_continuous(SharingRule rule) {
    return rule == SharingRule::proportional || rule == SharingRule::max_min;
}

// The loss of a session with `modules` granted at this plug (an AC pile has none; continuous rules do not
// count them).
LossRate loss_rate(Supply const& supply, PlugId plug, std::uint32_t modules);

// The share of its flexible load that a station may use under a cap, in [0, 1]; converters and AC piles
// alike.
double share_under_cap(Supply const& supply, StationId station, Kilowatts cap);

}  // namespace yuchong::supply
