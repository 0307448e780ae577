#pragma once
// A sweep on a Slurm cluster: one job array whose elements are tasks of the folder (each several runs where
// runs are many), and a merge that depends on it. Written as scripts into DIR/slurm, so that people can read
// and change them.
//
// Before the time limit Slurm sends SIGUSR1 to the script, which passes it on as SIGTERM: runs save a
// checkpoint, the task exits with 3 and the script requeues itself, to go on from there. scancel sends
// SIGTERM, which ends the same way without the requeue.

#include "sim/io/sweep_manifest.hpp"
#include "sim/sweep/agenda.hpp"
#include "sim/sweep/folder.hpp"

#include <stdexcept>
#include <string>
#include <vector>

namespace yuchong::sweep {

class SlurmError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct SlurmOptions {
    std::string time = "60";    // of one task, as sbatch takes it: minutes, or h:mm:ss
    std::string memory = "1G";  // of one task
    std::size_t cpus = 1;       // runs at once in a task
    std::size_t at_once = 0;    // tasks; 0: as many as Slurm will
    std::size_t warning_s = 60;
    std::string partition, account;  // empty: the cluster's usual
    std::string checkpoint_every;    // simulated time as written; empty: only before the limit
    std::vector<std::string> more;   // further #SBATCH options as they stand
};

struct SlurmScripts {
    std::string task, merge;
};

// `tasks` in ascending order.
[[nodiscard]] SlurmScripts slurm_scripts(Folder const& folder, io::SweepManifest const& manifest,
                                         SlurmOptions const& options, std::vector<std::size_t> const& tasks,
                                         Failed failed);

struct SlurmJobs {
    std::string array, merge;
};

// Throws SlurmError if sbatch refuses, OutputError.
SlurmJobs submit(Folder const& folder, SlurmScripts const& scripts);
// Jobs that were submitted for the folder, latest last.
[[nodiscard]] std::vector<std::string> submitted_jobs(Folder const& folder);
// Throws SlurmError.
void cancel_jobs(std::vector<std::string> const& jobs);

// "0-3,7,9-11"
[[nodiscard]] std::string array_text(std::vector<std::size_t> const& tasks);

}  // namespace yuchong::sweep
