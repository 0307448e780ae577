// Save, load, continue: at any instant, any number of times, the run goes on as if nothing had happened.

#include "small_run.hpp"

#include "sim/base/random.hpp"

#include <catch2/catch.hpp>

using namespace yuchong;
using namespace yuchong::test;

namespace {

bool same_rows(MemorySink const& a, MemorySink const& b) {
    if (a.city != b.city || a.districts != b.districts || a.sessions_started != b.sessions_started ||
        a.stations != b.stations)
        return false;
    if (a.sessions.size() != b.sessions.size()) return false;
    for (std::size_t i = 0; i < a.sessions.size(); ++i) {
        auto const &x = a.sessions[i], &y = b.sessions[i];
        if (x.vehicle != y.vehicle || x.station != y.station || x.model != y.model || x.fleet != y.fleet ||
            x.plug_class != y.plug_class || x.place != y.place || x.outcome != y.outcome ||
            x.flags != y.flags || x.arrival != y.arrival || x.plug_in != y.plug_in ||
            x.charge_end != y.charge_end || x.unplug != y.unplug || x.wait_ms != y.wait_ms ||
            x.energy_kwh != y.energy_kwh || x.soc_start != y.soc_start || x.soc_end != y.soc_end ||
            x.max_kw != y.max_kw) {
            return false;
        }
    }
    return true;
}

}  // namespace

TEST_CASE("a run that was saved and loaded at random instants ends like the undisturbed one", "[slow]") {
    Run undisturbed(small_liangjiang());
    undisturbed.finish();
    auto const expected = undisturbed.simulation.summary();

    RandomSource const random{99};
    for (std::uint32_t attempt = 0; attempt < 3; ++attempt) {
        std::vector<SimTime> instants;
        double share = 0.0;
        for (std::uint32_t leg = 0; leg < 4; ++leg) {
            share += 0.25 * random.draw({DrawClass::test, 0, attempt, 0, leg}).uniform(0);
            instants.push_back(at_share(undisturbed.simulation, share));
        }
        InterruptedRun const run(small_liangjiang(), instants);
        MemorySink const& sink = run.sink;
        auto const summary = run.simulation->summary();
        CHECK(summary.digest == expected.digest);
        CHECK(summary.events == expected.events);
        CHECK(summary.trips_walked == expected.trips_walked);
        for (auto const& kpi : measure::kpi_definitions()) {
            INFO(kpi.name);
            CHECK(kpi.read(summary) == kpi.read(expected));
        }
        REQUIRE(summary.fleets.size() == expected.fleets.size());
        REQUIRE(summary.fleets.size() > 5);
        for (std::size_t f = 0; f < summary.fleets.size(); ++f) {
            INFO(summary.fleets[f].name);
            auto const &counts = summary.fleets[f].counts, &same = expected.fleets[f].counts;
            CHECK(counts.driven_km == same.driven_km);
            CHECK(counts.driven_kwh == same.driven_kwh);
            CHECK(counts.vehicle_days == same.vehicle_days);
            CHECK(counts.duty_days == same.duty_days);
            CHECK(counts.orders_served == same.orders_served);
            CHECK(counts.orders_refused == same.orders_refused);
            CHECK((counts.sessions == same.sessions));
            CHECK((counts.charged_kwh == same.charged_kwh));
        }
        auto const &rows = run.simulation->audit(), &expected_rows = undisturbed.simulation.audit();
        REQUIRE(rows.size() == expected_rows.size());
        for (std::size_t r = 0; r < rows.size(); ++r) {
            INFO(rows[r].name);
            CHECK(rows[r].left == expected_rows[r].left);
            CHECK(rows[r].right == expected_rows[r].right);
        }
        for (std::size_t s = 0; s < sink.city.size(); ++s) {
            INFO("series " << s);
            CHECK((sink.city[s] == undisturbed.sink.city[s]));
        }
        CHECK((sink.districts == undisturbed.sink.districts));
        CHECK((sink.sessions_started == undisturbed.sink.sessions_started));
        CHECK((sink.stations == undisturbed.sink.stations));
        CHECK(same_rows(sink, undisturbed.sink));
    }
}

TEST_CASE("a run that is stopped in the middle of an hour goes on where it was", "[slow]") {
    Run undisturbed(small_liangjiang());
    undisturbed.finish();

    city::City const city(small_liangjiang());
    MemorySink sink;
    city::Simulation first(city, sink);
    first.advance(SimTime{hours(13).ms}, never_stop);
    std::atomic<bool> const stop{true};
    CHECK_FALSE(first.advance(first.end(), stop));
    CHECK(first.now() < first.end());
    auto const image = first.save();
    city::Simulation second(city, sink, image);
    second.advance(second.end(), never_stop);
    second.close();
    CHECK(second.summary().digest == undisturbed.simulation.summary().digest);
    CHECK(same_rows(sink, undisturbed.sink));
}

TEST_CASE("an image of another scenario is refused") {
    city::City const city(small_liangjiang({"scale=0.005"}));
    MemorySink sink;
    city::Simulation simulation(city, sink);
    auto image = simulation.save();
    city::City const other(small_liangjiang({"scale=0.006"}));
    CHECK_THROWS(city::Simulation(other, sink, image));
    image.resize(image.size() / 2);
    CHECK_THROWS(city::Simulation(city, sink, image));
}
