#pragma once
// Sessions at controlled public sites answer to the frequency of the grid: `control.droop`.
//
// The frequency is drawn by 5 minutes: its mean deviation is a normal autoregression of first order, keyed by
// the 5 minutes alone, so no state and the same for every strategy. At each control step, after the strategy
// has shared the limit of a site, a session that takes part offers
//
//   up    all that it is to draw, if it could do nothing for `sustained` and still be full at its departure
//   down  what it could draw more, for as long, as far as its site's limit leaves room
//
// and is told to draw the droop's share (sim/control/droop.hpp) of its largest power less or more, within
// that. Sessions without a known departure, and sites without a strategy, take no part. Where no limit binds
// whoever would have been full is full: time to spare is looked at anew at each step.

#include "sim/base/time.hpp"
#include "sim/measure/kpi.hpp"

#include <optional>

namespace yuchong::city {

struct City;
struct State;

// Of the 5 minutes that hold t. [Hz]
double frequency_deviation_hz(City const& city, SimTime t);
// Shifts the grants of the control step. Pre: they are settled (site_control.hpp).
void answer_frequency(City const& city, State& state, SimTime now);
// Nothing with droop off.
std::optional<measure::Summary::Droop> droop_summary(City const& city, State const& state);

}  // namespace yuchong::city
