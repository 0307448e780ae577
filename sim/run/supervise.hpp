#pragma once
// One long job under supervision: it works on a thread of its own while the calling thread waits for signals,
// shows how far it is on stderr, and returns when it is done.
//
// The first SIGINT or SIGTERM sets the stop flag, which the job polls; it then saves what it has and returns.
// The second finds the default action restored and ends the process at once.

#include "sim/run/progress.hpp"

#include <atomic>
#include <functional>

namespace yuchong::run {

// automatic: a bar redrawn in place when stderr is a terminal, else plain; plain: a line now and then; off:
// nothing.
enum class ProgressMode : std::uint8_t { automatic, plain, off };

using Job = std::function<void(std::atomic<bool> const& stop, Progress& progress)>;

// Returns after the job has; an exception of the job comes out here.
void supervise(ProgressMode mode, Job const& job);

}  // namespace yuchong::run
