#include "sim/io/sweep_manifest.hpp"

#include "sim/io/atomic_file.hpp"
#include "sim/io/sweep_sections.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <span>

namespace yuchong::io {
namespace {

using Json = nlohmann::ordered_json;

std::string hex(std::uint64_t hash) { return fmt::format("{:016x}", hash); }

std::uint64_t from_hex(std::string const& text) {
    std::uint64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    if (error != std::errc{} || end != text.data() + text.size())
        throw ManifestError(fmt::format("\"{}\" is no hash", text));
    return value;
}

Json number_or_null(double x) { return std::isnan(x) ? Json() : Json(x); }
double number_or_nan(Json const& json) { return json.is_null() ? std::nan("") : json.get<double>(); }

Json to_json(std::vector<study::Setting> const& settings) {
    Json json = Json::array();
    for (study::Setting const& s : settings) json.push_back({s.key, s.value});
    return json;
}

std::vector<study::Setting> settings_from(Json const& json) {
    std::vector<study::Setting> settings;
    for (Json const& pair : json) settings.push_back({pair.at(0), pair.at(1)});
    return settings;
}

// What analysis needs of a parameter; what it sets stands with the points.
Json to_json(study::Parameter const& parameter) {
    Json json{{"name", parameter.name}, {"keys", parameter.keys}, {"unit", parameter.unit}};
    if (parameter.distribution) {
        json["distribution"] = static_cast<int>(parameter.distribution->kind);
        json["numbers"] = parameter.distribution->numbers;
    }
    if (parameter.moves_with) json["moves_with"] = *parameter.moves_with;
    return json;
}

study::Parameter parameter_from(Json const& json) {
    study::Parameter parameter;
    parameter.name = json.at("name");
    parameter.keys = json.at("keys").get<std::vector<std::string>>();
    parameter.unit = json.at("unit");
    if (json.contains("distribution"))
        parameter.distribution = study::Distribution{
            static_cast<study::DistributionKind>(json.at("distribution").get<int>()), json.at("numbers")};
    if (json.contains("moves_with")) parameter.moves_with = json.at("moves_with").get<std::size_t>();
    return parameter;
}

Json to_json(study::Plan const& plan) {
    Json json{{"name", plan.name}, {"description", plan.description},
              {"seed", plan.seed}, {"replications", plan.replications},
              {"kpis", plan.kpis}, {"series", plan.series}};
    json["design"] = {{"kind", design_names[static_cast<std::size_t>(plan.design.kind)]},
                      {"points", plan.design.points},
                      {"trajectories", plan.design.trajectories},
                      {"levels", plan.design.levels}};
    if (plan.baseline) json["baseline"] = *plan.baseline;
    if (plan.precision)
        json["precision"] = {{"kpi", plan.precision->kpi},
                             {"half_width", plan.precision->half_width_share},
                             {"fewest", plan.precision->fewest},
                             {"most", plan.precision->most}};
    json["parameters"] = Json::array();
    for (study::Parameter const& parameter : plan.parameters)
        json["parameters"].push_back(to_json(parameter));
    return json;
}

study::DesignKind design_kind(std::string const& name) {
    auto const found = std::ranges::find(design_names, name);
    if (found == design_names.end()) throw ManifestError("there is no design " + name);
    return static_cast<study::DesignKind>(found - design_names.begin());
}

study::Plan plan_from(Json const& json) {
    study::Plan plan;
    plan.name = json.at("name");
    plan.description = json.at("description");
    plan.seed = json.at("seed");
    plan.replications = json.at("replications");
    plan.kpis = json.at("kpis").get<std::vector<std::string>>();
    plan.series = json.at("series").get<std::vector<std::string>>();
    Json const& design = json.at("design");
    plan.design = {.kind = design_kind(design.at("kind")),
                   .points = design.at("points"),
                   .trajectories = design.at("trajectories"),
                   .levels = design.at("levels"),
                   .listed = {}};
    if (json.contains("baseline")) plan.baseline = json.at("baseline").get<std::size_t>();
    if (json.contains("precision")) {
        Json const& p = json.at("precision");
        plan.precision = study::Precision{p.at("kpi"), p.at("half_width"), p.at("fewest"), p.at("most")};
    }
    for (Json const& parameter : json.at("parameters")) plan.parameters.push_back(parameter_from(parameter));
    return plan;
}

Json to_json(study::Point const& point, std::vector<std::uint64_t> const& hashes) {
    Json levels = Json::array();
    for (auto const& level : point.levels) {
        levels.push_back(level ? Json{{"label", level->label},
                                      {"number", number_or_null(level->number)},
                                      {"set", to_json(level->settings)}}
                               : Json());
    }
    Json of_runs = Json::array();
    for (std::uint64_t const hash : hashes) of_runs.push_back(hex(hash));
    return {{"levels", levels}, {"scenario_hashes", of_runs}};
}

study::Point point_from(Json const& json) {
    study::Point point;
    for (Json const& level : json.at("levels")) {
        auto& read = point.levels.emplace_back();
        if (!level.is_null())
            read = study::Level{level.at("label"), number_or_nan(level.at("number")),
                                settings_from(level.at("set"))};
    }
    return point;
}

SweepManifest manifest_from(Json const& json) {
    if (json.at("manifest").get<int>() != manifest_format)
        throw ManifestError("its format is another than this Yuchong's");
    SweepManifest manifest{.plan = plan_from(json.at("plan")),
                           .yuchong_version = json.at("yuchong_version"),
                           .scenario = json.at("scenario"),
                           .sweep_text = json.at("sweep_file"),
                           .settings = settings_from(json.at("set")),
                           .points = {},
                           .scenario_hashes = {},
                           .model_hash = from_hex(json.at("model_hash")),
                           .runs_per_task = json.at("runs_per_task")};
    for (Json const& point : json.at("points")) {
        manifest.points.push_back(point_from(point));
        auto& hashes = manifest.scenario_hashes.emplace_back();
        for (Json const& hash : point.at("scenario_hashes")) hashes.push_back(from_hex(hash));
    }
    return manifest;
}

}  // namespace

void write_manifest(std::string const& path, SweepManifest const& manifest) {
    Json json{{"manifest", manifest_format},
              {"yuchong_version", manifest.yuchong_version},
              {"scenario", manifest.scenario},
              {"model_hash", hex(manifest.model_hash)},
              {"runs_per_task", manifest.runs_per_task},
              {"plan", to_json(manifest.plan)},
              {"set", to_json(manifest.settings)},
              {"points", Json::array()},
              {"sweep_file", manifest.sweep_text}};
    for (std::size_t i = 0; i < manifest.points.size(); ++i)
        json["points"].push_back(to_json(manifest.points[i], manifest.scenario_hashes[i]));
    std::string const text = json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
    check_writable(path, Existing::keep);
    write_whole(path, std::as_bytes(std::span(text)));
}

SweepManifest read_manifest(std::string const& path) {
    std::ifstream file(path);
    if (!file) throw ManifestError(fmt::format("cannot read {} (this is no folder of a sweep)", path));
    try {
        return manifest_from(Json::parse(file));
    } catch (Json::exception const& error) {
        throw ManifestError(fmt::format("cannot read {} ({})", path, error.what()));
    } catch (ManifestError const& error) {
        throw ManifestError(fmt::format("cannot read {} ({})", path, error.what()));
    }
}

}  // namespace yuchong::io
