#pragma once
// Settings as YAML again: every value, in the field tables' own spelling and units, in their order. Reading
// the text gives the same settings, bit for bit; however a scenario was written, the same settings give the
// same text, which is therefore what hashes are taken of.

#include "sim/io/fields.hpp"

#include <functional>
#include <string>
#include <vector>

namespace yuchong::io {

class ResolvedWriter final : public Fields {
public:
    // A comment for the value at a key path, or nothing.
    using Comment = std::function<std::string(std::string const& path)>;

    ResolvedWriter() = default;
    explicit ResolvedWriter(Comment comment) : comment_(std::move(comment)) {}
    [[nodiscard]] std::string const& text() const { return text_; }

    void require(bool, std::initializer_list<std::string_view>, std::string_view, std::string_view,
                 std::string_view) override {}

private:
    // Where the writer stands: the key path, and what goes before the next key.
    struct Frame {
        std::string path;
        std::size_t indent;
        bool in_dash = false;  // the next key stands on the line of its item's dash
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

    void line(std::string_view name, std::string const& value);
    void enter(std::string_view name, std::string const& value);

    Comment comment_;
    std::string text_;
    std::vector<Frame> frames_{{"", 0}};
};

// A scalar that YAML reads back as the same text.
std::string yaml_text(std::string_view text);
// "7 d", "90 min", "250 ms": in the largest unit that leaves a whole number.
std::string duration_text(Duration duration);

}  // namespace yuchong::io
