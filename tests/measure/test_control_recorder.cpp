#include "sim/measure/control_recorder.hpp"

#include "sim/base/archive.hpp"

#include <catch2/catch.hpp>

using namespace yuchong;
using namespace yuchong::measure;

namespace {

// Appends what comes, block by block.
struct Collected final : NoSink {
    using NoSink::append;
    void append(ControlBlock const& b) override {
        CHECK(b.first_row == rows);
        rows += b.rows;
        auto const keep = [](std::vector<float>& to, std::span<float const> from) {
            to.insert(to.end(), from.begin(), from.end());
        };
        keep(price, b.price_yuan_per_kwh);
        keep(carbon, b.carbon_kg_per_kwh);
        keep(cost, b.cost_yuan);
        keep(fed, b.v2g_kwh);
        keep(wear, b.wear_yuan);
        keep(co2, b.co2_kg);
        keep(wanted, b.wanted_kw);
        keep(granted, b.granted_kw);
        keep(unmet, b.unmet_kwh);
    }
    void append(SetPointBlock const& b) override {
        CHECK(b.first_row == static_cast<std::int64_t>(set_points.size()));
        set_points.insert(set_points.end(), b.rows.begin(), b.rows.end());
    }
    std::int64_t rows = 0;
    std::vector<float> price, carbon, cost, co2, fed, wear, wanted, granted, unmet;
    std::vector<SetPointRow> set_points;
};

// Warm-up of ten minutes, an hour recorded in four steps, two stations.
Window const window{SimTime{} + minutes(10), SimTime{} + minutes(70)};
RecordSettings const settings{minutes(5), minutes(15), 1.0, 1, true};

SimTime at(std::int64_t minute) { return SimTime{} + minutes(minute); }

// Minute by minute: 3 kWh in all, 0.5 yuan until minute 40, 0.8 from there on; 0.5 kWh fed back, for 0.25
// yuan of wear.
void pass(ControlRecorder& recorder, std::int64_t from, std::int64_t to) {
    for (std::int64_t m = from; m < to; ++m)
        recorder.minute(
            {at(m + 1), 3.0, 3.0, YuanPerKwh{m < 40 ? 0.5 : 0.8}, KilogramsPerKwh{0.4}, 0.5, 0.25});
}

}  // namespace

TEST_CASE("powers of sites are integrated exactly, whenever they change, and only inside the window") {
    Collected sink;
    ControlRecorder recorder(settings, window, 2, sink);
    recorder.site(0, {10.0, 6.0}, at(0));  // warm-up: counts from minute 10 on
    pass(recorder, 0, 13);
    recorder.site(0, {20.0, 8.0}, at(13));
    pass(recorder, 13, 20);
    recorder.site(1, {4.0, 4.0}, at(20));
    recorder.site(0, {}, at(20) + seconds(30));
    pass(recorder, 20, 70);
    recorder.flush();
    REQUIRE(sink.rows == 4);
    // 3 min of 10 kW and 7.5 of 20 in a step of 15.
    CHECK(sink.wanted == std::vector<float>{12.0F, 4.0F / 3.0F, 0, 4, 0, 4, 0, 4});
    CHECK(sink.granted[0] == Approx((3 * 6.0 + 7.5 * 8.0) / 15));
}

TEST_CASE("prices are means, costs and unmet energy are sums of the step") {
    Collected sink;
    ControlRecorder recorder(settings, window, 2, sink);
    pass(recorder, 0, 30);
    recorder.need_ended(1, at(5), KilowattHours{7.0});  // plugged in before the window
    recorder.need_ended(1, at(12), KilowattHours{1.5});
    recorder.need_ended(1, at(13), KilowattHours{-0.1});  // got more
    pass(recorder, 30, 70);
    recorder.flush();
    CHECK(sink.price == std::vector<float>{0.5F, 0.5F, 0.8F, 0.8F});
    CHECK(sink.carbon == std::vector<float>(4, 0.4F));
    CHECK(sink.cost == std::vector<float>{22.5F, 22.5F, 36.0F, 36.0F});
    CHECK(sink.co2 == std::vector<float>(4, 18.0F));
    CHECK(sink.fed == std::vector<float>(4, 7.5F));
    CHECK(sink.wear == std::vector<float>(4, 3.75F));
    CHECK(sink.unmet == std::vector<float>{0, 0, 0, 1.5F, 0, 0, 0, 0});
}

TEST_CASE("a control recorder that was saved in the middle of a step hands over the same rows") {
    auto const record = [](ControlRecorder& recorder, std::int64_t from, std::int64_t to) {
        for (std::int64_t m = from; m < to; ++m) {
            if (m % 4 == 0) {
                recorder.site(m % 8 == 0 ? 0 : 1, {1.0 * static_cast<double>(m), 0.5}, at(m));
                recorder.set_point({at(m), static_cast<std::uint64_t>(m / 4), 3, 0, 1, 2, 0.1});
            }
            recorder.need_ended(0, at(m), KilowattHours{0.01});
            pass(recorder, m, m + 1);
        }
    };
    Collected whole, parts;
    ControlRecorder undisturbed(settings, window, 2, whole), before(settings, window, 2, parts),
        after(settings, window, 2, parts);
    record(undisturbed, 0, 70);
    undisturbed.flush();
    record(before, 0, 33);
    before.flush();
    Saver saver;
    archive(saver, before.state());
    Loader loader(saver.bytes());
    archive(loader, after.state());
    CHECK(loader.finished());
    record(after, 33, 70);
    after.flush();
    CHECK(whole.rows == 4);
    CHECK(whole.wanted == parts.wanted);
    CHECK(whole.granted == parts.granted);
    CHECK(whole.unmet == parts.unmet);
    CHECK(whole.price == parts.price);
    CHECK(whole.cost == parts.cost);
    REQUIRE(whole.set_points.size() == 18);  // those of the warm-up too
    REQUIRE(parts.set_points.size() == 18);
    CHECK(whole.set_points[17].step == parts.set_points[17].step);
}
