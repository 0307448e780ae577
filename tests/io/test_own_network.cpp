// Networks of one's own as scenarios name them: what is made of good ones, and every complaint about bad ones
// with its place.

#include "sim/io/own_network.hpp"

#include "sim/city/grid_demand.hpp"
#include "tests/io/input_files.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numbers>

using namespace yuchong;
using namespace yuchong::io;

namespace {

std::string station(std::string const& id, std::string const& zone) {
    return "    - {id: " + id + ", zone: " + zone +
           ", position: {lon: 106.5, lat: 29.7}, bays: 2, ac_piles: 0, grid_limit: 400 kW,\n       "
           "service_fee: 0.5 yuan/kWh, hosts: [{modules: 9, super: 1, fast: 2}]}\n";
}

std::string scenario(std::string const& network = "net", std::string const& rest = "") {
    return "format: 1\nname: test\nseed: 1\ntime: {start: 2025-08-05, duration: 1 d, warmup: 0 d}\n"
           "city:\n  zones:\n    - {id: z0, lon: 106.5, lat: 29.7, population: 3000}\n"
           "    - {id: z1, lon: 106.6, lat: 29.7, population: 2000}\n"
           "fleets: {private: {vehicles: 100}}\nsupply:\n  stations:\n" +
           station("s0", "z0") + station("s1", "z1") +
           "grid:\n  flow: feeders\n  own_network:\n    case: " + network +
           "\n    connections: connections.csv\n    substation: {transformers: 2, mva: 40}\n" + rest;
}

std::string const buses =
    "bus,type,base_kv,pd_kw,qd_kvar\n"
    "head,slack,10,0,0\n"
    "a,pq,10,500,100\n"
    "b,pq,10,0,-50\n"
    "low,pq,0.4,200,50\n";
std::string const branches =
    "from_bus,to_bus,r_ohm,x_ohm,closed,rating_a\n"
    "head,a,0.2,0.3,1,400\n"
    "b,a,0.2,0.3,1,\n"
    "b,head,0.2,0.3,0,300\n"
    "a,low,2,7,1,0\n";
std::string const connections =
    "bus,zone,households,station,transformer_kva\n"
    "b,z0,300,s0,400\n"
    "low,z1,100,,550\n"
    "a,,,s1,\n";

struct Files {
    Files() : folder("own-network") {
        std::filesystem::create_directories(folder.path("net"));
        write(scenario(), buses, branches, connections);
    }
    void write(std::string const& s, std::string const& bus, std::string const& branch,
               std::string const& connection) const {
        folder.write("s.yaml", s);
        folder.write("net/buses.csv", bus);
        folder.write("net/branches.csv", branch);
        folder.write("connections.csv", connection);
    }
    [[nodiscard]] std::vector<std::string> problems(std::vector<std::string> const& sets = {}) const {
        return problems_of(folder, "s.yaml", sets);
    }

    InputFolder folder;
};

grid::Network network_of(Files const& files) {
    city::Inputs const inputs = load_scenario(files.folder.path("s.yaml"), {}, source_path("models")).inputs;
    RandomSource const random(inputs.seed);
    return city::lay_out_grid(inputs, city::part_of_city(inputs, random), random);
}

// The one complaint, or the complaints in order, begin like this.
void complains(Files const& files, std::vector<std::string> const& begins,
               std::vector<std::string> const& sets = {}) {
    auto const lines = files.problems(sets);
    for (std::string const& line : lines) UNSCOPED_INFO(line);
    REQUIRE(lines.size() == begins.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        INFO(lines[i]);
        INFO(begins[i]);
        CHECK(lines[i].starts_with(begins[i]));
    }
}

void complains_of_connections(std::string const& rows, std::vector<std::string> const& begins) {
    Files const files;
    files.write(scenario(), buses, branches, "bus,zone,households,station,transformer_kva\n" + rows);
    complains(files, begins);
}

}  // namespace

