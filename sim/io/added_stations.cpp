#include "sim/io/added_stations.hpp"

#include "sim/io/csv_rows.hpp"
#include "sim/io/quantity_text.hpp"
#include "sim/supply/supply.hpp"

#include <fmt/format.h>

#include <variant>

namespace yuchong::io {

namespace {

constexpr char const* header =
    "station,name,zone,lon,lat,super,fast,modules,ac_piles,bays,grid_limit_kw,service_fee_yuan_per_kwh,"
    "in_service\n";

class AddedReader {
public:
    AddedReader(CsvTable const& table, Report& report)
        : rows_(table,
                {"station", "name", "zone", "lon", "lat", "super", "fast", "modules", "ac_piles", "bays",
                 "grid_limit_kw", "service_fee_yuan_per_kwh", "in_service"},
                report) {}

    std::vector<AddedStation> read() {
        std::vector<AddedStation> stations;
        if (!rows_.complete()) return stations;
        for (std::size_t i = 0; i < rows_.size(); ++i) stations.push_back({row(i), rows_.cell(i, "zone")});
        return stations;
    }

private:
    StationEntry row(std::size_t i) {
        StationEntry entry;
        entry.id = rows_.unique_text(i, "station");
        entry.name = rows_.cell(i, "name").text;
        entry.zone = rows_.text(i, "zone");
        entry.position = {rows_.number(i, "lon", between(-180, 180)),
                          rows_.number(i, "lat", between(-90, 90))};
        HostEntry host;
        host.super = whole(i, "super", 500);
        host.fast = whole(i, "fast", 500);
        host.modules = whole(i, "modules", 1'000);
        entry.ac_piles = whole(i, "ac_piles", 500);
        entry.bays = whole(i, "bays", 10'000);
        entry.grid_limit_kw = rows_.number(i, "grid_limit_kw", above_up_to(0, 1e6));
        entry.service_fee_yuan_per_kwh = rows_.number(i, "service_fee_yuan_per_kwh", between(0, 10));
        entry.in_service = day(i);
        check_plugs(i, host, entry);
        if (host.super + host.fast > 0) entry.hosts.push_back(host);
        return entry;
    }

    void check_plugs(std::size_t i, HostEntry const& host, StationEntry const& entry) {
        std::uint32_t const terminals = host.super + host.fast, plugs = terminals + entry.ac_piles;
        auto const complain = [&](char const* column, std::string problem, char const* why,
                                  char const* hint) {
            rows_.complain(rows_.cell(i, column), column, {std::move(problem), why, hint});
        };
        if (plugs == 0)
            complain("super", "the station has no plug", "nothing could be charged", "give it one");
        if (plugs > supply::largest_station)
            complain("super", fmt::format("the station has {} plugs", plugs), "512 at most are known",
                     "split it in two");
        if ((terminals > 0) != (host.modules > 0))
            complain("modules", fmt::format("{} modules for {} terminals", host.modules, terminals),
                     "terminals draw on modules", "give both or none");
    }

    std::uint32_t whole(std::size_t i, std::string_view column, double most) {
        double const value = rows_.number(i, column, between(0, most));
        auto const count = static_cast<std::uint32_t>(value);
        if (static_cast<double>(count) != value)
            rows_.complain(rows_.cell(i, column), column,
                           {fmt::format("{} is no whole number", value), "it is counted", "round it"});
        return count;
    }

    std::optional<std::int32_t> day(std::size_t i) {
        CsvCell const& cell = rows_.cell(i, "in_service");
        if (cell.text.empty()) return std::nullopt;
        auto parsed = parse_civil_time(cell.text);
        if (auto* complaint = std::get_if<Complaint>(&parsed)) {
            rows_.complain(cell, "in_service", *complaint);
            return std::nullopt;
        }
        return day_number(std::get<CivilTime>(parsed));
    }

    CsvRows rows_;
};

// A field of a CSV, quoted where it must be.
std::string quoted(std::string const& text) {
    if (text.find_first_of(",\"\n") == std::string::npos) return text;
    std::string out = "\"";
    for (char const c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

}  // namespace

std::vector<AddedStation> added_stations_of(CsvTable const& table, Report& report) {
    return AddedReader(table, report).read();
}

std::string added_stations_csv(std::span<StationEntry const> stations) {
    std::string csv = header;
    for (StationEntry const& s : stations) {
        HostEntry const host = s.hosts.empty() ? HostEntry{} : s.hosts.front();
        std::string day;
        if (s.in_service) {
            CivilTime const date = civil_date(*s.in_service);
            day = fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
        }
        csv +=
            fmt::format("{},{},{},{:.6f},{:.6f},{},{},{},{},{},{:g},{:g},{}\n", quoted(s.id), quoted(s.name),
                        quoted(s.zone), s.position.lon, s.position.lat, host.super, host.fast, host.modules,
                        s.ac_piles, s.bays, s.grid_limit_kw, s.service_fee_yuan_per_kwh, day);
    }
    return csv;
}

}  // namespace yuchong::io
