#pragma once
// The search for hosting capacity (hosting.hpp) on one feeder: eight trials at once, of several powers at one
// hour or of one power at several hours.

#include "sim/grid/hosting.hpp"
#include "sim/grid/lane_solver.hpp"
#include "sim/grid/radial_feeder.hpp"

#include <array>
#include <optional>
#include <span>
#include <vector>

namespace yuchong::grid {

// The hours of a design day at which something can bind: those that no other exceeds in every class.
std::vector<int> binding_hours(DesignDay const& day);

class HostingSearch {
public:
    // `charging_kw` by node of the feeder. Everything handed in must outlive it.
    HostingSearch(HostingCase const& hosting, std::span<int const> hours, FeederId feeder,
                  std::span<double const> charging_kw);

    // Today's power at the bus, by hour of `hours`; the nominal load at an hour that has no solution.
    [[nodiscard]] std::vector<Complex> const& head_today() const { return head_today_; }
    // Branches above their rating today.
    [[nodiscard]] std::uint32_t overloaded() const;

    // `node` of the feeder. `substation_kva`: what the substation may supply beyond today's, by hour of
    // `hours`.
    NodeRoom room_at(std::uint32_t node, std::span<double const> substation_kva);

private:
    // The limit that a power breaks, if it does.
    struct Verdict {
        std::optional<HostingLimit> broken;
        std::uint32_t where = 0;
        double head_kva = 0.0;  // beyond today's
    };
    struct Trial {
        std::size_t hour;  // in hours_
        double kw;
    };
    using Trials = std::array<Trial, lane_count>;
    using Verdicts = std::array<Verdict, lane_count>;
    // The largest power that keeps all limits, and the verdict on a little more.
    struct Met {
        double kw;
        std::size_t hour;
        Verdict verdict;
        double head_kva;
    };
    using HourlyKva = std::span<double const>;

    void form_loads(std::span<double const> charging_kw);
    void look_at_today();
    [[nodiscard]] std::optional<Met> no_room_by_lines(std::uint32_t node) const;
    [[nodiscard]] std::optional<Met> no_room_at_substation(HourlyKva substation_kva) const;
    // No less than the room.
    [[nodiscard]] double most_kw(std::uint32_t node) const;
    // Goes down from `above` until no hour breaks a limit.
    Met keep_limits(std::uint32_t node, Met above, HourlyKva substation_kva);
    Met at_all_hours(std::uint32_t node, double kw, HourlyKva substation_kva);
    Met narrow(std::uint32_t node, Met broken, HourlyKva substation_kva);
    Verdicts judge(std::uint32_t node, Trials const& trials, HourlyKva substation_kva);
    void solve(std::uint32_t node, Trials const& trials);
    [[nodiscard]] Verdict read(std::uint32_t node, std::size_t lane) const;
    [[nodiscard]] NodeRoom report(std::uint32_t node, Met const& met, double by_lines_kw) const;

    HostingCase const& hosting_;
    std::span<int const> hours_;
    Feeder const& feeder_;
    RadialFeeder radial_;
    LaneSolver solver_;
    Complex bus_;
    double tangent_;                           // reactive over active power of chargers
    std::vector<std::vector<Complex>> today_;  // load in pu, by hour and node
    std::vector<Complex> head_today_;          // by hour
    std::vector<Verdict> verdict_today_;       // by hour, without the substation
    std::vector<double> lowest_square_;        // by node: of today's voltage, the lowest of all hours
    // By node: an hour at which its branch is overloaded today; such a branch is set aside.
    std::vector<std::optional<std::size_t>> overloaded_at_;
    std::vector<double> unlimited_;  // by hour
    std::size_t last_hour_ = 0;      // that bound at the node before: likely to bind again
    std::vector<LaneReal> p_, q_;
    std::vector<LaneComplex> voltage_;
    LaneOutcomes outcome_{};
};

}  // namespace yuchong::grid
