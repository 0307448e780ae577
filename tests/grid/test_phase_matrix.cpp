#include "sim/grid/phase_matrix.hpp"

#include "tests/grid/low_voltage_street.hpp"

#include <catch2/catch.hpp>

using namespace yuchong;
using namespace yuchong::grid;

namespace {

PhaseMatrix product(PhaseMatrix const& a, PhaseMatrix const& b, std::size_t rows) {
    PhaseMatrix c{};
    for (std::size_t i = 0; i < rows; ++i) {
        for (std::size_t k = 0; k < rows; ++k) {
            for (std::size_t m = 0; m < rows; ++m) c[i][k] += a[i][m] * b[m][k];
        }
    }
    return c;
}

}  // namespace

TEST_CASE("a matrix times its inverse is one") {
    PhaseMatrix const z{{{Complex{0.0, 0.4}, Complex{0.1, 0.2}, Complex{0.1, 0.1}},
                         {Complex{0.1, 0.2}, Complex{0.3, 0.4}, Complex{0.1, 0.2}},
                         {Complex{0.1, 0.1}, Complex{0.1, 0.2}, Complex{1e-4, 0.0}}}};
    for (std::size_t rows = 1; rows <= 3; ++rows) {
        auto const y = inverse(z, rows);
        REQUIRE(y);
        PhaseMatrix const one = product(z, *y, rows);
        for (std::size_t i = 0; i < rows; ++i) {
            for (std::size_t k = 0; k < rows; ++k) {
                CHECK(magnitude(one[i][k] - Complex{i == k ? 1.0 : 0.0, 0.0}) < 1e-13);
            }
        }
    }
}

TEST_CASE("a singular matrix has no inverse") {
    PhaseMatrix z{};
    CHECK_FALSE(inverse(z, 1));
    z[0][0] = z[0][1] = z[1][0] = z[1][1] = {0.2, 0.1};
    CHECK_FALSE(inverse(z, 2));
    CHECK(inverse(z, 1));
}

TEST_CASE("a neutral as large as the phases makes the zero sequence four times the positive one") {
    PhaseMatrix const cable = without_neutral(four_core_cable(1.0));
    PhaseMatrix const expected = from_sequences({0.206, 0.08}, {0.824, 0.32});
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t k = 0; k < 3; ++k) CHECK(magnitude(cable[i][k] - expected[i][k]) < 1e-14);
    }
    // One phase and its return are a loop of two conductors.
    CHECK(magnitude(cable[0][0] - Complex{2 * 0.206, 2 * 0.08}) < 1e-14);
}
