// The summary of a run for people and for programs.

#include "sim/io/summary_text.hpp"

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>

using namespace yuchong;
using namespace yuchong::io;
using Catch::Matchers::Contains;

namespace {

Calendar const calendar{{.year = 2025, .month = 8, .day = 4}};
measure::Window const window{SimTime{} + days(1), SimTime{} + days(2)};

measure::Summary example() {
    measure::Summary s;
    s.scenario = "chongqing";
    s.vehicles = 952'000;
    s.stations = 6'318;
    s.sessions = 412'345;
    s.sessions_home = 230'111;
    s.energy_kwh = 6.42e6;
    s.peak_kw = 534'210.0;
    s.peak_time = SimTime{} + days(1) + hours(21) + minutes(35);
    s.wait = {.mean_s = 72.0,
              .p50_s = 0.0,
              .p90_s = 246.0,
              .p95_s = 7'200.0,
              .share_5_min = 0.9,
              .share_10_min = 0.95,
              .share_15_min = 0.97};
    s.utilisation = {.super = 0.081, .fast = 0.09, .ac = 0.05};
    s.digest = 0xabc;
    s.events = 12'345'678;
    s.output = "output/chongqing.h5";
    return s;
}

}  // namespace

TEST_CASE("the summary is ten to twenty aligned lines with units") {
    std::vector<measure::AuditRow> const audit{measure::audit_vehicles(1, 1), measure::audit_little(2, 2)};
    std::string const text = summary_text(example(), audit, calendar, window);
    auto const lines = std::count(text.begin(), text.end(), '\n');
    CHECK(lines >= 10);
    CHECK(lines <= 20);
    for (char const* part :
         {"chongqing: done", "2025-08-05 00:00 to 2025-08-06 00:00 (1 d)", "952,000 on 6,318 stations",
          "412,345:", "6.42 GWh", "534.2 MW at 2025-08-05 21:35",
          "mean 1.2 min, median 0 s, p90 4.1 min, p95 2.0 h", "super 8.1 %", "all 2 laws hold",
          "12,345,678 events", "0000000000000abc", "output/chongqing.h5"})
        CHECK_THAT(text, Contains(part));
}

TEST_CASE("shares of visits have one denominator and add up") {
    measure::Summary s = example();
    s.visits = 1'000;
    s.visits_served = 900;
    s.visits_balked = 50;
    s.visits_reneged = 20;
    s.visits_failed = 20;
    s.visits_running = 10;
    CHECK_THAT(
        summary_text(s, {}, calendar, window),
        Contains(
            "1,000: 90.0 % served, 5.0 % balked, 2.0 % reneged, 2.0 % failed, 1.0 % not over at the end"));
}

TEST_CASE("a response says more or less, without a sign") {
    measure::Summary s = example();
    s.response = measure::ResponseSummary{};
    s.response->reduction_kw = -8.19;
    CHECK_THAT(summary_text(s, {}, calendar, window),
               Contains("8.19 kW more on the mean") && !Contains("-8.19"));
    s.response->reduction_kw = 8.19;
    CHECK_THAT(summary_text(s, {}, calendar, window), Contains("8.19 kW less on the mean"));
}

