// Sessions that answer to the frequency: what they offer and give, who leaves full nevertheless, and that a
// saved run goes on.

#include "small_run.hpp"

#include "sim/city/frequency_response.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

using namespace yuchong;
using namespace yuchong::test;

namespace {

// The depot replays sessions whose departures are all known.
city::Inputs depot(std::vector<std::string> sets, double share = 1.0) {
    std::vector<std::string> all{"control.strategy=peak_limit",
                                 "control.limit_share=" + std::to_string(share), "time.duration=2 d"};
    all.insert(all.end(), sets.begin(), sets.end());
    return scenario("depot", all);
}

// All of the power within 0.1 Hz, so that much is asked for.
std::vector<std::string> droop(std::vector<std::string> more = {}) {
    std::vector<std::string> sets{"control.droop.enabled=true", "control.droop.deadband_hz=0.005",
                                  "control.droop.droop=0.002"};
    sets.insert(sets.end(), more.begin(), more.end());
    return sets;
}

}  // namespace

TEST_CASE("the frequency has the deviation and the memory that were asked for, whoever looks") {
    city::City const city(depot(droop({"control.droop.sigma_hz=0.03", "control.droop.persistence=0.6"})));
    std::vector<double> deviation;
    for (std::int64_t k = 0; k < 20'000; ++k)
        deviation.push_back(city::frequency_deviation_hz(city, SimTime{0} + k * minutes(5)));
    double square = 0.0, next = 0.0, mean = 0.0;
    for (std::size_t k = 1; k < deviation.size(); ++k) {
        mean += deviation[k];
        square += deviation[k] * deviation[k];
        next += deviation[k] * deviation[k - 1];
    }
    auto const n = static_cast<double>(deviation.size() - 1);
    CHECK(mean / n == Approx(0.0).margin(0.002));
    CHECK(std::sqrt(square / n) == Approx(0.03).epsilon(0.03));
    CHECK(next / square == Approx(0.6).margin(0.03));
    // The same within the 5 minutes, and with any strategy.
    CHECK(city::frequency_deviation_hz(city, SimTime{0} + seconds(299)) == deviation[0]);
    city::City const other(depot(
        droop({"control.droop.sigma_hz=0.03", "control.droop.persistence=0.6", "control.strategy=llf"})));
    CHECK(city::frequency_deviation_hz(other, SimTime{0} + 7 * minutes(5)) == deviation[7]);
}

TEST_CASE("sessions answer to the frequency and leave as full as without") {
    Run plain(depot({})), answering(depot(droop()));
    plain.finish();
    answering.finish();
    auto const a = plain.simulation.summary(), b = answering.simulation.summary();
    CHECK(b.status == measure::Status::done);
    CHECK_FALSE(a.droop);
    REQUIRE(b.droop);
    CHECK(b.droop->up_kw > 1.0);
    CHECK(b.droop->given_up_kwh > 10.0);
    CHECK(b.droop->revenue_yuan == Approx(0.02 * 48.0 * (b.droop->up_kw + b.droop->down_kw)));
    // No limit binds: whoever was full is full.
    CHECK(b.unmet_kwh == Approx(a.unmet_kwh).margin(1e-6));
    CHECK(b.sessions_unmet == a.sessions_unmet);
    // What is given is within what is offered.
    MemorySink::Series const& series = answering.sink.droop;
    REQUIRE(series.size() == 4);
    REQUIRE_FALSE(series[0].empty());
    double given_kwh = 0.0;
    for (std::size_t k = 0; k < series[0].size(); ++k) {
        CHECK(series[2][k] <= series[0][k] + 1e-3F);
        CHECK(-series[2][k] <= series[1][k] + 1e-3F);
        given_kwh += series[2][k] * answering.city->inputs.record.station_step.hours();
    }
    CHECK(given_kwh == Approx(b.droop->given_up_kwh - b.droop->given_down_kwh).epsilon(1e-4));
    CHECK(plain.sink.droop[0].empty());
}

TEST_CASE("a rule that leaves nothing of the limit has no room to draw more, and keeps it") {
    Run run(depot(droop(), 0.3));
    run.finish();
    CHECK(measure::all_hold(run.simulation.audit()));
    auto const summary = run.simulation.summary();
    CHECK(summary.droop->given_up_kwh > 10.0);
    CHECK(summary.droop->given_down_kwh == 0.0);
    for (float const granted : run.sink.sites[1]) CHECK(granted <= run.city->site_limit_kw[0] + 1e-3);
}

TEST_CASE("a plan that puts off charging can draw more as well, and never more than the limit", "[slow]") {
    city::Inputs inputs = scenario(
        "depot-horizon",
        {"control.step=5 min", "control.horizon.hours=8 h", "control.limit_share=0.6", "time.duration=1 d",
         "control.droop.enabled=true", "control.droop.deadband_hz=0.005", "control.droop.droop=0.002"});
    Run run(std::move(inputs));
    run.finish();
    CHECK(measure::all_hold(run.simulation.audit()));
    auto const summary = run.simulation.summary();
    CHECK(summary.droop->down_kw > 0.1);
    CHECK(summary.droop->given_down_kwh > 0.1);
    CHECK(summary.droop->given_up_kwh > 0.1);
    for (float const granted : run.sink.sites[1]) CHECK(granted <= run.city->site_limit_kw[0] + 1e-3);
}

TEST_CASE("nobody answers inside the dead band, nor where nobody takes part") {
    Run plain(depot({}));
    plain.finish();
    for (char const* none :
         {"control.droop.site_share=0", "control.droop.session_share=0", "control.droop.deadband_hz=1"}) {
        INFO(none);
        Run run(depot(droop({none})));
        run.finish();
        CHECK(run.simulation.summary().digest == plain.simulation.summary().digest);
        CHECK(run.sink.city == plain.sink.city);
        CHECK(run.simulation.summary().droop->given_up_kwh == 0.0);
    }
}

TEST_CASE("runs with droop go on from a checkpoint with the same bits") {
    auto const inputs = [] { return depot(droop(), 0.4); };
    Run undisturbed(inputs());
    undisturbed.finish();
    std::vector<SimTime> instants;
    for (double const share : {0.31, 0.5, 0.77}) instants.push_back(at_share(undisturbed.simulation, share));
    InterruptedRun const run(inputs(), instants);
    CHECK(run.simulation->summary().digest == undisturbed.simulation.summary().digest);
    CHECK(run.sink.droop == undisturbed.sink.droop);
    CHECK(run.sink.sites == undisturbed.sink.sites);
    CHECK(run.simulation->summary().droop->revenue_yuan ==
          undisturbed.simulation.summary().droop->revenue_yuan);
}
