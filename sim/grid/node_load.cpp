#include "sim/grid/node_load.hpp"

#include "sim/base/check.hpp"

#include <algorithm>

namespace yuchong::grid {

NodeCurrents::NodeCurrents(std::uint32_t most_nodes)
    : own_p_(most_nodes), own_q_(most_nodes), rest_(most_nodes), first_source_(most_nodes + 1) {}

void NodeCurrents::set_base(RadialFeeder const& feeder, FeederLoads const& loads) {
    std::size_t const n = feeder.size();
    auto const fits = [&](auto const& column) { return column.empty() || column.size() == n; };
    check(n <= own_p_.size(), "the feeder has more nodes than its solver was built for");
    check(loads.p_pu.size() == n && loads.q_pu.size() == n && fits(loads.shares) &&
              fits(loads.charger_p_pu) && loads.charger_q_pu.size() == loads.charger_p_pu.size(),
          "loads differ in length from their feeder (each column has one entry a node)");
    volt_var_ = {};
    only_power_ = loads.shares.empty() && !feeder.has_shunts() && loads.volt_var.empty();
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
    set_volt_var(loads, chargers);
}

// An inverter that is out has no entries: its node's begin where they end.
void NodeCurrents::set_volt_var(FeederLoads const& loads, std::span<ChargerState const> chargers) {
    if (loads.volt_var.empty()) return;
    check(!loads.volt_var_curve.empty(), "inverters without a curve");
    volt_var_ = loads.volt_var;
    curve_ = loads.volt_var_curve;
    std::size_t const n = loads.p_pu.size();
    std::uint32_t k = 0;
    for (std::uint32_t i = 0; i < n; ++i) {
        first_source_[i] = k;
        while (k < volt_var_.size() && volt_var_[k].node == i) ++k;
        if (!chargers.empty() && !draws(chargers[i])) first_source_[i] = k;
    }
    first_source_[n] = k;
    check(k == volt_var_.size(), "inverters are not sorted by node, or at none of the feeder");
}

VoltVarValue NodeCurrents::given(std::uint32_t i, double voltage_pu) const {
    VoltVarValue const asked = volt_var(voltage_pu, curve_);
    VoltVarValue sum{0.0, 0.0};
    for (std::uint32_t k = first_source_[i]; k < first_source_[i + 1]; ++k) {
        VoltVarValue const one = given_by(volt_var_[k], asked);
        sum = {sum.reactive_pu + one.reactive_pu, sum.slope + one.slope};
    }
    return sum;
}

void NodeCurrents::set_as_impedances(RadialFeeder const& feeder, FeederLoads const& loads,
                                     std::span<ChargerState const> chargers) {
    set(feeder, loads, chargers);
    volt_var_ = {};  // a voltage that nobody holds up is wanted
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
    Complex const drawn{p_[i] + (rest.current_p * s + rest.g * m), q_[i] + (rest.current_q * s - rest.b * m)};
    return has_volt_var(i) ? drawn - Complex{0.0, given(i, s).reactive_pu} : drawn;
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

double NodeCurrents::total_given_pu(std::span<Complex const> voltage) const {
    double sum = 0.0;
    for (std::uint32_t i = 0; i < voltage.size() && !volt_var_.empty(); ++i)
        if (has_volt_var(i)) sum += given(i, magnitude(voltage[i])).reactive_pu;
    return sum;
}

}  // namespace yuchong::grid
