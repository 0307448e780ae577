#pragma once
// One table per settings struct: a function that names each field once, with its unit, valid range and
// meaning.
//
//   void fields(Fields& f, demand::PatienceSettings& s) {
//       f.number("shape", s.shape, between(0.2, 10), "Weibull shape of patience");
//       f.quantity("mean_min", s.mean_min, unit::minute, between(0, 600), "Mean patience of a waiting
//       driver");
//   }
//
// The same table is read by Reader (YAML to struct, with every check), by ResolvedWriter (struct to YAML) and
// by SchemaBuilder (JSON Schema and the reference page). A name that ends in its unit's suffix (mean_min)
// takes a bare number; the same field is also known without the suffix (mean: 25 min), where the unit must be
// written.
//
// Fields are required unless said otherwise; their values come from the scenario or from models/.

#include "sim/base/calendar.hpp"
#include "sim/base/table.hpp"
#include "sim/base/time.hpp"
#include "sim/io/unit.hpp"

#include <algorithm>
#include <array>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace yuchong::io {

struct Range {
    enum class Ends { closed, open_below, open_above };
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    Ends ends = Ends::closed;

    [[nodiscard]] bool contains(double x) const {
        if (ends == Ends::open_below && x == low) return false;
        return x >= low && x <= high && !(ends == Ends::open_above && x == high);
    }
};
constexpr Range between(double low, double high) { return {low, high, Range::Ends::closed}; }
constexpr Range at_least(double low) { return {.low = low}; }
constexpr Range at_most(double high) { return {.high = high}; }
constexpr Range above(double low) { return {.low = low, .ends = Range::Ends::open_below}; }
constexpr Range above_up_to(double low, double high) { return {low, high, Range::Ends::open_below}; }
constexpr Range from_to_below(double low, double high) { return {low, high, Range::Ends::open_above}; }
inline constexpr Range any_number{};

// How many items a list may have.
struct Length {
    std::size_t fewest = 0;
    std::size_t most = 1'000'000;
};
constexpr Length exactly(std::size_t n) { return {n, n}; }
constexpr Length one_or_more() { return {.fewest = 1}; }

enum class Presence { required, optional };

struct Field {
    std::string_view name;
    std::string_view help;
    Unit unit = unit::none;
    Range range = any_number;
    Length length = {};
    Presence presence = Presence::required;

    // The spelling without the unit's suffix, or with it where the name has none; empty if the unit has no
    // suffix.
    [[nodiscard]] std::string other_name() const;
    [[nodiscard]] bool has_suffix() const;
};

class Fields {
public:
    Fields() = default;
    Fields(Fields const&) = delete;
    Fields& operator=(Fields const&) = delete;
    virtual ~Fields() = default;

