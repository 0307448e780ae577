// The laws that send cars to stations, alone and in a yard of queues against theory.

#include "sim/control/guidance.hpp"

#include "sim/base/check.hpp"
#include "tests/oracle/queue_yard.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <map>

using namespace yuchong;
using namespace yuchong::control;

namespace {

using Options = std::vector<Option>;

std::size_t two_choices(std::span<Option const> o) { return best_of_sample(o, 2); }
std::size_t blindly(std::span<Option const> o) { return best_of_sample(o, 1); }

// Supermarket model, many stations with fresh information: sum over i of lambda^((d^i - d)/(d - 1)).
double supermarket(double lambda, int d) {
    if (d == 1) return 1.0 / (1.0 - lambda);
    double sum = 0.0;
    for (int i = 1; i < 40; ++i) {
        double const term = std::pow(lambda, (std::pow(d, i) - d) / (d - 1));
        sum += term;
        if (term < 1e-15) break;
    }
    return sum;
}

}  // namespace

TEST_CASE("the best option wins, and lots settle ties") {
    CHECK(best_option(Options{{-3, 5}, {-1, 9}, {-1, 7}, {-2, 1}}) == 2);
    CHECK(best_of_sample(Options{{-3, 5}, {-1, 9}, {-1, 7}, {-2, 1}}, 1) == 3);
    CHECK(best_of_sample(Options{{-3, 5}, {-1, 9}, {-1, 7}, {-2, 1}}, 2) == 3);
    CHECK(best_of_sample(Options{{-3, 5}, {-1, 9}, {-1, 7}, {-2, 1}}, 3) == 2);
    CHECK(best_of_sample(Options{{-3, 5}, {-1, 9}}, 16) == 1);
    CHECK_THROWS_AS(best_option(Options{}), BrokenInvariant);
    CHECK_THROWS_AS(best_of_sample(Options{{0, 0}}, 0), BrokenInvariant);
    CHECK_THROWS_AS(among_best(Options{}, 3, 1.0, 0.5), BrokenInvariant);
}

TEST_CASE("the k best share by logit and the others get nothing") {
    Options const options{{-5, 1}, {-1, 2}, {-2, 3}, {-9, 4}, {-3, 5}};
    std::map<std::size_t, int> count;
    int const draws = 3000;
    for (int i = 0; i < draws; ++i) ++count[among_best(options, 3, 0.8, (i + 0.5) / draws)];
    CHECK(count.size() == 3);
    double const a = 1.0, b = std::exp(-1.0 / 0.8), c = std::exp(-2.0 / 0.8), sum = a + b + c;
    CHECK(count[1] == Approx(draws * a / sum).margin(1.5));
    CHECK(count[2] == Approx(draws * b / sum).margin(1.5));
    CHECK(count[4] == Approx(draws * c / sum).margin(1.5));
    CHECK(among_best(options, 1, 0.8, 0.99) == 1);
}

TEST_CASE("a counted queue tells a wait") {
    CHECK(queue_wait_min(0, 4, 3, 40.0) == 0.0);
    CHECK(queue_wait_min(0, 4, 4, 40.0) == 10.0);
    CHECK(queue_wait_min(3, 4, 4, 40.0) == 40.0);
    CHECK(std::isinf(queue_wait_min(0, 0, 0, 40.0)));
}

// BH-03. Close to 1 a fluctuation of 0.2 % in the number of arrivals moves the mean by some percent.
TEST_CASE("fresh information: the supermarket model") {
    CHECK(supermarket(0.9, 2) == Approx(2.614057377).epsilon(1e-8));
    CHECK(supermarket(0.95, 3) == Approx(2.535133477).epsilon(1e-8));
    struct Case {
        double lambda;
        std::uint32_t d;
        double within;
    };
    for (Case const c : {Case{0.7, 1, 0.04},
                         {0.7, 2, 0.02},
                         {0.7, 3, 0.02},
                         {0.9, 2, 0.02},
                         {0.9, 3, 0.02},
                         {0.95, 2, 0.05},
                         {0.95, 3, 0.06}}) {
        INFO("lambda " << c.lambda << ", best of " << c.d);
        double const simulated =
            oracle::mean_time_in_system({.stations = 500,
                                         .arrivals_per_station = c.lambda,
                                         .period = 0,
                                         .warmup = 60,
                                         .span = 600,
                                         .seed = 1},
                                        [&](std::span<Option const> o) { return best_of_sample(o, c.d); });
        CHECK(simulated == Approx(supermarket(c.lambda, static_cast<int>(c.d))).epsilon(c.within));
    }
}

// BH-04; the expected means come from independent runs with standard errors of 0.1 to 3 %.
TEST_CASE("old information: the best of all herds, the better of two does not") {
    auto const simulated = [](double period, auto const& law) {
        return oracle::mean_time_in_system({.stations = 50,
                                            .arrivals_per_station = 0.9,
                                            .period = period,
                                            .warmup = 300,
                                            .span = 8000,
                                            .seed = 11},
                                           law);
    };
    auto const agrees = [](double value, double expected) {
        CHECK(value == Approx(expected).epsilon(0.08));
        return value;
    };
    double const alone = agrees(simulated(1.0, blindly), 10.24988311);
    double const two_fresh = agrees(simulated(0.01, two_choices), 2.653803943);
    double const two_1 = agrees(simulated(1.0, two_choices), 3.037731533);
    double const two_5 = agrees(simulated(5.0, two_choices), 4.082228408);
    double const two_20 = agrees(simulated(20.0, two_choices), 7.190705585);
    double const best_fresh = agrees(simulated(0.01, best_option), 1.217321775);
    agrees(simulated(1.0, best_option), 4.486326862);
    double const best_5 = agrees(simulated(5.0, best_option), 13.81137366);
    CHECK(simulated(20.0, best_option) > 30.0);
    CHECK(best_fresh < two_fresh);
    CHECK(two_fresh < two_1);
    CHECK(two_1 < two_5);
    CHECK(two_5 < two_20);
    CHECK(two_20 < alone);
    CHECK(best_5 > alone);
}
