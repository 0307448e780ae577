#include "sim/io/control_text.hpp"

#include "sim/city/city.hpp"
#include "sim/city/control_places.hpp"
#include "sim/io/fields_domain.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace yuchong::io {

namespace {

constexpr std::size_t most_named = 8;  // of each kind, on a line

std::string number_of(std::size_t count, std::string_view what) {
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

// ", zones a, b, c and 12 more"
std::string places_text(std::string_view kind, std::vector<std::string> const& names) {
    if (names.empty()) return "";
    std::size_t const shown = std::min(names.size(), most_named);
    std::string const more =
        names.size() > shown ? fmt::format(" and {} more", names.size() - shown) : std::string{};
    return fmt::format(", {}{} {}{}", kind, names.size() == 1 ? "" : "s",
                       fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(shown), ", "),
                       more);
}

std::string rule_text(control::ControlGroup const& group) {
    std::string text;
    if (group.strategy)
        text += fmt::format("; stations {}", strategy_names[static_cast<std::size_t>(*group.strategy)]);
    if (group.limit_share) text += fmt::format("; limit {:g} % of their ratings", 100.0 * *group.limit_share);
    if (group.limit_kw) text += fmt::format("; limit {:g} kW each", *group.limit_kw);
    if (group.homes)
        text += fmt::format("; homes {}", home_strategy_names[static_cast<std::size_t>(*group.homes)]);
    return text.substr(std::min<std::size_t>(2, text.size()));
}

std::string group_text(control::ControlGroup const& group) {
    std::string const named = places_text("district", group.districts) + places_text("zone", group.zones) +
                              places_text("feeder", group.feeders) + places_text("station", group.stations);
    return named.empty() ? "everywhere" : named.substr(2);
}

}  // namespace

std::string control_text(control::ControlSettings const& control) {
    std::string stations = "stations uncontrolled";
    if (control.strategy != control::Strategy::uncontrolled) {
        stations = fmt::format("stations {}, {:g} % of their ratings{}, every {:g} min",
                               strategy_names[static_cast<std::size_t>(control.strategy)],
                               100.0 * control.limit_share,
                               control.limit_kw ? fmt::format(", {:g} kW at most", *control.limit_kw) : "",
                               control.step.minutes());
    }
    std::string homes = "home piles uncontrolled";
    if (control.homes.strategy != control::HomeStrategy::uncontrolled) {
        homes = fmt::format("{:g} % of home piles {}", 100.0 * control.homes.share,
                            home_strategy_names[static_cast<std::size_t>(control.homes.strategy)]);
    }
    std::string v2g;
    if (control.v2g.strategy != control::V2gStrategy::none) {
        v2g = fmt::format(
            "; {:g} % of cars feed back, at home and at bidirectional piles, by {}, above {:g} %",
            100.0 * control.v2g.share, v2g_strategy_names[static_cast<std::size_t>(control.v2g.strategy)],
            100.0 * control.v2g.reserve_soc);
    }
    std::string events;
    if (!control.response.events.empty())
        events = fmt::format("; {} demand-response events", control.response.events.size());
    std::string groups;
    if (!control.groups.empty())
        groups = fmt::format("; {} of places with their own", number_of(control.groups.size(), "group"));
    return stations + "; " + homes + v2g + events + groups;
}

std::vector<std::string> group_lines(city::Inputs const& inputs) {
    std::vector<std::string> lines;
    auto const& groups = inputs.control.groups;
    if (groups.empty()) return lines;
    city::City const city(inputs);
    for (std::size_t g = 0; g < groups.size(); ++g) {
        city::GroupPlaces const places = city::places_of(groups[g], city.part, city.cars, city.grid.get());
        lines.push_back(fmt::format("group {}: {}", g, group_text(groups[g])));
        lines.push_back(fmt::format("  {}, {}: {}", number_of(places.stations, "station"),
                                    number_of(places.home_piles, "home pile"), rule_text(groups[g])));
    }
    return lines;
}

}  // namespace yuchong::io
