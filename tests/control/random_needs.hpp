#pragma once
// Random small problems for tests of control laws, keyed by k.

#include "sim/base/random.hpp"
#include "sim/control/slots.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace yuchong::control {

class Draws {
public:
    explicit Draws(std::uint32_t k) : k_(k) {}
    double uniform() { return random_.draw({DrawClass::test, 1, k_, 0, count_++}).uniform(0); }
    double between(double low, double high) { return low + (high - low) * uniform(); }
    std::uint32_t whole(std::uint32_t low, std::uint32_t high) {
        return low + static_cast<std::uint32_t>(uniform() * (high - low + 1));
    }

private:
    RandomSource random_{2027};
    std::uint32_t k_, count_ = 0;
};

// Every need is feasible by itself; half of them lie on whole numbers, so that ties are met.
inline std::vector<ChargingNeed> random_needs(Draws& draws, std::size_t count, SlotGrid grid) {
    std::vector<ChargingNeed> needs;
    for (std::size_t i = 0; i < count; ++i) {
        std::uint32_t const from = draws.whole(0, grid.count - 1);
        std::uint32_t const until = draws.whole(from + 1, grid.count);
        bool const even = draws.uniform() < 0.5;
        double const max_kw = even ? draws.whole(1, 11) : draws.between(1.0, 22.0);
        double const hours = grid.slot_h * static_cast<double>(until - from);
        double const share = even ? 0.5 : draws.between(0.0, 1.0);
        needs.push_back({share * max_kw * hours, max_kw, from, until});
    }
    return needs;
}

inline std::vector<double> random_load(Draws& draws, std::uint32_t slots, double low, double high) {
    std::vector<double> load;
    for (std::uint32_t k = 0; k < slots; ++k) {
        load.push_back(draws.uniform() < 0.3 ? 0.5 * (low + high) : draws.between(low, high));
    }
    return load;
}

}  // namespace yuchong::control
