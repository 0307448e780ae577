#include "sim/io/csv.hpp"
#include "sim/io/fields.hpp"
#include "sim/io/network_tables.hpp"
#include "sim/io/quantity_text.hpp"
#include "sim/io/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>

namespace yuchong::io {

namespace {

enum class Presence { needed, optional };

// A column under any of its names.
struct Column {
    std::vector<std::string> names;
    Presence presence = Presence::needed;
};

// Cells of one table by column. Columns that nobody knows are left alone, as tables of other programs have
// many, unless they look like a slip of one that is optional.
class Cells {
public:
    Cells(CsvTable const& table, std::vector<Column> const& columns, Report& report)
        : table_(table), report_(report) {
        std::vector<std::string> absent;
        for (Column const& column : columns) {
            index_.push_back(find(column));
            if (!index_.back()) absent.insert(absent.end(), column.names.begin(), column.names.end());
        }
        for (CsvCell const& cell : table.header) refuse_slip(cell, absent, columns);
    }

    [[nodiscard]] CsvCell const& cell(std::size_t row, std::size_t column) const {
        return table_.rows[row][*index_[column]];
    }
    [[nodiscard]] bool has(std::size_t column) const { return index_[column].has_value(); }

    std::string name(std::size_t row, std::size_t column) {
        if (!has(column)) return "";
        CsvCell const& c = cell(row, column);
        if (c.text.empty()) complain(c, column, {"the cell is empty", "the name of a bus is wanted", ""});
        return c.text;
    }
    // `absent` where the column is.
    double number(std::size_t row, std::size_t column, Range const& range, double absent = 0.0) {
        if (!has(column)) return absent;
        CsvCell const& c = cell(row, column);
        auto parsed = parse_number(c.text);
        if (auto const* complaint = std::get_if<Complaint>(&parsed)) {
            complain(c, column, *complaint);
            return absent;
        }
        double const value = std::get<double>(parsed);
        if (!range.contains(value)) {
            complain(c, column,
                     {fmt::format("{} is out of range", value), range_text(range, unit::none), ""});
        }
        return value;
    }
    // The position of the cell's text among the choices; 0 if it is none of them.
    std::size_t choice(std::size_t row, std::size_t column, std::vector<std::string> const& choices) {
        if (!has(column)) return 0;
        CsvCell const& c = cell(row, column);
        auto const found = std::find(choices.begin(), choices.end(), c.text);
        if (found != choices.end()) return static_cast<std::size_t>(found - choices.begin());
        complain(c, column,
                 {fmt::format("\"{}\" is not known", c.text),
                  fmt::format("one of {} is wanted", fmt::join(choices, ", ")), suggest(c.text, choices)});
        return 0;
    }

private:
    std::optional<std::size_t> find(Column const& column) {
        std::optional<std::size_t> found;
        for (std::string const& name : column.names) {
            auto const index = table_.column(name);
            if (index && found) {
                report_.add(
                    {table_.header[*index].mark, name,
                     fmt::format("the column stands twice, as {} and {}", table_.header[*found].text, name),
                     "both mean the same", "remove one"});
            }
            if (index && !found) found = index;
        }
        if (!found && column.presence == Presence::needed) {
            report_.add({table_.header[0].mark, column.names[0], "the column is missing",
                         "every row needs it", "add it to the header"});
        }
        return found;
    }
    void refuse_slip(CsvCell const& header, std::vector<std::string> const& absent,
                     std::vector<Column> const& columns) {
        constexpr std::size_t slip = 1;  // edit
        for (Column const& column : columns) {
            if (std::find(column.names.begin(), column.names.end(), header.text) != column.names.end())
                return;
        }
        for (std::string const& name : absent) {
            if (edit_distance(header.text, name) > slip) continue;
            report_.add({header.mark, header.text, "the column is not known", "nothing would read it",
                         suggest(header.text, absent)});
            return;
        }
    }
    void complain(CsvCell const& c, std::size_t column, Complaint const& complaint) {
        report_.add(
            {c.mark, table_.header[*index_[column]].text, complaint.problem, complaint.why, complaint.hint});
    }

