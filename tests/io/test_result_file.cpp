// The result file as others see it: readers, killed runs, existing files, resuming.

#include "sim/io/compare.hpp"
#include "sim/io/result_file.hpp"
#include "sim/io/result_reader.hpp"
#include "tests/io/synthetic_grid.hpp"

#include <catch2/catch.hpp>

#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <cstdlib>
#include <fstream>

using namespace yuchong;
using namespace yuchong::io;
using namespace yuchong::test;
using Catch::Matchers::Contains;

namespace {

int run(std::string const& command) { return std::system(command.c_str()); }

// Runs half of the city, saves the partial file and a checkpoint, goes on for a while, and stops there.
std::vector<std::byte> stop_halfway(SyntheticCity const& city, std::string const& path, std::int64_t minute) {
    ResultFile file({path, Existing::keep}, city.contents());
    measure::Recorder recorder(city.settings, city.window(), city.layout(), file);
    Feed feed(city);
    feed.run(recorder, minute);
    recorder.flush();
    file.save_partial();
    Saver saver;
    archive(saver, recorder.state());
    feed.run(recorder, std::min(minute + 100, last_minute));
    recorder.flush();
    return saver.bytes();
}

void resume(SyntheticCity const& city, std::string const& path, std::vector<std::byte> const& image,
            std::int64_t minute) {
    measure::RecorderState state{};
    Loader loader(image);
    archive(loader, state);
    ResultFile file({path, Existing::keep}, city.contents(), state.written);
    measure::Recorder recorder(city.settings, city.window(), city.layout(), file);
    recorder.state() = state;
    Feed feed(city);
    feed.skip(minute);
    feed.run(recorder, last_minute);
    recorder.flush();
    file.finish(summary_of(recorder), audit_rows(), circumstance("later"));
}

// The rows of the grid alone, over two days and a half.
struct LongGrid {
    SyntheticCity city;
    SyntheticGrid grid{city};
    measure::Window window{SimTime{} + SyntheticCity::warmup, SimTime{} + SyntheticCity::warmup + hours(60)};
    static constexpr std::int64_t steps = 61 * 12;

    [[nodiscard]] ResultContents contents() const {
        ResultContents result = grid.contents();
        result.window = window;
        return result;
    }
    void finish(ResultFile& file, measure::GridRecorder& recorder) const {
        recorder.close(grid.state(steps - 1));
        measure::Summary summary;
        summary.grid = measure::summarise(recorder);
        file.finish(summary, audit_rows(), circumstance());
    }
    void write(std::string const& path) const {
        ResultFile file({path, Existing::keep}, contents());
        measure::GridRecorder recorder = grid.recorder(window, file);
        grid.run(recorder, 0, steps);
        finish(file, recorder);
    }
    // Saves after so many steps and leaves a partial file that is some steps ahead.
    [[nodiscard]] std::vector<std::byte> stop(std::string const& path, std::int64_t after) const {
        ResultFile file({path, Existing::keep}, contents());
        measure::GridRecorder recorder = grid.recorder(window, file);
        grid.run(recorder, 0, after);
        recorder.flush();
        Saver saver;
        archive(saver, recorder);
        grid.run(recorder, after, std::min(after + 300, steps));
        recorder.flush();
        file.save_partial();
        return saver.take();
    }
    void resume(std::string const& path, std::vector<std::byte> const& image, std::int64_t after) const {
        measure::NoSink nowhere;
        measure::GridRecorder saved = grid.recorder(window, nowhere);
        Loader first(image);
        archive(first, saved);
        ResultFile file({path, Existing::keep}, contents(),
                        {.city = 0,
                         .station = 0,
                         .session = 0,
                         .grid_step = saved.state().rows_written,
                         .grid_day = saved.state().days_written});
        measure::GridRecorder recorder = grid.recorder(window, file);
        Loader second(image);
        archive(second, recorder);
        grid.run(recorder, after, steps);
        finish(file, recorder);
    }
};

}  // namespace

TEST_CASE("xarray opens every group with both engines; ncdump and h5dump read it") {
    Folder const folder("yuchong-result");
    std::string const path = folder / "day.h5";
    write_result(SyntheticCity{}, path);
    std::string const script = std::string(YUCHONG_SOURCE_DIR) + "/tests/io/read_result.py";
    CHECK(run("/usr/bin/python3 " + script + " " + path) == 0);
    CHECK(run("ncdump -h " + path + " > " + (folder / "ncdump.txt")) == 0);
    CHECK(run("ncdump " + path + " > /dev/null") == 0);
    CHECK(run("h5dump -H " + path + " > /dev/null") == 0);
}

