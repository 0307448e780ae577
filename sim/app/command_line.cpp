#include "sim/app/command_line.hpp"

#include "sim/app/sweep_line.hpp"
#include "sim/io/site_plan_text.hpp"
#include "sim/io/suggest.hpp"
#include "sim/run/build_info.hpp"
#include "sim/serve/live_view.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <utility>

namespace yuchong::app {
namespace {

constexpr char const* about =
    "Yuchong simulates the charging network of a city: cars, stations, queues, charging curves and load, "
    "from YAML\n"
    "scenarios to HDF5 results.\n";

constexpr char const* examples =
    "Examples:\n"
    "  yuchong run scenarios/chongqing.yaml\n"
    "  yuchong run scenarios/chongqing.yaml --serve\n"
    "  yuchong run scenarios/one-station.yaml -o /tmp/one.h5 --force --set supply.network.sharing=greedy\n"
    "  yuchong validate scenarios/*.yaml\n"
    "  yuchong compare output/a.h5 output/b.h5\n"
    "  yuchong powerflow tests/grid/cases/case33bw\n"
    "  yuchong hosting scenarios/liangjiang.yaml\n"
    "  yuchong plan scenarios/chongqing.yaml --stations 500 -o output/sites.csv\n"
    "  yuchong sweep run scenarios/sweeps/screening.yaml\n"
    "  yuchong report output/chongqing.h5\n"
    "\n"
    "Exit codes: 0 done; 2 bad input or usage, nothing was run or overwritten; 3 stopped by a signal, a "
    "partial result\n"
    "and a checkpoint are left; 1 anything else.";

constexpr char const* run_notes =
    "SIGINT and SIGTERM stop a run within a second: the result so far is in <name>.partial.h5, and\n"
    "`yuchong run SCENARIO --resume <name>.checkpoint` goes on from there to the same end.\n"
    "--serve changes nothing in the result: docs/live-view.md.";

constexpr char const* powerflow_notes =
    "The tables are described in docs/powerflow.md. Exit code 1: the network cannot carry its loads.";

constexpr char const* hosting_notes =
    "The network is synthetic and laid out for the scenario, whatever its grid.flow. What counts as room, "
    "and "
    "the\ncolumns of the table, are described in docs/hosting.md.";

constexpr char const* plan_notes =
    "The table can be named in a scenario as supply.added_stations. Methods and what they promise, the kind "
    "of\n"
    "station and the columns are described in docs/rollout.md.";

constexpr char const* report_notes =
    "The page is one file that needs no network. It is made by the Python package in scripts/: the "
    "variables\n"
    "YUCHONG_PYTHON and YUCHONG_SCRIPTS name another interpreter and folder.";

// CLI11 would wrap a negative number around.
std::string whole_number(std::string const& text) {
    std::uint64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    bool const whole = error == std::errc() && end == text.data() + text.size();
    return whole ? "" : text + " is not a whole number of 0 or more";
}

std::optional<std::uint16_t> port_of(std::string const& text) {
    if (text.empty()) return serve::default_live_port;
    std::uint16_t port = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return port;
}

// The parser and what it fills. CLI11 keeps pointers to the fields, so it stays where it is.
class Parser {
public:
    Parser() : app_(about, "yuchong") {
        app_.get_formatter()->column_width(38);
        app_.add_flag("--version", version_, "Version, git SHA, compiler and libraries");
        define_run();
        define_validate();
        define_describe();
        define_compare();
        define_powerflow();
        define_hosting();
        define_plan();
        sweep_.emplace(app_);
        define_report();
        schema_ = add("schema", "Print the JSON Schema of scenarios, for editors");
        app_.footer(examples);  // last: commands take over the footer they find
    }
    Parser(Parser const&) = delete;
    Parser& operator=(Parser const&) = delete;

    Command read(int argc, char const* const* argv) {
        app_.allow_extras();
        try {
            app_.parse(argc, argv);
        } catch (CLI::CallForHelp const&) {
            return help();
        } catch (CLI::ParseError const& error) {
            return unusable(error.what());
        }
        take_scenario_from_serve();
        if (version_) return Answer{run::version_text(), ExitCode::done};
        if (std::string const problem = leftovers(); !problem.empty()) return unusable(problem);
        if (app_.get_subcommands().empty()) return Answer{app_.help(), ExitCode::bad_input};
        if (std::string const problem = missing(); !problem.empty()) return unusable(problem);
        return chosen();
    }

private:
    CLI::App* add(std::string const& name, std::string const& what) {
        CLI::App* command = app_.add_subcommand(name, what);
        command->allow_extras();
        return command;
    }

