#include "sim/io/loaded_sections.hpp"
#include "sim/io/scenario.hpp"

#include "tests/io/input_files.hpp"

#include <algorithm>
#include <numeric>

using namespace yuchong;
using namespace yuchong::io;
using Lines = std::vector<std::string>;

namespace {

Scenario load(std::string const& name, std::vector<std::string> const& sets = {}) {
    try {
        return load_scenario(source_path("scenarios/" + name), sets, source_path("models"));
    } catch (InputError const& error) {
        FAIL(error.what());
        throw;
    }
}

std::string const head =
    "format: 1\nname: test\nseed: 1\ntime: {start: 2025-08-05, duration: 1 d, warmup: 0 d}\n";
std::string const zone = "city: {zones: [{id: z, lon: 106.5, lat: 29.7, population: 1000}]}\n";
std::string const station =
    "supply:\n  stations:\n    - {id: s, zone: z, position: {lon: 106.5, lat: 29.7}, hosts: [{modules: 9, "
    "super: 1, fast: 2}],"
    " ac_piles: 0, bays: 2, grid_limit: 400 kW, service_fee: 0.5 yuan/kWh}\n";
std::string const visit =
    "demand:\n  visits:\n    - {at: \"08:00\", vehicle: deepal-sl03, soc: 20 %, target: 80 %, station: s, "
    "patience: 20 min}\n";

// What a scenario of these parts complains of.
Lines problems(std::string const& text, std::vector<std::string> const& sets = {}) {
    InputFolder const folder("scenario");
    folder.write("s.yaml", text);
    return problems_of(folder, "s.yaml", sets);
}

std::string replaced(std::string text, std::string const& from, std::string const& to) {
    REQUIRE(text.find(from) != text.npos);
    return text.replace(text.find(from), from.size(), to);
}

}  // namespace

