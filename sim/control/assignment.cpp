#include "sim/control/assignment.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <functional>
#include <limits>

namespace yuchong::control {

namespace {
constexpr std::uint32_t nobody = std::numeric_limits<std::uint32_t>::max();
}

void Assignment::solve(std::span<std::uint32_t const> first_offer, std::span<Offer const> offers,
                       std::uint32_t slots) {
    first_offer_ = first_offer;
    offers_ = offers;
    auto const cars = static_cast<std::uint32_t>(first_offer.size() - 1);
    slots_.assign(slots, {0, 0, nobody, nobody, Slot::Seen::no});
    slot_of_car_.assign(cars, nobody);
    cost_of_car_.assign(cars, 0);
    for (std::uint32_t car = 0; car < cars; ++car) augment(car);
}

// The shortest path from a car without slot to a slot without car, and everybody on it moves on by one.
void Assignment::augment(std::uint32_t car) {
    touched_.clear();
    heap_.clear();
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    for (std::uint32_t o = first_offer_[car]; o < first_offer_[car + 1]; ++o)
        least = std::min(least, offers_[o].cost - slots_[offers_[o].slot].price);
    cost_of_car_[car] = least;
    look_from(car, 0);
    std::uint32_t found = nobody;
    while (!heap_.empty()) {
        std::pop_heap(heap_.begin(), heap_.end(), std::greater<>());
        std::uint32_t const at = heap_.back().second;
        heap_.pop_back();
        Slot& slot = slots_[at];
        if (slot.seen == Slot::Seen::done) continue;
        slot.seen = Slot::Seen::done;
        if (slot.car == nobody) {
            found = at;
            break;
        }
        look_from(slot.car, slot.distance);
    }
    check(found != nobody, "more cars than slots they can go to (offer as many as there are cars)");
    std::int64_t const length = slots_[found].distance;
    cost_of_car_[car] += length;
    for (std::uint32_t const at : touched_) {
        Slot& slot = slots_[at];
        if (slot.seen == Slot::Seen::done) {
            slot.price += slot.distance - length;
            if (slot.car != nobody) cost_of_car_[slot.car] += length - slot.distance;
        }
        slot.seen = Slot::Seen::no;
    }
    hand_on(found, car);
}

void Assignment::look_from(std::uint32_t car, std::int64_t distance) {
    for (std::uint32_t o = first_offer_[car]; o < first_offer_[car + 1]; ++o) {
        std::uint32_t const at = offers_[o].slot;
        Slot& slot = slots_[at];
        if (slot.seen == Slot::Seen::done) continue;
        std::int64_t const beyond = distance + offers_[o].cost - cost_of_car_[car] - slot.price;
        if (slot.seen == Slot::Seen::open && beyond >= slot.distance) continue;
        if (slot.seen == Slot::Seen::no) touched_.push_back(at);
        slot.seen = Slot::Seen::open;
        slot.distance = beyond;
        slot.from = car;
        heap_.emplace_back(beyond, at);
        std::push_heap(heap_.begin(), heap_.end(), std::greater<>());
    }
}

void Assignment::hand_on(std::uint32_t slot, std::uint32_t car) {
    for (;;) {
        std::uint32_t const taker = slots_[slot].from;
        std::uint32_t const left = slot_of_car_[taker];
        slots_[slot].car = taker;
        slot_of_car_[taker] = slot;
        if (taker == car) return;
        slot = left;
    }
}

}  // namespace yuchong::control
