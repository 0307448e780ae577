#pragma once
// The body of the lane kernels. Included by one source an instruction set; everything here is internal to it.

#include "sim/grid/lanes.hpp"

namespace yuchong::grid {
namespace {

template <int width>
struct VectorOf;
template <>
struct VectorOf<2> {
    typedef double Type __attribute__((vector_size(16), may_alias));
    typedef long long Bits __attribute__((vector_size(16), may_alias));
};
template <>
struct VectorOf<4> {
    typedef double Type __attribute__((vector_size(32), may_alias));
    typedef long long Bits __attribute__((vector_size(32), may_alias));
};

template <int width>
struct LaneSweep {
    using Vector = typename VectorOf<width>::Type;
    using Bits = typename VectorOf<width>::Bits;
    static constexpr std::uint32_t vectors = lane_count / width;  // to a real entry

    struct Pair {
        Vector re, im;
    };

    // Vectors k = 0 .. vectors - 1 of entry i start at `vectors * i`, those of a complex entry at twice that.
    static Vector const* vectors_of(LaneReal const* r) { return reinterpret_cast<Vector const*>(r); }
    static Vector* vectors_of(LaneComplex* c) { return reinterpret_cast<Vector*>(c); }

    // The current that a node draws at voltage v: see power_current in sweep.cpp and
    // NodeCurrents::admittance.
    template <bool shunts>
    static Pair drawn(Pair v, Vector p, Vector q, double g, double b) {
        Vector const w = 1.0 / (v.re * v.re + v.im * v.im);
        if constexpr (shunts) {
            Vector const y_re = p * w + g, y_im = b - q * w;
            return {y_re * v.re - y_im * v.im, y_re * v.im + y_im * v.re};
        } else {
            return {(p * v.re + q * v.im) * w, (p * v.im - q * v.re) * w};
        }
    }

    // Pointers are copied first: for all the compiler knows, stores through them could change `data`.
    template <bool shunts>
    static void sum_currents(LaneSweepData const& data) {
        std::uint32_t const n = data.nodes;
        std::uint32_t const* const parent = data.parent;
        double const *const gs = data.g, *const bs = data.b;
        Vector const *const ps = vectors_of(data.p), *const qs = vectors_of(data.q);
        Vector const* const v = vectors_of(data.voltage);
        Vector* const j = vectors_of(data.current);
        for (std::uint32_t i = 0; i < 2 * vectors * n; ++i) j[i] = Vector{};
        for (std::uint32_t i = n; i-- > 0;) {
            Vector *const here = j + 2 * vectors * i, *const up = j + 2 * vectors * parent[i];
            Vector const *const at = v + 2 * vectors * i, *const p = ps + vectors * i,
                                *const q = qs + vectors * i;
            double const g = shunts ? gs[i] : 0.0, b = shunts ? bs[i] : 0.0;
            for (std::uint32_t k = 0; k < vectors; ++k) {
                Pair const own = drawn<shunts>({at[k], at[k + vectors]}, p[k], q[k], g, b);
                Vector const re = here[k] + own.re, im = here[k + vectors] + own.im;
                here[k] = re;
                here[k + vectors] = im;
                if (i == 0) continue;
                up[k] += re;
                up[k + vectors] += im;
            }
        }
    }

    static void currents(LaneSweepData const& data) {
        if (data.g != nullptr) {
            sum_currents<true>(data);
        } else {
            sum_currents<false>(data);
        }
    }

    static Vector magnitude_of(Vector a) {
        return reinterpret_cast<Vector>(reinterpret_cast<Bits>(a) & 0x7fff'ffff'ffff'ffffLL);
    }
    static Vector larger(Vector a, Vector b) { return a < b ? b : a; }

    static LaneComplex voltages(LaneSweepData const& data) {
        std::uint32_t const n = data.nodes;
        std::uint32_t const* const parent = data.parent;
        double const *const rs = data.r, *const xs = data.x;
        Vector const* const j = vectors_of(data.current);
        Vector* const v = vectors_of(data.voltage);
        Pair most[vectors] = {};
        for (std::uint32_t i = 1; i < n; ++i) {
            Vector const *const up = v + 2 * vectors * parent[i], *const along = j + 2 * vectors * i;
            Vector* const here = v + 2 * vectors * i;
            double const r = rs[i], x = xs[i];
            for (std::uint32_t k = 0; k < vectors; ++k) {
                Vector const j_re = along[k], j_im = along[k + vectors];
                Vector const re = up[k] - (r * j_re - x * j_im);
                Vector const im = up[k + vectors] - (r * j_im + x * j_re);
                most[k].re = larger(most[k].re, magnitude_of(re - here[k]));
                most[k].im = larger(most[k].im, magnitude_of(im - here[k + vectors]));
                here[k] = re;
                here[k + vectors] = im;
            }
        }
        return lanes_of(most);
    }

    static LaneBalance balance(LaneSweepData const& data) {
        Pair losses[vectors] = {}, loads[vectors] = {};
        for (std::uint32_t i = 0; i < data.nodes; ++i) {
            Vector const *const j = vectors_of(data.current) + 2 * vectors * i, *const v =
                                                                                    vectors_of(data.voltage) +
                                                                                    2 * vectors * i;
            for (std::uint32_t k = 0; k < vectors; ++k) {
                if (i > 0) {
                    Vector const square = j[k] * j[k] + j[k + vectors] * j[k + vectors];
                    losses[k].re += data.r[i] * square;
                    losses[k].im += data.x[i] * square;
                }
                Vector p = vectors_of(data.p)[vectors * i + k], q = vectors_of(data.q)[vectors * i + k];
                if (data.g != nullptr) {
                    Vector const m = v[k] * v[k] + v[k + vectors] * v[k + vectors];
                    p = p + data.g[i] * m;
                    q = q - data.b[i] * m;
                }
                loads[k].re += p;
                loads[k].im += q;
            }
        }
        return {lanes_of(losses), lanes_of(loads)};
    }

    static LaneComplex lanes_of(Pair const (&pairs)[vectors]) {
        LaneComplex lanes;
        for (std::uint32_t k = 0; k < vectors; ++k) {
            vectors_of(&lanes)[k] = pairs[k].re;
            vectors_of(&lanes)[k + vectors] = pairs[k].im;
        }
        return lanes;
    }

    static void copy(std::uint32_t n, LaneChoice const& chosen, LaneComplex const* from, LaneComplex* to) {
        Bits mask[vectors];
        for (std::uint32_t k = 0; k < vectors; ++k) mask[k] = reinterpret_cast<Bits const*>(chosen.lane)[k];
        auto const* const source = reinterpret_cast<Bits const*>(from);
        auto* const target = reinterpret_cast<Bits*>(to);
        for (std::uint32_t i = 0; i < 2 * vectors * n; i += vectors) {
            for (std::uint32_t k = 0; k < vectors; ++k) {
                target[i + k] ^= (target[i + k] ^ source[i + k]) & mask[k];
            }
        }
    }

    static LaneKernel kernel() { return {currents, voltages, balance, copy}; }
};

}  // namespace
}  // namespace yuchong::grid
