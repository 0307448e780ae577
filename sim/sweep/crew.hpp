#pragma once
// The worker: keeps up to `jobs` child processes at the runs of an agenda until nothing is left, and shows
// how far it is. One thread, which waits for signals.
//
// SIGINT, SIGTERM and SIGUSR1 (Slurm's warning before the time limit), or the file `cancel` in the folder,
// stop it: children are asked to terminate, save where they are, and the folder can be gone on with. The
// second signal kills the children. A worker that cannot write to the folder stops in the same way and
// throws.

#include "sim/sweep/agenda.hpp"
#include "sim/sweep/table.hpp"

#include <cstdint>
#include <string>

namespace yuchong::sweep {

// Whether to wait for runs that other workers are at, to take them over should they die.
enum class Others : std::uint8_t { leave, wait_for };

struct CrewSettings {
    std::size_t jobs = 1;
    Show show = Show::automatic;
    Others others = Others::leave;
    std::string checkpoint_every;  // of each run, simulated time as written; empty: only when stopped
};

struct CrewReport {
    Counts counts;
    bool stopped = false;
};

// Throws OutputError or std::system_error, after its children have ended.
CrewReport work(Folder const& folder, io::SweepManifest const& manifest, Agenda& agenda,
                CrewSettings const& settings);

}  // namespace yuchong::sweep
