#include "sim/grid/own_network.hpp"

#include "sim/base/check.hpp"
#include "sim/base/hash.hpp"
#include "sim/grid/per_unit.hpp"
#include "sim/grid/station_connection.hpp"
#include "sim/grid/switched_network.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace yuchong::grid {

namespace {

constexpr double least_kw = 1e-3;  // reactive power of a bus that draws less has nothing to follow
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

std::vector<NetworkBranch> branches_of(OwnNetwork const& own) {
    std::vector<NetworkBranch> branches;
    for (OwnBranch const& b : own.branches)
        branches.push_back({b.from, b.to, b.r_pu, b.x_pu, b.rating_pu, Switch::closed});
    return branches;
}

class OwnBuilder {
public:
    OwnBuilder(OwnNetwork const& own, NetworkDemand const& demand, NetworkRules const& rules,
               LoadShapes const& shapes, Catalogue const& catalogue)
        : own_(own),
          demand_(demand),
          rules_(rules),
          shapes_(shapes),
          catalogue_(catalogue),
          switched_(static_cast<std::uint32_t>(own.buses.size()), branches_of(own), {own.slack}),
          rows_at_(own.buses.size()),
          homes_(demand.zones.size()) {
        check(switched_.loops().empty(), "a network of one's own has loops (open a branch of each)");
        check(switched_.islands().empty(), "a bus of a network of one's own is not fed");
        for (std::uint32_t c = 0; c < own.connections.size(); ++c)
            rows_at_[own.connections[c].bus].push_back(c);
    }

    Network build() {
        ClassKw city;
        for (ZoneDemand const& zone : demand_.zones) city += load_in(zone, Kilowatts{zone.peak_kw}, shapes_);
        network_.city_load = city;
        network_.station_transformer.resize(demand_.stations.size());
        add_substation();
        add_feeders();
        number_homes(network_, homes_);
        find_design_peaks();
        for (TransformerId const t : network_.station_transformer)
            check(static_cast<bool>(t), "a station has no connection to the network of one's own");
        return std::move(network_);
    }

private:
    [[nodiscard]] OwnBus const& bus_at(std::uint32_t position) const {
        return own_.buses[tree().node[position]];
    }
    [[nodiscard]] NumberedFeeder const& tree() const { return switched_.feeder(0); }

    void add_substation() {
        TransformerType const* const type =
            catalogue_.find(rules_.substation.series, TransformerUse::substation, 1000.0 * own_.mva);
        check(type != nullptr, "no transformer of the substation's series has this size");
        double const mva = own_.mva * own_.transformers / base_mva;
        network_.substations.push_back({.id = own_.buses[own_.slack].name,
                                        .position = demand_.zones.front().position,
                                        .zone = space::ZoneId{0},
                                        .transformers = own_.transformers,
                                        .mva = own_.mva,
                                        .r_pu = type->r_pu / mva,
                                        .x_pu = type->x_pu / mva,
                                        .tap_steps = static_cast<std::uint32_t>(type->tap_steps),
                                        .tap_step_pu = type->tap_step_pu});
    }

    struct Placed {
        space::ZoneId zone;
        std::uint32_t node;  // within the feeder
    };

    // The tree below the slack is numbered depth first, so what hangs on one of its branches stands together.
    void add_feeders() {
        auto const parent = tree().feeder.parent();
        std::vector<Placed> placed(parent.size(), {space::ZoneId{0}, 0});
        for (std::uint32_t i = 1; i < parent.size(); ++i) {
            if (parent[i] == 0) begin_feeder(i);
            Placed const& from = placed[parent[i]];
            Placed const at{zone_of(tree().node[i]).value_or(from.zone), count_in_feeder()};
            placed[i] = at;
            add_bus(i, from.node, at.zone);
            for (std::uint32_t const c : rows_at_[tree().node[i]]) connect(own_.connections[c], i, at);
            network_.feeders.back().node_count = count_in_feeder();
        }
    }

    [[nodiscard]] std::optional<space::ZoneId> zone_of(std::uint32_t bus) const {
        for (std::uint32_t const c : rows_at_[bus]) {
            OwnConnection const& row = own_.connections[c];
            if (row.zone) return row.zone;
            if (row.station) return demand_.stations[*row.station].zone;
        }
        return std::nullopt;
    }

