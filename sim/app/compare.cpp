#include "sim/io/compare.hpp"

#include "sim/app/named_files.hpp"
#include "sim/io/kpi_table.hpp"

#include <cstdio>

namespace yuchong::app {
namespace {

// Exit code 1 tells scripts that something differs, as `cmp` and `diff` do.
ExitCode compare_exactly(CompareCommand const& command) {
    std::vector<std::string> const differences =
        io::exact_differences(command.files.at(0), command.files.at(1));
    for (std::string const& line : differences) std::printf("%s\n", line.c_str());
    if (differences.empty()) std::printf("all results are equal\n");
    return differences.empty() ? ExitCode::done : ExitCode::failed;
}

ExitCode compare_kpis(CompareCommand const& command) {
    if (command.demand == CompareCommand::Demand::same) {
        std::string const problem = io::different_demand(command.files);
        if (!problem.empty()) throw BadRequest(problem + "; --any-demand compares them nevertheless");
    }
    io::KpiTable const table = io::read_kpi_table(command.files);
    if (!command.kpis.empty()) {
        std::fputs(io::kpi_columns_text(table, command.kpis).c_str(), stdout);
    } else if (command.print == CompareCommand::Print::json) {
        std::printf("%s\n", io::kpi_table_json(table).c_str());
    } else {
        std::fputs(io::kpi_table_text(table).c_str(), stdout);
    }
    return ExitCode::done;
}

}  // namespace

ExitCode compare(CompareCommand const& command) {
    return with_named_files([&command] {
        if (command.mode == CompareCommand::Mode::exact) return compare_exactly(command);
        return compare_kpis(command);
    });
}

}  // namespace yuchong::app
