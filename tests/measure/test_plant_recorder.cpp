// Series and sums of storages and solar panels.

#include "sim/measure/plant_recorder.hpp"
#include "sim/measure/plant_summary.hpp"

#include "sim/base/archive.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace yuchong;
using namespace yuchong::measure;

namespace {

class Rows final : public NoSink {
public:
    using NoSink::append;
    void append(CityPlantBlock const& b) override {
        CHECK(b.first_row == static_cast<std::int64_t>(city_net.size()));
        city_net.insert(city_net.end(), b.connection_kw.begin(), b.connection_kw.end());
        city_storage.insert(city_storage.end(), b.storage_kw.begin(), b.storage_kw.end());
    }
    void append(PlantBlock const& b) override {
        CHECK(2 * b.first_row == static_cast<std::int64_t>(pv.size()));
        pv.insert(pv.end(), b.pv_kw.begin(), b.pv_kw.end());
        soc.insert(soc.end(), b.storage_soc.begin(), b.storage_soc.end());
        net.insert(net.end(), b.connection_kw.begin(), b.connection_kw.end());
    }

    std::vector<float> city_net, city_storage, pv, soc, net;
};

RecordSettings const settings{minutes(5), minutes(15), 1.0, 0, false};
Window const window{SimTime{0} + hours(1), SimTime{0} + hours(3)};

// Minute by minute: the first plant charges n kWh and imports it, the second has n + 1 kWh of sun and
// exports.
void feed(PlantRecorder& recorder, std::int64_t from, std::int64_t to) {
    for (std::int64_t m = from + 1; m <= to; ++m) {
        double const n = static_cast<double>(m % 4);
        std::vector<supply::PlantFlows> const flows{{n, 0, n, 0, 0}, {0, n + 1, 0, 0, n + 1}};
        std::vector<double> const soc{0.01 * static_cast<double>(m), NAN};
        recorder.minute({SimTime{m * 60'000}, flows, soc, 10.0, {8, static_cast<int>(m / 60)}});
    }
}

}  // namespace

TEST_CASE("steps of plants are means of their minutes, sums those of the window", "[plants]") {
    Rows rows;
    PlantRecorder recorder(settings, window, 2, rows);
    feed(recorder, 0, 200);  // an hour before, twenty minutes after
    recorder.flush();
    REQUIRE(rows.city_net.size() == 24);
    REQUIRE(rows.pv.size() == 16);
    // Minutes 61 to 65: n = 1, 2, 3, 0, 1.
    CHECK(rows.city_storage[0] == Approx(7 * 12));
    CHECK(rows.city_net[0] == Approx((50.0 + 7 - 12) * 12));
    // Minutes 61 to 75: 15 minutes with a sum of n of 21 + 1 + 2 + ... by fours: 3 x 6 + 1 + 2 + 3.
    CHECK(rows.pv[1] == Approx((24.0 + 15) * 4));
    CHECK(rows.pv[0] == 0.0F);
    CHECK(rows.net[0] == Approx(24.0 * 4));
    CHECK(rows.net[1] == Approx(-39.0 * 4));
    CHECK(rows.soc[0] == Approx(0.75));
    CHECK(std::isnan(rows.soc[1]));
    auto const& s = recorder.state();
    CHECK(s.total.charged_kwh == Approx(120 * 1.5));
    CHECK(s.total.pv_kwh == Approx(120 * 2.5));
    double exported = 0.0;
    for (double const kwh : s.export_kwh) exported += kwh;
    CHECK(exported == Approx(120 * 2.5));
    CHECK(s.peak_kw == Approx(std::max(rows.city_net[0], rows.city_net[3])).margin(12.0 * 5));
    for (float const kw : rows.city_net) CHECK(kw <= Approx(s.peak_kw));
}

TEST_CASE("a recorder of plants goes on after saving and loading", "[plants]") {
    Rows whole, cut;
    PlantRecorder undisturbed(settings, window, 2, whole), first(settings, window, 2, cut);
    feed(undisturbed, 0, 180);
    undisturbed.flush();
    feed(first, 0, 97);
    first.flush();
    Saver saver;
    archive(saver, first.state());
    PlantRecorder second(settings, window, 2, cut);
    Loader loader(saver.bytes());
    archive(loader, second.state());
    CHECK(loader.finished());
    feed(second, 97, 180);
    second.flush();
    CHECK(whole.city_net == cut.city_net);
    CHECK(whole.net == cut.net);
    CHECK(whole.pv == cut.pv);
    CHECK(undisturbed.state().total.import_kwh == second.state().total.import_kwh);
    CHECK(undisturbed.state().peak_kw == second.state().peak_kw);
}

TEST_CASE("readings of the wrong number of plants are refused", "[plants]") {
    Rows rows;
    PlantRecorder recorder(settings, window, 3, rows);
    CHECK_THROWS(feed(recorder, 61, 62));
}

TEST_CASE("shares of the summary", "[plants]") {
    PlantSummary summary;
    CHECK(summary.self_consumption() == 0.0);
    CHECK(summary.cycles() == 0.0);
    summary.flows = {.import_kwh = 0, .export_kwh = 25, .charged_kwh = 0, .discharged_kwh = 0, .pv_kwh = 100};
    summary.storage_kwh = 200;
    summary.from_cells_kwh = 300;
    CHECK(summary.self_consumption() == 0.75);
    CHECK(summary.cycles() == 1.5);
}
