#include "sim/serve/control_messages.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <unordered_map>

namespace yuchong::serve {

namespace {

using Json = nlohmann::ordered_json;

constexpr double endless_kw = std::numeric_limits<double>::infinity();
constexpr int hours_ahead = 24;

// Since the recording begins; whole milliseconds as seconds.
Json seconds_of(city::City const& city, SimTime t) {
    return t == never ? Json() : Json((t - city.window.begin).seconds());
}

Json power_of(double kw) { return std::isfinite(kw) ? Json(kw) : Json(); }

Json session_json(city::City const& city, city::ControlledSession const& s) {
    return {{"session", s.number},
            {"station", city.network().stations[s.station].id},
            {"terminal", s.terminal},
            {"vehicle", s.vehicle},
            {"arrival_s", seconds_of(city, s.arrival)},
            {"departure_s", seconds_of(city, s.departure)},
            {"soc", s.soc},
            {"battery_kwh", s.battery_kwh},
            {"requested_kwh", s.requested_kwh},
            {"remaining_kwh", s.remaining_kwh},
            {"plug_kw", s.plug_kw},
            {"max_kw", s.max_kw},
            {"wanted_kw", s.wanted_kw},
            {"set_point_kw", power_of(s.set_point_kw)}};
}

// Now, and the hours from the one in hand on.
template <class Look>
void add_hourly(Json& message, std::string const& name, city::City const& city, SimTime now, Look look) {
    Json values = Json::array();
    for (int h = 0; h < hours_ahead; ++h) {
        SimTime const t = now + hours(h);
        values.push_back(look(city.calendar.month(t), city.calendar.hour(t)).value());
    }
    message[name] = values.front();
    message[name + "_by_hour"] = std::move(values);
}

// What a client sent, as far as a message has room for it.
std::string shown(std::string text) {
    constexpr std::size_t most = 200;
    if (text.size() > most) text = text.substr(0, most) + " ...";
    return text;
}
std::string shown(Json const& value) {
    return shown(value.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Json parsed(std::string const& answer) {
    try {
        return Json::parse(answer);
    } catch (Json::exception const& error) {
        std::string const words =
            error.what();  // "[json.exception.parse_error.101] parse error at line 1 ..."
        std::size_t const from = words.find("] ");
        throw BadAnswer("the answer is no JSON: " +
                        shown(words.substr(from == std::string::npos ? 0 : from + 2)));
    }
}

template <class T>
T whole(Json const& object, char const* name, std::string const& where) {
    auto const found = object.find(name);
    if (found == object.end()) throw BadAnswer(fmt::format("{} has no \"{}\"", where, name));
    if (!found->is_number_unsigned())
        throw BadAnswer(
            fmt::format("{}: \"{}\" is {} (a whole number is wanted)", where, name, shown(*found)));
    return found->get<T>();
}

double set_point_of(Json const& entry) {
    auto const found = entry.find("kw");
    if (found == entry.end()) throw BadAnswer("a set-point has no \"kw\"");
    if (found->is_null()) return endless_kw;
    if (!found->is_number())
        throw BadAnswer(
            fmt::format("a set-point is {} (a number of kW is wanted, or null for no limit)", shown(*found)));
    return found->get<double>();
}

void check_head(Json const& answer, city::ControlView const& view) {
    if (!answer.is_object()) throw BadAnswer("the answer is no JSON object");
    auto const version = whole<std::uint64_t>(answer, "version", "the answer");
    if (version != static_cast<std::uint64_t>(protocol_version))
        throw BadAnswer(
            fmt::format("the answer has version {} (this program speaks {})", version, protocol_version));
    auto const step = whole<std::uint64_t>(answer, "step", "the answer");
    if (step != view.step)
        throw BadAnswer(fmt::format("the answer is to control step {} (this is {})", step, view.step));
}

}  // namespace

std::string step_message(city::City const& city, city::ControlView const& view) {
    Json message{{"version", protocol_version},
                 {"type", "step"},
                 {"step", view.step},
                 {"time", city.calendar.iso(view.now)},
                 {"time_s", seconds_of(city, view.now)},
                 {"step_s", city.inputs.control.step.seconds()}};
    add_hourly(message, "price_yuan_per_kwh", city, view.now,
               [&](int month, int hour) { return city.tariff.price(month, hour); });
    add_hourly(message, "carbon_kg_per_kwh", city, view.now,
               [&](int month, int hour) { return city.tariff.carbon(month, hour); });
    Json& stations = message["stations"] = Json::array();
    for (city::ControlledSite const& site : view.sites)
        stations.push_back(
            {{"station", city.network().stations[site.station].id}, {"limit_kw", power_of(site.limit_kw)}});
    Json& sessions = message["sessions"] = Json::array();
    for (city::ControlledSession const& session : view.sessions)
        sessions.push_back(session_json(city, session));
    return message.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";  // names may hold odd bytes
}

std::vector<double> set_points_of(std::string const& text, city::ControlView const& view) {
    Json const answer = parsed(text);
    check_head(answer, view);
    auto const list = answer.find("set_points");
    if (list == answer.end() || !list->is_array()) throw BadAnswer("the answer has no list \"set_points\"");

    std::unordered_map<std::uint64_t, std::size_t> place;  // only looked up, never walked through
    for (std::size_t i = 0; i < view.sessions.size(); ++i) place.emplace(view.sessions[i].number, i);
    std::vector<double> set_point_kw(view.sessions.size());
    std::vector<bool> given(view.sessions.size());
    for (Json const& entry : *list) {
        if (!entry.is_object()) throw BadAnswer("a set-point is no JSON object");
        auto const number = whole<std::uint64_t>(entry, "session", "a set-point");
        auto const found = place.find(number);
        if (found == place.end())
            throw BadAnswer(fmt::format("session {} is given a set-point (it was not asked about)", number));
        if (given[found->second]) throw BadAnswer(fmt::format("session {} is given two set-points", number));
        given[found->second] = true;
        set_point_kw[found->second] = set_point_of(entry);
    }
    for (std::size_t i = 0; i < given.size(); ++i)
        if (!given[i])
            throw BadAnswer(fmt::format("session {} is given no set-point", view.sessions[i].number));
    return set_point_kw;
}

}  // namespace yuchong::serve
