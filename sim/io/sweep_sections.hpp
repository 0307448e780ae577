#pragma once
// A sweep file as it is written: plain values and names, and the parts whose keys are the user's own as
// nodes. sweep_file.cpp makes a plan of them.

#include "sim/io/document.hpp"
#include "sim/io/fields.hpp"
#include "sim/study/plan.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuchong::io {

inline constexpr std::array<std::string_view, 7> design_names{
    "grid", "list", "latin_hypercube", "sobol", "saltelli", "morris", "one_at_a_time"};
enum class DrawnKind { normal, lognormal, triangular, weibull };
inline constexpr std::array<std::string_view, 4> drawn_names{"normal", "lognormal", "triangular", "weibull"};
enum class ScaleKind { linear, log };
inline constexpr std::array<std::string_view, 2> scale_names{"linear", "log"};
inline constexpr std::array<std::string_view, 2> rounding_names{"none", "whole"};

struct DistributionEntry {
    DrawnKind kind{};
    std::optional<double> mean, sd, median, sigma, low, mode, high, shape, scale;
    std::string unit;
};

struct ParameterEntry {
    std::string name;
    std::string key;
    std::vector<std::string> keys;
    std::vector<std::string> range;
    std::optional<ScaleKind> scale;
    std::optional<study::Rounding> rounding;
    std::optional<double> steps;
    std::optional<DistributionEntry> distribution;
    std::string moves_with;
    std::string values, cases, when;  // stand-ins: the nodes are in FreeParts
};

struct DesignEntry {
    study::DesignKind kind{};
    std::optional<double> points, trajectories, levels;
    std::string rows;  // stand-in
};

struct PrecisionEntry {
    std::string kpi;
    double half_width = 0.0;
    std::optional<double> fewest, most;
};

struct SweepSections {
    int format = 0;
    std::string name, description, scenario;
    std::optional<double> seed, replications;
    std::optional<PrecisionEntry> precision;
    std::vector<ParameterEntry> parameters;
    DesignEntry design;
    std::vector<std::string> kpis, series;
    std::string set, baseline;  // stand-ins
};

void fields(Fields& f, DistributionEntry& s);
void fields(Fields& f, ParameterEntry& s);
void fields(Fields& f, DesignEntry& s);
void fields(Fields& f, PrecisionEntry& s);
void fields(Fields& f, SweepSections& s);

}  // namespace yuchong::io
