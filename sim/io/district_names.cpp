#include "sim/io/district_names.hpp"

#include "sim/io/suggest.hpp"

#include <algorithm>

namespace yuchong::io {

namespace {

constexpr std::size_t character = 3;  // bytes of a Chinese one in UTF-8

}  // namespace

std::string_view short_district_name(std::string_view name_zh) {
    // Chongqing's four autonomous counties have two characters before the peoples they are named after.
    if (name_zh.ends_with("族自治县")) return name_zh.substr(0, 2 * character);
    bool const divided =
        name_zh.size() > 2 * character && (name_zh.ends_with("区") || name_zh.ends_with("县"));
    return divided ? name_zh.substr(0, name_zh.size() - character) : name_zh;
}

std::optional<std::size_t> DistrictNames::find(std::string const& called) const {
    for (std::size_t d = 0; d < names.size(); ++d) {
        bool const is_it = called == names[d] || called == names_zh[d] || called == codes[d] ||
                           (!called.empty() && called == short_district_name(names_zh[d]));
        if (is_it) return d;
    }
    return std::nullopt;
}

std::string DistrictNames::suggestion(std::string const& called) const {
    std::vector<std::string> known = names;
    bool const chinese =
        std::ranges::any_of(called, [](char c) { return static_cast<unsigned char>(c) >= 128; });
    if (chinese) known = names_zh;
    return suggest(called, known);
}

}  // namespace yuchong::io
