#pragma once
// The distribution network as built, drawn (network_synthesis.hpp) or of one's own (own_network.hpp): plain
// frozen data. 110/10 kV substations feed radial 10 kV feeders; 10/0.4 kV transformers hang on them. A node
// is one of four things:
//
//   bus ---- line ---- line ---- line            bus: the 10 kV bus of the substation, node 0 of every feeder
//             |         |                        line: a 10 kV node, with or without a customer metered at 10
//             kV
//           line      station                    station: the low side of a charging station's own
//           transformer,
//             |                                           behind its cable
//           low_voltage                          low_voltage: the 0.4 kV side of a public transformer
//
// Nodes stand feeder by feeder, depth first: a parent has the lower index. Impedances and ratings are those
// of the branch from a node to its parent, in per unit on 1 MVA and the nominal voltage of the node. What is
// beyond the 110 kV side, and load served from 35 kV and above, is not here.

#include "sim/base/id.hpp"
#include "sim/grid/catalogue.hpp"
#include "sim/grid/load_class.hpp"
#include "sim/space/geography.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace yuchong::grid {

using SubstationId = Id<struct SubstationTag>;
using FeederId = Id<struct FeederTag>;
using TransformerId = Id<struct TransformerTag>;

inline constexpr double base_mva = 1.0;                  // of every per-unit value of the grid
inline constexpr double medium_kv = 10.0, low_kv = 0.4;  // of the drawn network

// dedicated: one station, nothing else; own: of a network of one's own, whatever it is built of.
enum class FeederKind : std::uint8_t { cable, overhead, dedicated, own };
enum class NodeKind : std::uint8_t { bus, line, low_voltage, station };

// 110/10 kV; its transformers are equal and work in parallel.
struct Substation {
    std::string id;  // unique
    space::GeoPoint position;
    space::ZoneId zone;
    std::uint32_t transformers;
    double mva;               // of each
    double r_pu, x_pu;        // of all in parallel, on 1 MVA
    std::uint32_t tap_steps;  // either way of the on-load tap changer, on the 110 kV side
    double tap_step_pu;
};

struct Feeder {
    std::string id;  // unique, stable: draws are keyed by its hash
    SubstationId substation;
    FeederKind kind;
    double rating_kva;         // thermal, of the trunk; infinity: no limit is known
    double planning_kva;       // what planning lets the design peak of base load and allowance reach
    double trunk_km, line_km;  // along the trunk; all 10 kV lines, the trunk included; NaN: not known
    double design_peak_kva;    // of the base load, no charging
    std::uint32_t first_node, node_count;
    std::uint32_t ordinal;  // hash of id
};

// Structure of arrays: entry i of each column belongs to node i. `parent` counts within the feeder; the bus
// is its own parent and has no branch (0 in the branch columns).
struct Nodes {
    std::vector<std::uint32_t> parent;
    std::vector<double> r_pu, x_pu;  // of the branch
    std::vector<double> rating_pu;   // of the branch's current, infinity: no limit; see rated_amperes
    std::vector<NodeKind> kind;
    std::vector<space::ZoneId> zone;
    std::vector<space::GeoPoint> position;
    std::vector<float> residential_kw, commercial_kw, industrial_kw;  // base load at shape 1: load_shapes.hpp
    // Of a network of one's own; of a drawn one empty: its voltages go by kind, its reactive power by class.
    std::vector<std::string> bus;  // the one it is, or the one its transformer hangs on
    std::vector<double> nominal_kv;
    std::vector<double> kvar_per_kw;  // reactive base load that follows the active,
    std::vector<double> fixed_kvar;   // and what does not

    [[nodiscard]] std::size_t size() const { return parent.size(); }
    [[nodiscard]] ClassKw load(std::size_t i) const {
        return {residential_kw[i], commercial_kw[i], industrial_kw[i]};
    }
    // Reactive base load beside so much active. Pre: a network of one's own.
    [[nodiscard]] double own_kvar(std::size_t i, double kw) const {
        return kvar_per_kw[i] * kw + fixed_kvar[i];
    }
};

enum class TransformerRole : std::uint8_t { community, station };  // 公用变, 专用变

// 10/0.4 kV: several equal ones in parallel where one is too small.
struct Transformer {
    std::uint32_t node;  // its low side, in Network::nodes
    std::uint16_t type;  // in Network::transformer_types
    std::uint16_t units;
    TransformerRole role;
    std::uint32_t station;  // in NetworkDemand::stations; none for a community's
    float households;       // none for a station's
};

// Where the cars of a zone that charge at home are: transformers of Network::home_transformers, and how many
// of the zone's households are behind them and those before them.
struct ZoneHomes {
    std::uint32_t first, count;
};

struct Network {
    std::vector<Substation> substations;
    std::vector<Feeder> feeders;            // ordered by substation
    Nodes nodes;                            // ordered by feeder
    std::vector<Transformer> transformers;  // ordered by node
    std::vector<TransformerType> transformer_types;
    std::vector<TransformerId> station_transformer;  // by station: its own, or the community's it shares
    std::vector<ZoneHomes> zone_homes;               // by zone
    std::vector<TransformerId> home_transformers;    // grouped by zone
    std::vector<float> home_households;              // running sum within the zone
    // A network of one's own need not serve the whole city: the load of all zones by class [kW at shape 1],
    // by which the level of the base load is found. Of a drawn network the nodes' load is that.
    std::optional<ClassKw> city_load;

    [[nodiscard]] bool is_own() const { return city_load.has_value(); }
    [[nodiscard]] double rating_kva(Transformer const& t) const {
        return t.units * transformer_types[t.type].rating_kva;
    }
    // What errors of a feeder's power are measured by: its rating, or its substation's if it has none.
    [[nodiscard]] double balance_kva(Feeder const& feeder) const;
    [[nodiscard]] double nominal_kv(std::uint32_t node) const;
    // The current that `rating_pu` of a node's branch stands for, at its nominal voltage [A].
    [[nodiscard]] double rated_amperes(std::uint32_t node) const;
    // Where a household lives. Pre: 0 < u < 1. An invalid id where the zone has no household.
    [[nodiscard]] TransformerId transformer_of_home(space::ZoneId zone, double u) const;

    // The feeder that a transformer hangs on.
    [[nodiscard]] FeederId feeder_of(TransformerId id) const;

    // The nodes of one feeder in a column.
    template <class T>
    [[nodiscard]] std::span<T const> of(Feeder const& feeder, std::vector<T> const& column) const {
        return std::span(column).subspan(feeder.first_node, feeder.node_count);
    }
};

// The households of one zone by transformer.
using HomesOfZone = std::vector<std::pair<TransformerId, double>>;
// Numbers the homes of all zones, in their order. Pre: the transformers are built (checked), no homes yet.
void number_homes(Network& network, std::span<HomesOfZone const> by_zone);

}  // namespace yuchong::grid