    CsvTable const& table_;
    Report& report_;
    std::vector<std::optional<std::size_t>> index_;  // by column
};

std::vector<BusRow> buses_of(CsvTable const& table, Report& report) {
    enum { bus, type, base_kv, p, q, g, b, vm, va };
    Cells cells(table,
                {{{"bus"}},
                 {{"type"}},
                 {{"base_kv"}},
                 {{"pd_kw", "p_load_kw"}},
                 {{"qd_kvar", "q_load_kvar"}},
                 {{"g_shunt_kw_at_1pu"}, Presence::optional},
                 {{"b_shunt_kvar_at_1pu"}, Presence::optional},
                 {{"vm_pu"}, Presence::optional},
                 {{"va_deg"}, Presence::optional}},
                report);
    std::vector<BusRow> rows;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        BusRow row{.name = cells.name(i, bus), .mark = table.rows[i][0].mark};
        if (cells.has(bus)) row.mark = cells.cell(i, bus).mark;
        row.type = cells.choice(i, type, {"pq", "slack"}) == 1 ? BusRow::Type::slack : BusRow::Type::pq;
        row.base_kv = row.nominal_kv = cells.number(i, base_kv, above(0), 1.0);
        row.p_kw = cells.number(i, p, any_number);
        row.q_kvar = cells.number(i, q, any_number);
        row.g_kw = cells.number(i, g, any_number);
        row.b_kvar = cells.number(i, b, any_number);
        if (row.type == BusRow::Type::slack) {
            row.vm_pu = cells.number(i, vm, above(0), 1.0);
            row.va_deg = cells.number(i, va, between(-360, 360));
        }
        rows.push_back(std::move(row));
    }
    if (table.rows.empty()) {
        report.add({table.header[0].mark, "", "the table has no bus", "a network needs one", "add a row"});
    }
    return rows;
}

std::vector<BranchRow> branches_of(CsvTable const& table, Report& report) {
    enum { from, to, r, x, closed, b, rating };
    Cells cells(table,
                {{{"from_bus"}},
                 {{"to_bus"}},
                 {{"r_ohm"}},
                 {{"x_ohm"}},
                 {{"closed"}},
                 {{"b_total_us", "b_total_uS"}, Presence::optional},
                 {{"rating_a"}, Presence::optional}},
                report);
    std::vector<BranchRow> rows;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        BranchRow row{.from = cells.name(i, from), .to = cells.name(i, to), .mark = table.rows[i][0].mark};
        if (cells.has(from)) row.from_mark = cells.cell(i, from).mark;
        if (cells.has(to)) row.to_mark = cells.cell(i, to).mark;
        row.r_ohm = cells.number(i, r, at_least(0), 1.0);
        row.x_ohm = cells.number(i, x, any_number, 1.0);
        row.state =
            cells.choice(i, closed, {"0", "1"}) == 1 ? BranchRow::State::closed : BranchRow::State::open;
        row.b_us = cells.number(i, b, any_number);
        bool const rated = cells.has(rating) && !cells.cell(i, rating).text.empty();
        if (rated) row.rating_a = cells.number(i, rating, at_least(0));
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace

NetworkTables read_network_csv(std::string const& folder, Report& report) {
    if (!std::filesystem::is_directory(folder)) {
        report.add({{folder},
                    "",
                    "the case is no folder",
                    "it should hold buses.csv and branches.csv",
                    "name such a folder, or a MATPOWER file ending in .m"});
        return {};
    }
    NetworkTables tables;
    auto const path = [&](char const* name) { return (std::filesystem::path(folder) / name).string(); };
    if (auto const table = read_csv(path("buses.csv"), report)) tables.buses = buses_of(*table, report);
    if (auto const table = read_csv(path("branches.csv"), report))
        tables.branches = branches_of(*table, report);
    return tables;
}

}  // namespace yuchong::io
