#pragma once
// For each zone the stations that its drivers would think of, nearest first. Made once: a choice looks at
// these few.

#include "sim/space/travel.hpp"
#include "sim/supply/network.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::city {

// The strongest plug of each class at a station, kW; 0 where there is none.
using Offer = std::array<double, supply::plug_classes>;
std::vector<Offer> offers_of(supply::Network const& network);

class CandidateLists {
public:
    // `listed` stations a zone, fewer if there are not as many; ties by index.
    CandidateLists(space::Geography const& geography, space::Travel const& travel,
                   supply::Network const& network, std::uint32_t listed);

    [[nodiscard]] std::span<std::uint32_t const> of(std::uint16_t zone) const {
        return {stations_.data() + first_[zone], first_[zone + 1U] - first_[zone]};
    }

private:
    std::vector<std::uint32_t> first_, stations_;
};

}  // namespace yuchong::city
