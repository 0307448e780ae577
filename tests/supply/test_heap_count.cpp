// Counts every allocation of the test program: the global operators stand in a file of their own so that
// callers cannot inline them.

#include "tests/supply/heap_count.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <memory>
#include <new>

namespace {
std::size_t count = 0;
}

std::size_t yuchong::supply::test::heap_allocations() { return count; }

void* operator new(std::size_t size) {
    ++count;
    if (void* const memory = std::malloc(size)) return memory;
    throw std::bad_alloc{};
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

TEST_CASE("the allocation counter counts") {
    std::size_t const before = yuchong::supply::test::heap_allocations();
    void* const memory = ::operator new(100);
    ::operator delete(memory);
    CHECK(yuchong::supply::test::heap_allocations() > before);
}
