#include "sim/grid/network_synthesis.hpp"

#include "sim/base/check.hpp"
#include "tests/grid/grid_fixture.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

using namespace yuchong;
using namespace yuchong::grid;

namespace {

constexpr double rounding = 1e-6;  // node loads are kept in single precision

fixture::Built const& whole_city() {
    static fixture::Built const city = [] {
        NetworkDemand demand = fixture::demand_of(fixture::chongqing(), 1.0);
        fixture::add_stations(demand, 6318);
        return fixture::build(std::move(demand));
    }();
    return city;
}

ClassKw load_of(Network const& network, Feeder const& feeder) {
    ClassKw sum;
    for (std::uint32_t i = 0; i < feeder.node_count; ++i) sum += network.nodes.load(feeder.first_node + i);
    return sum;
}

ClassKw load_of(Network const& network) {
    ClassKw sum;
    for (Feeder const& feeder : network.feeders) sum += load_of(network, feeder);
    return sum;
}

// Connections of the stations at a feeder that have transformers of their own [kVA], by node of the network.
std::map<std::uint32_t, double> stations_kva(fixture::Built const& city) {
    std::map<std::uint32_t, double> kva;
    for (Transformer const& t : city.network.transformers) {
        if (t.role == TransformerRole::station) {
            kva[t.node] =
                city.demand.stations[t.station].grid_limit_kw / fixture::rules().station.power_factor;
        }
    }
    return kva;
}

struct Flow {
    double worst_drop = 0.0;                           // [pu] from the bus to any 10 kV node
    double worst_line = 0.0, worst_transformer = 0.0;  // of the rating
};

// LinDistFlow of one feeder in one hour of the design day (Baran and Wu 1989, without losses); stations draw
// `coincidence` of their connection.
Flow flow(fixture::Built const& city, Feeder const& feeder, ClassKw const& factor, ClassKw const& tangent,
          std::map<std::uint32_t, double> const& stations, double coincidence) {
    Network const& net = city.network;
    std::size_t const n = feeder.node_count, first = feeder.first_node;
    std::vector<double> p(n), q(n), drop(n);
    for (std::size_t i = 0; i < n; ++i) {
        ClassKw const load = net.nodes.load(first + i);
        ClassKw const now{load.residential * factor.residential, load.commercial * factor.commercial,
                          load.industrial * factor.industrial};
        p[i] = now.sum() / 1000.0;
        q[i] = dot(now, tangent) / 1000.0;
        auto const station = stations.find(static_cast<std::uint32_t>(first + i));
        if (station != stations.end()) {
            double const pf = fixture::rules().station.power_factor;
            p[i] += coincidence * station->second * pf / 1000.0;
            q[i] += coincidence * station->second * std::sqrt(1.0 - pf * pf) / 1000.0;
        }
    }
    Flow result;
    for (std::size_t i = n; i-- > 1;) {
        std::size_t const k = first + i, parent = net.nodes.parent[k];
        double const loading = std::sqrt(p[i] * p[i] + q[i] * q[i]) / net.nodes.rating_pu[k];
        double& worst = net.nodes.kind[k] == NodeKind::line ? result.worst_line : result.worst_transformer;
        worst = std::max(worst, loading);
        p[parent] += p[i];
        q[parent] += q[i];
    }
    for (std::size_t i = 1; i < n; ++i) {
        std::size_t const k = first + i, parent = net.nodes.parent[k];
        if (net.nodes.kind[k] != NodeKind::line) continue;
        drop[i] = drop[parent] + p[i] * net.nodes.r_pu[k] + q[i] * net.nodes.x_pu[k];
        result.worst_drop = std::max(result.worst_drop, drop[i]);
    }
    return result;
}

// Everything of a feeder, as numbers to compare.
using Row = std::tuple<std::uint32_t, double, double, double, float, float, float, double, double>;
std::vector<Row> rows_of(Network const& network, Feeder const& feeder) {
    Nodes const& n = network.nodes;
    std::vector<Row> rows;
    for (std::uint32_t i = feeder.first_node; i < feeder.first_node + feeder.node_count; ++i) {
        rows.emplace_back(n.parent[i], n.r_pu[i], n.x_pu[i], n.rating_pu[i], n.residential_kw[i],
                          n.commercial_kw[i], n.industrial_kw[i], n.position[i].lon, n.position[i].lat);
    }
    return rows;
}

std::map<std::string, std::vector<Row>> feeders_of(Network const& network) {
    std::map<std::string, std::vector<Row>> feeders;
    for (Feeder const& feeder : network.feeders) feeders[feeder.id] = rows_of(network, feeder);
    return feeders;
}

fixture::Built town(std::uint32_t stations) {
    auto const geography = space::synthesize_geography(
        space::fixture::three_districts(), space::fixture::geography_settings(60), fixture::random);
    NetworkDemand demand = fixture::demand_of(geography, 1.8e6 / 32e6);
    for (ZoneDemand& zone : demand.zones) {
        zone.area_km2 *= 32.0 / 1.8;
        zone.built_up_km2 *= 32.0 / 1.8;
        zone.population *= 32.0 / 1.8;
        zone.jobs *= 32.0 / 1.8;
    }
    fixture::add_stations(demand, stations);
    return fixture::build(std::move(demand));
}

}  // namespace

