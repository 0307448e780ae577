#include "sim/grid/node_base_load.hpp"

#include "sim/base/archive.hpp"
#include "sim/base/check.hpp"
#include "sim/grid/reconciliation.hpp"
#include "tests/grid/grid_fixture.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

using namespace yuchong;
using namespace yuchong::grid;

namespace {

LoadNoiseSettings const noise_settings{.sigma = 0.03, .persistence = 0.9};

fixture::Built const& tenth() {
    static fixture::Built const city = [] {
        NetworkDemand demand = fixture::demand_of(fixture::chongqing(), 0.1);
        fixture::add_stations(demand, 631);
        return fixture::build(std::move(demand));
    }();
    return city;
}

NodeBaseLoad loads_of(fixture::Built const& city) {
    return {city.network, city.shapes, noise_settings, fixture::random};
}

struct Sums {
    double p_kw = 0.0, q_kvar = 0.0;
};

// Over all nodes of the network.
Sums sum_of(Network const& network, NodeBaseLoad const& loads, LoadLevel const& level,
            LoadNoise const& noise) {
    Sums sums;
    std::vector<double> p, q;
    for (std::size_t f = 0; f < network.feeders.size(); ++f) {
        p.assign(network.feeders[f].node_count, -1.0);
        q.assign(network.feeders[f].node_count, -1.0);
        loads.fill(FeederId{f}, level, noise.deviation[f], p, q);
        for (std::size_t i = 0; i < p.size(); ++i) {
            sums.p_kw += 1000.0 * p[i];
            sums.q_kvar += 1000.0 * q[i];
        }
    }
    return sums;
}

LoadMoment moment(int month, double hour, double maximum_c, double now_c, DayType type = DayType::weekday) {
    return {month, Celsius{maximum_c}, Celsius{now_c}, type,
            milliseconds(static_cast<std::int64_t>(hour * 3'600'000.0))};
}

}  // namespace

TEST_CASE("nodes and load from 35 kV up are the city's base load at every instant") {
    fixture::Built const& city = tenth();
    NodeBaseLoad const loads = loads_of(city);
    BaseLoad const base(fixture::base_load_settings());
    LoadNoise noise = loads.start(1'948'000);
    LoadNoise const silence{0, std::vector<double>(city.network.feeders.size(), 0.0)};
    for (int month : {1, 4, 7, 8}) {
        for (double hour = 0.0; hour < 24.0; hour += 1.75) {
            LoadMoment const at =
                moment(month, hour, 36.5, 30.0, hour < 12 ? DayType::weekday : DayType::weekend);
            Kilowatts const whole = 0.1 * base(at.month, at.day_maximum, at.day_type, at.since_midnight);
            LoadLevel const level = loads.level(at, whole);
            loads.advance(noise, noise.quarter + 7);
            double const with_noise = sum_of(city.network, loads, level, noise).p_kw;
            double const upstream_kw = loads.upstream(whole, level, noise).value();
            CHECK(std::fabs(with_noise + upstream_kw - whole.value()) < 1e-12 * whole.value());
            // Without noise both sides are there without any difference being taken.
            double const upstream_share =
                level.upstream * city.shapes
                                     .design_upstream([&] {
                                         ClassKw all;
                                         for (std::size_t i = 0; i < city.network.nodes.size(); ++i)
                                             all += city.network.nodes.load(i);
                                         return all;
                                     }())
                                     .value();
            double const quiet = sum_of(city.network, loads, level, silence).p_kw;
            CHECK(std::fabs(quiet + upstream_share - whole.value()) < 1e-12 * whole.value());
            CHECK(upstream_kw > 0.3 * whole.value());
        }
    }
}

TEST_CASE("at the design instant the feeders draw what the network was laid out for") {
    fixture::Built const& city = tenth();
    NodeBaseLoad const loads = loads_of(city);
    LoadNoise const silence{0, std::vector<double>(city.network.feeders.size(), 0.0)};
    LoadLevel const level = loads.level(moment(8, 21.0, 41.0, 36.0), Kilowatts{3.028e6});
    CHECK(loads.on_feeders(level, silence).value() == Approx(0.5 * 3.028e6).epsilon(1e-6));
    Reconciliation const r = reconcile(city.network, city.shapes);
    CHECK(r.system_peak.value() == Approx(3.028e6).epsilon(1e-6));
    CHECK(r.feeders_at_peak.value() == Approx(1.514e6).epsilon(1e-6));
}

TEST_CASE("heat raises homes above the rest, and power factors hold by class") {
    fixture::Built const& city = tenth();
    NodeBaseLoad const loads = loads_of(city);
    LoadLevel const mild = loads.level(moment(7, 15.0, 36.0, 28.0), Kilowatts{2.5e6});
    LoadLevel const hot = loads.level(moment(7, 15.0, 36.0, 38.0), Kilowatts{2.5e6});
    CHECK(hot.factor.residential / hot.factor.commercial ==
          Approx(1.22 * mild.factor.residential / mild.factor.commercial));
    CHECK(hot.factor.commercial < mild.factor.commercial);
    CHECK(loads.level(moment(7, 15.0, 36.0, 20.0), Kilowatts{2.5e6}).factor.residential ==
          Approx(mild.factor.residential));
    ClassKw const tangent = city.shapes.tangent();
    CHECK(tangent.residential == Approx(std::sqrt(1 - 0.97 * 0.97) / 0.97));
    LoadNoise const silence{0, std::vector<double>(city.network.feeders.size(), 0.0)};
    ClassKw all;
    for (std::size_t i = 0; i < city.network.nodes.size(); ++i) all += city.network.nodes.load(i);
    ClassKw const drawn{all.residential * hot.factor.residential, all.commercial * hot.factor.commercial,
                        all.industrial * hot.factor.industrial};
    Sums const sums = sum_of(city.network, loads, hot, silence);
    CHECK(sums.q_kvar == Approx(dot(drawn, tangent)));
}

