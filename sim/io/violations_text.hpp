#pragma once
// What a finished result says of broken limits of its grid: spells by limit, and the feeders and transformers
// that were furthest beyond their rating, with where, when and for how long.

#include "sim/base/calendar.hpp"
#include "sim/io/hdf5_file.hpp"

#include <string>

namespace yuchong::io {

// Empty for a result without a grid or without an end. `calendar` starts where times in the file do.
[[nodiscard]] std::string violations_text(Hdf5Group const& root, Calendar const& calendar);

}  // namespace yuchong::io
