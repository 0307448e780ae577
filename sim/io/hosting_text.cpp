#include "sim/io/hosting_text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string_view>
#include <tuple>
#include <vector>

namespace yuchong::io {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t zones_shown = 10;  // with most room, and with least

char const* limit_name(grid::HostingLimit limit) {
    switch (limit) {
        case grid::HostingLimit::branch_rating: return "branch_rating";
        case grid::HostingLimit::feeder_head: return "feeder_head";
        case grid::HostingLimit::voltage: return "voltage";
        case grid::HostingLimit::substation: return "substation";
    }
    return "";
}

char const* kind_name(grid::FeederKind kind) {
    switch (kind) {
        case grid::FeederKind::cable: return "cable";
        case grid::FeederKind::overhead: return "overhead";
        case grid::FeederKind::dedicated: return "dedicated";
        case grid::FeederKind::own: return "own";
    }
    return "";
}

// Where no feeder passes there is no limit to name.
std::string limit_of(city::PlaceRoom const& place) {
    return place.together.sites == 0 ? "no_feeder" : limit_name(place.together.limit);
}

std::string const& district_of(city::HostingStudy const& study, space::ZoneId zone) {
    space::Geography const& geography = study.part.geography;
    return geography.districts[geography.zones[zone.index()].district.index()].name;
}

// Of its far end, as in results.
space::ZoneId zone_of(city::HostingStudy const& study, grid::Feeder const& feeder) {
    return study.network.nodes.zone[feeder.first_node + feeder.node_count - 1];
}

// From the most room to the least; equal ones in the order of the city.
std::vector<std::size_t> by_room(std::vector<city::PlaceRoom> const& places) {
    std::vector<std::size_t> order(places.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::tuple(-places[a].together.room.value(), a) <
               std::tuple(-places[b].together.room.value(), b);
    });
    return order;
}

// Limits of no more than the digits that the search finds.
double whole_kw(Kilowatts power) { return std::floor(power.value()); }

std::string place_line(std::string_view name, city::PlaceRoom const& place) {
    return fmt::format("{:<16}{:>8}{:>12.1f}{:>12.1f}{:>12.0f}  {}\n", name, place.together.sites,
                       place.together.room.value() / 1000.0, place.together.by_lines.value() / 1000.0,
                       whole_kw(place.largest), limit_of(place));
}

std::string head_line(std::string_view name) {
    return fmt::format("\n{:<16}{:>8}{:>12}{:>12}{:>12}  {}\n", name, "feeders", "room_mw", "lines_mw",
                       "largest_kw", "limit");
}

Json place_json(city::PlaceRoom const& place) {
    return {{"room_kw", whole_kw(place.together.room)},
            {"lines_kw", whole_kw(place.together.by_lines)},
            {"largest_kw", whole_kw(place.largest)},
            {"feeders", place.together.sites},
            {"limit", limit_of(place)}};
}

Json joined(Json first, Json const& second) {
    first.update(second);
    return first;
}

Json node_json(city::HostingStudy const& study, grid::NodeRoom const& room) {
    grid::Nodes const& nodes = study.network.nodes;
    space::GeoPoint const at = nodes.position[room.node], where = nodes.position[room.where];
    Json json{{"room_kw", whole_kw(room.room)},
              {"lines_kw", whole_kw(room.by_lines)},
              {"limit", limit_name(room.limit)},
              {"hour", room.hour},
              {"node", room.node},
              {"lon", at.lon},
              {"lat", at.lat},
              {"limit_node", room.where},
              {"limit_lon", where.lon},
              {"limit_lat", where.lat}};
    if (study.network.is_own()) {
        json["bus"] = nodes.bus[room.node];
        json["limit_bus"] = nodes.bus[room.where];
    }
    return json;
}

Json feeder_json(city::HostingStudy const& study, std::size_t f) {
    grid::Feeder const& feeder = study.network.feeders[f];
    grid::FeederRoom const& room = study.map.feeders[f];
    space::ZoneId const zone = zone_of(study, feeder);
    Json json{{"feeder", feeder.id},
              {"substation", study.network.substations[feeder.substation.index()].id},
              {"zone", study.part.geography.zones[zone.index()].id},
              {"district", district_of(study, zone)},
              {"kind", kind_name(feeder.kind)},
              {"overloaded_branches", room.overloaded},
              {"nodes", room.candidates}};
    if (room.candidates == 0) return joined(json, {{"best", nullptr}, {"typical", nullptr}});
    json["best"] = node_json(study, room.best);
    json["typical"] = node_json(study, room.typical);
    return json;
}

