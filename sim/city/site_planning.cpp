#include "sim/city/site_planning.hpp"

#include "sim/base/check.hpp"
#include "sim/city/hosting.hpp"
#include "sim/rollout/reach.hpp"
#include "sim/rollout/siting.hpp"
#include "sim/space/apportion.hpp"
#include "sim/supply/network_scope.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace yuchong::city {

namespace {

using rollout::Siting;
using rollout::SitingCost;
using rollout::SitingProblem;
using rollout::SitingRules;

constexpr std::uint32_t most_swap_rounds = 20;

// Has it super terminals, and does it stand on that day?
bool is_super(supply::Network const& network, supply::Station const& station, std::int32_t day) {
    return supply::best_plug(network, station) == supply::PlugClass::super && station.in_service_on(day);
}

std::vector<space::GeoPoint> super_stations(supply::Network const& network, std::int32_t day) {
    std::vector<space::GeoPoint> positions;
    for (supply::Station const& station : network.stations)
        if (is_super(network, station, day)) positions.push_back(station.position);
    return positions;
}

class Planning {
public:
    Planning(Inputs const& inputs, Part part, std::int32_t day)
        : inputs_(inputs),
          day_(day),
          part_(std::move(part)),
          barriers_(part_.geography.barriers),
          stations_(super_stations(part_.network, day)) {
        space::Geography const& g = part_.geography;
        double all = 0.0;
        for (space::Zone const& zone : g.zones) all += zone.vehicle_weight;
        double const vehicles =
            std::accumulate(part_.cars_by_district.begin(), part_.cars_by_district.end(), 0.0);
        for (space::DemandPoint const& point : g.points) {
            points_.push_back(point.position);
            weight_.push_back(vehicles * g.zones[point.zone.index()].vehicle_weight / all * point.weight);
            zone_of_.push_back(static_cast<std::uint32_t>(point.zone.index()));
            district_of_.push_back(static_cast<std::uint32_t>(g.zones[point.zone.index()].district.index()));
        }
        double const circle = inputs.rollout.circle_km, far = inputs.rollout.far_km;
        auto const straight = rollout::Distances::straight();
        auto const roads = rollout::Distances::on_roads(barriers_, inputs.travel);
        cover_ = problem(straight, rollout::nearest_km(points_, stations_, straight, far),
                         std::vector<double>(points_.size(), circle));
        std::vector<double> const road_km = rollout::nearest_km(points_, stations_, roads, far);
        median_ = problem(roads, road_km, road_km);
    }

    SitePlan plan(SitingPolicy policy, std::uint32_t stations, ForEach const& for_each) {
        SitePlan plan{
            std::move(part_), policy, sum(weight_), count(points_), count(stations_), {}, {}, {}, {}, {}};
        std::vector<std::uint32_t> const sites = choose(plan, stations, for_each);
        std::vector<double> const uncovered = rollout::costs_along(cover_, cover_cost(), sites),
                                  km = rollout::costs_along(median_, SitingCost::median(), sites);
        auto const reached = [&](std::size_t n) {
            return Reached{1.0 - uncovered[n] / plan.vehicles, km[n] / plan.vehicles};
        };
        plan.before = reached(0);
        for (std::size_t n = 0; n < sites.size(); ++n)
            plan.sites.push_back({points_[sites[n]], space::ZoneId{zone_of_[sites[n]]}, reached(n + 1)});
        plan.districts = by_district(plan, sites);
        return plan;
    }

private:
    template <class T>
    static std::uint32_t count(std::vector<T> const& items) {
        return static_cast<std::uint32_t>(items.size());
    }
    static double sum(std::vector<double> const& values) {
        return std::accumulate(values.begin(), values.end(), 0.0);
    }

    SitingProblem problem(rollout::Distances const& distances, std::vector<double> before_km,
                          std::vector<double> const& most_km) {
        return {weight_, std::move(before_km), rollout::reach_of(points_, points_, most_km, distances)};
    }

    [[nodiscard]] SitingCost cover_cost() const { return SitingCost::cover(inputs_.rollout.circle_km); }

    std::vector<std::uint32_t> choose(SitePlan& plan, std::uint32_t stations, ForEach const& for_each) {
        switch (plan.policy) {
            case SitingPolicy::coverage: return cover(plan, {stations}, stations);
            case SitingPolicy::p_median: return shorten(plan, stations);
            case SitingPolicy::equal:
                return share_out(stations, std::vector<double>(plan.part.geography.districts.size(), 1.0));
            case SitingPolicy::demand: {
                std::vector<double> cars(plan.part.cars_by_district.begin(),
                                         plan.part.cars_by_district.end());
                return share_out(stations, cars);
            }
            case SitingPolicy::grid_aware: {
                std::vector<std::uint32_t> const room = zones_room(for_each);
                return cover(plan, {stations, {}, zone_of_, room}, stations);
            }
            case SitingPolicy::simulated: {
                SimulatedSiting siting = simulate_siting(inputs_, plan.part, points_, stations);
                plan.rounds = std::move(siting.rounds);
                return std::move(siting.sites);
            }
        }
        return {};
    }

