#pragma once
// Which strategy holds where: control.strategy and control.homes, and what groups of the scenario say of
// their districts, zones and stations. Settled once, when the city is built.

#include "sim/control/settings.hpp"
#include "sim/space/geography.hpp"
#include "sim/supply/network.hpp"

#include <vector>

namespace yuchong::city {

struct SitePolicy {
    control::Strategy strategy;
    double limit_kw;  // power at the plugs; infinity if uncontrolled
};

// By station. `plug_limit_kw`: rating of each plug.
std::vector<SitePolicy> site_policies(control::ControlSettings const& settings,
                                      space::Geography const& geography, supply::Network const& network,
                                      std::span<double const> plug_limit_kw);
// By zone.
std::vector<control::HomeStrategy> home_strategies(control::ControlSettings const& settings,
                                                   space::Geography const& geography);

}  // namespace yuchong::city
