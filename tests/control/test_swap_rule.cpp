#include "sim/control/swap_rule.hpp"

#include <catch2/catch.hpp>

using namespace yuchong::control;
using namespace yuchong;
using yuchong::supply::PackOrders;
using yuchong::supply::SwapRule;
using yuchong::supply::SwapSettings;

TEST_CASE("packs of a swap station by rule and price") {
    SwapSettings settings{};
    settings.reserve_share = 0.3;
    for (PriceClass const price :
         {PriceClass::valley, PriceClass::flat, PriceClass::peak, PriceClass::critical}) {
        bool const cheap = price == PriceClass::valley;
        bool const dear = price == PriceClass::peak || price == PriceClass::critical;
        settings.rule = SwapRule::eager;
        CHECK(pack_orders(settings, 20, price, hours(1)) == PackOrders{20});
        settings.rule = SwapRule::valley;
        CHECK(pack_orders(settings, 20, price, hours(1)) == PackOrders{cheap ? 20U : 6U});
        CHECK(pack_orders(settings, 8, price, hours(1)).wanted == (cheap ? 8U : 3U));  // 2.4 rounded up
        settings.rule = SwapRule::feed_back;
        CHECK(pack_orders(settings, 20, price, minutes(40)) ==
              PackOrders{cheap ? 20U : 6U, dear ? minutes(40) : Duration{0}});
    }
}
