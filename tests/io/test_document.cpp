#include "sim/io/document.hpp"

#include "tests/io/input_files.hpp"

using namespace yuchong::io;
using Lines = std::vector<std::string>;

namespace {

std::optional<Node> parse(std::string const& text, Report& report) {
    return parse_document({"x.yaml", text}, report);
}

Lines problems(std::string const& text) {
    Report report;
    auto const document = parse(text, report);
    CHECK((!document || !report.empty()));
    return lines_of(report);
}

}  // namespace

TEST_CASE("a document keeps text, order and places") {
    Report report;
    auto const root = parse("a: 1\nb:\n  - x\n  - {c: \"480 kW\", d: }\n", report);
    REQUIRE(report.empty());
    REQUIRE(root);
    CHECK(root->find("a")->text == "1");
    Node const& list = *root->find("b");
    CHECK(list.items.at(0).text == "x");
    Node const& quantity = *list.items.at(1).find("c");
    CHECK(quantity.text == "480 kW");
    CHECK(quantity.quoting == Node::Quoting::quoted);
    CHECK(to_text(quantity.mark) == "x.yaml:4:9");
    CHECK(list.items.at(1).find("d")->kind == Node::Kind::null);
}

TEST_CASE("columns count characters, not bytes") {
    Report report;
    auto const root = parse("{重庆: 1, 渝: 2}\n", report);
    REQUIRE(root);
    CHECK(to_text(root->find("渝")->mark) == "x.yaml:1:12");
}

TEST_CASE("a duplicate key is told with both places") {
    CHECK(problems("a: 1\nb:\n  c: 1\n  c: 2\n  c: 3\na: 4\n") ==
          Lines{"x.yaml:4:3: b.c: the key appears twice (first on line 3) keep one of them",
                "x.yaml:5:3: b.c: the key appears twice (first on line 3) keep one of them",
                "x.yaml:6:1: a: the key appears twice (first on line 1) keep one of them"});
}

TEST_CASE("YAML syntax errors have a place") {
    CHECK(problems("a: [1, 2\nb: 3\n").at(0).starts_with("x.yaml:2:"));
    CHECK(problems("a: b: c\n") ==
          Lines{"x.yaml:1:5: the YAML cannot be read (illegal map value) check indentation, "
                "quotes and brackets just before this place"});
    CHECK(problems("a: *nowhere\n").at(0).starts_with("x.yaml:1:4: the YAML cannot be read"));
    CHECK(problems("b: 1\na: \"open\nc: 2\n") ==
          Lines{"x.yaml:2:4: a: the quote is not closed (the file ends inside it) add a closing quote"});
    CHECK(problems("a: &x 'it''s\n").at(0).starts_with("x.yaml:1:7: a: the quote is not closed"));
    CHECK(problems("a: [1, 2").size() == 1);
    CHECK(problems("\ta: 1\n").size() == 1);
}

TEST_CASE("what documents may not hold") {
    CHECK(problems("a: !!float 3\n")
              .at(0)
              .starts_with("x.yaml:1:4: a: the tag tag:yaml.org,2002:float is not used here"));
    CHECK(problems("? [a, b]\n: 1\n").at(0).find("a list or map stands where a key belongs") !=
          std::string::npos);
    CHECK(problems("~: 1\n").at(0).find("a key is missing or not plain text") != std::string::npos);
    CHECK(problems("a: 1\n---\nb: 2\n").at(0).find("more than one document") != std::string::npos);
    CHECK(problems("a: &x [*x]\n").size() == 1);
}

TEST_CASE("deep nesting is refused before it costs the stack") {
    auto const repeated = [](std::string const& piece, int times) {
        std::string text;
        for (int i = 0; i < times; ++i) text += piece;
        return text;
    };
    for (int const depth : {65, 400, 200'000}) {
        for (std::string const& text :
             {"a: " + repeated("[", depth) + repeated("]", depth), repeated("- ", depth),
              "a: " + repeated("{a: ", depth) + repeated("}", depth)}) {
            auto const lines = problems(text);
            REQUIRE(lines.size() == 1);
            INFO(lines[0]);
            CHECK(lines[0].find("nested deeper than 64 levels (no scenario key lies so deep) flatten it") !=
                  std::string::npos);
        }
        CHECK(problems(repeated("[", depth)).size() == 1);
        CHECK(problems(repeated("[\n", depth)).size() == 1);
        CHECK(problems(repeated("? ", depth)).size() == 1);
    }
    std::string fine(60, '['), closing(60, ']');
    Report report;
    CHECK(parse("a: " + fine + closing, report));
}

TEST_CASE("alias bombs are refused before they cost memory") {
    std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 40; ++i) {
        std::string const before = "*a" + std::to_string(i - 1);
        text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
        for (int k = 0; k < 9; ++k) text += ", " + before;
        text += "]\n";
    }
    auto const lines = problems(text);
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].find(
              "the document holds more than 1000000 values (aliases count as often as they are used)") !=
          std::string::npos);
    Report report;
    auto const small = parse("a: &x {k: 1}\nb: *x\n", report);
    REQUIRE(small);
    CHECK(small->find("b")->find("k")->text == "1");
}

TEST_CASE("files that cannot be read say why") {
    InputFolder const folder("document");
    auto const problems_of_file = [&](std::string const& path) {
        Report report;
        CHECK(!load_document(path, report));
        return lines_of(report);
    };
    CHECK(problems_of_file("no/such.yaml") == Lines{"no/such.yaml: cannot find the file no/such.yaml (no "
                                                    "such file) check the path and its spelling"});
    CHECK(problems_of_file("/tmp").at(0).starts_with("/tmp: /tmp is a folder"));
    std::string const bad = folder.write("bad.yaml", "name: a\nx: b\xff\n");
    CHECK(problems_of_file(bad) ==
          Lines{bad +
                ":2:5: the file is not UTF-8 text (byte 0xff is malformed) save it with the encoding UTF-8"});
    std::string const large = folder.write("large.yaml", "# " + std::string(8'000'000, 'x'));
    CHECK(problems_of_file(large).at(0).find("is larger than 8 MB (such files are refused unread)") !=
          std::string::npos);
    Report report;
    auto const marked = load_document(folder.write("bom.yaml", "\xef\xbb\xbfname: a\n"), report);
    REQUIRE(marked);
    CHECK(marked->entries.at(0).mark.column == 1);
    CHECK(load_document(folder.write("empty.yaml", "# nothing\n"), report)->kind == Node::Kind::map);
}
