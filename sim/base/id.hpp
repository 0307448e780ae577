#pragma once
// A type-safe index into one table. A default Id is invalid and tests false; ids of two tables do not mix.
//
//   using ZoneId = Id<struct ZoneTag>;
//   zones[zone.index()]

#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace yuchong {

template <class Tag>
class Id {
public:
    constexpr Id() = default;
    constexpr explicit Id(std::size_t index) : index_(static_cast<std::uint32_t>(index)) {}
    [[nodiscard]] constexpr std::uint32_t index() const { return index_; }
    constexpr explicit operator bool() const { return index_ != none; }
    constexpr auto operator<=>(Id const&) const = default;

private:
    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
    std::uint32_t index_ = none;
};

}  // namespace yuchong
