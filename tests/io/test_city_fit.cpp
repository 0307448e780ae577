#include "tests/io/input_files.hpp"

using namespace yuchong;
using namespace yuchong::io;

// What a Chongqing that differs in these lines complains of; the settings come after them.
namespace {

std::vector<std::string> problems(std::string const& text, std::vector<std::string> const& sets = {}) {
    InputFolder const folder("city-fit");
    folder.write("s.yaml", "base: " + source_path("scenarios/chongqing.yaml") + "\n" + text);
    return problems_of(folder, "s.yaml", sets);
}

// The one complaint begins and goes on like this.
void complains(std::string const& text, std::string const& begins, std::string const& holds) {
    auto const lines = problems(text);
    INFO(text);
    REQUIRE(lines.size() == 1);
    INFO(lines[0]);
    CHECK(lines[0].starts_with(begins));
    CHECK(lines[0].find(holds) != std::string::npos);
}

std::string const own_zone =
    "scope: []\nfleets: {private: {vehicles: 0}}\ncity:\n  zones: [{id: z, lon: 106.5, lat: 29.7, "
    "population: "
    "1000, area: 1 km2}]\n";
std::string const visit =
    "demand: {visits: [{at: \"08:00\", vehicle: deepal-sl03, soc: 20 %, target: 80 %, station: s, patience: "
    "9 "
    "min}]}\n";

std::string station(std::string const& hosts, std::string const& rest) {
    return "supply:\n  stations:\n    - {id: s, zone: z, position: {lon: 106.5, lat: 29.7}, bays: 2, "
           "service_fee: 0.5 yuan/kWh,\n       hosts: [" +
           hosts + "], " + rest + "}\n";
}

}  // namespace

TEST_CASE("the city all cases differ from fits") {
    CHECK(problems("scale: 0.01\n").empty());
    CHECK(problems(own_zone + visit +
                   station("{modules: 9, super: 1, fast: 2}", "ac_piles: 0, grid_limit: 400 kW"))
              .empty());
}

TEST_CASE("people, cars and base load need zones that take them") {
    std::string const city = "city:\n  geography:\n    ";
    complains(city + "urban_population_weight: [0, 0, 1, 1]\n",
              "s.yaml:4:5: city.geography.urban_population_weight: the townspeople of Yuzhong have no zone",
              "its zones are central, residential, and their weights are zero");
    complains(city + "rural_population_weight: [0, 0, 1, 1]\n",
              "s.yaml:4:5: city.geography.rural_population_weight: the rural people of Dadukou have no zone",
              "its zones are central, residential");
    complains(city + "vehicles_per_resident: [0, 0, 0, 1]\n",
              "s.yaml:4:5: city.geography.vehicles_per_resident: the cars of ", "have no zone");
    complains(city + "base_load_per_resident: [0, 0, 0, 0]\n    base_load_per_job: 0\n",
              "s.yaml:4:5: city.geography.base_load_per_resident: no zone has any base load", "");
    CHECK(problems(city + "base_load_per_resident: [0, 0, 0, 0]\n").empty());
    complains(own_zone + "  geography: {vehicles_per_resident: [1, 0, 1, 1]}\n" + visit +
                  station("{modules: 9, super: 1, fast: 2}", "ac_piles: 0, grid_limit: 400 kW"),
              "s.yaml:6:15: city.geography.vehicles_per_resident: no zone has any cars",
              "the zones are residential");
}

TEST_CASE("trips need jobs and visits in scope") {
    std::string const city = "city:\n  geography:\n    ";
    auto const lines =
        problems(city + "jobs_per_resident: [0, 0, 0, 0]\n    visits_per_resident: [0, 0, 0, 0]\n");
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].starts_with("s.yaml:4:5: city.geography.jobs_per_resident: no zone in scope has jobs"));
    CHECK(
        lines[1].starts_with("s.yaml:5:5: city.geography.visits_per_resident: no zone in scope has visits"));
}

TEST_CASE("totals of plugs have to fit the drawn stations") {
    std::string const network = "supply:\n  network:\n    ";
    complains(network + "super_stations: 0\n",
              "s.yaml:4:21: supply.network.super_stations:", "super terminals have no station");
    complains(network + "dc_share: 0\n",
              "s.yaml:4:15: supply.network.dc_share:", "there are 0 DC plugs for 4005 super terminals");
    complains(network + "super_terminals: 6000\n", "s.yaml:4:22: supply.network.super_terminals:",
              "6000 super terminals do not fit the stations (their layouts and sizes hold ");
    complains(network + "dc_share: 0.09\n",
              "s.yaml:4:15: supply.network.dc_share:", "504 fast terminals do not fit the stations");
    complains(network + "ac_piles: {fewest: 30}\n",
              "s.yaml:4:24: supply.network.ac_piles.fewest:", "21293 AC piles do not fit the stations");
}

TEST_CASE("super stations in service areas stand outside the core districts") {
    complains("supply:\n  network:\n    service_area_share: 1\n",
              "s.yaml:4:25: supply.network.service_area_share: 2165 super stations in service areas are more",
              "are outside the core districts) lower the share");
}

