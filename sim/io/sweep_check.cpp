#include "sim/io/sweep_check.hpp"

#include "sim/base/hash.hpp"
#include "sim/io/assembly.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <map>
#include <thread>
#include <tuple>

namespace yuchong::io {
namespace {

// The same problem at several points is told once.
class PointProblems {
public:
    void add(Problem const& problem, std::size_t point) {
        Found& found = found_
                           .try_emplace(std::tuple(problem.mark.file, problem.mark.line, problem.mark.column,
                                                   problem.key, problem.problem),
                                        Found{problem, point, 0})
                           .first->second;
        ++found.points;
    }

    [[nodiscard]] Report told(study::Plan const& plan, std::vector<study::Point> const& points) const {
        Report report;
        for (auto const& [key, found] : found_) {
            Problem problem = found.problem;
            problem.problem += " at " + point_text(plan, found.first, points[found.first]);
            if (found.points == points.size())
                problem.problem += " and all others";
            else if (found.points > 1)
                problem.problem += fmt::format(" and {} more", found.points - 1);
            report.add(std::move(problem));
        }
        return report;
    }

private:
    struct Found {
        Problem problem;
        std::size_t first, points;
    };
    std::map<std::tuple<std::string, int, int, std::string, std::string>, Found> found_;
};

// Problems of --set number n are those of the setting that was written as the n-th.
Problem placed(Problem problem, std::vector<Mark> const& marks) {
    auto const number = static_cast<std::size_t>(problem.mark.line);
    if (problem.mark.file == "--set" && number >= 1 && number <= marks.size())
        problem.mark = marks[number - 1];
    return problem;
}

// Where each setting of a point was written.
std::vector<Mark> marks_of(SweepFile const& file, study::Point const& point) {
    std::vector<Mark> marks = file.marks.settings;
    for (std::size_t p = 0; p < point.levels.size(); ++p) {
        if (point.levels[p])
            marks.insert(marks.end(), point.levels[p]->settings.size(), file.marks.parameters[p]);
    }
    return marks;
}

void check_size(SweepFile const& file, Size size, Report& report) {
    double const points = study::count_points(file.plan);
    double const runs = points * static_cast<double>(file.plan.most_replications());
    if (runs <= most_runs || size == Size::forced) return;
    report.add({file.marks.design, "design",
                fmt::format("these are {:.0f} points and {:.0f} runs", points, runs),
                fmt::format("more than {:.0f} runs are seldom meant", most_runs),
                "use a sampled design such as sobol, or --force"});
}

// The scenario before anything varies: what is wrong here would be wrong at every point.
void check_base(ScenarioTree const& tree, SweepFile const& file, Report& report) {
    Report base;
    LoadedSections const loaded = load_sections(tree, assignments(file.settings, {}), base);
    assemble(loaded, base);
    for (Problem const& problem : base.sorted()) report.add(placed(problem, file.marks.settings));
}

std::vector<std::uint64_t> hashes_by_replication(LoadedSections const& loaded, study::Plan const& plan) {
    std::vector<std::uint64_t> hashes;
    Sections sections = loaded.sections;
    for (std::size_t r = 0; r < plan.most_replications(); ++r) {
        sections.seed = plan.seed + r;
        hashes.push_back(hash_text(settings_text(sections)));
    }
    return hashes;
}

struct CheckedPoint {
    std::vector<Problem> problems;
    std::vector<std::uint64_t> hashes;
    std::uint64_t model_hash = 0;
};

CheckedPoint check_point(ScenarioTree const& tree, SweepFile const& file, study::Point const& point) {
    Report report;
    LoadedSections const loaded =
        load_sections(tree, assignments(file.settings, study::settings_of(point)), report);
    assemble(loaded, report);
    CheckedPoint checked{{}, hashes_by_replication(loaded, file.plan), loaded.model_hash};
    std::vector<Mark> const marks = marks_of(file, point);
    for (Problem const& problem : report.sorted()) checked.problems.push_back(placed(problem, marks));
    return checked;
}

// body(i) for i below count, on all processors; the first exception comes out.
template <class Body>
void spread(std::size_t count, Body const& body) {
    std::atomic<std::size_t> next{0};
    std::vector<std::future<void>> workers;
    std::size_t const threads =
        std::min<std::size_t>(std::max(1U, std::thread::hardware_concurrency()), count);
    for (std::size_t w = 0; w < threads; ++w) {
        workers.push_back(std::async(std::launch::async, [&] {
            for (std::size_t i = next++; i < count; i = next++) body(i);
        }));
    }
    for (std::future<void>& worker : workers) worker.get();
}

}  // namespace

std::string point_text(study::Plan const& plan, std::size_t number, study::Point const& point) {
    std::vector<std::string> parts;
    for (std::size_t p = 0; p < point.levels.size(); ++p) {
        auto const& level = point.levels[p];
        if (!level) continue;
        bool const with_unit = plan.parameters[p].distribution && !plan.parameters[p].unit.empty();
        parts.push_back(fmt::format("{} {}{}", plan.parameters[p].name, level->label,
                                    with_unit ? " " + plan.parameters[p].unit : ""));
    }
    return fmt::format(
        "point {} ({})", number,
        parts.empty() ? "the scenario's own values" : fmt::format("{}", fmt::join(parts, ", ")));
}

std::vector<std::string> assignments(std::vector<study::Setting> const& of_all,
                                     std::vector<study::Setting> const& of_point) {
    std::vector<std::string> texts;
    for (auto const* settings : {&of_all, &of_point}) {
        for (study::Setting const& s : *settings) texts.push_back(s.key + "=" + s.value);
    }
    return texts;
}

CheckedSweep check_sweep(SweepFile const& file, Size size, std::string const& models) {
    Report report;
    check_size(file, size, report);
    throw_if_any(report);
    ScenarioTree const tree = load_tree(file.scenario, models, report);
    check_base(tree, file, report);
    throw_if_any(report);

    CheckedSweep checked{.points = study::make_points(file.plan), .scenario_hashes = {}};
    std::vector<CheckedPoint> results(checked.points.size());
    spread(checked.points.size(),
           [&](std::size_t i) { results[i] = check_point(tree, file, checked.points[i]); });

    PointProblems problems;
    for (std::size_t i = 0; i < results.size(); ++i) {
        for (Problem const& problem : results[i].problems) problems.add(problem, i);
        checked.scenario_hashes.push_back(std::move(results[i].hashes));
        checked.model_hash = results[i].model_hash;
    }
    throw_if_any(problems.told(file.plan, checked.points));
    return checked;
}

}  // namespace yuchong::io
