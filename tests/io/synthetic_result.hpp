#pragma once
// A small made-up city whose numbers are simple functions of the minute, written through the real recorder.
// Used by the tests of result files.

#include "sim/base/archive.hpp"
#include "sim/io/result_file.hpp"
#include "sim/measure/recorder.hpp"
#include "sim/supply/feeding.hpp"

#include <unistd.h>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace yuchong::test {

// A folder of its own, removed at the end.
class Folder {
public:
    explicit Folder(std::string const& name)
        : path_(std::filesystem::temp_directory_path() / (name + "-" + std::to_string(::getpid()))) {
        std::filesystem::remove_all(path_);
        std::filesystem::create_directories(path_);
    }
    Folder(Folder const&) = delete;
    Folder& operator=(Folder const&) = delete;
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    [[nodiscard]] std::string operator/(std::string const& file) const { return (path_ / file).string(); }
    [[nodiscard]] std::filesystem::path const& path() const { return path_; }

private:
    std::filesystem::path path_;
};

class SyntheticCity {
public:
    static constexpr Duration warmup = hours(1);
    static constexpr Duration recorded = hours(12);

    explicit SyntheticCity(std::uint32_t stations = 3) {
        using namespace yuchong::space;
        geography.districts.resize(2);
        geography.districts[0].name = "Yubei";
        geography.districts[0].name_zh = "渝北区";
        geography.districts[0].centroid = {106.63, 29.72};
        geography.districts[1].name = "Wanzhou";
        geography.districts[1].name_zh = "万州区";
        geography.districts[1].centroid = {108.41, 30.81};
        geography.zones.resize(2);
        for (std::size_t z = 0; z < 2; ++z) {
            geography.zones[z].id = "50011" + std::to_string(z) + "-01";
            geography.zones[z].district = DistrictId{z};
        }
        for (std::uint32_t i = 0; i < stations; ++i) {
            supply::Station s{};
            s.id = "station-" + std::to_string(i);
            s.name = i == 0 ? "龙头寺超充站" : "Station " + std::to_string(i);
            s.position = {106.5 + 0.01 * i, 29.6};
            s.zone = ZoneId{i % 2};
            s.first_plug = 3 * i;
            s.plug_count = 3;
            s.grid_limit_kw = 630.0;
            network.stations.push_back(s);
            for (auto const c :
                 {supply::PlugClass::super, supply::PlugClass::fast, supply::PlugClass::fast}) {
                supply::Plug plug{};
                plug.plug_class = c;
                network.plugs.push_back(plug);
            }
        }
        catalogue.models.resize(2);
        catalogue.models[0].id = "byd-seagull";
        catalogue.models[1].id = "li-l6";
    }

    [[nodiscard]] measure::Window window() const {
        return {SimTime{} + warmup, SimTime{} + warmup + recorded};
    }
    [[nodiscard]] io::ResultContents contents(std::optional<io::GridContents> grid = {}) const {
        return {.provenance = {.scenario = "synthetic",
                               .scenario_yaml = "name: synthetic\nseed: 1\n# 合成\n",
                               .yuchong_version = "0.1.0",
                               .scenario_hash = 0x1234,
                               .demand_hash = demand_hash,
                               .model_hash = 0xabcd,
                               .seed = 1,
                               .reproducible = io::Provenance::Reproducible::yes},
                .calendar = Calendar{{.year = 2025, .month = 8, .day = 4, .hour = 23}},
                .window = window(),
                .record = settings,
                .geography = geography,
                .network = network,
                .catalogue = catalogue,
                .fleets = {"private"},
                .grid = std::move(grid),
                .barriers = barriers};
    }
    [[nodiscard]] measure::RecorderLayout layout() const {
        measure::RecorderLayout result{{}, {0, 1}, 2};
        for (std::uint32_t i = 0; i < network.stations.size(); ++i)
            result.district_of_station.push_back(i % 2);
        return result;
    }

    std::uint64_t demand_hash = 0xdead;
    space::Geography geography;
    std::vector<space::Barrier> barriers{
        {"Yangtze", {{106.5, 29.5}, {106.6, 29.6}, {106.9, 29.7}}, "长江", space::BarrierKind::river},
        {"a ridge", {{106.4, 29.5}, {106.4, 29.9}}, "一山", space::BarrierKind::ridge}};
    supply::Network network;
    vehicle::Catalogue catalogue;
    measure::RecordSettings settings{minutes(5), minutes(15), 1.0, 1, false};
};

// Feeds a recorder minute by minute. Its own position is the number of minutes fed.
class Feed {
public:
    explicit Feed(SyntheticCity const& city)
        : station_kwh_(city.network.stations.size()),
          occupied_ms_(city.network.stations.size()),
          waiting_ms_(city.network.stations.size()),
          station_fed_kwh_(supply::takes_back(city.network) ? city.network.stations.size() : 0, 0.1) {}