    [[nodiscard]] std::uint32_t count_in_feeder() const {
        return static_cast<std::uint32_t>(network_.nodes.size()) - network_.feeders.back().first_node;
    }

    void begin_feeder(std::uint32_t position) {
        std::string const& name = bus_at(position).name;
        double const rating_kva = kw_per_pu * tree().feeder.rating_pu()[position];
        network_.feeders.push_back({.id = name,
                                    .substation = SubstationId{0},
                                    .kind = FeederKind::own,
                                    .rating_kva = rating_kva,
                                    .planning_kva = rating_kva,
                                    .trunk_km = unknown,
                                    .line_km = unknown,
                                    .design_peak_kva = 0.0,
                                    .first_node = static_cast<std::uint32_t>(network_.nodes.size()),
                                    .node_count = 0,
                                    .ordinal = static_cast<std::uint32_t>(hash_text(name))});
        Substation const& substation = network_.substations.front();
        OwnBus const& slack = own_.buses[own_.slack];
        add_node({0, 0.0, 0.0, 0.0, NodeKind::bus, slack.nominal_kv, slack.name}, substation.zone,
                 substation.position);
    }

    struct Branch {
        std::uint32_t parent;  // within the feeder
        double r_pu, x_pu, rating_pu;
        NodeKind kind;
        double nominal_kv;
        std::string const& bus;
    };

    void add_node(Branch const& branch, space::ZoneId zone, space::GeoPoint position) {
        Nodes& nodes = network_.nodes;
        nodes.parent.push_back(branch.parent);
        nodes.r_pu.push_back(branch.r_pu);
        nodes.x_pu.push_back(branch.x_pu);
        nodes.rating_pu.push_back(branch.rating_pu);
        nodes.kind.push_back(branch.kind);
        nodes.bus.push_back(branch.bus);
        nodes.nominal_kv.push_back(branch.nominal_kv);
        nodes.zone.push_back(zone);
        nodes.position.push_back(position);
        for (auto* column : {&nodes.residential_kw, &nodes.commercial_kw, &nodes.industrial_kw})
            column->push_back(0.0F);
        for (auto* column : {&nodes.kvar_per_kw, &nodes.fixed_kvar}) column->push_back(0.0);
    }

    void add_bus(std::uint32_t position, std::uint32_t parent, space::ZoneId zone) {
        OwnBus const& bus = bus_at(position);
        RadialFeeder const& lines = tree().feeder;
        add_node({parent, lines.r_pu()[position], lines.x_pu()[position], lines.rating_pu()[position],
                  kind_of(position), bus.nominal_kv, bus.name},
                 zone, demand_.zones[zone.index()].position);
        ClassKw const load = load_in(demand_.zones[zone.index()], Kilowatts{bus.p_kw}, shapes_);
        Nodes& nodes = network_.nodes;
        nodes.residential_kw.back() = static_cast<float>(load.residential);
        nodes.commercial_kw.back() = static_cast<float>(load.commercial);
        nodes.industrial_kw.back() = static_cast<float>(load.industrial);
        if (bus.p_kw >= least_kw) {
            nodes.kvar_per_kw.back() = bus.q_kvar / bus.p_kw;
        } else {
            nodes.fixed_kvar.back() = bus.q_kvar;
        }
    }

    [[nodiscard]] NodeKind kind_of(std::uint32_t position) const {
        if (bus_at(position).nominal_kv >= low_voltage_below_kv) return NodeKind::line;
        auto const& rows = rows_at_[tree().node[position]];
        bool const station = !rows.empty() && is_stations_own(own_.connections[rows.front()]);
        return station ? NodeKind::station : NodeKind::low_voltage;
    }

    static bool is_stations_own(OwnConnection const& row) { return row.station && row.households <= 0.0; }

