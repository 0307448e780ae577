#include "sim/grid/sweep.hpp"

#include <algorithm>

namespace yuchong::grid {

namespace {

// The current of a node that draws constant power: conj(S / V).
inline Complex power_current(double p, double q, Complex v) {
    double const w = 1.0 / (v.re * v.re + v.im * v.im);
    return {(p * v.re + q * v.im) * w, (p * v.im - q * v.re) * w};
}

}  // namespace

// Raw pointers: a sweep is a chain of loads and stores, and the compiler must not re-read the spans.
void sweep_currents(RadialFeeder const& feeder, NodeCurrents const& nodes, std::span<Complex const> voltage,
                    std::span<Complex> current) {
    std::uint32_t const n = feeder.size();
    std::uint32_t const* const parent = feeder.parent().data();
    Complex const* const v = voltage.data();
    Complex* const j = current.data();
    std::fill(j, j + n, Complex{});
    if (nodes.only_power()) {
        double const* const p = nodes.p_pu().data();
        double const* const q = nodes.q_pu().data();
        for (std::uint32_t i = n - 1; i > 0; --i) {
            Complex const sum = j[i] + power_current(p[i], q[i], v[i]);
            j[i] = sum;
            j[parent[i]] += sum;
        }
        j[0] += power_current(p[0], q[0], v[0]);
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
    double moved_re = 0.0, moved_im = 0.0;
    for (std::uint32_t i = 1; i < n; ++i) {
        Complex const from = v[parent[i]];
        Complex const now{from.re - (r[i] * j[i].re - x[i] * j[i].im),
                          from.im - (r[i] * j[i].im + x[i] * j[i].re)};
        moved_re = std::max(moved_re, std::fabs(now.re - v[i].re));
        moved_im = std::max(moved_im, std::fabs(now.im - v[i].im));
        v[i] = now;
    }
    return std::sqrt(moved_re * moved_re + moved_im * moved_im);
}

}  // namespace yuchong::grid
