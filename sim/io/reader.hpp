#pragma once
// Fills settings structs from a merged tree by their field tables, and reports everything that is wrong in
// one go: missing and unknown keys, wrong kinds, wrong units, values out of range, names that refer to
// nothing.
//
// A quantity may be written under either of its two names. If layers differ in the spelling the later layer
// wins; both in one layer is a problem.

#include "sim/io/document.hpp"
#include "sim/io/fields.hpp"
#include "sim/io/quantity_text.hpp"
#include "sim/io/report.hpp"

#include <initializer_list>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace yuchong::io {

// Where each value was written, by its key path (the table's names joined by dots, list items by number).
class Origins {
public:
    // A list counts as written where the latest of its items was.
    void add(std::string path, Node const& node);
    // Of the path or of the nearest one above it.
    [[nodiscard]] Mark find(std::string const& path) const { return origin(path).mark; }
    [[nodiscard]] bool knows(std::string const& path) const { return origins_.contains(path); }
    // Of these values and of all below these sections, the path that was written last, by layer
    // (document.hpp); the first of them if that is one layer.
    [[nodiscard]] std::string latest(std::span<std::string const> paths) const;

private:
    struct Origin {
        Mark mark;
        int layer = 0;
        Node::Kind kind = Node::Kind::map;
    };
    [[nodiscard]] Origin origin(std::string path) const;

    std::map<std::string, Origin> origins_;
};

class Reader final : public Fields {
public:
    // Both must outlive the reader.
    Reader(Node const& root, Report& report);

    // Unknown keys of the root; call once after all tables were read.
    void finish();
    [[nodiscard]] Origins const& origins() const { return origins_; }

    using Fields::require;
    void require(bool holds, std::initializer_list<std::string_view> names, std::string_view problem,
                 std::string_view why, std::string_view hint) override;

private:
    struct Frame {
        Node const* node;
        std::string path;
        std::vector<std::string> known;
        bool failed = false;
    };

    void on_number(Field const& field, double& value) override;
    void on_whole(Field const& field, std::int64_t& value) override;
    void on_duration(Field const& field, Duration& value) override;
    void on_flag(Field const& field, bool& value) override;
    void on_text(Field const& field, std::string& value) override;
    void on_texts(Field const& field, std::vector<std::string>& values) override;
    void on_choice(Field const& field, std::span<std::string_view const> names, std::size_t& index) override;
    void on_reference(Field const& field, std::span<std::string const> known, std::size_t& index) override;
    void on_civil_time(Field const& field, CivilTime& value) override;
    void on_civil_day(Field const& field, std::int32_t& value) override;
    void on_numbers(Field const& field, std::vector<double>& values) override;
    void on_wholes(Field const& field, std::vector<std::int64_t>& values) override;
    void on_points(Field const& field, Range x, std::vector<std::pair<double, double>>& values) override;
    bool open_value(Field const& field, bool present) override;
    bool open_section(Field const& field) override;
    bool open_optional(Field const& field, bool present) override;
    std::size_t open_list(Field const& field, std::size_t size) override;
    bool open_item(std::size_t index) override;
    std::vector<std::string> open_map(Field const& field, std::vector<std::string> ids) override;
    bool open_entry(std::size_t index, std::string const& id) override;
    void close_section() override;
    void close_list() override;

    // A value found under one of the field's names.
    struct Found {
        Node const* node = nullptr;
        std::string path;
        BareNumber bare = BareNumber::allowed;
        explicit operator bool() const { return node != nullptr; }
    };
    Found take(Field const& field);
    Found take_scalar(Field const& field);
    Found take_list(Field const& field);
    bool enter(Found const& found);

    void complain(Node const& node, std::string const& path, Complaint complaint);
    // The number in a scalar, in the field's unit and range.
    std::optional<double> read_number(Node const& node, std::string const& path, Field const& field,
                                      BareNumber bare);
    std::optional<std::int64_t> read_whole(Node const& node, std::string const& path, Field const& field);
    [[nodiscard]] std::string path_of(std::string_view name) const;

    Report& report_;
    Origins origins_;
    std::vector<Frame> frames_;
};

}  // namespace yuchong::io
