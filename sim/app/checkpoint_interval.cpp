#include "sim/app/checkpoint_interval.hpp"

#include "sim/app/commands.hpp"
#include "sim/io/quantity_text.hpp"

#include <cmath>

namespace yuchong::app {

Duration checkpoint_interval(std::string const& text) {
    if (text.empty()) return {};
    auto const parsed = io::parse_quantity(text, io::unit::millisecond, io::BareNumber::refused);
    if (auto const* complaint = std::get_if<io::Complaint>(&parsed)) {
        throw BadRequest("--checkpoint-every " + text + ": " + complaint->problem + " " + complaint->hint);
    }
    double const ms = std::get<double>(parsed);
    if (!(ms >= 60'000.0 && ms <= 1e14)) {
        throw BadRequest("--checkpoint-every " + text + ": too short or too long (must be 1 min or more)");
    }
    return {std::llround(ms)};
}

}  // namespace yuchong::app
