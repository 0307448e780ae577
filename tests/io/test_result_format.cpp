// output/FORMAT.md against a real file: every variable, its type, dimensions and unit, every attribute, the
// version.

#include "sim/io/hdf5_file.hpp"
#include "sim/io/result_file.hpp"
#include "tests/io/synthetic_grid.hpp"

#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <fstream>
#include <set>
#include <sstream>

using namespace yuchong;
using namespace yuchong::io;
using namespace yuchong::test;

namespace {

std::string trimmed(std::string const& text) {
    auto const first = text.find_first_not_of(" `");
    if (first == std::string::npos) return "";
    return text.substr(first, text.find_last_not_of(" `") - first + 1);
}

std::vector<std::string> cells(std::string const& row) {
    std::vector<std::string> result;
    std::istringstream in(row.substr(1));
    for (std::string cell; std::getline(in, cell, '|');) result.push_back(trimmed(cell));
    return result;
}

std::vector<std::string> page_lines() {
    std::ifstream in(std::string(YUCHONG_SOURCE_DIR) + "/output/FORMAT.md");
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

// Rows of the tables under each heading, as "path name type (dimensions) unit: meaning"; attributes as "/
// name type".
std::set<std::string> documented() {
    std::set<std::string> result;
    std::string heading;
    for (std::string const& line : page_lines()) {
        if (line.starts_with("#")) heading = line.substr(line.find(' ') + 1);
        if (!line.starts_with("| `")) continue;
        std::vector<std::string> const c = cells(line);
        if (heading == "Attributes of the file") result.insert("/ " + c.at(0) + " " + c.at(1));
        if (heading.starts_with("/"))
            result.insert(
                fmt::format("{}/{} {} ({}) {}: {}", heading, c.at(0), c.at(1), c.at(2), c.at(3), c.at(4)));
    }
    return result;
}

std::string unit_of(Hdf5Dataset const& variable) {
    std::string const units = variable.text("units");
    return units.find(" since ") != std::string::npos ? "time" : units;
}

std::set<std::string> written(std::string const& path) {
    Hdf5File const file = Hdf5File::open(path);
    std::set<std::string> result;
    for (std::string const& group_name : file.root().groups()) {
        Hdf5Group const group = file.root().group(group_name);
        for (std::string const& name : group.datasets()) {
            Hdf5Dataset const variable = group.dataset(name);
            if (name == "nv" || name == "vertex") continue;  // dimensions without values
            result.insert(fmt::format("/{}/{} {} ({}) {}: {}", group_name, name, name_of(variable.type()),
                                      fmt::join(variable.dimensions(), ", "), unit_of(variable),
                                      variable.text("long_name")));
        }
    }
    for (std::string const& name : file.root().attributes())
        result.insert("/ " + name + " " +
                      (name == "seed"           ? "int64"
                       : name == "reproducible" ? "int32"
                                                : "string"));
    return result;
}

}  // namespace

TEST_CASE("output/FORMAT.md lists exactly what a result file holds") {
    Folder const folder("yuchong-format");
    write_grid_result(folder / "day.h5");
    std::set<std::string> const page = documented();
    std::set<std::string> const file = written(folder / "day.h5");
    CHECK(file.size() > 150);
    for (std::string const& entry : file) {
        INFO("in the file, not on the page: " << entry);
        CHECK(page.contains(entry));
    }
    for (std::string const& entry : page) {
        INFO("on the page, not in the file: " << entry);
        CHECK(file.contains(entry));
    }
}

TEST_CASE("output/FORMAT.md names the current version") {
    std::string const version = fmt::format("{}.{}", format_version.major, format_version.minor);
    bool stated = false, in_history = false;
    for (std::string const& line : page_lines()) {
        stated |= line == "The current version of the result format is " + version + ".";
        in_history |= line.starts_with("| " + version + " |");
    }
    CHECK(stated);
    CHECK(in_history);
}
