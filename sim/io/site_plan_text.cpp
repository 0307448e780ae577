#include "sim/io/site_plan_text.hpp"

#include "sim/control/tariff.hpp"
#include "sim/io/added_stations.hpp"
#include "sim/rollout/economics.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace yuchong::io {

namespace {

using Json = nlohmann::ordered_json;
using city::SitePlan;
using city::SitingPolicy;

constexpr std::size_t districts_shown = 12;  // those that get most

std::string_view name_of(SitingPolicy policy) {
    return siting_policy_names[static_cast<std::size_t>(policy)];
}

// Of one station of the plan.
struct Economics {
    double capital_yuan;
    double rated_kw;
    std::optional<double> break_even;  // utilisation
};

Economics economics_of(city::Inputs const& inputs) {
    rollout::StationEconomics const& e = inputs.rollout.economics;
    rollout::NewStation const& s = inputs.rollout.new_station;
    double const rated_kw = s.modules * inputs.network.module_kw;
    // What is lost is bought at the mean price of the tariff's hours.
    control::Tariff const tariff(inputs.tariff);
    double price = 0.0;
    for (int month = 1; month <= 12; ++month)
        for (int hour = 0; hour < 24; ++hour) price += tariff.price(month, hour).value() / (12 * 24);
    rollout::StationCosts const costs =
        rollout::costs_of(e, {.dc_kw = rated_kw, .connection_kw = s.grid_limit_kw}, price, 0.0);
    return {
        costs.capital_yuan, rated_kw,
        rollout::break_even_utilisation(costs, rated_kw, s.fee_yuan_per_kwh, e.salvage_share, e.discount_rate,
                                        static_cast<int>(e.years), e.subsidy_yuan_per_kw * rated_kw)};
}

std::string reached_text(city::Reached const& reached) {
    return fmt::format("{:.1f} % within the circle, {:.2f} km by road on the mean",
                       100.0 * reached.covered_share, reached.mean_km);
}

std::string quality_text(SitePlan const& plan) {
    if (plan.policy == SitingPolicy::simulated)
        return "greedy in each round, for minutes as the zones' means; the rounds below say what came of it";
    if (!plan.quality) return "stations are shared out by districts first, so there is no bound to name";
    city::SitingQuality const& q = *plan.quality;
    double const beyond = q.saved > 0.0 ? 100.0 * (q.most_possible / q.saved - 1.0) : 0.0;
    std::string const bound = fmt::format(
        "no choice of as many sites is better by more than {:.1f} %; greedy: at least 63 % of the best",
        std::max(0.0, beyond));
    if (plan.policy != SitingPolicy::p_median) return bound;
    return bound + fmt::format("; {} swaps since, {}", q.swaps,
                               q.settled ? "no other helps" : "others may help still");
}

std::string station_id(SitePlan const& plan, std::size_t n) {
    return fmt::format("{}-new-{:04}", plan.part.geography.zones[plan.sites[n].zone.index()].id, n + 1);
}

std::string const& district_of(SitePlan const& plan, space::ZoneId zone) {
    space::Geography const& g = plan.part.geography;
    return g.districts[g.zones[zone.index()].district.index()].name;
}

// Those that get most first.
std::vector<std::size_t> by_added(SitePlan const& plan) {
    std::vector<std::size_t> order(plan.districts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        std::uint32_t const x = plan.districts[a].added, y = plan.districts[b].added;
        return x > y || (x == y && a < b);
    });
    return order;
}

// What each simulation says of a wish to charge in public.
std::string rounds_text(SitePlan const& plan) {
    if (plan.rounds.empty()) return "";
    std::string text =
        fmt::format("\n  {:<14}{:>10}{:>10}{:>12}{:>14}{:>18}{:>14}\n", "simulated with", "wishes",
                    "drive min", "wait min", "given up %", "all together min", "promised min");
    std::uint32_t sites = 0;
    double promised = plan.rounds.front().cost.minutes;
    for (city::SimulatedRound const& round : plan.rounds) {
        city::WishCost const& c = round.cost;
        text += fmt::format("  {:<14}{:>10.0f}{:>10.2f}{:>12.2f}{:>14.2f}{:>18.2f}{:>14.2f}\n",
                            fmt::format("{} new", sites), c.wishes, c.drive_min, c.wait_min,
                            100.0 * c.given_up_share, c.minutes, promised);
        sites += round.sites;
        promised = c.minutes - round.promised_minutes;
    }
    return text;
}

Json json_of(city::Reached const& reached) {
    return {{"covered_share", reached.covered_share}, {"mean_km", reached.mean_km}};
}

}  // namespace

