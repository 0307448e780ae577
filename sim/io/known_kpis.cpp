#include "sim/io/known_kpis.hpp"

#include "sim/measure/kpi.hpp"

namespace yuchong::io {

std::vector<std::string> known_kpis() {
    measure::Summary everything;
    everything.grid.emplace();
    everything.grid->volt_var = measure::GridSummary::VoltVar{};
    everything.v2g.emplace();
    everything.economics = measure::EconomicsSummary{};
    everything.rollout.targets.emplace_back();
    everything.batteries.emplace();
    everything.bounds.emplace();
    everything.droop.emplace();
    everything.guidance.emplace();
    everything.response.emplace();
    everything.outages.emplace();
    everything.plants.emplace();
    everything.swaps.emplace();
    std::vector<std::string> names;
    for (measure::KpiDefinition const& kpi : measure::kpis_of(everything)) names.emplace_back(kpi.name);
    return names;
}

}  // namespace yuchong::io
