#include "sim/city/home_v2g.hpp"

#include "sim/city/city.hpp"

#include <algorithm>

namespace yuchong::city {

namespace {

control::V2gStay stay_of(City const& city, supply::HomeCharge const& charge) {
    auto const pack_kwh = static_cast<double>(charge.energy_kwh);
    auto const efficiency = static_cast<double>(charge.efficiency);
    double const most_soc = std::min(charge.soc_taper, charge.soc_stop);
    double const soc = std::min(charge.soc_start, most_soc);
    double const reserve_soc = city.inputs.control.v2g.reserve_soc;
    double const rating_kw = charge.flat_w / 1000.0;
    return {.energy_kwh = soc * pack_kwh,
            .least_kwh = std::min(reserve_soc, soc) * pack_kwh,
            .most_kwh = most_soc * pack_kwh,
            .departure_kwh = most_soc * pack_kwh,
            .charge_kw = rating_kw,
            .discharge_kw = charge.soc_start > reserve_soc ? rating_kw : 0.0,
            .efficiency = {efficiency, efficiency}};
}

}  // namespace

bool fill_v2g(City const& city, HomeControlState& control, std::uint32_t agent,
              supply::HomeCharge const& charge, HomePlan const& plan, V2gAnswer answer) {
    FeedingStay const stay{stay_of(city, charge), agent, city.cars[agent].home, StayPlace::home,
                           charge.soc_start};
    return plan_feeding(city, control, stay, plan, answer);
}

}  // namespace yuchong::city
