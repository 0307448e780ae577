#include "sim/io/network_text.hpp"

#include "sim/base/math.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <numbers>

namespace yuchong::io {

namespace {

constexpr double kw_per_pu = 1000.0;  // 1 MVA

double angle_deg(grid::Complex v) { return math::atan2(v.im, v.re) * 180.0 / std::numbers::pi; }

char const* method_name(grid::FlowMethod method) {
    switch (method) {
        case grid::FlowMethod::sweeps: return "sweeps";
        case grid::FlowMethod::tree_newton: return "tree_newton";
        case grid::FlowMethod::sparse_newton: return "sparse_newton";
    }
    return "";
}

int iterations(grid::FlowOutcome const& outcome) { return outcome.sweeps + outcome.newton_steps; }

// A bus whose name is a whole number is written as one.
nlohmann::ordered_json bus_json(std::string const& name) {
    constexpr std::size_t most_digits = 15;
    bool const whole = !name.empty() && name.size() <= most_digits && (name[0] != '0' || name.size() == 1) &&
                       std::all_of(name.begin(), name.end(),
                                   [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; });
    if (whole) return std::stoll(name);
    return name;
}

}  // namespace

std::string flow_text(NetworkCase const& network, grid::NetworkFlow const& flow) {
    grid::FlowOutcome const& outcome = flow.outcome;
    std::size_t lowest = 0;
    for (std::size_t i = 0; i < flow.voltage.size(); ++i) {
        if (magnitude(flow.voltage[i]) < magnitude(flow.voltage[lowest])) lowest = i;
    }
    std::string text =
        fmt::format("{} buses, {} closed branches; {}, {} iterations\n", network.bus.size(),
                    network.network.branches.size(), method_name(flow.method), iterations(outcome));
    text += fmt::format("fed in   {:12.3f} kW {:12.3f} kvar\n", kw_per_pu * outcome.head_power.re,
                        kw_per_pu * outcome.head_power.im);
    text += fmt::format("losses   {:12.3f} kW {:12.3f} kvar\n", kw_per_pu * outcome.losses.re,
                        kw_per_pu * outcome.losses.im);
    text += fmt::format("lowest   {:12.8f} pu at bus {}\n\n", magnitude(flow.voltage[lowest]),
                        network.bus[lowest]);
    std::size_t width = 3;
    for (std::string const& name : network.bus) width = std::max(width, name.size());
    text += fmt::format("{:>{}} {:>12} {:>12}\n", "bus", width, "vm_pu", "va_deg");
    for (std::size_t i = 0; i < network.bus.size(); ++i) {
        text += fmt::format("{:>{}} {:12.8f} {:12.6f}\n", network.bus[i], width, magnitude(flow.voltage[i]),
                            angle_deg(flow.voltage[i]));
    }
    return text;
}

std::string flow_json(NetworkCase const& network, grid::NetworkFlow const& flow) {
    grid::FlowOutcome const& outcome = flow.outcome;
    nlohmann::ordered_json json;
    json["converged"] = outcome.converged;
    json["iterations"] = iterations(outcome);
    json["method"] = method_name(flow.method);
    auto const power = [&](char const* name, double pu) {
        json[name] = outcome.converged ? nlohmann::ordered_json(kw_per_pu * pu) : nlohmann::ordered_json();
    };
    power("losses_kw", outcome.losses.re);
    power("losses_kvar", outcome.losses.im);
    power("slack_p_kw", outcome.head_power.re);
    power("slack_q_kvar", outcome.head_power.im);
    json["buses"] = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < network.bus.size() && outcome.converged; ++i) {
        json["buses"].push_back({{"bus", bus_json(network.bus[i])},
                                 {"vm_pu", magnitude(flow.voltage[i])},
                                 {"va_deg", angle_deg(flow.voltage[i])}});
    }
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);  // names may hold odd bytes
}

}  // namespace yuchong::io
