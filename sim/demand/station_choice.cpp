#include "sim/demand/station_choice.hpp"

#include "sim/base/check.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/math.hpp"
#include "sim/demand/population.hpp"

#include <algorithm>
#include <limits>

namespace yuchong::demand {

namespace {

constexpr double minus_infinity = -std::numeric_limits<double>::infinity();

using Utilities = std::array<double, most_rows>;

double utility(CandidateRow const& row, StationChoiceSettings const& settings, double ln_reference_kw) {
    return settings.detour_per_min * row.detour_min + settings.wait_per_min * row.wait_min +
           settings.charge_per_min * row.charge_min + settings.price_per_yuan * row.price_yuan_per_kwh +
           settings.power_log * (row.ln_kw - ln_reference_kw) + row.constant;
}

Utilities utilities(std::span<CandidateRow const> rows, StationChoiceSettings const& settings) {
    check(rows.size() <= most_rows,
          "too many candidate rows (a choice is sized for most_rows) keep fewer candidates");
    Utilities values;
    double const ln_reference = math::log(settings.power_reference_kw);
    for (std::size_t i = 0; i < rows.size(); ++i) values[i] = utility(rows[i], settings, ln_reference);
    return values;
}

struct Nested {
    std::array<double, nests> inclusive;  // theta ln sum exp(U / theta); minus infinity for an empty nest
    Utilities weight;                     // exp(U / theta) of each row over the largest of its nest
};

Nested nest(std::span<CandidateRow const> rows, Utilities const& value, double theta) {
    Nested nested;
    std::array<double, nests> largest, sum{};
    largest.fill(minus_infinity);
    for (std::size_t i = 0; i < rows.size(); ++i)
        largest[rows[i].nest] = std::max(largest[rows[i].nest], value[i]);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        nested.weight[i] = math::exp((value[i] - largest[rows[i].nest]) / theta);
        sum[rows[i].nest] += nested.weight[i];
    }
    for (std::size_t n = 0; n < nests; ++n) {
        nested.inclusive[n] = sum[n] > 0.0 ? largest[n] + theta * math::log(sum[n]) : minus_infinity;
    }
    return nested;
}

}  // namespace

double utility(CandidateRow const& row, StationChoiceSettings const& settings) {
    return utility(row, settings, math::log(settings.power_reference_kw));
}

void multinomial_probabilities(std::span<CandidateRow const> rows, StationChoiceSettings const& settings,
                               std::span<double> out) {
    Utilities const value = utilities(rows, settings);
    double largest = minus_infinity, sum = 0.0;
    for (std::size_t i = 0; i < rows.size(); ++i) largest = std::max(largest, value[i]);
    for (std::size_t i = 0; i < rows.size(); ++i) sum += out[i] = math::exp(value[i] - largest);
    for (double& p : out) p /= sum;
}

void nested_probabilities(std::span<CandidateRow const> rows, StationChoiceSettings const& settings,
                          std::span<double> out) {
    double const theta = settings.nest_dissimilarity;
    Utilities const value = utilities(rows, settings);
    auto const inclusive = nest(rows, value, theta).inclusive;
    double const largest = *std::max_element(inclusive.begin(), inclusive.end());
    double sum = 0.0;
    for (double const v : inclusive) sum += math::exp(v - largest);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        double const of_nest = math::exp(inclusive[rows[i].nest] - largest) / sum;
        out[i] = of_nest * math::exp((value[i] - inclusive[rows[i].nest]) / theta);
    }
}

std::optional<std::size_t> choose(std::span<CandidateRow const> rows, ChoiceKey const& key,
                                  StationChoiceSettings const& settings, RandomSource const& random) {
    if (rows.empty()) return std::nullopt;
    double const theta = settings.nest_dissimilarity;
    Utilities const value = utilities(rows, settings);
    Nested const nested = nest(rows, value, theta);
    Block const nest_noise = random.draw(draw_for(key.ordinal, Purpose::nest_noise, key.day, key.decision));
    std::size_t favourite = nests;
    double best = minus_infinity;
    for (std::size_t n = 0; n < nests; ++n) {
        if (nested.inclusive[n] == minus_infinity) continue;
        double const noisy = nested.inclusive[n] + gumbel(nest_noise.uniform(static_cast<int>(n)));
        if (noisy > best) best = noisy, favourite = n;
    }
    // Within the nest as a race: who has the largest U / theta + Gumbel noise has the shortest exponential
    // time at rate exp(U / theta).
    std::optional<std::size_t> chosen;
    double shortest = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].nest != favourite) continue;
        auto const k = static_cast<std::uint32_t>(combine(rows[i].noise_key, key.decision));
        Block const noise = random.draw(draw_for(key.ordinal, Purpose::station_noise, key.day, k));
        double const time = -math::log(noise.uniform(rows[i].nest)) / nested.weight[i];
        if (time < shortest) shortest = time, chosen = i;
    }
    return chosen;
}

}  // namespace yuchong::demand
