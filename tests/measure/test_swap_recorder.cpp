#include "sim/measure/swap_recorder.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace yuchong;
using namespace yuchong::measure;

namespace {

class Rows final : public NoSink {
public:
    using NoSink::append;
    void append(SwapBlock const& block) override {
        CHECK(block.first_row == rows);
        rows += block.rows;
        ready.insert(ready.end(), block.packs_ready.begin(), block.packs_ready.end());
        feeding.insert(feeding.end(), block.packs_feeding.begin(), block.packs_feeding.end());
        busy.insert(busy.end(), block.bay_busy.begin(), block.bay_busy.end());
        swaps.insert(swaps.end(), block.swaps.begin(), block.swaps.end());
    }
    std::int64_t rows = 0;
    std::vector<float> ready, feeding, busy;
    std::vector<std::int32_t> swaps;
};

RecordSettings const settings{minutes(5), minutes(15), 1.0, 0, false};
Window const window{SimTime{0} + hours(1), SimTime{0} + hours(2)};

supply::SwapReading reading(std::int64_t ready_min, std::int64_t bay_min, std::int64_t starved_min,
                            std::int64_t waited_s, std::uint32_t swaps, double kwh) {
    return {.ready_ms = minutes(ready_min).ms,
            .charging_ms = 0,
            .feeding_ms = minutes(ready_min / 2).ms,
            .bay_ms = minutes(bay_min).ms,
            .starved_ms = minutes(starved_min).ms,
            .waited_ms = seconds(waited_s).ms,
            .ready = 0,
            .charging = 0,
            .feeding = 0,
            .swaps = swaps,
            .exchanged_kwh = kwh};
}

}  // namespace

TEST_CASE("steps of swap stations are differences of their accounts, sums those of the window", "[swaps]") {
    Rows rows;
    SwapRecorder recorder(settings, window, 1, rows);
    auto const at = [&](std::int64_t step, supply::SwapReading const& r) {
        recorder.read(window.begin + step * minutes(15), std::array{r});
    };
    at(0, reading(100, 10, 5, 60, 7, 300.0));
    at(1, reading(160, 13, 5, 60, 8, 340.0));  // four packs ready on average
    at(2, reading(175, 13, 20, 300, 8, 340.0));
    at(3, reading(175, 28, 20, 300, 11, 400.0));
    at(4, reading(205, 28, 20, 360, 11, 420.0));
    recorder.flush();
    CHECK(rows.ready == std::vector<float>{4, 1, 0, 2});
    CHECK(rows.feeding == std::vector<float>{2, 7 / 15.0F, 0, 1});
    CHECK(rows.busy == std::vector<float>{0.2F, 0, 1, 0});
    CHECK(rows.swaps == std::vector<std::int32_t>{1, 0, 3, 0});
    SwapSummary const sum = summarise(recorder.state(), window);
    CHECK(sum.stations == 1);
    CHECK(sum.swaps == 4);
    CHECK(sum.exchanged_kwh == Approx(120.0));
    CHECK(sum.wait_mean_s == Approx(75.0));
    CHECK(sum.starved_share == Approx(0.25));
    CHECK(sum.bay_utilisation == Approx(0.3));
    CHECK_THROWS(at(4, reading(205, 28, 20, 360, 11, 420.0)));  // the step is over
}
