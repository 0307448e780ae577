#pragma once
// Where trips end: for every origin a distribution over destinations, sampled in O(1) from one uniform (alias
// method, Walker 1977, Vose 1991; 4 bytes an entry).
//
// Near trips weigh a destination j of origin i by attraction_j exp(-near minutes_ij); a share of all trips
// goes by a flatter exp(-far minutes_ij): a gravity model with two ranges, since one exponential has no long
// trips. Balancing (Furness 1965) then scales attractions so that arrivals, summed over the origins' cars,
// follow them.
//
//   Gravity const work_trips = gravitate_to_jobs(geography, travel, settings);
//   ZoneId const work = work_trips.sample(home, draw.uniform(0));

#include "sim/base/quantity.hpp"
#include "sim/space/geography.hpp"
#include "sim/space/settings.hpp"
#include "sim/space/travel.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace yuchong::space {

// What a zone sends and draws, each at any scale.
struct TripEnds {
    std::vector<double> departures, attraction;  // one a zone; attraction >= 0 and somewhere > 0
};

class Gravity {
public:
    // Throws BrokenInvariant if nothing attracts or there are more than 65,535 zones.
    Gravity(Travel const& travel, TripEnds const& ends, GravitySettings const& settings);

    // Pre: 0 <= u < 1.
    [[nodiscard]] ZoneId sample(ZoneId from, double u) const {
        double const x = u * static_cast<double>(zones_);
        std::size_t const i = std::min(static_cast<std::size_t>(x), zones_ - 1);
        Entry const e = entries_[from.index() * zones_ + i];
        bool const own = (x - static_cast<double>(i)) * 65536.0 < static_cast<double>(e.threshold);
        return ZoneId{own ? i : e.alias};
    }

    // What sample() really draws, from the table.
    [[nodiscard]] double probability(ZoneId from, ZoneId to) const;
    // Expected over all departures, for calibration.
    [[nodiscard]] Kilometres mean_distance() const { return mean_distance_; }
    [[nodiscard]] double mean_minutes() const { return mean_minutes_; }

private:
    // Below threshold / 65536 of the slot it is the slot's own zone, above it the alias.
    struct Entry {
        std::uint16_t threshold, alias;
    };

    std::size_t zones_;
    std::vector<Entry> entries_;
    Kilometres mean_distance_;
    double mean_minutes_ = 0.0;
};

// From where cars live to where jobs are. Jobs count as many car commuters as their ring has cars a job:
// fewer people drive to work in the counties than in the core.
Gravity gravitate_to_jobs(Geography const& geography, Travel const& travel, GravitySettings const& settings);
// From where cars live to shops, schools, friends.
Gravity gravitate_to_visits(Geography const& geography, Travel const& travel,
                            GravitySettings const& settings);

}  // namespace yuchong::space
