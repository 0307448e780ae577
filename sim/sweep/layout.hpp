#pragma once
// From a sweep file to a folder that workers can begin at: checked in full, then written down.

#include "sim/io/sweep_check.hpp"
#include "sim/io/sweep_manifest.hpp"
#include "sim/sweep/folder.hpp"

#include <stdexcept>
#include <string>

namespace yuchong::sweep {

struct LayoutRequest {
    std::string sweep_file;
    std::string folder;             // empty: output/sweeps/<name of the file>
    std::size_t runs_per_task = 0;  // 0: so many that there are at most `most_tasks`
    io::Size size = io::Size::usual;
};

// A scheduler has no trouble with so many.
inline constexpr std::size_t most_tasks = 200;

// What would be laid out, nothing written. Throws InputError.
[[nodiscard]] io::SweepManifest plan_layout(LayoutRequest const& request);
[[nodiscard]] Folder folder_of(LayoutRequest const& request);  // absolute

// A folder that holds a sweep already: nothing is written over it.
class ExistingSweep : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Throws ExistingSweep, OutputError.
void lay_out(Folder const& folder, io::SweepManifest const& manifest);

}  // namespace yuchong::sweep
