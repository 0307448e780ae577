// Batteries followed through whole runs: nothing else changes for it, every vehicle has its row, the way
// travelled is the way driven and charged, and a saved run goes on as if nothing had happened.

#include "small_run.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <numeric>

using namespace yuchong;
using namespace yuchong::test;

namespace {

std::vector<std::string> const follow{"ageing.follow=true", "control.homes.strategy=valley_fill",
                                      "control.v2g.strategy=v2g_peak_shave", "control.v2g.share=0.5"};

double sum(std::vector<float> const& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

}  // namespace

TEST_CASE("following batteries changes nothing else", "[slow]") {
    Run without(small_liangjiang()), with(small_liangjiang({"ageing.follow=true"}));
    without.finish();
    with.finish();
    CHECK(with.simulation.summary().digest == without.simulation.summary().digest);
    CHECK(with.sink.city == without.sink.city);
    CHECK(without.sink.batteries.vehicle.empty());
    CHECK_FALSE(without.simulation.summary().batteries.has_value());
    CHECK(with.sink.batteries.vehicle.size() == with.city->cars.size());
}

TEST_CASE("full cycles are half of what batteries take and give over their size", "[slow]") {
    Run run(small_liangjiang({"ageing.follow=true", "ageing.smallest_cycle_soc=0", "time.duration=2 d"}));
    run.finish();
    auto const& table = run.sink.batteries;
    double const years = run.city->window.length().hours() / 8'766.0;
    std::map<std::uint32_t, std::vector<measure::SessionRow const*>> sessions;
    for (auto const& row : run.sink.sessions)
        if (row.unplug != never) sessions[row.vehicle].push_back(&row);
    int looked_at = 0;
    for (std::size_t i = 0; i < table.vehicle.size(); ++i) {
        auto const found = sessions.find(table.vehicle[i]);
        if (found == sessions.end() || found->second.front()->flags != 0) continue;
        double way = 0.0;  // up at plugs, down on the road
        for (std::size_t k = 0; k < found->second.size(); ++k) {
            way += found->second[k]->soc_end - found->second[k]->soc_start;
            if (k > 0) way += found->second[k - 1]->soc_end - found->second[k]->soc_start;
        }
        double const cycles = static_cast<double>(table.full_cycles_per_year[i]) * years;
        REQUIRE(cycles >= 0.5 * way - 1e-3);
        // The ways before the first of these charges and after the last, a charge under way included.
        REQUIRE(cycles <= 0.5 * way + 1.5);
        ++looked_at;
    }
    CHECK(looked_at > 200);
}

TEST_CASE("who feeds back cycles more", "[slow]") {
    Run filled(small_liangjiang({"ageing.follow=true", "control.homes.strategy=valley_fill"}));
    Run shaved(small_liangjiang(follow));
    filled.finish();
    shaved.finish();
    auto const before = *filled.simulation.summary().batteries,
               after = *shaved.simulation.summary().batteries;
    CHECK(after.full_cycles_per_year > 1.05 * before.full_cycles_per_year);
    for (auto const& summary : {before, after}) {
        CHECK(summary.life_nmc_years > 3.0);
        CHECK(summary.life_lfp_years > summary.life_nmc_years);
        CHECK(summary.first_year_loss > 0.01);
        CHECK(summary.first_year_loss < 0.10);
        CHECK(summary.cost_yuan > 0.0);
    }
    auto const& table = shaved.sink.batteries;
    CHECK(sum(table.first_year_calendar_loss) < sum(table.first_year_loss));
    CHECK(std::ranges::min(table.life_years) > 0.0F);
}

TEST_CASE("followed batteries survive saving and loading", "[slow]") {
    Run undisturbed(small_liangjiang(follow));
    undisturbed.finish();
    std::vector<SimTime> instants;
    for (double const share : {0.3, 0.55, 0.8}) instants.push_back(at_share(undisturbed.simulation, share));
    InterruptedRun const run(small_liangjiang(follow), instants);
    CHECK(run.sink.batteries.life_years == undisturbed.sink.batteries.life_years);
    CHECK(run.sink.batteries.full_cycles_per_year == undisturbed.sink.batteries.full_cycles_per_year);
    CHECK(run.sink.batteries.plug_c_rate == undisturbed.sink.batteries.plug_c_rate);
}
