#pragma once
// Power flow of any connected network, loops or none: Newton's method on the current balance of every node
// but the slack, real and imaginary parts apart, with a sparse LU factorisation a step. It serves networks
// that sweeps cannot and checks those they can; it shares no formula with them. Unlike them it allocates.

#include "sim/grid/complex.hpp"
#include "sim/grid/convergence.hpp"
#include "sim/grid/node_load.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace yuchong::grid {

struct MeshedBranch {
    std::uint32_t from, to;
    double r_pu, x_pu;
    double b_pu = 0.0;  // [pu] charging susceptance of the whole branch, half of it at each end
};

// All in per unit on one power base and the nominal voltage of each node. Entry i belongs to node i.
struct MeshedNetwork {
    std::uint32_t nodes, slack;
    std::vector<MeshedBranch> branches;  // several between the same nodes are fine; none without impedance
    std::vector<double> g_pu, b_pu;      // shunt admittance; empty: none
};

class MeshedFlow {
public:
    // Throws BrokenInvariant if a branch names no node or has no impedance.
    explicit MeshedFlow(MeshedNetwork network);
    ~MeshedFlow();
    MeshedFlow(MeshedFlow&&) noexcept;
    MeshedFlow& operator=(MeshedFlow&&) noexcept;

    // `voltage`: where to start, then the solution; as it was if there is none, as for a network in several
    // pieces. Chargers draw; losses are those of the series impedances.
    FlowOutcome solve(Complex slack_voltage, FeederLoads const& loads, FlowTolerance const& tolerance,
                      std::span<Complex> voltage);

    // The current through the series impedance of branch b, from `from` to `to`.
    [[nodiscard]] Complex series_current(std::size_t b, std::span<Complex const> voltage) const;

private:
    struct Equations;
    std::unique_ptr<Equations> equations_;
};

}  // namespace yuchong::grid
