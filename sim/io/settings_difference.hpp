#pragma once
// What tells two scenarios apart, by their resolved settings: for the message of a checkpoint that belongs to
// another one.

#include <string>

namespace yuchong::io {

// "seed is 1 there and 5 here", and how many more keys differ; empty if no value does or a text is no YAML.
[[nodiscard]] std::string settings_difference(std::string const& there, std::string const& here);

}  // namespace yuchong::io
