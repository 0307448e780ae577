#include "sim/run/run_scenario.hpp"

#include "sim/base/check.hpp"
#include "sim/city/simulation.hpp"
#include "sim/io/checkpoint_file.hpp"
#include "sim/io/result_file.hpp"
#include "sim/io/scenario.hpp"
#include "sim/run/build_info.hpp"
#include "sim/run/cost.hpp"
#include "sim/run/work_pool.hpp"

#include <fmt/format.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <ctime>
#include <filesystem>
#include <utility>

namespace yuchong::run {
namespace {

// Simulated time between two looks at the progress: a few milliseconds of work for a city.
constexpr Duration longest_slice = minutes(10);

std::string result_path(RunRequest const& request, io::Scenario const& scenario) {
    if (!request.output.empty()) return request.output;
    if (!scenario.output_file.empty()) return scenario.output_file;
    std::filesystem::path const folder = "output";
    std::filesystem::create_directories(folder);
    return (folder / std::filesystem::path(request.scenario_path).stem()).string() + ".h5";
}

std::optional<io::GridContents> grid_contents(city::City const& city) {
    if (!city.grid) return std::nullopt;
    return io::GridContents{city.grid->network,
                            city.grid->with_series,
                            city.geography(),
                            city.network(),
                            city.grid->distribution.step_length(),
                            city.grid->distribution.has_volt_var()};
}

measure::RowCounts rows_written(city::State const& state) {
    measure::RowCounts rows = state.recorder.state().written;
    if (state.grid) {
        rows.grid_step = state.grid->recorder.state().rows_written;
        rows.grid_day = state.grid->recorder.state().days_written;
    }
    if (state.control_recorder) {
        rows.control_step = state.control_recorder->state().rows_written;
        rows.set_point = state.control_recorder->state().set_points_written;
    }
    return rows;
}

std::vector<std::string> fleet_names(city::City const& city) {
    std::vector<std::string> names;
    for (city::Fleet const& fleet : city.fleets) names.push_back(fleet.name);
    return names;
}

io::ResultContents contents(city::City const& city, io::Scenario const& scenario, Steering const& steering) {
    return {.provenance = {.scenario = city.inputs.name,
                           .scenario_yaml = scenario.resolved_yaml,
                           .yuchong_version = build_info().version,
                           .scenario_hash = scenario.scenario_hash,
                           .demand_hash = scenario.demand_hash,
                           .model_hash = scenario.model_hash,
                           .seed = static_cast<std::int64_t>(city.inputs.seed),
                           .reproducible = reproducible(steering, city)},
            .calendar = city.calendar,
            .window = city.window,
            .record = city.inputs.record,
            .geography = city.geography(),
            .network = city.network(),
            .catalogue = city.inputs.catalogue,
            .fleets = fleet_names(city),
            .grid = grid_contents(city),
            .control = control_contents(city),
            .barriers = city.inputs.barriers};
}

std::string libraries_text() {
    std::string text;
    for (Library const& library : build_info().libraries) {
        text += (text.empty() ? "" : ", ") + std::string(library.name) + " " + library.version;
    }
    return text;
}

io::RunCircumstance circumstance(int threads, std::string control) {
    std::array<char, 256> host{};
    gethostname(host.data(), host.size() - 1);
    std::time_t const now = std::time(nullptr);
    std::tm utc{};
    gmtime_r(&now, &utc);
    std::array<char, 32> created{};
    std::strftime(created.data(), created.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
    BuildInfo const& build = build_info();
    return {.threads = threads,
            .host = host.data(),
            .compiler = std::string(build.compiler) + ", " + build.build_type,
            .git_sha = build.git_sha,
            .libraries = libraries_text(),
            .control = std::move(control),
            .created = created.data()};
}

// A resumed simulation has to exist before its file, which asks it for the rows written so far; nothing is
// handed over in between.
class LateSink final : public measure::Sink {
public:
    void attach(measure::Sink& sink) { sink_ = &sink; }
    void append(measure::CityBlock const& block) override { sink_->append(block); }
    void append(measure::DistrictBlock const& block) override { sink_->append(block); }
    void append(measure::StationBlock const& block) override { sink_->append(block); }
    void append(measure::SessionBlock const& block) override { sink_->append(block); }
    void append(measure::CityPlantBlock const& block) override { sink_->append(block); }
    void append(measure::PlantBlock const& block) override { sink_->append(block); }
    void append(measure::SwapBlock const& block) override { sink_->append(block); }
    void append(measure::GridBlock const& block) override { sink_->append(block); }
    void append(measure::TransformerDay const& day) override { sink_->append(day); }
    void append(measure::GridTables const& tables) override { sink_->append(tables); }
    void append(measure::BatteryTable const& table) override { sink_->append(table); }
    void append(measure::ControlBlock const& block) override { sink_->append(block); }
    void append(measure::SetPointBlock const& block) override { sink_->append(block); }

private:
    measure::Sink* sink_ = nullptr;
};

// The simulation as drive() sees it, with the checkpoints it leaves and who looks on.
class Journey {
public:
    Journey(city::Simulation& simulation, city::Onlooker* onlooker, io::ResultFile& file, std::string path,
            io::CheckpointOwner owner)
        : simulation_(&simulation),
          onlooker_(onlooker),
          file_(&file),
          path_(std::move(path)),
          owner_(std::move(owner)) {
        if (onlooker_) onlooker_->begin(simulation.city(), simulation.state());
    }

    [[nodiscard]] SimTime now() const { return simulation_->now(); }
    [[nodiscard]] std::int64_t sessions() const { return simulation_->sessions(); }
    bool advance(SimTime until, std::atomic<bool> const& stop) { return simulation_->advance(until, stop); }
    [[nodiscard]] Duration slice() const {
        return onlooker_ ? std::min(longest_slice, onlooker_->until_next_look()) : longest_slice;
    }
    void show() {
        if (onlooker_) onlooker_->look(simulation_->city(), simulation_->state());
    }
    void write() {
        if (onlooker_) onlooker_->write(simulation_->city(), simulation_->state());
    }

    // The partial file first: it may be newer than its checkpoint, never older. Before the first event there
    // is nothing to save: an empty image is the beginning.
    void save() {
        std::vector<std::byte> const state =
            now() == SimTime{0} ? std::vector<std::byte>{} : simulation_->save();
        file_->save_partial();
        io::write_checkpoint(path_, owner_, state);
    }

private:
    city::Simulation* simulation_;
    city::Onlooker* onlooker_;  // null: nobody
    io::ResultFile* file_;
    std::string path_;  // of the checkpoint
    io::CheckpointOwner owner_;
};

// Everything that can refuse a run, before the time it takes to build a city. The image to go on from, if
// any.
std::vector<std::byte> check_request(RunRequest const& request, std::string const& output,
                                     io::CheckpointOwner const& owner) {
    try {
        io::check_writable(output, request.existing);
        if (request.resume.empty()) return {};
        return io::read_checkpoint(request.resume, owner);
    } catch (io::OutputError const& error) {
        throw RefusedRun(error.what());
    } catch (io::CheckpointError const& error) {
        throw RefusedRun(error.what());
    }
}

// A last resort: values that do not go together are found by io (city_fit.hpp), with their place.
city::City build(city::Inputs inputs) {
    try {
        return city::City(std::move(inputs));
    } catch (BrokenInvariant const& error) {
        throw RefusedRun(std::string("the city cannot be built: ") + error.what());
    }
}

city::Simulation begin(city::City const& city, measure::Sink& sink, std::vector<std::byte> const& image,
                       std::atomic<bool> const& stop) {
    if (image.empty()) return {city, sink, stop};
    return {city, sink, image};
}

io::ResultFile open_result(io::ResultTarget target, io::ResultContents const& contents,
                           RunRequest const& request, measure::RowCounts const& written) {
    try {
        if (request.resume.empty()) return {std::move(target), contents};
        return {std::move(target), contents, written};
    } catch (io::OutputError const& error) {
        throw RefusedRun(error.what());
    }
}

// A finished run leaves its result alone; what it saved on the way has had its time.
void remove_saved(std::string const& output) {
    std::filesystem::remove(io::partial_path(output));
    std::filesystem::remove(io::checkpoint_path(output));
}

// A client that fails costs no more than the control step it failed at.
Ended drive_or_save(Journey& journey, DriveSettings const& settings, std::atomic<bool> const& stop,
                    Progress& progress, std::string const& output) {
    try {
        return drive(journey, settings, stop, progress);
    } catch (city::ControllerFailed const& failure) {
        journey.save();
        throw std::runtime_error(fmt::format("{}\nthe result so far is {}, go on with --resume {}",
                                             failure.what(), io::partial_path(output),
                                             io::checkpoint_path(output)));
    }
}

}  // namespace

RunReport run_scenario(RunRequest const& request, std::atomic<bool> const& stop, Progress& progress) {
    WallClock const wall;
    io::Scenario scenario = io::load_scenario(request.scenario_path, request.settings);
    io::CheckpointOwner const owner{scenario.scenario_hash, scenario.model_hash, scenario.settings};
    std::string const output = result_path(request, scenario);
    std::vector<std::byte> image = check_request(request, output, owner);
    auto const controller = controller_for(request.steering, scenario, stop);
    auto const onlooker = request.make_onlooker ? request.make_onlooker(stop) : nullptr;

    city::City const city = build(std::move(scenario.inputs));
    LateSink sink;
    city::Simulation simulation = begin(city, sink, image, stop);
    image = {};
    if (controller) simulation.steer_with(*controller);
    WorkPool pool(request.threads);
    simulation.spread_with([&pool](std::size_t count, std::function<void(std::size_t)> const& body) {
        pool.for_each(count, body);
    });
    io::ResultFile file = open_result({output, request.existing}, contents(city, scenario, request.steering),
                                      request, rows_written(simulation.state()));
    sink.attach(file);

    Journey journey(simulation, onlooker.get(), file, io::checkpoint_path(output), owner);
    progress.begin(city.calendar, simulation.now(), simulation.end());
    double const cpu_before_s = thread_cpu_s();
    Ended const ended =
        drive_or_save(journey, {simulation.end(), request.checkpoint_every}, stop, progress, output);
    double const sim_cpu_s = thread_cpu_s() - cpu_before_s;
    progress.write();
    journey.write();
    if (ended == Ended::stopped) {
        journey.save();
    } else {
        simulation.close();
    }

    RunReport report{
        ended, simulation.now(), simulation.summary(), simulation.audit(), city.calendar, city.window, "",
        ""};
    report.summary.output = output;
    report.summary.sim_cpu_s = sim_cpu_s;
    report.summary.cpu_s = process_cpu_s();
    report.summary.wall_s = wall.seconds();
    report.summary.peak_rss_mb = peak_rss_mb();
    if (ended == Ended::stopped) {
        report.summary.status = measure::Status::stopped;
        report.summary.output = report.partial = io::partial_path(output);
        report.checkpoint = io::checkpoint_path(output);
    } else {
        file.finish(
            report.summary, report.audit,
            circumstance(request.threads, who_decided(request.steering, city, simulation.state().control)));
        remove_saved(output);
    }
    if (onlooker) onlooker->end(report.summary);
    return report;
}

}  // namespace yuchong::run
