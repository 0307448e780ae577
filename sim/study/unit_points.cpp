#include "sim/study/unit_points.hpp"

#include "sim/study/draws.hpp"

#include <boost/random/sobol.hpp>

#include <numeric>
#include <utility>

namespace yuchong::study {
namespace {

constexpr int sobol_bits = 32;
using SobolEngine = boost::random::sobol_engine<std::uint_least32_t, sobol_bits>;

// Sobol's sequence as whole numbers of 32 bits; `visit` sees point, dimension, number.
template <class Visit>
void walk_sobol(std::size_t points, std::size_t dimensions, Visit const& visit) {
    SobolEngine engine(dimensions);
    for (std::size_t p = 0; p < points; ++p) {
        for (std::size_t d = 0; d < dimensions; ++d) {
            // Boost leaves out the origin, without which 2^m points would not fill their slices.
            visit(p, d, p == 0 ? std::uint32_t{0} : static_cast<std::uint32_t>(engine()));
        }
    }
}

// 0 .. count - 1 in a drawn order (Fisher and Yates).
std::vector<std::size_t> shuffled(std::size_t count, Draws const& draws, std::size_t series) {
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t i = count; i > 1; --i) std::swap(order[i - 1], order[draws.index(series, i, i)]);
    return order;
}

}  // namespace

std::vector<UnitPoint> latin_hypercube(std::size_t points, std::size_t dimensions, std::uint64_t seed) {
    Draws const slice(seed, Purpose::latin_slice), place(seed, Purpose::latin_place);
    std::vector<UnitPoint> result(points, UnitPoint(dimensions));
    for (std::size_t d = 0; d < dimensions; ++d) {
        std::vector<std::size_t> const slices = shuffled(points, slice, d);
        for (std::size_t p = 0; p < points; ++p)
            result[p][d] =
                (static_cast<double>(slices[p]) + place.uniform(d, p)) / static_cast<double>(points);
    }
    return result;
}

std::vector<UnitPoint> sobol_sequence(std::size_t points, std::size_t dimensions) {
    std::vector<UnitPoint> result(points, UnitPoint(dimensions));
    walk_sobol(points, dimensions, [&](std::size_t p, std::size_t d, std::uint32_t word) {
        result[p][d] = static_cast<double>(word) * 0x1p-32;
    });
    return result;
}

std::vector<UnitPoint> shifted_sobol(std::size_t points, std::size_t dimensions, std::uint64_t seed) {
    Draws const shift(seed, Purpose::sobol_shift);
    std::vector<std::uint32_t> shifts;
    for (std::size_t d = 0; d < dimensions; ++d) shifts.push_back(shift.block(d, 0).word(0));
    std::vector<UnitPoint> result(points, UnitPoint(dimensions));
    walk_sobol(points, dimensions, [&](std::size_t p, std::size_t d, std::uint32_t word) {
        result[p][d] = (static_cast<double>(word ^ shifts[d]) + 0.5) * 0x1p-32;
    });
    return result;
}

std::vector<UnitPoint> saltelli(std::size_t rows, std::size_t dimensions, std::uint64_t seed) {
    std::vector<UnitPoint> result;
    result.reserve(rows * (dimensions + 2));
    for (UnitPoint const& both : shifted_sobol(rows, 2 * dimensions, seed)) {
        auto const middle = both.begin() + static_cast<std::ptrdiff_t>(dimensions);
        UnitPoint const a(both.begin(), middle), b(middle, both.end());
        result.push_back(a);
        result.push_back(b);
        for (std::size_t d = 0; d < dimensions; ++d) {
            result.push_back(a);
            result.back()[d] = b[d];
        }
    }
    return result;
}

double morris_step(std::size_t levels) {
    return static_cast<double>(levels) / (2.0 * static_cast<double>(levels - 1));
}

std::vector<UnitPoint> morris(std::size_t trajectories, std::size_t dimensions, std::size_t levels,
                              std::uint64_t seed) {
    Draws const start(seed, Purpose::morris_start), order(seed, Purpose::morris_order),
        direction(seed, Purpose::morris_direction);
    // In steps of the grid, so that coordinates are exact: a move is half of the levels.
    std::size_t const move = levels / 2;
    auto const unit = [&](std::vector<std::size_t> const& at) {
        UnitPoint point;
        for (std::size_t const level : at)
            point.push_back(static_cast<double>(level) / static_cast<double>(levels - 1));
        return point;
    };
    std::vector<UnitPoint> result;
    result.reserve(trajectories * (dimensions + 1));
    for (std::size_t t = 0; t < trajectories; ++t) {
        std::vector<std::size_t> at(dimensions);
        std::vector<bool> upward(dimensions);
        for (std::size_t d = 0; d < dimensions; ++d) {
            upward[d] = direction.uniform(t, d) < 0.5;
            at[d] = start.index(t, d, move) + (upward[d] ? 0 : move);
        }
        result.push_back(unit(at));
        for (std::size_t const d : shuffled(dimensions, order, t)) {
            at[d] = upward[d] ? at[d] + move : at[d] - move;
            result.push_back(unit(at));
        }
    }
    return result;
}

}  // namespace yuchong::study
