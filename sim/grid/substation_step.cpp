#include "sim/grid/substation_step.hpp"

#include "sim/grid/per_unit.hpp"
#include "sim/grid/voltage_bound.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace yuchong::grid {

namespace {

// A full solution balances to this share of the feeder's rating; a warm one is for screening steps between.
constexpr double full_balance = 1e-9;
constexpr FlowTolerance warm{.voltage_pu = 1e-6, .power_pu = 1e-5};

FlowTolerance tolerance_for(Solution wanted, double balance_kva) {
    if (wanted != Solution::full) return warm;
    return {.voltage_pu = 1e-8, .power_pu = full_balance * balance_kva / kw_per_pu};
}

std::uint32_t largest(Network const& network, std::uint32_t first, std::uint32_t end) {
    std::uint32_t nodes = 1;
    for (std::uint32_t f = first; f < end; ++f) nodes = std::max(nodes, network.feeders[f].node_count);
    return nodes;
}

double lowest_square(std::span<Complex const> voltage) {
    double lowest = std::numeric_limits<double>::infinity();
    for (Complex const v : voltage) lowest = std::min(lowest, squared_magnitude(v));
    return lowest;
}

}  // namespace

SubstationStep::SubstationStep(Distribution const& grid, StepLoad const& load, std::uint32_t substation)
    : grid_(grid),
      load_(load),
      substation_(substation),
      first_feeder_(grid.feeders_of_[substation].first),
      end_feeder_(first_feeder_ + grid.feeders_of_[substation].count),
      first_node_(grid.network_.feeders[first_feeder_].first_node),
      charging_kw_(end_feeder_ - first_feeder_),
      solved_(end_feeder_ - first_feeder_),
      solver_(largest(grid.network_, first_feeder_, end_feeder_)) {
    Feeder const& last = grid.network_.feeders[end_feeder_ - 1];
    for (auto* column : {&p_, &q_, &charger_p_, &charger_q_})
        column->resize(last.first_node + last.node_count - first_node_);
    current_.resize(p_.size());
}

void SubstationStep::run(DistributionState& state, Solution wanted) {
    if (state.tapped[substation_] != 0) wanted = Solution::full;
    form_loads(state);
    Complex predicted;
    for (std::uint32_t f = first_feeder_; f < end_feeder_; ++f)
        if (!is_out(f)) predicted += expected_power(state, f);
    Substation const& built = grid_.network_.substations[substation_];
    Complex const source =
        no_load_voltage(state.tap[substation_], grid_.taps_[substation_], {grid_.operation_.source_pu, 0.0});
    Complex const start = voltage_behind(source, {built.r_pu, built.x_pu}, predicted).value_or(source);
    FlowTolerance const tolerance = wanted == Solution::full ? FlowTolerance{} : warm;
    BusOutcome const bus = grid::solve_substation(
        {built.r_pu, built.x_pu}, source, start, tolerance,
        [&](Complex voltage) { return std::optional(draw(state, voltage, wanted)); },
        sources_.empty() ? BusSteps::plain : BusSteps::secant);
    for (std::uint32_t f = first_feeder_; f < end_feeder_; ++f)
        if (solved_[f - first_feeder_]) read_solution(state, f);
    read_bus(state, bus);
}

void SubstationStep::form_loads(DistributionState const& state) {
    for (std::uint32_t f = first_feeder_; f < end_feeder_; ++f) {
        grid_.base_load_.fill(FeederId{f}, load_.level, state.noise.deviation[f], of(f, p_), of(f, q_));
        first_source_.push_back(static_cast<std::uint32_t>(sources_.size()));
        add_chargers(f);
        if (is_out(f))
            for (auto* column : {&p_, &q_, &charger_p_, &charger_q_}) std::ranges::fill(of(f, *column), 0.0);
    }
    first_source_.push_back(static_cast<std::uint32_t>(sources_.size()));
}

bool SubstationStep::is_out(std::uint32_t feeder) const {
    return !load_.out.empty() && load_.out[feeder] != 0;
}

