#include "sim/grid/hosting.hpp"

#include "sim/base/check.hpp"
#include "sim/grid/feeder_columns.hpp"
#include "sim/grid/feeder_solver.hpp"
#include "sim/grid/hosting_search.hpp"
#include "tests/grid/grid_fixture.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

using namespace yuchong;
using namespace yuchong::grid;

namespace {

constexpr double power_factor = 0.98;
double const tangent = std::sqrt(1.0 - power_factor * power_factor) / power_factor;
constexpr double bus_pu = 1.03 - 0.015;
constexpr double found_kw = 1.0;  // what a room is found to

OperationSettings operation() {
    OperationSettings s{};
    s.bus_target_pu = 1.03;
    s.dead_band_pu = 0.015;
    s.charger_power_factor = power_factor;
    s.low_voltage_pu = 0.93;
    return s;
}

// Every kW is drawn at every hour, 0.3 kvar with it.
DesignDay level_day() {
    DesignDay day{};
    day.factor.fill({1.0, 1.0, 1.0});
    day.tangent = {0.3, 0.3, 0.3};
    return day;
}

// Feeders by hand on one substation of two transformers.
struct SmallGrid {
    Network network;
    DesignDay day = level_day();
    std::vector<double> charging_kw;
    OperationSettings settings = operation();
    SubstationRules rules = fixture::rules().substation;

    SmallGrid() {
        network.substations.push_back({"b", {}, space::ZoneId{0}, 2, 40.0, 0.0, 0.002, 8, 0.0125});
    }
    void add_feeder(double rating_kva) {
        auto const first = static_cast<std::uint32_t>(network.nodes.size());
        network.feeders.push_back({"f" + std::to_string(network.feeders.size()), SubstationId{0},
                                   FeederKind::cable, rating_kva, rating_kva, 1.0, 1.0, 0.0, first, 0, 0});
        add_node(0, NodeKind::bus, 0.0, 0.0, 0.0, 0.0);
    }
    std::uint32_t add_node(std::uint32_t parent, NodeKind kind, double r_pu, double x_pu, double rating_pu,
                           double load_kw, std::size_t zone = 0) {
        Nodes& n = network.nodes;
        n.parent.push_back(parent);
        n.r_pu.push_back(r_pu);
        n.x_pu.push_back(x_pu);
        n.rating_pu.push_back(rating_pu);
        n.kind.push_back(kind);
        n.zone.emplace_back(zone);
        n.position.push_back({});
        n.residential_kw.push_back(static_cast<float>(load_kw));
        n.commercial_kw.push_back(0.0F);
        n.industrial_kw.push_back(0.0F);
        return network.feeders.back().node_count++;
    }
    [[nodiscard]] HostingCase hosting() const { return {network, day, charging_kw, settings, rules}; }
    [[nodiscard]] HostingMap find() const { return find_hosting(hosting(), for_each_in_turn); }
};

// A bus and one node with a load of 1 MW and 0.3 Mvar.
SmallGrid two_nodes(double r_pu, double x_pu, double rating_pu, double head_kva) {
    SmallGrid grid;
    grid.add_feeder(head_kva);
    grid.add_node(0, NodeKind::line, r_pu, x_pu, rating_pu, 1000.0);
    return grid;
}

// The charging power that brings 1 MW and 0.3 Mvar to an apparent power.
double fills_kw(double mva) {
    double const a = 1.0 + tangent * tangent, half_b = 1.0 + 0.3 * tangent, c = 1.09 - mva * mva;
    return 1000.0 * (-half_b + std::sqrt(half_b * half_b - a * c)) / a;
}

// A thinned city with its stations at 60 % of their connections.
struct City {
    fixture::Built built;
    DesignDay day;
    std::vector<double> charging_kw;
    OperationSettings settings = operation();
    SubstationRules rules = fixture::rules().substation;

