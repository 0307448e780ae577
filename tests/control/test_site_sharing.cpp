#include "sim/control/site_sharing.hpp"

#include "sim/base/check.hpp"
#include "tests/control/random_needs.hpp"
#include "tests/oracle/count_allocations.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <numeric>
#include <vector>

using namespace yuchong;
using namespace yuchong::control;

namespace {

constexpr SiteRule all_rules[] = {SiteRule::peak_limit,   SiteRule::fcfs,        SiteRule::edf,
                                  SiteRule::llf,          SiteRule::round_robin, SiteRule::proportional,
                                  SiteRule::weighted_fair};

SimTime at(double hour) { return SimTime{static_cast<std::int64_t>(hour * 3'600'000.0)}; }

SiteDemand demand(double kw, std::uint32_t number) { return {kw, kw, kw, 1.0, at(0), at(10), number}; }

std::vector<double> shared(SiteRule rule, std::vector<SiteDemand> const& demands, double limit_kw,
                           ControlStep step = {{}, 0}) {
    SharingScratch scratch;
    std::vector<double> grants(demands.size(), -1.0);
    share(rule, demands, limit_kw, step, scratch, grants);
    return grants;
}

double total(std::vector<double> const& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

std::vector<SiteDemand> random_demands(Draws& draws, std::uint32_t count) {
    std::vector<SiteDemand> demands;
    for (std::uint32_t i = 0; i < count; ++i) {
        double const max_kw = draws.uniform() < 0.5 ? 7.0 : draws.between(3.0, 120.0);
        demands.push_back({.wanted_kw = draws.uniform() < 0.1 ? 0.0 : max_kw * draws.between(0.2, 1.0),
                           .max_kw = max_kw,
                           .remaining_kwh = draws.between(0.0, 60.0),
                           .weight = static_cast<double>(draws.whole(1, 4)),
                           .arrival = at(draws.whole(0, 5)),
                           .deadline = at(draws.whole(6, 12)),
                           .number = 1000 - i});
    }
    return demands;
}

// Grants in rank order, one after the other.
std::vector<double> shared_one_by_one(SiteRule rule, std::vector<SiteDemand> const& demands, double limit_kw,
                                      ControlStep step) {
    std::vector<double> grants(demands.size(), 0.0);
    double room = std::max(0.0, limit_kw);
    for (std::uint32_t const i : rank(rule, demands, step)) {
        grants[i] = std::min(room, demands[i].wanted_kw);
        room -= grants[i];
    }
    return grants;
}

double weight_of(SiteRule rule, SiteDemand const& d) {
    return rule == SiteRule::proportional ? d.max_kw : rule == SiteRule::weighted_fair ? d.weight : 1.0;
}

std::vector<double> shared_by_bisection(SiteRule rule, std::vector<SiteDemand> const& demands,
                                        double limit_kw) {
    double low = 0.0, high = 1e4;
    std::vector<double> grants(demands.size());
    for (int i = 0; i < 200; ++i) {
        double const level = 0.5 * (low + high);
        for (std::size_t d = 0; d < demands.size(); ++d) {
            grants[d] = std::min(demands[d].wanted_kw, level * weight_of(rule, demands[d]));
        }
        (total(grants) > limit_kw ? high : low) = level;
    }
    return grants;
}

// Slots of an hour on two units, each job at most one: what stays undone.
std::vector<double> run_jobs(SiteRule rule, std::vector<std::vector<std::size_t>>& runs) {
    std::vector<SiteDemand> jobs{
        {1, 1, 1, 1, at(0), at(2), 0}, {1, 1, 1, 1, at(0), at(2), 1}, {1, 1, 3, 1, at(0), at(3), 2}};
    for (int hour = 0; hour < 3; ++hour) {
        for (auto& job : jobs)
            job.wanted_kw = job.deadline > at(hour) ? std::min(1.0, job.remaining_kwh) : 0.0;
        ControlStep const step{at(hour), 0};
        auto const grants = shared(rule, jobs, 2.0, step);
        runs.emplace_back();
        for (std::uint32_t const i : rank(rule, jobs, step)) {
            if (grants[i] > 0.0) runs.back().push_back(i);
        }
        for (std::size_t i = 0; i < jobs.size(); ++i) jobs[i].remaining_kwh -= grants[i];
    }
    return {jobs[0].remaining_kwh, jobs[1].remaining_kwh, jobs[2].remaining_kwh};
}

}  // namespace

TEST_CASE("VG-04: EDF fails where LLF succeeds") {
    std::vector<std::vector<std::size_t>> edf, llf;
    CHECK(run_jobs(SiteRule::edf, edf) == std::vector<double>{0, 0, 1});
    CHECK(edf == std::vector<std::vector<std::size_t>>{{0, 1}, {2}, {2}});
    CHECK(run_jobs(SiteRule::llf, llf) == std::vector<double>{0, 0, 0});
    CHECK(llf == std::vector<std::vector<std::size_t>>{{2, 0}, {1, 2}, {2}});
}

TEST_CASE("VG-13: laxity and its order") {
    std::vector<SiteDemand> const demands{
        {7, 7, 20, 1, at(0), at(6), 0}, {7, 7, 12, 1, at(0), at(4), 1}, {11, 11, 30, 1, at(0), at(8), 2}};
    std::vector<double> const expected{1.142857143, 0.2857142857, 3.272727273};
    for (std::size_t i = 0; i < 3; ++i)
        CHECK(laxity_h(demands[i], at(2)) == Approx(expected[i]).epsilon(1e-9));
    CHECK(rank(SiteRule::llf, demands, {at(2), 0}) == std::vector<std::uint32_t>{1, 0, 2});
}

TEST_CASE("VG-12: weighted proportional fairness") {
    std::vector<SiteDemand> demands{demand(7, 0), demand(3, 1), demand(11, 2)};
    demands[2].weight = 2.0;
    auto const grants = shared(SiteRule::weighted_fair, demands, 15.0);
    CHECK(grants[0] == Approx(4.0).epsilon(1e-8));
    CHECK(grants[1] == Approx(3.0).epsilon(1e-8));
    CHECK(grants[2] == Approx(8.0).epsilon(1e-8));
    CHECK(demands[0].weight / grants[0] == Approx(0.25).epsilon(1e-8));  // lambda of the two that are cut
    CHECK(demands[2].weight / grants[2] == Approx(0.25).epsilon(1e-8));
}

TEST_CASE("what fits is granted by every rule, and without a limit there is nothing to share") {
    std::vector<SiteDemand> const demands{demand(7, 3), demand(11, 1), demand(22, 2)};
    for (SiteRule const rule : all_rules) {
        CHECK(shared(rule, demands, 40.0) == std::vector<double>{7, 11, 22});
        CHECK(shared(rule, demands, 0.0) == std::vector<double>{0, 0, 0});
        CHECK(shared(rule, demands, -5.0) == std::vector<double>{0, 0, 0});
        CHECK(shared(rule, {}, 5.0).empty());
    }
}

TEST_CASE("equal ranks: the earlier arrival, then the lower number") {
    std::vector<SiteDemand> demands{demand(7, 3), demand(7, 1), demand(7, 2)};
    for (SiteRule const rule : {SiteRule::fcfs, SiteRule::edf, SiteRule::llf}) {
        CHECK(shared(rule, demands, 10.0) == std::vector<double>{0, 7, 3});
    }
    demands[0].arrival = at(-1);
    for (SiteRule const rule : {SiteRule::fcfs, SiteRule::edf, SiteRule::llf}) {
        CHECK(shared(rule, demands, 10.0) == std::vector<double>{7, 3, 0});
    }
}

TEST_CASE("who comes first by each rule: arrival, deadline, or how long it could wait") {
    std::vector<SiteDemand> demands{demand(7, 0), demand(7, 1), demand(7, 2)};
    demands[0].arrival = at(-3);                                 // and has all the time of the world
    demands[1].deadline = at(4), demands[1].remaining_kwh = 7;   // could wait three hours
    demands[2].deadline = at(6), demands[2].remaining_kwh = 35;  // one hour
    CHECK(shared(SiteRule::fcfs, demands, 7.0) == std::vector<double>{7, 0, 0});
    CHECK(shared(SiteRule::edf, demands, 7.0) == std::vector<double>{0, 7, 0});
    CHECK(shared(SiteRule::llf, demands, 7.0) == std::vector<double>{0, 0, 7});
    CHECK(rank(SiteRule::fcfs, demands, {at(0), 0}) == std::vector<std::uint32_t>{0, 1, 2});
    CHECK(rank(SiteRule::edf, demands, {at(0), 0}) == std::vector<std::uint32_t>{1, 2, 0});
    CHECK(rank(SiteRule::llf, demands, {at(0), 0}) == std::vector<std::uint32_t>{2, 1, 0});
}

TEST_CASE("a limit that ends between two sessions serves the first ones whole") {
    std::vector<SiteDemand> demands;
    for (std::uint32_t i = 0; i < 13; ++i) demands.push_back(demand(7, (5 * i) % 13));
    for (std::uint32_t served = 0; served <= 13; ++served) {
        auto const grants = shared(SiteRule::llf, demands, 7.0 * served);
        for (std::size_t i = 0; i < 13; ++i) CHECK(grants[i] == (demands[i].number < served ? 7.0 : 0.0));
    }
}

TEST_CASE("round robin turns, and gives all or nothing") {
    std::vector<SiteDemand> const demands{demand(7, 0), demand(7, 1), demand(7, 2), demand(3, 3)};
    auto const at_step = [&](std::uint64_t n) {
        return shared(SiteRule::round_robin, demands, 11.0, {{}, n});
    };
    CHECK(at_step(0) == std::vector<double>{7, 0, 0, 3});
    CHECK(at_step(1) == std::vector<double>{0, 7, 0, 3});
    CHECK(at_step(2) == std::vector<double>{0, 0, 7, 3});
    CHECK(at_step(3) == std::vector<double>{7, 0, 0, 3});
    CHECK(at_step(4) == at_step(0));
    CHECK(shared(SiteRule::round_robin, demands, 5.0, {{}, 1}) == std::vector<double>{0, 5, 0, 0});
}

TEST_CASE("turns of round robin follow one another around the list") {
    std::vector<SiteDemand> demands;
    for (std::uint32_t i = 0; i < 10; ++i) demands.push_back(demand(7, i));
    std::vector<int> served(10, 0);
    for (std::uint64_t step = 0; step < 10; ++step) {
        auto const grants = shared(SiteRule::round_robin, demands, 21.0, {{}, step});
        for (std::size_t i = 0; i < 10; ++i) {
            CHECK(grants[i] == ((i + 10 - 3 * step % 10) % 10 < 3 ? 7.0 : 0.0));
            served[i] += grants[i] > 0.0 ? 1 : 0;
        }
    }
    CHECK(served == std::vector<int>(10, 3));
}

TEST_CASE("proportional cuts everybody to one share of the most it takes") {
    std::vector<SiteDemand> demands{demand(20, 0), demand(60, 1), demand(120, 2)};
    CHECK(shared(SiteRule::proportional, demands, 50.0) == std::vector<double>{5, 15, 30});
    CHECK(shared(SiteRule::peak_limit, demands, 50.0)[0] == Approx(50.0 / 3.0));
    demands[2].wanted_kw = 6.0;
    CHECK(shared(SiteRule::proportional, demands, 50.0) == std::vector<double>{11, 33, 6});
}

TEST_CASE("every rule keeps limit and demands, uses the limit up, and knows no order of the list") {
    for (std::uint32_t k = 0; k < 400; ++k) {
        Draws draws(k);
        auto demands = random_demands(draws, draws.whole(1, 40));
        double wanted = 0.0, largest = 0.0;
        for (auto const& d : demands) wanted += d.wanted_kw, largest = std::max(largest, d.wanted_kw);
        double const limit = draws.between(0.0, 1.1) * wanted;
        ControlStep const step{at(5.5), k};
        for (SiteRule const rule : all_rules) {
            auto const grants = shared(rule, demands, limit, step);
            CHECK(total(grants) <= limit * (1.0 + 1e-12));
            for (std::size_t i = 0; i < grants.size(); ++i) {
                REQUIRE((grants[i] >= 0.0 && grants[i] <= demands[i].wanted_kw));
            }
            double const left = std::min(limit, wanted) - total(grants);
            CHECK(left <= (rule == SiteRule::round_robin ? largest : 1e-9));
            auto turned = demands;
            std::reverse(turned.begin(), turned.end());
            auto other = shared(rule, turned, limit, step);
            std::reverse(other.begin(), other.end());
            for (std::size_t i = 0; i < grants.size(); ++i)
                REQUIRE(other[i] == Approx(grants[i]).margin(1e-9));
        }
    }
}

TEST_CASE("rules agree with their slow twins") {
    for (std::uint32_t k = 0; k < 400; ++k) {
        Draws draws(5000 + k);
        auto const demands = random_demands(draws, draws.whole(1, 60));
        double wanted = 0.0;
        for (auto const& d : demands) wanted += d.wanted_kw;
        double const limit = draws.uniform() * wanted;
        ControlStep const step{at(5.5), k};
        auto const agree = [&](SiteRule rule, std::vector<double> const& expected) {
            auto const grants = shared(rule, demands, limit, step);
            for (std::size_t i = 0; i < grants.size(); ++i)
                REQUIRE(grants[i] == Approx(expected[i]).margin(1e-9));
        };
        for (SiteRule const rule : {SiteRule::fcfs, SiteRule::edf, SiteRule::llf}) {
            agree(rule, shared_one_by_one(rule, demands, limit, step));
        }
        for (SiteRule const rule : {SiteRule::peak_limit, SiteRule::proportional, SiteRule::weighted_fair}) {
            agree(rule, shared_by_bisection(rule, demands, limit));
        }
    }
}

TEST_CASE("sharing allocates nothing once its scratch is large enough") {
    Draws draws(1);
    auto const demands = random_demands(draws, 500);
    std::vector<double> grants(demands.size());
    SharingScratch scratch;
    scratch.reserve(500);
    auto const before = oracle::allocations();
    for (SiteRule const rule : all_rules) share(rule, demands, 2000.0, {at(5), 3}, scratch, grants);
    CHECK(oracle::allocations() == before);
}

TEST_CASE("rules that share by weight rank nobody") {
    CHECK_THROWS_AS(rank(SiteRule::proportional, {}, {{}, 0}), BrokenInvariant);
    SharingScratch scratch;
    std::vector<SiteDemand> const demands{demand(7, 0)};
    CHECK_THROWS_AS(share(SiteRule::edf, demands, 1.0, {{}, 0}, scratch, {}), BrokenInvariant);
}
