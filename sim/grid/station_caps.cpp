#include "sim/grid/station_caps.hpp"

#include "sim/grid/per_unit.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

namespace yuchong::grid {

StationCaps::StationCaps(Distribution const& grid) : grid_(grid), tangent_(grid.charger_tangent_) {
    std::uint32_t nodes = 0, transformers = 0;
    for (Feeder const& feeder : grid.network().feeders) nodes = std::max(nodes, feeder.node_count);
    for (auto const& slice : grid.transformers_of_) transformers = std::max(transformers, slice.count);
    p_.resize(nodes);
    q_.resize(nodes);
    branches_.resize(nodes);
    transformers_.resize(transformers);
}

void StationCaps::find(DistributionState const& state, StepLoad const& forecast,
                       std::span<double const> rating_kw, Enforcement enforce, std::span<double> cap_kw) {
    std::ranges::copy(rating_kw, cap_kw.begin());
    for (std::uint32_t f = 0; f < grid_.network().feeders.size(); ++f) {
        auto const of_feeder = grid_.transformers_of_[f];
        rising_.clear();
        for (std::uint32_t t = of_feeder.first; t < of_feeder.first + of_feeder.count; ++t) {
            auto const stations = grid_.stations_of_[t];
            for (std::uint32_t i = stations.first; i < stations.first + stations.count; ++i)
                rising_.push_back(grid_.stations_[i]);
        }
        if (rising_.empty()) continue;
        load_feeder(forecast, state, f);
        set_limits(state, f, enforce);
        share(f, rating_kw, cap_kw);
    }
}

// Other load, and its sum below each branch.
void StationCaps::load_feeder(StepLoad const& forecast, DistributionState const& state,
                              std::uint32_t feeder) {
    Feeder const& f = grid_.network().feeders[feeder];
    auto const p = std::span(p_).first(f.node_count), q = std::span(q_).first(f.node_count);
    grid_.base_load_.fill(FeederId{feeder}, forecast.level, state.noise.deviation[feeder], p, q);
    auto const of_feeder = grid_.transformers_of_[feeder];
    for (std::uint32_t t = of_feeder.first; t < of_feeder.first + of_feeder.count; ++t) {
        std::uint32_t const node = grid_.network().transformers[t].node - f.first_node;
        p[node] += forecast.home_kw[t] / kw_per_pu;
        q[node] += tangent_ * forecast.home_kw[t] / kw_per_pu;
        transformers_[t - of_feeder.first] = {
            grid_.rating_kva_[t] / kw_per_pu * grid_.operation().overload_pu, {p[node], q[node]}};
    }
    auto const parent = grid_.feeders_[feeder].parent();
    for (std::uint32_t i = f.node_count; i-- > 1;) {
        p[parent[i]] += p[i];
        q[parent[i]] += q[i];
    }
}

void StationCaps::set_limits(DistributionState const& state, std::uint32_t feeder, Enforcement enforce) {
    Feeder const& f = grid_.network().feeders[feeder];
    double const low = state.feeders[feeder].low_pu;
    double const voltage = std::isnan(low) ? grid_.operation().low_voltage_pu : std::min(low, 1.0);
    auto const of_feeder = grid_.transformers_of_[feeder];
    for (std::uint32_t t = 0; t < of_feeder.count; ++t) transformers_[t].rating_pu *= voltage;
    auto const rating = grid_.feeders_[feeder].rating_pu();
    for (std::uint32_t i = 1; i < f.node_count; ++i) {
        double const limit =
            enforce == Enforcement::feeder ? voltage * rating[i] : std::numeric_limits<double>::infinity();
        branches_[i] = {limit, {p_[i], q_[i]}};
    }
}

// Calls visit(Limit&) for the transformer and every branch from it to the bus.
template <class Visit>
void StationCaps::for_each_limit(std::uint32_t transformer, std::uint32_t feeder, Visit visit) {
    visit(transformers_[transformer - grid_.transformers_of_[feeder].first]);
    auto const parent = grid_.feeders_[feeder].parent();
    std::uint32_t node =
        grid_.network().transformers[transformer].node - grid_.network().feeders[feeder].first_node;
    for (; node != 0; node = parent[node]) visit(branches_[node]);
}

// The level at which |other + (granted + level rising) (1 + j tan)| meets the rating, 0 if it is beyond it.
double StationCaps::reach(Limit const& limit) const {
    if (std::isinf(limit.rating_pu)) return limit.rating_pu;
    double const p = limit.other.re + limit.granted_pu, q = limit.other.im + tangent_ * limit.granted_pu;
    double const a = limit.rising_pu * limit.rising_pu * (1.0 + tangent_ * tangent_);
    double const half_b = limit.rising_pu * (p + tangent_ * q);
    double const c = p * p + q * q - limit.rating_pu * limit.rating_pu;
    if (c >= 0.0) return 0.0;
    return (std::sqrt(half_b * half_b - a * c) - half_b) / a;
}

void StationCaps::share(std::uint32_t feeder, std::span<double const> rating_kw, std::span<double> cap_kw) {
    auto const transformer_of = [&](std::uint32_t station) {
        return grid_.network().station_transformer[station].index();
    };
    for (std::uint32_t const s : rising_) {
        double const pu = rating_kw[s] / kw_per_pu;
        for_each_limit(transformer_of(s), feeder, [pu](Limit& limit) { limit.rising_pu += pu; });
    }
    double level = 0.0;
    while (!rising_.empty()) {
        double next = 1.0;
        for (std::uint32_t const s : rising_) {
            for_each_limit(transformer_of(s), feeder,
                           [&](Limit const& limit) { next = std::min(next, reach(limit)); });
        }
        level = std::max(level, next);
        if (level >= 1.0) return;
        // Whoever stands behind a limit that is met stops.
        auto const stops = [&](std::uint32_t s) {
            bool met = false;
            for_each_limit(transformer_of(s), feeder,
                           [&](Limit const& limit) { met = met || reach(limit) <= level * (1.0 + 1e-12); });
            return met;
        };
        stopped_.clear();
        std::ranges::copy_if(rising_, std::back_inserter(stopped_), stops);
        std::erase_if(rising_, stops);
        for (std::uint32_t const s : stopped_) {
            cap_kw[s] = level * rating_kw[s];
            double const pu = rating_kw[s] / kw_per_pu;
            for_each_limit(transformer_of(s), feeder, [&](Limit& limit) {
                limit.rising_pu -= pu;
                limit.granted_pu += level * pu;
            });
        }
    }
}

}  // namespace yuchong::grid
