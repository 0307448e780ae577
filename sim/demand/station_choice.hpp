#pragma once
// Which station: nested logit over candidate rows (nests super, fast, AC, swap), models.md 3.4. The rows are
// plain numbers that the city fills from prices and the published board; nothing here knows a station.
//
// A choice is drawn by adding extreme-value noise keyed by (car, decision, station): first the nest with the
// largest inclusive value plus noise, then the row in it. That is exactly the nested logit, and a station
// that opens or closes leaves everybody's noise for all others as it was.

#include "sim/base/random.hpp"
#include "sim/demand/settings.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>

namespace yuchong::demand {

inline constexpr std::size_t nests = 4;
inline constexpr std::size_t most_rows = 96;  // of one choice (checked)

struct CandidateRow {
    std::uint32_t option;     // the caller's number
    std::uint32_t noise_key;  // stable hash of the station's id
    std::uint8_t nest;        // 0 super, 1 fast, 2 AC, 3 swap
    double detour_min;        // there and back, beyond the trip planned anyway
    double wait_min;          // expected
    double charge_min;        // time spent for the charge; 0 if parked there anyway
    double price_yuan_per_kwh;
    double ln_kw;     // logarithm of the power in kW
    double constant;  // alternative-specific, utility
};

double utility(CandidateRow const& row, StationChoiceSettings const& settings);

// P(row) under plain and nested logit; probabilities sum to 1. `out` has the size of `rows`.
void multinomial_probabilities(std::span<CandidateRow const> rows, StationChoiceSettings const& settings,
                               std::span<double> out);
void nested_probabilities(std::span<CandidateRow const> rows, StationChoiceSettings const& settings,
                          std::span<double> out);

struct ChoiceKey {
    std::uint32_t ordinal;  // of the car
    std::int32_t day;
    std::uint32_t decision;  // number of this decision on that day
};

// Index of the chosen row; nothing if there is none.
std::optional<std::size_t> choose(std::span<CandidateRow const> rows, ChoiceKey const& key,
                                  StationChoiceSettings const& settings, RandomSource const& random);

}  // namespace yuchong::demand
