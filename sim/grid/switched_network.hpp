#pragma once
// Nodes and branches with switches, and the radial feeders that grow in them from their heads. Chinese 10 kV
// networks are built as loops and run open: closing a tie and opening another switch moves load from one
// feeder to the next. Only the feeders it touches are numbered anew.
//
// A closed branch whose ends are fed without it closes a loop, within a feeder or between two. It carries
// nothing here: it stays outside the trees and is listed in loops(), until somebody opens a switch or it is
// needed to feed what would be dark. Nodes that no head reaches are dark: no voltage, no load; islands()
// lists them. Whether loops and islands are errors is the caller's to say.
//
//     SwitchedNetwork network(nodes, branches, heads);
//     auto const touched = network.operate({{tie, Switch::closed}, {sectioner, Switch::open}});
//     for (std::uint32_t k : touched) start_flat(network.feeder(k));

#include "sim/grid/radial_feeder.hpp"

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace yuchong::grid {

enum class Switch : std::uint8_t { open, closed };

struct NetworkBranch {
    std::uint32_t from, to;  // nodes
    double r_pu, x_pu;
    double rating_pu = std::numeric_limits<double>::infinity();
    Switch state = Switch::closed;
};

// A feeder and what its positions stand for, numbered depth first from the head; at a fork the branch with
// the lower number is followed first.
struct NumberedFeeder {
    std::vector<std::uint32_t> node;    // of the network, at each position
    std::vector<std::uint32_t> branch;  // of the network, to the parent; entry 0 stands for none
    RadialFeeder feeder;
};

struct Place {
    std::uint32_t feeder, position;
};

class SwitchedNetwork {
public:
    // Feeder k starts at heads[k]. Shunts are by node, empty: none. Where two heads are joined, a node
    // belongs to the one fewer branches away. Throws BrokenInvariant if a branch or a head names no node.
    SwitchedNetwork(std::uint32_t nodes, std::vector<NetworkBranch> branches,
                    std::vector<std::uint32_t> heads, std::vector<double> g_pu = {},
                    std::vector<double> b_pu = {});

    struct Operation {
        std::uint32_t branch;
        Switch state;
    };
    // Applies all of them together. Returns the feeders that are numbered anew, in ascending order.
    std::vector<std::uint32_t> operate(std::span<Operation const> operations);
    std::vector<std::uint32_t> operate(std::initializer_list<Operation> operations) {
        return operate(std::span<Operation const>(operations.begin(), operations.size()));
    }

    [[nodiscard]] std::size_t feeders() const { return feeders_.size(); }
    [[nodiscard]] NumberedFeeder const& feeder(std::uint32_t k) const { return feeders_[k]; }
    [[nodiscard]] NetworkBranch const& branch(std::uint32_t b) const { return branches_[b]; }
    // Where a node stands; nothing if it is dark.
    [[nodiscard]] std::optional<Place> place(std::uint32_t node) const;
    // Closed branches outside the trees, both ends fed; ascending.
    [[nodiscard]] std::vector<std::uint32_t> loops() const;
    // Dark nodes, joined by closed branches; each ascending, ordered by their first.
    [[nodiscard]] std::vector<std::vector<std::uint32_t>> islands() const;

private:
    [[nodiscard]] std::span<std::uint32_t const> branches_at(std::uint32_t node) const {
        return {at_.data() + first_at_[node], at_.data() + first_at_[node + 1]};
    }
    [[nodiscard]] std::uint32_t other_end(std::uint32_t branch, std::uint32_t node) const {
        return branches_[branch].from == node ? branches_[branch].to : branches_[branch].from;
    }
    void index_branches();
    void flood(std::vector<std::uint32_t> reached);
    bool feed_through_a_loop();
    NumberedFeeder number(std::uint32_t k);

    std::vector<NetworkBranch> branches_;
    std::vector<std::uint32_t> heads_;
    std::vector<double> g_pu_, b_pu_;
    std::vector<std::uint32_t> first_at_, at_;  // branches at each node, ascending
    std::vector<std::uint32_t> fed_by_;         // feeder of each node
    std::vector<std::uint32_t> position_;       // in that feeder
    std::vector<std::uint32_t> outside_;        // closed branches that are in no tree; ascending
    std::vector<NumberedFeeder> feeders_;
};

}  // namespace yuchong::grid
