#pragma once
// How a sweep whose parts do not touch each other is spread over threads. The lower floors take it as an
// argument; sim/run hands in its pool. A body may write only what belongs to its index, so results are the
// same for any number of threads.

#include <cstddef>
#include <functional>

namespace yuchong {

using ForEach = std::function<void(std::size_t count, std::function<void(std::size_t)> const& body)>;

// One after the other.
inline void for_each_in_turn(std::size_t count, std::function<void(std::size_t)> const& body) {
    for (std::size_t i = 0; i < count; ++i) body(i);
}

}  // namespace yuchong
