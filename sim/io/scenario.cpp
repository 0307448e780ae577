#include "sim/io/scenario.hpp"

#include "sim/io/assembly.hpp"

namespace yuchong::io {

Scenario load_scenario(std::string const& path, std::vector<std::string> const& sets,
                       std::string const& models) {
    Report report;
    LoadedSections const loaded = load_sections(path, sets, models, report);
    city::Inputs inputs = assemble(loaded, report);
    throw_if_any(report);
    return {.inputs = std::move(inputs),
            .description = loaded.sections.description,
            .output_file = loaded.sections.output ? loaded.sections.output->file : "",
            .resolved_yaml = resolved_yaml(loaded),
            .scenario_hash = hash_of(loaded.sections),
            .demand_hash = demand_hash_of(loaded),
            .model_hash = loaded.model_hash};
}

}  // namespace yuchong::io
