#include "sim/io/scenario.hpp"

#include "sim/base/hash.hpp"
#include "sim/io/assembly.hpp"

namespace yuchong::io {

Scenario load_scenario(std::string const& path, std::vector<std::string> const& sets,
                       std::string const& models) {
    Report report;
    LoadedSections const loaded = load_sections(path, sets, models, report);
    city::Inputs inputs = assemble(loaded, report);
    throw_if_any(report);
    std::string settings = settings_text(loaded.sections);
    std::uint64_t const scenario_hash = hash_text(settings);
    return {.inputs = std::move(inputs),
            .description = loaded.sections.description,
            .output_file = loaded.sections.output ? loaded.sections.output->file : "",
            .resolved_yaml = resolved_yaml(loaded),
            .settings = std::move(settings),
            .scenario_hash = scenario_hash,
            .demand_hash = demand_hash_of(loaded),
            .model_hash = loaded.model_hash};
}

}  // namespace yuchong::io
