#include "sim/rollout/siting.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>
#include <queue>

namespace yuchong::rollout {

namespace {

constexpr std::uint32_t existing = std::numeric_limits<std::uint32_t>::max();  // no candidate

// The nearest and the second nearest station of each point.
struct Nearest {
    double km, second_km;
    std::uint32_t site;
};

class Choice {
public:
    Choice(SitingProblem const& problem, SitingCost const& cost) : problem_(problem), cost_(cost) {
        for (double const km : problem.before_km) nearest_.push_back({km, km, existing});
    }

    [[nodiscard]] double total() const {
        double sum = 0.0;
        for (std::size_t i = 0; i < nearest_.size(); ++i)
            sum += problem_.weight[i] * cost_.at(nearest_[i].km);
        return sum;
    }

    [[nodiscard]] double saved_by(std::uint32_t candidate) const {
        double sum = 0.0;
        for (std::size_t k = begin(candidate); k < end(candidate); ++k) {
            std::uint32_t const i = problem_.reach.point[k];
            double const km = problem_.reach.km[k];
            if (km < nearest_[i].km) sum += problem_.weight[i] * (cost_.at(nearest_[i].km) - cost_.at(km));
        }
        return sum;
    }

    void take(std::uint32_t candidate) {
        for (std::size_t k = begin(candidate); k < end(candidate); ++k)
            insert(nearest_[problem_.reach.point[k]], problem_.reach.km[k], candidate);
    }

    static void insert(Nearest& nearest, double km, std::uint32_t site) {
        if (km < nearest.km) {
            nearest = {km, nearest.km, site};
        } else {
            nearest.second_km = std::min(nearest.second_km, km);
        }
    }

    [[nodiscard]] std::size_t begin(std::uint32_t candidate) const { return problem_.reach.first[candidate]; }
    [[nodiscard]] std::size_t end(std::uint32_t candidate) const {
        return problem_.reach.first[candidate + std::size_t{1}];
    }
    [[nodiscard]] std::vector<Nearest>& nearest() { return nearest_; }

private:
    SitingProblem const& problem_;
    SitingCost cost_;
    std::vector<Nearest> nearest_;
};

bool is_allowed(SitingRules const& rules, std::uint32_t candidate) {
    return rules.allowed.empty() || rules.allowed[candidate] != 0;
}

double price_of(SitingRules const& rules, std::uint32_t candidate) {
    return rules.price.empty() ? 1.0 : rules.price[candidate];
}

// By point: the candidates that reach it.
struct Reached {
    std::vector<std::size_t> first;
    std::vector<std::uint32_t> candidate;
    std::vector<double> km;
};

Reached turned_round(SitingProblem const& problem) {
    Reach const& reach = problem.reach;
    Reached reached;
    reached.first.assign(problem.weight.size() + 1, 0);
    for (std::uint32_t const i : reach.point) ++reached.first[i + std::size_t{1}];
    std::partial_sum(reached.first.begin(), reached.first.end(), reached.first.begin());
    reached.candidate.resize(reach.point.size());
    reached.km.resize(reach.point.size());
    std::vector<std::size_t> next(reached.first.begin(), reached.first.end() - 1);
    for (std::uint32_t c = 0; c < problem.candidates(); ++c) {
        for (std::size_t k = reach.first[c]; k < reach.first[c + std::size_t{1}]; ++k) {
            std::size_t const place = next[reach.point[k]]++;
            reached.candidate[place] = c;
            reached.km[place] = reach.km[k];
        }
    }
    return reached;
}

// One site after the other may take the place of another.
class Swapping {
public:
    Swapping(SitingProblem const& problem, SitingCost const& cost, SitingRules const& rules,
             std::span<std::uint32_t const> sites)
        : problem_(problem),
          cost_(cost),
          rules_(rules),
          reached_(turned_round(problem)),
          choice_(problem, cost),
          sites_(sites.begin(), sites.end()),
          place_(problem.candidates(), existing),
          spared_(problem.candidates(), 0.0) {
        for (std::uint32_t s = 0; s < sites_.size(); ++s) {
            choice_.take(sites_[s]);
            place_[sites_[s]] = s;
        }
    }

    // True if some swap was made.
    bool round() {
        std::uint32_t const before = swaps_;
        for (std::uint32_t in = 0; in < problem_.candidates(); ++in)
            if (place_[in] == existing && is_allowed(rules_, in)) try_in(in);
        return swaps_ != before;
    }

    [[nodiscard]] Substitution result(bool settled) const {
        return {sites_, choice_.total(), swaps_, settled};
    }

private:
    // What each site is worth: what it costs its points to go to their second nearest.
    void weigh_sites() {
        loss_.assign(sites_.size(), 0.0);
        auto const& nearest = choice_.nearest();
        for (std::size_t i = 0; i < nearest.size(); ++i)
            if (nearest[i].site != existing)
                loss_[place_[nearest[i].site]] +=
                    problem_.weight[i] * (cost_.at(nearest[i].second_km) - cost_.at(nearest[i].km));
        weighed_ = true;
    }

