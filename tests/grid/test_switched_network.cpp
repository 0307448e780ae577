#include "sim/grid/switched_network.hpp"

#include "sim/base/check.hpp"
#include "sim/base/random.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <numeric>
#include <set>

using namespace yuchong;
using namespace yuchong::grid;

namespace {

using Numbers = std::vector<std::uint32_t>;
using Islands = std::vector<Numbers>;

NetworkBranch branch(std::uint32_t from, std::uint32_t to, Switch state = Switch::closed) {
    return {.from = from, .to = to, .r_pu = 0.1, .x_pu = 0.1, .state = state};
}

// Two feeders and a tie:
//
//     0 -0- 1 -1- 2 -2- 3 ...tie 6... 7 -5- 6 -4- 5
//                 |
//                 3
//                 4
SwitchedNetwork two_feeders() {
    return {8,
            {branch(0, 1), branch(1, 2), branch(2, 3), branch(2, 4), branch(5, 6), branch(7, 6),
             branch(3, 7, Switch::open)},
            {0, 5}};
}

std::set<std::uint32_t> nodes_of(SwitchedNetwork const& network, std::uint32_t k) {
    auto const& node = network.feeder(k).node;
    return {node.begin(), node.end()};
}

// What has to hold whatever the switches do: each node stands in one feeder or one island, every tree branch
// is closed and joins a node to its parent, positions are depth first, and closed branches are in a tree, an
// island or the list of loops.
void check_consistent(SwitchedNetwork const& network, std::uint32_t nodes, std::uint32_t branches) {
    std::vector<int> seen(nodes);
    std::vector<int> used(branches);
    for (std::uint32_t k = 0; k < network.feeders(); ++k) {
        NumberedFeeder const& f = network.feeder(k);
        Numbers way;
        for (std::uint32_t i = 0; i < f.node.size(); ++i) {
            ++seen[f.node[i]];
            Place const place = network.place(f.node[i]).value();
            REQUIRE((place.feeder == k && place.position == i));
            if (i > 0) {
                NetworkBranch const& b = network.branch(f.branch[i]);
                std::uint32_t const up = f.node[f.feeder.parent()[i]];
                REQUIRE(b.state == Switch::closed);
                REQUIRE(((b.from == up && b.to == f.node[i]) || (b.to == up && b.from == f.node[i])));
                ++used[f.branch[i]];
                while (!way.empty() && way.back() != f.feeder.parent()[i]) way.pop_back();
                REQUIRE_FALSE(way.empty());  // the parent is on the way back to the head: depth first
            }
            way.push_back(i);
        }
    }
    for (Numbers const& island : network.islands()) {
        for (std::uint32_t const node : island) {
            ++seen[node];
            REQUIRE_FALSE(network.place(node).has_value());
        }
    }
    REQUIRE(std::all_of(seen.begin(), seen.end(), [](int n) { return n == 1; }));
    Numbers loops;
    for (std::uint32_t b = 0; b < branches; ++b) {
        bool const from_fed = network.place(network.branch(b).from).has_value();
        bool const to_fed = network.place(network.branch(b).to).has_value();
        if (network.branch(b).state == Switch::open) continue;
        REQUIRE(from_fed == to_fed);
        if (from_fed && used[b] == 0) loops.push_back(b);
    }
    REQUIRE(network.loops() == loops);
}

}  // namespace

TEST_CASE("feeders are numbered depth first from their heads") {
    SwitchedNetwork const network = two_feeders();
    CHECK(network.feeder(0).node == Numbers{0, 1, 2, 3, 4});
    CHECK(network.feeder(1).node == Numbers{5, 6, 7});
    auto const parent = network.feeder(0).feeder.parent();
    CHECK(Numbers(parent.begin(), parent.end()) == Numbers{0, 0, 1, 2, 2});
    CHECK(network.feeder(0).branch == Numbers{0, 0, 1, 2, 3});
    CHECK(network.loops().empty());
    CHECK(network.islands().empty());
    check_consistent(network, 8, 7);
}

TEST_CASE("a tie closed and a switch opened move nodes from feeder to feeder") {
    SwitchedNetwork network = two_feeders();
    CHECK(network.operate({{6, Switch::closed}, {1, Switch::open}}) == Numbers{0, 1});
    CHECK(network.feeder(0).node == Numbers{0, 1});
    CHECK(network.feeder(1).node == Numbers{5, 6, 7, 3, 2, 4});
    CHECK(network.islands().empty());
    check_consistent(network, 8, 7);
    CHECK(network.operate({{6, Switch::open}, {1, Switch::closed}}) == Numbers{0, 1});
    CHECK(network.feeder(0).node == two_feeders().feeder(0).node);
}

