#include "sim/measure/guidance_tally.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <vector>

using namespace yuchong;
using namespace yuchong::measure;

namespace {

Window const window{SimTime{0} + hours(1), SimTime{0} + hours(3)};
constexpr auto none = GuidanceTally::no_neighbour;

SimTime at_min(std::int64_t m) { return SimTime{0} + minutes(m); }

GuidanceSummary::Side const& of(GuidanceSummary const& summary, Audience audience) {
    return summary.side[static_cast<std::size_t>(audience)];
}

// Looks at two stations whose lines hold these cars; all of them are in line.
GuidanceSummary seen(std::vector<std::pair<std::uint32_t, std::uint32_t>> const& looks) {
    GuidanceTally tally(window, {1, none});
    std::int64_t m = 60;
    for (auto const& [a, b] : looks) {
        std::array<std::uint32_t, 2> const cars{a, b};
        tally.look(at_min(m++), cars, cars);
    }
    return summarise(tally);
}

}  // namespace

TEST_CASE("choices and waits are counted by side, inside the window") {
    GuidanceTally tally(window, {none});
    tally.chose(Audience::adopters, at_min(59), 100.0);
    tally.chose(Audience::adopters, at_min(60), 2.0);
    tally.chose(Audience::adopters, at_min(70), 4.0);
    tally.chose(Audience::others, at_min(70), -1.0);
    tally.followed(at_min(59));
    tally.followed(at_min(61));
    tally.wait_ended(Audience::others, at_min(59), at_min(90));
    tally.wait_ended(Audience::others, at_min(60), at_min(60));
    tally.wait_ended(Audience::others, at_min(60), at_min(70));
    auto const summary = summarise(tally);
    CHECK(of(summary, Audience::adopters).choices == 2);
    CHECK(of(summary, Audience::adopters).extra_km == Approx(3.0));
    CHECK(of(summary, Audience::adopters).waits == 0);
    CHECK(of(summary, Audience::others).extra_km == Approx(-1.0));
    CHECK(of(summary, Audience::others).waits == 2);
    CHECK(of(summary, Audience::others).wait_mean_s == Approx(300.0));
    CHECK(of(summary, Audience::others).wait_p95_s == Approx(570.0));
    CHECK(summary.followed == 1);
}

TEST_CASE("errors of forecasts have a size and a side") {
    GuidanceTally tally(window, {none});
    tally.wait_was_forecast(at_min(59), {90.0, 90.0});
    tally.wait_was_forecast(at_min(60), {1.0, -4.0});
    tally.wait_was_forecast(at_min(61), {-3.0, -2.0});
    tally.departure_was_forecast(at_min(61), {0.0, 30.0});
    auto const summary = summarise(tally);
    CHECK(summary.waits[0].count == 2);
    CHECK(summary.waits[0].error_min == Approx(2.0));
    CHECK(summary.waits[0].bias_min == Approx(-1.0));
    CHECK(summary.waits[1].error_min == Approx(3.0));
    CHECK(summary.waits[1].bias_min == Approx(-3.0));
    CHECK(summary.departures[1].error_min == Approx(30.0));
}

TEST_CASE("stations that take turns oscillate, a slow line does not") {
    auto const turns = seen({{4, 0}, {0, 4}, {4, 0}, {0, 4}, {4, 0}, {0, 4}, {4, 0}, {0, 4}});
    CHECK(turns.oscillation == Approx(-7.0 / 8.0));  // (n - 1) products of -16 over n squares of 16
    CHECK(turns.queue_mean == Approx(2.0));
    CHECK(turns.queue_cv == Approx(1.0));
    CHECK(turns.station_queue_variance[0] == Approx(4.0));
    auto const slow = seen({{0, 0}, {1, 0}, {2, 0}, {3, 0}, {3, 0}, {2, 0}, {1, 0}, {0, 0}});
    // Around the mean of 1.5: -1.5, -0.5, 0.5, 1.5 and back.
    CHECK(slow.oscillation == Approx((0.75 - 0.25 + 0.75 + 2.25 + 0.75 - 0.25 + 0.75) / 10.0));
    CHECK(seen({{2, 1}, {2, 1}, {2, 1}}).oscillation == 0.0);
    CHECK(seen({}).queue_cv == 0.0);
}
