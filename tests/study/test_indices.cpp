// Sensitivity against functions whose indices are known.

#include "sim/base/math.hpp"
#include "sim/study/interval.hpp"
#include "sim/study/main_effects.hpp"
#include "sim/study/morris_effects.hpp"
#include "sim/study/sobol_indices.hpp"
#include "sim/study/unit_points.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

using namespace yuchong::study;
namespace math = yuchong::math;

namespace {

constexpr double pi = 3.14159265358979323846;
constexpr double missing = std::numeric_limits<double>::quiet_NaN();

// Ishigami and Homma 1990, a = 7, b = 0.1, inputs uniform in (-pi, pi).
double ishigami(UnitPoint const& u) {
    auto const x = [&u](std::size_t i) { return pi * (2.0 * u[i] - 1.0); };
    double const s = math::sin(x(1)), z = x(2);
    return math::sin(x(0)) * (1.0 + 0.1 * z * z * z * z) + 7.0 * s * s;
}

std::vector<double> of_all(std::vector<UnitPoint> const& points, double (*function)(UnitPoint const&)) {
    std::vector<double> results;
    for (UnitPoint const& p : points) results.push_back(function(p));
    return results;
}

// From the closed form of its variance.
struct Truth {
    double first[3], total[3];
};
Truth ishigami_truth() {
    double const a = 7.0, b = 0.1, p4 = std::pow(pi, 4), p8 = p4 * p4;
    double const v1 = 0.5 * std::pow(1.0 + b * p4 / 5.0, 2), v2 = a * a / 8.0, v13 = b * b * p8 * 8.0 / 225.0;
    double const v = v1 + v2 + v13;
    return {{v1 / v, v2 / v, 0.0}, {(v1 + v13) / v, v2 / v, v13 / v}};
}

}  // namespace

