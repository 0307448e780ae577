#include "sim/sweep/slurm.hpp"
#include "sim/sweep/table.hpp"

#include <catch2/catch.hpp>

using namespace yuchong;
using namespace yuchong::sweep;

namespace {

io::SweepManifest manifest_of(std::size_t points, std::size_t replications, std::size_t per_task) {
    io::SweepManifest manifest;
    manifest.plan.name = "s";
    manifest.plan.replications = replications;
    manifest.points.resize(points);
    manifest.runs_per_task = per_task;
    return manifest;
}

}  // namespace

TEST_CASE("tasks share out all runs, each once") {
    auto const manifest = manifest_of(5, 3, 4);
    CHECK(count_tasks(manifest) == 4);
    std::vector<RunId> all;
    for (std::size_t task = 0; task < 4; ++task) {
        auto const runs = runs_of_task(manifest, task);
        all.insert(all.end(), runs.begin(), runs.end());
    }
    CHECK(all == runs_of_items(manifest, 0, 15));
    CHECK(all.back() == RunId{4, 2});
}

TEST_CASE("with a precision a task has whole points") {
    auto manifest = manifest_of(5, 1, 2);
    manifest.plan.precision = study::Precision{"visits", 0.1, 3, 9};
    CHECK(count_tasks(manifest) == 3);
    CHECK(runs_of_task(manifest, 2) == std::vector<RunId>{{4, 0}, {4, 1}, {4, 2}});
}

TEST_CASE("array elements are written as ranges") {
    CHECK(array_text({0, 1, 2, 3}) == "0-3");
    CHECK(array_text({0, 2, 3, 7, 9, 10, 11}) == "0,2-3,7,9-11");
    CHECK(array_text({5}) == "5");
}

TEST_CASE("a folder with quotes in its name does not leave its quotes in the script") {
    auto const scripts =
        slurm_scripts(Folder("/tmp/it's here"), manifest_of(2, 1, 1), SlurmOptions{}, {0, 1}, Failed::leave);
    CHECK(scripts.merge.find("sweep merge '/tmp/it'\\''s here'") != std::string::npos);
    CHECK(scripts.task.find("--array=0-1\n") != std::string::npos);
}

TEST_CASE("the time left goes by what was done since") {
    using namespace std::chrono_literals;
    Counts const counts{.done = 12, .failed = 1, .elsewhere = 0, .left = 6};
    CHECK(progress_text(counts, 2, 2, 100s) == "runs: 12 done, 2 running, 1 failed, 6 left; 1 min 20 s left");
    CHECK(progress_text(counts, 2, 12, 100s) == "runs: 12 done, 2 running, 1 failed, 6 left");
}

TEST_CASE("names of runs sort as they are counted") {
    CHECK(name(RunId{12, 3}) == "p00012-r003");
    CHECK(name(RunId{9, 0}) < name(RunId{10, 0}));
}
