#include "sim/supply/network_synthesis.hpp"

#include "sim/base/calendar.hpp"
#include "sim/base/check.hpp"
#include "sim/space/geodesy.hpp"
#include "sim/space/synthesis.hpp"
#include "sim/supply/network_scope.hpp"
#include "tests/space/city_fixture.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <set>

using namespace yuchong;
using namespace yuchong::supply;
namespace fixture = yuchong::space::fixture;

namespace {

std::int32_t const end_of_2025 = day_number({2025, 12, 31});

NetworkSettings settings() {
    NetworkSettings s{};
    s.stations = 6318;
    s.plugs = 50100;
    s.super_stations = 2165;
    s.super_terminals = 4005;
    s.dc_share = 0.575;
    s.station_weights = {0.45, 0.30, 0.10, 0.15};
    s.super_weights = {0.35, 0.35, 0.10, 0.20};
    s.super_factor = {1.2, 0.8, 1.0, 0.9};
    s.ac_only_share = {0.30, 0.65, 0.40, 0.25};
    s.ac_beside_dc_share = 0.30;
    s.super_layouts = {{"T", 1, 12, 1, 1, 2, 6, 1, 3, {0.05, 0.15, 0.80, 0.95}},
                       {"S", 1, 9, 1, 2, 3, 6, 2, 4, {0.35, 0.45, 0.15, 0.05}},
                       {"M", 1, 18, 1, 3, 6, 12, 4, 8, {0.35, 0.28, 0.05, 0.0}},
                       {"L", 2, 18, 3, 8, 12, 20, 8, 12, {0.25, 0.12, 0.0, 0.0}}};
    s.fast_hosts = {{3, 2, 0.55}, {4, 2, 0.15}, {6, 4, 0.15}, {8, 6, 0.08}, {9, 10, 0.07}};
    s.fast_terminals = {4, 0.7, 1, 40};
    s.ac_piles = {5, 0.85, 1, 80};
    s.ac_beside_dc = {4, 0.6, 1, 30};
    s.module_kw = 40;
    s.super_current_a = 600;
    s.super_voltage_max_v = 1000;
    s.fast_current_a = 250;
    s.fast_voltage_max_v = 1000;
    s.ac_kw = 7;
    s.bays_per_fast_terminal = 0.5;
    s.most_bays = 12;
    s.dc_simultaneity = 0.9;
    s.ac_simultaneity = 0.8;
    s.charger_efficiency = 0.95;
    s.power_factor = 0.95;
    s.transformer_kva = {30,  50,  80,  100, 125,  160,  200,  250,  315,
                         400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500};
    s.fee_low_yuan_per_kwh = {0.45, 0.25, 0.20};
    s.fee_high_yuan_per_kwh = {0.80, 0.60, 0.45};
    s.position_jitter_km = 0.15;
    s.service_area_share = 0.0781;
    s.sharing = SharingRule::fair;
    s.super_build_out = {
        {day_number({2024, 4, 15}), 0.0}, {day_number({2024, 12, 19}), 0.23}, {end_of_2025, 1.0}};
    s.other_build_out = {
        {day_number({2016, 1, 1}), 0.0}, {day_number({2024, 8, 8}), 0.72}, {end_of_2025, 1.0}};
    return s;
}

space::Geography chongqing() {
    return space::synthesize_geography(fixture::chongqing_districts(), fixture::geography_settings(1031),
                                       RandomSource{7});
}

struct Counts {
    std::size_t stations = 0, super_stations = 0;
    std::array<std::size_t, 3> plugs{};
};

Counts count(Network const& n) {
    Counts c;
    c.stations = n.stations.size();
    for (Plug const& p : n.plugs) ++c.plugs[static_cast<std::size_t>(p.plug_class)];
    for (Station const& s : n.stations) {
        if (n.plugs[s.first_plug].plug_class == PlugClass::super) ++c.super_stations;
    }
    return c;
}

bool same_station(Network const& a, Station const& s, Network const& b, Station const& t) {
    if (s.id != t.id || s.name != t.name || s.position.lon != t.position.lon ||
        s.position.lat != t.position.lat || s.bays != t.bays || s.grid_limit_kw != t.grid_limit_kw ||
        s.ordinal != t.ordinal || s.service_fee_yuan_per_kwh != t.service_fee_yuan_per_kwh ||
        s.in_service_day != t.in_service_day || s.plug_count != t.plug_count ||
        s.host_count != t.host_count) {
        return false;
    }
    for (std::uint32_t p = 0; p < s.plug_count; ++p) {
        Plug const &x = a.plugs[s.first_plug + p], &y = b.plugs[t.first_plug + p];
        if (x.plug_class != y.plug_class || x.power_kw != y.power_kw || bool(x.host) != bool(y.host))
            return false;
        if (x.host && x.host.index() - s.first_host != y.host.index() - t.first_host) return false;
    }
    return true;
}

// Order and links of the flat tables.
void check_tables(Network const& n) {
    std::uint32_t next_host = 0, next_plug = 0;
    for (std::size_t i = 0; i < n.stations.size(); ++i) {
        Station const& s = n.stations[i];
        REQUIRE(s.first_host == next_host);
        REQUIRE(s.first_plug == next_plug);
        REQUIRE(s.plug_count > 0);
        std::uint32_t in_hosts = 0;
        for (std::uint32_t h = 0; h < s.host_count; ++h) {
            Host const& host = n.hosts[s.first_host + h];
            REQUIRE(host.station == StationId{i});
            REQUIRE(host.first_plug == s.first_plug + in_hosts);
            REQUIRE(host.plug_count > 0);
            for (std::uint32_t p = 0; p < host.plug_count; ++p) {
                Plug const& plug = n.plugs[host.first_plug + p];
                REQUIRE(plug.host == HostId{s.first_host + h});
                REQUIRE(plug.plug_class != PlugClass::ac);
                REQUIRE(plug.power_kw <= host.modules * host.module_kw);
            }
            in_hosts += host.plug_count;
        }
        for (std::uint32_t p = 0; p < s.plug_count; ++p) {
            Plug const& plug = n.plugs[s.first_plug + p];
            REQUIRE(plug.station == StationId{i});
            REQUIRE((plug.plug_class == PlugClass::ac) == (p >= in_hosts));
        }
        next_host += s.host_count;
        next_plug += s.plug_count;
    }
    REQUIRE(next_host == n.hosts.size());
    REQUIRE(next_plug == n.plugs.size());
}

}  // namespace

