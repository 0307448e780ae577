#include "sim/control/linear_program.hpp"

#include <catch2/catch.hpp>

using namespace yuchong::control;

TEST_CASE("a small linear program") {
    // max 3 x + 5 y; x <= 4, 2 y <= 12, 3 x + 2 y <= 18: the textbook corner (2, 6).
    LinearProgram lp;
    auto const x = lp.add_column({0.0, 4.0}, -3.0);
    auto const y = lp.add_column({0.0, LinearProgram::infinity}, -5.0);
    lp.add_term(lp.add_row({LinearProgram::minus_infinity, 12.0}), y, 2.0);
    auto const both = lp.add_row({LinearProgram::minus_infinity, 18.0});
    lp.add_term(both, y, 2.0);
    lp.add_term(both, x, 3.0);
    LpSolution const solution = lp.solve();
    CHECK(solution.status == LpStatus::optimal);
    CHECK(solution.cost == Approx(-36.0));
    CHECK(solution.value[static_cast<std::size_t>(x)] == Approx(2.0));
    CHECK(solution.value[static_cast<std::size_t>(y)] == Approx(6.0));
}

TEST_CASE("programs without a solution say so") {
    LinearProgram infeasible;
    infeasible.add_term(infeasible.add_row({2.0, 3.0}), infeasible.add_column({0.0, 1.0}, 1.0), 1.0);
    CHECK(infeasible.solve().status == LpStatus::infeasible);
    LinearProgram endless;
    endless.add_term(endless.add_row({0.0, LinearProgram::infinity}),
                     endless.add_column({0.0, LinearProgram::infinity}, -1.0), 1.0);
    CHECK(endless.solve().status == LpStatus::unbounded);
}
