#pragma once
// Counts the allocations of a test program, to show that code under test makes none. Replaces the global
// operator new: include it in exactly one source of the program. Sanitizers bring their own; there nothing is
// counted.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define YUCHONG_SANITIZED
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define YUCHONG_SANITIZED
#endif

namespace yuchong::oracle {

inline std::atomic<std::uint64_t> allocations{0};

inline void* counted(void* memory) {
    ++allocations;
    if (memory == nullptr) throw std::bad_alloc{};
    return memory;
}

}  // namespace yuchong::oracle

#ifndef YUCHONG_SANITIZED
void* operator new(std::size_t size) { return yuchong::oracle::counted(std::malloc(size)); }
void* operator new(std::size_t size, std::align_val_t alignment) {
    auto const align = static_cast<std::size_t>(alignment);
    return yuchong::oracle::counted(std::aligned_alloc(align, (size + align - 1) / align * align));
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
#endif
