#include "sim/grid/hosting_search.hpp"

#include "sim/grid/feeder_columns.hpp"
#include "sim/grid/per_unit.hpp"
#include "sim/grid/power_factor.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace yuchong::grid {

namespace {

// Of the method: a room is found to this, and a bound that meets a limit exactly is raised by this share.
constexpr double resolution_kw = 1.0;
constexpr double margin = 1e-3;

// Full accuracy: differences of head power are taken.
constexpr FlowTolerance tolerance{.voltage_pu = 1e-8, .power_pu = 1e-6};

double squared(double x) { return x * x; }

bool exceeds(ClassKw const& a, ClassKw const& b) {
    return a.residential >= b.residential && a.commercial >= b.commercial && a.industrial >= b.industrial;
}

}  // namespace

std::vector<int> binding_hours(DesignDay const& day) {
    std::vector<int> hours;
    for (std::size_t h = 0; h < day.factor.size(); ++h) {
        bool beaten = false;
        for (std::size_t k = 0; k < day.factor.size() && !beaten; ++k) {
            bool const equal = exceeds(day.factor[h], day.factor[k]);  // then the earlier one stands
            beaten = k != h && exceeds(day.factor[k], day.factor[h]) && (!equal || k < h);
        }
        if (!beaten) hours.push_back(static_cast<int>(h));
    }
    return hours;
}

HostingSearch::HostingSearch(HostingCase const& hosting, std::span<int const> hours, FeederId feeder,
                             std::span<double const> charging_kw)
    : hosting_(hosting),
      hours_(hours),
      feeder_(hosting.network.feeders[feeder.index()]),
      radial_(columns_of(hosting.network, feeder_)),
      solver_(feeder_.node_count),
      bus_{hosting.operation.bus_target_pu - hosting.operation.dead_band_pu, 0.0},
      tangent_(tangent_of(hosting.operation.charger_power_factor)),
      verdict_today_(hours.size()),
      lowest_square_(feeder_.node_count, squared_magnitude(bus_)),
      overloaded_at_(feeder_.node_count),
      unlimited_(hours.size(), std::numeric_limits<double>::infinity()),
      p_(feeder_.node_count),
      q_(feeder_.node_count),
      voltage_(feeder_.node_count) {
    form_loads(charging_kw);
    look_at_today();
}

void HostingSearch::form_loads(std::span<double const> charging_kw) {
    for (int const hour : hours_) {
        ClassKw const& factor = hosting_.day.factor[static_cast<std::size_t>(hour)];
        ClassKw const& tangent = hosting_.day.tangent;
        ClassKw const reactive{factor.residential * tangent.residential,
                               factor.commercial * tangent.commercial,
                               factor.industrial * tangent.industrial};
        std::vector<Complex> load(feeder_.node_count);
        for (std::uint32_t i = 0; i < feeder_.node_count; ++i) {
            ClassKw const kw = hosting_.network.nodes.load(feeder_.first_node + i);
            double const active_kw = dot(kw, factor);
            double const kvar = hosting_.network.is_own()
                                    ? hosting_.network.nodes.own_kvar(feeder_.first_node + i, active_kw)
                                    : dot(kw, reactive);
            load[i] =
                (1.0 / kw_per_pu) * Complex{active_kw + charging_kw[i], kvar + tangent_ * charging_kw[i]};
        }
        today_.push_back(std::move(load));
    }
}

void HostingSearch::look_at_today() {
    head_today_.assign(hours_.size(), {});
    for (std::size_t first = 0; first < hours_.size(); first += lane_count) {
        Trials trials{};
        for (std::size_t l = 0; l < lane_count; ++l)
            trials[l] = {std::min(first + l, hours_.size() - 1), 0.0};
        solve(0, trials);
        for (std::size_t l = 0; l < lane_count && first + l < hours_.size(); ++l) {
            if (!outcome_[l].converged) {
                for (Complex const load : today_[first + l]) head_today_[first + l] += load;
                continue;
            }
            head_today_[first + l] = outcome_[l].head_power;
            for (std::uint32_t i = 1; i < feeder_.node_count; ++i) {
                double const current =
                    squared(solver_.current()[i].re.lane[l]) + squared(solver_.current()[i].im.lane[l]);
                if (current > squared(radial_.rating_pu()[i])) overloaded_at_[i] = first + l;
                lowest_square_[i] = std::min(
                    lowest_square_[i], squared(voltage_[i].re.lane[l]) + squared(voltage_[i].im.lane[l]));
            }
        }
        for (std::size_t l = 0; l < lane_count && first + l < hours_.size(); ++l)
            verdict_today_[first + l] = read(0, l);
    }
}

