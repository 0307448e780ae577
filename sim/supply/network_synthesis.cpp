#include "sim/supply/network_synthesis.hpp"

#include "sim/base/check.hpp"
#include "sim/base/hash.hpp"
#include "sim/space/apportion.hpp"
#include "sim/supply/build_out.hpp"
#include "sim/supply/service_areas.hpp"
#include "sim/supply/station_builder.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

namespace yuchong::supply {

namespace {

using space::PartBounds;

constexpr std::size_t index(space::ZoneKind kind) { return static_cast<std::size_t>(kind); }

double share_of(double part, double sum) { return sum > 0.0 ? part / sum : 0.0; }

// A zone's demand points in the order in which stations take them: by weight, without replacement.
std::vector<space::GeoPoint> shuffled_points(space::Geography const& geography, space::Zone const& zone,
                                             RandomSource const& random) {
    auto const ordinal = static_cast<std::uint32_t>(hash_text(zone.id));
    std::vector<std::pair<double, std::uint32_t>> turn;
    for (std::uint32_t p = 0; p < zone.point_count; ++p) {
        double const weight = geography.points[zone.first_point + p].weight;
        Block const b =
            random.draw({DrawClass::zone, static_cast<std::uint16_t>(DraftPurpose::points), ordinal, 0, p});
        turn.emplace_back(weight > 0.0 ? exponential(b.uniform(0), 1.0 / weight) : 1e300,
                          zone.first_point + p);
    }
    std::sort(turn.begin(), turn.end());
    std::vector<space::GeoPoint> points;
    for (auto const& [key, p] : turn) points.push_back(geography.points[p].position);
    return points;
}

std::string station_id(space::Zone const& zone, std::uint32_t number) {
    return zone.id + (number < 10 ? "-s0" : "-s") + std::to_string(number);
}

// Drafts are made for all stations at once, then one count after the other is fitted to its total.
class Drafting {
public:
    Drafting(space::Geography const& geography, NetworkSettings const& settings, RandomSource const& random)
        : geography_(geography), settings_(settings), random_(random) {}

    std::vector<StationDraft> draft() {
        spread_stations();
        choose_layouts();
        PlugTotals const totals = plug_totals(settings_);
        check(totals.fast_terminals >= 0,
              "fewer DC plugs than super terminals (plugs * dc_share must cover them) raise dc_share");
        count_super_terminals(settings_.super_terminals);
        count_fast_terminals(static_cast<std::uint32_t>(totals.fast_terminals));
        count_ac_piles(static_cast<std::uint32_t>(totals.ac_piles));
        return std::move(drafts_);
    }

    NetworkRoom room() {
        spread_stations();
        choose_layouts();
        NetworkRoom room{};
        for (StationDraft const& d : drafts_) {
            if (d.best == PlugClass::super) widen(room.super_terminals, super_bounds(d));
            if (d.best == PlugClass::super && may_have_service_area(geography_, d.zone))
                ++room.service_areas.most;
            if (d.best != PlugClass::ac) widen(room.fast_terminals, fast_bounds(d));
            widen(room.ac_piles, ac_bounds(d));
        }
        return room;
    }

private:
    void spread_stations() {
        auto const& zones = geography_.zones;
        std::uint32_t const floor = settings_.stations >= zones.size() ? 1 : 0;
        auto const per_zone =
            space::apportion(settings_.stations, zone_weights(geography_, settings_.station_weights),
                             std::vector<PartBounds>(zones.size(), {floor, settings_.stations}));
        std::vector<double> super_weights = zone_weights(geography_, settings_.super_weights);
        std::vector<PartBounds> super_bounds;
        for (std::size_t z = 0; z < zones.size(); ++z) {
            super_weights[z] *= settings_.super_factor[index(zones[z].kind)];
            super_bounds.push_back({0, per_zone[z]});
        }
        auto const super_per_zone = space::apportion(settings_.super_stations, super_weights, super_bounds);
        for (std::size_t z = 0; z < zones.size(); ++z) {
            std::uint32_t const others = per_zone[z] - super_per_zone[z];
            std::uint32_t ac = count_ac_only(zones[z], others);
            if (super_per_zone[z] == 0 && others > 0) ac = std::min(ac, others - 1);
            add_zone(space::ZoneId{z}, {super_per_zone[z], others - ac, ac});
        }
    }

