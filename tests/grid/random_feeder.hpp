#pragma once
// Feeders and loads drawn at random, for tests and benchmarks: 10 kV trees numbered depth first, on 1 MVA.

#include "sim/base/random.hpp"
#include "sim/grid/node_load.hpp"
#include "sim/grid/radial_feeder.hpp"

#include <cstdint>
#include <vector>

namespace yuchong::grid {

struct RandomFeeder {
    std::vector<std::uint32_t> parent;
    std::vector<double> r_pu, x_pu, rating_pu;
    std::vector<double> p_pu, q_pu;

    [[nodiscard]] RadialFeeder feeder() const {
        return RadialFeeder({.parent = parent, .r_pu = r_pu, .x_pu = x_pu, .rating_pu = rating_pu});
    }
    [[nodiscard]] FeederLoads loads() const { return {.p_pu = p_pu, .q_pu = q_pu}; }
    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(parent.size()); }
};

// Loads of `load_pu` at a power factor of 0.95, spread at random; impedances scaled so that the lowest
// voltage is about 1 - `drop_pu` by the linear rule of thumb (R P + X Q).
inline RandomFeeder random_feeder(std::uint32_t number, std::uint32_t nodes, double load_pu, double drop_pu) {
    RandomSource const random{20'251'125};
    RandomFeeder f;
    f.parent.assign(nodes, 0);
    for (auto* column : {&f.r_pu, &f.x_pu, &f.rating_pu, &f.p_pu, &f.q_pu}) column->assign(nodes, 0.0);
    double p_sum = 0.0;
    for (std::uint32_t i = 1; i < nodes; ++i) {
        Block const a = random.draw({DrawClass::test, 1, number, i}),
                    b = random.draw({DrawClass::test, 2, number, i});
        f.parent[i] = i - 1;
        // Depth first: a branch starts anywhere on the way from the last node back to the head.
        while (f.parent[i] > 0 && a.uniform(0) < 0.3 && b.word(0) % i < f.parent[i])
            f.parent[i] = f.parent[f.parent[i]];
        f.r_pu[i] = 0.1 + a.uniform(1);
        f.x_pu[i] = f.r_pu[i] * (0.5 + a.uniform(2));
        f.rating_pu[i] = 2.0 + 8.0 * a.uniform(3);
        f.p_pu[i] = 0.5 + b.uniform(1);
        f.q_pu[i] = f.p_pu[i] * (0.2 + 0.25 * b.uniform(2));
        p_sum += f.p_pu[i];
    }
    std::vector<double> p(nodes), q(nodes), drop(nodes);
    for (std::uint32_t i = 1; i < nodes; ++i) {
        f.p_pu[i] *= load_pu / p_sum;
        f.q_pu[i] *= load_pu / p_sum;
    }
    p = f.p_pu;
    q = f.q_pu;
    for (std::uint32_t i = nodes - 1; i > 0; --i) {
        p[f.parent[i]] += p[i];
        q[f.parent[i]] += q[i];
    }
    double largest = 0.0;
    for (std::uint32_t i = 1; i < nodes; ++i) {
        drop[i] = drop[f.parent[i]] + f.r_pu[i] * p[i] + f.x_pu[i] * q[i];
        largest = drop[i] > largest ? drop[i] : largest;
    }
    for (std::uint32_t i = 1; i < nodes; ++i) {
        f.r_pu[i] *= drop_pu / largest;
        f.x_pu[i] *= drop_pu / largest;
    }
    return f;
}

}  // namespace yuchong::grid
