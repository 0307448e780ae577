#include "sim/sweep/merge.hpp"

#include "sim/sweep/agenda.hpp"
#include "sim/sweep/states.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <optional>

namespace yuchong::sweep {
namespace {

using io::Fate;

// Key figures to collect: those asked for, or all that the first run of some point has, in their order.
std::vector<io::KpiColumn> columns_of(Folder const& folder, io::SweepManifest const& manifest) {
    std::vector<io::KpiColumn> columns;
    for (std::size_t point = 0; point < manifest.points.size(); ++point) {
        RunId const id{point, 0};
        if (!io::identify_run(folder.result(id))) continue;
        for (io::KpiColumn& column : io::kpi_columns(folder.result(id))) {
            bool const known = std::ranges::find(columns, column.name, &io::KpiColumn::name) != columns.end();
            if (!known) columns.push_back(std::move(column));
        }
    }
    if (manifest.plan.kpis.empty()) return columns;
    std::vector<io::KpiColumn> wanted;
    for (std::string const& name : manifest.plan.kpis) {
        auto const found = std::ranges::find(columns, name, &io::KpiColumn::name);
        wanted.push_back(found != columns.end() ? *found : io::KpiColumn{name, "1", "no run has it"});
    }
    return wanted;
}

class Collector {
public:
    Collector(Folder const& folder, io::SweepManifest const& manifest)
        : folder_(&folder), manifest_(&manifest), columns_(columns_of(folder, manifest)) {
        for (io::KpiColumn const& column : columns_) names_.push_back(column.name);
        for (std::size_t point = 0; point < manifest.points.size(); ++point) {
            wanted_.push_back(wanted_replications(folder, manifest, point));
            runs_.replications = std::max(runs_.replications, wanted_.back());
        }
        runs_.folder = folder.root();
        for (io::KpiColumn const& column : columns_) runs_.kpis.push_back({column, {}});
    }

    io::MergedRuns collect(MergeReport& report) {
        for (std::size_t point = 0; point < manifest_->points.size(); ++point) {
            for (std::size_t r = 0; r < runs_.replications; ++r) {
                if (r < wanted_[point])
                    add({point, r}, report);
                else
                    add_nothing(Fate::not_wanted);
            }
        }
        return std::move(runs_);
    }

private:
    void add(RunId id, MergeReport& report) {
        auto const reading = io::read_run(folder_->result(id), names_);
        bool const whole =
            reading && reading->identity.model_hash == manifest_->model_hash &&
            reading->identity.scenario_hash == manifest_->scenario_hashes[id.point][id.replication];
        if (!whole) {
            std::error_code ignored;
            bool const failed = std::filesystem::exists(folder_->failure(id) + ".json", ignored);
            ++(failed ? report.failed : report.missing);
            return add_nothing(failed ? Fate::failed : Fate::missing);
        }
        ++report.done;
        runs_.fates.push_back(Fate::done);
        runs_.digests.push_back(reading->identity.digest);
        runs_.files.push_back(Folder::relative_result(id));
        for (std::size_t k = 0; k < names_.size(); ++k) runs_.kpis[k].values.push_back(reading->kpis[k]);
    }

    void add_nothing(Fate fate) {
        runs_.fates.push_back(fate);
        runs_.digests.emplace_back();
        runs_.files.emplace_back();
        for (io::MergedKpi& kpi : runs_.kpis) kpi.values.push_back(std::nan(""));
    }

    Folder const* folder_;
    io::SweepManifest const* manifest_;
    std::vector<io::KpiColumn> columns_;
    std::vector<std::string> names_;
    std::vector<std::size_t> wanted_;
    io::MergedRuns runs_;
};

}  // namespace

MergeReport merge(Folder const& folder, io::SweepManifest const& manifest, io::Series series) {
    MergeReport report;
    io::MergedRuns const runs = Collector(folder, manifest).collect(report);
    report.left_out = io::write_merged(folder.merged(), manifest, runs, series);
    return report;
}

}  // namespace yuchong::sweep
