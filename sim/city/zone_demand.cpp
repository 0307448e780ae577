#include "sim/city/zone_demand.hpp"

#include "sim/city/city.hpp"
#include "sim/city/state.hpp"

#include <limits>

namespace yuchong::city {

measure::ZoneDemandTable zone_demand_table(City const& city, State const& state) {
    constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
    measure::ZoneDemandTable table;
    for (std::size_t z = 0; z < state.zone_demand.size(); ++z) {
        ZoneDemand const& demand = state.zone_demand[z];
        auto const wishes = static_cast<double>(demand.wishes);
        auto const by_wish = [&](double sum) { return demand.wishes > 0 ? sum / wishes : nothing; };
        table.zones.push_back(city.geography().zones[z].id);
        table.wishes.push_back(wishes);
        table.given_up.push_back(static_cast<double>(demand.given_up));
        table.drive_min.push_back(by_wish(demand.drive_min));
        table.drive_km.push_back(by_wish(demand.drive_km));
        table.wait_min.push_back(by_wish(milliseconds(demand.wait_ms).minutes()));
    }
    return table;
}

}  // namespace yuchong::city
