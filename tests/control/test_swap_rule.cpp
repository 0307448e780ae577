#include "sim/control/swap_rule.hpp"

#include <catch2/catch.hpp>

using namespace yuchong::control;
using yuchong::supply::SwapRule;
using yuchong::supply::SwapSettings;

TEST_CASE("packs of a swap station by rule and price") {
    SwapSettings settings{};
    settings.reserve_share = 0.3;
    for (PriceClass const price :
         {PriceClass::valley, PriceClass::flat, PriceClass::peak, PriceClass::critical}) {
        settings.rule = SwapRule::eager;
        CHECK(packs_wanted(settings, 20, price) == 20);
        settings.rule = SwapRule::valley;
        CHECK(packs_wanted(settings, 20, price) == (price == PriceClass::valley ? 20U : 6U));
        CHECK(packs_wanted(settings, 8, price) == (price == PriceClass::valley ? 8U : 3U));  // 2.4 rounded up
    }
}
