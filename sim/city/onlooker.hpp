#pragma once
// Whoever looks on while a run goes: the live view. The run hands it in; the city never knows what stands
// behind it. It reads and changes nothing, so results are the same bits with and without it; all it can do is
// keep the run waiting between two events.
//
// One thread calls, in this order: begin() once the city is built, look() again and again, end() once the
// result is written. If something breaks there is no end(): the onlooker is destroyed.

#include "sim/base/time.hpp"
#include "sim/measure/kpi.hpp"

namespace yuchong::city {

struct City;
struct State;

class Onlooker {
public:
    virtual ~Onlooker() = default;

    virtual void begin(City const& city, State const& state) = 0;
    // Simulated time that may pass until the next look(); > 0.
    [[nodiscard]] virtual Duration until_next_look() const = 0;
    // Everything due before state.now has happened. Returns when the run may go on; once it was asked to
    // stop, at once.
    virtual void look(City const& city, State const& state) = 0;
    // Nothing more will happen; what is left is writing the result, which may take a while.
    virtual void write(City const& city, State const& state) = 0;
    virtual void end(measure::Summary const& summary) = 0;
};

}  // namespace yuchong::city
