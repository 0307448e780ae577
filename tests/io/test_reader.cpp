#include "sim/io/merge.hpp"
#include "sim/io/reader.hpp"
#include "sim/io/resolved.hpp"

#include "tests/io/input_files.hpp"

using namespace yuchong;
using namespace yuchong::io;
using Lines = std::vector<std::string>;

namespace {

struct Terminal {
    std::string id;
    double power_kw = 0.0;
};

struct Site {
    double limit_kw = 0.0, share = 0.0, plain = 0.0;
    std::uint32_t bays = 0;
    Duration age;
    bool open = false;
    enum class Rule { fair, greedy } rule = Rule::fair;
    std::vector<double> sizes_kva;
    LinearTable table;
    std::vector<Terminal> terminals;
    std::optional<double> extra_km;
    std::vector<Terminal> by_name;
};

constexpr std::array<std::string_view, 2> rules{"fair", "greedy"};

}  // namespace

namespace yuchong::io {

void fields(Fields& f, Terminal& s) {
    f.quantity("power_kw", s.power_kw, unit::kilowatt, above(0), "Rating");
}

void fields(Fields& f, Site& s) {
    f.quantity("limit_kw", s.limit_kw, unit::kilowatt, between(0, 1000), "Connection");
    f.share("share", s.share, "Part");
    f.number("plain", s.plain, any_number, "Number");
    f.count("bays", s.bays, between(0, 100), "Places");
    f.duration("age", s.age, unit::second, between(0, 3600), "Refresh");
    f.flag("open", s.open, "Open");
    f.choice("rule", s.rule, rules, "Rule");
    f.numbers("sizes_kva", s.sizes_kva, unit::kilovolt_ampere, above(0), one_or_more(), "Sizes");
    f.table("table", s.table, any_number, between(0, 1), "Table");
    f.list("terminals", s.terminals, Length{.most = 3}, "Terminals");
    f.quantity("extra_km", s.extra_km, unit::kilometre, at_least(0), "Extra");
    f.by_id("by_name", s.by_name, &Terminal::id, "Named");
    f.require(s.limit_kw >= s.plain, "limit_kw", "the limit is too low", "plain must fit", "raise it");
}

}  // namespace yuchong::io

namespace {

std::string const good =
    "limit_kw: 480\nshare: 0.25\nplain: 3\nbays: 2\nage: 1 min\nopen: true\nrule: greedy\nsizes_kva: [100, "
    "200 kVA]\n"
    "table: [[0, 0.5], [10, 1]]\nterminals: [{power_kw: 7}]\nby_name: {x: {power: 1 kW}}\n";

// The good text with one line replaced, or with one more.
std::string with(std::string const& line) {
    std::string const key = line.substr(0, line.find(':') + 1);
    std::string text = good;
    std::size_t const at = ("\n" + text).find("\n" + key);
    if (at == std::string::npos) return text + line + "\n";
    return text.replace(at, text.find('\n', at) - at, line);
}

Lines read(std::string const& text, Site& site) {
    Report report;
    auto root = parse_document({"s.yaml", text}, report);
    REQUIRE(root);
    Reader reader(*root, report);
    fields(reader, site);
    reader.finish();
    return lines_of(report);
}

Lines problems(std::string const& text) {
    Site site;
    return read(text, site);
}

}  // namespace

TEST_CASE("a field table reads every kind of field") {
    Site site;
    REQUIRE(read(with("extra: 300 m"), site) == Lines{});
    CHECK(site.limit_kw == 480.0);
    CHECK(site.age == seconds(60));
    CHECK(site.open);
    CHECK(site.rule == Site::Rule::greedy);
    CHECK(site.sizes_kva == std::vector<double>{100.0, 200.0});
    CHECK(site.table(5.0) == 0.75);
    CHECK(site.terminals.at(0).power_kw == 7.0);
    CHECK(site.extra_km == 0.3);
    CHECK(site.by_name.at(0).id == "x");
    CHECK(site.by_name.at(0).power_kw == 1.0);
}

