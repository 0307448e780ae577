// Broken limits as spells: where they begin and end, how far they go, what lies outside the window.

#include "sim/base/archive.hpp"
#include "sim/measure/violations.hpp"
#include "tests/grid/small_grid.hpp"

#include <catch2/catch.hpp>

#include <utility>

#include <cmath>

using namespace yuchong;
using namespace yuchong::measure;

namespace {

constexpr GridBounds bounds{.low_voltage_pu = 0.93,
                            .high_voltage_pu = 1.07,
                            .transformer_loading_pu = 1.1,
                            .transformer_hot_spot_c = 120.0,
                            .substation_loading_pu = 0.9};
constexpr Duration step_length = minutes(5);

constexpr SimTime at(std::int64_t minute) { return SimTime{} + minutes(minute); }

// All of the small network within its limits.
grid::DistributionState at_ease() {
    grid::DistributionState state;
    grid::FeederReading feeder{};
    feeder.low_pu = 0.95;
    feeder.high_pu = 1.02;
    feeder.loading_pu = 0.5;
    feeder.solution = grid::Solution::full;
    state.feeders.assign(3, feeder);
    state.substations.assign(2, grid::SubstationReading{});
    state.loading_pu.assign(6, 0.5);
    state.loading_without_pu.assign(6, 0.4);
    state.heat.warmest_hot_c.assign(6, 80.0);
    return state;
}

// Feeds one state a step, from time 0 on.
class Watch {
public:
    void step(grid::DistributionState const& state) {
        violations.step(state, now_, now_ + step_length);
        now_ = now_ + step_length;
    }
    void ease(int steps = 1) {
        for (int k = 0; k < steps; ++k) step(at_ease());
    }
    template <class Change>
    void step_with(Change change) {
        grid::DistributionState state = at_ease();
        change(state);
        step(state);
    }

    Violations violations{grid::fixture::small_network(), bounds};

private:
    SimTime now_{};
};

void check_spell(Violation const& found, Violation const& wanted) {
    CHECK(found.limit == wanted.limit);
    CHECK(found.element == wanted.element);
    CHECK(found.begin == wanted.begin);
    CHECK(found.end == wanted.end);
    CHECK(found.worst == wanted.worst);
    CHECK(found.bound == wanted.bound);
}

}  // namespace

TEST_CASE("a spell goes from the first step beyond to the end of the last, with the furthest value") {
    Watch watch;
    watch.ease(2);
    for (double const loading : {1.01, 1.4, 1.2}) {
        watch.step_with([&](auto& s) { s.feeders[1].loading_pu = loading; });
        CHECK(watch.violations.finished().empty());
    }
    watch.ease();
    REQUIRE(watch.violations.finished().size() == 1);
    check_spell(watch.violations.finished()[0], {GridLimit::feeder_loading, 1, at(10), at(25), 1.4, 1.0});
    watch.violations.close();
    CHECK(watch.violations.finished().size() == 1);
}

TEST_CASE("a spell knows its worst step without charging") {
    Watch watch;
    for (auto const& [with, without] : {std::pair{1.1, 0.7}, {1.3, 0.9}, {1.2, 1.1}}) {
        watch.step_with([&](auto& s) {
            s.feeders[0].loading_pu = with;
            s.feeders[0].loading_without_pu = without;
        });
    }
    watch.ease();
    REQUIRE(watch.violations.finished().size() == 1);
    CHECK(watch.violations.finished()[0].worst == 1.3);
    CHECK(watch.violations.finished()[0].without_charging == 0.9);
}

TEST_CASE("a gap of one step makes two spells") {
    Watch watch;
    for (double const c : {130.0, 80.0, 125.0, 80.0})
        watch.step_with([&](auto& s) { s.heat.warmest_hot_c[4] = c; });
    REQUIRE(watch.violations.finished().size() == 2);
    check_spell(watch.violations.finished()[0],
                {GridLimit::transformer_hot_spot, 4, at(0), at(5), 130.0, 120.0});
    check_spell(watch.violations.finished()[1],
                {GridLimit::transformer_hot_spot, 4, at(10), at(15), 125.0, 120.0});
}

TEST_CASE("low voltages are worst where they are lowest") {
    Watch watch;
    for (double const pu : {0.92, 0.90, 0.925}) watch.step_with([&](auto& s) { s.feeders[2].low_pu = pu; });
    watch.ease();
    REQUIRE(watch.violations.finished().size() == 1);
    check_spell(watch.violations.finished()[0], {GridLimit::low_voltage, 2, at(0), at(15), 0.90, 0.93});
}

