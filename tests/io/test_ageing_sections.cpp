#include "sim/io/loaded_sections.hpp"
#include "sim/supply/photovoltaics.hpp"
#include "sim/vehicle/ageing.hpp"
#include "tests/io/input_files.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace yuchong;
using namespace yuchong::io;

namespace {

std::string one_station(std::string const& more) {
    return "format: 1\nname: s\nbase: " + source_path("scenarios/one-station.yaml") + "\n" + more;
}

Sections sections_of(std::vector<std::string> const& sets) {
    Report report;
    LoadedSections loaded =
        load_sections(source_path("scenarios/one-station.yaml"), sets, source_path("models"), report);
    CHECK(lines_of(report).empty());
    return std::move(loaded.sections);
}

bool told(std::vector<std::string> const& lines, std::string const& text) {
    return std::ranges::any_of(lines, [&](auto const& line) { return line.find(text) != line.npos; });
}

}  // namespace

TEST_CASE("batteries age as models/ageing.yaml says") {
    vehicle::AgeingSettings const published = sections_of({"ageing.cells=published"}).ageing;
    CHECK(published.cells == vehicle::CellMake::published);
    CHECK(published.smallest_cycle_soc == 0.02);
    auto const ten_years = [](vehicle::AgeingSettings const& settings, vehicle::Chemistry chemistry) {
        vehicle::Ageing ageing;
        vehicle::add_calendar(ageing, settings, chemistry, {0.5, 25}, 87'600);
        vehicle::add_cycle(ageing, settings, chemistry, {0.5, 1.0, 0.5}, 1'000);
        return std::pair(vehicle::calendar_loss(ageing, settings, chemistry),
                         vehicle::cycle_loss(ageing, settings, chemistry));
    };
    auto const lfp = ten_years(published, vehicle::Chemistry::lfp);
    CHECK(lfp.first == Approx(0.1344466355).epsilon(1e-8));
    CHECK(lfp.second == Approx(0.0551).epsilon(1e-3));
    auto const nmc = ten_years(published, vehicle::Chemistry::nmc);
    CHECK(nmc.first == Approx(0.1346673587).epsilon(1e-8));
    CHECK(nmc.second == Approx(0.1841657903).epsilon(1e-8));
    auto const modern = ten_years(sections_of({}).ageing, vehicle::Chemistry::lfp);
    CHECK(modern.first == Approx(0.6 * lfp.first).epsilon(1e-12));
    CHECK(modern.second == Approx(0.7 * lfp.second).epsilon(1e-12));
}

TEST_CASE("a year of sun as models/storage_pv.yaml says") {
    Sections const sections = sections_of({"supply.storage.c_rate=1"});
    CHECK(sections.supply.working.storage.c_rate == 1.0);
    CHECK(sections.supply.working.storage.highest_soc == 0.9);
    supply::PhotovoltaicSettings const& panels = sections.supply.working.photovoltaics;
    double kwh_m2 = 0.0, kwh = 0.0;
    for (int month = 1; month <= 12; ++month) {
        double const air_c = sections.weather.mean_c[static_cast<std::size_t>(month - 1)];
        for (int hour = 0; hour < 24; ++hour) {
            double const w_m2 = supply::mean_irradiance_w_m2(panels, month, hour);
            kwh_m2 += 365.0 / 12.0 * w_m2 / 1e3;
            kwh += 365.0 / 12.0 * supply::solar_kw(panels, 1.0, w_m2, air_c);
        }
        CHECK(supply::clear_sky_w_m2(panels, month, 0) == 0.0);
        CHECK(supply::clear_sky_w_m2(panels, month, 13) >= supply::clear_sky_w_m2(panels, month, 12));
    }
    CHECK(kwh_m2 == Approx(1'020).epsilon(0.02));
    CHECK(kwh > 800);
    CHECK(kwh < 900);
}

TEST_CASE("bad values of ageing, storage and sun are reported with their place") {
    InputFolder const folder("ageing");
    folder.write("s.yaml",
                 one_station("ageing:\n"
                             "  cells: old\n"
                             "  end_of_life_loss: 0\n"
                             "  smallest_cycle_soc: 30 %\n"
                             "  lfp: {calendar: {exponent: 2, reference: 300 degC}, cycle: {wear: 1}}\n"
                             "  nmc: {cell_v: [[0, 3.3], [0, 4]]}\n"
                             "supply:\n"
                             "  storage: {charge_efficiency: 1.2, c_rate: -1}\n"
                             "  photovoltaics: {noct: 45 kW, mean_of_clear: [1, 2]}\n"));
    auto const lines = problems_of(folder, "s.yaml");
    for (auto const& line : lines) UNSCOPED_INFO(line);
    CHECK(lines.size() == 11);
    CHECK(told(lines, "s.yaml:5:10: ageing.cells: "));
    CHECK(
        told(lines, "s.yaml:6:21: ageing.end_of_life_loss: 0 is out of range (must be between 0.05 and 0.4"));
    CHECK(told(lines, "s.yaml:7:23: ageing.smallest_cycle_soc: 0.3 is out of range"));
    CHECK(told(lines, "s.yaml:8:30: ageing.lfp.calendar.exponent: 2 is out of range"));
    CHECK(told(lines, "ageing.lfp.calendar.reference: 300 degC is out of range"));
    CHECK(told(lines, "ageing.lfp.cycle.wear: the key is not known"));
    CHECK(told(lines, "s.yaml:9:"));
    CHECK(told(lines, "supply.storage.charge_efficiency: 1.2 is out of range"));
    CHECK(told(lines, "supply.photovoltaics.noct: the unit \"kW\" does not fit"));
    CHECK(told(lines, "supply.photovoltaics.mean_of_clear: "));
}

TEST_CASE("values of ageing and storage that clash are reported") {
    InputFolder const folder("ageing-clash");
    folder.write("s.yaml", one_station("ageing:\n"
                                       "  lfp: {cycle: {depth: {constant: 0.5}}}\n"
                                       "  nmc: {cell_v: [[0, 2.9], [1, 4.1]]}\n"
                                       "supply: {storage: {highest_soc: 0.05}}\n"));
    auto const lines = problems_of(folder, "s.yaml");
    for (auto const& line : lines) UNSCOPED_INFO(line);
    CHECK(lines.size() == 3);
    CHECK(told(lines, "s.yaml:5:35: ageing.lfp.cycle.depth.constant: the factor is negative at 0"));
    CHECK(told(lines, "s.yaml:6:9: ageing.nmc.cell_v: the calendar loss is negative at the lowest SoC"));
    CHECK(told(lines, "s.yaml:7:33: supply.storage.highest_soc: the storage holds nothing"));
}

TEST_CASE("ageing, storage and sun are described") {
    std::string const text = describe_scenario(source_path("scenarios/one-station.yaml"),
                                               {"ageing.pack_yuan_per_kwh=500"}, source_path("models"));
    CHECK(text.find("pack_yuan_per_kwh: 500  # --set") != std::string::npos);
    CHECK(text.find("models/ageing.yaml:") != std::string::npos);
    CHECK(text.find("models/storage_pv.yaml:") != std::string::npos);
}
