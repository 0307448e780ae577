#include "sim/io/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace yuchong::io {

namespace {
constexpr std::size_t longest_word = 64;  // longer ones are no slip of the pen
constexpr std::size_t most_listed = 12;
}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before, above(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            std::size_t const change = above[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U);
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, change});
            bool const swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
        }
        before = above;
        std::swap(above, row);
    }
    return above[b.size()];
}

std::string suggest(std::string_view word, std::span<std::string const> known) {
    if (known.empty()) return "nothing is known here";
    std::string_view nearest;
    std::size_t least = std::max<std::size_t>(2, word.size() / 3) + 1;
    for (std::string const& candidate : known) {
        if (word.size() > longest_word || candidate.size() > longest_word) continue;
        std::size_t const distance = edit_distance(word, candidate);
        if (distance < least) {
            least = distance;
            nearest = candidate;
        }
    }
    if (!nearest.empty()) return fmt::format("did you mean {}?", nearest);
    if (known.size() > most_listed)
        return fmt::format("none of the {} known is near, the first is {}", known.size(), known.front());
    return fmt::format("known are {}", fmt::join(known, ", "));
}

}  // namespace yuchong::io
