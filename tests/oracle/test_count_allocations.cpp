#include "tests/oracle/count_allocations.hpp"

#include <catch2/catch.hpp>

#include <new>

using namespace yuchong;

TEST_CASE("an allocation is counted, an aligned one too, and freeing is not") {
    std::uint64_t const before = oracle::allocations();
    void* const memory = ::operator new(100);
    void* const aligned = ::operator new(100, std::align_val_t{64});
    std::uint64_t const made = oracle::allocations() - before;
    ::operator delete(aligned, std::align_val_t{64});
    ::operator delete(memory);
    CHECK(made == (oracle::allocations_are_counted() ? 2 : 0));
    CHECK(oracle::allocations() - before == made);
}
