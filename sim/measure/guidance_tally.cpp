#include "sim/measure/guidance_tally.hpp"

#include "sim/base/check.hpp"
#include "sim/measure/tally.hpp"

#include <cmath>
#include <limits>
#include <utility>

namespace yuchong::measure {

namespace {

constexpr std::size_t expected_waits = 1U << 15U;  // of one audience; grows by doubling beyond

double real(std::int64_t n) { return static_cast<double>(n); }
double ratio(double a, double b) { return b > 0.0 ? a / b : 0.0; }

void add(ForecastErrors& errors, std::array<double, forecasts> const& error_min) {
    for (std::size_t f = 0; f < forecasts; ++f) {
        ++errors[f].count;
        errors[f].sum_min += error_min[f];
        errors[f].sum_absolute_min += std::abs(error_min[f]);
    }
}

GuidanceSummary::Side side_of(AudienceTally const& tally) {
    WaitSummary const waits = summarise_waits(tally.zero_waits, tally.waits_ms);
    return {.choices = tally.choices,
            .waits = tally.zero_waits + std::ssize(tally.waits_ms),
            .wait_mean_s = waits.mean_s,
            .wait_p95_s = waits.p95_s,
            .extra_km = ratio(tally.extra_km, real(tally.choices))};
}

GuidanceSummary::Forecast forecast_of(ForecastTally const& tally) {
    double const count = real(tally.count);
    return {tally.count, ratio(tally.sum_absolute_min, count), ratio(tally.sum_min, count)};
}

// Numerator and denominator of the autocorrelation of one series around its own mean.
std::pair<double, double> autocovariance(DifferenceSums const& d, double looks) {
    double const mean = ratio(real(d.sum), looks);
    double const lagged =
        real(d.lagged) - mean * (2.0 * real(d.sum) - d.first - d.last) + (looks - 1.0) * mean * mean;
    return {lagged, real(d.square) - looks * mean * mean};
}

}  // namespace

GuidanceTally::GuidanceTally(Window const& window, std::vector<std::uint32_t> neighbour)
    : window_(window), neighbour_(std::move(neighbour)) {
    for (AudienceTally& audience : state_.audience) audience.waits_ms.reserve(expected_waits);
    state_.in_line.resize(neighbour_.size());
    state_.in_line_square.resize(neighbour_.size());
    state_.difference.resize(neighbour_.size());
}

void GuidanceTally::chose(Audience audience, SimTime now, double extra_km) {
    if (!window_.contains(now)) return;
    AudienceTally& tally = state_.audience[static_cast<std::size_t>(audience)];
    ++tally.choices;
    tally.extra_km += extra_km;
}

void GuidanceTally::wait_ended(Audience audience, SimTime arrival, SimTime to) {
    if (!window_.contains(arrival)) return;
    std::int64_t const wait_ms = (to - arrival).ms;
    check(wait_ms >= 0 && wait_ms <= std::numeric_limits<std::uint32_t>::max(),
          "impossible wait (must be between 0 and 49 days)");
    AudienceTally& tally = state_.audience[static_cast<std::size_t>(audience)];
    if (wait_ms == 0)
        ++tally.zero_waits;
    else
        tally.waits_ms.push_back(static_cast<std::uint32_t>(wait_ms));
}

void GuidanceTally::wait_was_forecast(SimTime arrival, std::array<double, forecasts> const& error_min) {
    if (window_.contains(arrival)) add(state_.waits, error_min);
}

void GuidanceTally::departure_was_forecast(SimTime plug_in, std::array<double, forecasts> const& error_min) {
    if (window_.contains(plug_in)) add(state_.departures, error_min);
}

void GuidanceTally::look(SimTime now, std::span<std::uint32_t const> in_line,
                         std::span<std::uint32_t const> present) {
    if (!window_.contains(now)) return;
    check(in_line.size() == neighbour_.size() && present.size() == neighbour_.size(),
          "stations of another city (one number for each is wanted)");
    for (std::size_t s = 0; s < neighbour_.size(); ++s) {
        std::int64_t const cars = in_line[s];
        state_.in_line[s] += cars;
        state_.in_line_square[s] += cars * cars;
        if (neighbour_[s] == no_neighbour) continue;
        DifferenceSums& d = state_.difference[s];
        auto const next =
            static_cast<std::int32_t>(present[s]) - static_cast<std::int32_t>(present[neighbour_[s]]);
        if (state_.looks == 0)
            d.first = next;
        else
            d.lagged += std::int64_t{d.last} * next;
        d.sum += next;
        d.square += std::int64_t{next} * next;
        d.last = next;
    }
    ++state_.looks;
}

GuidanceSummary summarise(GuidanceTally const& tally) {
    GuidanceTallyState const& s = tally.state();
    GuidanceSummary summary{};
    for (std::size_t a = 0; a < audiences; ++a) summary.side[a] = side_of(s.audience[a]);
    summary.followed = s.followed;
    for (std::size_t f = 0; f < forecasts; ++f) {
        summary.waits[f] = forecast_of(s.waits[f]);
        summary.departures[f] = forecast_of(s.departures[f]);
    }
    summary.reservations = s.reservations;
    summary.neighbour.assign(tally.neighbours().begin(), tally.neighbours().end());
    double const looks = real(s.looks);
    double sum = 0.0, square = 0.0, lagged = 0.0, spread = 0.0;
    for (std::size_t i = 0; i < s.in_line.size(); ++i) {
        double const mean = ratio(real(s.in_line[i]), looks);
        summary.station_queue_mean.push_back(mean);
        summary.station_queue_variance.push_back(ratio(real(s.in_line_square[i]), looks) - mean * mean);
        auto const [numerator, denominator] = autocovariance(s.difference[i], looks);
        summary.station_oscillation.push_back(ratio(numerator, denominator));
        sum += real(s.in_line[i]);
        square += real(s.in_line_square[i]);
        lagged += numerator;
        spread += denominator;
    }
    double const all = looks * real(std::ssize(s.in_line));
    summary.queue_mean = ratio(sum, all);
    double const variance = ratio(square, all) - summary.queue_mean * summary.queue_mean;
    summary.queue_cv = ratio(std::sqrt(std::max(0.0, variance)), summary.queue_mean);
    summary.oscillation = ratio(lagged, spread);
    return summary;
}

}  // namespace yuchong::measure
