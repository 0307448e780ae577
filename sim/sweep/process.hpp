#pragma once
// Other processes: which one is meant, whether it lives, and children of our own.
//
// A process is told from a later one of the same number by when it started, and from one on another machine
// (or in another container) by where it is.

#include <sys/types.h>
#include <cstdint>
#include <string>
#include <vector>

namespace yuchong::sweep {

// Host name and the number space that process numbers count in.
[[nodiscard]] std::string this_place();

struct ProcessId {
    pid_t pid = 0;
    std::uint64_t started = 0;  // clock ticks since the machine booted; 0: unknown

    bool operator==(ProcessId const&) const = default;
};

[[nodiscard]] ProcessId this_process();
[[nodiscard]] ProcessId identify(pid_t pid);       // started is 0 if there is none
[[nodiscard]] bool is_alive(ProcessId const& id);  // here; a zombie is not

[[nodiscard]] std::string this_program();  // path of the executable

// Starts a program with stdout and stderr in `log`, in a process group of its own, so that Ctrl-C reaches us
// alone. If we die it is asked to terminate. Throws std::system_error.
[[nodiscard]] pid_t start(std::vector<std::string> const& command, std::string const& log);

}  // namespace yuchong::sweep
