#include "sim/io/reader.hpp"

#include "sim/io/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace yuchong::io {

namespace {

std::string place(Mark const& mark) { return mark.file + ":" + std::to_string(mark.line); }

Complaint wrong_kind(Node const& node, std::string_view wanted) {
    return {describe_kind(node) + " stands here", fmt::format("{} is wanted", wanted), "see yuchong schema"};
}

// With the value that stands there as the first of a list.
Complaint no_list(Node const& node, Field const& field) {
    Complaint complaint = wrong_kind(node, "a list");
    if (node.kind != Node::Kind::scalar) return complaint;
    bool const more = field.length.fewest > 1;
    std::string const count = more && field.length.fewest == field.length.most
                                  ? fmt::format(" with {} items", field.length.fewest)
                                  : "";
    complaint.hint = fmt::format("write [{}{}]{}", node.text, more ? ", ..." : "", count);
    return complaint;
}

Complaint out_of_range(double value, Field const& field, std::string_view text) {
    std::string hint;
    bool const per_cent = field.unit.dimension == "share" && text.find('%') == text.npos && value > 1.0 &&
                          value <= 100.0 && field.range.contains(value / 100);
    if (per_cent) hint = fmt::format("did you mean {} %?", value);
    return {fmt::format("{} is out of range", with_unit(value, field.unit)),
            range_text(field.range, field.unit), hint};
}

// The node itself or the first below it of the latest layer.
Node const& last_written(Node const& node) {
    Node const* last = &node;
    auto const look = [&](Node const& below) {
        Node const& candidate = last_written(below);
        if (candidate.layer > last->layer) last = &candidate;
    };
    for (Node const& item : node.items) look(item);
    for (Node::Entry const& entry : node.entries) look(entry.value);
    return *last;
}

}  // namespace

void Origins::add(std::string path, Node const& node) {
    Node const& last = node.kind == Node::Kind::sequence ? last_written(node) : node;
    origins_.insert_or_assign(std::move(path), Origin{last.mark, last.layer, node.kind});
}

Origins::Origin Origins::origin(std::string path) const {
    while (!path.empty()) {
        if (auto const it = origins_.find(path); it != origins_.end()) return it->second;
        std::size_t const dot = path.rfind('.');
        path.resize(dot == path.npos ? 0 : dot);
    }
    auto const root = origins_.find("");
    return root == origins_.end() ? Origin{} : root->second;
}

std::string Origins::latest(std::span<std::string const> paths) const {
    std::string const* latest = nullptr;
    int layer = 0;
    for (std::string const& path : paths) {
        for (auto it = origins_.lower_bound(path); it != origins_.end() && it->first.starts_with(path);
             ++it) {
            bool const of_path = it->first.size() == path.size() || it->first[path.size()] == '.';
            if (!of_path || it->second.kind == Node::Kind::map) continue;
            if (latest != nullptr && it->second.layer <= layer) continue;
            latest = &it->first;
            layer = it->second.layer;
        }
    }
    return latest != nullptr ? *latest : paths.front();
}

Reader::Reader(Node const& root, Report& report) : report_(report) {
    frames_.push_back({&root, "", {}, false});
    origins_.add("", root);
}

void Reader::finish() { close_section(); }

void Reader::require(bool holds, std::initializer_list<std::string_view> names, std::string_view problem,
                     std::string_view why, std::string_view hint) {
    if (holds || frames_.back().failed) return;
    frames_.back().failed = true;
    std::vector<std::string> paths;
    for (std::string_view const name : names) paths.push_back(path_of(name));
    std::string const path = origins_.latest(paths);
    report_.add({origins_.find(path), path, std::string(problem), std::string(why), std::string(hint)});
}

std::string Reader::path_of(std::string_view name) const {
    std::string const& above = frames_.back().path;
    return above.empty() ? std::string(name) : above + "." + std::string(name);
}

void Reader::complain(Node const& node, std::string const& path, Complaint complaint) {
    frames_.back().failed = true;
    report_.add(
        {node.mark, path, std::move(complaint.problem), std::move(complaint.why), std::move(complaint.hint)});
}

