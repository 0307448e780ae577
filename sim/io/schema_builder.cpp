#include "sim/io/schema_builder.hpp"

#include <fmt/format.h>

#include <cmath>

namespace yuchong::io {

namespace {

using Json = SchemaBuilder::Json;

constexpr auto decimal = "[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?";

std::string escape(std::string_view symbol) {
    std::string escaped;
    for (char const c : symbol) {
        if (c == '/' || c == '.' || c == '*') escaped += '\\';
        escaped += c;
    }
    return escaped;
}

// Numbers with one of the dimension's symbols; times may add up.
Json quantity_definition(Unit const& unit) {
    std::vector<std::string> symbols;
    for (auto const symbol : accepted_symbols(unit)) symbols.push_back(escape(symbol));
    std::string const one = fmt::format(" *{} *({}) *", decimal, fmt::join(symbols, "|"));
    std::string const pattern =
        unit.dimension == "time" ? fmt::format("^({})+$", one) : fmt::format("^{}$", one);
    std::string const symbol = unit.symbol.empty() ? "%" : std::string(unit.symbol);
    return {{"type", "string"}, {"pattern", pattern}, {"examples", {fmt::format("10 {}", symbol)}}};
}

void add_bounds(Json& schema, Range const& range) {
    if (std::isfinite(range.low))
        schema[range.ends == Range::Ends::open_below ? "exclusiveMinimum" : "minimum"] = range.low;
    if (std::isfinite(range.high))
        schema[range.ends == Range::Ends::open_above ? "exclusiveMaximum" : "maximum"] = range.high;
}

Json array_of(Json items, Length length) {
    Json schema{{"type", "array"}, {"items", std::move(items)}};
    if (length.fewest > 0) schema["minItems"] = length.fewest;
    if (length.most < Length{}.most) schema["maxItems"] = length.most;
    return schema;
}

Json whole(Field const& field) {
    Json schema{{"type", "integer"}};
    add_bounds(schema, field.range);
    return schema;
}

constexpr auto date_pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{1,2}:[0-9]{2}(:[0-9]{2})?)?$";

}  // namespace

Json SchemaBuilder::empty_object() {
    return {{"type", "object"}, {"properties", Json::object()}, {"additionalProperties", false}};
}

void SchemaBuilder::add(Field const& field, std::string const& name, Json schema) {
    std::string const suffix = field.unit.symbol.empty() ? "" : fmt::format(" [{}]", field.unit.symbol);
    Json described{{"description", std::string(field.help) + suffix}};
    described.update(schema);
    frames_.back().schema["properties"][name] = std::move(described);
}

template <class Make>
void SchemaBuilder::add_quantity(Field const& field, Make const& make) {
    bool const suffixed = field.has_suffix() || field.unit.suffix.empty();
    add(field, std::string(field.name), make(suffixed));
    std::string const other = field.other_name();
    if (other.empty()) return;
    add(field, other, make(!suffixed));
    frames_.back().schema["allOf"].push_back({{"not", {{"required", {field.name, other}}}}});
}

Json SchemaBuilder::number(Field const& field, bool bare) {
    Json number{{"type", "number"}};
    add_bounds(number, field.range);
    if (accepted_symbols(field.unit).empty()) return number;
    std::string name(field.unit.dimension);
    std::replace(name.begin(), name.end(), ' ', '_');
    if (!definitions_.contains(name)) definitions_[name] = quantity_definition(field.unit);
    Json const text{{"$ref", "#/$defs/" + name}};
    return bare ? Json{{"anyOf", {number, text}}} : text;
}

