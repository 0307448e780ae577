#include "sim/supply/allocation.hpp"

#include "sim/base/random.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

using namespace yuchong;
using namespace yuchong::supply;

namespace {

std::vector<ModuleClaim> claims_for(std::vector<double> const& demands, double module_kw) {
    std::vector<ModuleClaim> claims;
    for (double const demand : demands) claims.push_back({demand, modules_for(demand, module_kw), 0, 0});
    return claims;
}

std::vector<std::uint32_t> granted(std::vector<ModuleClaim> const& claims) {
    std::vector<std::uint32_t> n;
    for (ModuleClaim const& claim : claims) n.push_back(claim.granted);
    return n;
}

double total_kw(std::vector<ModuleClaim> const& claims, double module_kw) {
    double total = 0.0;
    for (ModuleClaim const& claim : claims) total += std::min(claim.demand_kw, module_kw * claim.granted);
    return total;
}

void check_powers(std::vector<PowerClaim> const& claims, std::vector<double> const& expected) {
    for (std::size_t i = 0; i < expected.size(); ++i) {
        CHECK(claims[i].granted_kw == Approx(expected[i]).epsilon(1e-9).margin(1e-12));
    }
}

// Random small cases, keyed by k.
struct RandomCase {
    std::vector<ModuleClaim> claims;
    std::vector<std::uint32_t> hosts;
    std::uint32_t station;
    double module_kw = 40.0;
};

RandomCase random_case(std::uint32_t k) {
    RandomSource const random{2026};
    Block const sizes = random.draw({DrawClass::test, 1, k});
    RandomCase made;
    auto const pick = [](double u, int low, int high) {
        return low + static_cast<int>(u * (high - low + 1));
    };
    int const n = pick(sizes.uniform(0), 1, 5);
    int const hosts = pick(sizes.uniform(1), 1, 2);
    std::uint32_t all = 0;
    for (int h = 0; h < hosts; ++h) {
        made.hosts.push_back(static_cast<std::uint32_t>(pick(sizes.uniform(2 + h), 0, 6)));
        all += made.hosts.back();
    }
    for (int i = 0; i < n; ++i) {
        Block const claim = random.draw({DrawClass::test, 2, k, 0, static_cast<std::uint32_t>(i)});
        double const demand = 1.0 + claim.uniform(0) * 220.0;
        auto const host = static_cast<std::uint32_t>(pick(claim.uniform(1), 0, hosts - 1));
        made.claims.push_back({demand, modules_for(demand, made.module_kw), host, 0});
    }
    made.station = static_cast<std::uint32_t>(
        pick(random.draw({DrawClass::test, 3, k}).uniform(0), 0, static_cast<int>(all)));
    return made;
}

using Share = void (*)(RandomCase&);
void fair(RandomCase& c) {
    auto hosts = c.hosts;
    share_fair(c.claims, hosts, c.station);
}
void greedy(RandomCase& c) {
    auto hosts = c.hosts;
    share_greedy(c.claims, hosts, c.station, c.module_kw);
}
void fcfs(RandomCase& c) {
    auto hosts = c.hosts;
    share_fcfs(c.claims, hosts, c.station);
}

// Best total by trying every grant.
double best_total(RandomCase const& c, std::size_t i, std::vector<std::uint32_t> hosts,
                  std::uint32_t station) {
    if (i == c.claims.size()) return 0.0;
    double best = 0.0;
    ModuleClaim const& claim = c.claims[i];
    for (std::uint32_t n = 0; n <= std::min({claim.want, hosts[claim.host], station}); ++n) {
        auto left = hosts;
        left[claim.host] -= n;
        double const here = std::min(claim.demand_kw, n * c.module_kw);
        best = std::max(best, here + best_total(c, i + 1, left, station - n));
    }
    return best;
}

}  // namespace

TEST_CASE("ST-01: five claims on 480 kW under each continuous rule") {
    std::vector<double> const demands{300, 120, 60, 180, 90};
    std::vector<PowerClaim> claims;
    for (double const demand : demands) claims.push_back({demand, 1.0, 0, 0.0, Bound::demand});
    std::vector<double> const cap{480.0};

    share_max_min(claims, cap, 1e9);
    check_powers(claims, {110, 110, 60, 110, 90});
    CHECK(claims[0].bound == Bound::host);
    CHECK(claims[2].bound == Bound::demand);
    share_max_min(claims, std::vector<double>{1e9}, 480.0);
    check_powers(claims, {110, 110, 60, 110, 90});
    CHECK(claims[0].bound == Bound::station);

    claims[0].weight = 2.0;
    share_max_min(claims, cap, 1e9);
    check_powers(claims, {168, 84, 60, 84, 84});

    share_proportional(claims, cap);
    check_powers(claims, {192, 76.8, 38.4, 115.2, 57.6});
}

TEST_CASE("ST-01: fcfs of whole kilowatts") {
    auto claims = claims_for({300, 120, 60, 180, 90}, 1.0);
    std::vector<std::uint32_t> host{480};
    share_fcfs(claims, host, 480);
    CHECK(granted(claims) == std::vector<std::uint32_t>{300, 120, 60, 0, 0});
}