TEST_CASE("the shipped scenarios resolve") {
    Scenario const city = load("chongqing.yaml");
    CHECK(city.inputs.name == "chongqing");
    CHECK(city.inputs.seed == 2025);
    CHECK(city.inputs.districts.size() == 38);
    CHECK(city.inputs.geography.zones == 1031);
    double vehicles = city.inputs.private_cars.vehicles;
    for (auto const& fleet : city.inputs.fleets) vehicles += fleet.stock().vehicles;
    CHECK(vehicles == 952'000);
    CHECK(city.inputs.network.stations == 6318);
    CHECK(city.inputs.time.duration == days(1));
    CHECK(city.inputs.catalogue.models.size() >= 25);
    CHECK(city.inputs.record.city_step == minutes(5));
    CHECK(std::count(city.inputs.in_scope.begin(), city.inputs.in_scope.end(), true) == 38);
    CHECK(load("chongqing-week.yaml").inputs.time.duration == days(7));
    Scenario const part = load("liangjiang.yaml");
    CHECK(std::count(part.inputs.in_scope.begin(), part.inputs.in_scope.end(), true) == 3);
    for (auto const& model : city.inputs.catalogue.models) {
        INFO(model.id);
        CHECK(model.road.rolling_resistance > 0);
        CHECK(model.road.mass_kg > 500);
    }
}

TEST_CASE("the one-station scenario is built by hand") {
    Scenario const scenario = load("one-station.yaml");
    REQUIRE(scenario.inputs.own_network);
    REQUIRE(scenario.inputs.own_geography);
    supply::Network const& network = *scenario.inputs.own_network;
    REQUIRE(network.stations.size() == 1);
    CHECK(network.stations[0].grid_limit_kw == 500.0);
    CHECK(network.stations[0].bays == 2);
    REQUIRE(network.plugs.size() == 4);
    CHECK(network.plugs[0].plug_class == supply::PlugClass::super);
    CHECK(network.plugs[0].power_kw == 360.0);
    CHECK(network.plugs[1].power_kw == 250.0);
    CHECK(network.plugs[3].plug_class == supply::PlugClass::ac);
    CHECK(!network.plugs[3].host);
    CHECK(network.hosts.at(0).plug_count == 3);
    CHECK(scenario.inputs.own_geography->zones.at(0).population == 20'000);
    REQUIRE(scenario.inputs.visits.size() == 4);
    CHECK(scenario.inputs.visits[0].at == minutes(10));
    CHECK(scenario.inputs.visits[0].soc == 0.2);
    CHECK(scenario.inputs.visits[0].wants == supply::PlugClass::super);
}

TEST_CASE("a --set wins over the file, by either spelling") {
    auto const patience = [](std::vector<std::string> const& sets) {
        return load("chongqing.yaml", sets).inputs.demand.patience.mean_min;
    };
    CHECK(patience({"demand.patience.mean_min=40"}) == 40.0);
    CHECK(patience({"demand.patience.mean=0.5 h"}) == 30.0);
    CHECK(patience({"demand.patience.mean=0.5 h", "demand.patience.mean_min=7"}) == 7.0);
    CHECK(load("chongqing.yaml", {"scale=10 %"}).inputs.scale == 0.1);
    CHECK(load("chongqing.yaml", {"record.sessions=sample(0.25)"}).inputs.record.session_share == 0.25);
    CHECK(load("chongqing.yaml", {"scope=[渝北区, 500109]"}).inputs.in_scope !=
          load("chongqing.yaml").inputs.in_scope);
}

TEST_CASE("the hash of the demand sees what shapes demand and nothing else") {
    auto const hash = [](std::string const& name, Lines const& sets) { return load(name, sets).demand_hash; };
    std::uint64_t const first = hash("liangjiang.yaml", {});
    for (char const* same : {"control.strategy=edf", "tariff.home_yuan_per_kwh=0.6", "tariff.two_part=true",
                             "information.age=5 min", "grid.flow=feeders", "record.city_step=15 min",
                             "name=x", "supply.network.module_kw=50", "description=y"}) {
        INFO(same);
        CHECK(hash("liangjiang.yaml", {same}) == first);
    }
    for (char const* other :
         {"seed=99", "time.duration=2 d", "scale=0.5", "scope=[Yubei]", "fleets.private.vehicles=1000",
          "city.zone_defaults.home_pile_share=0.9", "demand.patience.mean_min=31", "energy.cold_below_c=9",
          "travel.work_trips.far_share=0.06", "weather.day_sigma_k=1"}) {
        INFO(other);
        std::uint64_t changed = first;
        try {
            changed = load_scenario(source_path("scenarios/liangjiang.yaml"), {other}, source_path("models"))
                          .demand_hash;
        } catch (InputError const& error) {
            FAIL_CHECK(error.what());
        }
        CHECK(changed != first);
    }
    CHECK(hash("depot.yaml", {}) == hash("depot-capped.yaml", {}));
}

TEST_CASE("the content of replayed sessions counts into the hash of the demand") {
    InputFolder const folder("sessions-hash");
    folder.write("s.yaml",
                 "base: " + source_path("scenarios/depot.yaml") + "\ndemand: {sessions: sessions.csv}\n");
    auto const hash = [&](std::string const& kwh) {
        folder.write("sessions.csv",
                     "station,terminal,arrival,departure,energy_kwh,max_kw,battery_kwh,soc_start\n"
                     "depot,1,21600,43200," +
                         kwh + ",7.68,60.0,0.5\n");
        return load_scenario(folder.path("s.yaml"), {}, source_path("models")).demand_hash;
    };
    std::uint64_t const first = hash("16.5");
    CHECK(hash("16.5") == first);
    CHECK(hash("16.6") != first);
}

TEST_CASE("resolved YAML runs again to the same, and hashes see values only") {
    Scenario const first = load("liangjiang.yaml", {"demand.patience.mean=0.5 h"});
    InputFolder const folder("resolved");
    INFO(first.resolved_yaml);
    Scenario const again =
        load_scenario(folder.write("again.yaml", first.resolved_yaml), {}, source_path("models"));
    CHECK(again.scenario_hash == first.scenario_hash);
    CHECK(again.model_hash == first.model_hash);
    CHECK(again.inputs.in_scope == first.inputs.in_scope);
    CHECK(first.resolved_yaml.find("mean_min: 30  # --set") != std::string::npos);
    CHECK(first.resolved_yaml.find("duration: 7 d  # liangjiang.yaml:") != std::string::npos);
    CHECK(first.resolved_yaml.find("# models/demand.yaml:") != std::string::npos);
    CHECK(first.resolved_yaml.find(YUCHONG_SOURCE_DIR) == std::string::npos);
    CHECK(load("liangjiang.yaml", {"demand.patience.mean_min=30"}).scenario_hash == first.scenario_hash);
    CHECK(load("liangjiang.yaml", {"demand.patience.mean_min=31"}).scenario_hash != first.scenario_hash);
    CHECK(load("liangjiang.yaml", {"demand.patience.mean_min=30", "name=other", "output={file: x.h5}"})
              .scenario_hash == first.scenario_hash);
}

TEST_CASE("hand-written resolved YAML runs again too") {
    Scenario const first = load("one-station.yaml");
    InputFolder const folder("resolved-own");
    INFO(first.resolved_yaml);
    Scenario const again =
        load_scenario(folder.write("again.yaml", first.resolved_yaml), {}, source_path("models"));
    CHECK(again.scenario_hash == first.scenario_hash);
    CHECK(again.inputs.visits.size() == 4);
}

TEST_CASE("a small scenario by hand has no problems") {
    CHECK(problems(head + zone + station + visit) == Lines{});
}

TEST_CASE("bad input: unknown key") {
    CHECK(problems(head + "fleets:\n  private:\n    vehicels: 3\n") ==
          Lines{"s.yaml:7:5: fleets.private.vehicels: the key is not known (nothing reads it) did you mean "
                "vehicles?"});
}

TEST_CASE("bad input: duplicate key") {
    CHECK(problems(head + "seed: 2\n") ==
          Lines{"s.yaml:5:1: seed: the key appears twice (first on line 3) keep one of them"});
}

TEST_CASE("bad input: missing file") {
    CHECK(problems(head + "city: {districts: nowhere.csv}\n")
              .at(0)
              .find("s.yaml:5:19: city.districts: cannot find the file ") == 0);
    InputFolder const folder("nothing");
    CHECK(problems_of(folder, "none.yaml") ==
          Lines{"none.yaml: cannot find the file none.yaml (no such file) check the path and its spelling"});
}

TEST_CASE("bad input: missing key") {
    CHECK(
        problems("format: 1\nname: x\ntime: {start: 2025-08-05, duration: 1 d}\n") ==
        Lines{
            "s.yaml:1:1: seed: the key is missing (Seed of all random draws) add it",
            "s.yaml:3:1: time.warmup: the key is missing (Simulated before the start, not recorded) add it"});
}

TEST_CASE("bad input: wrong unit") {
    CHECK(problems(head + zone + replaced(station, "400 kW", "400 kVA") + visit) ==
          Lines{"s.yaml:8:135: supply.stations.0.grid_limit: the unit \"kVA\" does not fit (a power is "
                "wanted, kVA measures "
                "apparent power) write it in kW, W, MW, GW"});
}

TEST_CASE("bad input: negative power") {
    CHECK(problems(head + zone + replaced(station, "400 kW", "-60 kW") + visit) ==
          Lines{"s.yaml:8:135: supply.stations.0.grid_limit: -60 kW is out of range (must be above 0 kW and "
                "at most 1000000 kW)"});
}

TEST_CASE("bad input: SoC outside 0..1") {
    CHECK(problems(head + zone + station + replaced(visit, "80 %", "120 %")) ==
          Lines{"s.yaml:11:62: demand.visits.0.target: 1.2 is out of range (must be between 0 and 1)"});
    CHECK(problems(head + zone + station + replaced(visit, "20 %", "20"))
              .at(0)
              .ends_with(
                  "demand.visits.0.soc: 20 is out of range (must be between 0 and 1) did you mean 20 %?"));
    CHECK(problems(head + zone + station + replaced(visit, "20 %", "90 %"))
              .at(0)
              .find("the target does not lie above the SoC on arrival") != std::string::npos);
}

TEST_CASE("bad input: station in no zone") {
    CHECK(problems(head + zone + replaced(station, "zone: z", "zone: y") + visit) ==
          Lines{"s.yaml:8:21: supply.stations.0.zone: there is no zone \"y\" (the station s would stand "
                "nowhere) did you mean z?"});
    auto const drawn = problems(head + replaced(station, "zone: z", "zone: 500103-99") + visit);
    REQUIRE(drawn.size() == 1);
    CHECK(drawn[0].starts_with("s.yaml:7:21: supply.stations.0.zone: there is no zone \"500103-99\""));
    CHECK(problems(head + replaced(station, "zone: z", "zone: 500103-01") + visit) == Lines{});
    auto const outside =
        problems(head + "scope: [Wanzhou]\n" + replaced(station, "zone: z", "zone: 500103-01") + visit);
    CHECK(outside.at(0).find("the zone 500103-01 is not in scope (its district is not simulated)") !=
          std::string::npos);
}

TEST_CASE("bad input: reference to no model, station or district") {
    CHECK(problems(head + zone + station + replaced(visit, "deepal-sl03", "deepal-sl3")) ==
          Lines{"s.yaml:11:30: demand.visits.0.vehicle: there is no model \"deepal-sl3\" (one of "
                "vehicles.models is wanted) did "
                "you mean deepal-sl03?"});
    CHECK(problems(head + zone + station + replaced(visit, "station: s", "station: t"))
              .at(0)
              .find("there is no station \"t\"") != std::string::npos);
    CHECK(problems(head + "scope: [Yubai]\n") ==
          Lines{"s.yaml:5:9: scope.0: there is no district \"Yubai\" (English names, Chinese names and codes "
                "are read) did you mean Yubei?"});
    CHECK(problems(head, {"vehicles.models.0.curve=lfp-40v"})
              .at(0)
              .find("there is no curve \"lfp-40v\" (One of vehicles.curves) did you mean lfp-400v?") !=
          std::string::npos);
}

TEST_CASE("bad input: empty fleet") {
    CHECK(problems(head + "fleets:\n  working: 0\n  private: {vehicles: 0}\n") ==
          Lines{"s.yaml:7:23: fleets.private.vehicles: the fleet is empty (0 vehicles at scale 1 and neither "
                "demand.visits nor demand.sessions) raise it, "
                "write visits by hand or name a file of sessions"});
}

TEST_CASE("bad input: time going backwards") {
    CHECK(problems(replaced(head, "1 d", "-1 d")) ==
          Lines{"s.yaml:4:37: time.duration: -1 d is out of range (must be above 0 d and at most 40000 d)"});
    CHECK(problems(replaced(head, "2025-08-05", "2025-02-30")).at(0).find("2025-02-30 does not exist") !=
          std::string::npos);
    CHECK(problems(replaced(head, "2025-08-05", "2025-08-05T12:00") + zone + station + visit) ==
          Lines{"s.yaml:11:12: demand.visits.0.at: 08:00 lies outside the recorded time (it comes before "
                "time.start) move it or the window"});
    auto const retired = replaced(station, "bays: 2", "bays: 2, in_service: 2025-01-01, retired: 2024-01-01");
    CHECK(problems(head + zone + retired + visit)
              .at(0)
              .find("the station retires before it opens (time would go backwards)") != std::string::npos);
    CHECK(problems(head, {"tariff.periods.0.from_h=9"})
              .at(0)
              .find("the period ends before it begins (time would go backwards)") != std::string::npos);
    CHECK(problems(head, {"record.city_step=7 min"})
              .at(0)
              .find("the step of 7 min does not divide the recorded time") != std::string::npos);
}

TEST_CASE("bad input: duplicate ids") {
    std::string twice = station;
    twice += station.substr(station.find("    - {id: s"));
    CHECK(problems(head + zone + twice + visit) == Lines{"s.yaml:9:12: supply.stations.1.id: the id s is "
                                                         "used twice (item 0 has it too) give each its own"});
    CHECK(problems(head + replaced(zone, "}]", "}, {id: z, lon: 106, lat: 29, population: 5}]"))
              .at(0)
              .find("city.zones.1.id: the id z is used twice") != std::string::npos);
}

TEST_CASE("bad input: cyclic base and YAML syntax") {
    CHECK(problems("base: s.yaml\n")
              .at(0)
              .starts_with("s.yaml:1:7: base: the files inherit from one another in a circle"));
    CHECK(problems("format: 1\nname: [x\n").at(0).find("the YAML cannot be read") != std::string::npos);
}

TEST_CASE("bad input: not finite") {
    CHECK(problems(head, {"demand.patience.shape=.nan"}) ==
          Lines{"--set:1:23: demand.patience.shape: .nan is not a finite number (it cannot be calculated "
                "with) write a number"});
    CHECK(
        problems(head + "scale: .inf\n").at(0).starts_with("s.yaml:5:8: scale: .inf is not a finite number"));
}

TEST_CASE("bad input: visits that cannot charge") {
    CHECK(problems(head + zone + station + replaced(visit, "soc:", "wants: ac, soc:"))
              .at(0)
              .find("no ac plug can serve this visit (s has none) want another plug") != std::string::npos);
}

TEST_CASE("all problems of all sections come in one report") {
    auto const lines = problems(
        "format: 2\nname: test\nseed: -1\ntime: {start: 2025-08-05, duration: 1 kW, warmup: 0 d}\ncolour: "
        "red\n" +
            zone + replaced(station, "zone: z", "zone: y") + replaced(visit, "deepal-sl03", "nobody"),
        {"demand.trips.used_weekday=150 %", "nothing.here=1"});
    INFO([&] {
        std::string all;
        for (auto const& line : lines) all += line + "\n";
        return all;
    }());
    REQUIRE(lines.size() == 8);
    CHECK(lines[0].starts_with("--set:1:27: demand.trips.used_weekday: 1.5 is out of range"));
    CHECK(lines[1].starts_with("--set:2:14: nothing: the key is not known"));
    CHECK(lines[2].starts_with("s.yaml:1:9: format: 2 is out of range (must be 1)"));
    CHECK(lines[3].starts_with("s.yaml:3:7: seed: -1 is out of range"));
    CHECK(lines[4].starts_with("s.yaml:4:37: time.duration: the unit \"kW\" does not fit"));
    CHECK(lines[5].starts_with("s.yaml:5:1: colour: the key is not known"));
    CHECK(lines[6].find("there is no zone \"y\"") != std::string::npos);
    CHECK(lines[7].find("there is no model \"nobody\"") != std::string::npos);
}

TEST_CASE("a scenario is described with counts and origins") {
    std::string const text =
        describe_scenario(source_path("scenarios/one-station.yaml"), {"seed=7"}, source_path("models"));
    INFO(text);
    CHECK(text.find("one-station") == 0);
    CHECK(text.find("seed       7") != std::string::npos);
    CHECK(text.find("1 super, 2 fast, 1 AC") != std::string::npos);
    CHECK(text.find("4 visits by hand") != std::string::npos);
    CHECK(text.find("seed: 7  # --set") != std::string::npos);
    std::string const city =
        describe_scenario(source_path("scenarios/chongqing.yaml"), {}, source_path("models"));
    CHECK(city.find("38 districts") != std::string::npos);
    CHECK(city.find("739450 private cars and 212550 that work, of ") != std::string::npos);
    CHECK(city.find("6318, 2165 of them with super terminals, and 699 depots") != std::string::npos);
}

TEST_CASE("transformers come with their parameters and limits") {
    InputFolder const folder("transformers");
    std::string const path = folder.write(
        "s.yaml", "format: 1\nname: s\nbase: " + source_path("scenarios/one-station.yaml") +
                      "\ngrid: {transformers: {paper: upgraded, substation: {fans: {on: 70 degC}}}}\n");
    Report report;
    LoadedSections const loaded = load_sections(path, {}, source_path("models"), report);
    CHECK(lines_of(report).empty());
    grid::TransformerSettings const& t = loaded.sections.grid.transformers;
    CHECK(t.paper == grid::Paper::upgraded);
    CHECK(t.distribution.thermal.oil_min == 180.0);
    CHECK(t.distribution.thermal.k21 == 1.0);
    CHECK(t.distribution.emergency.hot_spot_c == 140.0);
    CHECK(t.substation.with_fans.winding_min == 7.0);
    CHECK(t.substation.without_fans.winding_min == 10.0);
    CHECK(t.substation.fans.on_c == 70.0);
    folder.write(
        "s.yaml",
        "format: 1\nname: s\nbase: " + source_path("scenarios/one-station.yaml") +
            "\ngrid: {transformers: {substation: {fans: {on: 50 degC}, normal: {loading_pu: 0}}}}\n");
    Lines const problems = problems_of(folder, "s.yaml");
    REQUIRE(problems.size() == 2);  // one in the scenario, one in models/: in the order of their files
    auto const told = [&](std::string const& text) {
        return std::ranges::any_of(problems, [&](auto const& line) { return line.find(text) != line.npos; });
    };
    CHECK(told("fans stop above the temperature at which they start"));
    CHECK(told("grid.transformers.substation.normal.loading_pu: 0 is out of range"));
}
