// Which drawn stations get a storage or panels, and of which size.

#include "sim/supply/equipment.hpp"
#include "tests/supply/station_world.hpp"

#include "sim/base/hash.hpp"

#include <catch2/catch.hpp>

using namespace yuchong;
using namespace yuchong::supply;
using namespace yuchong::supply::test;

namespace {

SupplySettings settings_with(std::array<double, 3> storages, std::array<double, 3> panels) {
    SupplySettings settings = flat_supply();
    settings.storage.c_rate = 0.5;
    settings.storage.least_power_share = 0.1;
    settings.storage.least_hours = 1.0;
    settings.storage.least_kwh = 200.0;
    settings.storage.start_share = 0.5;
    settings.storage.share = storages;
    settings.photovoltaics.share = panels;
    settings.photovoltaics.kw_per_plug = 3.0;
    return settings;
}

Network many_stations() {
    Network network;
    for (std::uint32_t s = 0; s < 3'000; ++s) {
        bool const ac = s % 3 == 2;
        add_station(network,
                    {.host_modules = ac ? std::vector<std::uint32_t>{} : std::vector<std::uint32_t>{9},
                     .supers_per_host = s % 3 == 0 ? 1U : 0U,
                     .fasts_per_host = ac ? 0U : 4U,
                     .piles = ac ? 6U : 0U,
                     .grid_limit_kw = 600});
        network.stations.back().ordinal = static_cast<std::uint32_t>(hash_text(std::to_string(s)));
    }
    return network;
}

double share_of(Network const& network, std::uint32_t kind, double Plant::* size) {
    double count = 0.0;
    for (std::uint32_t s = kind; s < network.stations.size(); s += 3)
        count += network.stations[s].plant.*size > 0.0 ? 1.0 : 0.0;
    return count / 1'000.0;
}

}  // namespace

TEST_CASE("the smallest storage that the work plan allows") {
    StorageSettings const rules = settings_with({}, {}).storage;
    CHECK(storage_kwh_for(rules, 630) == 200.0);            // 126 kWh would carry 63 kW at 0.5 / h
    CHECK(storage_kwh_for(rules, 2'000) == Approx(400.0));  // 200 kW at 0.5 / h
    StorageSettings fast = rules;
    fast.c_rate = 2.0;
    CHECK(storage_kwh_for(fast, 5'000) == Approx(500.0));  // 500 kW for an hour
    for (double const kva : {100.0, 630.0, 1'250.0, 4'000.0}) {
        Plant const plant = plant_with_storage(rules, storage_kwh_for(rules, kva));
        CHECK(plant.storage_kw >= 0.1 * kva * (1 - 1e-12));
        CHECK(plant.storage_kwh >= 200.0);
        CHECK(plant.storage_kwh >= 0.1 * kva * (1 - 1e-12));
    }
}

TEST_CASE("shares hold by best plug; integrated stations come first; nobody else's draws move") {
    RandomSource const random{5};
    Network network = many_stations();
    equip_stations(network, settings_with({0.3, 0.1, 0.0}, {0.1, 0.2, 0.05}), 0.95, random);
    CHECK(share_of(network, 0, &Plant::storage_kwh) == Approx(0.3).margin(0.05));
    CHECK(share_of(network, 1, &Plant::storage_kwh) == Approx(0.1).margin(0.04));
    CHECK(share_of(network, 2, &Plant::storage_kwh) == 0.0);
    CHECK(share_of(network, 0, &Plant::pv_peak_kw) == Approx(0.1).margin(0.04));
    CHECK(share_of(network, 1, &Plant::pv_peak_kw) == Approx(0.2).margin(0.05));
    CHECK(share_of(network, 2, &Plant::pv_peak_kw) == Approx(0.05).margin(0.03));
    Network all = many_stations();
    equip_stations(all, settings_with({1, 1, 1}, {1, 1, 1}), 0.95, random);
    for (std::size_t s = 0; s < network.stations.size(); ++s) {
        Plant const &some = network.stations[s].plant, &every = all.stations[s].plant;
        if (s % 3 == 0 && some.pv_peak_kw > 0.0) CHECK(some.storage_kwh > 0.0);
        if (s % 3 == 1 && some.storage_kwh > 0.0) CHECK(some.pv_peak_kw > 0.0);
        if (some.storage_kwh > 0.0) CHECK(some.storage_kwh == every.storage_kwh);
        CHECK(every.pv_peak_kw == 3.0 * all.stations[s].plug_count);
        CHECK(every.exists());
    }
    Network none = many_stations();
    equip_stations(none, settings_with({}, {}), 0.95, random);
    for (Station const& station : none.stations) CHECK_FALSE(station.plant.exists());
}

TEST_CASE("a larger share of bidirectional piles keeps all that could, and touches nobody else") {
    auto const piles = [](double share) {
        Network network = many_stations();
        SupplySettings settings = settings_with({0.3, 0.3, 0.3}, {0.2, 0.2, 0.2});
        settings.bidirectional = {.share = share, .discharge_kw = 5.0, .discharge_efficiency = 0.9};
        equip_stations(network, settings, 0.95, RandomSource{7});
        return network;
    };
    Network const none = piles(0.0), few = piles(0.2), many = piles(0.6);
    double of_few = 0.0, of_many = 0.0, all = 0.0;
    for (std::size_t p = 0; p < many.plugs.size(); ++p) {
        CHECK(none.plugs[p].discharge_kw == 0.0);
        if (many.plugs[p].plug_class != PlugClass::ac) {
            CHECK(many.plugs[p].discharge_kw == 0.0);
            continue;
        }
        all += 1.0;
        of_few += few.plugs[p].discharge_kw > 0.0 ? 1.0 : 0.0;
        of_many += many.plugs[p].discharge_kw > 0.0 ? 1.0 : 0.0;
        CHECK((few.plugs[p].discharge_kw == 0.0 || many.plugs[p].discharge_kw == 5.0));
    }
    CHECK(of_few / all == Approx(0.2).margin(0.02));
    CHECK(of_many / all == Approx(0.6).margin(0.02));
    for (std::size_t s = 0; s < many.stations.size(); ++s)
        CHECK(many.stations[s].plant.storage_kwh == none.stations[s].plant.storage_kwh);
}
