#include "sim/grid/fan_cooling.hpp"

#include "sim/base/check.hpp"
#include "tests/grid/transformer_sets.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace yuchong;
using namespace yuchong::grid;

namespace {

// The same by seconds, fans looked at between them.
FanCooledStep slow_advance(FanCooledHeat state, double loading_pu, double ambient_c, int seconds_long) {
    SubstationTransformerSettings const& s = substation_set;
    HeatStep const still(s.without_fans, Paper::normal, seconds(1)),
        blown(s.with_fans, Paper::normal, seconds(1));
    FanCooledStep now{state, 0.0, hot_spot_c(state.heat), 0};
    for (int i = 0; i < seconds_long; ++i) {
        bool const on = now.state.fans == Fans::on;
        double const oil_c = now.state.heat.top_oil_c;
        if (on ? oil_c <= s.fans.off_c : oil_c >= s.fans.on_c) {
            now.state.fans = on ? Fans::off : Fans::on;
            ++now.switchings;
        }
        HeatAfterStep const end =
            now.state.fans == Fans::on
                ? blown(now.state.heat, loading_pu, ambient_c)
                : still(now.state.heat, loading_pu / s.fans.rating_share_without, ambient_c);
        now.state.heat = end.heat;
        now.life_used_h += end.life_used_h;
        now.warmest_hot_c = std::max(now.warmest_hot_c, end.warmest_hot_c);
    }
    return now;
}

}  // namespace

TEST_CASE("fans start when the oil is warm and stop when it has cooled") {
    FanCooledHeat const cold = steady_heat(substation_set, 0.3, Celsius{20});
    REQUIRE(cold.fans == Fans::off);
    FanCooledStep const peak = advance(substation_set, Paper::normal, cold, 0.95, Celsius{32}, hours(5));
    CHECK(peak.state.fans == Fans::on);
    CHECK(peak.switchings == 1);
    FanCooledStep const night =
        advance(substation_set, Paper::normal, peak.state, 0.3, Celsius{26}, hours(7));
    CHECK(night.state.fans == Fans::off);
    CHECK(night.switchings == 1);
}

TEST_CASE("long steps with fans agree with seconds") {
    FanCooledHeat const cold = steady_heat(substation_set, 0.3, Celsius{20});
    FanCooledStep const fast = advance(substation_set, Paper::normal, cold, 0.95, Celsius{32}, hours(5));
    FanCooledStep const slow = slow_advance(cold, 0.95, 32.0, 5 * 3600);
    CHECK(fast.switchings == slow.switchings);
    CHECK(fast.state.heat.top_oil_c == Approx(slow.state.heat.top_oil_c).margin(0.01));
    CHECK(hot_spot_c(fast.state.heat) == Approx(hot_spot_c(slow.state.heat)).margin(0.02));
    CHECK(fast.life_used_h == Approx(slow.life_used_h).epsilon(1e-3));
    CHECK(fast.warmest_hot_c == Approx(slow.warmest_hot_c).margin(0.1));
}

TEST_CASE("fans that cool below their lower threshold switch again and again") {
    // Without fans this load settles above 65 C, with them below 55 C.
    double const loading_pu = 0.66;
    Celsius const ambient{22};
    FanCooledHeat const still{steady_heat(substation_set.without_fans, 0.5 * loading_pu, ambient), Fans::off};
    FanCooledStep const day = advance(substation_set, Paper::normal, still, loading_pu, ambient, hours(24));
    FanCooledStep const slow = slow_advance(still, loading_pu, ambient.value(), 24 * 3600);
    CHECK(day.switchings > 4);
    CHECK(day.switchings == slow.switchings);
    CHECK(day.state.heat.top_oil_c >= 54.0);
    CHECK(day.state.heat.top_oil_c <= 66.0);
    CHECK(day.life_used_h == Approx(slow.life_used_h).epsilon(2e-3));
}

TEST_CASE("parts of a step with fans make the whole") {
    FanCooledHeat const cold = steady_heat(substation_set, 0.3, Celsius{20});
    FanCooledStep const whole = advance(substation_set, Paper::normal, cold, 1.1, Celsius{35}, hours(6));
    FanCooledHeat now = cold;
    double life_h = 0.0;
    for (int i = 0; i < 24; ++i) {
        FanCooledStep const part = advance(substation_set, Paper::normal, now, 1.1, Celsius{35}, minutes(15));
        now = part.state;
        life_h += part.life_used_h;
    }
    CHECK(now.fans == whole.state.fans);
    CHECK(hot_spot_c(now.heat) == Approx(hot_spot_c(whole.state.heat)).margin(1e-3));
    CHECK(life_h == Approx(whole.life_used_h).epsilon(1e-4));
}

TEST_CASE("fans without hysteresis are refused") {
    SubstationTransformerSettings s = substation_set;
    s.fans.off_c = s.fans.on_c;
    FanCooledHeat const cold{{40, 10, 0}, Fans::off};
    CHECK_THROWS_AS(advance(s, Paper::normal, cold, 1.0, Celsius{30}, hours(1)), BrokenInvariant);
}
