#include "sim/grid/sweep.hpp"

#include "sim/grid/pair.hpp"

#include <cmath>
#include <cstring>

namespace yuchong::grid {

namespace {

// The current of a node that draws constant power: conj(S / V).
inline Pair power_current(double p, double q, Pair v) {
    Pair const w = 1.0 / squared_magnitudes(v);
    return (both(p) * v + second_negated(both(q) * swapped(v))) * w;
}

// The same of two nodes in a row, with one division.
struct TwoCurrents {
    Pair first, second;
};
inline TwoCurrents power_currents(double const* p, double const* q, Complex const* v) {
    Pair const a = load(v[0]), b = load(v[1]);
    Pair const re = firsts(a, b), im = seconds(a, b);
    Pair const ps{p[0], p[1]}, qs{q[0], q[1]};
    Pair const w = 1.0 / (re * re + im * im);
    Pair const i_re = (ps * re + qs * im) * w, i_im = (ps * im - qs * re) * w;
    return {firsts(i_re, i_im), seconds(i_re, i_im)};
}

// A node with all it feeds, into its parent.
inline void pass_on(Pair own, Complex& here, Complex& parent) {
    Pair const sum = load(here) + own;
    store(sum, here);
    store(load(parent) + sum, parent);
}

}  // namespace

// Raw pointers: a sweep is a chain of loads and stores, and the compiler must not re-read the spans.
void sweep_currents(RadialFeeder const& feeder, NodeCurrents const& nodes, std::span<Complex const> voltage,
                    std::span<Complex> current) {
    std::uint32_t const n = feeder.size();
    std::uint32_t const* const parent = feeder.parent().data();
    Complex const* const v = voltage.data();
    Complex* const j = current.data();
    std::memset(static_cast<void*>(j), 0, n * sizeof *j);  // std::fill is a loop here
    if (nodes.only_power()) {
        double const* const p = nodes.p_pu().data();
        double const* const q = nodes.q_pu().data();
        std::uint32_t i = n - 1;
        for (; i > 1; i -= 2) {
            TwoCurrents const own = power_currents(p + i - 1, q + i - 1, v + i - 1);
            pass_on(own.second, j[i], j[parent[i]]);
            pass_on(own.first, j[i - 1], j[parent[i - 1]]);
        }
        if (i == 1) pass_on(power_current(p[1], q[1], load(v[1])), j[1], j[parent[1]]);
        store(load(j[0]) + power_current(p[0], q[0], load(v[0])), j[0]);
        return;
    }
    for (std::uint32_t i = n; i-- > 0;) {
        double const w = 1.0 / squared_magnitude(v[i]);
        Complex const sum = j[i] + nodes.admittance(i, w, std::sqrt(w)) * v[i];
        j[i] = sum;
        if (i > 0) j[parent[i]] += sum;
    }
}

double sweep_voltages(RadialFeeder const& feeder, std::span<Complex const> current,
                      std::span<Complex> voltage) {
    std::uint32_t const n = feeder.size();
    std::uint32_t const* const parent = feeder.parent().data();
    double const* const r = feeder.r_pu().data();
    double const* const x = feeder.x_pu().data();
    Complex const* const j = current.data();
    Complex* const v = voltage.data();
    Pair moved{};
    for (std::uint32_t i = 1; i < n; ++i) {
        Pair const here = load(j[i]);
        Pair const drop = both(r[i]) * here + first_negated(both(x[i]) * swapped(here));
        Pair const now = load(v[parent[i]]) - drop;
        moved = larger(moved, absolute(now - load(v[i])));
        store(now, v[i]);
    }
    return std::sqrt(moved[0] * moved[0] + moved[1] * moved[1]);
}

}  // namespace yuchong::grid