    [[nodiscard]] std::uint32_t count_ac_only(space::Zone const& zone, std::uint32_t stations) const {
        std::uint32_t count = 0;
        for (std::uint32_t k = 0; k < stations; ++k) {
            Block const b = random_.draw({DrawClass::zone, static_cast<std::uint16_t>(DraftPurpose::ac_only),
                                          static_cast<std::uint32_t>(hash_text(zone.id)), 0, k});
            if (b.uniform(0) < settings_.ac_only_share[index(zone.kind)]) ++count;
        }
        return count;
    }

    void add_zone(space::ZoneId id, std::array<std::uint32_t, plug_classes> const& stations) {
        space::Zone const& zone = geography_.zones[id.index()];
        auto const points = shuffled_points(geography_, zone, random_);
        check(!points.empty(), "a zone without demand points (stations are placed near them)");
        std::uint32_t number = 0;
        for (std::size_t c = 0; c < stations.size(); ++c) {
            for (std::uint32_t s = 0; s < stations[c]; ++s) {
                std::string const name = station_id(zone, number + 1);
                drafts_.push_back({.id = name,
                                   .ordinal = static_cast<std::uint32_t>(hash_text(name)),
                                   .zone = id,
                                   .best = static_cast<PlugClass>(c),
                                   .layout = 0,
                                   .super_terminals = 0,
                                   .fast_terminals = 0,
                                   .ac_piles = 0,
                                   .near = points[number % points.size()]});
                ++number;
            }
        }
    }

    [[nodiscard]] Block draw(StationDraft const& d, DraftPurpose purpose) const {
        return random_.draw({DrawClass::station, static_cast<std::uint16_t>(purpose), d.ordinal});
    }

    void choose_layouts() {
        std::vector<double> weights(settings_.super_layouts.size());
        for (StationDraft& d : drafts_) {
            if (d.best != PlugClass::super) continue;
            for (std::size_t l = 0; l < weights.size(); ++l) {
                weights[l] = settings_.super_layouts[l].weight[index(geography_.zones[d.zone.index()].kind)];
            }
            d.layout = choose(weights, draw(d, DraftPurpose::layout).uniform(0));
        }
    }

    // A count drawn evenly over a range, as a weight; the bounds are the range.
    static double even_over(std::uint32_t low, std::uint32_t high, double u) {
        return low + u * (high - low + 1.0);
    }

    static void widen(Room& room, PartBounds const& station) {
        room.fewest += station.fewest;
        room.most += station.most;
    }

    [[nodiscard]] SuperLayout const& layout_of(StationDraft const& d) const {
        return settings_.super_layouts[d.layout];
    }
    [[nodiscard]] PartBounds super_bounds(StationDraft const& d) const {
        return {layout_of(d).super_min, layout_of(d).super_max};
    }
    [[nodiscard]] PartBounds fast_bounds(StationDraft const& d) const {
        SizeRange const& range = settings_.fast_terminals;
        return d.best == PlugClass::super ? PartBounds{layout_of(d).fast_min, layout_of(d).fast_max}
                                          : PartBounds{range.fewest, range.most};
    }
    [[nodiscard]] SizeRange const& ac_sizes(StationDraft const& d) const {
        return d.best == PlugClass::ac ? settings_.ac_piles : settings_.ac_beside_dc;
    }
    [[nodiscard]] bool has_piles(StationDraft const& d) const {
        return d.best == PlugClass::ac ||
               draw(d, DraftPurpose::size).uniform(1) < settings_.ac_beside_dc_share;
    }
    [[nodiscard]] PartBounds ac_bounds(StationDraft const& d) const {
        return has_piles(d) ? PartBounds{ac_sizes(d).fewest, ac_sizes(d).most} : PartBounds{0, 0};
    }

