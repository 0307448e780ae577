#include "sim/io/sweep_sections.hpp"

#include "sim/io/sweep_file.hpp"

#include <cmath>

namespace yuchong::io {
namespace {

constexpr double most_of_anything = 1e9;

void optional_number(Fields& f, std::string_view name, std::optional<double>& value, Range range,
                     std::string_view help) {
    f.quantity(name, value, unit::none, range, help);
}

void optional_count(Fields& f, std::string_view name, std::optional<double>& value, double fewest,
                    std::string_view help) {
    optional_number(f, name, value, between(fewest, most_of_anything), help);
    f.require(!value || *value == std::floor(*value), name, "the number is not whole", "it counts something",
              "round it");
}

void optional_text(Fields& f, std::string_view name, std::string& value, std::string_view help) {
    f.text(name, value, help, Presence::optional);
}

}  // namespace

void fields(Fields& f, DistributionEntry& s) {
    f.choice("kind", s.kind, drawn_names, "Which distribution");
    optional_number(f, "mean", s.mean, any_number, "Mean of a normal");
    optional_number(f, "sd", s.sd, above(0), "Standard deviation of a normal");
    optional_number(f, "median", s.median, above(0), "Median of a lognormal");
    optional_number(f, "sigma", s.sigma, above(0), "Standard deviation of the logarithm of a lognormal");
    optional_number(f, "low", s.low, any_number, "Least value of a triangular");
    optional_number(f, "mode", s.mode, any_number, "Likeliest value of a triangular");
    optional_number(f, "high", s.high, any_number, "Largest value of a triangular");
    optional_number(f, "shape", s.shape, above(0), "Shape of a Weibull");
    optional_number(f, "scale", s.scale, above(0), "Scale of a Weibull");
    optional_text(f, "unit", s.unit, "Unit of what is drawn, as the scenario writes it");
    struct Needs {
        DrawnKind kind;
        bool given;
        std::string_view what;
    };
    for (Needs const& needs : {Needs{DrawnKind::normal, s.mean && s.sd, "mean and sd"},
                               Needs{DrawnKind::lognormal, s.median && s.sigma, "median and sigma"},
                               Needs{DrawnKind::triangular, s.low && s.mode && s.high, "low, mode and high"},
                               Needs{DrawnKind::weibull, s.shape && s.scale, "shape and scale"}}) {
        f.require(s.kind != needs.kind || needs.given, "kind", "the distribution is not fully given",
                  std::string(needs.what) + " are needed", "add them");
    }
    bool const ordered =
        !(s.low && s.mode && s.high) || (*s.low <= *s.mode && *s.mode <= *s.high && *s.low < *s.high);
    f.require(ordered, {"low", "mode", "high"}, "the range is empty", "low <= mode <= high, and low < high",
              "swap them");
}

void fields(Fields& f, ParameterEntry& s) {
    optional_text(f, "key", s.key, "Key path in the scenario");
    f.texts("keys", s.keys, "Several key paths that take the same value", Presence::optional);
    optional_text(f, "values", s.values, "Values it takes");
    optional_text(f, "cases", s.cases, "Named cases that each set several keys");
    f.texts("range", s.range, "Least and largest value", Presence::optional);
    f.choice("scale", s.scale, scale_names, "How a range is divided");
    f.choice("rounding", s.rounding, rounding_names, "Whether drawn values are whole numbers");
    optional_count(f, "steps", s.steps, 1, "Values of a range or distribution in grid and one_at_a_time");
    f.section("distribution", s.distribution, "What it is drawn from");
    optional_text(f, "with", s.moves_with, "An earlier parameter that it moves with");
    optional_text(f, "when", s.when, "Exists only where earlier parameters have these values");

    int const ways = int{!s.values.empty()} + int{!s.cases.empty()} + int{!s.range.empty()} +
                     int{s.distribution.has_value()};
    f.require(ways <= 1, {"values", "cases", "range", "distribution"}, "the parameter varies in two ways",
              "values, cases, range and distribution exclude each other", "keep one");
    f.require(s.key.empty() || s.keys.empty(), {"key", "keys"}, "key and keys are both given",
              "they say the same", "keep one of them");
    bool const has_key = !s.key.empty() || !s.keys.empty();
    f.require(has_key || !s.cases.empty(), "key", "there is no key to set", "values have to go somewhere",
              "add key: the.key.path");
    f.require(!has_key || s.cases.empty(), {"key", "keys"}, "cases name their own keys",
              "nothing would be set at this one", "remove it");
    f.require(s.range.empty() || s.range.size() == 2, "range", "a range has two ends",
              "least and largest value", "write [low, high]");
}

void fields(Fields& f, DesignEntry& s) {
    f.choice("kind", s.kind, design_names, "How points are picked");
    optional_count(f, "points", s.points, 1, "Points of latin_hypercube and sobol, rows of saltelli");
    optional_count(f, "trajectories", s.trajectories, 1, "Trajectories of morris");
    optional_count(f, "levels", s.levels, 2, "Levels of the grid that morris moves on, even");
    optional_text(f, "rows", s.rows, "Points of list, each a map from parameter to value");
    using Kind = study::DesignKind;
    bool const sampled = s.kind == Kind::latin_hypercube || s.kind == Kind::sobol || s.kind == Kind::saltelli;
    f.require(!sampled || s.points, "kind", "the number of points is missing",
              "the design is as long as wanted", "add points: 64");
    f.require(sampled || !s.points, "points", "the design has no use for it",
              "only latin_hypercube, sobol and saltelli have", "remove it");
    f.require(s.kind != Kind::morris || s.trajectories, "kind", "the number of trajectories is missing",
              "the design is as long as wanted", "add trajectories: 20");
    f.require(s.kind == Kind::morris || (!s.trajectories && !s.levels), {"trajectories", "levels"},
              "the design has no use for it", "only morris has", "remove it");
    f.require(!s.levels || std::fmod(*s.levels, 2.0) == 0.0, "levels", "the number of levels is odd",
              "a move of half of them would not fit", "use 4, 6 or 8");
    f.require((s.kind == Kind::list) == !s.rows.empty(), "kind",
              s.rows.empty() ? "the points are missing" : "only list has points of its own",
              "rows: holds the points of a list", s.rows.empty() ? "add rows" : "remove rows");
}

void fields(Fields& f, PrecisionEntry& s) {
    f.text("kpi", s.kpi, "Key figure that has to be known so well");
    f.share("half_width", s.half_width, above_up_to(0, 1),
            "Half width of the 95 % interval over the mean, at most");
    optional_count(f, "fewest", s.fewest, 2, "Fewest replications");
    optional_count(f, "most", s.most, 2, "Most replications");
    study::Precision const usual;
    auto const fewest = s.fewest.value_or(static_cast<double>(usual.fewest));
    auto const most = s.most.value_or(static_cast<double>(usual.most));
    f.require(fewest <= most, {"fewest", "most"}, "fewest is above most", "fewest <= most", "swap them");
}

void fields(Fields& f, SweepSections& s) {
    f.count("sweep", s.format, between(sweep_format, sweep_format), "Version of the sweep format");
    f.text("name", s.name, "Short name of the sweep");
    optional_text(f, "description", s.description, "What it is for");
    f.text("scenario", s.scenario, "Scenario file, relative to this one");
    optional_text(f, "set", s.set, "Values over the scenario, of all points");
    optional_count(f, "seed", s.seed, 0, "Seed of the design and of the first replication");
    f.by_id("parameters", s.parameters, &ParameterEntry::name, "What varies");
    f.section("design", s.design, "How points are picked");
    optional_count(f, "replications", s.replications, 1, "Runs of each point, with seeds that count up");
    f.section("precision", s.precision, "Replicate until a key figure is known so well");
    f.require(!(s.replications && s.precision), {"replications", "precision"},
              "replications and precision are both given", "one of them says when to stop", "keep one");
    f.texts("kpis", s.kpis, "Key figures to collect; else all", Presence::optional);
    f.texts("series", s.series, "Series to join, as group.variable", Presence::optional);
    optional_text(f, "baseline", s.baseline, "Point that others are compared with");
}

}  // namespace yuchong::io
