// Time series: step means, peaks, ledgers, blocks, checkpoints.

#include "sim/base/archive.hpp"
#include "sim/base/check.hpp"
#include "sim/measure/recorder.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <vector>

using namespace yuchong;
using namespace yuchong::measure;

namespace {

// Keeps everything that was handed over, in order.
struct Collected final : NoSink {
    using NoSink::append;
    std::vector<float> charging_kw, peak_kw, base_kw, charging, waiting;
    std::vector<float> district_kw;
    std::vector<std::int32_t> started;
    std::vector<float> station_kw, station_peak_kw, occupied, station_waiting;
    std::vector<SessionRow> sessions;
    std::int64_t city_rows = 0, station_rows = 0, largest_block = 0;

    static void add(auto& to, auto const& from) { to.insert(to.end(), from.begin(), from.end()); }
    void append(CityBlock const& b) override {
        REQUIRE(b.first_row == city_rows);
        city_rows += b.rows;
        largest_block = std::max(largest_block, b.rows);
        add(charging_kw, b.charging_kw);
        add(peak_kw, b.charging_peak_kw);
        add(base_kw, b.base_kw);
        add(charging, b.vehicles_charging);
        add(waiting, b.vehicles_waiting);
    }
    void append(DistrictBlock const& b) override {
        add(district_kw, b.charging_kw);
        add(started, b.sessions_started);
    }
    void append(StationBlock const& b) override {
        REQUIRE(b.first_row == station_rows);
        station_rows += b.rows;
        largest_block = std::max(largest_block, b.rows);
        add(station_kw, b.charging_kw);
        add(station_peak_kw, b.charging_peak_kw);
        add(occupied, b.occupied);
        add(station_waiting, b.waiting);
    }
    void append(SessionBlock const& b) override {
        REQUIRE(b.first_row == static_cast<std::int64_t>(sessions.size()));
        add(sessions, b.rows);
    }
};

// Two stations in districts 0 and 1, three zones in 0, 1, 1. Everything is a simple function of the minute's
// number.
struct World {
    std::vector<double> station_kwh = std::vector<double>(2), zone_kwh = std::vector<double>(3);
    std::vector<std::int64_t> occupied = std::vector<std::int64_t>(2), waiting = std::vector<std::int64_t>(2),
                              started = std::vector<std::int64_t>(2);
    std::int64_t charging_ms = 0, waiting_ms = 0;
    std::int64_t minute = 0;

