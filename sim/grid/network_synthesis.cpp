#include "sim/grid/network_synthesis.hpp"

#include "sim/base/check.hpp"
#include "sim/base/hash.hpp"
#include "sim/grid/network_builder.hpp"
#include "sim/grid/station_connection.hpp"
#include "sim/grid/substation_siting.hpp"

#include <algorithm>
#include <string>

namespace yuchong::grid {

namespace {

std::vector<Conductor> conductors_named(std::vector<std::string> const& names, Catalogue const& catalogue) {
    std::vector<Conductor> found;
    for (std::string const& name : names) {
        auto const at = std::find_if(catalogue.conductors.begin(), catalogue.conductors.end(),
                                     [&](Conductor const& c) { return c.name == name; });
        check(at != catalogue.conductors.end(),
              ("no conductor is called " + name + " (grid.network names it)").c_str());
        found.push_back(*at);
    }
    check(!found.empty(), "no conductor to build with (grid.network names none)");
    return found;
}

TrunkChoice lines_of(FeederRules const& rules, Catalogue const& catalogue) {
    return {conductors_named(rules.trunk, catalogue), conductors_named(rules.lateral, catalogue)};
}

double largest_kva(TrunkChoice const& lines) {
    return line_constants(lines.trunk.back()).rating_pu * 1000.0 * base_mva;
}

// The type of a series with this rating.
TransformerType const& type_of(std::string const& series, TransformerUse use, double kva,
                               Catalogue const& catalogue) {
    TransformerType const* const type = catalogue.find(series, use, kva);
    check(type != nullptr, ("no transformer of the series " + series + " has " +
                            std::to_string(static_cast<int>(kva)) + " kVA (grid.network wants it)")
                               .c_str());
    return *type;
}

// The 10/0.4 kV types that the rules use, from the smallest, and where the sizes of each list are among them.
struct TypeTable {
    std::vector<TransformerType> types;
    std::vector<std::uint16_t> community, station;
};

TypeTable distribution_types(NetworkRules const& rules, Catalogue const& catalogue) {
    check(!rules.community.sizes.empty() && !rules.station.transformer_kva.empty(),
          "no size of transformer to build with");
    std::vector<double> sizes = rules.station.transformer_kva;
    for (CommunitySize const& size : rules.community.sizes) sizes.push_back(size.rating_kva);
    std::sort(sizes.begin(), sizes.end());
    sizes.erase(std::unique(sizes.begin(), sizes.end()), sizes.end());
    TypeTable table;
    for (double const kva : sizes) {
        table.types.push_back(type_of(rules.community.series, TransformerUse::distribution, kva, catalogue));
    }
    auto const index = [&](double kva) {
        return static_cast<std::uint16_t>(std::lower_bound(sizes.begin(), sizes.end(), kva) - sizes.begin());
    };
    for (CommunitySize const& size : rules.community.sizes) {
        table.community.push_back(index(size.rating_kva));
    }
    for (double const kva : rules.station.transformer_kva) table.station.push_back(index(kva));
    return table;
}

std::vector<ClassKw> loads_of(NetworkDemand const& demand, LoadShapes const& shapes) {
    std::vector<ClassKw> loads;
    for (ZoneDemand const& zone : demand.zones)
        loads.push_back(load_in(zone, Kilowatts{zone.peak_kw}, shapes));
    return loads;
}

// Zones without load belong to the area of the zone before them.
std::vector<std::uint32_t> areas_of(NetworkDemand const& demand, std::span<ZoneGroup const> groups) {
    std::vector<std::uint32_t> area_of_district(demand.districts.size(), 0);
    for (ZoneGroup const& group : groups) {
        for (std::uint32_t const z : group.zones) area_of_district[demand.zones[z].district] = group.area;
    }
    std::vector<std::uint32_t> areas;
    for (ZoneDemand const& zone : demand.zones) areas.push_back(area_of_district[zone.district]);
    return areas;
}

}  // namespace

ClassKw load_in(ZoneDemand const& zone, Kilowatts peak, LoadShapes const& shapes) {
    double const jobs = zone.population > 0.0 ? zone.jobs / zone.population : 0.0;
    return shapes.split(zone.kind, jobs, peak);
}

Network synthesize_network(NetworkDemand const& demand, NetworkRules const& rules, LoadShapes const& shapes,
                           Catalogue const& catalogue, RandomSource const& random) {
    TrunkChoice const cable = lines_of(rules.cable, catalogue),
                      overhead = lines_of(rules.overhead, catalogue);
    TypeTable const table = distribution_types(rules, catalogue);
    std::vector<TransformerType> substation_types;
    for (double const kva : rules.substation.transformer_kva) {
        substation_types.push_back(
            type_of(rules.substation.series, TransformerUse::substation, kva, catalogue));
    }
    check(!substation_types.empty(), "no size of substation transformer to build with");

    std::vector<ClassKw> const zone_load = loads_of(demand, shapes);
    ClassKw city;
    for (ClassKw const& load : zone_load) city += load;
    DesignDay const day = shapes.design_day(city);
    LayoutSource const source{demand, rules, day, zone_load, table.types, table.community, random};

    auto const groups = group_zones({largest_kva(cable), largest_kva(overhead)}, source);
    std::vector<LoadPoints> drawn;
    std::vector<FeederDraft> feeders;
    for (std::uint32_t g = 0; g < groups.size(); ++g) {
        drawn.push_back(draw_load_points(groups[g], source));
        TrunkChoice const& lines = groups[g].kind == FeederKind::cable ? cable : overhead;
        for (FeederDraft& feeder : design_feeders(groups[g], drawn.back(), lines, source)) {
            feeder.group = g;
            feeders.push_back(std::move(feeder));
        }
    }
    auto const areas = areas_of(demand, groups);
    StationPlans const plans =
        connect_stations(feeders, {groups, drawn, areas}, table.station, cable, source);
    SitedSubstations sited = site_substations(feeders, substation_types, source);
    return build_network({feeders, sited, plans, drawn, table.types, cable.lateral}, source);
}

}  // namespace yuchong::grid
