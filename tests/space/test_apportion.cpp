#include "sim/space/apportion.hpp"

#include "sim/base/check.hpp"

#include <catch2/catch.hpp>

#include <numeric>

using namespace yuchong;
using namespace yuchong::space;

namespace {

std::vector<std::uint32_t> split(std::uint32_t total, std::vector<double> const& weights) {
    return apportion(total, weights, std::vector<PartBounds>(weights.size(), {0, total}));
}

}  // namespace

TEST_CASE("the largest remainders are rounded up") {
    CHECK(split(10, {4.3, 3.4, 2.3}) == std::vector<std::uint32_t>{4, 4, 2});
    CHECK(split(7, {1, 1, 1}) == std::vector<std::uint32_t>{3, 2, 2});  // ties: lowest index
    CHECK(split(0, {1, 2}) == std::vector<std::uint32_t>{0, 0});
}

TEST_CASE("parts without any weight share evenly") {
    CHECK(split(4, {0, 0}) == std::vector<std::uint32_t>{2, 2});
}

TEST_CASE("floors and ceilings hold and the rest shares in proportion") {
    std::vector<double> const weights{100, 10, 10, 0};
    std::vector<PartBounds> const bounds{{0, 5}, {0, 50}, {0, 50}, {3, 9}};
    CHECK(apportion(28, weights, bounds) == std::vector<std::uint32_t>{5, 10, 10, 3});
}

TEST_CASE("the total is exact for many weights and tight bounds") {
    for (std::uint32_t total = 40; total <= 155; total += 3) {
        std::vector<double> weights;
        std::vector<PartBounds> bounds;
        for (std::uint32_t i = 0; i < 40; ++i) {
            weights.push_back(1.0 + (i * 7919 % 101) * 0.37);
            bounds.push_back({1, 1 + i % 7});
        }
        auto const parts = apportion(total, weights, bounds);
        CHECK(std::accumulate(parts.begin(), parts.end(), 0U) == total);
        for (std::size_t i = 0; i < parts.size(); ++i) {
            CHECK(parts[i] >= bounds[i].fewest);
            CHECK(parts[i] <= bounds[i].most);
        }
    }
}

TEST_CASE("a total its parts do not admit is refused") {
    std::vector<double> const weights{1, 1};
    std::vector<PartBounds> const bounds{{1, 3}, {1, 3}};
    CHECK_THROWS_AS(apportion(7, weights, bounds), BrokenInvariant);
    CHECK_THROWS_AS(apportion(1, weights, bounds), BrokenInvariant);
}
