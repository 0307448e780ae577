// Duties of roaming vehicles against slow twins that go by the minute, the metre and the second.

#include "sim/demand/roaming_duty.hpp"

#include "fleet_fixture.hpp"
#include "sim/base/calendar.hpp"
#include "sim/base/math.hpp"
#include "sim/demand/shares.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace yuchong;
using namespace yuchong::demand;
using namespace yuchong::demand::test;

namespace {

std::int32_t const tuesday = day_number({2025, 8, 5});
std::int32_t const sunday = day_number({2025, 8, 10});

Car car_of(std::uint32_t ordinal) {
    Car car{};
    car.ordinal = ordinal;
    return car;
}

struct Break {
    double from_h, to_h;
};

// The same day looked at minute by minute: begin, end and breaks as they were drawn, in hours.
class SlowDay {
public:
    SlowDay(RoamingSettings const& s, Car const& car, std::int32_t day, RandomSource const& random) {
        Block const draw = random.draw(draw_for(car.ordinal, Purpose::duty_day, day, 1));
        std::size_t const c = pick(cumulative_shares(s.start_weights), draw.uniform(1));
        double const start_h =
            std::clamp(normal(draw.uniform(2), s.start_mean_h[c], s.start_sd_h[c]), 0.0, 23.9);
        begin_h_ = to_the_second(start_h);
        end_h_ = to_the_second(start_h + s.shortest_duty_h +
                               (s.longest_duty_h - s.shortest_duty_h) * draw.uniform(3));
        double worked_since_h = begin_h_;
        for (std::uint32_t b = 0; b < s.break_min.size(); ++b) {
            Block const when = random.draw(draw_for(car.ordinal, Purpose::duty_break, day, b));
            double const from_h =
                to_the_second(s.break_from_h[b] + (s.break_until_h[b] - s.break_from_h[b]) * when.uniform(0));
            double const to_h = from_h + s.break_min[b] / 60.0;
            if (from_h < worked_since_h + 0.5 || to_h + 0.5 > end_h_) continue;
            breaks_.push_back({from_h, to_h});
            worked_since_h = to_h;
        }
    }
    [[nodiscard]] bool on_duty(double hour) const {
        bool const pauses = std::ranges::any_of(
            breaks_, [hour](Break const& b) { return b.from_h <= hour && hour < b.to_h; });
        return begin_h_ <= hour && hour < end_h_ && !pauses;
    }

private:
    static double to_the_second(double hour) { return std::round(3600.0 * hour) / 3600.0; }

    double begin_h_, end_h_;
    std::vector<Break> breaks_;
};

}  // namespace

TEST_CASE("shifts and breaks are those of a day looked at minute by minute") {
    RoamingSettings const settings = roaming();
    RoamingPlanner const planner(settings);
    RandomSource const random{11};
    std::size_t days_on_duty = 0, with_three_spans = 0;
    for (std::uint32_t ordinal = 0; ordinal < 300; ++ordinal) {
        Car const car = car_of(ordinal);
        DutyDay const duty = planner.day(car, tuesday, random);
        if (duty.spans == 0) continue;
        ++days_on_duty;
        with_three_spans += duty.spans >= 3 ? 1 : 0;
        SlowDay const slow(settings, car, tuesday, random);
        int minutes_on_duty = 0, differ = 0;
        for (int minute = 0; minute < 48 * 60; ++minute) {
            Duration const t = minutes(minute) + seconds(30);
            auto const span = duty.at_or_after(t);
            bool const works = span && span->begin <= t;
            differ += works != slow.on_duty((minute + 0.5) / 60.0) ? 1 : 0;
            minutes_on_duty += works ? 1 : 0;
        }
        CHECK(differ == 0);
        CHECK(duty.left_after(Duration{0}).minutes() == Approx(minutes_on_duty).margin(4.0));
        CHECK(duty.left_after(hours(48)).ms == 0);
    }
    CHECK(days_on_duty > 200);
    CHECK(with_three_spans > 30);
}

TEST_CASE("as many are on duty as the settings say, and the same ones every day that never are") {
    RoamingSettings settings = roaming();
    settings.stock.works_ever = 0.6;
    RoamingPlanner const planner(settings);
    RandomSource const random{12};
    int weekday = 0, weekend = 0, never_seen = 0;
    constexpr int cars = 4000;
    for (std::uint32_t ordinal = 0; ordinal < cars; ++ordinal) {
        Car const car = car_of(ordinal);
        weekday += planner.day(car, tuesday, random).spans > 0 ? 1 : 0;
        weekend += planner.day(car, sunday, random).spans > 0 ? 1 : 0;
        int worked = 0;
        for (int d = 0; d < 28; ++d) worked += planner.day(car, tuesday + d, random).spans > 0 ? 1 : 0;
        never_seen += worked == 0 ? 1 : 0;
    }
    // Four standard deviations of a binomial count.
    CHECK(weekday == Approx(0.6 * 0.8 * cars).margin(4.0 * std::sqrt(0.48 * 0.52 * cars)));
    CHECK(weekend == Approx(0.6 * 0.5 * cars).margin(4.0 * std::sqrt(0.30 * 0.70 * cars)));
    CHECK(never_seen == Approx(0.4 * cars).margin(4.0 * std::sqrt(0.4 * 0.6 * cars)));
}

