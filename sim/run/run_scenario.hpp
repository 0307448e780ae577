#pragma once
// One scenario from file to result: reads it, builds the city, walks it to its end, writes the result.
// Stopped on the way it leaves the partial result and a checkpoint instead.
//
// What can be known before anything runs is known before: the scenario in full, whether the output can be
// written, whether the checkpoint fits. Then nothing has been overwritten, and the exception is
// io::InputError or RefusedRun.

#include "sim/base/calendar.hpp"
#include "sim/base/time.hpp"
#include "sim/city/onlooker.hpp"
#include "sim/io/atomic_file.hpp"
#include "sim/measure/audit.hpp"
#include "sim/measure/kpi.hpp"
#include "sim/measure/window.hpp"
#include "sim/run/drive.hpp"
#include "sim/run/progress.hpp"
#include "sim/run/steering.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace yuchong::run {

class RefusedRun : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Called at most once, before the city is built. Throws RefusedRun if nobody could look on.
using OnlookerMaker = std::function<std::unique_ptr<city::Onlooker>(std::atomic<bool> const& stop)>;

struct RunRequest {
    std::string scenario_path;
    std::vector<std::string> settings;  // "key.path=value", over the scenario
    std::string output;                 // empty: the scenario's, else output/<its file name>.h5
    io::Existing existing;
    int threads;
    Duration checkpoint_every;      // simulated time; 0: none
    std::string resume;             // checkpoint to go on from; empty: from the beginning
    Steering steering{};            // read if control.strategy is external
    OnlookerMaker make_onlooker{};  // empty: nobody looks on
};

struct RunReport {
    Ended ended;
    SimTime reached;
    measure::Summary summary;              // of a stopped run only what is known so far
    std::vector<measure::AuditRow> audit;  // of a finished run
    Calendar calendar;
    measure::Window window;
    std::string partial, checkpoint;  // of a stopped run
};

// Throws std::runtime_error if a controller from outside fails; what was done by then is left as of a stopped
// run.
RunReport run_scenario(RunRequest const& request, std::atomic<bool> const& stop, Progress& progress);

}  // namespace yuchong::run
