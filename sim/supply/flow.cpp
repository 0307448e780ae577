#include "sim/supply/flow.hpp"

#include "sim/base/math.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace yuchong::supply {

namespace {

// Margins (kW) may be missed by this much before the flow counts as changed: far above rounding, far below a
// watt.
constexpr double margin_slack_kw = 1e-7;
constexpr double root_width_h = 1e-10;
constexpr int horizon_parts = 8;
constexpr int newton_steps = 60;
constexpr double endless = std::numeric_limits<double>::infinity();

// Energy of a member left alone.
double own_energy_kwh(FlowMember const& member, double hours) {
    return member.demand_kw * hours * math::phi(member.lam_per_h * hours);
}

double own_hours(FlowMember const& member, double energy_kwh) {
    double const change = member.lam_per_h * energy_kwh / member.demand_kw;
    if (change <= -1.0) return endless;
    return energy_kwh / member.demand_kw * math::psi(change);
}

double demand_kw(FlowMember const& member, double energy_kwh) {
    return member.demand_kw + member.lam_per_h * energy_kwh;
}

// A capacity less those who get their demand, and the number of those it limits.
struct Pool {
    double power_kw;
    double energy_kwh;  // integral of the power since the start
    std::uint32_t limited;
    [[nodiscard]] double level_kw() const { return power_kw / limited; }
    [[nodiscard]] double each_kwh() const { return energy_kwh / limited; }
};

// A max-min flow at one time: every member's own exponential, every host's pool and the station's.
class MaxMinAt {
public:
    MaxMinAt(Flow const& flow, double hours) : flow_(flow) {
        auto const hosts = static_cast<std::uint32_t>(flow.host_cap_kw.size());
        for (std::uint32_t h = 0; h < hosts; ++h) {
            host_[h] = {flow.host_cap_kw[h], flow.host_cap_kw[h] * hours, 0};
            by_station_[h] = 0;
        }
        station_ = {flow.station_cap_kw, flow.station_cap_kw * hours, 0};
        for (std::size_t i = 0; i < flow.members.size(); ++i) add_member(i, hours);
        for (std::uint32_t h = 0; h < hosts; ++h) {
            bool const full = host_[h].limited > 0;
            station_.power_kw -= flow.host_cap_kw[h] - (full ? 0.0 : host_[h].power_kw);
            station_.energy_kwh -= flow.host_cap_kw[h] * hours - (full ? 0.0 : host_[h].energy_kwh);
            station_.limited += by_station_[h];
        }
    }

    [[nodiscard]] Pool const& host(std::uint32_t h) const { return host_[h]; }
    [[nodiscard]] Pool const& station() const { return station_; }

    [[nodiscard]] Taken taken(std::size_t i) const {
        FlowMember const& member = flow_.members[i];
        if (member.bound == Bound::demand) return own_[i];
        Pool const& pool = member.bound == Bound::host ? host_[member.host] : station_;
        return {pool.each_kwh(), pool.level_kw()};
    }

    // Negative as soon as the flow is not what it was at the start.
    [[nodiscard]] double margin() const {
        double least = endless;
        auto const keep = [&least](double margin_kw) {
            least = std::min(least, margin_kw + margin_slack_kw);
        };
        double const station_level = station_.limited > 0 ? station_.level_kw() : endless;
        if (station_.limited == 0) keep(station_.power_kw);
        for (std::uint32_t h = 0; h < flow_.host_cap_kw.size(); ++h) {
            bool const full = host_[h].limited > 0;
            keep(full ? station_level - host_[h].level_kw()
                      : host_[h].power_kw - (by_station_[h] > 0 ? by_station_[h] * station_level : 0.0));
        }
        for (std::size_t i = 0; i < flow_.members.size(); ++i) {
            FlowMember const& member = flow_.members[i];
            if (member.bound == Bound::demand) {
                Pool const& pool = host_[member.host];
                keep((pool.limited > 0 ? pool.level_kw() : station_level) - own_[i].power_kw);
            } else {
                Taken const now = taken(i);
                keep(demand_kw(member, now.energy_kwh) - now.power_kw);
                least = std::min(least, member.room_kwh - now.energy_kwh);
            }
        }
        return least;
    }

private:
    void add_member(std::size_t i, double hours) {
        FlowMember const& member = flow_.members[i];
        Pool& pool = host_[member.host];
        switch (member.bound) {
            case Bound::demand: {
                double const energy = own_energy_kwh(member, hours);
                own_[i] = {energy, demand_kw(member, energy)};
                pool.energy_kwh -= energy;
                pool.power_kw -= own_[i].power_kw;
                break;
            }
            case Bound::host: ++pool.limited; break;
            case Bound::station: ++by_station_[member.host]; break;
        }
    }

