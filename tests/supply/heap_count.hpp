#pragma once
// Allocations of this test program so far.

#include <cstddef>

namespace yuchong::supply::test {

std::size_t heap_allocations();

}  // namespace yuchong::supply::test
