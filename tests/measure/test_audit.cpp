// Each law holds when its sides agree and breaks when they do not.

#include "sim/measure/audit.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

using namespace yuchong::measure;

TEST_CASE("energy: 1e-9 relative, of 1 kWh at least") {
    CHECK(audit_energy_total(1e6, 1e6 * (1 + 0.9e-9)).holds);
    CHECK_FALSE(audit_energy_total(1e6, 1e6 * (1 + 1.1e-9)).holds);
    CHECK(audit_energy_total(0.0, 0.9e-9).holds);
    CHECK_FALSE(audit_energy_total(0.0, 1.1e-9).holds);
    CHECK_FALSE(audit_energy_total(std::nan(""), 1.0).holds);
    CHECK_FALSE(audit_energy_total(1.0, std::numeric_limits<double>::infinity()).holds);
}

TEST_CASE("energy by station: the worst one speaks for all") {
    std::vector<double> const metered{100.0, 200.0, 300.0};
    CHECK(audit_energy_worst_station(metered, metered).holds);
    CHECK(audit_energy_worst_station({}, {}).holds);
    AuditRow const broken = audit_energy_worst_station(metered, std::vector{100.0, 200.001, 300.0001});
    CHECK_FALSE(broken.holds);
    CHECK(broken.left == 200.0);
    CHECK_FALSE(audit_energy_worst_station(metered, std::vector{100.0, std::nan(""), 300.0}).holds);
}

TEST_CASE("vehicles are conserved, grants stay within capacity, SoC within 0 and 1") {
    CHECK(audit_vehicles(952'000, 952'000).holds);
    CHECK_FALSE(audit_vehicles(952'000, 951'999).holds);
    CHECK(audit_grants(480.0, 480.0).holds);
    CHECK(audit_grants(480.0 * (1 + 1e-12), 480.0).holds);
    CHECK_FALSE(audit_grants(480.001, 480.0).holds);
    CHECK(audit_soc(0.0, 1.0).holds);
    CHECK_FALSE(audit_soc(-1e-6, 0.5).holds);
    CHECK_FALSE(audit_soc(0.1, 1.000001).holds);
    CHECK_FALSE(audit_soc(std::nan(""), 0.5).holds);
}

TEST_CASE("Little's law to the millisecond, beyond what a double can tell apart") {
    constexpr std::int64_t large = (std::int64_t{1} << 60) + 1;
    CHECK(audit_little(large, large).holds);
    CHECK_FALSE(audit_little(large, large - 1).holds);
    std::vector<AuditRow> const rows{audit_little(1, 1), audit_little(1, 2)};
    CHECK_FALSE(all_hold(rows));
    CHECK(all_hold(std::span(rows).first(1)));
}
