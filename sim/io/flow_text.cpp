#include "sim/io/flow_text.hpp"

#include "sim/io/quantity_text.hpp"
#include "sim/io/resolved.hpp"

#include <fmt/format.h>

namespace yuchong::io {
namespace {

// Text without quotes was a number, a quantity or a word, and reads back as it stands.
std::string scalar_text(Node const& node) {
    bool const needs_quotes = node.quoting == Node::Quoting::quoted || node.text.empty() ||
                              node.text.find_first_of(",[]{}:#&*!|>'\"%@`") != std::string::npos;
    return needs_quotes ? yaml_text(node.text) : node.text;
}

}  // namespace

std::string flow_text(Node const& node) {
    std::vector<std::string> parts;
    switch (node.kind) {
        case Node::Kind::null: return "null";
        case Node::Kind::scalar: return scalar_text(node);
        case Node::Kind::sequence:
            for (Node const& item : node.items) parts.push_back(flow_text(item));
            return fmt::format("[{}]", fmt::join(parts, ", "));
        case Node::Kind::map:
            for (Node::Entry const& entry : node.entries)
                parts.push_back(yaml_text(entry.key) + ": " + flow_text(entry.value));
            return fmt::format("{{{}}}", fmt::join(parts, ", "));
    }
    return "";
}

std::optional<NumberWithUnit> split_number(std::string_view text) {
    std::size_t const end = text.find_last_of("0123456789.");
    if (end == text.npos) return std::nullopt;
    std::size_t const blank = text.find(' ');
    std::string_view const number = text.substr(0, std::min(blank, end + 1));
    auto const parsed = parse_number(number);
    double const* value = std::get_if<double>(&parsed);
    if (value == nullptr) return std::nullopt;
    std::string_view unit = text.substr(number.size());
    while (unit.starts_with(' ')) unit.remove_prefix(1);
    return NumberWithUnit{*value, std::string(unit)};
}

}  // namespace yuchong::io
