#include "sim/io/own_lines.hpp"

#include "sim/grid/switched_network.hpp"
#include "sim/io/fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace yuchong::io {

namespace {

// What a run can count with: beyond these a figure is a slip, and rounding would show.
constexpr Range nominal_kv = between(0.01, 1'000);
constexpr double largest_load = 1e6;         // kW or kvar of a bus
constexpr double least_impedance_pu = 1e-9;  // of a branch, on 1 MVA: 0.1 micro-ohm at 10 kV

}  // namespace

OwnLines::OwnLines(NetworkTables const& tables, std::string const& path, Report& report)
    : tables_(tables), report_(report) {
    std::size_t const before = report.size();
    joined_ = join_tables(tables, {table_of_buses(path)}, BaseVoltages::several, report);
    if (report.size() == before) find_tree();
}

grid::OwnNetwork OwnLines::read() {
    grid::OwnNetwork own{};
    for (std::uint32_t i = 0; i < tables_.buses.size(); ++i) own.buses.push_back(bus_of(i));
    for (JoinedBranch const& branch : joined_.closed) own.branches.push_back(branch_of(branch));
    own.slack = joined_.slack.value_or(0);
    return own;
}

void OwnLines::complain(Mark const& mark, std::string problem, std::string why, std::string hint) {
    report_.add({mark, "", std::move(problem), std::move(why), std::move(hint)});
}

// Every bus has to be fed, and by one way. Impedances do not matter to that.
void OwnLines::find_tree() {
    std::vector<grid::NetworkBranch> branches;
    for (JoinedBranch const& b : joined_.closed) branches.push_back({b.from, b.to, 1.0, 1.0});
    grid::SwitchedNetwork const network(static_cast<std::uint32_t>(tables_.buses.size()), branches,
                                        {*joined_.slack});
    auto const loops = network.loops();
    auto const islands = network.islands();
    for (std::uint32_t const b : loops) {
        BranchRow const& row = *joined_.closed[b].row;
        complain(row.mark, fmt::format("the branch from {} to {} closes a loop", row.from, row.to),
                 "feeders of a run are radial", "open it or another branch of the loop");
    }
    for (auto const& island : islands) {
        for (std::uint32_t const i : island) {
            complain(tables_.buses[i].mark, fmt::format("the bus {} is islanded", tables_.buses[i].name),
                     "no closed branch leads from the slack to it", "close one, or remove the bus");
        }
    }
    if (branches.empty()) {
        BusRow const& slack = tables_.buses[*joined_.slack];
        complain(slack.mark, fmt::format("no branch leaves the slack bus {}", slack.name),
                 "each one starts a feeder", "add one");
    }
    if (!loops.empty() || !islands.empty()) return;
    grid::NumberedFeeder const& tree = network.feeder(0);
    parent_.resize(tables_.buses.size());
    for (std::uint32_t i = 0; i < tree.node.size(); ++i)
        parent_[tree.node[i]] = tree.node[tree.feeder.parent()[i]];
}

grid::OwnBus OwnLines::bus_of(std::uint32_t i) {
    BusRow const& row = tables_.buses[i];
    bool const slack = joined_.slack == i;
    if (!nominal_kv.contains(row.nominal_kv)) {
        complain(row.mark,
                 fmt::format("the bus {} has a nominal voltage of {:g} kV", row.name, row.nominal_kv),
                 "currents and what is low voltage go by it", "give it its base voltage");
    } else if (slack && row.nominal_kv < grid::low_voltage_below_kv) {
        complain(row.mark, fmt::format("the slack bus {} is below 1 kV", row.name),
                 "it is the 10 kV bus of a substation", "make the bus of the substation the slack");
    }
    if (row.g_kw != 0.0 || row.b_kvar != 0.0) {
        complain(row.mark, fmt::format("the bus {} has a shunt", row.name), "feeders of a run have none",
                 "write a capacitor as a bus of negative qd_kvar without pd_kw");
    }
    check_load(row, slack);
    return {row.name, row.nominal_kv, row.p_kw, row.q_kvar};
}

void OwnLines::check_load(BusRow const& row, bool slack) {
    if (slack && (row.p_kw != 0.0 || row.q_kvar != 0.0)) {
        complain(row.mark, fmt::format("the slack bus {} has a load", row.name), "it is on no feeder",
                 "move it to a bus behind a branch");
    } else if (row.p_kw < 0.0) {
        complain(row.mark, fmt::format("the bus {} feeds in {:g} kW", row.name, -row.p_kw),
                 "its load would follow the daily shape of consumption", "leave generation out");
    } else if (std::max(row.p_kw, std::abs(row.q_kvar)) > largest_load) {
        complain(row.mark,
                 fmt::format("the bus {} draws {:g} kW and {:g} kvar", row.name, row.p_kw, row.q_kvar),
                 "no feeder carries that", "check its unit");
    }
}

grid::OwnBranch OwnLines::branch_of(JoinedBranch const& joined) {
    BranchRow const& row = *joined.row;
    std::string const name = fmt::format("the branch from {} to {}", row.from, row.to);
    if (row.b_us != 0.0) {
        complain(row.mark, name + " has line charging", "feeders of a run have no shunts",
                 "write 0; on 10 kV lines it is small");
    }
    double const ohm = base_ohm(tables_.buses[joined.from], tables_.buses[joined.to]);
    grid::OwnBranch branch{joined.from, joined.to, row.r_ohm / ohm, row.x_ohm / ohm};
    if (row.r_ohm < 0.0 || row.x_ohm < 0.0) {
        complain(row.mark, name + " has a negative resistance or reactance",
                 "voltages would rise with what is drawn", "leave series capacitors out");
    } else if (std::max(branch.r_pu, branch.x_pu) < least_impedance_pu) {
        complain(row.mark, name + " has next to no impedance", "its current would have no bound",
                 "join its ends to one bus");
    }
    double const kv = std::sqrt(ohm * grid::base_mva);
    double const mva = row.rating_mva + std::numbers::sqrt3 * kv * row.rating_a / 1000.0;
    if (mva > 0.0) branch.rating_pu = mva / grid::base_mva;
    return branch;
}

}  // namespace yuchong::io
