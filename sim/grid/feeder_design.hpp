#pragma once
// One group's load points dealt to as few feeders as rating and voltage allow, each a tree:
//
//   bus --express-- * -- * -- * -- ... -- *      trunk, as long as the feeder's share of the substation's
//   area
//                   |    |    |           |        makes it
//                   o    o    o           o      laterals: a few points in a row, by distance from the middle
//                   o    o    o           o
//
// Points are dealt by their direction from the middle of the zone, so that a feeder has a sector. The trunk's
// conductor is the smallest that serves; where none does, the group gets one feeder more.

#include "sim/grid/load_points.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace yuchong::grid {

struct DraftNode {
    std::uint32_t parent;  // the bus is its own
    NodeKind kind;         // never station: those are connected later
    double km;             // of line to the parent
    double r_pu, x_pu, rating_pu;
    space::ZoneId zone;
    space::GeoPoint position;
    ClassKw load;
    double carried_pu;    // what the branch carries at most: base load and allowance, and stations connected
    std::uint32_t point;  // of the group, for the low side of a public transformer
};

struct StationBranch {
    std::uint32_t station, parent;  // the draft node it branches from
    std::uint16_t type, units;
    double cable_km;
};

struct FeederDraft {
    std::string id;
    FeederKind kind;
    std::uint32_t area, group;
    space::ZoneId zone;        // the group's anchor
    space::GeoPoint position;  // where its load is
    double rating_kva, planning_kva, trunk_km;
    ClassKw load;
    DayPeak peak;  // of the base load
    double drop;   // [pu] from the bus to the worst 10 kV node, by LinDistFlow (Baran and Wu 1989): base load
                   // and allowance
    std::vector<DraftNode> nodes;
    std::vector<StationBranch> stations;
    double connected_kva;   // of the stations, at their coincidence
    double connected_drop;  // [pu] what they add to `drop` at most
};

struct TrunkChoice {
    std::vector<Conductor> trunk, lateral;  // from the smallest
};

// In ohms per km to per unit, and amperes to per unit, of a 10 kV line.
struct LineConstants {
    double r_pu_per_km, x_pu_per_km, rating_pu;
};
LineConstants line_constants(Conductor const& conductor);

// Drop to each node of a feeder in the hour of `peak`, base load and allowance [pu].
std::vector<double> planning_drops(FeederDraft const& feeder, DesignDay const& day, double allowance);

// Throws BrokenInvariant if no number of feeders keeps the rules.
std::vector<FeederDraft> design_feeders(ZoneGroup const& group, LoadPoints const& drawn,
                                        TrunkChoice const& lines, LayoutSource const& source);

}  // namespace yuchong::grid
