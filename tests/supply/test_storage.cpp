#include "sim/supply/storage.hpp"

#include "sim/base/archive.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/time.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace yuchong;
using namespace yuchong::supply;

namespace {

Storage const cabinet{.power_kw = 400,
                      .usable_kwh = 430,
                      .reserve_kwh = 100,
                      .charge_efficiency = 0.95,
                      .discharge_efficiency = 0.95};

StorageState holding(double energy_kwh) {
    StorageState state;
    state.energy_kwh = energy_kwh;
    return state;
}

// Energy balance of the cells, with the losses as they were summed.
double imbalance_kwh(StorageState const& state, double start_kwh) {
    return start_kwh + state.charged_kwh - state.discharged_kwh - state.loss_kwh - state.energy_kwh;
}

}  // namespace

TEST_CASE("ST-08 a storage covers what exceeds the grid limit until it is empty", "[storage]") {
    StorageState state = holding(430);
    StorageFlow const flow = plan_storage(cabinet, state, StorageOrder::recharge, 900, 630);
    CHECK(flow.discharge_kw == Approx(270).epsilon(1e-9));
    CHECK(flow.served_kw == 900);
    CHECK(flow.grid_kw == 630);
    double const due_h = hours_to_stop(cabinet, state, flow);
    CHECK(60 * due_h == Approx(90.77777778).epsilon(1e-9));
    advance(cabinet, state, flow, due_h);
    CHECK(state.energy_kwh == 0.0);
    StorageFlow const after = plan_storage(cabinet, state, StorageOrder::recharge, 900, 630);
    CHECK(after.discharge_kw == 0.0);
    CHECK(after.served_kw == Approx(630).epsilon(1e-9));
    CHECK(after.grid_kw == 630);
    CHECK(std::isinf(hours_to_stop(cabinet, state, after)));
}