    // What is left when all are covered that can be goes where it shortens the way most.
    std::vector<std::uint32_t> cover(SitePlan& plan, SitingRules const& rules, std::uint32_t stations) {
        Siting const greedy = rollout::choose_greedily(cover_, cover_cost(), rules);
        plan.quality = {greedy.cost_after.front() - greedy.cost_after.back(),
                        rollout::most_possible(cover_, cover_cost(), rules, greedy.sites), 0, true};
        std::vector<std::uint32_t> sites = greedy.sites;
        if (sites.size() == stations) return sites;
        SitingProblem rest = median_;
        for (std::uint32_t const site : sites)
            for (std::size_t k = rest.reach.first[site]; k < rest.reach.first[site + std::size_t{1}]; ++k) {
                double& km = rest.before_km[rest.reach.point[k]];
                km = std::min(km, rest.reach.km[k]);
            }
        std::vector<std::uint32_t> left(rules.group_limit.begin(), rules.group_limit.end());
        if (!left.empty())
            for (std::uint32_t const site : sites) --left[rules.group_of[site]];
        SitingRules const more{stations - count(sites), {}, rules.group_of, left};
        auto const next = rollout::choose_greedily(rest, SitingCost::median(), more).sites;
        sites.insert(sites.end(), next.begin(), next.end());
        return sites;
    }

    std::vector<std::uint32_t> shorten(SitePlan& plan, std::uint32_t stations) {
        SitingCost const cost = SitingCost::median();
        SitingRules const rules{stations};
        Siting const greedy = rollout::choose_greedily(median_, cost, rules);
        auto const swapped = rollout::substitute(median_, cost, rules, greedy.sites, most_swap_rounds);
        plan.quality = {greedy.cost_after.front() - swapped.cost,
                        rollout::most_possible(median_, cost, rules, swapped.sites), swapped.swaps,
                        swapped.settled};
        // Those first that help most.
        std::vector<std::uint8_t> chosen(median_.candidates(), 0);
        for (std::uint32_t const site : swapped.sites) chosen[site] = 1;
        return rollout::choose_greedily(median_, cost, {count(swapped.sites), chosen}).sites;
    }

    std::vector<std::uint32_t> share_out(std::uint32_t stations, std::vector<double> const& weights) {
        std::vector<space::PartBounds> bounds(weights.size(), {0, 0});
        for (std::uint32_t const d : district_of_) ++bounds[d].most;
        std::uint32_t const all = std::min(stations, count(points_));
        std::vector<std::uint32_t> const limit = space::apportion(all, weights, bounds);
        return rollout::choose_greedily(median_, SitingCost::median(), {all, {}, district_of_, limit}).sites;
    }

    // Stations that the feeders of each zone could still take.
    std::vector<std::uint32_t> zones_room(ForEach const& for_each) const {
        HostingStudy const study = study_hosting(inputs_, {}, for_each);
        double const station_kw = inputs_.rollout.new_station.grid_limit_kw;
        std::vector<std::uint32_t> room;
        for (PlaceRoom const& zone : study.zones)
            room.push_back(static_cast<std::uint32_t>(std::floor(zone.together.room.value() / station_kw)));
        return room;
    }

    [[nodiscard]] std::vector<DistrictSites> by_district(SitePlan const& plan,
                                                         std::vector<std::uint32_t> const& sites) const {
        std::vector<DistrictSites> districts(plan.part.geography.districts.size(), DistrictSites{});
        std::vector<double> cars(districts.size(), 0.0);
        auto const add = [&](SitingProblem const& problem, double Reached::* figure, auto cost) {
            std::vector<double> after = problem.before_km;
            for (std::uint32_t const site : sites)
                for (std::size_t k = problem.reach.first[site];
                     k < problem.reach.first[site + std::size_t{1}]; ++k)
                    after[problem.reach.point[k]] =
                        std::min(after[problem.reach.point[k]], problem.reach.km[k]);
            for (std::size_t i = 0; i < points_.size(); ++i) {
                DistrictSites& d = districts[district_of_[i]];
                d.reached_before.*figure += weight_[i] * cost(problem.before_km[i]);
                d.reached_after.*figure += weight_[i] * cost(after[i]);
            }
        };
        double const circle = inputs_.rollout.circle_km;
        add(cover_, &Reached::covered_share, [circle](double km) { return km <= circle ? 1.0 : 0.0; });
        add(median_, &Reached::mean_km, [](double km) { return km; });
        for (std::size_t i = 0; i < points_.size(); ++i) cars[district_of_[i]] += weight_[i];
        for (std::size_t d = 0; d < districts.size(); ++d)
            for (Reached* reached : {&districts[d].reached_before, &districts[d].reached_after}) {
                reached->covered_share /= cars[d];
                reached->mean_km /= cars[d];
            }
        for (std::uint32_t const site : sites) ++districts[district_of_[site]].added;
        supply::Network const& network = plan.part.network;
        for (supply::Station const& station : network.stations)
            if (is_super(network, station, day_))
                ++districts[plan.part.geography.zones[station.zone.index()].district.index()].before;
        return districts;
    }

    Inputs const& inputs_;
    std::int32_t day_;
    Part part_;
    space::Barriers barriers_;
    std::vector<space::GeoPoint> stations_, points_;
    std::vector<double> weight_;
    std::vector<std::uint32_t> zone_of_, district_of_;
    SitingProblem cover_, median_;
};

}  // namespace

SitePlan plan_sites(Inputs const& inputs, SitingPolicy policy, std::uint32_t stations,
                    ForEach const& for_each) {
    return Planning(inputs, part_of_city(inputs, RandomSource(inputs.seed)), day_number(inputs.time.start))
        .plan(policy, stations, for_each);
}

SitePlan plan_sites_in(Part part, Inputs const& inputs, SitingPolicy policy, std::uint32_t stations,
                       std::int32_t day) {
    check(policy != SitingPolicy::grid_aware && policy != SitingPolicy::simulated,
          "feeders and simulations are those of a scenario (not of any part)");
    return Planning(inputs, std::move(part), day).plan(policy, stations, for_each_in_turn);
}

}  // namespace yuchong::city