void SchemaBuilder::on_number(Field const& field, double&) {
    add_quantity(field, [&](bool bare) { return number(field, bare); });
}
void SchemaBuilder::on_whole(Field const& field, std::int64_t&) {
    add(field, std::string(field.name), whole(field));
}
void SchemaBuilder::on_duration(Field const& field, Duration&) {
    add_quantity(field, [&](bool bare) { return number(field, bare); });
}
void SchemaBuilder::on_flag(Field const& field, bool&) {
    add(field, std::string(field.name), {{"type", "boolean"}});
}
void SchemaBuilder::on_text(Field const& field, std::string&) {
    add(field, std::string(field.name), {{"type", "string"}, {"minLength", 1}});
}
void SchemaBuilder::on_texts(Field const& field, std::vector<std::string>&) {
    add(field, std::string(field.name), array_of({{"type", "string"}}, {}));
}
void SchemaBuilder::on_choice(Field const& field, std::span<std::string_view const> names, std::size_t&) {
    add(field, std::string(field.name), {{"enum", std::vector<std::string>(names.begin(), names.end())}});
}
void SchemaBuilder::on_reference(Field const& field, std::span<std::string const>, std::size_t&) {
    add(field, std::string(field.name), {{"type", "string"}});
}
void SchemaBuilder::on_civil_time(Field const& field, CivilTime&) {
    add(field, std::string(field.name), {{"type", "string"}, {"pattern", date_pattern}});
}
void SchemaBuilder::on_civil_day(Field const& field, std::int32_t&) {
    add(field, std::string(field.name), {{"type", "string"}, {"pattern", date_pattern}});
}
void SchemaBuilder::on_numbers(Field const& field, std::vector<double>&) {
    add_quantity(field, [&](bool bare) { return array_of(number(field, bare), field.length); });
}
void SchemaBuilder::on_wholes(Field const& field, std::vector<std::int64_t>&) {
    add(field, std::string(field.name), array_of(whole(field), field.length));
}
void SchemaBuilder::on_points(Field const& field, Range x, std::vector<std::pair<double, double>>&) {
    Json x_schema{{"type", "number"}}, y_schema{{"type", "number"}};
    add_bounds(x_schema, x);
    add_bounds(y_schema, field.range);
    Json const pair{
        {"type", "array"}, {"prefixItems", {x_schema, y_schema}}, {"minItems", 2}, {"maxItems", 2}};
    add(field, std::string(field.name), array_of(pair, field.length));
}

bool SchemaBuilder::open_value(Field const&, bool) { return true; }
bool SchemaBuilder::open_section(Field const& field) {
    Json schema = empty_object();
    schema["description"] = field.help;
    frames_.push_back({std::move(schema), std::string(field.name), Frame::Kind::section});
    return true;
}
bool SchemaBuilder::open_optional(Field const& field, bool) { return open_section(field); }

std::size_t SchemaBuilder::open_list(Field const& field, std::size_t) {
    Json schema{{"description", field.help}};
    schema.update(array_of(Json::object(), field.length));
    frames_.push_back({std::move(schema), std::string(field.name), Frame::Kind::list});
    return 1;
}
bool SchemaBuilder::open_item(std::size_t) {
    frames_.push_back({empty_object(), "", Frame::Kind::section});
    return true;
}
std::vector<std::string> SchemaBuilder::open_map(Field const& field, std::vector<std::string>) {
    Json schema{{"description", field.help}, {"type", "object"}};
    frames_.push_back({std::move(schema), std::string(field.name), Frame::Kind::map});
    return {"id"};
}
bool SchemaBuilder::open_entry(std::size_t, std::string const&) { return open_item(0); }

void SchemaBuilder::close_section() {
    Frame const closed = std::move(frames_.back());
    frames_.pop_back();
    Frame& above = frames_.back();
    switch (above.kind) {
        case Frame::Kind::section: above.schema["properties"][closed.name] = closed.schema; break;
        case Frame::Kind::list: above.schema["items"] = closed.schema; break;
        case Frame::Kind::map: {
            // null takes an inherited entry away
            above.schema["additionalProperties"] = {{"anyOf", {closed.schema, {{"type", "null"}}}}};
            break;
        }
    }
}

void SchemaBuilder::close_list() {
    Frame const closed = std::move(frames_.back());
    frames_.pop_back();
    frames_.back().schema["properties"][closed.name] = closed.schema;
}

}  // namespace yuchong::io
