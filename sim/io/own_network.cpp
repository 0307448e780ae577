#include "sim/io/own_network.hpp"

#include "sim/io/csv_rows.hpp"
#include "sim/io/own_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace yuchong::io {

namespace {

using grid::OwnConnection;

// "40, 50, 63" in units of so many kVA.
std::string sizes_in(grid::Catalogue const& catalogue, std::string const& series, grid::TransformerUse use,
                     double unit_kva) {
    std::set<double> sizes;
    for (grid::TransformerType const& type : catalogue.transformers)
        if (type.use == use && type.name.starts_with(series)) sizes.insert(type.rating_kva / unit_kva);
    return fmt::format("{:g}", fmt::join(sizes, ", "));
}

// connections.csv against the network and the city.
class OwnConnections {
public:
    OwnConnections(CsvTable const& table, LoadedSections const& loaded, std::optional<city::Part> const& part,
                   Report& report)
        : table_(table),
          rows_(table, {"bus", "zone", "households", "station", "transformer_kva"}, report),
          loaded_(loaded),
          report_(report) {
        if (!part) return;
        part_ = &*part;
        for (space::Zone const& zone : part->geography.zones) zones_.push_back(zone.id);
        for (supply::Station const& station : part->network.stations) stations_.push_back(station.id);
        has_homes_.resize(zones_.size());
        connected_at_.resize(stations_.size());
    }

    // Without buses theirs are not looked at. Meaningful only if nothing was wrong.
    std::vector<OwnConnection> read(std::optional<KnownBuses> const& buses) {
        std::vector<OwnConnection> connections;
        if (!rows_.complete()) return connections;
        if (buses) first_row_at_.resize(buses->rows.size());
        for (std::size_t i = 0; i < rows_.size(); ++i) {
            connections.push_back(connection(i));
            if (buses) find_bus(i, *buses, connections.back());
        }
        if (part_ != nullptr) report_unconnected();
        return connections;
    }

private:
    OwnConnection connection(std::size_t i) {
        OwnConnection row{};
        bool const has_station = !rows_.cell(i, "station").text.empty();
        bool const has_kva = !rows_.cell(i, "transformer_kva").text.empty();
        row.households = rows_.number_or(i, "households", between(0, 1e7), 0.0);
        double const kva = rows_.number_or(i, "transformer_kva", between(1, 1e6), 1.0);
        if (has_kva) row.transformer_kva = kva;
        if (auto const zone = named(i, "zone", zones_)) row.zone = space::ZoneId{*zone};
        if (auto const station = named(i, "station", stations_))
            row.station = static_cast<std::uint32_t>(*station);
        if (row.households <= 0.0 && !has_station) {
            complain(i, "station", "nothing is connected", "the row has neither households nor a station",
                     "give it one, or remove it");
        }
        if (row.households > 0.0 && rows_.cell(i, "zone").text.empty())
            complain(i, "zone", "the cell is empty", "the households are of no zone", "name their zone");
        if (!has_kva && row.households > 0.0) {
            complain(i, "transformer_kva", "the cell is empty",
                     "only the transformer of a station is sized by what it connects", "write its rating");
        }
        if (row.households > 0.0 && row.zone && part_ != nullptr) has_homes_[row.zone->index()] = true;
        if (row.station) count_station(i, *row.station);
        return row;
    }

    // The position of the cell's name among the ids; nothing where there is none or none are known.
    std::optional<std::size_t> named(std::size_t i, std::string_view column,
                                     std::vector<std::string> const& ids) {
        std::string const& name = rows_.cell(i, column).text;
        if (name.empty() || part_ == nullptr) return std::nullopt;
        auto const at = std::find(ids.begin(), ids.end(), name) - ids.begin();
        if (at < std::ssize(ids)) return static_cast<std::size_t>(at);
        complain(i, column, fmt::format("there is no {} {}", column, name),
                 fmt::format("one of the scenario's {}s is wanted", column), suggest(name, ids));
        return std::nullopt;
    }

    void count_station(std::size_t i, std::uint32_t station) {
        auto& at = connected_at_[station];
        if (at) {
            complain(i, "station", fmt::format("the station {} is connected twice", stations_[station]),
                     fmt::format("first on line {}", rows_.cell(*at, "station").mark.line), "remove one");
        } else {
            at = i;
        }
    }

    void find_bus(std::size_t i, KnownBuses const& buses, OwnConnection& row) {
        std::string const name = rows_.text(i, "bus");
        if (name.empty()) return;
        auto const found = buses.number.find(name);
        if (found == buses.number.end()) {
            std::vector<std::string> known;
            for (BusRow const& bus : buses.rows) known.push_back(bus.name);
            complain(i, "bus", fmt::format("there is no bus {}", name), "a transformer hangs on one",
                     suggest(name, known));
            return;
        }
        row.bus = found->second;
        if (row.bus == buses.slack) {
            complain(i, "bus", fmt::format("the bus {} is the slack", name), "it is on no feeder",
                     "connect to a bus behind a branch");
        } else if (buses.rows[row.bus].nominal_kv < grid::low_voltage_below_kv) {
            if (!buses.parent.empty()) check_low_bus(i, buses, row.bus);
        } else if (row.transformer_kva) {
            check_size(i, *row.transformer_kva);
        }
    }

