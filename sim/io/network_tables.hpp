#pragma once
// Buses and branches as their files have them, each with its place. One reader a format fills them;
// join_tables() finds what every user of them has to know: which bus is the slack, and which branches join
// which buses.

#include "sim/io/report.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace yuchong::io {

struct BusRow {
    std::string name;
    Mark mark;
    enum class Type { pq, slack } type = Type::pq;
    double base_kv = 0.0;              // line to line, of the ohms of its branches
    double nominal_kv = 0.0;           // line to line; 0: not known
    double p_kw = 0.0, q_kvar = 0.0;   // load
    double g_kw = 0.0, b_kvar = 0.0;   // shunt at 1 pu: drawn, and fed in
    double vm_pu = 1.0, va_deg = 0.0;  // of the slack
};

struct BranchRow {
    std::string from, to;
    Mark mark{}, from_mark{}, to_mark{};
    double r_ohm = 0.0, x_ohm = 0.0, b_us = 0.0;  // at the base voltage of its ends
    double rating_a = 0.0, rating_mva = 0.0;      // at the base voltage; 0: no limit, or the other has it
    enum class State { open, closed } state = State::closed;
};

struct NetworkTables {
    std::vector<BusRow> buses;
    std::vector<BranchRow> branches;
};

// A closed branch by the positions of its ends in NetworkTables::buses.
struct JoinedBranch {
    BranchRow const* row;
    std::uint32_t from, to;
};

struct JoinedTables {
    std::map<std::string, std::uint32_t> bus;  // position by name
    std::optional<std::uint32_t> slack;
    std::vector<JoinedBranch> closed;
};

// May a branch join two base voltages? If it may, its ohms are referred to the higher.
enum class BaseVoltages { one, several };

// Names that stand twice or nowhere, none or two slacks, and closed branches that cannot be used go to the
// report; `whole` is where a problem of the whole is shown. Tables must outlive the result.
JoinedTables join_tables(NetworkTables const& tables, Mark const& whole, BaseVoltages voltages,
                         Report& report);

// Ohms that are 1 pu on 1 MVA at the base voltage of a branch, the higher of its ends'.
double base_ohm(BusRow const& from, BusRow const& to);

// A case by its path: a folder with buses.csv and branches.csv, or a MATPOWER case file (.m).
NetworkTables read_network_tables(std::string const& path, Report& report);
// The file where problems of its whole are shown.
std::string table_of_buses(std::string const& path);

// network_csv.cpp
NetworkTables read_network_csv(std::string const& folder, Report& report);
// network_matpower.cpp
NetworkTables read_matpower(std::string const& path, Report& report);

}  // namespace yuchong::io
