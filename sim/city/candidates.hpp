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

// What a driver may know of a station beforehand, in one place: a choice reads some dozens of them.
struct Site {
    std::uint32_t ordinal;
    std::int32_t in_service_day;
    float service_fee_yuan_per_kwh;
    std::array<float, supply::plug_classes>
        power_kw;  // of the strongest plug of the class; 0 where there is none
    std::array<float, supply::plug_classes> ln_kw;  // its logarithm
    std::uint32_t swap_standard;                    // of its packs, as swap_standards() numbers them
};
std::vector<Site> sites_of(supply::Network const& network, std::span<std::uint32_t const> swap_standard);

// By model: the standard whose packs fit it, numbered from 1; 0: it is not made for swapping.
std::vector<std::uint32_t> swap_standards(vehicle::Catalogue const& catalogue);

struct Candidate {
    std::uint32_t station;
    space::Link link;  // from the zone's centre
};

class CandidateLists {
public:
    struct Days {
        std::int32_t first, last;  // civil days of the run
    };
    // `listed` stations a zone, fewer if there are not as many; ties by index. Those that come or go during
    // the run stand on the list beside them and do not count.
    CandidateLists(space::Geography const& geography, space::Travel const& travel,
                   supply::Network const& network, std::uint32_t listed, Days run);

    [[nodiscard]] std::span<Candidate const> of(std::uint16_t zone) const {
        return {candidates_.data() + first_[zone], first_[zone + 1U] - first_[zone]};
    }

private:
    std::vector<std::uint32_t> first_;
    std::vector<Candidate> candidates_;
};

}  // namespace yuchong::city
