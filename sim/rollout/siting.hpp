#pragma once
// Where to put stations that are not yet sited: points with weights, candidate sites, and the distance of
// each point to the nearest station there already is. What is made small is the sum over points of weight
// times cost(distance to the nearest station), with one of two costs:
//
//   cover    0 within the circle, 1 outside: as much as possible is covered (MCLP, Church and ReVelle 1974)
//   median   the distance itself (p-median, Hakimi 1964)
//
// Either way the sum saved by a set of sites is a submodular function of the set, so
//
//   choose_greedily   takes the site that saves most, again and again (lazy: only sites that may be the best
//                     are looked at anew, Minoux 1978); saves at least 1 - 1/e of the most that is possible
//                     (Nemhauser, Wolsey, Fisher 1978)
//   substitute        swaps a chosen site for another as long as that saves more (Teitz and Bart 1968)
//   most_possible     no set of so many sites saves more than what this one saves and the largest savings
//                     that single sites would still add, or than there is: a bound for any choice at hand
//
// Ties go to the lowest index. Nothing is drawn.

#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::rollout {

// Candidates' points in rows, one behind the other. Only pairs that can save something need be there.
struct Reach {
    std::vector<std::size_t> first;  // by candidate, and the end
    std::vector<std::uint32_t> point;
    std::vector<double> km;
};

struct SitingProblem {
    std::vector<double> weight;  // [>= 0] by point
    std::vector<double>
        before_km;  // [km] by point: to the nearest station there is, or as far as anybody goes
    Reach reach;

    [[nodiscard]] std::uint32_t candidates() const {
        return static_cast<std::uint32_t>(reach.first.size() - 1);
    }
};

class SitingCost {
public:
    // 0 within the circle, 1 outside.
    static SitingCost cover(double circle_km) { return SitingCost(circle_km); }
    static SitingCost median() { return SitingCost(0.0); }
    [[nodiscard]] double at(double km) const {
        if (circle_km_ > 0.0) return km <= circle_km_ ? 0.0 : 1.0;
        return km;
    }

private:
    explicit SitingCost(double circle_km) : circle_km_(circle_km) {}
    double circle_km_;
};

struct Siting {
    std::vector<std::uint32_t> sites;  // in the order in which they were taken
    std::vector<double> cost_after;    // by number of sites taken: 0 first
};

// Takes `count` sites among those allowed (0: never), fewer if no other saves anything. `group_limit`: by
// group, how many of its candidates may be taken; `group_of`: by candidate; both empty: no groups.
struct SitingRules {
    std::uint32_t count;
    std::span<std::uint8_t const> allowed{};
    std::span<std::uint32_t const> group_of{};
    std::span<std::uint32_t const> group_limit{};
    std::span<double const> price{};  // by candidate, > 0: what is saved counts by price; empty: all alike
};
Siting choose_greedily(SitingProblem const& problem, SitingCost const& cost, SitingRules const& rules);

struct Substitution {
    std::vector<std::uint32_t> sites;
    double cost;
    std::uint32_t swaps;
    bool settled;  // no swap saves more; else `most_rounds` were over
};
// Swaps keep to `allowed`; groups and prices do not count.
Substitution substitute(SitingProblem const& problem, SitingCost const& cost, SitingRules const& rules,
                        std::span<std::uint32_t const> sites, std::uint32_t most_rounds);

// By number of these sites taken, in their order: 0 first.
std::vector<double> costs_along(SitingProblem const& problem, SitingCost const& cost,
                                std::span<std::uint32_t const> sites);
double cost_of(SitingProblem const& problem, SitingCost const& cost, std::span<std::uint32_t const> sites);
// Upper bound of what as many sites as these can save in all.
double most_possible(SitingProblem const& problem, SitingCost const& cost, SitingRules const& rules,
                     std::span<std::uint32_t const> sites);

}  // namespace yuchong::rollout