    void number(std::string_view name, double& value, Range range, std::string_view help) {
        on_number({name, help, unit::none, range}, value);
    }
    void share(std::string_view name, double& value, std::string_view help) {
        on_number({name, help, unit::share, between(0, 1)}, value);
    }
    void share(std::string_view name, double& value, Range range, std::string_view help) {
        on_number({name, help, unit::share, range}, value);
    }
    void quantity(std::string_view name, double& value, Unit const& unit, Range range,
                  std::string_view help) {
        on_number({name, help, unit, range}, value);
    }
    void quantity(std::string_view name, std::optional<double>& value, Unit const& unit, Range range,
                  std::string_view help) {
        double number = value.value_or(std::numeric_limits<double>::quiet_NaN());
        on_number({name, help, unit, range, {}, Presence::optional}, number);
        if (number == number) value = number;
    }
    template <std::integral I>
    void count(std::string_view name, I& value, Range range, std::string_view help,
               Presence presence = Presence::required) {
        auto whole = static_cast<std::int64_t>(value);
        on_whole({name, help, unit::none, within<I>(range), {}, presence}, whole);
        value = static_cast<I>(whole);
    }
    void duration(std::string_view name, Duration& value, Unit const& unit, Range range,
                  std::string_view help) {
        on_duration({name, help, unit, range}, value);
    }
    void flag(std::string_view name, bool& value, std::string_view help) { on_flag({name, help}, value); }
    void text(std::string_view name, std::string& value, std::string_view help,
              Presence presence = Presence::required) {
        on_text({.name = name, .help = help, .presence = presence}, value);
    }
    void texts(std::string_view name, std::vector<std::string>& values, std::string_view help,
               Presence presence = Presence::required) {
        on_texts({.name = name, .help = help, .presence = presence}, values);
    }
    // An enum by its names, in the enum's order from 0.
    template <class E>
    void choice(std::string_view name, E& value, std::span<std::string_view const> names,
                std::string_view help) {
        auto index = static_cast<std::size_t>(value);
        on_choice({name, help}, names, index);
        value = static_cast<E>(index);
    }
    template <class E>
    void choice(std::string_view name, std::optional<E>& value, std::span<std::string_view const> names,
                std::string_view help) {
        std::size_t index = value ? static_cast<std::size_t>(*value) : names.size();
        on_choice({.name = name, .help = help, .presence = Presence::optional}, names, index);
        if (index < names.size()) value = static_cast<E>(index);
    }
    // One of the ids that another list declares; an invalid id while unread.
    template <class Id>
    void reference(std::string_view name, Id& id, std::span<std::string const> known, std::string_view help) {
        std::size_t index = id ? id.index() : known.size();
        on_reference({name, help}, known, index);
        if (index < known.size()) id = Id(index);
    }
    void civil_time(std::string_view name, CivilTime& value, std::string_view help) {
        on_civil_time({name, help}, value);
    }
    // A date as days since 1970-01-01.
    void civil_day(std::string_view name, std::int32_t& value, std::string_view help) {
        on_civil_day({name, help}, value);
    }
    void civil_day(std::string_view name, std::optional<std::int32_t>& value, std::string_view help) {
        constexpr std::int32_t unread = std::numeric_limits<std::int32_t>::min();
        std::int32_t day = value.value_or(unread);
        if (open_value({.name = name, .help = help, .presence = Presence::optional}, value.has_value())) {
            on_civil_day({.name = name, .help = help, .presence = Presence::optional}, day);
        }
        if (day != unread) value = day;
    }

    void numbers(std::string_view name, std::vector<double>& values, Unit const& unit, Range range,
                 Length length, std::string_view help) {
        on_numbers({name, help, unit, range, length}, values);
    }
    template <std::size_t n>
    void numbers(std::string_view name, std::array<double, n>& values, Unit const& unit, Range range,
                 std::string_view help) {
        std::vector<double> list(values.begin(), values.end());
        on_numbers({name, help, unit, range, exactly(n)}, list);
        for (std::size_t i = 0; i < n && i < list.size(); ++i) values[i] = list[i];
    }
    template <std::integral I>
    void counts(std::string_view name, std::vector<I>& values, Range range, Length length,
                std::string_view help, Presence presence = Presence::required) {
        std::vector<std::int64_t> list(values.begin(), values.end());
        on_wholes({name, help, unit::none, range, length, presence}, list);
        values.clear();
        for (std::int64_t const x : list) values.push_back(static_cast<I>(x));
    }
    template <std::integral I, std::size_t n>
    void counts(std::string_view name, std::array<I, n>& values, Range range, std::string_view help) {
        std::vector<std::int64_t> list(values.begin(), values.end());
        on_wholes({name, help, unit::none, range, exactly(n)}, list);
        for (std::size_t i = 0; i < n && i < list.size(); ++i) values[i] = static_cast<I>(list[i]);
    }
    // [x, y] pairs with x strictly increasing.
    void points(std::string_view name, std::vector<std::pair<double, double>>& values, Range x, Range y,
                Length length, std::string_view help) {
        on_points({.name = name, .help = help, .range = y, .length = length}, x, values);
    }
    void table(std::string_view name, LinearTable& value, Range x, Range y, std::string_view help);

