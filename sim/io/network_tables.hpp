#pragma once
// Buses and branches as their files have them, each with its place, before anything is made of them. One
// reader a format fills them; network_case.cpp judges what they say together.

#include "sim/io/report.hpp"

#include <string>
#include <vector>

namespace yuchong::io {

struct BusRow {
    std::string name;
    Mark mark;
    enum class Type { pq, slack } type = Type::pq;
    double base_kv = 0.0;              // line to line
    double p_kw = 0.0, q_kvar = 0.0;   // load
    double g_kw = 0.0, b_kvar = 0.0;   // shunt at 1 pu: drawn, and fed in
    double vm_pu = 1.0, va_deg = 0.0;  // of the slack
};

struct BranchRow {
    std::string from, to;
    Mark mark{}, from_mark{}, to_mark{};
    double r_ohm = 0.0, x_ohm = 0.0, b_us = 0.0;  // at the base voltage of its ends
    enum class State { open, closed } state = State::closed;
};

struct NetworkTables {
    std::vector<BusRow> buses;
    std::vector<BranchRow> branches;
};

// network_csv.cpp
NetworkTables read_network_csv(std::string const& folder, Report& report);
// network_matpower.cpp
NetworkTables read_matpower(std::string const& path, Report& report);

}  // namespace yuchong::io
