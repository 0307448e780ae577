#include "sim/io/summary_text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace yuchong::io {

namespace {

// 1234567 -> 1,234,567
std::string grouped(std::int64_t n) {
    std::string text = fmt::format("{}", n);
    std::size_t const first = text.starts_with('-') ? 1 : 0;
    for (std::size_t at = text.size(); at > first + 3;) text.insert(at -= 3, ",");
    return text;
}

// Three to four digits with the unit scaled by thousands.
std::string scaled(double value, std::initializer_list<char const*> units) {
    auto unit = units.begin();
    while (std::abs(value) >= 1'000.0 && unit + 1 != units.end()) {
        value /= 1'000.0;
        ++unit;
    }
    return fmt::format("{:.{}f} {}", value, std::abs(value) < 10.0 ? 2 : 1, *unit);
}

std::string energy(double kwh) { return scaled(kwh, {"kWh", "MWh", "GWh", "TWh"}); }
std::string power(double kw) { return scaled(kw, {"kW", "MW", "GW"}); }
std::string percent(double share) { return fmt::format("{:.1f} %", 100.0 * share); }

std::string span_of_time(double seconds) {
    if (seconds < 60.0) return fmt::format("{:.0f} s", seconds);
    if (seconds < 3'600.0) return fmt::format("{:.1f} min", seconds / 60.0);
    return fmt::format("{:.1f} h", seconds / 3'600.0);
}

std::string to_the_minute(Calendar const& calendar, SimTime t) {
    std::string text = calendar.iso(t).substr(0, 16);
    std::ranges::replace(text, 'T', ' ');
    return text;
}

double share(std::int64_t part, std::int64_t whole) {
    return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

std::string audit_text(std::span<measure::AuditRow const> audit) {
    if (measure::all_hold(audit)) return fmt::format("all {} laws hold", audit.size());
    std::string text = "BROKEN:";
    for (measure::AuditRow const& row : audit)
        if (!row.holds)
            text += fmt::format(" {} ({:.12g} against {:.12g} {})", row.name, row.left, row.right, row.unit);
    return text;
}

std::string bounds_text(measure::BoundSummary const& b) {
    return fmt::format("{} unmet, {:.2f} % in cost and {} in peak beyond what was possible ({} sessions)",
                       energy(b.unmet_gap_kwh), 100.0 * b.cost_gap_share, power(b.peak_gap_kw),
                       grouped(b.sessions));
}

// Of a fleet: what a day of one of its vehicles is like.
std::string fleet_text(measure::FleetRow const& fleet) {
    measure::FleetCounts const& c = fleet.counts;
    auto const days = static_cast<double>(std::max<std::int64_t>(c.vehicle_days, 1));
    auto const duty_days = static_cast<double>(std::max<std::int64_t>(c.duty_days, 1));
    std::string text =
        fmt::format("{}: {} vehicle-days of {:.0f} km and {:.1f} kWh ({:.1f} kWh/100 km)",
                    grouped(fleet.vehicles), grouped(c.vehicle_days), c.driven_km / days, c.driven_kwh / days,
                    c.driven_km > 0.0 ? 100.0 * c.driven_kwh / c.driven_km : 0.0);
    if (c.orders_served + c.orders_refused > 0)
        text += fmt::format(", {:.1f} orders, {} refused", static_cast<double>(c.orders_served) / duty_days,
                            grouped(c.orders_refused));
    if (c.trips_short_of_range > 0)
        text += fmt::format(", {} trips short of range", grouped(c.trips_short_of_range));
    return text;
}

// A storage that peak_shave never asks is easily overlooked.
std::string plants_text(measure::PlantSummary const& p) {
    std::string text =
        fmt::format("{} storages gave {} ({:.2f} cycles), panels of {} stations {}", grouped(p.with_storage),
                    energy(p.flows.discharged_kwh), p.cycles(), grouped(p.with_pv), energy(p.flows.pv_kwh));
    if (p.with_storage > 0 && p.flows.discharged_kwh == 0.0)
        text +=
            "; no storage was asked (under peak_shave only what stations draw beyond their connections is)";
    return text;
}

}  // namespace

std::string summary_text(measure::Summary const& s, std::span<measure::AuditRow const> audit,
                         Calendar const& calendar, measure::Window const& window) {
    std::string text = fmt::format("{}: {}\n", s.scenario, measure::name(s.status));
    auto const line = [&text](char const* label, std::string const& value) {
        text += fmt::format("  {:<15} {}\n", label, value);
    };
    line("recorded", fmt::format("{} to {} ({:.4g} d)", to_the_minute(calendar, window.begin),
                                 to_the_minute(calendar, window.end), window.length().hours() / 24.0));
    std::string const depots = s.depots > 0 ? fmt::format(" and {} depots", grouped(s.depots)) : "";
    line("vehicles", fmt::format("{} on {} stations{}", grouped(s.vehicles), grouped(s.stations), depots));
    line("sessions",
         fmt::format("{}: {} at home, {} public{}", grouped(s.sessions), grouped(s.sessions_home),
                     grouped(s.sessions_public),
                     s.depots > 0 ? fmt::format(", {} in depots", grouped(s.sessions_depot)) : ""));
    line("energy", fmt::format("{} at the plug: {} at home, {} public{}; {} from the grid",
                               energy(s.energy_kwh), energy(s.energy_home_kwh), energy(s.energy_public_kwh),
                               s.depots > 0 ? fmt::format(", {} in depots", energy(s.energy_depot_kwh)) : "",
                               energy(s.grid_energy_kwh)));
    if (s.fleets.size() > 1)
        for (measure::FleetRow const& fleet : s.fleets) line(fleet.name.c_str(), fleet_text(fleet));
    line("unmet", fmt::format("{} of what sessions asked for; {} lacked more than 0.5 kWh; {} owed to those "
                              "that still run",
                              energy(s.unmet_kwh), grouped(s.sessions_unmet), energy(s.energy_owed_kwh)));
    if (s.v2g) {
        line("fed back",
             fmt::format("{} ({} at stations) in {} sessions, {} yuan paid, {} yuan of wear",
                         energy(s.v2g->kwh), energy(s.v2g->at_stations_kwh), grouped(s.v2g->sessions),
                         grouped(std::llround(s.v2g->paid_yuan)), grouped(std::llround(s.v2g->wear_yuan))));
    }
    if (s.plants) line("plants", plants_text(*s.plants));
    if (s.swaps)
        line("swaps",
             fmt::format("{} at {} stations, {} exchanged, mean wait {}; no pack ready {} of the time",
                         grouped(s.swaps->swaps), grouped(s.swaps->stations), energy(s.swaps->exchanged_kwh),
                         span_of_time(s.swaps->wait_mean_s), percent(s.swaps->starved_share)));
    if (s.swaps && s.swaps->fed_back_kwh > 0.0)
        line("packs", fmt::format("{} fed back, {} yuan paid, {} yuan of wear", energy(s.swaps->fed_back_kwh),
                                  grouped(std::llround(s.swaps->fed_back_yuan)),
                                  grouped(std::llround(s.swaps->wear_yuan))));
    if (s.batteries) {
        line(
            "batteries",
            fmt::format(
                "last {:.1f} years (LFP) and {:.1f} years (NMC) at this use, {:.0f} full cycles a year",
                s.batteries->life_lfp_years, s.batteries->life_nmc_years, s.batteries->full_cycles_per_year));
    }
    if (s.ev_days > 0.0) line("per vehicle", fmt::format("{:.2f} kWh a day", s.energy_kwh / s.ev_days));
    line("peak", fmt::format("{} at {}", power(s.peak_kw), to_the_minute(calendar, s.peak_time)));
    line("price",
         fmt::format("{} yuan for energy: stations {}, homes {}{}",
                     grouped(std::llround(s.bill.energy_yuan())), grouped(std::llround(s.bill.public_yuan)),
                     grouped(std::llround(s.bill.home_yuan)),
                     s.bill.demand_charge_yuan > 0.0
                         ? fmt::format("; {} for power", grouped(std::llround(s.bill.demand_charge_yuan)))
                         : ""));
    if (s.net_cost_yuan() != s.bill.energy_yuan())
        line("net", fmt::format("{} yuan and {} of carbon dioxide, with all that is fed in, power and wear",
                                grouped(std::llround(s.net_cost_yuan())),
                                scaled(s.net_carbon_kg(), {"kg", "t", "kt", "Mt"})));
    line("carbon", scaled(s.bill.carbon_kg, {"kg", "t", "kt", "Mt"}) + " of carbon dioxide");
    line("visits",
         fmt::format("{}: {} served, {} balked, {} reneged, {} failed, {} not over at the end",
                     grouped(s.visits), percent(share(s.visits_served, s.visits)),
                     percent(share(s.visits_balked, s.visits)), percent(share(s.visits_reneged, s.visits)),
                     percent(share(s.visits_failed, s.visits)), percent(share(s.visits_running, s.visits))));
    line("wait",
         fmt::format("mean {}, median {}, p90 {}, p95 {}; {} within 10 min", span_of_time(s.wait.mean_s),
                     span_of_time(s.wait.p50_s), span_of_time(s.wait.p90_s), span_of_time(s.wait.p95_s),
                     percent(s.wait.share_10_min)));
    line("utilisation", fmt::format("super {}, fast {}, AC {}", percent(s.utilisation.super),
                                    percent(s.utilisation.fast), percent(s.utilisation.ac)));
    if (s.grid) {
        line("grid",
             fmt::format("{} of {} feeders overloaded, {} with low voltage (least {:.3f} pu); losses {}",
                         grouped(s.grid->feeders_overloaded), grouped(s.grid->feeders),
                         grouped(s.grid->feeders_low_voltage), s.grid->min_voltage_pu,
                         energy(s.grid->losses_kwh)));
        line("transformers",
             fmt::format("{} of {} overloaded, {} too hot; {} substations overloaded",
                         grouped(s.grid->transformers_overloaded), grouped(s.grid->transformers),
                         grouped(s.grid->transformers_hot), grouped(s.grid->substations_overloaded)));
    }
    if (s.outages)
        line("outages",
             fmt::format(
                 "{} without supply, {} of it behind public transformers: vehicles carried {} of that ({})",
                 energy(s.outages->load_kwh), energy(s.outages->homes_kwh),
                 percent(s.outages->carried_kwh / s.outages->homes_kwh), energy(s.outages->carried_kwh)));
    if (s.response)
        line("response", fmt::format("{} {} on the mean of {} of {} events, {:.0f} % of the targets, {} yuan",
                                     power(std::abs(s.response->reduction_kw)),
                                     s.response->reduction_kw < 0.0 ? "more" : "less", s.response->settled,
                                     s.response->events, 100.0 * s.response->performance,
                                     grouped(std::llround(s.response->payment_yuan))));
    if (s.bounds) line("optimality", bounds_text(*s.bounds));
    if (!s.bounds_absent.empty()) line("optimality", "not known: " + s.bounds_absent);
    line("audit", audit_text(audit));
    line("engine", fmt::format("{} events, {} trips walked", grouped(s.events), grouped(s.trips_walked)));
    line("cost", fmt::format("{:.1f} s CPU ({:.1f} s simulating), {:.1f} s wall, {:.0f} MB", s.cpu_s,
                             s.sim_cpu_s, s.wall_s, s.peak_rss_mb));
    line("digest", fmt::format("{:016x}", s.digest));
    line("result", s.output.empty() ? "not written" : s.output);
    return text;
}

std::string summary_json(measure::Summary const& s, Calendar const& calendar) {
    nlohmann::ordered_json json;
    json["scenario"] = s.scenario;
    json["status"] = measure::name(s.status);
    using Kind = measure::KpiDefinition::Kind;
    for (measure::KpiDefinition const& kpi : measure::kpis_of(s)) {
        double const value = kpi.read(s);
        switch (kpi.kind) {
            case Kind::count: json[kpi.name] = static_cast<std::int64_t>(value); break;
            case Kind::real: json[kpi.name] = value; break;
            case Kind::time: json[kpi.name] = calendar.iso(SimTime{static_cast<std::int64_t>(value)}); break;
        }
    }
    for (char const* flat : {"utilisation_super", "utilisation_fast", "utilisation_ac"}) json.erase(flat);
    json["utilisation"] = {
        {"super", s.utilisation.super}, {"fast", s.utilisation.fast}, {"ac", s.utilisation.ac}};
    if (!s.bounds_absent.empty()) json["bounds_absent"] = s.bounds_absent;
    json["events"] = s.events;
    json["trips_walked"] = s.trips_walked;
    json["cpu_s"] = s.cpu_s;
    json["sim_cpu_s"] = s.sim_cpu_s;
    json["wall_s"] = s.wall_s;
    json["peak_rss_mb"] = s.peak_rss_mb;
    json["digest"] = fmt::format("{:016x}", s.digest);
    json["output"] = s.output;
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);  // names may hold odd bytes
}

}  // namespace yuchong::io