    // `run --serve SCENARIO`: the word after --serve is no port.
    void take_scenario_from_serve() {
        if (*serve_ && running_.scenario.empty() && !port_of(serve_port_))
            running_.scenario = std::exchange(serve_port_, "");
    }

    void define_run() {
        run_ = add("run", "Run a scenario and write its result");
        run_->footer(run_notes);
        run_->add_option("SCENARIO", running_.scenario, "YAML file")->type_name("");
        run_->add_option("-o,--output", running_.output, "Result file [output/<scenario>.h5]")
            ->type_name("FILE");
        run_->add_flag("--force", replace_, "Overwrite an existing result");
        run_->add_option("--set", running_.settings, "Override one value of the scenario; repeatable")
            ->type_name("KEY.PATH=VALUE")
            ->allow_extra_args(false);
        run_->add_option("--seed", running_.seed, "Seed of all random draws [the scenario's]")
            ->type_name("N")
            ->check(whole_number);
        run_->add_option("--threads", running_.threads, "Threads for sweeps inside the run [1]")
            ->type_name("N")
            ->check(CLI::Range(1, 1024).description(""));
        run_->add_flag("--json", json_, "Print the summary as one JSON object");
        run_->add_option("--progress", progress_, "auto, plain or off [auto]")
            ->type_name("MODE")
            ->check(CLI::IsMember({"auto", "plain", "off"}).description(""));
        run_->add_option("--checkpoint-every", running_.checkpoint_every,
                         "Save a checkpoint each so much simulated time, like \"30 d\"")
            ->type_name("SPAN");
        run_->add_option("--resume", running_.resume, "Go on from a checkpoint of this scenario")
            ->type_name("CHECKPOINT");
        serve_ =
            run_->add_option("--serve", serve_port_,
                             "Show the run in a browser, at this port of 127.0.0.1 [8817]; 0: any free one")
                ->type_name("[PORT]")
                ->expected(0, 1);
        run_->add_option("--replay-control", running_.replay_control,
                         "Repeat the set-points of a result instead of asking a client")
            ->type_name("RESULT.h5");
    }

    void define_validate() {
        validate_ = add("validate", "Report every problem of scenario files at once");
        validate_->add_option("FILE", validating_.files, "YAML files")->type_name("");
    }

    void define_describe() {
        describe_ = add("describe", "Show what a scenario or a result holds, and where each value came from");
        describe_->add_option("FILE", describing_.file, "YAML or HDF5 file")->type_name("");
    }

    void define_compare() {
        compare_ = add("compare", "Set the key figures of results side by side");
        compare_->add_option("FILE", comparing_.files, "Two HDF5 files or more; the first is the baseline")
            ->type_name("");
        compare_->add_flag("--json", compare_json_, "Print the table as one JSON object");
        compare_
            ->add_option("--kpi", comparing_.kpis, "One line a file, with these key figures: NAME,NAME...")
            ->delimiter(',')
            ->allow_extra_args(false)
            ->type_name("");
        compare_->add_flag("--any-demand", any_demand_, "Compare runs even if their demand differs");
        compare_->add_flag("--exact", exact_,
                           "Check that all of two results is equal, or say where they differ");
    }

    void define_powerflow() {
        powerflow_ = add("powerflow", "Solve the voltages of one electrical network");
        powerflow_->footer(powerflow_notes);
        powerflow_
            ->add_option("CASE", solving_.network, "Folder with buses.csv and branches.csv, or MATPOWER file")
            ->type_name("");
        powerflow_->add_flag("--json", flow_json_, "Print the solution as one JSON object");
    }

    void define_hosting() {
        hosting_ = add("hosting", "Find how much charging power each zone and feeder could still take");
        hosting_->footer(hosting_notes);
        hosting_->add_option("SCENARIO", looking_.scenario, "YAML file")->type_name("");
        hosting_->add_flag("--json", hosting_json_, "Print everything as one JSON object");
        hosting_->add_option("-o,--output", looking_.table, "Also write zones and feeders as a CSV file")
            ->type_name("FILE.csv");
        hosting_->add_flag("--force", hosting_replace_, "Overwrite an existing file");
        hosting_
            ->add_option("--from", looking_.record,
                         "Take existing charging from a result: each feeder's recorded peak")
            ->type_name("RESULT.h5");
        hosting_->add_option("--set", looking_.settings, "Override one value of the scenario; repeatable")
            ->type_name("KEY.PATH=VALUE")
            ->allow_extra_args(false);
        hosting_->add_option("--threads", looking_.threads, "Threads that share the feeders [1]")
            ->type_name("N")
            ->check(CLI::Range(1, 1024).description(""));
    }

