#pragma once
// Whoever decides set-points in place of a strategy of the program: a client at the other end of a socket, or
// the recording of one. The run hands it in (Simulation::steer_with); the city calls it once a control step
// and never knows what stands behind it.
//
// The answer is judged by check_set_points(), which every controller calls before it answers: a set-point is
// 0 or more and at most what the plug gives, or infinite for no limit, and what the sessions of a site may
// draw together, each at most its max_kw, is at most the site's limit.

#include "sim/base/time.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace yuchong::city {

struct City;

// A session at a public plug, as far as anybody there can know it.
struct ControlledSession {
    std::uint64_t number;    // counts plug-ins at public stations since SimTime{0}
    std::uint32_t station;   // of the network
    std::uint32_t terminal;  // at its station, from 0
    std::uint32_t vehicle;
    SimTime arrival;    // plugged in
    SimTime departure;  // `never`: not known
    double soc, battery_kwh;
    double requested_kwh, remaining_kwh;  // at the plug
    double plug_kw;                       // what the plug gives at most
    double max_kw;        // the most the session will ever take from here on, had it no set-point
    double wanted_kw;     // of it what its energy fills in a step
    double set_point_kw;  // as it stands; infinite: no limit
};

// Sites with sessions, by station; their sessions, by terminal, are a slice of ControlView::sessions.
struct ControlledSite {
    std::uint32_t station;
    double limit_kw;
    std::uint32_t first, count;
};

struct ControlView {
    SimTime now;
    std::uint64_t step;  // counts from 0 since SimTime{0}
    std::span<ControlledSite const> sites;
    std::span<ControlledSession const> sessions;
};

// A controller cannot be had, or says what cannot be done. The run ends there, or goes on with the declared
// fallback.
class ControllerFailed : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// The run was asked to stop while it waited for an answer: the control step has not begun, and waits in the
// schedule. No error, so no std::exception.
struct StepInterrupted {};

class SiteController {
public:
    virtual ~SiteController() = default;
    // A set-point for each session, in their order; nothing if the run was asked to stop meanwhile. Throws
    // ControllerFailed.
    virtual std::optional<std::vector<double>> decide(City const& city, ControlView const& view) = 0;
};

// What is wrong with the set-points, naming session, value and limit; empty if nothing is. Pre: one for each
// session.
std::string check_set_points(City const& city, ControlView const& view, std::span<double const> set_point_kw);

}  // namespace yuchong::city