// RFC 4180.
std::string cell(std::string const& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (char const c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
}

std::string zone_row(city::HostingStudy const& study, std::size_t z) {
    space::Zone const& zone = study.part.geography.zones[z];
    city::PlaceRoom const& place = study.zones[z];
    return fmt::format("zone,{},{},,,{:.6f},{:.6f},{},{:.0f},{:.0f},{:.0f},,{},,\n", cell(zone.id),
                       cell(study.part.geography.districts[zone.district.index()].name), zone.centre.lon,
                       zone.centre.lat, place.together.sites, whole_kw(place.together.room),
                       whole_kw(place.together.by_lines), whole_kw(place.largest), limit_of(place));
}

std::string feeder_row(city::HostingStudy const& study, std::size_t f) {
    grid::Feeder const& feeder = study.network.feeders[f];
    grid::FeederRoom const& room = study.map.feeders[f];
    if (room.candidates == 0) return "";
    space::ZoneId const zone = zone_of(study, feeder);
    space::GeoPoint const at = study.network.nodes.position[room.best.node];
    double const kw = whole_kw(room.best.room), lines_kw = whole_kw(room.best.by_lines);
    return fmt::format("feeder,{},{},{},{},{:.6f},{:.6f},1,{:.0f},{:.0f},{:.0f},{:.0f},{},{},{}\n",
                       cell(feeder.id), cell(district_of(study, zone)),
                       cell(study.network.substations[feeder.substation.index()].id), kind_name(feeder.kind),
                       at.lon, at.lat, kw, lines_kw, kw, whole_kw(room.typical.room),
                       limit_name(room.best.limit), room.best.hour, room.overloaded);
}

}  // namespace

std::string hosting_text(city::HostingStudy const& study, std::string const& scenario) {
    auto const& geography = study.part.geography;
    std::string text = fmt::format(
        "{}: charging power that could still be connected, on the design day ({}, docs/hosting.md)\n"
        "beside {:.1f} MW of existing charging (as stated: stations {:.1f} MW, home piles {:.1f} MW)\n",
        scenario, study.network.is_own() ? "the scenario's own network" : "synthetic network",
        study.existing.value() / 1000.0, study.stations.value() / 1000.0, study.home_piles.value() / 1000.0);
    text += head_line("district");
    for (std::size_t const d : by_room(study.districts))
        text += place_line(geography.districts[d].name, study.districts[d]);
    text += place_line("all", study.all);
    std::vector<std::size_t> const zones = by_room(study.zones);
    auto const show = [&](std::string_view title, std::size_t from, std::size_t until) {
        text += head_line(title);
        for (std::size_t i = from; i < until; ++i) {
            space::Zone const& zone = geography.zones[zones[i]];
            text += place_line(zone.id, study.zones[zones[i]]);
        }
    };
    std::size_t const most = std::min(zones_shown, zones.size());
    show("zone, most room", 0, most);
    if (zones.size() > most) show("least room", std::max(most, zones.size() - zones_shown), zones.size());
    text +=
        "\nroom: one station on each feeder, together; lines: what the feeders could take if substations "
        "were no "
        "limit;\nlargest: one station, no other built; limit: what holds most of it back\n";
    return text;
}

std::string hosting_json(city::HostingStudy const& study, std::string const& scenario) {
    auto const& geography = study.part.geography;
    Json json{{"scenario", scenario},
              {"existing_kw",
               {{"stations", study.stations.value()},
                {"home_piles", study.home_piles.value()},
                {"taken", study.existing.value()}}}};
    json.update(place_json(study.all));
    json["districts"] = Json::array();
    for (std::size_t d = 0; d < geography.districts.size(); ++d) {
        space::District const& district = geography.districts[d];
        json["districts"].push_back(joined({{"district", district.name}, {"name_zh", district.name_zh}},
                                           place_json(study.districts[d])));
    }
    json["zones"] = Json::array();
    for (std::size_t z = 0; z < geography.zones.size(); ++z) {
        space::Zone const& zone = geography.zones[z];
        json["zones"].push_back(joined({{"zone", zone.id},
                                        {"district", geography.districts[zone.district.index()].name},
                                        {"lon", zone.centre.lon},
                                        {"lat", zone.centre.lat}},
                                       place_json(study.zones[z])));
    }
    json["feeders"] = Json::array();
    for (std::size_t f = 0; f < study.network.feeders.size(); ++f)
        json["feeders"].push_back(feeder_json(study, f));
    json["substations"] = Json::array();
    for (std::size_t s = 0; s < study.network.substations.size(); ++s) {
        grid::Substation const& substation = study.network.substations[s];
        grid::SubstationRoom const& room = study.map.substations[s];
        json["substations"].push_back({{"substation", substation.id},
                                       {"district", district_of(study, substation.zone)},
                                       {"lon", substation.position.lon},
                                       {"lat", substation.position.lat},
                                       {"limit_kva", room.limit_kva},
                                       {"room_kva", room.room_kva},
                                       {"hour", room.hour}});
    }
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);  // names may hold odd bytes
}

std::string hosting_csv(city::HostingStudy const& study) {
    std::string text =
        "level,id,district,substation,kind,lon,lat,feeders,room_kw,lines_kw,largest_kw,typical_kw,limit,hour,"
        "overloaded_branches\n";
    for (std::size_t z = 0; z < study.zones.size(); ++z) text += zone_row(study, z);
    for (std::size_t f = 0; f < study.network.feeders.size(); ++f) text += feeder_row(study, f);
    return text;
}

}  // namespace yuchong::io
