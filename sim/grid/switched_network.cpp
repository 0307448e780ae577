#include "sim/grid/switched_network.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <numeric>
#include <set>

namespace yuchong::grid {

namespace {

constexpr std::uint32_t nobody = std::numeric_limits<std::uint32_t>::max();

}  // namespace

SwitchedNetwork::SwitchedNetwork(std::uint32_t nodes, std::vector<NetworkBranch> branches,
                                 std::vector<std::uint32_t> heads, std::vector<double> g_pu,
                                 std::vector<double> b_pu)
    : branches_(std::move(branches)),
      heads_(std::move(heads)),
      g_pu_(std::move(g_pu)),
      b_pu_(std::move(b_pu)),
      first_at_(nodes + 1),
      fed_by_(nodes, nobody),
      position_(nodes) {
    check(g_pu_.size() == b_pu_.size() && (g_pu_.empty() || g_pu_.size() == nodes),
          "shunts differ in number from the nodes");
    for (NetworkBranch const& b : branches_) {
        check(b.from < nodes && b.to < nodes, "a branch ends at a node that is not there");
    }
    index_branches();
    for (std::uint32_t k = 0; k < heads_.size(); ++k) {
        check(heads_[k] < nodes && fed_by_[heads_[k]] == nobody,
              "a head is no node, or the head of two feeders");
        fed_by_[heads_[k]] = k;
    }
    flood(heads_);
    for (std::uint32_t k = 0; k < heads_.size(); ++k) feeders_.push_back(number(k));
}

void SwitchedNetwork::index_branches() {
    for (NetworkBranch const& b : branches_) {
        ++first_at_[b.from + 1];
        if (b.to != b.from) ++first_at_[b.to + 1];
    }
    std::partial_sum(first_at_.begin(), first_at_.end(), first_at_.begin());
    at_.resize(first_at_.back());
    std::vector<std::uint32_t> next(first_at_.begin(), first_at_.end() - 1);
    for (std::uint32_t i = 0; i < branches_.size(); ++i) {
        at_[next[branches_[i].from]++] = i;
        if (branches_[i].to != branches_[i].from) at_[next[branches_[i].to]++] = i;
    }
}

// Feeds dark nodes from those reached, breadth first, not through branches outside the trees.
void SwitchedNetwork::flood(std::vector<std::uint32_t> reached) {
    for (std::size_t next = 0; next < reached.size(); ++next) {
        std::uint32_t const node = reached[next];
        for (std::uint32_t const b : branches_at(node)) {
            std::uint32_t const far = other_end(b, node);
            if (branches_[b].state == Switch::open || fed_by_[far] != nobody) continue;
            if (std::binary_search(outside_.begin(), outside_.end(), b)) continue;
            fed_by_[far] = fed_by_[node];
            reached.push_back(far);
        }
    }
}

// Takes the first branch outside the trees with a dark end into use. Returns whether there was one.
bool SwitchedNetwork::feed_through_a_loop() {
    for (std::uint32_t const b : outside_) {
        auto const [from, to] = std::pair(branches_[b].from, branches_[b].to);
        bool const from_dark = fed_by_[from] == nobody, to_dark = fed_by_[to] == nobody;
        if (!from_dark && !to_dark) continue;
        outside_.erase(std::lower_bound(outside_.begin(), outside_.end(), b));
        if (from_dark != to_dark) flood({from_dark ? to : from});
        return true;
    }
    return false;
}

// Depth first over what the feeder feeds. Closed branches it does not follow go outside.
NumberedFeeder SwitchedNetwork::number(std::uint32_t k) {
    struct Way {
        std::uint32_t node, branch, parent;
    };
    std::vector<std::uint32_t> node, branch, parent;
    std::vector<Way> ways{{heads_[k], nobody, 0}};
    std::set<std::uint32_t> outside(outside_.begin(), outside_.end());
    std::set<std::uint32_t> numbered;
    while (!ways.empty()) {
        Way const way = ways.back();
        ways.pop_back();
        if (!numbered.insert(way.node).second) {
            outside.insert(way.branch);
            continue;
        }
        auto const position = static_cast<std::uint32_t>(node.size());
        position_[way.node] = position;
        node.push_back(way.node);
        branch.push_back(way.branch == nobody ? 0 : way.branch);
        parent.push_back(way.parent);
        auto const here = branches_at(way.node);
        for (std::size_t i = here.size(); i-- > 0;) {
            std::uint32_t const b = here[i];
            std::uint32_t const far = other_end(b, way.node);
            if (branches_[b].state == Switch::open || b == way.branch || outside.contains(b)) continue;
            if (fed_by_[far] != k || far == way.node) {
                outside.insert(b);
            } else {
                ways.push_back({far, b, position});
            }
        }
    }
    outside_.assign(outside.begin(), outside.end());
    std::vector<double> r(node.size()), x(node.size()), rating(node.size()), g, b;
    for (std::size_t i = 1; i < node.size(); ++i) {
        NetworkBranch const& to_parent = branches_[branch[i]];
        r[i] = to_parent.r_pu;
        x[i] = to_parent.x_pu;
        rating[i] = to_parent.rating_pu;
    }
    for (std::size_t i = 0; i < node.size() && !g_pu_.empty(); ++i) {
        g.push_back(g_pu_[node[i]]);
        b.push_back(b_pu_[node[i]]);
    }
    RadialFeeder feeder({.parent = parent, .r_pu = r, .x_pu = x, .g_pu = g, .b_pu = b, .rating_pu = rating});
    return {std::move(node), std::move(branch), std::move(feeder)};
}

// Which feeders change: those a branch of whose tree opens, and those that feed through what is closed. Their
// nodes are set dark, and light up again from the heads.
std::vector<std::uint32_t> SwitchedNetwork::operate(std::span<Operation const> operations) {
    std::set<std::uint32_t> touched;
    for (Operation const& o : operations) {
        NetworkBranch& b = branches_[o.branch];
        if (b.state == o.state) continue;
        b.state = o.state;
        auto const at = std::lower_bound(outside_.begin(), outside_.end(), o.branch);
        bool const was_outside = at != outside_.end() && *at == o.branch;
        if (o.state == Switch::closed) {
            if (!was_outside) outside_.insert(at, o.branch);
        } else if (was_outside) {
            outside_.erase(at);
        } else if (fed_by_[b.from] != nobody) {
            touched.insert(fed_by_[b.from]);
        }
    }
    std::vector<std::uint32_t> heads;
    for (std::uint32_t const k : touched) {
        for (std::uint32_t const node : feeders_[k].node) fed_by_[node] = nobody;
        fed_by_[heads_[k]] = k;
        heads.push_back(heads_[k]);
    }
    flood(heads);
    std::vector<std::uint32_t> const before = outside_;
    while (feed_through_a_loop()) {
    }
    for (std::uint32_t const b : before) {
        bool const used = !std::binary_search(outside_.begin(), outside_.end(), b);
        if (used && fed_by_[branches_[b].from] != nobody) touched.insert(fed_by_[branches_[b].from]);
    }
    for (std::uint32_t const k : touched) feeders_[k] = number(k);
    return {touched.begin(), touched.end()};
}

std::optional<Place> SwitchedNetwork::place(std::uint32_t node) const {
    if (fed_by_[node] == nobody) return std::nullopt;
    return Place{fed_by_[node], position_[node]};
}

std::vector<std::uint32_t> SwitchedNetwork::loops() const { return outside_; }

std::vector<std::vector<std::uint32_t>> SwitchedNetwork::islands() const {
    std::vector<std::vector<std::uint32_t>> islands;
    std::vector<bool> seen(fed_by_.size());
    for (std::uint32_t start = 0; start < fed_by_.size(); ++start) {
        if (fed_by_[start] != nobody || seen[start]) continue;
        std::vector<std::uint32_t> island{start};
        seen[start] = true;
        for (std::size_t next = 0; next < island.size(); ++next) {
            std::uint32_t const node = island[next];
            for (std::uint32_t const b : branches_at(node)) {
                std::uint32_t const far = other_end(b, node);
                if (branches_[b].state == Switch::open || seen[far]) continue;
                seen[far] = true;
                island.push_back(far);
            }
        }
        std::sort(island.begin(), island.end());
        islands.push_back(std::move(island));
    }
    return islands;
}

}  // namespace yuchong::grid
