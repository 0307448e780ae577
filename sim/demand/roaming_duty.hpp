#pragma once
// The duty of a vehicle that roams for orders, models.md 3.2 and 3.3: when it is on duty, when the next order
// comes, and where along an empty stretch its driver turns to a station. Pure functions of vehicle, day and
// seed; no event an order.
//
//   on duty:  idle (cruising for a share of the time) -> order (to the passenger, then the ride) -> idle ...
//   breaks:   meals, handovers, night rest; no orders
//
// Orders come to an idle vehicle as a Poisson process whose rate follows the hour. It has no memory: after a
// charge, or a thought of one, the next order is drawn anew.

#include "sim/base/random.hpp"
#include "sim/base/time.hpp"
#include "sim/demand/fleet_settings.hpp"
#include "sim/demand/population.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace yuchong::demand {

// On duty from begin to end, since midnight of the duty's day; may reach into the next.
struct DutySpan {
    Duration begin, end;
};

inline constexpr std::size_t most_breaks = 5;

struct DutyDay {
    std::int32_t day;
    std::uint8_t spans = 0;  // 0: off duty
    std::array<DutySpan, most_breaks + 1> span{};

    // The span that ends after t, hence goes on or comes next; none if the duty is over.
    [[nodiscard]] std::optional<DutySpan> at_or_after(Duration t) const;
    // What is left of all spans from t on.
    [[nodiscard]] Duration left_after(Duration t) const;
};

// Numbers behind one idle stretch and what follows it.
struct CycleDraw {
    double order_u, destination_u, noise, search_u;
};

class RoamingPlanner {
public:
    // Pre: as io checks: some start component, breaks in order and at most most_breaks.
    explicit RoamingPlanner(RoamingSettings settings);

    [[nodiscard]] RoamingSettings const& settings() const { return settings_; }
    [[nodiscard]] DutyDay day(Car const& car, std::int32_t day, RandomSource const& random) const;
    [[nodiscard]] CycleDraw cycle(Car const& car, std::int32_t day, std::uint8_t leg,
                                  RandomSource const& random) const;
    // When the next order comes to a vehicle that is idle from `from` on, both since midnight; none before
    // `until`. u: uniform in (0, 1).
    [[nodiscard]] std::optional<Duration> next_order(Duration from, Duration until, double u) const;

private:
    RoamingSettings settings_;
    std::vector<double> starts_;  // cumulative
    std::array<double, 24> rate_per_h_;
};

// How many km of a cruise are behind a driver who turns to a station on it: the hazard a km is
// search_per_km exp((search_soc50 + shift - SoC) / search_width), the SoC falls linearly; inverse transform
// of one uniform u. Nothing if the cruise ends first. `shift`: of the threshold by the price.
struct CruiseStretch {
    double km, soc, soc_per_km;  // SoC where it begins; how much a km takes, >= 0
};
std::optional<double> search_after_km(CruiseStretch const& cruise, double shift, double u,
                                      RoamingSettings const& settings);

}  // namespace yuchong::demand
