#include "sim/grid/base_load.hpp"

#include "sim/base/check.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace yuchong;
using namespace yuchong::grid;

namespace {

SeasonLoad season(double peak_mw, double night, double noon, double evening) {
    SeasonLoad s{peak_mw, {}};
    s.shape.fill(night);
    s.shape[12] = noon;
    s.shape[21] = evening;
    return s;
}

BaseLoadSettings settings() {
    return {.residents = 32e6,
            .summer_heatwave = season(30280, 0.8, 0.97, 1.0),
            .summer_normal = season(25000, 0.7, 0.94, 1.0),
            .winter = season(24000, 0.6, 0.92, 1.0),
            .spring_autumn = season(20000, 0.6, 0.92, 1.0),
            .season = {0, 0, 1, 1, 1, 2, 2, 2, 2, 1, 1, 0},
            .normal_maximum_c = 33,
            .heatwave_maximum_c = 39,
            .weekend_factor = 0.94};
}

}  // namespace

TEST_CASE("the record of 5 August 2025 is the peak of a heatwave weekday") {
    BaseLoad const base(settings());
    double peak_kw = 0.0;
    for (int minute = 0; minute < 24 * 60; ++minute) {
        peak_kw = std::max(peak_kw, base(8, Celsius{41}, DayType::weekday, minutes(minute)).value());
    }
    CHECK(peak_kw == Approx(30.28e6));
    CHECK(base(8, Celsius{41}, DayType::weekday, hours(21)).value() == Approx(30.28e6));
}

TEST_CASE("load between full hours and round midnight is linear") {
    BaseLoad const base(settings());
    double const at11 = base(1, Celsius{10}, DayType::weekday, hours(11)).value();
    double const at12 = base(1, Celsius{10}, DayType::weekday, hours(12)).value();
    CHECK(at12 == Approx(24e6 * 0.92));
    CHECK(base(1, Celsius{10}, DayType::weekday, minutes(11 * 60 + 15)).value() ==
          Approx(0.75 * at11 + 0.25 * at12));
    BaseLoadSettings s = settings();
    s.winter.shape[23] = 0.8;
    s.winter.shape[0] = 0.6;
    CHECK(BaseLoad(s)(12, Celsius{8}, DayType::weekday, minutes(23 * 60 + 30)).value() == Approx(24e6 * 0.7));
}

TEST_CASE("seasons, heat and weekends") {
    BaseLoad const base(settings());
    auto const noon = [&](int month, double maximum_c, DayType type) {
        return base(month, Celsius{maximum_c}, type, hours(12)).value();
    };
    CHECK(noon(4, 25, DayType::weekday) == Approx(20e6 * 0.92));
    CHECK(noon(7, 20, DayType::weekday) == Approx(25e6 * 0.94));
    CHECK(noon(7, 33, DayType::weekday) == Approx(25e6 * 0.94));
    CHECK(noon(7, 39, DayType::weekday) == Approx(30.28e6 * 0.97));
    CHECK(noon(7, 36, DayType::weekday) == Approx(0.5 * (25e6 * 0.94 + 30.28e6 * 0.97)));
    CHECK(noon(7, 36, DayType::weekend) == Approx(0.94 * noon(7, 36, DayType::weekday)));
    CHECK(noon(5, 39, DayType::weekday) == Approx(20e6 * 0.92));  // heat counts in summer only
}

TEST_CASE("an unknown season or a cold heatwave is refused") {
    BaseLoadSettings s = settings();
    s.season[3] = 4;
    CHECK_THROWS_AS(BaseLoad(s), BrokenInvariant);
    s = settings();
    s.heatwave_maximum_c = 30;
    CHECK_THROWS_AS(BaseLoad(s), BrokenInvariant);
}