void SubstationStep::add_chargers(std::uint32_t feeder) {
    auto const of_feeder = grid_.transformers_of_[feeder];
    double sum_kw = 0.0;
    for (std::uint32_t t = of_feeder.first; t < of_feeder.first + of_feeder.count; ++t) {
        double kw = load_.home_kw[t], kw_with_kvar = kw;  // at the power factor of chargers
        std::uint32_t const node = grid_.network_.transformers[t].node - first_node_;
        auto const stations = grid_.stations_of_[t];
        for (std::uint32_t i = stations.first; i < stations.first + stations.count; ++i) {
            std::uint32_t const s = grid_.stations_[i];
            kw += load_.station_kw[s];
            if (grid_.has_volt_var() && grid_.inverters_.rating_kva[s] > 0.0) {
                add_inverter(grid_.network_.transformers[t].node - grid_.network_.feeders[feeder].first_node,
                             s);
            } else {
                kw_with_kvar += load_.station_kw[s];
            }
        }
        if (kw == 0.0) continue;
        sum_kw += kw;
        charger_p_[node] = kw / kw_per_pu;
        charger_q_[node] = grid_.charger_tangent_ * kw_with_kvar / kw_per_pu;
        p_[node] += charger_p_[node];
        q_[node] += charger_q_[node];
    }
    charging_kw_[feeder - first_feeder_] = sum_kw;
}

// The active power of the step comes first; what is held back for reactive power was held back before it.
void SubstationStep::add_inverter(std::uint32_t node, std::uint32_t station) {
    double const rating_kva = grid_.inverters_.rating_kva[station];
    double const most_kvar =
        within_rating({load_.station_kw[station], rating_kva}, rating_kva, PowerPriority::active)
            .reactive_kvar;
    sources_.push_back({node, rating_kva / kw_per_pu, most_kvar / kw_per_pu});
    source_station_.push_back(station);
}

std::span<VoltVarSource const> SubstationStep::sources(std::uint32_t feeder) const {
    std::uint32_t const f = feeder - first_feeder_;
    return std::span(sources_).subspan(first_source_[f], first_source_[f + 1] - first_source_[f]);
}

double SubstationStep::given_pu(DistributionState const& state, std::uint32_t feeder) const {
    Complex const* const voltage = state.voltage.data() + grid_.network_.feeders[feeder].first_node;
    double sum = 0.0;
    for (VoltVarSource const& source : sources(feeder))
        sum +=
            given_by(source, volt_var(magnitude(voltage[source.node]), grid_.inverters_.curve)).reactive_pu;
    return sum;
}

void SubstationStep::keep_given(DistributionState& state, std::uint32_t feeder) {
    std::uint32_t const first_node = grid_.network_.feeders[feeder].first_node;
    std::uint32_t station = first_source_[feeder - first_feeder_];
    for (VoltVarSource const& source : sources(feeder)) {
        std::uint32_t const node = first_node + source.node;
        VoltVarValue const asked = volt_var(magnitude(state.voltage[node]), grid_.inverters_.curve);
        double const given_pu = draws(state.charger[node]) ? given_by(source, asked).reactive_pu : 0.0;
        state.given_kvar[source_station_[station++]] = given_pu * kw_per_pu;
    }
}

Complex SubstationStep::expected_power(DistributionState const& state, std::uint32_t feeder) const {
    Complex const power = total_load(feeder) + last_losses(state, feeder);
    return sources(feeder).empty() ? power : power - Complex{0.0, given_pu(state, feeder)};
}

Complex SubstationStep::total_load(std::uint32_t feeder) const {
    Feeder const& f = grid_.network_.feeders[feeder];
    Complex sum;
    for (std::uint32_t i = f.first_node - first_node_; i < f.first_node - first_node_ + f.node_count; ++i)
        sum += {p_[i], q_[i]};
    return sum;
}

Complex SubstationStep::last_losses(DistributionState const& state, std::uint32_t feeder) {
    FeederReading const& reading = state.feeders[feeder];
    return {reading.losses_kw / kw_per_pu, reading.losses_kvar / kw_per_pu};
}

