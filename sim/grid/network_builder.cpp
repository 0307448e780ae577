#include "sim/grid/network_builder.hpp"

#include "sim/base/check.hpp"
#include "sim/base/hash.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace yuchong::grid {

namespace {

class Builder {
public:
    Builder(NetworkParts const& parts, LayoutSource const& source) : parts_(parts), source_(source) {
        for (LoadPoints const& drawn : parts.drawn) {
            transformer_of_.emplace_back(drawn.points.size());
        }
        network_.substations = parts.sited.substations;
        network_.transformer_types.assign(parts.types.begin(), parts.types.end());
        network_.station_transformer.resize(source.demand.stations.size());
    }

    Network build() {
        std::vector<std::uint32_t> order(parts_.feeders.size());
        std::iota(order.begin(), order.end(), 0U);
        auto const& of_feeder = parts_.sited.of_feeder;
        std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
            return std::pair(of_feeder[a], a) < std::pair(of_feeder[b], b);
        });
        for (std::uint32_t const f : order) add_feeder(parts_.feeders[f], SubstationId{of_feeder[f]});
        for (std::size_t s = 0; s < parts_.plans.shared.size(); ++s) {
            if (auto const& at = parts_.plans.shared[s]) {
                network_.station_transformer[s] = transformer_of_[at->group][at->point];
            }
        }
        add_homes();
        return std::move(network_);
    }

private:
    void add_feeder(FeederDraft const& draft, SubstationId substation) {
        Feeder feeder{};
        feeder.id = draft.id;
        feeder.substation = substation;
        feeder.kind = draft.kind;
        feeder.rating_kva = draft.rating_kva;
        feeder.planning_kva = draft.planning_kva;
        feeder.trunk_km = draft.trunk_km;
        feeder.design_peak_kva = draft.peak.kva();
        feeder.first_node = static_cast<std::uint32_t>(network_.nodes.size());
        feeder.ordinal = static_cast<std::uint32_t>(hash_text(draft.id));
        std::vector<std::uint32_t> number(draft.nodes.size());
        std::vector<StationBranch> stations = draft.stations;
        std::sort(stations.begin(), stations.end(), [](StationBranch const& a, StationBranch const& b) {
            return std::pair(a.parent, a.station) < std::pair(b.parent, b.station);
        });
        auto next = stations.begin();
        for (std::uint32_t i = 0; i < draft.nodes.size(); ++i) {
            DraftNode const& node = draft.nodes[i];
            number[i] = count_in(feeder);
            add_node(node, number[node.parent]);
            feeder.line_km += node.km;
            if (node.kind == NodeKind::low_voltage) add_community(draft, node);
            for (; next != stations.end() && next->parent == i; ++next) {
                add_station(*next, node, number[i]);
                feeder.line_km += next->cable_km;
            }
        }
        feeder.node_count = count_in(feeder);
        network_.feeders.push_back(std::move(feeder));
    }

    [[nodiscard]] std::uint32_t count_in(Feeder const& feeder) const {
        return static_cast<std::uint32_t>(network_.nodes.size()) - feeder.first_node;
    }

    void add_node(DraftNode const& node, std::uint32_t parent) {
        Nodes& nodes = network_.nodes;
        nodes.parent.push_back(parent);
        nodes.r_pu.push_back(node.r_pu);
        nodes.x_pu.push_back(node.x_pu);
        nodes.rating_pu.push_back(node.rating_pu);
        nodes.kind.push_back(node.kind);
        nodes.zone.push_back(node.zone);
        nodes.position.push_back(node.position);
        nodes.residential_kw.push_back(static_cast<float>(node.load.residential));
        nodes.commercial_kw.push_back(static_cast<float>(node.load.commercial));
        nodes.industrial_kw.push_back(static_cast<float>(node.load.industrial));
    }

    [[nodiscard]] std::uint32_t last_node() const {
        return static_cast<std::uint32_t>(network_.nodes.size()) - 1;
    }

    void add_community(FeederDraft const& draft, DraftNode const& node) {
        LoadPoint const& point = parts_.drawn[draft.group].points[node.point];
        transformer_of_[draft.group][node.point] = TransformerId{network_.transformers.size()};
        network_.transformers.push_back({last_node(), *point.type, 1, TransformerRole::community, 0,
                                         static_cast<float>(point.households)});
    }

    // Cable and transformers in series; the one that carries less sets the rating.
    void add_station(StationBranch const& branch, DraftNode const& from, std::uint32_t parent) {
        StationDemand const& station = source_.demand.stations[branch.station];
        TransformerType const& type = parts_.types[branch.type];
        double const mva = branch.units * type.rating_kva / 1000.0 / base_mva;
        auto const sufficient =
            std::find_if(parts_.station_cables.begin(), parts_.station_cables.end(),
                         [&](Conductor const& c) { return line_constants(c).rating_pu >= mva; });
        Conductor const& cable =
            sufficient != parts_.station_cables.end() ? *sufficient : parts_.station_cables.back();
        LineConstants const line = line_constants(cable);
        double const circuits = std::max(1.0, std::ceil(mva / line.rating_pu));
        DraftNode node{};
        node.kind = NodeKind::station;
        node.r_pu = type.r_pu / mva + line.r_pu_per_km * branch.cable_km / circuits;
        node.x_pu = type.x_pu / mva + line.x_pu_per_km * branch.cable_km / circuits;
        node.rating_pu = mva;
        node.zone = station.zone;
        node.position = station.position;
        if (branch.cable_km == 0.0) node.position = from.position;
        add_node(node, parent);
        network_.station_transformer[branch.station] = TransformerId{network_.transformers.size()};
        network_.transformers.push_back(
            {last_node(), branch.type, branch.units, TransformerRole::station, branch.station, 0.0F});
    }

    void add_homes() {
        std::size_t const zones = source_.demand.zones.size();
        std::vector<HomesOfZone> homes(zones);
        for (std::size_t g = 0; g < parts_.drawn.size(); ++g) {
            for (HomeShare const& home : parts_.drawn[g].homes) {
                homes[home.zone.index()].emplace_back(transformer_of_[g][home.point], home.households);
            }
        }
        number_homes(network_, homes);
    }

    NetworkParts const& parts_;
    LayoutSource const& source_;
    std::vector<std::vector<TransformerId>> transformer_of_;  // by group and point
    Network network_;
};

}  // namespace

Network build_network(NetworkParts const& parts, LayoutSource const& source) {
    return Builder(parts, source).build();
}

}  // namespace yuchong::grid