    Flow const& flow_;
    std::array<Taken, largest_station> own_;
    std::array<Pool, largest_station> host_;
    std::array<std::uint32_t, largest_station> by_station_;
    Pool station_;
};

bool is_scarce(Flow const& flow) {
    return std::any_of(flow.members.begin(), flow.members.end(),
                       [](FlowMember const& member) { return member.bound != Bound::demand; });
}

double sum_energy_kwh(Flow const& flow, double own_clock_h) {
    double sum = 0.0;
    for (FlowMember const& member : flow.members) sum += own_energy_kwh(member, own_clock_h);
    return sum;
}

double sum_demand_kw(Flow const& flow, double own_clock_h) {
    double sum = 0.0;
    for (FlowMember const& member : flow.members)
        sum += demand_kw(member, own_energy_kwh(member, own_clock_h));
    return sum;
}

// tau of the proportional rule: sum of own energies = capacity times time. Newton on an increasing function.
double own_clock_h(Flow const& flow, double hours) {
    double const capacity = flow.host_cap_kw[0];
    double const energy = capacity * hours;
    double tau = energy / sum_demand_kw(flow, 0.0);
    for (int i = 0; i < newton_steps; ++i) {
        double const step = (energy - sum_energy_kwh(flow, tau)) / sum_demand_kw(flow, tau);
        tau = std::max(tau + step, 0.0);
        if (std::abs(step) <= 1e-15 * tau) break;
    }
    return tau;
}

// First time in (0, horizon] at which `margin` is negative, else the horizon. The margin holds at 0.
template <class Margin>
double first_break(double horizon_h, Margin margin) {
    double good = 0.0;
    for (int part = 1; part <= horizon_parts; ++part) {
        double bad = horizon_h * part / horizon_parts;
        if (margin(bad) >= 0.0) {
            good = bad;
            continue;
        }
        while (bad - good > root_width_h) {
            double const middle = 0.5 * (good + bad);
            if (middle <= good || middle >= bad) break;  // a horizon of aeons: no number between them
            (margin(middle) >= 0.0 ? good : bad) = middle;
        }
        return bad;
    }
    return horizon_h;
}

// When the first member that follows its own exponential leaves its stretch.
double first_end_h(Flow const& flow) {
    double hours = endless;
    for (FlowMember const& member : flow.members) {
        if (member.bound == Bound::demand) hours = std::min(hours, own_hours(member, member.room_kwh));
    }
    return hours;
}

double max_min_change_h(Flow const& flow) {
    double horizon = first_end_h(flow);
    MaxMinAt const start(flow, 0.0);
    for (std::size_t i = 0; i < flow.members.size(); ++i) {
        FlowMember const& member = flow.members[i];
        if (member.bound == Bound::demand) continue;
        double const power = start.taken(i).power_kw;
        // Twice the time at today's level: the level may fall, and the horizon only bounds the search.
        if (power > 0.0) horizon = std::min(horizon, 2.0 * member.room_kwh / power);
    }
    if (horizon == endless) return endless;
    return first_break(horizon, [&flow](double hours) { return MaxMinAt(flow, hours).margin(); });
}

double proportional_change_h(Flow const& flow) {
    double const capacity = flow.host_cap_kw[0];
    if (!is_scarce(flow)) {
        return first_break(first_end_h(flow), [&](double hours) {
            return capacity - sum_demand_kw(flow, hours) + margin_slack_kw;
        });
    }
    if (capacity <= 0.0) return endless;
    double end = endless;
    for (FlowMember const& member : flow.members) end = std::min(end, own_hours(member, member.room_kwh));
    double const tau = first_break(
        end, [&](double own_h) { return sum_demand_kw(flow, own_h) - capacity + margin_slack_kw; });
    return sum_energy_kwh(flow, tau) / capacity;
}

}  // namespace

void start_flow(Flow const& flow) {
    std::array<PowerClaim, largest_station> claims;
    std::size_t const n = flow.members.size();
    for (std::size_t i = 0; i < n; ++i) {
        claims[i] = {flow.members[i].demand_kw, 1.0, flow.members[i].host, 0.0, Bound::demand};
    }
    std::span<PowerClaim> const used{claims.data(), n};
    if (flow.rule == SharingRule::max_min) {
        share_max_min(used, flow.host_cap_kw, flow.station_cap_kw);
    } else {
        share_proportional(used, flow.host_cap_kw);
    }
    for (std::size_t i = 0; i < n; ++i) flow.members[i].bound = claims[i].bound;
}

double hours_to_change(Flow const& flow) {
    if (flow.members.empty()) return endless;
    return flow.rule == SharingRule::max_min ? max_min_change_h(flow) : proportional_change_h(flow);
}

void take(Flow const& flow, double hours, std::span<Taken> taken) {
    if (flow.rule == SharingRule::max_min) {
        MaxMinAt const then(flow, hours);
        for (std::size_t i = 0; i < flow.members.size(); ++i) taken[i] = then.taken(i);
        return;
    }
    bool const scarce = is_scarce(flow);
    double const clock = scarce ? own_clock_h(flow, hours) : hours;
    double const share = scarce ? flow.host_cap_kw[0] / sum_demand_kw(flow, clock) : 1.0;
    for (std::size_t i = 0; i < flow.members.size(); ++i) {
        double const energy = own_energy_kwh(flow.members[i], clock);
        taken[i] = {energy, share * demand_kw(flow.members[i], energy)};
    }
}

double total_kwh(Flow const& flow, double hours) {
    if (flow.rule == SharingRule::proportional) {
        return is_scarce(flow) ? flow.host_cap_kw[0] * hours : sum_energy_kwh(flow, hours);
    }
    MaxMinAt const then(flow, hours);
    if (then.station().limited > 0) return flow.station_cap_kw * hours;
    double total = 0.0;
    for (std::uint32_t h = 0; h < flow.host_cap_kw.size(); ++h) {
        Pool const& pool = then.host(h);
        total += flow.host_cap_kw[h] * hours - (pool.limited > 0 ? 0.0 : pool.energy_kwh);
    }
    return total;
}

}  // namespace yuchong::supply
