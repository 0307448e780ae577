// What describe says of broken limits of the grid: counts, the worst, and what remains without charging.

#include "sim/io/violations_text.hpp"

#include "sim/io/netcdf_group.hpp"
#include "sim/io/result_reader.hpp"
#include "tests/io/synthetic_grid.hpp"

#include <catch2/catch.hpp>

#include <sstream>

using namespace yuchong;
using namespace yuchong::io;
using namespace yuchong::test;
using Catch::Matchers::Contains;

namespace {

Calendar const recorded({.year = 2025, .month = 8, .day = 5});

std::string text_of(std::string const& path) {
    Hdf5File const file = Hdf5File::open(path);
    return violations_text(file.root(), recorded);
}

// Words of the line that begins with `first`; empty if there is none.
std::vector<std::string> line_of(std::string const& text, std::string const& first) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream in(line);
        std::vector<std::string> words;
        for (std::string word; in >> word;) words.push_back(word);
        if (!words.empty() && words.front() == first) return words;
    }
    return {};
}

using Words = std::vector<std::string>;

// The groups that the text is made from: `count` feeders, each of one transformer and one spell of overload
// that is further beyond the higher its number.
void write_many(std::string const& path, std::int32_t count) {
    std::vector<std::string> names, districts;
    std::vector<std::int32_t> numbers;
    std::vector<double> begin, end, worst, bound;
    for (std::int32_t i = 0; i < count; ++i) {
        names.push_back("n" + std::to_string(i));
        districts.emplace_back("Yubei");
        numbers.push_back(i);
        begin.push_back(300.0 * i);
        end.push_back(300.0 * i + 1'800.0);
        worst.push_back(1.1 + 0.01 * i);
        bound.push_back(1.0);
    }
    Hdf5File file = Hdf5File::create(path);
    {
        Hdf5Group root = file.root();
        static_cast<void>(root.create_group("kpi"));
        NetcdfGroup feeders(root.create_group("feeders"), 1), violations(root.create_group("violations"), 1),
            transformers(root.create_group("transformers"), 1);
        feeders.text_dimension({"feeder", "1", "feeder"}, names);
        feeders.text({"district", "1", "district"}, {"feeder"}, districts);
        transformers.text_dimension({"transformer", "1", "transformer"}, names);
        transformers.numbers<std::int32_t>({"feeder", "1", "feeder"}, {"transformer"}, numbers);
        violations.bare_dimension("violation", static_cast<std::uint64_t>(count));
        violations.codes<std::int8_t>({"limit", "1", "limit"}, {"violation"},
                                      std::vector<std::int8_t>(static_cast<std::size_t>(count), 0),
                                      {{"feeder_loading"}});
        violations.numbers<std::int32_t>({"element", "1", "element"}, {"violation"}, numbers);
        violations.numbers<double>({"begin", "s", "begin"}, {"violation"}, begin);
        violations.numbers<double>({"end", "s", "end"}, {"violation"}, end);
        violations.numbers<double>({"worst", "1", "worst"}, {"violation"}, worst);
        violations.numbers<double>({"bound", "1", "bound"}, {"violation"}, bound);
        violations.numbers<double>({"without_charging", "1", "without"}, {"violation"},
                                   std::vector<double>(bound.size(), NAN));
    }
    file.close();
}

void set_without_charging(std::string const& path, std::vector<double> const& values) {
    Hdf5File file = Hdf5File::reopen(path);
    file.root().group("violations").dataset("without_charging").write(std::span<double const>(values));
    file.close();
}

}  // namespace

