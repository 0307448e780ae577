#pragma once
// Hosting capacity as people, programs and spreadsheets read it. docs/hosting.md describes all three.

#include "sim/city/hosting.hpp"

#include <string>

namespace yuchong::io {

// The city, its districts, and the zones with most and least room.
std::string hosting_text(city::HostingStudy const& study, std::string const& scenario);
// One object with everything: scenario, existing_kw, room_kw, districts, zones, feeders, substations.
std::string hosting_json(city::HostingStudy const& study, std::string const& scenario);
// One table of zones and feeders, told apart by the column `level`.
std::string hosting_csv(city::HostingStudy const& study);

}  // namespace yuchong::io
