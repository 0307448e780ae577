#pragma once
// How the synthetic network is planned. Section `grid.network`. No defaults: figures and sources stand in
// models/grid.yaml. Lists of four run over ZoneKind: central, residential, town, rural; the first two are
// served by cable, the others by overhead line.

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace yuchong::grid {

// Feeders of one kind. Conductors by their names in models/grid/conductors.csv.
struct FeederRules {
    std::vector<std::string> trunk;  // from the smallest; the first that carries the load within the voltage
    std::vector<std::string> lateral;            // from the smallest
    double shortest_trunk_km, longest_trunk_km;  // [km, > 0]
    std::uint32_t feeders_per_substation;  // [count, 1..100] that share its area: how far a feeder reaches
    double express_share;                  // [share, 0..0.9] of the trunk before its first customer
    double longest_lateral_km;             // [km, > 0] from one customer to the next
};

// How full planning lets a feeder be.
struct LoadingRules {
    double charging_allowance;  // [share, 0..1] on top of the base load
    double ring_share;          // [share, 0..1] of the zones whose feeders are laid out as rings
    double ring_limit;        // [share, 0..1] of the thermal rating, so that one feeder can carry its partner
    double sectioned_limit;   // [share, 0..1] feeders of several sections with several ties
    double connection_limit;  // [share, 0..1] with the charging stations connected later
    double voltage_drop;      // [share, 0..0.2] along the 10 kV line, base load and allowance
    double connection_drop;   // [share, 0..0.2] with the charging stations
    std::uint32_t loads_per_section;  // [count, 1..20] customers and transformers on a lateral
};

// One size of public transformer.
struct CommunitySize {
    double rating_kva;             // [kVA, > 0]
    std::array<double, 4> weight;  // [-, >= 0] among the sizes, by kind of zone
};

// Public transformers, with homes and small shops behind them.
struct CommunityRules {
    std::string series;                // names of transformer types begin with it; stations' too
    std::vector<CommunitySize> sizes;  // from the smallest
    double loading_low, loading_high;  // [share, 0..1] of the rating at the design peak, drawn evenly
    double shops_share;                // [share, 0..1] of the commercial load
    double persons_per_household;      // [persons, >= 1]
};

// Commercial and industrial customers metered at 10 kV.
struct CustomerRules {
    double commercial_kw, industrial_kw;  // [kW, > 0] median design peak
    double sigma;                         // [-, 0..2] lognormal spread
    double largest_kw;                    // [kW, > 0] beyond, several connections
};

struct StationRules {
    double own_transformer_kw;            // [kW] from this connection on; below, at a public transformer
    std::vector<double> transformer_kva;  // [kVA] sizes in use, increasing; beyond, several of one size
    double power_factor;                  // [-, 0.5..1] at the meter
    double coincidence;                   // [share, 0..1] of the connections drawn at the feeder's peak
    double dedicated_kva;                 // [kVA] from here on a feeder of its own
    double longest_cable_km;              // [km] from the line to the station
};

struct SubstationRules {
    std::vector<double> transformer_kva;  // [kVA] sizes in use, increasing; two or three of one size
    std::string series;                   // names of transformer types begin with it
    double overload;             // [-, 1..1.5] of the remaining transformers for a short time, one being out
    double continuous_limit;     // [share, 0..1] of all transformers
    std::uint32_t most_feeders;  // [count, 1..200]
};

struct NetworkRules {
    double detour;  // [-, 1..3] length of a line over the straight distance
    std::array<double, 4>
        spread;  // [share, 0..1] of a zone's area beyond the built-up over which customers are spread
    FeederRules cable, overhead;
    LoadingRules loading;
    CommunityRules community;
    CustomerRules customer;
    StationRules station;
    SubstationRules substation;
};

}  // namespace yuchong::grid
