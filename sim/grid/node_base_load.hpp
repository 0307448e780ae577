#pragma once
// The base load of every node at an instant: its kW by class times what a kW of each class draws then
// (load_shapes.hpp), times a deviation of its feeder that wanders from quarter of an hour to quarter of an
// hour.
//
// The reconciliation is an identity at every instant: all nodes + upstream() = the city's base load.
// Deviations of single feeders stay in the sum over nodes; load served from 35 kV and above takes up what
// they add (some thousandths of it).
//
// A network of one's own (Network::city_load) follows the city's curve by ratio: its nodes draw what their
// file says at the design instant, whatever the rest of the city is, and upstream() is what is left of the
// city's base load, below 0 if the file says more than that.
//
//   LoadNoise noise = loads.start(quarter);                     // state: one number a feeder
//   loads.advance(noise, quarter);
//   LoadLevel const level = loads.level(moment, city);
//   loads.fill(feeder, level, noise.deviation[feeder.index()], p_pu, q_pu);   // once a feeder

#include "sim/base/random.hpp"
#include "sim/grid/load_shapes.hpp"
#include "sim/grid/network.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::grid {

// Section `grid.noise`: an autoregression of first order, normal, by feeder.
struct LoadNoiseSettings {
    double sigma;        // [share, 0..0.2] of the feeder's load
    double persistence;  // [-, 0..0.99] correlation from one quarter of an hour to the next
};

// State. Quarters of an hour are counted from 1970-01-01 civil time.
struct LoadNoise {
    std::int64_t quarter = 0;
    std::vector<double> deviation;  // by feeder, as a share of its load

    template <class A>
    friend void archive(A& a, LoadNoise& s) {
        a(s.quarter, s.deviation);
    }
};

class NodeBaseLoad {
public:
    // The network must outlive it.
    NodeBaseLoad(Network const& network, LoadShapes const& shapes, LoadNoiseSettings const& noise,
                 RandomSource const& random);

    // As if the noise had run for ever: it depends on the seed, the feeder and the quarter, not on where a
    // run starts (to a thousandth of its size).
    [[nodiscard]] LoadNoise start(std::int64_t quarter) const;
    // Pre: quarter >= noise.quarter.
    void advance(LoadNoise& noise, std::int64_t quarter) const;

    // `city` is what feeders and upstream draw together.
    [[nodiscard]] LoadLevel level(LoadMoment const& moment, Kilowatts city) const {
        return shapes_.level(all_, moment, city);
    }
    // Into the feeder's nodes, in pu of base_mva. Pre: both as long as the feeder has nodes.
    void fill(FeederId feeder, LoadLevel const& level, double deviation, std::span<double> p_pu,
              std::span<double> q_pu) const;

    [[nodiscard]] Kilowatts on_feeders(LoadLevel const& level, LoadNoise const& noise) const;
    [[nodiscard]] Kilowatts upstream(Kilowatts city, LoadLevel const& level, LoadNoise const& noise) const {
        return city - on_feeders(level, noise);
    }

private:
    void fill_own(Feeder const& feeder, std::span<double> p_pu, std::span<double> q_pu,
                  ClassKw const& p) const;
    [[nodiscard]] double shock(Feeder const& feeder, std::int64_t quarter) const;

    Network const& network_;
    LoadShapes shapes_;
    LoadNoiseSettings noise_;
    RandomSource random_;
    ClassKw tangent_, all_;  // all_: by which levels are found
    std::vector<ClassKw> of_feeder_;
};

}  // namespace yuchong::grid
