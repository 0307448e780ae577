#include "sim/city/guided_choice.hpp"

#include "sim/base/hash.hpp"
#include "sim/city/guidance_board.hpp"
#include "sim/control/guidance.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace yuchong::city {

namespace {

using control::GuidanceDesign;
using demand::CandidateRow;

// Whether the service names a station to this car.
bool is_sent(City const& city, State const& state, std::uint32_t agent) {
    return city.inputs.information.guidance.design >= GuidanceDesign::queue && !state.agents[agent].parks &&
           standing_of(city, agent).follows;
}

space::Trip trip_to(City const& city, State const& state, std::uint32_t agent, CandidateRow const& row,
                    SimTime now) {
    std::uint16_t const zone = state.agents[agent].stop.zone;
    return city.travel.trip_out(city.candidates.of(zone)[row.option].link,
                                city.place_of(city.cars[agent], zone), city.calendar.hour(now));
}

std::uint32_t station_of(City const& city, State const& state, std::uint32_t agent, CandidateRow const& row) {
    return city.candidates.of(state.agents[agent].stop.zone)[row.option].station;
}

// Draws of one decision: the first word of one for each station is its lot; one more for the decision itself.
Block lot_of(City const& city, std::uint32_t agent, std::uint32_t decision, std::uint64_t what, SimTime now) {
    return city.random.draw(demand::draw_for(city.cars[agent].ordinal, demand::Purpose::guidance_lot,
                                             city.calendar.day(now),
                                             static_cast<std::uint32_t>(combine(what, decision))));
}

std::size_t recommended(City const& city, std::uint32_t agent, std::span<CandidateRow const> rows,
                        std::uint32_t decision, double u, SimTime now) {
    auto const& settings = city.inputs.information.guidance;
    std::array<control::Option, demand::most_rows> options;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        std::uint64_t const what = combine(rows[i].noise_key, rows[i].nest);
        options[i] = {demand::utility(rows[i], city.fleet(city.cars[agent]).choice),
                      lot_of(city, agent, decision, what, now).word(0)};
    }
    auto const all = std::span(options).first(rows.size());
    if (settings.design != GuidanceDesign::randomised) return control::best_option(all);
    auto const& spread = settings.randomised;
    return spread.rule == control::SpreadRule::best_of_sample
               ? control::best_of_sample(all, spread.k)
               : control::among_best(all, spread.k, spread.noise, u);
}

void ask_for_place(City const& city, State& state, std::uint32_t agent, CandidateRow const& row,
                   SimTime now) {
    state.guidance.bookings.push_back({.station = station_of(city, state, agent, row),
                                       .agent = agent,
                                       .arrives = now + trip_to(city, state, agent, row, now).time,
                                       .plug_class = static_cast<supply::PlugClass>(row.nest),
                                       .stage = Booking::Stage::asked});
}

// Beyond the station that is reached first, there and back.
double extra_km(City const& city, State const& state, std::uint32_t agent, std::span<CandidateRow const> rows,
                std::size_t chosen, SimTime now) {
    auto const nearest = std::ranges::min_element(rows, {}, &CandidateRow::detour_min);
    return 2.0 * (trip_to(city, state, agent, rows[chosen], now).distance_km -
                  trip_to(city, state, agent, *nearest, now).distance_km);
}

void remember(City const& city, State& state, std::uint32_t agent, CandidateRow const& row, SimTime now,
              SimTime arrives) {
    GuidanceState& guidance = state.guidance;
    std::uint32_t const visit = state.agents[agent].visit;
    if (guidance.visits.size() <= visit) guidance.visits.resize(state.visits.capacity());
    GuidedVisit expected{.wait_min = {}, .side = GuidedVisit::Side::uncounted};
    expected.wait_min.fill(std::numeric_limits<float>::quiet_NaN());
    if (!state.agents[agent].parks) {
        expected.side =
            standing_of(city, agent).adopts ? GuidedVisit::Side::adopter : GuidedVisit::Side::other;
    }
    // Who finds no AC pile free does not wait for hours but turns away: the waits of those who plug in are no
    // measure of a forecast there.
    bool const dc = row.nest == supply::super_class || row.nest == supply::fast_class;
    if (dc && knowledge_of(city, state, agent) == Knowledge::service) {
        std::uint32_t const station = station_of(city, state, agent, row);
        for (auto const from : {measure::ForecastFrom::reports, measure::ForecastFrom::averages}) {
            auto const waits = service_waits_min(city, state, station, now, arrives, from);
            expected.wait_min[static_cast<std::size_t>(from)] = static_cast<float>(waits[row.nest]);
        }
    }
    guidance.visits[visit] = expected;
}

