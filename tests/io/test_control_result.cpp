// The group /control: what is written is read back, whole or in parts.

#include "sim/io/compare.hpp"
#include "sim/io/control_result.hpp"
#include "sim/io/result_reader.hpp"
#include "tests/io/synthetic_control.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace yuchong;
using namespace yuchong::io;
using namespace yuchong::test;
using Catch::Matchers::Contains;

namespace {

using Reproducible = Provenance::Reproducible;

struct ControlledCity {
    SyntheticCity city = SyntheticCity();
    SyntheticControl control = SyntheticControl(city);
    Reproducible reproducible = Reproducible::yes;

    [[nodiscard]] ResultContents contents(SetPoints kept = SetPoints::kept) const {
        ResultContents result = city.contents();
        result.control = control.contents();
        result.control->set_points = kept;
        result.provenance.reproducible = reproducible;
        return result;
    }
    static void finish(ResultFile& file) { file.finish({}, audit_rows(), circumstance()); }

    void write(std::string const& path) const {
        ResultFile file({path, Existing::keep}, contents());
        measure::ControlRecorder recorder = control.recorder(file);
        control.run(recorder, 0, last_minute);
        recorder.flush();
        finish(file);
    }
    // Saves after so many minutes and leaves a partial file that is some ahead.
    [[nodiscard]] std::vector<std::byte> stop(std::string const& path, std::int64_t minute) const {
        ResultFile file({path, Existing::keep}, contents());
        measure::ControlRecorder recorder = control.recorder(file);
        control.run(recorder, 0, minute);
        recorder.flush();
        Saver saver;
        archive(saver, recorder.state());
        control.run(recorder, minute, std::min(minute + 100, last_minute));
        recorder.flush();
        file.save_partial();
        return saver.take();
    }
    void resume(std::string const& path, std::vector<std::byte> const& image, std::int64_t minute) const {
        measure::ControlRecorderState state{};
        Loader loader(image);
        archive(loader, state);
        measure::RowCounts written{};
        written.control_step = state.rows_written;
        written.set_point = state.set_points_written;
        ResultFile file({path, Existing::keep}, contents(), written);
        measure::ControlRecorder recorder = control.recorder(file);
        recorder.state() = state;
        control.run(recorder, minute, last_minute);
        recorder.flush();
        finish(file);
    }
};

}  // namespace

TEST_CASE("set-points are read back as they were, no limit too") {
    Folder const folder("yuchong-control");
    std::string const path = folder / "day.h5";
    ControlledCity const city;
    city.write(path);
    RecordedSetPoints const recorded = read_set_points(path);
    CHECK(recorded.seed == "1");
    CHECK(recorded.scenario_hash == "0000000000001234");
    CHECK(recorded.demand_hash == "000000000000dead");
    REQUIRE(recorded.step.size() == 3 * 78);
    for (std::size_t i = 0; i < recorded.step.size(); ++i) {
        auto const k = static_cast<std::int64_t>(i / 3);
        REQUIRE(recorded.step[i] == k);
        REQUIRE(recorded.session[i] == k + static_cast<std::int64_t>(i % 3));
        REQUIRE(recorded.set_point_kw[i] == (i % 3 == 0 ? INFINITY : static_cast<double>(k) / 3.0));
    }
}

TEST_CASE("a resumed result has the control rows of the undisturbed one") {
    Folder const folder("yuchong-control");
    ControlledCity const city;
    city.write(folder / "whole.h5");
    // In the warm-up, between steps, at the end of one, in the last.
    std::int64_t const minute = GENERATE(30, 61, 300, 315, 779);
    std::string const path = folder / "resumed.h5";
    city.resume(path, city.stop(path, minute), minute);
    CHECK(exact_differences(folder / "whole.h5", path) == std::vector<std::string>{});
    CHECK(Hdf5File::open(path).root().group("control").dataset("time").shape().at(0) == 48);
}

TEST_CASE("a run that was steered from outside for a part is not reproducible; the rest of it is compared") {
    Folder const folder("yuchong-control");
    ControlledCity replayed, live;
    live.reproducible = Reproducible::no;
    replayed.write(folder / "whole.h5");
    for (auto const& [before, after] : {std::pair{&live, &replayed}, {&replayed, &live}}) {
        std::string const path = folder / (before == &live ? "a.h5" : "b.h5");
        after->resume(path, before->stop(path, 300), 300);
        CHECK(read_provenance(path).at("reproducible") == "0");
        CHECK(exact_differences(folder / "whole.h5", path).empty());
    }
    CHECK(read_provenance(folder / "whole.h5").at("reproducible") == "1");
}

TEST_CASE("without set-points there is no table, and none to read") {
    Folder const folder("yuchong-control");
    ControlledCity const city;
    {
        ResultFile file({folder / "day.h5", Existing::keep}, city.contents(SetPoints::left_out));
        ControlledCity::finish(file);
    }
    write_result(city.city, folder / "free.h5");
    for (char const* name : {"day.h5", "free.h5"})
        CHECK_THROWS_WITH(read_set_points(folder / name), Contains("keeps no set-points"));
    CHECK_THROWS_WITH(read_set_points(folder / "none.h5"), Contains("no such file"));
    CHECK(Hdf5File::open(folder / "day.h5").root().group("control").contains("granted_kw"));
}
