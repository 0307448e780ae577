#include "sim/io/fields.hpp"

#include <fmt/format.h>

#include <cmath>

namespace yuchong::io {

namespace {

std::string suffix_of(Unit const& unit) { return unit.suffix.empty() ? "" : "_" + std::string(unit.suffix); }

}  // namespace

bool Field::has_suffix() const {
    return !unit.suffix.empty() && name.size() > unit.suffix.size() + 1 && name.ends_with(suffix_of(unit));
}

std::string Field::other_name() const {
    if (unit.suffix.empty()) return "";
    if (has_suffix()) return std::string(name.substr(0, name.size() - unit.suffix.size() - 1));
    return std::string(name) + suffix_of(unit);
}

void Fields::table(std::string_view name, LinearTable& value, Range x, Range y, std::string_view help) {
    auto points = value.points();
    on_points({.name = name, .help = help, .range = y, .length = one_or_more()}, x, points);
    if (!points.empty()) value = LinearTable(std::move(points));
}

std::string range_text(Range const& range, Unit const& unit) {
    bool const below = range.ends == Range::Ends::open_below, above = range.ends == Range::Ends::open_above;
    std::string const low = with_unit(range.low, unit), high = with_unit(range.high, unit);
    if (std::isinf(range.high)) return below ? "must be above " + low : "must be " + low + " or more";
    if (std::isinf(range.low)) return above ? "must be below " + high : "must be " + high + " or less";
    if (range.low == range.high) return "must be " + low;
    if (below) return fmt::format("must be above {} and at most {}", low, high);
    if (above) return fmt::format("must be at least {} and below {}", low, high);
    return fmt::format("must be between {} and {}", low, high);
}

}  // namespace yuchong::io
