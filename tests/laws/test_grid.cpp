// The grid under a city: it carries exactly the city's charging, changes nothing for the cars unless limits
// are enforced, and is the same however the run is cut or spread over threads.

#include "small_run.hpp"

#include "sim/city/grid_limits.hpp"
#include "sim/run/work_pool.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <numeric>

using namespace yuchong;
using namespace yuchong::test;

namespace {

city::Inputs with_grid(std::vector<std::string> sets = {}) {
    sets.insert(sets.begin(), "grid.flow=feeders");
    return small_liangjiang(sets);
}

// A city whose feeders are planned for its base load, and whose stations all draw much of what they can.
city::Inputs crowded(std::string const& enforce) {
    return with_grid({"fleets.private.vehicles=4000000", "weather.offset_k=7", "grid.enforce=" + enforce,
                      "grid.operation.overload_pu=0.5"});
}

double sum(std::vector<float> const& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

}  // namespace

TEST_CASE("the feeders carry the charging of the city, step by step", "[slow]") {
    Run run(with_grid({"record.city_step=15 min"}));
    run.finish();
    REQUIRE(run.simulation.summary().status == measure::Status::done);
    std::size_t const feeders = run.city->grid->network.feeders.size();
    std::vector<float> const& city_kw = run.sink.city[0];
    REQUIRE(run.sink.feeder_charging_kw.size() == feeders * city_kw.size());
    CHECK(sum(city_kw) > 10'000.0);
    for (std::size_t step = 0; step < city_kw.size(); ++step) {
        auto const first = run.sink.feeder_charging_kw.begin() + static_cast<std::ptrdiff_t>(step * feeders);
        double const on_feeders = std::accumulate(first, first + static_cast<std::ptrdiff_t>(feeders), 0.0);
        CHECK(on_feeders == Approx(static_cast<double>(city_kw[step])).epsilon(1e-5));
    }
    auto const& audit = run.simulation.audit();
    CHECK(std::ranges::count(audit, "grid_energy", &measure::AuditRow::name) == 1);
    CHECK(std::ranges::count(audit, "grid_power_balance", &measure::AuditRow::name) == 1);
}

TEST_CASE("a transformer that is named is recorded step by step, and so are stations' without a name") {
    city::Inputs inputs = with_grid({"time.duration=1 d", "time.warmup=1 h"});
    Run stations(inputs);
    stations.finish();
    inputs.grid.recorded_transformers = {"all"};
    Run all(inputs);
    all.finish();
    grid::Network const& network = all.city->grid->network;
    std::vector<std::uint32_t> const& some = stations.city->grid->with_series;
    std::size_t const width = network.transformers.size(), few = some.size();
    REQUIRE(all.city->grid->with_series.size() == width);
    REQUIRE(few > 0);
    CHECK(few < width);
    std::vector<float> const &loading = all.sink.feeders[6], &of_stations = stations.sink.feeders[6];
    REQUIRE(loading.size() == 96 * width);
    REQUIRE(of_stations.size() == 96 * few);
    for (std::size_t step = 0; step < 96; ++step)
        for (std::size_t i = 0; i < few; ++i)
            REQUIRE(of_stations[step * few + i] == loading[step * width + some[i]]);
    // The largest of the day is the largest of the series.
    for (std::size_t t = 0; t < width; ++t) {
        float largest = 0.0F;
        for (std::size_t step = 0; step < 96; ++step) largest = std::max(largest, loading[step * width + t]);
        REQUIRE(all.sink.days[0][t] == largest);
    }
}

TEST_CASE("charging that the feeders do not carry is seen") {
    Run run(with_grid({"time.duration=2 h", "time.warmup=1 h"}));
    run.simulation.advance(run.simulation.end(), never_stop);
    run.simulation.mutable_state().grid->meters.fed_kwh *= 1.0 + 1e-8;
    run.simulation.close();
    CHECK(run.simulation.summary().status == measure::Status::audit_failed);
}

TEST_CASE("a grid whose limits nobody enforces changes nothing for the cars", "[slow]") {
    Run without(small_liangjiang()), with(with_grid());
    without.finish();
    with.finish();
    CHECK(without.simulation.summary().digest == with.simulation.summary().digest);
    CHECK((without.sink.city == with.sink.city));
    CHECK((without.sink.stations == with.sink.stations));
}

TEST_CASE("a run with a grid that was saved and loaded ends like the undisturbed one", "[slow]") {
    Run undisturbed(crowded("feeder"));
    undisturbed.finish();
    InterruptedRun const run(crowded("feeder"), {SimTime{hours(5).ms + 123'457}, SimTime{hours(14).ms},
                                                 SimTime{hours(23).ms + 1}});
    auto const& simulation = run.simulation;
    MemorySink const& sink = run.sink;
    CHECK(simulation->summary().digest == undisturbed.simulation.summary().digest);
    CHECK((sink.feeder_charging_kw == undisturbed.sink.feeder_charging_kw));
    CHECK((sink.feeders == undisturbed.sink.feeders));
    CHECK((sink.days == undisturbed.sink.days));
    CHECK((sink.life_used_h == undisturbed.sink.life_used_h));
    REQUIRE(sink.violations.size() == undisturbed.sink.violations.size());
    for (std::size_t v = 0; v < sink.violations.size(); ++v) {
        CHECK(sink.violations[v].worst == undisturbed.sink.violations[v].worst);
        CHECK(sink.violations[v].begin == undisturbed.sink.violations[v].begin);
    }
}

TEST_CASE("feeders on three threads give the same bits", "[slow]") {
    Run alone(with_grid()), spread(with_grid());
    run::WorkPool pool(3);
    spread.simulation.spread_with([&pool](std::size_t count, std::function<void(std::size_t)> const& body) {
        pool.for_each(count, body);
    });
    alone.finish();
    spread.finish();
    CHECK((alone.sink.feeders == spread.sink.feeders));
    CHECK((alone.sink.days == spread.sink.days));
}

TEST_CASE("limits that are enforced hold stations back, and cars wait longer", "[slow]") {
    Run free(crowded("none")), held(crowded("station"));
    free.finish();
    held.finish();
    auto const before = free.simulation.summary(), after = held.simulation.summary();
    REQUIRE(after.status == measure::Status::done);
    CHECK(before.grid->transformers_overloaded > 0);
    CHECK(after.digest != before.digest);
    CHECK(after.energy_public_kwh < before.energy_public_kwh);
    CHECK(after.wait.mean_s > before.wait.mean_s);

    // What a station's own transformer carries never exceeds its limit: nothing else hangs on it.
    auto const& under = *held.city->grid;
    for (measure::Violation const& v : held.sink.violations) {
        bool const is_station = v.limit == measure::GridLimit::transformer_loading &&
                                under.network.transformers[v.element].role == grid::TransformerRole::station;
        if (is_station) {
            INFO("worst " << v.worst << " of " << v.bound);
            CHECK(v.worst <= v.bound * (1.0 + 1e-3));
        }
    }
    auto const on_stations = [&under](Run const& run) {
        return std::ranges::count_if(run.sink.violations, [&under](measure::Violation const& v) {
            return v.limit == measure::GridLimit::transformer_loading &&
                   under.network.transformers[v.element].role == grid::TransformerRole::station;
        });
    };
    CHECK(on_stations(free) > 0);
    CHECK(on_stations(held) == 0);
}
