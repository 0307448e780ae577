// Memory of a city in pages of 2 MB. Its records are read in no order, so with pages of 4 kB nearly every
// read would first have to look up where its page lies, in a virtual machine twice over. Linux hands out
// large pages for memory that asks for them (its setting `madvise`) or for all
// (`always`). What is allocated in large pieces asks here; everything else goes the usual way. Results do not
// depend on it, and where the system has no such pages nothing happens.
//
// Sanitizers have allocation functions of their own, which must not be replaced by half.

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define YUCHONG_SANITIZED
#endif
#endif
#if !defined(YUCHONG_SANITIZED) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

#include <sys/mman.h>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace {

constexpr std::size_t huge_page = std::size_t{2} << 20;
constexpr std::size_t large = 2 * huge_page;  // from here on

void* allocate(std::size_t size, std::size_t alignment) {
    if (size < large) {
        std::size_t const whole = (size + alignment - 1) / alignment * alignment;
        return alignment <= alignof(std::max_align_t) ? std::malloc(size == 0 ? 1 : size)
                                                      : std::aligned_alloc(alignment, whole);
    }
    std::size_t const whole = (size + huge_page - 1) / huge_page * huge_page;
    void* const memory = std::aligned_alloc(huge_page, whole);
    if (memory != nullptr) madvise(memory, whole, MADV_HUGEPAGE);  // a wish: not granted is no error
    return memory;
}

void* allocate_or_throw(std::size_t size, std::size_t alignment) {
    void* const memory = allocate(size, alignment);
    if (memory == nullptr) throw std::bad_alloc{};
    return memory;
}

}  // namespace

void* operator new(std::size_t size) { return allocate_or_throw(size, alignof(std::max_align_t)); }
void* operator new(std::size_t size, std::align_val_t alignment) {
    return allocate_or_throw(size, static_cast<std::size_t>(alignment));
}

void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

#endif