TEST_CASE("the clash is shown at the value written last, in whatever section") {
    std::string const weights = "city:\n  geography:\n    urban_population_weight: [0.8, 1.1, 12, 0.03]\n";
    complains(weights, "s.yaml:4:5: city.geography.urban_population_weight: 4005 super terminals do not fit",
              "");
    auto const later = problems(
        weights, {"supply.network.super_layouts.0.super_max=2", "supply.network.super_stations=2100"});
    CHECK(later == std::vector<std::string>{});
    auto const set = problems("", {"supply.network.super_layouts.0.weight=[1e6, 1e6, 1e6, 1e6]"});
    REQUIRE(set.size() == 1);
    CHECK(set[0].starts_with("--set:1:39: supply.network.super_layouts: 4005 super terminals do not fit"));
}

TEST_CASE("every kind of zone needs a layout, and every host a terminal") {
    auto const lines = problems(
        "", {"supply.network.super_layouts.0.weight.3=0", "supply.network.super_layouts.1.weight.3=0"});
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].find("supply.network.super_layouts: no layout has a weight in rural zones") !=
          lines[0].npos);
    auto const hosts = problems("", {"supply.network.super_layouts.0.hosts=4"});
    REQUIRE(hosts.size() == 1);
    CHECK(hosts[0].starts_with(
        "--set:1:38: supply.network.super_layouts.0.hosts: a host may have no terminal"));
}

TEST_CASE("a station holds so many plugs and its connection more than its auxiliaries") {
    std::string const own = own_zone + visit;
    std::string const host = "{modules: 9, super: 1, fast: 2}";
    complains(
        own + station(host, "ac_piles: 510, grid_limit: 400 kW"),
        "s.yaml:10:8: supply.stations.0.hosts:", "the station has 513 plugs (one station holds 512 at most)");
    complains(own + station(host, "ac_piles: 0, grid_limit: 1 kW"),
              "s.yaml:10:75: supply.stations.0.grid_limit_kw: the connection of s carries no charging",
              "take 1.5 kW themselves, of 1 kW");
    complains(own + station(host + ", {modules: 9, module: 30 kW, super: 0, fast: 1}",
                            "ac_piles: 0, grid_limit: 400 kW"),
              "s.yaml:10:70: supply.stations.0.hosts.1.module_kw: the hosts of the station have modules of "
              "two sizes",
              "host 0 has 40 kW");
    complains("supply: {network: {fast_terminals: {sigma: 3, most: 2000}}}\n",
              "s.yaml:2:53: supply.network.fast_terminals.most: the station ",
              "plugs (one station holds 512 at most) lower the most that a station may have");
}

TEST_CASE("a scale so small that nothing is left") {
    auto const lines = problems("scope: [Chengkou]\nscale: 1e-5\n");
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].starts_with(
        "s.yaml:3:8: scale: no car is left (of 952000 in the whole city, at scale 1e-05"));
    CHECK(lines[1].starts_with("s.yaml:3:8: scale: no public station is left"));
}

TEST_CASE("more cars in a district than draws tell apart") {
    complains("fleets: {ride_hailing: {vehicles: 1e6}}\n",
              "s.yaml:2:35: fleets.ride_hailing.vehicles: ", "draws tell 65536 of a district apart");
    complains("fleets: {private: {vehicles: 1e8}}\n",
              "s.yaml:2:30: fleets.private.vehicles: ", "draws tell 2097152 of a district apart");
}

TEST_CASE("months and seasons that clash") {
    complains("weather: {minimum_c: [-40, 8, 11, 15, 19, 22, 25, 25, 21, 17, 13, 8]}\n",
              "s.yaml:2:11: weather.minimum_c: a month's mean ", "");
    complains("weather: {maximum_c: [50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50]}\n",
              "s.yaml:2:11: weather.maximum_c: a month's mean lies too near to its minimum or maximum",
              "the day's curve would overshoot outside 0.375 to 0.625 of their range");
    complains("grid: {base_load: {normal_maximum_c: 45}}\n",
              "s.yaml:2:38: grid.base_load.normal_maximum_c: a heatwave begins below a usual day", "");
}

TEST_CASE("a board is live or has an age") {
    CHECK(problems("information: {age: 0 s}\n").empty());
    CHECK(problems("information: {age: 1 s}\n").empty());
    complains("information: {age: 1 ms}\n", "s.yaml:2:20: information.age: the board is refreshed too often",
              "write 1 s or more, or 0 s for live state");
}

TEST_CASE("a charging curve that a charge cannot keep") {
    std::string zigzag = "[[0, 1]";
    for (int i = 1; i < 12; ++i) zigzag += ", [" + std::to_string(i / 12.0) + (i % 2 == 0 ? ", 1]" : ", 2]");
    auto const lines = problems("", {"vehicles.curves.0.points=" + zigzag + ", [1, 1]]"});
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].find(
              "vehicles.curves.0.points: the curve has too many points and bends, up to 37 with its") !=
          lines[0].npos);
}
