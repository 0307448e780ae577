// Rows of the grid: order, window, days, totals, blocks, checkpoints.

#include "sim/base/archive.hpp"
#include "sim/measure/grid_recorder.hpp"
#include "sim/measure/grid_summary.hpp"
#include "sim/measure/recorder.hpp"
#include "tests/grid/small_grid.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

using namespace yuchong;
using namespace yuchong::measure;

namespace {

constexpr GridBounds bounds{.low_voltage_pu = 0.93,
                            .high_voltage_pu = 1.07,
                            .transformer_loading_pu = 1.0,
                            .transformer_hot_spot_c = 120.0,
                            .substation_loading_pu = 1.0};
constexpr Duration step_length = minutes(5);

// Keeps everything that was handed over, in order.
struct Collected final : NoSink {
    using NoSink::append;
    std::vector<float> head_kw, low_pu, loading_pu, losses_kw, charging_kw, load_kw, bus_pu, station_loading;
    std::vector<float> station_loading_pu, hot_spot_c;
    std::vector<std::int8_t> tap;
    std::vector<std::int64_t> days;
    std::vector<float> day_loading_pu, day_hot_spot_c;
    std::vector<double> hours_above, life_used_h;
    std::vector<Violation> violations;
    std::int64_t rows = 0, largest_block = 0, closed = 0;

    static void add(auto& to, auto const& from) { to.insert(to.end(), from.begin(), from.end()); }
    void append(GridBlock const& b) override {
        REQUIRE(b.first_row == rows);
        rows += b.rows;
        largest_block = std::max(largest_block, b.rows);
        add(head_kw, b.head_kw);
        add(low_pu, b.min_voltage_pu);
        add(loading_pu, b.max_loading_pu);
        add(losses_kw, b.losses_kw);
        add(charging_kw, b.charging_kw);
        add(load_kw, b.substation_kw);
        add(bus_pu, b.bus_pu);
        add(station_loading, b.substation_loading_pu);
        add(tap, b.tap);
        add(station_loading_pu, b.transformer_loading_pu);
        add(hot_spot_c, b.hot_spot_c);
    }
    void append(TransformerDay const& d) override {
        days.push_back(d.day);
        add(day_loading_pu, d.max_loading_pu);
        add(day_hot_spot_c, d.max_hot_spot_c);
    }
    void append(GridTables const& t) override {
        ++closed;
        add(violations, t.violations);
        add(hours_above, t.hours_above_limit);
        add(life_used_h, t.life_used_h);
    }
    bool operator==(Collected const& o) const {
        auto const same = [](std::vector<Violation> const& a, std::vector<Violation> const& b) {
            return std::ranges::equal(a, b, [](Violation const& x, Violation const& y) {
                return x.limit == y.limit && x.element == y.element && x.begin == y.begin && x.end == y.end &&
                       x.worst == y.worst;
            });
        };
        return head_kw == o.head_kw && low_pu == o.low_pu && loading_pu == o.loading_pu && tap == o.tap &&
               hot_spot_c == o.hot_spot_c && days == o.days && day_loading_pu == o.day_loading_pu &&
               day_hot_spot_c == o.day_hot_spot_c && hours_above == o.hours_above &&
               life_used_h == o.life_used_h && same(violations, o.violations);
    }
};

// What the small network reads at the end of step k: every value tells its step and its element.
grid::DistributionState state_of(std::int64_t k) {
    auto const n = static_cast<double>(k);
    grid::DistributionState s;
    for (std::uint32_t f = 0; f < 3; ++f) {
        grid::FeederReading r{};
        r.head_kw = 1'000.0 * (f + 1.0) + n;
        r.charging_kw = 10.0 * f + n;
        r.losses_kw = 1.0 + f;
        r.low_pu = 0.95 - 0.0001 * static_cast<double>(k % 10);
        r.high_pu = 1.0;
        r.loading_pu = k % 50 == 20 ? 1.5 : 0.5;
        r.solution = grid::Solution::warm;
        s.feeders.push_back(r);
    }
    for (std::uint32_t i = 0; i < 2; ++i) {
        grid::SubstationReading r{};
        r.kw = 5'000.0 + n + 10'000.0 * i;
        r.bus_pu = 1.0 - 0.01 * i;
        r.loading_pu = 0.25 + 0.25 * i;
        r.losses_kw = 0.5;
        r.tap = static_cast<int>(k % 5) - 2;
        s.substations.push_back(r);
    }
    for (std::uint32_t t = 0; t < 6; ++t) {
        s.loading_without_pu.push_back(0.0);
        s.loading_pu.push_back(0.1 * t + (k % 100 == 7 ? 0.6 : 0.0));
        s.heat.warmest_hot_c.push_back(50.0 + t + static_cast<double>(k % 288) / 16.0);
        s.heat.life_used_h.push_back(0.25 * n * (t + 1.0));
    }
    return s;
}

// Over the small network; transformers 1 and 5 have a series.
struct Recording {
    explicit Recording(Window const& window) : recorder(small().distribution, bounds, window, {1, 5}, sink) {}

