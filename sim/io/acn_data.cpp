#include "sim/io/acn_data.hpp"

#include "sim/io/quantity_text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace yuchong::io {

namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// "Wed, 25 Apr 2018 11:08:04 GMT" as ISO 8601; empty if it is none.
std::string iso_text(std::string_view text) {
    constexpr std::size_t length = 29;
    if (text.size() != length || !text.ends_with(" GMT")) return {};
    auto const month = std::ranges::find(months, text.substr(8, 3));
    if (month == months.end()) return {};
    return fmt::format("{}-{:02}-{}T{}", text.substr(12, 4), month - months.begin() + 1, text.substr(5, 2),
                       text.substr(17, 8));
}

class AcnReader {
public:
    AcnReader(SourceText const& source, ReplaySettings const& replay, CivilTime const& start, Report& report)
        : source_(source), replay_(replay), start_(start), report_(report) {}

    std::vector<SessionEntry> read() {
        json const document = parse();
        if (!report_.empty()) return {};
        if (!document.is_object() || !document.contains("_items") || !document["_items"].is_array()) {
            complain(source_.mark_at(0), "",
                     {"there are no sessions", "a list `_items` is wanted",
                      "ask for the JSON of ACN-Data as it comes"});
            return {};
        }
        std::vector<SessionEntry> sessions;
        for (json const& item : document["_items"]) sessions.push_back(session(item));
        return sessions;
    }

private:
    json parse() {
        try {
            return json::parse(source_.bytes());
        } catch (json::parse_error const& error) {
            std::size_t const at = std::min(error.byte > 0 ? error.byte - 1 : 0, source_.bytes().size());
            complain(source_.mark_at(at), "", {"this is no JSON", "a session file ends in .json", ""});
            return {};
        }
    }

    SessionEntry session(json const& item) {
        Mark const mark = next_mark();
        SessionEntry entry{};
        entry.station = {replay_.station, mark};
        entry.terminal = {"", mark};
        entry.arrival = time(item, "connectionTime", mark);
        entry.departure = time(item, "disconnectTime", mark);
        entry.energy_kwh = number(item, "kWhDelivered", mark);
        entry.max_kw = replay_.max_kw;
        entry.battery_kwh = replay_.battery_kwh;
        entry.soc_start = replay_.soc_end - entry.energy_kwh / replay_.battery_kwh;
        if (entry.soc_start < 0.0) {
            complain(mark, "kWhDelivered",
                     {fmt::format("{} kWh are more than the battery takes", entry.energy_kwh),
                      fmt::format("demand.replay gives it {:g} kWh and fills it to {:g} %",
                                  replay_.battery_kwh, 100.0 * replay_.soc_end),
                      "raise demand.replay.battery_kwh"});
        }
        if (entry.departure <= entry.arrival) {
            complain(mark, "disconnectTime",
                     {"the session ends before it begins", "time would go backwards", ""});
        }
        return entry;
    }

    // Of the next session's connectionTime, which stands in each.
    Mark next_mark() {
        std::size_t const found = source_.bytes().find("\"connectionTime\"", at_);
        if (found == std::string::npos) return source_.mark_at(at_);
        at_ = found + 1;
        return source_.mark_at(found);
    }

    Duration time(json const& item, char const* key, Mark const& mark) {
        std::string const text = item.is_object() && item.contains(key) && item[key].is_string()
                                     ? item[key].get<std::string>()
                                     : std::string();
        auto const date = parse_civil_time(iso_text(text));
        if (std::holds_alternative<Complaint>(date)) {
            complain(mark, key,
                     {fmt::format("\"{}\" is no time", text), "HTTP dates are read",
                      "write for example Wed, 25 Apr 2018 11:08:04 GMT"});
            return Duration{0};
        }
        Duration const ahead{std::llround(replay_.hours_ahead * 3'600'000.0)};
        return time_between(start_, std::get<CivilTime>(date)) + ahead;
    }

    double number(json const& item, char const* key, Mark const& mark) {
        bool const there = item.is_object() && item.contains(key) && item[key].is_number();
        double const value = there ? item[key].get<double>() : -1.0;
        if (value >= 0.0 && value <= 10'000.0) return value;
        complain(mark, key,
                 {there ? fmt::format("{:g} is out of range", value) : "the number is missing",
                  "0 to 10,000 kWh are read", ""});
        return 0.0;
    }

    void complain(Mark const& mark, std::string key, Complaint const& complaint) {
        report_.add({mark, std::move(key), complaint.problem, complaint.why, complaint.hint});
    }

    SourceText const& source_;
    ReplaySettings const& replay_;
    CivilTime const& start_;
    Report& report_;
    std::size_t at_ = 0;
};

}  // namespace

std::vector<SessionEntry> acn_sessions(SourceText const& source, ReplaySettings const& replay,
                                       CivilTime const& start, Report& report) {
    Report own;
    auto sessions = AcnReader(source, replay, start, own).read();
    report.add(own);
    return sessions;
}

}  // namespace yuchong::io
