#include "sim/io/network_case.hpp"

#include "sim/base/math.hpp"
#include "sim/grid/network_flow.hpp"
#include "sim/io/network_tables.hpp"
#include "sim/io/suggest.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <numbers>
#include <optional>

namespace yuchong::io {

namespace {

using BusNumbers = std::map<std::string, std::uint32_t>;

constexpr double kw_per_pu = 1000.0;  // 1 MVA
constexpr double siemens_per_us = 1e-6;

// First row of each name; others are reported.
BusNumbers number_buses(NetworkTables const& tables, Report& report) {
    BusNumbers numbers;
    for (std::uint32_t i = 0; i < tables.buses.size(); ++i) {
        BusRow const& bus = tables.buses[i];
        auto const [first, is_new] = numbers.emplace(bus.name, i);
        if (is_new) continue;
        report.add({bus.mark, "", fmt::format("the bus {} stands twice", bus.name),
                    fmt::format("first on line {}", tables.buses[first->second].mark.line),
                    "remove or rename one"});
    }
    return numbers;
}

std::optional<std::uint32_t> find_slack(NetworkTables const& tables, Mark const& whole, Report& report) {
    std::optional<std::uint32_t> slack;
    for (std::uint32_t i = 0; i < tables.buses.size(); ++i) {
        BusRow const& bus = tables.buses[i];
        if (bus.type != BusRow::Type::slack) continue;
        if (slack) {
            report.add({bus.mark, "", fmt::format("the bus {} is a second slack", bus.name),
                        fmt::format("{} on line {} is one", tables.buses[*slack].name,
                                    tables.buses[*slack].mark.line),
                        "keep one and make the others pq"});
        } else {
            slack = i;
        }
    }
    if (!slack) {
        report.add({whole, "", "no bus is the slack", "one bus has to hold the voltage",
                    "give the bus that feeds the network the type slack"});
    }
    return slack;
}

std::optional<std::uint32_t> find_bus(std::string const& name, Mark const& mark, BusNumbers const& numbers,
                                      Report& report) {
    if (auto const found = numbers.find(name); found != numbers.end()) return found->second;
    std::vector<std::string> known;
    for (auto const& [bus, number] : numbers) known.push_back(bus);
    report.add({mark, "", fmt::format("there is no bus {}", name), "a branch joins two buses of the table",
                suggest(name, known)});
    return std::nullopt;
}

bool is_usable(BranchRow const& row, BusRow const& from, BusRow const& to, Report& report) {
    std::string const branch = fmt::format("the branch from {} to {}", row.from, row.to);
    std::size_t const before = report.size();
    if (&from == &to) {
        report.add({row.mark, "", branch + " ends where it starts", "it joins nothing", "remove it"});
    }
    if (row.r_ohm == 0.0 && row.x_ohm == 0.0) {
        report.add({row.mark, "", branch + " has no impedance", "its current would have no bound",
                    "join its ends to one bus, or open it"});
    }
    if (from.base_kv != to.base_kv) {
        report.add({row.mark, "", branch + fmt::format(" joins {} kV and {} kV", from.base_kv, to.base_kv),
                    "ohms need one base voltage",
                    "refer everything behind a transformer to one side and give it that base_kv"});
    }
    return report.size() == before;
}

void add_branches(NetworkTables const& tables, BusNumbers const& numbers, NetworkCase& network_case,
                  Report& report) {
    for (BranchRow const& row : tables.branches) {
        auto const from = find_bus(row.from, row.from_mark, numbers, report);
        auto const to = find_bus(row.to, row.to_mark, numbers, report);
        if (!from || !to || row.state == BranchRow::State::open) continue;
        if (!is_usable(row, tables.buses[*from], tables.buses[*to], report)) continue;
        double const base_kv = tables.buses[*from].base_kv;
        double const base_ohm = base_kv * base_kv;  // on 1 MVA
        network_case.network.branches.push_back(
            {*from, *to, row.r_ohm / base_ohm, row.x_ohm / base_ohm, row.b_us * siemens_per_us * base_ohm});
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
    bool const is_matpower = std::filesystem::path(path).extension() == ".m";
    NetworkTables const tables = is_matpower ? read_matpower(path, report) : read_network_csv(path, report);
    throw_if_any(report);
    Mark const whole{is_matpower ? path : (std::filesystem::path(path) / "buses.csv").string()};
    NetworkCase network_case;
    BusNumbers const numbers = number_buses(tables, report);
    auto const slack = find_slack(tables, whole, report);
    add_buses(tables, network_case);
    add_branches(tables, numbers, network_case, report);
    throw_if_any(report);
    BusRow const& head = tables.buses[*slack];
    double const angle = head.va_deg * std::numbers::pi / 180.0;
    network_case.network.slack = *slack;
    network_case.slack_voltage = {head.vm_pu * math::cos(angle), head.vm_pu * math::sin(angle)};
    report_dark_buses(tables, network_case, report);
    throw_if_any(report);
    return network_case;
}

}  // namespace yuchong::io
