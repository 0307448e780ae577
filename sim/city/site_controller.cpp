#include "sim/city/site_controller.hpp"

#include "sim/city/city.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace yuchong::city {

namespace {

// Sums of set-points that fill a limit are off by rounding.
constexpr double rounding = 1e-9;

std::string check_session(City const& city, ControlledSession const& session, double set_point_kw) {
    std::string const whose =
        fmt::format("session {} at {}", session.number, city.network().stations[session.station].id);
    if (std::isnan(set_point_kw)) return whose + " is given no number (NaN)";
    if (set_point_kw < 0.0) return fmt::format("{} is given {} kW (the least is 0)", whose, set_point_kw);
    if (std::isfinite(set_point_kw) && set_point_kw > session.plug_kw * (1.0 + rounding))
        return fmt::format("{} is given {} kW (its plug gives {} kW at most)", whose, set_point_kw,
                           session.plug_kw);
    return "";
}

}  // namespace

std::string check_set_points(City const& city, ControlView const& view,
                             std::span<double const> set_point_kw) {
    for (std::size_t i = 0; i < view.sessions.size(); ++i) {
        std::string problem = check_session(city, view.sessions[i], set_point_kw[i]);
        if (!problem.empty()) return problem;
    }
    for (ControlledSite const& site : view.sites) {
        double sum_kw = 0.0;
        for (std::size_t i = site.first; i < site.first + site.count; ++i)
            sum_kw += std::min(set_point_kw[i], view.sessions[i].max_kw);
        if (sum_kw > site.limit_kw * (1.0 + rounding))
            return fmt::format("the sessions at {} are given {} kW together (its limit is {} kW)",
                               city.network().stations[site.station].id, sum_kw, site.limit_kw);
    }
    return "";
}

}  // namespace yuchong::city
