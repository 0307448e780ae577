#include "sim/run/progress.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

namespace yuchong::run {
namespace {

std::string grouped(std::int64_t n) {
    std::string digits = std::to_string(n);
    for (auto i = static_cast<std::ptrdiff_t>(digits.size()) - 3; i > 0; i -= 3) {
        digits.insert(static_cast<std::size_t>(i), ",");
    }
    return digits;
}

std::string spoken(double seconds) {
    if (seconds < 90.0) return fmt::format("{:.0f} s", seconds);
    if (seconds < 5400.0) return fmt::format("{:.0f} min", seconds / 60.0);
    return fmt::format("{:.1f} h", seconds / 3600.0);
}

}  // namespace

void Progress::begin(Calendar const& calendar, SimTime begin, SimTime end) {
    calendar_ = calendar;
    begin_ = begin;
    end_ = end;
    clock_ = WallClock();
    now_ms_.store(begin.ms, std::memory_order_relaxed);
    stage_.store(Stage::simulating, std::memory_order_release);
}

void Progress::advance(SimTime now, std::int64_t sessions) {
    now_ms_.store(now.ms, std::memory_order_relaxed);
    sessions_.store(sessions, std::memory_order_relaxed);
}

void Progress::write() { stage_.store(Stage::writing, std::memory_order_release); }

ProgressReading Progress::read() const {
    SimTime const now{now_ms_.load(std::memory_order_relaxed)};
    double const wall_s = clock_.seconds();
    double const done_days = (now - begin_).hours() / 24.0;
    double const speed = wall_s > 0.0 ? done_days / wall_s : 0.0;

    std::string civil = calendar_->iso(now).substr(0, 16);
    civil[10] = ' ';
    return {.civil = std::move(civil),
            .share = end_.ms > 0 ? static_cast<double>(now.ms) / static_cast<double>(end_.ms) : 1.0,
            .days_per_s = speed,
            .sessions = sessions_.load(std::memory_order_relaxed),
            .left_s = speed > 0.0 ? (end_ - now).hours() / 24.0 / speed : -1.0};
}

std::string progress_line(ProgressReading const& reading) {
    std::string line = fmt::format("{}  {:3.0f} %  {:.3g} days/s  {} sessions", reading.civil,
                                   100.0 * reading.share, reading.days_per_s, grouped(reading.sessions));
    if (reading.left_s >= 0.0) line += fmt::format("  {} left", spoken(reading.left_s));
    return line;
}

std::string progress_bar(double share, int cells) {
    auto const full = static_cast<std::size_t>(std::clamp(std::floor(share * cells), 0.0, 1.0 * cells));
    return std::string(full, '#') + std::string(static_cast<std::size_t>(cells) - full, '.');
}

}  // namespace yuchong::run
