#include "sim/city/programme.hpp"

#include "sim/base/hash.hpp"
#include "sim/base/random.hpp"
#include "sim/city/new_station.hpp"
#include "sim/city/site_planning.hpp"
#include "sim/supply/network_union.hpp"
#include "sim/supply/station_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace yuchong::city {

namespace {

// Works and connection, one after the other.
std::int32_t build_days(rollout::BuildTimes const& times, Block const& draw) {
    auto const drawn = [&](int i, double median, double sigma) {
        return std::min(times.longest_days, lognormal(draw.uniform(i), median, sigma));
    };
    return static_cast<std::int32_t>(
        std::lround(drawn(0, times.works_median_days, times.works_sigma) +
                    drawn(1, times.connection_median_days, times.connection_sigma)));
}

}  // namespace

supply::Network programme_stations(Inputs const& inputs, space::Geography const& whole,
                                   supply::Network const& known, RandomSource const& random) {
    supply::Network added;
    for (rollout::Programme const& programme : inputs.rollout.programmes) {
        Part part;
        part.geography = whole;
        part.network = known;
        part.cars_by_district = cars_by_district(whole, inputs.private_cars.vehicles);
        part.base_load_share = 1.0;
        // Those of earlier programmes stand or will.
        supply::Network earlier = added;
        for (supply::Station& station : earlier.stations) station.in_service_day = 0;
        supply::append(part.network, earlier);
        SitePlan const plan =
            plan_sites_in(std::move(part), inputs, programme.policy, programme.stations, programme.until);
        if (plan.sites.size() != programme.stations)
            throw ProgrammeFallsShort(fmt::format("programme {} finds {} sites for {} stations",
                                                  programme.name, plan.sites.size(), programme.stations));
        for (std::size_t n = 0; n < plan.sites.size(); ++n) {
            std::string id = fmt::format("{}-{:03}", programme.name, n + 1);
            Block const draw =
                random.draw({DrawClass::station, static_cast<std::uint16_t>(supply::DraftPurpose::build_time),
                             static_cast<std::uint32_t>(hash_text(id)), 0, 0});
            double const along = (static_cast<double>(n) + 0.5) / static_cast<double>(plan.sites.size());
            auto const begins = programme.from + static_cast<std::int32_t>(
                                                     std::floor(along * (programme.until - programme.from)));
            add_new_station(added, inputs, plan.sites[n].position, plan.sites[n].zone, std::move(id),
                            begins + build_days(inputs.rollout.build_times, draw));
        }
    }
    return added;
}

}  // namespace yuchong::city
