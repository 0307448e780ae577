#include "sim/supply/status.hpp"

namespace yuchong::supply {

StationStatus station_status(Supply const& supply, State const& state, StationId id, SimTime now) {
    StationStatus status{};
    Ledger const& ledger = state.ledger[id.index()];
    status.waiting = static_cast<std::uint16_t>(ledger.waiting);
    if (ledger.open == 0) return status;
    Station const& station = supply.network.stations[id.index()];
    for (std::uint32_t p = station.first_plug; p < station.first_plug + station.plug_count; ++p) {
        auto const plug_class = static_cast<std::size_t>(supply.network.plugs[p].plug_class);
        bool const ghost = state.phase[p] == Phase::out_of_order && now < state.hidden_until[p];
        if (state.phase[p] == Phase::out_of_order && !ghost) continue;
        ++status.plugs[plug_class];
        if (ghost || state.phase[p] == Phase::vacant) ++status.free[plug_class];
        if (state.phase[p] == Phase::charging) ++status.charging;
    }
    return status;
}

}  // namespace yuchong::supply
