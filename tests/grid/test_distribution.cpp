// Steps of the grid clock against every feeder solved alone, and what a step may leave out.

#include "sim/grid/distribution.hpp"

#include "sim/base/archive.hpp"
#include "sim/base/check.hpp"
#include "sim/base/hash.hpp"
#include "sim/grid/substation.hpp"
#include "tests/grid/small_grid.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <bit>
#include <cmath>

using namespace yuchong;
using namespace yuchong::grid;
using fixture::Charging;
using fixture::SmallGrid;

namespace {

constexpr FlowTolerance tight{.voltage_pu = 1e-11, .power_pu = 1e-10};

// A hundredth of Chongqing: tens of feeders of all kinds on a few substations, with noise.
struct Hundredth {
    explicit Hundredth(OperationSettings const& settings, StationInverters inverters = {})
        : distribution(grid(settings, std::move(inverters))) {}

    static fixture::Built const& built() {
        static fixture::Built const city = [] {
            NetworkDemand demand = fixture::demand_of(fixture::chongqing(), 0.01);
            fixture::add_stations(demand, 63);
            return fixture::build(std::move(demand));
        }();
        return city;
    }
    static NodeBaseLoad const& base_load() {
        static NodeBaseLoad const loads(built().network, built().shapes, {.sigma = 0.03, .persistence = 0.9},
                                        fixture::random);
        return loads;
    }
    static Distribution grid(OperationSettings const& settings, StationInverters inverters) {
        return {built().network,     base_load(), minutes(5), settings, fixture::transformer_settings(),
                std::move(inverters)};
    }
    // As much as their connections, every fourth station without; around 0.99 pu, where voltages are.
    static StationInverters inverters() {
        StationInverters all{{{0.95, 0.44}, {0.985, 0.0}, {0.988, 0.0}, {1.03, -0.44}}, {}};
        for (std::size_t s = 0; s < built().demand.stations.size(); ++s)
            all.rating_kva.push_back(s % 4 == 0 ? 0.0 : built().demand.stations[s].grid_limit_kw);
        return all;
    }
    // Stations and homes at a share of the design, each with a wiggle of its own that changes from step to
    // step.
    [[nodiscard]] Charging charging(std::int64_t step, double wiggle) const {
        Charging c(built().network);
        auto const share = [&](std::size_t i) {
            Block const b = fixture::random.draw(
                {DrawClass::test, 20, static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(step)});
            return 0.3 + wiggle * b.uniform(0);
        };
        for (std::size_t s = 0; s < c.station_kw.size(); ++s)
            c.station_kw[s] = share(s) * built().demand.stations[s].grid_limit_kw;
        for (std::size_t t = 0; t < c.home_kw.size(); ++t)
            c.home_kw[t] = built().network.transformers[t].role == TransformerRole::community
                               ? 20.0 * share(1'000 + t)
                               : 0.0;
        return c;
    }
    // A night towards whose end all loads rise slowly.
    [[nodiscard]] static double level(std::int64_t step) { return 0.3 + 0.0005 * static_cast<double>(step); }

    Distribution distribution;
};

// One feeder under this load, solved on its own.
struct Alone {
    std::vector<double> p, q;
    std::vector<Complex> voltage, current;
    FlowOutcome outcome;
    double given_pu = 0.0;
};

Alone solve_alone(Network const& network, NodeBaseLoad const& base_load, OperationSettings const& operation,
                  DistributionState const& state, StepLoad const& load, std::uint32_t f,
                  StationInverters const& inverters = {}) {
    Feeder const& feeder = network.feeders[f];
    Alone alone{std::vector<double>(feeder.node_count), std::vector<double>(feeder.node_count), {}, {}, {}};
    std::vector<VoltVarSource> sources;
    base_load.fill(FeederId{f}, load.level, state.noise.deviation[f], alone.p, alone.q);
    double const pf = operation.charger_power_factor;
    auto const add = [&](TransformerId t, double kw) {
        std::uint32_t const node = network.transformers[t.index()].node;
        if (node < feeder.first_node || node >= feeder.first_node + feeder.node_count) return;
        alone.p[node - feeder.first_node] += kw / 1'000.0;
        alone.q[node - feeder.first_node] += kw / 1'000.0 * std::sqrt(1.0 - pf * pf) / pf;
    };
    for (std::size_t s = 0; s < load.station_kw.size(); ++s) {
        add(network.station_transformer[s], load.station_kw[s]);
        std::uint32_t const node = network.transformers[network.station_transformer[s].index()].node;
        bool const here = node >= feeder.first_node && node < feeder.first_node + feeder.node_count;
        if (!here || inverters.rating_kva.empty() || inverters.rating_kva[s] == 0.0) continue;
        double const kva = inverters.rating_kva[s], kw = load.station_kw[s];
        alone.q[node - feeder.first_node] -= kw / 1'000.0 * std::sqrt(1.0 - pf * pf) / pf;
        sources.push_back({node - feeder.first_node, kva / 1'000.0,
                           std::sqrt(std::fmax(0.0, kva * kva - kw * kw)) / 1'000.0});
    }
    std::ranges::sort(sources, {}, &VoltVarSource::node);
    for (std::size_t t = 0; t < load.home_kw.size(); ++t) add(TransformerId{t}, load.home_kw[t]);
    RadialFeeder const radial({.parent = network.of(feeder, network.nodes.parent),
                               .r_pu = network.of(feeder, network.nodes.r_pu),
                               .x_pu = network.of(feeder, network.nodes.x_pu)});
    Complex const bus = state.bus[feeder.substation.index()];
    FeederSolver solver(feeder.node_count);
    alone.voltage.assign(feeder.node_count, bus);
    alone.outcome = solver.solve(
        radial, bus,
        {.p_pu = alone.p, .q_pu = alone.q, .volt_var = sources, .volt_var_curve = inverters.curve}, tight,
        alone.voltage);
    alone.given_pu = alone.outcome.given_pu;
    alone.current.assign(solver.current().begin(), solver.current().end());
    return alone;
}

double largest_difference(std::span<Complex const> a, std::span<Complex const> b) {
    double largest = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) largest = std::fmax(largest, magnitude(a[i] - b[i]));
    return largest;
}

std::span<Complex const> voltages(Network const& network, DistributionState const& state, std::uint32_t f) {
    return network.of(network.feeders[f], state.voltage);
}

double lowest(std::span<Complex const> voltage) {
    double lowest = 2.0;
    for (Complex const v : voltage) lowest = std::fmin(lowest, magnitude(v));
    return lowest;
}

// Every bit that a step leaves, without the padding of structs.
std::uint64_t bits_of(DistributionState const& s) {
    std::uint64_t hash = static_cast<std::uint64_t>(s.steps);
    auto const add = [&hash](auto... values) {
        ((hash = combine(hash, std::bit_cast<std::uint64_t>(static_cast<double>(values)))), ...);
    };
    for (double const d : s.noise.deviation) add(d);
    for (Complex const v : s.voltage) add(v.re, v.im);
    for (auto const* column : {&s.p_pu, &s.q_pu, &s.loading_pu, &s.heat.top_oil_c, &s.heat.winding_k,
                               &s.heat.oil_lag_k, &s.heat.life_used_h, &s.heat.warmest_hot_c})
        for (double const d : *column) add(d);
    for (double const kvar : s.given_kvar)
        if (kvar != 0.0) add(kvar);
    for (FeederReading const& r : s.feeders) add(r.volt_var_kvar);
    for (ChargerState const c : s.charger) add(static_cast<int>(c));
    for (FeederReading const& r : s.feeders)
        add(r.head_kw, r.head_kvar, r.losses_kw, r.losses_kvar, r.charging_kw, r.low_pu, r.high_pu,
            r.loading_pu, r.low_node, r.loading_node, r.dropped, r.bound_pu, r.imbalance_pu,
            static_cast<int>(r.solution));
    for (Complex const v : s.bus) add(v.re, v.im);
    for (TapChanger const& t : s.tap) add(t.tap, t.outside.ms, static_cast<int>(t.call));
    for (SubstationReading const& r : s.substations)
        add(r.kw, r.kvar, r.losses_kw, r.bus_pu, r.loading_pu, r.hot_spot_c, r.life_used_h, r.tap);
    for (FanCooledHeat const& h : s.substation_heat)
        add(h.heat.top_oil_c, h.heat.winding_k, h.heat.oil_lag_k, static_cast<int>(h.fans));
    for (std::uint8_t const t : s.tapped) add(t);
    return hash;
}

void for_each_backwards(std::size_t count, std::function<void(std::size_t)> const& body) {
    for (std::size_t i = count; i-- > 0;) body(i);
}

// Steps `first` to `end` of the night.
void run(Hundredth const& city, DistributionState& state, std::int64_t first, std::int64_t end,
         ForEach const& for_each) {
    for (std::int64_t k = first; k < end; ++k) {
        Charging const charging = city.charging(k, 0.005);
        city.distribution.step(state, charging.at(Hundredth::level(k), 2'000'000 + k / 3), for_each);
    }
}

DistributionState start(Hundredth const& city) {
    return city.distribution.start(city.charging(0, 0.005).at(Hundredth::level(0), 2'000'000),
                                   for_each_in_turn);
}

}  // namespace

TEST_CASE("a full step solves every feeder as it would be solved alone at the voltage of its bus") {
    OperationSettings const operation = fixture::operation();
    Hundredth const city(operation);
    Network const& network = Hundredth::built().network;
    REQUIRE(network.feeders.size() > 20);
    REQUIRE(network.substations.size() > 1);
    Charging const charging = city.charging(0, 0.4);
    StepLoad const load = charging.at(0.8, 2'000'000);
    DistributionState const state = city.distribution.start(load, for_each_in_turn);
    std::vector<Complex> drawn(network.substations.size());
    for (std::uint32_t f = 0; f < network.feeders.size(); ++f) {
        INFO("feeder " << network.feeders[f].id);
        Alone const alone = solve_alone(network, Hundredth::base_load(), operation, state, load, f);
        FeederReading const& reading = state.feeders[f];
        REQUIRE(alone.outcome.converged);
        REQUIRE(reading.solution == Solution::full);
        CHECK(reading.dropped == 0);
        CHECK(largest_difference(alone.voltage, voltages(network, state, f)) < 5e-8);
        CHECK(reading.low_pu == Approx(lowest(alone.voltage)).margin(5e-8));
        CHECK(reading.head_kw == Approx(1'000.0 * alone.outcome.head_power.re).epsilon(1e-6));
        CHECK(reading.head_kvar == Approx(1'000.0 * alone.outcome.head_power.im).epsilon(1e-6));
        CHECK(reading.losses_kw == Approx(1'000.0 * alone.outcome.losses.re).epsilon(1e-5));
        CHECK(1'000.0 * reading.imbalance_pu <= 1e-9 * network.feeders[f].rating_kva);
        drawn[network.feeders[f].substation.index()] += alone.outcome.head_power;
        double heaviest = 0.0;
        for (std::uint32_t i = 1; i < alone.current.size(); ++i) {
            if (network.of(network.feeders[f], network.nodes.kind)[i] != NodeKind::line) continue;
            double const rating = network.of(network.feeders[f], network.nodes.rating_pu)[i];
            heaviest = std::fmax(heaviest, magnitude(alone.current[i]) / rating);
        }
        CHECK(reading.loading_pu == Approx(heaviest).epsilon(1e-6));
        for (std::size_t t = 0; t < network.transformers.size(); ++t) {
            std::uint32_t const node = network.transformers[t].node - network.feeders[f].first_node;
            if (network.transformers[t].node < network.feeders[f].first_node || node >= alone.current.size())
                continue;
            double const rating = network.rating_kva(network.transformers[t]);
            CHECK(state.loading_pu[t] ==
                  Approx(1'000.0 * magnitude(alone.current[node]) / rating).epsilon(1e-6));
        }
    }
    for (std::size_t s = 0; s < network.substations.size(); ++s) {
        INFO("substation " << network.substations[s].id);
        Substation const& built = network.substations[s];
        auto const behind = voltage_behind({operation.source_pu, 0.0}, {built.r_pu, built.x_pu}, drawn[s]);
        REQUIRE(behind);
        CHECK(magnitude(*behind - state.bus[s]) < 5e-8);
        CHECK(state.substations[s].bus_pu == magnitude(state.bus[s]));
        CHECK(state.substations[s].kw == Approx(1'000.0 * drawn[s].re).epsilon(1e-6));
        CHECK(state.substations[s].loading_pu ==
              Approx(magnitude(drawn[s]) / (built.transformers * built.mva)).epsilon(1e-6));
    }
}

TEST_CASE("no feeder, skipped or not, is further from its solution than it says") {
    OperationSettings operation = fixture::operation();
    operation.skip_below_pu = 1e-3;
    Hundredth const city(operation);
    Network const& network = Hundredth::built().network;
    DistributionState state = start(city);
    std::size_t skipped = 0, warm = 0, full = 0;
    double closest =
        1e9;  // of bounds to the true change, where that is more than the tolerance of warm steps
    for (std::int64_t k = 0; k < 14; ++k) {
        Charging const charging = city.charging(k, 0.005);
        StepLoad const load = charging.at(Hundredth::level(k), 2'000'000 + k / 3);
        city.distribution.step(state, load, for_each_in_turn);
        for (std::uint32_t f = 0; f < network.feeders.size(); ++f) {
            FeederReading const& reading = state.feeders[f];
            full += reading.solution == Solution::full ? 1 : 0;
            warm += reading.solution == Solution::warm ? 1 : 0;
            skipped += reading.solution == Solution::skipped ? 1 : 0;
            Alone const alone = solve_alone(network, Hundredth::base_load(), operation, state, load, f);
            REQUIRE(alone.outcome.converged);
            double const moved = largest_difference(alone.voltage, voltages(network, state, f));
            CHECK(reading.bound_pu <= operation.skip_below_pu);
            // Warm solutions are off by so much themselves.
            CHECK(moved <= reading.bound_pu + (reading.solution == Solution::full ? 1e-7 : 2e-6));
            CHECK(std::fabs(lowest(alone.voltage) - reading.low_pu) <= reading.bound_pu + 2e-6);
            if (reading.solution == Solution::skipped && moved > 1e-5)
                closest = std::fmin(closest, reading.bound_pu / moved);
        }
    }
    CHECK(full >= 2 * network.feeders.size());  // steps 0 and 12
    CHECK(skipped > 100);
    CHECK(warm > 10);
    CHECK(closest < 3.0);  // else the bound would be true for want of sharpness
}

TEST_CASE("with inverters every feeder is solved as alone, and what is skipped is as near as it says") {
    OperationSettings operation = fixture::operation();
    operation.skip_below_pu = 1e-3;
    Hundredth const city(operation, Hundredth::inverters());
    Network const& network = Hundredth::built().network;
    DistributionState state = start(city);
    std::size_t skipped = 0, skipped_at_work = 0, full = 0, giving = 0, taking = 0;
    for (std::int64_t k = 0; k < 14; ++k) {
        Charging const charging = city.charging(k, 0.005);
        StepLoad const load = charging.at(Hundredth::level(k), 2'000'000 + k / 3);
        city.distribution.step(state, load, for_each_in_turn);
        for (SubstationReading const& s : state.substations) REQUIRE_FALSE(std::isnan(s.bus_pu));
        for (std::uint32_t f = 0; f < network.feeders.size(); ++f) {
            FeederReading const& reading = state.feeders[f];
            Alone const alone = solve_alone(network, Hundredth::base_load(), operation, state, load, f,
                                            city.distribution.inverters());
            REQUIRE(alone.outcome.converged);
            REQUIRE(reading.solution != Solution::none);
            double const moved = largest_difference(alone.voltage, voltages(network, state, f));
            CHECK(moved <= reading.bound_pu + (reading.solution == Solution::full ? 1e-7 : 2e-6));
            bool const at_work = std::fabs(alone.given_pu) > 1e-3;
            skipped += reading.solution == Solution::skipped ? 1 : 0;
            skipped_at_work += reading.solution == Solution::skipped && at_work ? 1 : 0;
            giving += alone.given_pu > 1e-3 ? 1 : 0;
            taking += alone.given_pu < -1e-3 ? 1 : 0;
            if (reading.solution != Solution::full) continue;
            ++full;
            CHECK(reading.volt_var_kvar == Approx(1'000.0 * alone.given_pu).margin(1e-2));
            CHECK(reading.head_kvar == Approx(1'000.0 * alone.outcome.head_power.im).margin(1e-2));
            double of_stations = 0.0;
            for (std::size_t s = 0; s < state.given_kvar.size(); ++s)
                if (network.feeder_of(network.station_transformer[s]).index() == f)
                    of_stations += state.given_kvar[s];
            CHECK(of_stations == Approx(reading.volt_var_kvar).margin(1e-6));
        }
    }
    CHECK(full >= 2 * network.feeders.size());
    CHECK(skipped > 20);
    CHECK(skipped_at_work > 5);
    CHECK(giving > 20);
    CHECK(taking > 20);
}

TEST_CASE("an inverter that a little more charging leaves much less room is seen by the bound") {
    OperationSettings operation = fixture::operation();
    operation.skip_below_pu = 1e-3;
    SmallGrid const grid(operation, fixture::small_network(), {{{1.0, 0.44}}, {1'000.0, 0.0, 0.0}});
    Charging charging(grid.network);
    charging.station_kw[0] = 995.0;  // leaves 100 kvar of its 1,000 kVA
    DistributionState state = grid.distribution.start(charging.at(1.0), for_each_in_turn);
    grid.distribution.step(state, charging.at(1.0), for_each_in_turn);
    CHECK(state.given_kvar[0] == Approx(std::sqrt(1'000.0 * 1'000.0 - 995.0 * 995.0)));
    double const before = magnitude(state.voltage[4]);
    charging.station_kw[0] = 999.0;  // and 45
    grid.distribution.step(state, charging.at(1.0), for_each_in_turn);
    CHECK(state.feeders[0].solution == Solution::warm);  // 4 kW alone would be skipped
    CHECK(before - magnitude(state.voltage[4]) > 2e-3);
    CHECK(state.given_kvar[0] == Approx(std::sqrt(1'000.0 * 1'000.0 - 999.0 * 999.0)));
}

TEST_CASE("stations without inverters change no bit of the others, and inverters go on from a checkpoint") {
    Hundredth const plain(fixture::operation());
    StationInverters none = Hundredth::inverters();
    std::ranges::fill(none.rating_kva, 0.0);
    Hundredth const unrated(fixture::operation(), none);
    DistributionState a = start(plain), b = start(unrated);
    run(plain, a, 0, 8, for_each_in_turn);
    run(unrated, b, 0, 8, for_each_in_turn);
    CHECK(bits_of(a) == bits_of(b));

    Hundredth const city(fixture::operation(), Hundredth::inverters());
    DistributionState undisturbed = start(city);
    run(city, undisturbed, 0, 7, for_each_in_turn);
    Saver saver;
    archive(saver, undisturbed);
    auto const bytes = saver.take();
    DistributionState resumed;
    Loader loader(bytes);
    archive(loader, resumed);
    run(city, undisturbed, 7, 15, for_each_in_turn);
    run(city, resumed, 7, 15, for_each_backwards);
    CHECK(bits_of(resumed) == bits_of(undisturbed));
    CHECK(bits_of(resumed) != bits_of(a));
}

TEST_CASE("skipping moves no bus further than it may move a feeder") {
    OperationSettings skipping = fixture::operation(), solving = fixture::operation();
    skipping.skip_below_pu = 1e-3;
    solving.skip_below_pu = 0.0;
    Hundredth const with(skipping), without(solving);
    DistributionState a = start(with), b = start(without);
    for (std::int64_t k = 0; k < 12; ++k) {
        run(with, a, k, k + 1, for_each_in_turn);
        run(without, b, k, k + 1, for_each_in_turn);
        CHECK(std::ranges::none_of(b.feeders, [](auto const& r) { return r.solution == Solution::skipped; }));
        for (std::size_t s = 0; s < a.bus.size(); ++s) {
            INFO("step " << k << ", substation " << s);
            CHECK(magnitude(a.bus[s] - b.bus[s]) < 5e-6);
            CHECK(a.substations[s].kw == Approx(b.substations[s].kw).epsilon(5e-4));
            CHECK(a.substations[s].kvar == Approx(b.substations[s].kvar).epsilon(1e-3));
        }
    }
    CHECK(std::ranges::any_of(a.feeders, [](auto const& r) { return r.solution == Solution::skipped; }));
}

TEST_CASE("substations may be solved in any order, with the same bits") {
    Hundredth const city(fixture::operation());
    DistributionState forwards = start(city), backwards = forwards;
    std::uint64_t const before = bits_of(forwards);
    run(city, forwards, 0, 8, for_each_in_turn);
    run(city, backwards, 0, 8, for_each_backwards);
    CHECK(bits_of(forwards) == bits_of(backwards));
    CHECK(bits_of(forwards) != before);
}

TEST_CASE("what goes on from a checkpoint has the bits of what was never stopped") {
    Hundredth const city(fixture::operation());
    for (std::int64_t const after : {1, 7, 12}) {
        INFO("after step " << after);
        DistributionState undisturbed = start(city);
        run(city, undisturbed, 0, after, for_each_in_turn);
        Saver saver;
        archive(saver, undisturbed);
        auto const bytes = saver.take();
        DistributionState resumed;
        Loader loader(bytes);
        archive(loader, resumed);
        CHECK(loader.finished());
        run(city, undisturbed, after, 15, for_each_in_turn);
        run(city, resumed, after, 15, for_each_in_turn);
        CHECK(bits_of(resumed) == bits_of(undisturbed));
    }
}

TEST_CASE("stations and home piles load the feeder of their transformer") {
    SmallGrid const grid;
    Charging charging(grid.network);
    DistributionState const idle = grid.distribution.start(charging.at(1.0), for_each_in_turn);
    charging.station_kw = {200.0, 0.0, 50.0};
    charging.home_kw[2] = 30.0;
    charging.home_kw[5] = 5.0;
    DistributionState const busy = grid.distribution.start(charging.at(1.0), for_each_in_turn);
    std::vector<double> const wanted{200.0, 30.0, 55.0};
    for (std::size_t f = 0; f < 3; ++f) {
        CHECK(idle.feeders[f].charging_kw == 0.0);
        CHECK(busy.feeders[f].charging_kw == Approx(wanted[f]));
        double const more_kw = busy.feeders[f].head_kw - idle.feeders[f].head_kw;
        double const more_losses_kw = busy.feeders[f].losses_kw - idle.feeders[f].losses_kw;
        CHECK(more_kw == Approx(wanted[f] + more_losses_kw));
    }
    CHECK(idle.loading_pu[1] == 0.0);
    CHECK(busy.loading_pu[1] == Approx(0.2 / 0.98).epsilon(0.02));  // 200 kW of 1,000 kVA, near 1 pu
    CHECK(busy.loading_pu[3] == 0.0);
    CHECK(busy.loading_pu[2] > idle.loading_pu[2]);
    CHECK(busy.loading_pu[0] == Approx(idle.loading_pu[0]).epsilon(0.01));
}

TEST_CASE("a feeder beyond the nose has no solution, the others do, and it comes back") {
    Network network = fixture::small_network();
    network.nodes.residential_kw[2] = 20'000.0F;  // behind the 630 kVA of f0
    SmallGrid const grid(fixture::operation(), network);
    Charging const charging(grid.network);
    DistributionState state = grid.distribution.start(charging.at(0.01), for_each_in_turn);
    CHECK(state.feeders[0].solution == Solution::full);
    StepLoad const heavy = charging.at(1.0), light = charging.at(0.01);
    for (int k = 0; k < 2; ++k) {
        grid.distribution.step(state, heavy, for_each_in_turn);
        FeederReading const& lost = state.feeders[0];
        CHECK(lost.solution == Solution::none);
        CHECK(std::isnan(lost.low_pu));
        CHECK(std::isnan(lost.loading_pu));
        CHECK(lost.losses_kw == 0.0);
        CHECK(lost.head_kw == Approx(21'000.0));  // what is connected
        CHECK(state.substations[0].kw == Approx(lost.head_kw + state.feeders[1].head_kw));
        for (std::uint32_t const f : {1U, 2U}) {
            CHECK(state.feeders[f].solution != Solution::none);
            Alone const alone =
                solve_alone(grid.network, grid.base_load, fixture::operation(), state, heavy, f);
            CHECK(largest_difference(alone.voltage, voltages(grid.network, state, f)) <
                  state.feeders[f].bound_pu + 2e-6);
        }
    }
    grid.distribution.step(state, light, for_each_in_turn);
    CHECK(state.feeders[0].solution == Solution::warm);
    Alone const alone = solve_alone(grid.network, grid.base_load, fixture::operation(), state, light, 0);
    CHECK(largest_difference(alone.voltage, voltages(grid.network, state, 0)) <
          state.feeders[0].bound_pu + 2e-6);
}

TEST_CASE("a feeder without supply draws nothing, its neighbours gain, and it comes back as if solved anew") {
    fixture::SmallGrid const grid;
    fixture::Charging charging(grid.network);
    charging.station_kw = {300.0, 300.0, 300.0};
    charging.home_kw[0] = -5.0;  // a car feeds its neighbours
    std::vector<std::uint8_t> const none, first{1, 0, 0};
    auto const step = [&](DistributionState& state, std::vector<std::uint8_t> const& out) {
        StepLoad load = charging.at(0.8);
        load.out = out;
        grid.distribution.step(state, load, for_each_in_turn);
    };
    DistributionState state = grid.distribution.start(charging.at(0.8), for_each_in_turn);
    step(state, none);
    DistributionState undisturbed = state;
    double const bus_before = state.substations[0].bus_pu, head_before = state.feeders[0].head_kw;
    for (int i = 0; i < 3; ++i) step(state, first);
    FeederReading const& dead = state.feeders[0];
    CHECK(dead.solution == Solution::out);
    CHECK(dead.head_kw == 0.0);
    CHECK(dead.losses_kw == 0.0);
    CHECK(dead.charging_kw == 295.0);
    CHECK(std::isnan(dead.low_pu));
    CHECK(state.loading_pu[0] == 0.0);
    CHECK(state.loading_pu[1] == 0.0);
    CHECK(state.substations[0].bus_pu > bus_before);
    CHECK(state.substations[0].kw < undisturbed.substations[0].kw - 0.99 * head_before);
    CHECK(state.feeders[1].low_pu > undisturbed.feeders[1].low_pu);
    CHECK(state.feeders[2].low_pu == undisturbed.feeders[2].low_pu);
    CHECK(state.heat.warmest_hot_c[0] < undisturbed.heat.warmest_hot_c[0]);

    for (int i = 0; i < 20; ++i) step(state, none);
    for (int i = 0; i < 23; ++i) step(undisturbed, none);
    CHECK(state.feeders[0].solution != Solution::out);
    CHECK(state.tap[0].tap == undisturbed.tap[0].tap);
    CHECK(largest_difference(voltages(grid.network, state, 0), voltages(grid.network, undisturbed, 0)) <
          2.0 * grid.distribution.operation().skip_below_pu);
}

TEST_CASE("chargers that see too little voltage drop out and come back; the stations are not told") {
    SmallGrid const grid;
    Charging charging(grid.network);
    DistributionState state = grid.distribution.start(charging.at(1.0), for_each_in_turn);
    double const base_kw = state.feeders[0].head_kw;
    charging.station_kw[0] = 15'000.0;
    grid.distribution.step(state, charging.at(1.0), for_each_in_turn);
    CHECK(state.feeders[0].dropped == 1);
    CHECK(state.feeders[0].charging_kw == Approx(15'000.0));
    CHECK(state.feeders[0].head_kw == Approx(base_kw).epsilon(1e-3));
    CHECK(state.feeders[0].low_pu > 0.93);
    charging.station_kw[0] = 100.0;
    grid.distribution.step(state, charging.at(1.0), for_each_in_turn);
    CHECK(state.feeders[0].dropped == 0);
    CHECK(state.feeders[0].head_kw == Approx(base_kw + 100.0).epsilon(1e-3));
}

TEST_CASE("a tap moves the bus, and all its feeders are then solved in full") {
    OperationSettings operation = fixture::operation();
    operation.dead_band_pu = 0.0065;
    SmallGrid const grid(operation);
    Charging charging(grid.network);
    charging.station_kw = {3'000.0, 3'000.0, 0.0};  // s0 sinks below the band, s1 stays within
    StepLoad const load = charging.at(1.0);
    DistributionState state = grid.distribution.start(load, for_each_in_turn);
    REQUIRE(state.substations[0].bus_pu < 0.9935);
    REQUIRE(state.substations[1].bus_pu > 0.9935);
    double const before = state.substations[0].bus_pu;
    grid.distribution.step(state, load, for_each_in_turn);
    CHECK(state.substations[0].tap == 0);  // taps follow the solution of the step
    CHECK(state.tap[0].tap == 1);
    CHECK(state.tap[1].tap == 0);
    grid.distribution.step(state, load, for_each_in_turn);
    CHECK(state.substations[0].tap == 1);
    CHECK(state.substations[0].bus_pu == Approx(before + 0.0125).margin(1e-3));
    CHECK(state.feeders[0].solution == Solution::full);
    CHECK(state.feeders[1].solution == Solution::full);
    CHECK(state.feeders[2].solution == Solution::skipped);
    grid.distribution.step(state, load, for_each_in_turn);
    CHECK(state.feeders[0].solution == Solution::skipped);
    CHECK(state.tap[0].tap == 1);
}

TEST_CASE("all feeders are solved in full once an hour, those of an unchanged load not between") {
    SmallGrid const grid;
    Charging const charging(grid.network);
    DistributionState state = grid.distribution.start(charging.at(1.0), for_each_in_turn);
    for (int k = 0; k < 25; ++k) {
        grid.distribution.step(state, charging.at(1.0), for_each_in_turn);
        for (FeederReading const& r : state.feeders)
            CHECK(r.solution == (k % 12 == 0 ? Solution::full : Solution::skipped));
    }
}

TEST_CASE("transformers start as warm as their load keeps them, and warm up under more") {
    SmallGrid const grid;
    Charging charging(grid.network);
    DistributionState state = grid.distribution.start(charging.at(1.0), for_each_in_turn);
    double const top_oil_c = state.heat.top_oil_c[1], substation_c = state.substation_heat[0].heat.top_oil_c;
    grid.distribution.step(state, charging.at(1.0), for_each_in_turn);
    CHECK(state.heat.top_oil_c[1] == Approx(top_oil_c));
    CHECK(state.substation_heat[0].heat.top_oil_c == Approx(substation_c));
    charging.station_kw[0] = 900.0;
    double const life_h = state.heat.life_used_h[1];
    for (int k = 0; k < 12; ++k) grid.distribution.step(state, charging.at(1.0), for_each_in_turn);
    CHECK(state.heat.top_oil_c[1] > top_oil_c + 5.0);
    CHECK(state.heat.life_used_h[1] > life_h);
    CHECK(state.heat.top_oil_c[3] == Approx(top_oil_c).margin(0.1));
    CHECK(state.substations[0].hot_spot_c > substation_c);
}

TEST_CASE("loads of the wrong number and steps that do not divide an hour are refused") {
    SmallGrid const grid;
    Charging charging(grid.network);
    DistributionState state = grid.distribution.start(charging.at(1.0), for_each_in_turn);
    charging.home_kw.pop_back();
    CHECK_THROWS_AS(grid.distribution.step(state, charging.at(1.0), for_each_in_turn), BrokenInvariant);
    CHECK_THROWS_AS(Distribution(grid.network, grid.base_load, minutes(7), fixture::operation(),
                                 fixture::transformer_settings()),
                    BrokenInvariant);
}
