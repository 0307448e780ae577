#pragma once
// How a capacity is shared, as pure functions of demands and caps. models.md 2.3.
//
// Module rules (whole modules of equal power): a claim never holds more modules than it wants, a host never
// more than it has, a station never more than its budget (nested caps).
//   fair    one module at a time to the claimant with the fewest, ties to the earliest session
//   greedy  one at a time to the largest gain min(u, demand - u n), ties to the fewest, then the earliest:
//   this
//           maximises total power (separable concave objective over nested caps)
//   fcfs    the earliest session first, as much as it wants
// Continuous rules:
//   max_min       progressive filling: all rise together (in proportion to their weights) until they meet
//   their
//                 demand or a full host or station freezes them
//   proportional  every claim gets the same share of its demand, host by host
//
// Claims stand in the order of the sessions and name their host by a small index. Nothing allocates.

#include <cstdint>
#include <span>

namespace yuchong::supply {

// Demands this close below a multiple of a module need no further module: keeps rounding from waking ghosts.
inline constexpr double module_slack_kw = 1e-7;

std::uint32_t modules_for(double demand_kw, double module_kw);

struct ModuleClaim {
    double demand_kw;
    std::uint32_t want;  // modules_for(demand)
    std::uint32_t host;
    std::uint32_t granted;  // filled in
};

// Each fills in `granted`; `host_free` holds every host's modules and is left with what remains of them.
void share_fair(std::span<ModuleClaim> claims, std::span<std::uint32_t> host_free,
                std::uint32_t station_free);
void share_greedy(std::span<ModuleClaim> claims, std::span<std::uint32_t> host_free,
                  std::uint32_t station_free, double module_kw);
void share_fcfs(std::span<ModuleClaim> claims, std::span<std::uint32_t> host_free,
                std::uint32_t station_free);

// What holds a continuous claim: its own demand, its host's capacity or the station's.
enum class Bound : std::uint8_t { demand, host, station };

struct PowerClaim {
    double demand_kw;
    double weight;
    std::uint32_t host;
    double granted_kw;  // filled in
    Bound bound;        // filled in
};

void share_max_min(std::span<PowerClaim> claims, std::span<double const> host_cap_kw, double station_cap_kw);
void share_proportional(std::span<PowerClaim> claims, std::span<double const> host_cap_kw);

}  // namespace yuchong::supply
