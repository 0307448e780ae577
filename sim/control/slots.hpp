#pragma once
// What the control laws share: charging needs on a grid of equal slots, and plans for them. The laws know
// neither cars nor stations; whoever calls them lays out the slots (slot 0 begins now, say) and numbers the
// needs.
//
// A need asks for energy at the grid side of the charger, within its window of slots. Power is the mean over
// a slot, so a plan may fill a slot in part. Where a law says that needs are equal, the earlier in the list
// comes first.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace yuchong::control {

inline constexpr double no_limit_kw = std::numeric_limits<double>::infinity();

struct SlotGrid {
    std::uint32_t count;
    double slot_h;  // [h, > 0] length of each
};

struct ChargingNeed {
    double energy_kwh;          // [kWh, >= 0]
    double max_kw;              // [kW, >= 0]
    std::uint32_t from, until;  // its window: slots [from, until)
};

// What the need could take if nobody else were there.
inline double capacity_kwh(ChargingNeed const& need, double slot_h) {
    return need.max_kw * slot_h * static_cast<double>(need.until - need.from);
}
inline double deliverable_kwh(ChargingNeed const& need, double slot_h) {
    double const capacity = capacity_kwh(need, slot_h);
    return need.energy_kwh < capacity ? need.energy_kwh : capacity;
}

// Throws BrokenInvariant unless windows lie in the grid and figures are finite and not negative.
void check_needs(std::span<ChargingNeed const> needs, SlotGrid grid);

// Power by slot of several windows, kept one after the other: of(i)[k] belongs to slot from + k of window i.
// 0 at first.
class Plans {
public:
    Plans() = default;
    // Windows of anything that has `from` and `until`.
    template <class Window>
    explicit Plans(std::span<Window> windows) {
        begin_.reserve(windows.size() + 1);
        for (auto const& window : windows) begin_.push_back(begin_.back() + (window.until - window.from));
        kw_.assign(begin_.back(), 0.0);
    }

    [[nodiscard]] std::size_t size() const { return begin_.size() - 1; }
    [[nodiscard]] std::span<double> of(std::size_t i) {
        return {kw_.data() + begin_[i], begin_[i + 1] - begin_[i]};
    }
    [[nodiscard]] std::span<double const> of(std::size_t i) const {
        return {kw_.data() + begin_[i], begin_[i + 1] - begin_[i]};
    }

private:
    std::vector<std::size_t> begin_{0};
    std::vector<double> kw_;
};

// load[k] += what the plans draw in slot k, plan by plan.
void add_plans(Plans const& plans, std::span<ChargingNeed const> needs, std::span<double> load_kw);

double energy_kwh(std::span<double const> plan_kw, double slot_h);
// price[k] is in yuan/kWh.
double cost_yuan(std::span<double const> plan_kw, std::span<double const> price, double slot_h);

}  // namespace yuchong::control
