#include "sim/io/sweep_plan.hpp"

#include "sim/io/flow_text.hpp"
#include "sim/io/known_kpis.hpp"
#include "sim/io/suggest.hpp"
#include "sim/study/points.hpp"
#include "sim/study/unit_points.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace yuchong::io {
namespace {

// Names of variables in the merged file that a parameter may not take.
constexpr std::array<std::string_view, 6> reserved{"point",  "replication", "seed",
                                                   "status", "digest",      "sweep_file"};

constexpr double most_points_looked_through = 1e6;

bool is_name(std::string_view text) {
    auto const letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    return !text.empty() && letter(text.front()) &&
           std::ranges::all_of(text, [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

void check_names(SweepFile const& file, Report& report, Origins const& origins) {
    std::vector<std::string> const kpis = known_kpis();
    for (study::Parameter const& parameter : file.plan.parameters) {
        std::string const path = "parameters." + parameter.name;
        if (!is_name(parameter.name))
            report.add({origins.find(path), path, "the name does not fit a variable",
                        "it becomes one of the result", "use letters, digits and _"});
        bool const taken = std::ranges::find(reserved, parameter.name) != reserved.end() ||
                           std::ranges::find(kpis, parameter.name) != kpis.end();
        if (taken)
            report.add({origins.find(path), path, "the name is taken",
                        "the result has a variable of that name", "choose another"});
    }
}

void read_rows(Node const& rows, SweepFile& file, Report& report) {
    if (rows.kind != Node::Kind::sequence || rows.items.empty()) {
        report.add({rows.mark, "design.rows", "a list of points is wanted", "each row is one",
                    "write [{patience: 10}, {patience: 20}]"});
        return;
    }
    std::vector<std::string> names;
    for (study::Parameter const& parameter : file.plan.parameters) names.push_back(parameter.name);
    for (std::size_t i = 0; i < rows.items.size(); ++i) {
        Node const& row = rows.items[i];
        std::string const path = fmt::format("design.rows.{}", i);
        if (row.kind != Node::Kind::map)
            report.add({row.mark, path, describe_kind(row) + " stands here",
                        "a map from parameter to value is wanted", "write {patience: 10}"});
        auto& levels = file.plan.design.listed.emplace_back(names.size());
        for (Node::Entry const& entry : row.entries) {
            auto const found = std::ranges::find(names, entry.key);
            if (found == names.end()) {
                report.add({entry.mark, path + "." + entry.key, "there is no such parameter",
                            "nothing would be set", suggest(entry.key, names)});
                continue;
            }
            auto const p = static_cast<std::size_t>(found - names.begin());
            levels[p] = level_of(file.plan.parameters[p], entry.value);
        }
    }
}

void check_kpi(std::string const& name, std::string const& path, Origins const& origins, Report& report) {
    std::vector<std::string> const known = known_kpis();
    if (std::ranges::find(known, name) != known.end()) return;
    report.add({origins.find(path), path, fmt::format("there is no key figure {}", name),
                "see /kpi in output/FORMAT.md", suggest(name, known)});
}

void check_series(std::vector<std::string> const& series, Origins const& origins, Report& report) {
    for (std::size_t i = 0; i < series.size(); ++i) {
        std::size_t const dot = series[i].find('.');
        bool const fits = dot != std::string::npos && is_name(series[i].substr(0, dot)) &&
                          is_name(series[i].substr(dot + 1)) && !series[i].starts_with("run.");
        std::string const path = fmt::format("series.{}", i);
        if (!fits)
            report.add({origins.find(path), path, "this is no group and variable of a result",
                        "the series is looked for there", "write city.charging_kw"});
    }
}

// Rows of a design by number or by what its parameters are. Points exist only once all else is sound.
void read_baseline(Node const& baseline, SweepFile& file, Report& report) {
    auto const complain = [&](std::string problem, std::string why, std::string hint) {
        report.add({baseline.mark, "baseline", std::move(problem), std::move(why), std::move(hint)});
    };
    std::vector<study::Point> const points = study::make_points(file.plan);
    if (baseline.kind == Node::Kind::scalar) {
        std::size_t number = 0;
        char const* const end = baseline.text.data() + baseline.text.size();
        auto const [stopped, error] = std::from_chars(baseline.text.data(), end, number);
        if (error == std::errc{} && stopped == end && number < points.size()) {
            file.plan.baseline = number;
            return;
        }
        return complain(fmt::format("there is no point {}", baseline.text),
                        fmt::format("the {} points are counted from 0", points.size()), "");
    }
    if (baseline.kind != Node::Kind::map)
        return complain(describe_kind(baseline) + " stands here", "a point is wanted",
                        "write its number or {parameter: value}");
    for (std::size_t i = 0; i < points.size(); ++i) {
        bool const fits = std::ranges::all_of(baseline.entries, [&](Node::Entry const& entry) {
            for (std::size_t p = 0; p < points[i].levels.size(); ++p) {
                auto const& level = points[i].levels[p];
                if (file.plan.parameters[p].name == entry.key)
                    return level && level->label == entry.value.text;
            }
            return false;
        });
        if (!fits) continue;
        file.plan.baseline = i;
        return;
    }
    complain("no point fits", "others are compared with it", "check names and values of the parameters");
}

study::Design design_of(DesignEntry const& entry) {
    study::Design const usual;
    auto const count = [](std::optional<double> const& number, std::size_t otherwise) {
        return number ? static_cast<std::size_t>(*number) : otherwise;
    };
    return {.kind = entry.kind,
            .points = count(entry.points, usual.points),
            .trajectories = count(entry.trajectories, usual.trajectories),
            .levels = count(entry.levels, usual.levels),
            .listed = {}};
}

study::Precision precision_of(PrecisionEntry const& entry) {
    study::Precision precision{.kpi = entry.kpi, .half_width_share = entry.half_width};
    if (entry.fewest) precision.fewest = static_cast<std::size_t>(*entry.fewest);
    if (entry.most) precision.most = static_cast<std::size_t>(*entry.most);
    return precision;
}

}  // namespace

void flatten(Node const& map, std::string const& path, std::vector<MarkedSetting>& settings) {
    for (Node::Entry const& entry : map.entries) {
        std::string const key = path.empty() ? entry.key : path + "." + entry.key;
        if (entry.value.kind == Node::Kind::map && !entry.value.entries.empty())
            flatten(entry.value, key, settings);
        else
            settings.push_back({{key, flow_text(entry.value)}, entry.mark});
    }
}

void plan_of(SweepSections const& sections, FreeParts const& parts, Origins const& origins, SweepFile& file,
             Report& report) {
    study::Plan& plan = file.plan;
    plan.name = sections.name;
    plan.description = sections.description;
    plan.seed = static_cast<std::uint64_t>(sections.seed.value_or(1.0));
    plan.replications = static_cast<std::size_t>(sections.replications.value_or(1.0));
    plan.kpis = sections.kpis;
    plan.series = sections.series;
    plan.design = design_of(sections.design);
    if (sections.precision) plan.precision = precision_of(*sections.precision);
    file.marks.design = origins.find("design");
    file.marks.baseline = origins.find("baseline");

    if (auto const set = parts.find("set"); set != parts.end()) {
        std::vector<MarkedSetting> settings;
        flatten(set->second, "", settings);
        for (MarkedSetting& s : settings) {
            file.settings.push_back(std::move(s.setting));
            file.marks.settings.push_back(std::move(s.mark));
        }
    }
    read_parameters(sections, parts, origins, file, report);
    if (plan.parameters.empty())
        report.add({origins.find("parameters"), "parameters", "nothing varies",
                    "a sweep has one parameter or more", "add one"});
    check_names(file, report, origins);
    if (auto const rows = parts.find("design.rows"); rows != parts.end())
        read_rows(rows->second, file, report);
    for (std::size_t i = 0; i < plan.kpis.size(); ++i)
        check_kpi(plan.kpis[i], fmt::format("kpis.{}", i), origins, report);
    if (plan.precision) check_kpi(plan.precision->kpi, "precision.kpi", origins, report);
    check_series(plan.series, origins, report);
    std::size_t const columns =
        study::free_parameters(plan).size() * (plan.design.kind == study::DesignKind::saltelli ? 2 : 1);
    bool const by_sobol =
        plan.design.kind == study::DesignKind::saltelli || plan.design.kind == study::DesignKind::sobol;
    if (by_sobol && columns > study::most_sobol_dimensions)
        report.add({file.marks.design, "design.kind",
                    fmt::format("the sequence has no {} dimensions", columns),
                    fmt::format("it ends at {}", study::most_sobol_dimensions), "use latin_hypercube"});
    if (plan.design.kind == study::DesignKind::one_at_a_time) plan.baseline = 0;
    auto const baseline = parts.find("baseline");
    if (baseline == parts.end() || !report.empty()) return;
    if (study::count_points(plan) <= most_points_looked_through)
        read_baseline(baseline->second, file, report);
    else
        report.add({file.marks.baseline, "baseline", "too many points to look for one",
                    "a baseline is found among a million", "remove it"});
}

}  // namespace yuchong::io
