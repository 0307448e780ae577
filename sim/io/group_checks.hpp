#pragma once
// Do the groups of control name places that there are, and that are simulated? Districts and zones are known
// from their names; drawn stations (city_fit.hpp) and feeders once the city has been laid out.

#include "sim/city/inputs.hpp"
#include "sim/io/district_names.hpp"
#include "sim/io/loaded_sections.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace yuchong::io {

struct NamedPlaces {
    DistrictNames const& districts;
    std::vector<std::string> const& zones;
    std::vector<std::size_t> const& district_of_zone;
};

// Leaves districts in inputs.control.groups by their English names. Pre: inputs.in_scope is settled.
void check_group_places(LoadedSections const& loaded, NamedPlaces const& places, city::Inputs& inputs,
                        Report& report);

// Feeders are named only where a network is drawn; whether there are such is known later (network_names.hpp).
void check_group_feeders(LoadedSections const& loaded, city::Inputs const& inputs, Report& report);

}  // namespace yuchong::io
