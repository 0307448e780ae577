#include "sim/io/compare.hpp"

#include "sim/app/commands.hpp"
#include "sim/io/hdf5_file.hpp"
#include "sim/io/result_reader.hpp"

#include <cstdio>

namespace yuchong::app {
namespace {

// Exit code 1 tells scripts that something differs, as `cmp` and `diff` do.
ExitCode compare_exactly(CompareCommand const& command) {
    std::vector<std::string> const differences = io::exact_differences(command.first, command.second);
    for (std::string const& line : differences) std::printf("%s\n", line.c_str());
    if (differences.empty()) std::printf("all results are equal\n");
    return differences.empty() ? ExitCode::done : ExitCode::failed;
}

}  // namespace

ExitCode compare(CompareCommand const& command) {
    try {
        if (command.mode == CompareCommand::Mode::exact) return compare_exactly(command);
        std::fputs(io::compare_kpis(command.first, command.second).c_str(), stdout);
        return ExitCode::done;
    } catch (io::ResultError const& error) {
        throw BadRequest(error.what());
    } catch (io::Hdf5Error const& error) {
        throw BadRequest(error.what());
    }
}

}  // namespace yuchong::app
