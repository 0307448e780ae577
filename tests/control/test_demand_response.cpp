#include "sim/control/demand_response.hpp"

#include "sim/base/check.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace yuchong;
using namespace yuchong::control;

namespace {

BaselineSettings const five_of_ten{
    .days_seen = 10, .days_kept = 5, .least_adjustment = 0.8, .most_adjustment = 1.2};
DemandResponsePay const pay{.yuan_per_kw = 3.0, .full_pay_from = 0.8};

// Day d draws 100 kW + 10 d in its first two slots and twice that in the next two.
std::vector<std::vector<double>> days(int count) {
    std::vector<std::vector<double>> rows;
    for (int d = 0; d < count; ++d) {
        double const kw = 100.0 + 10.0 * d;
        rows.push_back({kw, kw, 2 * kw, 2 * kw});
    }
    return rows;
}

}  // namespace

TEST_CASE("VG-11: settlement of an event") {
    std::vector<double> const expected{410, 420, 435, 440}, drawn{330, 322, 335, 350};
    Settlement const settlement = settle(expected, drawn, 0.25, 100, pay);
    CHECK(settlement.mean_reduction_kw == Approx(92.0).epsilon(1e-9));
    CHECK(settlement.energy_kwh == Approx(92.0).epsilon(1e-9));
    CHECK(settlement.performance == Approx(0.92).epsilon(1e-9));
    CHECK(settlement.payment_yuan == Approx(276.0).epsilon(1e-9));
}

TEST_CASE("pay ends at the commitment, shrinks below the full share, and is never negative") {
    std::vector<double> const expected{100};
    auto const paid = [&](double reduction_kw) {
        std::vector<double> const drawn{100 - reduction_kw};
        return settle(expected, drawn, 1.0, 40, pay).payment_yuan;
    };
    CHECK(paid(60) == Approx(120.0));
    CHECK(paid(32) == Approx(96.0));
    CHECK(paid(16) == Approx(24.0));
    CHECK(paid(-5) == 0.0);
    CHECK_THROWS_AS(settle({}, {}, 1.0, 40, pay), BrokenInvariant);
}

TEST_CASE("the baseline is the mean of the five highest of the last ten days") {
    auto const rows = days(14);  // of which the ten most recent count: 100 .. 190 kW
    std::vector<double> const today(4, 170.0);
    BaselineQuestion question{rows, today, {2, 4}, {0, 2}};
    Baseline const adjusted = baseline(question, five_of_ten);
    CHECK(adjusted.adjustment == Approx(1.0));
    CHECK(adjusted.kw == std::vector<double>{340, 340});
    CHECK(baseline({days(3), today, {2, 4}, {0, 0}}, five_of_ten).kw[0] == Approx(220));
}

TEST_CASE("the same-day adjustment stays within its bounds") {
    auto const rows = days(10);
    auto const factor = [&](double before_kw) {
        std::vector<double> const today{before_kw, before_kw, 0, 0};
        return baseline({rows, today, {2, 4}, {0, 2}}, five_of_ten).adjustment;
    };
    CHECK(factor(187) == Approx(1.1));
    CHECK(factor(400) == 1.2);
    CHECK(factor(20) == 0.8);
}

TEST_CASE("equal days count from the most recent on, and ranges must lie in the rows") {
    // Six days of one mean in the event hour, told apart by the hour before.
    std::vector<std::vector<double>> rows;
    for (int d = 0; d < 6; ++d) rows.push_back({10.0 * d, 50.0});
    std::vector<double> const today{20.0, 0.0};
    CHECK(baseline({rows, today, {1, 2}, {0, 1}}, five_of_ten).adjustment == Approx(1.0));
    CHECK_THROWS_AS(baseline({rows, today, {1, 3}, {0, 1}}, five_of_ten), BrokenInvariant);
    CHECK_THROWS_AS(baseline({{}, today, {1, 2}, {0, 1}}, five_of_ten), BrokenInvariant);
}

TEST_CASE("sessions pause if they can wait, and begin again one by one") {
    CHECK(can_pause(1.0, hours(1)));
    CHECK_FALSE(can_pause(0.99, hours(1)));
    SimTime const end = SimTime{} + hours(20);
    CHECK(restart_at(end, {0.5}, 0.2) == end + minutes(6));
    CHECK(restart_at(end, {0.5}, 0.999999) < end + minutes(30));
    CHECK(restart_at(end, {0.0}, 0.7) == end);
}