Complex SubstationStep::draw(DistributionState& state, Complex bus, Solution wanted) {
    Complex sum;
    for (std::uint32_t f = first_feeder_; f < end_feeder_; ++f) sum += draw_of(state, f, bus, wanted);
    return sum;
}

Complex SubstationStep::draw_of(DistributionState& state, std::uint32_t feeder, Complex bus,
                                Solution wanted) {
    FeederReading& reading = state.feeders[feeder];
    if (is_out(feeder)) {
        read_outage(state, feeder);
        return {};
    }
    bool const has_voltages = reading.solution != Solution::none && reading.solution != Solution::out;
    if (wanted != Solution::full && has_voltages && reading.dropped == 0) {
        double const bound = bound_pu(state, feeder, bus);
        if (bound <= grid_.operation_.skip_below_pu) {
            Complex const head = expected_power(state, feeder);
            reading.head_kw = head.re * kw_per_pu;
            reading.head_kvar = head.im * kw_per_pu;
            reading.charging_kw = charging_kw_[feeder - first_feeder_];
            reading.volt_var_kvar = given_pu(state, feeder) * kw_per_pu;
            reading.bound_pu = bound;
            if (!solved_[feeder - first_feeder_]) reading.solution = Solution::skipped;
            return head;
        }
    }
    Solved const solved = solve(state, feeder, bus, wanted);
    solved_[feeder - first_feeder_] = solved.flow.converged;
    if (!solved.flow.converged) {
        read_failure(state, feeder);
        return total_load(feeder);
    }
    keep_solution(state, feeder, solved, wanted);
    return solved.flow.head_power;
}

// |dp| + |dq| is no less than |dS| and needs no root.
double SubstationStep::bound_pu(DistributionState const& state, std::uint32_t feeder, Complex bus) const {
    Feeder const& f = grid_.network_.feeders[feeder];
    double const* path = grid_.path_impedance_pu_.data() + f.first_node;
    double const* solved_p = state.p_pu.data() + f.first_node;
    double const* solved_q = state.q_pu.data() + f.first_node;
    double const* p = p_.data() + (f.first_node - first_node_);
    double const* q = q_.data() + (f.first_node - first_node_);
    double change = 0.0, drop = 0.0;
    for (std::uint32_t i = 1; i < f.node_count; ++i) {
        change += path[i] * (std::abs(p[i] - solved_p[i]) + std::abs(q[i] - solved_q[i]));
        drop += path[i] * (std::abs(p[i]) + std::abs(q[i]));
    }
    double const lowest = std::min(1.0, state.feeders[feeder].low_pu);
    double const moved = magnitude(bus - state.voltage[f.first_node]);
    if (sources(feeder).empty()) return largest_voltage_change(moved + change / lowest, drop, lowest);
    VoltVarBound const inverters = volt_var_bound(state, feeder);
    return largest_voltage_change_with_feedback(moved + (change + inverters.change) / lowest,
                                                drop + inverters.drop, inverters.feedback, lowest);
}

// Pre: the bound is only believed up to skip_below_pu, so no voltage leaves that neighbourhood of its last.
SubstationStep::VoltVarBound SubstationStep::volt_var_bound(DistributionState const& state,
                                                            std::uint32_t feeder) const {
    std::uint32_t const first_node = grid_.network_.feeders[feeder].first_node;
    double const within = grid_.operation_.skip_below_pu;
    std::uint32_t k = first_source_[feeder - first_feeder_];
    VoltVarBound bound;
    for (VoltVarSource const& source : sources(feeder)) {
        double const path = grid_.path_impedance_pu_[first_node + source.node];
        double const v = magnitude(state.voltage[first_node + source.node]);
        double const now = given_by(source, volt_var(v, grid_.inverters_.curve)).reactive_pu;
        double const before = state.given_kvar[source_station_[k++]] / kw_per_pu;
        double const steep = source.rating_pu * steepest(grid_.inverters_.curve, v - within, v + within);
        bound.change += path * std::abs(now - before);
        bound.drop += path * (std::abs(now) + steep * within);
        bound.feedback += path * steep;
    }
    return bound;
}

