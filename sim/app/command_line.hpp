#pragma once
// The command line as plain values. Reading it is all that happens here: files and values inside strings are
// judged by those who use them.

#include "sim/app/sweep_command.hpp"
#include "sim/run/supervise.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace yuchong::app {

struct RunCommand {
    std::string scenario;
    std::string output;                 // empty: output/<scenario>.h5
    std::vector<std::string> settings;  // each "key.path=value"
    std::optional<std::uint64_t> seed;  // of the scenario otherwise
    int threads = 1;
    std::string checkpoint_every;        // simulated time as written, "30 d"; empty: none
    std::string resume;                  // checkpoint to go on from; empty: a fresh run
    std::string replay_control;          // result whose set-points are repeated; empty: none
    std::optional<std::uint16_t> serve;  // port of the live view, 0: any that is free; empty: none
    run::ProgressMode progress = run::ProgressMode::automatic;
    enum class Existing : std::uint8_t { keep, replace } existing = Existing::keep;
    enum class Summary : std::uint8_t { text, json } summary = Summary::text;
};

struct ValidateCommand {
    std::vector<std::string> files;
};

struct DescribeCommand {
    std::string file;
};

struct CompareCommand {
    std::vector<std::string> files;  // two or more; the first is the baseline
    std::vector<std::string> kpis;   // these only, one line a file; empty: all, one column a file
    enum class Mode : std::uint8_t { kpis, exact } mode = Mode::kpis;
    enum class Demand : std::uint8_t { same, any } demand = Demand::same;  // that the runs must have
    enum class Print : std::uint8_t { text, json } print = Print::text;
};

struct PowerflowCommand {
    std::string network;  // folder of tables, or a MATPOWER file
    enum class Print : std::uint8_t { table, json } print = Print::table;
};

struct HostingCommand {
    std::string scenario;
    std::string record;                 // result whose charging is taken for the existing; empty: as stated
    std::string table;                  // CSV file to write; empty: none
    std::vector<std::string> settings;  // each "key.path=value"
    int threads = 1;
    enum class Existing : std::uint8_t { keep, replace } existing = Existing::keep;
    enum class Print : std::uint8_t { text, json } print = Print::text;
};

struct PlanCommand {
    std::string scenario;
    std::uint32_t stations = 0;
    std::string policy = "coverage";        // one of io::siting_policy_names
    std::string stations_file, curve_file;  // CSV files to write; empty: none
    std::vector<std::string> settings;      // each "key.path=value"
    int threads = 1;
    enum class Existing : std::uint8_t { keep, replace } existing = Existing::keep;
    enum class Print : std::uint8_t { text, json } print = Print::text;
};

struct ReportCommand {
    std::vector<std::string> results;  // one, or two side by side; or a sweep: its folder or merged.h5
    std::string page;                  // empty: beside the first result, as <name>.html
    enum class Existing : std::uint8_t { keep, replace } existing = Existing::keep;
};

struct SchemaCommand {};

// 0 did what was asked; 1 something broke; 2 bad input or usage, nothing was run; 3 stopped by a signal.
enum class ExitCode : int { done = 0, failed = 1, bad_input = 2, stopped = 3 };

// Nothing to run: help or a version was asked for (done, to stdout), or the line cannot be read (bad_input,
// to stderr).
struct Answer {
    std::string text;
    ExitCode exit_code;
};

using Command =
    std::variant<Answer, RunCommand, ValidateCommand, DescribeCommand, CompareCommand, PowerflowCommand,
                 HostingCommand, PlanCommand, SweepCommand, ReportCommand, SchemaCommand>;

Command read_command_line(int argc, char const* const* argv);

}  // namespace yuchong::app
