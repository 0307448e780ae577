#include "sim/grid/station_connection.hpp"

#include "sim/base/check.hpp"
#include "sim/space/geodesy.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace yuchong::grid {

namespace {

constexpr double rounding = 1e-9;  // a limit that was computed from a size is met by that size

class Connector {
public:
    Connector(std::vector<FeederDraft>& feeders, LaidOut const& laid_out,
              std::span<std::uint16_t const> station_types, TrunkChoice const& cables,
              LayoutSource const& source)
        : feeders_(feeders),
          laid_out_(laid_out),
          types_(station_types),
          cables_(cables),
          source_(source),
          rules_(source.rules.station),
          homes_(source.demand.zones.size()),
          group_of_zone_(source.demand.zones.size()),
          shared_kva_(laid_out.groups.size()) {
        for (std::uint32_t g = 0; g < laid_out.groups.size(); ++g) {
            for (std::uint32_t const z : laid_out.groups[g].zones) group_of_zone_[z] = g;
            shared_kva_[g].resize(laid_out.drawn[g].points.size());
            for (HomeShare const& home : laid_out.drawn[g].homes) {
                homes_[home.zone.index()].push_back({g, home.point});
            }
        }
        first_new_ = feeders.size();
    }

    StationPlans connect() {
        auto const& stations = source_.demand.stations;
        StationPlans plans{std::vector<std::optional<PointRef>>(stations.size())};
        for (std::uint32_t s = 0; s < stations.size(); ++s) {
            if (stations[s].grid_limit_kw < rules_.own_transformer_kw) plans.shared[s] = share(stations[s]);
            if (!plans.shared[s]) give_transformer(s);
        }
        return plans;
    }

private:
    [[nodiscard]] double connection_kva(StationDemand const& station) const {
        return station.grid_limit_kw / rules_.power_factor;
    }

    // ---- at a public transformer

    [[nodiscard]] double room_kva(PointRef at) const {
        LoadPoint const& point = laid_out_.drawn[at.group].points[at.point];
        return source_.types[*point.type].rating_kva - peak_of(point.load, source_.day).kva() -
               shared_kva_[at.group][at.point];
    }

    std::optional<PointRef> share(StationDemand const& station) {
        auto const& candidates = homes_[station.zone.index()];
        double const load_kva = rules_.coincidence * connection_kva(station);
        std::optional<PointRef> nearest, roomiest;
        double nearest_km = 0.0, most_room = 0.0;
        for (PointRef const at : candidates) {
            double const room = room_kva(at);
            double const km =
                space::straight_km(station.position, laid_out_.drawn[at.group].points[at.point].position);
            if (room >= load_kva && (!nearest || km < nearest_km)) {
                nearest = at;
                nearest_km = km;
            }
            if (!roomiest || room > most_room) {
                roomiest = at;
                most_room = room;
            }
        }
        std::optional<PointRef> const chosen = nearest ? nearest : roomiest;
        if (chosen) shared_kva_[chosen->group][chosen->point] += load_kva;
        return chosen;
    }

    // ---- with a transformer of its own

    [[nodiscard]] std::pair<std::uint16_t, std::uint16_t> transformers_for(double kva) const {
        SizedTransformers const sized = size_transformers(kva, rules_.transformer_kva);
        return {types_[sized.size], sized.units};
    }

    void give_transformer(std::uint32_t station) {
        StationDemand const& s = source_.demand.stations[station];
        double const kva = connection_kva(s);
        bool const connected =
            kva < rules_.dedicated_kva && (connect_near(station, true) || connect_near(station, false));
        if (!connected) add_feeder(station);
    }

    // Tries the feeders of its zone's group, or the others of the area, from the nearest on.
    bool connect_near(std::uint32_t station, bool own_group) {
        StationDemand const& s = source_.demand.stations[station];
        auto const group = group_of_zone_[s.zone.index()];
        std::vector<std::pair<double, std::size_t>> by_distance;
        for (std::size_t f = 0; f < first_new_; ++f) {
            bool const mine = group && feeders_[f].group == *group;
            if (mine != own_group || feeders_[f].area != laid_out_.area_of_zone[s.zone.index()]) continue;
            by_distance.emplace_back(space::straight_km(s.position, feeders_[f].position), f);
        }
        std::sort(by_distance.begin(), by_distance.end());
        return std::any_of(by_distance.begin(), by_distance.end(), [&](auto const& candidate) {
            return connect_to(feeders_[candidate.second], station);
        });
    }

    [[nodiscard]] bool has_room(FeederDraft const& feeder, double kva) const {
        LoadingRules const& loading = source_.rules.loading;
        double const planned = feeder.peak.kva() * (1.0 + loading.charging_allowance);
        return planned + feeder.connected_kva + rules_.coincidence * kva <=
               loading.connection_limit * feeder.rating_kva;
    }

