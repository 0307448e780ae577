// Control from outside, with controllers that stand where the client of a socket would: what they say is done
// and written down, and runs that are stopped, saved or replayed are the same.

#include "small_run.hpp"

#include "sim/control/site_sharing.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>

using namespace yuchong;
using namespace yuchong::test;
using city::ControlView;

namespace {

constexpr double endless_kw = std::numeric_limits<double>::infinity();

city::Inputs steered(std::vector<std::string> sets = {}) {
    sets.insert(sets.begin(), {"control.strategy=external", "control.limit_share=0.3"});
    return small_liangjiang(sets);
}

// The built-in least laxity, by way of what a controller is told.
std::vector<double> least_laxity(ControlView const& view) {
    std::vector<double> set_point_kw(view.sessions.size(), endless_kw);
    control::SharingScratch ranks;
    for (city::ControlledSite const& site : view.sites) {
        std::vector<control::SiteDemand> demands;
        double most_kw = 0.0;
        for (auto const& s : view.sessions.subspan(site.first, site.count)) {
            demands.push_back({.wanted_kw = s.wanted_kw,
                               .max_kw = s.max_kw,
                               .remaining_kwh = s.remaining_kwh,
                               .weight = 1.0,
                               .arrival = s.arrival,
                               .deadline = s.departure,
                               .number = s.terminal});
            most_kw += s.max_kw;
        }
        if (most_kw <= site.limit_kw) continue;
        control::share(control::SiteRule::llf, demands, site.limit_kw, {view.now, view.step}, ranks,
                       std::span(set_point_kw).subspan(site.first, site.count));
    }
    return set_point_kw;
}

// Does as llf, keeps what it was asked, and can be told to fail or to wait for ever.
class Outside final : public city::SiteController {
public:
    std::optional<std::vector<double>> decide(city::City const& city, ControlView const& view) override {
        ++asked;
        last_step = view.step;
        if (view.step == stops_at) return std::nullopt;
        if (view.step >= fails_at) throw city::ControllerFailed("it has had enough");
        auto set_point_kw = least_laxity(view);
        CHECK(check_set_points(city, view, set_point_kw).empty());
        return set_point_kw;
    }
    std::uint64_t stops_at = UINT64_MAX, fails_at = UINT64_MAX;
    std::uint64_t asked = 0, last_step = 0;
};

struct SteeredRun : Run {
    explicit SteeredRun(city::Inputs inputs) : Run(std::move(inputs)) { simulation.steer_with(outside); }
    Outside outside;
};

bool same_set_points(std::vector<measure::SetPointRow> const& a, std::vector<measure::SetPointRow> const& b) {
    return std::ranges::equal(a, b, [](auto const& x, auto const& y) {
        return x.time == y.time && x.step == y.step && x.session == y.session && x.station == y.station &&
               x.plug == y.plug && x.vehicle == y.vehicle && x.set_point_kw == y.set_point_kw;
    });
}

double total(std::vector<float> const& series) { return std::accumulate(series.begin(), series.end(), 0.0); }

}  // namespace

TEST_CASE("llf from outside is llf to the last bit, in a city of queues, faults and shared hosts", "[slow]") {
    SteeredRun outside(steered());
    Run inside(
        small_liangjiang({"control.strategy=llf", "control.limit_share=0.3", "record.set_points=true"}));
    outside.finish();
    inside.finish();
    CHECK(outside.simulation.summary().digest == inside.simulation.summary().digest);
    CHECK(outside.simulation.summary().energy_kwh == inside.simulation.summary().energy_kwh);
    CHECK(outside.sink.stations == inside.sink.stations);
    CHECK(outside.sink.sites == inside.sink.sites);
    CHECK(outside.outside.asked == 30 * 12 - 1);  // 6 h and a day, every five minutes; none at the very end
    REQUIRE(outside.sink.set_points.size() > 1000);
    CHECK(same_set_points(outside.sink.set_points, inside.sink.set_points));
    CHECK(std::ranges::any_of(inside.sink.set_points,
                              [](auto const& row) { return std::isfinite(row.set_point_kw); }));
}

