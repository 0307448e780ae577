#include "sim/io/merged_file.hpp"

#include "sim/io/atomic_file.hpp"
#include "sim/io/merged_parts.hpp"
#include "sim/io/sweep_sections.hpp"
#include "sim/study/interval.hpp"

#include <fmt/format.h>

#include <unistd.h>
#include <cmath>
#include <filesystem>
#include <limits>
#include <numeric>
#include <span>

namespace yuchong::io {
namespace {

constexpr int no_packing = 0;
constexpr std::uint64_t coordinate_chunk = 1'024;

std::string hex(std::uint64_t hash) { return fmt::format("{:016x}", hash); }

template <class T>
void write_count(NetcdfGroup& group, Description const& what, std::size_t count) {
    std::vector<T> values(count);
    std::iota(values.begin(), values.end(), T{0});
    group.growing_dimension<T>(what, coordinate_chunk).append(std::span<T const>(values));
}

// A number where all levels have one, else their labels.
void write_parameter(NetcdfGroup& group, SweepManifest const& manifest, std::size_t p) {
    study::Parameter const& parameter = manifest.plan.parameters[p];
    std::vector<double> numbers;
    std::vector<std::string> labels;
    bool numeric = true, any = false;
    for (study::Point const& point : manifest.points) {
        auto const& level = point.levels[p];
        labels.push_back(level ? level->label : "");
        numbers.push_back(level ? level->number : std::nan(""));
        any = any || level;
        numeric = numeric && (!level || !std::isnan(level->number));
    }
    Description const what{
        parameter.name, parameter.unit.empty() ? "1" : parameter.unit,
        parameter.keys.empty() ? "case" : fmt::format("{}", fmt::join(parameter.keys, ", "))};
    if (numeric && any)
        group.numbers<double>(what, {"point"}, numbers);
    else
        group.text({what.name, "1", what.long_name}, {"point"}, labels);
}

void write_provenance(Hdf5Group& root, SweepManifest const& manifest) {
    study::Plan const& plan = manifest.plan;
    root.set("title", "Yuchong sweep: " + plan.name);
    root.set("Conventions", "CF-1.8");
    root.set("merged_version", merged_format);
    root.set("yuchong_version", manifest.yuchong_version);
    root.set("sweep", plan.name);
    root.set("description", plan.description);
    root.set("design", std::string(design_names[static_cast<std::size_t>(plan.design.kind)]));
    root.set("model_hash", hex(manifest.model_hash));
    if (plan.baseline) root.set_number<std::int64_t>("baseline", static_cast<std::int64_t>(*plan.baseline));
}

// Means, intervals and differences of one key figure, by point.
struct Columns {
    std::vector<double> mean, low, high;

    void add(study::Interval const& interval) {
        mean.push_back(interval.mean);
        low.push_back(interval.low);
        high.push_back(interval.high);
    }
};

void write_columns(NetcdfGroup& group, SweepManifest const& manifest, KpiColumn const& what,
                   std::string const& suffix, std::string const& words, Columns const& columns) {
    std::string const name = what.name + suffix;
    auto const write = [&](std::string const& ending, char const* of, std::vector<double> const& values) {
        group.numbers<double>({name + ending, what.unit, fmt::format("{}{}: {}", of, words, what.long_name)},
                              {"point"}, values);
        set_coordinates(group.variable(name + ending), manifest);
    };
    write("", "", columns.mean);
    write("_low", "lower end of the 95 % interval of the ", columns.low);
    write("_high", "upper end of the 95 % interval of the ", columns.high);
}

void write_kpi(NetcdfGroup& group, SweepManifest const& manifest, MergedRuns const& runs,
               MergedKpi const& kpi) {
    std::size_t const r = runs.replications;
    auto const of = [&](std::size_t point) { return std::span(kpi.values).subspan(point * r, r); };
    Columns means, differences;
    for (std::size_t point = 0; point < manifest.points.size(); ++point) {
        means.add(study::mean_interval(of(point)));
        if (manifest.plan.baseline)
            differences.add(study::paired_interval(of(point), of(*manifest.plan.baseline)));
    }
    group.numbers<double>({kpi.what.name, kpi.what.unit, kpi.what.long_name}, {"point", "replication"},
                          kpi.values);
    set_coordinates(group.variable(kpi.what.name), manifest);
    write_columns(group, manifest, kpi.what, "_mean", "mean over replications", means);
    if (manifest.plan.baseline)
        write_columns(group, manifest, kpi.what, "_difference",
                      "mean paired difference to the baseline, replication by replication", differences);
}

void write_runs(NetcdfGroup& group, SweepManifest const& manifest, MergedRuns const& runs) {
    std::vector<std::int64_t> seeds;
    for (std::size_t i = 0; i < runs.replications; ++i)
        seeds.push_back(static_cast<std::int64_t>(manifest.plan.seed + i));
    group.numbers<std::int64_t>({"seed", "1", "seed of the runs of this replication, at every point"},
                                {"replication"}, seeds);
    std::vector<std::int8_t> fates;
    for (Fate const fate : runs.fates) fates.push_back(static_cast<std::int8_t>(fate));
    group.codes<std::int8_t>({"status", "1", "what became of the run"}, {"point", "replication"}, fates,
                             {{"done", "failed", "missing", "not_wanted"}});
    group.text({"digest", "1", "digest of the run's events"}, {"point", "replication"}, runs.digests);
}

std::vector<std::string> write_all(std::string const& path, SweepManifest const& manifest,
                                   MergedRuns const& runs, Series series) {
    Hdf5File file = Hdf5File::create(path);
    std::vector<std::string> left_out;
    {
        Hdf5Group root = file.root();
        write_provenance(root, manifest);
        NetcdfGroup group(file.root(), no_packing);
        write_coordinates(group, manifest, runs.replications);
        group.scalar_text({"sweep_file", "1", "the sweep file as it was"}, manifest.sweep_text);
        write_runs(group, manifest, runs);
        for (MergedKpi const& kpi : runs.kpis) write_kpi(group, manifest, runs, kpi);
        write_effects(root, manifest, runs);
        left_out = write_series(root, manifest, runs, series);
    }
    file.flush();
    file.close();
    return left_out;
}

}  // namespace

void write_coordinates(NetcdfGroup& group, SweepManifest const& manifest, std::size_t replications) {
    write_count<std::int32_t>(group, {"point", "1", "number of the point"}, manifest.points.size());
    write_count<std::int32_t>(group, {"replication", "1", "number of the replication"}, replications);
    for (std::size_t p = 0; p < manifest.plan.parameters.size(); ++p) write_parameter(group, manifest, p);
}

void set_coordinates(Hdf5Dataset& variable, SweepManifest const& manifest) {
    std::vector<std::string> names;
    for (study::Parameter const& parameter : manifest.plan.parameters) names.push_back(parameter.name);
    variable.set("coordinates", fmt::format("{}", fmt::join(names, " ")));
}

std::vector<std::string> write_merged(std::string const& path, SweepManifest const& manifest,
                                      MergedRuns const& runs, Series series) {
    // Beside its place, so that paths to the runs hold; two that merge at once do not meet.
    std::string const working = fmt::format("{}.{}.tmp", path, getpid());
    try {
        std::vector<std::string> left_out = write_all(working, manifest, runs, series);
        publish(working, path, Existing::replace);
        return left_out;
    } catch (...) {
        std::error_code ignored;
        std::filesystem::remove(working, ignored);
        throw;
    }
}

bool is_merged_sweep(std::string const& path) { return Hdf5File::open(path).root().has("merged_version"); }

}  // namespace yuchong::io
