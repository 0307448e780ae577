#include "sim/grid/transformer_thermal.hpp"

#include "sim/base/check.hpp"
#include "sim/base/math.hpp"
#include "tests/grid/annex_example.hpp"
#include "tests/grid/transformer_sets.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cmath>

using namespace yuchong;
using namespace yuchong::grid;

namespace {

struct Sample {
    int minute;
    double top_oil_c, hot_spot_c;
};

// One step from `from` to each of the samples' minutes in turn, load and ambient held.
template <std::size_t n>
void check_path(ThermalSettings const& set, TransformerHeat heat, double loading_pu, double ambient_c,
                std::array<Sample, n> const& samples, double tolerance) {
    int at = 0;
    for (Sample const& s : samples) {
        heat = HeatStep(set, Paper::normal, minutes(s.minute - at))(heat, loading_pu, ambient_c).heat;
        at = s.minute;
        INFO("minute " << at);
        CHECK(heat.top_oil_c == Approx(s.top_oil_c).epsilon(tolerance));
        CHECK(hot_spot_c(heat) == Approx(s.hot_spot_c).epsilon(tolerance));
    }
}

// The standard's form for tables: inputs of the step, states moved in proportion to the step.
TransformerHeat difference_step(ThermalSettings const& s, TransformerHeat from, double loading_pu,
                                double ambient_c, double minutes) {
    TransformerHeat const target = steady_heat(s, loading_pu, Celsius{ambient_c});
    auto const moved = [&](double now, double towards, double tau) {
        return now + minutes / tau * (towards - now);
    };
    return {moved(from.top_oil_c, target.top_oil_c, s.k11 * s.oil_min),
            moved(from.winding_k, target.winding_k, s.k22 * s.winding_min),
            moved(from.oil_lag_k, target.oil_lag_k, s.oil_min / s.k22)};
}

// Life by the midpoint rule in one-second steps.
double slow_life_h(ThermalSettings const& s, TransformerHeat heat, double loading_pu, double ambient_c,
                   int minutes) {
    HeatStep const half(s, Paper::normal, milliseconds(500));
    double life_h = 0.0;
    for (int i = 0; i < minutes * 60; ++i) {
        heat = half(heat, loading_pu, ambient_c).heat;
        life_h += ageing_rate(Paper::normal, Celsius{hot_spot_c(heat)}) / 3600.0;
        heat = half(heat, loading_pu, ambient_c).heat;
    }
    return life_h;
}

}  // namespace

TEST_CASE("TX-01: steady temperatures of a distribution transformer") {
    struct Case {
        double loading_pu, ambient_c, top_oil_c, hot_spot_c;
    };
    for (Case const& c : {Case{1.0, 20, 75.0, 98.0}, Case{0.6, 30, 59.89290447, 70.05000701},
                          Case{1.2, 35, 105.6143183, 136.4048955}, Case{1.5, 25, 122.3532737, 166.355419}}) {
        TransformerHeat const heat = steady_heat(distribution_set, c.loading_pu, Celsius{c.ambient_c});
        CHECK(heat.top_oil_c == Approx(c.top_oil_c).epsilon(1e-9));
        CHECK(hot_spot_c(heat) == Approx(c.hot_spot_c).epsilon(1e-9));
        CHECK(heat.oil_lag_k == 0.0);
    }
    CHECK(hot_spot_c(steady_heat(distribution_set, 0.0, Celsius{20})) ==
          Approx(20.0 + 55.0 * std::pow(1.0 / 6.0, 0.8)).epsilon(1e-14));
}

TEST_CASE("TX-02: overload and recovery of a distribution transformer") {
    TransformerHeat const start = steady_heat(distribution_set, 0.6, Celsius{32});
    check_path(distribution_set, start, 1.3, 32.0,
               std::array<Sample, 4>{{{15, 65.82744173, 97.01555551},
                                      {60, 75.84212534, 110.8259008},
                                      {120, 85.83717885, 120.8346856},
                                      {240, 98.13057922, 133.1280935}}},
               1e-9);
    HeatStep const four_hours(distribution_set, Paper::normal, hours(4));
    HeatAfterStep const overload = four_hours(start, 1.3, 32.0);
    check_path(distribution_set, overload.heat, 0.5, 28.0,
               std::array<Sample, 4>{{{15, 94.52973545, 106.3204183},
                                      {60, 85.36441085, 92.96674157},
                                      {120, 76.2170515, 83.80423037},
                                      {240, 64.96627123, 72.55344171}}},
               1e-9);
    HeatAfterStep const recovery = four_hours(overload.heat, 0.5, 28.0);
    CHECK(60.0 * (overload.life_used_h + recovery.life_used_h) == Approx(4900.285221).epsilon(1e-5));

    // Minute by minute it is the same, to the digits of the case.
    HeatStep const minute(distribution_set, Paper::normal, minutes(1));
    HeatAfterStep now{start, 0.0, 0.0};
    double life_h = 0.0;
    for (int i = 0; i < 480; ++i) {
        now = i < 240 ? minute(now.heat, 1.3, 32.0) : minute(now.heat, 0.5, 28.0);
        life_h += now.life_used_h;
    }
    CHECK(60.0 * life_h == Approx(4900.285221).epsilon(1e-9));
    CHECK(hot_spot_c(now.heat) == Approx(hot_spot_c(recovery.heat)).epsilon(1e-12));
}

