#pragma once
// Which strategy holds where: control.strategy and control.homes, and what groups of the scenario say of
// their districts, zones, feeders and stations. Settled once, when the city is built.
//
// A place is on a feeder if the transformer behind which it stands is: a station's own or the public one it
// shares, and for a home the public one that its pile was drawn to. So the homes of one zone may be on
// several feeders, and only some of them in a group.

#include "sim/city/grid_under.hpp"
#include "sim/city/scope.hpp"
#include "sim/control/settings.hpp"
#include "sim/demand/population.hpp"
#include "sim/supply/network.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace yuchong::city {

struct SitePolicy {
    control::Strategy strategy;
    double limit_kw;  // power at the plugs; infinity if uncontrolled
};

// By station. `plug_limit_kw`: rating of each plug. `grid`: null without a power flow; then no group names
// feeders.
std::vector<SitePolicy> site_policies(control::ControlSettings const& settings, Part const& part,
                                      std::span<double const> plug_limit_kw, GridUnder const* grid);
// By car: what its pile does, if it has one.
std::vector<control::HomeStrategy> home_strategies(control::ControlSettings const& settings,
                                                   space::Geography const& geography,
                                                   std::span<demand::Car const> cars, GridUnder const* grid);

// What is in a group, whether or not it changes anything there.
struct GroupPlaces {
    std::size_t stations = 0, home_piles = 0;
};
GroupPlaces places_of(control::ControlGroup const& group, Part const& part, std::span<demand::Car const> cars,
                      GridUnder const* grid);

}  // namespace yuchong::city