TEST_CASE("its power bounds what it covers and what it takes", "[storage]") {
    StorageFlow const flow = plan_storage(cabinet, holding(200), StorageOrder::hold, 1'200, 630);
    CHECK(flow.discharge_kw == 400);
    CHECK(flow.served_kw == 1'030);
    CHECK(flow.grid_kw == 630);
    CHECK(plan_storage(cabinet, holding(200), StorageOrder::recharge, 0, 630).charge_kw == 400);
    CHECK(plan_storage(cabinet, holding(200), StorageOrder::recharge, 500, 630).charge_kw == 130);
}

TEST_CASE("it recharges from what is left below the limit, until it is full", "[storage]") {
    StorageState state = holding(50);
    StorageFlow const flow = plan_storage(cabinet, state, StorageOrder::recharge, 430, 630);
    CHECK(flow.charge_kw == 200);
    CHECK(flow.grid_kw == 630);
    CHECK(flow.served_kw == 430);
    double const due_h = hours_to_stop(cabinet, state, flow);
    CHECK(due_h == Approx(380 / (0.95 * 200)).epsilon(1e-12));
    advance(cabinet, state, flow, due_h);
    CHECK(state.energy_kwh == 430);
    CHECK(state.charged_kwh == Approx(400).epsilon(1e-12));
    CHECK(state.loss_kwh == Approx(20).epsilon(1e-12));
    StorageFlow const full = plan_storage(cabinet, state, StorageOrder::recharge, 430, 630);
    CHECK(full.charge_kw == 0.0);
    CHECK(full.grid_kw == 430);
}

TEST_CASE("orders: hold, and relieve down to the reserve", "[storage]") {
    StorageFlow const held = plan_storage(cabinet, holding(200), StorageOrder::hold, 300, 630);
    CHECK(held.charge_kw + held.discharge_kw == 0.0);
    CHECK(held.grid_kw == 300);

    StorageState state = holding(200);
    StorageFlow const relieving = plan_storage(cabinet, state, StorageOrder::relieve, 300, 630);
    CHECK(relieving.discharge_kw == 300);  // not more than the station takes: the grid is not fed
    CHECK(relieving.grid_kw == 0.0);
    CHECK(hours_to_stop(cabinet, state, relieving) == Approx(100 * 0.95 / 300).epsilon(1e-12));
    advance(cabinet, state, relieving, hours_to_stop(cabinet, state, relieving));
    CHECK(state.energy_kwh == cabinet.reserve_kwh);
    CHECK(plan_storage(cabinet, state, StorageOrder::relieve, 300, 630).discharge_kw == 0.0);
    // The reserve is there for what exceeds the limit.
    StorageFlow const covering = plan_storage(cabinet, state, StorageOrder::relieve, 700, 630);
    CHECK(covering.discharge_kw == 70);
    CHECK(covering.stop_kwh == 0.0);
}

TEST_CASE("surplus of the sun goes into the storage whatever the order, then to the grid", "[storage]") {
    for (StorageOrder const order : {StorageOrder::hold, StorageOrder::relieve}) {
        StorageFlow const flow = plan_storage(cabinet, holding(200), order, -50, 630);
        CHECK(flow.charge_kw == 50);
        CHECK(flow.grid_kw == 0.0);
        CHECK(flow.served_kw == 0.0);
    }
    CHECK(plan_storage(cabinet, holding(200), StorageOrder::recharge, -50, 100).charge_kw == 150);
    CHECK(plan_storage(cabinet, holding(430), StorageOrder::hold, -50, 630).grid_kw == -50);
}

TEST_CASE("energy balances over any sequence of draws, orders and event times", "[storage]") {
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        double const start_kwh = 4.3 * static_cast<double>(seed);
        StorageState state = holding(start_kwh);
        double drawn_kwh = 0.0, grid_kwh = 0.0;  // at the bus, while the storage flows
        for (std::uint64_t i = 0; i < 300; ++i) {
            std::uint64_t const bits = combine(seed, i);
            double const draw_kw = static_cast<double>(bits % 1'400) - 100.0;
            auto const order = static_cast<StorageOrder>(bits / 1'400 % 3);
            StorageFlow const flow = plan_storage(cabinet, state, order, draw_kw, 630);
            CHECK(flow.charge_kw * flow.discharge_kw == 0.0);
            CHECK(std::max(flow.charge_kw, flow.discharge_kw) <= cabinet.power_kw);
            CHECK(flow.grid_kw <= 630.0);
            CHECK(flow.served_kw ==
                  Approx(flow.grid_kw + flow.discharge_kw - flow.charge_kw + std::max(-draw_kw, 0.0))
                      .margin(1e-9));
            // Until the event, rounded up to the clock; or something else comes first.
            double const due_h = hours_to_stop(cabinet, state, flow);
            double const other_h = static_cast<double>(bits / 4'200 % 3'600'000) / 3'600'000.0;
            double const hours = due_h < other_h ? duration_from_hours_up(due_h).hours() : other_h;
            double const charged = state.charged_kwh, discharged = state.discharged_kwh;
            advance(cabinet, state, flow, hours);
            CHECK(state.energy_kwh >= 0.0);
            CHECK(state.energy_kwh <= cabinet.usable_kwh);
            if (due_h < other_h) CHECK(state.energy_kwh == flow.stop_kwh);
            drawn_kwh += state.discharged_kwh - discharged;
            grid_kwh += state.charged_kwh - charged;
        }
        CHECK(imbalance_kwh(state, start_kwh) == Approx(0.0).margin(1e-12 * (state.charged_kwh + start_kwh)));
        CHECK(drawn_kwh == Approx(state.discharged_kwh).epsilon(1e-12));
        CHECK(grid_kwh == Approx(state.charged_kwh).epsilon(1e-12));
    }
}

TEST_CASE("cutting a stretch changes nothing", "[storage]") {
    StorageState whole = holding(300), cut = whole;
    StorageFlow const flow = plan_storage(cabinet, whole, StorageOrder::hold, 800, 630);
    advance(cabinet, whole, flow, 0.7);
    for (int i = 0; i < 7; ++i) advance(cabinet, cut, flow, 0.1);
    CHECK(cut.energy_kwh == Approx(whole.energy_kwh).epsilon(1e-12));
    CHECK(cut.discharged_kwh == Approx(whole.discharged_kwh).epsilon(1e-12));
    CHECK(cut.loss_kwh == Approx(whole.loss_kwh).epsilon(1e-12));
}

TEST_CASE("a storage by its settings, and its state saved", "[storage]") {
    StorageSettings const settings{.charge_efficiency = 0.95,
                                   .discharge_efficiency = 0.94,
                                   .lowest_soc = 0.1,
                                   .highest_soc = 0.9,
                                   .c_rate = 0.5,
                                   .reserve_share = 0.25,
                                   .share = {},
                                   .least_power_share = 0.1,
                                   .least_hours = 1,
                                   .least_kwh = 200,
                                   .start_share = 0.5,
                                   .rule = StorageRule::arbitrage};
    Storage const storage = storage_of(settings, 200);
    CHECK(storage.power_kw == 100);
    CHECK(storage.usable_kwh == Approx(160));
    CHECK(storage.reserve_kwh == Approx(40));
    CHECK(storage.discharge_efficiency == 0.94);
    CHECK_THROWS(storage_of(settings, 0));

    StorageState state{1.5, 2.5, 3.5, 4.5}, loaded;
    Saver saver;
    archive(saver, state);
    Loader loader(saver.bytes());
    archive(loader, loaded);
    CHECK(loader.finished());
    CHECK(loaded.energy_kwh == 1.5);
    CHECK(loaded.charged_kwh == 2.5);
    CHECK(loaded.discharged_kwh == 3.5);
    CHECK(loaded.loss_kwh == 4.5);
}
