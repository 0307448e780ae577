#include "sim/city/grid_demand.hpp"
#include "sim/grid/reconciliation.hpp"
#include "tests/io/input_files.hpp"

#include <algorithm>

using namespace yuchong;
using namespace yuchong::io;

namespace {

std::vector<std::string> problems_with(std::vector<std::string> const& sets) {
    InputFolder const folder("grid");
    folder.write("s.yaml", "format: 1\nname: s\nbase: " + source_path("scenarios/chongqing.yaml") + "\n");
    return problems_of(folder, "s.yaml", sets);
}

bool mention(std::vector<std::string> const& lines, std::string const& text) {
    return std::any_of(lines.begin(), lines.end(),
                       [&](std::string const& line) { return line.find(text) != line.npos; });
}

}  // namespace

TEST_CASE("a scenario has no network unless it asks for one") {
    Scenario const scenario =
        load_scenario(source_path("scenarios/chongqing.yaml"), {}, source_path("models"));
    CHECK(scenario.inputs.grid.flow.flow == grid::FlowScope::none);
    CHECK(scenario.inputs.grid.flow.enforce == grid::Enforcement::none);
    CHECK(scenario.inputs.grid.flow.step == minutes(15));
    CHECK(scenario.inputs.grid.catalogue.conductors.size() == 35);
}