    static grid::fixture::SmallGrid const& small() {
        static grid::fixture::SmallGrid const grid;
        return grid;
    }
    void run(std::int64_t first, std::int64_t end) {
        for (std::int64_t k = first; k < end; ++k)
            recorder.step(state_of(k), SimTime{} + (k + 1) * step_length);
    }
    void close(std::int64_t steps) { recorder.close(state_of(steps - 1)); }

    Collected sink;
    GridRecorder recorder;
};

constexpr Window window_of(Duration begin, Duration length) {
    return {SimTime{} + begin, SimTime{} + begin + length};
}

}  // namespace

TEST_CASE("rows are the readings of the steps of the window, by element") {
    Recording r(window_of(minutes(30), minutes(15)));
    r.run(0, 12);  // three beyond the window
    r.close(9);
    REQUIRE(r.sink.rows == 3);
    CHECK(r.sink.closed == 1);
    CHECK(r.sink.head_kw == std::vector<float>{1006, 2006, 3006, 1007, 2007, 3007, 1008, 2008, 3008});
    CHECK(r.sink.charging_kw == std::vector<float>{6, 16, 26, 7, 17, 27, 8, 18, 28});
    CHECK(r.sink.losses_kw == std::vector<float>{1, 2, 3, 1, 2, 3, 1, 2, 3});
    CHECK(r.sink.low_pu[3] == Approx(0.9493));
    CHECK(r.sink.loading_pu == std::vector<float>(9, 0.5F));
    CHECK(r.sink.load_kw == std::vector<float>{5006, 15006, 5007, 15007, 5008, 15008});
    CHECK(r.sink.bus_pu[1] == Approx(0.99));
    CHECK(r.sink.station_loading == std::vector<float>{0.25, 0.5, 0.25, 0.5, 0.25, 0.5});
    CHECK(r.sink.tap == std::vector<std::int8_t>{-1, -1, 0, 0, 1, 1});
    // Transformers 1 and 5; step 7 carries 0.6 pu more.
    REQUIRE(r.sink.station_loading_pu.size() == 6);
    CHECK(r.sink.station_loading_pu[0] == Approx(0.1));
    CHECK(r.sink.station_loading_pu[2] == Approx(0.7));
    CHECK(r.sink.station_loading_pu[3] == Approx(1.1));
    CHECK(r.sink.hot_spot_c[1] == Approx(55.375));
}

TEST_CASE("life is counted from the beginning of the window, hours above the limit within it") {
    Recording r(window_of(minutes(30), hours(20)));
    r.run(0, 246);
    r.close(246);
    // From the end of step 5 to the end of step 245.
    for (std::size_t t = 0; t < 6; ++t)
        CHECK(r.sink.life_used_h[t] == Approx(0.25 * 240 * (static_cast<double>(t) + 1.0)));
    // Transformer 5 carries 1.1 pu in steps 7, 107 and 207.
    CHECK(r.sink.hours_above[4] == 0.0);
    CHECK(r.sink.hours_above[5] == Approx(0.25));

    Recording without_warmup(window_of(minutes(0), hours(1)));
    without_warmup.run(0, 12);
    without_warmup.close(12);
    CHECK(without_warmup.sink.life_used_h[0] == Approx(0.25 * 11));
}

TEST_CASE("days begin with the window; the last may be cut short") {
    Recording r(window_of(hours(6), hours(60)));
    r.run(0, 66 * 12);
    CHECK(r.sink.days == std::vector<std::int64_t>{0, 1});
    r.close(66 * 12);
    CHECK(r.sink.days == std::vector<std::int64_t>{0, 1, 2});
    REQUIRE(r.sink.day_loading_pu.size() == 3 * 6);
    // Steps 72 to 359 hold 107; 360 to 647 hold 407; 648 to 791 hold 707.
    for (std::size_t day = 0; day < 3; ++day) CHECK(r.sink.day_loading_pu[6 * day + 5] == Approx(1.1));
    // Hot spots rise through the day of the run: the window's last half day ends at step 791, 215 of its day.
    CHECK(r.sink.day_hot_spot_c[0] == Approx(50.0 + 287.0 / 16.0));
    CHECK(r.sink.day_hot_spot_c[2 * 6 + 3] == Approx(53.0 + 215.0 / 16.0));

    Recording whole(window_of(hours(0), days(1)));
    whole.run(0, 288);
    whole.close(288);
    CHECK(whole.sink.days == std::vector<std::int64_t>{0});
}

