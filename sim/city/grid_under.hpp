#pragma once
// The distribution grid under the city: which transformer each station and each home pile hangs on, and the
// grid's clock. Frozen beside the City, with its own state beside the State.
//
// What happens at a step: every station's and every home pile's energy since the last step becomes a mean
// power at its node, exactly; base load is taken at the middle of the step; the network is solved; the
// recorder reads it. All in phase measure, after the minute clock of the same instant.

#include "sim/city/inputs.hpp"
#include "sim/city/scope.hpp"
#include "sim/demand/population.hpp"
#include "sim/grid/distribution.hpp"
#include "sim/measure/grid_recorder.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace yuchong::city {

struct City;
struct State;

struct GridUnder {
    GridUnder(Inputs const& inputs, Part const& part, std::span<demand::Car const> cars,
              RandomSource const& random);
    GridUnder(GridUnder const&) = delete;  // members refer to one another
    GridUnder& operator=(GridUnder const&) = delete;

    grid::Network network;
    grid::LoadShapes shapes;
    grid::NodeBaseLoad base_load;
    grid::Distribution distribution;
    std::vector<std::uint32_t> home_transformer;  // by car: of its private pile; no_transformer without one
    std::vector<std::uint32_t> with_series;  // transformers recorded step by step: of stations, and named
    measure::GridBounds bounds;
};

inline constexpr std::uint32_t no_transformer = UINT32_MAX;

// State of the coupling.
struct GridMeters {
    std::vector<double> station_kwh;  // by station: since the last step
    double fed_kwh = 0.0;             // charging energy that feeders were loaded with since SimTime{0}
    std::vector<double>
        cap_kw;  // by station: what limits of the grid leave it; empty unless they are enforced
    std::vector<double> station_kw, home_kw;  // of the last step, filled anew each time
};

struct GridState {
    grid::DistributionState flow;
    GridMeters meters;
    measure::GridRecorder recorder;
};

template <class A>
void archive(A& a, GridState& s) {
    archive(a, s.flow);
    a(s.meters.station_kwh, s.meters.fed_kwh, s.meters.cap_kw);
    archive(a, s.recorder);
}

// The load of a step with these means of charging.
grid::StepLoad load_of(City const& city, GridMeters const& meters, SimTime begin, SimTime end);

// At SimTime{0}, before any charging.
GridState start_grid(City const& city, measure::Sink& sink);
// Adds the minute's energy of every station.
void add_minute(GridState& grid, std::span<double const> station_kwh, std::span<double const> fed_kwh);
// The step that ends now.
void grid_step(City const& city, State& state, SimTime now);
void grid_tick(City const& city, State& state, SimTime now);

}  // namespace yuchong::city
