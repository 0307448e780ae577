#pragma once
// One demand-response event as it went, a row of /demand_response. Powers are grid-side means over the event
// of all sites that take part; NaN is what cannot be said without a comparable day.

#include "sim/base/time.hpp"

#include <cstdint>
#include <span>

namespace yuchong::measure {

struct ResponseRow {
    SimTime begin, end;
    std::int64_t pauses;         // of sessions
    std::int64_t baseline_days;  // comparable ones it stands on; 0: no baseline, nothing is settled
    double adjustment;           // of the baseline by the hours before notice
    double target_kw;            // reduction asked for
    double baseline_kw, mean_kw;
    double reduction_kw, reduction_kwh;  // negative if more was drawn
    double performance;                  // reduction over target
    double payment_yuan;
    double rebound_kw;  // largest quarter of the hours after it above its baseline
};

// All events of a run; sums and means are of those that were settled.
struct ResponseSummary {
    std::int64_t events, settled, pauses;
    double reduction_kw;  // mean of the events
    double reduction_kwh, payment_yuan;
    double performance;  // of all reductions over all targets
    double rebound_kw;   // largest; 0 if it is not known of any
};
[[nodiscard]] ResponseSummary summarise(std::span<ResponseRow const> rows);

}  // namespace yuchong::measure
