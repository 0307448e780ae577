#include "sim/demand/population.hpp"

#include "sim/base/calendar.hpp"
#include "sim/base/check.hpp"
#include "sim/demand/dealing.hpp"
#include "sim/demand/shares.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

namespace yuchong::demand {

namespace {

// Some of the models with their cumulative sales.
struct Range {
    std::vector<std::uint16_t> models;
    std::vector<double> cumulative;
};

template <class Wanted>
Range range_of(vehicle::Catalogue const& catalogue, Wanted const& wanted) {
    Range range;
    std::vector<double> weights;
    for (std::size_t m = 0; m < catalogue.models.size(); ++m) {
        if (!wanted(catalogue.models[m])) continue;
        range.models.push_back(static_cast<std::uint16_t>(m));
        weights.push_back(catalogue.models[m].sales_weight);
    }
    bool const some = std::ranges::any_of(weights, [](double w) { return w > 0.0; });
    if (some) range.cumulative = cumulative_shares(weights);
    return some ? range : Range{};
}

// The models of one powertrain that are charged by cable only.
Range range_of(vehicle::Catalogue const& catalogue, vehicle::Powertrain powertrain) {
    return range_of(catalogue, [powertrain](vehicle::Model const& model) {
        return model.powertrain == powertrain && model.swap_standard.empty();
    });
}

// The cars among those made for swapping: others have no sales among private cars.
Range swappable_range(vehicle::Catalogue const& catalogue) {
    return range_of(catalogue, [](vehicle::Model const& model) {
        return !model.swap_standard.empty() && model.sales_weight > 0.0;
    });
}

// What dealers had in each year: models of a powertrain sold by then, those that can use a super terminal
// apart.
class Showroom {
public:
    Showroom(vehicle::Catalogue const& catalogue, Registrations const& registrations, std::int32_t last_year)
        : registrations_(registrations) {
        using enum vehicle::Powertrain;
        first_year_ = civil_date(registrations.first_day).year;
        first_model_year_ = last_year;
        for (vehicle::Model const& model : catalogue.models)
            if (model.sales_weight > 0.0) first_model_year_ = std::min(first_model_year_, model.first_year);
        first_model_year_ = std::max(first_model_year_, first_year_);
        for (std::int32_t year = first_year_; year <= last_year; ++year) {
            auto const sold = [&](auto const& wanted) {
                return range_of(catalogue, [&](vehicle::Model const& model) {
                    return model.swap_standard.empty() && model.first_year <= year && wanted(model);
                });
            };
            years_.push_back(
                {sold([](vehicle::Model const& m) { return m.powertrain == bev && !m.super_capable; }),
                 sold([](vehicle::Model const& m) { return m.powertrain == bev && m.super_capable; }),
                 sold([](vehicle::Model const& m) { return m.powertrain == range_extender; })});
        }
    }

    // Empty: no such model was sold by then.
    [[nodiscard]] Range const& on_sale(vehicle::Powertrain powertrain, std::int32_t year, double u) const {
        Year const& sold = years_[static_cast<std::size_t>(std::max(year, first_model_year_) - first_year_)];
        if (powertrain == vehicle::Powertrain::range_extender) return sold.range_extender;
        bool const capable = u < registrations_.capable_share(year);
        Range const& wanted = capable ? sold.capable : sold.plain;
        if (!wanted.models.empty()) return wanted;
        return capable ? sold.plain : sold.capable;
    }

private:
    struct Year {
        Range plain, capable, range_extender;
    };
    Registrations const& registrations_;
    std::int32_t first_year_;
    std::int32_t first_model_year_;  // no model of the catalogue is older: cars from before are of its year
    std::vector<Year> years_;
};

class Dealer {
public:
    Dealer(space::Geography const& geography, vehicle::Catalogue const& catalogue,
           space::Gravity const& work_trips, FleetSettings const& fleet,
           ChargingChoiceSettings const& charging, Registrations const* registrations,
           RandomSource const& random)
        : geography_(geography),
          catalogue_(catalogue),
          work_trips_(work_trips),
          fleet_(fleet),
          charging_(charging),
          registrations_(registrations),
          random_(random),
          bev_(range_of(catalogue, vehicle::Powertrain::bev)),
          range_extender_(range_of(catalogue, vehicle::Powertrain::range_extender)),
          swappable_(swappable_range(catalogue)),
          pile_(cumulative_shares(fleet.home_pile_weights)),
          vintage_(cumulative_shares(fleet.vintage_weights)) {
        check(fleet.bev_share <= 0.0 || !bev_.models.empty(),
              "no battery-electric model (the fleet has a share of them) add one to models/vehicles.yaml");
        check(fleet.bev_share >= 1.0 || !range_extender_.models.empty(),
              "no range-extender model (the fleet has a share of them) add one to models/vehicles.yaml");
        if (registrations) {
            std::int32_t const last = registrations->day_of(1.0);
            showroom_.emplace(catalogue, *registrations, civil_date(last).year);
        }
        check(fleet.swappable_share <= 0.0 || !swappable_.models.empty(),
              "no model made for swapping is sold (the fleet has a share of them) give one a sales_weight");
    }

