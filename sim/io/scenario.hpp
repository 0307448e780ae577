#pragma once
// A scenario file as the inputs of a city: models/ defaults, the files it inherits from, the file itself and
// --set, merged in that order, read by the field tables, and checked across sections. All problems of all
// files come in one InputError.
//
//   Scenario const scenario = load_scenario("scenarios/chongqing.yaml", {"scale=10 %"});
//   city::City const city(scenario.inputs);

#include "sim/city/inputs.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace yuchong::io {

struct Scenario {
    city::Inputs inputs;
    std::string description;
    std::string output_file;  // empty: the caller's choice
    // Everything the run depends on as YAML that can be run again, each value with the file it came from.
    std::string resolved_yaml;
    std::string settings;         // resolved, without names, comments and output path ...
    std::uint64_t scenario_hash;  // ... and its hash
    std::uint64_t demand_hash;    // of what shapes demand: equal for runs that can be compared
    std::uint64_t model_hash;     // of models/ and the city's tables
};

// Throws InputError with every problem found. `models` is the folder of parameters; empty:
// find_models_folder().
Scenario load_scenario(std::string const& path, std::vector<std::string> const& sets = {},
                       std::string const& models = {});

// What a scenario resolves to, for people: the window, the vehicles, the stations and plugs in scope, and
// every value with the place it came from. Throws InputError.
std::string describe_scenario(std::string const& path, std::vector<std::string> const& sets = {},
                              std::string const& models = {});

}  // namespace yuchong::io
