#pragma once
// Cars to slots so that the sum of costs is least: a min-cost flow of one unit a car, solved by successive
// shortest paths with prices on the slots (Jonker and Volgenant, Computing 38, 1987). Each search stops at
// the nearest free slot, so a car in one part of the city costs nothing in another: no general flow library
// does that for offers as sparse as these. Costs are whole numbers: the optimum is exact, and the same
// everywhere.
//
//   Assignment assignment;
//   assignment.solve(first_offer, offers, slots);
//   assignment.slot_of(car);

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace yuchong::control {

struct Offer {
    std::uint32_t slot;
    std::int64_t cost;
};

class Assignment {
public:
    // Offers of car i: [first_offer[i], first_offer[i + 1]). Pre: every car can get a slot (checked). Keeps
    // its workspace, so that it allocates only for a problem larger than all before.
    void solve(std::span<std::uint32_t const> first_offer, std::span<Offer const> offers,
               std::uint32_t slots);

    [[nodiscard]] std::uint32_t slot_of(std::uint32_t car) const { return slot_of_car_[car]; }

private:
    struct Slot {
        std::int64_t price, distance;
        std::uint32_t car;   // who has it, or nobody
        std::uint32_t from;  // the car from which the search came
        enum class Seen : std::uint8_t { no, open, done } seen;
    };

    void augment(std::uint32_t car);
    void look_from(std::uint32_t car, std::int64_t distance);
    void hand_on(std::uint32_t slot, std::uint32_t car);

    std::span<std::uint32_t const> first_offer_;
    std::span<Offer const> offers_;
    std::vector<Slot> slots_;
    std::vector<std::uint32_t> slot_of_car_;
    std::vector<std::int64_t> cost_of_car_;  // its dual value
    std::vector<std::uint32_t> touched_;     // slots of the present search
    std::vector<std::pair<std::int64_t, std::uint32_t>> heap_;
};

}  // namespace yuchong::control
