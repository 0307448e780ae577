#pragma once
// One driver's choice where a service guides some: whom it sends goes to the station of its law, whoever only
// reads it chooses by his own taste from its forecasts, and the others from what they know.

#include "sim/city/charging_rows.hpp"

#include <cstdint>
#include <optional>

namespace yuchong::city {

// Whose idea it was: the driver's own, the service's, or the service's and the driver goes elsewhere unseen.
enum class Course : std::uint8_t { own, sent, strays };

struct GuidedChoice {
    std::optional<std::size_t> row;  // nothing if there is none
    Course course;
};

// Does the service gather this car's wish and answer at its next step? Pre: guides(city).
[[nodiscard]] bool waits_for_assignment(City const& city, State const& state, std::uint32_t agent);

// Under `reservation` a place is asked for, too.
GuidedChoice choose_guided(City const& city, State& state, std::uint32_t agent,
                           std::span<demand::CandidateRow const> rows, std::uint32_t decision, SimTime now);

// The car is off to the station of that row: remembers what is expected and tells the service what it may.
void note_departure(City const& city, State& state, std::uint32_t agent,
                    std::span<demand::CandidateRow const> rows, std::size_t chosen, Course course,
                    SimTime now, SimTime arrives);

}  // namespace yuchong::city
