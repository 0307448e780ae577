#pragma once
// Key figures of several runs beside those of the first, the baseline: the table that compares strategies.
// Figures that the files hold as series only (load of the city with charging, transformer life) are added up
// here, and so is what a run has saved beside the baseline: net_benefit_yuan is its net_cost_yuan less that
// of the baseline, with what it put off beyond its end valued at what a kWh cost there.

#include "sim/io/result_reader.hpp"

#include <optional>
#include <string>
#include <vector>

namespace yuchong::io {

struct KpiRow {
    std::string name, unit;
    KpiReading::Kind kind;
    std::vector<std::optional<KpiReading>> readings;  // by file; nothing where a file lacks it
};

struct KpiGroup {
    std::string name;  // energy, load, waits, ...
    std::vector<KpiRow> rows;
};

struct KpiTable {
    std::vector<std::string> paths;
    std::vector<KpiGroup> groups;
};

// Throws ResultError if a file is no whole result.
[[nodiscard]] KpiTable read_kpi_table(std::vector<std::string> const& paths);

// Why these runs should not be compared: their demand differs, or is not known. Empty if it is the same.
[[nodiscard]] std::string different_demand(std::vector<std::string> const& paths);

// Aligned lines; and one JSON object: files, groups, and for each figure values, difference and percent by
// file, null where there is none.
[[nodiscard]] std::string kpi_table_text(KpiTable const& table);
// One line a file, one column for each of these figures. Throws ResultError if no file has one of them.
[[nodiscard]] std::string kpi_columns_text(KpiTable const& table, std::vector<std::string> const& names);
[[nodiscard]] std::string kpi_table_json(KpiTable const& table);

}  // namespace yuchong::io