TEST_CASE("a network of one's own is read in per unit of its own voltages") {
    grid::Network const network = network_of(Files{});
    REQUIRE(network.feeders.size() == 1);
    CHECK(network.feeders[0].id == "a");
    CHECK(network.feeders[0].rating_kva == Approx(std::numbers::sqrt3 * 10.0 * 400.0));
    // b hangs on a, the tie to the head is open.
    CHECK(network.nodes.bus == std::vector<std::string>{"head", "a", "a", "b", "b", "low"});
    CHECK(network.nodes.r_pu[1] == Approx(0.2 / 100.0));
    CHECK(network.nodes.x_pu[5] == Approx(7.0 / 100.0));  // ohms at the higher voltage
    CHECK(std::isinf(network.nodes.rating_pu[3]));
    CHECK(network.nodes.rating_pu[5] == 0.55);  // of the transformer
    CHECK(network.rated_amperes(1) == Approx(400.0));
    CHECK(network.nodes.kvar_per_kw[1] == Approx(0.2));
    CHECK(network.nodes.fixed_kvar[3] == -50.0);
    CHECK(network.substations[0].mva == 40.0);
    REQUIRE(network.transformers.size() == 3);
    CHECK(network.rating_kva(network.transformers[0]) == 500.0);  // of 400 kW at 0.95
    CHECK(network.rating_kva(network.transformers[2]) == 550.0);
    CHECK(network.station_transformer[0].index() == 1);  // shares it with homes
    CHECK(network.transformers[1].role == grid::TransformerRole::community);
}

