#include "sim/control/site_bounds.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace yuchong::control {

namespace {

constexpr std::uint32_t unreached = std::numeric_limits<std::uint32_t>::max();

}  // namespace

DeadlineFlow::DeadlineFlow(std::span<ChargingNeed const> needs, SlotGrid grid)
    : needs_(needs.begin(), needs.end()), grid_(grid), first_visitor_(grid.count + 1, 0) {
    check_needs(needs, grid);
    first_flow_.push_back(0);
    double all_kwh = 0.0;
    for (ChargingNeed const& need : needs_) {
        first_flow_.push_back(first_flow_.back() + (need.until - need.from));
        for (std::uint32_t k = need.from; k < need.until; ++k) ++first_visitor_[k + 1];
        double const kwh = deliverable_kwh(need, grid.slot_h);
        edge_.push_back(grains(std::min(need.max_kw * grid.slot_h, need.energy_kwh), 1.0));
        asked_.push_back(
            std::min(grains(kwh, 1.0), edge_.back() * static_cast<Grains>(need.until - need.from)));
        asked_in_all_ += asked_.back();
        all_kwh += kwh;
    }
    check(all_kwh <= 1e9, "more energy is asked for than a flow can count (1e9 kWh) use fewer needs");
    std::partial_sum(first_visitor_.begin(), first_visitor_.end(), first_visitor_.begin());
    visitors_.resize(first_flow_.back());
    std::vector<std::size_t> next(first_visitor_.begin(), first_visitor_.end() - 1);
    for (std::uint32_t i = 0; i < needs_.size(); ++i) {
        for (std::uint32_t k = needs_[i].from; k < needs_[i].until; ++k) visitors_[next[k]++] = i;
    }
    flow_.resize(first_flow_.back());
    room_.resize(grid.count);
    need_level_.resize(needs_.size());
    next_slot_.resize(needs_.size());
    slot_level_.resize(grid.count);
    next_visitor_.resize(grid.count);
}

DeadlineFlow::Grains DeadlineFlow::grains(double kw_or_kwh, double hours) const {
    constexpr double most_kwh = 2e9;  // more than all that may be asked for
    return std::llround(std::clamp(kw_or_kwh * hours, 0.0, most_kwh) * grains_per_kwh);
}

void DeadlineFlow::restart() {
    std::fill(flow_.begin(), flow_.end(), 0);
    left_ = asked_;
    served_ = 0;
}

// A good start: the earliest deadline first, into its earliest slots.
void DeadlineFlow::flow_greedily() {
    std::vector<std::uint32_t> order(needs_.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [this](std::uint32_t a, std::uint32_t b) {
        return needs_[a].until < needs_[b].until || (needs_[a].until == needs_[b].until && a < b);
    });
    for (std::uint32_t const i : order) {
        for (std::uint32_t k = needs_[i].from; k < needs_[i].until && left_[i] > 0; ++k) {
            Grains& flow = flow_[first_flow_[i] + k - needs_[i].from];
            Grains const pushed = std::min({left_[i], edge_[i] - flow, room_[k]});
            flow += pushed;
            left_[i] -= pushed;
            room_[k] -= pushed;
            served_ += pushed;
        }
    }
}

// Levels from the source through edges with room; whether a slot with room towards the sink was met. Nothing
// beyond the level of the first such slot is of use to the phase. Needs and slots alternate by level.
bool DeadlineFlow::reach_the_sink() {
    std::fill(need_level_.begin(), need_level_.end(), unreached);
    std::fill(slot_level_.begin(), slot_level_.end(), unreached);
    queue_.clear();
    for (std::uint32_t i = 0; i < needs_.size(); ++i) {
        if (left_[i] > 0) need_level_[i] = 0, queue_.push_back(i);
    }
    bool reached = false;
    for (std::uint32_t level = 0; !queue_.empty() && !reached; level += 2) {
        slots_.clear();
        for (std::uint32_t const i : queue_) {
            for (std::uint32_t k = needs_[i].from; k < needs_[i].until; ++k) {
                if (slot_level_[k] != unreached || flow_[first_flow_[i] + k - needs_[i].from] >= edge_[i])
                    continue;
                slot_level_[k] = level + 1;
                slots_.push_back(k);
                reached = reached || room_[k] > 0;
            }
        }
        queue_.clear();
        if (reached) break;
        for (std::uint32_t const k : slots_) {
            for (std::size_t v = first_visitor_[k]; v < first_visitor_[k + 1]; ++v) {
                std::uint32_t const i = visitors_[v];
                if (need_level_[i] != unreached || flow_[first_flow_[i] + k - needs_[i].from] == 0) continue;
                need_level_[i] = level + 2;
                queue_.push_back(i);
            }
        }
    }
    return reached;
}

