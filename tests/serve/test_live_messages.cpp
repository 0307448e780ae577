#include "sim/serve/live_messages.hpp"

#include "sim/city/simulation.hpp"
#include "tests/laws/small_run.hpp"

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

using namespace yuchong;
using namespace yuchong::serve;
using Json = nlohmann::json;

namespace {

TEST_CASE("wishes change what they mention") {
    Wish const slow{.limit = 60.0};
    CHECK(with_wish({}, R"({"pause": true})") == Wish{.hold = Hold::pause});
    CHECK(with_wish(slow, R"({"pause": true})") == Wish{.hold = Hold::pause, .limit = 60.0});
    CHECK(with_wish({.hold = Hold::pause}, R"({"pause": false, "limit": 0.5})") == Wish{.limit = 0.5});
    CHECK(with_wish(slow, R"({"limit": null})") == Wish{});
    CHECK(with_wish(slow, "{}") == slow);
}

TEST_CASE("what cannot be used is refused and says why") {
    auto const [text, words] = GENERATE(table<std::string, std::string>({
        {"", "no JSON"},
        {"pause", "no JSON"},
        {"{\"pause\": true", "no JSON"},
        {"\xff\xfe", "no JSON"},
        {"[]", "no JSON object"},
        {"true", "no JSON object"},
        {R"({"pause": 1})", "pause is true or false"},
        {R"({"limit": 0})", "limit is a number"},
        {R"({"limit": -1})", "limit is a number"},
        {R"({"limit": 1e300})", "limit is a number"},
        {R"({"limit": "1"})", "limit is a number"},
        {R"({"limit": true})", "limit is a number"},
        {R"({"stop": true})", "known are pause and limit"},
    }));
    CHECK_THROWS_WITH(with_wish({}, text), Catch::Contains(words));
    CHECK_THROWS_AS(with_wish({}, text), BadWish);
}

TEST_CASE("a viewer learns who holds the run, and its own part in it") {
    auto const said = Json::parse(run_message(Stage::simulating, {.pauses = 2, .limit = 60.0}, 3,
                                              {.hold = Hold::pause, .limit = unlimited}));
    CHECK(said ==
          Json::parse(R"({"type": "run", "stage": "simulating", "viewers": 3, "pauses": 2, "limit": 60.0,
                                  "own_pause": true, "own_limit": null})"));
}

TEST_CASE("a run that broke has no summary") {
    CHECK(Json::parse(done_message({})) == Json::parse(R"({"type": "done", "status": "failed"})"));
    measure::Summary summary;
    summary.status = measure::Status::stopped;
    summary.digest = 0xb41a6fc0e050d8d9U;
    summary.output = "a.partial.h5";
    auto const said = Json::parse(done_message(summary));
    CHECK(said["status"] == "stopped");
    CHECK(said["digest"] == "b41a6fc0e050d8d9");
    CHECK(said["output"] == "a.partial.h5");
}

TEST_CASE("city and snapshot say what the run holds") {
    city::City const city(test::small_liangjiang({"time.warmup=0 h"}));
    test::MemorySink sink;
    city::Simulation run(city, sink);
    std::atomic<bool> const nobody_stops{false};
    LoadHistory history(SimTime{0});
    for (int m = 1; m <= 19 * 60; ++m) {
        run.advance(SimTime{0} + minutes(m) + milliseconds(1), nobody_stops);  // the minute's clock included
        history.add(metered_until(run.state()), read_load(city, run.state(), count_waiting(run.state())));
    }
    auto const places = Json::parse(city_message(city));
    auto const& stations = city.network().stations;
    REQUIRE(places["stations"].size() == stations.size());
    CHECK(places["zones"].size() == city.geography().zones.size());
    CHECK(places["start"] == city.calendar.iso(SimTime{0}));
    CHECK(places["end_s"] == 86'400.0);
    int plugs = 0;
    for (auto const& station : places["stations"])
        for (int const count : station["plugs"]) plugs += count;
    CHECK(plugs == static_cast<int>(city.network().plugs.size()));
    CHECK(places["stations"][0]["district"] < places["districts"].size());

    Snapshot snapshot;
    read_snapshot(city, run.state(), snapshot);
    snapshot.history = history;
    auto const said = Json::parse(snapshot_message(snapshot));
    auto const total = [&](char const* name) {
        double sum = 0.0;
        for (double const value : said[name]) sum += value;
        return sum;
    };
    CHECK(said["now_s"] == 19 * 3'600.0 + 0.001);
    CHECK(said["sessions"] == run.sessions());
    CHECK(said["events"] == run.state().totals.events);
    CHECK(said["occupied"].size() == stations.size());
    CHECK(total("occupied") > 0.0);
    CHECK(total("waiting") == said["vehicles_waiting"]);
    CHECK(total("kw") ==
          Approx(said["station_kw"].get<double>()).margin(0.5 * static_cast<double>(stations.size()) + 1.0));
    CHECK(said["vehicles_charging"] > total("occupied") / 2);
    for (std::size_t s = 0; s < stations.size(); ++s)
        CHECK(said["occupied"][s].get<std::uint32_t>() <= stations[s].plug_count);

    // What the curve adds up to is what the recorder has metered.
    auto const& curve = said["curve"];
    REQUIRE(curve["home_kw"].size() == 19 * 60 / 5);
    double kwh = 0.0;
    for (char const* place : {"home_kw", "station_kw"})
        for (double const kw : curve[place]) kwh += kw * 5.0 / 60.0;
    CHECK(kwh == Approx(run.state().recorder.state().grid_kwh).epsilon(1e-3));
    CHECK(curve["base_kw"].back() == Approx(said["base_kw"].get<double>()).epsilon(0.05));
}

}  // namespace