TEST_CASE("Sobol indices of the Ishigami function lie within their intervals") {
    auto const indices = sobol_indices(of_all(saltelli(1'024, 3, 1), ishigami), 3, 1);
    Truth const truth = ishigami_truth();
    CHECK(indices.rows == 1'024);
    for (std::size_t i = 0; i < 3; ++i) {
        CAPTURE(i);
        CHECK(indices.first[i].value == Approx(truth.first[i]).margin(0.03));
        CHECK(indices.total[i].value == Approx(truth.total[i]).margin(0.03));
        CHECK((indices.first[i].low <= truth.first[i] && truth.first[i] <= indices.first[i].high));
        CHECK((indices.total[i].low <= truth.total[i] && truth.total[i] <= indices.total[i].high));
        CHECK(indices.first[i].high - indices.first[i].low < 0.25);
    }
}

TEST_CASE("Sobol indices do not depend on the level or the unit of a result") {
    auto results = of_all(saltelli(256, 3, 1), ishigami);
    auto const plain = sobol_indices(results, 3, 1);
    for (double& x : results) x = 1e6 + 50.0 * x;
    auto const moved = sobol_indices(results, 3, 1);
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(moved.first[i].value == Approx(plain.first[i].value).margin(1e-6));
        CHECK(moved.total[i].high == Approx(plain.total[i].high).margin(1e-6));
    }
}

TEST_CASE("a row with a missing run is left out, and a constant has no indices") {
    auto results = of_all(saltelli(512, 3, 1), ishigami);
    results[7] = missing;
    auto const indices = sobol_indices(results, 3, 1);
    CHECK(indices.rows == 511);
    CHECK(indices.total[0].value == Approx(ishigami_truth().total[0]).margin(0.05));
    CHECK(std::isnan(sobol_indices(std::vector<double>(50, 4.0), 3, 1).first[0].value));
}

TEST_CASE("Morris effects of a polynomial are the known ones") {
    // f = 2 x0 - 3 x1 + 4 x0 x2 with the step D: effects 2 + 4 x2, -3, 4 x0.
    auto const f = [](UnitPoint const& x) { return 2.0 * x[0] - 3.0 * x[1] + 4.0 * x[0] * x[2]; };
    auto const design = morris(2'000, 3, 4, 1);
    auto const effects = morris_effects(of_all(design, f), design, 3, 1);
    // Levels 0, 1/3, 2/3, 1 are visited equally: mean 1/2, standard deviation sqrt(5)/6. An effect of x0 sees
    // x2 at any of them; they do not cancel.
    CHECK(effects[0].mu == Approx(4.0).margin(0.1));
    CHECK(effects[0].sigma == Approx(4.0 * std::sqrt(5.0) / 6.0).margin(0.05));
    CHECK(effects[1].mu == Approx(-3.0).margin(1e-9));
    CHECK(effects[1].mu_star == Approx(3.0).margin(1e-9));
    CHECK(effects[1].sigma == Approx(0.0).margin(1e-9));
    CHECK(effects[2].mu == Approx(2.0).margin(0.1));
    CHECK((effects[2].mu_star_low <= 2.0 && 2.0 <= effects[2].mu_star_high));
    CHECK(effects[2].effects == 2'000);
}

TEST_CASE("effects of both signs cancel in mu and not in mu*") {
    auto const f = [](UnitPoint const& x) { return (x[0] - 0.5) * (x[1] - 0.5); };
    auto const design = morris(1'000, 2, 4, 1);
    auto const effects = morris_effects(of_all(design, f), design, 2, 1);
    CHECK(effects[0].mu == Approx(0.0).margin(0.03));
    CHECK(effects[0].mu_star == Approx(1.0 / 3.0).margin(0.02));  // mean of |x1 - 1/2| over the levels
}

TEST_CASE(
    "Morris ranks the Ishigami inputs as their total indices do, and a missing run costs its effects only") {
    auto const design = morris(300, 3, 8, 1);
    auto results = of_all(design, ishigami);
    results[1] = missing;
    auto const effects = morris_effects(results, design, 3, 1);
    CHECK(effects[0].effects + effects[1].effects + effects[2].effects == 898);
    CHECK(effects[0].sigma > 0.0);
    CHECK(effects[2].sigma > effects[2].mu_star * 0.5);  // acts only together with x0
}

TEST_CASE("t intervals are those of the tables") {
    CHECK(t_quantile(2) == Approx(12.7062).epsilon(1e-5));
    CHECK(t_quantile(10) == Approx(2.26216).epsilon(1e-5));
    CHECK(t_quantile(31) == Approx(2.04227).epsilon(1e-5));
    std::vector<double> const values{1, 2, 3, 4, missing};
    Interval const interval = mean_interval(values);
    CHECK(interval.mean == 2.5);
    CHECK(interval.high - interval.mean == Approx(3.18245 * std::sqrt(5.0 / 3.0 / 4.0)).epsilon(1e-5));
    CHECK(std::isnan(mean_interval(std::vector<double>{5.0}).low));
}

TEST_CASE("paired differences are tighter than separate intervals") {
    std::vector<double> const a{10, 20, 30, 40}, b{9, 18.9, 29.1, 39};
    Interval const paired = paired_interval(a, b);
    CHECK(paired.mean == Approx(1.0));
    CHECK(paired.high - paired.mean < 0.2);
    CHECK(mean_interval(a).high - mean_interval(a).mean > 10.0);
}

TEST_CASE("a precision is reached when the half width is below the share of the mean") {
    CHECK(precise_enough(std::vector<double>{100, 101, 99, 100}, 0.02));
    CHECK_FALSE(precise_enough(std::vector<double>{100, 101, 99, 100}, 0.005));
    CHECK_FALSE(precise_enough(std::vector<double>{100}, 0.5));
    CHECK(precise_enough(std::vector<double>{0, 0, 0}, 0.01));
    CHECK_FALSE(precise_enough(std::vector<double>{-1, 1, 0}, 0.5));
}

TEST_CASE("main effects of a grid are means by level less the mean") {
    std::vector<double> const results{1, 2, 5, 8, missing};
    std::vector<std::string> const labels{"a", "a", "b", "b", "b"};
    auto const effects = main_effects(results, labels);
    REQUIRE(effects.size() == 2);
    CHECK(effects[0].label == "a");
    CHECK(effects[0].effect == Approx(-2.5));
    CHECK(effects[1].effect == Approx(2.5));
    CHECK(effects[1].points == 2);
}

TEST_CASE("regression finds the coefficients of a linear function") {
    auto const points = shifted_sobol(128, 3, 1);
    std::vector<std::vector<double>> columns(3);
    std::vector<double> results;
    for (UnitPoint const& p : points) {
        for (std::size_t d = 0; d < 3; ++d) columns[d].push_back(p[d]);
        results.push_back(3.0 * p[0] - 4.0 * p[1]);
    }
    auto const fit = regression(results, columns);
    CHECK(fit.coefficients[0] == Approx(0.6).margin(0.01));
    CHECK(fit.coefficients[1] == Approx(-0.8).margin(0.01));
    CHECK(fit.coefficients[2] == Approx(0.0).margin(0.01));
    CHECK(fit.explained_share == Approx(1.0).margin(1e-9));
    CHECK(std::isnan(regression(std::vector<double>(128, 1.0), columns).explained_share));
}
