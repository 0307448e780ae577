#pragma once
// Draws the charging network that published totals describe but no public list names: so many stations, plugs
// and super terminals spread over the zones. Counts are exact at any settings. Every station is synthetic,
// has a stable id "<zone>-s<nn>" and draws keyed by it: another seed, district or count moves shares, never
// the rest of a station's luck. A city file with real stations replaces all of this.
//
//   Network const whole = synthesize_network(geography, settings, random);
//   Network const part = select_network(whole, geography, {in_scope, 0.1});  // network_scope.hpp
//
// Throws BrokenInvariant if the counts cannot be met within the layouts' ranges: see room_of.

#include "sim/base/random.hpp"
#include "sim/space/geography.hpp"
#include "sim/supply/network.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace yuchong::supply {

// Cabinet of a station with super terminals; arrays run over ZoneKind: central, residential, town, rural.
struct SuperLayout {
    std::string name;
    std::uint32_t hosts;                 // [count, 1..8]
    std::uint32_t modules;               // [count, 1..100] of one host
    std::uint32_t super_min, super_max;  // [count, >= 1] super terminals of the station
    std::uint32_t fast_min, fast_max;    // [count, >= 0] fast terminals of the station
    std::uint32_t bays_min, bays_max;    // [count, >= 0] waiting bays
    std::array<double, 4> weight;        // [-, >= 0] among the layouts, by kind of zone
};

// Cabinet of a station with fast terminals only.
struct FastHost {
    std::uint32_t modules;    // [count, 1..100]
    std::uint32_t terminals;  // [count, >= 1]
    double weight;            // [-, >= 0]
};

// Number of plugs of one kind at a station: lognormal, then fitted to the exact total.
struct SizeRange {
    double median, sigma;        // [count], [-]
    std::uint32_t fewest, most;  // [count]
};

// How much of today's stock stood by a day; linear between points, shares increasing from 0 to 1.
struct BuildOutPoint {
    std::int32_t day;  // civil day
    double share;      // [share, 0..1]
};

// What draws stations into a zone: shares of these four in the city, mixed.
struct StationWeights {
    double vehicles, visits, population, even;  // [-, >= 0]
};

// By zone: its shares of the city, mixed.
std::vector<double> zone_weights(space::Geography const& geography, StationWeights const& mix);

// Section `supply.network`. Whole city, end of the year in question; arrays run over ZoneKind.
struct NetworkSettings {
    std::uint32_t stations;         // [count] public stations
    std::uint32_t plugs;            // [count] public terminals and piles, all classes
    std::uint32_t super_stations;   // [count, <= stations] with at least one super terminal
    std::uint32_t super_terminals;  // [count, >= super_stations]
    double dc_share;                // [share, 0..1] of the plugs, super terminals included
    StationWeights station_weights, super_weights;
    std::array<double, 4> super_factor;  // [-, > 0] by kind of zone, times super_weights
    std::array<double, 4>
        ac_only_share;          // [share, 0..1] of the stations without super terminals, by kind of zone
    double ac_beside_dc_share;  // [share, 0..1] of the DC stations that have AC piles too
    std::vector<SuperLayout> super_layouts;
    std::vector<FastHost> fast_hosts;
    SizeRange fast_terminals;                     // of a station without super terminals
    SizeRange ac_piles;                           // of an AC station
    SizeRange ac_beside_dc;                       // of a DC station that has some
    double module_kw;                             // [kW, 20..100]
    double super_current_a, super_voltage_max_v;  // [A], [V] terminal rating; its host may hold less
    double fast_current_a, fast_voltage_max_v;
    double ac_kw;                   // [kW] pile rating
    double bays_per_fast_terminal;  // [-, 0..2] waiting bays of stations without super terminals
    std::uint32_t most_bays;        // [count]
    double dc_simultaneity,
        ac_simultaneity;        // [share, 0..1] of the installed power the connection is laid out for
    double charger_efficiency;  // [share, 0..1] AC to DC, for the lay-out of the connection
    double power_factor;        // [share, 0..1]
    std::vector<double>
        transformer_kva;  // [kVA] standard sizes, increasing; beyond the largest: several of it
    std::array<double, 3> fee_low_yuan_per_kwh,
        fee_high_yuan_per_kwh;  // [yuan/kWh] uniform, by the station's best plug: super, fast, ac
    double position_jitter_km;  // [km] around a demand point
    SharingRule sharing;
    std::vector<BuildOutPoint> super_build_out, other_build_out;
    double converted_share;       // [share, 0..1] of the super stations that were fast stations before
    double service_area_share;    // [share, 0..1] of the super stations that stand in service areas
};

// The counts of plugs that follow from the settings.
struct PlugTotals {
    std::int64_t super_terminals, fast_terminals,
        ac_piles;  // [count] fast ones < 0: fewer DC plugs than super
};
PlugTotals plug_totals(NetworkSettings const& settings);

// How many plugs of a kind the drawn stations take in all, by the ranges of their layouts and sizes.
struct Room {
    std::int64_t fewest, most;  // [count]
    [[nodiscard]] bool holds(std::int64_t count) const { return fewest <= count && count <= most; }
};
struct NetworkRoom {
    Room super_terminals, fast_terminals, ac_piles;
    Room service_areas;
};
// Super stations in service areas of expressways.
std::uint32_t service_area_count(NetworkSettings const& settings);

// Pre: as below, and every kind of zone has a layout if there are super stations.
NetworkRoom room_of(space::Geography const& geography, NetworkSettings const& settings,
                    RandomSource const& random);

// Pre: at least one zone, and room for plug_totals. Stations are ordered by zone; in a zone super stations
// first, then fast, then AC.
Network synthesize_network(space::Geography const& geography, NetworkSettings const& settings,
                           RandomSource const& random);

}  // namespace yuchong::supply
