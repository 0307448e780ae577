#pragma once
// Broken limits of the grid as spells: what, where, from when to when, and how far at worst. A spell lasts
// from the beginning of the first step beyond the limit to the end of the last one without a gap; only steps
// of the recorded window count.

#include "sim/base/time.hpp"
#include "sim/grid/distribution.hpp"

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

namespace yuchong::measure {

// Numbers are written to results and checkpoints: append only.
enum class GridLimit : std::uint8_t {
    feeder_loading,        // a branch above its rating, pu of it
    low_voltage,           // pu
    high_voltage,          // pu
    transformer_loading,   // pu of the rating
    transformer_hot_spot,  // C
    substation_loading,    // pu of all its transformers
    charger_cut_out,       // nodes whose chargers have dropped out
    no_solution            // the power flow of a feeder has none
};
inline constexpr std::size_t grid_limits = 8;
[[nodiscard]] char const* name(GridLimit limit);

struct Violation {
    GridLimit limit;
    std::uint32_t element;  // feeder, transformer or substation, by the limit
    SimTime begin, end;
    double worst, bound;
    // At the worst step, had nobody charged; NaN where that is not known.
    double without_charging = std::numeric_limits<double>::quiet_NaN();
};

// Where each limit lies.
struct GridBounds {
    double low_voltage_pu, high_voltage_pu;
    double transformer_loading_pu, transformer_hot_spot_c;
    double substation_loading_pu;
};

class Violations {
public:
    Violations(grid::Network const& network, GridBounds const& bounds);

    // A step from `begin` to `end` of the recorded window has just been solved.
    void step(grid::DistributionState const& state, SimTime begin, SimTime end);
    // Closes the spells that last to the end of the run.
    void close();
    // Finished spells, in order of their end, then limit and element.
    [[nodiscard]] std::vector<Violation> const& finished() const { return finished_; }
    // Steps beyond the loading limit, by transformer.
    [[nodiscard]] std::vector<std::uint32_t> const& steps_above() const { return steps_above_; }

private:
    struct Spell {
        SimTime begin = never, end;
        double worst, without_charging;
    };
    struct Value {
        double now, without_charging;
    };
    void watch(GridLimit limit, std::size_t element, Value value);
    void finish(GridLimit limit, std::size_t element);
    [[nodiscard]] double bound_of(GridLimit limit) const;

    GridBounds bounds_;
    SimTime begin_, end_;                                 // of the step in hand
    std::array<std::vector<Spell>, grid_limits> spells_;  // by limit and element
    std::vector<std::uint32_t> steps_above_;
    std::vector<Violation> finished_;

    template <class A>
    friend void archive(A& a, Violations& s) {
        for (auto& spells : s.spells_) a(spells);
        a(s.steps_above_, s.finished_);
    }
};

}  // namespace yuchong::measure
