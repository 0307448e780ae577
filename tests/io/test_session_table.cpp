#include "tests/io/input_files.hpp"

#include <catch2/catch.hpp>

namespace yuchong::io {
namespace {

using Lines = std::vector<std::string>;

std::string const header = "station,terminal,arrival,departure,energy_kwh,max_kw,battery_kwh,soc_start\n";

// One station of two hosts' terminals and two AC piles, in a scenario of one day.
std::string const scenario = R"(format: 1
name: replay
seed: 1
time: {start: 2025-08-05, duration: 1 d, warmup: 1 h}
city: {zones: [{id: z, name: Z, lon: 106.5, lat: 29.6, population: 1000}]}
fleets: {private: {vehicles: 0}}
supply:
  stations:
    - {id: a, zone: z, position: {lon: 106.5, lat: 29.6}, grid_limit: 900 kW, bays: 1, service_fee: 0 yuan/kWh,
       hosts: [{modules: 12, super: 1, fast: 2}], ac_piles: 2}
demand: {sessions: sessions.csv}
)";

std::vector<city::ReplayedSession> sessions(std::string const& rows, std::string const& name = "replay") {
    InputFolder const folder(name);
    folder.write("s.yaml", scenario);
    folder.write("sessions.csv", header + rows);
    return load_scenario(folder.path("s.yaml"), {}, source_path("models")).inputs.sessions;
}

Lines problems(std::string const& table) {
    InputFolder const folder("replay-bad");
    folder.write("s.yaml", scenario);
    folder.write("sessions.csv", table);
    return problems_of(folder, "s.yaml");
}

}  // namespace

TEST_CASE("times of sessions are seconds or ISO 8601, with or without a zone") {
    auto const read = sessions(
        "a,,3600,7200.5,10,7,60,0.2\n"
        "a,,2025-08-05T01:00:00,2025-08-05T02:00:00,10,7,60,0.2\n"
        "a,,2025-08-04T17:00:00Z,2025-08-05T03:00:00+09:00,10,7,60,0.2\n");
    REQUIRE(read.size() == 3);
    for (auto const& session : read) CHECK(session.arrival == hours(1));
    CHECK(read[0].departure == milliseconds(7'200'500));
    CHECK(read[1].departure == hours(2));
    CHECK(read[2].departure == hours(2));
    CHECK(read[0].target_soc == Approx(0.2 + 10.0 / 60.0).epsilon(1e-15));
}

TEST_CASE("a session without a terminal wants the weakest class that gives its power") {
    auto const read = sessions("a,,0,9,1,7,60,0\na,,0,9,1,100,60,0\na,,0,9,1,470,60,0\na,,0,9,1,9000,60,0\n");
    REQUIRE(read.size() == 4);
    CHECK(read[0].wants == supply::PlugClass::ac);
    CHECK(read[1].wants == supply::PlugClass::fast);
    CHECK(read[2].wants == supply::PlugClass::super);
    CHECK(read[3].wants == supply::PlugClass::super);
    for (auto const& session : read) CHECK_FALSE(session.plug);
}

TEST_CASE("terminals are counted from 1, DC before AC") {
    auto const read = sessions("a,1,0,9,1,7,60,0\na,5,0,9,1,7,60,0\n");
    REQUIRE(read.size() == 2);
    CHECK(read[0].plug == supply::PlugId{0});
    CHECK(read[0].wants == supply::PlugClass::super);
    CHECK(read[1].plug == supply::PlugId{4});
    CHECK(read[1].wants == supply::PlugClass::ac);
}

TEST_CASE("sessions outside the time are left out, those of the warm-up are not") {
    auto const read = sessions(
        "a,,-3600,9,1,7,60,0\na,,-3601,9,1,7,60,0\na,,86399,86500,1,7,60,0\na,,86400,86500,1,7,60,0\n");
    REQUIRE(read.size() == 2);
    CHECK(read[0].arrival == Duration{-3'600'000});
    CHECK(read[1].arrival == Duration{86'399'000});
}

