#pragma once
// What viewers see of a run at one instant: numbers copied out of City and State, so that nobody but the
// simulation ever touches those.

#include "sim/city/city.hpp"
#include "sim/city/state.hpp"
#include "sim/serve/load_history.hpp"

#include <cstdint>
#include <vector>

namespace yuchong::serve {

struct Snapshot {
    SimTime now;
    double wall_s = 0.0;  // since the first event
    std::int64_t events = 0, sessions = 0;
    std::int64_t charging = 0;  // vehicles, home included
    Load load{};                // of the last minute
    LoadHistory history;
    // By station: plugs with a car, cars in line, plugs not out of order, power of the last minute.
    std::vector<std::uint32_t> occupied, waiting, available;
    std::vector<double> station_kw;
    std::vector<double> zone_home_kw;  // by zone, home charging in the last minute
};

// Of the minute that was metered last: its end and its load. Whoever asks says how many are waiting: they are
// counted station by station, which takes longer than all the rest.
[[nodiscard]] SimTime metered_until(city::State const& state);
[[nodiscard]] Load read_load(city::City const& city, city::State const& state, std::int64_t waiting);
[[nodiscard]] std::int64_t count_waiting(city::State const& state);

// All but wall_s and history.
void read_snapshot(city::City const& city, city::State const& state, Snapshot& into);

}  // namespace yuchong::serve
