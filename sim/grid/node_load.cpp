#include "sim/grid/node_load.hpp"

#include "sim/base/check.hpp"

#include <algorithm>

namespace yuchong::grid {

NodeCurrents::NodeCurrents(std::uint32_t most_nodes)
    : own_p_(most_nodes), own_q_(most_nodes), rest_(most_nodes) {}

void NodeCurrents::set_base(RadialFeeder const& feeder, FeederLoads const& loads) {
    std::size_t const n = feeder.size();
    auto const fits = [&](auto const& column) { return column.empty() || column.size() == n; };
    check(n <= own_p_.size(), "the feeder has more nodes than its solver was built for");
    check(loads.p_pu.size() == n && loads.q_pu.size() == n && fits(loads.shares) &&
              fits(loads.charger_p_pu) && loads.charger_q_pu.size() == loads.charger_p_pu.size(),
          "loads differ in length from their feeder (each column has one entry a node)");
    only_power_ = loads.shares.empty() && !feeder.has_shunts();
    p_ = loads.p_pu;
    q_ = loads.q_pu;
    if (only_power_) clear_rest();
    for (std::size_t i = 0; i < n && !only_power_; ++i) {
        ZipShares const share = loads.shares.empty() ? ZipShares{} : loads.shares[i];
        Rest& rest = rest_[i];
        rest = {share.current * p_[i], share.current * q_[i], share.impedance * p_[i],
                -share.impedance * q_[i]};
        if (!feeder.has_shunts()) continue;
        rest.g += feeder.g_pu()[i];
        rest.b += feeder.b_pu()[i];
    }
    if (!only_power_) rest_is_clear_ = false;
    if (loads.shares.empty() && loads.charger_p_pu.empty()) return;
    for (std::size_t i = 0; i < n; ++i) {
        double const share =
            loads.shares.empty() ? 1.0 : 1.0 - loads.shares[i].impedance - loads.shares[i].current;
        own_p_[i] = share * loads.p_pu[i];
        own_q_[i] = share * loads.q_pu[i];
    }
    p_ = {own_p_.data(), n};
    q_ = {own_q_.data(), n};
}

void NodeCurrents::clear_rest() {
    if (!rest_is_clear_) std::fill(rest_.begin(), rest_.end(), Rest{});
    rest_is_clear_ = true;
}

void NodeCurrents::set(RadialFeeder const& feeder, FeederLoads const& loads,
                       std::span<ChargerState const> chargers) {
    set_base(feeder, loads);
    for (std::size_t i = 0; i < loads.charger_p_pu.size(); ++i) {
        if (!chargers.empty() && !draws(chargers[i])) continue;
        own_p_[i] += loads.charger_p_pu[i];
        own_q_[i] += loads.charger_q_pu[i];
    }
}

void NodeCurrents::set_as_impedances(RadialFeeder const& feeder, FeederLoads const& loads,
                                     std::span<ChargerState const> chargers) {
    set(feeder, loads, chargers);
    for (std::size_t i = 0; i < p_.size(); ++i) {
        Rest& rest = rest_[i];
        rest = {0.0, 0.0, rest.g + rest.current_p + p_[i], rest.b - (rest.current_q + q_[i])};
    }
    std::fill(own_p_.begin(), own_p_.end(), 0.0);
    std::fill(own_q_.begin(), own_q_.end(), 0.0);
    p_ = {own_p_.data(), p_.size()};
    q_ = {own_q_.data(), q_.size()};
    only_power_ = rest_is_clear_ = false;
}

Complex NodeCurrents::power(std::uint32_t i, Complex v) const {
    if (only_power_) return {p_[i], q_[i]};
    Rest const& rest = rest_[i];
    double const m = squared_magnitude(v);
    double const s = std::sqrt(m);
    return {p_[i] + (rest.current_p * s + rest.g * m), q_[i] + (rest.current_q * s - rest.b * m)};
}

Complex NodeCurrents::total_power(std::span<Complex const> voltage) const {
    Complex sum = power(0, voltage[0]);
    if (only_power_) {
        for (std::size_t i = 1; i < voltage.size(); ++i) sum += {p_[i], q_[i]};
        return sum;
    }
    for (std::uint32_t i = 1; i < voltage.size(); ++i) sum += power(i, voltage[i]);
    return sum;
}

}  // namespace yuchong::grid
