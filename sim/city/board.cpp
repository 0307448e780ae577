#include "sim/city/board.hpp"

#include "sim/supply/station.hpp"

#include <limits>

namespace yuchong::city {

namespace {

double live_wait_min(City const& city, State const& state, std::uint32_t station,
                     supply::PlugClass plug_class, SimTime now) {
    Duration const wait =
        supply::predicted_wait(city.supply, state.supply, supply::StationId{station}, plug_class, now);
    return wait >= supply::endless_wait ? std::numeric_limits<double>::infinity() : wait.minutes();
}

}  // namespace

void mark_stale(Board& board, std::uint32_t station) {
    if (board.stale[station] != 0) return;
    board.stale[station] = 1;
    board.stale_stations.push_back(station);
}

void publish(City const& city, State& state, SimTime now) {
    Board& board = state.board;
    std::size_t kept = 0;
    for (std::uint32_t const station : board.stale_stations) {
        bool waits = false;
        for (std::size_t c = 0; c < supply::plug_classes; ++c) {
            double const wait = live_wait_min(city, state, station, static_cast<supply::PlugClass>(c), now);
            board.wait_min[supply::plug_classes * station + c] = static_cast<float>(wait);
            waits = waits || (wait > 0.0 && wait < std::numeric_limits<double>::infinity());
        }
        if (waits) {
            board.stale_stations[kept++] = station;  // its waits shrink by themselves
        } else {
            board.stale[station] = 0;
        }
    }
    board.stale_stations.resize(kept);
}

double expected_wait_min(City const& city, State const& state, std::uint32_t station,
                         supply::PlugClass plug_class, SimTime now) {
    if (city.inputs.information.age.ms == 0) return live_wait_min(city, state, station, plug_class, now);
    return state.board.wait_min[supply::plug_classes * station + static_cast<std::size_t>(plug_class)];
}

}  // namespace yuchong::city
