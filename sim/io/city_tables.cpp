#include "sim/io/city_tables.hpp"

#include "sim/io/fields_domain.hpp"
#include "sim/io/quantity_text.hpp"
#include "sim/io/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace yuchong::io {

namespace {

// Typed access to the cells of one row; the columns are checked when the table is opened.
class Rows {
public:
    Rows(CsvTable const& table, std::vector<std::string> columns, Report& report)
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
    [[nodiscard]] bool complete() const { return complete_; }
    [[nodiscard]] std::size_t size() const { return table_.rows.size(); }
    [[nodiscard]] CsvCell const& cell(std::size_t row, std::string_view column) const {
        return table_.rows[row][*table_.column(column)];
    }

    std::string text(std::size_t row, std::string_view column) {
        CsvCell const& c = cell(row, column);
        if (c.text.empty()) complain(c, column, {"the cell is empty", "a text is wanted", ""});
        return c.text;
    }
    double number(std::size_t row, std::string_view column, Range range) {
        CsvCell const& c = cell(row, column);
        auto parsed = parse_number(c.text);
        if (auto const* complaint = std::get_if<Complaint>(&parsed)) {
            complain(c, column, *complaint);
            return 0.0;
        }
        double const value = std::get<double>(parsed);
        if (!range.contains(value)) {
            complain(c, column,
                     {fmt::format("{} is out of range", value), range_text(range, unit::none), ""});
        }
        return value;
    }
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
    void complain(CsvCell const& c, std::string_view column, Complaint const& complaint) {
        report_.add({c.mark, std::string(column), complaint.problem, complaint.why, complaint.hint});
    }

private:
    CsvTable const& table_;
    Report& report_;
    bool complete_ = true;
};

}  // namespace

std::vector<space::DistrictFacts> districts_of(CsvTable const& table, Report& report) {
    Rows rows(table,
              {"adcode", "name", "name_zh", "ring", "relief", "population", "area_km2", "centroid_lon",
               "centroid_lat", "seat_lon", "seat_lat", "seat_elevation_m", "urbanisation", "home_pile_share",
               "vehicle_weight", "source"},
              report);
    std::vector<space::DistrictFacts> districts;
    if (!rows.complete()) return districts;
    if (rows.size() == 0) {
        report.add({table.header[0].mark, "", "the table has no district", "a city needs one", "add a row"});
    }
    std::set<std::string> codes, names;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        space::DistrictFacts d{};
        d.name = rows.text(i, "name");
        d.name_zh = rows.text(i, "name_zh");
        d.adcode = static_cast<std::uint32_t>(rows.number(i, "adcode", between(1, 999'999)));
        d.ring = rows.choice<space::Ring>(i, "ring", ring_names);
        d.relief = rows.choice<space::Relief>(i, "relief", relief_names);
        d.centroid = {rows.number(i, "centroid_lon", between(-180, 180)),
                      rows.number(i, "centroid_lat", between(-90, 90))};
        d.seat = {rows.number(i, "seat_lon", between(-180, 180)),
                  rows.number(i, "seat_lat", between(-90, 90))};
        d.area_km2 = rows.number(i, "area_km2", between(0.01, 1e6));
        d.population = rows.number(i, "population", above_up_to(0, 1e9));
        d.urbanisation = rows.number(i, "urbanisation", between(0, 1));
        d.seat_elevation_m = rows.number(i, "seat_elevation_m", between(-400, 6'000));
        d.home_pile_share = rows.number(i, "home_pile_share", between(0, 1));
        d.vehicle_weight = rows.number(i, "vehicle_weight", above_up_to(0, 1e6));
        rows.text(i, "source");
        Complaint const twice{"the district stands twice", "each has one row", "remove one"};
        if (!codes.insert(rows.cell(i, "adcode").text).second)
            rows.complain(rows.cell(i, "adcode"), "adcode", twice);
        if (!names.insert(d.name).second) rows.complain(rows.cell(i, "name"), "name", twice);
        districts.push_back(std::move(d));
    }
    return districts;
}

std::vector<space::Barrier> barriers_of(CsvTable const& table, Report& report) {
    Rows rows(table, {"name", "name_zh", "kind", "vertex", "lon", "lat", "source"}, report);
    std::vector<space::Barrier> barriers;
    if (!rows.complete()) return barriers;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        double const vertex = rows.number(i, "vertex", at_least(1));
        if (vertex == 1) {
            barriers.push_back({rows.text(i, "name"), {}});
        } else if (barriers.empty() || barriers.back().name != rows.cell(i, "name").text ||
                   vertex != static_cast<double>(barriers.back().line.size() + 1)) {
            rows.complain(rows.cell(i, "vertex"), "vertex",
                          {"the line is broken", "vertices of one name count up from 1", "sort the rows"});
            return {};
        }
        space::GeoPoint const point{rows.number(i, "lon", between(-180, 180)),
                                    rows.number(i, "lat", between(-90, 90))};
        barriers.back().line.push_back(point);
        bool const ends = i + 1 == rows.size() || rows.cell(i + 1, "vertex").text == "1";
        if (ends && barriers.back().line.size() < 2) {
            rows.complain(rows.cell(i, "name"), "name",
                          {"the line has one point", "two make a line", "add a vertex"});
        }
    }
    return barriers;
}

}  // namespace yuchong::io
