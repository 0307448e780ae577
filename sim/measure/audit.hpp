#pragma once
// The conservation laws every run is held to. Each row sets two independently obtained sides against each
// other; a row that does not hold makes the run's status audit_failed. The city collects the sides, these
// functions judge.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace yuchong::measure {

struct AuditRow {
    std::string name;
    double left, right;
    double bound;  // largest difference allowed, in `unit`
    std::string unit;
    bool holds;
};

// Largest relative difference of two energy paths (design: 1e-9), of the larger side or of 1 kWh if that is
// more.
inline constexpr double energy_tolerance = 1e-9;

// Metered energy (integrated grid-side power) against SoC gain over efficiency plus the losses integrated on
// their own.
AuditRow audit_energy_total(double metered_kwh, double stored_and_lost_kwh);
// The same station by station; the row shows the worst one (by difference over bound). Pre: equal sizes.
AuditRow audit_energy_worst_station(std::span<double const> metered_kwh,
                                    std::span<double const> stored_and_lost_kwh);
// Energy that vehicles fed back, by the meter, against what their batteries gave less the losses on the way.
AuditRow audit_energy_fed_back(double metered_kwh, double given_kwh);
// Through the connections of stations with storage or solar panels: import and the sun's energy against
// export, charging by its own books, and what the storage gained and lost; the worst station. Pre: equal
// sizes.
AuditRow audit_connection_worst_station(std::span<double const> in_kwh, std::span<double const> out_kwh);
// The least and the most that a storage ever held, of its usable energy: within 0 and 1.
AuditRow audit_storage(double lowest_share, double highest_share);
// Vehicles at the beginning against those found driving, parked, waiting or plugged in at the end.
AuditRow audit_vehicles(std::int64_t at_beginning, std::int64_t at_end);
// The grant that came closest to, or went farthest over, its capacity (host or grid connection).
AuditRow audit_grants(double granted_kw, double capacity_kw);
// Lowest and highest SoC ever seen: 0 <= lowest, highest <= 1.
AuditRow audit_soc(double lowest, double highest);
// Little: integral of the vehicles waiting over the window = sum of the waits clipped to it; equal to the
// millisecond.
AuditRow audit_little(std::int64_t integral_ms, std::int64_t sum_of_waits_ms);
// Charging energy that the feeders of the grid were loaded with, less what was fed back, against what the
// meters of stations and homes read.
AuditRow audit_grid_energy(double fed_kwh, double metered_kwh);
// The worst imbalance of power of a full solution, over its feeder's rating: at most 1e-9.
AuditRow audit_grid_balance(double worst_imbalance);

[[nodiscard]] bool all_hold(std::span<AuditRow const> rows);

}  // namespace yuchong::measure
