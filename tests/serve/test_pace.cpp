#include "sim/serve/pace.hpp"

#include <catch2/catch.hpp>
#include <thread>

using namespace yuchong;
using namespace yuchong::serve;
using namespace std::chrono_literals;

namespace {

std::atomic<bool> const nobody_stops{false};

TEST_CASE("without orders a run goes on at once") {
    Pace pace;
    pace.begin(SimTime{0});
    CHECK(pace.passes(SimTime{0} + days(30)));
    CHECK(pace.orders() == Orders{});
}

TEST_CASE("a pause holds until nobody wants it any more") {
    Pace pace;
    pace.begin(SimTime{0});
    pace.order({.pauses = 2});
    CHECK_FALSE(pace.passes(SimTime{1}));
    std::atomic<bool> passed{false};
    std::jthread const simulation([&] {
        pace.wait(SimTime{1}, nobody_stops);
        passed = true;
    });
    pace.order({.pauses = 1});
    std::this_thread::sleep_for(120ms);
    CHECK_FALSE(passed);
    pace.order({});
    while (!passed) std::this_thread::sleep_for(1ms);
}

TEST_CASE("a stopped run is not held") {
    Pace pace;
    pace.begin(SimTime{0});
    pace.order({.pauses = 1});
    std::atomic<bool> stop{false}, passed{false};
    std::jthread const simulation([&] {
        pace.wait(SimTime{1}, stop);
        passed = true;
    });
    std::this_thread::sleep_for(20ms);
    CHECK_FALSE(passed);
    stop = true;
    while (!passed) std::this_thread::sleep_for(1ms);
}

TEST_CASE("a limit is kept to, slice by slice, and what was lost is not made up for") {
    using Clock = std::chrono::steady_clock;
    Pace pace;
    pace.order({.limit = 3'600.0});
    auto const begun = Clock::now();
    pace.begin(SimTime{0});
    pace.wait(SimTime{0} + minutes(6), nobody_stops);  // 100 ms
    CHECK(Clock::now() - begun >= 100ms);
    std::this_thread::sleep_for(150ms);  // work that takes longer than the limit asks for
    CHECK(pace.passes(SimTime{0} + minutes(12)));
    auto const later = Clock::now();
    CHECK_FALSE(pace.passes(SimTime{0} + minutes(18)));
    pace.wait(SimTime{0} + minutes(18), nobody_stops);
    CHECK(Clock::now() - later >= 99ms);
}

TEST_CASE("a limit that is lifted lets go at once") {
    Pace pace;
    pace.order({.limit = 1.0});
    pace.begin(SimTime{0});
    std::atomic<bool> passed{false};
    std::jthread const simulation([&] {
        pace.wait(SimTime{0} + days(1), nobody_stops);
        passed = true;
    });
    std::this_thread::sleep_for(20ms);
    CHECK_FALSE(passed);
    pace.order({});
    while (!passed) std::this_thread::sleep_for(1ms);
}

}  // namespace
