// Storage and solar panels at the stations of a city.

#include "small_run.hpp"

#include "tests/oracle/count_allocations.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>

using namespace yuchong;
using namespace yuchong::test;

namespace {

using Sets = std::vector<std::string>;

// Connections that bind, and a storage and panels at every station with DC terminals.
Sets equipped(std::string const& rule, Sets const& more = {}) {
    Sets sets{"supply.network.dc_simultaneity=0.25", "supply.storage.share=[1, 1, 0]",
              "supply.photovoltaics.share=[1, 1, 0]", "supply.storage.rule=" + rule};
    sets.insert(sets.end(), more.begin(), more.end());
    return sets;
}

void check_audit(city::Simulation const& simulation) {
    for (auto const& row : simulation.audit()) {
        INFO(row.name << ": " << row.left << " against " << row.right);
        CHECK(row.holds);
    }
}

double sum(std::vector<float> const& series) {
    double total = 0.0;
    for (float const x : series) total += static_cast<double>(x);
    return total;
}

}  // namespace

TEST_CASE("every law holds with storage and sun, under every rule and on a grid", "[slow]") {
    for (std::string const rule : {"peak_shave", "arbitrage", "self_consumption"}) {
        for (std::string const sharing : {"fair", "max_min", "proportional"}) {
            Run run(small_liangjiang(equipped(rule, {"supply.network.sharing=" + sharing, "grid.flow=feeders",
                                                     "grid.enforce=station", "tariff.two_part=true"})));
            run.finish();
            INFO(rule << " " << sharing);
            check_audit(run.simulation);
            auto const summary = run.simulation.summary();
            REQUIRE(summary.plants);
            CHECK(summary.plants->with_storage > 10);
            CHECK(summary.plants->flows.pv_kwh > 100.0);
            CHECK(summary.plants->self_consumption() > 0.0);
            CHECK(summary.plants->self_consumption() <= 1.0);
            auto const& names = run.simulation.audit();
            CHECK(std::ranges::count(names, "connection_worst_station", &measure::AuditRow::name) == 1);
            CHECK(std::ranges::count(names, "storage_within_bounds", &measure::AuditRow::name) == 1);
        }
    }
}

TEST_CASE("series of plants: connection = charging + storage - sun, and the sums of the summary", "[slow]") {
    Run run(small_liangjiang(equipped("arbitrage")));
    run.finish();
    auto const& city = run.sink.city_plants;
    REQUIRE(city.size() == 3);
    std::vector<float> const &charging = run.sink.city[0], &storage = city[0], &sun = city[1], &net = city[2];
    REQUIRE(charging.size() == net.size());
    for (std::size_t i = 0; i < net.size(); ++i)
        REQUIRE(net[i] == Approx(charging[i] + storage[i] - sun[i]).epsilon(1e-6).margin(1e-3));
    auto const summary = run.simulation.summary();
    double const step_h = 5.0 / 60;
    CHECK(step_h * sum(sun) == Approx(summary.plants->flows.pv_kwh).epsilon(1e-6));
    CHECK(step_h * sum(storage) ==
          Approx(summary.plants->flows.charged_kwh - summary.plants->flows.discharged_kwh)
              .margin(1e-6 * summary.plants->flows.charged_kwh));
    CHECK(summary.plants->flows.discharged_kwh > 100.0);
    CHECK(summary.plants->peak_kw == Approx(*std::ranges::max_element(net)).epsilon(1e-6));
    CHECK(run.sink.plants.size() == 4);
    for (float const soc : run.sink.plants[1]) {
        CHECK(soc >= 0.1F - 1e-6F);
        CHECK(soc <= 0.9F + 1e-6F);
    }
}

TEST_CASE("where connections bind, storage makes waits shorter", "[slow]") {
    Sets const tight{"supply.network.dc_simultaneity=0.2", "scale=0.05"};
    Sets with = tight;
    with.insert(with.end(), {"supply.storage.share=[1, 1, 0]", "supply.storage.rule=peak_shave",
                             "supply.storage.c_rate=1", "supply.storage.least_kwh=400 kWh"});
    Run bare(small_liangjiang(tight)), equipped(small_liangjiang(with));
    bare.finish();
    equipped.finish();
    check_audit(equipped.simulation);
    auto const before = bare.simulation.summary(), after = equipped.simulation.summary();
    CHECK(before.wait.mean_s > 30.0);
    CHECK(after.wait.mean_s < 0.9 * before.wait.mean_s);
    CHECK(after.served_share >= before.served_share);
    CHECK(after.plants->flows.discharged_kwh > 10.0);
}

TEST_CASE("a larger share keeps the storages of a smaller one, and panels stand where storages are") {
    auto const plants = [](Sets const& sets) {
        Run const run(small_liangjiang(sets));
        std::vector<supply::Plant> found;
        for (supply::Station const& station : run.city->network().stations) found.push_back(station.plant);
        return found;
    };
    auto const few =
        plants({"supply.storage.share=[0.2, 0.2, 0]", "supply.photovoltaics.share=[0.1, 0.1, 0]"});
    auto const many = plants({"supply.storage.share=[0.6, 0.6, 0.6]"});
    auto const none = plants({});
    REQUIRE(few.size() == many.size());
    std::size_t with = 0;
    for (std::size_t s = 0; s < few.size(); ++s) {
        CHECK_FALSE(none[s].exists());
        if (few[s].storage_kwh > 0.0) CHECK(many[s].storage_kwh == few[s].storage_kwh);
        if (few[s].pv_peak_kw > 0.0) CHECK(few[s].storage_kwh > 0.0);
        if (few[s].storage_kwh > 0.0) CHECK(few[s].storage_kwh >= 200.0);
        with += many[s].storage_kwh > 0.0 ? 1 : 0;
    }
    CHECK(with > few.size() * 4 / 10);
    CHECK(with < few.size() * 8 / 10);
}