SubstationStep::Solved SubstationStep::solve(DistributionState& state, std::uint32_t feeder, Complex bus,
                                             Solution wanted) {
    Feeder const& f = grid_.network_.feeders[feeder];
    RadialFeeder const& radial = grid_.feeders_[feeder];
    FlowTolerance const tolerance = tolerance_for(wanted, grid_.network_.balance_kva(f));
    std::span<Complex> const voltage = std::span(state.voltage).subspan(f.first_node, f.node_count);
    Solution const before = state.feeders[feeder].solution;
    if (before == Solution::none || before == Solution::out) std::ranges::fill(voltage, bus);
    if (state.feeders[feeder].dropped == 0) {
        FlowOutcome const outcome = solver_.solve(radial, bus,
                                                  {.p_pu = of(feeder, p_),
                                                   .q_pu = of(feeder, q_),
                                                   .volt_var = sources(feeder),
                                                   .volt_var_curve = grid_.inverters_.curve},
                                                  tolerance, voltage);
        double const lowest = lowest_square(voltage), limit = grid_.operation_.cut_out.drop_below_pu;
        if (outcome.converged && lowest >= limit * limit) return {outcome, lowest};
    }
    FlowOutcome const outcome = solve_with_cut_out(state, feeder, bus, tolerance);
    return {outcome, lowest_square(voltage)};
}

FlowOutcome SubstationStep::solve_with_cut_out(DistributionState& state, std::uint32_t feeder, Complex bus,
                                               FlowTolerance const& tolerance) {
    Feeder const& f = grid_.network_.feeders[feeder];
    std::span<Complex> const voltage = std::span(state.voltage).subspan(f.first_node, f.node_count);
    BaseLoad const base = base_load(feeder);
    return solver_.solve(grid_.feeders_[feeder], bus,
                         {.p_pu = base.p,
                          .q_pu = base.q,
                          .shares = {},
                          .charger_p_pu = of(feeder, charger_p_),
                          .charger_q_pu = of(feeder, charger_q_),
                          .volt_var = sources(feeder),
                          .volt_var_curve = grid_.inverters_.curve},
                         tolerance, grid_.operation_.cut_out, voltage,
                         std::span(state.charger).subspan(f.first_node, f.node_count));
}

// Of the 10 kV branches; transformers have readings of their own.
Loading SubstationStep::heaviest_line(std::uint32_t feeder, std::span<Complex const> current) const {
    Feeder const& f = grid_.network_.feeders[feeder];
    auto const kind = grid_.network_.of(f, grid_.network_.nodes.kind);
    auto const rating = grid_.feeders_[feeder].rating_pu();
    Loading heaviest;
    for (std::uint32_t i = 1; i < f.node_count; ++i) {
        if (kind[i] != NodeKind::line) continue;
        double const square = squared_magnitude(current[i]) / (rating[i] * rating[i]);
        if (square > heaviest.loading_pu) heaviest = {i, square};
    }
    heaviest.loading_pu = std::sqrt(heaviest.loading_pu);
    return heaviest;
}

