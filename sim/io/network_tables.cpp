#include "sim/io/network_tables.hpp"

#include "sim/io/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace yuchong::io {

namespace {

using BusNumbers = std::map<std::string, std::uint32_t>;

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

bool is_usable(BranchRow const& row, BusRow const& from, BusRow const& to, BaseVoltages voltages,
               Report& report) {
    std::string const branch = fmt::format("the branch from {} to {}", row.from, row.to);
    std::size_t const before = report.size();
    if (&from == &to) {
        report.add({row.mark, "", branch + " ends where it starts", "it joins nothing", "remove it"});
    }
    if (row.r_ohm == 0.0 && row.x_ohm == 0.0) {
        report.add({row.mark, "", branch + " has no impedance", "its current would have no bound",
                    "join its ends to one bus, or open it"});
    }
    if (voltages == BaseVoltages::one && from.base_kv != to.base_kv) {
        report.add({row.mark, "", branch + fmt::format(" joins {} kV and {} kV", from.base_kv, to.base_kv),
                    "ohms need one base voltage",
                    "refer everything behind a transformer to one side and give it that base_kv"});
    }
    return report.size() == before;
}

bool is_matpower(std::string const& path) { return std::filesystem::path(path).extension() == ".m"; }

}  // namespace

JoinedTables join_tables(NetworkTables const& tables, Mark const& whole, BaseVoltages voltages,
                         Report& report) {
    JoinedTables joined;
    joined.bus = number_buses(tables, report);
    joined.slack = find_slack(tables, whole, report);
    for (BranchRow const& row : tables.branches) {
        auto const from = find_bus(row.from, row.from_mark, joined.bus, report);
        auto const to = find_bus(row.to, row.to_mark, joined.bus, report);
        if (!from || !to || row.state == BranchRow::State::open) continue;
        if (is_usable(row, tables.buses[*from], tables.buses[*to], voltages, report))
            joined.closed.push_back({&row, *from, *to});
    }
    return joined;
}

double base_ohm(BusRow const& from, BusRow const& to) {
    double const kv = std::max(from.base_kv, to.base_kv);
    return kv * kv;
}

NetworkTables read_network_tables(std::string const& path, Report& report) {
    return is_matpower(path) ? read_matpower(path, report) : read_network_csv(path, report);
}

std::string table_of_buses(std::string const& path) {
    return is_matpower(path) ? path : (std::filesystem::path(path) / "buses.csv").string();
}

}  // namespace yuchong::io
