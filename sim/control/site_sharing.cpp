#include "sim/control/site_sharing.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace yuchong::control {

namespace {

using Rank = SharingScratch::Rank;

// Rounded up: laxities that differ by rounding only are equal, and ranked by arrival.
std::int64_t laxity_ms(SiteDemand const& demand, SimTime now) {
    if (demand.remaining_kwh <= 0.0) return std::numeric_limits<std::int64_t>::max();
    if (demand.max_kw <= 0.0) return std::numeric_limits<std::int64_t>::min();
    return (demand.deadline - now - duration_from_hours_up(demand.remaining_kwh / demand.max_kw)).ms;
}

std::int64_t first_key(SiteRule rule, SiteDemand const& demand, SimTime now) {
    if (rule == SiteRule::edf) return demand.deadline.ms;
    if (rule == SiteRule::llf) return laxity_ms(demand, now);
    return demand.arrival.ms;
}

void set_ranks(SiteRule rule, std::span<SiteDemand const> demands, SimTime now, std::vector<Rank>& ranks) {
    ranks.resize(demands.size());
    for (std::size_t i = 0; i < demands.size(); ++i) {
        ranks[i] = {first_key(rule, demands[i], now), demands[i].arrival.ms, demands[i].number,
                    static_cast<std::uint32_t>(i)};
    }
}

Rank const& median(Rank const& a, Rank const& b, Rank const& c) {
    if (a < b) return b < c ? b : (a < c ? c : a);
    return a < c ? a : (b < c ? c : b);
}

// The rank at which the limit is reached. Pre: all together want more than it. Quickselect by weight: the
// side of a pivot that holds the place is kept, what is sure to be granted leaves the room.
Rank marginal(std::span<Rank> ranks, std::span<SiteDemand const> demands, double limit_kw) {
    double room_kw = limit_kw;
    while (ranks.size() > 1) {
        Rank const pivot = median(ranks.front(), ranks[ranks.size() / 2], ranks.back());
        std::size_t below = 0;
        double below_kw = 0.0;
        for (std::size_t i = 0; i < ranks.size(); ++i) {
            Rank const seen = ranks[i];
            bool const is_below = seen < pivot;
            below_kw += is_below ? demands[seen.index].wanted_kw : 0.0;
            ranks[i] = ranks[below];
            ranks[below] = seen;
            below += is_below;
        }
        if (below > 0 && below_kw > room_kw) {
            ranks = ranks.first(below);
            continue;
        }
        double const pivot_kw = demands[pivot.index].wanted_kw;
        if (below_kw + pivot_kw > room_kw || below + 1 == ranks.size()) return pivot;
        // The pivot is granted too: it leaves with those below it.
        room_kw -= below_kw + pivot_kw;
        ranks = ranks.subspan(below);
        for (Rank& seen : ranks) {
            if (seen.index == pivot.index) std::swap(seen, ranks.front());
        }
        ranks = ranks.subspan(1);
    }
    return ranks.front();
}

void grant_by_rank(std::span<SiteDemand const> demands, double limit_kw, std::span<Rank> ranks,
                   std::span<double> grant_kw) {
    Rank const last = marginal(ranks, demands, limit_kw);
    for (Rank const& own : ranks) grant_kw[own.index] = own < last ? demands[own.index].wanted_kw : 0.0;
    double granted_kw = 0.0;  // in the order of the list, however the ranks lie
    for (double const kw : grant_kw) granted_kw += kw;
    grant_kw[last.index] = std::clamp(limit_kw - granted_kw, 0.0, demands[last.index].wanted_kw);
}

// How many by arrival come before the first of this step: as many a step as fit on average, so that turns
// follow one another around the list.
std::size_t first_in_turn(std::span<SiteDemand const> demands, double limit_kw, std::uint64_t step) {
    double wanted_kw = 0.0;
    for (SiteDemand const& demand : demands) wanted_kw += demand.wanted_kw;
    std::size_t const n = demands.size();
    double const fit = wanted_kw > 0.0 ? limit_kw / wanted_kw * static_cast<double>(n) : 1.0;
    auto const served = std::clamp(static_cast<std::size_t>(fit), std::size_t{1}, n);
    return static_cast<std::size_t>(step % n) * served % n;
}

void grant_in_turn(std::span<SiteDemand const> demands, double limit_kw, std::size_t start,
                   std::span<Rank> by_arrival, std::span<double> grant_kw) {
    std::size_t const n = by_arrival.size();
    double room_kw = limit_kw;
    for (std::size_t i = 0; i < n; ++i) {
        std::size_t const who = by_arrival[(start + i) % n].index;
        double const wanted_kw = i == 0 ? std::min(demands[who].wanted_kw, limit_kw) : demands[who].wanted_kw;
        grant_kw[who] = wanted_kw <= room_kw ? wanted_kw : 0.0;
        room_kw -= grant_kw[who];
    }
}

double share_weight(SiteRule rule, SiteDemand const& demand) {
    if (rule == SiteRule::proportional) return demand.max_kw;
    return rule == SiteRule::weighted_fair ? demand.weight : 1.0;
}

// x = min(wanted, level * weight): whoever is content at the level of those left leaves, which raises it for
// the rest, until nobody leaves. Pre: all together want more than the limit.
void grant_by_weight(SiteRule rule, std::span<SiteDemand const> demands, double limit_kw,
                     std::span<double> grant_kw) {
    constexpr double open = -1.0;
    std::fill(grant_kw.begin(), grant_kw.end(), open);
    double level = 0.0;
    for (bool changed = true; changed;) {
        double content_kw = 0.0, weight = 0.0;
        for (std::size_t i = 0; i < demands.size(); ++i) {
            if (grant_kw[i] == open) {
                weight += share_weight(rule, demands[i]);
            } else {
                content_kw += grant_kw[i];
            }
        }
        changed = false;
        level = weight > 0.0 ? std::max(0.0, limit_kw - content_kw) / weight : 0.0;
        for (std::size_t i = 0; i < demands.size(); ++i) {
            if (grant_kw[i] != open || demands[i].wanted_kw > level * share_weight(rule, demands[i]))
                continue;
            grant_kw[i] = demands[i].wanted_kw;
            changed = true;
        }
    }
    for (std::size_t i = 0; i < demands.size(); ++i) {
        if (grant_kw[i] == open) grant_kw[i] = level * share_weight(rule, demands[i]);
    }
}

}  // namespace

