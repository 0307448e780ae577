#include "sim/control/swap_rule.hpp"

#include <cmath>

namespace yuchong::control {

supply::PackOrders pack_orders(supply::SwapSettings const& settings, std::uint32_t packs, PriceClass price,
                               Duration dear_ahead) {
    if (settings.rule == supply::SwapRule::eager || price == PriceClass::valley) return {packs};
    auto const reserve = static_cast<std::uint32_t>(std::ceil(settings.reserve_share * packs));
    bool const feeds = is_dear(price) && settings.feeds_back();
    return {reserve, feeds ? dear_ahead : Duration{0}};
}

}  // namespace yuchong::control
