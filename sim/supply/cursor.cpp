#include "sim/supply/cursor.hpp"

#include <algorithm>

namespace yuchong::supply {

Walked walk(Session const& session, vehicle::Acceptance const& acceptance, double hours) {
    Walked walked{session.soc, session.loss.fixed_kw * hours, 0.0};
    if (session.feed_w > 0) {
        walked.soc -= feed_kw(session) * hours / (session.feed_efficiency * session.pack.energy_kwh);
        return walked;
    }
    double rest_h = hours;
    while (rest_h > 0.0 && walked.soc < session.stop_soc) {
        vehicle::Stretch const stretch =
            vehicle::stretch_at(acceptance, walked.soc, session.cap_kw, session.stop_soc, session.pack);
        if (stretch.power_kw <= 0.0) break;
        double const whole_h = stretch.hours_to(walked.soc, stretch.end_soc, session.pack);
        bool const to_the_end = rest_h >= whole_h;
        double const energy_kwh =
            to_the_end ? session.pack.energy_kwh * (stretch.end_soc - walked.soc) / session.pack.efficiency
                       : stretch.energy_kwh(rest_h);
        double const end_kw = stretch.power_kw + stretch.lam_per_h * energy_kwh;
        walked.loss_kwh += energy_kwh * (session.loss.linear +
                                         session.loss.square_per_kw * 0.5 * (stretch.power_kw + end_kw));
        walked.max_kw = std::max({walked.max_kw, stretch.power_kw, end_kw});
        walked.soc = to_the_end
                         ? stretch.end_soc
                         : std::min(stretch.end_soc, walked.soc + session.pack.efficiency * energy_kwh /
                                                                      session.pack.energy_kwh);
        rest_h -= whole_h;
    }
    return walked;
}

void advance(Session& session, vehicle::Acceptance const& acceptance, SimTime now) {
    if (now == session.t_ref) return;
    Walked const walked = walk(session, acceptance, (now - session.t_ref).hours());
    session.soc = walked.soc;
    session.loss_kwh += walked.loss_kwh;
    session.max_kw = std::max(session.max_kw, walked.max_kw);
    session.t_ref = now;
}

double energy_between_kwh(Session const& session, double from_soc, double to_soc) {
    return session.pack.energy_kwh * (to_soc - from_soc) / session.pack.efficiency;
}

double energy_at_kwh(Session const& session, double soc) {
    if (session.feed_w > 0) return session.energy_kwh;
    return session.energy_kwh + energy_between_kwh(session, session.soc_booked, soc);
}

double fed_at_kwh(Session const& session, double soc) {
    if (session.feed_w == 0) return session.fed_kwh;
    return session.fed_kwh + session.feed_efficiency * session.pack.energy_kwh * (session.soc_booked - soc);
}

double largest_demand_kw(State const& state, std::uint32_t plug, double soc) {
    return std::min(state.acceptance[plug].largest_from_kw(soc), state.set_point_kw[plug]);
}

double power_at_kw(Session const& session, vehicle::Acceptance const& acceptance, double soc) {
    if (soc >= session.stop_soc || session.feed_w > 0) return 0.0;
    return std::min(acceptance.power_kw(soc), session.cap_kw);
}

SimTime after_hours(SimTime from, double hours) {
    constexpr double beyond_any_run_h = 1e7;
    return hours < beyond_any_run_h ? from + duration_from_hours_up(hours) : never;
}

double crossing_soc(vehicle::Acceptance const& acceptance, double soc, double stop_soc, double low_kw,
                    double high_kw) {
    auto const points = acceptance.points();
    double left_soc = soc, left_kw = acceptance.power_kw(soc);
    for (std::size_t i = acceptance.piece(soc) + 1; i < points.size() && left_soc < stop_soc; ++i) {
        double const change = points[i].power_kw - left_kw;
        double const level = change < 0.0 ? low_kw : high_kw;
        bool const leaves = change < 0.0 ? points[i].power_kw <= low_kw : points[i].power_kw > high_kw;
        if (leaves) {
            double const share = (level - left_kw) / change;
            return std::min(stop_soc, left_soc + std::max(share, 0.0) * (points[i].soc - left_soc));
        }
        left_soc = points[i].soc;
        left_kw = points[i].power_kw;
    }
    return stop_soc;
}

}  // namespace yuchong::supply
