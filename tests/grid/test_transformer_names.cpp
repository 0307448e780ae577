#include "sim/grid/transformer_names.hpp"
#include "tests/grid/small_grid.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace yuchong::grid;

TEST_CASE("a transformer is called by its feeder and the number of its node along it") {
    Network const network = fixture::small_network();
    CHECK(transformer_names(network) ==
          std::vector<std::string>{"f0/2", "f0/4", "f1/2", "f1/4", "f2/2", "f2/4"});
    Network const city = fixture::build(fixture::demand_of(fixture::chongqing(), 0.02)).network;
    std::vector<std::string> const names = transformer_names(city);
    REQUIRE(names.size() == city.transformers.size());
    CHECK(std::set<std::string>(names.begin(), names.end()).size() == names.size());
}

TEST_CASE("transformers are named alone, by feeder or all, and each is there once") {
    Network const network = fixture::small_network();
    auto const named = [&](std::vector<std::string> const& names) {
        return named_transformers(network, names);
    };
    using Ids = std::vector<std::uint32_t>;
    CHECK(named({}).transformers.empty());
    CHECK(named({"f2/4", "f0/2"}).transformers == Ids{0, 5});
    CHECK(named({"f1", "f1/4"}).transformers == Ids{2, 3});
    CHECK(named({"all"}).transformers == Ids{0, 1, 2, 3, 4, 5});
    // Node 1 of a feeder is a line's end, and there is no fourth feeder.
    NamedTransformers const some = named({"f0/1", "f0/2", "f3", ""});
    CHECK(some.transformers == Ids{0});
    CHECK(some.unknown == std::vector<std::size_t>{0, 2, 3});
}
