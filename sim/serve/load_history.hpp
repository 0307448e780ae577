#pragma once
// The load of the city so far, for a curve: means over steps that grow with the run, so that there are never
// more than a few hundred however long it is.

#include "sim/base/time.hpp"

#include <cstdint>
#include <vector>

namespace yuchong::serve {

// A minute, or the mean of several.
struct Load {
    double home_kw, station_kw;  // charging, grid side
    double base_kw;              // everything else
    double waiting;              // vehicles in line
};

class LoadHistory {
public:
    static constexpr std::size_t most_steps = 480;

    // Steps count from `begin`, a whole minute.
    explicit LoadHistory(SimTime begin);
    LoadHistory() : LoadHistory(SimTime{}) {}

    // The minute that ends then, after all earlier ones. Said twice it counts once.
    void add(SimTime minute_end, Load const& minute);

    [[nodiscard]] SimTime begin() const { return begin_; }
    [[nodiscard]] Duration step() const { return step_; }
    // The last one is of the minutes so far.
    [[nodiscard]] std::vector<Load> means() const;

private:
    struct Step {
        Load sum;
        std::int64_t minutes;
    };
    void double_step();

    SimTime begin_, last_;
    Duration step_ = minutes(5);
    std::vector<Step> steps_;
};

}  // namespace yuchong::serve