TEST_CASE("half of Chongqing's peak hangs on some four thousand feeders") {
    auto const& [demand, shapes, net] = whole_city();
    CHECK(net.feeders.size() > 3'000);
    CHECK(net.feeders.size() < 4'700);
    CHECK(net.nodes.size() > 150'000);
    CHECK(net.nodes.size() < 450'000);
    CHECK(net.substations.size() > 120);
    CHECK(net.substations.size() < 320);
    CHECK(shapes.design_peak(load_of(net)).value() == Approx(0.5 * 30.28e6).epsilon(rounding));
    std::set<std::string> ids;
    for (Feeder const& f : net.feeders) ids.insert(f.id);
    for (Substation const& s : net.substations) ids.insert(s.id);
    CHECK(ids.size() == net.feeders.size() + net.substations.size());
    // A household in town shares its transformer with a few hundred others.
    double households = 0.0, transformers = 0.0;
    for (Transformer const& t : net.transformers) {
        auto const kind = demand.zones[net.nodes.zone[t.node].index()].kind;
        if (t.role != TransformerRole::community || kind > space::ZoneKind::residential) continue;
        households += t.households;
        transformers += 1.0;
    }
    CHECK(households / transformers > 250.0);
    CHECK(households / transformers < 500.0);
}

TEST_CASE("feeders are trees, numbered depth first, each from a substation's bus") {
    Network const& net = whole_city().network;
    std::uint32_t next = 0;
    for (Feeder const& f : net.feeders) {
        REQUIRE(f.first_node == next);
        next += f.node_count;
        REQUIRE(f.substation.index() < net.substations.size());
        REQUIRE(f.node_count >= 2);
        REQUIRE(net.nodes.kind[f.first_node] == NodeKind::bus);
        std::vector<std::uint32_t> path{0};  // from the bus to the node before
        for (std::uint32_t i = 1; i < f.node_count; ++i) {
            std::uint32_t const k = f.first_node + i, parent = net.nodes.parent[k];
            REQUIRE(parent < i);
            REQUIRE(net.nodes.kind[k] != NodeKind::bus);
            REQUIRE(net.nodes.kind[f.first_node + parent] <= NodeKind::line);
            REQUIRE((net.nodes.r_pu[k] > 0.0 && net.nodes.x_pu[k] > 0.0 && net.nodes.rating_pu[k] > 0.0));
            while (path.back() != parent && path.size() > 1) path.pop_back();
            REQUIRE(path.back() == parent);
            path.push_back(i);
        }
    }
    CHECK(next == net.nodes.size());
}

TEST_CASE("planning limits hold at the design peak, with and without the stations") {
    fixture::Built const& city = whole_city();
    NetworkRules const rules = fixture::rules();
    DesignDay const day = city.shapes.design_day(load_of(city.network));
    auto const stations = stations_kva(city);
    double const planned = 1.0 + rules.loading.charging_allowance;
    double worst_line = 0.0, worst_connected = 0.0, worst_transformer = 0.0, worst_drop = 0.0,
           connected_drop = 0.0;
    for (Feeder const& f : city.network.feeders) {
        if (f.kind == FeederKind::dedicated) continue;
        double const peak_kva = peak_of(load_of(city.network, f), day).kva();
        REQUIRE(peak_kva == Approx(f.design_peak_kva).epsilon(rounding));
        REQUIRE(planned * peak_kva <= f.planning_kva * (1.0 + rounding));
        REQUIRE(f.planning_kva <= rules.loading.sectioned_limit * f.rating_kva * (1.0 + rounding));
        int const hour = peak_of(load_of(city.network, f), day).hour;
        for (int h = 0; h < 24; ++h) {
            ClassKw const factor = day.factor[static_cast<std::size_t>(h)];
            Flow const bare = flow(city, f, factor, day.tangent, {}, 0.0);
            worst_transformer = std::max(worst_transformer, bare.worst_transformer);
            if (h != hour) continue;
            Flow const base = flow(city, f, planned * factor, day.tangent, {}, 0.0);
            Flow const all =
                flow(city, f, planned * factor, day.tangent, stations, rules.station.coincidence);
            worst_drop = std::max(worst_drop, base.worst_drop);
            connected_drop = std::max(connected_drop, all.worst_drop);
            worst_line = std::max(worst_line, base.worst_line);
            worst_connected = std::max(worst_connected, all.worst_line);
        }
    }
    CHECK(worst_transformer <= rules.community.loading_high + rounding);
    CHECK(worst_transformer > 0.9 * rules.community.loading_high);
    CHECK(worst_drop <= rules.loading.voltage_drop + rounding);
    CHECK(worst_drop > 0.9 * rules.loading.voltage_drop);
    CHECK(connected_drop <= rules.loading.connection_drop + rounding);
    CHECK(worst_line <= 1.0);
    CHECK(worst_connected <= 1.0);
}

TEST_CASE("substations carry their feeders with one transformer out") {
    fixture::Built const& city = whole_city();
    SubstationRules const rules = fixture::rules().substation;
    DesignDay const day = city.shapes.design_day(load_of(city.network));
    std::vector<ClassKw> load(city.network.substations.size());
    std::vector<std::uint32_t> feeders(load.size());
    for (Feeder const& f : city.network.feeders) {
        load[f.substation.index()] += load_of(city.network, f);
        ++feeders[f.substation.index()];
    }
    for (std::size_t s = 0; s < load.size(); ++s) {
        Substation const& sub = city.network.substations[s];
        double const mva = 1.05 * peak_of(load[s], day).kva() / 1000.0;
        CHECK(mva <= rules.overload * (sub.transformers - 1) * sub.mva * (1.0 + rounding));
        CHECK(mva <= rules.continuous_limit * sub.transformers * sub.mva * (1.0 + rounding));
        CHECK(feeders[s] <= rules.most_feeders);
        CHECK(sub.x_pu == Approx(0.105 / (sub.mva * sub.transformers)).epsilon(0.001));
    }
}

TEST_CASE("every station has a transformer that carries it, its own from 100 kW on") {
    fixture::Built const& city = whole_city();
    Network const& net = city.network;
    REQUIRE(net.station_transformer.size() == city.demand.stations.size());
    std::size_t own = 0;
    for (std::size_t s = 0; s < city.demand.stations.size(); ++s) {
        double const limit_kw = city.demand.stations[s].grid_limit_kw;
        REQUIRE(net.station_transformer[s].index() < net.transformers.size());
        Transformer const& t = net.transformers[net.station_transformer[s].index()];
        REQUIRE((t.role == TransformerRole::station) == (limit_kw >= 100.0));
        if (t.role == TransformerRole::community) continue;
        REQUIRE(t.station == s);
        REQUIRE(net.nodes.kind[t.node] == NodeKind::station);
        REQUIRE(net.rating_kva(t) * (1.0 + rounding) >= limit_kw / 0.95);
        REQUIRE(net.nodes.rating_pu[t.node] == Approx(net.rating_kva(t) / 1000.0));
        ++own;
    }
    CHECK(own > 3'000);
}

TEST_CASE("a station beyond ten megawatts has a feeder of its own, and transformers enough") {
    auto const geography = fixture::chongqing();
    NetworkDemand demand = fixture::demand_of(geography, 0.01);
    demand.stations = {{"depot", space::ZoneId{3}, demand.zones[3].position, 14'250.0},
                       {"corner", space::ZoneId{3}, demand.zones[3].position, 1'900.0}};
    auto const city = fixture::build(demand);
    Transformer const& t = city.network.transformers[city.network.station_transformer[0].index()];
    CHECK(t.units == 6);
    CHECK(city.network.rating_kva(t) == 15'000.0);
    Feeder const& feeder = city.network.feeders.back().id == "depot-f"
                               ? city.network.feeders.back()
                               : *std::find_if(city.network.feeders.begin(), city.network.feeders.end(),
                                               [](Feeder const& f) { return f.id == "depot-f"; });
    CHECK(feeder.kind == FeederKind::dedicated);
    CHECK(feeder.node_count == 3);
    CHECK(0.75 * feeder.rating_kva >= 15'000.0);
    CHECK(city.network.rating_kva(city.network.transformers[city.network.station_transformer[1].index()]) ==
          2'000.0);

    // By the rule, not only for want of room.
    NetworkRules rules = fixture::rules();
    rules.station.dedicated_kva = 2'000;
    Network const strict =
        synthesize_network(city.demand, rules, city.shapes, fixture::catalogue(), fixture::random);
    CHECK(std::count_if(strict.feeders.begin(), strict.feeders.end(),
                        [](Feeder const& f) { return f.kind == FeederKind::dedicated; }) == 2);
    CHECK(std::count_if(city.network.feeders.begin(), city.network.feeders.end(),
                        [](Feeder const& f) { return f.kind == FeederKind::dedicated; }) == 1);
}

TEST_CASE("a crowd of stations goes on to the neighbours' feeders, and then gets feeders of its own") {
    NetworkDemand demand = fixture::demand_of(fixture::chongqing(), 0.05);
    for (int k = 0; k < 60; ++k) {
        demand.stations.push_back(
            {"s" + std::to_string(k), space::ZoneId{3}, demand.zones[3].position, 1'900.0});
    }
    auto const city = fixture::build(demand);
    NetworkRules const rules = fixture::rules();
    std::map<std::string, int> hosts;
    int of_their_own = 0;
    for (Feeder const& f : city.network.feeders) {
        auto const first = f.first_node, end = f.first_node + f.node_count;
        double connected_kva = 0.0;
        for (auto const& [node, kva] : stations_kva(city)) {
            if (node >= first && node < end) connected_kva += kva;
        }
        if (f.kind == FeederKind::dedicated) {
            ++of_their_own;
        } else if (connected_kva > 0.0) {
            ++hosts[f.id];
        }
        CHECK((1.0 + rules.loading.charging_allowance) * f.design_peak_kva +
                  rules.station.coincidence * connected_kva <=
              rules.loading.connection_limit * f.rating_kva * (1.0 + rounding));
    }
    CHECK(hosts.size() > 10);
    CHECK(of_their_own > 0);
    CHECK(of_their_own < 50);
}

TEST_CASE("nothing of a zone's load and households is lost on the way to its nodes") {
    fixture::Built const& city = whole_city();
    Network const& net = city.network;
    std::vector<ClassKw> load(city.demand.districts.size()), wanted(load.size());
    for (std::size_t i = 0; i < net.nodes.size(); ++i) {
        load[city.demand.zones[net.nodes.zone[i].index()].district] += net.nodes.load(i);
    }
    for (ZoneDemand const& z : city.demand.zones) {
        wanted[z.district] += city.shapes.split(z.kind, z.jobs / z.population, Kilowatts{z.peak_kw});
    }
    for (std::size_t d = 0; d < load.size(); ++d) {
        CHECK(load[d].residential == Approx(wanted[d].residential).epsilon(rounding));
        CHECK(load[d].commercial == Approx(wanted[d].commercial).epsilon(rounding));
        CHECK(load[d].industrial == Approx(wanted[d].industrial).epsilon(rounding));
    }
    for (std::size_t z = 0; z < city.demand.zones.size(); ++z) {
        ZoneHomes const homes = net.zone_homes[z];
        REQUIRE(homes.count > 0);
        CHECK(net.home_households[homes.first + homes.count - 1] ==
              Approx(city.demand.zones[z].population / 2.6).epsilon(rounding));
    }
}

TEST_CASE("homes are drawn in proportion to the households behind each transformer") {
    Network const& net = whole_city().network;
    space::ZoneId const zone{100};
    ZoneHomes const homes = net.zone_homes[zone.index()];
    REQUIRE(homes.count >= 2);
    double const all = net.home_households[homes.first + homes.count - 1];
    std::map<std::uint32_t, int> drawn;
    constexpr int draws = 100'000;
    for (int k = 0; k < draws; ++k) ++drawn[net.transformer_of_home(zone, (k + 0.5) / draws).index()];
    double before = 0.0;
    for (std::uint32_t h = homes.first; h < homes.first + homes.count; ++h) {
        std::uint32_t const t = net.home_transformers[h].index();
        CHECK(net.transformers[t].role == TransformerRole::community);
        CHECK(drawn[t] == Approx(draws * (net.home_households[h] - before) / all).margin(2.0));
        before = net.home_households[h];
    }
}

TEST_CASE("the same demand gives the same network, another seed another") {
    auto const once = town(300), again = town(300);
    CHECK(feeders_of(once.network) == feeders_of(again.network));
    auto const other =
        synthesize_network(once.demand, fixture::rules(), once.shapes, fixture::catalogue(), RandomSource{8});
    CHECK(feeders_of(other) != feeders_of(once.network));
}

TEST_CASE("a station more touches one feeder, a zone more one district") {
    auto const before = town(300);
    NetworkDemand demand = before.demand;
    demand.stations.push_back({"new", space::ZoneId{2}, demand.zones[2].position, 475.0});
    auto const after = fixture::build(demand);
    auto const old_feeders = feeders_of(before.network), new_feeders = feeders_of(after.network);
    REQUIRE(old_feeders.size() == new_feeders.size());
    std::size_t changed = 0;
    for (auto const& [id, rows] : old_feeders) changed += new_feeders.at(id) == rows ? 0 : 1;
    CHECK(changed == 1);

    demand = before.demand;
    ZoneDemand zone = demand.zones.back();
    zone.id = "900003-99";
    zone.peak_kw *= 1e-9;  // so little that the city's mix stays what it is
    zone.jobs *= 1e-9;
    demand.zones.push_back(zone);
    auto const wider = feeders_of(fixture::build(demand).network);
    for (auto const& [id, rows] : old_feeders) {
        if (id.starts_with("900003")) continue;
        REQUIRE(wider.count(id) == 1);
        CHECK(wider.at(id).size() == rows.size());
    }
}

TEST_CASE("a thinned city has fewer feeders of the same make") {
    auto const mean_kva = [](Network const& net) {
        double sum = 0.0;
        for (Feeder const& f : net.feeders) sum += f.design_peak_kva;
        return sum / static_cast<double>(net.feeders.size());
    };
    Network const& whole = whole_city().network;
    for (double const scale : {0.1, 0.01}) {
        NetworkDemand demand = fixture::demand_of(fixture::chongqing(), scale);
        fixture::add_stations(demand, static_cast<std::uint32_t>(6318 * scale));
        auto const part = fixture::build(std::move(demand));
        INFO("scale " << scale << ", " << part.network.feeders.size() << " feeders");
        CHECK(static_cast<double>(part.network.feeders.size()) ==
              Approx(scale * static_cast<double>(whole.feeders.size())).epsilon(0.15));
        CHECK(mean_kva(part.network) == Approx(mean_kva(whole)).epsilon(0.15));
        CHECK(part.shapes.design_peak(load_of(part.network)).value() ==
              Approx(scale * 0.5 * 30.28e6).epsilon(rounding));
    }
}

TEST_CASE("what the catalogue does not have is named") {
    NetworkRules rules = fixture::rules();
    rules.overhead.trunk = {"LGJ-999"};
    fixture::Built const small = town(10);
    CHECK_THROWS_WITH(
        synthesize_network(small.demand, rules, small.shapes, fixture::catalogue(), fixture::random),
        Catch::Contains("LGJ-999"));
    rules = fixture::rules();
    rules.station.transformer_kva.push_back(3150);
    CHECK_THROWS_WITH(
        synthesize_network(small.demand, rules, small.shapes, fixture::catalogue(), fixture::random),
        Catch::Contains("3150 kVA"));
}
