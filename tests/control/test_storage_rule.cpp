#include "sim/control/storage_rule.hpp"

#include <catch2/catch.hpp>

using namespace yuchong::control;
using yuchong::supply::StorageOrder;
using yuchong::supply::StorageRule;

TEST_CASE("orders of a storage by rule and price") {
    for (PriceClass const price :
         {PriceClass::valley, PriceClass::flat, PriceClass::peak, PriceClass::critical}) {
        CHECK(storage_order(StorageRule::peak_shave, price) == StorageOrder::recharge);
        CHECK(storage_order(StorageRule::self_consumption, price) == StorageOrder::relieve);
    }
    CHECK(storage_order(StorageRule::arbitrage, PriceClass::valley) == StorageOrder::recharge);
    CHECK(storage_order(StorageRule::arbitrage, PriceClass::flat) == StorageOrder::hold);
    CHECK(storage_order(StorageRule::arbitrage, PriceClass::peak) == StorageOrder::relieve);
    CHECK(storage_order(StorageRule::arbitrage, PriceClass::critical) == StorageOrder::relieve);
}