TEST_CASE("both engines of xarray and ncdump read the groups of the grid") {
    Folder const folder("yuchong-result");
    std::string const path = folder / "grid.h5";
    write_grid_result(path);
    std::string const script = std::string(YUCHONG_SOURCE_DIR) + "/tests/io/read_grid_result.py";
    CHECK(run("/usr/bin/python3 " + script + " " + path) == 0);
    CHECK(run("ncdump " + path + " > /dev/null") == 0);
}

TEST_CASE("a result appears under its name only when it is finished") {
    Folder const folder("yuchong-result");
    std::string const path = folder / "day.h5";
    SyntheticCity const city;
    {
        ResultFile file({path, Existing::keep}, city.contents());
        CHECK_FALSE(std::filesystem::exists(path));
        CHECK(std::filesystem::exists(path + ".tmp"));
        // A second run to the same file is told at once, and harms nothing.
        CHECK_THROWS_WITH(ResultFile({path, Existing::keep}, city.contents()),
                          Contains("another run is writing"));
        CHECK(std::filesystem::exists(path + ".tmp"));
    }
    CHECK(std::filesystem::is_empty(folder.path()));
    write_result(city, path);
    CHECK(std::filesystem::exists(path));
    CHECK_FALSE(std::filesystem::exists(path + ".tmp"));
}

TEST_CASE("an existing result is not overwritten unasked") {
    Folder const folder("yuchong-result");
    std::string const path = folder / "day.h5";
    SyntheticCity const city;
    std::ofstream(path) << "precious";
    CHECK_THROWS_WITH(ResultFile({path, Existing::keep}, city.contents()), Contains("exists already"));
    CHECK(std::filesystem::file_size(path) == 8);
    std::filesystem::remove(path);

    // It appears while the run goes on: the run's result stays under the working name.
    {
        ResultFile file({path, Existing::keep}, city.contents());
        measure::Recorder recorder(city.settings, city.window(), city.layout(), file);
        std::ofstream(path) << "precious";
        CHECK_THROWS_WITH(file.finish(summary_of(recorder), audit_rows(), circumstance()),
                          Contains("stays in"));
    }
    CHECK(std::filesystem::file_size(path) == 8);
    CHECK(read_provenance(path + ".tmp").at("status") == "done");

    ResultFile forced({path, Existing::replace}, city.contents());
    measure::Recorder again(city.settings, city.window(), city.layout(), forced);
    CHECK(std::filesystem::file_size(path) == 8);  // untouched until the new one is whole
    forced.finish(summary_of(again), audit_rows(), circumstance());
    CHECK(read_provenance(path).at("status") == "done");
}

TEST_CASE("paths that cannot be written are refused before anything is done") {
    Folder const folder("yuchong-result");
    SyntheticCity const city;
    CHECK_THROWS_WITH(ResultFile({folder / "no/where.h5", Existing::keep}, city.contents()),
                      Contains("no folder"));
    CHECK_THROWS_WITH(ResultFile({folder.path().string(), Existing::replace}, city.contents()),
                      Contains("is a folder"));
    CHECK_THROWS_AS(ResultFile({"/proc/result.h5", Existing::keep}, city.contents()), OutputError);
}