TEST_CASE("spells are clipped to the window") {
    // Feeders are overloaded in step 20 only; the window begins or ends beside it.
    for (auto const& [begin, spells] : {std::pair{minutes(100), 3}, {minutes(105), 0}}) {
        Recording r(window_of(begin, minutes(30)));
        r.run(0, 60);
        r.close(60);
        CHECK(r.sink.violations.size() == static_cast<std::size_t>(spells));
    }
    Recording r(window_of(minutes(0), minutes(105)));
    r.run(0, 60);
    r.close(21);
    REQUIRE(r.sink.violations.size() == 4);  // and transformer 5 in step 7
    CHECK(r.sink.violations[0].limit == GridLimit::transformer_loading);
    CHECK(r.sink.violations[3].begin == SimTime{} + minutes(100));
    CHECK(r.sink.violations[3].end == SimTime{} + minutes(105));
}

TEST_CASE("blocks of the grid are bounded and end at whole multiples, also after an early flush") {
    Recording r(window_of(minutes(0), days(1)));
    for (std::int64_t k = 0; k < 288; ++k) {
        r.run(k, k + 1);
        if (k == 33) r.recorder.flush();
    }
    CHECK(r.sink.rows == 288);  // the last block is complete and needs no flush
    CHECK(r.sink.largest_block == block_steps);
}

TEST_CASE("totals tell solved, skipped and unsolved steps apart") {
    Recording r(window_of(minutes(5), minutes(15)));
    using grid::Solution;
    for (std::int64_t k = 0; k < 4; ++k) {
        grid::DistributionState state = state_of(k);
        state.feeders[0].solution = Solution::full;
        state.feeders[0].imbalance_pu = 4e-9 * static_cast<double>(k);
        state.feeders[1].solution = Solution::skipped;
        state.feeders[1].bound_pu = 1e-5 * static_cast<double>(k);
        if (k == 3) {
            state.feeders[2].solution = Solution::none;
            state.feeders[2].low_pu = state.feeders[2].loading_pu = NAN;
            state.feeders[2].losses_kw = 0.0;
        }
        if (k == 2) state.feeders[2].low_pu = 0.9;
        if (k == 0) state.feeders[2].low_pu = 0.8;  // of the warm-up
        r.recorder.step(state, SimTime{} + (k + 1) * step_length);
    }
    r.close(4);
    GridTotals const& totals = r.recorder.totals();
    CHECK(totals.solved == 3 + 2);
    CHECK(totals.skipped == 3);
    CHECK(totals.unsolved == 1);
    CHECK(totals.worst_bound_pu == Approx(3e-5));
    CHECK(totals.worst_balance == Approx(12e-9 / 8.0));  // feeders of 8 MVA
    CHECK(totals.lowest_voltage_pu == Approx(0.9));
    CHECK(totals.largest_loading_pu == Approx(0.5));
    CHECK(totals.losses_kwh == Approx((3 * 7.0 - 3.0) / 12.0));  // feeders 6 kW a step, substations 1

    GridSummary const summary = summarise(r.recorder);
    CHECK(summary.feeders == 3);
    CHECK(summary.transformers == 6);
    CHECK(summary.unsolved_steps == 1);
    CHECK(summary.feeders_low_voltage == 1);
    CHECK(summary.feeders_overloaded == 0);
    CHECK(summary.violations == 2);  // low voltage, no solution
}

TEST_CASE("a summary counts feeders and transformers once, however often they are beyond a limit") {
    Recording r(window_of(minutes(0), hours(12)));
    r.run(0, 144);
    r.close(144);
    GridSummary const summary = summarise(r.recorder);
    CHECK(summary.feeders_overloaded == 3);       // in steps 20, 70 and 120
    CHECK(summary.transformers_overloaded == 1);  // in steps 7 and 107
    CHECK(summary.transformers_hot == 0);
    CHECK(summary.substations_overloaded == 0);
    CHECK(summary.violations == 3 * 3 + 2);
}

TEST_CASE("a recorder that goes on from a checkpoint hands over what an undisturbed one does") {
    Window const window = window_of(hours(1), hours(40));
    constexpr std::int64_t steps = 41 * 12;
    Recording undisturbed(window);
    undisturbed.run(0, steps);
    undisturbed.close(steps);
    // In the warm-up; amid a spell of step 20; amid a block; at the end of the first day.
    for (std::int64_t const after : {5, 21, 150, 12 + 288}) {
        INFO("after step " << after);
        Recording first(window);
        first.run(0, after);
        Saver saver;
        archive(saver, first.recorder);
        auto const bytes = saver.take();
        Recording second(window);
        second.sink = first.sink;
        Loader loader(bytes);
        archive(loader, second.recorder);
        CHECK(loader.finished());
        second.run(after, steps);
        second.close(steps);
        CHECK(second.sink == undisturbed.sink);
    }
}
