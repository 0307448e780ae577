// A plan of new stations against the slow way: every point, every station, every distance.

#include "small_run.hpp"

#include "sim/city/hosting.hpp"
#include "sim/city/site_planning.hpp"
#include "sim/io/site_plan_text.hpp"
#include "sim/space/barriers.hpp"
#include "sim/space/geodesy.hpp"
#include "sim/supply/network_scope.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <limits>
#include <set>

using namespace yuchong;
using namespace yuchong::test;
using city::SitingPolicy;

namespace {

city::Inputs liangjiang() { return scenario("liangjiang"); }

city::SitePlan plan(SitingPolicy policy, std::uint32_t stations) {
    return city::plan_sites(liangjiang(), policy, stations, for_each_in_turn);
}

city::Reached reached_by(city::SitePlan const& plan, city::Inputs const& inputs, std::size_t new_stations) {
    space::Barriers const barriers(plan.part.geography.barriers);
    std::vector<space::GeoPoint> stations;
    for (supply::Station const& s : plan.part.network.stations)
        if (supply::best_plug(plan.part.network, s) == supply::PlugClass::super)
            stations.push_back(s.position);
    for (std::size_t n = 0; n < new_stations; ++n) stations.push_back(plan.sites[n].position);
    double cars = 0.0, covered = 0.0, car_km = 0.0;
    for (space::DemandPoint const& point : plan.part.geography.points) {
        double straight = std::numeric_limits<double>::infinity(), road = inputs.rollout.far_km;
        for (space::GeoPoint const& station : stations) {
            double const km = space::straight_km(point.position, station);
            straight = std::min(straight, km);
            if (km < road)
                road = std::min(road,
                                space::road_km(inputs.travel, km, barriers.between(point.position, station)));
        }
        double const weight = plan.part.geography.zones[point.zone.index()].vehicle_weight * point.weight;
        cars += weight;
        covered += straight <= inputs.rollout.circle_km ? weight : 0.0;
        car_km += weight * road;
    }
    return {covered / cars, car_km / cars};
}

}  // namespace

TEST_CASE("what a plan says is reached is what every distance says", "[slow]") {
    city::Inputs const inputs = liangjiang();
    for (SitingPolicy const policy : {SitingPolicy::coverage, SitingPolicy::p_median, SitingPolicy::demand}) {
        city::SitePlan const found = plan(policy, 30);
        REQUIRE(found.sites.size() == 30);
        for (std::size_t const n : {std::size_t{0}, std::size_t{7}, std::size_t{30}}) {
            city::Reached const slow = reached_by(found, inputs, n);
            city::Reached const fast = n == 0 ? found.before : found.sites[n - 1].after;
            CHECK(fast.covered_share == Approx(slow.covered_share).epsilon(1e-9));
            CHECK(fast.mean_km == Approx(slow.mean_km).epsilon(1e-9));
        }
    }
}

TEST_CASE("each method is best at what it is for") {
    city::SitePlan const coverage = plan(SitingPolicy::coverage, 40),
                         median = plan(SitingPolicy::p_median, 40), equal = plan(SitingPolicy::equal, 40),
                         demand = plan(SitingPolicy::demand, 40);
    auto const last = [](city::SitePlan const& p) { return p.sites.back().after; };
    for (city::SitePlan const* other : {&median, &equal, &demand})
        CHECK(last(coverage).covered_share >= last(*other).covered_share);
    for (city::SitePlan const* other : {&coverage, &equal, &demand})
        CHECK(last(median).mean_km <= last(*other).mean_km);
    // Three districts: 14, 13, 13.
    for (city::DistrictSites const& d : equal.districts) CHECK((d.added == 13 || d.added == 14));
    for (city::SitePlan const* p : {&coverage, &median}) {
        REQUIRE(p->quality);
        CHECK(p->quality->saved <= p->quality->most_possible);
        CHECK(p->quality->saved > 0.0);
    }
    CHECK_FALSE(equal.quality);
    // More stations never make it worse, and the districts add up.
    for (city::SitePlan const* p : {&coverage, &median, &equal, &demand}) {
        city::Reached before = p->before;
        std::uint32_t added = 0;
        std::set<std::pair<double, double>> places;
        for (city::PlannedSite const& site : p->sites) {
            CHECK(site.after.covered_share >= before.covered_share - 1e-12);
            CHECK(site.after.mean_km <= before.mean_km + 1e-12);
            before = site.after;
            places.insert({site.position.lon, site.position.lat});
        }
        for (city::DistrictSites const& d : p->districts) added += d.added;
        CHECK(added == 40);
        CHECK(places.size() == 40);
    }
}

TEST_CASE("no zone gets more stations than its feeders have room for") {
    city::Inputs inputs = liangjiang();
    inputs.rollout.new_station.grid_limit_kw = 1'500.0;
    city::SitePlan const held = city::plan_sites(inputs, SitingPolicy::grid_aware, 60, for_each_in_turn);
    city::HostingStudy const study = city::study_hosting(inputs, {}, for_each_in_turn);
    std::vector<double> taken_kw(study.zones.size(), 0.0);
    for (city::PlannedSite const& site : held.sites) taken_kw[site.zone.index()] += 1'500.0;
    double most_taken = 0.0;
    for (std::size_t z = 0; z < taken_kw.size(); ++z) {
        CHECK(taken_kw[z] <= std::max(0.0, study.zones[z].together.room.value()));
        most_taken = std::max(most_taken, taken_kw[z]);
    }
    CHECK(most_taken > 1'500.0);
    inputs.rollout.new_station.grid_limit_kw = 10'000.0;  // hardly any zone has room for one
    CHECK(city::plan_sites(inputs, SitingPolicy::grid_aware, 60, for_each_in_turn).sites.size() < 60);
}

TEST_CASE("simulated siting: each round begins with what the run says, and new stations make wishes cheaper",
          "[slow]") {
    city::Inputs const inputs =
        scenario("liangjiang", {"time.duration=1 d", "time.warmup=12 h", "scale=0.2"});
    city::SitePlan const plan = city::plan_sites(inputs, SitingPolicy::simulated, 120, for_each_in_turn);
    REQUIRE(plan.sites.size() == 120);
    REQUIRE(plan.rounds.size() == 5);
    CHECK(plan.rounds.back().sites == 0);
    std::uint32_t sites = 0;
    for (city::SimulatedRound const& round : plan.rounds) {
        sites += round.sites;
        CHECK(round.cost.minutes == Approx(round.cost.drive_min + round.cost.wait_min +
                                           round.cost.given_up_share * inputs.demand.patience.mean_min));
        CHECK(round.promised_minutes >= 0.0);
    }
    CHECK(sites == 120);
    CHECK(plan.rounds.back().cost.minutes < plan.rounds.front().cost.minutes);
    // As good as the same number spread by cars alone, or nearly: it saw where they wait.
    city::SitePlan const again = city::plan_sites(inputs, SitingPolicy::simulated, 120, for_each_in_turn);
    for (std::size_t i = 0; i < plan.sites.size(); ++i)
        CHECK(plan.sites[i].position.lon == again.sites[i].position.lon);
}
