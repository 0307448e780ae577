#pragma once
// How people call a district: its English name, its Chinese name with or without the kind of division that it
// ends with (渝北区 or 渝北, 石柱土家族自治县 or 石柱), or its code.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuchong::io {

// What is left of a Chinese name without 区, 县 or ...族自治县; the whole name if it ends otherwise, or if
// one character would be left (忠县).
std::string_view short_district_name(std::string_view name_zh);

struct DistrictNames {
    std::vector<std::string> names, names_zh, codes;  // one entry a district

    [[nodiscard]] std::optional<std::size_t> find(std::string const& called) const;
    // For a message: the nearest English or Chinese name.
    [[nodiscard]] std::string suggestion(std::string const& called) const;
};

}  // namespace yuchong::io
