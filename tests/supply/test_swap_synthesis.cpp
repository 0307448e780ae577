#include "sim/supply/swap_synthesis.hpp"

#include "sim/space/synthesis.hpp"
#include "sim/supply/network_scope.hpp"
#include "tests/space/city_fixture.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace yuchong;
using namespace yuchong::supply;
namespace fixture = yuchong::space::fixture;

namespace {

SwapNetworkSettings settings() {
    return {.stations = 40,
            .pack_of = "taxi",
            .packs = 20,
            .slots = 16,
            .slot_kw = 60.0,
            .bays = 6,
            .connection_share = 0.5,
            .fee_yuan_per_kwh = 0.5,
            .weights = {0.0, 1.0, 0.0, 0.0}};
}

NetworkSettings rules() {
    NetworkSettings rules{};
    rules.super_current_a = 600.0;
    rules.super_voltage_max_v = 1000.0;
    rules.charger_efficiency = 0.96;
    return rules;
}

}  // namespace

TEST_CASE("swap stations are drawn to their number, where people go, all alike") {
    space::Geography const whole = space::synthesize_geography(
        fixture::three_districts(), fixture::geography_settings(40), RandomSource{7});
    Network const network = synthesize_swap_stations(whole, settings(), {20, vehicle::ModelId{3}}, rules());
    REQUIRE(network.stations.size() == 40);
    REQUIRE(network.plugs.size() == 40 * 16);
    std::set<std::string> ids;
    std::vector<double> in_zone(whole.zones.size());
    for (Station const& station : network.stations) {
        ids.insert(station.id);
        in_zone[station.zone.index()] += 1.0;
        CHECK(station.id.starts_with(whole.zones[station.zone.index()].id + "-w"));
        CHECK(station.swap.packs == 20);
        CHECK(station.swap.model == vehicle::ModelId{3});
        CHECK(station.grid_limit_kw == Approx(0.5 * 16 * 60.0 / 0.96));
        CHECK(station.sharing == SharingRule::max_min);
        CHECK(station.plug_count == 16);
        CHECK(network.plugs[station.first_plug].plug_class == PlugClass::swap);
        CHECK(network.hosts[station.first_host].first_plug == station.first_plug);
    }
    CHECK(ids.size() == 40);
    double visits = 0.0;
    for (space::Zone const& zone : whole.zones) visits += zone.visits;
    for (std::size_t z = 0; z < whole.zones.size(); ++z)
        CHECK(in_zone[z] == Approx(40.0 * whole.zones[z].visits / visits).margin(1.0));
}

TEST_CASE("a part of the city takes its swap stations, thinned") {
    space::Geography const whole = space::synthesize_geography(
        fixture::three_districts(), fixture::geography_settings(40), RandomSource{7});
    Network const network = synthesize_swap_stations(whole, settings(), {20, vehicle::ModelId{0}}, rules());
    Network const half = select_network(network, whole, {{true, true, true}, 0.5});
    REQUIRE(half.stations.size() == 20);
    CHECK(half.plugs.size() == 20 * 16);
    for (Station const& station : half.stations) CHECK(station.swap.exists());
}
