#pragma once
// A YAML node as text on one line that reads back to the same: what --set takes.

#include "sim/io/document.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace yuchong::io {

std::string flow_text(Node const& node);

// "25 min" as 25 and "min", "20 %" as 20 and "%", "7" as 7 and nothing; nothing for other text.
struct NumberWithUnit {
    double number;
    std::string unit;
};
std::optional<NumberWithUnit> split_number(std::string_view text);

}  // namespace yuchong::io