Reader::Found Reader::take(Field const& field) {
    Frame& frame = frames_.back();
    std::string const other = field.other_name();
    frame.known.emplace_back(field.name);
    if (!other.empty()) frame.known.push_back(other);

    Node const* named = frame.node->find(field.name);
    Node const* spelt = other.empty() ? nullptr : frame.node->find(other);
    if (named != nullptr && spelt != nullptr && named->layer == spelt->layer) {
        complain(*spelt, path_of(other),
                 {fmt::format("{} is given too", field.name),
                  "both say the same, first at " + place(named->mark), "keep one of them"});
        return {};
    }
    bool const other_wins = spelt != nullptr && (named == nullptr || spelt->layer > named->layer);
    Node const* node = other_wins ? spelt : named;
    if (node == nullptr) {
        if (field.presence == Presence::required) {
            complain(*frame.node, path_of(field.name),
                     {"the key is missing", std::string(field.help), "add it"});
        }
        return {};
    }
    bool const bare_fits = field.unit.suffix.empty() || field.has_suffix() != other_wins;
    origins_.add(path_of(field.name), *node);
    return {node, path_of(other_wins ? other : field.name),
            bare_fits ? BareNumber::allowed : BareNumber::refused};
}

Reader::Found Reader::take_scalar(Field const& field) {
    Found const found = take(field);
    if (!found || found.node->kind == Node::Kind::scalar) return found;
    complain(*found.node, found.path, wrong_kind(*found.node, "one value"));
    return {};
}

Reader::Found Reader::take_list(Field const& field) {
    Found const found = take(field);
    if (!found) return {};
    if (found.node->kind != Node::Kind::sequence) {
        complain(*found.node, found.path, no_list(*found.node, field));
        return {};
    }
    std::size_t const size = found.node->items.size();
    if (size >= field.length.fewest && size <= field.length.most) return found;
    std::string const wanted = field.length.fewest == field.length.most ? fmt::format("{}", field.length.most)
                               : size < field.length.fewest ? fmt::format("{} or more", field.length.fewest)
                                                            : fmt::format("at most {}", field.length.most);
    complain(*found.node, found.path,
             {fmt::format("the list has {} items", size), wanted + " are wanted", ""});
    return {};
}

std::optional<double> Reader::read_number(Node const& node, std::string const& path, Field const& field,
                                          BareNumber bare) {
    if (node.kind != Node::Kind::scalar) {
        complain(node, path, wrong_kind(node, "a number"));
        return std::nullopt;
    }
    auto parsed = parse_quantity(node.text, field.unit, bare);
    if (auto* complaint = std::get_if<Complaint>(&parsed)) {
        complain(node, path, std::move(*complaint));
        return std::nullopt;
    }
    double const value = std::get<double>(parsed);
    if (field.range.contains(value)) return value;
    complain(node, path, out_of_range(value, field, node.text));
    return std::nullopt;
}

std::optional<std::int64_t> Reader::read_whole(Node const& node, std::string const& path,
                                               Field const& field) {
    if (node.kind != Node::Kind::scalar) {
        complain(node, path, wrong_kind(node, "a whole number"));
        return std::nullopt;
    }
    auto parsed = parse_whole(node.text);
    if (auto* complaint = std::get_if<Complaint>(&parsed)) {
        complain(node, path, std::move(*complaint));
        return std::nullopt;
    }
    std::int64_t const value = std::get<std::int64_t>(parsed);
    if (field.range.contains(static_cast<double>(value))) return value;
    complain(node, path, out_of_range(static_cast<double>(value), field, node.text));
    return std::nullopt;
}

void Reader::on_number(Field const& field, double& value) {
    Found const found = take_scalar(field);
    if (!found) return;
    if (auto const number = read_number(*found.node, found.path, field, found.bare)) value = *number;
}

void Reader::on_whole(Field const& field, std::int64_t& value) {
    Found const found = take_scalar(field);
    if (!found) return;
    if (auto const number = read_whole(*found.node, found.path, field)) value = *number;
}

