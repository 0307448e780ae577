#include "sim/control/valley_filling.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace yuchong::control {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

// The level at which slots between their base and their top, both sorted, take `total_kw` together; infinity
// if it is above all tops.
double level_at(std::span<double const> base, std::span<double const> top, double total_kw) {
    std::size_t begun = 0, full = 0;
    double level = base.front(), filled_kw = 0.0;
    while (full < top.size()) {
        bool const begins = begun < base.size() && base[begun] <= top[full];
        double const corner = begins ? base[begun] : top[full];
        double const width = static_cast<double>(begun - full);
        double const step_kw = width > 0.0 ? width * (corner - level) : 0.0;
        if (width > 0.0 && filled_kw + step_kw >= total_kw) return level + (total_kw - filled_kw) / width;
        filled_kw += step_kw;
        level = corner;
        ++(begins ? begun : full);
    }
    return infinity;
}

template <class Cap>
Fill pour(std::span<double const> base_kw, double level_kw, double energy_kwh, Cap const& cap_kw,
          double slot_h, std::span<double> plan_kw) {
    double sum_kw = 0.0;
    for (std::size_t k = 0; k < base_kw.size(); ++k) {
        plan_kw[k] = std::min(cap_kw(k), std::max(0.0, level_kw - base_kw[k]));
        sum_kw += plan_kw[k];
    }
    double const unmet_kwh = level_kw == infinity ? std::max(0.0, energy_kwh - sum_kw * slot_h) : 0.0;
    return {level_kw, unmet_kwh};
}

Fill nothing_asked(std::span<double> plan_kw) {
    std::fill(plan_kw.begin(), plan_kw.end(), 0.0);
    return {-infinity, 0.0};
}

}  // namespace

Fill ValleyFiller::fill(std::span<double const> base_kw, double energy_kwh, double max_kw, double slot_h,
                        std::span<double> plan_kw) {
    if (base_kw.empty()) return {energy_kwh > 0.0 ? infinity : -infinity, energy_kwh};
    if (energy_kwh <= 0.0) return nothing_asked(plan_kw);
    base_.assign(base_kw.begin(), base_kw.end());
    std::sort(base_.begin(), base_.end());
    top_.resize(base_.size());
    std::transform(base_.begin(), base_.end(), top_.begin(), [max_kw](double b) { return b + max_kw; });
    double const level = level_at(base_, top_, energy_kwh / slot_h);
    return pour(base_kw, level, energy_kwh, [max_kw](std::size_t) { return max_kw; }, slot_h, plan_kw);
}

Fill ValleyFiller::fill(std::span<double const> base_kw, double energy_kwh, std::span<double const> max_kw,
                        double slot_h, std::span<double> plan_kw) {
    if (base_kw.empty()) return {energy_kwh > 0.0 ? infinity : -infinity, energy_kwh};
    if (energy_kwh <= 0.0) return nothing_asked(plan_kw);
    base_.assign(base_kw.begin(), base_kw.end());
    top_.resize(base_.size());
    std::transform(base_kw.begin(), base_kw.end(), max_kw.begin(), top_.begin(),
                   [](double base, double cap) { return base + cap; });
    std::sort(base_.begin(), base_.end());
    std::sort(top_.begin(), top_.end());
    double const level = level_at(base_, top_, energy_kwh / slot_h);
    return pour(base_kw, level, energy_kwh, [max_kw](std::size_t k) { return max_kw[k]; }, slot_h, plan_kw);
}

Sweeps fill_valley(std::span<ChargingNeed const> needs, SlotGrid grid, SweepSettings const& settings,
                   ValleyFiller& filler, std::span<double> load_kw, Plans& plans) {
    check_needs(needs, grid);
    check(load_kw.size() == grid.count && plans.size() == needs.size(),
          "load or plans do not fit the needs (one load a slot, one plan a need)");
    std::vector<double> const base_kw(load_kw.begin(), load_kw.end());
    std::vector<double> before_kw(grid.count);
    add_plans(plans, needs, load_kw);
    Sweeps sweeps{0, 0.0, false};
    while (sweeps.count < settings.most_sweeps && !sweeps.converged) {
        sweeps.last_change_kw = 0.0;
        for (std::size_t i = 0; i < needs.size(); ++i) {
            std::span<double> const plan = plans.of(i);
            std::span<double> const others = load_kw.subspan(needs[i].from, plan.size());
            for (std::size_t k = 0; k < plan.size(); ++k) others[k] -= before_kw[k] = plan[k];
            filler.fill(others, needs[i].energy_kwh, needs[i].max_kw, grid.slot_h, plan);
            for (std::size_t k = 0; k < plan.size(); ++k) {
                others[k] += plan[k];
                sweeps.last_change_kw = std::max(sweeps.last_change_kw, std::abs(plan[k] - before_kw[k]));
            }
        }
        ++sweeps.count;
        sweeps.converged = sweeps.last_change_kw <= settings.tolerance_kw;
    }
    // Loads that were added to and taken from many times carry their rounding; summed anew they do not.
    std::copy(base_kw.begin(), base_kw.end(), load_kw.begin());
    add_plans(plans, needs, load_kw);
    return sweeps;
}

}  // namespace yuchong::control
