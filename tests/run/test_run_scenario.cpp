// A whole run as the program makes it, under supervision: its own thread, signals, progress, files.

#include "sim/run/run_scenario.hpp"

#include "sim/io/checkpoint_file.hpp"
#include "sim/io/compare.hpp"
#include "sim/io/result_reader.hpp"
#include "sim/run/supervise.hpp"

#include <unistd.h>
#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>

namespace {

using namespace yuchong;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

struct Folder {
    fs::path path = fs::temp_directory_path() / ("yuchong-run-" + std::to_string(getpid()));
    Folder() { fs::create_directories(path); }
    Folder(Folder const&) = delete;
    Folder& operator=(Folder const&) = delete;
    ~Folder() { fs::remove_all(path); }
    [[nodiscard]] std::string operator/(char const* name) const { return (path / name).string(); }
};

run::RunRequest request_for(std::string const& output) {
    return {.scenario_path = YUCHONG_SOURCE_DIR "/scenarios/liangjiang.yaml",
            .settings = {"scale=0.05", "time.duration=3 d"},
            .output = output,
            .existing = io::Existing::keep,
            .threads = 1,
            .checkpoint_every = {},
            .resume = ""};
}

run::RunReport run_to_its_end(run::RunRequest const& request) {
    std::optional<run::RunReport> report;
    run::supervise(run::ProgressMode::off, [&](std::atomic<bool> const& stop, run::Progress& progress) {
        report = run::run_scenario(request, stop, progress);
    });
    REQUIRE(report);
    return *report;
}

// Sends this program a signal once the run has come that far.
run::RunReport run_with_signal(run::RunRequest const& request, int signal, double at_share) {
    std::optional<run::RunReport> report;
    run::supervise(run::ProgressMode::plain, [&](std::atomic<bool> const& stop, run::Progress& progress) {
        std::jthread const sender([&] {
            while (progress.stage() == run::Stage::preparing) std::this_thread::sleep_for(100us);
            while (progress.read().share < at_share) std::this_thread::sleep_for(100us);
            kill(getpid(), signal);
        });
        report = run::run_scenario(request, stop, progress);
    });
    REQUIRE(report);
    return *report;
}

}  // namespace

TEST_CASE("a run leaves its result and nothing else") {
    Folder const folder;
    auto const report = run_to_its_end(request_for(folder / "whole.h5"));
    CHECK(report.ended == run::Ended::finished);
    CHECK(report.summary.status == measure::Status::done);
    CHECK(report.summary.output == folder / "whole.h5");
    CHECK(report.audit.size() >= 6);
    CHECK(measure::all_hold(report.audit));
    CHECK(io::read_provenance(folder / "whole.h5").at("status") == "done");
    CHECK(std::distance(fs::directory_iterator(folder.path), {}) == 1);
    CHECK_THROWS_AS(run_to_its_end(request_for(folder / "whole.h5")), run::RefusedRun);
}

TEST_CASE("a run that a signal stops, and stops again, goes on to the result of the undisturbed one") {
    Folder const folder;
    auto const undisturbed = run_to_its_end(request_for(folder / "whole.h5"));
    auto request = request_for(folder / "parts.h5");
    double stop_at = 0.1;
    for (int const signal : {SIGTERM, SIGINT}) {
        auto const stopped = run_with_signal(request, signal, stop_at);
        REQUIRE(stopped.ended == run::Ended::stopped);
        CHECK(stopped.summary.status == measure::Status::stopped);
        CHECK(stopped.partial == folder / "parts.partial.h5");
        CHECK(stopped.checkpoint == folder / "parts.checkpoint");
        CHECK(io::read_provenance(stopped.partial).at("status") == "partial");
        CHECK_FALSE(fs::exists(folder / "parts.h5"));
        request.resume = stopped.checkpoint;
        stop_at = 0.6;
    }
    auto const resumed = run_to_its_end(request);
    CHECK(resumed.summary.digest == undisturbed.summary.digest);
    CHECK(io::exact_differences(folder / "whole.h5", folder / "parts.h5").empty());
    CHECK_FALSE(fs::exists(folder / "parts.partial.h5"));
    CHECK_FALSE(fs::exists(folder / "parts.checkpoint"));
}

TEST_CASE("a run is refused before anything is written") {
    Folder const folder;
    auto request = request_for(folder / "no/where.h5");
    CHECK_THROWS_AS(run_to_its_end(request), run::RefusedRun);
    request = request_for(folder / "a.h5");
    request.resume = folder / "none.checkpoint";
    CHECK_THROWS_AS(run_to_its_end(request), run::RefusedRun);
    // A checkpoint of the same scenario with another seed.
    auto other = request_for(folder / "b.h5");
    other.settings.emplace_back("seed=5");
    request.resume = run_with_signal(other, SIGTERM, 0.1).checkpoint;
    CHECK_THROWS_WITH(run_to_its_end(request), Catch::Contains("another scenario: seed is 5 there and "));
    CHECK_FALSE(fs::exists(folder / "a.h5"));
}