DeadlineFlow::Grains DeadlineFlow::push_from_need(std::uint32_t need, Grains most) {
    Grains pushed = 0;
    for (std::uint32_t& k = next_slot_[need]; k < needs_[need].until; ++k) {
        if (slot_level_[k] != need_level_[need] + 1) continue;
        Grains& flow = flow_[first_flow_[need] + k - needs_[need].from];
        Grains const here = push_from_slot(k, std::min(most - pushed, edge_[need] - flow));
        flow += here;
        pushed += here;
        if (pushed == most) break;
    }
    return pushed;
}

// Into the sink what has room, the rest to needs that use this slot and can move to another.
DeadlineFlow::Grains DeadlineFlow::push_from_slot(std::uint32_t slot, Grains most) {
    Grains pushed = std::min(most, room_[slot]);
    room_[slot] -= pushed;
    if (pushed == most) return pushed;
    for (std::size_t& v = next_visitor_[slot]; v < first_visitor_[slot + 1]; ++v) {
        std::uint32_t const need = visitors_[v];
        if (need_level_[need] != slot_level_[slot] + 1) continue;
        Grains& flow = flow_[first_flow_[need] + slot - needs_[need].from];
        Grains const here = push_from_need(need, std::min(most - pushed, flow));
        flow -= here;
        pushed += here;
        if (pushed == most) break;
    }
    return pushed;
}

void DeadlineFlow::augment() {
    while (served_ < asked_in_all_ && reach_the_sink()) {
        for (std::uint32_t i = 0; i < needs_.size(); ++i) next_slot_[i] = needs_[i].from;
        std::copy(first_visitor_.begin(), first_visitor_.end() - 1, next_visitor_.begin());
        for (std::uint32_t i = 0; i < needs_.size(); ++i) {
            if (left_[i] == 0) continue;
            Grains const pushed = push_from_need(i, left_[i]);
            left_[i] -= pushed;
            served_ += pushed;
        }
    }
}

double DeadlineFlow::serve_kwh(std::span<double const> limit_kw) {
    check(limit_kw.size() == grid_.count, "limits do not fit the grid (one a slot)");
    restart();
    for (std::uint32_t k = 0; k < grid_.count; ++k) room_[k] = grains(limit_kw[k], grid_.slot_h);
    flow_greedily();
    augment();
    return static_cast<double>(served_) / grains_per_kwh;
}

// Slots are opened by price, the cheapest first, and the flow made the largest each time. Augmenting takes
// nothing back from an open slot as a whole, and what slots can carry is a polymatroid, so that being greedy
// is right.
double DeadlineFlow::serve_cheapest_kwh(std::span<double const> limit_kw, std::span<double const> price) {
    check(limit_kw.size() == grid_.count && price.size() == grid_.count,
          "limits or prices do not fit the grid (one a slot)");
    restart();
    std::fill(room_.begin(), room_.end(), 0);
    std::vector<std::uint32_t> order(grid_.count);
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [price](std::uint32_t a, std::uint32_t b) {
        return price[a] < price[b] || (price[a] == price[b] && a < b);
    });
    for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
        for (; end < order.size() && price[order[end]] == price[order[begin]]; ++end) {
            room_[order[end]] = grains(limit_kw[order[end]], grid_.slot_h);
        }
        flow_greedily();
        augment();
    }
    return static_cast<double>(served_) / grains_per_kwh;
}

// After a search that did not reach the sink: slots on the source's side.
std::uint32_t DeadlineFlow::slots_of_cut() const {
    return static_cast<std::uint32_t>(std::count_if(slot_level_.begin(), slot_level_.end(),
                                                    [](std::uint32_t l) { return l != unreached; }));
}

double DeadlineFlow::lowest_peak_kw(std::span<double const> base_kw) {
    check(base_kw.size() == grid_.count, "base load does not fit the grid (one a slot)");
    restart();
    if (base_kw.empty()) return 0.0;
    double const highest_kw = *std::max_element(base_kw.begin(), base_kw.end());
    Grains raised = 0;
    for (std::uint32_t k = 0; k < grid_.count; ++k) room_[k] = grains(highest_kw - base_kw[k], grid_.slot_h);
    flow_greedily();
    augment();
    while (served_ < asked_in_all_) {
        auto const slots = static_cast<Grains>(slots_of_cut());
        Grains const step = (asked_in_all_ - served_ + slots - 1) / slots;
        raised += step;
        for (Grains& room : room_) room += step;
        augment();
    }
    return highest_kw + static_cast<double>(raised) / grains_per_kwh / grid_.slot_h;
}

double DeadlineFlow::served_kwh(std::size_t need) const {
    return static_cast<double>(asked_[need] - left_[need]) / grains_per_kwh;
}

void DeadlineFlow::write_plans(Plans& plans) const {
    for (std::size_t i = 0; i < needs_.size(); ++i) {
        std::span<double> const plan = plans.of(i);
        for (std::size_t k = 0; k < plan.size(); ++k) {
            plan[k] = static_cast<double>(flow_[first_flow_[i] + k]) / grains_per_kwh / grid_.slot_h;
        }
    }
}

}  // namespace yuchong::control