    // The branch to it has to be a transformer, and the row's alone.
    void check_low_bus(std::size_t i, KnownBuses const& buses, std::uint32_t bus) {
        BusRow const &low = buses.rows[bus], &high = buses.rows[buses.parent[bus]];
        if (high.nominal_kv < grid::low_voltage_below_kv) {
            complain(i, "bus", fmt::format("the branch to {} is no transformer", low.name),
                     fmt::format("{} is below 1 kV too", high.name),
                     "connect to the low side of the transformer that feeds it");
        }
        if (first_row_at_[bus]) {
            complain(i, "bus", fmt::format("a second row connects to {}", low.name),
                     fmt::format("the branch to it is one transformer, of line {}",
                                 rows_.cell(*first_row_at_[bus], "bus").mark.line),
                     "merge the rows, or give each a branch and a bus");
        } else {
            first_row_at_[bus] = i;
        }
    }

    void check_size(std::size_t i, double kva) {
        std::string const& series = loaded_.sections.grid.network.community.series;
        using enum grid::TransformerUse;
        if (loaded_.catalogue.find(series, distribution, kva) != nullptr) return;
        complain(i, "transformer_kva", fmt::format("no {} transformer has {:g} kVA", series, kva),
                 "models/grid/transformers.csv has none",
                 fmt::format("its sizes are {}", sizes_in(loaded_.catalogue, series, distribution, 1.0)));
    }

    void report_unconnected() {
        Mark const whole = table_.header[0].mark;
        for (std::size_t z = 0; z < zones_.size(); ++z) {
            if (has_homes_[z] || part_->geography.zones[z].population <= 0.0) continue;
            report_.add({whole, "zone", fmt::format("the zone {} has people but no transformer", zones_[z]),
                         "its home piles would hang nowhere", "add a row with its households"});
        }
        for (std::size_t s = 0; s < stations_.size(); ++s) {
            if (connected_at_[s]) continue;
            report_.add({whole, "station", fmt::format("the station {} is not connected", stations_[s]),
                         "its load would be nowhere", "add a row that names it"});
        }
    }

    void complain(std::size_t i, std::string_view column, std::string problem, std::string why,
                  std::string hint) {
        rows_.complain(rows_.cell(i, column), column, {std::move(problem), std::move(why), std::move(hint)});
    }

    CsvTable const& table_;
    CsvRows rows_;
    LoadedSections const& loaded_;
    Report& report_;
    city::Part const* part_ = nullptr;
    std::vector<std::string> zones_, stations_;
    std::vector<bool> has_homes_;                           // by zone
    std::vector<std::optional<std::size_t>> connected_at_;  // row, by station
    std::vector<std::optional<std::size_t>> first_row_at_;  // by bus below 1 kV
};

void check_substation(LoadedSections const& loaded, Report& report) {
    std::string const key = "grid.own_network.substation.mva";
    if (report.concerns(key)) return;
    std::string const& series = loaded.sections.grid.network.substation.series;
    double const mva = loaded.sections.grid.own_network->substation.mva;
    using enum grid::TransformerUse;
    if (loaded.catalogue.find(series, substation, 1000.0 * mva) != nullptr) return;
    report.add({loaded.origins.find(key), key, fmt::format("no {} transformer has {:g} MVA", series, mva),
                "models/grid/transformers.csv has none",
                "its sizes are " + sizes_in(loaded.catalogue, series, substation, 1'000.0)});
}

}  // namespace

std::optional<grid::OwnNetwork> own_network_of(LoadedSections const& loaded,
                                               std::optional<city::Part> const& part, Report& report) {
    OwnGridFiles const& files = *loaded.own_grid;
    std::size_t const before = report.size();
    if (!report.concerns("grid.network")) check_substation(loaded, report);
    grid::OwnNetwork own{};
    std::optional<OwnLines> lines;
    std::optional<KnownBuses> buses;
    if (files.network) {
        lines.emplace(*files.network, files.network_path, report);
        own = lines->read();
        buses.emplace(lines->buses());
    }
    if (files.connections)
        own.connections = OwnConnections(*files.connections, loaded, part, report).read(buses);
    if (report.size() != before || !files.network || !files.connections) return std::nullopt;
    own.transformers = loaded.sections.grid.own_network->substation.transformers;
    own.mva = loaded.sections.grid.own_network->substation.mva;
    return own;
}

}  // namespace yuchong::io
