#include "sim/run/steering.hpp"

#include "sim/city/external_control.hpp"
#include "sim/io/fields_domain.hpp"
#include "sim/io/hdf5_file.hpp"
#include "sim/io/result_layout.hpp"
#include "sim/io/result_reader.hpp"
#include "sim/run/replayed_control.hpp"
#include "sim/run/run_scenario.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace yuchong::run {

namespace {

std::string strategy_name(city::City const& city) {
    control::ControlSettings const& control = city.inputs.control;
    bool const mixed =
        std::ranges::any_of(control.groups, [](auto const& group) { return group.strategy.has_value(); });
    return fmt::format("{}{}", io::strategy_names[static_cast<std::size_t>(control.strategy)],
                       mixed ? ", and what control.groups say" : "");
}

io::RecordedSetPoints read_recording(std::string const& path) {
    try {
        return io::read_set_points(path);
    } catch (io::ResultError const& error) {
        throw RefusedRun(std::string("--replay-control: ") + error.what());
    } catch (io::Hdf5Error const& error) {
        throw RefusedRun(std::string("--replay-control: ") + error.what());
    }
}

// Set-points fit only the very run they were recorded in.
void check_same_run(std::string const& path, io::RecordedSetPoints const& recorded,
                    io::Scenario const& scenario) {
    auto const refuse = [&](char const* what, std::string const& its, std::string const& ours) {
        throw RefusedRun(
            fmt::format("--replay-control: {} is of another run (its {} is {}, this one's {}) "
                        "give the scenario, settings and seed it was made with",
                        path, what, its, ours));
    };
    std::string const seed = std::to_string(scenario.inputs.seed);
    if (recorded.seed != seed) refuse("seed", recorded.seed, seed);
    for (auto const& [what, its, ours] :
         {std::tuple{"demand hash", recorded.demand_hash, scenario.demand_hash},
          {"scenario hash", recorded.scenario_hash, scenario.scenario_hash},
          {"model hash", recorded.model_hash, scenario.model_hash}})
        if (its != io::hex(ours)) refuse(what, its, io::hex(ours));
    if (recorded.status == "partial")
        throw RefusedRun(
            fmt::format("--replay-control: {} is a partial result (its set-points end before the "
                        "run does) finish that run first",
                        path));
    if (!std::ranges::is_sorted(recorded.step))
        throw RefusedRun(
            fmt::format("--replay-control: {} is damaged (its control steps are out of order)", path));
}

}  // namespace

std::unique_ptr<city::SiteController> controller_for(Steering const& steering, io::Scenario const& scenario,
                                                     std::atomic<bool> const& stop) {
    control::ControlSettings const& control = scenario.inputs.control;
    if (control.strategy != control::Strategy::external) {
        if (steering.replay.empty()) return nullptr;
        throw RefusedRun(fmt::format(
            "--replay-control: control.strategy is {} (its runs need no recording) only external is replayed",
            io::strategy_names[static_cast<std::size_t>(control.strategy)]));
    }
    if (!steering.replay.empty()) {
        io::RecordedSetPoints recorded = read_recording(steering.replay);
        check_same_run(steering.replay, recorded, scenario);
        return std::make_unique<ReplayedControl>(steering.replay, std::move(recorded));
    }
    if (!steering.make_controller)
        throw RefusedRun("control.strategy: external (nobody is there to decide) choose another one");
    return steering.make_controller(control.external, stop);
}

std::optional<io::ControlContents> control_contents(city::City const& city) {
    if (!city::controls_sites(city)) return std::nullopt;
    return io::ControlContents{
        .strategy = strategy_name(city),
        .control_step = city.inputs.control.step,
        .limit_kw = city.site_limit_kw,
        .set_points = city::keeps_set_points(city) ? io::SetPoints::kept : io::SetPoints::left_out,
        .regulation =
            city.inputs.control.droop.on ? measure::RegulationSeries::kept : measure::RegulationSeries::none};
}

io::Provenance::Reproducible reproducible(Steering const& steering, city::City const& city) {
    bool const live = city::external_decides(city) && steering.replay.empty();
    return live ? io::Provenance::Reproducible::no : io::Provenance::Reproducible::yes;
}

std::string who_decided(Steering const& steering, city::City const& city, city::ControlState const& state) {
    if (!city::controls_sites(city)) return "nobody";
    if (!city::external_decides(city)) return strategy_name(city);
    if (!steering.replay.empty()) return "set-points of " + steering.replay;
    if (state.fallen_back == never) return "a client";
    auto const fallback = static_cast<std::size_t>(city.inputs.control.external.fallback.value());
    return fmt::format("a client until {}, then {} ({})", city.calendar.iso(state.fallen_back),
                       io::site_rule_names[fallback], state.why_fallen_back);
}

}  // namespace yuchong::run
