#pragma once
// Typed access to the cells of a table whose columns are known. Every cell that cannot be used goes to the
// report with its place; what is returned then is a stand-in, so that reading goes on to the next problem.
//
//   CsvRows rows(table, {"name", "length_km"}, report);
//   if (!rows.complete()) return {};
//   for (std::size_t i = 0; i < rows.size(); ++i) add(rows.text(i, "name"), rows.number(i, "length_km",
//   above(0)));

#include "sim/io/csv.hpp"
#include "sim/io/fields.hpp"
#include "sim/io/quantity_text.hpp"
#include "sim/io/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace yuchong::io {

class CsvRows {
public:
    // Missing and unknown columns go to the report. Table and report must outlive the rows.
    CsvRows(CsvTable const& table, std::vector<std::string> const& columns, Report& report);

    // Does the table have exactly the columns? Nothing else may be asked before.
    [[nodiscard]] bool complete() const { return complete_; }
    [[nodiscard]] std::size_t size() const { return table_.rows.size(); }
    [[nodiscard]] CsvCell const& cell(std::size_t row, std::string_view column) const {
        return table_.rows[row][*table_.column(column)];
    }

    // Not empty.
    std::string text(std::size_t row, std::string_view column);
    double number(std::size_t row, std::string_view column, Range range);
    // The stand-in where the cell is empty.
    double number_or(std::size_t row, std::string_view column, Range range, double stand_in);
    // An enum by its names, in the enum's order from 0.
    template <class E, std::size_t n>
    E choice(std::size_t row, std::string_view column, std::array<std::string_view, n> const& names) {
        CsvCell const& c = cell(row, column);
        auto const it = std::find(names.begin(), names.end(), c.text);
        if (it != names.end()) return static_cast<E>(it - names.begin());
        std::vector<std::string> const known(names.begin(), names.end());
        complain(c, column,
                 {fmt::format("\"{}\" is not known", c.text),
                  fmt::format("one of {} is wanted", fmt::join(known, ", ")), suggest(c.text, known)});
        return E{};
    }
    void complain(CsvCell const& cell, std::string_view column, Complaint const& complaint);

private:
    CsvTable const& table_;
    Report& report_;
    bool complete_ = true;
};

}  // namespace yuchong::io
