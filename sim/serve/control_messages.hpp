#pragma once
// The messages of external control as text, one JSON object a line (docs/external-control.md describes them).

#include "sim/city/city.hpp"
#include "sim/city/site_controller.hpp"

#include <stdexcept>
#include <string>
#include <vector>

namespace yuchong::serve {

// Raised when a client of the old version could misread a message, or its answer be misread.
inline constexpr int protocol_version = 1;

// The answer cannot be used.
class BadAnswer : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Ends in a line feed.
[[nodiscard]] std::string step_message(city::City const& city, city::ControlView const& view);

// In the order of the sessions asked about. Throws BadAnswer: no JSON, another version, another step, a
// session missing, twice or unknown, no number.
[[nodiscard]] std::vector<double> set_points_of(std::string const& answer, city::ControlView const& view);

}  // namespace yuchong::serve