TEST_CASE("a MATPOWER case is a network of one's own too") {
    Files const files;
    files.folder.write("s.yaml", scenario("case.m"));
    files.folder.write("case.m",
                       "function mpc = case3\nmpc.version = '2';\nmpc.baseMVA = 10;\n"
                       "mpc.bus = [\n1 3 0 0 0 0 1 1 0 10 1 1 1;\n2 1 0.5 0.1 0 0 1 1 0 10 1 1.1 0.9;\n"
                       "3 1 0.2 0.05 0 0 1 1 0 0.4 1 1.1 0.9;\n];\n"
                       "mpc.gen = [1 0 0 10 -10 1 100 1 10 0];\n"
                       "mpc.branch = [\n1 2 0.02 0.03 0 6 0 0 0 0 1 -360 360;\n"
                       "2 3 0.2 0.7 0 0 0 0 0 0 1 -360 360;\n];\n");
    files.folder.write("connections.csv",
                       "bus,zone,households,station,transformer_kva\n2,z0,300,s0,400\n3,z1,100,s1,630\n");
    grid::Network const network = network_of(files);
    CHECK(network.nodes.bus == std::vector<std::string>{"1", "2", "2", "3"});
    CHECK(network.feeders[0].rating_kva == Approx(6'000.0));
    CHECK(network.nodes.r_pu[1] == Approx(0.002));
    CHECK(network.nodes.kind[3] == grid::NodeKind::low_voltage);
    CHECK(network.nominal_kv(3) == 0.4);
}

TEST_CASE("all that is wrong with a network of one's own is said at once, each at its line") {
    Files const files;
    files.write(scenario("net", "scale: 0.5\n") + "",
                "bus,type,base_kv,pd_kw,qd_kvar,b_shunt_kvar_at_1pu\n"
                "head,slack,10,5,0,0\n"
                "a,pq,10,-500,100,0\n"
                "b,pq,10,0,-50,20\n"
                "low,pq,0.4,200,50,0\n"
                "alone,pq,10,1,0,0\n",
                "from_bus,to_bus,r_ohm,x_ohm,closed,b_total_us\n"
                "head,a,0.2,0.3,1,3\n"
                "b,a,0.2,-0.3,1,0\n"
                "b,head,0.2,0.3,1,0\n"
                "a,low,2,7,1,0\n",
                "bus,zone,households,station,transformer_kva\n"
                "c,z3,300,s0,400\n"
                "low,z1,100,,550\n"
                "head,,,s2,\n");
    complains(
        files,
        {"connections.csv:1:1: station: the station s1 is not connected",
         "connections.csv:1:1: zone: the zone z0 has people but no transformer",
         "connections.csv:2:1: bus: there is no bus c", "connections.csv:2:3: zone: there is no zone z3",
         "connections.csv:4:1: bus: the bus head is the slack",
         "connections.csv:4:8: station: there is no station s2",
         "net/branches.csv:2:1: the branch from head to a has line charging",
         "net/branches.csv:3:1: the branch from b to a has a negative resistance or reactance",
         "net/branches.csv:4:1: the branch from b to head closes a loop",
         "net/buses.csv:2:1: the slack bus head has a load", "net/buses.csv:3:1: the bus a feeds in 500 kW",
         "net/buses.csv:4:1: the bus b has a shunt", "net/buses.csv:6:1: the bus alone is islanded",
         "s.yaml:22:8: scale: the scale is 0.5"});
}

TEST_CASE("tables of one's own have to hold what they are named for") {
    Files const files;
    files.write(scenario(), buses, "from_bus,to_bus,r_ohm,x_ohm,closed\nhead,a,0,0,1\na,x,1,1,1\nb,b,1,1,1\n",
                connections);
    complains(files, {"net/branches.csv:2:1: the branch from head to a has no impedance",
                      "net/branches.csv:3:3: there is no bus x",
                      "net/branches.csv:4:1: the branch from b to b ends where it starts"});
    files.write(scenario(), "bus,type,base_kv,pd_kw,qd_kvar\na,pq,10,0,0\n", branches, connections);
    CHECK(files.problems().front().find("there is no bus") != std::string::npos);
    files.write(scenario("nowhere"), buses, branches, connections);
    complains(files, {"s.yaml:19:11: grid.own_network.case: cannot find the network nowhere"});
    files.write(scenario(), buses, branches + "a,b,x,1,1,1\n", connections);
    complains(files, {"net/branches.csv:6:5: r_ohm: "});
    files.write(scenario(), buses, branches, "bus,zone,household\n");
    complains(files, {"connections.csv:1:1: households: the column is missing",
                      "connections.csv:1:1: station: the column is missing",
                      "connections.csv:1:1: transformer_kva: the column is missing",
                      "connections.csv:1:10: household: the column is not known"});
    files.write(scenario(), buses, branches, connections);
    complains(files, {"--set:1:33: grid.own_network.substation.mva: no SZ11 transformer has 20 MVA"},
              {"grid.own_network.substation.mva=20"});
}

TEST_CASE("figures of one's own network that no feeder has are slips") {
    Files const files;
    files.write(scenario(), buses + "v,pq,11000,1,1\nw,pq,10,2e6,0\nm,pq,10,1,-3e6\n",
                branches + "a,v,1,1,1,\na,w,1e-8,1e-9,1,\na,m,1,1,1,\n", connections);
    complains(files, {"net/branches.csv:7:1: the branch from a to w has next to no impedance",
                      "net/buses.csv:6:1: the bus v has a nominal voltage of 11000 kV",
                      "net/buses.csv:7:1: the bus w draws 2e+06 kW",
                      "net/buses.csv:8:1: the bus m draws 1 kW and -3e+06 kvar"});
}

TEST_CASE("a row of connections is one transformer with something behind it") {
    complains_of_connections("b,z0,300,s0,300\nlow,z1,100,,550\na,,,s1,\n",
                             {"connections.csv:2:13: transformer_kva: no S13-M transformer has 300 kVA"});
    complains_of_connections("b,z0,300,s0,\nlow,z1,100,,550\na,,,s1,\n",
                             {"connections.csv:2:13: transformer_kva: the cell is empty"});
    complains_of_connections("b,,300,s0,400\nlow,z1,100,,550\na,,,s1,\nb,z0,10,,400\n",
                             {"connections.csv:2:3: zone: the cell is empty"});
    complains_of_connections("b,z0,300,s0,400\nlow,z1,100,,550\na,,,s1,\nb,z0,,,400\n",
                             {"connections.csv:5:7: station: nothing is connected"});
    complains_of_connections("b,z0,300,s0,400\nlow,z1,100,,550\na,,,s1,\na,,,s1,\n",
                             {"connections.csv:5:5: station: the station s1 is connected twice"});
    complains_of_connections("b,z0,300,s0,400\nlow,z1,100,,550\nlow,,,s1,\n",
                             {"connections.csv:4:1: bus: a second row connects to low"});
    complains_of_connections("b,z0,-3,s0,400\nlow,z1,100,,550\na,,,s1,\n",
                             {"connections.csv:1:1: zone: the zone z0 has people but no transformer",
                              "connections.csv:2:6: households: -3 is out of range"});
}

TEST_CASE("behind a low bus there is no other transformer") {
    Files const files;
    files.write(scenario(), buses + "far,pq,0.4,1,0\n", branches + "low,far,0.01,0.01,1,\n",
                connections + "far,z1,5,,100\n");
    complains(files, {"connections.csv:5:1: bus: the branch to far is no transformer"});
}

TEST_CASE("the files of a network count into the hash of the models") {
    Files const files;
    auto const hash = [&] {
        return load_scenario(files.folder.path("s.yaml"), {}, source_path("models")).model_hash;
    };
    std::uint64_t const before = hash();
    CHECK(hash() == before);
    std::string other = buses;
    files.write(scenario(), other.replace(other.find("500"), 3, "501"), branches, connections);
    CHECK(hash() != before);
}
