#include "sim/supply/depot_synthesis.hpp"

#include "sim/base/check.hpp"
#include "sim/base/hash.hpp"
#include "sim/space/geodesy.hpp"
#include "sim/supply/station_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace yuchong::supply {

namespace {

class DepotBuilder {
public:
    DepotBuilder(Network& network, space::Geography const& geography, DepotRules const& rules,
                 NetworkSettings const& settings, RandomSource const& random)
        : network_(network), geography_(geography), rules_(rules), settings_(settings), random_(random) {}

    void add(space::District const& district, std::uint32_t number, std::uint32_t vehicles) {
        std::string const id = fmt::format("{}-{}-d{:02}", district.adcode, rules_.fleet, number);
        auto const ordinal = static_cast<std::uint32_t>(hash_text(id));
        Block const where =
            random_.draw({DrawClass::station, static_cast<std::uint16_t>(DraftPurpose::place), ordinal});
        space::ZoneId const zone = zone_of(district, where.uniform(0));
        network_.stations.push_back(
            {.id = id,
             .name = fmt::format("{} {} depot {}", district.name, rules_.fleet, number),
             .position = position(zone, where.uniform(1)),
             .zone = zone,
             .first_host = static_cast<std::uint32_t>(network_.hosts.size()),
             .host_count = 0,
             .first_plug = static_cast<std::uint32_t>(network_.plugs.size()),
             .plug_count = 0,
             .bays = vehicles,
             .grid_limit_kw = 0.0,
             .service_fee_yuan_per_kwh = 0.0,
             .sharing = settings_.sharing,
             .in_service_day = 0,
             .retired_day = std::numeric_limits<std::int32_t>::max(),
             .ordinal = ordinal,
             .access = Access::depot});
        equip(vehicles);
    }

private:
    [[nodiscard]] space::ZoneId zone_of(space::District const& district, double u) const {
        std::vector<double> residents;
        for (std::uint32_t z = 0; z < district.zone_count; ++z)
            residents.push_back(geography_.zones[district.first_zone + z].population);
        return space::ZoneId{district.first_zone + choose(residents, u)};
    }

    [[nodiscard]] space::GeoPoint position(space::ZoneId id, double u) const {
        space::Zone const& zone = geography_.zones[id.index()];
        if (zone.point_count == 0) return zone.centre;
        auto const point = static_cast<std::uint32_t>(u * zone.point_count);
        return geography_.points[zone.first_point + point].position;
    }

    void equip(std::uint32_t vehicles) {
        Station& station = network_.stations.back();
        StationId const id{network_.stations.size() - 1};
        auto const by_rule = [vehicles](double per_vehicle) {
            return static_cast<std::uint32_t>(std::ceil(per_vehicle * vehicles));
        };
        double dc_kw = 0.0;
        for (std::uint32_t left = by_rule(rules_.dc_terminals_per_vehicle); left > 0;) {
            std::uint32_t const terminals = std::min(left, rules_.host_terminals);
            dc_kw += add_host(id, terminals);
            ++station.host_count;
            left -= terminals;
        }
        std::uint32_t const piles = by_rule(rules_.ac_piles_per_vehicle);
        for (std::uint32_t p = 0; p < piles; ++p)
            network_.plugs.push_back({id, HostId{}, PlugClass::ac, 0.0, 0.0, settings_.ac_kw});
        station.plug_count = static_cast<std::uint32_t>(network_.plugs.size()) - station.first_plug;
        station.grid_limit_kw = connection_kw(settings_, dc_kw, piles * settings_.ac_kw);
    }

    double add_host(StationId station, std::uint32_t terminals) {
        HostId const host{network_.hosts.size()};
        double const host_kw = rules_.host_modules * settings_.module_kw;
        network_.hosts.push_back({station, static_cast<std::uint32_t>(network_.plugs.size()), terminals,
                                  rules_.host_modules, settings_.module_kw});
        double const plug_kw = settings_.fast_current_a * settings_.fast_voltage_max_v / 1000.0;
        for (std::uint32_t t = 0; t < terminals; ++t)
            network_.plugs.push_back({station, host, PlugClass::fast, settings_.fast_current_a,
                                      settings_.fast_voltage_max_v, std::min(host_kw, plug_kw)});
        return host_kw;
    }

    Network& network_;
    space::Geography const& geography_;
    DepotRules const& rules_;
    NetworkSettings const& settings_;
    RandomSource const& random_;
};

}  // namespace

void append_depots(Network& network, space::Geography const& geography, DepotRules const& rules,
                   std::span<std::uint32_t const> vehicles_by_district, NetworkSettings const& settings,
                   RandomSource const& random) {
    check(vehicles_by_district.size() == geography.districts.size(), "one number of vehicles a district");
    DepotBuilder build(network, geography, rules, settings, random);
    for (std::size_t d = 0; d < vehicles_by_district.size(); ++d) {
        std::uint32_t number = 0;
        for (std::uint32_t left = vehicles_by_district[d]; left > 0;) {
            std::uint32_t const here = std::min(left, rules.vehicles_per_depot);
            build.add(geography.districts[d], ++number, here);
            left -= here;
        }
    }
}

}  // namespace yuchong::supply
