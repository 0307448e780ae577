#include "sim/io/csv_rows.hpp"

namespace yuchong::io {

CsvRows::CsvRows(CsvTable const& table, std::vector<std::string> const& columns, Report& report)
    : table_(table), report_(report) {
    for (std::string const& name : columns) {
        if (table.column(name)) continue;
        complete_ = false;
        report.add({table.header[0].mark, name, "the column is missing", "every row needs it",
                    "add it to the header"});
    }
    for (CsvCell const& cell : table.header) {
        if (std::find(columns.begin(), columns.end(), cell.text) != columns.end()) continue;
        complete_ = false;
        report.add({cell.mark, cell.text, "the column is not known", "nothing reads it",
                    suggest(cell.text, columns)});
    }
}

std::string CsvRows::text(std::size_t row, std::string_view column) {
    CsvCell const& c = cell(row, column);
    if (c.text.empty()) complain(c, column, {"the cell is empty", "a text is wanted", ""});
    return c.text;
}

double CsvRows::number(std::size_t row, std::string_view column, Range range) {
    CsvCell const& c = cell(row, column);
    auto parsed = parse_number(c.text);
    if (auto const* complaint = std::get_if<Complaint>(&parsed)) {
        complain(c, column, *complaint);
        return 0.0;
    }
    double const value = std::get<double>(parsed);
    if (!range.contains(value)) {
        complain(c, column, {fmt::format("{} is out of range", value), range_text(range, unit::none), ""});
    }
    return value;
}

double CsvRows::number_or(std::size_t row, std::string_view column, Range range, double stand_in) {
    return cell(row, column).text.empty() ? stand_in : number(row, column, range);
}

void CsvRows::complain(CsvCell const& cell, std::string_view column, Complaint const& complaint) {
    report_.add({cell.mark, std::string(column), complaint.problem, complaint.why, complaint.hint});
}

}  // namespace yuchong::io
