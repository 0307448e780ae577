#pragma once
// The result of one run of a sweep, read quickly: ten thousand of them are merged.

#include "sim/io/result_reader.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace yuchong::io {

// What a file says about itself; nothing if it is no whole result (missing, cut short, partial).
struct RunIdentity {
    std::uint64_t scenario_hash = 0, model_hash = 0;
    std::string digest, status;
};
[[nodiscard]] std::optional<RunIdentity> identify_run(std::string const& path);

struct KpiColumn {
    std::string name, unit, long_name;
};

// Names and units of the key figures of a run, dates left out. Throws Hdf5Error.
[[nodiscard]] std::vector<KpiColumn> kpi_columns(std::string const& path);

struct RunReading {
    RunIdentity identity;
    std::vector<double> kpis;  // NaN where the run has none of that name
};
// In one go; nothing as with identify_run. Throws Hdf5Error.
[[nodiscard]] std::optional<RunReading> read_run(std::string const& path, std::span<std::string const> kpis);

}  // namespace yuchong::io
