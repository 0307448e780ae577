#include "sim/serve/load_history.hpp"

#include <algorithm>

namespace yuchong::serve {

namespace {

Load operator+(Load const& a, Load const& b) {
    return {a.home_kw + b.home_kw, a.station_kw + b.station_kw, a.base_kw + b.base_kw, a.waiting + b.waiting};
}

Load operator/(Load const& a, double n) {
    return {a.home_kw / n, a.station_kw / n, a.base_kw / n, a.waiting / n};
}

}  // namespace

LoadHistory::LoadHistory(SimTime begin) : begin_(begin), last_(begin) { steps_.reserve(most_steps); }

void LoadHistory::double_step() {
    for (std::size_t i = 0; i < steps_.size(); i += 2) {
        Step const next = i + 1 < steps_.size() ? steps_[i + 1] : Step{};
        steps_[i / 2] = {steps_[i].sum + next.sum, steps_[i].minutes + next.minutes};
    }
    steps_.resize((steps_.size() + 1) / 2);
    step_ = 2 * step_;
}

void LoadHistory::add(SimTime minute_end, Load const& minute) {
    if (minute_end <= last_) return;
    last_ = minute_end;
    auto const place = [&] {
        return static_cast<std::size_t>((minute_end - minutes(1) - begin_).ms / step_.ms);
    };
    while (place() >= most_steps) double_step();
    steps_.resize(std::max(steps_.size(), place() + 1));
    Step& step = steps_[place()];
    step = {step.sum + minute, step.minutes + 1};
}

std::vector<Load> LoadHistory::means() const {
    std::vector<Load> means;
    means.reserve(steps_.size());
    for (Step const& step : steps_)
        means.push_back(step.sum / static_cast<double>(std::max<std::int64_t>(1, step.minutes)));
    return means;
}

}  // namespace yuchong::serve
