#pragma once
// What has become of a sweep, for people and programs.

#include "sim/sweep/states.hpp"

#include <string>
#include <vector>

namespace yuchong::sweep {

struct RunStatus {
    RunId id;
    RunState state;
};

// Of every run that is wanted: with a precision, those up to where it is reached, as far as results tell.
[[nodiscard]] std::vector<RunStatus> look_at(Folder const& folder, io::SweepManifest const& manifest);

[[nodiscard]] std::string status_text(Folder const& folder, io::SweepManifest const& manifest,
                                      std::vector<RunStatus> const& runs);
// {"sweep": ..., "counts": {...}, "merged": true, "runs": [{"run", "point", "replication", "seed",
// "scenario_hash", "state", "settings", "message"}]}
[[nodiscard]] std::string status_json(Folder const& folder, io::SweepManifest const& manifest,
                                      std::vector<RunStatus> const& runs);

}  // namespace yuchong::sweep
