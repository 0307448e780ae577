#include "sim/measure/tally.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace yuchong::measure {

namespace {

constexpr std::size_t expected_waits = 1U << 16U;  // reserved up front; grows by doubling beyond
constexpr double ms_per_s = 1'000.0;

// Waits in ascending order, the zeros counted and not stored.
class SortedWaits {
public:
    SortedWaits(std::int64_t zeros, std::vector<std::uint32_t> positive_ms)
        : zeros_(zeros), positive_ms_(std::move(positive_ms)) {
        std::ranges::sort(positive_ms_);
    }
    [[nodiscard]] std::int64_t count() const { return zeros_ + std::ssize(positive_ms_); }
    [[nodiscard]] double mean_s() const {
        std::int64_t const sum = std::accumulate(positive_ms_.begin(), positive_ms_.end(), std::int64_t{0});
        return static_cast<double>(sum) / static_cast<double>(count()) / ms_per_s;
    }
    // Linear between order statistics: position (n - 1) p, counted from 0. Pre: count() > 0, 0 <= p <= 1.
    [[nodiscard]] double quantile_s(double p) const {
        double const position = static_cast<double>(count() - 1) * p;
        auto const below = static_cast<std::int64_t>(std::floor(position));
        double const low = at_s(below);
        double const high = at_s(std::min(below + 1, count() - 1));
        return low + (position - static_cast<double>(below)) * (high - low);
    }
    [[nodiscard]] double share_up_to(Duration limit) const {
        auto const above = std::ranges::upper_bound(
            positive_ms_, limit.ms, {}, [](std::uint32_t w) { return static_cast<std::int64_t>(w); });
        return static_cast<double>(zeros_ + (above - positive_ms_.begin())) / static_cast<double>(count());
    }

private:
    [[nodiscard]] double at_s(std::int64_t rank) const {
        if (rank < zeros_) return 0.0;
        return static_cast<double>(positive_ms_[static_cast<std::size_t>(rank - zeros_)]) / ms_per_s;
    }

    std::int64_t zeros_;
    std::vector<std::uint32_t> positive_ms_;
};

}  // namespace

Tally::Tally(Window const& window) : window_(window) { state_.waits_ms.reserve(expected_waits); }

void Tally::wait_ended(SimTime arrival, SimTime to) {
    std::int64_t const wait_ms = (to - arrival).ms;
    check(wait_ms >= 0 && wait_ms <= std::numeric_limits<std::uint32_t>::max(),
          "impossible wait (must be between 0 and 49 days)");
    state_.clipped_wait_ms += window_.overlap(arrival, to).ms;
    if (!window_.contains(arrival)) return;
    if (wait_ms == 0)
        ++state_.zero_waits;
    else
        state_.waits_ms.push_back(static_cast<std::uint32_t>(wait_ms));
}

void Tally::visit_ended(SimTime arrival, supply::Outcome outcome) {
    if (window_.contains(arrival)) ++state_.visits[static_cast<std::size_t>(outcome)];
}

void Tally::session_ended(Place place, supply::PlugClass plug_class, SimTime plug_in,
                          KilowattHours in_window) {
    auto const p = static_cast<std::size_t>(place);
    if (window_.contains(plug_in)) ++state_.sessions[p];
    state_.energy_kwh[p] += in_window.value();
    if (place == Place::public_station)
        state_.public_energy_kwh[static_cast<std::size_t>(plug_class)] += in_window.value();
}

void Tally::need_ended(SimTime plug_in, KilowattHours lacks) {
    if (!window_.contains(plug_in) || lacks.value() <= 0.0) return;
    state_.unmet_kwh += lacks.value();
    state_.sessions_unmet += lacks.value() > noticeable_unmet.value() ? 1 : 0;
}

WaitSummary summarise_waits(TallyState const& state) {
    return summarise_waits(state.zero_waits, state.waits_ms);
}

WaitSummary summarise_waits(std::int64_t zero_waits, std::vector<std::uint32_t> positive_ms) {
    SortedWaits const waits(zero_waits, std::move(positive_ms));
    if (waits.count() == 0) return {};
    return {.mean_s = waits.mean_s(),
            .p50_s = waits.quantile_s(0.50),
            .p90_s = waits.quantile_s(0.90),
            .p95_s = waits.quantile_s(0.95),
            .share_5_min = waits.share_up_to(minutes(5)),
            .share_10_min = waits.share_up_to(minutes(10)),
            .share_15_min = waits.share_up_to(minutes(15))};
}

}  // namespace yuchong::measure