    explicit City(double of_existing)
        : built(fixture::build([] {
              NetworkDemand demand = fixture::demand_of(fixture::chongqing(), 0.03);
              fixture::add_stations(demand, 63);
              return demand;
          }())) {
        ClassKw all;
        for (std::size_t i = 0; i < built.network.nodes.size(); ++i) all += built.network.nodes.load(i);
        day = built.shapes.design_day(all);
        charging_kw.assign(built.network.transformers.size(), 0.0);
        for (std::size_t s = 0; s < built.demand.stations.size(); ++s) {
            charging_kw[built.network.station_transformer[s].index()] +=
                of_existing * 0.6 * built.demand.stations[s].grid_limit_kw;
        }
    }
    [[nodiscard]] HostingCase hosting() const { return {built.network, day, charging_kw, settings, rules}; }
    [[nodiscard]] HostingMap find(ForEach const& for_each = for_each_in_turn) const {
        return find_hosting(hosting(), for_each);
    }
};

City const& city() {
    static City const thin(1.0);
    return thin;
}
HostingMap const& city_map() {
    static HostingMap const map = city().find();
    return map;
}

// Worst of all 24 hours, in per unit of each limit; found with the scalar solver.
struct Strain {
    double branch = 0.0, head = 0.0, lowest_pu = 2.0;
    std::array<Complex, 24> head_mva{};
};

Strain strain_of(City const& c, Feeder const& feeder, std::uint32_t node, double kw) {
    Network const& net = c.built.network;
    RadialFeeder const radial(columns_of(net, feeder));
    FeederSolver solver(feeder.node_count);
    Strain worst;
    for (std::size_t hour = 0; hour < 24; ++hour) {
        std::vector<double> p(feeder.node_count), q(feeder.node_count);
        for (std::uint32_t i = 0; i < feeder.node_count; ++i) {
            ClassKw const load = net.nodes.load(feeder.first_node + i);
            ClassKw const& f = c.day.factor[hour];
            ClassKw const now{load.residential * f.residential, load.commercial * f.commercial,
                              load.industrial * f.industrial};
            p[i] = now.sum() / 1000.0;
            q[i] = dot(now, c.day.tangent) / 1000.0;
        }
        auto const add = [&](std::uint32_t at, double charging) {
            p[at - feeder.first_node] += charging / 1000.0;
            q[at - feeder.first_node] += tangent * charging / 1000.0;
        };
        for (std::size_t t = 0; t < net.transformers.size(); ++t) {
            std::uint32_t const at = net.transformers[t].node;
            if (at >= feeder.first_node && at < feeder.first_node + feeder.node_count)
                add(at, c.charging_kw[t]);
        }
        add(node, kw);
        std::vector<Complex> voltage(feeder.node_count, Complex{bus_pu, 0.0});
        FlowOutcome const flow =
            solver.solve(radial, {bus_pu, 0.0}, {.p_pu = p, .q_pu = q}, {1e-10, 1e-8}, voltage);
        REQUIRE(flow.converged);
        worst.branch = std::max(worst.branch, heaviest_loading(radial, solver.current()).loading_pu);
        worst.head = std::max(worst.head, 1000.0 * magnitude(solver.current()[0]) / feeder.rating_kva);
        for (Complex const v : voltage) worst.lowest_pu = std::min(worst.lowest_pu, magnitude(v));
        worst.head_mva[hour] = flow.head_power;
    }
    return worst;
}

// What a substation carries beyond its limit, in kVA: today's power and the feeder's new one as magnitudes.
double beyond_substation(City const& c, HostingMap const& map, Feeder const& feeder, Strain const& now,
                         Strain const& then) {
    std::array<Complex, 24> sum{};
    for (Feeder const& f : c.built.network.feeders) {
        if (f.substation != feeder.substation) continue;
        Strain const own = strain_of(c, f, f.first_node + 1, 0.0);
        for (std::size_t h = 0; h < 24; ++h) sum[h] += own.head_mva[h];
    }
    double worst = -1e300;
    for (std::size_t h = 0; h < 24; ++h) {
        double const kva = 1000.0 * (magnitude(sum[h]) + magnitude(then.head_mva[h] - now.head_mva[h]));
        worst = std::max(worst, kva - map.substations[feeder.substation.index()].limit_kva);
    }
    return worst;
}

bool same(NodeRoom const& a, NodeRoom const& b) {
    return a.node == b.node && a.room == b.room && a.by_lines == b.by_lines && a.limit == b.limit &&
           a.where == b.where && a.hour == b.hour && a.head_kva == b.head_kva;
}

}  // namespace