TEST_CASE("Chongqing at the end of 2025: every published count is met exactly") {
    auto const g = chongqing();
    Network const n = synthesize_network(g, settings(), RandomSource{7});
    Counts const c = count(n);
    CHECK(c.stations == 6318);
    CHECK(c.super_stations == 2165);
    CHECK(c.plugs[0] == 4005);
    CHECK(c.plugs[0] + c.plugs[1] == 28807);  // 0.575 of them
    CHECK(n.plugs.size() == 50100);
    check_tables(n);
    std::set<std::string> ids;
    for (Station const& s : n.stations) ids.insert(s.id);
    CHECK(ids.size() == 6318);
    CHECK(n.stations[0].id == g.zones[0].id + "-s01");
}

TEST_CASE("every zone has a station, and one with super or fast terminals") {
    auto const g = chongqing();
    Network const n = synthesize_network(g, settings(), RandomSource{7});
    std::vector<int> dc(g.zones.size(), 0);
    std::array<int, 4> ac_only{}, of_kind{};
    for (Station const& s : n.stations) {
        bool const has_dc = n.plugs[s.first_plug].plug_class != PlugClass::ac;
        dc[s.zone.index()] += has_dc ? 1 : 0;
        auto const kind = static_cast<std::size_t>(g.zones[s.zone.index()].kind);
        ac_only[kind] += has_dc ? 0 : 1;
        ++of_kind[kind];
    }
    CHECK(std::count(dc.begin(), dc.end(), 0) == 0);
    // Piles without DC are where people live: more than half of them, and a larger part than anywhere else.
    CHECK(ac_only[1] > (ac_only[0] + ac_only[1] + ac_only[2] + ac_only[3]) / 2);
    for (std::size_t k : {0U, 2U, 3U}) CHECK(ac_only[1] * of_kind[k] > ac_only[k] * of_kind[1]);
}

