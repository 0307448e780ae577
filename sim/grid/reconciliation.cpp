#include "sim/grid/reconciliation.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace yuchong::grid {

namespace {

Spread spread_of(std::vector<double> values) {
    if (values.empty()) return {};
    std::sort(values.begin(), values.end());
    auto const quantile = [&](double share) {
        return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
    };
    double sum = 0.0;
    for (double const v : values) sum += v;
    return {values.front(), quantile(0.1), quantile(0.5),
            quantile(0.9),  values.back(), sum / static_cast<double>(values.size())};
}

void count_feeders(Network const& network, Reconciliation& r) {
    std::vector<double> loading;
    for (Feeder const& feeder : network.feeders) {
        switch (feeder.kind) {
            case FeederKind::cable: ++r.cable_feeders; break;
            case FeederKind::overhead: ++r.overhead_feeders; break;
            case FeederKind::dedicated: ++r.dedicated_feeders; break;
            case FeederKind::own: break;
        }
        r.trunk_km += feeder.trunk_km;
        r.line_km += feeder.line_km;
        if (feeder.kind != FeederKind::dedicated)
            loading.push_back(feeder.design_peak_kva / feeder.rating_kva);
    }
    r.feeder_loading = spread_of(std::move(loading));
}

void count_transformers(Network const& network, Reconciliation& r) {
    std::map<double, std::size_t> by_kva;
    for (Transformer const& t : network.transformers) {
        double const kva = network.rating_kva(t);
        if (t.role == TransformerRole::station) {
            ++r.station_transformers;
            r.station_mva += kva / 1000.0;
        } else {
            ++by_kva[kva];
            r.community_mva += kva / 1000.0;
            r.households += t.households;
        }
    }
    r.community_by_kva.assign(by_kva.begin(), by_kva.end());
}

void weigh_substations(Network const& network, std::vector<ClassKw> const& load, DesignDay const& day,
                       Reconciliation& r) {
    std::vector<double> one_out;
    for (std::size_t s = 0; s < load.size(); ++s) {
        Substation const& substation = network.substations[s];
        r.substation_mva += substation.transformers * substation.mva;
        if (substation.transformers == 1) continue;
        one_out.push_back(peak_of(load[s], day).kva() / 1000.0 /
                          ((substation.transformers - 1) * substation.mva));
    }
    r.one_out = spread_of(std::move(one_out));
}

}  // namespace

Reconciliation reconcile(Network const& network, LoadShapes const& shapes) {
    Reconciliation r{};
    std::vector<ClassKw> by_substation(network.substations.size());
    ClassKw all;
    for (Feeder const& feeder : network.feeders) {
        ClassKw load;
        for (std::uint32_t i = 0; i < feeder.node_count; ++i)
            load += network.nodes.load(feeder.first_node + i);
        by_substation[feeder.substation.index()] += load;
        all += load;
    }
    DesignDay const day = shapes.design_day(all);
    r.feeders_at_peak = shapes.design_peak(all);
    r.upstream_at_peak = shapes.design_upstream(all);
    r.system_peak = r.feeders_at_peak + r.upstream_at_peak;
    std::tie(r.lowest_level, r.highest_level) = shapes.design_levels(all);
    r.substations = network.substations.size();
    r.nodes = network.nodes.size();
    count_feeders(network, r);
    count_transformers(network, r);
    weigh_substations(network, by_substation, day, r);
    return r;
}

}  // namespace yuchong::grid
