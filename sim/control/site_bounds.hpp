#pragma once
// What could have been done under a shared limit by somebody who knew everything: the yardstick of the rules
// of site_sharing.hpp.
//
//   DeadlineFlow flow(needs, grid);
//   double const best_kwh = flow.serve_kwh(limit_kw);     // limit of each slot
//   double const peak_kw = flow.lowest_peak_kw(base_kw);  // with all that is feasible for each need alone
//
// A maximum flow source -> need (energy) -> slot (max_kw x slot_h) -> sink (limit x slot_h) by Dinic's
// algorithm (Soviet Math. Doklady 11, 1970) on whole numbers of 1e-9 kWh: exact but for rounding each figure
// to that grain, the same on every machine. The graph is never built: windows are ranges of slots. The lowest
// peak is Newton's iteration on the value of the flow, which is concave and piecewise linear in the limit
// with the number of slots in the minimum cut as slope; it starts from below, goes on from the flow it has,
// and ends at the exact peak after as many flows as the function has pieces in between, usually under ten.

#include "sim/control/slots.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::control {

class DeadlineFlow {
public:
    // Copies the needs. Throws BrokenInvariant as check_needs, or for more than 1e9 kWh in all.
    DeadlineFlow(std::span<ChargingNeed const> needs, SlotGrid grid);

    // The most energy that can be delivered in the windows if slot k has limit_kw[k]; negative is no room.
    double serve_kwh(std::span<double const> limit_kw);
    // The same energy, as cheaply as it can be had at price[k] in slot k (yuan/kWh, any sign).
    double serve_cheapest_kwh(std::span<double const> limit_kw, std::span<double const> price);
    // The lowest maximum over slots of base and charging with which every need gets deliverable_kwh.
    double lowest_peak_kw(std::span<double const> base_kw);

    // Of the last call: who got how much, and when. One optimum of many, the same each time.
    [[nodiscard]] double served_kwh(std::size_t need) const;
    void write_plans(Plans& plans) const;

private:
    using Grains = std::int64_t;
    static constexpr double grains_per_kwh = 1e9;

    [[nodiscard]] Grains grains(double kw_or_kwh, double hours) const;
    void restart();
    void flow_greedily();
    void augment();
    bool reach_the_sink();
    Grains push_from_need(std::uint32_t need, Grains most);
    Grains push_from_slot(std::uint32_t slot, Grains most);
    [[nodiscard]] std::uint32_t slots_of_cut() const;

    std::vector<ChargingNeed> needs_;
    SlotGrid grid_;
    std::vector<std::size_t> first_flow_;     // flow_[first_flow_[i] + k - from] of need i in slot k
    std::vector<std::size_t> first_visitor_;  // visitors_ of a slot: needs whose window holds it
    std::vector<std::uint32_t> visitors_;
    std::vector<Grains> flow_, edge_, asked_, left_, room_;
    Grains served_ = 0, asked_in_all_ = 0;
    // Of one phase: distances from the source and where each node's search goes on.
    std::vector<std::uint32_t> need_level_, slot_level_, next_slot_;
    std::vector<std::size_t> next_visitor_;
    std::vector<std::uint32_t> queue_, slots_;
};

}  // namespace yuchong::control
