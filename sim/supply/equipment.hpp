#pragma once
// Which stations of a drawn network have a storage or solar panels, and which of their AC piles are
// bidirectional, each pile by a number of its own. For storages and panels one uniform number a station,
// keyed by its id, decides both: a station has what its share covers, so the panels of the smaller share
// stand where storages are, as integrated stations (光储充) are built; a larger share keeps all that had
// some, and nobody else's draws move.
//
// A storage is as large as Chongqing asks of charge-storage stations (models/storage_pv.yaml): at least
// least_power_share of the transformer's rating, for least_hours, and least_kwh.

#include "sim/base/random.hpp"
#include "sim/supply/network.hpp"
#include "sim/supply/settings.hpp"

namespace yuchong::supply {

// Pre: power_factor of the connections > 0.
void equip_stations(Network& network, SupplySettings const& settings, double power_factor,
                    RandomSource const& random);

// The nominal energy that a connection of this size calls for.
[[nodiscard]] double storage_kwh_for(StorageSettings const& settings, double transformer_kva);

// Is this storage as powerful and as large as the rule asks, whatever its C-rate?
[[nodiscard]] bool meets_storage_rule(StorageSettings const& settings, Plant const& plant,
                                      double transformer_kva);

// A storage of this size by the settings.
[[nodiscard]] Plant plant_with_storage(StorageSettings const& settings, double nominal_kwh);

}  // namespace yuchong::supply