TEST_CASE("broken limits are counted and the worst are named with place, time and length") {
    Folder const folder("yuchong-violations");
    std::string const path = folder / "grid.h5";
    write_grid_result(path);
    std::string const text = text_of(path);
    CHECK_THAT(
        text,
        Contains("beyond limits of the grid: 4 spells, 0 of them without charging as well (3 not known)\n"));
    CHECK(line_of(text, "feeder_loading") == Words{"feeder_loading", "2", "2", "0"});
    CHECK(line_of(text, "no_solution") == Words{"no_solution", "1", "1", "0"});
    CHECK(line_of(text, "transformer_loading") == Words{"transformer_loading", "1", "1", "0"});
    CHECK(line_of(text, "low_voltage").empty());
    CHECK(line_of(text, "f0") ==
          Words{"f0", "Yubei", "1.310", "1.00", "2025-08-05", "01:30", "1.00", "1", "not", "known"});
    CHECK(line_of(text, "f1") ==
          Words{"f1", "Yubei", "1.050", "1.00", "2025-08-05", "04:00", "0.25", "1", "not", "known"});
    CHECK(line_of(text, "f2") ==
          Words{"f2", "Wanzhou", "no", "solution", "2025-08-05", "05:15", "0.08", "1", "not", "known"});
    CHECK(line_of(text, "f0/4") ==
          Words{"f0/4", "Yubei", "1.200", "1.00", "2025-08-05", "02:00", "0.25", "1", "0.900"});
    CHECK(text.find(" f2 ") < text.find(" f0 "));
    CHECK(text.find(" f0 ") < text.find(" f1 "));
    CHECK_THAT(describe_result(path), Contains(text));
}

TEST_CASE("what would have been beyond its limit without charging is told apart") {
    Folder const folder("yuchong-violations");
    std::string const path = folder / "grid.h5";
    write_grid_result(path);
    set_without_charging(path, {1.12, 0.8, NAN, 1.0});  // f0/4, f0, f1, f2
    std::string const text = text_of(path);
    CHECK_THAT(text, Contains("4 spells, 2 of them without charging as well (1 not known)\n"));
    CHECK(line_of(text, "feeder_loading") == Words{"feeder_loading", "2", "2", "0"});
    CHECK(line_of(text, "no_solution") == Words{"no_solution", "1", "1", "1"});
    CHECK(line_of(text, "transformer_loading") == Words{"transformer_loading", "1", "1", "1"});
    CHECK(line_of(text, "f0/4").back() == "1.120");
    CHECK(line_of(text, "f0").back() == "0.800");
    CHECK(line_of(text, "f1").back() == "known");
    CHECK(line_of(text, "f2").back() == "solution");
}

TEST_CASE("no more than five are listed, spells of one feeder add up") {
    Folder const folder("yuchong-violations");
    write_many(folder / "many.h5", 7);
    std::string const many = text_of(folder / "many.h5");
    CHECK_THAT(many, Contains("feeders beyond the rating: 7, the worst 5\n") && !Contains("transformers"));
    CHECK_FALSE(line_of(many, "n2").empty());
    CHECK(line_of(many, "n1").empty());
    CHECK(many.find(" n6 ") < many.find(" n5 "));

    write_many(folder / "one.h5", 3);
    {
        Hdf5File file = Hdf5File::reopen(folder / "one.h5");
        file.root()
            .group("violations")
            .dataset("element")
            .write(std::span<std::int32_t const>(std::vector<std::int32_t>{2, 2, 2}));
        file.close();
    }
    std::string const one = text_of(folder / "one.h5");
    CHECK(line_of(one, "feeder_loading") == Words{"feeder_loading", "3", "1", "0"});
    CHECK(line_of(one, "n2") ==
          Words{"n2", "Yubei", "1.120", "1.00", "2025-08-05", "00:10", "1.50", "3", "not", "known"});
}

TEST_CASE("a low voltage remains without charging if it is still below its limit") {
    Folder const folder("yuchong-violations");
    std::string const path = folder / "low.h5";
    write_many(path, 2);
    {
        Hdf5File file = Hdf5File::reopen(path);
        file.root().group("violations").dataset("limit").set("flag_meanings", "low_voltage");
        file.root()
            .group("violations")
            .dataset("bound")
            .write(std::span<double const>(std::vector<double>{0.93, 0.93}));
        file.close();
    }
    set_without_charging(path, {0.92, 0.94});
    CHECK(line_of(text_of(path), "low_voltage") == Words{"low_voltage", "2", "2", "1"});
}

TEST_CASE("nothing is said of a grid that is not there or not finished, and that none was broken if so") {
    Folder const folder("yuchong-violations");
    write_result(SyntheticCity{}, folder / "without.h5");
    CHECK(text_of(folder / "without.h5").empty());
    write_many(folder / "none.h5", 0);
    CHECK(text_of(folder / "none.h5") == "\nno limit of the grid was broken\n");
    write_many(folder / "partial.h5", 3);
    {
        Hdf5File file = Hdf5File::reopen(folder / "partial.h5");
        file.root().remove("kpi");
        file.close();
    }
    CHECK(text_of(folder / "partial.h5").empty());
}
