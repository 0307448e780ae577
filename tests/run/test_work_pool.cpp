#include "sim/run/work_pool.hpp"

#include "sim/base/check.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <numeric>
#include <stdexcept>
#include <vector>

namespace {

using yuchong::run::WorkPool;

TEST_CASE("every index is visited once, whatever the number of threads") {
    int const threads = GENERATE(1, 2, 5);
    WorkPool pool(threads);
    CHECK(pool.threads() == threads);
    for (std::size_t const count : {0U, 1U, 3U, 1'000U}) {
        std::vector<int> visits(count, 0);
        pool.for_each(count, [&](std::size_t i) { visits[i] += 1; });
        CHECK(visits == std::vector<int>(count, 1));
    }
}

TEST_CASE("the exception of a body comes out and the pool stays usable") {
    WorkPool pool(GENERATE(1, 3));
    CHECK_THROWS_WITH(pool.for_each(100,
                                    [](std::size_t i) {
                                        if (i == 41) throw std::runtime_error("feeder 41");
                                    }),
                      "feeder 41");
    std::atomic<int> visits = 0;
    pool.for_each(10, [&](std::size_t) { ++visits; });
    CHECK(visits == 10);
}

TEST_CASE("a pool without threads is refused") { CHECK_THROWS_AS(WorkPool(0), yuchong::BrokenInvariant); }

}  // namespace