TEST_CASE("ST-02a, ST-02b: max-min with nested caps") {
    std::vector<PowerClaim> claims{{250, 1, 0, 0, Bound::demand},
                                   {100, 1, 0, 0, Bound::demand},
                                   {60, 1, 0, 0, Bound::demand},
                                   {200, 1, 1, 0, Bound::demand},
                                   {180, 1, 1, 0, Bound::demand}};
    std::vector<double> const caps{360, 300};
    share_max_min(claims, caps, 500.0);
    check_powers(claims, {340.0 / 3, 100, 60, 340.0 / 3, 340.0 / 3});
    share_max_min(claims, caps, 640.0);
    check_powers(claims, {180, 100, 60, 150, 150});
    CHECK(claims[3].bound == Bound::host);
    CHECK(claims[0].bound == Bound::station);
}

TEST_CASE("ST-03: eighteen modules of 40 kW under each module rule") {
    auto claims = claims_for({430, 200, 95, 83, 62}, 40.0);
    std::vector<std::uint32_t> host{18};
    share_fair(claims, host, 18);
    CHECK(granted(claims) == std::vector<std::uint32_t>{5, 5, 3, 3, 2});
    CHECK(total_kw(claims, 40.0) == Approx(640.0).epsilon(1e-12));
    CHECK(host[0] == 0);

    host = {18};
    share_greedy(claims, host, 18, 40.0);
    CHECK(granted(claims) == std::vector<std::uint32_t>{8, 5, 2, 2, 1});
    CHECK(total_kw(claims, 40.0) == Approx(720.0).epsilon(1e-12));

    host = {18};
    share_fcfs(claims, host, 18);
    CHECK(granted(claims) == std::vector<std::uint32_t>{11, 5, 2, 0, 0});
    CHECK(total_kw(claims, 40.0) == Approx(710.0).epsilon(1e-12));
}

TEST_CASE("a demand on a multiple of the module asks for no ghost") {
    CHECK(modules_for(80.0, 40.0) == 2);
    CHECK(modules_for(80.0 + 5e-8, 40.0) == 2);
    CHECK(modules_for(80.0 + 2e-7, 40.0) == 3);
    CHECK(modules_for(0.0, 40.0) == 0);
}

TEST_CASE("module rules: grants within demand, host and station; greedy gives the largest total") {
    for (std::uint32_t k = 0; k < 2000; ++k) {
        for (Share const share : {&fair, &greedy, &fcfs}) {
            RandomCase c = random_case(k);
            share(c);
            std::vector<std::uint32_t> used(c.hosts.size(), 0);
            for (ModuleClaim const& claim : c.claims) {
                REQUIRE(claim.granted <= claim.want);
                used[claim.host] += claim.granted;
            }
            for (std::size_t h = 0; h < used.size(); ++h) REQUIRE(used[h] <= c.hosts[h]);
            REQUIRE(std::accumulate(used.begin(), used.end(), 0u) <= c.station);
            if (share == &greedy) {
                REQUIRE(total_kw(c.claims, c.module_kw) ==
                        Approx(best_total(c, 0, c.hosts, c.station)).epsilon(1e-9));
            }
            // Nothing is left lying that somebody could use.
            for (ModuleClaim const& claim : c.claims) {
                bool const open = claim.granted < claim.want;
                bool const room = used[claim.host] < c.hosts[claim.host] &&
                                  std::accumulate(used.begin(), used.end(), 0u) < c.station;
                REQUIRE_FALSE((open && room));
            }
        }
    }
}

TEST_CASE("an arrival raises nobody else's grant under fair on one host") {
    for (std::uint32_t k = 0; k < 2000; ++k) {
        RandomCase c = random_case(k);
        c.hosts = {c.hosts[0]};
        c.station = c.hosts[0];
        for (ModuleClaim& claim : c.claims) claim.host = 0;
        RandomCase before = c;
        before.claims.pop_back();
        fair(c);
        fair(before);
        for (std::size_t i = 0; i < before.claims.size(); ++i) {
            REQUIRE(c.claims[i].granted <= before.claims[i].granted);
        }
    }
}

TEST_CASE("max-min: an arrival raises nobody else's grant, and every limited claim sits at a full cap") {
    for (std::uint32_t k = 0; k < 2000; ++k) {
        RandomCase const c = random_case(k);
        std::vector<double> caps;
        for (std::uint32_t const n : c.hosts) caps.push_back(40.0 * n + 10.0);
        double const station = 40.0 * c.station + 5.0;
        std::vector<PowerClaim> claims;
        for (ModuleClaim const& claim : c.claims) {
            claims.push_back({claim.demand_kw, 1.0, caps.size() == 1 ? 0 : claim.host, 0.0, Bound::demand});
        }
        std::vector<PowerClaim> before{claims.begin(), claims.end() - 1};
        share_max_min(claims, caps, station);
        share_max_min(before, caps, station);
        double all = 0.0;
        std::vector<double> used(caps.size(), 0.0);
        for (PowerClaim const& claim : claims) {
            REQUIRE(claim.granted_kw <= claim.demand_kw + 1e-9);
            used[claim.host] += claim.granted_kw;
            all += claim.granted_kw;
        }
        REQUIRE(all <= station + 1e-9);
        for (std::size_t h = 0; h < caps.size(); ++h) REQUIRE(used[h] <= caps[h] + 1e-9);
        for (PowerClaim const& claim : claims) {
            if (claim.bound == Bound::host)
                REQUIRE(used[claim.host] == Approx(caps[claim.host]).epsilon(1e-9));
            if (claim.bound == Bound::station) REQUIRE(all == Approx(station).epsilon(1e-9));
        }
        if (caps.size() > 1) continue;  // with two caps a newcomer may take from one who held back another
        for (std::size_t i = 0; i < before.size(); ++i) {
            REQUIRE(claims[i].granted_kw <= before[i].granted_kw + 1e-9);
        }
    }
}
