#pragma once
// A linear program: minimise cost x subject to bounds on x and on rows of linear sums. Solved by the dual
// simplex of COIN-OR Clp 1.17 (Forrest and Hall; EPL 1.0, which a program under the MIT licence may link;
// GLPK would pass the GPL on). Only linear_program.cpp knows it.
//
// One thread, no time limit, a fresh model each time. What would make the result depend on the machine is
// off: dense factorisation (it calls whichever LAPACK is installed), scaling and perturbation (exp and pow of
// the C library). So the same program gives the same solution. Another version of Clp may give another
// one of equal cost: simplex ends in a corner, and there may be many.
//
//   LinearProgram lp;
//   auto const x = lp.add_column({0.0, 4.0}, -1.0);
//   lp.add_term(lp.add_row({LinearProgram::minus_infinity, 3.0}), x, 1.0);
//   lp.solve().value[x] == 3.0

#include <cstdint>
#include <limits>
#include <vector>

namespace yuchong::control {

enum class LpStatus : std::uint8_t { optimal, infeasible, unbounded, failed };

struct LpSolution {
    LpStatus status;
    double cost;
    std::vector<double> value;  // of each column
};

class LinearProgram {
public:
    static constexpr double infinity = std::numeric_limits<double>::infinity();
    static constexpr double minus_infinity = -infinity;

    struct Bounds {
        double lower, upper;
    };
    enum class Column : std::uint32_t {};
    enum class Row : std::uint32_t {};

    Column add_column(Bounds bounds, double cost);
    Row add_row(Bounds bounds);
    // Adds to the coefficient of a column in a row. Pre: at most once for each pair.
    void add_term(Row row, Column column, double coefficient);

    [[nodiscard]] std::size_t columns() const { return column_bounds_.size(); }
    [[nodiscard]] std::size_t rows() const { return row_bounds_.size(); }
    [[nodiscard]] LpSolution solve() const;

private:
    struct Term {
        std::uint32_t row, column;
        double coefficient;
    };
    std::vector<Bounds> column_bounds_, row_bounds_;
    std::vector<double> cost_;
    std::vector<Term> terms_;
};

}  // namespace yuchong::control