    template <class T>
    void section(std::string_view name, T& value, std::string_view help) {
        if (!open_section({name, help})) return;
        fields(*this, value);
        close_section();
    }
    template <class T>
    void section(std::string_view name, std::optional<T>& value, std::string_view help) {
        if (!open_optional({.name = name, .help = help, .presence = Presence::optional}, value.has_value()))
            return;
        if (!value) value.emplace();
        fields(*this, *value);
        close_section();
    }
    template <class T>
    void list(std::string_view name, std::vector<T>& values, Length length, std::string_view help,
              Presence presence = Presence::required) {
        list_each(name, values, length, help, presence, [this](T& value) { fields(*this, value); });
    }
    // `each` reads one value, for those that need to know more than themselves.
    template <class T, class Each>
    void list_each(std::string_view name, std::vector<T>& values, Length length, std::string_view help,
                   Presence presence, Each const& each) {
        values.resize(open_list({name, help, unit::none, any_number, length, presence}, values.size()));
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (!open_item(i)) continue;
            each(values[i]);
            close_section();
        }
        close_list();
    }
    // A map whose keys are the ids of its values.
    template <class T>
    void by_id(std::string_view name, std::vector<T>& values, std::string T::* id, std::string_view help) {
        std::vector<std::string> ids;
        for (T const& value : values) ids.push_back(value.*id);
        ids = open_map({name, help}, std::move(ids));
        values.resize(ids.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            values[i].*id = ids[i];
            if (!open_entry(i, ids[i])) continue;
            fields(*this, values[i]);
            close_section();
        }
        close_list();
    }

    // A condition between fields of this section. The problem is shown at the one of `names` that was written
    // last: a value of the scenario rather than the one in models/ that it clashes with; the first of them if
    // they were written together. Only Reader looks, and only if the section's fields could be read.
    virtual void require(bool holds, std::initializer_list<std::string_view> names, std::string_view problem,
                         std::string_view why, std::string_view hint) = 0;
    void require(bool holds, std::string_view name, std::string_view problem, std::string_view why,
                 std::string_view hint) {
        require(holds, {name}, problem, why, hint);
    }

protected:
    virtual void on_number(Field const& field, double& value) = 0;
    virtual void on_whole(Field const& field, std::int64_t& value) = 0;
    virtual void on_duration(Field const& field, Duration& value) = 0;
    virtual void on_flag(Field const& field, bool& value) = 0;
    virtual void on_text(Field const& field, std::string& value) = 0;
    virtual void on_texts(Field const& field, std::vector<std::string>& values) = 0;
    virtual void on_choice(Field const& field, std::span<std::string_view const> names,
                           std::size_t& index) = 0;
    virtual void on_reference(Field const& field, std::span<std::string const> known, std::size_t& index) = 0;
    virtual void on_civil_time(Field const& field, CivilTime& value) = 0;
    virtual void on_civil_day(Field const& field, std::int32_t& value) = 0;
    virtual void on_numbers(Field const& field, std::vector<double>& values) = 0;
    virtual void on_wholes(Field const& field, std::vector<std::int64_t>& values) = 0;
    virtual void on_points(Field const& field, Range x, std::vector<std::pair<double, double>>& values) = 0;

    // Does an optional value exist (or has it to be described)?
    virtual bool open_value(Field const& field, bool present) = 0;
    // Sections: enter if true, then close_section.
    virtual bool open_section(Field const& field) = 0;
    virtual bool open_optional(Field const& field, bool present) = 0;
    // Lists and maps: how many items, or which ids; each is opened and closed, at last close_list.
    virtual std::size_t open_list(Field const& field, std::size_t size) = 0;
    virtual bool open_item(std::size_t index) = 0;
    virtual std::vector<std::string> open_map(Field const& field, std::vector<std::string> ids) = 0;
    virtual bool open_entry(std::size_t index, std::string const& id) = 0;
    virtual void close_section() = 0;
    virtual void close_list() = 0;

private:
    // What the integer type can hold at most.
    template <std::integral I>
    static Range within(Range range) {
        double const lowest = static_cast<double>(std::numeric_limits<I>::lowest());
        double const highest = sizeof(I) == 8 ? 9.0e15 : static_cast<double>(std::numeric_limits<I>::max());
        return between(std::max(range.low, lowest), std::min(range.high, highest));
    }
};

// "must be between 0 kW and 600 kW"
std::string range_text(Range const& range, Unit const& unit);

}  // namespace yuchong::io
