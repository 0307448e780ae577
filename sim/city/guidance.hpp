#pragma once
// Cloud guidance (车路云一体化): what a service knows of stations and cars, whom it sends where, and what
// came of it. The laws are in sim/control/guidance.hpp and assignment.hpp; here they meet the city.
//
//   each information.age   the board is published: when each plug is free, and who is on the way
//                          (guidance_board.hpp), in phase measure
//   a car wants to charge  it reads what it may know and is sent, or chooses (guided_choice.hpp)
//   each information.step  places asked for are booked and those of no-shows given back, all who wait for an
//                          assignment are sent at once, queues are looked at (guidance_step.hpp), phase
//                          control
//
// Nothing here happens unless a scenario asks for it; `information.age` alone is the board of board.hpp.

#include "sim/base/time.hpp"
#include "sim/control/assignment.hpp"
#include "sim/demand/station_choice.hpp"
#include "sim/measure/guidance_tally.hpp"
#include "sim/supply/network.hpp"
#include "sim/supply/session.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace yuchong::city {

struct City;
struct State;

inline constexpr std::size_t hours_a_day = 24;  // of a belief

// What a driver reads: the status board, what such an hour has been like, or the service's forecast.
enum class Knowledge : std::uint8_t { board, belief, service };

// A car on its way to a station, as the service knows it.
struct Announced {
    enum class Source : std::uint8_t {
        sent,     // by the service, which knows nothing else of it
        reports,  // drives on its own account and says so
        both
    };
    std::uint32_t station, agent;
    SimTime arrives;
    Duration stay;  // at the plug, as it reports or as is usual
    supply::PlugClass plug_class;
    Source source;
};

// A place asked for. Held: a plug is kept free for it.
struct Booking {
    enum class Stage : std::uint8_t { asked, booked, held };
    std::uint32_t station, agent;
    SimTime arrives;
    supply::PlugClass plug_class;
    Stage stage;
};

// What was expected of a visit, by the number of its pooled record.
struct GuidedVisit {
    enum class Side : std::uint8_t { uncounted, adopter, other };
    std::array<float, measure::forecasts> wait_min;  // expected at the station; not a number: by nobody
    Side side;
};

// Workspace of one batch of assignments (assignment_batch.hpp): rows car by car; groups, the stations and
// classes of the rows in ascending order; slots group by group.
struct AssignmentScratch {
    struct Way {
        std::uint32_t group;
        SimTime arrives;
    };
    std::vector<std::uint32_t> cars;  // agents
    std::vector<demand::CandidateRow> rows;
    std::vector<Way> ways;  // of the rows
    std::vector<std::uint32_t> first_row, first_offer, first_slot, groups;
    std::vector<SimTime> slot_starts;
    std::vector<control::Offer> offers;
    control::Assignment assignment;
};

struct GuidanceState {
    // As published. Instants in ms, by plug; supply::endless_wait: not known when.
    std::vector<std::int64_t> free_ms, free_by_averages_ms;  // the latter only if some cars report
    std::vector<float> queue_wait_min;                       // by station and class
    std::vector<Announced> announced;  // by station, arrival and agent; those that had arrived are left out
    std::vector<Announced> news;       // not published yet
    // What hours have been like: by station, class and hour of the day; below 0: nobody knows. And this hour.
    std::vector<float> belief_min, heard_min;
    std::vector<std::uint32_t> heard;
    std::int32_t hour = 0;
    std::vector<Booking> bookings;
    std::vector<std::uint32_t> asking;  // agents that wait to be assigned
    std::vector<GuidedVisit> visits;
    std::vector<std::array<SimTime, measure::forecasts>> departure;  // by plug, of the session at an AC pile
    std::optional<measure::GuidanceTally> tally;  // there if anybody knows anything but the board

    // Scratch.
    std::vector<Announced> merged;
    std::vector<std::uint32_t> in_line, present;
    AssignmentScratch batch;
};

template <class A>
void archive(A& a, GuidanceState& s) {
    a(s.free_ms, s.free_by_averages_ms, s.queue_wait_min, s.announced, s.news, s.belief_min, s.heard_min,
      s.heard, s.hour, s.bookings, s.asking, s.visits, s.departure);
    if (s.tally) archive(a, s.tally->state());
}

[[nodiscard]] bool guides(City const& city);
GuidanceState make_guidance(City const& city);

// Of this car, drawn once and for all. The service knows plugs and nothing of packs: a car that is swapped
// has nothing from it and tells it nothing.
struct Standing {
    bool adopts;   // has the service
    bool follows;  // and goes where it sends it
    bool reports;  // SoC, arrival and departure
};
[[nodiscard]] Standing standing_of(City const& city, std::uint32_t agent);

// Pre: guides(city). A car that looks for a pile to park at is not guided.
[[nodiscard]] Knowledge knowledge_of(City const& city, State const& state, std::uint32_t agent);

// A car's wait at a station is over: it plugs in, or gives up.
enum class WaitEnd : std::uint8_t { plugs_in, gives_up };
void note_wait(City const& city, State& state, std::uint32_t agent, WaitEnd end, SimTime now);
// It has seen the line and turned away.
void note_balk(City const& city, State& state, std::uint32_t agent, SimTime now);
// A session begins, and is served; counted at AC piles, whose cars stay longer than they charge.
void note_session_begin(City const& city, State& state, std::uint32_t agent, SimTime now);
void note_session_served(City const& city, State& state, std::uint32_t agent, SimTime now);

[[nodiscard]] std::optional<measure::GuidanceSummary> guidance_summary(State const& state);

}  // namespace yuchong::city
