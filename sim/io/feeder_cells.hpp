#pragma once
// Cells of three-phase tables that mean more than a number: phases ("abc", "cb"), a bus that has them, a
// connection, a matrix between conductors ("1 2;2 1"). Problems go to the report of the rows.

#include "sim/grid/three_phase.hpp"
#include "sim/io/csv_rows.hpp"

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace yuchong::io {

inline constexpr std::array<std::string_view, 3> phase_names{"a", "b", "c"};
inline constexpr std::array<std::string_view, 2> connection_names{"wye", "delta"};

// None if they could not be read.
grid::PhaseList phases_at(CsvRows& rows, std::size_t row, std::string_view column);

// Delta has to have phases to lie between.
grid::Connection connection_at(CsvRows& rows, std::size_t row, std::string_view column,
                               grid::PhaseList const& phases);

using RealMatrix = std::array<std::array<double, 3>, 3>;
// As many rows and columns as conductors.
RealMatrix matrix_at(CsvRows& rows, std::size_t row, std::string_view column, std::size_t conductors);

class BusNames {
public:
    explicit BusNames(std::vector<grid::ThreePhaseBus> const& buses);
    // A bus that has these phases. The buses given to the constructor must still be there.
    grid::BusId bus_at(CsvRows& rows, std::size_t row, std::string_view column,
                       grid::PhaseList const& phases) const;

private:
    std::vector<grid::ThreePhaseBus> const& buses_;
    std::map<std::string, grid::BusId> ids_;
};

}  // namespace yuchong::io