std::uint32_t HostingSearch::overloaded() const {
    return static_cast<std::uint32_t>(std::count_if(overloaded_at_.begin(), overloaded_at_.end(),
                                                    [](auto const& hour) { return hour.has_value(); }));
}

NodeRoom HostingSearch::room_at(std::uint32_t node, std::span<double const> substation_kva) {
    if (auto const met = no_room_by_lines(node)) return report(node, *met, 0.0);
    Met const by_lines = keep_limits(node, {most_kw(node), last_hour_, {}, 0.0}, unlimited_);
    if (auto const met = no_room_at_substation(substation_kva)) return report(node, *met, by_lines.kw);
    return report(node, keep_limits(node, by_lines, substation_kva), by_lines.kw);
}

// A limit of the feeder that is broken without any new power.
std::optional<HostingSearch::Met> HostingSearch::no_room_by_lines(std::uint32_t node) const {
    for (std::size_t h = 0; h < hours_.size(); ++h)
        if (verdict_today_[h].broken) return Met{0.0, h, verdict_today_[h], 0.0};
    for (std::uint32_t i = node; i != 0; i = radial_.parent()[i])
        if (overloaded_at_[i])
            return Met{0.0, *overloaded_at_[i], {HostingLimit::branch_rating, i, 0.0}, 0.0};
    return std::nullopt;
}

std::optional<HostingSearch::Met> HostingSearch::no_room_at_substation(HourlyKva substation_kva) const {
    auto const least = std::min_element(substation_kva.begin(), substation_kva.end());
    if (*least > 0.0) return std::nullopt;
    auto const hour = static_cast<std::size_t>(least - substation_kva.begin());
    return Met{0.0, hour, {HostingLimit::substation, 0, 0.0}, 0.0};
}

HostingSearch::Met HostingSearch::keep_limits(std::uint32_t node, Met above, HourlyKva substation_kva) {
    for (;;) {
        Met const worst = at_all_hours(node, above.kw, substation_kva);
        if (!worst.verdict.broken) return {above.kw, above.hour, above.verdict, worst.head_kva};
        above = narrow(node, worst, substation_kva);
        last_hour_ = above.hour;
    }
}

// By two bounds that no load beside it can lift: the smallest rating on the way at the voltage of the bus,
// and the drop along the way without losses, from today's voltage.
double HostingSearch::most_kw(std::uint32_t node) const {
    double rating_pu = std::numeric_limits<double>::infinity();
    double drop_per_pu = 0.0;
    for (std::uint32_t i = node; i != 0; i = radial_.parent()[i]) {
        rating_pu = std::min(rating_pu, radial_.rating_pu()[i]);
        drop_per_pu += 2.0 * (radial_.r_pu()[i] + tangent_ * radial_.x_pu()[i]);
    }
    double const by_rating = rating_pu * magnitude(bus_) * hosting_.operation.charger_power_factor;
    double const by_voltage =
        (lowest_square_[node] - squared(hosting_.operation.low_voltage_pu)) / drop_per_pu;
    return kw_per_pu * (1.0 + margin) * std::min(by_rating, by_voltage);
}

// The hour that bound last if that one breaks a limit, else the first that does; if none does, without a
// broken limit.
HostingSearch::Met HostingSearch::at_all_hours(std::uint32_t node, double kw, HourlyKva substation_kva) {
    std::optional<Met> broken;
    double head_kva = 0.0;
    for (std::size_t first = 0; first < hours_.size(); first += lane_count) {
        Trials trials{};
        for (std::size_t l = 0; l < lane_count; ++l) trials[l] = {std::min(first + l, hours_.size() - 1), kw};
        Verdicts const verdicts = judge(node, trials, substation_kva);
        for (std::size_t l = 0; l < lane_count && first + l < hours_.size(); ++l) {
            head_kva = std::max(head_kva, verdicts[l].head_kva);
            if (verdicts[l].broken && (!broken || first + l == last_hour_))
                broken = Met{kw, first + l, verdicts[l], 0.0};
        }
    }
    return broken ? *broken : Met{kw, last_hour_, {}, head_kva};
}

