#include "sim/control/linear_program.hpp"

#include <coin/ClpFactorization.hpp>
#include <coin/ClpSimplex.hpp>

#include <cstddef>

namespace yuchong::control {

namespace {

double for_clp(double bound) {
    if (bound == LinearProgram::infinity) return COIN_DBL_MAX;
    return bound == LinearProgram::minus_infinity ? -COIN_DBL_MAX : bound;
}

LpStatus status_of(ClpSimplex const& model) {
    switch (model.status()) {
        case 0: return LpStatus::optimal;
        case 1: return LpStatus::infeasible;
        case 2: return LpStatus::unbounded;
        default: return LpStatus::failed;
    }
}

void make_repeatable(ClpSimplex& model) {
    constexpr int no_perturbation = 100;
    model.setLogLevel(0);
    model.scaling(0);
    model.setPerturbation(no_perturbation);
    model.factorization()->setDenseThreshold(0);
}

}  // namespace

LinearProgram::Column LinearProgram::add_column(Bounds bounds, double cost) {
    column_bounds_.push_back(bounds);
    cost_.push_back(cost);
    return Column{static_cast<std::uint32_t>(column_bounds_.size() - 1)};
}

LinearProgram::Row LinearProgram::add_row(Bounds bounds) {
    row_bounds_.push_back(bounds);
    return Row{static_cast<std::uint32_t>(row_bounds_.size() - 1)};
}

void LinearProgram::add_term(Row row, Column column, double coefficient) {
    terms_.push_back({static_cast<std::uint32_t>(row), static_cast<std::uint32_t>(column), coefficient});
}

LpSolution LinearProgram::solve() const {
    // Column by column, in the order in which the terms were added.
    std::vector<CoinBigIndex> start(columns() + 1, 0);
    for (Term const& term : terms_) ++start[term.column + 1];
    for (std::size_t c = 0; c < columns(); ++c) start[c + 1] += start[c];
    std::vector<CoinBigIndex> next(start.begin(), start.end() - 1);
    std::vector<int> row(terms_.size());
    std::vector<double> coefficient(terms_.size());
    for (Term const& term : terms_) {
        auto const at = static_cast<std::size_t>(next[term.column]++);
        row[at] = static_cast<int>(term.row);
        coefficient[at] = term.coefficient;
    }
    std::vector<double> column_lower, column_upper, row_lower, row_upper;
    for (Bounds const& b : column_bounds_) {
        column_lower.push_back(for_clp(b.lower));
        column_upper.push_back(for_clp(b.upper));
    }
    for (Bounds const& b : row_bounds_) {
        row_lower.push_back(for_clp(b.lower));
        row_upper.push_back(for_clp(b.upper));
    }
    ClpSimplex model;
    make_repeatable(model);
    model.loadProblem(static_cast<int>(columns()), static_cast<int>(rows()), start.data(), row.data(),
                      coefficient.data(), column_lower.data(), column_upper.data(), cost_.data(),
                      row_lower.data(), row_upper.data());
    model.dual();
    double const* const value = model.primalColumnSolution();
    return {status_of(model), model.objectiveValue(), {value, value + columns()}};
}

}  // namespace yuchong::control