TEST_CASE("sizes and cabinets and connections are those of real stations") {
    auto const g = chongqing();
    NetworkSettings const set = settings();
    Network const n = synthesize_network(g, set, RandomSource{7});
    std::vector<std::uint32_t> sizes;
    double installed_kw = 0.0;
    for (Host const& h : n.hosts) installed_kw += h.modules * h.module_kw;
    for (Plug const& p : n.plugs) installed_kw += p.plug_class == PlugClass::ac ? p.power_kw : 0.0;
    std::set<double> kva(set.transformer_kva.begin(), set.transformer_kva.end());
    for (Station const& s : n.stations) {
        sizes.push_back(s.plug_count);
        double const size_kva = s.grid_limit_kw / 0.95;
        bool const standard =
            std::any_of(kva.begin(), kva.end(), [&](double k) { return std::abs(k - size_kva) < 1e-9; });
        CHECK(standard);
        CHECK(s.in_service_day <= end_of_2025);
        CHECK(s.in_service_day >= day_number({2016, 1, 1}));
        CHECK(s.service_fee_yuan_per_kwh >= 0.20);
        CHECK(s.service_fee_yuan_per_kwh <= 0.80);
        CHECK(s.bays <= 12);
    }
    std::sort(sizes.begin(), sizes.end());
    CHECK(sizes[sizes.size() / 2] >= 5);
    CHECK(sizes[sizes.size() / 2] <= 7);
    CHECK(sizes[sizes.size() * 9 / 10] >= 15);
    CHECK(sizes[sizes.size() * 9 / 10] <= 20);
    // National mean rated power of a public pile at the end of 2025: 46.5 kW.
    CHECK(installed_kw / static_cast<double>(n.plugs.size()) == Approx(46.5).epsilon(0.15));
}

TEST_CASE("stations stand near demand points of their zone") {
    auto const g = chongqing();
    Network const n = synthesize_network(g, settings(), RandomSource{7});
    for (Station const& s : n.stations) {
        space::Zone const& z = g.zones[s.zone.index()];
        double nearest_km = 1e9;
        for (std::uint32_t p = 0; p < z.point_count; ++p) {
            nearest_km =
                std::min(nearest_km, space::straight_km(s.position, g.points[z.first_point + p].position));
        }
        CHECK(nearest_km <= 0.151);
    }
}

TEST_CASE("the same seed builds the same network") {
    auto const g = chongqing();
    Network const a = synthesize_network(g, settings(), RandomSource{7}),
                  b = synthesize_network(g, settings(), RandomSource{7});
    Network const c = synthesize_network(g, settings(), RandomSource{8});
    int moved = 0;
    for (std::size_t s = 0; s < a.stations.size(); ++s) {
        REQUIRE(same_station(a, a.stations[s], b, b.stations[s]));
        if (!same_station(a, a.stations[s], c, c.stations[s])) ++moved;
    }
    CHECK(moved > 6000);
}

TEST_CASE("counts are exact at other totals too, down to a handful of stations") {
    auto const g = space::synthesize_geography(fixture::three_districts(), fixture::geography_settings(30),
                                               RandomSource{7});
    auto const [stations, plugs, super, terminals] = GENERATE(table<unsigned, unsigned, unsigned, unsigned>(
        {{300, 2400, 100, 190}, {60, 500, 20, 40}, {12, 90, 5, 8}, {30, 160, 0, 0}}));
    NetworkSettings s = settings();
    s.stations = stations;
    s.plugs = plugs;
    s.super_stations = super;
    s.super_terminals = terminals;
    Network const n = synthesize_network(g, s, RandomSource{7});
    Counts const c = count(n);
    CHECK(c.stations == stations);
    CHECK(n.plugs.size() == plugs);
    CHECK(c.super_stations == super);
    CHECK(c.plugs[0] == terminals);
    check_tables(n);
}

