// Broken scenarios end in a report, never in a crash: random cuts, swaps and insertions, drawn the same every
// time.

#include "sim/base/random.hpp"

#include "tests/io/input_files.hpp"

#include <sstream>

using namespace yuchong;
using namespace yuchong::io;

namespace {

std::string mutate(std::string text, RandomSource const& random, std::uint32_t n) {
    static std::string const pieces[] = {"[",  "]",   "{",   "}", ":",     "- ",   "\n", "  ",   "\"", "'",
                                         "*a", "&a ", "nan", "-", "1e999", "\t",   "重", "\xff", "? ", "|",
                                         ">",  "%",   "!",   "#", "null",  "<<: ", "@",  ","};
    for (std::uint32_t k = 0; k < 1 + n % 4; ++k) {
        Block const b = random.draw({DrawClass::test, 1, n, 0, k});
        auto const at = static_cast<std::size_t>(b.uniform(0) * static_cast<double>(text.size()));
        std::string const& piece = pieces[static_cast<std::size_t>(b.uniform(1) * std::size(pieces))];
        double const kind = b.uniform(2);
        if (kind < 0.2) {
            text.resize(at);
        } else if (kind < 0.5) {
            text.insert(at, piece);
        } else if (kind < 0.8) {
            text.replace(at, 1, piece);
        } else {
            text.erase(at, static_cast<std::size_t>(b.uniform(3) * 40));
        }
        if (text.empty()) text = "x";
    }
    return text;
}

}  // namespace

TEST_CASE("mutated scenarios are read or refused") {
    std::ifstream in(source_path("scenarios/one-station.yaml"));
    std::stringstream original;
    original << in.rdbuf();
    InputFolder const folder("fuzz");
    RandomSource const random(7);
    int refused = 0, read = 0;
    for (std::uint32_t n = 0; n < 150; ++n) {
        std::string const text = mutate(original.str(), random, n);
        std::string const path = folder.write("s.yaml", text);
        INFO(text);
        try {
            load_scenario(path, {}, source_path("models"));
            ++read;
        } catch (InputError const& error) {
            CHECK(!error.report().empty());
            ++refused;
        }
    }
    CHECK(refused > 50);
    CHECK(read > 2);
}
