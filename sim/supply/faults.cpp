#include "sim/supply/faults.hpp"

#include "sim/base/check.hpp"
#include "sim/base/math.hpp"
#include "sim/supply/draws.hpp"

namespace yuchong::supply {

namespace {

Duration up_time(Supply const& supply, PlugId plug, std::uint32_t k) {
    double const u = draw_kth(supply, plug, PlugDraw::up_time, k).uniform(0);
    return duration_from_hours_up(exponential(u, supply.settings.reliability.plug_mtbf_h));
}

}  // namespace

SimTime first_fault_time(Supply const& supply, PlugId plug) { return SimTime{0} + up_time(supply, plug, 0); }

SimTime next_fault_time(Supply const& supply, State const& state, PlugId plug, SimTime repaired) {
    return repaired + up_time(supply, plug, state.fault_count[plug.index()]);
}

Duration repair_duration(Supply const& supply, State const& state, PlugId plug) {
    std::uint32_t const count = state.fault_count[plug.index()];
    check(count > 0, "repair of a plug that never broke");
    ReliabilitySettings const& reliability = supply.settings.reliability;
    double const sigma = reliability.repair_sigma;
    double const median_h = reliability.plug_mttr_h * math::exp(-0.5 * sigma * sigma);  // keeps the mean
    double const u = draw_kth(supply, plug, PlugDraw::repair, count - 1).uniform(0);
    return duration_from_hours_up(lognormal(u, median_h, sigma));
}

Duration hidden_for(Supply const& supply, PlugId plug, std::uint32_t k) {
    Block const draw = draw_kth(supply, plug, PlugDraw::hidden, k);
    ReliabilitySettings const& reliability = supply.settings.reliability;
    if (draw.uniform(0) >= reliability.ghost_share) return {0};
    return duration_from_hours_up(exponential(draw.uniform(1), reliability.ghost_mean_h));
}

double availability(ReliabilitySettings const& settings) {
    return settings.plug_mtbf_h / (settings.plug_mtbf_h + settings.plug_mttr_h);
}

}  // namespace yuchong::supply
