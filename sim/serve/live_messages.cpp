#include "sim/serve/live_messages.hpp"

#include "sim/io/result_layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numbers>

namespace yuchong::serve {

namespace {

using Json = nlohmann::ordered_json;

constexpr double largest_limit = 1e9;  // a century in a few seconds: no limit at all

std::string text_of(Json const& message) {
    return message.dump(-1, ' ', false, Json::error_handler_t::replace);  // names may hold odd bytes
}

// To the fifth decimal, about a metre, without the digits of a double.
Json degrees(double value) { return std::round(value * 1e5) / 1e5; }
Json whole(double value) { return static_cast<std::int64_t>(std::llround(value)); }

Json whole_list(std::vector<double> const& values) {
    Json list = Json::array();
    for (double const value : values) list.push_back(whole(value));
    return list;
}

Json district_list(space::Geography const& geography) {
    Json list = Json::array();
    for (space::District const& d : geography.districts)
        list.push_back({{"name", d.name},
                        {"name_zh", d.name_zh},
                        {"lon", degrees(d.seat.lon)},
                        {"lat", degrees(d.seat.lat)}});
    return list;
}

// As rows of [lon, lat, radius of its area in km].
Json zone_list(space::Geography const& geography) {
    Json list = Json::array();
    for (space::Zone const& z : geography.zones)
        list.push_back({degrees(z.centre.lon), degrees(z.centre.lat),
                        std::round(100.0 * std::sqrt(z.area_km2 / std::numbers::pi)) / 100.0});
    return list;
}

Json river_list(space::Geography const& geography) {
    Json list = Json::array();
    for (space::Barrier const& barrier : geography.barriers) {
        if (barrier.kind != space::BarrierKind::river) continue;
        Json line = Json::array();
        for (space::GeoPoint const& p : barrier.line) line.push_back({degrees(p.lon), degrees(p.lat)});
        list.push_back(std::move(line));
    }
    return list;
}

Json plug_counts(city::City const& city, supply::Station const& station) {
    std::array<int, supply::plug_classes> counts{};
    for (std::uint32_t p = station.first_plug; p < station.first_plug + station.plug_count; ++p)
        ++counts[static_cast<std::size_t>(city.network().plugs[p].plug_class)];
    return counts;
}

Json station_list(city::City const& city) {
    Json list = Json::array();
    for (supply::Station const& s : city.network().stations)
        list.push_back({{"id", s.id},
                        {"name", s.name},
                        {"lon", degrees(s.position.lon)},
                        {"lat", degrees(s.position.lat)},
                        {"district", city.geography().zones[s.zone.index()].district.index()},
                        {"plugs", plug_counts(city, s)},
                        {"limit_kw", whole(s.grid_limit_kw)}});
    return list;
}

Json curve_of(LoadHistory const& history) {
    Json home = Json::array(), stations = Json::array(), base = Json::array(), waiting = Json::array();
    for (Load const& mean : history.means()) {
        home.push_back(whole(mean.home_kw));
        stations.push_back(whole(mean.station_kw));
        base.push_back(whole(mean.base_kw));
        waiting.push_back(std::round(10.0 * mean.waiting) / 10.0);
    }
    return {{"begin_s", (history.begin() - SimTime{0}).seconds()},
            {"step_s", history.step().seconds()},
            {"home_kw", std::move(home)},
            {"station_kw", std::move(stations)},
            {"base_kw", std::move(base)},
            {"waiting", std::move(waiting)}};
}

Json parsed(std::string_view message) {
    Json wish = Json::parse(message, nullptr, false);
    if (wish.is_discarded()) throw BadWish("no JSON");
    if (!wish.is_object()) throw BadWish("no JSON object");
    return wish;
}

Hold hold_of(Json const& value) {
    if (!value.is_boolean()) throw BadWish("pause is true or false");
    return value.get<bool>() ? Hold::pause : Hold::none;
}

double limit_of(Json const& value) {
    if (value.is_null()) return unlimited;
    double const limit = value.is_number() ? value.get<double>() : 0.0;
    if (!(limit > 0.0 && limit <= largest_limit))
        throw BadWish("limit is a number of simulated seconds per second, above 0, or null");
    return limit;
}

Json limit_json(double limit) { return std::isfinite(limit) ? Json(limit) : Json(); }

char const* name(Stage stage) {
    switch (stage) {
        case Stage::preparing: return "preparing";
        case Stage::simulating: return "simulating";
        case Stage::writing: return "writing";
    }
    return "";
}

}  // namespace

Wish with_wish(Wish wish, std::string_view message) {
    Json const wishes = parsed(message);  // items() refers to it
    for (auto const& [key, value] : wishes.items()) {
        if (key == "pause") {
            wish.hold = hold_of(value);
        } else if (key == "limit") {
            wish.limit = limit_of(value);
        } else {
            throw BadWish("known are pause and limit");
        }
    }
    return wish;
}

std::string city_message(city::City const& city) {
    return text_of({{"type", "city"},
                    {"version", live_version},
                    {"scenario", city.inputs.name},
                    {"start", city.calendar.iso(SimTime{0})},
                    {"recorded_from_s", (city.window.begin - SimTime{0}).seconds()},
                    {"end_s", (city.window.end - SimTime{0}).seconds()},
                    {"vehicles", city.cars.size()},
                    {"districts", district_list(city.geography())},
                    {"zones", zone_list(city.geography())},
                    {"rivers", river_list(city.geography())},
                    {"stations", station_list(city)}});
}

std::string run_message(Stage stage, Orders const& orders, int viewers, Wish const& own) {
    return text_of({{"type", "run"},
                    {"stage", name(stage)},
                    {"viewers", viewers},
                    {"pauses", orders.pauses},
                    {"limit", limit_json(orders.limit)},
                    {"own_pause", own.hold == Hold::pause},
                    {"own_limit", limit_json(own.limit)}});
}

std::string snapshot_message(Snapshot const& snapshot) {
    return text_of({{"type", "snapshot"},
                    {"now_s", (snapshot.now - SimTime{0}).seconds()},
                    {"wall_s", snapshot.wall_s},
                    {"events", snapshot.events},
                    {"sessions", snapshot.sessions},
                    {"vehicles_charging", snapshot.charging},
                    {"vehicles_waiting", whole(snapshot.load.waiting)},
                    {"home_kw", whole(snapshot.load.home_kw)},
                    {"station_kw", whole(snapshot.load.station_kw)},
                    {"base_kw", whole(snapshot.load.base_kw)},
                    {"occupied", snapshot.occupied},
                    {"waiting", snapshot.waiting},
                    {"available", snapshot.available},
                    {"kw", whole_list(snapshot.station_kw)},
                    {"zone_home_kw", whole_list(snapshot.zone_home_kw)},
                    {"curve", curve_of(snapshot.history)}});
}

std::string done_message(std::optional<measure::Summary> const& summary) {
    if (!summary) return text_of({{"type", "done"}, {"status", "failed"}});
    return text_of({{"type", "done"},
                    {"status", measure::name(summary->status)},
                    {"output", summary->output},
                    {"digest", io::hex(summary->digest)},
                    {"sessions", summary->sessions},
                    {"energy_kwh", summary->energy_kwh},
                    {"peak_kw", summary->peak_kw},
                    {"served_share", summary->served_share},
                    {"wait_p95_s", summary->wait.p95_s}});
}

}  // namespace yuchong::serve