    // `among`: of so many cars of the district, for the day of registration.
    [[nodiscard]] Car deal(space::District const& district, std::span<double const> homes,
                           std::uint32_t number, std::uint32_t among) const {
        std::uint32_t const ordinal = ordinal_of(district.adcode, number);
        Block const who = random_.draw(draw_for(ordinal, Purpose::ownership));
        Block const what = random_.draw(draw_for(ordinal, Purpose::ownership, 0, 1));
        Block const more = random_.draw(draw_for(ordinal, Purpose::ownership_more));
        Block const habits = random_.draw(draw_for(ordinal, Purpose::ownership_more, 0, 1));

        Car car{};
        car.ordinal = ordinal;
        car.depot = no_depot;
        std::size_t const home = district.first_zone + pick(homes, who.uniform(0));
        car.home = static_cast<std::uint16_t>(home);
        car.work =
            static_cast<std::uint16_t>(work_trips_.sample(space::ZoneId{home}, who.uniform(1)).index());

        auto const powertrain = who.uniform(2) < fleet_.bev_share ? vehicle::Powertrain::bev
                                                                  : vehicle::Powertrain::range_extender;
        std::int32_t year = 0;
        Range const* range =
            powertrain == vehicle::Powertrain::bev ? &range_of_bev(ordinal) : &range_extender_;
        if (registrations_) {
            set_days(car, *registrations_, number, among, random_);
            year = civil_date(car.registered_day).year;
            Range const& on_sale = showroom_->on_sale(powertrain, year, what.uniform(0));
            if (!on_sale.models.empty() && range != &swappable_) range = &on_sale;
        } else {
            year = static_cast<std::int32_t>(fleet_.first_vintage) +
                   static_cast<std::int32_t>(pick(vintage_, what.uniform(0)));
        }
        car.model = range->models[pick(range->cumulative, who.uniform(3))];
        spread(car, catalogue_, fleet_, year, what);

        double const owns_pile = geography_.zones[home].home_pile_share * fleet_.home_pile_factor;
        if (more.uniform(0) < owns_pile)
            car.pile_w = pile_w_of(catalogue_.models[car.model], fleet_, pile_, more.uniform(1));
        car.parks_near_home = car.pile_w == 0 && habits.uniform(1) < charging_.park_home_share;
        car.parks_near_work = car.pile_w == 0 && habits.uniform(2) < charging_.park_work_share;
        car.timer = car.pile_w > 0 && more.uniform(2) < charging_.home_timer_share;
        car.reserve_soc = static_cast<float>(
            std::clamp(normal(more.uniform(3), charging_.reserve_mean, charging_.reserve_sd),
                       charging_.reserve_low, charging_.reserve_high));
        double const low = car.pile_w > 0 ? fleet_.soc_start_low_with_pile : fleet_.soc_start_low;
        double const high = car.pile_w > 0 ? fleet_.soc_start_high_with_pile : fleet_.soc_start_high;
        car.soc_start = static_cast<float>(low + (high - low) * habits.uniform(0));
        return car;
    }

private:
    [[nodiscard]] Range const& range_of_bev(std::uint32_t ordinal) const {
        if (fleet_.swappable_share <= 0.0) return bev_;
        double const u = random_.draw(draw_for(ordinal, Purpose::swap_car)).uniform(0);
        return u < fleet_.swappable_share ? swappable_ : bev_;
    }

    space::Geography const& geography_;
    vehicle::Catalogue const& catalogue_;
    space::Gravity const& work_trips_;
    FleetSettings const& fleet_;
    ChargingChoiceSettings const& charging_;
    Registrations const* registrations_;
    RandomSource const& random_;
    std::optional<Showroom> showroom_;  // there if there are registrations
    Range bev_, range_extender_, swappable_;
    std::vector<double> pile_, vintage_;
};

}  // namespace

std::vector<Car> draw_population(space::Geography const& geography, vehicle::Catalogue const& catalogue,
                                 space::Gravity const& work_trips, FleetSettings const& fleet,
                                 ChargingChoiceSettings const& charging,
                                 std::span<std::uint32_t const> cars_by_district, Times const& times,
                                 RandomSource const& random) {
    Dealer const dealer(geography, catalogue, work_trips, fleet, charging, times.registrations, random);
    std::vector<Car> cars;
    cars.reserve(std::accumulate(cars_by_district.begin(), cars_by_district.end(), std::size_t{0}));
    for (std::size_t d = 0; d < geography.districts.size(); ++d) {
        space::District const& district = geography.districts[d];
        if (cars_by_district[d] == 0) continue;
        auto const homes = homes_of(geography, district);
        for (std::uint32_t number = 0; number < cars_by_district[d]; ++number) {
            Car const car = dealer.deal(district, homes, number, cars_by_district[d]);
            if (car.given_up_day > times.first_day) cars.push_back(car);
        }
    }
    return cars;
}

}  // namespace yuchong::demand
