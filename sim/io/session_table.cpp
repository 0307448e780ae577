#include "sim/io/session_table.hpp"

#include "sim/io/csv_rows.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <span>
#include <utility>

namespace yuchong::io {

namespace {

constexpr Duration city_zone = hours(8);
constexpr double rounding = 1e-9;  // by which a battery may be overfull

// "Z", "+08:00": taken off the text; how far the city's clock is ahead of that zone.
Duration take_zone(std::string_view& text) {
    if (text.ends_with('Z')) {
        text.remove_suffix(1);
        return city_zone;
    }
    constexpr std::size_t shape = 6;  // +08:00
    constexpr std::size_t date = 10;
    if (text.size() < date + shape) return Duration{0};
    std::string_view const zone = text.substr(text.size() - shape);
    bool const is_zone = (zone[0] == '+' || zone[0] == '-') && zone[3] == ':';
    if (!is_zone) return Duration{0};
    int hour = 0, minute = 0;
    std::from_chars(zone.data() + 1, zone.data() + 3, hour);
    std::from_chars(zone.data() + 4, zone.data() + 6, minute);
    text.remove_suffix(shape);
    Duration const ahead = hours(hour) + minutes(minute);
    return zone[0] == '+' ? city_zone - ahead : city_zone + ahead;
}

class SessionReader {
public:
    SessionReader(CsvTable const& table, CivilTime const& start, Report& report)
        : rows_(table,
                {"station", "terminal", "arrival", "departure", "energy_kwh", "max_kw", "battery_kwh",
                 "soc_start"},
                report),
          start_(start) {}

