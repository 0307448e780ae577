#include "sim/grid/three_phase_network.hpp"

#include "sim/base/check.hpp"

namespace yuchong::grid {

namespace {

constexpr double per_kilo = 1000.0;

Complex voltage_across(std::vector<Complex> const& volt, NodePair pair) {
    return pair.to == ground ? volt[pair.from] : volt[pair.from] - volt[pair.to];
}

// Power [VA] that the element takes in at one of its nodes.
Complex power_at(NodalElement const& element, std::size_t i, std::vector<Complex> const& volt) {
    Complex current;
    for (std::size_t k = 0; k < element.count; ++k) {
        current += element.siemens[i][k] * volt[element.node[k]];
    }
    return times_conjugate(volt[element.node[i]], current);
}

// Over all nodes: what is lost in the elements.
Complex power_into_kva(std::vector<NodalElement> const& elements, std::vector<Complex> const& volt) {
    Complex sum;
    for (NodalElement const& element : elements) {
        for (std::size_t i = 0; i < element.count; ++i) sum += power_at(element, i, volt);
    }
    return (1.0 / per_kilo) * sum;
}

Complex power_into_kva(std::vector<OnePhaseLoad> const& loads, std::vector<Complex> const& volt) {
    Complex sum;
    for (OnePhaseLoad const& load : loads) {
        Complex const across = voltage_across(volt, load.across);
        sum += times_conjugate(across, load_current(load, across));
    }
    return (1.0 / per_kilo) * sum;
}

// A load at rated voltage as an element of its one or two nodes.
NodalElement element_of(OnePhaseLoad const& load) {
    Complex const y = rated_admittance(load);
    NodalElement element;
    element.node[0] = load.across.from;
    element.siemens[0][0] = y;
    element.count = 1;
    if (load.across.to == ground) return element;
    element.node[1] = load.across.to;
    element.siemens[1][1] = y;
    element.siemens[0][1] = element.siemens[1][0] = -1.0 * y;
    element.count = 2;
    return element;
}

}  // namespace

ThreePhaseNetwork::ThreePhaseNetwork(ThreePhaseFeeder const& feeder) : nodes_(feeder) {
    for (ThreePhaseLine const& line : feeder.lines) lines_.push_back(grid::element_of(nodes_, line));
    for (ThreePhaseTransformer const& transformer : feeder.transformers) {
        for (NodalElement const& coil : elements_of(nodes_, transformer)) transformers_.push_back(coil);
    }
    for (ThreePhaseLoad const& load : feeder.loads) {
        for (OnePhaseLoad const& part : one_phase_loads(nodes_, load)) loads_.push_back(part);
    }
    for (Capacitor const& capacitor : feeder.capacitors) {
        for (OnePhaseLoad const& part : one_phase_loads(nodes_, capacitor)) capacitors_.push_back(part);
    }
    number_unknowns(feeder);
    factor();
}

void ThreePhaseNetwork::number_unknowns(ThreePhaseFeeder const& feeder) {
    ThreePhaseSource const& source = feeder.source;
    unknown_.assign(nodes_.size(), 0);
    fixed_.resize(nodes_.size());
    for (Phase const phase : feeder.buses.at(source.bus.index()).phases) {
        NodeIndex const node = nodes_.find(source.bus, phase);
        unknown_[node] = given;
        fixed_[node] = source.volt[static_cast<std::size_t>(phase)];
    }
    for (std::uint32_t& unknown : unknown_) {
        if (unknown != given) unknown = unknowns_++;
    }
}

void ThreePhaseNetwork::factor() {
    from_source_ = Eigen::VectorXd::Zero(row_of(unknowns_));
    std::vector<Entry> entries;
    for (NodalElement const& element : lines_) add(entries, element);
    for (NodalElement const& element : transformers_) add(entries, element);
    for (OnePhaseLoad const& load : loads_) add(entries, element_of(load));
    for (OnePhaseLoad const& capacitor : capacitors_) add(entries, element_of(capacitor));
    Matrix matrix(row_of(unknowns_), row_of(unknowns_));
    matrix.setFromTriplets(entries.begin(), entries.end());
    factors_.compute(matrix);
    check(factors_.info() == Eigen::Success,
          "the admittance matrix of a feeder is singular (a bus may have no connection to the source)");
}

void ThreePhaseNetwork::add(std::vector<Entry>& entries, NodalElement const& element) {
    for (std::size_t i = 0; i < element.count; ++i) {
        if (is_given(element.node[i])) continue;
        int const row = static_cast<int>(row_of(unknown_[element.node[i]]));
        for (std::size_t k = 0; k < element.count; ++k) {
            Complex const y = element.siemens[i][k];
            if (is_given(element.node[k])) {
                inject(from_source_, element.node[i], -1.0 * (y * fixed_[element.node[k]]));
                continue;
            }
            int const column = static_cast<int>(row_of(unknown_[element.node[k]]));
            entries.emplace_back(row, column, y.re);
            entries.emplace_back(row, column + 1, -y.im);
            entries.emplace_back(row + 1, column, y.im);
            entries.emplace_back(row + 1, column + 1, y.re);
        }
    }
}

void ThreePhaseNetwork::inject(Eigen::VectorXd& currents, NodeIndex node, Complex ampere) const {
    if (node == ground || is_given(node)) return;
    Eigen::Index const row = row_of(unknown_[node]);
    currents[row] += ampere.re;
    currents[row + 1] += ampere.im;
}

std::vector<Complex> ThreePhaseNetwork::solve(Eigen::VectorXd const& injected) const {
    Eigen::VectorXd const solved = factors_.solve(injected);
    std::vector<Complex> volt = fixed_;
    for (std::size_t node = 0; node < volt.size(); ++node) {
        if (unknown_[node] == given) continue;
        Eigen::Index const row = row_of(unknown_[node]);
        volt[node] = {solved[row], solved[row + 1]};
    }
    return volt;
}

std::vector<Complex> ThreePhaseNetwork::next(std::vector<Complex> const& volt) const {
    Eigen::VectorXd injected = from_source_;
    for (OnePhaseLoad const& load : loads_) {
        Complex const across = voltage_across(volt, load.across);
        Complex const surplus = rated_admittance(load) * across - load_current(load, across);
        inject(injected, load.across.from, surplus);
        inject(injected, load.across.to, -1.0 * surplus);
    }
    return solve(injected);
}

Complex ThreePhaseNetwork::load_kva(std::vector<Complex> const& volt) const {
    return power_into_kva(loads_, volt);
}

Complex ThreePhaseNetwork::capacitor_kva(std::vector<Complex> const& volt) const {
    return power_into_kva(capacitors_, volt);
}

Complex ThreePhaseNetwork::line_loss_kva(std::vector<Complex> const& volt) const {
    return power_into_kva(lines_, volt);
}

Complex ThreePhaseNetwork::transformer_loss_kva(std::vector<Complex> const& volt) const {
    return power_into_kva(transformers_, volt);
}

Complex ThreePhaseNetwork::source_kva(std::vector<Complex> const& volt) const {
    Complex sum;
    for (std::vector<NodalElement> const* group : {&lines_, &transformers_}) {
        for (NodalElement const& element : *group) {
            for (std::size_t i = 0; i < element.count; ++i) {
                if (is_given(element.node[i])) sum += power_at(element, i, volt);
            }
        }
    }
    for (std::vector<OnePhaseLoad> const* group : {&loads_, &capacitors_}) {
        for (OnePhaseLoad const& load : *group) {
            Complex const current = load_current(load, voltage_across(volt, load.across));
            if (is_given(load.across.from)) sum += times_conjugate(volt[load.across.from], current);
            if (is_given(load.across.to)) sum += -1.0 * times_conjugate(volt[load.across.to], current);
        }
    }
    return (1.0 / per_kilo) * sum;
}

}  // namespace yuchong::grid
