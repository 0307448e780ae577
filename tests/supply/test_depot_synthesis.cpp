#include "sim/supply/depot_synthesis.hpp"

#include <catch2/catch.hpp>

#include <numeric>
#include <set>

using namespace yuchong;
using namespace yuchong::supply;

namespace {

// Two districts of two zones; nobody lives in the second zone of each.
space::Geography two_districts() {
    space::Geography geography;
    for (std::uint32_t d = 0; d < 2; ++d) {
        space::District district{};
        district.name = d == 0 ? "East" : "West";
        district.adcode = 500201 + d;
        district.first_zone = 2 * d;
        district.zone_count = 2;
        geography.districts.push_back(district);
        for (std::uint32_t z = 0; z < 2; ++z) {
            space::Zone zone{};
            zone.id = "z" + std::to_string(2 * d + z);
            zone.district = space::DistrictId{d};
            zone.centre = {106.5 + d, 29.5 + z};
            zone.population = z == 0 ? 1000.0 : 0.0;
            geography.zones.push_back(zone);
        }
    }
    return geography;
}

NetworkSettings settings() {
    NetworkSettings s{};
    s.module_kw = 40;
    s.fast_current_a = 250;
    s.fast_voltage_max_v = 1000;
    s.ac_kw = 7;
    s.dc_simultaneity = 0.9;
    s.ac_simultaneity = 0.8;
    s.charger_efficiency = 0.95;
    s.power_factor = 0.95;
    s.transformer_kva = {100, 250, 630, 1000, 1600};
    return s;
}

DepotRules const rules{"van", 40, 0.10, 0.5, 3, 2};

}  // namespace

TEST_CASE("depots hold all vehicles of a district, with plugs and a connection by rule") {
    Network network;
    network.stations.emplace_back().id = "public";
    std::vector<std::uint32_t> const vehicles{95, 7};
    append_depots(network, two_districts(), rules, vehicles, settings(), RandomSource{31});
    REQUIRE(network.stations.size() == 5);
    CHECK(network.stations[0].access == Access::everyone);
    std::vector<std::uint32_t> const based{40, 40, 15, 7};
    std::vector<std::uint32_t> const terminals{4, 4, 2, 1}, piles{20, 20, 8, 4};
    std::set<std::string> ids;
    for (std::size_t i = 0; i < based.size(); ++i) {
        Station const& depot = network.stations[i + 1];
        INFO(depot.id);
        ids.insert(depot.id);
        CHECK(depot.access == Access::depot);
        CHECK(depot.bays == based[i]);
        CHECK(depot.zone.index() == (i < 3 ? 0U : 2U));
        CHECK(depot.service_fee_yuan_per_kwh == 0.0);
        CHECK(depot.plug_count == terminals[i] + piles[i]);
        CHECK(depot.host_count == (terminals[i] + 1) / 2);
        double const load_kva = (120.0 * depot.host_count * 0.9 / 0.95 + 7.0 * piles[i] * 0.8) / 0.95;
        CHECK(depot.grid_limit_kw >= 0.95 * load_kva);
        std::uint32_t dc = 0;
        for (std::uint32_t p = depot.first_plug; p < depot.first_plug + depot.plug_count; ++p) {
            Plug const& plug = network.plugs[p];
            CHECK(plug.station.index() == i + 1);
            CHECK(plug.host.operator bool() == (plug.plug_class == PlugClass::fast));
            dc += plug.plug_class == PlugClass::fast ? 1 : 0;
        }
        CHECK(dc == terminals[i]);
    }
    CHECK(ids ==
          std::set<std::string>{"500201-van-d01", "500201-van-d02", "500201-van-d03", "500202-van-d01"});
}

TEST_CASE("another district, or more vehicles, moves no depot") {
    Network few, many;
    append_depots(few, two_districts(), rules, std::vector<std::uint32_t>{40, 40}, settings(),
                  RandomSource{32});
    append_depots(many, two_districts(), rules, std::vector<std::uint32_t>{90, 40}, settings(),
                  RandomSource{32});
    CHECK(few.stations[0].position.lon == many.stations[0].position.lon);
    CHECK(few.stations[1].id == many.stations[3].id);
    CHECK(few.stations[1].position.lat == many.stations[3].position.lat);
}
