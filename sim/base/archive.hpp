#pragma once
// Saving and loading state as bytes, by one function for both directions:
//
//   template <class A> void archive(A& a, State& s) { a(s.clock, s.soc, s.queue); }
//
// Takes trivially copyable values, and vectors and strings of them. Loading checks sizes and throws
// std::runtime_error on a short or foreign image.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace yuchong {

class Saver {
public:
    static constexpr bool loading = false;
    Saver() = default;
    explicit Saver(std::size_t expected_bytes) { bytes_.reserve(expected_bytes); }
    template <class... T>
    void operator()(T const&... values) {
        (put(values), ...);
    }
    [[nodiscard]] std::vector<std::byte> const& bytes() const { return bytes_; }
    [[nodiscard]] std::vector<std::byte> take() { return std::move(bytes_); }

private:
    template <class T>
    void put(T const& value) {
        static_assert(std::is_trivially_copyable_v<T>);
        raw(&value, sizeof value);
    }
    template <class T>
    void put(std::vector<T> const& values) {
        static_assert(std::is_trivially_copyable_v<T>);
        put(static_cast<std::uint64_t>(values.size()));
        raw(values.data(), values.size() * sizeof(T));
    }
    void put(std::string const& text) {
        put(static_cast<std::uint64_t>(text.size()));
        raw(text.data(), text.size());
    }
    void raw(void const* data, std::size_t size) {
        if (size == 0) return;
        auto const* first = static_cast<std::byte const*>(data);
        bytes_.insert(bytes_.end(), first, first + size);
    }

    std::vector<std::byte> bytes_;
};

class Loader {
public:
    static constexpr bool loading = true;
    explicit Loader(std::span<std::byte const> bytes) : bytes_(bytes) {}
    template <class... T>
    void operator()(T&... values) {
        (get(values), ...);
    }
    [[nodiscard]] bool finished() const { return bytes_.empty(); }

private:
    template <class T>
    void get(T& value) {
        static_assert(std::is_trivially_copyable_v<T>);
        raw(&value, sizeof value);
    }
    template <class T>
    void get(std::vector<T>& values) {
        std::uint64_t const size = length(sizeof(T));
        values.resize(size);
        raw(values.data(), size * sizeof(T));
    }
    void get(std::string& text) {
        text.resize(length(1));
        raw(text.data(), text.size());
    }
    std::uint64_t length(std::size_t element) {
        std::uint64_t size = 0;
        get(size);
        if (size > bytes_.size() / element) throw std::runtime_error("checkpoint is cut short");
        return size;
    }
    void raw(void* data, std::size_t size) {
        if (size > bytes_.size()) throw std::runtime_error("checkpoint is cut short");
        if (size != 0) std::memcpy(data, bytes_.data(), size);
        bytes_ = bytes_.subspan(size);
    }

    std::span<std::byte const> bytes_;
};

}  // namespace yuchong