double laxity_h(SiteDemand const& demand, SimTime now) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (demand.remaining_kwh <= 0.0) return infinity;
    if (demand.max_kw <= 0.0) return -infinity;
    return (demand.deadline - now).hours() - demand.remaining_kwh / demand.max_kw;
}

void share(SiteRule rule, std::span<SiteDemand const> demands, double limit_kw, ControlStep step,
           SharingScratch& scratch, std::span<double> grant_kw) {
    check(demands.size() == grant_kw.size(),
          "grants do not fit the demands (one a session) give spans of one length");
    double wanted_kw = 0.0;
    for (SiteDemand const& demand : demands) wanted_kw += demand.wanted_kw;
    if (wanted_kw <= limit_kw) {
        for (std::size_t i = 0; i < demands.size(); ++i) grant_kw[i] = demands[i].wanted_kw;
        return;
    }
    std::fill(grant_kw.begin(), grant_kw.end(), 0.0);
    if (demands.empty() || limit_kw <= 0.0) return;
    switch (rule) {
        case SiteRule::fcfs:
        case SiteRule::edf:
        case SiteRule::llf:
            set_ranks(rule, demands, step.now, scratch.ranks);
            grant_by_rank(demands, limit_kw, scratch.ranks, grant_kw);
            return;
        case SiteRule::round_robin:
            set_ranks(rule, demands, step.now, scratch.ranks);
            std::sort(scratch.ranks.begin(), scratch.ranks.end());
            grant_in_turn(demands, limit_kw, first_in_turn(demands, limit_kw, step.number), scratch.ranks,
                          grant_kw);
            return;
        case SiteRule::peak_limit:
        case SiteRule::proportional:
        case SiteRule::weighted_fair: grant_by_weight(rule, demands, limit_kw, grant_kw); return;
    }
}

std::vector<std::uint32_t> rank(SiteRule rule, std::span<SiteDemand const> demands, ControlStep step) {
    check(rule == SiteRule::fcfs || rule == SiteRule::edf || rule == SiteRule::llf,
          "this rule ranks nobody (it shares by turns or by weight) ask for fcfs, edf or llf");
    std::vector<Rank> ranks;
    set_ranks(rule, demands, step.now, ranks);
    std::sort(ranks.begin(), ranks.end());
    std::vector<std::uint32_t> order;
    order.reserve(ranks.size());
    for (Rank const& r : ranks) order.push_back(r.index);
    return order;
}

}  // namespace yuchong::control
