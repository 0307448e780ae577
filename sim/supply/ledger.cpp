#include "sim/supply/ledger.hpp"

namespace yuchong::supply {

void accrue(Ledger& ledger, SimTime now) {
    std::int64_t const ms = (now - ledger.last).ms;
    if (ms == 0) return;
    ledger.last = now;
    ledger.waiting_ms += ms * ledger.waiting;
    ledger.active_host_ms += ms * ledger.active_hosts;
    ledger.open_ms += ms * ledger.open;
    for (std::size_t c = 0; c < plug_classes; ++c) {
        ledger.occupied_ms[c] += ms * ledger.occupied[c];
        ledger.available_ms[c] += ms * ledger.available[c];
    }
}

LedgerReading read_ledger(Supply const& supply, State const& state, StationId station, SimTime now) {
    Ledger ledger = state.ledger[station.index()];
    accrue(ledger, now);
    std::int64_t waited = ledger.waited_ms;
    std::uint32_t const first = supply.first_bay[station.index()];
    for (std::uint32_t i = 0; i < ledger.waiting; ++i) waited += (now - state.waiting[first + i].since).ms;
    return {ledger.waiting_ms, waited, ledger.occupied_ms, ledger.available_ms};
}

}  // namespace yuchong::supply
