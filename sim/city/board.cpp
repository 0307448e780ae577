#include "sim/city/board.hpp"

#include "sim/city/guidance_board.hpp"
#include "sim/supply/prediction.hpp"

#include <algorithm>
#include <limits>

namespace yuchong::city {

namespace {

std::array<SimTime, supply::plug_classes> predicted_starts(City const& city, State const& state,
                                                           std::uint32_t station, SimTime now) {
    auto const waits = supply::predicted_waits(city.supply, state.supply, supply::StationId{station}, now);
    std::array<SimTime, supply::plug_classes> starts;
    std::ranges::transform(waits, starts.begin(), [now](Duration wait) {
        return wait >= supply::endless_wait ? never : now + wait;
    });
    return starts;
}

double wait_min(SimTime start, SimTime from) {
    if (start == never) return std::numeric_limits<double>::infinity();
    return std::max(start - from, Duration{0}).minutes();
}

}  // namespace

void mark_stale(Board& board, std::uint32_t station) {
    if (board.stale[station] != 0) return;
    board.stale[station] = 1;
    board.stale_stations.push_back(station);
}

void publish(City const& city, State& state, SimTime now) {
    Board& board = state.board;
    board.published = now;
    if (guides(city)) publish_service(city, state, now);
    for (std::uint32_t const station : board.stale_stations) {
        auto const starts = predicted_starts(city, state, station, now);
        std::ranges::copy(starts, &board.start[station * supply::plug_classes]);
        board.stale[station] = 0;
    }
    board.stale_stations.clear();
}

std::array<double, supply::plug_classes> expected_waits_min(City const& city, State const& state,
                                                            std::uint32_t station, SimTime now) {
    std::array<double, supply::plug_classes> minutes;
    if (city.inputs.information.age.ms == 0) {
        auto const starts = predicted_starts(city, state, station, now);
        std::ranges::transform(starts, minutes.begin(), [now](SimTime s) { return wait_min(s, now); });
    } else {
        Board const& board = state.board;
        for (std::size_t c = 0; c < minutes.size(); ++c) {
            minutes[c] = wait_min(board.start[station * supply::plug_classes + c], board.published);
        }
    }
    return minutes;
}

}  // namespace yuchong::city