TEST_CASE("a killed run leaves no file that looks whole, and the next one succeeds") {
    Folder const folder("yuchong-result");
    std::string const path = folder / "day.h5";
    SyntheticCity const city(200);
    pid_t const child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        try {
            ResultFile file({path, Existing::keep}, city.contents());
            measure::Recorder recorder(city.settings, city.window(), city.layout(), file);
            Feed feed(city);
            for (std::int64_t m = 10; m < last_minute; m += 10) {
                feed.run(recorder, m);
                recorder.flush();
                if (m == 400) std::ofstream(folder / "midway") << "written so far";
                if (m >= 400) ::usleep(20'000);
            }
        } catch (std::exception const&) {
            ::_exit(1);
        }
        ::_exit(0);
    }
    while (!std::filesystem::exists(folder / "midway") && ::waitpid(child, nullptr, WNOHANG) == 0)
        ::usleep(1'000);
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    REQUIRE(WIFSIGNALED(status));
    CHECK_FALSE(std::filesystem::exists(path));
    CHECK_FALSE(std::filesystem::exists(partial_path(path)));
    CHECK(std::filesystem::exists(path + ".tmp"));
    write_result(city, path);
    CHECK_FALSE(std::filesystem::exists(path + ".tmp"));
}

TEST_CASE("a resumed result equals the undisturbed one") {
    Folder const folder("yuchong-result");
    SyntheticCity const city;
    write_result(city, folder / "whole.h5");
    std::int64_t const minute = GENERATE(30, 61, 62, 300, 499, 777, 780);
    std::string const path = folder / "resumed.h5";
    std::vector<std::byte> const image = stop_halfway(city, path, minute);
    CHECK_FALSE(std::filesystem::exists(path));
    CHECK(read_provenance(partial_path(path)).at("status") == "partial");
    resume(city, path, image, minute);
    CHECK(exact_differences(folder / "whole.h5", path).empty());
    CHECK(std::filesystem::exists(partial_path(path)));  // to start again from, until the caller removes it
}

TEST_CASE("a resumed result has the grid's rows of the undisturbed one") {
    Folder const folder("yuchong-result");
    LongGrid const grid;
    grid.write(folder / "whole.h5");
    // In the warm-up, in the first block, amid a spell, at the end of a day, in the last hour.
    std::int64_t const after = GENERATE(5, 13, 36, 12 + 288, 60 * 12 + 3);
    std::string const path = folder / "resumed.h5";
    std::vector<std::byte> const image = grid.stop(path, after);
    grid.resume(path, image, after);
    CHECK(exact_differences(folder / "whole.h5", path) == std::vector<std::string>{});
    Hdf5File const file = Hdf5File::open(path);
    CHECK(file.root().group("feeders").dataset("time").shape().at(0) == 60 * 12);
    CHECK(file.root().group("transformers").dataset("day").read<std::int32_t>() ==
          std::vector<std::int32_t>{0, 1, 2});
}

TEST_CASE("resuming is refused where the partial file does not fit") {
    Folder const folder("yuchong-result");
    SyntheticCity const city;
    std::string const path = folder / "day.h5";
    measure::RowCounts const none{};
    CHECK_THROWS_WITH(ResultFile({path, Existing::keep}, city.contents(), none), Contains("day.partial.h5"));
    static_cast<void>(stop_halfway(city, path, 300));
    ResultContents other = city.contents();
    other.provenance.scenario_hash = 99;
    CHECK_THROWS_WITH(ResultFile({path, Existing::keep}, other, none), Contains("scenario_hash"));
    CHECK_THROWS_WITH(
        ResultFile({path, Existing::keep}, city.contents(), {.city = 1'000, .station = 0, .session = 0}),
        Contains("older than the checkpoint"));
    CHECK_FALSE(std::filesystem::exists(path + ".tmp"));
}

TEST_CASE("describe tells what a result holds") {
    Folder const folder("yuchong-result");
    std::string const path = folder / "day.h5";
    write_result(SyntheticCity{}, path);
    std::string const text = describe_result(path);
    for (char const* part :
         {"/stations", "(time 48, station 3)", "charging power, grid-side AC [kW]", "peak_kw",
          "000000000000feed", "vehicles_conserved", "holds", "2025-08-05T00:00:00"})
        CHECK_THAT(text, Contains(part));
    CHECK_THAT(text, Contains("2025-08-05 ") && !Contains("0 seconds since"));
    CHECK_THAT(text, !Contains("\n  nv "));
    CHECK_THAT(read_scenario(path), Contains("name: synthetic"));
    std::ofstream(folder / "x.h5") << "no result";
    CHECK_THROWS(describe_result(folder / "x.h5"));
    static_cast<void>(Hdf5File::create(folder / "empty.h5"));
    CHECK_THROWS_WITH(describe_result(folder / "empty.h5"), Contains("no Yuchong result"));
}

TEST_CASE("a result of a newer major format is refused") {
    Folder const folder("yuchong-result");
    std::string const path = folder / "day.h5";
    write_result(SyntheticCity{}, path);
    {
        Hdf5File file = Hdf5File::reopen(path);
        file.root().set("format_version", "2.0");
        file.close();
    }
    CHECK_THROWS_WITH(read_kpis(path), Contains("newer"));
}
