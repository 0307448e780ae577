// Answers of clients, good and bad. What they are asked is tested with the whole program (tests/app).

#include "sim/serve/control_messages.hpp"

#include "sim/base/hash.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <string>

using namespace yuchong;
using namespace yuchong::serve;
using Catch::Matchers::Contains;

namespace {

struct Asked {
    std::vector<city::ControlledSession> sessions{3};
    Asked() {
        for (std::size_t i = 0; i < 3; ++i) sessions[i].number = 10 + i;
    }
    [[nodiscard]] city::ControlView view() const { return {SimTime{}, 7, {}, sessions}; }
};

std::string answer(std::string const& set_points, std::string const& head = R"("version":1,"step":7)") {
    return "{" + head + R"(,"set_points":[)" + set_points + "]}";
}

std::string const all = R"({"session":12,"kw":3},{"session":10,"kw":0.1},{"session":11,"kw":null})";

}  // namespace

TEST_CASE("set-points come in any order, null is no limit, and what else a client says is its own affair") {
    Asked const asked;
    auto const kw = set_points_of(answer(all), asked.view());
    CHECK(kw == std::vector<double>{0.1, INFINITY, 3.0});
    CHECK(set_points_of(answer(all, R"("why":"because","step":7,"version":1)"), asked.view()) == kw);
}

TEST_CASE("numbers arrive to the last bit") {
    Asked asked;
    asked.sessions.resize(1);
    auto const kw = set_points_of(answer(R"({"session":10,"kw":0.30000000000000004})"), asked.view());
    CHECK(kw[0] == 0.1 + 0.2);
}

TEST_CASE("a bad answer is told from a good one, and how") {
    Asked const asked;
    for (auto const& [text, complaint] : std::vector<std::pair<std::string, std::string>>{
             {"", "no JSON"},
             {"\xff\xfe", "no JSON"},
             {answer(all) + "}", "no JSON"},
             {answer(R"({"session":10,"kw":NaN})"), "no JSON"},
             {answer(R"({"session":10,"kw":1e999})"), "no JSON"},
             {"null", "no JSON object"},
             {"{}", "has no \"version\""},
             {answer(all, R"("version":"1","step":7)"), "\"version\" is \"1\""},
             {answer(all, R"("version":1.0,"step":7)"), "\"version\" is 1.0"},
             {answer(all, R"("version":2,"step":7)"), "has version 2 (this program speaks 1)"},
             {answer(all, R"("version":1,"step":8)"), "to control step 8 (this is 7)"},
             {R"({"version":1,"step":7,"set_points":{}})", "no list \"set_points\""},
             {answer("1"), "no JSON object"},
             {answer(R"({"kw":1})"), "a set-point has no \"session\""},
             {answer(R"({"session":-10,"kw":1})"), "\"session\" is -10"},
             {answer(R"({"session":9,"kw":1})"), "session 9 is given a set-point (it was not asked about)"},
             {answer(R"({"session":10})"), "has no \"kw\""},
             {answer(R"({"session":10,"kw":true})"), "a set-point is true"},
             {answer(R"({"session":10,"kw":1},{"session":10,"kw":1})"), "session 10 is given two"},
             {answer(R"({"session":10,"kw":1},{"session":12,"kw":1})"),
              "session 11 is given no set-point"}}) {
        INFO(text);
        CHECK_THROWS_WITH(set_points_of(text, asked.view()), Contains(complaint));
    }
}

TEST_CASE("whatever is said about an endless answer is short") {
    Asked const asked;
    std::string const endless(1'000'000, 'x');
    for (std::string const& text : {"\"" + endless, answer(R"({"session":10,"kw":")" + endless + "\"}")}) {
        try {
            static_cast<void>(set_points_of(text, asked.view()));
            FAIL("no complaint");
        } catch (BadAnswer const& error) {
            CHECK(std::string(error.what()).size() < 500);
        }
    }
}

TEST_CASE("an answer spoilt anywhere is refused or read, and nothing worse") {
    Asked const asked;
    std::string const good = answer(all);
    int refused = 0;
    for (std::uint64_t i = 0; i < 20'000; ++i) {
        std::string spoilt = good;
        for (std::uint64_t k = 0; k <= i % 3; ++k)
            spoilt[mix(8 * i + k) % spoilt.size()] = static_cast<char>(mix(8 * i + k + 4) % 256);
        try {
            if (set_points_of(spoilt, asked.view()).size() != 3) FAIL(spoilt);
        } catch (BadAnswer const&) {
            ++refused;
        }
    }
    CHECK(refused > 10'000);
}