TEST_CASE("both spellings of a quantity are known, one at a time") {
    Site site;
    auto replaced = [&](std::string const& line) {
        std::string text = good;
        return text.replace(0, text.find('\n'), line);
    };
    CHECK(read(replaced("limit: 0.1 MW"), site) == Lines{});
    CHECK(site.limit_kw == 100.0);
    CHECK(read(replaced("limit_kw: 90 kW"), site) == Lines{});
    CHECK(site.limit_kw == 90.0);
    CHECK(
        problems(replaced("limit: 480")) ==
        Lines{"s.yaml:1:8: limit: \"480\" has no unit (a power is wanted) add the unit, for example 10 kW"});
    CHECK(problems(replaced("limit: 480 kW\nlimit_kw: 480")) ==
          Lines{"s.yaml:1:8: limit: limit_kw is given too (both say the same, first at s.yaml:2) keep one of "
                "them"});
}

TEST_CASE("of two spellings in different layers the later one wins") {
    Report report;
    Node lower = *parse_document({"lower.yaml", good}, report),
         upper = *parse_document({"upper.yaml", "limit: 90 kW\n"}, report);
    set_layer(lower, 0);
    set_layer(upper, 1);
    Node const merged = overlay(lower, upper);
    Reader reader(merged, report);
    Site site;
    fields(reader, site);
    reader.finish();
    CHECK(report.empty());
    CHECK(site.limit_kw == 90.0);
    CHECK(reader.origins().find("limit_kw").file == "upper.yaml");
    CHECK(reader.origins().find("bays").line == 4);
}

TEST_CASE("of several paths the one written last is known, below sections and in lists too") {
    Report report;
    Node lower = *parse_document({"lower.yaml", good}, report),
         upper = *parse_document({"upper.yaml", "by_name: {x: {power_kw: 2}}\n"}, report);
    set_layer(lower, 0);
    set_layer(upper, 1);
    Node merged = overlay(lower, upper);
    apply_set(merged, "sizes_kva.0=40", 1, 2, report);
    Reader reader(merged, report);
    Site site;
    fields(reader, site);
    reader.finish();
    REQUIRE(report.empty());
    auto const latest = [&](std::vector<std::string> const& paths) { return reader.origins().latest(paths); };
    CHECK(latest({"bays", "share"}) == "bays");
    CHECK(latest({"bays", "by_name"}) == "by_name.x.power_kw");
    CHECK(latest({"by_name", "sizes_kva"}) == "sizes_kva");
    CHECK(latest({"by_nam", "share"}) == "share");
    CHECK(reader.origins().find("sizes_kva").file == "--set");
}

TEST_CASE("values out of range, of the wrong unit or kind, and not finite") {
    CHECK(problems(with("limit_kw: -60")) ==
          Lines{"s.yaml:1:11: limit_kw: -60 kW is out of range (must be between 0 kW and 1000 kW)"});
    CHECK(problems(with("limit_kw: 480 A"))
              .at(0)
              .find("the unit \"A\" does not fit (a power is wanted, A measures current)") !=
          std::string::npos);
    CHECK(problems(with("limit_kw: .nan")) == Lines{"s.yaml:1:11: limit_kw: .nan is not a finite number (it "
                                                    "cannot be calculated with) write a number"});
    CHECK(problems(with("plain: .inf")).at(0).find("is not a finite number") != std::string::npos);
    CHECK(problems(with("share: 25")) ==
          Lines{"s.yaml:2:8: share: 25 is out of range (must be between 0 and 1) did you mean 25 %?"});
    CHECK(problems(with("share: 120 %")) ==
          Lines{"s.yaml:2:8: share: 1.2 is out of range (must be between 0 and 1)"});
    CHECK(problems(with("bays: 1.5")).at(0).find("1.5 is not a whole number") != std::string::npos);
    CHECK(problems(with("bays: 101")).at(0).find("101 is out of range (must be between 0 and 100)") !=
          std::string::npos);
    CHECK(problems(with("open: yes")).at(0).find("\"yes\" stands here (true or false is wanted)") !=
          std::string::npos);
    CHECK(problems(with("rule: gready")) == Lines{"s.yaml:7:7: rule: \"gready\" is not known (one of fair, "
                                                  "greedy is wanted) did you mean greedy?"});
    CHECK(problems(with("plain: [1]")).at(0).find("a list stands here (one value is wanted)") !=
          std::string::npos);
    CHECK(problems(with("sizes_kva: 3")).at(0).find("\"3\" stands here (a list is wanted)") !=
          std::string::npos);
    CHECK(problems(with("sizes_kva: []")).at(0).find("the list has 0 items (1 or more are wanted)") !=
          std::string::npos);
    CHECK(problems(with("sizes_kva: [1, 0]"))
              .at(0)
              .find("sizes_kva.1: 0 kVA is out of range (must be above 0 kVA)") != std::string::npos);
    CHECK(problems(with("table: [[0, 1], [0, 1]]")).at(0).find("x = 0 does not increase") !=
          std::string::npos);
    CHECK(problems(with("terminals: [{power_kw: 1}, 3]"))
              .at(0)
              .find("terminals.1: \"3\" stands here (a map is wanted)") != std::string::npos);
}

