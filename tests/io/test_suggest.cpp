#include "sim/io/suggest.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace yuchong::io;

TEST_CASE("edit distance counts insertions, deletions, substitutions and swaps") {
    CHECK(edit_distance("limit", "limit") == 0);
    CHECK(edit_distance("", "abc") == 3);
    CHECK(edit_distance("vehicels", "vehicles") == 1);
    CHECK(edit_distance("kitten", "sitting") == 3);
}

TEST_CASE("the nearest word is suggested, or the known ones are listed") {
    std::vector<std::string> const known{"soc_start_low", "vehicles", "bev_share"};
    CHECK(suggest("vehicels", known) == "did you mean vehicles?");
    CHECK(suggest("colour", known) == "known are soc_start_low, vehicles, bev_share");
    CHECK(suggest("x", std::vector<std::string>{}) == "nothing is known here");
    CHECK(suggest("zzzz", std::vector<std::string>(20, "some_other_word")) ==
          "none of the 20 known is near, the first is some_other_word");
}