void SubstationStep::keep_solution(DistributionState& state, std::uint32_t feeder, Solved const& solved,
                                   Solution wanted) {
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    Feeder const& f = grid_.network_.feeders[feeder];
    std::ranges::copy(solver_.current(), of(feeder, current_).begin());
    std::ranges::copy(of(feeder, p_), state.p_pu.begin() + f.first_node);
    std::ranges::copy(of(feeder, q_), state.q_pu.begin() + f.first_node);
    keep_given(state, feeder);
    state.feeders[feeder] = {.head_kw = solved.flow.head_power.re * kw_per_pu,
                             .head_kvar = solved.flow.head_power.im * kw_per_pu,
                             .losses_kw = solved.flow.losses.re * kw_per_pu,
                             .losses_kvar = solved.flow.losses.im * kw_per_pu,
                             .charging_kw = charging_kw_[feeder - first_feeder_],
                             .volt_var_kvar = solved.flow.given_pu * kw_per_pu,
                             .low_pu = std::sqrt(solved.lowest_square),
                             .high_pu = unknown,
                             .loading_pu = unknown,
                             .low_node = f.first_node,
                             .loading_node = f.first_node,
                             .dropped = solved.flow.dropped,
                             .bound_pu = 0.0,
                             .imbalance_pu = solved.flow.imbalance_pu,
                             .low_without_pu = unknown,
                             .loading_without_pu = unknown,
                             .solution = wanted};
}

void SubstationStep::read_solution(DistributionState& state, std::uint32_t feeder) {
    Feeder const& f = grid_.network_.feeders[feeder];
    std::span<Complex const> const current = of(feeder, current_);
    FeederReading& reading = state.feeders[feeder];
    double low = std::numeric_limits<double>::infinity(), high = 0.0;
    std::uint32_t low_node = 0;
    for (std::uint32_t i = 0; i < f.node_count; ++i) {
        double const square = squared_magnitude(state.voltage[f.first_node + i]);
        if (square < low) low = square, low_node = i;
        high = std::max(high, square);
    }
    reading.high_pu = std::sqrt(high);
    reading.low_node = f.first_node + low_node;
    Loading const heaviest = heaviest_line(feeder, current);
    reading.loading_pu = heaviest.loading_pu;
    reading.loading_node = f.first_node + heaviest.node;
    auto const of_feeder = grid_.transformers_of_[feeder];
    for (std::uint32_t t = of_feeder.first; t < of_feeder.first + of_feeder.count; ++t) {
        std::uint32_t const node = grid_.network_.transformers[t].node - f.first_node;
        state.loading_pu[t] = magnitude(current[node]) * kw_per_pu / grid_.rating_kva_[t];
    }
    read_without_charging(state, feeder);
}

SubstationStep::BaseLoad SubstationStep::base_load(std::uint32_t feeder) {
    BaseLoad base{std::vector<double>(of(feeder, p_).size()), std::vector<double>(of(feeder, q_).size())};
    std::ranges::transform(of(feeder, p_), of(feeder, charger_p_), base.p.begin(), std::minus());
    std::ranges::transform(of(feeder, q_), of(feeder, charger_q_), base.q.begin(), std::minus());
    return base;
}

bool SubstationStep::breaks_limit(DistributionState const& state, std::uint32_t feeder) const {
    FeederReading const& reading = state.feeders[feeder];
    if (reading.loading_pu > 1.0 || reading.low_pu < grid_.operation_.low_voltage_pu) return true;
    auto const of_feeder = grid_.transformers_of_[feeder];
    auto const first = state.loading_pu.begin() + of_feeder.first;
    double const limit = grid_.operation_.overload_pu;
    return std::any_of(first, first + of_feeder.count, [limit](double loading) { return loading > limit; });
}

void SubstationStep::read_without_charging(DistributionState& state, std::uint32_t feeder) {
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    auto const of_feeder = grid_.transformers_of_[feeder];
    for (std::uint32_t t = of_feeder.first; t < of_feeder.first + of_feeder.count; ++t)
        state.loading_without_pu[t] = unknown;
    FeederReading& reading = state.feeders[feeder];
    if (!breaks_limit(state, feeder)) return;
    Feeder const& f = grid_.network_.feeders[feeder];
    auto const solved = std::span(state.voltage).subspan(f.first_node, f.node_count);
    std::vector<Complex> voltage(solved.begin(), solved.end());
    Complex const bus = solved[0];
    BaseLoad const base = base_load(feeder);
    FlowOutcome const outcome =
        solver_.solve(grid_.feeders_[feeder], bus, {.p_pu = base.p, .q_pu = base.q}, warm, voltage);
    if (!outcome.converged) return;
    auto const current = solver_.current();
    reading.low_without_pu = std::sqrt(lowest_square(voltage));
    reading.loading_without_pu = heaviest_line(feeder, current).loading_pu;
    for (std::uint32_t t = of_feeder.first; t < of_feeder.first + of_feeder.count; ++t) {
        std::uint32_t const node = grid_.network_.transformers[t].node - f.first_node;
        state.loading_without_pu[t] = magnitude(current[node]) * kw_per_pu / grid_.rating_kva_[t];
    }
}