    // The nearest line node that voltage and lines allow, from there towards the bus.
    bool connect_to(FeederDraft& feeder, std::uint32_t station) {
        StationDemand const& s = source_.demand.stations[station];
        double const kva = connection_kva(s);
        if (!has_room(feeder, kva)) return false;
        double const room = source_.rules.loading.connection_drop - feeder.drop - feeder.connected_drop;
        std::uint32_t node = nearest_line(feeder, s.position);
        while (node != 0 && (added_drop(feeder, node, kva) > room || !lines_carry(feeder, node, kva))) {
            node = feeder.nodes[node].parent;
        }
        if (node == 0) return false;
        for (std::uint32_t i = node; i != 0; i = feeder.nodes[i].parent) {
            feeder.nodes[i].carried_pu += drawn_pu(kva);
        }
        feeder.connected_drop += added_drop(feeder, node, kva);
        feeder.connected_kva += rules_.coincidence * kva;
        double const km =
            std::min(rules_.longest_cable_km,
                     source_.rules.detour * space::straight_km(s.position, feeder.nodes[node].position));
        auto const [type, units] = transformers_for(kva);
        feeder.stations.push_back({station, node, type, units, km});
        return true;
    }

    [[nodiscard]] std::uint32_t nearest_line(FeederDraft const& feeder, space::GeoPoint position) const {
        std::uint32_t nearest = 0;
        double nearest_km = 0.0;
        for (std::uint32_t i = 1; i < feeder.nodes.size(); ++i) {
            if (feeder.nodes[i].kind != NodeKind::line) continue;
            double const km = space::straight_km(position, feeder.nodes[i].position);
            if (nearest == 0 || km < nearest_km) {
                nearest = i;
                nearest_km = km;
            }
        }
        return nearest;
    }

    [[nodiscard]] double drawn_pu(double kva) const { return rules_.coincidence * kva / 1000.0 / base_mva; }

    [[nodiscard]] bool lines_carry(FeederDraft const& feeder, std::uint32_t node, double kva) const {
        for (std::uint32_t i = node; i != 0; i = feeder.nodes[i].parent) {
            if (feeder.nodes[i].carried_pu + drawn_pu(kva) > feeder.nodes[i].rating_pu) return false;
        }
        return true;
    }

    // At its own node, and so anywhere at most: what others share of the path is not longer.
    [[nodiscard]] double added_drop(FeederDraft const& feeder, std::uint32_t node, double kva) const {
        double const sine = std::sqrt(1.0 - rules_.power_factor * rules_.power_factor);
        double drop = 0.0;
        for (std::uint32_t i = node; i != 0; i = feeder.nodes[i].parent) {
            drop +=
                drawn_pu(kva) * (rules_.power_factor * feeder.nodes[i].r_pu + sine * feeder.nodes[i].x_pu);
        }
        return drop;
    }

    // As many cables in parallel as the station needs.
    void add_feeder(std::uint32_t station) {
        StationDemand const& s = source_.demand.stations[station];
        double const kva = connection_kva(s);
        LineConstants const line = line_constants(cables_.trunk.back());
        double const cable_kva = line.rating_pu * 1000.0 * base_mva;
        double const limit = source_.rules.loading.connection_limit;
        double const circuits = std::ceil(kva / (limit * cable_kva));
        FeederDraft feeder{};
        feeder.id = s.id + "-f";
        feeder.kind = FeederKind::dedicated;
        feeder.area = laid_out_.area_of_zone[s.zone.index()];
        feeder.group = static_cast<std::uint32_t>(laid_out_.groups.size());
        feeder.zone = s.zone;
        feeder.position = s.position;
        feeder.rating_kva = circuits * cable_kva;
        feeder.planning_kva = limit * feeder.rating_kva;
        feeder.trunk_km = source_.rules.cable.longest_trunk_km;
        feeder.connected_kva = kva;
        DraftNode bus{};
        bus.kind = NodeKind::bus;
        bus.zone = s.zone;
        bus.position = s.position;
        DraftNode cable = bus;
        cable.kind = NodeKind::line;
        cable.km = feeder.trunk_km * circuits;
        cable.r_pu = line.r_pu_per_km * feeder.trunk_km / circuits;
        cable.x_pu = line.x_pu_per_km * feeder.trunk_km / circuits;
        cable.rating_pu = line.rating_pu * circuits;
        cable.carried_pu = kva / 1000.0 / base_mva;
        feeder.nodes = {bus, cable};
        auto const [type, units] = transformers_for(kva);
        feeder.stations.push_back({station, 1, type, units, 0.0});
        feeders_.push_back(std::move(feeder));
    }

    std::vector<FeederDraft>& feeders_;
    LaidOut const& laid_out_;
    std::span<std::uint16_t const> types_;
    TrunkChoice const& cables_;
    LayoutSource const& source_;
    StationRules const& rules_;
    std::vector<std::vector<PointRef>> homes_;
    std::vector<std::optional<std::uint32_t>> group_of_zone_;
    std::vector<std::vector<double>> shared_kva_;
    std::size_t first_new_;
};

}  // namespace

SizedTransformers size_transformers(double kva, std::span<double const> sizes_kva) {
    double const units = std::max(1.0, std::ceil(kva / sizes_kva.back() * (1.0 - rounding)));
    for (std::size_t size = 0; size < sizes_kva.size(); ++size)
        if (units * sizes_kva[size] >= kva * (1.0 - rounding))
            return {size, static_cast<std::uint16_t>(units)};
    check(false, "no transformer carries a station");
    return {};
}

StationPlans connect_stations(std::vector<FeederDraft>& feeders, LaidOut const& laid_out,
                              std::span<std::uint16_t const> station_types, TrunkChoice const& cables,
                              LayoutSource const& source) {
    return Connector(feeders, laid_out, station_types, cables, source).connect();
}

}  // namespace yuchong::grid
