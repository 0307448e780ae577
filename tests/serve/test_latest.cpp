#include "sim/serve/latest.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <thread>
#include <vector>

using yuchong::serve::Latest;

namespace {

TEST_CASE("what nobody has taken is replaced, and nothing is taken twice") {
    Latest<std::string> slot;
    std::string taken = "none";
    CHECK_FALSE(slot.take(taken));
    CHECK(taken == "none");
    for (std::string text : {"first", "second"}) slot.put(text);
    CHECK(slot.take(taken));
    CHECK(taken == "second");
    CHECK_FALSE(slot.take(taken));
}

TEST_CASE("buffers go round") {
    Latest<std::vector<int>> slot;
    std::vector<int> given(1'000, 7), taken(10);
    int const* const buffer = given.data();
    slot.put(given);
    CHECK(slot.take(taken));
    CHECK(taken.data() == buffer);
    slot.put(given);
    CHECK(given.size() == 10);  // the one that take() left there
}

TEST_CASE("another thread sees whole values, each no older than the one before") {
    Latest<std::vector<int>> slot;
    constexpr int last = 20'000;
    std::jthread const writer([&] {
        std::vector<int> value;
        for (int i = 1; i <= last; ++i) {
            value.assign(50, i);
            slot.put(value);
        }
    });
    std::vector<int> value;
    for (int seen = 0; seen < last;) {
        if (!slot.take(value)) continue;
        REQUIRE(value.size() == 50);
        REQUIRE(value.front() > seen);
        REQUIRE(value.front() == value.back());
        seen = value.front();
    }
}

}  // namespace
