#include "sim/io/feeder_cells.hpp"

namespace yuchong::io {

namespace {

// Empty if a letter is no phase or stands twice.
grid::PhaseList phases_in(std::string_view text) {
    grid::PhaseList phases;
    for (char const letter : text) {
        auto const at = std::find(phase_names.begin(), phase_names.end(), std::string_view(&letter, 1));
        if (at == phase_names.end()) return {};
        auto const phase = static_cast<grid::Phase>(at - phase_names.begin());
        if (phases.holds(phase)) return {};
        phases.add(phase);
    }
    return phases;
}

// Parts between separators; empty ones count, except between spaces.
std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (std::size_t from = 0; from <= text.size();) {
        std::size_t const to = std::min(text.find(separator, from), text.size());
        if (separator != ' ' || to > from) parts.push_back(text.substr(from, to - from));
        from = to + 1;
    }
    return parts;
}

}  // namespace

grid::PhaseList phases_at(CsvRows& rows, std::size_t row, std::string_view column) {
    CsvCell const& cell = rows.cell(row, column);
    grid::PhaseList const phases = phases_in(cell.text);
    if (phases.count == 0) {
        rows.complain(cell, column,
                      {fmt::format("\"{}\" names no phases", cell.text),
                       "one to three of the letters a, b and c are wanted, each once", ""});
    }
    return phases;
}

grid::Connection connection_at(CsvRows& rows, std::size_t row, std::string_view column,
                               grid::PhaseList const& phases) {
    auto const connection = rows.choice<grid::Connection>(row, column, connection_names);
    if (connection == grid::Connection::delta && phases.count == 1) {
        rows.complain(
            rows.cell(row, column), column,
            {"a delta has one phase", "it lies between phases", "name two or three phases, or write wye"});
    }
    return connection;
}

RealMatrix matrix_at(CsvRows& rows, std::size_t row, std::string_view column, std::size_t conductors) {
    CsvCell const& cell = rows.cell(row, column);
    auto const lines = split(cell.text, ';');
    RealMatrix matrix{};
    bool square = lines.size() == conductors;
    for (std::size_t i = 0; square && i < conductors; ++i) {
        auto const entries = split(lines[i], ' ');
        square = entries.size() == conductors;
        for (std::size_t k = 0; square && k < conductors; ++k) {
            auto const parsed = parse_number(entries[k]);
            if (auto const* complaint = std::get_if<Complaint>(&parsed)) {
                rows.complain(cell, column, *complaint);
                return {};
            }
            matrix[i][k] = std::get<double>(parsed);
        }
    }
    if (!square) {
        rows.complain(cell, column,
                      {"the matrix is not square or has another size",
                       fmt::format("it needs {0} rows of {0} numbers, one a conductor", conductors),
                       "separate rows by semicolons and numbers by spaces"});
    }
    return matrix;
}

BusNames::BusNames(std::vector<grid::ThreePhaseBus> const& buses) : buses_(buses) {
    for (std::size_t i = 0; i < buses.size(); ++i) ids_.emplace(buses[i].name, i);
}

grid::BusId BusNames::bus_at(CsvRows& rows, std::size_t row, std::string_view column,
                             grid::PhaseList const& phases) const {
    CsvCell const& cell = rows.cell(row, column);
    auto const it = ids_.find(cell.text);
    if (it == ids_.end()) {
        std::vector<std::string> known;
        for (auto const& [name, id] : ids_) known.push_back(name);
        rows.complain(cell, column,
                      {fmt::format("there is no bus \"{}\"", cell.text), "buses.csv lists them all",
                       suggest(cell.text, known)});
        return {};
    }
    for (grid::Phase const phase : phases) {
        if (buses_[it->second.index()].phases.holds(phase)) continue;
        rows.complain(cell, column,
                      {fmt::format("the bus {} has no phase {}", cell.text,
                                   phase_names[static_cast<std::size_t>(phase)]),
                       "buses.csv says which it has", "check the phases"});
    }
    return it->second;
}

}  // namespace yuchong::io
