#pragma once
// Asks for memory that will be read soon, so that it comes while other work is done. Changes nothing but
// time.

#include <cstddef>

namespace yuchong {

// One cache line. g++ counts a function that does nothing but prefetch as pure and drops calls of it; the
// empty volatile asm keeps them.
inline void prefetch(void const* address) {
    __builtin_prefetch(address);
    asm volatile("");
}

// Every cache line of an object.
template <class T>
void prefetch_lines(T const& object) {
    constexpr std::size_t cache_line = 64;
    auto const* const bytes = reinterpret_cast<std::byte const*>(&object);
    for (std::size_t at = 0; at < sizeof(T); at += cache_line) prefetch(bytes + at);
    if constexpr (alignof(T) < cache_line) prefetch(bytes + sizeof(T) - 1);  // may begin inside a line
}

}  // namespace yuchong