TEST_CASE("wrong rows of sessions are told by line and column, all at once") {
    CHECK(
        problems(header + "a,,x,9,1,7,60,0\n"
                          "a,1.5,9,9,-1,0,60,0\n"
                          "a,,0,9,50,7,60,0.5\n"
                          ",,0,9,1,7,0,2\n") ==
        Lines{
            "sessions.csv:2:4: arrival: \"x\" is no time (ISO 8601 or seconds after time.start is read) "
            "write for "
            "example 2025-08-05T08:00:00 or 28800",
            "sessions.csv:3:3: terminal: the terminal is no whole number (terminals of a station are counted "
            "from "
            "1)",
            "sessions.csv:3:9: departure: the session ends before it begins (time would go backwards) "
            "departure "
            "must come after arrival",
            "sessions.csv:3:11: energy_kwh: -1 is out of range (must be between 0 and 10000)",
            "sessions.csv:3:14: max_kw: 0 is out of range (must be above 0 and at most 10000)",
            "sessions.csv:4:8: energy_kwh: the battery would be filled to 133.3 % (soc_start + energy_kwh / "
            "battery_kwh is more than 1) lower soc_start or the energy",
            "sessions.csv:5:1: station: the cell is empty (a text is wanted)",
            "sessions.csv:5:11: battery_kwh: 0 is out of range (must be above 0 and at most 10000)",
            "sessions.csv:5:13: soc_start: 2 is out of range (must be between 0 and 1)"});
    CHECK(problems(header + "b,,0,9,1,7,60,0\na,6,0,9,1,7,60,0\n") ==
          Lines{"sessions.csv:2:1: station: there is no station \"b\" (the scenario has none of this id) did "
                "you mean "
                "a?",
                "sessions.csv:3:3: terminal: a has 5 terminals (terminals are counted from 1, DC before AC) "
                "leave it "
                "empty for any"});
    CHECK(problems(header + "a,,90000,90009,1,7,60,0\n") ==
          Lines{"s.yaml:11:20: demand.sessions: no session of the file arrives in the time (it has 1) check "
                "time.start "
                "and time.duration"});
    CHECK(problems("station,arrival\na,0\n").size() == 6);
}

namespace {

std::string const acn_scenario = [] {
    std::string text = scenario;
    std::string const csv = "demand: {sessions: sessions.csv}\n";
    text.replace(
        text.find(csv), csv.size(),
        "demand: {sessions: acn.json, replay: {battery_kwh: 40, soc_end: 90 %, hours_ahead_h: -7}}\n");
    return text;
}();

std::string acn_item(std::string const& connected, std::string const& left, std::string const& kwh) {
    return R"(  {"connectionTime": ")" + connected + R"(", "disconnectTime": ")" + left +
           R"(", "kWhDelivered": )" + kwh + R"(, "stationID": "2-39-123-23", "userInputs": null})";
}

std::string acn_file(std::vector<std::string> const& items) {
    std::string text = "{\"_items\": [\n";
    for (std::size_t i = 0; i < items.size(); ++i) text += items[i] + (i + 1 < items.size() ? ",\n" : "\n");
    return text + "]}\n";
}

}  // namespace

TEST_CASE("ACN-Data: times by the clock of their place, what it does not say from demand.replay") {
    InputFolder const folder("acn");
    folder.write("s.yaml", acn_scenario);
    folder.write(
        "acn.json",
        acn_file({acn_item("Tue, 05 Aug 2025 15:30:00 GMT", "Tue, 05 Aug 2025 23:00:01 GMT", "12.5")}));
    auto const read = load_scenario(folder.path("s.yaml"), {}, source_path("models")).inputs.sessions;
    REQUIRE(read.size() == 1);
    CHECK(read[0].arrival == hours(8) + minutes(30));
    CHECK(read[0].departure == hours(16) + seconds(1));
    CHECK(read[0].max_kw == 6.656);
    CHECK(read[0].battery_kwh == 40.0);
    CHECK(read[0].soc == Approx(0.9 - 12.5 / 40.0).epsilon(1e-15));
    CHECK(read[0].target_soc == Approx(0.9).epsilon(1e-15));
    CHECK(read[0].wants == supply::PlugClass::ac);
}

TEST_CASE("ACN-Data: what is wrong is told by the line of the session") {
    InputFolder const folder("acn-bad");
    folder.write("s.yaml", acn_scenario);
    auto const problems = [&](std::string const& file) {
        folder.write("acn.json", file);
        return problems_of(folder, "s.yaml");
    };
    CHECK(problems(acn_file(
              {acn_item("5 Aug", "Tue, 05 Aug 2025 23:00:01 GMT", "1"),
               acn_item("Tue, 05 Aug 2025 15:30:00 GMT", "Tue, 05 Aug 2025 15:30:00 GMT", "99"),
               acn_item("Tue, 05 Aug 2025 15:30:00 GMT", "Tue, 05 Aug 2025 16:30:00 GMT", "null")})) ==
          Lines{"acn.json:2:4: connectionTime: \"5 Aug\" is no time (HTTP dates are read) write for example "
                "Wed, 25 "
                "Apr 2018 11:08:04 GMT",
                "acn.json:3:4: disconnectTime: the session ends before it begins (time would go backwards)",
                "acn.json:3:4: kWhDelivered: 99 kWh are more than the battery takes (demand.replay gives it "
                "40 kWh and "
                "fills it to 90 %) raise demand.replay.battery_kwh",
                "acn.json:4:4: kWhDelivered: the number is missing (0 to 10,000 kWh are read)"});
    CHECK(problems("{\"_items\": [\n oops") ==
          Lines{"acn.json:2:2: this is no JSON (a session file ends in .json)"});
    CHECK(problems("[]") == Lines{"acn.json:1:1: there are no sessions (a list `_items` is wanted) ask for "
                                  "the JSON of ACN-Data as it "
                                  "comes"});
}

}  // namespace yuchong::io
