#include "sim/rollout/economics.hpp"

#include <catch2/catch.hpp>

using namespace yuchong::rollout;

namespace {

// A super-charging station of 1.44 MW: EC-01 and EC-02 of the model reference.
constexpr StationCosts station{3.6e6, 240e3, 0.62, 0.94, 0.03, 0.0};

std::vector<double> ramp() {
    std::vector<double> sold;
    for (double const utilisation : {0.06, 0.09, 0.12, 0.14, 0.15, 0.15, 0.15, 0.15, 0.15, 0.15})
        sold.push_back(utilisation * 1440.0 * 8760.0);
    return sold;
}

}  // namespace

TEST_CASE("what a kWh costs over the life of a station") {
    CHECK(capital_recovery_factor(0.08, 10) == Approx(0.1490294887).epsilon(1e-9));
    CHECK(capital_recovery_factor(0.0, 10) == Approx(0.1));
    StationCosts with_power = station;
    with_power.capacity_yuan_per_year = 1600.0 * 26.0 * 12.0;
    CHECK(levelised_cost(with_power, 0.08, 10, 2.2e6) == Approx(1.269440904).epsilon(1e-9));
    with_power.bought_yuan_per_kwh = 0.0;
    CHECK(levelised_cost(with_power, 0.08, 10, 2.2e6) == Approx(0.609866436).epsilon(1e-9));
}

TEST_CASE("flows of a station that ramps up, their value, rate and payback") {
    std::vector<double> const flows = station_flows(station, {ramp(), 0.45, 0.05, {}});
    REQUIRE(flows.size() == 11);
    CHECK(flows[0] == -3.6e6);
    CHECK(flows[1] == Approx(47930.38979).epsilon(1e-8));
    CHECK(flows[4] == Approx(431837.5762).epsilon(1e-8));
    CHECK(flows[9] == Approx(479825.9745).epsilon(1e-8));
    CHECK(flows[10] == Approx(659825.9745).epsilon(1e-8));
    CHECK(net_present_value(flows, 0.08) == Approx(-1093268.165).epsilon(1e-8));
    CHECK(internal_rate_of_return(flows).value() == Approx(0.01900567874).epsilon(1e-8));
    CHECK(payback_years(flows).value() == Approx(9.293025441).epsilon(1e-8));
    CHECK_FALSE(discounted_payback_years(flows, 0.08).has_value());
    // A subsidy on the first day is worth what it is.
    std::vector<double> const helped = station_flows(station, {ramp(), 0.45, 0.05, {1.0e6}});
    CHECK(net_present_value(helped, 0.08) == Approx(-93268.165).epsilon(1e-7));
}

TEST_CASE("rates and paybacks that are not there are not made up") {
    CHECK_FALSE(internal_rate_of_return(std::vector<double>{-100.0, -1.0}).has_value());
    CHECK_FALSE(internal_rate_of_return(std::vector<double>{-100.0, 300.0, -210.0}).has_value());
    CHECK_FALSE(payback_years(std::vector<double>{-100.0, 40.0}).has_value());
    CHECK(payback_years(std::vector<double>{0.0, 40.0}).value() == 0.0);
    CHECK(internal_rate_of_return(std::vector<double>{-100.0, 110.0}).value() == Approx(0.1));
    CHECK(discounted_payback_years(std::vector<double>{-100.0, 110.0, 121.0}, 0.1).value() == Approx(1.0));
}

TEST_CASE("at the break-even utilisation the present value is nothing") {
    double const utilisation = break_even_utilisation(station, 1440.0, 0.45, 0.05, 0.08, 10).value();
    CHECK(utilisation > 0.15);
    CHECK(utilisation < 0.30);
    std::vector<double> const sold(10, utilisation * 1440.0 * 8760.0);
    CHECK(net_present_value(station_flows(station, {sold, 0.45, 0.05, {}}), 0.08) ==
          Approx(0.0).margin(1e-3));
    CHECK_FALSE(break_even_utilisation(station, 1440.0, 0.05, 0.05, 0.08, 10).has_value());
}
