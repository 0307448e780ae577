#include "sim/city/candidates.hpp"

#include "sim/base/math.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace yuchong::city {

namespace {
constexpr int quiet_hour = 3;  // order by free-flow travel time
}

std::vector<Site> sites_of(supply::Network const& network, std::span<std::uint32_t const> swap_standard) {
    std::vector<Site> sites;
    for (supply::Station const& station : network.stations) {
        std::uint32_t const standard = station.swap.exists() ? swap_standard[station.swap.model.index()] : 0;
        sites.push_back({station.ordinal,
                         station.in_service_day,
                         static_cast<float>(station.service_fee_yuan_per_kwh),
                         {},
                         {},
                         standard});
    }
    for (supply::Plug const& plug : network.plugs) {
        float& best = sites[plug.station.index()].power_kw[static_cast<std::size_t>(plug.plug_class)];
        best = std::max(best, static_cast<float>(plug.power_kw));
    }
    for (Site& site : sites) {
        for (std::size_t c = 0; c < site.power_kw.size(); ++c) {
            if (site.power_kw[c] > 0.0F)
                site.ln_kw[c] = static_cast<float>(math::log(static_cast<double>(site.power_kw[c])));
        }
    }
    return sites;
}

std::vector<std::uint32_t> swap_standards(vehicle::Catalogue const& catalogue) {
    std::vector<std::uint32_t> numbers;
    for (vehicle::Model const& model : catalogue.models) {
        auto const first =
            std::ranges::find(catalogue.models, model.swap_standard, &vehicle::Model::swap_standard);
        auto const number = static_cast<std::uint32_t>(first - catalogue.models.begin()) + 1;
        numbers.push_back(model.swap_standard.empty() ? 0 : number);
    }
    return numbers;
}

CandidateLists::CandidateLists(space::Geography const& geography, space::Travel const& travel,
                               supply::Network const& network, std::uint32_t listed, Days run) {
    // Stations grouped by zone; zones are visited nearest first until they hold twice what is listed, then
    // the stations themselves are ordered.
    std::size_t const zones = geography.zones.size();
    std::vector<std::vector<std::uint32_t>> in_zone(zones);
    for (std::size_t s = 0; s < network.stations.size(); ++s) {
        if (network.stations[s].access != supply::Access::everyone) continue;
        in_zone[network.stations[s].zone.index()].push_back(static_cast<std::uint32_t>(s));
    }
    std::vector<std::pair<double, std::size_t>> nearest(zones);
    struct Near {
        double minutes;
        Candidate candidate;
    };
    std::vector<Near> near;
    auto const stays = [&](Near const& n) {
        auto const& station = network.stations[n.candidate.station];
        return station.in_service_on(run.first) && station.in_service_on(run.last);
    };
    first_.push_back(0);
    for (std::size_t z = 0; z < zones; ++z) {
        space::ZoneId const from{z};
        for (std::size_t other = 0; other < zones; ++other) {
            nearest[other] = {other == z ? 0.0 : travel.distance(from, space::ZoneId{other}).value(), other};
        }
        std::sort(nearest.begin(), nearest.end());
        near.clear();
        for (auto const& [distance, other] : nearest) {
            if (std::ranges::count_if(near, stays) >= 2 * std::ptrdiff_t{listed}) break;
            for (std::uint32_t const s : in_zone[other]) {
                auto const& station = network.stations[s];
                auto const link = travel.link(from, station.position, station.zone);
                near.push_back({travel.trip_out(link, {0.0, 0.0}, quiet_hour).time.minutes(), {s, link}});
            }
        }
        std::ranges::sort(near, {}, [](Near const& n) { return std::pair(n.minutes, n.candidate.station); });
        std::size_t kept = 0;
        for (std::uint32_t counted = 0; kept < near.size() && counted < listed; ++kept)
            counted += stays(near[kept]) ? 1 : 0;
        near.resize(kept);
        std::ranges::transform(near, std::back_inserter(candidates_), &Near::candidate);
        first_.push_back(static_cast<std::uint32_t>(candidates_.size()));
    }
}

}  // namespace yuchong::city
