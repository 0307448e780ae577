#include "sim/base/random.hpp"
#include "sim/rollout/siting.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace yuchong;
using namespace yuchong::rollout;

namespace {

struct Spot {
    double x_km, y_km;
};

// All pairs, straight.
SitingProblem problem_of(std::vector<Spot> const& points, std::vector<double> weight,
                         std::vector<Spot> const& candidates, double far_km) {
    SitingProblem problem{std::move(weight), std::vector<double>(points.size(), far_km), {{0}, {}, {}}};
    for (Spot const& c : candidates) {
        for (std::uint32_t i = 0; i < points.size(); ++i) {
            problem.reach.point.push_back(i);
            problem.reach.km.push_back(std::hypot(points[i].x_km - c.x_km, points[i].y_km - c.y_km));
        }
        problem.reach.first.push_back(problem.reach.point.size());
    }
    return problem;
}

// Every set of so many sites, in order; the first of the cheapest.
std::pair<std::vector<std::uint32_t>, double> by_enumeration(SitingProblem const& problem,
                                                             SitingCost const& cost, std::uint32_t count) {
    std::vector<std::uint32_t> best, set(count);
    double least = std::numeric_limits<double>::infinity();
    std::vector<bool> in(problem.candidates(), false);
    std::fill(in.begin(), in.begin() + count, true);
    do {
        set.clear();
        for (std::uint32_t c = 0; c < in.size(); ++c)
            if (in[c]) set.push_back(c);
        double const now = cost_of(problem, cost, set);
        if (now < least - 1e-12) least = now, best = set;
    } while (std::prev_permutation(in.begin(), in.end()));
    return {best, least};
}

SitingProblem random_problem(std::uint32_t number, std::uint32_t points, std::uint32_t candidates) {
    RandomSource const random(number);
    auto const draw = [&](std::uint32_t k) { return random.draw({DrawClass::zone, 7, k}); };
    std::vector<Spot> where, sites;
    std::vector<double> weight;
    for (std::uint32_t i = 0; i < points; ++i) {
        where.push_back({10.0 * draw(i).uniform(0), 10.0 * draw(i).uniform(1)});
        weight.push_back(draw(1'000 + i).uniform(0));
    }
    for (std::uint32_t c = 0; c < candidates; ++c)
        sites.push_back({10.0 * draw(2'000 + c).uniform(0), 10.0 * draw(2'000 + c).uniform(1)});
    return problem_of(where, weight, sites, 20.0);
}

// AD-03 of the model reference.
SitingProblem town() {
    return problem_of(
        {{0, 0}, {1, 0}, {0.3, 1.2}, {2.2, 0.2}, {2.6, 1.1}, {1.4, 2.3}, {3.1, 2.2}, {0.2, 2.6}},
        {40, 10, 25, 30, 20, 35, 15, 22},
        {{0.2, 0.4}, {1.1, 0.3}, {2.3, 0.6}, {1.2, 1.9}, {2.9, 1.8}, {0.3, 2.2}}, 100.0);
}
constexpr double all_weight = 197.0;

}  // namespace

TEST_CASE("a town small enough to try everything: cover and median as by enumeration") {
    SitingProblem const problem = town();
    SitingCost const cover = SitingCost::cover(1.0), median = SitingCost::median();
    using Sites = std::vector<std::uint32_t>;
    Siting const greedy = choose_greedily(problem, cover, {3});
    CHECK(greedy.sites == Sites{0, 2, 3});
    CHECK(all_weight - greedy.cost_after[1] == Approx(75));
    CHECK(all_weight - greedy.cost_after[2] == Approx(125));
    CHECK(all_weight - greedy.cost_after[3] == Approx(160));
    CHECK(by_enumeration(problem, cover, 1).first == Sites{0});
    CHECK(by_enumeration(problem, cover, 2).first == Sites{0, 2});
    CHECK(by_enumeration(problem, cover, 3).first == Sites{0, 2, 3});
    auto const expected = {std::pair{Sites{3}, 300.2764331}, std::pair{Sites{0, 3}, 209.7667142},
                           std::pair{Sites{0, 2, 3}, 140.3593947}};
    std::uint32_t count = 0;
    for (auto const& [sites, cost] : expected) {
        auto const enumerated = by_enumeration(problem, median, ++count);
        CHECK(enumerated.first == sites);
        CHECK(enumerated.second == Approx(cost).epsilon(1e-9));
        Siting const start = choose_greedily(problem, median, {count});
        Substitution found = substitute(problem, median, {count}, start.sites, 100);
        CHECK(found.settled);
        std::ranges::sort(found.sites);
        CHECK(found.sites == sites);
        CHECK(found.cost == Approx(cost).epsilon(1e-9));
    }
}

TEST_CASE(
    "greedy choices keep their bound, swaps only help, and no optimum is beyond what is said possible") {
    for (std::uint32_t number = 0; number < 60; ++number) {
        SitingProblem const problem = random_problem(number, 40, 12);
        for (SitingCost const& cost : {SitingCost::cover(1.5), SitingCost::median()}) {
            SitingRules const rules{4};
            double const before = cost_of(problem, cost, {});
            Siting const greedy = choose_greedily(problem, cost, rules);
            double const optimum = before - by_enumeration(problem, cost, 4).second;
            double const saved = before - greedy.cost_after.back();
            CHECK(saved >= (1.0 - std::exp(-1.0)) * optimum - 1e-9);
            CHECK(saved <= optimum + 1e-9);
            CHECK(most_possible(problem, cost, rules, greedy.sites) >= optimum - 1e-9);
            CHECK(cost_of(problem, cost, greedy.sites) == Approx(greedy.cost_after.back()));
            if (greedy.sites.size() < 4) continue;
            Substitution const swapped = substitute(problem, cost, rules, greedy.sites, 100);
            CHECK(swapped.settled);
            CHECK(swapped.cost <= greedy.cost_after.back() + 1e-12);
            CHECK(swapped.cost == Approx(cost_of(problem, cost, swapped.sites)));
            CHECK(before - swapped.cost <= optimum + 1e-9);
        }
    }
}

TEST_CASE("no single swap is left that saves more") {
    for (std::uint32_t number = 100; number < 120; ++number) {
        SitingProblem const problem = random_problem(number, 60, 20);
        SitingCost const cost = SitingCost::median();
        std::vector<std::uint32_t> const start{0, 1, 2, 3, 4};
        Substitution const swapped = substitute(problem, cost, {5}, start, 1'000);
        REQUIRE(swapped.settled);
        CHECK(swapped.swaps > 0);
        for (std::size_t out = 0; out < 5; ++out)
            for (std::uint32_t in = 0; in < 20; ++in) {
                std::vector<std::uint32_t> other = swapped.sites;
                other[out] = in;
                CHECK(cost_of(problem, cost, other) >= swapped.cost - 1e-7);
            }
    }
}

TEST_CASE("the lazy greedy choice is the plain one") {
    for (std::uint32_t number = 200; number < 230; ++number) {
        SitingProblem const problem = random_problem(number, 80, 30);
        SitingCost const cost = SitingCost::median();
        std::vector<std::uint32_t> plain;
        for (int n = 0; n < 8; ++n) {
            double least = std::numeric_limits<double>::infinity();
            std::uint32_t best = 0;
            for (std::uint32_t c = 0; c < 30; ++c) {
                std::vector<std::uint32_t> with = plain;
                with.push_back(c);
                double const now = cost_of(problem, cost, with);
                if (now < least - 1e-12) least = now, best = c;
            }
            plain.push_back(best);
        }
        CHECK(choose_greedily(problem, cost, {8}).sites == plain);
    }
}

TEST_CASE("groups take no more than their part, what is not allowed is not taken, and prices count") {
    SitingProblem const problem = random_problem(1, 80, 30);
    SitingCost const cost = SitingCost::median();
    std::vector<std::uint32_t> group_of(30), limit{1, 2, 0};
    for (std::uint32_t c = 0; c < 30; ++c) group_of[c] = c % 3;
    Siting const grouped = choose_greedily(problem, cost, {10, {}, group_of, limit});
    REQUIRE(grouped.sites.size() == 3);
    for (std::uint32_t g = 0; g < 3; ++g)
        CHECK(std::ranges::count_if(grouped.sites, [&](auto c) { return c % 3 == g; }) == limit[g]);

    std::uint32_t const first = choose_greedily(problem, cost, {1}).sites[0];
    std::vector<std::uint8_t> allowed(30, 1);
    allowed[first] = 0;
    CHECK(choose_greedily(problem, cost, {1, allowed}).sites[0] != first);
    std::vector<double> price(30, 1.0);
    price[first] = 1e6;
    CHECK(choose_greedily(problem, cost, {1, {}, {}, {}, price}).sites[0] != first);
    // Nothing is taken that saves nothing.
    SitingProblem served = problem;
    std::ranges::fill(served.before_km, 0.0);
    CHECK(choose_greedily(served, cost, {5}).sites.empty());
}
