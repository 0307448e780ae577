#pragma once
// The known word nearest to a misspelt one.

#include <span>
#include <string>
#include <string_view>

namespace yuchong::io {

// Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other.
std::size_t edit_distance(std::string_view a, std::string_view b);

// "did you mean soc_start?"; without a near word "known are a, b, c" or, of many, how many there are and one of them.
std::string suggest(std::string_view word, std::span<std::string const> known);

}  // namespace yuchong::io
