#include "sim/grid/tree_newton.hpp"

#include <algorithm>

namespace yuchong::grid {

TreeNewton::Matrix operator*(TreeNewton::Matrix const& a, TreeNewton::Matrix const& b) {
    return {a.rr * b.rr + a.ri * b.ir, a.rr * b.ri + a.ri * b.ii, a.ir * b.rr + a.ii * b.ir,
            a.ir * b.ri + a.ii * b.ii};
}

namespace {

template <class Matrix>
Complex apply(Matrix const& a, Complex v) {
    return {a.rr * v.re + a.ri * v.im, a.ir * v.re + a.ii * v.im};
}

}  // namespace

// With J = a + B V of the branch and V = V_parent - z J: V = M (V_parent - z a), M = (1 + z B)^-1, and what
// the parent sees is J = a - B M z a + B M V_parent. Returns the pivot, det(1 + z B).
double TreeNewton::eliminate(std::uint32_t node, Complex z, Work& parent) {
    Work& work = work_[node];
    Matrix const b = work.slope;
    Matrix const k{1.0 + (z.re * b.rr - z.im * b.ir), z.re * b.ri - z.im * b.ii, z.im * b.rr + z.re * b.ir,
                   1.0 + (z.im * b.ri + z.re * b.ii)};
    double const pivot = k.rr * k.ii - k.ri * k.ir;
    double const scale = 1.0 / pivot;
    work.slope = {k.ii * scale, -k.ri * scale, -k.ir * scale, k.rr * scale};
    work.drop = z * work.current;
    Matrix const seen = b * work.slope;
    parent.slope.rr += seen.rr;
    parent.slope.ri += seen.ri;
    parent.slope.ir += seen.ir;
    parent.slope.ii += seen.ii;
    parent.current += work.current - apply(seen, work.drop);
    return pivot;
}

TreeNewton::Step TreeNewton::operator()(RadialFeeder const& feeder, NodeCurrents const& nodes,
                                        std::span<Complex> voltage) {
    std::uint32_t const n = feeder.size();
    auto const parent = feeder.parent();
    std::fill(work_.begin(), work_.begin() + n, Work{});
    double lowest_pivot = 1.0;
    for (std::uint32_t i = n - 1; i > 0; --i) {
        Complex const v = voltage[i];
        double const w = 1.0 / squared_magnitude(v);
        double const s = std::sqrt(w);
        Complex const y = nodes.admittance(i, w, s);
        Complex const bend = nodes.admittance_slope(i, w, s) * v;  // dI by |V|^2, times 2 V: the rest of dI
        Matrix const slope{y.re + 2.0 * (bend.re * v.re), 2.0 * (bend.re * v.im) - y.im,
                           y.im + 2.0 * (bend.im * v.re), y.re + 2.0 * (bend.im * v.im)};
        Work& work = work_[i];
        work.current += y * v - apply(slope, v);
        work.slope = {work.slope.rr + slope.rr, work.slope.ri + slope.ri, work.slope.ir + slope.ir,
                      work.slope.ii + slope.ii};
        lowest_pivot = std::min(lowest_pivot, eliminate(i, feeder.impedance(i), work_[parent[i]]));
    }
    double moved_re = 0.0, moved_im = 0.0;
    for (std::uint32_t i = 1; i < n; ++i) {
        Complex const now = apply(work_[i].slope, voltage[parent[i]] - work_[i].drop);
        moved_re = std::max(moved_re, std::fabs(now.re - voltage[i].re));
        moved_im = std::max(moved_im, std::fabs(now.im - voltage[i].im));
        voltage[i] = now;
    }
    return {std::sqrt(moved_re * moved_re + moved_im * moved_im), lowest_pivot > 0.0};
}

}  // namespace yuchong::grid
