#include "sim/serve/load_history.hpp"

#include <catch2/catch.hpp>

using namespace yuchong;
using namespace yuchong::serve;

namespace {

Load load(double kw) { return {.home_kw = kw, .station_kw = 2 * kw, .base_kw = 3 * kw, .waiting = 4 * kw}; }

TEST_CASE("steps are means of their minutes, the last one of those so far") {
    LoadHistory history(SimTime{0} + minutes(30));
    for (int m = 1; m <= 7; ++m) history.add(SimTime{0} + minutes(30 + m), load(m));
    auto const means = history.means();
    REQUIRE(means.size() == 2);
    CHECK(means[0].home_kw == 3.0);
    CHECK(means[0].waiting == 12.0);
    CHECK(means[1].station_kw == 13.0);
    CHECK(means[1].base_kw == 19.5);
    CHECK(history.step() == minutes(5));
}

TEST_CASE("a minute counts once, and what was before the beginning not at all") {
    LoadHistory history(SimTime{0} + hours(1));
    history.add(SimTime{0} + hours(1), load(100.0));
    history.add(SimTime{0} + hours(1) + minutes(1), load(2.0));
    history.add(SimTime{0} + hours(1) + minutes(1), load(100.0));
    REQUIRE(history.means().size() == 1);
    CHECK(history.means()[0].home_kw == 2.0);
}

TEST_CASE("however long a run is, its curve stays short and its integral right") {
    LoadHistory history(SimTime{0});
    std::int64_t const span = 400 * 24 * 60;
    double sum = 0.0;
    for (std::int64_t m = 1; m <= span; ++m) {
        double const kw = static_cast<double>(m % 1'440);
        sum += kw;
        history.add(SimTime{0} + minutes(m), load(kw));
    }
    auto const means = history.means();
    CHECK(means.size() <= LoadHistory::most_steps);
    CHECK(means.size() > LoadHistory::most_steps / 2);
    double integral = 0.0;
    for (std::size_t i = 0; i < means.size(); ++i) {
        std::int64_t const step_minutes = history.step().ms / minutes(1).ms;
        auto const full = std::min(step_minutes, span - static_cast<std::int64_t>(i) * step_minutes);
        integral += means[i].home_kw * static_cast<double>(full);
    }
    CHECK(integral == Approx(sum));
}

}  // namespace
