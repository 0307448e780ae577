#include "sim/city/assignment_batch.hpp"

#include "sim/city/charging_rows.hpp"
#include "sim/city/guidance_board.hpp"
#include "sim/city/public_visit.hpp"

#include <algorithm>
#include <cmath>

namespace yuchong::city {

namespace {

// Costs are whole millionths of a driver's utility.
constexpr double cost_scale = 1e6;

std::uint32_t group_key(std::uint32_t station, std::uint8_t plug_class) {
    return station * supply::plug_classes + plug_class;
}

// The ways of every car that has one; the others go on without.
void gather_rows(City const& city, State& state, SimTime now) {
    AssignmentScratch& batch = state.guidance.batch;
    batch.cars.clear();
    batch.rows.clear();
    batch.ways.clear();
    batch.first_row.assign(1, 0);
    for (std::uint32_t const agent : state.guidance.asking) {
        std::uint16_t const zone = state.agents[agent].stop.zone;
        auto const place = city.place_of(city.cars[agent], zone);
        CandidateRows const rows = charging_rows(city, state, agent, place, Knowledge::service, now);
        if (rows.empty()) {
            find_no_station(city, state, agent, now);
            continue;
        }
        auto const candidates = city.candidates.of(zone);
        for (demand::CandidateRow const& row : rows.span()) {
            Candidate const& candidate = candidates[row.option];
            auto const trip = city.travel.trip_out(candidate.link, place, city.calendar.hour(now));
            batch.rows.push_back(row);
            batch.ways.push_back({group_key(candidate.station, row.nest), now + trip.time});
        }
        batch.cars.push_back(agent);
        batch.first_row.push_back(static_cast<std::uint32_t>(batch.rows.size()));
    }
    state.guidance.asking.clear();
}

// As many slots at each station and class as cars that could go there; ways name their group by its position
// from now on.
void lay_out_slots(City const& city, State& state, SimTime now) {
    AssignmentScratch& batch = state.guidance.batch;
    batch.groups.clear();
    for (auto const& way : batch.ways) batch.groups.push_back(way.group);
    std::ranges::sort(batch.groups);
    batch.groups.erase(std::unique(batch.groups.begin(), batch.groups.end()), batch.groups.end());
    batch.first_slot.assign(batch.groups.size() + 1, 0);
    for (auto& way : batch.ways) {
        auto const found = std::ranges::lower_bound(batch.groups, way.group);
        way.group = static_cast<std::uint32_t>(found - batch.groups.begin());
        ++batch.first_slot[way.group + 1];
    }
    for (std::size_t g = 0; g < batch.groups.size(); ++g) batch.first_slot[g + 1] += batch.first_slot[g];
    batch.slot_starts.resize(batch.first_slot.back());
    for (std::size_t g = 0; g < batch.groups.size(); ++g) {
        slot_starts(city, state, batch.groups[g] / supply::plug_classes,
                    static_cast<supply::PlugClass>(batch.groups[g] % supply::plug_classes), now,
                    std::span(batch.slot_starts)
                        .subspan(batch.first_slot[g], batch.first_slot[g + 1] - batch.first_slot[g]));
    }
}

double wait_min(SimTime start, SimTime arrives) { return std::max((start - arrives).minutes(), 0.0); }

void lay_out_offers(City const& city, AssignmentScratch& batch) {
    batch.offers.clear();
    batch.first_offer.assign(1, 0);
    for (std::size_t car = 0; car < batch.cars.size(); ++car) {
        for (std::uint32_t r = batch.first_row[car]; r < batch.first_row[car + 1]; ++r) {
            auto const& way = batch.ways[r];
            for (std::uint32_t slot = batch.first_slot[way.group]; slot < batch.first_slot[way.group + 1];
                 ++slot) {
                demand::CandidateRow row = batch.rows[r];
                row.wait_min = wait_min(batch.slot_starts[slot], way.arrives);
                double const utility = demand::utility(row, city.fleet(city.cars[batch.cars[car]]).choice);
                batch.offers.push_back({slot, std::llround(-cost_scale * utility)});
            }
        }
        batch.first_offer.push_back(static_cast<std::uint32_t>(batch.offers.size()));
    }
}

// Every car to the row of its slot.
void send(City const& city, State& state, SimTime now) {
    AssignmentScratch& batch = state.guidance.batch;
    for (std::uint32_t car = 0; car < batch.cars.size(); ++car) {
        std::uint32_t const slot = batch.assignment.slot_of(car);
        std::uint32_t row = batch.first_row[car];
        auto const holds = [&](std::uint32_t group) {
            return batch.first_slot[group] <= slot && slot < batch.first_slot[group + 1];
        };
        while (!holds(batch.ways[row].group)) ++row;
        auto const rows = std::span(batch.rows)
                              .subspan(batch.first_row[car], batch.first_row[car + 1] - batch.first_row[car]);
        state.guidance.tally->followed(now);
        head_for(city, state, batch.cars[car], rows, row - batch.first_row[car], Course::sent, now);
    }
}

}  // namespace

void ask_for_assignment(State& state, std::uint32_t agent) {
    state.agents[agent].activity = Activity::heading;
    state.guidance.asking.push_back(agent);
}

void assign_batch(City const& city, State& state, SimTime now) {
    if (state.guidance.asking.empty()) return;
    gather_rows(city, state, now);
    AssignmentScratch& batch = state.guidance.batch;
    if (batch.cars.empty()) return;
    lay_out_slots(city, state, now);
    lay_out_offers(city, batch);
    batch.assignment.solve(batch.first_offer, batch.offers, batch.first_slot.back());
    send(city, state, now);
}

}  // namespace yuchong::city
