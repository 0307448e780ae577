#pragma once
// Gathers the feeders of each supply area into substations: the area is cut in two across its longer side, so
// that both parts hold load for whole substations, until one substation serves each part. It stands at the
// centre of its load. Feeders of single stations join the nearest one afterwards and move nobody.

#include "sim/grid/feeder_design.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace yuchong::grid {

struct SitedSubstations {
    std::vector<Substation> substations;
    std::vector<std::uint32_t> of_feeder;  // index, by feeder
};

// `types` are the transformers of SubstationRules::transformer_kva. Ids are <district>-b<nn>.
SitedSubstations site_substations(std::span<FeederDraft const> feeders,
                                  std::span<TransformerType const> types, LayoutSource const& source);

}  // namespace yuchong::grid
