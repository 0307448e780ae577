#pragma once
// From the sections of a sweep file, and the parts of it whose keys are the user's own, to a plan.

#include "sim/io/reader.hpp"
#include "sim/io/sweep_file.hpp"
#include "sim/io/sweep_sections.hpp"

#include <map>
#include <string>

namespace yuchong::io {

// Nodes by the path where stand-ins took their place in the tree.
using FreeParts = std::map<std::string, Node>;

// What is wrong goes to the report. Pre: the sections were read without a problem.
void plan_of(SweepSections const& sections, FreeParts const& parts, Origins const& origins, SweepFile& file,
             Report& report);

// Every value of a map of settings, by its full key path; keys may be paths themselves.
struct MarkedSetting {
    study::Setting setting;
    Mark mark;
};
void flatten(Node const& map, std::string const& path, std::vector<MarkedSetting>& settings);

// The parameters, as far as their problems allow (sweep_parameters.cpp).
void read_parameters(SweepSections const& sections, FreeParts const& parts, Origins const& origins,
                     SweepFile& file, Report& report);
// The level that a value written by hand stands for.
study::Level level_of(study::Parameter const& parameter, Node const& value);

}  // namespace yuchong::io
