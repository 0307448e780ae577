#include "sim/io/city_tables.hpp"

#include "sim/io/csv_rows.hpp"
#include "sim/io/fields_domain.hpp"

#include <set>

namespace yuchong::io {

std::vector<space::DistrictFacts> districts_of(CsvTable const& table, Report& report) {
    CsvRows rows(table,
                 {"adcode", "name", "name_zh", "ring", "relief", "population", "area_km2", "centroid_lon",
                  "centroid_lat", "seat_lon", "seat_lat", "seat_elevation_m", "urbanisation",
                  "home_pile_share", "vehicle_weight", "source"},
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
    CsvRows rows(table, {"name", "name_zh", "kind", "vertex", "lon", "lat", "source"}, report);
    std::vector<space::Barrier> barriers;
    if (!rows.complete()) return barriers;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        double const vertex = rows.number(i, "vertex", at_least(1));
        if (vertex == 1) {
            barriers.push_back({rows.text(i, "name"),
                                {},
                                rows.text(i, "name_zh"),
                                rows.choice<space::BarrierKind>(i, "kind", barrier_kind_names)});
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
