#include "sim/io/document.hpp"
#include "sim/io/quantity_text.hpp"
#include "sim/io/schema.hpp"

#include "tests/io/input_files.hpp"

#include <nlohmann/json.hpp>

#include <cstdlib>

using namespace yuchong::io;
using Json = nlohmann::ordered_json;

namespace {

// A document as an editor's YAML reader hands it to the schema.
Json to_json(Node const& node) {
    switch (node.kind) {
        case Node::Kind::null: return nullptr;
        case Node::Kind::sequence: {
            Json list = Json::array();
            for (Node const& item : node.items) list.push_back(to_json(item));
            return list;
        }
        case Node::Kind::map: {
            Json object = Json::object();
            for (Node::Entry const& entry : node.entries) object[entry.key] = to_json(entry.value);
            return object;
        }
        case Node::Kind::scalar: break;
    }
    if (node.quoting == Node::Quoting::quoted) return node.text;
    if (node.text == "true" || node.text == "false") return node.text == "true";
    if (auto const whole = parse_whole(node.text); std::holds_alternative<std::int64_t>(whole))
        return std::get<std::int64_t>(whole);
    if (auto const number = parse_number(node.text); std::holds_alternative<double>(number))
        return std::get<double>(number);
    return node.text;
}

Json read_json(std::string const& text) {
    Report report;
    auto const node = parse_document({"x.yaml", text}, report);
    REQUIRE(node);
    return to_json(*node);
}

// Problems that python3-jsonschema finds, one a line; empty if the document is valid.
std::string validate(InputFolder const& folder, Json const& document) {
    folder.write("schema.json", scenario_schema());
    folder.write("document.json", document.dump());
    folder.write("check.py",
                 "import json, sys, jsonschema\n"
                 "schema, document = (json.load(open(p)) for p in sys.argv[1:3])\n"
                 "jsonschema.Draft202012Validator.check_schema(schema)\n"
                 "for e in jsonschema.Draft202012Validator(schema).iter_errors(document): "
                 "print(list(e.path), e.message[:200])\n");
    std::string const out = folder.path("out.txt");
    std::string const command = "/usr/bin/python3 " + folder.path("check.py") + " " +
                                folder.path("schema.json") + " " + folder.path("document.json") + " > " +
                                out + " 2>&1";
    CHECK(std::system(command.c_str()) == 0);
    std::ifstream in(out);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("shipped scenarios and models fit the schema") {
    InputFolder const folder("schema");
    for (auto const* folder_name : {"scenarios", "models"}) {
        for (auto const& entry : std::filesystem::directory_iterator(source_path(folder_name))) {
            if (entry.path().extension() != ".yaml") continue;
            Report report;
            auto const document = load_document(entry.path().string(), report);
            REQUIRE(document);
            INFO(entry.path());
            CHECK(validate(folder, to_json(*document)) == "");
        }
    }
}

TEST_CASE("what a scenario resolves to fits the schema") {
    InputFolder const folder("schema-resolved");
    for (std::string const name : {"liangjiang.yaml", "one-station.yaml"}) {
        auto const scenario = load_scenario(source_path("scenarios/" + name), {}, source_path("models"));
        CHECK(validate(folder, read_json(scenario.resolved_yaml)) == "");
    }
}

TEST_CASE("the schema refuses what the reader refuses") {
    InputFolder const folder("schema-bad");
    CHECK(validate(folder, read_json("colour: red")).find("colour") != std::string::npos);
    CHECK(validate(folder, read_json("scale: 20")).find("scale") != std::string::npos);
    CHECK(validate(folder, read_json("scale: 20 %")) == "");
    CHECK(validate(folder, read_json("time: {duration: 7 kW}")).find("7 kW") != std::string::npos);
    CHECK(validate(folder, read_json("time: {duration: 1 d 12 h}")) == "");
    CHECK(validate(folder, read_json("demand: {patience: {mean: 30 min}}")) == "");
    CHECK(validate(folder, read_json("demand: {patience: {mean: 30 min, mean_min: 30}}")) != "");
    CHECK(validate(folder, read_json("supply: {network: {sharing: gready}}")).find("gready") !=
          std::string::npos);
}

TEST_CASE("keys carry their meaning and unit for hover help") {
    Json const schema = Json::parse(scenario_schema());
    Json const& mean = schema["properties"]["demand"]["properties"]["patience"]["properties"]["mean_min"];
    CHECK(mean["description"] == "Mean patience of a waiting driver [min]");
    CHECK(scenario_reference().find("| `demand.patience.mean_min` | number > 0 <= 1440 | Mean patience of a "
                                    "waiting driver [min] |") != std::string::npos);
    CHECK(scenario_reference().find("| `supply.stations[].hosts[].modules` |") != std::string::npos);
}
