// Comparing results: equal but for cost, and what is found when something was changed.

#include "sim/io/compare.hpp"
#include "sim/io/hdf5_file.hpp"
#include "tests/io/synthetic_grid.hpp"

#include <catch2/catch.hpp>

using namespace yuchong;
using namespace yuchong::io;
using namespace yuchong::test;
using Catch::Matchers::Contains;

namespace {

// Changes one value of a float series by the smallest possible amount.
void plant(std::string const& path, std::string const& group, std::string const& variable, std::size_t at) {
    Hdf5File file = Hdf5File::reopen(path);
    {
        Hdf5Dataset data = file.root().group(group).dataset(variable);
        std::vector<float> values = data.read<float>();
        values.at(at) = std::nextafter(values.at(at), 1e9F);
        data.write(std::span<float const>(values));
    }
    file.close();
}

}  // namespace

TEST_CASE("two runs are equal but for cost and circumstance") {
    Folder const folder("yuchong-compare");
    write_result(SyntheticCity{}, folder / "a.h5", 1.0, "today");
    write_result(SyntheticCity{}, folder / "b.h5", 1.0, "tomorrow");
    CHECK(exact_differences(folder / "a.h5", folder / "b.h5").empty());
}

TEST_CASE("a planted difference of one bit is found where it is") {
    Folder const folder("yuchong-compare");
    write_result(SyntheticCity{}, folder / "a.h5");
    write_result(SyntheticCity{}, folder / "b.h5");
    plant(folder / "b.h5", "stations", "waiting", 3 * 17 + 2);
    std::vector<std::string> const lines = exact_differences(folder / "a.h5", folder / "b.h5");
    REQUIRE(lines.size() == 1);
    CHECK_THAT(lines[0], Contains("/stations/waiting: 1 of 144 values differ, first at [17, 2]"));
}

TEST_CASE("a difference of one bit is found in the groups of the grid") {
    Folder const folder("yuchong-compare");
    write_grid_result(folder / "a.h5");
    write_grid_result(folder / "b.h5");
    CHECK(exact_differences(folder / "a.h5", folder / "b.h5").empty());
    plant(folder / "b.h5", "feeders", "head_kw", 3 * 7 + 1);
    plant(folder / "b.h5", "transformers", "day_max_hot_spot_c", 4);
    std::vector<std::string> const lines = exact_differences(folder / "a.h5", folder / "b.h5");
    REQUIRE(lines.size() == 2);
    CHECK_THAT(lines[0], Contains("/feeders/head_kw: 1 of 432 values differ, first at [7, 1]"));
    CHECK_THAT(lines[1], Contains("/transformers/day_max_hot_spot_c: 1 of 6 values differ, first at [0, 4]"));
    write_result(SyntheticCity{}, folder / "without.h5");
    std::string all;
    for (std::string const& line : exact_differences(folder / "a.h5", folder / "without.h5"))
        all += line + "\n";
    CHECK_THAT(all, Contains("/violations: only in the first file"));
}

TEST_CASE("differences of attributes, texts, scalars, shapes and sets are found") {
    Folder const folder("yuchong-compare");
    write_result(SyntheticCity{}, folder / "a.h5");
    SyntheticCity other(4);
    other.network.stations[1].name = "renamed";
    write_result(other, folder / "b.h5");
    {
        Hdf5File file = Hdf5File::reopen(folder / "b.h5");
        file.root().set("digest", "0");
        file.root()
            .group("kpi")
            .dataset("vehicles")
            .write(std::span<std::int64_t const>(std::vector<std::int64_t>{101}));
        file.root().group("audit").remove("unit");
        file.close();
    }
    std::string all;
    for (std::string const& line : exact_differences(folder / "a.h5", folder / "b.h5")) all += line + "\n";
    CHECK_THAT(all, Contains("/ attribute digest: 000000000000feed against 0"));
    CHECK_THAT(all, Contains("/kpi/vehicles: 1 of 1 values differ, first at []: 100 against 101"));
    CHECK_THAT(all, Contains("/audit/unit: only in the first file"));
    CHECK_THAT(all, Contains("/stations/charging_kw: shape (48, 3) against (48, 4)"));
    CHECK_THAT(all, !Contains("/run"));
}
