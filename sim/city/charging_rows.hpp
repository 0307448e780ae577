#pragma once
// The candidate rows of a driver who wants to charge: every station on the zone's list that is near enough
// and in reach, once for each class of plug the car can use there, with what the driver knows now: minutes,
// waits by what the driver may know, prices. `option` of a row is the place on the zone's list.

#include "sim/city/city.hpp"
#include "sim/city/state.hpp"
#include "sim/demand/station_choice.hpp"

#include <array>
#include <span>

namespace yuchong::city {

class CandidateRows {
public:
    void push(demand::CandidateRow const& row) { rows_[count_++] = row; }
    [[nodiscard]] bool full() const { return count_ + supply::plug_classes > rows_.size(); }
    [[nodiscard]] bool empty() const { return count_ == 0; }
    [[nodiscard]] std::span<demand::CandidateRow const> span() const { return {rows_.data(), count_}; }

private:
    std::array<demand::CandidateRow, demand::most_rows> rows_;
    std::size_t count_ = 0;
};

// Has it no inlet for DC terminals, and a pack that nobody swaps?
[[nodiscard]] bool depends_on_piles(City const& city, demand::Car const& car);

// `place`: where the car stands, City::place_of.
CandidateRows charging_rows(City const& city, State const& state, std::uint32_t agent, space::Offset place,
                            Knowledge knows, SimTime now);

}  // namespace yuchong::city
