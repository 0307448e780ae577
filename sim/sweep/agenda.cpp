#include "sim/sweep/agenda.hpp"

#include "sim/io/run_result.hpp"
#include "sim/study/interval.hpp"
#include "sim/sweep/states.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

namespace yuchong::sweep {
namespace {

// The key figure of the precision in the first runs of a point. Pre: they are done.
std::vector<double> values_of(Folder const& folder, io::SweepManifest const& manifest, std::size_t point,
                              std::size_t count) {
    std::string const& kpi = manifest.plan.precision->kpi;
    std::vector<double> values;
    for (std::size_t r = 0; r < count; ++r) {
        auto const reading = io::read_run(folder.result({point, r}), std::span(&kpi, 1));
        if (reading) values.push_back(reading->kpis.front());
    }
    return values;
}

// A worker may be killed between publishing a result and clearing up.
void tidy(Folder const& folder, RunId id) {
    std::error_code ignored;
    if (!std::filesystem::exists(folder.claim(id), ignored)) return;
    if (auto const claim = Claim::take(folder, id)) std::filesystem::remove_all(folder.work(id), ignored);
}

bool known_well_enough(Folder const& folder, io::SweepManifest const& manifest, std::size_t point,
                       std::size_t count) {
    return study::precise_enough(values_of(folder, manifest, point, count),
                                 manifest.plan.precision->half_width_share);
}

}  // namespace

Agenda::Agenda(Folder const& folder, io::SweepManifest const& manifest, std::vector<RunId> const& runs,
               Failed failed)
    : folder_(&folder), manifest_(&manifest), failed_(failed), points_(manifest.points.size()) {
    for (RunId const id : runs) ++points_[id.point].asked;
    for (RunId const id : runs) ask_for(id);
}

void Agenda::ask_for(RunId id) {
    switch (state_of(*folder_, *manifest_, id)) {
        case RunState::done: tidy(*folder_, id); return ended(id, Outcome::done);
        case RunState::failed:
            if (failed_ == Failed::leave) return ended(id, Outcome::failed);
            break;
        case RunState::running: elsewhere_.push_back(id); return;
        case RunState::missing:
        case RunState::stopped:
        case RunState::damaged: break;
    }
    queue_.push_back(id);
}

std::optional<RunId> Agenda::next() {
    if (queue_.empty()) return std::nullopt;
    RunId const id = queue_.front();
    queue_.pop_front();
    return id;
}

void Agenda::ended(RunId id, Outcome outcome) {
    PointProgress& point = points_[id.point];
    switch (outcome) {
        case Outcome::done:
            ++counts_.done;
            ++point.done;
            look_at_precision(id.point);
            return;
        case Outcome::failed:
            ++counts_.failed;
            point.failed = true;
            return;
        case Outcome::stopped: queue_.push_front(id); return;
        case Outcome::elsewhere: elsewhere_.push_back(id); return;
    }
}

void Agenda::look_at_precision(std::size_t number) {
    PointProgress& point = points_[number];
    if (!manifest_->plan.precision || point.failed || point.done < point.asked) return;
    if (point.asked >= manifest_->plan.precision->most) return;
    if (known_well_enough(*folder_, *manifest_, number, point.asked)) return;
    ask_for({number, point.asked++});
}

void Agenda::recheck() {
    for (RunId const id : std::exchange(elsewhere_, {})) ask_for(id);
}

Counts Agenda::counts() const {
    Counts counts = counts_;
    counts.left = queue_.size();
    counts.elsewhere = elsewhere_.size();
    return counts;
}

std::size_t count_items(io::SweepManifest const& manifest) {
    return manifest.points.size() * (manifest.plan.precision ? 1 : manifest.plan.replications);
}

std::size_t count_tasks(io::SweepManifest const& manifest) {
    return (count_items(manifest) + manifest.runs_per_task - 1) / manifest.runs_per_task;
}

std::vector<RunId> runs_of_items(io::SweepManifest const& manifest, std::size_t first, std::size_t last) {
    std::vector<RunId> runs;
    std::size_t const replications = manifest.plan.replications;
    for (std::size_t item = first; item < last; ++item) {
        if (manifest.plan.precision) {
            for (std::size_t r = 0; r < manifest.plan.precision->fewest; ++r) runs.push_back({item, r});
        } else {
            runs.push_back({item / replications, item % replications});
        }
    }
    return runs;
}

std::vector<RunId> runs_of_task(io::SweepManifest const& manifest, std::size_t task) {
    std::size_t const first = task * manifest.runs_per_task;
    return runs_of_items(manifest, first, std::min(first + manifest.runs_per_task, count_items(manifest)));
}

std::size_t wanted_replications(Folder const& folder, io::SweepManifest const& manifest, std::size_t point) {
    if (!manifest.plan.precision) return manifest.plan.replications;
    std::size_t wanted = manifest.plan.precision->fewest;
    auto const all_done = [&] {
        for (std::size_t r = 0; r < wanted; ++r) {
            if (state_of(folder, manifest, {point, r}) != RunState::done) return false;
        }
        return true;
    };
    while (wanted < manifest.plan.precision->most && all_done() &&
           !known_well_enough(folder, manifest, point, wanted))
        ++wanted;
    return wanted;
}

}  // namespace yuchong::sweep
