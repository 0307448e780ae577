#include "sim/io/three_phase_text.hpp"

#include "sim/base/math.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <numbers>

namespace yuchong::io {

namespace {

using grid::BusId;
using grid::Phase;

char letter(Phase phase) { return "abc"[static_cast<std::size_t>(phase)]; }

// Calls visit(bus name, phase, magnitude in pu, angle in degrees) for every node.
template <class Visit>
void for_each_node(grid::ThreePhaseFeeder const& feeder, grid::ThreePhaseResult const& result, Visit visit) {
    for (std::size_t b = 0; b < feeder.buses.size(); ++b) {
        for (Phase const phase : feeder.buses[b].phases) {
            grid::Complex const v = result.volt[b][static_cast<std::size_t>(phase)];
            visit(feeder.buses[b].name, phase, grid::voltage_pu(feeder, result, BusId{b}, phase),
                  math::atan2(v.im, v.re) * 180.0 / std::numbers::pi);
        }
    }
}

double losses_kw(grid::ThreePhaseResult const& result) {
    return (result.line_loss_kva + result.transformer_loss_kva).re;
}

}  // namespace

std::string three_phase_text(grid::ThreePhaseFeeder const& feeder, grid::ThreePhaseResult const& result) {
    std::string text =
        fmt::format("{} buses, {} lines, {} transformers; three-phase, {} iterations\n", feeder.buses.size(),
                    feeder.lines.size(), feeder.transformers.size(), result.iterations);
    text += fmt::format("fed in   {:12.3f} kW {:12.3f} kvar\n", result.source_kva.re, result.source_kva.im);
    text += fmt::format("losses   {:12.3f} kW\n\n", losses_kw(result));
    std::size_t width = 3;
    for (auto const& bus : feeder.buses) width = std::max(width, bus.name.size());
    text += fmt::format("{:>{}} {:>5} {:>12} {:>12}\n", "bus", width, "phase", "vm_pu", "va_deg");
    for_each_node(feeder, result, [&](std::string const& bus, Phase phase, double vm_pu, double va_deg) {
        text += fmt::format("{:>{}} {:>5} {:12.8f} {:12.6f}\n", bus, width, letter(phase), vm_pu, va_deg);
    });
    return text;
}

std::string three_phase_json(grid::ThreePhaseFeeder const& feeder, grid::ThreePhaseResult const& result) {
    nlohmann::ordered_json json;
    json["converged"] = result.converged;
    json["iterations"] = result.iterations;
    json["method"] = "three_phase";
    for (char const* power : {"losses_kw", "slack_p_kw", "slack_q_kvar"}) json[power] = nullptr;
    json["buses"] = nlohmann::ordered_json::array();
    if (result.converged) {
        json["losses_kw"] = losses_kw(result);
        json["slack_p_kw"] = result.source_kva.re;
        json["slack_q_kvar"] = result.source_kva.im;
        for_each_node(feeder, result, [&](std::string const& bus, Phase phase, double vm_pu, double va_deg) {
            json["buses"].push_back({{"bus", bus},
                                     {"phase", std::string(1, letter(phase))},
                                     {"vm_pu", vm_pu},
                                     {"va_deg", va_deg}});
        });
    }
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace yuchong::io