TEST_CASE("each law of plants, broken on purpose, is found broken", "[slow]") {
    city::City const city(small_liangjiang(equipped("arbitrage")));
    measure::NoSink sink;
    city::Simulation simulation(city, sink);
    simulation.advance(simulation.end(), never_stop);
    auto const image = simulation.save();
    auto const broken_by = [&](std::function<void(city::State&)> const& breakage) {
        city::Simulation going_on(city, sink, image);
        breakage(going_on.mutable_state());
        going_on.close();
        std::vector<std::string> broken;
        for (auto const& row : going_on.audit()) {
            if (!row.holds) broken.push_back(row.name);
        }
        return broken;
    };
    using Names = std::vector<std::string>;
    CHECK(broken_by([](city::State&) {}) == Names{});
    CHECK(broken_by([](city::State& s) { s.supply.plants[2].total.import_kwh += 1e-3; }) ==
          Names{"connection_worst_station"});
    CHECK(broken_by([](city::State& s) { s.supply.plants[2].total.export_kwh += 1e-3; }) ==
          Names{"connection_worst_station"});
    // A storage that loses more than it says, and a sun that shone more than the panels know.
    CHECK(broken_by([](city::State& s) { s.supply.plants[0].storage.energy_kwh *= 0.999; }) ==
          Names{"connection_worst_station"});
    CHECK(broken_by([](city::State& s) { s.supply.plants[0].storage.loss_kwh += 1e-3; }) ==
          Names{"connection_worst_station"});
    CHECK(broken_by([](city::State& s) { s.sun.kwh += 1e-3; }) == Names{"connection_worst_station"});
    CHECK(broken_by([](city::State& s) { s.supply.plants[1].highest_kwh = 1e6; }) ==
          Names{"storage_within_bounds"});
    CHECK(broken_by([](city::State& s) { s.supply.plants[1].lowest_kwh = -1e-3; }) ==
          Names{"storage_within_bounds"});
}

TEST_CASE("a city with plants that was saved and loaded ends like the undisturbed one", "[slow]") {
    Sets const sets = equipped("arbitrage", {"grid.flow=feeders", "tariff.two_part=true"});
    Run undisturbed(small_liangjiang(sets));
    undisturbed.finish();
    std::vector<SimTime> instants;
    for (double const share : {0.13, 0.4711, 0.83})
        instants.push_back(at_share(undisturbed.simulation, share));
    InterruptedRun const run(small_liangjiang(sets), instants);
    auto const expected = undisturbed.simulation.summary(), summary = run.simulation->summary();
    CHECK(summary.digest == expected.digest);
    for (auto const& kpi : measure::kpis_of(expected)) {
        INFO(kpi.name);
        CHECK(kpi.read(summary) == kpi.read(expected));
    }
    CHECK((run.sink.plants[0] == undisturbed.sink.plants[0]));
    CHECK((run.sink.plants[2] == undisturbed.sink.plants[2]));
    CHECK((run.sink.plants[3] == undisturbed.sink.plants[3]));
    CHECK((run.sink.city_plants == undisturbed.sink.city_plants));
    CHECK((run.sink.stations == undisturbed.sink.stations));
    CHECK((run.sink.feeders == undisturbed.sink.feeders));
    for (std::size_t r = 0; r < run.simulation->audit().size(); ++r) {
        CHECK(run.simulation->audit()[r].left == undisturbed.simulation.audit()[r].left);
        CHECK(run.simulation->audit()[r].right == undisturbed.simulation.audit()[r].right);
    }
}

TEST_CASE("plants allocate nothing while the city runs", "[slow]") {
    city::City const city(
        small_liangjiang(equipped("arbitrage", {"record.sessions=none", "time.duration=4 d"})));
    measure::NoSink sink;
    city::Simulation simulation(city, sink);
    simulation.advance(SimTime{hours(60).ms}, never_stop);
    auto const events = simulation.state().totals.events;
    std::uint64_t const before = oracle::allocations();
    simulation.advance(SimTime{hours(84).ms}, never_stop);
    auto const handled = static_cast<std::uint64_t>(simulation.state().totals.events - events);
    CHECK(oracle::allocations() - before < handled / 100);
}

TEST_CASE("control tells what stations pay behind their storages and panels", "[slow]") {
    Run run(small_liangjiang(
        equipped("arbitrage", {"control.strategy=llf", "control.limit_share=0.5", "time.warmup=0 s"})));
    run.finish();
    auto const summary = run.simulation.summary();
    REQUIRE(summary.plants->flows.export_kwh > 0.0);
    CHECK(sum(run.sink.control[2]) == Approx(summary.bill.public_yuan).epsilon(1e-6));
    double home_kg = 0.0;
    auto const& energy = run.simulation.state().recorder.state().energy_by_hour;
    for (int hour = 0; hour < 24; ++hour)
        for (double const kwh : energy.home_kwh[measure::EnergyByHour::index({8, hour})])
            home_kg += kwh * run.city->tariff.carbon(8, hour).value();
    CHECK(sum(run.sink.control[3]) == Approx(summary.bill.carbon_kg - home_kg).epsilon(1e-6));
}
