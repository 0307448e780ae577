#pragma once
// Stations to come (rollout.programmes): sited one programme after the other beside the super stations that
// will stand by its end (city/site_planning.hpp), each with works that begin on a day of its own and take a
// drawn time, and then a drawn time until it is connected.

#include "sim/city/inputs.hpp"

#include <stdexcept>

namespace yuchong::city {

// A programme wants more stations than there are sites that help.
class ProgrammeFallsShort : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Of the whole city, in the order in which works begin. Draws are keyed by the station's id,
// "<programme>-<nnn>". Pre: `known` are the stations of the whole geography, programmes name no policy that
// looks at feeders (checked by io).
// Throws ProgrammeFallsShort.
supply::Network programme_stations(Inputs const& inputs, space::Geography const& whole,
                                   supply::Network const& known, RandomSource const& random);

}  // namespace yuchong::city
