#include "sim/base/random.hpp"

#include "sim/base/hash.hpp"
#include "sim/base/math.hpp"

#include <Random123/philox.h>

namespace yuchong {

RandomSource::RandomSource(std::uint64_t seed) {
    std::uint64_t const key = mix(seed);
    key_ = {static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32)};
}

Block RandomSource::draw(DrawKey key) const {
    std::uint32_t const purpose = static_cast<std::uint32_t>(key.draw_class) << 16 | key.purpose;
    r123::Philox4x32::ctr_type const counter{{purpose, key.ordinal, key.day, key.k}};
    r123::Philox4x32::key_type const seed{{key_[0], key_[1]}};
    r123::Philox4x32::ctr_type const words = r123::Philox4x32{}(counter, seed);
    return Block{{words[0], words[1], words[2], words[3]}};
}

double exponential(double u, double mean) { return -mean * math::log1p(-u); }

double normal(double u, double mean, double deviation) { return mean + deviation * math::inverse_normal(u); }

double lognormal(double u, double median, double sigma) {
    return median * math::exp(sigma * math::inverse_normal(u));
}

double weibull(double u, double shape, double scale) {
    return scale * math::pow(-math::log1p(-u), 1.0 / shape);
}

double gumbel(double u) { return -math::log(-math::log(u)); }

}  // namespace yuchong
