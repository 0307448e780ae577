// What a design allows to say about parameters, for every key figure at once: dimensions parameter x kpi.

#include "sim/io/merged_parts.hpp"
#include "sim/study/interval.hpp"
#include "sim/study/main_effects.hpp"
#include "sim/study/morris_effects.hpp"
#include "sim/study/sobol_indices.hpp"

#include <cmath>
#include <limits>
#include <utility>

namespace yuchong::io {
namespace {

using study::DesignKind;

constexpr int no_packing = 0;

std::vector<double> means_by_point(MergedRuns const& runs, MergedKpi const& kpi) {
    std::vector<double> means;
    for (std::size_t at = 0; at < kpi.values.size(); at += runs.replications)
        means.push_back(study::mean_interval(std::span(kpi.values).subspan(at, runs.replications)).mean);
    return means;
}

// A group with the dimensions `rows` (of texts) and kpi, and variables that are filled kpi by kpi.
class Table {
public:
    Table(Hdf5Group group, Description const& row, std::vector<std::string> const& names,
          MergedRuns const& runs)
        : group_(std::move(group), no_packing),
          row_(row.name),
          rows_(names.size()),
          columns_(runs.kpis.size()) {
        group_.text_dimension(row, names);
        std::vector<std::string> kpis;
        for (MergedKpi const& kpi : runs.kpis) kpis.push_back(kpi.what.name);
        group_.text_dimension({"kpi", "1", "key figure"}, kpis);
    }

