#pragma once
// A sweep as it was asked for: which settings vary and how, the design that picks points from them, how often
// each point is repeated, and what is collected. points.hpp makes points of it.
//
// A parameter has either levels (written out) or a distribution (drawn from). A level says what is set, by
// key path of a scenario; one level may set several keys, which then move together. A parameter may also move
// with an earlier one, at the same level or the same quantile, and may exist only where an earlier one has
// certain levels.

#include "sim/study/distribution.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace yuchong::study {

struct Setting {
    std::string key;    // path into a scenario
    std::string value;  // as YAML

    bool operator==(Setting const&) const = default;
};

// NaN: the level has no number.
struct Level {
    std::string label;
    double number = std::numeric_limits<double>::quiet_NaN();
    std::vector<Setting> settings;
};

struct Condition {
    std::size_t parameter = 0;        // an earlier one
    std::vector<std::string> labels;  // of its levels
};

enum class Rounding : std::uint8_t { none, whole };

struct Parameter {
    std::string name;
    std::vector<std::string> keys;  // that values and draws are set at
    std::string unit;               // of draws, as YAML writes it; empty: none
    std::vector<Level> levels;
    std::optional<Distribution> distribution;
    Rounding rounding = Rounding::none;
    std::size_t steps = 0;  // of a distribution in grid and one_at_a_time
    std::optional<std::size_t> moves_with;
    std::optional<Condition> when;
};

enum class DesignKind : std::uint8_t { grid, list, latin_hypercube, sobol, saltelli, morris, one_at_a_time };

struct Design {
    DesignKind kind{};
    std::size_t points = 0;        // latin_hypercube, sobol; rows of saltelli
    std::size_t trajectories = 0;  // morris
    std::size_t levels = 4;        // morris
    // list: level by point and parameter; nothing: the scenario's own
    std::vector<std::vector<std::optional<Level>>> listed;
};

// Each point is repeated until the half width of the 95 % interval of a KPI's mean is at most this share of
// the mean.
struct Precision {
    std::string kpi;
    double half_width_share = 0.0;
    std::size_t fewest = 3, most = 30;
};

struct Plan {
    std::string name, description;
    std::uint64_t seed = 1;  // of the design; replication r of every point runs with seed + r
    std::vector<Parameter> parameters;
    Design design;
    std::size_t replications = 1;  // without a precision
    std::optional<Precision> precision;
    std::vector<std::string> kpis;        // empty: all that the runs have
    std::vector<std::string> series;      // "group.variable"
    std::optional<std::size_t> baseline;  // point that others are compared with

    [[nodiscard]] std::size_t most_replications() const { return precision ? precision->most : replications; }
};

}  // namespace yuchong::study