TEST_CASE("what is recorded of control adds up: limits, energy, prices, what is left undone", "[slow]") {
    // Nobody waits for the next plan at home: all that stations cost is in /control.
    Run run(small_liangjiang({"control.strategy=edf", "control.limit_share=0.3"}));
    run.finish();
    auto const summary = run.simulation.summary();
    auto const& [price, carbon, cost, co2] =
        std::tie(run.sink.control[0], run.sink.control[1], run.sink.control[2], run.sink.control[3]);
    CHECK(total(cost) == Approx(summary.bill.public_yuan).epsilon(1e-6));
    CHECK(*std::ranges::min_element(price) < *std::ranges::max_element(price));
    CHECK(total(co2) > 0.2 * total(cost));
    auto const& [wanted, granted, unmet] = std::tie(run.sink.sites[0], run.sink.sites[1], run.sink.sites[2]);
    std::size_t const stations = run.city->network().stations.size();
    REQUIRE(granted.size() == 96 * stations);
    int bound = 0;
    for (std::size_t i = 0; i < granted.size(); ++i) {
        double const limit_kw = run.city->site_limit_kw[i % stations];
        REQUIRE(granted[i] <= limit_kw * (1 + 1e-6));
        bound += wanted[i] > granted[i] + 1.0F ? 1 : 0;
    }
    CHECK(bound > 10);
    // Homes lack next to nothing and are not in it.
    CHECK(total(unmet) > 0.0);
    CHECK(total(unmet) <= summary.unmet_kwh * (1 + 1e-6));
    double lacking_kwh = 0.0;
    for (measure::SessionRow const& row : run.sink.sessions) {
        bool const counts = row.place != measure::Place::home && row.outcome == supply::Outcome::served &&
                            run.city->window.contains(row.plug_in);
        if (counts) lacking_kwh += std::max(0.0, row.requested_kwh - row.energy_kwh);
    }
    CHECK(total(unmet) == Approx(lacking_kwh).epsilon(1e-6));
}

TEST_CASE("a control step that was interrupted is asked again, and leaves no trace", "[slow]") {
    SteeredRun undisturbed(steered());
    undisturbed.finish();
    for (std::uint64_t const step : {0, 100, 358}) {
        SteeredRun run(steered());
        run.outside.stops_at = step;
        CHECK_FALSE(run.simulation.advance(run.simulation.end(), never_stop));
        CHECK(run.simulation.now() == SimTime{} + minutes(5 * static_cast<std::int64_t>(step + 1)));
        // Asked at once again, it does not answer either.
        CHECK_FALSE(run.simulation.advance(run.simulation.end(), never_stop));
        CHECK(run.outside.asked == step + 2);
        auto const image = run.simulation.save();
        city::Simulation resumed(*run.city, run.sink, image);
        Outside patient;
        resumed.steer_with(patient);
        CHECK(resumed.advance(resumed.end(), never_stop));
        resumed.close();
        CHECK(patient.asked == 359 - step);
        CHECK(resumed.summary().digest == undisturbed.simulation.summary().digest);
        CHECK(resumed.summary().events == undisturbed.simulation.summary().events);
        CHECK(run.sink.stations == undisturbed.sink.stations);
        CHECK(run.sink.sites == undisturbed.sink.sites);
        CHECK(run.sink.control == undisturbed.sink.control);
        CHECK(same_set_points(run.sink.set_points, undisturbed.sink.set_points));
    }
}

