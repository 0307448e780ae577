#include "sim/control/storage_rule.hpp"

namespace yuchong::control {

namespace {

supply::StorageOrder by_price(PriceClass price) {
    switch (price) {
        case PriceClass::valley: return supply::StorageOrder::recharge;
        case PriceClass::flat: return supply::StorageOrder::hold;
        case PriceClass::peak:
        case PriceClass::critical: break;
    }
    return supply::StorageOrder::relieve;
}

}  // namespace

supply::StorageOrder storage_order(supply::StorageRule rule, PriceClass price) {
    switch (rule) {
        case supply::StorageRule::peak_shave: return supply::StorageOrder::recharge;
        case supply::StorageRule::arbitrage: return by_price(price);
        case supply::StorageRule::self_consumption: break;
    }
    return supply::StorageOrder::relieve;
}

}  // namespace yuchong::control
