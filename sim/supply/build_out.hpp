#pragma once
// When drawn stations came into service: by the build-out curve of their kind, in an order that is drawn, so
// that on each day there stand as many as the curve says. And what stood in the place of a super station
// before: some were fast stations that were converted (existing stations get super terminals step by step,
// Action Plan 2024-2025).

#include "sim/base/random.hpp"
#include "sim/supply/network.hpp"
#include "sim/supply/network_synthesis.hpp"

namespace yuchong::supply {

// Pre: curves with at least one point (checked). Draws are keyed by the station's id.
void open_by_build_out(Network& network, NetworkSettings const& settings, RandomSource const& random);

// The fast stations that stood where `converted_share` of the super stations are now, "<id>-before": their
// fast terminals and piles, in service by the build-out of the other stations, until the super station opens.
// Pre: open_by_build_out has been called.
Network stations_before_conversion(Network const& network, NetworkSettings const& settings,
                                   RandomSource const& random);

}  // namespace yuchong::supply
