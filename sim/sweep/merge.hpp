#pragma once
// All results of a sweep's folder in one file, DIR/merged.h5. What is missing or has failed is marked in it,
// and told.

#include "sim/io/merged_file.hpp"
#include "sim/sweep/folder.hpp"

#include <string>
#include <vector>

namespace yuchong::sweep {

struct MergeReport {
    std::size_t done = 0, failed = 0, missing = 0;
    std::vector<std::string> left_out;  // why series were
};

// Throws OutputError, Hdf5Error.
MergeReport merge(Folder const& folder, io::SweepManifest const& manifest, io::Series series);

}  // namespace yuchong::sweep
