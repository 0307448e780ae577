#include "sim/study/points.hpp"

#include <catch2/catch.hpp>

using namespace yuchong::study;

namespace {

Parameter with_levels(std::string const& name, std::vector<std::string> const& labels) {
    Parameter parameter{.name = name,
                        .keys = {"a." + name},
                        .unit = {},
                        .levels = {},
                        .distribution = {},
                        .rounding = {},
                        .steps = 0,
                        .moves_with = {},
                        .when = {}};
    for (std::string const& label : labels)
        parameter.levels.push_back({.label = label, .number = 0, .settings = {{"a." + name, label}}});
    return parameter;
}

Parameter drawn_from(std::string const& name, Distribution const& distribution) {
    Parameter parameter = with_levels(name, {});
    parameter.distribution = distribution;
    return parameter;
}

Plan plan_of(DesignKind kind, std::vector<Parameter> parameters) {
    Plan plan;
    plan.parameters = std::move(parameters);
    plan.design.kind = kind;
    return plan;
}

std::string text(Point const& point) {
    std::string all;
    for (Setting const& s : settings_of(point)) all += s.key + "=" + s.value + " ";
    return all;
}

}  // namespace

TEST_CASE("a grid is the product, the last parameter fastest") {
    auto const plan =
        plan_of(DesignKind::grid, {with_levels("x", {"1", "2"}), with_levels("y", {"p", "q", "r"})});
    auto const points = make_points(plan);
    REQUIRE(points.size() == 6);
    CHECK(count_points(plan) == 6);
    CHECK(text(points[0]) == "a.x=1 a.y=p ");
    CHECK(text(points[1]) == "a.x=1 a.y=q ");
    CHECK(text(points[5]) == "a.x=2 a.y=r ");
}

TEST_CASE("a conditional parameter multiplies only the points where it exists") {
    auto plan = plan_of(DesignKind::grid,
                        {with_levels("strategy", {"none", "edf"}), with_levels("step", {"1", "2", "3"})});
    plan.parameters[1].when = Condition{0, {"edf"}};
    auto const points = make_points(plan);
    REQUIRE(points.size() == 4);
    CHECK(text(points[0]) == "a.strategy=none ");
    CHECK(text(points[3]) == "a.strategy=edf a.step=3 ");
}

TEST_CASE("linked parameters move together") {
    auto plan = plan_of(DesignKind::grid, {with_levels("x", {"1", "2"}), with_levels("y", {"10", "20"})});
    plan.parameters[1].moves_with = 0;
    auto const points = make_points(plan);
    REQUIRE(points.size() == 2);
    CHECK(text(points[1]) == "a.x=2 a.y=20 ");

    auto sampled =
        plan_of(DesignKind::latin_hypercube, {drawn_from("x", {DistributionKind::uniform, {0, 1}}),
                                              drawn_from("y", {DistributionKind::uniform, {10, 30}})});
    sampled.parameters[1].moves_with = 0;
    sampled.design.points = 20;
    for (Point const& p : make_points(sampled))
        CHECK(p.levels[1]->number == Approx(10.0 + 20.0 * p.levels[0]->number));
}

TEST_CASE("one at a time begins with the scenario's own values") {
    auto const points = make_points(
        plan_of(DesignKind::one_at_a_time, {with_levels("x", {"1", "2"}), with_levels("y", {"p"})}));
    REQUIRE(points.size() == 4);
    CHECK(text(points[0]).empty());
    CHECK(text(points[1]) == "a.x=1 ");
    CHECK(text(points[3]) == "a.y=p ");
}

TEST_CASE("steps of a range include its ends, on a linear or logarithmic scale") {
    auto linear = drawn_from("x", {DistributionKind::uniform, {10, 40}});
    linear.steps = 4;
    linear.unit = "min";
    auto log = drawn_from("y", {DistributionKind::log_uniform, {1, 100}});
    log.steps = 3;
    auto const points = make_points(plan_of(DesignKind::grid, {linear, log}));
    REQUIRE(points.size() == 12);
    CHECK(text(points[0]) == "a.x=10 min a.y=1 ");
    CHECK(points[1].levels[1]->number == Approx(10.0));
    CHECK(text(points[11]) == "a.x=40 min a.y=100 ");
}

TEST_CASE("whole numbers of a range have equal shares") {
    auto parameter = drawn_from("n", {DistributionKind::uniform, {1, 3}});
    parameter.rounding = Rounding::whole;
    auto plan = plan_of(DesignKind::sobol, {parameter});
    plan.design.points = 4'096;
    std::array<int, 5> seen{};
    for (Point const& p : make_points(plan)) ++seen.at(static_cast<std::size_t>(p.levels[0]->number));
    CHECK(seen[0] == 0);
    CHECK(seen[4] == 0);
    for (std::size_t n = 1; n <= 3; ++n) CHECK(std::abs(seen.at(n) - 1'365) <= 2);
}

TEST_CASE("quantiles fit their distributions") {
    using K = DistributionKind;
    CHECK(quantile({K::normal, {10, 2}}, 0.975) == Approx(13.92).epsilon(1e-3));
    CHECK(quantile({K::lognormal, {5, 0.3}}, 0.5) == Approx(5.0));
    CHECK(quantile({K::triangular, {0, 1, 4}}, 0.25) == Approx(1.0));
    CHECK(quantile({K::triangular, {0, 1, 4}}, 1.0) == Approx(4.0));
    CHECK(quantile({K::weibull, {1, 3}}, 0.5) == Approx(3.0 * std::log(2.0)));
    CHECK(quantile({K::log_uniform, {1, 10'000}}, 0.25) == Approx(10.0));
}

TEST_CASE("a Morris design does not ask an endless distribution for its ends") {
    auto plan = plan_of(DesignKind::morris, {drawn_from("x", {DistributionKind::normal, {0, 1}})});
    plan.design.trajectories = 20;
    for (Point const& p : make_points(plan)) CHECK(std::abs(p.levels[0]->number) < 2.6);
}

TEST_CASE("large products are counted, not made") {
    std::vector<Parameter> parameters;
    std::vector<std::string> ten(10, "1");
    for (char c = 'a'; c < 'a' + 7; ++c) parameters.push_back(with_levels(std::string(1, c), ten));
    CHECK(count_points(plan_of(DesignKind::grid, parameters)) == 1e7);
}

TEST_CASE("numbers are written in decimals that read back") {
    CHECK(decimal_text(0.00001) == "0.00001");
    CHECK(decimal_text(25) == "25");
    CHECK(std::stod(decimal_text(1.0 / 3.0)) == 1.0 / 3.0);
}
