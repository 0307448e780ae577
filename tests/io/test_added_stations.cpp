#include "sim/city/scope.hpp"
#include "sim/io/added_stations.hpp"
#include "tests/io/input_files.hpp"

#include <algorithm>

using namespace yuchong;
using namespace yuchong::io;

namespace {

constexpr char const* header =
    "station,name,zone,lon,lat,super,fast,modules,ac_piles,bays,grid_limit_kw,service_fee_yuan_per_kwh,in_"
    "service\n";

struct Adding {
    explicit Adding(std::string const& rows) : folder("added") {
        folder.write("more.csv", header + rows);
        folder.write("s.yaml", "format: 1\nname: s\nbase: " + source_path("scenarios/liangjiang.yaml") +
                                   "\nsupply: {added_stations: more.csv}\n");
    }
    [[nodiscard]] std::vector<std::string> problems(std::vector<std::string> const& sets = {}) const {
        return problems_of(folder, "s.yaml", sets);
    }
    [[nodiscard]] city::Inputs inputs(std::vector<std::string> const& sets = {}) const {
        return load_scenario(folder.path("s.yaml"), sets, source_path("models")).inputs;
    }
    InputFolder folder;
};

bool mention(std::vector<std::string> const& lines, std::string const& text) {
    return std::any_of(lines.begin(), lines.end(),
                       [&](std::string const& line) { return line.find(text) != line.npos; });
}

constexpr char const* good =
    "new-1,\"Hall, north\",500105-01,106.55,29.6,2,4,12,3,2,475,0.6,2025-06-01\n"
    "new-2,,500112-03,106.6,29.7,0,0,0,5,0,40,0.3,\n";

}  // namespace

TEST_CASE("stations of a table stand beside the drawn ones, which stay what they are") {
    Adding const adding(good);
    city::Inputs inputs = adding.inputs();
    inputs.fleets.clear();  // whose depots stand behind all others
    RandomSource const random(inputs.seed);
    supply::Network const with = city::part_of_city(inputs, random).network;
    city::Inputs without = inputs;
    without.added_stations.reset();
    supply::Network const drawn = city::part_of_city(without, random).network;
    REQUIRE(with.stations.size() == drawn.stations.size() + 2);
    for (std::size_t s = 0; s < drawn.stations.size(); ++s) {
        REQUIRE(with.stations[s].id == drawn.stations[s].id);
        REQUIRE(with.stations[s].first_plug == drawn.stations[s].first_plug);
    }
    supply::Station const &hall = with.stations[drawn.stations.size()], &piles = with.stations.back();
    CHECK(hall.name == "Hall, north");
    CHECK(hall.in_service_day == day_number({2025, 6, 1}));
    CHECK(hall.plug_count == 9);
    CHECK(with.hosts[hall.first_host].modules == 12);
    CHECK(with.plugs[hall.first_plug].plug_class == supply::PlugClass::super);
    CHECK(with.plugs[hall.first_plug].station.index() == drawn.stations.size());
    CHECK(with.plugs[hall.first_plug].host.index() == hall.first_host);
    CHECK(piles.name == "new-2");
    CHECK(piles.host_count == 0);
    CHECK(piles.plug_count == 5);
}

TEST_CASE(
    "in a thinned city added stations are thinned by themselves, and stay outside of what is out of scope") {
    Adding const adding(good);
    city::Inputs const thin = adding.inputs({"scale=0.5"});
    RandomSource const random(thin.seed);
    city::Inputs without = thin;
    without.added_stations.reset();
    CHECK(city::part_of_city(thin, random).network.stations.size() ==
          city::part_of_city(without, random).network.stations.size() + 1);
    city::Inputs const elsewhere = adding.inputs({"scope=[Beibei]"});
    without = elsewhere;
    without.added_stations.reset();
    CHECK(city::part_of_city(elsewhere, random).network.stations.size() ==
          city::part_of_city(without, random).network.stations.size());
}

TEST_CASE("a table of stations is written as it is read") {
    Report report;
    Adding const adding(good);
    auto const table = read_csv(adding.folder.path("more.csv"), report);
    REQUIRE(table);
    std::vector<StationEntry> entries;
    for (AddedStation const& station : added_stations_of(*table, report)) entries.push_back(station.entry);
    CHECK(report.empty());
    CHECK(added_stations_csv(entries) ==
          std::string(header) +
              "new-1,\"Hall, north\",500105-01,106.550000,29.600000,2,4,12,3,2,475,0.6,2025-06-01\n"
              "new-2,,500112-03,106.600000,29.700000,0,0,0,5,0,40,0.3,\n");
}

TEST_CASE("rows that are no stations are reported at their cells") {
    auto const problem = [](std::string const& row) { return Adding(row + "\n").problems(); };
    CHECK(mention(problem("a,,nowhere,106.5,29.6,1,0,3,0,0,100,0.5,"),
                  "more.csv:2:4: zone: there is no zone \"nowhere\""));
    CHECK(mention(problem("a,,500105-01,106.5,29.6,0,0,0,0,0,100,0.5,"), "the station has no plug"));
    CHECK(mention(problem("a,,500105-01,106.5,29.6,2,0,0,0,0,100,0.5,"), "0 modules for 2 terminals"));
    CHECK(mention(problem("a,,500105-01,106.5,29.6,1.5,0,3,0,0,100,0.5,"), "1.5 is no whole number"));
    CHECK(mention(problem("a,,500105-01,106.5,29.6,400,400,30,0,0,100,0.5,"), "the station has 800 plugs"));
    CHECK(mention(problem("a,,500105-01,106.5,129.6,1,0,3,0,0,100,0.5,"), "lat"));
    CHECK(mention(problem("a,,500105-01,106.5,29.6,1,0,3,0,0,0,0.5,"), "grid_limit_kw"));
    CHECK(mention(problem("a,,500105-01,106.5,29.6,1,0,3,0,0,100,0.5,soon"), "in_service"));
    CHECK(mention(
        problem("a,,500105-01,106.5,29.6,1,0,3,0,0,100,0.5,\na,,500105-01,106.5,29.6,1,0,3,0,0,100,0.5,"),
        "station"));
    Adding const adding(good);
    city::Inputs const inputs = adding.inputs();
    std::string const taken =
        city::part_of_city(inputs, RandomSource(inputs.seed)).network.stations.front().id;
    CHECK(mention(problem(taken + ",,500105-01,106.5,29.6,1,0,3,0,0,100,0.5,"),
                  "a drawn station is called " + taken + " too"));
    InputFolder const folder("added");
    folder.write("s.yaml", "format: 1\nname: s\nbase: " + source_path("scenarios/liangjiang.yaml") +
                               "\nsupply: {added_stations: nowhere.csv}\n");
    CHECK(mention(problems_of(folder, "s.yaml", {}), "nowhere.csv"));
}
