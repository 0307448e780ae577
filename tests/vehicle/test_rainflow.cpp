#include "sim/vehicle/rainflow.hpp"

#include "sim/base/archive.hpp"
#include "sim/base/hash.hpp"
#include "sim/vehicle/ageing.hpp"
#include "tests/vehicle/ageing_figures.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

using namespace yuchong;
using namespace yuchong::vehicle;

namespace {

using Steps = std::vector<int>;
// Halves counted, by lower and upper end in steps.
using Counts = std::map<std::pair<int, int>, int>;

void count(Counts& counts, int a, int b, int halves) { counts[{std::min(a, b), std::max(a, b)}] += halves; }
void count(Counts& counts, Cycles const& cycles) {
    for (Cycle const& cycle : cycles) count(counts, cycle.from, cycle.to, cycle.halves);
}

Counts counted(Steps const& trace, int smallest, int settle_every = 0) {
    Rainflow rainflow;
    Counts counts;
    int seen = 0;
    for (int const step : trace) {
        count(counts, follow(rainflow, step / steps_per_soc, smallest / steps_per_soc));
        if (settle_every > 0 && ++seen % settle_every == 0) count(counts, settle(rainflow));
    }
    count(counts, finish(rainflow));
    return counts;
}

// ---- The slow twin: the whole trace at once, four points at a time, nothing kept small.

Steps turning_points(Steps const& trace, int smallest) {
    Steps turns{trace.front()};
    for (int const now : trace) {
        int const last = turns.back();
        if (turns.size() == 1) {
            if (std::abs(now - last) >= smallest && now != last) turns.push_back(now);
            continue;
        }
        int const way = last - turns[turns.size() - 2];
        bool const onwards = (now - last) * static_cast<std::int64_t>(way) >= 0;
        if (onwards) turns.back() = now;
        if (!onwards && std::abs(now - last) >= smallest) turns.push_back(now);
    }
    return turns;
}

Counts counted_slowly(Steps const& trace, int smallest) {
    Steps turns = turning_points(trace, smallest);
    Counts counts;
    for (std::size_t i = 0; i + 3 < turns.size();) {
        int const before = std::abs(turns[i + 1] - turns[i]), inner = std::abs(turns[i + 2] - turns[i + 1]);
        int const after = std::abs(turns[i + 3] - turns[i + 2]);
        if (inner <= before && inner <= after) {
            count(counts, turns[i + 1], turns[i + 2], 2);
            auto const at = turns.begin() + static_cast<std::ptrdiff_t>(i) + 1;
            turns.erase(at, at + 2);
            i = 0;
        } else {
            ++i;
        }
    }
    for (std::size_t i = 0; i + 1 < turns.size(); ++i) count(counts, turns[i], turns[i + 1], 1);
    return counts;
}

// Way between turning points in steps, and the same as counted: each half cycle goes once through its range.
std::int64_t way(Steps const& turns) {
    std::int64_t sum = 0;
    for (std::size_t i = 1; i < turns.size(); ++i) sum += std::abs(turns[i] - turns[i - 1]);
    return sum;
}
std::int64_t way(Counts const& counts) {
    std::int64_t sum = 0;
    for (auto const& [ends, halves] : counts)
        sum += static_cast<std::int64_t>(ends.second - ends.first) * halves;
    return sum;
}

// A drawn trace: odd seeds jump about, even ones walk like a car that drives and charges.
Steps drawn_trace(std::uint64_t seed, int length) {
    Steps trace;
    std::int64_t now = 30'000;
    for (int i = 0; i < length; ++i) {
        std::uint64_t const bits = combine(seed, static_cast<std::uint64_t>(i));
        auto const most = static_cast<std::int64_t>(steps_per_soc);
        auto const jump = static_cast<std::int64_t>(bits % 50'001);
        auto const stride = static_cast<std::int64_t>(bits % 12'001) - 6'000;
        now = seed % 2 == 1 ? jump : std::clamp<std::int64_t>(now + stride, 0, most);
        trace.push_back(static_cast<int>(now));
    }
    return trace;
}

double damage(Counts const& counts) {
    AgeingSettings const settings = figures::ageing();
    Ageing ageing;
    for (auto const& [ends, halves] : counts) {
        double const depth = (ends.second - ends.first) / steps_per_soc;
        add_cycle(ageing, settings, Chemistry::lfp, {depth, 0.5, 0.5}, 0.5 * halves * depth);
    }
    return cycle_loss(ageing, settings, Chemistry::lfp);
}

}  // namespace

TEST_CASE("AG-07 the worked history of the standard", "[rainflow]") {
    Steps history;
    for (int const value : {-2, 1, -3, 5, -1, 3, -4, 4, -2}) history.push_back(25'000 + 2'000 * value);
    std::map<int, int> halves;
    for (auto const& [ends, n] : counted(history, 0)) halves[(ends.second - ends.first) / 2'000] += n;
    CHECK(halves == std::map<int, int>{{3, 1}, {4, 3}, {6, 1}, {8, 2}, {9, 1}});
}

TEST_CASE("AG-08 a trace of SoC", "[rainflow]") {
    double const trace[] = {0.9, 0.55, 0.62, 0.48, 0.8, 0.7, 0.85, 0.3, 0.6, 0.5, 0.95};
    struct Row {
        double depth, cycles, mean;
    };
    std::vector<Row> rows;
    double full_cycles = 0.0;
    Rainflow rainflow;
    auto const note = [&](Cycles const& cycles) {
        for (Cycle const& cycle : cycles) {
            rows.push_back({cycle.depth(), 0.5 * cycle.halves, cycle.mean_soc()});
            full_cycles += cycle.full_cycles();
        }
    };
    for (double const soc : trace) note(follow(rainflow, soc, 0.02));
    note(finish(rainflow));
    std::sort(rows.begin(), rows.end(), [](Row const& a, Row const& b) {
        return std::pair(a.depth, a.mean) < std::pair(b.depth, b.mean);
    });
    Row const expected[] = {{0.07, 1, 0.585}, {0.1, 1, 0.55},  {0.1, 1, 0.75},
                            {0.37, 1, 0.665}, {0.6, 0.5, 0.6}, {0.65, 0.5, 0.625}};
    REQUIRE(rows.size() == 6);
    for (std::size_t i = 0; i < 6; ++i) {
        CHECK(rows[i].depth == Approx(expected[i].depth).epsilon(1e-9));
        CHECK(rows[i].cycles == expected[i].cycles);
        CHECK(rows[i].mean == Approx(expected[i].mean).epsilon(1e-9));
    }
    CHECK(full_cycles == Approx(1.265).epsilon(1e-9));
}

TEST_CASE("counting on the way agrees with the slow twin, and no way is lost", "[rainflow]") {
    for (std::uint64_t seed = 0; seed < 1'000; ++seed) {
        Steps const trace = drawn_trace(seed, 300);
        for (int const smallest : {0, 1'000}) {
            Counts const counts = counted(trace, smallest);
            REQUIRE(counts == counted_slowly(trace, smallest));
            REQUIRE(way(counts) == way(turning_points(trace, smallest)));
        }
        REQUIRE(way(counted(trace, 0)) == way(trace));
    }
}

TEST_CASE("the same day over and over does not pile up", "[rainflow]") {
    Rainflow rainflow;
    Counts counts;
    for (int day = 0; day < 400; ++day) {
        for (double const soc : {0.9, 0.4, 0.6, 0.5}) count(counts, follow(rainflow, soc, 0.02));
        CHECK(rainflow.count <= 5);
    }
    count(counts, finish(rainflow));
    CHECK(counts == Counts{{{20'000, 45'000}, 799}, {{25'000, 30'000}, 799}, {{20'000, 30'000}, 1}});
}

TEST_CASE("small reversals are no cycles", "[rainflow]") {
    Steps const trace{40'000, 30'000, 30'999, 20'000, 20'999, 20'500, 45'000, 44'001, 45'100};
    CHECK(counted(trace, 1'000) == Counts{{{20'000, 40'000}, 1}, {{20'000, 45'100}, 1}});
    CHECK(counted(trace, 999).size() == 4);
    CHECK(counted({10'000, 10'500, 10'200}, 1'000).empty());
    CHECK(counted({10'000}, 0).empty());
    CHECK(counted({10'000, 10'000, 10'000}, 0).empty());
}

TEST_CASE("settling now and then counts everything once", "[rainflow]") {
    double most_off = 0.0;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        Steps const trace = drawn_trace(seed, 600);
        for (int const every : {1, 7, 60}) {
            Counts const counts = counted(trace, 1'000, every);
            REQUIRE(way(counts) == way(turning_points(trace, 1'000)));
            // Settled every 60 values of such a wild trace, the loss stays close to that of one count.
            if (every == 60)
                most_off = std::max(most_off, std::abs(damage(counts) / damage(counted(trace, 1'000)) - 1.0));
        }
    }
    CAPTURE(most_off);
    CHECK(most_off < 0.1);
    // The range under way goes on: here 0.9 to 0.3 is one half cycle, though settled at 0.5.
    Rainflow rainflow;
    follow(rainflow, 0.9, 0.02);
    follow(rainflow, 0.5, 0.02);
    CHECK(settle(rainflow).size() == 0);
    follow(rainflow, 0.3, 0.02);
    Cycles const rest = finish(rainflow);
    REQUIRE(rest.size() == 1);
    CHECK(rest.begin()->depth() == Approx(0.6));
    CHECK(rainflow.count == 0);
}

TEST_CASE("a full stack lets go of its oldest half cycle", "[rainflow]") {
    Steps spiral{50'000};
    for (int i = 1; i < 40; ++i) spiral.push_back(i % 2 == 1 ? 600 * i : 50'000 - 600 * i);
    Rainflow rainflow;
    std::size_t let_go = 0;
    for (std::size_t i = 0; i < spiral.size(); ++i) {
        Cycles const cycles = follow(rainflow, spiral[i] / steps_per_soc, 0.0);
        CHECK(cycles.size() == (i < Rainflow::capacity ? 0U : 1U));
        for (Cycle const& cycle : cycles) {  // in order, from the outside
            CHECK(cycle.from == spiral[let_go]);
            CHECK(cycle.to == spiral[let_go + 1]);
            CHECK(cycle.halves == 1);
            ++let_go;
        }
    }
    CHECK(let_go == spiral.size() - Rainflow::capacity);
    CHECK(rainflow.count == Rainflow::capacity);
    CHECK(counted(spiral, 0) == counted_slowly(spiral, 0));  // all are half cycles anyway

    // Swept over afterwards, the ranges that were let go should have closed: their way is the same, in
    // halves.
    Steps swept = spiral;
    swept.insert(swept.end(), {0, 50'000});
    Counts const fast = counted(swept, 0), slow = counted_slowly(swept, 0);
    CHECK(fast != slow);
    CHECK(way(fast) == way(slow));
    CHECK(damage(fast) == Approx(damage(slow)).epsilon(0.02));
}

TEST_CASE("a stack that is saved and loaded goes on as if it had not been", "[rainflow]") {
    Steps const trace = drawn_trace(11, 200);
    Rainflow straight, paused;
    for (std::size_t i = 0; i < trace.size(); ++i) {
        follow(straight, trace[i] / steps_per_soc, 0.02);
        follow(paused, trace[i] / steps_per_soc, 0.02);
        if (i % 20 != 0) continue;
        Saver saver;
        archive(saver, paused);
        Loader loader(saver.bytes());
        Rainflow loaded;
        archive(loader, loaded);
        CHECK(loader.finished());
        paused = loaded;
    }
    REQUIRE(paused.count == straight.count);
    CHECK(std::equal(paused.points.begin(), paused.points.begin() + paused.count, straight.points.begin()));
    CHECK(sizeof(Rainflow) == 48);
}

TEST_CASE("a charge outside 0 to 1 is refused", "[rainflow]") {
    Rainflow rainflow;
    CHECK_THROWS(follow(rainflow, 1.01, 0.02));
    CHECK_THROWS(follow(rainflow, -0.01, 0.02));
    CHECK_THROWS(follow(rainflow, std::nan(""), 0.02));
}
