#include "sim/city/simulated_siting.hpp"

#include "sim/base/check.hpp"
#include "sim/city/new_station.hpp"
#include "sim/city/scope.hpp"
#include "sim/city/simulation.hpp"
#include "sim/measure/sink.hpp"
#include "sim/rollout/reach.hpp"
#include "sim/space/barriers.hpp"
#include "sim/supply/network_union.hpp"

#include <algorithm>
#include <atomic>
#include <optional>
#include <string>

namespace yuchong::city {

namespace {

constexpr std::uint32_t rounds_of_choice = 4;

// Nobody keeps the rows of these runs.
class Nowhere final : public measure::Sink {
public:
    void append(measure::CityBlock const&) override {}
    void append(measure::DistrictBlock const&) override {}
    void append(measure::StationBlock const&) override {}
    void append(measure::SessionBlock const&) override {}
    void append(measure::CityPlantBlock const&) override {}
    void append(measure::PlantBlock const&) override {}
    void append(measure::GridBlock const&) override {}
    void append(measure::TransformerDay const&) override {}
    void append(measure::GridTables const&) override {}
    void append(measure::BatteryTable const&) override {}
    void append(measure::ControlBlock const&) override {}
    void append(measure::SetPointBlock const&) override {}
    void append(measure::SwapBlock const&) override {}
};

std::vector<ZoneDemand> simulate(Inputs inputs) {
    std::atomic<bool> const stop{false};
    City const city(std::move(inputs));
    Nowhere nowhere;
    Simulation simulation(city, nowhere, stop);
    simulation.advance(simulation.end(), stop);
    return simulation.state().zone_demand;
}

// Minutes of all wishes together.
double minutes_of(ZoneDemand const& demand, double given_up_min) {
    return demand.drive_min + milliseconds(demand.wait_ms).minutes() +
           given_up_min * static_cast<double>(demand.given_up);
}

WishCost cost_of(std::span<ZoneDemand const> zones, double given_up_min) {
    ZoneDemand all{};
    for (ZoneDemand const& zone : zones) {
        all.wishes += zone.wishes;
        all.given_up += zone.given_up;
        all.drive_min += zone.drive_min;
        all.drive_km += zone.drive_km;
        all.wait_ms += zone.wait_ms;
    }
    double const wishes = std::max<double>(1.0, static_cast<double>(all.wishes));
    return {static_cast<double>(all.wishes), all.drive_min / wishes,
            milliseconds(all.wait_ms).minutes() / wishes, static_cast<double>(all.given_up) / wishes,
            minutes_of(all, given_up_min) / wishes};
}

class Rounds {
public:
    Rounds(Inputs const& inputs, Part const& part, std::span<space::GeoPoint const> points)
        : inputs_(inputs), part_(part), points_(points), barriers_(part.geography.barriers) {
        space::Geography const whole = whole_geography(inputs, RandomSource(inputs.seed));
        for (std::size_t z = 0; z < whole.zones.size(); ++z)
            for (space::Zone const& zone : part.geography.zones)
                if (zone.id == whole.zones[z].id) zone_in_city_.push_back(space::ZoneId{z});
        check(zone_in_city_.size() == part.geography.zones.size(), "zones of a part are those of the city");
    }

    SimulatedSiting run(std::uint32_t stations) {
        SimulatedSiting siting;
        std::uint32_t const a_round = (stations + rounds_of_choice - 1) / rounds_of_choice;
        supply::Network added;
        std::vector<std::uint8_t> free(points_.size(), 1);
        while (true) {
            std::vector<ZoneDemand> const demand = simulate(with(added));
            WishCost const cost = cost_of(demand, given_up_min());
            auto const left = stations - static_cast<std::uint32_t>(siting.sites.size());
            if (left == 0) {
                siting.rounds.push_back({0, cost, 0.0});
                return siting;
            }
            rollout::Siting const choice = choose(demand, std::min(left, a_round), free);
            double const saved = choice.cost_after.front() - choice.cost_after.back();
            siting.rounds.push_back(
                {static_cast<std::uint32_t>(choice.sites.size()), cost, saved / std::max(1.0, cost.wishes)});
            if (choice.sites.empty()) return siting;
            for (std::uint32_t const site : choice.sites) {
                free[site] = 0;
                add(added, site, siting.sites.size());
                siting.sites.push_back(site);
            }
        }
    }

private:
    [[nodiscard]] double given_up_min() const { return inputs_.demand.patience.mean_min; }

    [[nodiscard]] Inputs with(supply::Network const& added) const {
        Inputs inputs = inputs_;
        if (added.stations.empty()) return inputs;
        if (!inputs.added_stations) inputs.added_stations.emplace();
        supply::append(*inputs.added_stations, added);
        return inputs;
    }

    void add(supply::Network& added, std::uint32_t site, std::size_t number) const {
        space::ZoneId const zone = part_.geography.points[site].zone;
        add_new_station(added, inputs_, points_[site], zone_in_city_[zone.index()],
                        part_.geography.zones[zone.index()].id + "-trial-" + std::to_string(number), 0);
    }

    // What is made small: minutes of all wishes, each as its zone's mean, or those of the way to a new
    // station and back.
    [[nodiscard]] rollout::Siting choose(std::span<ZoneDemand const> demand, std::uint32_t count,
                                         std::span<std::uint8_t const> free) const {
        double km = 0.0, min = 0.0;
        for (ZoneDemand const& zone : demand) {
            km += zone.drive_km;
            min += zone.drive_min;
        }
        double const min_per_km = km > 0.0 ? min / km : 1.0;
        rollout::SitingProblem problem;
        std::vector<double> most_km;
        for (space::DemandPoint const& point : part_.geography.points) {
            ZoneDemand const& zone = demand[point.zone.index()];
            auto const wishes = static_cast<double>(zone.wishes);
            double const minutes = zone.wishes > 0 ? minutes_of(zone, given_up_min()) / wishes : 0.0;
            problem.weight.push_back(wishes * point.weight);
            problem.before_km.push_back(minutes);
            most_km.push_back(0.5 * minutes / min_per_km);
        }
        auto const roads = rollout::Distances::on_roads(barriers_, inputs_.travel);
        problem.reach = rollout::reach_of(points_, points_, most_km, roads);
        for (double& way : problem.reach.km) way *= 2.0 * min_per_km;
        return rollout::choose_greedily(problem, rollout::SitingCost::median(), {count, free});
    }

    Inputs const& inputs_;
    Part const& part_;
    std::span<space::GeoPoint const> points_;
    space::Barriers barriers_;
    std::vector<space::ZoneId> zone_in_city_;
};

}  // namespace

SimulatedSiting simulate_siting(Inputs const& inputs, Part const& part,
                                std::span<space::GeoPoint const> points, std::uint32_t stations) {
    return Rounds(inputs, part, points).run(stations);
}

}  // namespace yuchong::city
