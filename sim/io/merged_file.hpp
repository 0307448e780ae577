#pragma once
// DIR/merged.h5: all runs of a sweep in one file, HDF5 and NetCDF-4 (docs/sweeps.md describes it).
//
// /            point x replication: each key figure, its mean and interval by point, paired differences to
// the baseline;
//              parameters as coordinates; fate, seed and digest of each run
// /effects     main effects by level (grid, list, one_at_a_time)     /regression  (latin_hypercube, sobol)
// /sobol       first and total indices (saltelli)                    /morris      mu, mu*, sigma (morris)
// /series/<group>  series of runs, joined
//
// Nothing in it tells when, where or by how many workers the runs were made: the same sweep gives the same
// bits.

#include "sim/io/run_result.hpp"
#include "sim/io/sweep_manifest.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace yuchong::io {

inline constexpr char const* merged_format = "1.0";

enum class Fate : std::int8_t { done, failed, missing, not_wanted };
enum class Series : std::uint8_t { joined, copied };  // refer to the run files, or hold their values

// By point, then replication.
struct MergedKpi {
    KpiColumn what;
    std::vector<double> values;  // NaN where there is none
};

struct MergedRuns {
    std::string folder;            // of the sweep
    std::size_t replications = 0;  // columns: the most of any point
    std::vector<Fate> fates;
    std::vector<std::string> digests, files;  // files: from the folder, empty unless done
    std::vector<MergedKpi> kpis;
};

// Written whole, then renamed to `path`. Throws Hdf5Error and OutputError. Why series were left out, if any:
// runs that differ in their length, or have none of that name.
[[nodiscard]] std::vector<std::string> write_merged(std::string const& path, SweepManifest const& manifest,
                                                    MergedRuns const& runs, Series series);

// Whether a file is one of these, not the result of one run. Throws Hdf5Error if it cannot be read.
[[nodiscard]] bool is_merged_sweep(std::string const& path);

}  // namespace yuchong::io