void Reader::on_duration(Field const& field, Duration& value) {
    Found const found = take_scalar(field);
    if (!found) return;
    auto const number = read_number(*found.node, found.path, field, found.bare);
    if (!number) return;
    double const ms = *convert(*number, field.unit.symbol, unit::millisecond);
    if (std::abs(ms - std::round(ms)) > 1e-6 * std::max(1.0, std::abs(ms)) || std::abs(ms) > 9.0e15) {
        complain(*found.node, found.path,
                 {"the time is not a whole number of milliseconds", "the clock counts them", ""});
        return;
    }
    value = Duration{static_cast<std::int64_t>(std::round(ms))};
}

void Reader::on_flag(Field const& field, bool& value) {
    Found const found = take_scalar(field);
    if (!found) return;
    std::string const& text = found.node->text;
    if (text == "true" || text == "false") {
        value = text == "true";
        return;
    }
    complain(*found.node, found.path,
             {describe_kind(*found.node) + " stands here", "true or false is wanted", ""});
}

void Reader::on_text(Field const& field, std::string& value) {
    Found const found = take_scalar(field);
    if (!found) return;
    if (found.node->text.empty()) {
        complain(*found.node, found.path, {"the text is empty", std::string(field.help), "write one"});
    }
    value = found.node->text;
}

void Reader::on_texts(Field const& field, std::vector<std::string>& values) {
    Found const found = take_list(field);
    if (!found) return;
    values.clear();
    for (std::size_t i = 0; i < found.node->items.size(); ++i) {
        Node const& item = found.node->items[i];
        std::string const path = fmt::format("{}.{}", found.path, i);
        if (item.kind != Node::Kind::scalar) complain(item, path, wrong_kind(item, "a text"));
        origins_.add(path, item);
        values.push_back(item.text);
    }
}

void Reader::on_choice(Field const& field, std::span<std::string_view const> names, std::size_t& index) {
    Found const found = take_scalar(field);
    if (!found) return;
    auto const it = std::find(names.begin(), names.end(), found.node->text);
    if (it != names.end()) {
        index = static_cast<std::size_t>(it - names.begin());
        return;
    }
    std::vector<std::string> const known(names.begin(), names.end());
    complain(*found.node, found.path,
             {describe_kind(*found.node) + " is not known",
              fmt::format("one of {} is wanted", fmt::join(known, ", ")), suggest(found.node->text, known)});
}

void Reader::on_reference(Field const& field, std::span<std::string const> known, std::size_t& index) {
    Found const found = take_scalar(field);
    if (!found) return;
    auto const it = std::find(known.begin(), known.end(), found.node->text);
    if (it != known.end()) {
        index = static_cast<std::size_t>(it - known.begin());
        return;
    }
    complain(*found.node, found.path,
             {fmt::format("there is no {} {}", field.name, describe_kind(*found.node)),
              std::string(field.help), suggest(found.node->text, known)});
}

void Reader::on_civil_time(Field const& field, CivilTime& value) {
    Found const found = take_scalar(field);
    if (!found) return;
    auto parsed = parse_civil_time(found.node->text);
    if (auto* complaint = std::get_if<Complaint>(&parsed)) {
        complain(*found.node, found.path, std::move(*complaint));
    } else {
        value = std::get<CivilTime>(parsed);
    }
}

void Reader::on_civil_day(Field const& field, std::int32_t& value) {
    Found const found = take_scalar(field);
    if (!found) return;
    auto parsed = parse_civil_time(found.node->text);
    if (auto* complaint = std::get_if<Complaint>(&parsed)) {
        complain(*found.node, found.path, std::move(*complaint));
        return;
    }
    value = day_number(std::get<CivilTime>(parsed));
}

void Reader::on_numbers(Field const& field, std::vector<double>& values) {
    Found const found = take_list(field);
    if (!found) return;
    values.clear();
    for (std::size_t i = 0; i < found.node->items.size(); ++i) {
        auto const number =
            read_number(found.node->items[i], fmt::format("{}.{}", found.path, i), field, found.bare);
        values.push_back(number.value_or(0.0));
    }
}

