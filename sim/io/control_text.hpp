#pragma once
// What `describe` says of control: one line for what holds everywhere, and two for each group of places.

#include "sim/city/inputs.hpp"

#include <string>
#include <vector>

namespace yuchong::io {

std::string control_text(control::ControlSettings const& control);

// Where each group holds, and what is there: its places by name, stations and home piles in them, and what it
// changes. Lays the whole city out; empty without groups.
std::vector<std::string> group_lines(city::Inputs const& inputs);

}  // namespace yuchong::io
