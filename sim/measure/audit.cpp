#include "sim/measure/audit.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace yuchong::measure {

namespace {

// Rounding allowed on a state of charge that is advanced in closed form many thousand times.
constexpr double soc_tolerance = 1e-9;

double energy_bound_kwh(double left, double right) {
    return energy_tolerance * std::max({std::abs(left), std::abs(right), 1.0});
}

// NaN and infinity on either side fail.
AuditRow energy_row(std::string name, double metered_kwh, double stored_and_lost_kwh) {
    double const bound = energy_bound_kwh(metered_kwh, stored_and_lost_kwh);
    return {std::move(name),
            metered_kwh,
            stored_and_lost_kwh,
            bound,
            "kW h",
            std::isfinite(bound) && std::abs(metered_kwh - stored_and_lost_kwh) <= bound};
}

// The row of the largest difference over its bound.
AuditRow worst_energy_row(char const* name, std::span<double const> left_kwh,
                          std::span<double const> right_kwh) {
    check(left_kwh.size() == right_kwh.size(), "energy audit of unequal lists (one value a station)");
    AuditRow worst = energy_row(name, 0.0, 0.0);
    double worst_ratio = -1.0;
    for (std::size_t i = 0; i < left_kwh.size(); ++i) {
        AuditRow row = energy_row(name, left_kwh[i], right_kwh[i]);
        double const ratio = std::abs(row.left - row.right) / row.bound;
        if (std::isnan(ratio)) return row;
        if (ratio > worst_ratio) {
            worst = std::move(row);
            worst_ratio = ratio;
        }
    }
    return worst;
}

AuditRow share_row(char const* name, double lowest, double highest) {
    return {name,    lowest,
            highest, soc_tolerance,
            "1",     lowest >= -soc_tolerance && highest <= 1.0 + soc_tolerance && lowest <= highest};
}

// Whole numbers are compared as such; the row shows them as double.
AuditRow exact_row(std::string name, std::int64_t left, std::int64_t right, std::string unit) {
    return {std::move(name), static_cast<double>(left), static_cast<double>(right), 0.0, std::move(unit),
            left == right};
}

}  // namespace

AuditRow audit_energy_total(double metered_kwh, double stored_and_lost_kwh) {
    return energy_row("energy_total", metered_kwh, stored_and_lost_kwh);
}

AuditRow audit_energy_fed_back(double metered_kwh, double given_kwh) {
    return energy_row("energy_fed_back", metered_kwh, given_kwh);
}

AuditRow audit_energy_worst_station(std::span<double const> metered_kwh,
                                    std::span<double const> stored_and_lost_kwh) {
    return worst_energy_row("energy_worst_station", metered_kwh, stored_and_lost_kwh);
}

AuditRow audit_connection_worst_station(std::span<double const> in_kwh, std::span<double const> out_kwh) {
    return worst_energy_row("connection_worst_station", in_kwh, out_kwh);
}

AuditRow audit_storage(double lowest_share, double highest_share) {
    return share_row("storage_within_bounds", lowest_share, highest_share);
}

AuditRow audit_vehicles(std::int64_t at_beginning, std::int64_t at_end) {
    return exact_row("vehicles_conserved", at_beginning, at_end, "1");
}

AuditRow audit_grants(double granted_kw, double capacity_kw) {
    double const bound = energy_tolerance * std::max(std::abs(capacity_kw), 1.0);
    return {"grants_within_capacity",         granted_kw, capacity_kw, bound, "kW",
            granted_kw <= capacity_kw + bound};
}

AuditRow audit_soc(double lowest, double highest) {
    return share_row("soc_between_0_and_1", lowest, highest);
}

AuditRow audit_little(std::int64_t integral_ms, std::int64_t sum_of_waits_ms) {
    return exact_row("littles_law_waiting", integral_ms, sum_of_waits_ms, "ms");
}

AuditRow audit_grid_energy(double fed_kwh, double metered_kwh) {
    return energy_row("grid_energy", fed_kwh, metered_kwh);
}

AuditRow audit_grid_balance(double worst_imbalance) {
    constexpr double bound = 1e-9;
    return {"grid_power_balance", worst_imbalance, 0.0, bound, "1", worst_imbalance <= bound};
}

bool all_hold(std::span<AuditRow const> rows) { return std::ranges::all_of(rows, &AuditRow::holds); }

}  // namespace yuchong::measure
