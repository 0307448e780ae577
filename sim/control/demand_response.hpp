#pragma once
// Demand response: a site is asked to draw less for some time, and paid by what it would have drawn. That
// is the baseline: the mean of the highest of the last comparable days ("5 of 10"), times a factor from the
// hours before the event, within bounds.

#include "sim/base/time.hpp"
#include "sim/control/settings.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::control {

// Slots of a day, [from, until).
struct SlotRange {
    std::uint32_t from, until;
};

struct BaselineQuestion {
    // Load by slot, one row a comparable day, the most recent first; rows have one length.
    std::span<std::vector<double> const> days_kw;
    std::span<double const> today_kw;  // up to the event at least
    SlotRange event;
    SlotRange before;  // hours that tell how today differs; empty: no adjustment
};

struct Baseline {
    std::vector<double> kw;  // by slot of the event
    double adjustment;       // factor already in it
};

// Days are ranked by their mean during the event, equal ones the most recent first; with fewer days than
// days_seen all count, with fewer than days_kept all are kept. Throws BrokenInvariant without a day, or if
// ranges leave the rows.
Baseline baseline(BaselineQuestion const& question, BaselineSettings const& settings);

struct Settlement {
    double mean_reduction_kw;  // negative if more was drawn
    double energy_kwh;
    double performance;  // mean reduction over commitment
    double payment_yuan;
};

// Paid is the mean reduction, at most the commitment, never below nothing; under `full_pay_from` the pay of
// each kW shrinks in proportion to the performance. Pre: spans of one length > 0, committed_kw > 0.
Settlement settle(std::span<double const> baseline_kw, std::span<double const> actual_kw, double slot_h,
                  double committed_kw, DemandResponsePay const& pay);

// A session may stop for the event and still be content in time.
bool can_pause(double laxity_h, Duration event);

// When a session that was stopped begins again: staggered by a uniform u in (0, 1) of the caller's, so that
// the rebound is no new peak.
SimTime restart_at(SimTime event_end, ReboundSettings const& settings, double u);

}  // namespace yuchong::control
