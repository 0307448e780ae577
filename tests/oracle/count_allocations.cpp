#include "tests/oracle/count_allocations.hpp"

#include <atomic>
#include <cstddef>
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

#ifdef YUCHONG_SANITIZED

std::uint64_t yuchong::oracle::allocations() { return 0; }
bool yuchong::oracle::allocations_are_counted() { return false; }

#else

namespace {

std::atomic<std::uint64_t> count{0};

void* counted(void* memory) {
    ++count;
    if (memory == nullptr) throw std::bad_alloc{};
    return memory;
}

}  // namespace

std::uint64_t yuchong::oracle::allocations() { return count; }
bool yuchong::oracle::allocations_are_counted() { return true; }

void* operator new(std::size_t size) { return counted(std::malloc(size)); }
void* operator new(std::size_t size, std::align_val_t alignment) {
    auto const align = static_cast<std::size_t>(alignment);
    return counted(std::aligned_alloc(align, (size + align - 1) / align * align));
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

#endif
