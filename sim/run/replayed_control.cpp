#include "sim/run/replayed_control.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace yuchong::run {

std::optional<std::vector<double>> ReplayedControl::decide(city::City const& city,
                                                           city::ControlView const& view) {
    auto const of_step = std::ranges::equal_range(recorded_.step, static_cast<std::int64_t>(view.step));
    auto const first = static_cast<std::size_t>(of_step.begin() - recorded_.step.begin());
    bool fits = of_step.size() == view.sessions.size();
    for (std::size_t i = 0; fits && i < view.sessions.size(); ++i)
        fits = recorded_.session[first + i] == static_cast<std::int64_t>(view.sessions[i].number);
    if (!fits) {
        throw std::runtime_error(fmt::format(
            "the set-points of {} do not fit (control step {} has other sessions there) it was recorded by "
            "another version of Yuchong, or is damaged",
            path_, view.step));
    }
    auto const kw = std::span(recorded_.set_point_kw).subspan(first, view.sessions.size());
    if (std::string const problem = check_set_points(city, view, kw); !problem.empty())
        throw std::runtime_error(path_ + ": " + problem);
    return std::vector<double>(kw.begin(), kw.end());
}

}  // namespace yuchong::run
