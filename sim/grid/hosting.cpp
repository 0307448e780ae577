#include "sim/grid/hosting.hpp"

#include "sim/base/check.hpp"
#include "sim/grid/hosting_search.hpp"
#include "sim/grid/per_unit.hpp"

#include <algorithm>
#include <limits>

namespace yuchong::grid {

namespace {

// By node of the network.
std::vector<double> charging_by_node(HostingCase const& hosting) {
    auto const& transformers = hosting.network.transformers;
    check(hosting.charging_kw.size() == transformers.size(),
          "existing charging of the wrong number (one a transformer)");
    std::vector<double> kw(hosting.network.nodes.size(), 0.0);
    for (std::size_t t = 0; t < transformers.size(); ++t) kw[transformers[t].node] += hosting.charging_kw[t];
    return kw;
}

double limit_kva(Substation const& substation, SubstationRules const& rules) {
    double const all = rules.continuous_limit * substation.transformers;
    if (substation.transformers == 1) return 1000.0 * substation.mva * all;  // none is left to help
    double const one_out = rules.overload * (substation.transformers - 1.0);
    return 1000.0 * substation.mva * std::min(all, one_out);
}

// What each substation may supply beyond today's, by hour.
using HourlyRoom = std::vector<std::vector<double>>;

HourlyRoom hourly_room(HostingCase const& hosting, std::vector<std::vector<Complex>> const& heads,
                       std::size_t hours) {
    Network const& network = hosting.network;
    std::vector<std::vector<Complex>> drawn(network.substations.size(), std::vector<Complex>(hours));
    for (std::size_t f = 0; f < heads.size(); ++f) {
        auto& of_substation = drawn[network.feeders[f].substation.index()];
        for (std::size_t h = 0; h < hours; ++h) of_substation[h] += heads[f][h];
    }
    HourlyRoom room(drawn.size(), std::vector<double>(hours));
    for (std::size_t s = 0; s < drawn.size(); ++s) {
        double const limit = limit_kva(network.substations[s], hosting.substation);
        for (std::size_t h = 0; h < hours; ++h) room[s][h] = limit - kw_per_pu * magnitude(drawn[s][h]);
    }
    return room;
}

bool has_less(NodeRoom const& a, NodeRoom const& b) {
    if (a.room != b.room) return a.room < b.room;
    if (a.by_lines != b.by_lines) return a.by_lines < b.by_lines;
    return a.node > b.node;  // the node nearer to the bus is better
}

FeederRoom room_on(Network const& network, FeederId id, HostingSearch& search,
                   std::span<double const> substation_kva) {
    Feeder const& feeder = network.feeders[id.index()];
    FeederRoom result;
    result.overloaded = search.overloaded();
    if (feeder.kind == FeederKind::dedicated) return result;
    std::vector<NodeRoom> rooms;
    for (std::uint32_t i = 1; i < feeder.node_count; ++i) {
        if (network.nodes.kind[feeder.first_node + i] == NodeKind::line)
            rooms.push_back(search.room_at(i, substation_kva));
    }
    result.candidates = static_cast<std::uint32_t>(rooms.size());
    if (rooms.empty()) return result;
    std::sort(rooms.begin(), rooms.end(), has_less);
    result.best = rooms.back();
    result.typical = rooms[rooms.size() / 2];
    auto const zone_of = [&](NodeRoom const& room) { return network.nodes.zone[room.node].index(); };
    std::stable_sort(rooms.begin(), rooms.end(),
                     [&](NodeRoom const& a, NodeRoom const& b) { return zone_of(a) < zone_of(b); });
    for (std::size_t i = 0; i < rooms.size(); ++i) {
        if (i + 1 == rooms.size() || zone_of(rooms[i + 1]) != zone_of(rooms[i]))
            result.best_in_zone.push_back(rooms[i]);
    }
    return result;
}

}  // namespace

HostingMap find_hosting(HostingCase const& hosting, ForEach const& for_each) {
    Network const& network = hosting.network;
    std::vector<int> const hours = binding_hours(hosting.day);
    std::vector<double> const charging_kw = charging_by_node(hosting);
    auto const search_on = [&](std::size_t f) {
        return HostingSearch(hosting, hours, FeederId{f}, network.of(network.feeders[f], charging_kw));
    };
    std::vector<std::vector<Complex>> heads(network.feeders.size());
    for_each(heads.size(), [&](std::size_t f) { heads[f] = search_on(f).head_today(); });
    HourlyRoom const room = hourly_room(hosting, heads, hours.size());

    HostingMap map;
    for (std::size_t s = 0; s < room.size(); ++s) {
        auto const least = std::min_element(room[s].begin(), room[s].end());
        map.substations.push_back({limit_kva(network.substations[s], hosting.substation), *least,
                                   hours[static_cast<std::size_t>(least - room[s].begin())]});
    }
    map.feeders.resize(network.feeders.size());
    for_each(map.feeders.size(), [&](std::size_t f) {
        HostingSearch search = search_on(f);
        map.feeders[f] = room_on(network, FeederId{f}, search, room[network.feeders[f].substation.index()]);
    });
    return map;
}

GroupRoom connect_together(Network const& network, HostingMap const& map,
                           std::span<HostingSite const> sites) {
    std::vector<double> wanted_kva(network.substations.size(), 0.0);
    for (HostingSite const& site : sites)
        wanted_kva[network.feeders[site.feeder.index()].substation.index()] += site.at.head_kva;
    GroupRoom group{Kilowatts{0.0}, Kilowatts{0.0}, HostingLimit::substation,
                    static_cast<std::uint32_t>(sites.size())};
    std::array<double, hosting_limits> kw_by_limit{};
    std::array<std::uint32_t, hosting_limits> sites_by_limit{};
    for (HostingSite const& site : sites) {
        std::size_t const s = network.feeders[site.feeder.index()].substation.index();
        double const room_kva = std::max(0.0, map.substations[s].room_kva);
        bool const held_back = wanted_kva[s] > room_kva;
        double const share = held_back ? room_kva / wanted_kva[s] : 1.0;
        auto const limit = static_cast<std::size_t>(held_back ? HostingLimit::substation : site.at.limit);
        group.room = group.room + share * site.at.room;
        group.by_lines = group.by_lines + site.at.by_lines;
        kw_by_limit[limit] += site.at.by_lines.value();
        ++sites_by_limit[limit];
    }
    if (group.by_lines.value() > 0.0) {
        auto const most = std::max_element(kw_by_limit.begin(), kw_by_limit.end());
        group.limit = static_cast<HostingLimit>(most - kw_by_limit.begin());
    } else if (!sites.empty()) {
        auto const most = std::max_element(sites_by_limit.begin(), sites_by_limit.end());
        group.limit = static_cast<HostingLimit>(most - sites_by_limit.begin());
    }
    return group;
}

std::vector<HostingSite> best_sites(Network const& network, HostingMap const& map,
                                    std::vector<bool> const& chosen) {
    std::vector<HostingSite> sites;
    for (std::size_t f = 0; f < map.feeders.size(); ++f) {
        NodeRoom const* best = nullptr;
        for (NodeRoom const& room : map.feeders[f].best_in_zone) {
            if (!chosen[network.nodes.zone[room.node].index()]) continue;
            if (best == nullptr || has_less(*best, room)) best = &room;
        }
        if (best != nullptr) sites.push_back({FeederId{f}, *best});
    }
    return sites;
}

}  // namespace yuchong::grid