TEST_CASE("a branch takes what its rating leaves, exactly") {
    // 5 pu of current at next to no drop are 5 MVA times the voltage of the bus.
    SmallGrid const grid = two_nodes(1e-7, 1e-7, 5.0, 20'000.0);
    NodeRoom const room = grid.find().feeders[0].best;
    CHECK(room.limit == HostingLimit::branch_rating);
    CHECK(room.where == 1);
    CHECK(room.room.value() <= fills_kw(5.0 * bus_pu) + 0.01);
    CHECK(room.room.value() >= fills_kw(5.0 * bus_pu) - found_kw);
}

TEST_CASE("the head of a feeder takes what the feeder's rating leaves, exactly") {
    SmallGrid const grid = two_nodes(1e-7, 1e-7, 9.0, 4000.0);
    NodeRoom const room = grid.find().feeders[0].best;
    CHECK(room.limit == HostingLimit::feeder_head);
    CHECK(room.room.value() <= fills_kw(4.0 * bus_pu) + 0.01);
    CHECK(room.room.value() >= fills_kw(4.0 * bus_pu) - found_kw);
}

TEST_CASE("a long line takes what the voltage leaves") {
    double const r = 0.02, x = 0.012;
    SmallGrid const grid = two_nodes(r, x, 100.0, 100'000.0);
    NodeRoom const room = grid.find().feeders[0].best;
    CHECK(room.limit == HostingLimit::voltage);
    CHECK(room.where == 1);
    // (R P + X Q) / V from the bus to the lowest voltage.
    double const linear_mw = ((bus_pu - 0.93) * 0.93 - r * 1.0 - x * 0.3) / (r + x * tangent);
    CHECK(room.room.value() == Approx(1000.0 * linear_mw).epsilon(0.01));
}

TEST_CASE("a substation takes what is left with one transformer out") {
    SmallGrid grid = two_nodes(1e-7, 1e-7, 9.0, 9000.0);
    grid.network.substations[0].mva = 2.5;  // 1.2 x 2.5 MVA, less than 0.8 x 5 MVA
    HostingMap const map = grid.find();
    double const left_kva = 3000.0 - 1000.0 * std::sqrt(1.09);
    CHECK(map.substations[0].limit_kva == Approx(3000.0));
    CHECK(map.substations[0].room_kva == Approx(left_kva).epsilon(1e-5));
    NodeRoom const room = map.feeders[0].best;
    CHECK(room.limit == HostingLimit::substation);
    CHECK(room.room.value() <= power_factor * left_kva);
    CHECK(room.room.value() >= power_factor * left_kva - found_kw - 0.1);
    CHECK(room.by_lines.value() == Approx(fills_kw(9.0 * bus_pu)).epsilon(1e-3));

    grid.network.substations[0].transformers = 3;  // 0.8 x 7.5 MVA would be more than 1.2 x 5 MVA is
    CHECK(grid.find().substations[0].limit_kva == Approx(6000.0));
    grid.rules.continuous_limit = 0.5;
    CHECK(grid.find().substations[0].limit_kva == Approx(3750.0));
}

TEST_CASE("nothing fits where a limit is broken already") {
    SmallGrid low = two_nodes(0.2, 0.1, 100.0, 100'000.0);
    CHECK(low.find().feeders[0].best.room == Kilowatts{0.0});
    CHECK(low.find().feeders[0].best.limit == HostingLimit::voltage);

    SmallGrid full = two_nodes(1e-7, 1e-7, 9.0, 9000.0);
    full.network.substations[0].mva = 0.5;
    NodeRoom const room = full.find().feeders[0].best;
    CHECK(room.room == Kilowatts{0.0});
    CHECK(room.by_lines > Kilowatts{1000.0});
    CHECK(room.limit == HostingLimit::substation);
}

TEST_CASE("an overloaded branch counts only for what passes through it") {
    SmallGrid grid;
    grid.add_feeder(9000.0);
    auto const trunk = grid.add_node(0, NodeKind::line, 1e-4, 1e-4, 9.0, 0.0);
    grid.add_node(trunk, NodeKind::low_voltage, 1e-4, 1e-4, 0.4, 500.0);  // a transformer beyond its rating
    auto const thin = grid.add_node(trunk, NodeKind::line, 1e-4, 1e-4, 0.3, 500.0);
    grid.add_node(thin, NodeKind::line, 1e-4, 1e-4, 9.0, 0.0, 1);
    FeederRoom const room = grid.find().feeders[0];
    CHECK(room.candidates == 3);
    CHECK(room.overloaded == 2);
    CHECK(room.best.node == trunk);
    CHECK(room.best.room > Kilowatts{7000.0});
    REQUIRE(room.best_in_zone.size() == 2);
    CHECK(room.best_in_zone[1].room == Kilowatts{0.0});
    CHECK(room.best_in_zone[1].limit == HostingLimit::branch_rating);
    CHECK(room.best_in_zone[1].where == thin);
}

TEST_CASE("a feeder of a single station takes nobody but loads its substation") {
    SmallGrid grid = two_nodes(1e-7, 1e-7, 9.0, 9000.0);
    double const alone = grid.find().substations[0].room_kva;
    grid.add_feeder(9000.0);
    grid.network.feeders.back().kind = FeederKind::dedicated;
    grid.add_node(0, NodeKind::line, 1e-7, 1e-7, 9.0, 2000.0);
    HostingMap const map = grid.find();
    CHECK(map.feeders[1].candidates == 0);
    CHECK(map.feeders[1].best_in_zone.empty());
    CHECK(map.substations[0].room_kva < alone - 1999.0);
}

TEST_CASE("an hour binds unless another has at least as much of every class") {
    DesignDay day = level_day();
    CHECK(binding_hours(day) == std::vector<int>{0});
    day.factor[9] = {0.5, 1.2, 1.0};
    day.factor[10] = {0.5, 1.1, 1.0};
    day.factor[21] = {1.3, 0.8, 0.7};
    CHECK(binding_hours(day) == std::vector<int>{0, 9, 21});
}

TEST_CASE("the room found keeps all limits at every hour; a little more breaks the one named") {
    City const& c = city();
    HostingMap const& map = city_map();
    std::array<int, hosting_limits> seen{};
    for (std::size_t f = 0; f < map.feeders.size(); f += 3) {
        Feeder const& feeder = c.built.network.feeders[f];
        for (NodeRoom const& room : {map.feeders[f].best, map.feeders[f].typical}) {
            if (map.feeders[f].candidates == 0 || room.room.value() < 100.0) continue;
            INFO("feeder " << feeder.id << " node " << room.node << " room " << room.room.value());
            Strain const now = strain_of(c, feeder, room.node, 0.0);
            Strain const then = strain_of(c, feeder, room.node, room.room.value());
            double const most_branch = std::max(1.0, map.feeders[f].overloaded > 0 ? then.branch : 1.0);
            CHECK(then.branch <= most_branch + 1e-7);
            CHECK(then.head <= 1.0 + 1e-7);
            CHECK(then.lowest_pu >= 0.93 - 1e-7);
            CHECK(beyond_substation(c, map, feeder, now, then) <= 1e-3);
            Strain const more = strain_of(c, feeder, room.node, 1.02 * room.room.value());
            switch (room.limit) {
                case HostingLimit::branch_rating: CHECK(more.branch > 1.0); break;
                case HostingLimit::feeder_head: CHECK(more.head > 1.0); break;
                case HostingLimit::voltage: CHECK(more.lowest_pu < 0.93); break;
                case HostingLimit::substation:
                    CHECK(beyond_substation(c, map, feeder, now, more) > 0.0);
                    break;
            }
            ++seen[static_cast<std::size_t>(room.limit)];
        }
    }
    CHECK(seen[static_cast<std::size_t>(HostingLimit::feeder_head)] > 0);
    CHECK(seen[static_cast<std::size_t>(HostingLimit::voltage)] > 0);
    CHECK(seen[static_cast<std::size_t>(HostingLimit::substation)] > 0);
}

TEST_CASE("more existing charging never leaves more room") {
    HostingMap const busier = City(1.5).find(), idle = City(0.0).find();
    HostingMap const& usual = city_map();
    double room_kw = 0.0, idle_kw = 0.0;
    for (std::size_t f = 0; f < usual.feeders.size(); ++f) {
        if (usual.feeders[f].candidates == 0) continue;
        CHECK(busier.feeders[f].best.room.value() <= usual.feeders[f].best.room.value() + found_kw);
        CHECK(usual.feeders[f].best.room.value() <= idle.feeders[f].best.room.value() + found_kw);
        CHECK(usual.feeders[f].typical.room.value() <= idle.feeders[f].typical.room.value() + found_kw);
        CHECK(usual.feeders[f].typical.room <= usual.feeders[f].best.room);
        room_kw += usual.feeders[f].best.room.value();
        idle_kw += idle.feeders[f].best.room.value();
    }
    CHECK(room_kw < idle_kw);
}

TEST_CASE("what is connected together fits its substation") {
    City const& c = city();
    Network const& net = c.built.network;
    HostingMap const& map = city_map();
    int held_back = 0;
    std::vector<HostingSite> const sites =
        best_sites(net, map, std::vector<bool>(c.built.demand.zones.size(), true));
    double sum_kw = 0.0;
    for (std::size_t s = 0; s < net.substations.size(); ++s) {
        std::vector<HostingSite> here;
        double alone_kw = 0.0;
        for (HostingSite const& site : sites) {
            if (net.feeders[site.feeder.index()].substation.index() != s) continue;
            here.push_back(site);
            alone_kw += site.at.room.value();
        }
        GroupRoom const group = connect_together(net, map, here);
        sum_kw += group.room.value();
        CHECK(group.room.value() <= alone_kw + 1e-6);
        CHECK(group.room <= group.by_lines);
        if (alone_kw == 0.0) continue;
        double const share = group.room.value() / alone_kw;
        if (share < 0.999) {
            ++held_back;
            CHECK(group.limit == HostingLimit::substation);
        }
        std::array<Complex, 24> sum{};
        for (Feeder const& feeder : net.feeders) {
            if (feeder.substation.index() != s) continue;
            auto const site = std::find_if(here.begin(), here.end(), [&](HostingSite const& h) {
                return &net.feeders[h.feeder.index()] == &feeder;
            });
            Strain const then = site == here.end()
                                    ? strain_of(c, feeder, feeder.first_node + 1, 0.0)
                                    : strain_of(c, feeder, site->at.node, share * site->at.room.value());
            for (std::size_t h = 0; h < 24; ++h) sum[h] += then.head_mva[h];
        }
        for (Complex const drawn : sum)
            CHECK(1000.0 * magnitude(drawn) <= map.substations[s].limit_kva + 1e-3);
    }
    CHECK(held_back > 0);
    CHECK(connect_together(net, map, sites).room.value() == Approx(sum_kw));
}

TEST_CASE("zones and feeders come out the same in any order of work") {
    HostingMap const backwards =
        city().find([](std::size_t count, std::function<void(std::size_t)> const& body) {
            for (std::size_t i = count; i-- > 0;) body(i);
        });
    HostingMap const& map = city_map();
    REQUIRE(backwards.feeders.size() == map.feeders.size());
    for (std::size_t f = 0; f < map.feeders.size(); ++f) {
        FeederRoom const &a = map.feeders[f], &b = backwards.feeders[f];
        if (a.candidates == 0) continue;
        CHECK(same(a.best, b.best));
        CHECK(same(a.typical, b.typical));
        CHECK(std::equal(a.best_in_zone.begin(), a.best_in_zone.end(), b.best_in_zone.begin(),
                         b.best_in_zone.end(), same));
    }
}

TEST_CASE("existing charging must be given for every transformer") {
    SmallGrid grid = two_nodes(1e-7, 1e-7, 5.0, 20'000.0);
    grid.charging_kw = {1.0};
    CHECK_THROWS_AS(grid.find(), BrokenInvariant);
}
