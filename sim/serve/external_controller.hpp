#pragma once
// Strategy `external`: listens where control.external.socket says, waits for one client at the first control
// step, and asks it at each. What it says and wants is described in docs/external-control.md. Whatever goes
// wrong is a city::ControllerFailed that names the simulated time and what was wrong; the connection is
// closed then.

#include "sim/city/site_controller.hpp"
#include "sim/control/settings.hpp"
#include "sim/serve/line_socket.hpp"

#include <atomic>
#include <functional>
#include <string>

namespace yuchong::serve {

class ExternalController final : public city::SiteController {
public:
    // For people: where it listens, and that a fallback has taken over.
    using Say = std::function<void(std::string const&)>;

    // Listens from now on. Throws CannotListen. `stop` must outlive it.
    ExternalController(control::ExternalSettings settings, std::atomic<bool> const& stop, Say say);

    std::optional<std::vector<double>> decide(city::City const& city, city::ControlView const& view) override;

private:
    Waited exchange(std::string const& message, std::string& answer);

    control::ExternalSettings settings_;
    std::atomic<bool> const* stop_;
    Say say_;
    LineSocket socket_;
};

}  // namespace yuchong::serve
