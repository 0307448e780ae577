#include "sim/io/resolved.hpp"

#include "sim/io/quantity_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace yuchong::io {

namespace {

bool is_plain(std::string_view text) {
    constexpr std::array reserved{"true", "false", "null", "yes", "no", "on", "off", "y", "n"};
    auto const letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    if (text.empty() || !letter(text[0]) || std::count(reserved.begin(), reserved.end(), text) > 0)
        return false;
    return std::all_of(text.begin(), text.end(), [&](char c) {
        return letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' || c == '/';
    });
}

// A number as it stands in the file: bare where the key names the unit, else with it.
std::string value_text(Field const& field, double value) {
    bool const bare = field.unit.suffix.empty() || field.has_suffix();
    return bare ? fmt::format("{}", value) : with_unit(value, field.unit);
}

}  // namespace

std::string yaml_text(std::string_view text) {
    if (is_plain(text)) return std::string(text);
    std::string quoted = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\') {
            quoted += '\\';
            quoted += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            quoted += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
        } else {
            quoted += c;
        }
    }
    return quoted + "\"";
}

std::string duration_text(Duration duration) {
    constexpr std::array units{std::pair{86'400'000LL, "d"}, std::pair{3'600'000LL, "h"},
                               std::pair{60'000LL, "min"}, std::pair{1'000LL, "s"}};
    for (auto const& [ms, symbol] : units) {
        if (duration.ms != 0 && duration.ms % ms == 0) return fmt::format("{} {}", duration.ms / ms, symbol);
    }
    return duration.ms == 0 ? "0 s" : fmt::format("{} ms", duration.ms);
}

void ResolvedWriter::line(std::string_view name, std::string const& value) {
    Frame& frame = frames_.back();
    if (!frame.in_dash) text_ += std::string(frame.indent, ' ');
    frame.in_dash = false;
    text_ += std::string(name) + ":";
    if (!value.empty()) text_ += " " + value;
    std::string const path = frame.path.empty() ? std::string(name) : frame.path + "." + std::string(name);
    std::string const comment = comment_ && !value.empty() ? comment_(path) : "";
    if (!comment.empty()) text_ += "  # " + comment;
    text_ += "\n";
}

void ResolvedWriter::enter(std::string_view name, std::string const& value) {
    line(name, value);
    Frame const& frame = frames_.back();
    std::string path = frame.path.empty() ? std::string(name) : frame.path + "." + std::string(name);
    frames_.push_back({std::move(path), frame.indent + 2});
}

void ResolvedWriter::on_number(Field const& field, double& value) {
    if (std::isnan(value) && field.presence == Presence::optional) return;
    line(field.name, value_text(field, value));
}
void ResolvedWriter::on_whole(Field const& field, std::int64_t& value) {
    line(field.name, fmt::format("{}", value));
}
void ResolvedWriter::on_duration(Field const& field, Duration& value) {
    if (!field.has_suffix()) return line(field.name, duration_text(value));
    line(field.name, fmt::format("{}", *convert(static_cast<double>(value.ms), "ms", field.unit)));
}
void ResolvedWriter::on_flag(Field const& field, bool& value) { line(field.name, value ? "true" : "false"); }
void ResolvedWriter::on_text(Field const& field, std::string& value) {
    if (value.empty() && field.presence == Presence::optional) return;
    line(field.name, yaml_text(value));
}
void ResolvedWriter::on_texts(Field const& field, std::vector<std::string>& values) {
    if (values.empty() && field.presence == Presence::optional) return;
    std::vector<std::string> quoted;
    for (auto const& value : values) quoted.push_back(yaml_text(value));
    line(field.name, fmt::format("[{}]", fmt::join(quoted, ", ")));
}
void ResolvedWriter::on_choice(Field const& field, std::span<std::string_view const> names,
                               std::size_t& index) {
    if (index < names.size()) line(field.name, std::string(names[index]));
}
void ResolvedWriter::on_reference(Field const& field, std::span<std::string const> known,
                                  std::size_t& index) {
    if (index < known.size()) line(field.name, yaml_text(known[index]));
}
void ResolvedWriter::on_civil_time(Field const& field, CivilTime& value) {
    line(field.name, civil_text(value));
}
void ResolvedWriter::on_civil_day(Field const& field, std::int32_t& value) {
    line(field.name, civil_text(civil_date(value)));
}

void ResolvedWriter::on_numbers(Field const& field, std::vector<double>& values) {
    std::vector<std::string> texts;
    for (double const value : values) texts.push_back(value_text(field, value));
    line(field.name, fmt::format("[{}]", fmt::join(texts, ", ")));
}
void ResolvedWriter::on_wholes(Field const& field, std::vector<std::int64_t>& values) {
    if (values.empty() && field.presence == Presence::optional) return;
    line(field.name, fmt::format("[{}]", fmt::join(values, ", ")));
}
void ResolvedWriter::on_points(Field const& field, Range, std::vector<std::pair<double, double>>& values) {
    std::vector<std::string> pairs;
    for (auto const& [x, y] : values) pairs.push_back(fmt::format("[{}, {}]", x, y));
    line(field.name, fmt::format("[{}]", fmt::join(pairs, ", ")));
}

bool ResolvedWriter::open_value(Field const&, bool present) { return present; }
bool ResolvedWriter::open_section(Field const& field) {
    enter(field.name, "");
    return true;
}
bool ResolvedWriter::open_optional(Field const& field, bool present) {
    if (present) enter(field.name, "");
    return present;
}
std::size_t ResolvedWriter::open_list(Field const& field, std::size_t size) {
    if (size > 0 || field.presence == Presence::required) {
        enter(field.name, size == 0 ? "[]" : "");
    } else {
        frames_.push_back(frames_.back());
    }
    return size;
}
bool ResolvedWriter::open_item(std::size_t index) {
    Frame const& list = frames_.back();
    text_ += std::string(list.indent, ' ') + "- ";
    frames_.push_back({fmt::format("{}.{}", list.path, index), list.indent + 2, true});
    return true;
}
std::vector<std::string> ResolvedWriter::open_map(Field const& field, std::vector<std::string> ids) {
    enter(field.name, ids.empty() ? "{}" : "");
    return ids;
}
bool ResolvedWriter::open_entry(std::size_t, std::string const& id) {
    line(yaml_text(id), "");
    Frame const& map = frames_.back();
    frames_.push_back({map.path + "." + id, map.indent + 2});
    return true;
}
void ResolvedWriter::close_section() { frames_.pop_back(); }
void ResolvedWriter::close_list() { frames_.pop_back(); }

}  // namespace yuchong::io
