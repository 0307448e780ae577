#include "sim/serve/external_controller.hpp"

#include "sim/base/check.hpp"
#include "sim/city/city.hpp"
#include "sim/serve/control_messages.hpp"

#include <fmt/format.h>

#include <utility>

namespace yuchong::serve {

namespace {

control::Endpoint endpoint_of(control::ExternalSettings const& settings) {
    auto endpoint = control::parse_endpoint(settings.socket);
    check(endpoint.has_value(), "bad socket of external control (scenarios are checked)");
    return *std::move(endpoint);
}

LineSocket::Deadline from_now(Duration span) {
    return std::chrono::steady_clock::now() + std::chrono::milliseconds(span.ms);
}

}  // namespace

ExternalController::ExternalController(control::ExternalSettings settings, std::atomic<bool> const& stop,
                                       Say say)
    : settings_(std::move(settings)), stop_(&stop), say_(std::move(say)), socket_(endpoint_of(settings_)) {
    say_("external control: waiting for a client at " + socket_.address());
}

// The client, if there is none yet; then the message and the answer.
Waited ExternalController::exchange(std::string const& message, std::string& answer) {
    if (!socket_.connected()) {
        Waited const waited = socket_.accept(from_now(settings_.connect_within), *stop_);
        if (waited == Waited::too_long)
            throw ConnectionLost(
                fmt::format("nobody has connected to {} within {} s "
                            "(control.external.connect_within)",
                            socket_.address(), settings_.connect_within.seconds()));
        if (waited == Waited::stopped) return waited;
    }
    auto const deadline = from_now(settings_.time_limit);
    Waited waited = socket_.send(message, deadline, *stop_);
    if (waited == Waited::done) waited = socket_.receive(answer, deadline, *stop_);
    if (waited == Waited::too_long)
        throw ConnectionLost(fmt::format("no answer within {} s (control.external.time_limit)",
                                         settings_.time_limit.seconds()));
    return waited;
}

std::optional<std::vector<double>> ExternalController::decide(city::City const& city,
                                                              city::ControlView const& view) {
    std::string problem;
    try {
        std::string answer;
        if (exchange(step_message(city, view), answer) == Waited::stopped) return std::nullopt;
        std::vector<double> set_point_kw = set_points_of(answer, view);
        problem = check_set_points(city, view, set_point_kw);
        if (problem.empty()) return set_point_kw;
    } catch (ConnectionLost const& error) {
        problem = error.what();
    } catch (BadAnswer const& error) {
        problem = error.what();
    }
    socket_.close();
    std::string const text = fmt::format("external control failed at {} (control step {}): {}",
                                         city.calendar.iso(view.now), view.step, problem);
    if (settings_.fallback)
        say_(text + "; control.external.fallback decides from here on, and the result is not reproducible");
    throw city::ControllerFailed(text);
}

}  // namespace yuchong::serve
