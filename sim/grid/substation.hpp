#pragma once
// The transformer of a substation, 110 kV to 10 kV, and what it does to its feeders: they hang on one bus,
// whose voltage sinks with what they draw together (several percent at full load), and each draws at that
// voltage.
//
//     source --- 1 + tap * step : 1 --- R + jX --- bus --- feeders
//
// Solved in a few passes: the feeders at the voltage of the bus, then the bus for their power. Their power
// hardly depends on the voltage, so a pass brings two or three digits. With inverters that answer to the
// voltage it does: steps then overshoot by a constant part, which the passes tell (BusSteps::secant).

#include "sim/grid/complex.hpp"
#include "sim/grid/convergence.hpp"

#include <optional>

namespace yuchong::grid {

struct SubstationTransformer {
    double r_pu, x_pu;  // [pu on the power base of the feeders]
};

struct BusOutcome {
    bool converged = false;
    int passes = 0;
    Complex voltage;  // of the bus
    Complex power;    // that the feeders draw together
    Complex losses;   // in the transformer
};

// The voltage at the end of an impedance from which `power` is drawn, the higher of two; nothing if the
// impedance cannot carry it. Solves |V|^4 + (2 (R P + X Q) - |E|^2) |V|^2 + |Z|^2 |S|^2 = 0.
std::optional<Complex> voltage_behind(Complex source, Complex impedance, Complex power);

enum class BusSteps { plain, secant };

// Where the next pass goes: on to what the last one found, or by Broyden's method on the two parts of the
// voltage. Begins with the former, and learns from each pass how what is found answers to what was tried.
class BusSearch {
public:
    explicit BusSearch(BusSteps steps) : steps_(steps) {}
    // `found` was found at `tried`.
    Complex next(Complex tried, Complex found);

private:
    BusSteps steps_;
    bool begun_ = false;
    Complex tried_, moved_;                               // at the last pass
    double rr_ = -1.0, ri_ = 0.0, ir_ = 0.0, ii_ = -1.0;  // d(found - tried) by d(tried)
};

// `draw(Complex bus_voltage)` gives the power of all feeders at that voltage as std::optional<Complex>,
// nothing if one of them did not converge. `bus` is where to start. `source` is the no-load voltage of the
// bus, the tap changer included.
template <class Draw>
BusOutcome solve_substation(SubstationTransformer const& transformer, Complex source, Complex bus,
                            FlowTolerance const& tolerance, Draw&& draw, BusSteps steps = BusSteps::plain) {
    constexpr int most_passes = 20;
    Complex const impedance{transformer.r_pu, transformer.x_pu};
    BusOutcome outcome;
    BusSearch search(steps);
    while (outcome.passes < most_passes) {
        ++outcome.passes;
        std::optional<Complex> const power = draw(bus);
        if (!power) return outcome;
        std::optional<Complex> const next = voltage_behind(source, impedance, *power);
        if (!next) return outcome;
        double const moved = magnitude(*next - bus);
        if (moved < tolerance.voltage_pu) {
            // The feeders stand solved at `bus`, so that is the voltage reported.
            double const square = squared_magnitude(*power) / squared_magnitude(bus);
            outcome.voltage = bus;
            outcome.power = *power;
            outcome.losses = square * impedance;
            outcome.converged = true;
            return outcome;
        }
        bus = search.next(bus, *next);
    }
    return outcome;
}

}  // namespace yuchong::grid