TEST_CASE("what feeding back earns and wears is in the net figures") {
    measure::Summary s = example();
    s.bill.public_yuan = 2'000.0;
    s.bill.home_yuan = 1'000.0;
    s.bill.demand_charge_yuan = 100.0;
    s.bill.carbon_kg = 700.0;
    CHECK(s.net_energy_cost_yuan() == 3'000.0);
    CHECK(s.net_cost_yuan() == 3'100.0);
    s.v2g = measure::V2gSummary{.sessions = 3,
                                .kwh = 50.0,
                                .paid_yuan = 60.0,
                                .wear_yuan = 8.0,
                                .carbon_kg = 20.0,
                                .at_stations_kwh = 40.0};
    CHECK(s.net_energy_cost_yuan() == 2'940.0);
    CHECK(s.net_cost_yuan() == 3'048.0);
    CHECK(s.net_carbon_kg() == 680.0);
    s.plants = measure::PlantSummary{};
    s.plants->feed_in_yuan = 10.0;
    CHECK(s.net_cost_yuan() == 3'038.0);
    CHECK_THAT(
        summary_text(s, {}, calendar, window),
        Contains("50.0 kWh (40.0 kWh at stations) in 3 sessions") && Contains("3,038 yuan and 680.0 kg"));
}

TEST_CASE("fleets are told by a day of one of their vehicles, and depots apart") {
    measure::Summary s = example();
    measure::FleetCounts ride{};
    ride.vehicle_days = 200;
    ride.duty_days = 100;
    ride.driven_km = 30'000.0;
    ride.driven_kwh = 4'200.0;
    ride.orders_served = 1'180;
    ride.orders_refused = 7;
    ride.trips_short_of_range = 2;
    s.fleets = {{"private", 739'450, {}}, {"ride_hailing", 131'000, ride}};
    std::string const text = summary_text(s, {}, calendar, window);
    CHECK_THAT(text,
               Contains("131,000: 200 vehicle-days of 150 km and 21.0 kWh (14.0 kWh/100 km), 11.8 orders, 7 "
                        "refused, 2 trips short of range"));
    CHECK_THAT(text, !Contains("depots"));
    s.depots = 699;
    s.sessions_depot = 104'919;
    s.energy_depot_kwh = 2'660'000.0;
    CHECK_THAT(summary_text(s, {}, calendar, window), Contains("6,318 stations and 699 depots") &&
                                                          Contains("104,919 in depots") &&
                                                          Contains("2.66 GWh in depots"));
}

TEST_CASE("storages that nobody asked are told") {
    measure::Summary s = example();
    s.plants = measure::PlantSummary{.with_storage = 2, .with_pv = 3, .storage_kwh = 400.0};
    CHECK_THAT(summary_text(s, {}, calendar, window),
               Contains("2 storages gave 0.00 kWh (0.00 cycles)") && Contains("no storage was asked"));
    s.plants->flows.discharged_kwh = 100.0;
    s.plants->from_cells_kwh = 200.0;
    CHECK_THAT(summary_text(s, {}, calendar, window),
               Contains("100.0 kWh (0.50 cycles)") && !Contains("no storage was asked"));
}

TEST_CASE("a broken law is named in the summary") {
    measure::Summary s = example();
    s.status = measure::Status::audit_failed;
    std::vector<measure::AuditRow> const audit{measure::audit_vehicles(1, 1), measure::audit_little(2, 3)};
    std::string const text = summary_text(s, audit, calendar, window);
    CHECK_THAT(text, Contains("chongqing: audit_failed"));
    CHECK_THAT(text, Contains("BROKEN: littles_law_waiting (2 against 3 ms)"));
}

TEST_CASE("the JSON object has every key that others rely on") {
    nlohmann::json const json = nlohmann::json::parse(summary_json(example(), calendar));
    for (char const* key :
         {"scenario",     "vehicles",    "stations",    "sessions",     "visits",     "energy_kwh",
          "peak_kw",      "peak_time",   "wait_mean_s", "wait_p50_s",   "wait_p90_s", "wait_p95_s",
          "served_share", "utilisation", "events",      "trips_walked", "ev_days",    "cpu_s",
          "sim_cpu_s",    "wall_s",      "peak_rss_mb", "digest",       "output",     "status"})
        CHECK(json.contains(key));
    CHECK(json["vehicles"] == 952'000);
    CHECK(json["peak_time"] == "2025-08-05T21:35:00");
    CHECK(json["utilisation"]["super"] == 0.081);
    CHECK(json["digest"] == "0000000000000abc");
    CHECK(json["status"] == "done");
}
