#include "sim/sweep/process.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

namespace yuchong::sweep {
namespace {

constexpr int cannot_start = 127;  // as shells say it

// In the child, between fork and exec: only calls that are safe there.
[[noreturn]] void become(char* const* arguments, int log, pid_t parent) {
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) _exit(cannot_start);  // it died before it could be told
    setpgid(0, 0);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    int const nothing = open("/dev/null", O_RDONLY);
    dup2(nothing, STDIN_FILENO);
    dup2(log, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
    execv(arguments[0], arguments);
    _exit(cannot_start);
}

}  // namespace

std::string this_place() {
    std::array<char, 256> host{};
    gethostname(host.data(), host.size() - 1);
    std::error_code ignored;
    return std::string(host.data()) + " " +
           std::filesystem::read_symlink("/proc/self/ns/pid", ignored).string();
}

ProcessId identify(pid_t pid) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
    std::string text((std::istreambuf_iterator<char>(file)), {});
    std::size_t const end_of_name = text.rfind(')');
    if (end_of_name == std::string::npos) return {pid, 0};
    std::istringstream fields(text.substr(end_of_name + 1));
    std::string state, skipped;
    fields >> state;
    for (int i = 4; i < 22; ++i) fields >> skipped;  // proc(5) counts from 1; the state is 3, the start 22
    ProcessId id{pid, 0};
    fields >> id.started;
    if (state == "Z" || state == "X") id.started = 0;
    return id;
}

ProcessId this_process() { return identify(getpid()); }

bool is_alive(ProcessId const& id) { return id.started != 0 && identify(id.pid) == id; }

// Asked once: the link changes should the file be replaced.
std::string this_program() {
    static std::string const path = std::filesystem::read_symlink("/proc/self/exe").string();
    return path;
}

pid_t start(std::vector<std::string> const& command, std::string const& log) {
    int const file = open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file < 0) throw std::system_error(errno, std::generic_category(), "cannot write " + log);
    std::vector<std::string> texts = command;
    std::vector<char*> arguments;
    for (std::string& text : texts) arguments.push_back(text.data());
    arguments.push_back(nullptr);
    pid_t const parent = getpid(), child = fork();
    if (child == 0) become(arguments.data(), file, parent);
    int const error = errno;
    close(file);
    if (child < 0) throw std::system_error(error, std::generic_category(), "cannot start " + command.front());
    setpgid(child, child);  // whoever comes first
    return child;
}

}  // namespace yuchong::sweep
