// A network of one's own as the runs see it: published feeders with their published solutions, and small ones
// that can be followed by hand.

#include "sim/grid/own_network.hpp"

#include "sim/base/check.hpp"
#include "sim/base/for_each.hpp"
#include "sim/grid/hosting.hpp"
#include "sim/grid/reconciliation.hpp"
#include "tests/grid/network_case.hpp"
#include "tests/grid/small_grid.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

using namespace yuchong;
using namespace yuchong::grid;

namespace {

constexpr double mw = 1'000.0;
constexpr std::size_t design_hour = 21;  // of the heatwave's curve

// Two zones, and a station in each.
NetworkDemand two_zones() {
    NetworkDemand demand;
    demand.districts = {"own"};
    for (std::uint32_t z = 0; z < 2; ++z)
        demand.zones.push_back({.id = "z" + std::to_string(z),
                                .district = 0,
                                .position = {106.5 + 0.01 * z, 29.7},
                                .kind = z == 0 ? space::ZoneKind::central : space::ZoneKind::rural,
                                .area_km2 = 2.0,
                                .built_up_km2 = 1.0,
                                .population = 10'000.0,
                                .jobs = 4'000.0,
                                .peak_kw = 6.0 * mw});
    demand.stations = {{"s0", space::ZoneId{0}, {106.6, 29.8}, 600.0},
                       {"s1", space::ZoneId{1}, {106.7, 29.8}, 6'000.0}};
    return demand;
}

OwnConnection homes_at(std::uint32_t bus, std::size_t zone, double households, double kva) {
    return {.bus = bus,
            .zone = space::ZoneId{zone},
            .households = households,
            .station = {},
            .transformer_kva = kva};
}
OwnConnection station_at(std::uint32_t bus, std::uint32_t station) {
    return {.bus = bus, .zone = {}, .households = 0.0, .station = station, .transformer_kva = {}};
}

// slack -- a -- b            a: 2 MW and 1 MVar, b and c: 1 MW, d 0.4 kV with 0.2 MW
//        \- c -- d           homes of zone 1 at b and d, station 0 at c, station 1 at a
OwnNetwork two_feeders() {
    OwnNetwork own{};
    own.buses = {{"slack", 10.0, 0.0, 0.0},
                 {"a", 10.0, 2.0 * mw, 1.0 * mw},
                 {"b", 10.0, 1.0 * mw, 0.0},
                 {"c", 10.0, 1.0 * mw, -0.1 * mw},
                 {"d", 0.4, 0.2 * mw, 0.05 * mw}};
    own.branches = {
        {0, 1, 0.002, 0.002, 5.0}, {1, 2, 0.002, 0.002}, {3, 0, 0.002, 0.002}, {3, 4, 0.02, 0.07, 0.63}};
    own.slack = 0;
    own.connections = {homes_at(2, 1, 300.0, 400.0), homes_at(4, 1, 100.0, 700.0), station_at(3, 0),
                       station_at(1, 1)};
    own.transformers = 2;
    own.mva = 40.0;
    return own;
}

Network build(OwnNetwork const& own, NetworkDemand const& demand = two_zones()) {
    LoadShapes const shapes(fixture::shape_settings(), fixture::base_load_settings());
    return build_own_network(own, demand, fixture::rules(), shapes, fixture::catalogue());
}

// Nodes of the network by the name of their bus; the bus itself, not what hangs on it.
std::uint32_t node_of(Network const& network, std::string const& bus) {
    auto const& names = network.nodes.bus;
    return static_cast<std::uint32_t>(std::find(names.begin(), names.end(), bus) - names.begin());
}

// The published feeder, all of it in zone 0.
OwnNetwork published(NetworkCase const& c, double kv) {
    OwnNetwork own{};
    for (std::uint32_t i = 0; i < c.nodes(); ++i)
        own.buses.push_back({std::to_string(i), kv, mw * c.p_pu[i], mw * c.q_pu[i]});
    for (NetworkBranch const& b : c.branches)
        if (b.state == Switch::closed) own.branches.push_back({b.from, b.to, b.r_pu, b.x_pu});
    own.slack = c.head;
    own.transformers = 1;
    own.mva = 40.0;
    own.connections = {station_at(1, 0), station_at(2, 1)};
    return own;
}

// Factors of the design instant: level 1.
StepLoad at_design(Network const& network, LoadShapes const& shapes, fixture::Charging const& charging) {
    StepLoad load = charging.at(1.0);
    load.level.factor = shapes.design_day(*network.city_load).factor[design_hour];
    return load;
}

}  // namespace

TEST_CASE("a published feeder of one's own runs at its published voltages") {
    for (auto const& [name, kv] : {std::pair{"case33bw", 12.66}, {"case69", 12.66}}) {
        INFO(name);
        NetworkCase const published_case = network_case(name);
        Network network = build(published(published_case, kv));
        network.substations[0].r_pu = 0.0;
        network.substations[0].x_pu = 1e-12;  // a stiff substation
        fixture::SmallGrid const grid(fixture::operation(), network);
        fixture::Charging const idle(grid.network);
        DistributionState const state =
            grid.distribution.start(at_design(grid.network, grid.shapes, idle), for_each_in_turn);
        REQUIRE(grid.network.feeders.size() >= 1);
        double furthest = 0.0;
        for (std::uint32_t i = 0; i < published_case.nodes(); ++i)
            furthest = std::max(furthest,
                                std::abs(magnitude(state.voltage[node_of(grid.network, std::to_string(i))]) -
                                         published_case.vm_pu[i]));
        CHECK(furthest < 1e-8);
        CHECK(state.feeders[0].loading_pu == 0.0);  // without ratings
        CHECK(grid.network.balance_kva(grid.network.feeders[0]) == 40'000.0);
    }
}

TEST_CASE("every branch that leaves the slack bus starts a feeder") {
    Network const network = build(two_feeders());
    REQUIRE(network.feeders.size() == 2);
    CHECK(network.feeders[0].id == "a");
    CHECK(network.feeders[1].id == "c");
    CHECK(network.substations[0].id == "slack");
    CHECK(network.nodes.bus == std::vector<std::string>{"slack", "a", "a", "b", "b", "slack", "c", "c", "d"});
    CHECK(network.nodes.parent == std::vector<std::uint32_t>{0, 0, 1, 1, 3, 0, 0, 1, 1});
    using enum NodeKind;
    CHECK(network.nodes.kind ==
          std::vector<NodeKind>{bus, line, station, line, low_voltage, bus, line, station, low_voltage});
    CHECK(network.feeders[0].rating_kva == 5'000.0);
    CHECK(std::isinf(network.feeders[1].rating_kva));
    CHECK(network.feeders[0].design_peak_kva > 3'000.0);
    CHECK(network.rated_amperes(1) == Approx(5'000.0 / (std::sqrt(3.0) * 10.0)));
    CHECK(network.rated_amperes(8) == Approx(630.0 / (std::sqrt(3.0) * 0.4)));
}

TEST_CASE("connections of one's own are transformers, with homes or a station behind them") {
    Network const network = build(two_feeders());
    REQUIRE(network.transformers.size() == 4);
    auto const rating = [&](std::size_t t) { return network.rating_kva(network.transformers[t]); };
    CHECK(network.transformers[0].node == 2);  // station 1: 6 MW at 0.95, several of the largest
    CHECK(rating(0) == 3 * 2'500.0);
    CHECK(network.transformers[1].node == 4);
    CHECK(rating(1) == 400.0);
    CHECK(rating(2) == 800.0);  // station 0: 600 kW at 0.95 want 632 kVA
    CHECK(rating(3) == 700.0);  // at a low bus any size: the branch is the transformer
    CHECK(network.transformers[3].node == 8);
    CHECK(network.nodes.r_pu[8] == 0.02);
    CHECK(network.nodes.rating_pu[8] == 0.63);  // of the branch, below the transformer's
    CHECK(network.nodes.r_pu[4] == Approx(4.52 / 400.0 / 0.4));
    CHECK(network.station_transformer[1].index() == 0);
    CHECK(network.station_transformer[0].index() == 2);
    CHECK(network.zone_homes[0].count == 0);
    CHECK(network.transformer_of_home(space::ZoneId{1}, 0.74).index() == 1);
    CHECK(network.transformer_of_home(space::ZoneId{1}, 0.76).index() == 3);
    // c has its station's zone; a its own, and b that of its homes.
    CHECK(network.nodes.zone[1].index() == 1);
    CHECK(network.nodes.zone[6].index() == 0);
    CHECK(network.nodes.zone[8].index() == 1);
}

TEST_CASE("base load of one's own network follows the city's curve, and its reactive power the file") {
    NetworkDemand const demand = two_zones();
    OwnNetwork own = two_feeders();
    own.buses[2].p_kw = 0.0;  // a capacitor of 200 kvar at b
    own.buses[2].q_kvar = -0.2 * mw;
    Network const network = build(own, demand);
    LoadShapes const shapes(fixture::shape_settings(), fixture::base_load_settings());
    NodeBaseLoad const loads(network, shapes, {.sigma = 0.0, .persistence = 0.0}, fixture::random);
    // 12 MW on feeders are half of the city's.
    LoadMoment const design{6, Celsius{39.0}, Celsius{36.0}, DayType::weekday, hours(21)};
    std::vector<double> p(5), q(5);
    for (double const share : {1.0, 0.4}) {
        LoadLevel const level = loads.level(design, Kilowatts{share * 24.0 * mw});
        loads.fill(FeederId{0}, level, 0.0, p, q);
        CHECK(p[1] == Approx(share * 2.0).epsilon(1e-6));
        CHECK(q[1] == Approx(share * 1.0).epsilon(1e-6));
        CHECK(p[3] == 0.0);
        CHECK(q[3] == Approx(-0.2));
        LoadNoise const noise = loads.start(2'000'000);
        CHECK(loads.on_feeders(level, noise).value() == Approx(share * 3.2 * mw).epsilon(1e-6));
        CHECK(loads.upstream(Kilowatts{share * 24.0 * mw}, level, noise).value() ==
              Approx(share * 20.8 * mw).epsilon(1e-6));
    }
    // The load of a bus is split as its zone's.
    double const central = network.nodes.industrial_kw[6] / network.nodes.residential_kw[6],
                 rural = network.nodes.industrial_kw[1] / network.nodes.residential_kw[1];
    CHECK(rural > 2.0 * central);
}

TEST_CASE("charging on one's own network loads its branches and transformers") {
    fixture::SmallGrid const grid(fixture::operation(), build(two_feeders()));
    fixture::Charging charging(grid.network);
    charging.station_kw = {500.0, 4'000.0};
    charging.home_kw[3] = 300.0;
    DistributionState const state =
        grid.distribution.start(at_design(grid.network, grid.shapes, charging), for_each_in_turn);
    CHECK(state.feeders[0].charging_kw == 4'000.0);
    CHECK(state.feeders[0].loading_pu > 1.3);   // 7 MW and some reactive power over 5 MVA
    CHECK(state.feeders[1].loading_pu == 0.0);  // no rating
    CHECK(state.loading_pu[3] == Approx(0.75).margin(0.05));
    CHECK(reconcile(grid.network, grid.shapes).feeder_loading.lowest == 0.0);
}

TEST_CASE("hosting on branches without limits ends at the voltage or the substation") {
    OwnNetwork own = two_feeders();
    own.branches[0].rating_pu = std::numeric_limits<double>::infinity();
    for (auto const& [transformers, limit] :
         {std::pair{1U, HostingLimit::voltage}, {2U, HostingLimit::voltage}}) {
        own.transformers = transformers;
        Network const network = build(own);
        LoadShapes const shapes(fixture::shape_settings(), fixture::base_load_settings());
        DesignDay const day = shapes.design_day(*network.city_load);
        std::vector<double> const nothing(network.transformers.size(), 0.0);
        OperationSettings const operation = fixture::operation();
        SubstationRules const rules = fixture::rules().substation;
        HostingMap const map = find_hosting({network, day, nothing, operation, rules}, for_each_in_turn);
        REQUIRE(map.feeders[0].candidates == 2);
        CHECK(map.feeders[0].overloaded == 0);
        CHECK(map.feeders[0].best.room.value() > 3.0 * mw);
        CHECK(map.feeders[0].best.by_lines.value() < 100.0 * mw);
        CHECK(map.feeders[1].best.limit == limit);
        CHECK(map.substations[0].limit_kva == Approx(transformers == 1 ? 32'000.0 : 48'000.0));
    }
}

TEST_CASE("a network of one's own that is no tree is refused") {
    OwnNetwork loop = two_feeders();
    loop.branches.push_back({2, 3, 0.002, 0.002});
    CHECK_THROWS_AS(build(loop), BrokenInvariant);
    OwnNetwork island = two_feeders();
    island.branches.pop_back();
    CHECK_THROWS_AS(build(island), BrokenInvariant);
    OwnNetwork lonely = two_feeders();
    lonely.connections.pop_back();
    CHECK_THROWS_AS(build(lonely), BrokenInvariant);
}
