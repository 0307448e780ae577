#include "sim/measure/violations.hpp"

#include <limits>

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
        spells_[l].resize(by_transformer  ? network.transformers.size()
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
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    begin_ = begin;
    end_ = end;
    for (std::size_t f = 0; f < state.feeders.size(); ++f) {
        FeederReading const& r = state.feeders[f];
        watch(GridLimit::feeder_loading, f, {r.loading_pu, r.loading_without_pu});
        watch(GridLimit::low_voltage, f, {r.low_pu, r.low_without_pu});
        watch(GridLimit::high_voltage, f, {r.high_pu, unknown});
        watch(GridLimit::charger_cut_out, f, {static_cast<double>(r.dropped), 0.0});
        watch(GridLimit::no_solution, f, {r.solution == Solution::none ? 1.0 : 0.0, unknown});
    }
    for (std::size_t t = 0; t < state.loading_pu.size(); ++t) {
        watch(GridLimit::transformer_loading, t, {state.loading_pu[t], state.loading_without_pu[t]});
        watch(GridLimit::transformer_hot_spot, t, {state.heat.warmest_hot_c[t], unknown});
        if (state.loading_pu[t] > bounds_.transformer_loading_pu) ++steps_above_[t];
    }
    for (std::size_t s = 0; s < state.substations.size(); ++s)
        watch(GridLimit::substation_loading, s, {state.substations[s].loading_pu, unknown});
}

// A value that is not a number (no solution) breaks no limit but that one.
void Violations::watch(GridLimit limit, std::size_t element, Value value) {
    auto const worse = [limit](double a, double b) { return is_lower_bound(limit) ? a < b : a > b; };
    Spell& spell = spells_[static_cast<std::size_t>(limit)][element];
    if (!worse(value.now, bound_of(limit))) {
        if (spell.begin != never) finish(limit, element);
        return;
    }
    if (spell.begin == never) {
        spell = {begin_, end_, value.now, value.without_charging};
    } else if (worse(value.now, spell.worst)) {
        spell.worst = value.now;
        spell.without_charging = value.without_charging;
    }
    spell.end = end_;
}

void Violations::finish(GridLimit limit, std::size_t element) {
    Spell& spell = spells_[static_cast<std::size_t>(limit)][element];
    finished_.push_back({limit, static_cast<std::uint32_t>(element), spell.begin, spell.end, spell.worst,
                         bound_of(limit), spell.without_charging});
    spell.begin = never;
}

void Violations::close() {
    for (std::size_t l = 0; l < grid_limits; ++l) {
        for (std::size_t e = 0; e < spells_[l].size(); ++e)
            if (spells_[l][e].begin != never) finish(static_cast<GridLimit>(l), e);
    }
}

}  // namespace yuchong::measure
