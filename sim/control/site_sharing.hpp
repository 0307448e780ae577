#pragma once
// How sessions share the power of a site at one control step, when they want more than its limit. The rules:
//
//   peak_limit    the limit alone, nobody preferred: all get the same kW, up to what they want (max-min)
//   fcfs          the earliest arrival first, as much as it wants
//   edf           the earliest deadline first
//   llf           the least laxity first: (deadline - now) - remaining / max_kw, in whole milliseconds
//   round_robin   by arrival, each step beginning about where the last one ended: the first takes what it
//   wants
//                 up to the limit, the others take all they want or nothing
//   proportional  all get the same share of their max_kw, up to what they want
//   weighted_fair proportional fairness, max of sum w ln x: x = min(wanted, w / lambda)
//
// Proportional fairness: Kelly, Maulloo and Tan, J. Oper. Res. Soc. 49(3), 1998, doi
// 10.1057/palgrave.jors.2600523. edf and llf are for deadlines. With a power limit for each session edf may
// fail where llf succeeds, and neither is optimal: site_bounds.hpp says what was possible. Equal ranks: the
// earlier arrival, then the lower number, so that ranking rules give each session the same whatever the order
// of the list; the others do so up to rounding. Grants add up to the limit or less (relative error 1e-12),
// each is at most what its session wants.
//
// Nothing allocates once `SharingScratch` has seen as many sessions. If all fits, everybody gets what it
// wants and nothing is ranked. Rankings look for the one session at which the limit is reached, by partition:
// O(n) on average.

#include "sim/base/time.hpp"

#include <compare>
#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::control {

enum class SiteRule : std::uint8_t { peak_limit, fcfs, edf, llf, round_robin, proportional, weighted_fair };

struct SiteDemand {
    double wanted_kw;      // [kW, >= 0] the most it takes during this step
    double max_kw;         // [kW, >= wanted_kw] the most it ever takes: for laxity and shares
    double remaining_kwh;  // [kWh, 0..1e8 max_kw] until it is content
    double weight;         // [> 0] read by weighted_fair only
    SimTime arrival, deadline;
    std::uint32_t number;  // unique at the site
};

struct ControlStep {
    SimTime now;
    std::uint64_t number;  // counts control steps: turns round_robin
};

struct SharingScratch {
    struct Rank {
        std::int64_t first, arrival_ms;
        std::uint32_t number, index;
        auto operator<=>(Rank const&) const = default;
    };
    std::vector<Rank> ranks;

    void reserve(std::size_t sessions) { ranks.reserve(sessions); }
};

// grant_kw[i] for demands[i]. Throws BrokenInvariant if the spans differ in length. A limit <= 0 grants
// nothing.
void share(SiteRule rule, std::span<SiteDemand const> demands, double limit_kw, ControlStep step,
           SharingScratch& scratch, std::span<double> grant_kw);

// How long the session could still wait and be content in time; negative: too late. Infinity if it wants
// nothing more, minus infinity if it cannot charge at all.
double laxity_h(SiteDemand const& demand, SimTime now);

// All of them, most urgent first: indices into `demands`. For fcfs, edf and llf; the others rank nobody
// (throws BrokenInvariant).
std::vector<std::uint32_t> rank(SiteRule rule, std::span<SiteDemand const> demands, ControlStep step);

}  // namespace yuchong::control