void SubstationStep::silence_inverters(DistributionState& state, std::uint32_t feeder) const {
    std::uint32_t const f = feeder - first_feeder_;
    for (std::uint32_t k = first_source_[f]; k < first_source_[f + 1]; ++k)
        state.given_kvar[source_station_[k]] = 0.0;
}

FeederReading SubstationStep::without_voltages(std::uint32_t feeder, Complex head, Solution solution) const {
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    std::uint32_t const first_node = grid_.network_.feeders[feeder].first_node;
    return {.head_kw = head.re * kw_per_pu,
            .head_kvar = head.im * kw_per_pu,
            .losses_kw = 0.0,
            .losses_kvar = 0.0,
            .charging_kw = charging_kw_[feeder - first_feeder_],
            .volt_var_kvar = 0.0,
            .low_pu = unknown,
            .high_pu = unknown,
            .loading_pu = unknown,
            .low_node = first_node,
            .loading_node = first_node,
            .dropped = 0,
            .bound_pu = unknown,
            .imbalance_pu = unknown,
            .low_without_pu = unknown,
            .loading_without_pu = unknown,
            .solution = solution};
}

void SubstationStep::read_failure(DistributionState& state, std::uint32_t feeder) const {
    silence_inverters(state, feeder);
    Complex const load = total_load(feeder);
    auto const of_feeder = grid_.transformers_of_[feeder];
    for (std::uint32_t t = of_feeder.first; t < of_feeder.first + of_feeder.count; ++t) {
        std::uint32_t const node = grid_.network_.transformers[t].node - first_node_;
        state.loading_pu[t] = magnitude({p_[node], q_[node]}) * kw_per_pu / grid_.rating_kva_[t];
        state.loading_without_pu[t] = std::numeric_limits<double>::quiet_NaN();
    }
    state.feeders[feeder] = without_voltages(feeder, load, Solution::none);
}

void SubstationStep::read_outage(DistributionState& state, std::uint32_t feeder) const {
    silence_inverters(state, feeder);
    Feeder const& f = grid_.network_.feeders[feeder];
    auto const of_feeder = grid_.transformers_of_[feeder];
    for (std::uint32_t t = of_feeder.first; t < of_feeder.first + of_feeder.count; ++t) {
        state.loading_pu[t] = 0.0;
        state.loading_without_pu[t] = std::numeric_limits<double>::quiet_NaN();
    }
    std::fill_n(state.charger.begin() + f.first_node, f.node_count, ChargerState::connected);
    FeederReading& reading = state.feeders[feeder] = without_voltages(feeder, {}, Solution::out);
    reading.loading_pu = reading.bound_pu = reading.imbalance_pu = 0.0;
}

void SubstationStep::read_bus(DistributionState& state, BusOutcome const& bus) const {
    Substation const& built = grid_.network_.substations[substation_];
    SubstationReading& reading = state.substations[substation_];
    double const mva = magnitude(bus.power) * base_mva;
    reading.kw = bus.power.re * kw_per_pu;
    reading.kvar = bus.power.im * kw_per_pu;
    reading.losses_kw = bus.losses.re * kw_per_pu;
    reading.bus_pu = bus.converged ? magnitude(bus.voltage) : std::numeric_limits<double>::quiet_NaN();
    reading.loading_pu = mva / (built.transformers * built.mva);
    reading.tap = state.tap[substation_].tap;
    if (bus.converged) state.bus[substation_] = bus.voltage;
    state.tapped[substation_] = 0;
}

}  // namespace yuchong::grid
