#pragma once
// Random numbers keyed by what they are for, never by how many were drawn before (Philox4x32-10, Salmon et al.,
// SC 2011). Key = hash of the seed; counter = (class and purpose, ordinal, day, k). Adding a station, a vehicle
// or a fleet therefore changes nobody else's draws, and neither threads nor event order can.
//
//   RandomSource const random{seed};
//   Block const b = random.draw({DrawClass::vehicle, purpose, ordinal, day, k});
//   double const wait_min = weibull(b.uniform(0), shape, scale_min);

#include <array>
#include <cstdint>

namespace yuchong {

enum class DrawClass : std::uint16_t {
    vehicle, station, terminal, host, zone, district, weather, base_load, test,
    study   // points of sweeps and resampling of their results, not of any run
};

struct DrawKey {
    DrawClass draw_class;
    std::uint16_t purpose;   // an enum of the folder that draws
    std::uint32_t ordinal;   // stable number within the class, or a hash of the id
    std::uint32_t day = 0;   // civil day, days since 1970-01-01
    std::uint32_t k = 0;     // which draw of that day
};

class Block {
public:
    constexpr explicit Block(std::array<std::uint32_t, 4> words) : words_(words) {}
    // Uniform in the open interval (0, 1), 32 bits. Pre: i < 4.
    [[nodiscard]] constexpr double uniform(int i) const {
        return (static_cast<double>(words_[static_cast<unsigned>(i)]) + 0.5) * 0x1p-32;
    }
    [[nodiscard]] constexpr std::uint32_t word(int i) const { return words_[static_cast<unsigned>(i)]; }

private:
    std::array<std::uint32_t, 4> words_;
};

class RandomSource {
public:
    explicit RandomSource(std::uint64_t seed);
    [[nodiscard]] Block draw(DrawKey key) const;

private:
    std::array<std::uint32_t, 2> key_;
};

// Inverse transforms of one uniform u in (0, 1), each increasing in u.
double exponential(double u, double mean);
double normal(double u, double mean, double deviation);
double lognormal(double u, double median, double sigma);
double weibull(double u, double shape, double scale);
double gumbel(double u);

}  // namespace yuchong
