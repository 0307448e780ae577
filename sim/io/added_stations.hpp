#pragma once
// The table that supply.added_stations names: stations beside the drawn ones, such as `yuchong plan` writes.

#include "sim/io/csv.hpp"
#include "sim/io/sections.hpp"

#include <span>
#include <string>
#include <vector>

namespace yuchong::io {

// A row and where its zone stands, which is known to be one only later.
struct AddedStation {
    StationEntry entry;
    CsvCell zone;
};

// Columns: station, name, zone, lon, lat, super, fast, modules, ac_piles, bays, grid_limit_kw,
// service_fee_yuan_per_kwh, in_service. Those of the terminals belong to one host; name and in_service may be
// empty. Problems go to the report, at their cells.
std::vector<AddedStation> added_stations_of(CsvTable const& table, Report& report);

// The same columns. Pre: hosts are one at most.
std::string added_stations_csv(std::span<StationEntry const> stations);

}  // namespace yuchong::io
