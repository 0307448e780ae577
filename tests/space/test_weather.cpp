#include "sim/space/weather.hpp"

#include "sim/base/calendar.hpp"
#include "sim/base/check.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace yuchong;
using namespace yuchong::space;

namespace {

WeatherSettings settings(double day_sigma_k) {
    return {.mean_c = {8.2, 10.4, 14.5, 19.3, 22.8, 25.6, 28.9, 28.8, 24.5, 18.9, 14.4, 9.4},
            .maximum_c = {10.6, 13.5, 18.6, 23.9, 27.3, 29.6, 33.4, 33.8, 28.7, 22.1, 17.4, 11.8},
            .minimum_c = {6.4, 8.2, 11.6, 15.9, 19.4, 22.6, 25.4, 25.0, 21.7, 16.9, 12.4, 7.7},
            .hour_of_minimum = 6,
            .hour_of_maximum = 16,
            .day_sigma_k = day_sigma_k,
            .day_persistence = 0.7,
            .offset_k = 0.0};
}

std::int32_t const new_year = day_number({2025, 1, 1});
std::int32_t const mid_august = day_number({2025, 8, 16});

}  // namespace

TEST_CASE("normals of Chongqing: August afternoon and dawn, January") {
    Weather const w(settings(0.0), RandomSource{1}, {new_year, 365});
    CHECK(w.temperature(mid_august, 16).value() == Approx(33.8).margin(0.1));
    CHECK(w.temperature(mid_august, 6).value() == Approx(25.0).margin(0.1));
    CHECK(w.mean(mid_august).value() == Approx(28.8).margin(0.15));
    CHECK(w.maximum(mid_august).value() == Approx(33.8).margin(0.1));
    std::int32_t const mid_january = day_number({2025, 1, 16});
    CHECK(w.temperature(mid_january, 16).value() == Approx(10.6).margin(0.1));
    CHECK(w.temperature(mid_january, 6).value() == Approx(6.4).margin(0.1));
}

TEST_CASE("months keep their mean within the interpolation") {
    WeatherSettings const s = settings(0.0);
    Weather const w(s, RandomSource{1}, {new_year, 365});
    std::array<double, 12> sum{}, days{};
    for (std::int32_t d = new_year; d < new_year + 365; ++d) {
        auto const m = static_cast<std::size_t>(civil_date(d).month - 1);
        sum[m] += w.mean(d).value();
        ++days[m];
    }
    for (std::size_t m = 0; m < 12; ++m) CHECK(sum[m] / days[m] == Approx(s.mean_c[m]).margin(0.65));
}

TEST_CASE("the day is coldest at six, warmest at four, and has no step at midnight") {
    Weather const w(settings(0.8), RandomSource{9}, {new_year, 365});
    for (std::int32_t d = new_year + 1; d < new_year + 360; ++d) {
        for (int h = 7; h <= 16; ++h) CHECK(w.temperature(d, h) >= w.temperature(d, h - 1));
        CHECK(w.temperature(d, 16) == w.maximum(d));
        // And falls all night long, over midnight, to the next day's minimum
        for (int h = 17; h <= 23; ++h) CHECK(w.temperature(d, h) <= w.temperature(d, h - 1));
        CHECK(w.temperature(d + 1, 0) <= w.temperature(d, 23));
        for (int h = 1; h <= 6; ++h) CHECK(w.temperature(d + 1, h) <= w.temperature(d + 1, h - 1));
        double const late = w.temperature(d, Duration{hours(24).ms - 1}).value();
        CHECK(late == Approx(w.temperature(d + 1, 0).value()).margin(1e-4));
        CHECK(w.temperature(d, hours(13)).value() == w.temperature(d, 13).value());
        double const half = w.temperature(d, minutes(13 * 60 + 30)).value();
        CHECK(half == Approx(0.5 * (w.temperature(d, 13).value() + w.temperature(d, 14).value())));
    }
}

TEST_CASE("anomalies have their spread and last some days") {
    constexpr int days = 7300;
    Weather const noisy(settings(3.0), RandomSource{2}, {new_year, days}),
        calm(settings(0.0), RandomSource{2}, {new_year, days});
    double square = 0.0, product = 0.0, before = 0.0;
    for (std::int32_t d = new_year; d < new_year + days; ++d) {
        double const k = noisy.maximum(d).value() - calm.maximum(d).value();
        square += k * k;
        product += k * before;
        before = k;
    }
    CHECK(std::sqrt(square / days) == Approx(3.0).epsilon(0.05));
    CHECK(product / square == Approx(0.7).margin(0.03));
}

TEST_CASE("a day's weather does not depend on where the run starts") {
    Weather const year(settings(3.0), RandomSource{4}, {new_year, 365}),
        week(settings(3.0), RandomSource{4}, {mid_august, 7});
    for (int h = 0; h < 24; ++h)
        CHECK(year.temperature(mid_august + 3, h) == week.temperature(mid_august + 3, h));
    Weather const other(settings(3.0), RandomSource{5}, {mid_august, 7});
    CHECK(other.maximum(mid_august) != week.maximum(mid_august));
}

TEST_CASE("an offset is a heatwave; days outside the run and impossible months are refused") {
    WeatherSettings s = settings(3.0);
    Weather const usual(s, RandomSource{4}, {mid_august, 2});
    s.offset_k = 6.0;
    Weather const hot(s, RandomSource{4}, {mid_august, 2});
    CHECK(hot.maximum(mid_august).value() == Approx(usual.maximum(mid_august).value() + 6.0).margin(1e-4));
    CHECK_THROWS_AS(hot.temperature(mid_august + 2, 0), BrokenInvariant);
    CHECK_THROWS_AS(hot.temperature(mid_august - 1, 0), BrokenInvariant);
    CHECK(keeps_mean(s, 7));
    s.mean_c[7] = 33.0;
    CHECK(!keeps_mean(s, 7));
    CHECK_THROWS_AS(Weather(s, RandomSource{4}, {mid_august, 2}), BrokenInvariant);
}

TEST_CASE("every month that keeps its mean has weather, at the very edge too") {
    WeatherSettings s = settings(3.0);
    for (std::size_t m = 0; m < 12; ++m) {
        double const range = s.maximum_c[m] - s.minimum_c[m];
        s.mean_c[m] = s.minimum_c[m] + (m % 2 == 0 ? 0.375 : 0.625) * range;
        CHECK(keeps_mean(s, m));
    }
    CHECK_NOTHROW(Weather(s, RandomSource{4}, {new_year, 365}));
}
