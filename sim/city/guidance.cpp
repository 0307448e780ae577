#include "sim/city/guidance.hpp"

#include "sim/city/city.hpp"
#include "sim/city/guidance_board.hpp"
#include "sim/city/state.hpp"
#include "sim/supply/prediction.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace yuchong::city {

namespace {

using control::GuidanceDesign;

bool has_dc(supply::Network const& network, std::size_t station) {
    return network.stations[station].host_count > 0;
}

// The station with DC terminals that drivers of the zone reach first, beside this one.
std::vector<std::uint32_t> neighbours_of(City const& city) {
    auto const& stations = city.network().stations;
    std::vector<std::uint32_t> neighbours(stations.size(), measure::GuidanceTally::no_neighbour);
    for (std::uint32_t s = 0; s < stations.size(); ++s) {
        if (!has_dc(city.network(), s)) continue;
        for (Candidate const& near :
             city.candidates.of(static_cast<std::uint16_t>(stations[s].zone.index()))) {
            if (near.station == s || !has_dc(city.network(), near.station)) continue;
            neighbours[s] = near.station;
            break;
        }
    }
    return neighbours;
}

std::optional<measure::Audience> audience_of(GuidanceState const& guidance, std::uint32_t visit) {
    if (visit >= guidance.visits.size()) return std::nullopt;
    switch (guidance.visits[visit].side) {
        case GuidedVisit::Side::adopter: return measure::Audience::adopters;
        case GuidedVisit::Side::other: return measure::Audience::others;
        case GuidedVisit::Side::uncounted: break;
    }
    return std::nullopt;
}

void hear(GuidanceState& guidance, Visit const& visit, double wait_min) {
    if (guidance.belief_min.empty()) return;
    std::size_t const at = visit.station * supply::plug_classes + static_cast<std::size_t>(visit.wanted);
    guidance.heard_min[at] += static_cast<float>(wait_min);
    ++guidance.heard[at];
}

}  // namespace

bool guides(City const& city) { return control::guides(city.inputs.information.guidance); }

GuidanceState make_guidance(City const& city) {
    GuidanceState state;
    if (!guides(city)) return state;
    auto const& settings = city.inputs.information.guidance;
    std::size_t const stations = city.network().stations.size(), plugs = city.network().plugs.size();
    state.tally.emplace(city.window, neighbours_of(city));
    state.in_line.resize(stations);
    state.present.resize(stations);
    if (settings.design == GuidanceDesign::belief || settings.others == control::PublicKnowledge::belief) {
        state.belief_min.assign(stations * supply::plug_classes * hours_a_day, -1.0F);
        state.heard_min.assign(stations * supply::plug_classes, 0.0F);
        state.heard.assign(stations * supply::plug_classes, 0);
    }
    if (settings.design == GuidanceDesign::queue) {
        state.queue_wait_min.assign(stations * supply::plug_classes, 0.0F);
    } else if (settings.design > GuidanceDesign::queue) {
        state.free_ms.assign(plugs, 0);
        if (settings.vehicle_share > 0.0) state.free_by_averages_ms.assign(plugs, 0);
        for (auto* cars : {&state.announced, &state.news, &state.merged}) cars->reserve(plugs);
    }
    if (settings.vehicle_share > 0.0) state.departure.assign(plugs, {SimTime{0}, SimTime{0}});
    state.bookings.reserve(settings.design == GuidanceDesign::reservation ? plugs : 0);
    state.asking.reserve(settings.design == GuidanceDesign::assignment ? 1024 : 0);
    state.visits.reserve(plugs * 2 + city.cars.size() / 4);
    return state;
}

Standing standing_of(City const& city, std::uint32_t agent) {
    auto const& settings = city.inputs.information.guidance;
    Block const draw =
        city.random.draw(demand::draw_for(city.cars[agent].ordinal, demand::Purpose::guidance));
    bool const swapped = city.swap_standard[city.cars[agent].model] != 0;
    bool const adopts = !swapped && draw.uniform(0) < settings.adoption;
    return {.adopts = adopts,
            .follows = adopts && draw.uniform(1) < settings.compliance,
            .reports = !swapped && draw.uniform(2) < settings.vehicle_share};
}

Knowledge knowledge_of(City const& city, State const& state, std::uint32_t agent) {
    auto const& settings = city.inputs.information.guidance;
    if (!state.agents[agent].parks && standing_of(city, agent).adopts) {
        if (settings.design == GuidanceDesign::board) return Knowledge::board;
        return settings.design == GuidanceDesign::belief ? Knowledge::belief : Knowledge::service;
    }
    return settings.others == control::PublicKnowledge::belief ? Knowledge::belief : Knowledge::board;
}

void note_wait(City const& city, State& state, std::uint32_t agent, WaitEnd end, SimTime now) {
    GuidanceState& guidance = state.guidance;
    if (!guidance.tally || city.scripted(agent)) return;
    Visit const& visit = state.visits[state.agents[agent].visit];
    double const wait_min = (now - visit.arrival).minutes();
    hear(guidance, visit, wait_min);
    auto const audience = audience_of(guidance, state.agents[agent].visit);
    if (!audience) return;
    guidance.tally->wait_ended(*audience, visit.arrival, now);
    auto& expected = guidance.visits[state.agents[agent].visit].wait_min;
    if (end == WaitEnd::plugs_in && !std::isnan(expected[0])) {
        guidance.tally->wait_was_forecast(visit.arrival, {static_cast<double>(expected[0]) - wait_min,
                                                          static_cast<double>(expected[1]) - wait_min});
    }
    expected.fill(std::numeric_limits<float>::quiet_NaN());  // a second start is no wait in line
}

void note_balk(City const& city, State& state, std::uint32_t agent, SimTime now) {
    if (state.guidance.belief_min.empty() || city.scripted(agent)) return;
    Visit const& visit = state.visits[state.agents[agent].visit];
    auto const waits =
        supply::predicted_waits(city.supply, state.supply, supply::StationId{visit.station}, now);
    Duration const wait = waits[static_cast<std::size_t>(visit.wanted)];
    if (wait < supply::endless_wait) hear(state.guidance, visit, wait.minutes());
}

void note_session_begin(City const& city, State& state, std::uint32_t agent, SimTime now) {
    if (state.guidance.departure.empty() || city.scripted(agent)) return;
    std::uint32_t const plug = state.visits[state.agents[agent].visit].plug;
    if (city.network().plugs[plug].plug_class != supply::PlugClass::ac) return;
    // What the driver means to do is what a plug goes by, too.
    SimTime const by_averages = now + usual_stay(city, supply::PlugClass::ac);
    SimTime const meant = state.supply.free_at[plug];
    bool const told = standing_of(city, agent).reports && meant != never;
    state.guidance.departure[plug] = {told ? meant : by_averages, by_averages};
}

void note_session_served(City const& city, State& state, std::uint32_t agent, SimTime now) {
    if (state.guidance.departure.empty() || city.scripted(agent)) return;
    Visit const& visit = state.visits[state.agents[agent].visit];
    if (city.network().plugs[visit.plug].plug_class != supply::PlugClass::ac) return;
    auto const& [by_reports, by_averages] = state.guidance.departure[visit.plug];
    state.guidance.tally->departure_was_forecast(
        visit.plug_in, {(by_reports - now).minutes(), (by_averages - now).minutes()});
}

std::optional<measure::GuidanceSummary> guidance_summary(State const& state) {
    if (!state.guidance.tally) return std::nullopt;
    return measure::summarise(*state.guidance.tally);
}

}  // namespace yuchong::city
