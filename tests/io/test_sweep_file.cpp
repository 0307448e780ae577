#include "sim/io/sweep_file.hpp"

#include "sim/io/flow_text.hpp"
#include "sim/io/scenario.hpp"
#include "sim/io/sweep_check.hpp"
#include "tests/io/input_files.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace yuchong;
using namespace yuchong::io;

namespace {

std::string const scenario = std::string(YUCHONG_SOURCE_DIR) + "/scenarios/one-station.yaml";

SweepFile read(InputFolder const& files, std::string const& text) {
    return load_sweep(files.write("s.yaml", "sweep: 1\nname: s\nscenario: " + scenario + "\n" + text));
}

}  // namespace

TEST_CASE("a sweep file becomes a plan") {
    InputFolder const files("sweep");
    SweepFile const file =
        read(files,
             "set:\n  time: {duration: 2 h}\n  record.sessions: none\n"
             "parameters:\n"
             "  wait: {key: demand.patience.mean, values: [5 min, 25 min]}\n"
             "  both: {keys: [a.b, c.d], range: [1, 100], scale: log, steps: 3}\n"
             "  kind:\n    cases:\n      plain: {}\n      other: {x: {y: [1, 2]}, z.w: \"q: r\"}\n"
             "design: {kind: grid}\nreplications: 3\nbaseline: {wait: 25 min}\n");
    auto const& plan = file.plan;
    CHECK(file.settings ==
          std::vector<study::Setting>{{"time.duration", "2 h"}, {"record.sessions", "none"}});
    REQUIRE(plan.parameters.size() == 3);
    CHECK(plan.parameters[0].unit == "min");
    CHECK(plan.parameters[0].levels[1].number == 25.0);
    CHECK(plan.parameters[0].levels[1].settings ==
          std::vector<study::Setting>{{"demand.patience.mean", "25 min"}});
    CHECK(plan.parameters[1].keys == std::vector<std::string>{"a.b", "c.d"});
    CHECK(plan.parameters[1].distribution->kind == study::DistributionKind::log_uniform);
    CHECK(plan.parameters[2].levels[1].label == "other");
    CHECK(plan.parameters[2].levels[1].settings ==
          std::vector<study::Setting>{{"x.y", "[1, 2]"}, {"z.w", "\"q: r\""}});
    CHECK(std::isnan(plan.parameters[2].levels[0].number));
    CHECK(plan.replications == 3);
    CHECK(study::make_points(plan).size() == 12);
    REQUIRE(plan.baseline);
    CHECK(study::make_points(plan)[*plan.baseline].levels[0]->label == "25 min");
}

TEST_CASE("rows of a list name their levels") {
    InputFolder const files("sweep");
    SweepFile const file =
        read(files,
             "parameters: {a: {key: x}, b: {key: y}}\ndesign: {kind: list, rows: [{a: 1, b: 2}, {b: 5}]}\n");
    auto const points = study::make_points(file.plan);
    REQUIRE(points.size() == 2);
    CHECK(study::settings_of(points[0]) == std::vector<study::Setting>{{"x", "1"}, {"y", "2"}});
    CHECK(study::settings_of(points[1]) == std::vector<study::Setting>{{"y", "5"}});
}

TEST_CASE("nodes come back from their flow text") {
    for (char const* text : {"a: [1, 2.5, 25 min, 20 %]", "a: {b: {c: [x, \"y: z\"]}, d: \"\"}",
                             "a: \"00:10\"", "a: [\"it's\", '#3']"}) {
        Report report;
        auto const first = parse_document(SourceText("t", text), report);
        REQUIRE(first);
        std::string const flow = flow_text(*first->find("a"));
        auto const again = parse_document(SourceText("t", "a: " + flow), report);
        REQUIRE(again);
        CHECK(flow_text(*again->find("a")) == flow);
        CHECK(report.empty());
    }
}

TEST_CASE("numbers part from their units") {
    CHECK(split_number("25 min")->number == 25.0);
    CHECK(split_number("25 min")->unit == "min");
    CHECK(split_number("20 %")->unit == "%");
    CHECK(split_number("-0.5")->number == -0.5);
    CHECK_FALSE(split_number("edf"));
    CHECK_FALSE(split_number("edf 2"));
    CHECK_FALSE(split_number("2025-08-05"));
}

TEST_CASE("a checked sweep knows the hashes that its results must have") {
    InputFolder const files("sweep");
    SweepFile const file =
        read(files,
             "parameters: {mtbf: {key: supply.reliability.plug_mtbf_h, values: [1000, 2000]}}\n"
             "design: {kind: grid}\nreplications: 2\nseed: 7\n");
    CheckedSweep const checked = check_sweep(file, Size::usual);
    REQUIRE(checked.scenario_hashes.size() == 2);
    Scenario const second = load_scenario(scenario, {"supply.reliability.plug_mtbf_h=2000", "seed=8"});
    CHECK(checked.scenario_hashes[1][1] == second.scenario_hash);
    CHECK(checked.model_hash == second.model_hash);
    CHECK(checked.scenario_hashes[0][1] != second.scenario_hash);
}