    void connect(OwnConnection const& row, std::uint32_t position, Placed const& bus) {
        auto const [type, units] = transformer_for(row, position);
        double const mva = units * type.rating_kva / kw_per_pu;
        if (bus_at(position).nominal_kv >= low_voltage_below_kv) {
            add_transformer_node(row,
                                 {bus.node, type.r_pu / mva, type.x_pu / mva, mva,
                                  is_stations_own(row) ? NodeKind::station : NodeKind::low_voltage,
                                  type.low_kv, bus_at(position).name},
                                 bus.zone);
        } else {
            double& rating_pu = network_.nodes.rating_pu.back();
            rating_pu = std::min(rating_pu, mva);
        }
        TransformerId const id{network_.transformers.size()};
        network_.transformers.push_back(
            {.node = static_cast<std::uint32_t>(network_.nodes.size()) - 1,
             .type = number_of(type),
             .units = units,
             .role = is_stations_own(row) ? TransformerRole::station : TransformerRole::community,
             .station = row.station.value_or(0),
             .households = static_cast<float>(row.households)});
        if (row.station) network_.station_transformer[*row.station] = id;
        if (row.households > 0.0) homes_[row.zone->index()].emplace_back(id, row.households);
    }

    void add_transformer_node(OwnConnection const& row, Branch const& branch, space::ZoneId zone_of_bus) {
        space::ZoneId const zone = row.zone.value_or(zone_of_bus);
        add_node(
            branch, zone,
            row.station ? demand_.stations[*row.station].position : demand_.zones[zone.index()].position);
    }

    [[nodiscard]] std::pair<TransformerType, std::uint16_t> transformer_for(OwnConnection const& row,
                                                                            std::uint32_t position) const {
        std::string const& series = rules_.community.series;
        if (row.transformer_kva) {
            TransformerType const* const type =
                catalogue_.find(series, TransformerUse::distribution, *row.transformer_kva);
            if (type != nullptr) return {*type, 1};
            check(bus_at(position).nominal_kv < low_voltage_below_kv,
                  "no 10/0.4 kV transformer of the series has the size of a connection");
            TransformerType given{};  // its impedance is that of the branch
            given.rating_kva = *row.transformer_kva;
            return {given, 1};
        }
        check(row.station.has_value(), "the transformer of homes has no size");
        auto const& sizes = rules_.station.transformer_kva;
        auto const [size, units] = size_transformers(
            demand_.stations[*row.station].grid_limit_kw / rules_.station.power_factor, sizes);
        TransformerType const* const type =
            catalogue_.find(series, TransformerUse::distribution, sizes[size]);
        check(type != nullptr, "no transformer of the series has a size of grid.network.station");
        return {*type, units};
    }

    std::uint16_t number_of(TransformerType const& type) {
        auto& types = network_.transformer_types;
        auto const at = std::find_if(types.begin(), types.end(), [&](TransformerType const& t) {
            return t.name == type.name && t.rating_kva == type.rating_kva;
        });
        auto const number = static_cast<std::uint16_t>(at - types.begin());
        if (at == types.end()) types.push_back(type);
        return number;
    }

    void find_design_peaks() {
        DesignDay const day = shapes_.design_day(*network_.city_load);
        for (Feeder& feeder : network_.feeders) {
            for (ClassKw const& factor : day.factor)
                feeder.design_peak_kva = std::max(feeder.design_peak_kva, load_kva(feeder, factor));
        }
    }

    [[nodiscard]] double load_kva(Feeder const& feeder, ClassKw const& factor) const {
        double kw = 0.0, kvar = 0.0;
        for (std::uint32_t i = feeder.first_node; i < feeder.first_node + feeder.node_count; ++i) {
            double const active_kw = dot(network_.nodes.load(i), factor);
            kw += active_kw;
            kvar += network_.nodes.own_kvar(i, active_kw);
        }
        return std::sqrt(kw * kw + kvar * kvar);
    }

    OwnNetwork const& own_;
    NetworkDemand const& demand_;
    NetworkRules const& rules_;
    LoadShapes const& shapes_;
    Catalogue const& catalogue_;
    SwitchedNetwork switched_;
    std::vector<std::vector<std::uint32_t>> rows_at_;  // connections by bus
    std::vector<HomesOfZone> homes_;                   // by zone
    Network network_;
};

}  // namespace

Network build_own_network(OwnNetwork const& own, NetworkDemand const& demand, NetworkRules const& rules,
                          LoadShapes const& shapes, Catalogue const& catalogue) {
    return OwnBuilder(own, demand, rules, shapes, catalogue).build();
}

}  // namespace yuchong::grid