    void count_super_terminals(std::uint32_t total) {
        std::vector<double> weights;
        std::vector<PartBounds> bounds;
        for (StationDraft const& d : drafts_) {
            if (d.best != PlugClass::super) continue;
            bounds.push_back(super_bounds(d));
            weights.push_back(even_over(bounds.back().fewest, bounds.back().most,
                                        draw(d, DraftPurpose::layout).uniform(1)));
        }
        auto const counts = space::apportion(total, weights, bounds);
        auto next = counts.begin();
        for (StationDraft& d : drafts_) {
            if (d.best == PlugClass::super) d.super_terminals = *next++;
        }
    }

    void count_fast_terminals(std::uint32_t total) {
        std::vector<double> weights;
        std::vector<PartBounds> bounds;
        SizeRange const& range = settings_.fast_terminals;
        for (StationDraft const& d : drafts_) {
            if (d.best == PlugClass::ac) continue;
            double const u = draw(d, DraftPurpose::size).uniform(0);
            bounds.push_back(fast_bounds(d));
            weights.push_back(d.best == PlugClass::super
                                  ? even_over(bounds.back().fewest, bounds.back().most, u)
                                  : lognormal(u, range.median, range.sigma));
        }
        auto const counts = space::apportion(total, weights, bounds);
        auto next = counts.begin();
        for (StationDraft& d : drafts_) {
            if (d.best != PlugClass::ac) d.fast_terminals = *next++;
        }
    }

    void count_ac_piles(std::uint32_t total) {
        std::vector<double> weights;
        std::vector<PartBounds> bounds;
        for (StationDraft const& d : drafts_) {
            double const u = draw(d, DraftPurpose::size).uniform(2);
            weights.push_back(has_piles(d) ? lognormal(u, ac_sizes(d).median, ac_sizes(d).sigma) : 0.0);
            bounds.push_back(ac_bounds(d));
        }
        auto const counts = space::apportion(total, weights, bounds);
        for (std::size_t s = 0; s < drafts_.size(); ++s) drafts_[s].ac_piles = counts[s];
    }

    space::Geography const& geography_;
    NetworkSettings const& settings_;
    RandomSource const& random_;
    std::vector<StationDraft> drafts_;
};

}  // namespace

std::vector<double> zone_weights(space::Geography const& geography, StationWeights const& mix) {
    double vehicles = 0.0, visits = 0.0, population = 0.0;
    for (space::Zone const& zone : geography.zones) {
        vehicles += zone.vehicle_weight;
        visits += zone.visits;
        population += zone.population;
    }
    std::vector<double> weights;
    for (space::Zone const& zone : geography.zones) {
        weights.push_back(mix.vehicles * share_of(zone.vehicle_weight, vehicles) +
                          mix.visits * share_of(zone.visits, visits) +
                          mix.population * share_of(zone.population, population) +
                          mix.even / static_cast<double>(geography.zones.size()));
    }
    return weights;
}

PlugTotals plug_totals(NetworkSettings const& settings) {
    auto const dc_plugs = static_cast<std::int64_t>(std::lround(settings.dc_share * settings.plugs));
    return {settings.super_terminals, dc_plugs - settings.super_terminals, settings.plugs - dc_plugs};
}

std::uint32_t service_area_count(NetworkSettings const& settings) {
    return static_cast<std::uint32_t>(std::lround(settings.service_area_share * settings.super_stations));
}

NetworkRoom room_of(space::Geography const& geography, NetworkSettings const& settings,
                    RandomSource const& random) {
    return Drafting(geography, settings, random).room();
}

Network synthesize_network(space::Geography const& geography, NetworkSettings const& settings,
                           RandomSource const& random) {
    check(!geography.zones.empty(), "a network for no zone (the geography is empty)");
    check(settings.super_stations <= settings.stations,
          "more super stations than stations (they are among them)");
    StationBuilder build(geography, settings, random);
    for (StationDraft const& draft : Drafting(geography, settings, random).draft()) build.add(draft);
    Network network = build.take();
    open_by_build_out(network, settings, random);
    mark_service_areas(network, geography, service_area_count(settings), random);
    return network;
}

}  // namespace yuchong::supply