// At the plug, as the car knows it itself; at an AC pile it knows when it leaves at the latest.
Duration reported_stay(City const& city, State const& state, std::uint32_t agent, CandidateRow const& row,
                       SimTime arrives) {
    auto const plug_class = static_cast<supply::PlugClass>(row.nest);
    if (plug_class != supply::PlugClass::ac) return seconds(std::llround(60.0 * row.charge_min));
    SimTime const leaves = state.agents[agent].leaves;
    Duration const usual = usual_stay(city, plug_class);
    return leaves == never ? usual : std::min(usual, std::max(leaves - arrives, Duration{0}));
}

// The service believes that the car goes there: it was sent, or says so itself.
void tell_service(City const& city, State& state, std::uint32_t agent, CandidateRow const& row,
                  Announced::Source source, SimTime now, SimTime arrives) {
    bool const sent = source == Announced::Source::sent;
    auto const plug_class = static_cast<supply::PlugClass>(row.nest);
    announce(city, state,
             {.station = station_of(city, state, agent, row),
              .agent = agent,
              .arrives = arrives,
              .stay = sent ? usual_stay(city, plug_class) : reported_stay(city, state, agent, row, arrives),
              .plug_class = plug_class,
              .source = source},
             now);
}

}  // namespace

bool waits_for_assignment(City const& city, State const& state, std::uint32_t agent) {
    return city.inputs.information.guidance.design == GuidanceDesign::assignment &&
           is_sent(city, state, agent);
}

GuidedChoice choose_guided(City const& city, State& state, std::uint32_t agent,
                           std::span<CandidateRow const> rows, std::uint32_t decision, SimTime now) {
    if (rows.empty()) return {std::nullopt, Course::own};
    auto const& settings = city.inputs.information.guidance;
    Course course = Course::own;
    if (is_sent(city, state, agent)) {
        Block const draw = lot_of(city, agent, decision, 0, now);
        std::size_t const row = recommended(city, agent, rows, decision, draw.uniform(1), now);
        bool const books = settings.design == GuidanceDesign::reservation;
        if (books) ask_for_place(city, state, agent, rows[row], now);
        if (!books || draw.uniform(2) >= settings.reservation.no_show_share) {
            state.guidance.tally->followed(now);
            return {row, Course::sent};
        }
        SimTime const arrives = now + trip_to(city, state, agent, rows[row], now).time;
        tell_service(city, state, agent, rows[row], Announced::Source::sent, now, arrives);
        course = Course::strays;
    }
    return {demand::choose(rows, {city.cars[agent].ordinal, city.calendar.day(now), decision},
                           city.fleet(city.cars[agent]).choice, city.random),
            course};
}

void note_departure(City const& city, State& state, std::uint32_t agent, std::span<CandidateRow const> rows,
                    std::size_t chosen, Course course, SimTime now, SimTime arrives) {
    using Source = Announced::Source;
    Standing const standing = standing_of(city, agent);
    if (!state.agents[agent].parks) {
        auto const audience = standing.adopts ? measure::Audience::adopters : measure::Audience::others;
        state.guidance.tally->chose(audience, now, extra_km(city, state, agent, rows, chosen, now));
    }
    remember(city, state, agent, rows[chosen], now, arrives);
    auto const design = city.inputs.information.guidance.design;
    bool const sent = design >= GuidanceDesign::in_transit && course == Course::sent;
    bool const reports = design >= GuidanceDesign::predicted && standing.reports && course != Course::strays;
    if (!sent && !reports) return;
    Source const source = !reports ? Source::sent : sent ? Source::both : Source::reports;
    tell_service(city, state, agent, rows[chosen], source, now, arrives);
}

}  // namespace yuchong::city