TEST_CASE("feeders deviate by three per cent, from quarter to quarter alike, each on its own") {
    fixture::Built const& city = tenth();
    NodeBaseLoad const loads = loads_of(city);
    LoadNoise noise = loads.start(2'000'000);
    std::size_t const n = noise.deviation.size();
    double sum = 0.0, squares = 0.0, lagged = 0.0, neighbours = 0.0;
    constexpr int quarters = 400;
    for (int k = 0; k < quarters; ++k) {
        std::vector<double> const before = noise.deviation;
        loads.advance(noise, noise.quarter + 1);
        for (std::size_t f = 0; f < n; ++f) {
            sum += noise.deviation[f];
            squares += noise.deviation[f] * noise.deviation[f];
            lagged += noise.deviation[f] * before[f];
            neighbours += noise.deviation[f] * noise.deviation[(f + 1) % n];
        }
    }
    double const count = static_cast<double>(n) * quarters;
    CHECK(std::sqrt(squares / count) == Approx(0.03).epsilon(0.02));
    CHECK(lagged / squares == Approx(0.9).epsilon(0.01));
    CHECK(std::fabs(sum / count) < 0.0005);
    CHECK(std::fabs(neighbours / squares) < 0.03);
}

TEST_CASE("noise belongs to feeder and quarter, not to where a run starts or what else there is") {
    fixture::Built const& city = tenth();
    NodeBaseLoad const loads = loads_of(city);
    LoadNoise early = loads.start(1'999'000), late = loads.start(2'000'000);
    loads.advance(early, 2'000'000);
    double furthest = 0.0;
    for (std::size_t f = 0; f < late.deviation.size(); ++f) {
        furthest = std::max(furthest, std::fabs(early.deviation[f] - late.deviation[f]));
    }
    CHECK(furthest < 0.001 * 0.03 * 5.0);
    // In one go or step by step, and through an archive: the same bits.
    LoadNoise once = late, stepwise = late;
    loads.advance(once, 2'000'009);
    for (int k = 1; k <= 4; ++k) loads.advance(stepwise, 2'000'000 + k);
    Saver saver;
    archive(saver, stepwise);
    LoadNoise loaded;
    auto const bytes = saver.take();
    Loader loader(bytes);
    archive(loader, loaded);
    loads.advance(loaded, 2'000'009);
    CHECK(loaded.deviation == once.deviation);
    // A city of fewer feeders: those it shares with the other have the same noise.
    Network few = city.network;
    few.feeders.erase(few.feeders.begin());
    NodeBaseLoad const of_few(few, city.shapes, noise_settings, fixture::random);
    LoadNoise const part = of_few.start(2'000'000);
    CHECK(std::equal(part.deviation.begin(), part.deviation.end(), late.deviation.begin() + 1));
}

TEST_CASE("the reconciliation counts what there is") {
    fixture::Built const& city = tenth();
    Reconciliation const r = reconcile(city.network, city.shapes);
    CHECK(r.cable_feeders + r.overhead_feeders + r.dedicated_feeders == city.network.feeders.size());
    CHECK(r.cable_feeders > r.overhead_feeders);
    CHECK(r.nodes == city.network.nodes.size());
    CHECK(r.households == Approx(0.1 * 32'054'161 / 2.6).epsilon(1e-6));
    std::size_t community = 0;
    double mva = 0.0;
    for (auto const& [kva, count] : r.community_by_kva) {
        community += count;
        mva += kva * static_cast<double>(count) / 1000.0;
    }
    CHECK(community + r.station_transformers == city.network.transformers.size());
    CHECK(mva == Approx(r.community_mva));
    CHECK(r.feeder_loading.highest <= 0.67 / 1.05 + 1e-6);
    CHECK(r.feeder_loading.lowest <= r.feeder_loading.tenth);
    CHECK(r.feeder_loading.tenth < r.feeder_loading.median);
    CHECK(r.feeder_loading.median < r.feeder_loading.ninetieth);
    CHECK(r.one_out.highest <= 1.2 / 1.05 + 1e-6);
    CHECK(r.line_km > r.trunk_km);
    CHECK(r.lowest_level > 0.85);
    CHECK(r.highest_level < 1.15);
    CHECK(r.highest_level >= 1.0);
}

TEST_CASE("a city without a summer, or a class that takes nothing at the peak, is refused") {
    BaseLoadSettings base = fixture::base_load_settings();
    base.season.fill(0);
    CHECK_THROWS_AS(LoadShapes(fixture::shape_settings(), base), BrokenInvariant);
    LoadShapeSettings shapes = fixture::shape_settings();
    shapes.industrial.summer.fill(0.0);
    CHECK_THROWS_AS(LoadShapes(shapes, fixture::base_load_settings()), BrokenInvariant);
    CHECK_THROWS_AS(NodeBaseLoad(tenth().network, tenth().shapes, {0.03, 1.0}, fixture::random),
                    BrokenInvariant);
}
