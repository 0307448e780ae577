#include "sim/supply/photovoltaics.hpp"

#include <catch2/catch.hpp>

using namespace yuchong;
using namespace yuchong::supply;

namespace {

PhotovoltaicSettings panels() {
    PhotovoltaicSettings settings{.noct_c = 45,
                                  .gamma_per_k = -0.0034,
                                  .inverter_efficiency = 0.97,
                                  .other_losses = 0,
                                  .clear_sky = {},
                                  .mean_of_clear = {},
                                  .share = {},
                                  .kw_per_plug = 3,
                                  .feed_in_yuan_per_kwh = 0};
    settings.clear_sky.w_m2[6] = {0,   0,   0,   0,   0,   0,   100, 200, 300, 400, 500, 600,
                                  700, 600, 500, 400, 300, 200, 100, 0,   0,   0,   0,   40};
    settings.mean_of_clear[6] = 0.6;
    return settings;
}

}  // namespace

TEST_CASE("ST-10 solar power from irradiance and air temperature", "[solar]") {
    CHECK(panel_c(panels(), 800, 35) == Approx(60.0).epsilon(1e-9));
    CHECK(solar_kw(panels(), 100, 800, 35) == Approx(68.3656).epsilon(1e-9));
    CHECK(solar_kw(panels(), 100, 0, 35) == 0.0);
    PhotovoltaicSettings dusty = panels();
    dusty.other_losses = 0.1;
    CHECK(solar_kw(dusty, 100, 800, 35) == Approx(0.9 * 68.3656).epsilon(1e-9));
    CHECK(solar_kw(panels(), 100, 800, 20) > solar_kw(panels(), 100, 800, 35));
    // Panels hotter than the law carries give nothing, they draw nothing.
    PhotovoltaicSettings steep = panels();
    steep.gamma_per_k = -0.01;
    CHECK(solar_kw(steep, 100, 1'400, 90) == 0.0);
}

TEST_CASE("irradiance by month and hour", "[solar]") {
    PhotovoltaicSettings const settings = panels();
    CHECK(clear_sky_w_m2(settings, 7, 12.0) == 700);
    CHECK(clear_sky_w_m2(settings, 7, 12.25) == 675);
    CHECK(clear_sky_w_m2(settings, 7, 23.5) == 20);  // towards the same day's midnight
    CHECK(clear_sky_w_m2(settings, 7, 24.0) == 0);
    CHECK(clear_sky_w_m2(settings, 1, 12.0) == 0);
    CHECK(mean_irradiance_w_m2(settings, 7, 12.0) == 420);
    CHECK_THROWS(clear_sky_w_m2(settings, 0, 12.0));
    CHECK_THROWS(clear_sky_w_m2(settings, 13, 12.0));
    CHECK_THROWS(clear_sky_w_m2(settings, 1, 24.5));
}
