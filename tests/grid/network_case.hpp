#pragma once
// The published feeders of tests/grid/cases, in per unit on 1 MVA.

#include "sim/grid/complex.hpp"
#include "sim/grid/meshed_flow.hpp"
#include "sim/grid/switched_network.hpp"

#include <cstdint>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace yuchong::grid {

struct NetworkCase {
    std::uint32_t head = 0;
    std::vector<double> p_pu, q_pu;       // by node, in the order of buses.csv
    std::vector<NetworkBranch> branches;  // ties as well
    std::vector<double> vm_pu, va_deg;    // expected

    [[nodiscard]] std::uint32_t nodes() const { return static_cast<std::uint32_t>(p_pu.size()); }
    [[nodiscard]] MeshedNetwork meshed() const {
        MeshedNetwork network{nodes(), head, {}, {}, {}};
        for (NetworkBranch const& b : branches) {
            if (b.state == Switch::closed) network.branches.push_back({b.from, b.to, b.r_pu, b.x_pu});
        }
        return network;
    }
};

// Rows without the header; all cells of these files are plain.
inline std::vector<std::vector<std::string>> rows_of(std::string const& path) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error("cannot read " + path);
    std::vector<std::vector<std::string>> rows;
    for (std::string line; std::getline(file, line);) {
        rows.emplace_back();
        std::istringstream cells(line);
        for (std::string cell; std::getline(cells, cell, ',');) rows.back().push_back(cell);
    }
    rows.erase(rows.begin());
    return rows;
}

inline NetworkCase network_case(std::string const& name) {
    std::string const directory = std::string(YUCHONG_SOURCE_DIR) + "/tests/grid/cases/" + name + "/";
    NetworkCase c;
    std::vector<std::string> names;
    double base_kv = 0.0;
    for (auto const& row : rows_of(directory + "buses.csv")) {
        if (row[1] == "slack") c.head = static_cast<std::uint32_t>(names.size());
        names.push_back(row[0]);
        base_kv = std::stod(row[2]);
        c.p_pu.push_back(std::stod(row[3]) / 1000.0);
        c.q_pu.push_back(std::stod(row[4]) / 1000.0);
    }
    auto const node = [&](std::string const& bus) {
        for (std::uint32_t i = 0; i < names.size(); ++i) {
            if (names[i] == bus) return i;
        }
        throw std::runtime_error("no bus " + bus);
    };
    double const base_ohm = base_kv * base_kv;
    for (auto const& row : rows_of(directory + "branches.csv")) {
        NetworkBranch b{node(row[0]), node(row[1]), std::stod(row[2]) / base_ohm,
                        std::stod(row[3]) / base_ohm};
        if (row[4] == "0") b.state = Switch::open;
        c.branches.push_back(b);
    }
    for (auto const& row : rows_of(directory + "expected.csv")) {
        c.vm_pu.push_back(std::stod(row[1]));
        c.va_deg.push_back(std::stod(row[2]));
    }
    return c;
}

}  // namespace yuchong::grid