TEST_CASE("the next order comes when the integrated rate has reached its draw") {
    RoamingSettings const settings = roaming();
    RoamingPlanner const planner(settings);
    double sum = 0.0;
    for (double const weight : settings.orders_by_hour) sum += weight;
    RandomSource const random{13};
    for (std::uint32_t i = 0; i < 200; ++i) {
        Block const draw = random.draw({DrawClass::test, 0, i});
        Duration const from = seconds(static_cast<std::int64_t>(30.0 * 3600.0 * draw.uniform(0)));
        auto const at = planner.next_order(from, from + hours(30), draw.uniform(1));
        REQUIRE(at);
        double left = -math::log(draw.uniform(1));  // the twin steps by the second
        std::int64_t second = from.ms / 1000;
        while (left > 0.0) {
            auto const hour = static_cast<std::size_t>(second / 3600 % 24);
            left -= settings.orders_per_idle_hour * 24.0 * settings.orders_by_hour[hour] / sum / 3600.0;
            ++second;
        }
        CHECK(at->seconds() == Approx(static_cast<double>(second)).margin(2.0));
        CHECK_FALSE(planner.next_order(from, *at, draw.uniform(1)));
    }
}

TEST_CASE("orders of a vehicle that is always idle are Poisson with the hour's rate") {
    RoamingPlanner const planner(roaming());
    RandomSource const random{14};
    constexpr std::uint32_t vehicles = 3000;
    std::array<double, 24> count{};
    double total = 0.0, squares = 0.0;
    for (std::uint32_t v = 0; v < vehicles; ++v) {
        Duration t{0};
        int of_day = 0;
        for (std::uint8_t leg = 0;; ++leg) {
            auto const next =
                planner.next_order(t, hours(24), planner.cycle(car_of(v), tuesday, leg, random).order_u);
            if (!next) break;
            t = *next;
            ++of_day;
            count[static_cast<std::size_t>(t.ms / hours(1).ms)] += 1.0;
        }
        total += of_day;
        squares += static_cast<double>(of_day) * of_day;
    }
    double const mean = total / vehicles, variance = squares / vehicles - mean * mean;
    CHECK(mean == Approx(48.0).epsilon(0.01));           // 2 an hour, all day
    CHECK(variance / mean == Approx(1.0).margin(0.10));  // four standard errors of it: 0.10
    // Weights 0.5, 1 and 2 for six, twelve and six hours: 27 in all.
    CHECK(count[3] / vehicles == Approx(48.0 * 0.5 / 27.0).epsilon(0.10));
    CHECK(count[12] / vehicles == Approx(48.0 * 1.0 / 27.0).epsilon(0.07));
    CHECK(count[20] / vehicles == Approx(48.0 * 2.0 / 27.0).epsilon(0.05));
}

TEST_CASE("a search begins where the hazard, summed metre by metre, has reached its draw") {
    RoamingSettings const settings = roaming();
    RandomSource const random{15};
    int found = 0, none = 0;
    for (std::uint32_t i = 0; i < 300; ++i) {
        Block const draw = random.draw({DrawClass::test, 1, i});
        CruiseStretch const cruise{.km = 40.0 * draw.uniform(0),
                                   .soc = 0.15 + 0.5 * draw.uniform(1),
                                   .soc_per_km = i % 10 == 0 ? 0.0 : 0.004 * draw.uniform(2)};
        double const shift = i % 3 == 0 ? 0.0 : 0.05;
        auto const km = search_after_km(cruise, shift, draw.uniform(3), settings);
        double left = -math::log(draw.uniform(3)), at_km = 0.0;
        constexpr double metre = 0.001;
        while (left > 0.0 && at_km < cruise.km) {
            double const soc = cruise.soc - cruise.soc_per_km * (at_km + metre / 2.0);
            left -= settings.search_per_km *
                    math::exp((settings.search_soc50 + shift - soc) / settings.search_width) * metre;
            at_km += metre;
        }
        if (km) {
            CHECK(*km == Approx(at_km).margin(0.003));
            ++found;
        } else {
            CHECK(at_km >= cruise.km - 0.003);
            ++none;
        }
    }
    CHECK(found > 50);
    CHECK(none > 50);
}
