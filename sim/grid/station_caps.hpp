#pragma once
// What charging stations may draw in the coming step so that limits of the grid hold, from a forecast of all
// other load. Shared max-min by the stations' ratings: all rise together, in proportion to what each may draw
// at most, until a limit stops those behind it; the others go on.
//
//   station   the transformer a station hangs on carries its rating (OperationSettings::overload_pu of it)
//   feeder    and no branch of the feeder carries more than its own
//
// A limit counts apparent power at the lowest voltage of the last solution, so losses between a branch and
// its loads are covered as long as they are smaller than that drop. Where other load alone exceeds a limit,
// nothing is left for the stations behind it: what is beyond is a violation, not theirs.

#include "sim/grid/distribution.hpp"
#include "sim/grid/settings.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::grid {

class StationCaps {
public:
    explicit StationCaps(Distribution const& grid);

    // kW of AC by station; rating_kw where no limit binds. `forecast.station_kw` is not read.
    // Pre: as many ratings as stations; enforce is not none.
    void find(DistributionState const& state, StepLoad const& forecast, std::span<double const> rating_kw,
              Enforcement enforce, std::span<double> cap_kw);

private:
    // A limit, the load below it that is not charging at stations, and what stations below it have been
    // given.
    struct Limit {
        double rating_pu;
        Complex other;
        double granted_pu = 0.0, rising_pu = 0.0;  // of stations that have stopped, and that still rise
    };

    void load_feeder(StepLoad const& forecast, DistributionState const& state, std::uint32_t feeder);
    void set_limits(DistributionState const& state, std::uint32_t feeder, Enforcement enforce);
    void share(std::uint32_t feeder, std::span<double const> rating_kw, std::span<double> cap_kw);
    [[nodiscard]] double reach(Limit const& limit) const;
    template <class Visit>
    void for_each_limit(std::uint32_t transformer, std::uint32_t feeder, Visit visit);

    Distribution const& grid_;
    double tangent_;
    std::vector<double> p_, q_;           // by node of the feeder: other load, then of the subtree
    std::vector<Limit> branches_;         // by node of the feeder: of the branch to the parent
    std::vector<Limit> transformers_;     // by transformer of the feeder
    std::vector<std::uint32_t> rising_;   // stations of the feeder that no limit has stopped
    std::vector<std::uint32_t> stopped_;  // and those that one has just stopped
};

}  // namespace yuchong::grid
