#include "sim/io/network_case.hpp"

#include "sim/base/math.hpp"
#include "sim/grid/network_flow.hpp"
#include "sim/io/network_tables.hpp"

#include <fmt/format.h>

#include <numbers>

namespace yuchong::io {

namespace {

constexpr double kw_per_pu = 1000.0;  // 1 MVA
constexpr double siemens_per_us = 1e-6;

void add_branches(NetworkTables const& tables, JoinedTables const& joined, NetworkCase& network_case) {
    for (auto const& [row, from, to] : joined.closed) {
        double const ohm = base_ohm(tables.buses[from], tables.buses[to]);
        network_case.network.branches.push_back(
            {from, to, row->r_ohm / ohm, row->x_ohm / ohm, row->b_us * siemens_per_us * ohm});
    }
}

void add_buses(NetworkTables const& tables, NetworkCase& network_case) {
    network_case.network.nodes = static_cast<std::uint32_t>(tables.buses.size());
    for (BusRow const& bus : tables.buses) {
        network_case.bus.push_back(bus.name);
        network_case.p_pu.push_back(bus.p_kw / kw_per_pu);
        network_case.q_pu.push_back(bus.q_kvar / kw_per_pu);
        network_case.network.g_pu.push_back(bus.g_kw / kw_per_pu);
        network_case.network.b_pu.push_back(bus.b_kvar / kw_per_pu);
    }
}

void report_dark_buses(NetworkTables const& tables, NetworkCase const& network_case, Report& report) {
    for (std::uint32_t const i : grid::dark_nodes(network_case.network)) {
        report.add({tables.buses[i].mark, "", fmt::format("the bus {} is islanded", tables.buses[i].name),
                    "no closed branch leads from the slack to it", "close one, or remove the bus"});
    }
}

}  // namespace

NetworkCase read_network_case(std::string const& path) {
    Report report;
    NetworkTables const tables = read_network_tables(path, report);
    throw_if_any(report);
    JoinedTables const joined = join_tables(tables, {table_of_buses(path)}, BaseVoltages::one, report);
    throw_if_any(report);
    NetworkCase network_case;
    add_buses(tables, network_case);
    add_branches(tables, joined, network_case);
    BusRow const& head = tables.buses[*joined.slack];
    double const angle = head.va_deg * std::numbers::pi / 180.0;
    network_case.network.slack = *joined.slack;
    network_case.slack_voltage = {head.vm_pu * math::cos(angle), head.vm_pu * math::sin(angle)};
    report_dark_buses(tables, network_case, report);
    throw_if_any(report);
    return network_case;
}

}  // namespace yuchong::io
