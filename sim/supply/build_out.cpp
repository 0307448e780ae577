#include "sim/supply/build_out.hpp"

#include "sim/base/check.hpp"
#include "sim/base/hash.hpp"
#include "sim/supply/host_layout.hpp"
#include "sim/supply/network_scope.hpp"
#include "sim/supply/station_builder.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

namespace yuchong::supply {

namespace {

Block draw_for(RandomSource const& random, Station const& station, DraftPurpose purpose) {
    return random.draw({DrawClass::station, static_cast<std::uint16_t>(purpose), station.ordinal, 0, 0});
}

bool is_super(Network const& network, Station const& station) {
    return best_plug(network, station) == PlugClass::super;
}

// The day by which the curve reaches this share.
std::int32_t day_of(std::span<BuildOutPoint const> curve, double share) {
    check(!curve.empty(), "no build-out curve (a station needs a day to open)");
    if (share <= curve.front().share) return curve.front().day;
    for (std::size_t i = 1; i < curve.size(); ++i) {
        if (share >= curve[i].share) continue;
        double const into = std::max(0.0, share - curve[i - 1].share) / (curve[i].share - curve[i - 1].share);
        return curve[i - 1].day +
               static_cast<std::int32_t>(std::ceil(into * (curve[i].day - curve[i - 1].day)));
    }
    return curve.back().day;
}

// Station number n in the drawn order opens when the curve has (n + 1/2) of them.
void open_along(Network& network, std::span<BuildOutPoint const> curve,
                std::vector<std::size_t> const& stations, RandomSource const& random) {
    std::vector<std::pair<double, std::size_t>> order;
    for (std::size_t const s : stations)
        order.emplace_back(draw_for(random, network.stations[s], DraftPurpose::terms).uniform(2), s);
    std::ranges::sort(order);
    for (std::size_t n = 0; n < order.size(); ++n)
        network.stations[order[n].second].in_service_day =
            day_of(curve, (static_cast<double>(n) + 0.5) / static_cast<double>(order.size()));
}

}  // namespace

void open_by_build_out(Network& network, NetworkSettings const& settings, RandomSource const& random) {
    std::vector<std::size_t> super, other;
    for (std::size_t s = 0; s < network.stations.size(); ++s)
        (is_super(network, network.stations[s]) ? super : other).push_back(s);
    open_along(network, settings.super_build_out, super, random);
    open_along(network, settings.other_build_out, other, random);
}

Network stations_before_conversion(Network const& network, NetworkSettings const& settings,
                                   RandomSource const& random) {
    Network before;
    for (Station const& station : network.stations) {
        if (!is_super(network, station)) continue;
        Block const draw = draw_for(random, station, DraftPurpose::conversion);
        std::int32_t const opened = day_of(settings.other_build_out, draw.uniform(1));
        if (draw.uniform(0) >= settings.converted_share || opened >= station.in_service_day) continue;
        Station fast = station;
        fast.id = station.id + "-before";
        fast.ordinal = static_cast<std::uint32_t>(hash_text(fast.id));
        fast.in_service_day = opened;
        fast.retired_day = station.in_service_day;
        fast.first_host = static_cast<std::uint32_t>(before.hosts.size());
        fast.first_plug = static_cast<std::uint32_t>(before.plugs.size());
        before.stations.push_back(std::move(fast));
        for (std::uint32_t h = 0; h < station.host_count; ++h) {
            Host const& host = network.hosts[station.first_host + h];
            auto const first = network.plugs.begin() + host.first_plug;
            auto const terminals = std::count_if(first, first + host.plug_count, [](Plug const& plug) {
                return plug.plug_class == PlugClass::fast;
            });
            if (terminals > 0)
                add_host(before, {0, static_cast<std::uint32_t>(terminals), host.modules, host.module_kw},
                         settings);
        }
        StationId const id{before.stations.size() - 1};
        for (std::uint32_t p = station.first_plug; p < station.first_plug + station.plug_count; ++p) {
            if (network.plugs[p].plug_class != PlugClass::ac) continue;
            before.plugs.push_back(network.plugs[p]);
            before.plugs.back().station = id;
        }
        Station& added = before.stations.back();
        added.host_count = static_cast<std::uint32_t>(before.hosts.size()) - added.first_host;
        added.plug_count = static_cast<std::uint32_t>(before.plugs.size()) - added.first_plug;
        if (added.plug_count == 0) before.stations.pop_back();
    }
    return before;
}

}  // namespace yuchong::supply
