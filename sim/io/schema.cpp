#include "sim/io/schema.hpp"

#include "sim/io/schema_builder.hpp"
#include "sim/io/sections.hpp"

#include <fmt/format.h>

namespace yuchong::io {

namespace {

using Json = SchemaBuilder::Json;

// Type, unit and range of a property in a few words.
std::string values_text(Json const& schema) {
    if (schema.contains("anyOf")) return values_text(schema["anyOf"][0]);
    if (schema.contains("$ref")) return "with unit";
    if (schema.contains("enum")) {
        std::string text;
        for (auto const& name : schema["enum"]) text += (text.empty() ? "" : ", ") + name.get<std::string>();
        return text;
    }
    std::string text = schema.value("type", "");
    if (text == "array" && schema["items"].contains("prefixItems")) return "list of pairs [x, y]";
    if (text == "array" && schema["items"].value("type", "") != "object")
        return "list of " + values_text(schema["items"]);
    for (auto const& [key, sign] : {std::pair{"minimum", ">="}, std::pair{"exclusiveMinimum", ">"},
                                    std::pair{"maximum", "<="}, std::pair{"exclusiveMaximum", "<"}}) {
        if (schema.contains(key)) text += fmt::format(" {} {}", sign, schema[key].get<double>());
    }
    return text;
}

void add_rows(Json const& object, std::string const& path, std::string& page) {
    for (auto const& [name, schema] : object["properties"].items()) {
        std::string const key = path.empty() ? name : path + "." + name;
        page +=
            fmt::format("| `{}` | {} | {} |\n", key, values_text(schema), schema.value("description", ""));
        if (schema.contains("properties")) add_rows(schema, key, page);
        if (schema.contains("items") && schema["items"].contains("properties"))
            add_rows(schema["items"], key + "[]", page);
        if (schema.contains("additionalProperties") && schema["additionalProperties"].is_object()) {
            add_rows(schema["additionalProperties"]["anyOf"][0], key + ".<id>", page);
        }
    }
}

}  // namespace

std::string scenario_schema() {
    SchemaBuilder builder;
    Sections sections;
    fields(builder, sections);
    Json schema{
        {"$schema", "https://json-schema.org/draft/2020-12/schema"},
        {"title", "Yuchong scenario"},
        {"description",
         "What to simulate. Everything a scenario does not say comes from its base and from models/."}};
    schema.update(builder.root());
    Json& properties = schema["properties"];
    properties["base"] = {{"type", "string"},
                          {"description", "Scenario file to inherit from, relative to this one"}};
    schema["$defs"] = builder.definitions();
    return schema.dump(2) + "\n";
}

std::string scenario_reference() {
    SchemaBuilder builder;
    Sections sections;
    fields(builder, sections);
    std::string page = "| key | values | meaning |\n|---|---|---|\n";
    add_rows(builder.root(), "", page);
    return page;
}

}  // namespace yuchong::io
