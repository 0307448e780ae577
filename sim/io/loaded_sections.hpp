#pragma once
// The sections of a scenario with everything that names in them refer to: what load_scenario and
// describe_scenario both start from.

#include "sim/io/added_stations.hpp"
#include "sim/io/models.hpp"
#include "sim/io/own_grid.hpp"
#include "sim/io/reader.hpp"
#include "sim/io/sections.hpp"
#include "sim/io/session_table.hpp"

#include <optional>
#include <string>
#include <vector>

namespace yuchong::io {

struct LoadedSections {
    Sections sections;
    Origins origins;
    std::vector<space::DistrictFacts> districts;  // empty if the zones are written by hand
    std::vector<space::Barrier> barriers;
    bool tables_sound = true;  // nothing is wrong with these two
    grid::Catalogue catalogue;
    std::vector<SessionEntry> sessions;  // to be replayed
    std::vector<AddedStation> added_stations;
    std::optional<OwnGridFiles> own_grid;  // of grid.own_network
    std::uint64_t model_hash = 0;
    std::uint64_t demand_tables_hash = 0;  // of districts, barriers and sessions
    std::string models_folder;
};

// models/ and a scenario with what it inherits, merged: what --set values go over. Read once, it serves many
// loads.
struct ScenarioTree {
    Node root;
    int next_layer = 1;
    std::uint64_t models_hash = 0;  // of the YAML in models/
    std::string models_folder;
};
// Throws InputError if a file cannot be read at all, for then nothing is known. `models` empty:
// find_models_folder().
ScenarioTree load_tree(std::string const& path, std::string const& models, Report& report);

// Problems of keys and values go to the report; what sections mean to one another is checked later
// (assembly.hpp). Throws InputError if a file cannot be read at all, for then nothing is known.
LoadedSections load_sections(std::string const& path, std::vector<std::string> const& sets,
                             std::string const& models, Report& report);
LoadedSections load_sections(ScenarioTree tree, std::vector<std::string> const& sets, Report& report);

// "scenario.yaml:12", "models/demand.yaml:33", "--set": where a value came from, the same on every machine.
std::string origin_text(Mark const& mark, std::string const& models_folder);

// All sections as YAML with origins as comments; and without anything that does not shape the results.
std::string resolved_yaml(LoadedSections const& loaded);
std::string settings_text(Sections sections);
// Of everything that shapes who drives where and needs what, tables included: equal for runs that differ in
// stations, prices, control, grid, what drivers know or what is recorded, and in nothing else.
std::uint64_t demand_hash_of(LoadedSections const& loaded);

}  // namespace yuchong::io