TEST_CASE("unknown keys name the nearest, missing keys the map they belong in") {
    CHECK(problems(with("limt: 3")) ==
          Lines{"s.yaml:12:1: limt: the key is not known (nothing reads it) did you mean limit?"});
    CHECK(problems(with("terminals: [{power_kw: 1, powr: 2}]"))
              .at(0)
              .find("terminals.0.powr: the key is not known (nothing reads it) did you mean power?") !=
          std::string::npos);
    CHECK(problems(with("terminals: [{}]")) ==
          Lines{"s.yaml:10:13: terminals.0.power_kw: the key is missing (Rating) add it"});
    CHECK(problems(with("by_name: {y: {}}"))
              .at(0)
              .find("s.yaml:11:11: by_name.y.power_kw: the key is missing") != std::string::npos);
    CHECK(problems(with("<<: {a: 1}")).at(0).ends_with("use base: to inherit"));
}

TEST_CASE("conditions between fields are looked at when the fields could be read") {
    CHECK(problems(with("plain: 481")) ==
          Lines{"s.yaml:1:11: limit_kw: the limit is too low (plain must fit) raise it"});
    CHECK(problems(with("plain: x")).size() == 1);
}

TEST_CASE("several problems come in one report, in the order of their places") {
    auto const lines = problems(
        "limit_kw: -1\nshare: 2 kW\nbays: many\nage: 1 min\nopen: true\nrule: greedy\nsizes_kva: [1]\n"
        "table: [[0, 1]]\nterminals: []\nby_name: {}\ncolour: red\n");
    REQUIRE(lines.size() == 5);
    CHECK(lines[0].starts_with("s.yaml:1:1: plain: the key is missing"));
    CHECK(lines[1].starts_with("s.yaml:1:11: limit_kw:"));
    CHECK(lines[2].starts_with("s.yaml:2:8: share:"));
    CHECK(lines[3].starts_with("s.yaml:3:7: bays:"));
    CHECK(lines[4].starts_with("s.yaml:11:1: colour:"));
}

TEST_CASE("settings written out read back as the same") {
    Site site;
    REQUIRE(read(with("extra: 300 m"), site) == Lines{});
    site.share = 0.1 + 0.2;
    ResolvedWriter writer;
    fields(writer, site);
    Site again;
    INFO(writer.text());
    REQUIRE(read(writer.text(), again) == Lines{});
    CHECK(again.share == site.share);
    ResolvedWriter second;
    fields(second, again);
    CHECK(second.text() == writer.text());
    CHECK(writer.text().find("age: 1 min\n") != std::string::npos);
}

TEST_CASE("texts are quoted where YAML would read something else") {
    CHECK(yaml_text("fair") == "fair");
    CHECK(yaml_text("true") == "\"true\"");
    CHECK(yaml_text("500103-01") == "\"500103-01\"");
    CHECK(yaml_text("a: \"b\"\n") == "\"a: \\\"b\\\"\\x0a\"");
    CHECK(duration_text(days(7)) == "7 d");
    CHECK(duration_text(minutes(90)) == "90 min");
    CHECK(duration_text(milliseconds(250)) == "250 ms");
    CHECK(duration_text({}) == "0 s");
}