TEST_CASE("each limit watches its own value, and a value on the limit keeps it") {
    Watch watch;
    watch.step_with([](auto& s) {
        s.feeders[0].loading_pu = 1.0;
        s.feeders[0].low_pu = 0.93;
        s.feeders[0].high_pu = 1.07;
        s.loading_pu[0] = 1.1;
        s.heat.warmest_hot_c[0] = 120.0;
        s.substations[0].loading_pu = 0.9;
    });
    watch.violations.close();
    CHECK(watch.violations.finished().empty());

    watch.step_with([](auto& s) {
        s.feeders[0].high_pu = 1.08;
        s.feeders[1].dropped = 3;
        s.loading_pu[5] = 1.3;
        s.substations[1].loading_pu = 0.95;
    });
    watch.violations.close();
    auto const& found = watch.violations.finished();
    REQUIRE(found.size() == 4);
    check_spell(found[0], {GridLimit::high_voltage, 0, at(5), at(10), 1.08, 1.07});
    check_spell(found[1], {GridLimit::transformer_loading, 5, at(5), at(10), 1.3, 1.1});
    check_spell(found[2], {GridLimit::substation_loading, 1, at(5), at(10), 0.95, 0.9});
    check_spell(found[3], {GridLimit::charger_cut_out, 1, at(5), at(10), 3.0, 0.0});
}

TEST_CASE("a feeder without a solution has a spell of that kind and no other") {
    Watch watch;
    watch.step_with([](auto& s) { s.feeders[0].loading_pu = 1.2; });
    watch.step_with([](auto& s) {
        s.feeders[0].loading_pu = s.feeders[0].low_pu = s.feeders[0].high_pu = NAN;
        s.feeders[0].solution = grid::Solution::none;
    });
    watch.ease();
    auto const& found = watch.violations.finished();
    REQUIRE(found.size() == 2);
    check_spell(found[0], {GridLimit::feeder_loading, 0, at(0), at(5), 1.2, 1.0});
    check_spell(found[1], {GridLimit::no_solution, 0, at(5), at(10), 1.0, 0.0});
}

TEST_CASE("spells that run at the close end there, in order of limit and element") {
    Watch watch;
    watch.ease();
    for (int k = 0; k < 2; ++k)
        watch.step_with([](auto& s) {
            s.loading_pu[3] = s.loading_pu[1] = 1.5;
            s.feeders[2].loading_pu = 1.1;
        });
    CHECK(watch.violations.finished().empty());
    watch.violations.close();
    auto const& found = watch.violations.finished();
    REQUIRE(found.size() == 3);
    check_spell(found[0], {GridLimit::feeder_loading, 2, at(5), at(15), 1.1, 1.0});
    check_spell(found[1], {GridLimit::transformer_loading, 1, at(5), at(15), 1.5, 1.1});
    check_spell(found[2], {GridLimit::transformer_loading, 3, at(5), at(15), 1.5, 1.1});
}

TEST_CASE("steps above the loading limit are counted by transformer") {
    Watch watch;
    for (double const loading : {1.2, 1.05, 1.11, 1.1})
        watch.step_with([&](auto& s) { s.loading_pu[2] = loading; });
    CHECK(watch.violations.steps_above() == std::vector<std::uint32_t>{0, 0, 2, 0, 0, 0});
}

TEST_CASE("a spell goes on over a checkpoint") {
    Watch undisturbed;
    for (double const loading : {1.2, 0.5, 1.3, 1.1})
        undisturbed.step_with([&](auto& s) { s.feeders[0].loading_pu = loading; });
    Saver saver;
    archive(saver, undisturbed.violations);
    Watch resumed;
    resumed.ease(4);
    auto const bytes = saver.take();
    Loader loader(bytes);
    archive(loader, resumed.violations);
    CHECK(loader.finished());
    for (Watch* watch : {&undisturbed, &resumed}) {
        watch->step_with([](auto& s) { s.feeders[0].loading_pu = 1.15; });
        watch->ease();
        REQUIRE(watch->violations.finished().size() == 2);
        check_spell(watch->violations.finished()[0], {GridLimit::feeder_loading, 0, at(0), at(5), 1.2, 1.0});
        check_spell(watch->violations.finished()[1],
                    {GridLimit::feeder_loading, 0, at(10), at(25), 1.3, 1.0});
    }
}

TEST_CASE("names of limits are the codes of the result file, in order") {
    std::vector<std::string> names;
    for (std::size_t l = 0; l < grid_limits; ++l) names.emplace_back(name(static_cast<GridLimit>(l)));
    CHECK(names == std::vector<std::string>{"feeder_loading", "low_voltage", "high_voltage",
                                            "transformer_loading", "transformer_hot_spot",
                                            "substation_loading", "charger_cut_out", "no_solution"});
}
