#pragma once
// The groups of a result file that say where things are: /zones, what the city is divided into, and
// /barriers, the rivers and ridges between them. Nothing in them changes during a run.

#include "sim/io/hdf5_file.hpp"
#include "sim/space/geography.hpp"

#include <span>

namespace yuchong::io {

void build_places(Hdf5Group root, space::Geography const& geography, std::span<space::Barrier const> barriers,
                  int deflate);

}  // namespace yuchong::io
