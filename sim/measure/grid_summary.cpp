#include "sim/measure/grid_summary.hpp"

#include "sim/measure/grid_recorder.hpp"

#include <set>

namespace yuchong::measure {

GridSummary summarise(GridRecorder const& recorder) {
    std::array<std::set<std::uint32_t>, grid_limits> broken;
    for (Violation const& v : recorder.violations().finished())
        broken[static_cast<std::size_t>(v.limit)].insert(v.element);
    auto const number = [&](GridLimit limit) {
        return static_cast<std::int64_t>(broken[static_cast<std::size_t>(limit)].size());
    };
    GridTotals const& totals = recorder.totals();
    grid::Network const& network = recorder.grid().network();
    return {.feeders = static_cast<std::int64_t>(network.feeders.size()),
            .transformers = static_cast<std::int64_t>(network.transformers.size()),
            .feeders_overloaded = number(GridLimit::feeder_loading),
            .feeders_low_voltage = number(GridLimit::low_voltage),
            .transformers_overloaded = number(GridLimit::transformer_loading),
            .transformers_hot = number(GridLimit::transformer_hot_spot),
            .substations_overloaded = number(GridLimit::substation_loading),
            .violations = static_cast<std::int64_t>(recorder.violations().finished().size()),
            .unsolved_steps = totals.unsolved,
            .low_voltage_h = totals.low_voltage_h,
            .losses_kwh = totals.losses_kwh,
            .min_voltage_pu = totals.lowest_voltage_pu,
            .max_loading_pu = totals.largest_loading_pu,
            .volt_var = recorder.grid().has_volt_var()
                            ? std::optional(GridSummary::VoltVar{totals.given_kvarh, totals.taken_kvarh})
                            : std::nullopt};
}

}  // namespace yuchong::measure