    void try_in(std::uint32_t in) {
        double const gain = choice_.saved_by(in);
        if (gain <= 0.0) return;
        if (!weighed_) weigh_sites();
        // Points that lose their site may find the new one: `spared_` is what is then not lost.
        auto const& nearest = choice_.nearest();
        touched_.clear();
        for (std::size_t k = choice_.begin(in); k < choice_.end(in); ++k) {
            std::uint32_t const i = problem_.reach.point[k];
            Nearest const& n = nearest[i];
            double const km = problem_.reach.km[k];
            if (n.site == existing || km >= n.second_km) continue;
            double const spared = cost_.at(n.second_km) - cost_.at(std::max(km, n.km));
            if (spared <= 0.0) continue;
            if (spared_[n.site] == 0.0) touched_.push_back(n.site);
            spared_[n.site] += problem_.weight[i] * spared;
        }
        double least = std::numeric_limits<double>::infinity();
        std::uint32_t out = existing;
        for (std::uint32_t const site : sites_) {
            double const lost = loss_[place_[site]] - spared_[site];
            if (lost < least || (lost == least && site < out)) least = lost, out = site;
        }
        for (std::uint32_t const site : touched_) spared_[site] = 0.0;
        // Rounding is no reason to swap.
        if (out == existing || gain - least <= 1e-9 * std::max(1.0, gain)) return;
        swap(in, out);
    }

    void swap(std::uint32_t in, std::uint32_t out) {
        std::uint32_t const place = place_[out];
        sites_[place] = in;
        place_[in] = place;
        place_[out] = existing;
        for (std::size_t k = choice_.begin(out); k < choice_.end(out); ++k)
            look_again(problem_.reach.point[k]);
        for (std::size_t k = choice_.begin(in); k < choice_.end(in); ++k) look_again(problem_.reach.point[k]);
        ++swaps_;
        weighed_ = false;
    }

    void look_again(std::uint32_t i) {
        Nearest& nearest = choice_.nearest()[i];
        nearest = {problem_.before_km[i], problem_.before_km[i], existing};
        for (std::size_t k = reached_.first[i]; k < reached_.first[i + std::size_t{1}]; ++k)
            if (place_[reached_.candidate[k]] != existing)
                Choice::insert(nearest, reached_.km[k], reached_.candidate[k]);
    }

    SitingProblem const& problem_;
    SitingCost cost_;
    SitingRules const& rules_;
    Reached reached_;
    Choice choice_;
    std::vector<std::uint32_t> sites_;
    std::vector<std::uint32_t> place_;  // by candidate: its place among the sites
    std::vector<double> loss_;          // by place
    std::vector<double> spared_;        // by candidate, all 0 between two calls
    std::vector<std::uint32_t> touched_;
    std::uint32_t swaps_ = 0;
    bool weighed_ = false;
};

}  // namespace

Siting choose_greedily(SitingProblem const& problem, SitingCost const& cost, SitingRules const& rules) {
    struct Entry {
        double value;  // saved by price, at most
        std::uint32_t candidate, as_of;
        bool operator<(Entry const& other) const {
            return value < other.value || (value == other.value && candidate > other.candidate);
        }
    };
    Choice choice(problem, cost);
    std::priority_queue<Entry> queue;
    for (std::uint32_t c = 0; c < problem.candidates(); ++c)
        if (is_allowed(rules, c)) queue.push({choice.saved_by(c) / price_of(rules, c), c, 0});
    std::vector<std::uint32_t> taken(rules.group_limit.size(), 0);
    auto const is_full = [&](std::uint32_t c) {
        if (rules.group_limit.empty()) return false;
        std::uint32_t const group = rules.group_of[c];
        return taken[group] >= rules.group_limit[group];
    };
    Siting siting;
    siting.cost_after.push_back(choice.total());
    while (siting.sites.size() < rules.count && !queue.empty()) {
        Entry const best = queue.top();
        queue.pop();
        if (is_full(best.candidate)) continue;
        if (best.as_of != siting.sites.size()) {
            // What a site saves only shrinks.
            queue.push({choice.saved_by(best.candidate) / price_of(rules, best.candidate), best.candidate,
                        static_cast<std::uint32_t>(siting.sites.size())});
            continue;
        }
        if (best.value <= 0.0) break;
        choice.take(best.candidate);
        siting.sites.push_back(best.candidate);
        siting.cost_after.push_back(choice.total());
        if (!rules.group_limit.empty()) ++taken[rules.group_of[best.candidate]];
    }
    return siting;
}

Substitution substitute(SitingProblem const& problem, SitingCost const& cost, SitingRules const& rules,
                        std::span<std::uint32_t const> sites, std::uint32_t most_rounds) {
    Swapping swapping(problem, cost, rules, sites);
    for (std::uint32_t round = 0; round < most_rounds; ++round)
        if (!swapping.round()) return swapping.result(true);
    return swapping.result(false);
}

std::vector<double> costs_along(SitingProblem const& problem, SitingCost const& cost,
                                std::span<std::uint32_t const> sites) {
    Choice choice(problem, cost);
    std::vector<double> costs{choice.total()};
    for (std::uint32_t const site : sites) {
        choice.take(site);
        costs.push_back(choice.total());
    }
    return costs;
}

double cost_of(SitingProblem const& problem, SitingCost const& cost, std::span<std::uint32_t const> sites) {
    Choice choice(problem, cost);
    for (std::uint32_t const site : sites) choice.take(site);
    return choice.total();
}

double most_possible(SitingProblem const& problem, SitingCost const& cost, SitingRules const& rules,
                     std::span<std::uint32_t const> sites) {
    Choice choice(problem, cost);
    double const before = choice.total();
    for (std::uint32_t const site : sites) choice.take(site);
    std::vector<double> more;
    for (std::uint32_t c = 0; c < problem.candidates(); ++c)
        if (is_allowed(rules, c)) more.push_back(choice.saved_by(c));
    std::size_t const count = std::min<std::size_t>(rules.count, more.size());
    std::partial_sort(more.begin(), more.begin() + static_cast<std::ptrdiff_t>(count), more.end(),
                      std::greater<>());
    double const saved = before - choice.total();
    double const bound =
        saved + std::accumulate(more.begin(), more.begin() + static_cast<std::ptrdiff_t>(count), 0.0);
    return std::min(bound, before);
}

}  // namespace yuchong::rollout