    // `value` of row and kpi.
    template <class Value>
    void write(Description const& what, Value const& value) {
        std::vector<double> values;
        for (std::size_t row = 0; row < rows_; ++row) {
            for (std::size_t kpi = 0; kpi < columns_; ++kpi)
                values.push_back(static_cast<double>(value(row, kpi)));
        }
        group_.numbers<double>(what, {row_, "kpi"}, values);
    }
    template <class Value>
    void write_by_kpi(Description const& what, Value const& value) {
        std::vector<double> values;
        for (std::size_t kpi = 0; kpi < columns_; ++kpi) values.push_back(static_cast<double>(value(kpi)));
        group_.numbers<double>(what, {"kpi"}, values);
    }
    [[nodiscard]] NetcdfGroup& group() { return group_; }

private:
    NetcdfGroup group_;
    std::string row_;
    std::size_t rows_, columns_;
};

constexpr char const* of_parameter = "parameter of the sweep";

std::vector<std::string> names_of(study::Plan const& plan, std::vector<std::size_t> const& parameters) {
    std::vector<std::string> names;
    for (std::size_t const p : parameters) names.push_back(plan.parameters[p].name);
    return names;
}

void write_sobol(Hdf5Group& root, study::Plan const& plan, MergedRuns const& runs) {
    std::vector<std::size_t> const free = study::free_parameters(plan);
    std::vector<study::SobolIndices> of_kpi;
    for (MergedKpi const& kpi : runs.kpis)
        of_kpi.push_back(study::sobol_indices(means_by_point(runs, kpi), free.size(), plan.seed));
    Table table(root.create_group("sobol"), {"parameter", "1", of_parameter}, names_of(plan, free), runs);
    auto const write = [&](char const* name, char const* words,
                           std::vector<study::Index> study::SobolIndices::* indices) {
        std::string const base = name;
        table.write({base, "1", words}, [&](auto p, auto k) { return (of_kpi[k].*indices)[p].value; });
        table.write({base + "_low", "1", "lower end of its 95 % interval"},
                    [&](auto p, auto k) { return (of_kpi[k].*indices)[p].low; });
        table.write({base + "_high", "1", "upper end of its 95 % interval"},
                    [&](auto p, auto k) { return (of_kpi[k].*indices)[p].high; });
    };
    write("first", "first-order index: share of variance by the parameter alone",
          &study::SobolIndices::first);
    write("total", "total index: share of variance with all its interactions", &study::SobolIndices::total);
    table.write_by_kpi({"rows", "1", "rows of the design without a missing run"},
                       [&](auto k) { return of_kpi[k].rows; });
}

void write_morris(Hdf5Group& root, study::Plan const& plan, MergedRuns const& runs) {
    std::vector<std::size_t> const free = study::free_parameters(plan);
    auto const design = study::morris(plan.design.trajectories, free.size(), plan.design.levels, plan.seed);
    std::vector<std::vector<study::MorrisEffect>> of_kpi;
    for (MergedKpi const& kpi : runs.kpis)
        of_kpi.push_back(study::morris_effects(means_by_point(runs, kpi), design, free.size(), plan.seed));
    Table table(root.create_group("morris"), {"parameter", "1", of_parameter}, names_of(plan, free), runs);
    auto const write = [&](char const* name, char const* words, auto field) {
        table.write({name, "1", words}, [&](auto p, auto k) { return of_kpi[k][p].*field; });
    };
    using Effect = study::MorrisEffect;
    write("mu", "mean elementary effect, in the unit of the key figure", &Effect::mu);
    write("mu_star", "mean size of elementary effects, in the unit of the key figure", &Effect::mu_star);
    write("mu_star_low", "lower end of its 95 % interval", &Effect::mu_star_low);
    write("mu_star_high", "upper end of its 95 % interval", &Effect::mu_star_high);
    write("sigma", "standard deviation of elementary effects, in the unit of the key figure", &Effect::sigma);
    write("effects", "elementary effects without a missing run", &Effect::effects);
}

// One row a level of a parameter.
void write_main_effects(Hdf5Group& root, SweepManifest const& manifest, MergedRuns const& runs) {
    std::vector<std::string> parameters, levels, names;
    std::vector<std::vector<double>> effects;  // by row, then kpi
    for (std::size_t p = 0; p < manifest.plan.parameters.size(); ++p) {
        std::vector<std::string> labels, known;
        for (study::Point const& point : manifest.points) {
            labels.push_back(point.levels[p] ? point.levels[p]->label : "");
            bool const fresh =
                !labels.back().empty() && std::ranges::find(known, labels.back()) == known.end();
            if (fresh) known.push_back(labels.back());
        }
        std::size_t const first = effects.size();
        for (std::string const& level : known) {
            parameters.push_back(manifest.plan.parameters[p].name);
            levels.push_back(level);
            names.push_back(parameters.back() + "=" + level);
            effects.emplace_back(runs.kpis.size(), std::numeric_limits<double>::quiet_NaN());
        }
        for (std::size_t k = 0; k < runs.kpis.size(); ++k) {
            for (study::LevelEffect const& found :
                 study::main_effects(means_by_point(runs, runs.kpis[k]), labels)) {
                auto const at = std::ranges::find(known, found.label) - known.begin();
                effects[first + static_cast<std::size_t>(at)][k] = found.effect;
            }
        }
    }
    Table table(root.create_group("effects"), {"effect", "1", "parameter=level"}, names, runs);
    table.group().text({"parameter", "1", of_parameter}, {"effect"}, parameters);
    table.group().text({"level", "1", "its level"}, {"effect"}, levels);
    table.write({"main_effect", "1",
                 "mean over points with the level less the mean over all, in the unit of the key figure"},
                [&](auto row, auto k) { return effects[row][k]; });
}

void write_regression(Hdf5Group& root, SweepManifest const& manifest, MergedRuns const& runs) {
    std::vector<std::size_t> numeric;
    std::vector<std::vector<double>> columns;
    for (std::size_t const p : study::free_parameters(manifest.plan)) {
        std::vector<double> column;
        for (study::Point const& point : manifest.points)
            column.push_back(point.levels[p] ? point.levels[p]->number : std::nan(""));
        if (std::ranges::any_of(column, [](double x) { return std::isnan(x); })) continue;
        numeric.push_back(p);
        columns.push_back(std::move(column));
    }
    if (numeric.empty()) return;
    std::vector<study::Regression> of_kpi;
    for (MergedKpi const& kpi : runs.kpis)
        of_kpi.push_back(study::regression(means_by_point(runs, kpi), columns));
    Table table(root.create_group("regression"), {"parameter", "1", of_parameter},
                names_of(manifest.plan, numeric), runs);
    table.write({"coefficient", "1", "standardised coefficient of a linear model"},
                [&](auto p, auto k) { return of_kpi[k].coefficients[p]; });
    table.write_by_kpi({"explained_share", "1", "share of variance that the linear model explains"},
                       [&](auto k) { return of_kpi[k].explained_share; });
}

}  // namespace

void write_effects(Hdf5Group& root, SweepManifest const& manifest, MergedRuns const& runs) {
    if (runs.kpis.empty()) return;
    switch (manifest.plan.design.kind) {
        case DesignKind::saltelli: return write_sobol(root, manifest.plan, runs);
        case DesignKind::morris: return write_morris(root, manifest.plan, runs);
        case DesignKind::grid:
        case DesignKind::list:
        case DesignKind::one_at_a_time: return write_main_effects(root, manifest, runs);
        case DesignKind::latin_hypercube:
        case DesignKind::sobol: return write_regression(root, manifest, runs);
    }
}

}  // namespace yuchong::io