    static RecorderLayout layout() { return {{0, 1}, {0, 1, 1}, 2}; }
    MinuteReadings next() {
        ++minute;
        auto const m = static_cast<double>(minute);
        station_kwh = {m, 1.0};
        zone_kwh = {0.5, 0.25, 0.25};
        occupied[0] += 60'000;
        occupied[1] += minute % 2 == 0 ? 60'000 : 0;
        waiting[0] += 30'000;
        charging_ms += 120'000;
        waiting_ms += 30'000;
        started[0] += 1;
        started[1] += minute % 5 == 0 ? 2 : 0;
        return {SimTime{minute * 60'000},
                station_kwh,
                zone_kwh,
                occupied,
                waiting,
                charging_ms,
                waiting_ms,
                started,
                100.0};
    }
};

RecordSettings const settings{minutes(5), minutes(15), 1.0, 1, false};

SessionRow session_of(std::uint32_t vehicle) {
    SessionRow row{};
    row.vehicle = vehicle;
    row.arrival = SimTime{vehicle * 1'000};
    return row;
}

}  // namespace

TEST_CASE("step means are integrals, peaks are one-minute means, warm-up is not recorded") {
    Collected sink;
    Recorder recorder(settings, {SimTime{} + minutes(30), SimTime{} + minutes(60)}, World::layout(), sink);
    World world;
    for (int i = 0; i < 60; ++i) recorder.minute(world.next());
    recorder.flush();

    REQUIRE(sink.city_rows == 6);
    REQUIRE(sink.station_rows == 2);
    // Minutes 31..35: stations 31+..+35 + 5, homes 5 x 1 kWh: 175 kWh in 5 min.
    CHECK(sink.charging_kw.front() == Approx(175.0 * 12));
    CHECK(sink.peak_kw.front() == Approx(60.0 * (35 + 1 + 1)));
    CHECK(sink.base_kw.front() == Approx(6'000.0));
    CHECK(sink.charging.front() == Approx(2.0));
    CHECK(sink.waiting.front() == Approx(0.5));
    // Districts: 0 = station 0 + zone 0; 1 = station 1 + zones 1, 2. They sum to the city.
    CHECK(sink.district_kw[0] == Approx((165.0 + 2.5) * 12));
    CHECK(sink.district_kw[1] == Approx((5.0 + 2.5) * 12));
    CHECK(sink.started[0] == 5);
    CHECK(sink.started[1] == 2);
    // Station steps: minutes 31..45 and 46..60.
    CHECK(sink.station_kw[0] == Approx(4.0 * (31 + 45) * 15 / 2));
    CHECK(sink.station_peak_kw[2] == Approx(60.0 * 60));
    CHECK(sink.occupied[0] == Approx(1.0));
    CHECK(sink.occupied[1] == Approx(7.0 / 15));
    CHECK(sink.station_waiting[0] == Approx(0.5));
    CHECK(sink.station_waiting[1] == 0.0F);
    // The last step has the largest mean.
    CHECK(recorder.state().peak_kw == Approx(12.0 * (56 + 57 + 58 + 59 + 60 + 10)));
    CHECK(recorder.state().peak_time == SimTime{} + minutes(55));
    CHECK(recorder.state().grid_kwh == Approx(30 * (31 + 60) / 2.0 + 60));
}

TEST_CASE("without warm-up ledgers begin at zero") {
    Collected sink;
    Recorder recorder(settings, {SimTime{}, SimTime{} + minutes(15)}, World::layout(), sink);
    World world;
    for (int i = 0; i < 15; ++i) recorder.minute(world.next());
    recorder.flush();
    CHECK(sink.charging.front() == Approx(2.0));
    CHECK(sink.started.front() == 5);
    CHECK(recorder.state().peak_time == SimTime{} + minutes(10));
}

TEST_CASE("memory stays bounded: blocks end at whole multiples, also after an early flush") {
    Collected sink;
    Recorder recorder(settings, {SimTime{}, SimTime{} + days(2)}, World::layout(), sink);
    World world;
    for (int i = 0; i < 2 * 1'440; ++i) {
        recorder.minute(world.next());
        if (i == 333) recorder.flush();
    }
    CHECK(sink.city_rows == 576);  // the last block is complete and needs no flush
    CHECK(sink.station_rows == 192);
    CHECK(sink.largest_block == block_steps);
    recorder.flush();
    CHECK(sink.city_rows == 576);
}

TEST_CASE("a recorder goes on from a checkpoint in the middle of a step") {
    Window const window{SimTime{} + minutes(30), SimTime{} + days(1) + minutes(30)};
    Collected undisturbed;
    Recorder whole(settings, window, World::layout(), undisturbed);
    World world;
    for (int i = 0; i < 1'470; ++i) whole.minute(world.next());
    whole.session(session_of(1));
    whole.session(session_of(2));
    whole.flush();

    int const stop = GENERATE(7, 30, 33, 487, 1'469);
    Collected resumed;
    World again;
    std::vector<std::byte> image;
    {
        Recorder first(settings, window, World::layout(), resumed);
        for (int i = 0; i < stop; ++i) first.minute(again.next());
        first.session(session_of(1));
        if (stop != 487) first.flush();  // without it the pending rows travel in the image
        Saver saver;
        archive(saver, first.state());
        image = saver.bytes();
    }
    Recorder second(settings, window, World::layout(), resumed);
    Loader loader(image);
    archive(loader, second.state());
    REQUIRE(loader.finished());
    for (int i = stop; i < 1'470; ++i) second.minute(again.next());
    second.session(session_of(2));
    second.flush();

    CHECK(resumed.charging_kw == undisturbed.charging_kw);
    CHECK(resumed.peak_kw == undisturbed.peak_kw);
    CHECK(resumed.charging == undisturbed.charging);
    CHECK(resumed.waiting == undisturbed.waiting);
    CHECK(resumed.district_kw == undisturbed.district_kw);
    CHECK(resumed.started == undisturbed.started);
    CHECK(resumed.station_kw == undisturbed.station_kw);
    CHECK(resumed.occupied == undisturbed.occupied);
    CHECK(resumed.sessions.size() == 2);
    CHECK(second.state().peak_kw == whole.state().peak_kw);
    CHECK(second.state().peak_time == whole.state().peak_time);
    CHECK(second.state().grid_kwh == whole.state().grid_kwh);
}

TEST_CASE("sessions are sampled by what they are, not by their order") {
    RecordSettings sampled = settings;
    sampled.session_share = 0.25;
    Collected forwards, backwards;
    Recorder a(sampled, {SimTime{}, SimTime{} + minutes(15)}, World::layout(), forwards);
    Recorder b(sampled, {SimTime{}, SimTime{} + minutes(15)}, World::layout(), backwards);
    constexpr std::uint32_t n = 40'000;
    for (std::uint32_t i = 0; i < n; ++i) a.session(session_of(i));
    for (std::uint32_t i = n; i-- > 0;) b.session(session_of(i));
    a.flush();
    b.flush();
    double const share = static_cast<double>(forwards.sessions.size()) / n;
    CHECK(share == Approx(0.25).margin(5 * std::sqrt(0.25 * 0.75 / n)));
    REQUIRE(forwards.sessions.size() == backwards.sessions.size());
    CHECK(forwards.sessions.front().vehicle == backwards.sessions.back().vehicle);

    sampled.session_share = 0.0;
    Collected none;
    Recorder c(sampled, {SimTime{}, SimTime{} + minutes(15)}, World::layout(), none);
    c.session(session_of(3));
    c.flush();
    CHECK(none.sessions.empty());
}

TEST_CASE("a recorder refuses steps that do not fit and readings that are lost") {
    NoSink sink;
    Window const window{SimTime{}, SimTime{} + hours(1)};
    RecordSettings odd = settings;
    odd.station_step = minutes(7);
    CHECK_THROWS_AS(Recorder(odd, window, World::layout(), sink), BrokenInvariant);
    odd.station_step = seconds(90);
    CHECK_THROWS_AS(Recorder(odd, window, World::layout(), sink), BrokenInvariant);
    Recorder recorder(settings, window, World::layout(), sink);
    World world;
    recorder.minute(world.next());
    static_cast<void>(world.next());
    CHECK_THROWS_AS(recorder.minute(world.next()), BrokenInvariant);
}
