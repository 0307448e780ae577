#pragma once
// Does guidance help, and whom? Choices, waits and extra driving by who has the service and who has not; how
// far predicted waits and departures were off, with what cars report and without; and whether stations take
// turns at being full: the herd that old information makes.
//
// A choice counts by its instant, a wait by the arrival, a session by its plug-in, all inside the window. An
// extra kilometre is one beyond the nearest station that would have served, there and back.

#include "sim/base/time.hpp"
#include "sim/measure/window.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace yuchong::measure {

enum class Audience : std::uint8_t { adopters, others };
inline constexpr std::size_t audiences = 2;
inline constexpr std::array<char const*, audiences> audience_names{"adopters", "others"};

// A forecast with what cars report of themselves, and by averages alone.
enum class ForecastFrom : std::uint8_t { reports, averages };
inline constexpr std::size_t forecasts = 2;
inline constexpr std::array<char const*, forecasts> forecast_names{"reports", "averages"};

struct AudienceTally {
    std::int64_t choices;
    double extra_km;
    std::int64_t zero_waits;
    std::vector<std::uint32_t> waits_ms;  // the positive ones
};

// Forecast minus what came.
struct ForecastTally {
    std::int64_t count;
    double sum_min, sum_absolute_min;
};
using ForecastErrors = std::array<ForecastTally, forecasts>;

// The cars at a station and in its line, less those at its neighbour's, look by look.
struct DifferenceSums {
    std::int64_t sum, square, lagged;  // lagged: of products of successive ones
    std::int32_t first, last;
};

struct ReservationCounts {
    std::int64_t booked, refused, lapsed, expired;  // lapsed: there before it was booked
};

struct GuidanceTallyState {
    std::array<AudienceTally, audiences> audience;
    std::int64_t followed;  // choices that went where the service said
    ForecastErrors waits, departures;
    ReservationCounts reservations;
    std::int64_t looks;
    std::vector<std::int64_t> in_line, in_line_square;  // by station, summed over looks
    std::vector<DifferenceSums> difference;             // by station
};

template <class A>
void archive(A& a, GuidanceTallyState& s) {
    for (AudienceTally& t : s.audience) a(t.choices, t.extra_km, t.zero_waits, t.waits_ms);
    a(s.followed, s.waits, s.departures, s.reservations, s.looks, s.in_line, s.in_line_square, s.difference);
}

class GuidanceTally {
public:
    static constexpr std::uint32_t no_neighbour = UINT32_MAX;

    // `neighbour` by station: with whom it is compared; no_neighbour: it is left out.
    GuidanceTally(Window const& window, std::vector<std::uint32_t> neighbour);

    void chose(Audience audience, SimTime now, double extra_km);
    void followed(SimTime now) { state_.followed += window_.contains(now) ? 1 : 0; }
    void wait_ended(Audience audience, SimTime arrival, SimTime to);
    // `error_min` by ForecastFrom.
    void wait_was_forecast(SimTime arrival, std::array<double, forecasts> const& error_min);
    void departure_was_forecast(SimTime plug_in, std::array<double, forecasts> const& error_min);
    [[nodiscard]] ReservationCounts& reservations() { return state_.reservations; }
    // By station: cars in line, and cars at DC terminals or in line.
    void look(SimTime now, std::span<std::uint32_t const> in_line, std::span<std::uint32_t const> present);

    [[nodiscard]] std::span<std::uint32_t const> neighbours() const { return neighbour_; }
    [[nodiscard]] GuidanceTallyState& state() { return state_; }
    [[nodiscard]] GuidanceTallyState const& state() const { return state_; }

private:
    Window window_;
    std::vector<std::uint32_t> neighbour_;
    GuidanceTallyState state_{};
};

// What it comes to, see output/FORMAT.md.
struct GuidanceSummary {
    struct Side {
        std::int64_t choices, waits;
        double wait_mean_s, wait_p95_s, extra_km;  // extra: mean of a choice
    };
    struct Forecast {
        std::int64_t count;
        double error_min, bias_min;  // mean of |forecast - real|, and of forecast - real
    };
    std::array<Side, audiences> side;
    std::int64_t followed;
    std::array<Forecast, forecasts> waits, departures;
    ReservationCounts reservations;
    double queue_mean, queue_cv;  // cars in line, over stations and looks
    double oscillation;           // lag-1 autocorrelation of differences of neighbours, all pairs together
    // By station.
    std::vector<std::uint32_t> neighbour;
    std::vector<double> station_queue_mean, station_queue_variance, station_oscillation;
};
GuidanceSummary summarise(GuidanceTally const& tally);

}  // namespace yuchong::measure
