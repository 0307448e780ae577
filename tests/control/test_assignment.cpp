// Least-cost assignment against every permutation.

#include "sim/control/assignment.hpp"

#include "sim/base/check.hpp"
#include "sim/base/random.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <limits>
#include <set>

using namespace yuchong;
using namespace yuchong::control;

namespace {

struct Problem {
    std::vector<std::uint32_t> first{0};
    std::vector<Offer> offers;
    std::uint32_t slots = 0;
};

// Some offers missing; slot i is always offered to car i, so there is a solution.
Problem random_problem(std::uint32_t number, std::uint32_t cars, std::uint32_t slots) {
    RandomSource const random{7};
    Problem problem;
    problem.slots = slots;
    for (std::uint32_t car = 0; car < cars; ++car) {
        for (std::uint32_t slot = 0; slot < slots; ++slot) {
            Block const draw = random.draw({DrawClass::test, 2, number, car, slot});
            if (slot != car && draw.uniform(0) < 0.4) continue;
            // Few different costs, so that ties are common; some below zero.
            problem.offers.push_back({slot, static_cast<std::int64_t>(draw.word(1) % 12) - 3});
        }
        problem.first.push_back(static_cast<std::uint32_t>(problem.offers.size()));
    }
    return problem;
}

std::int64_t cost_of(Problem const& problem, std::uint32_t car, std::uint32_t slot) {
    for (std::uint32_t o = problem.first[car]; o < problem.first[car + 1]; ++o)
        if (problem.offers[o].slot == slot) return problem.offers[o].cost;
    return std::numeric_limits<std::int64_t>::max();
}

// The slow twin: every car tries every slot that is left.
std::int64_t least_cost(Problem const& problem, std::uint32_t car, std::set<std::uint32_t>& taken) {
    if (car + 1 == problem.first.size()) return 0;
    std::int64_t least = std::numeric_limits<std::int64_t>::max() / 2;
    for (std::uint32_t o = problem.first[car]; o < problem.first[car + 1]; ++o) {
        if (!taken.insert(problem.offers[o].slot).second) continue;
        least = std::min(least, problem.offers[o].cost + least_cost(problem, car + 1, taken));
        taken.erase(problem.offers[o].slot);
    }
    return least;
}

}  // namespace

TEST_CASE("a car moves on so that all together are best") {
    // Both want slot 0; the first would lose 1 elsewhere, the second 10.
    Assignment assignment;
    std::vector<std::uint32_t> const first{0, 2, 4};
    std::vector<Offer> const offers{{0, 1}, {1, 2}, {0, 1}, {1, 11}};
    assignment.solve(first, offers, 2);
    CHECK(assignment.slot_of(0) == 1);
    CHECK(assignment.slot_of(1) == 0);
}

TEST_CASE("small assignments cost what trying everything finds") {
    Assignment assignment;  // its workspace is used again and again
    for (std::uint32_t number = 0; number < 400; ++number) {
        INFO("problem " << number);
        std::uint32_t const cars = 1 + number % 6;
        Problem const problem = random_problem(number, cars, cars + number % 3);
        assignment.solve(problem.first, problem.offers, problem.slots);
        std::int64_t cost = 0;
        std::set<std::uint32_t> taken;
        for (std::uint32_t car = 0; car < cars; ++car) {
            CHECK(taken.insert(assignment.slot_of(car)).second);
            cost += cost_of(problem, car, assignment.slot_of(car));
        }
        taken.clear();
        CHECK(cost == least_cost(problem, 0, taken));
    }
}

TEST_CASE("more cars than slots are refused") {
    Assignment assignment;
    std::vector<std::uint32_t> const first{0, 1, 2};
    std::vector<Offer> const offers{{0, 1}, {0, 2}};
    CHECK_THROWS_AS(assignment.solve(first, offers, 1), BrokenInvariant);
}
