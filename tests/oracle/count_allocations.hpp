#pragma once
// Counts the allocations of a test program, to show that code under test makes none: the programs that link
// `count_allocations` get global operators new and delete that count. They stand in a file of their own,
// where no caller can inline them. Sanitizers bring their own operators; there nothing is counted.
//
//     std::uint64_t const before = oracle::allocations();
//     work();
//     CHECK(oracle::allocations() == before);

#include <cstdint>

namespace yuchong::oracle {

[[nodiscard]] std::uint64_t allocations();     // of all threads so far
[[nodiscard]] bool allocations_are_counted();  // false under sanitizers: allocations() stays 0

}  // namespace yuchong::oracle