TEST_CASE("one more district leaves the luck of the others' stations alone") {
    auto districts = fixture::three_districts();
    auto const before =
        space::synthesize_geography(districts, fixture::geography_settings(30), RandomSource{7});
    Network const a = synthesize_network(before, settings(), RandomSource{7});
    districts[2].population *= 1.5;
    districts[2].vehicle_weight *= 3.0;
    auto const after =
        space::synthesize_geography(districts, fixture::geography_settings(30), RandomSource{7});
    Network const b = synthesize_network(after, settings(), RandomSource{7});
    std::map<std::string, Station const*> now;
    for (Station const& s : b.stations) now[s.id] = &s;
    int same = 0;
    for (Station const& s : a.stations) {
        space::Zone const& zone = before.zones[s.zone.index()];
        auto const found = now.find(s.id);
        if (zone.district.index() == 2 || found == now.end()) continue;
        space::Zone const& zone_now = after.zones[found->second->zone.index()];
        if (zone.centre.lon != zone_now.centre.lon) continue;  // the district has another number of zones
        CHECK(s.position.lon == found->second->position.lon);
        CHECK(s.position.lat == found->second->position.lat);
        ++same;
    }
    CHECK(same > 1000);
}

TEST_CASE("a scope keeps its districts' stations whole") {
    auto const g = chongqing();
    Network const whole = synthesize_network(g, settings(), RandomSource{7});
    std::vector<bool> in_scope(g.districts.size(), false);
    for (std::size_t d = 0; d < g.districts.size(); ++d) {
        in_scope[d] = g.districts[d].name == "Jiangbei" || g.districts[d].name == "Yubei" ||
                      g.districts[d].name == "Beibei";
    }
    Network const part = select_network(whole, g, {in_scope, 1.0});
    check_tables(part);
    std::size_t next = 0;
    for (Station const& s : whole.stations) {
        if (!in_scope[g.zones[s.zone.index()].district.index()]) continue;
        REQUIRE(next < part.stations.size());
        CHECK(same_station(whole, s, part, part.stations[next]));
        CHECK(part.stations[next].zone == s.zone);
        ++next;
    }
    CHECK(next == part.stations.size());
    CHECK(next > 500);
    CHECK_THROWS_AS(select_network(whole, g, {{true}, 1.0}), BrokenInvariant);
}

TEST_CASE("a scale thins stations of every class alike") {
    auto const g = chongqing();
    Network const whole = synthesize_network(g, settings(), RandomSource{7});
    double const scale = GENERATE(0.01, 0.1, 0.5, 0.93);
    Network const part = select_network(whole, g, {std::vector<bool>(g.districts.size(), true), scale});
    check_tables(part);
    Counts const c = count(part);
    CHECK(c.stations == static_cast<std::size_t>(std::lround(6318 * scale)));
    CHECK(c.super_stations == static_cast<std::size_t>(std::lround(2165 * scale)));
    double const noise = 4.0 * 8.0 * std::sqrt(6318 * scale);
    CHECK(static_cast<double>(part.plugs.size()) == Approx(50100 * scale).margin(noise));
}

TEST_CASE("counts that no layout admits are refused") {
    auto const g = chongqing();
    NetworkSettings s = settings();
    s.super_terminals = 2000;  // fewer than super stations
    CHECK_THROWS_AS(synthesize_network(g, s, RandomSource{7}), BrokenInvariant);
    s = settings();
    s.super_stations = 7000;
    CHECK_THROWS_AS(synthesize_network(g, s, RandomSource{7}), BrokenInvariant);
    s = settings();
    s.dc_share = 0.05;
    CHECK_THROWS_AS(synthesize_network(g, s, RandomSource{7}), BrokenInvariant);
}

