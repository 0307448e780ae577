#pragma once
// The day of a vehicle that is based at a depot: out for a block, perhaps back at midday, out again, home for
// the night. A pure function of vehicle, day and seed. models.md 3.2.

#include "sim/base/random.hpp"
#include "sim/base/time.hpp"
#include "sim/demand/fleet_settings.hpp"
#include "sim/demand/population.hpp"

#include <array>
#include <cstdint>

namespace yuchong::demand {

// Away from the depot, since midnight of the day.
struct ServiceBlock {
    Duration departs, returns;
    double km;
};

struct ServiceDay {
    std::int32_t day;
    std::uint8_t blocks = 0;  // 0: stays in the depot
    std::array<ServiceBlock, 2> block{};
};

class DepotPlanner {
public:
    explicit DepotPlanner(DepotSettings settings) : settings_(std::move(settings)) {}

    [[nodiscard]] DepotSettings const& settings() const { return settings_; }
    [[nodiscard]] ServiceDay day(Car const& car, std::int32_t day, RandomSource const& random) const;
    // Uniform behind the consumption of one block: DayPlanner::consumption.
    [[nodiscard]] double noise(Car const& car, std::int32_t day, std::uint8_t block,
                               RandomSource const& random) const;

private:
    DepotSettings settings_;
};

}  // namespace yuchong::demand
