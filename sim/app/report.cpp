// The page itself is made by the Python package in scripts/yuchong, in a process of its own that hands it
// over through a pipe: what stands under the page's name is written here, whole or not at all.

#include "sim/app/named_files.hpp"
#include "sim/io/merged_file.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <span>
#include <string>
#include <system_error>
#include <vector>

namespace yuchong::app {
namespace {

namespace fs = std::filesystem;

constexpr char const* package = "yuchong.report";

std::string variable(char const* name) {
    char const* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

// YUCHONG_SCRIPTS, else `scripts` in a folder above the program, as the folder of parameters is found.
std::string find_package_folder() {
    if (std::string named = variable("YUCHONG_SCRIPTS"); !named.empty()) return named;
    std::error_code failed;
    fs::path const program = fs::read_symlink("/proc/self/exe", failed);
    for (fs::path at = program.parent_path(); !at.empty() && at != at.root_path(); at = at.parent_path()) {
        if (fs::exists(at / "scripts/yuchong/report", failed)) return (at / "scripts").string();
    }
    throw std::runtime_error(
        "cannot find the Python package that makes pages (no folder scripts/yuchong above the program) name "
        "the folder in "
        "the variable YUCHONG_SCRIPTS");
}

// Debian's own before whatever else PATH may lead to: the packages that read results are installed for it.
std::string find_interpreter() {
    if (std::string named = variable("YUCHONG_PYTHON"); !named.empty()) return named;
    std::error_code failed;
    return fs::exists("/usr/bin/python3", failed) ? "/usr/bin/python3" : "python3";
}

std::vector<std::string> environment_with(std::string const& folder) {
    std::string const inherited = variable("PYTHONPATH");
    std::vector<std::string> result{"PYTHONPATH=" + folder + (inherited.empty() ? "" : ":" + inherited)};
    for (char** entry = environ; *entry != nullptr; ++entry) {
        if (!std::string_view(*entry).starts_with("PYTHONPATH=")) result.emplace_back(*entry);
    }
    return result;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> result;
    for (std::string& text : texts) result.push_back(text.data());
    result.push_back(nullptr);
    return result;
}

[[noreturn]] void fail(std::string const& action, int error) {
    throw std::runtime_error("cannot " + action + " (" + std::generic_category().message(error) + ")");
}

struct Printed {
    std::string text;
    int status;  // as waitpid says
};

std::string read_to_end(int descriptor) {
    std::string text;
    std::array<char, 65'536> buffer{};
    for (;;) {
        ssize_t const n = ::read(descriptor, buffer.data(), buffer.size());
        if (n == 0) return text;
        if (n > 0) text.append(buffer.data(), static_cast<std::size_t>(n));
        if (n < 0 && errno != EINTR) fail("read the page", errno);
    }
}

// Runs a program, its messages going where ours go, and returns what it printed.
Printed run_program(std::vector<std::string> arguments, std::vector<std::string> environment) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail("open a pipe", errno);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    pid_t child = 0;
    int const error = ::posix_spawnp(&child, arguments.front().c_str(), &actions, nullptr,
                                     pointers(arguments).data(), pointers(environment).data());
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    if (error != 0) {
        ::close(ends[0]);
        throw std::runtime_error("cannot run " + arguments.front() + " (" +
                                 std::generic_category().message(error) +
                                 ") pages are made with Python: install it (scripts/setup run), or name an "
                                 "interpreter in the variable YUCHONG_PYTHON");
    }
    Printed printed{read_to_end(ends[0]), 0};
    ::close(ends[0]);
    while (::waitpid(child, &printed.status, 0) < 0) {
        if (errno != EINTR) fail("wait for " + arguments.front(), errno);
    }
    return printed;
}

// A folder stands for the merged file of the sweep in it.
std::string file_of(std::string const& named) {
    std::error_code failed;
    if (!fs::is_directory(named, failed)) return named;
    fs::path const merged = fs::path(named) / "merged.h5";
    if (fs::exists(merged, failed)) return merged.string();
    if (fs::exists(fs::path(named) / "manifest.json", failed))
        throw BadRequest(named +
                         ": the sweep is not merged yet (there is no merged.h5) use `yuchong sweep merge " +
                         named + "`");
    throw BadRequest(named + ": a folder without a sweep (no manifest.json, no merged.h5) name a result");
}

std::vector<std::string> files_of(ReportCommand const& command) {
    std::vector<std::string> files;
    for (std::string const& named : command.results) files.push_back(file_of(named));
    return files;
}

std::string page_path(ReportCommand const& command, std::string const& first) {
    if (!command.page.empty()) return command.page;
    return fs::path(first).replace_extension(".html").string();
}

// What is wrong with a file that was named is the caller's to mend.
void check_request(ReportCommand const& command, std::vector<std::string> const& files) {
    with_named_files([&command, &files] {
        for (std::string const& result : files) {
            if (fs::exists(result) && io::is_merged_sweep(result)) {
                if (files.size() > 1)
                    throw BadRequest(result + ": a sweep (its page shows nothing else) name it alone");
                continue;
            }
            std::string const status = io::read_provenance(result).at("status");
            if (status == "partial")
                throw BadRequest(
                    result +
                    ": the run was stopped (status partial: there are no figures and no audit) finish "
                    "it with `yuchong run --resume`");
        }
        bool const replace = command.existing == ReportCommand::Existing::replace;
        io::check_writable(page_path(command, files.front()),
                           replace ? io::Existing::replace : io::Existing::keep);
    });
}

}  // namespace

ExitCode write_report(ReportCommand const& command) {
    std::vector<std::string> const files = files_of(command);
    check_request(command, files);
    std::vector<std::string> arguments{find_interpreter(), "-m", package, "-o", "-", "--"};
    arguments.insert(arguments.end(), files.begin(), files.end());
    Printed const printed = run_program(arguments, environment_with(find_package_folder()));
    if (WIFSIGNALED(printed.status))
        throw std::runtime_error(arguments.front() + " was ended by signal " +
                                 std::to_string(WTERMSIG(printed.status)) + " before the page was made");
    int const code = WEXITSTATUS(printed.status);  // what was wrong the program has said itself
    if (code != 0) return code == 2 ? ExitCode::bad_input : ExitCode::failed;
    std::string const path = page_path(command, files.front());
    io::write_whole(path, std::as_bytes(std::span(printed.text)));
    std::printf("%s\n", path.c_str());
    return ExitCode::done;
}

}  // namespace yuchong::app
