#pragma once
// What has become of each run, read off the files that are there: nothing is kept that could disagree with
// them.

#include "sim/io/sweep_manifest.hpp"
#include "sim/sweep/folder.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace yuchong::sweep {

enum class RunState : std::uint8_t {
    missing,  // nobody has begun, or what was begun is lost
    stopped,  // saved on the way, goes on from there
    running,
    failed,
    damaged,  // a result that is not whole, or is another run's
    done
};
[[nodiscard]] char const* name(RunState state);

[[nodiscard]] RunState state_of(Folder const& folder, io::SweepManifest const& manifest, RunId id);

// Runs that the plan asks for: with a precision only those whose predecessors left something to be known
// (agenda.hpp decides that; here all that could be asked for).
[[nodiscard]] std::vector<RunId> all_runs(io::SweepManifest const& manifest);

struct Failure {
    RunId id;
    int exit_code = 0;
    std::string message;  // last line that the run said
};
// Throws OutputError.
void write_failure(Folder const& folder, Failure const& failure);
[[nodiscard]] Failure read_failure(Folder const& folder, RunId id);

}  // namespace yuchong::sweep