void Reader::on_wholes(Field const& field, std::vector<std::int64_t>& values) {
    Found const found = take_list(field);
    if (!found) return;
    values.clear();
    for (std::size_t i = 0; i < found.node->items.size(); ++i) {
        auto const number = read_whole(found.node->items[i], fmt::format("{}.{}", found.path, i), field);
        values.push_back(number.value_or(0));
    }
}

void Reader::on_points(Field const& field, Range x, std::vector<std::pair<double, double>>& values) {
    Found const found = take_list(field);
    if (!found) return;
    Field x_field = field;
    x_field.range = x;
    std::vector<std::pair<double, double>> points;
    for (std::size_t i = 0; i < found.node->items.size(); ++i) {
        Node const& item = found.node->items[i];
        std::string const path = fmt::format("{}.{}", found.path, i);
        if (item.kind != Node::Kind::sequence || item.items.size() != 2) {
            complain(item, path, wrong_kind(item, "a pair [x, y]"));
            return;
        }
        auto const a = read_number(item.items[0], path + ".0", x_field, BareNumber::allowed);
        auto const b = read_number(item.items[1], path + ".1", field, BareNumber::allowed);
        if (!a || !b) return;
        if (!points.empty() && *a <= points.back().first) {
            complain(item, path,
                     {fmt::format("x = {} does not increase", *a),
                      fmt::format("the point before stands at {}", points.back().first), "sort the points"});
            return;
        }
        points.emplace_back(*a, *b);
    }
    values = std::move(points);
}

bool Reader::enter(Found const& found) {
    if (!found) return false;
    if (found.node->kind != Node::Kind::map) {
        complain(*found.node, found.path, wrong_kind(*found.node, "a map"));
        return false;
    }
    frames_.push_back({found.node, found.path, {}, false});
    return true;
}

// A missing one is passed over by take().
bool Reader::open_value(Field const&, bool) { return true; }
bool Reader::open_section(Field const& field) { return enter(take(field)); }

bool Reader::open_optional(Field const& field, bool) { return enter(take(field)); }

std::size_t Reader::open_list(Field const& field, std::size_t) {
    Found const found = take_list(field);
    // Without a list the frame stands on an empty node, so that it can be closed like any other.
    static Node const nothing{};
    frames_.push_back({found ? found.node : &nothing, found ? found.path : path_of(field.name), {}, false});
    return found ? found.node->items.size() : 0;
}

bool Reader::open_item(std::size_t index) {
    Node const& item = frames_.back().node->items[index];
    Found const found{&item, fmt::format("{}.{}", frames_.back().path, index)};
    origins_.add(found.path, item);
    return enter(found);
}

std::vector<std::string> Reader::open_map(Field const& field, std::vector<std::string>) {
    Found found = take(field);
    if (found && found.node->kind != Node::Kind::map) {
        complain(*found.node, found.path, wrong_kind(*found.node, "a map"));
        found = {};
    }
    static Node const nothing{};
    frames_.push_back({found ? found.node : &nothing, found ? found.path : path_of(field.name), {}, false});
    std::vector<std::string> ids;
    for (Node::Entry const& entry : frames_.back().node->entries) ids.push_back(entry.key);
    return ids;
}

bool Reader::open_entry(std::size_t index, std::string const& id) {
    Node const& node = frames_.back().node->entries[index].value;
    Found const found{&node, path_of(id)};
    origins_.add(found.path, node);
    return enter(found);
}

void Reader::close_section() {
    Frame const& frame = frames_.back();
    for (Node::Entry const& entry : frame.node->entries) {
        if (std::find(frame.known.begin(), frame.known.end(), entry.key) != frame.known.end()) continue;
        bool const will_be_shown = report_.size() < Report::most_lines;
        std::string const hint = entry.key == "<<" ? "use base: to inherit"
                                 : will_be_shown   ? suggest(entry.key, frame.known)
                                                   : "";
        report_.add({entry.mark, path_of(entry.key), "the key is not known", "nothing reads it", hint});
    }
    close_list();
}

void Reader::close_list() {
    bool const failed = frames_.back().failed;
    frames_.pop_back();
    if (failed && !frames_.empty()) frames_.back().failed = true;
}

}  // namespace yuchong::io