TEST_CASE("a run steered from outside that was saved and loaded ends like the undisturbed one", "[slow]") {
    SteeredRun undisturbed(steered());
    undisturbed.finish();
    auto const city = std::make_unique<city::City>(steered());
    MemorySink sink;
    Outside outside;
    auto simulation = std::make_unique<city::Simulation>(*city, sink);
    for (double const share : {0.013, 0.2, 0.21, 0.5, 0.77, 0.999}) {
        simulation->steer_with(outside);
        simulation->advance(at_share(*simulation, share), never_stop);
        auto const image = simulation->save();
        simulation = std::make_unique<city::Simulation>(*city, sink, image);
    }
    simulation->steer_with(outside);
    simulation->advance(simulation->end(), never_stop);
    simulation->close();
    CHECK(simulation->summary().digest == undisturbed.simulation.summary().digest);
    CHECK(sink.sites == undisturbed.sink.sites);
    CHECK(same_set_points(sink.set_points, undisturbed.sink.set_points));
}

TEST_CASE("a controller that fails ends the run, before anything of the step is done", "[slow]") {
    SteeredRun run(steered());
    run.outside.fails_at = 100;
    CHECK_THROWS_AS(run.simulation.advance(run.simulation.end(), never_stop), city::ControllerFailed);
    CHECK(run.simulation.state().control.steps == 100);
    CHECK(run.simulation.now() == SimTime{} + minutes(505));
}

TEST_CASE("with a fallback it goes on, for good, also when it was saved on the way", "[slow]") {
    auto const inputs = [] { return steered({"control.external.fallback=llf"}); };
    SteeredRun willing(inputs()), failing(inputs());
    willing.finish();
    failing.outside.fails_at = 100;
    failing.finish();
    CHECK(failing.outside.last_step == 100);
    CHECK(failing.simulation.state().control.fallen_back == SimTime{} + minutes(505));
    CHECK(failing.simulation.state().control.why_fallen_back == "it has had enough");
    // The fallback does the same, so nothing else shows it.
    CHECK(failing.simulation.summary().digest == willing.simulation.summary().digest);
    CHECK(same_set_points(failing.sink.set_points, willing.sink.set_points));

    SteeredRun saved(inputs());
    saved.outside.fails_at = 100;
    saved.simulation.advance(at_share(saved.simulation, 0.6), never_stop);
    auto const image = saved.simulation.save();
    city::Simulation resumed(*saved.city, saved.sink, image);  // there is no controller any more
    resumed.advance(resumed.end(), never_stop);
    resumed.close();
    CHECK(resumed.state().control.why_fallen_back == "it has had enough");
    CHECK(resumed.summary().digest == willing.simulation.summary().digest);
}

TEST_CASE("set-points are judged: by the plug, by the site, and whether they are numbers at all") {
    city::City const city(scenario("depot-capped", {"control.strategy=external", "control.limit_kw=20"}));
    std::vector<city::ControlledSession> sessions(4);
    for (auto& s : sessions) s.plug_kw = s.max_kw = 7.68;
    sessions[3].max_kw = 1.0;
    std::vector<city::ControlledSite> const sites{{.station = 0, .limit_kw = 20.0, .first = 0, .count = 4}};
    ControlView const view{SimTime{}, 0, sites, sessions};
    auto const problem = [&](std::vector<double> const& kw) { return check_set_points(city, view, kw); };
    CHECK(problem({7.68, 7.68, 4.64, 0.0}).empty());
    CHECK(problem({5, 5, 5, 5}).empty());
    CHECK(problem({6, 6, 7, endless_kw}).empty());  // the last can take no more than 1 kW
    CHECK_THAT(problem({6, 6, 7.1, 1}), Catch::Contains("20.1 kW together (its limit is 20 kW)"));
    CHECK_THAT(problem({endless_kw, endless_kw, endless_kw, 0}), Catch::Contains("23.04 kW together"));
    CHECK_THAT(problem({7.7, 0, 0, 0}), Catch::Contains("its plug gives 7.68 kW"));
    CHECK_THAT(problem({0, -0.001, 0, 0}), Catch::Contains("is given -0.001 kW"));
    CHECK_THAT(problem({0, 0, NAN, 0}), Catch::Contains("NaN"));
    CHECK_THAT(problem({0, -endless_kw, 0, 0}), Catch::Contains("the least is 0"));
}
