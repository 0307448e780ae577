#include "tests/supply/station_world.hpp"

#include "sim/base/check.hpp"
#include "sim/supply/home_pile.hpp"

#include <catch2/catch.hpp>

using namespace yuchong;
using namespace yuchong::supply;
using namespace yuchong::supply::test;

namespace {

struct Home {
    vehicle::Catalogue catalogue;
    vehicle::ChargingSettings charging = flat_charging(0.96);
    Home() {
        add_model(catalogue, 60, lfp400_1p35c);
        charging.losses = real_losses();
    }
    [[nodiscard]] HomeCharge start(double soc, double target) const {
        return start_home(charging, catalogue.models[0], {60.0, 1.0}, 7.0, soc, target, SimTime{1000});
    }
};

}  // namespace

TEST_CASE("home charge: flat, then the taper, in the time of the acceptance") {
    Home const home;
    HomeCharge const charge = home.start(0.3, 1.0);
    vehicle::Charge const same =
        vehicle::ac_charge(home.charging, home.catalogue.models[0], {60.0, 1.0}, 7.0, 1.0);
    double const hours_all = vehicle::hours_to_soc(same.acceptance, 0.3, same.stop_soc, 1e9, same.pack);
    CHECK((charge_ends(charge) - charge.start).hours() == Approx(hours_all).epsilon(1e-6));
    CHECK((taper_begins(charge) - charge.start).hours() == Approx(60.0 * 0.65 / 0.96 / 7.0).epsilon(1e-6));
    for (double const share : {0.1, 0.5, 0.9, 0.97, 0.999}) {
        double const h = share * hours_all;
        HomeReading const reading = read_home(charge, charge.start + duration_from_hours_up(h));
        double const soc = vehicle::soc_after(same.acceptance, 0.3, same.stop_soc, 1e9, h, same.pack);
        CHECK(reading.soc == Approx(soc).epsilon(1e-6));
        CHECK(reading.power_kw == Approx(same.acceptance.power_kw(soc)).epsilon(1e-5));
        CHECK(reading.loss_kwh == Approx(0.005 * h).epsilon(1e-6));
    }
    HomeReading const end = read_home(charge, charge.start + days(3));
    CHECK(end.power_kw == 0.0);
    CHECK(end.soc == Approx(same.stop_soc).margin(1e-6));
    CHECK(end.energy_kwh ==
          Approx(60.0 * (end.soc - 0.3) / static_cast<double>(charge.efficiency)).epsilon(1e-12));
}

TEST_CASE("a limited home charge takes the smaller of limit and acceptance, from any SoC") {
    Home const home;
    vehicle::Charge const same =
        vehicle::ac_charge(home.charging, home.catalogue.models[0], {60.0, 1.0}, 7.0, 1.0);
    for (double const soc : {0.2, 0.9, 0.98}) {
        for (std::int32_t const limit_w : {500, 3'000, 6'999, 9'000}) {
            HomeCharge const charge = limited_home(home.start(soc, 1.0), limit_w);
            double const cap_kw = limit_w / 1000.0;
            double const all_h =
                vehicle::hours_to_soc(same.acceptance, soc, same.stop_soc, cap_kw, same.pack);
            INFO("soc " << soc << " limit " << limit_w);
            CHECK((charge_ends(charge) - charge.start).hours() == Approx(all_h).epsilon(1e-5));
            for (double const share : {0.1, 0.5, 0.9, 0.99}) {
                double const h = share * all_h;
                HomeReading const reading = read_home(charge, charge.start + duration_from_hours_up(h));
                double const then =
                    vehicle::soc_after(same.acceptance, soc, same.stop_soc, cap_kw, h, same.pack);
                CHECK(reading.soc == Approx(then).epsilon(1e-6));
                CHECK(reading.power_kw ==
                      Approx(std::min(cap_kw, same.acceptance.power_kw(then))).epsilon(1e-4));
            }
        }
    }
    CHECK_THROWS_AS(limited_home(home.start(0.2, 1.0), 0), BrokenInvariant);
}

// g++ 12 once left out the rounding to float of what is stored, and the taper differed in its last bits from
// that of other builds.
TEST_CASE("a home charge's taper follows from what it stores, to the last bit") {
    Home const home;
    for (double const pack_kwh : {60.0, 57.3, 82.56, 18.4, 99.9}) {
        HomeCharge const charge = start_home(home.charging, home.catalogue.models[0], {pack_kwh, 1.0}, 7.0,
                                             0.3, 1.0, SimTime{1000});
        double const energy_kwh = static_cast<double>(charge.energy_kwh);
        double const efficiency = static_cast<double>(charge.efficiency);
        double const flat_kw = charge.flat_w / 1000.0;
        CHECK(charge.lam_per_h == -efficiency * flat_kw / ((1.0 - charge.soc_taper) * energy_kwh));
    }
}

TEST_CASE("home charge to a target in the flat part: constant whole watts to the last millisecond") {
    Home const home;
    HomeCharge const charge = home.start(0.2, 0.8);
    CHECK(charge.flat_w == 7000);
    CHECK(charge.taper_after_ms == charge.end_after_ms);
    HomeReading const end = read_home(charge, charge_ends(charge));
    CHECK(end.energy_kwh == 7.0 * Duration{charge.end_after_ms}.hours());
    CHECK(end.soc >= 0.8 - 1e-12);
}

TEST_CASE("home charge that starts inside the taper, or with nothing to do") {
    Home const home;
    HomeCharge const late = home.start(0.98, 1.0);
    CHECK(late.taper_after_ms == 0);
    CHECK(read_home(late, late.start).power_kw == Approx(7.0 * 0.4).epsilon(1e-6));
    HomeCharge const full = home.start(0.9, 0.8);
    CHECK(full.end_after_ms == 0);
    CHECK(read_home(full, full.start + hours(1)).energy_kwh == 0.0);
}

TEST_CASE("a pile that feeds back empties the battery by what it gives and the loss on the way") {
    HomeCharge const charge = Home().start(0.8, 1.0);
    HomeCharge const feeding = feeding_home(charge, 5'000);
    CHECK(feeds(feeding));
    CHECK_FALSE(feeds(charge));
    SimTime const later = feeding.start + minutes(90);
    HomeReading const reading = read_home(feeding, later);
    CHECK(reading.energy_kwh == Approx(-7.5).epsilon(1e-12));
    CHECK(reading.power_kw == Approx(-5.0));
    CHECK(reading.soc ==
          Approx(0.8 - 7.5 / static_cast<double>(charge.efficiency) / static_cast<double>(charge.energy_kwh))
              .epsilon(1e-7));
    CHECK(energy_between_kwh(feeding, feeding.soc_start, reading.soc) ==
          Approx(reading.energy_kwh).epsilon(1e-12));
    CHECK(taper_begins(feeding) > later + days(40));
    CHECK(charge_ends(feeding) > later + days(40));
    CHECK_THROWS(feeding_home(charge, 0));
}

TEST_CASE("the taper lasts as long as from where it begins") {
    HomeCharge const early = Home().start(0.2, 1.0);
    HomeCharge late = Home().start(early.soc_taper, 1.0);
    CHECK(taper_length(early).ms == Approx(static_cast<double>(late.end_after_ms)).margin(2));
    CHECK(taper_length(early).ms ==
          Approx(static_cast<double>(early.end_after_ms - early.taper_after_ms)).margin(5));
}
