#include "sim/io/sweep_manifest.hpp"

#include "sim/io/atomic_file.hpp"
#include "tests/io/input_files.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace yuchong;
using namespace yuchong::io;

namespace {

SweepManifest example() {
    SweepManifest manifest;
    study::Plan& plan = manifest.plan;
    plan.name = "s";
    plan.description = "重庆";
    plan.seed = 9;
    plan.design = {study::DesignKind::morris, 0, 5, 6, {}};
    plan.precision = study::Precision{"visits", 0.05, 4, 9};
    plan.kpis = {"visits"};
    plan.series = {"city.charging_kw"};
    plan.baseline = 1;
    study::Parameter parameter;
    parameter.name = "p";
    parameter.keys = {"a.b"};
    parameter.unit = "min";
    parameter.distribution = study::Distribution{study::DistributionKind::triangular, {0.1, 1.0 / 3.0, 4}};
    plan.parameters = {parameter, parameter};
    plan.parameters[1].name = "q";
    plan.parameters[1].moves_with = 0;
    manifest.scenario = "/x/y.yaml";
    manifest.sweep_text = "sweep: 1\n";
    manifest.settings = {{"scale", "2 %"}};
    manifest.points = {
        {{study::Level{"0.1", 0.1, {{"a.b", "0.1 min"}}}, std::nullopt}},
        {{std::nullopt, study::Level{"edf", std::nan(""), {{"c", "edf"}, {"d", "\"e: f\""}}}}}};
    manifest.scenario_hashes = {{1, 0xffffffffffffffffULL}, {2, 3}};
    manifest.model_hash = 0x123456789abcdef0ULL;
    manifest.runs_per_task = 4;
    return manifest;
}

}  // namespace

TEST_CASE("a manifest reads back as it was written") {
    InputFolder const files("sweep");
    std::string const path = files.path("manifest.json");
    SweepManifest const written = example();
    write_manifest(path, written);
    SweepManifest const read = read_manifest(path);
    CHECK(read.plan.description == written.plan.description);
    CHECK(read.plan.seed == 9);
    CHECK(read.plan.design.kind == study::DesignKind::morris);
    CHECK(read.plan.design.levels == 6);
    CHECK(read.plan.precision->most == 9);
    CHECK(read.plan.most_replications() == 9);
    CHECK(read.plan.parameters[0].distribution == written.plan.parameters[0].distribution);
    CHECK(study::free_parameters(read.plan) == std::vector<std::size_t>{0});
    CHECK(read.plan.baseline == std::optional<std::size_t>(1));
    CHECK(read.settings == written.settings);
    CHECK(read.points[0].levels[0]->number == 0.1);
    CHECK_FALSE(read.points[0].levels[1]);
    CHECK(std::isnan(read.points[1].levels[1]->number));
    CHECK(study::settings_of(read.points[1]) == study::settings_of(written.points[1]));
    CHECK(read.scenario_hashes == written.scenario_hashes);
    CHECK(read.model_hash == written.model_hash);
    CHECK(read.runs_per_task == 4);
}

TEST_CASE("a manifest is never written over, and a damaged one is told") {
    InputFolder const files("sweep");
    std::string const path = files.path("manifest.json");
    write_manifest(path, example());
    CHECK_THROWS_AS(write_manifest(path, example()), OutputError);
    CHECK_THROWS_AS(read_manifest(files.write("cut.json", "{\"manifest\": 1, ")), ManifestError);
    CHECK_THROWS_AS(read_manifest(files.write("other.json", "{\"manifest\": 99}")), ManifestError);
    CHECK_THROWS_AS(read_manifest(files.path("nowhere.json")), ManifestError);
}