std::string site_plan_text(SitePlan const& plan, city::Inputs const& inputs) {
    Economics const e = economics_of(inputs);
    std::size_t const n = plan.sites.size();
    city::Reached const after = n == 0 ? plan.before : plan.sites.back().after;
    std::string text =
        fmt::format("{}: {} new super-charging stations by {}\n", inputs.name, n, name_of(plan.policy));
    auto const line = [&](char const* name, std::string const& value) {
        text += fmt::format("  {:<12} {}\n", name, value);
    };
    line("there are", fmt::format("{} super-charging stations, {} sites, {:.0f} cars", plan.existing,
                                  plan.candidates, plan.vehicles));
    line("before", reached_text(plan.before));
    line("after", reached_text(after));
    line("choice", quality_text(plan));
    line("cost",
         fmt::format("{:.2f} million yuan a station of {:g} kW, {:.0f} million in all (estimates of "
                     "models/rollout.yaml)",
                     1e-6 * e.capital_yuan, e.rated_kw, 1e-6 * e.capital_yuan * static_cast<double>(n)));
    line("pays", e.break_even
                     ? fmt::format("from {:.1f} % utilisation of its power on, over {} years at {:g} %",
                                   100.0 * *e.break_even, inputs.rollout.economics.years,
                                   100.0 * inputs.rollout.economics.discount_rate)
                     : "never: a kWh sold loses money");
    text += rounds_text(plan);
    text += fmt::format("\n  {:<22}{:>8}{:>8}{:>18}{:>20}\n", "district", "before", "new", "in the circle %",
                        "mean way km");
    std::vector<std::size_t> const order = by_added(plan);
    for (std::size_t i = 0; i < std::min(districts_shown, order.size()); ++i) {
        city::DistrictSites const& d = plan.districts[order[i]];
        text += fmt::format("  {:<22}{:>8}{:>8}{:>10.1f} to {:>5.1f}{:>11.2f} to {:>5.2f}\n",
                            plan.part.geography.districts[order[i]].name, d.before, d.added,
                            100.0 * d.reached_before.covered_share, 100.0 * d.reached_after.covered_share,
                            d.reached_before.mean_km, d.reached_after.mean_km);
    }
    if (order.size() > districts_shown)
        text += fmt::format("  and {} more districts\n", order.size() - districts_shown);
    return text;
}

std::string site_plan_json(SitePlan const& plan, city::Inputs const& inputs) {
    Economics const e = economics_of(inputs);
    Json json{{"scenario", inputs.name},
              {"policy", name_of(plan.policy)},
              {"candidates", plan.candidates},
              {"existing", plan.existing},
              {"vehicles", plan.vehicles},
              {"before", json_of(plan.before)},
              {"after", json_of(plan.sites.empty() ? plan.before : plan.sites.back().after)}};
    if (plan.quality)
        json["quality"] = {{"saved", plan.quality->saved},
                           {"most_possible", plan.quality->most_possible},
                           {"swaps", plan.quality->swaps},
                           {"settled", plan.quality->settled}};
    for (city::SimulatedRound const& round : plan.rounds)
        json["rounds"].push_back({{"sites", round.sites},
                                  {"wishes", round.cost.wishes},
                                  {"drive_min", round.cost.drive_min},
                                  {"wait_min", round.cost.wait_min},
                                  {"given_up_share", round.cost.given_up_share},
                                  {"minutes", round.cost.minutes},
                                  {"promised_minutes", round.promised_minutes}});
    json["station"] = {{"capital_yuan", e.capital_yuan}, {"rated_kw", e.rated_kw}};
    json["station"]["break_even_utilisation"] = e.break_even ? Json(*e.break_even) : Json(nullptr);
    json["sites"] = Json::array();
    for (std::size_t n = 0; n < plan.sites.size(); ++n) {
        city::PlannedSite const& site = plan.sites[n];
        json["sites"].push_back({{"station", station_id(plan, n)},
                                 {"zone", plan.part.geography.zones[site.zone.index()].id},
                                 {"district", district_of(plan, site.zone)},
                                 {"lon", site.position.lon},
                                 {"lat", site.position.lat},
                                 {"after", json_of(site.after)}});
    }
    json["districts"] = Json::array();
    for (std::size_t d = 0; d < plan.districts.size(); ++d)
        json["districts"].push_back({{"district", plan.part.geography.districts[d].name},
                                     {"before", plan.districts[d].before},
                                     {"added", plan.districts[d].added},
                                     {"reached_before", json_of(plan.districts[d].reached_before)},
                                     {"reached_after", json_of(plan.districts[d].reached_after)}});
    return json.dump();
}

std::string site_plan_stations(SitePlan const& plan, city::Inputs const& inputs) {
    rollout::NewStation const& terms = inputs.rollout.new_station;
    std::vector<StationEntry> stations;
    for (std::size_t n = 0; n < plan.sites.size(); ++n) {
        city::PlannedSite const& site = plan.sites[n];
        StationEntry entry;
        entry.id = station_id(plan, n);
        entry.name = fmt::format("{} planned station {}", district_of(plan, site.zone), n + 1);
        entry.zone = plan.part.geography.zones[site.zone.index()].id;
        entry.position = {site.position.lon, site.position.lat};
        entry.hosts.push_back(
            {.modules = terms.modules, .module_kw = {}, .super = terms.super, .fast = terms.fast});
        entry.bays = terms.bays;
        entry.grid_limit_kw = terms.grid_limit_kw;
        entry.service_fee_yuan_per_kwh = terms.fee_yuan_per_kwh;
        stations.push_back(std::move(entry));
    }
    return added_stations_csv(stations);
}

std::string site_plan_curve(SitePlan const& plan) {
    std::string csv = "stations,station,covered_share,mean_km\n";
    auto const row = [&](std::size_t n, std::string const& station, city::Reached const& reached) {
        csv += fmt::format("{},{},{:.9g},{:.9g}\n", n, station, reached.covered_share, reached.mean_km);
    };
    row(0, "", plan.before);
    for (std::size_t n = 0; n < plan.sites.size(); ++n) row(n + 1, station_id(plan, n), plan.sites[n].after);
    return csv;
}

}  // namespace yuchong::io