    void run(measure::Recorder& recorder, std::int64_t until_minute, double load = 1.0) {
        while (minute_ < until_minute) step(recorder, load);
    }
    // Without a recorder: brings the cumulative ledgers to where they were.
    void skip(std::int64_t until_minute) {
        while (minute_ < until_minute) advance(1.0);
    }

private:
    void advance(double load) {
        ++minute_;
        for (std::size_t i = 0; i < station_kwh_.size(); ++i) {
            station_kwh_[i] =
                load * (1.0 + static_cast<double>((minute_ * 7 + static_cast<std::int64_t>(i)) % 11));
            occupied_ms_[i] += 60'000 * (minute_ % 3);
            waiting_ms_[i] += 1'000 * (minute_ % 7);
        }
        charging_ms_ += 90'001;
        waiting_total_ms_ += 3'000 * (minute_ % 7);
        started_[0] += minute_ % 4 == 0 ? 1 : 0;
        started_[1] += 1;
    }
    void step(measure::Recorder& recorder, double load) {
        advance(load);
        recorder.minute({SimTime{minute_ * 60'000},
                         station_kwh_,
                         home_kwh_,
                         occupied_ms_,
                         waiting_ms_,
                         charging_ms_,
                         waiting_total_ms_,
                         started_,
                         1'000.0 / 3.0,
                         {1, 0},
                         {},
                         {},
                         {},
                         station_fed_kwh_});
        if (minute_ > 60 && minute_ % 10 == 0) recorder.session(session());
    }
    [[nodiscard]] measure::SessionRow session() const {
        measure::SessionRow row{};
        SimTime const now{minute_ * 60'000};
        bool const home = minute_ % 20 == 0;
        row.vehicle = static_cast<std::uint32_t>(minute_);
        row.station = home ? measure::no_station : static_cast<std::uint32_t>(minute_ % 3);
        row.model = static_cast<std::uint16_t>(minute_ / 10 % 2);
        row.plug_class = home ? supply::PlugClass::ac : supply::PlugClass::super;
        row.place = home ? measure::Place::home : measure::Place::public_station;
        row.outcome = minute_ % 50 == 0 ? supply::Outcome::balked : supply::Outcome::served;
        row.flags = minute_ < 100 ? measure::SessionRow::began_before_window : std::uint8_t{0};
        row.arrival = now - minutes(50);
        bool const plugged = row.outcome == supply::Outcome::served;
        row.plug_in = plugged ? now - minutes(48) : never;
        row.charge_end = plugged ? now - minutes(2) : never;
        row.unplug = plugged ? now : never;
        row.wait_ms = plugged ? 120'000 : 0;
        row.energy_kwh = plugged ? 20.0 + static_cast<double>(minute_) / 7.0 : 0.0;
        row.soc_start = 0.2;
        row.soc_end = plugged ? 0.8 : 0.2;
        row.max_kw = plugged ? 123.456 : 0.0;
        return row;
    }

    std::int64_t minute_ = 0;
    std::vector<double> station_kwh_, home_kwh_ = {0.5, 0.25};
    std::vector<std::int64_t> occupied_ms_, waiting_ms_, started_ = {0, 0};
    std::vector<double> station_fed_kwh_;
    std::int64_t charging_ms_ = 0, waiting_total_ms_ = 0;
};

inline constexpr std::int64_t last_minute = (SyntheticCity::warmup.ms + SyntheticCity::recorded.ms) / 60'000;

inline measure::Summary summary_of(measure::Recorder const& recorder) {
    measure::Summary s = measure::summarise(measure::TallyState{}, recorder.state());
    s.scenario = "synthetic";
    s.vehicles = 100;
    s.stations = 3;
    s.digest = 0xfeed;
    return s;
}

inline std::vector<measure::AuditRow> audit_rows() {
    return {measure::audit_energy_total(100.0, 100.0), measure::audit_vehicles(100, 100),
            measure::audit_little(7, 7)};
}

inline io::RunCircumstance circumstance(std::string const& created = "2026-01-01T00:00:00") {
    return {.threads = 1,
            .host = "here",
            .compiler = "g++",
            .git_sha = "0",
            .libraries = "HDF5",
            .control = "nobody",
            .created = created};
}

// A whole result in one go; `load` scales the stations' energy.
inline void write_result(SyntheticCity const& city, std::string const& path, double load = 1.0,
                         std::string const& created = "2026-01-01T00:00:00",
                         std::function<void(measure::Summary&)> const& change = {}) {
    io::ResultFile file({path, io::Existing::keep}, city.contents());
    measure::Recorder recorder(city.settings, city.window(), city.layout(), file);
    Feed feed(city);
    feed.run(recorder, last_minute, load);
    recorder.flush();
    measure::Summary summary = summary_of(recorder);
    if (change) change(summary);
    file.finish(summary, audit_rows(), circumstance(created));
}

}  // namespace yuchong::test
