#pragma once
// When and how much a driver charges in public: models.md 3.3, 3.5, 3.7. Pure functions of draws, SoC and
// prices.

#include "sim/base/calendar.hpp"
#include "sim/base/quantity.hpp"
#include "sim/base/random.hpp"
#include "sim/base/time.hpp"
#include "sim/demand/day_plan.hpp"
#include "sim/demand/population.hpp"
#include "sim/demand/settings.hpp"
#include "sim/vehicle/catalogue.hpp"

#include <array>
#include <span>
#include <utility>
#include <vector>

namespace yuchong::demand {

// A stop at which a driver may go and charge.
struct Stop {
    double soc;
    Duration stay;
    vehicle::Powertrain powertrain;
};

// Probability of going: logistic in SoC around a threshold that a lower price and a longer stay raise.
double start_probability(Stop const& stop, YuanPerKwh price, ChargingChoiceSettings const& settings);

// Probability that a car with its own pile plugs in when it comes home with this SoC.
double home_plug_probability(double soc, ChargingChoiceSettings const& settings);

// A stop that has to be long enough for a car to be left at a slow pile.
struct Parking {
    Place place;
    SimTime since, until;  // never: no trip follows
};

// Whether it is: a night at home, or a day at work.
bool is_long_park(Parking const& parking, Calendar const& calendar, ChargingChoiceSettings const& settings);

// Probability that a driver who is used to it leaves the car at an AC pile for such a stop.
double park_probability(double soc, ChargingChoiceSettings const& settings);

// When a car is fetched that stands at a pile from `now` on: on the first morning, or for its next trip.
SimTime fetched_at(SimTime now, SimTime leaves, double u, Calendar const& calendar,
                   ChargingChoiceSettings const& settings);

// How likely people go in each hour of a day against the others: by habit and by what they save. price_at[h]
// is the public price in hour h, yuan/kWh.
using HourWeights = std::array<double, 24>;
HourWeights hour_weights(std::span<double const, 24> price_at, ChargingChoiceSettings const& settings);

// The time of a stay at which somebody goes. `from` and `until` bound the choice (at most a day);
// `since_midnight` is that of `from`. Two uniforms: which hour, and where in it.
SimTime when_to_go(SimTime from, SimTime until, Duration since_midnight, HourWeights const& weight_at,
                   std::array<double, 2> u);

// The marginal-time rule of drivers whose time costs money: the first SoC beyond the curve's peak at which
// the C-rate has fallen to `exit_rate_per_h`; 1 if it never does. `curve` is (soc, C-rate) with increasing
// soc.
double exit_rate_target(std::span<std::pair<double, double> const> curve, double exit_rate_per_h);

// Targets of a public DC charge, by chemistry.
class TargetChoice {
public:
    explicit TargetChoice(ChargingChoiceSettings const& settings);
    [[nodiscard]] double target_soc(vehicle::Chemistry chemistry, double u) const;

private:
    std::vector<double> targets_, nmc_, lfp_;  // cumulative weights
};

}  // namespace yuchong::demand