    void define_plan() {
        plan_ = add("plan", "Find sites for the next super-charging stations");
        plan_->footer(plan_notes);
        plan_->add_option("SCENARIO", planning_.scenario, "YAML file")->type_name("");
        plan_->add_option("--stations", planning_.stations, "How many")
            ->type_name("N")
            ->check(CLI::Range(1, 100'000).description(""));
        plan_
            ->add_option("--policy", planning_.policy,
                         "coverage, p_median, equal, demand, grid_aware or simulated [coverage]")
            ->type_name("NAME");
        plan_->add_flag("--json", plan_json_, "Print everything as one JSON object");
        plan_->add_option("-o,--output", planning_.stations_file, "Write them as stations of a scenario")
            ->type_name("FILE.csv");
        plan_->add_option("--curve", planning_.curve_file, "Write what is reached with each more of them")
            ->type_name("FILE.csv");
        plan_->add_flag("--force", plan_replace_, "Overwrite existing files");
        plan_->add_option("--set", planning_.settings, "Override one value of the scenario; repeatable")
            ->type_name("KEY.PATH=VALUE")
            ->allow_extra_args(false);
        plan_->add_option("--threads", planning_.threads, "Threads that share the feeders of grid_aware [1]")
            ->type_name("N")
            ->check(CLI::Range(1, 1024).description(""));
    }

    void define_report() {
        report_ =
            add("report", "Make a page about a result, two side by side, or a sweep, to look at and to mail");
        report_->footer(report_notes);
        report_
            ->add_option("RESULT.h5", reporting_.results,
                         "Result files, or a sweep: its folder or its merged.h5")
            ->type_name("");
        report_
            ->add_option("-o,--output", reporting_.page,
                         "HTML file to write [the first result's name with .html]")
            ->type_name("FILE.html")
            ->allow_extra_args(false);
        report_->add_flag("--force", report_replace_, "Overwrite an existing file");
    }

    // The command that was given, with the one inside it, and how they are called.
    struct Given {
        CLI::App const* command;
        std::string path;  // " sweep run"; empty without a command
    };
    [[nodiscard]] Given given() const {
        Given found{&app_, ""};
        while (!found.command->get_subcommands().empty()) {
            found.command = found.command->get_subcommands().front();
            found.path += " " + found.command->get_name();
        }
        return found;
    }

    Answer help() const {
        auto const [command, path] = given();
        if (command == &app_) return {app_.help(), ExitCode::done};
        return {command->help("yuchong" + path.substr(0, path.rfind(' '))), ExitCode::done};
    }

    Answer unusable(std::string const& problem) const {
        std::string const whose = given().path;
        return {"yuchong" + whose + ": " + problem + "\nTry: yuchong" + whose + " --help\n",
                ExitCode::bad_input};
    }

    // What CLI11 could not place: unknown options first, they often make the rest unplaceable.
    std::string leftovers() const {
        std::vector<std::string> rest = app_.remaining(true);
        if (rest.empty()) return "";
        std::stable_partition(rest.begin(), rest.end(),
                              [](std::string const& word) { return word.starts_with('-'); });
        std::string const& word = rest.front();
        CLI::App const* command = given().command;
        if (word.starts_with('-')) return "unknown option " + word + suggestion(word, options(command));
        bool const takes_commands = command == &app_ || command->get_name() == "sweep";
        if (!takes_commands) return "more than it can use: " + word;
        std::vector<std::string> names;
        for (CLI::App const* inside : command->get_subcommands([](CLI::App const*) { return true; }))
            names.push_back(inside->get_name());
        return "unknown command " + word + suggestion(word, names);
    }

    static std::vector<std::string> options(CLI::App const* command) {
        std::vector<std::string> names;
        for (CLI::Option const* option : command->get_options()) {
            for (std::string const& name : option->get_lnames()) names.push_back("--" + name);
        }
        return names;
    }

    static std::string suggestion(std::string const& word, std::vector<std::string> const& known) {
        return " (" + io::suggest(word.substr(0, word.find('=')), known) + ")";
    }

    // Positional arguments are checked after options, so that a misspelt option is named first.
    [[nodiscard]] std::string missing() const {
        if (*run_ && running_.scenario.empty()) return "no SCENARIO given";
        if (*run_ && *serve_ && !port_of(serve_port_))
            return "--serve: " + serve_port_ + " is no port (0 to 65535)";
        if (*validate_ && validating_.files.empty()) return "no FILE given";
        if (*describe_ && describing_.file.empty()) return "no FILE given";
        if (*compare_ && comparing_.files.size() < 2) return "two results are needed";
        if (*compare_ && exact_ && comparing_.files.size() > 2) return "--exact takes two results";
        if (*compare_ && !comparing_.kpis.empty() && (exact_ || compare_json_))
            return "--kpi goes with neither --exact nor --json";
        if (*powerflow_ && solving_.network.empty()) return "no CASE given";
        if (*hosting_ && looking_.scenario.empty()) return "no SCENARIO given";
        if (*plan_ && planning_.scenario.empty()) return "no SCENARIO given";
        if (*plan_ && planning_.stations == 0) return "--stations says how many there shall be";
        if (*plan_ &&
            std::ranges::find(io::siting_policy_names, planning_.policy) == io::siting_policy_names.end())
            return "no policy " + planning_.policy +
                   ", known are coverage, p_median, equal, demand, grid_aware, simulated";
        if (*app_.get_subcommand("sweep")) return sweep_->missing();
        if (*report_ && reporting_.results.empty()) return "no RESULT.h5 given";
        if (*report_ && reporting_.results.size() > 2) return "one result, or two to set side by side";
        return "";
    }

    Command chosen() {
        if (*run_) {
            if (replace_) running_.existing = RunCommand::Existing::replace;
            if (progress_ == "plain") running_.progress = run::ProgressMode::plain;
            if (progress_ == "off") running_.progress = run::ProgressMode::off;
            if (json_) running_.summary = RunCommand::Summary::json;
            if (*serve_) running_.serve = port_of(serve_port_);
            return running_;
        }
        if (*validate_) return validating_;
        if (*describe_) return describing_;
        if (*compare_) {
            if (exact_) comparing_.mode = CompareCommand::Mode::exact;
            if (any_demand_) comparing_.demand = CompareCommand::Demand::any;
            if (compare_json_) comparing_.print = CompareCommand::Print::json;
            return comparing_;
        }
        if (*powerflow_) {
            if (flow_json_) solving_.print = PowerflowCommand::Print::json;
            return solving_;
        }
        if (*plan_) {
            if (plan_replace_) planning_.existing = PlanCommand::Existing::replace;
            if (plan_json_) planning_.print = PlanCommand::Print::json;
            return planning_;
        }
        if (*hosting_) {
            if (hosting_replace_) looking_.existing = HostingCommand::Existing::replace;
            if (hosting_json_) looking_.print = HostingCommand::Print::json;
            return looking_;
        }
        if (*app_.get_subcommand("sweep")) return sweep_->chosen();
        if (*report_) {
            if (report_replace_) reporting_.existing = ReportCommand::Existing::replace;
            return reporting_;
        }
        return SchemaCommand{};
    }

    CLI::App app_;
    CLI::Option* serve_;
    std::string serve_port_;
    CLI::App *run_, *validate_, *describe_, *compare_, *powerflow_, *hosting_, *plan_, *report_, *schema_;
    bool version_ = false, replace_ = false, json_ = false, exact_ = false, any_demand_ = false,
         compare_json_ = false, flow_json_ = false, hosting_json_ = false, hosting_replace_ = false,
         plan_json_ = false, plan_replace_ = false, report_replace_ = false;
    std::string progress_ = "auto";
    std::optional<SweepLine> sweep_;
    RunCommand running_;
    ValidateCommand validating_;
    DescribeCommand describing_;
    CompareCommand comparing_;
    PowerflowCommand solving_;
    HostingCommand looking_;
    PlanCommand planning_;
    ReportCommand reporting_;
};

}  // namespace

Command read_command_line(int argc, char const* const* argv) { return Parser().read(argc, argv); }

}  // namespace yuchong::app
