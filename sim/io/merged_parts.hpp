#pragma once
// The parts of a merged file.

#include "sim/io/merged_file.hpp"
#include "sim/io/netcdf_group.hpp"

namespace yuchong::io {

// Dimensions point and replication, and the parameters as coordinates of points.
void write_coordinates(NetcdfGroup& group, SweepManifest const& manifest, std::size_t replications);
// Names the parameters to readers of CF conventions.
void set_coordinates(Hdf5Dataset& variable, SweepManifest const& manifest);

// merged_effects.cpp: what the design allows to say about parameters.
void write_effects(Hdf5Group& root, SweepManifest const& manifest, MergedRuns const& runs);
// merged_series.cpp; why series were left out
[[nodiscard]] std::vector<std::string> write_series(Hdf5Group& root, SweepManifest const& manifest,
                                                    MergedRuns const& runs, Series series);

}  // namespace yuchong::io
