#include "sim/io/city_tables.hpp"

#include "tests/io/input_files.hpp"

#include <numeric>

using namespace yuchong;
using namespace yuchong::io;
using Lines = std::vector<std::string>;

TEST_CASE("CSV cells with quotes, commas, line ends and a byte order mark") {
    InputFolder const folder("csv");
    Report report;
    auto const table = read_csv(
        folder.write("a.csv",
                     "\xef\xbb\xbfname,note\r\n\"a, b\",\"say \"\"x\"\"\"\r\n\r\n渝,\"two\nlines\"\nlast,"),
        report);
    REQUIRE(lines_of(report) == Lines{});
    REQUIRE(table);
    REQUIRE(table->rows.size() == 3);
    CHECK(table->header[0].text == "name");
    CHECK(table->rows[0][0].text == "a, b");
    CHECK(table->rows[0][1].text == "say \"x\"");
    CHECK(table->rows[1][1].text == "two\nlines");
    CHECK(table->rows[1][1].mark.line == 4);
    CHECK(table->rows[1][1].mark.column == 3);
    CHECK(table->rows[2][1].text.empty());
    CHECK(table->column("note") == 1U);
}

TEST_CASE("CSV that cannot be used says where") {
    InputFolder const folder("csvbad");
    auto const problems = [&](std::string const& text) {
        Report report;
        std::string const path = folder.write("a.csv", text);
        CHECK(!read_csv(path, report));
        Lines lines = lines_of(report);
        for (std::string& line : lines) line.erase(0, path.size() + 1);
        return lines;
    };
    CHECK(problems("a,b\n1,2\n1,2,3\n") ==
          Lines{"3:1: the row has 3 cells (the header has 2) quote cells that hold commas"});
    CHECK(problems("a,a\n") == Lines{"1:3: the column a stands twice (cells are found by name) rename one"});
    CHECK(problems("a,b\n1,\"open\n") ==
          Lines{"2:3: the quote is not closed (the file ends inside it) add a closing quote"});
    CHECK(problems("a,b\n\"x\"y,2\n").at(0).starts_with("2:4: text follows a closing quote"));
    CHECK(problems("").at(0).find("the table is empty") != std::string::npos);
}

TEST_CASE("the districts of Chongqing are read whole") {
    Report report;
    auto const table = read_csv(source_path("models/chongqing/districts.csv"), report);
    REQUIRE(table);
    auto const districts = districts_of(*table, report);
    CHECK(lines_of(report) == Lines{});
    REQUIRE(districts.size() == 38);
    double population = 0.0;
    for (auto const& d : districts) population += d.population;
    CHECK(population == Approx(32'054'161.0));
    auto const barriers =
        barriers_of(*read_csv(source_path("models/chongqing/barriers.csv"), report), report);
    CHECK(lines_of(report) == Lines{});
    CHECK(barriers.size() > 2);
    for (auto const& barrier : barriers) CHECK(barrier.line.size() >= 2);
}

TEST_CASE("districts that cannot be") {
    InputFolder const folder("districts");
    std::string const header =
        "adcode,name,name_zh,ring,relief,population,area_km2,centroid_lon,centroid_lat,seat_lon,seat_lat,"
        "seat_elevation_m,urbanisation,home_pile_share,vehicle_weight,source\n";
    std::string const row = "1,A,甲,core,hills,100,10,106,29,106,29,200,0.5,0.4,1,estimate\n";
    auto const problems = [&](std::string const& text) {
        Report report;
        auto const table = read_csv(folder.write("d.csv", text), report);
        REQUIRE(table);
        districts_of(*table, report);
        Lines lines = lines_of(report);
        for (std::string& line : lines) line.erase(0, folder.path("d.csv").size() + 1);
        return lines;
    };
    CHECK(problems(header + row) == Lines{});
    CHECK(problems(header + row + row).size() == 2);
    CHECK(problems(header + "1,A,甲,cor,hills,-100,nan,106,29,106,29,200,1.5,0.4,1,x\n") ==
          Lines{"2:7: ring: \"cor\" is not known (one of core, inner, outer is wanted) did you mean core?",
                "2:17: population: -100 is out of range (must be above 0 and at most 1000000000)",
                "2:22: area_km2: nan is not a finite number (it cannot be calculated with) write a number",
                "2:44: urbanisation: 1.5 is out of range (must be between 0 and 1)"});
    CHECK(problems("adcode,nam\n1,2\n")
              .back()
              .find("nam: the column is not known (nothing reads it) did you mean name?") !=
          std::string::npos);
}
