#include "sim/run/progress.hpp"

#include "sim/run/cost.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

namespace {

using namespace yuchong;
using namespace yuchong::run;

TEST_CASE("a reading tells date, share and sessions of a running simulation") {
    Progress progress;
    CHECK(progress.stage() == Stage::preparing);
    progress.begin(Calendar({.year = 2025, .month = 8, .day = 4}), SimTime{0}, SimTime{0} + days(2));
    CHECK(progress.stage() == Stage::simulating);
    progress.advance(SimTime{0} + hours(36), 812'345);
    ProgressReading const reading = progress.read();
    CHECK(reading.civil == "2025-08-05 12:00");
    CHECK(reading.share == Approx(0.75));
    CHECK(reading.sessions == 812'345);
    CHECK(reading.days_per_s > 0.0);
    CHECK(reading.left_s == Approx(0.5 / reading.days_per_s));
}

TEST_CASE("a resumed run measures its speed from where it went on") {
    Progress progress;
    progress.begin(Calendar({.year = 2025, .month = 8, .day = 4}), SimTime{0} + days(1),
                   SimTime{0} + days(2));
    progress.advance(SimTime{0} + days(1), 5);
    CHECK(progress.read().share == Approx(0.5));
    CHECK(progress.read().days_per_s == 0.0);
    CHECK(progress.read().left_s < 0.0);
}

TEST_CASE("a progress line says how far, how fast and how long") {
    CHECK(progress_line({"2025-08-05 14:20", 0.423, 3.21, 812'345, 12.4}) ==
          "2025-08-05 14:20   42 %  3.21 days/s  812,345 sessions  12 s left");
    CHECK(progress_line({"2025-08-05 14:20", 1.0, 0.5, 999, 600.0}) ==
          "2025-08-05 14:20  100 %  0.5 days/s  999 sessions  10 min left");
    CHECK(progress_line({"2025-08-05 14:20", 0.0, 0.0, 0, -1.0}) ==
          "2025-08-05 14:20    0 %  0 days/s  0 sessions");
}

TEST_CASE("the bar has its cells filled by share") {
    CHECK(progress_bar(0.0, 5) == ".....");
    CHECK(progress_bar(0.5, 4) == "##..");
    CHECK(progress_bar(1.0, 5) == "#####");
}

TEST_CASE("the costs of a run are measured") {
    double const before = thread_cpu_s();
    double const others = process_cpu_s();
    double sum = 0.0;
    WallClock const wall;
    while (wall.seconds() < 0.05) sum += 1.0;
    CHECK(sum > 0.0);
    CHECK(thread_cpu_s() > before);
    CHECK(process_cpu_s() >= thread_cpu_s() - before);
    CHECK(process_cpu_s() > others);
    CHECK(peak_rss_mb() > 1.0);

    // A sleeping thread costs wall time only.
    double const cpu = thread_cpu_s();
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    CHECK(thread_cpu_s() - cpu < 0.04);
}

}  // namespace
