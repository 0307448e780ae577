#include "sim/supply/allocation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace yuchong::supply {

namespace {

// Levels and caps closer than this (kW) have met.
constexpr double met_kw = 1e-9;

bool is_open(ModuleClaim const& claim, std::span<std::uint32_t const> host_free) {
    return claim.granted < claim.want && host_free[claim.host] > 0;
}

// What one cap still leaves its unfrozen claims, by unit of weight.
struct Headroom {
    double left_kw;
    double weight = 0.0;
    [[nodiscard]] double rise() const {
        return weight > 0.0 ? left_kw / weight : std::numeric_limits<double>::infinity();
    }
};

template <class InCap>
Headroom headroom(std::span<PowerClaim const> claims, double cap_kw, double level, InCap in_cap) {
    Headroom room{cap_kw};
    for (PowerClaim const& claim : claims) {
        if (!in_cap(claim)) continue;
        bool const frozen = claim.granted_kw >= 0.0;
        room.left_kw -= frozen ? claim.granted_kw : level * claim.weight;
        if (!frozen) room.weight += claim.weight;
    }
    room.left_kw = std::max(room.left_kw, 0.0);
    return room;
}

template <class Chosen>
void freeze(std::span<PowerClaim> claims, double level, Bound bound, Chosen chosen) {
    for (PowerClaim& claim : claims) {
        if (claim.granted_kw >= 0.0 || !chosen(claim)) continue;
        claim.granted_kw = bound == Bound::demand ? claim.demand_kw : level * claim.weight;
        claim.bound = bound;
    }
}

}  // namespace

std::uint32_t modules_for(double demand_kw, double module_kw) {
    if (demand_kw <= module_slack_kw) return 0;
    return static_cast<std::uint32_t>(std::ceil((demand_kw - module_slack_kw) / module_kw));
}

// Passing over the claims level by level is the same as asking each time who holds the fewest.
void share_fair(std::span<ModuleClaim> claims, std::span<std::uint32_t> host_free,
                std::uint32_t station_free) {
    for (ModuleClaim& claim : claims) claim.granted = 0;
    bool given = true;
    for (std::uint32_t level = 0; given && station_free > 0; ++level) {
        given = false;
        for (ModuleClaim& claim : claims) {
            if (claim.granted != level || !is_open(claim, host_free) || station_free == 0) continue;
            ++claim.granted;
            --host_free[claim.host];
            --station_free;
            given = true;
        }
    }
}

void share_greedy(std::span<ModuleClaim> claims, std::span<std::uint32_t> host_free,
                  std::uint32_t station_free, double module_kw) {
    for (ModuleClaim& claim : claims) claim.granted = 0;
    for (; station_free > 0; --station_free) {
        ModuleClaim* best = nullptr;
        double best_gain = 0.0;
        for (ModuleClaim& claim : claims) {
            if (!is_open(claim, host_free)) continue;
            double const gain = std::min(module_kw, claim.demand_kw - module_kw * claim.granted);
            bool const better = best == nullptr || gain > best_gain + module_slack_kw ||
                                (gain > best_gain - module_slack_kw && claim.granted < best->granted);
            if (!better) continue;
            best = &claim;
            best_gain = gain;
        }
        if (best == nullptr) return;
        ++best->granted;
        --host_free[best->host];
    }
}

void share_fcfs(std::span<ModuleClaim> claims, std::span<std::uint32_t> host_free,
                std::uint32_t station_free) {
    for (ModuleClaim& claim : claims) {
        claim.granted = std::min({claim.want, host_free[claim.host], station_free});
        host_free[claim.host] -= claim.granted;
        station_free -= claim.granted;
    }
}

void share_max_min(std::span<PowerClaim> claims, std::span<double const> host_cap_kw, double station_cap_kw) {
    for (PowerClaim& claim : claims) claim.granted_kw = -1.0;  // not frozen yet
    double level = 0.0;
    auto const everyone = [](PowerClaim const&) { return true; };
    for (std::size_t frozen_rounds = 0; frozen_rounds <= claims.size() + host_cap_kw.size();
         ++frozen_rounds) {
        Headroom const station = headroom(claims, station_cap_kw, level, everyone);
        if (station.weight <= 0.0) return;
        double rise = station.rise();
        for (std::uint32_t h = 0; h < host_cap_kw.size(); ++h) {
            auto const here = [h](PowerClaim const& claim) { return claim.host == h; };
            rise = std::min(rise, headroom(claims, host_cap_kw[h], level, here).rise());
        }
        for (PowerClaim const& claim : claims) {
            if (claim.granted_kw < 0.0) rise = std::min(rise, claim.demand_kw / claim.weight - level);
        }
        level += std::max(rise, 0.0);
        freeze(claims, level, Bound::demand,
               [level](PowerClaim const& claim) { return claim.demand_kw <= level * claim.weight + met_kw; });
        for (std::uint32_t h = 0; h < host_cap_kw.size(); ++h) {
            auto const here = [h](PowerClaim const& claim) { return claim.host == h; };
            if (headroom(claims, host_cap_kw[h], level, here).left_kw <= met_kw) {
                freeze(claims, level, Bound::host, here);
            }
        }
        if (headroom(claims, station_cap_kw, level, everyone).left_kw <= met_kw) {
            freeze(claims, level, Bound::station, everyone);
        }
    }
}

void share_proportional(std::span<PowerClaim> claims, std::span<double const> host_cap_kw) {
    for (std::uint32_t h = 0; h < host_cap_kw.size(); ++h) {
        double total = 0.0;
        for (PowerClaim const& claim : claims) total += claim.host == h ? claim.demand_kw : 0.0;
        bool const scarce = total > host_cap_kw[h];
        for (PowerClaim& claim : claims) {
            if (claim.host != h) continue;
            claim.granted_kw = scarce ? claim.demand_kw * (host_cap_kw[h] / total) : claim.demand_kw;
            claim.bound = scarce ? Bound::host : Bound::demand;
        }
    }
}

}  // namespace yuchong::supply