// The largest power at that hour that keeps all limits, and the verdict on a little more.
HostingSearch::Met HostingSearch::narrow(std::uint32_t node, Met broken, HourlyKva substation_kva) {
    double kept = 0.0;
    while (broken.kw - kept > resolution_kw) {
        Trials trials{};
        for (std::size_t l = 0; l < lane_count; ++l) {
            double const share = static_cast<double>(l + 1) / (lane_count + 1);
            trials[l] = {broken.hour, kept + share * (broken.kw - kept)};
        }
        Verdicts const verdicts = judge(node, trials, substation_kva);
        auto const first = std::find_if(verdicts.begin(), verdicts.end(),
                                        [](Verdict const& v) { return v.broken.has_value(); });
        auto const passed = static_cast<std::size_t>(first - verdicts.begin());
        if (passed > 0) kept = trials[passed - 1].kw;
        if (passed < lane_count) broken = {trials[passed].kw, broken.hour, verdicts[passed], 0.0};
    }
    return {kept, broken.hour, broken.verdict, 0.0};
}

HostingSearch::Verdicts HostingSearch::judge(std::uint32_t node, Trials const& trials,
                                             HourlyKva substation_kva) {
    solve(node, trials);
    Verdicts verdicts;
    for (std::size_t l = 0; l < lane_count; ++l) {
        Verdict& verdict = verdicts[l] = read(node, l);
        std::size_t const hour = trials[l].hour;
        verdict.head_kva = kw_per_pu * magnitude(outcome_[l].head_power - head_today_[hour]);
        if (!verdict.broken && verdict.head_kva > substation_kva[hour])
            verdict.broken = HostingLimit::substation;
    }
    return verdicts;
}

// From a flat start each time, so that a result depends on its trials alone.
void HostingSearch::solve(std::uint32_t node, Trials const& trials) {
    for (std::uint32_t i = 0; i < feeder_.node_count; ++i) {
        for (std::size_t l = 0; l < lane_count; ++l) {
            Complex const load = today_[trials[l].hour][i];
            p_[i].lane[l] = load.re;
            q_[i].lane[l] = load.im;
            voltage_[i].re.lane[l] = bus_.re;
            voltage_[i].im.lane[l] = bus_.im;
        }
    }
    for (std::size_t l = 0; l < lane_count; ++l) {
        p_[node].lane[l] += trials[l].kw / kw_per_pu;
        q_[node].lane[l] += tangent_ * trials[l].kw / kw_per_pu;
    }
    LaneHeads heads;
    heads.fill(bus_);
    outcome_ = solver_.solve(radial_, heads, {p_, q_}, tolerance, voltage_);
}

// Of the last solve, without the substation.
HostingSearch::Verdict HostingSearch::read(std::uint32_t node, std::size_t lane) const {
    if (!outcome_[lane].converged) return {HostingLimit::voltage, node, 0.0};
    auto const square = [lane](LaneComplex const& c) {
        return squared(c.re.lane[lane]) + squared(c.im.lane[lane]);
    };
    auto const current = solver_.current();
    if (square(current[0]) > squared(feeder_.rating_kva / kw_per_pu))
        return {HostingLimit::feeder_head, 0, 0.0};
    double worst = 1.0, lowest = squared(hosting_.operation.low_voltage_pu);
    std::uint32_t branch = 0, sunk = 0;
    for (std::uint32_t i = 1; i < feeder_.node_count; ++i) {
        double const loading = square(current[i]) / squared(radial_.rating_pu()[i]);
        double const voltage = square(voltage_[i]);
        if (loading > worst && !overloaded_at_[i]) {
            worst = loading;
            branch = i;
        }
        if (voltage < lowest) {
            lowest = voltage;
            sunk = i;
        }
    }
    if (branch != 0) return {HostingLimit::branch_rating, branch, 0.0};
    if (sunk != 0) return {HostingLimit::voltage, sunk, 0.0};
    return {};
}

NodeRoom HostingSearch::report(std::uint32_t node, Met const& met, double by_lines_kw) const {
    return {.node = feeder_.first_node + node,
            .room = Kilowatts{met.kw},
            .by_lines = Kilowatts{by_lines_kw},
            .limit = met.verdict.broken.value_or(HostingLimit::voltage),
            .where = feeder_.first_node + met.verdict.where,
            .hour = hours_[met.hour],
            .head_kva = met.head_kva};
}

}  // namespace yuchong::grid