    std::vector<SessionEntry> read() {
        std::vector<SessionEntry> sessions;
        if (!rows_.complete()) return sessions;
        for (std::size_t i = 0; i < rows_.size(); ++i) sessions.push_back(row(i));
        return sessions;
    }

private:
    SessionEntry row(std::size_t i) {
        rows_.text(i, "station");
        SessionEntry entry{.station = rows_.cell(i, "station"),
                           .terminal = rows_.cell(i, "terminal"),
                           .number = terminal(i),
                           .arrival = time(i, "arrival"),
                           .departure = time(i, "departure"),
                           .energy_kwh = rows_.number(i, "energy_kwh", between(0, 10'000)),
                           .max_kw = rows_.number(i, "max_kw", above_up_to(0, 10'000)),
                           .battery_kwh = rows_.number(i, "battery_kwh", above_up_to(0, 10'000)),
                           .soc_start = rows_.number(i, "soc_start", between(0, 1))};
        if (entry.departure <= entry.arrival) {
            rows_.complain(rows_.cell(i, "departure"), "departure",
                           {"the session ends before it begins", "time would go backwards",
                            "departure must come after arrival"});
        }
        double const full =
            entry.battery_kwh > 0.0 ? entry.soc_start + entry.energy_kwh / entry.battery_kwh : 0.0;
        if (entry.soc_start <= 1.0 && full > 1.0 + rounding) {
            rows_.complain(
                rows_.cell(i, "energy_kwh"), "energy_kwh",
                {fmt::format("the battery would be filled to {:.1f} %", 100.0 * full),
                 "soc_start + energy_kwh / battery_kwh is more than 1", "lower soc_start or the energy"});
        }
        return entry;
    }

    std::optional<std::uint32_t> terminal(std::size_t i) {
        if (rows_.cell(i, "terminal").text.empty()) return std::nullopt;
        double const number = rows_.number(i, "terminal", between(1, 100'000));
        if (number == std::floor(number)) return static_cast<std::uint32_t>(number);
        rows_.complain(rows_.cell(i, "terminal"), "terminal",
                       {"the terminal is no whole number", "terminals of a station are counted from 1", ""});
        return std::nullopt;
    }

    Duration time(std::size_t i, std::string_view column) {
        CsvCell const& cell = rows_.cell(i, column);
        auto const plain = parse_number(cell.text);
        if (auto const* s = std::get_if<double>(&plain); s != nullptr && std::abs(*s) < 1e10)
            return Duration{std::llround(*s * 1'000.0)};
        std::string_view text = cell.text;
        Duration const ahead = take_zone(text);
        auto const date = parse_civil_time(text);
        if (std::holds_alternative<Complaint>(date)) {
            rows_.complain(
                cell, column,
                {fmt::format("\"{}\" is no time", cell.text), "ISO 8601 or seconds after time.start is read",
                 "write for example 2025-08-05T08:00:00 or 28800"});
            return Duration{0};
        }
        return time_between(start_, std::get<CivilTime>(date)) + ahead;
    }

    CsvRows rows_;
    CivilTime const& start_;
};

class SessionResolver {
public:
    SessionResolver(supply::Network const& network, Report& report) : network_(network), report_(report) {
        for (std::uint32_t s = 0; s < network.stations.size(); ++s) {
            station_.emplace(network.stations[s].id, s);
            ids_.push_back(network.stations[s].id);
        }
    }

    std::optional<city::ReplayedSession> resolve(SessionEntry const& entry) {
        bool const only = entry.station.text.empty() && ids_.size() == 1;
        auto const found = only ? station_.begin() : station_.find(entry.station.text);
        if (found == station_.end()) {
            complain(entry.station, "station", fmt::format("there is no station \"{}\"", entry.station.text),
                     "the scenario has none of this id", suggest(entry.station.text, ids_));
            return std::nullopt;
        }
        supply::Station const& station = network_.stations[found->second];
        supply::PlugId plug;
        if (entry.number && *entry.number > station.plug_count) {
            complain(entry.terminal, "terminal",
                     fmt::format("{} has {} terminals", station.id, station.plug_count),
                     "terminals are counted from 1, DC before AC", "leave it empty for any");
            return std::nullopt;
        }
        if (entry.number) plug = supply::PlugId{station.first_plug + *entry.number - 1};
        supply::PlugClass const wants =
            plug ? network_.plugs[plug.index()].plug_class : class_for(station, entry.max_kw);
        return city::ReplayedSession{
            .arrival = entry.arrival,
            .departure = entry.departure,
            .station = supply::StationId{found->second},
            .plug = plug,
            .wants = wants,
            .max_kw = entry.max_kw,
            .battery_kwh = entry.battery_kwh,
            .soc = entry.soc_start,
            .target_soc = std::min(1.0, entry.soc_start + entry.energy_kwh / entry.battery_kwh)};
    }

private:
    // The weakest class that gives this power, else the strongest there is.
    [[nodiscard]] supply::PlugClass class_for(supply::Station const& station, double max_kw) const {
        std::span const plugs(&network_.plugs[station.first_plug], station.plug_count);
        auto const rank = [max_kw](supply::Plug const& plug) {
            return plug.power_kw >= max_kw ? std::pair{0, plug.power_kw} : std::pair{1, -plug.power_kw};
        };
        return std::ranges::min_element(plugs, {}, rank)->plug_class;
    }

    void complain(CsvCell const& cell, std::string column, std::string problem, std::string why,
                  std::string hint) {
        report_.add({cell.mark, std::move(column), std::move(problem), std::move(why), std::move(hint)});
    }

    supply::Network const& network_;
    Report& report_;
    std::map<std::string, std::uint32_t> station_;
    std::vector<std::string> ids_;
};

}  // namespace

std::vector<SessionEntry> sessions_of(CsvTable const& table, CivilTime const& start, Report& report) {
    return SessionReader(table, start, report).read();
}

std::vector<city::ReplayedSession> resolve_sessions(std::vector<SessionEntry> const& entries,
                                                    supply::Network const& network,
                                                    city::TimeSettings const& time, Report& report) {
    SessionResolver resolver(network, report);
    std::vector<city::ReplayedSession> sessions;
    for (SessionEntry const& entry : entries) {
        auto const session = resolver.resolve(entry);
        bool const within = entry.arrival + time.warmup >= Duration{0} && entry.arrival < time.duration;
        if (session && within) sessions.push_back(*session);
    }
    return sessions;
}

}  // namespace yuchong::io
