#pragma once
// --checkpoint-every, of a run and of the runs of a sweep.

#include "sim/base/time.hpp"

#include <string>

namespace yuchong::app {

// "30 d" as simulated time; an empty text is none. Throws BadRequest.
[[nodiscard]] Duration checkpoint_interval(std::string const& text);

}  // namespace yuchong::app
