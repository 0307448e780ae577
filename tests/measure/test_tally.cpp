// Visits, waits, sessions and what they sum to.

#include "sim/base/archive.hpp"
#include "sim/base/check.hpp"
#include "sim/measure/kpi.hpp"
#include "sim/measure/tally.hpp"

#include <catch2/catch.hpp>

using namespace yuchong;
using namespace yuchong::measure;
using supply::Outcome;
using supply::PlugClass;

namespace {

constexpr Window window{SimTime{1'000'000}, SimTime{2'000'000}};
constexpr SimTime inside(std::int64_t ms) { return {1'000'000 + ms}; }

void add_wait(Tally& tally, std::int64_t wait_ms) { tally.wait_ended(inside(10), inside(10 + wait_ms)); }

}  // namespace

TEST_CASE("wait quantiles are linear between order statistics") {
    Tally tally(window);
    for (std::int64_t const ms : {40'000, 0, 10'000, 0, 30'000, 20'000}) add_wait(tally, ms);
    WaitSummary const w = summarise_waits(tally.state());
    // Sorted seconds 0 0 10 20 30 40: position 5 p.
    CHECK(w.mean_s == Approx(100.0 / 6));
    CHECK(w.p50_s == Approx(15.0));
    CHECK(w.p90_s == Approx(35.0));
    CHECK(w.p95_s == Approx(37.5));
    CHECK(w.share_5_min == 1.0);
}

TEST_CASE("a quantile between the zeros and the first positive wait") {
    Tally tally(window);
    add_wait(tally, 0);
    add_wait(tally, 8'000);
    CHECK(summarise_waits(tally.state()).p50_s == Approx(4.0));
    CHECK(summarise_waits(tally.state()).p95_s == Approx(7.6));
}

TEST_CASE("waits of at most 5, 10 and 15 min") {
    Tally tally(window);
    for (std::int64_t const ms : {0, 300'000, 300'001, 600'000, 900'001}) add_wait(tally, ms);
    WaitSummary const w = summarise_waits(tally.state());
    CHECK(w.share_5_min == Approx(0.4));
    CHECK(w.share_10_min == Approx(0.8));
    CHECK(w.share_15_min == Approx(0.8));
    CHECK(summarise_waits(Tally(window).state()).p95_s == 0.0);
}

TEST_CASE("visits count by arrival, waiting is clipped to the window") {
    Tally tally(window);
    tally.wait_ended(SimTime{900'000}, SimTime{1'000'500});    // arrived before: no wait, 500 ms inside
    tally.wait_ended(SimTime{800'000}, SimTime{900'000});      // over before
    tally.wait_ended(SimTime{1'999'000}, SimTime{2'000'700});  // 1000 ms inside, wait 1700 ms
    tally.visit_ended(SimTime{900'000}, Outcome::served);
    tally.visit_ended(SimTime{1'999'000}, Outcome::running);
    tally.visit_ended(SimTime{2'000'000}, Outcome::served);  // the window is half open
    CHECK(tally.state().clipped_wait_ms == 1'500);
    CHECK(tally.state().waits_ms == std::vector<std::uint32_t>{1'700});
    CHECK(tally.state().visits == std::array<std::int64_t, outcomes>{0, 0, 0, 0, 1});
    CHECK_THROWS_AS(tally.wait_ended(inside(5), inside(4)), BrokenInvariant);
}

TEST_CASE("a summary adds up") {
    Tally tally(window);
    for (int i = 0; i < 8; ++i) tally.visit_ended(inside(i), Outcome::served);
    tally.visit_ended(inside(9), Outcome::balked);
    tally.visit_ended(inside(9), Outcome::reneged);
    tally.visit_ended(inside(9), Outcome::failed);
    tally.session_ended(Place::home, PlugClass::ac, inside(0), KilowattHours{10.0});
    tally.session_ended(Place::home, PlugClass::ac, SimTime{5},
                        KilowattHours{2.0});  // began earlier: energy only
    tally.session_ended(Place::public_station, PlugClass::super, inside(0), KilowattHours{30.0});
    tally.session_ended(Place::public_station, PlugClass::fast, inside(0), KilowattHours{20.0});
    tally.open({{100, 100, 0}, {1'000, 1'000, 0}});
    tally.close({{350, 200, 0}, {2'000, 3'000, 0}});

    Summary const s = summarise(tally.state(), RecorderState{});
    CHECK(s.sessions == 3);
    CHECK(s.sessions_home == 1);
    CHECK(s.visits == 11);
    CHECK(s.served_share == Approx(0.8));
    CHECK(s.energy_kwh == Approx(62.0));
    CHECK(s.energy_public_kwh == Approx(s.energy_super_kwh + s.energy_fast_kwh + s.energy_ac_kwh));
    CHECK(s.utilisation.super == Approx(0.25));
    CHECK(s.utilisation.fast == Approx(0.05));
    CHECK(s.utilisation.ac == 0.0);  // there are none
}

TEST_CASE("what served sessions lack adds up, by plug-in in the window") {
    Tally tally(window);
    tally.need_ended(inside(0), KilowattHours{0.4});
    tally.need_ended(inside(1), KilowattHours{0.6});
    tally.need_ended(inside(2), KilowattHours{-3.0});  // it took more than it asked for
    tally.need_ended(SimTime{5}, KilowattHours{9.0});  // plugged in before
    Summary const s = summarise(tally.state(), RecorderState{});
    CHECK(s.unmet_kwh == Approx(1.0));
    CHECK(s.sessions_unmet == 1);
}

TEST_CASE("a tally goes on from a checkpoint") {
    Tally tally(window);
    add_wait(tally, 1'234);
    tally.visit_ended(inside(1), Outcome::served);
    tally.session_ended(Place::depot, PlugClass::ac, inside(1), KilowattHours{7.0});
    tally.need_ended(inside(1), KilowattHours{2.0});
    Saver saver;
    archive(saver, tally.state());
    Tally again(window);
    Loader loader(saver.bytes());
    archive(loader, again.state());
    CHECK(loader.finished());
    add_wait(tally, 99);
    add_wait(again, 99);
    CHECK(again.state().waits_ms == tally.state().waits_ms);
    CHECK(again.state().visits == tally.state().visits);
    CHECK(again.state().energy_kwh == tally.state().energy_kwh);
    CHECK(again.state().unmet_kwh == tally.state().unmet_kwh);
}

TEST_CASE("KPI names are unique and everything the summary promises is there") {
    std::vector<std::string> names;
    for (KpiDefinition const& kpi : kpi_definitions()) {
        CHECK(std::string(kpi.long_name) != "");
        CHECK(std::find(names.begin(), names.end(), kpi.name) == names.end());
        names.emplace_back(kpi.name);
    }
    for (char const* name :
         {"vehicles", "stations", "sessions", "visits", "energy_kwh", "peak_kw", "peak_time", "wait_mean_s",
          "wait_p50_s", "wait_p90_s", "wait_p95_s", "served_share", "ev_days"})
        CHECK(std::find(names.begin(), names.end(), name) != names.end());
}
