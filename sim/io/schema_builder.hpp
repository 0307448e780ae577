#pragma once
// Builds the JSON Schema of one field table and what hangs below it. Kept apart from schema.hpp because
// nlohmann's header is heavy.

#include "sim/io/fields.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace yuchong::io {

class SchemaBuilder final : public Fields {
public:
    using Json = nlohmann::ordered_json;

    SchemaBuilder() { frames_.push_back({empty_object(), "", Frame::Kind::section}); }
    [[nodiscard]] Json const& root() const { return frames_.front().schema; }
    // Text forms of the dimensions that were met: {"power": {"type": "string", "pattern": ...}}.
    [[nodiscard]] Json const& definitions() const { return definitions_; }

    void require(bool, std::initializer_list<std::string_view>, std::string_view, std::string_view,
                 std::string_view) override {}

private:
    struct Frame {
        enum class Kind { section, list, map };
        Json schema;
        std::string name;  // in the frame above
        Kind kind;
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

    static Json empty_object();
    void add(Field const& field, std::string const& name, Json schema);
    // Both spellings of a quantity, and that only one of them may be used.
    template <class Make>
    void add_quantity(Field const& field, Make const& make);
    Json number(Field const& field, bool bare);

    std::vector<Frame> frames_;
    Json definitions_ = Json::object();
};

}  // namespace yuchong::io
