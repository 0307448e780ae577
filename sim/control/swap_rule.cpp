#include "sim/control/swap_rule.hpp"

#include <cmath>

namespace yuchong::control {

std::uint32_t packs_wanted(supply::SwapSettings const& settings, std::uint32_t packs, PriceClass price) {
    if (settings.rule == supply::SwapRule::eager || price == PriceClass::valley) return packs;
    return static_cast<std::uint32_t>(std::ceil(settings.reserve_share * packs));
}

}  // namespace yuchong::control
