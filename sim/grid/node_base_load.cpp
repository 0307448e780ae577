#include "sim/grid/node_base_load.hpp"

#include "sim/base/check.hpp"
#include "sim/grid/per_unit.hpp"

#include <cmath>
#include <cstddef>

namespace yuchong::grid {

namespace {

// What a draw of class `base_load` is for. Append only.
enum class LoadPurpose : std::uint16_t { noise };

constexpr double forgotten = 1e-3;  // of a deviation: what came before that is left out at the start

// Quarters of an hour until a deviation has faded.
std::int64_t memory(double persistence) {
    std::int64_t quarters = 0;
    for (double left = 1.0; left > forgotten; left *= persistence) ++quarters;
    return quarters;
}

}  // namespace

NodeBaseLoad::NodeBaseLoad(Network const& network, LoadShapes const& shapes, LoadNoiseSettings const& noise,
                           RandomSource const& random)
    : network_(network), shapes_(shapes), noise_(noise), random_(random), tangent_(shapes.tangent()) {
    check(noise.persistence >= 0.0 && noise.persistence < 1.0,
          "noise of the base load never fades (persistence must be below 1)");
    for (Feeder const& feeder : network.feeders) {
        ClassKw sum;
        for (std::uint32_t i = 0; i < feeder.node_count; ++i)
            sum += network.nodes.load(feeder.first_node + i);
        of_feeder_.push_back(sum);
        all_ += sum;
    }
    if (network.city_load) all_ = *network.city_load;
}

// One block of draws holds the four quarters of an hour.
double NodeBaseLoad::shock(Feeder const& feeder, std::int64_t quarter) const {
    std::int64_t const day = quarter / 96, of_day = quarter % 96;
    Block const block =
        random_.draw({DrawClass::base_load, static_cast<std::uint16_t>(LoadPurpose::noise), feeder.ordinal,
                      static_cast<std::uint32_t>(day), static_cast<std::uint32_t>(of_day / 4)});
    return normal(block.uniform(static_cast<int>(of_day % 4)), 0.0, 1.0);
}

LoadNoise NodeBaseLoad::start(std::int64_t quarter) const {
    check(quarter >= 96, "noise of the base load before 1970 (its quarters are counted from there)");
    LoadNoise noise{quarter - memory(noise_.persistence), std::vector<double>(network_.feeders.size(), 0.0)};
    advance(noise, quarter);
    return noise;
}

void NodeBaseLoad::advance(LoadNoise& noise, std::int64_t quarter) const {
    double const rho = noise_.persistence;
    double const fresh = noise_.sigma * std::sqrt(1.0 - rho * rho);
    for (; noise.quarter < quarter; ++noise.quarter) {
        for (std::size_t f = 0; f < noise.deviation.size(); ++f) {
            noise.deviation[f] =
                rho * noise.deviation[f] + fresh * shock(network_.feeders[f], noise.quarter + 1);
        }
    }
}

void NodeBaseLoad::fill(FeederId feeder, LoadLevel const& level, double deviation, std::span<double> p_pu,
                        std::span<double> q_pu) const {
    Feeder const& f = network_.feeders[feeder.index()];
    ClassKw const p = (1.0 + deviation) / (1000.0 * base_mva) * level.factor;
    if (network_.is_own()) return fill_own(f, p_pu, q_pu, p);
    ClassKw const q{p.residential * tangent_.residential, p.commercial * tangent_.commercial,
                    p.industrial * tangent_.industrial};
    float const* residential = network_.nodes.residential_kw.data() + f.first_node;
    float const* commercial = network_.nodes.commercial_kw.data() + f.first_node;
    float const* industrial = network_.nodes.industrial_kw.data() + f.first_node;
    for (std::size_t i = 0; i < f.node_count; ++i) {
        ClassKw const kw{residential[i], commercial[i], industrial[i]};
        p_pu[i] = dot(kw, p);
        q_pu[i] = dot(kw, q);
    }
}

void NodeBaseLoad::fill_own(Feeder const& feeder, std::span<double> p_pu, std::span<double> q_pu,
                            ClassKw const& p) const {
    Nodes const& nodes = network_.nodes;
    for (std::uint32_t i = 0; i < feeder.node_count; ++i) {
        p_pu[i] = dot(nodes.load(feeder.first_node + i), p);
        q_pu[i] = nodes.own_kvar(feeder.first_node + i, kw_per_pu * p_pu[i]) / kw_per_pu;
    }
}

Kilowatts NodeBaseLoad::on_feeders(LoadLevel const& level, LoadNoise const& noise) const {
    double kw = 0.0;
    for (std::size_t f = 0; f < of_feeder_.size(); ++f) {
        kw += (1.0 + noise.deviation[f]) * dot(of_feeder_[f], level.factor);
    }
    return Kilowatts{kw};
}

}  // namespace yuchong::grid