TEST_CASE("TX-03: the hot spot of a large transformer overshoots") {
    ThermalSettings const set = power_set(150, 7);
    TransformerHeat const start = steady_heat(set, 0.5, Celsius{25});
    check_path(set, start, 1.4, 25.0,
               std::array<Sample, 4>{{{10, 55.46299354, 92.64227681},
                                      {30, 68.00926177, 121.2181097},
                                      {60, 81.54389244, 134.3403998},
                                      {120, 96.69792827, 142.9505014}}},
               1e-9);
    // With slow oil the lag builds up after the winding has warmed, and the hot spot falls again.
    ThermalSettings slow = set;
    slow.top_oil_rise_k = 10;
    HeatAfterStep const day = HeatStep(slow, Paper::normal, hours(24))(start, 1.4, 25.0);
    CHECK(day.warmest_hot_c > hot_spot_c(day.heat) + 10.0);
}

TEST_CASE("the worked example of IEC 60076-7 in three-minute steps") {
    HeatStep const step(annex::thermal, Paper::normal, minutes(3));
    annex::Point const& first = annex::points[0];
    TransformerHeat heat = steady_heat(annex::thermal, first.loading_pu, Celsius{first.ambient_c});
    TransformerHeat by_difference = heat;
    double most_difference_k = 0.0;
    for (std::size_t i = 0; i < annex::points.size(); ++i) {
        annex::Point const& p = annex::points[i];
        INFO("minute " << 3 * i);
        if (i > 0) {
            heat = step(heat, p.loading_pu, p.ambient_c).heat;
            by_difference = difference_step(annex::thermal, by_difference, p.loading_pu, p.ambient_c, 3.0);
        }
        CHECK(heat.top_oil_c == Approx(p.top_oil_c).epsilon(1e-9));
        CHECK(heat.winding_k == Approx(p.winding_k).epsilon(1e-9));
        CHECK(heat.oil_lag_k == Approx(p.oil_lag_k).epsilon(1e-9));
        Celsius const hot{hot_spot_c(heat)};
        CHECK(hot.value() == Approx(p.hot_spot_c).epsilon(1e-9));
        CHECK(ageing_rate(Paper::normal, hot) == Approx(p.rate_normal).epsilon(2e-9));
        CHECK(ageing_rate(Paper::upgraded, hot) == Approx(p.rate_upgraded).epsilon(2e-9));
        CHECK(hot_spot_c(by_difference) == Approx(annex::difference_hot_spot_c[i]).epsilon(1e-9));
        most_difference_k = std::max(most_difference_k, hot_spot_c(by_difference) - hot.value());
    }
    CHECK(most_difference_k > 1.5);  // what the difference form costs, and why it is not used
}

TEST_CASE("a long step is its parts") {
    for (ThermalSettings const& set : {distribution_set, power_set(150, 7), power_set(210, 10)}) {
        TransformerHeat const start{61.0, 30.0, 4.0};
        HeatAfterStep const whole = HeatStep(set, Paper::upgraded, minutes(97))(start, 1.1, 31.0);
        HeatAfterStep const part = HeatStep(set, Paper::upgraded, minutes(40))(start, 1.1, 31.0);
        HeatAfterStep const rest = HeatStep(set, Paper::upgraded, minutes(57))(part.heat, 1.1, 31.0);
        CHECK(rest.heat.top_oil_c == Approx(whole.heat.top_oil_c).epsilon(1e-13));
        CHECK(rest.heat.winding_k == Approx(whole.heat.winding_k).epsilon(1e-13));
        CHECK(rest.heat.oil_lag_k == Approx(whole.heat.oil_lag_k).epsilon(1e-12).margin(1e-13));
        CHECK(part.life_used_h + rest.life_used_h == Approx(whole.life_used_h).epsilon(1e-5));
    }
}

TEST_CASE("steady load stays steady and ages evenly") {
    TransformerHeat const rest = steady_heat(distribution_set, 1.0, Celsius{20});
    HeatAfterStep const year = HeatStep(distribution_set, Paper::normal, days(365))(rest, 1.0, 20.0);
    CHECK(hot_spot_c(year.heat) == Approx(98.0).epsilon(1e-12));
    CHECK(year.life_used_h == Approx(8760.0).epsilon(1e-12));
    CHECK(year.warmest_hot_c == Approx(98.0).epsilon(1e-12));
    CHECK(ageing_rate(Paper::normal, Celsius{104}) == Approx(2.0).epsilon(1e-12));
    CHECK(ageing_rate(Paper::upgraded, Celsius{110}) == Approx(1.0).epsilon(1e-12));
}

TEST_CASE("ageing within a step is integrated, not sampled") {
    struct Jump {
        double from_pu, to_pu;
        int minutes;
        double tolerance;
    };
    for (ThermalSettings const& set : {distribution_set, power_set(150, 7)}) {
        for (Jump const& j : {Jump{0.5, 0.75, 15, 1e-5}, Jump{0.9, 0.7, 15, 1e-5}, Jump{0.5, 0.8, 60, 1e-5},
                              Jump{0.6, 1.3, 15, 1e-5}, Jump{0.6, 1.3, 240, 1e-5}, Jump{1.3, 0.5, 15, 2e-3},
                              Jump{1.3, 0.5, 240, 2e-3}}) {
            TransformerHeat const start = steady_heat(set, j.from_pu, Celsius{30});
            double const life_h =
                HeatStep(set, Paper::normal, minutes(j.minutes))(start, j.to_pu, 30.0).life_used_h;
            INFO(j.from_pu << " to " << j.to_pu << " for " << j.minutes << " min");
            CHECK(life_h == Approx(slow_life_h(set, start, j.to_pu, 30.0, j.minutes)).epsilon(j.tolerance));
        }
    }
}

TEST_CASE("a step without length or a transformer without inertia is refused") {
    CHECK_THROWS_AS(HeatStep(distribution_set, Paper::normal, minutes(0)), BrokenInvariant);
    ThermalSettings set = distribution_set;
    set.winding_min = 0.0;
    CHECK_THROWS_AS(HeatStep(set, Paper::normal, minutes(15)), BrokenInvariant);
}
