#include "sim/control/demand_response.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace yuchong::control {

namespace {

double mean(std::span<double const> values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

std::span<double const> part(std::span<double const> row, SlotRange range) {
    check(range.from < range.until && range.until <= row.size(),
          "hours of a baseline lie outside its days (or are empty) give rows that hold them");
    return row.subspan(range.from, range.until - range.from);
}

}  // namespace

Baseline baseline(BaselineQuestion const& question, BaselineSettings const& settings) {
    auto const days =
        question.days_kw.first(std::min<std::size_t>(question.days_kw.size(), settings.days_seen));
    check(!days.empty() && settings.days_kept > 0,
          "a baseline has no day (nothing to compare with) give one");
    std::vector<std::size_t> order(days.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::vector<double> event_mean;
    for (auto const& day : days) event_mean.push_back(mean(part(day, question.event)));
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return event_mean[a] > event_mean[b] || (event_mean[a] == event_mean[b] && a < b);
    });
    order.resize(std::min<std::size_t>(order.size(), settings.days_kept));

    bool const adjusts = question.before.from < question.before.until;
    auto const kept = static_cast<double>(order.size());
    Baseline result{std::vector<double>(question.event.until - question.event.from, 0.0), 1.0};
    double before_kw = 0.0;
    for (std::size_t const day : order) {
        auto const row = part(days[day], question.event);
        for (std::size_t k = 0; k < row.size(); ++k) result.kw[k] += row[k] / kept;
        if (adjusts) before_kw += mean(part(days[day], question.before)) / kept;
    }
    if (adjusts && before_kw > 0.0) {
        result.adjustment = std::clamp(mean(part(question.today_kw, question.before)) / before_kw,
                                       settings.least_adjustment, settings.most_adjustment);
    }
    for (double& kw : result.kw) kw *= result.adjustment;
    return result;
}

Settlement settle(std::span<double const> baseline_kw, std::span<double const> actual_kw, double slot_h,
                  double committed_kw, DemandResponsePay const& pay) {
    check(!baseline_kw.empty() && baseline_kw.size() == actual_kw.size() && committed_kw > 0.0,
          "an event cannot be settled (one baseline and one load a slot, a commitment above 0)");
    double const reduction_kw = mean(baseline_kw) - mean(actual_kw);
    double const hours = slot_h * static_cast<double>(baseline_kw.size());
    double const performance = reduction_kw / committed_kw;
    double const paid_kw = std::clamp(reduction_kw, 0.0, committed_kw);
    double const share = std::clamp(performance / pay.full_pay_from, 0.0, 1.0);
    return {reduction_kw, reduction_kw * hours, performance, pay.yuan_per_kw * paid_kw * share};
}

bool can_pause(double laxity_h, Duration event) { return laxity_h >= event.hours(); }

SimTime restart_at(SimTime event_end, ReboundSettings const& settings, double u) {
    return event_end + Duration{static_cast<std::int64_t>(settings.stagger_h * u * 3'600'000.0)};
}

}  // namespace yuchong::control