TEST_CASE("totals are met at both ends of the room, and refused beyond") {
    space::Geography const city = space::synthesize_geography(
        fixture::three_districts(), fixture::geography_settings(60), RandomSource{7});
    NetworkSettings s = settings();
    s.stations = 300;
    s.super_stations = 100;
    RandomSource const random{7};
    NetworkRoom const room = room_of(city, s, random);
    // Settings whose totals are these.
    auto const with = [&](std::int64_t super, std::int64_t fast, std::int64_t ac) {
        NetworkSettings t = s;
        t.super_terminals = static_cast<std::uint32_t>(super);
        t.plugs = static_cast<std::uint32_t>(super + fast + ac);
        t.dc_share = static_cast<double>(super + fast) / t.plugs;
        PlugTotals const totals = plug_totals(t);
        REQUIRE(totals.super_terminals == super);
        REQUIRE(totals.fast_terminals == fast);
        REQUIRE(totals.ac_piles == ac);
        return t;
    };
    Room const super = room.super_terminals, fast = room.fast_terminals, ac = room.ac_piles;
    CHECK(super.fewest >= 100);
    CHECK(super.fewest < super.most);
    for (auto const& [s_count, f_count, a_count] :
         {std::array{super.fewest, fast.fewest, ac.fewest}, std::array{super.most, fast.most, ac.most}}) {
        Counts const drawn = count(synthesize_network(city, with(s_count, f_count, a_count), random));
        CHECK(drawn.plugs == std::array{static_cast<std::size_t>(s_count), static_cast<std::size_t>(f_count),
                                        static_cast<std::size_t>(a_count)});
    }
    for (auto const& beyond :
         {with(super.fewest - 1, fast.fewest, ac.fewest), with(super.most + 1, fast.most, ac.most),
          with(super.fewest, fast.fewest - 1, ac.fewest), with(super.most, fast.most + 1, ac.most),
          with(super.fewest, fast.fewest, ac.fewest - 1), with(super.most, fast.most, ac.most + 1)}) {
        CHECK_THROWS_AS(synthesize_network(city, beyond, random), BrokenInvariant);
    }
}

TEST_CASE(
    "as many super stations as asked stand in service areas, outside the core, by the area of districts") {
    auto const g = chongqing();
    NetworkSettings plan = settings();
    auto const marked = [&](double share) {
        plan.service_area_share = share;
        std::set<std::string> ids;
        std::map<std::size_t, int> by_district;
        Network const n = synthesize_network(g, plan, RandomSource{7});
        for (Station const& s : n.stations) {
            if (!s.service_area) continue;
            ids.insert(s.id);
            CHECK(best_plug(n, s) == PlugClass::super);
            space::DistrictId const d = g.zones[s.zone.index()].district;
            CHECK(g.districts[d.index()].ring != space::Ring::core);
            ++by_district[d.index()];
        }
        return std::pair(ids, by_district);
    };
    auto const [all, by_district] = marked(0.0781);
    CHECK(all.size() == 169);
    double outside_km2 = 0.0;
    std::vector<double> km2(g.districts.size(), 0.0);
    for (space::Zone const& z : g.zones) {
        if (g.districts[z.district.index()].ring == space::Ring::core) continue;
        km2[z.district.index()] += z.area_km2;
        outside_km2 += z.area_km2;
    }
    for (auto const& [d, count] : by_district) CHECK(std::abs(count - 169.0 * km2[d] / outside_km2) < 1.0);
    // Fewer are some of them.
    auto const fewer = marked(0.03).first;
    CHECK(fewer.size() == 65);
    CHECK(std::ranges::includes(all, fewer));
    CHECK(marked(0.0).first.empty());
}
