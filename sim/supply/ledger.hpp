#pragma once
// Exact whole-millisecond accounts of a station, at any `now` not before its last change. Differences of two
// readings are the accounts of the window between them; Little's law: waiting_ms and waited_ms agree exactly,
// because both are whole vehicle-milliseconds of the same waits, counted by car-count and by car.

#include "sim/supply/state.hpp"

namespace yuchong::supply {

struct LedgerReading {
    std::int64_t waiting_ms;  // integral of the number of cars waiting
    std::int64_t waited_ms;   // sum over cars of the time waited so far
    std::array<std::int64_t, plug_classes> occupied_ms, available_ms;  // plug-milliseconds
};
LedgerReading read_ledger(Supply const& supply, State const& state, StationId station, SimTime now);

// Brings the integrals up to `now`; called before any count changes.
void accrue(Ledger& ledger, SimTime now);

}  // namespace yuchong::supply
