#include "sim/measure/violations.hpp"

#include <cmath>

namespace yuchong::measure {

namespace {

using grid::FeederReading;
using grid::Solution;

constexpr bool is_lower_bound(GridLimit limit) { return limit == GridLimit::low_voltage; }

}  // namespace

char const* name(GridLimit limit) {
    switch (limit) {
        case GridLimit::feeder_loading: return "feeder_loading";
        case GridLimit::low_voltage: return "low_voltage";
        case GridLimit::high_voltage: return "high_voltage";
        case GridLimit::transformer_loading: return "transformer_loading";
        case GridLimit::transformer_hot_spot: return "transformer_hot_spot";
        case GridLimit::substation_loading: return "substation_loading";
        case GridLimit::charger_cut_out: return "charger_cut_out";
        case GridLimit::no_solution: return "no_solution";
    }
    return "unknown";
}

Violations::Violations(grid::Network const& network, GridBounds const& bounds) : bounds_(bounds) {
    for (std::size_t l = 0; l < grid_limits; ++l) {
        auto const limit = static_cast<GridLimit>(l);
        bool const by_transformer =
            limit == GridLimit::transformer_loading || limit == GridLimit::transformer_hot_spot;
        bool const by_substation = limit == GridLimit::substation_loading;
        spells_[l].resize(by_transformer   ? network.transformers.size()
                          : by_substation ? network.substations.size()
                                          : network.feeders.size());
    }
    steps_above_.assign(network.transformers.size(), 0);
}

double Violations::bound_of(GridLimit limit) const {
    switch (limit) {
        case GridLimit::feeder_loading: return 1.0;
        case GridLimit::low_voltage: return bounds_.low_voltage_pu;
        case GridLimit::high_voltage: return bounds_.high_voltage_pu;
        case GridLimit::transformer_loading: return bounds_.transformer_loading_pu;
        case GridLimit::transformer_hot_spot: return bounds_.transformer_hot_spot_c;
        case GridLimit::substation_loading: return bounds_.substation_loading_pu;
        case GridLimit::charger_cut_out:
        case GridLimit::no_solution: return 0.0;
    }
    return 0.0;
}

void Violations::step(grid::DistributionState const& state, SimTime begin, SimTime end) {
    begin_ = begin;
    end_ = end;
    auto const above = [&](GridLimit limit, std::size_t element, double value) {
        double const bound = bound_of(limit);
        watch(limit, element, value, bound, value > bound);
    };
    for (std::size_t f = 0; f < state.feeders.size(); ++f) {
        FeederReading const& r = state.feeders[f];
        above(GridLimit::feeder_loading, f, r.loading_pu);  // not a number where there is no solution: no spell
        watch(GridLimit::low_voltage, f, r.low_pu, bounds_.low_voltage_pu, r.low_pu < bounds_.low_voltage_pu);
        above(GridLimit::high_voltage, f, r.high_pu);
        above(GridLimit::charger_cut_out, f, r.dropped);
        above(GridLimit::no_solution, f, r.solution == Solution::none ? 1.0 : 0.0);
    }
    for (std::size_t t = 0; t < state.loading_pu.size(); ++t) {
        above(GridLimit::transformer_loading, t, state.loading_pu[t]);
        above(GridLimit::transformer_hot_spot, t, state.heat.warmest_hot_c[t]);
        if (state.loading_pu[t] > bounds_.transformer_loading_pu) ++steps_above_[t];
    }
    for (std::size_t s = 0; s < state.substations.size(); ++s)
        above(GridLimit::substation_loading, s, state.substations[s].loading_pu);
}

void Violations::watch(GridLimit limit, std::size_t element, double value, double bound, bool broken) {
    Spell& spell = spells_[static_cast<std::size_t>(limit)][element];
    if (!broken) {
        if (spell.begin != never) finish(limit, element, bound);
        return;
    }
    bool const worse = is_lower_bound(limit) ? value < spell.worst : value > spell.worst;
    if (spell.begin == never) {
        spell = {begin_, end_, value};
    } else if (worse) {
        spell.worst = value;
    }
    spell.end = end_;
}

void Violations::finish(GridLimit limit, std::size_t element, double bound) {
    Spell& spell = spells_[static_cast<std::size_t>(limit)][element];
    finished_.push_back(
        {limit, static_cast<std::uint32_t>(element), spell.begin, spell.end, spell.worst, bound});
    spell.begin = never;
}

void Violations::close() {
    for (std::size_t l = 0; l < grid_limits; ++l) {
        auto const limit = static_cast<GridLimit>(l);
        for (std::size_t e = 0; e < spells_[l].size(); ++e)
            if (spells_[l][e].begin != never) finish(limit, e, bound_of(limit));
    }
}

}  // namespace yuchong::measure
