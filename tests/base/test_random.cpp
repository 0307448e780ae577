#include "sim/base/random.hpp"

#include "sim/base/hash.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

namespace {

using namespace yuchong;

// The x with x ^ (x >> shift) = y.
std::uint64_t undo_shift(std::uint64_t y, int shift) {
    std::uint64_t x = y;
    for (int known = shift; known < 64; known += shift) x = y ^ (x >> shift);
    return x;
}

// 1 / odd modulo 2^64, by Newton's iteration.
std::uint64_t inverse_of(std::uint64_t odd) {
    std::uint64_t inverse = odd;
    for (int i = 0; i < 6; ++i) inverse *= 2 - odd * inverse;
    return inverse;
}

// The seed that a RandomSource turns into this key.
std::uint64_t seed_of_key(std::uint64_t key) {
    std::uint64_t x = undo_shift(key, 31);
    x = undo_shift(x * inverse_of(0x94d049bb133111ebULL), 27);
    x = undo_shift(x * inverse_of(0xbf58476d1ce4e5b9ULL), 30);
    return x - 0x9e3779b97f4a7c15ULL;
}

struct KnownAnswer {
    std::array<std::uint32_t, 4> counter;
    std::array<std::uint32_t, 2> key;
    std::array<std::uint32_t, 4> words;
};

// philox4x32 with 10 rounds, from the file kat_vectors of Random123.
std::vector<KnownAnswer> const known_answers = {
    {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
    {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
     {0xffffffff, 0xffffffff},
     {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
    {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
     {0xa4093822, 0x299f31d0},
     {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}}};

}  // namespace

TEST_CASE("draws are Philox4x32-10: known answers", "[random]") {
    for (KnownAnswer const& known : known_answers) {
        std::uint64_t const key = std::uint64_t{known.key[1]} << 32 | known.key[0];
        REQUIRE(mix(seed_of_key(key)) == key);
        auto const [purpose, ordinal, day, k] = known.counter;
        Block const block =
            RandomSource{seed_of_key(key)}.draw({DrawClass{static_cast<std::uint16_t>(purpose >> 16)},
                                                 static_cast<std::uint16_t>(purpose), ordinal, day, k});
        for (int i = 0; i < 4; ++i) CHECK(block.word(i) == known.words[static_cast<unsigned>(i)]);
    }
}

TEST_CASE("every part of a key and the seed change the draw", "[random]") {
    DrawKey const key{DrawClass::vehicle, 3, 4711, 20'000, 1};
    auto const word = [](std::uint64_t seed, DrawKey k) { return RandomSource{seed}.draw(k).word(0); };
    auto const changed = [&](auto change) {
        DrawKey other = key;
        change(other);
        return word(1, other) != word(1, key);
    };
    CHECK(word(1, key) == word(1, key));
    CHECK(word(2, key) != word(1, key));
    CHECK(changed([](DrawKey& k) { k.draw_class = DrawClass::station; }));
    CHECK(changed([](DrawKey& k) { ++k.purpose; }));
    CHECK(changed([](DrawKey& k) { ++k.ordinal; }));
    CHECK(changed([](DrawKey& k) { ++k.day; }));
    CHECK(changed([](DrawKey& k) { ++k.k; }));
}

TEST_CASE("uniforms stay inside (0, 1)", "[random]") {
    Block const extremes{{0, 0xffffffff, 0x80000000, 1}};
    CHECK(extremes.uniform(0) > 0.0);
    CHECK(extremes.uniform(1) < 1.0);
    CHECK(extremes.uniform(2) == Approx(0.5));
}

TEST_CASE("inverse transforms have the means they promise", "[random]") {
    constexpr int n = 100'000;
    RandomSource const random{11};
    double uniform_sum = 0, uniform_squares = 0, exponential_sum = 0, normal_sum = 0, normal_squares = 0;
    double weibull_sum = 0, gumbel_sum = 0, log_sum = 0;
    for (std::uint32_t i = 0; i < n; ++i) {
        Block const block = random.draw({DrawClass::test, 2, i});
        double const u = block.uniform(0);
        uniform_sum += u;
        uniform_squares += u * u;
        exponential_sum += exponential(block.uniform(1), 5.0);
        double const x = normal(block.uniform(2), 1.0, 3.0);
        normal_sum += x;
        normal_squares += x * x;
        weibull_sum += weibull(block.uniform(3), 2.0, 10.0);
        gumbel_sum += gumbel(block.uniform(3));
        log_sum += std::log(lognormal(block.uniform(1), 20.0, 0.5));
    }
    // Four standard errors of a mean of 1e5 draws.
    double const root_n = std::sqrt(static_cast<double>(n));
    CHECK(uniform_sum / n == Approx(0.5).margin(4 * 0.2887 / root_n));
    CHECK(uniform_squares / n == Approx(1.0 / 3.0).margin(4 * 0.2981 / root_n));
    CHECK(exponential_sum / n == Approx(5.0).margin(4 * 5.0 / root_n));
    CHECK(normal_sum / n == Approx(1.0).margin(4 * 3.0 / root_n));
    CHECK(normal_squares / n == Approx(10.0).margin(4 * 14.1 / root_n));
    CHECK(weibull_sum / n == Approx(10.0 * 0.886226925).margin(4 * 4.63 / root_n));  // scale * Gamma(1.5)
    CHECK(gumbel_sum / n == Approx(0.577215665).margin(4 * 1.2825 / root_n));        // Euler's constant
    CHECK(log_sum / n == Approx(std::log(20.0)).margin(4 * 0.5 / root_n));
}

TEST_CASE("inverse transforms increase in u", "[random]") {
    double const low = 0.3, high = 0.3001;
    CHECK(exponential(low, 2.0) < exponential(high, 2.0));
    CHECK(normal(low, 0.0, 1.0) < normal(high, 0.0, 1.0));
    CHECK(lognormal(low, 2.0, 1.0) < lognormal(high, 2.0, 1.0));
    CHECK(weibull(low, 1.5, 2.0) < weibull(high, 1.5, 2.0));
    CHECK(gumbel(low) < gumbel(high));
}
