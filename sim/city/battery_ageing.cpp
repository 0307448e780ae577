#include "sim/city/battery_ageing.hpp"

#include "sim/city/city.hpp"
#include "sim/city/state.hpp"

namespace yuchong::city {

namespace {

using vehicle::Chemistry;

constexpr double hours_per_year = 8'766.0;  // 365.25 d

Chemistry chemistry_of(City const& city, std::size_t agent) { return city.model(city.cars[agent]).chemistry; }

// Hand-written visitors and replayed sessions are gone after one charge: they have no year.
std::size_t followed(City const& city) { return city.fleet_cars; }

}  // namespace

BatteryState make_batteries(City const& city) {
    BatteryState batteries;
    if (!city.inputs.ageing.follow) return batteries;
    for (std::size_t i = 0; i < followed(city); ++i)
        batteries.history.push_back(vehicle::begin_history(city.inputs.ageing, city.cars[i].soc_start));
    batteries.since.assign(followed(city), SimTime{0});
    return batteries;
}

void open_batteries(City const& city, State& state, SimTime now) {
    BatteryState& batteries = state.batteries;
    for (std::size_t i = 0; i < batteries.history.size(); ++i) {
        auto const soc = static_cast<double>(batteries.history[i].soc);
        batteries.history[i] = vehicle::begin_history(city.inputs.ageing, soc);
        batteries.since[i] = now;
    }
}

void look_at_battery(City const& city, State& state, std::uint32_t agent, double soc, vehicle::BatteryUse use,
                     SimTime now) {
    BatteryState& batteries = state.batteries;
    if (agent >= batteries.history.size()) return;
    SimTime const since = batteries.since[agent];
    batteries.since[agent] = now;
    vehicle::add_stretch(batteries.history[agent], city.inputs.ageing, chemistry_of(city, agent),
                         {.soc_end = soc,
                          .hours = (now - since).hours(),
                          .cell_c = city.climates.mean_ambient_c(since, now),
                          .use = use});
}

void close_batteries(City const& city, State& state, SimTime now) {
    BatteryState& batteries = state.batteries;
    for (std::uint32_t i = 0; i < batteries.history.size(); ++i) {
        auto const soc = static_cast<double>(batteries.history[i].soc);
        look_at_battery(city, state, i, soc, vehicle::BatteryUse::away, now);
        vehicle::finish_history(batteries.history[i], city.inputs.ageing, chemistry_of(city, i));
    }
}

measure::BatteryTable battery_table(City const& city, State const& state) {
    measure::BatteryTable table;
    vehicle::AgeingSettings const& settings = city.inputs.ageing;
    double const years = city.window.length().hours() / hours_per_year;
    for (std::size_t i = 0; i < state.batteries.history.size(); ++i) {
        vehicle::BatteryHistory const& battery = state.batteries.history[i];
        Chemistry const chemistry = chemistry_of(city, i);
        vehicle::Ageing const pace = vehicle::pace_per_year({}, battery.ageing, years);
        table.vehicle.push_back(static_cast<std::uint32_t>(i));
        table.model.push_back(city.cars[i].model);
        table.life_years.push_back(static_cast<float>(vehicle::years_left({}, pace, settings, chemistry)));
        table.first_year_loss.push_back(static_cast<float>(vehicle::loss(pace, settings, chemistry)));
        table.first_year_calendar_loss.push_back(
            static_cast<float>(vehicle::calendar_loss(pace, settings, chemistry)));
        table.full_cycles_per_year.push_back(
            static_cast<float>(static_cast<double>(battery.full_cycles) / years));
        table.plug_c_rate.push_back(static_cast<float>(vehicle::plug_c_rate(battery)));
    }
    return table;
}

measure::BatterySummary summarise_batteries(City const& city, measure::BatteryTable const& table) {
    measure::BatterySummary sum{};
    double const years = city.window.length().hours() / hours_per_year;
    double lfp = 0.0, nmc = 0.0;
    for (std::size_t i = 0; i < table.vehicle.size(); ++i) {
        demand::Car const& car = city.cars[table.vehicle[i]];
        bool const is_lfp = city.model(car).chemistry == Chemistry::lfp;
        auto const life_years = static_cast<double>(table.life_years[i]);
        (is_lfp ? lfp : nmc) += 1.0;
        (is_lfp ? sum.life_lfp_years : sum.life_nmc_years) += life_years;
        sum.first_year_loss += static_cast<double>(table.first_year_loss[i]);
        sum.full_cycles_per_year += static_cast<double>(table.full_cycles_per_year[i]);
        sum.cost_yuan +=
            city.inputs.ageing.pack_yuan_per_kwh * static_cast<double>(car.energy_kwh) * years / life_years;
    }
    if (lfp > 0.0) sum.life_lfp_years /= lfp;
    if (nmc > 0.0) sum.life_nmc_years /= nmc;
    if (lfp + nmc > 0.0) {
        sum.first_year_loss /= lfp + nmc;
        sum.full_cycles_per_year /= lfp + nmc;
    }
    return sum;
}

}  // namespace yuchong::city