TEST_CASE("the network of models/ fits the city it is drawn for") {
    Scenario const scenario =
        load_scenario(source_path("scenarios/chongqing.yaml"), {}, source_path("models"));
    city::Inputs const& inputs = scenario.inputs;
    RandomSource const random(inputs.seed);
    city::Part const part = city::part_of_city(inputs, random);
    grid::Network const network = city::lay_out_grid(inputs, part, random);
    grid::Reconciliation const r =
        grid::reconcile(network, grid::LoadShapes(inputs.grid.classes, inputs.base_load));
    CHECK(r.system_peak.value() == Approx(30.28e6).epsilon(1e-6));
    CHECK(network.feeders.size() > 3'000);
    CHECK(network.feeders.size() < 4'500);
    CHECK(r.substations > 120);
    CHECK(r.substations < 200);
    CHECK(r.households == Approx(32'054'161 / 2.6).epsilon(1e-6));
    CHECK(network.station_transformer.size() == part.network.stations.size());
    for (std::size_t s = 0; s < network.station_transformer.size(); ++s) {
        REQUIRE(network.station_transformer[s].index() < network.transformers.size());
        grid::Transformer const& t = network.transformers[network.station_transformer[s].index()];
        if (t.role != grid::TransformerRole::station) continue;
        // The connection that the station was built with is the size of its transformer.
        REQUIRE(network.rating_kva(t) * 0.95 == Approx(part.network.stations[s].grid_limit_kw));
    }
}

TEST_CASE("a part of the city, thinned, has its share of the network; zones by hand have one too") {
    Scenario const thin =
        load_scenario(source_path("scenarios/liangjiang.yaml"), {"scale=0.1"}, source_path("models"));
    RandomSource const random(thin.inputs.seed);
    city::Part const part = city::part_of_city(thin.inputs, random);
    grid::NetworkDemand const demand = city::grid_demand(thin.inputs, part);
    double peak_kw = 0.0;
    for (grid::ZoneDemand const& zone : demand.zones) peak_kw += zone.peak_kw;
    CHECK(peak_kw == Approx(0.5 * 30.28e6 * part.base_load_share));
    CHECK(city::lay_out_grid(thin.inputs, part, random).feeders.size() >= 2);

    Scenario const own = load_scenario(source_path("scenarios/one-station.yaml"), {}, source_path("models"));
    city::Part const town = city::part_of_city(own.inputs, random);
    grid::Network const network = city::lay_out_grid(own.inputs, town, random);
    REQUIRE(network.station_transformer.size() == 1);
    grid::Transformer const& t = network.transformers[network.station_transformer[0].index()];
    CHECK(t.role == grid::TransformerRole::station);
    CHECK(network.rating_kva(t) * 0.95 >= town.network.stations[0].grid_limit_kw);
}

TEST_CASE("settings of the grid that make no sense are reported at their key") {
    CHECK(mention(problems_with({"grid.step=7 min"}), "grid.step: the step does not divide an hour"));
    CHECK(mention(problems_with({"grid.enforce=feeder"}),
                  "grid.enforce: limits are enforced without a network"));
    CHECK(problems_with({"grid.enforce=feeder", "grid.flow=feeders"}).empty());
    CHECK(mention(problems_with({"grid.network.loading.connection_limit=0.3"}),
                  "grid.network.loading.connection_limit"));
    CHECK(mention(problems_with({"grid.network.loading.connection_drop=0.02"}),
                  "grid.network.loading.connection_drop"));
    CHECK(mention(problems_with({"grid.network.community.loading_low=0.9"}),
                  "grid.network.community.loading_low"));
    CHECK(mention(problems_with({"grid.network.cable.shortest_trunk_km=9"}),
                  "grid.network.cable.shortest_trunk_km"));
    CHECK(mention(problems_with({"grid.network.station.transformer_kva=[500, 400]"}),
                  "the sizes do not increase"));
    CHECK(mention(problems_with({"grid.classes.upstream=[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]"}),
                  "grid.classes.upstream"));
    CHECK(mention(problems_with({"grid.noise.persistence=1"}), "grid.noise.persistence"));
}

TEST_CASE("what the catalogue of the grid does not hold is reported with a suggestion") {
    auto const conductor = problems_with({"grid.network.overhead.trunk=[JKLYJ-10-241]"});
    CHECK(mention(conductor, "there is no conductor \"JKLYJ-10-241\""));
    CHECK(mention(conductor, "JKLYJ-10-240"));
    CHECK(mention(problems_with({"grid.network.cable.lateral=[]"}), "no conductor is named"));
    CHECK(
        mention(problems_with({"grid.network.substation.series=SZ20"}), "no SZ20 transformer has 40000 kVA"));
    CHECK(mention(problems_with({"grid.network.community.series=S20-M"}), "no S20-M transformer has 50 kVA"));
}

TEST_CASE("transformers to record are those of the network that the scenario gets") {
    std::vector<std::string> const small{"grid.flow=feeders", "scale=1 %"};
    auto const recording = [&](std::string const& names) {
        std::vector<std::string> sets = small;
        sets.push_back("record.transformers=" + names);
        return problems_with(sets);
    };
    CHECK(recording("[all]").empty());
    auto const unknown = recording("[all, nowhere, nowhere/1]");
    REQUIRE(unknown.size() == 2);
    CHECK(mention(unknown, "record.transformers.1: there is no transformer or feeder \"nowhere\""));
    CHECK(mention(unknown, "the first is "));
    CHECK(mention(problems_with({"record.transformers=[all]"}), "grid.flow is none"));
}

TEST_CASE(
    "an outage is of a feeder of the scenario, in its time, on quarters of an hour and once at a time") {
    auto const with = [](std::string const& outages, std::vector<std::string> sets = {}) {
        sets.insert(sets.end(), {"grid.flow=feeders", "scale=1 %", "grid.outages=" + outages});
        return problems_with(sets);
    };
    auto const outage = [](std::string const& feeder, std::string const& from, std::string const& to) {
        return "{feeder: " + feeder + ", from: 2025-08-05T" + from + ", to: 2025-08-05T" + to + "}";
    };
    CHECK(mention(with("[" + outage("nowhere", "19:00", "21:00") + "]"),
                  "grid.outages.0.feeder: there is no feeder \"nowhere\""));
    CHECK(mention(with("[" + outage("a", "19:05", "21:00") + "]"), "on quarters of an hour"));
    CHECK(mention(with("[" + outage("a", "21:00", "19:00") + "]"), "does not end after it begins"));
    CHECK(mention(with("[" + outage("a", "19:00", "21:00") + "]", {"time.duration=6 h"}),
                  "lies outside the recorded time"));
    CHECK(mention(with("[" + outage("a", "19:00", "21:00") + "]", {"grid.step=1 h", "time.warmup=90 min"}),
                  "grid.step"));
    CHECK(mention(with("[" + outage("a", "19:15", "21:00") + "]", {"grid.step=1 h"}),
                  "does not begin and end with steps of the grid"));
    CHECK(mention(with("[" + outage("a", "19:00", "21:00") + ", " + outage("a", "20:00", "22:00") + "]"),
                  "a is out twice at a time"));
    CHECK(mention(problems_with({"grid.outages=[" + outage("a", "19:00", "21:00") + "]"}),
                  "grid.outages: there are no feeders"));
}

TEST_CASE("describe lays the network against the city") {
    InputFolder const folder("grid");
    folder.write("s.yaml", "format: 1\nname: s\nscale: 0.01\nbase: " +
                               source_path("scenarios/chongqing.yaml") + "\ngrid:\n  flow: feeders\n");
    std::string const text = describe_scenario(folder.path("s.yaml"), {}, source_path("models"));
    CHECK(text.find("peak       302.8 MW, 151.4 on public feeders and 151.4 from 35 kV and above") !=
          text.npos);
    CHECK(text.find(" by cable, ") != text.npos);
    CHECK(text.find("households: ") != text.npos);
    std::string const without =
        describe_scenario(source_path("scenarios/chongqing.yaml"), {}, source_path("models"));
    CHECK(without.find("public feeders and") == without.npos);
}

TEST_CASE("grid steps meet the beginning and the end of what is recorded") {
    auto const crossing = problems_with({"grid.flow=feeders", "time.warmup=20 min", "time.duration=1 h"});
    CHECK(mention(crossing, "grid.step: the step of 15 min does not divide time.warmup and time.duration"));
    CHECK(problems_with({"grid.flow=feeders", "time.warmup=30 min", "time.duration=1 h"}).empty());
    CHECK(problems_with({"time.warmup=20 min", "time.duration=1 h"}).empty());  // no grid, no steps
}

TEST_CASE("settings of the running grid that clash are told") {
    CHECK(mention(problems_with({"grid.operation.cut_out.return_above_pu=0.8"}),
                  "chargers come back below the voltage at which they give up"));
    CHECK(mention(problems_with({"grid.operation.overload_pu=0.1"}), "grid.operation.overload_pu"));
}