TEST_CASE("an opened switch leaves an island, and closing a tie lights it up") {
    SwitchedNetwork network = two_feeders();
    CHECK(network.operate({{1, Switch::open}}) == Numbers{0});
    CHECK(network.islands() == Islands{{2, 3, 4}});
    CHECK_FALSE(network.place(3).has_value());
    CHECK(network.operate({{2, Switch::open}}).empty());  // nothing fed changes
    CHECK(network.islands() == Islands{{2, 4}, {3}});
    CHECK(network.operate({{6, Switch::closed}}) == Numbers{1});
    CHECK(network.islands() == Islands{{2, 4}});
    CHECK(network.operate({{2, Switch::closed}}) == Numbers{1});
    CHECK(network.islands().empty());
    check_consistent(network, 8, 7);
}

TEST_CASE("a closed loop is named, carries nothing, and feeds what would be dark") {
    SwitchedNetwork network = two_feeders();
    CHECK(network.operate({{6, Switch::closed}}).empty());
    CHECK(network.loops() == Numbers{6});
    CHECK(network.feeder(0).node == Numbers{0, 1, 2, 3, 4});
    CHECK(network.operate({{2, Switch::open}}) == Numbers{0, 1});
    CHECK(network.loops().empty());
    CHECK(nodes_of(network, 1) == std::set<std::uint32_t>{3, 5, 6, 7});
    check_consistent(network, 8, 7);
    SwitchedNetwork const ring(4, {branch(0, 1), branch(1, 2), branch(2, 3), branch(3, 0)}, {0});
    CHECK(ring.loops() == Numbers{3});
    CHECK(ring.feeder(0).node.size() == 4);
    SwitchedNetwork const parallel(2, {branch(0, 1), branch(0, 1)}, {0});
    CHECK(parallel.loops() == Numbers{1});
}

TEST_CASE("a loop between two heads is cut between them") {
    SwitchedNetwork const network(6, {branch(0, 1), branch(1, 2), branch(2, 3), branch(3, 4), branch(4, 5)},
                                  {0, 5});
    CHECK(nodes_of(network, 0) == std::set<std::uint32_t>{0, 1, 2});
    CHECK(nodes_of(network, 1) == std::set<std::uint32_t>{3, 4, 5});
    CHECK(network.loops() == Numbers{2});
}

TEST_CASE("any sequence of switching leaves feeders, islands and loops consistent") {
    RandomSource const random{11};
    constexpr std::uint32_t nodes = 40, branches = 55;
    std::vector<NetworkBranch> list;
    for (std::uint32_t b = 0; b < branches; ++b) {
        Block const draw = random.draw({DrawClass::test, 1, b});
        std::uint32_t const to = b < nodes - 1 ? b + 1 : draw.word(0) % nodes;
        std::uint32_t const from = b < nodes - 1 ? draw.word(1) % to : draw.word(1) % nodes;
        if (from == to) continue;
        list.push_back(branch(from, to, draw.uniform(2) < 0.6 ? Switch::closed : Switch::open));
    }
    auto const count = static_cast<std::uint32_t>(list.size());
    SwitchedNetwork network(nodes, list, {0, 7, 23});
    for (std::uint32_t step = 0; step < 2000; ++step) {
        Block const draw = random.draw({DrawClass::test, 2, step});
        auto const state = [&](int i) { return draw.word(i) % 2 == 0 ? Switch::open : Switch::closed; };
        std::vector<Numbers> before;
        for (std::uint32_t k = 0; k < 3; ++k) before.push_back(network.feeder(k).node);
        Numbers const touched = network.operate({{draw.word(0) / 2 % count, state(0)},
                                                 {draw.word(1) / 2 % count, state(1)},
                                                 {draw.word(2) / 2 % count, state(2)}});
        check_consistent(network, nodes, count);
        for (std::uint32_t k = 0; k < 3; ++k) {
            bool const is_touched = std::find(touched.begin(), touched.end(), k) != touched.end();
            if (!is_touched) REQUIRE(network.feeder(k).node == before[k]);
        }
    }
}

TEST_CASE("branches and heads that name no node are refused") {
    CHECK_THROWS_AS(SwitchedNetwork(2, {branch(0, 2)}, {0}), BrokenInvariant);
    CHECK_THROWS_AS(SwitchedNetwork(2, {branch(0, 1)}, {2}), BrokenInvariant);
    CHECK_THROWS_AS(SwitchedNetwork(2, {branch(0, 1)}, {0, 0}), BrokenInvariant);
}
