#pragma once
// What a result file holds, for people and for `compare`. Throws Hdf5Error if the file cannot be read and
// ResultError if it is no Yuchong result or of a newer major format.

#include "sim/city/hosting.hpp"

#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace yuchong::io {

class ResultError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct KpiReading {
    std::string name, unit, long_name;
    enum class Kind : std::uint8_t { count, real, time } kind;
    double value;      // of a time: seconds since the beginning of the recorded window
    std::string text;  // the value for people; of a time its civil date
};

// The unit as it stands behind the text: none for plain numbers and dates.
[[nodiscard]] std::string shown_unit(KpiReading const& kpi);

// Attributes of the root group as text: scenario, hashes, seed, digest, status, versions ...
[[nodiscard]] std::map<std::string, std::string> read_provenance(std::string const& path);

// In file order; empty for a partial file.
[[nodiscard]] std::vector<KpiReading> read_kpis(std::string const& path);

// The resolved scenario text.
[[nodiscard]] std::string read_scenario(std::string const& path);

// The highest charging_kw of each feeder, in file order. Throws ResultError if the run had no power flow.
[[nodiscard]] std::vector<city::RecordedPeak> read_charging_peaks(std::string const& path);

// Provenance, groups with dimensions and variables, KPIs, broken limits of the grid, audit: what
// `yuchong describe FILE.h5` prints.
[[nodiscard]] std::string describe_result(std::string const& path);

}  // namespace yuchong::io
