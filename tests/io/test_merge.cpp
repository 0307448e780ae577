#include "sim/io/merge.hpp"

#include "tests/io/input_files.hpp"

using namespace yuchong::io;
using Lines = std::vector<std::string>;

namespace {

Node parse(std::string const& text, int layer, std::string const& file = "x.yaml") {
    Report report;
    auto node = parse_document({file, text}, report);
    REQUIRE(node);
    set_layer(*node, layer);
    return *node;
}

Node const& at(Node const& root, std::string const& key) {
    Node const* node = root.find(key);
    REQUIRE(node != nullptr);
    return *node;
}

}  // namespace

TEST_CASE("maps merge, scalars and lists replace, null removes") {
    Node const lower = parse("a: {x: 1, y: 2}\nb: [1, 2, 3]\nc: 5\nd: 6\n", 0, "lower.yaml");
    Node const upper = parse("a: {y: 3, z: 4}\nb: [9]\nc: ~\ne: {f: ~, g: 1}\n", 1, "upper.yaml");
    Node const merged = overlay(lower, upper);
    CHECK(at(at(merged, "a"), "x").text == "1");
    CHECK(at(at(merged, "a"), "x").mark.file == "lower.yaml");
    CHECK(at(at(merged, "a"), "y").text == "3");
    CHECK(at(at(merged, "a"), "y").mark.file == "upper.yaml");
    CHECK(at(at(merged, "a"), "y").layer == 1);
    CHECK(at(merged, "b").items.size() == 1);
    CHECK(merged.find("c") == nullptr);
    CHECK(at(merged, "d").text == "6");
    CHECK(at(merged, "e").find("f") == nullptr);
    CHECK(at(at(merged, "e"), "g").text == "1");
}

TEST_CASE("models files may not give a value twice") {
    Report report;
    std::vector<Node> documents{parse("a: {x: 1}\n", 0, "m/a.yaml"),
                                parse("a: {y: 2, x: 3}\n", 0, "m/b.yaml")};
    Node const joined = join_disjoint(documents, report);
    CHECK(at(at(joined, "a"), "y").text == "2");
    CHECK(lines_of(report) == Lines{"m/b.yaml:1:11: a.x: the value is given twice (also at m/a.yaml:1:8) "
                                    "keep it in one models file"});
}

TEST_CASE("a scenario inherits by base, outermost first") {
    InputFolder const folder("merge");
    folder.write("a.yaml", "x: 1\ny: 1\n");
    folder.write("b.yaml", "base: a.yaml\ny: 2\n");
    Report report;
    auto const chain = load_with_bases(folder.write("c.yaml", "base: b.yaml\nz: 3\n"), 1, report);
    REQUIRE(chain);
    REQUIRE(chain->size() == 3);
    CHECK(at(chain->at(0), "y").text == "1");
    CHECK(at(chain->at(1), "y").layer == 2);
    CHECK(chain->at(2).find("base") == nullptr);
}

TEST_CASE("a circle of bases and a missing base are told where they are named") {
    InputFolder const folder("circle");
    std::string const a = folder.write("a.yaml", "base: b.yaml\n"),
                      b = folder.write("b.yaml", "name: b\nbase: ./a.yaml\n");
    Report report;
    CHECK(!load_with_bases(a, 1, report));
    CHECK(lines_of(report) == Lines{b + ":2:7: base: the files inherit from one another in a circle (" + a +
                                    " -> " + b + " -> " + folder.path("./a.yaml") + ") remove one base:"});
    Report missing;
    std::string const c = folder.write("c.yaml", "base: nowhere.yaml\n");
    CHECK(!load_with_bases(c, 1, missing));
    CHECK(
        lines_of(missing).at(0).starts_with(c + ":1:7: base: cannot find the file " + folder.path("nowhere.yaml")));
    Report wrong;
    CHECK(load_with_bases(folder.write("d.yaml", "base: [a]\n"), 1, wrong));
    CHECK(lines_of(wrong).at(0).ends_with(
        "base: a list is not a file name (base names one scenario file) write base: other.yaml"));
    Report list;
    CHECK(!load_with_bases(folder.write("e.yaml", "- a\n"), 1, list));
    CHECK(lines_of(list).at(0).find("a scenario must be a map (it is a list)") != std::string::npos);
}

TEST_CASE("a --set replaces any value, makes maps on the way and enters lists") {
    Node root = parse("time: {start: 2025-01-01}\nlist: [{bays: 1}, {bays: 2}]\n", 0);
    Report report;
    apply_set(root, "time.duration=7 d", 1, 5, report);
    apply_set(root, "list.1.bays=9", 2, 5, report);
    apply_set(root, "new.deep.key={a: [1, 2]}", 3, 5, report);
    apply_set(root, "time.start=", 4, 5, report);
    CHECK(report.empty());
    CHECK(at(at(root, "time"), "duration").text == "7 d");
    CHECK(to_text(at(at(root, "time"), "duration").mark) == "--set:1:15");
    CHECK(at(at(root, "time"), "duration").layer == 5);
    CHECK(at(at(root, "list").items.at(1), "bays").text == "9");
    CHECK(at(at(at(root, "new"), "deep"), "key").find("a")->items.size() == 2);
    CHECK(at(root, "time").find("start") == nullptr);
}

TEST_CASE("a --set that cannot be read") {
    Node root = parse("list: [1]\n", 0);
    Report report;
    apply_set(root, "no equals sign", 1, 1, report);
    apply_set(root, "a..b=1", 2, 1, report);
    apply_set(root, "list.7=1", 3, 1, report);
    apply_set(root, "a=[1", 4, 1, report);
    apply_set(root, "base=x", 5, 1, report);
    auto const lines = lines_of(report);
    REQUIRE(lines.size() == 5);
    CHECK(
        lines[0] ==
        "--set:1:1: \"no equals sign\" cannot be read (it has to be key.path=value) write for example --set "
        "time.duration=\"7 d\"");
    CHECK(lines[2] ==
          "--set:3:8: there is no item 7 (the list has 1 items, counted from 0) check the number");
    CHECK(lines[3].starts_with("--set:4:"));
    CHECK(lines[3].find(": a: ") != std::string::npos);
}
