#include "sim/city/guidance_step.hpp"

#include "sim/city/assignment_batch.hpp"
#include "sim/city/board.hpp"
#include "sim/city/scheduling.hpp"
#include "sim/city/stations.hpp"
#include "sim/supply/station.hpp"

#include <algorithm>

namespace yuchong::city {

namespace {

using Stage = Booking::Stage;

// The mean of an hour weighs so much against what days before were like.
void learn_hour(City const& city, State& state, SimTime now) {
    GuidanceState& guidance = state.guidance;
    if (guidance.belief_min.empty() || city.calendar.hour(now) == guidance.hour) return;
    double const weight = city.inputs.information.guidance.belief_smoothing;
    for (std::size_t i = 0; i < guidance.heard.size(); ++i) {
        if (guidance.heard[i] == 0) continue;
        float& belief = guidance.belief_min[i * hours_a_day + static_cast<std::size_t>(guidance.hour)];
        double const mean =
            static_cast<double>(guidance.heard_min[i]) / static_cast<double>(guidance.heard[i]);
        double const before = static_cast<double>(belief);
        belief = static_cast<float>(belief < 0.0F ? mean : before + weight * (mean - before));
        guidance.heard_min[i] = 0.0F;
        guidance.heard[i] = 0;
    }
    guidance.hour = city.calendar.hour(now);
}

SimTime kept_from(City const& city, Booking const& booking) {
    return booking.arrives - city.inputs.information.guidance.reservation.hold_before;
}

SimTime kept_until(City const& city, Booking const& booking) {
    return booking.arrives + city.inputs.information.guidance.reservation.hold_after;
}

// As many plugs of the class are in order as places would be kept at once.
bool has_place(City const& city, State const& state, Booking const& asked) {
    std::uint32_t kept = 1;
    for (Booking const& other : state.guidance.bookings) {
        if (other.stage == Stage::asked || other.station != asked.station ||
            other.plug_class != asked.plug_class)
            continue;
        if (kept_from(city, other) < kept_until(city, asked) &&
            kept_from(city, asked) < kept_until(city, other))
            ++kept;
    }
    return kept <= state.supply.ledger[asked.station].available[static_cast<std::size_t>(asked.plug_class)];
}

// Who asked first is booked first; whoever is there already has no use for it.
void book_places(City const& city, State& state, SimTime now) {
    auto& bookings = state.guidance.bookings;
    auto& counts = state.guidance.tally->reservations();
    for (Booking& booking : bookings) {
        if (booking.stage != Stage::asked) continue;
        bool const counted = city.window.contains(now);
        if (booking.arrives <= now) {
            counts.lapsed += counted ? 1 : 0;
        } else if (has_place(city, state, booking)) {
            booking.stage = Stage::booked;
            counts.booked += counted ? 1 : 0;
        } else {
            counts.refused += counted ? 1 : 0;
        }
    }
    std::erase_if(bookings, [](Booking const& b) { return b.stage == Stage::asked; });
}

void keep_places(City const& city, State& state, SimTime now) {
    for (Booking& booking : state.guidance.bookings) {
        if (booking.stage == Stage::held || kept_from(city, booking) > now) continue;
        supply::hold_plug(state.supply, supply::StationId{booking.station}, booking.plug_class);
        booking.stage = Stage::held;
        mark_stale(state.board, booking.station);
    }
}

// Whoever asks anew has given up the place from before.
void end_earlier_bookings(City const& city, State& state, SimTime now) {
    auto& bookings = state.guidance.bookings;
    for (Booking const& asked : bookings) {
        if (asked.stage != Stage::asked) continue;
        for (Booking& earlier : bookings)
            if (earlier.stage != Stage::asked && earlier.agent == asked.agent)
                earlier.arrives =
                    std::min(earlier.arrives, now - city.inputs.information.guidance.reservation.hold_after);
    }
}

// Nobody came. A queue that moves up may bring cars to plugs, but nobody here.
void give_back_places(City const& city, State& state, SimTime now) {
    auto& bookings = state.guidance.bookings;
    for (Booking const& booking : bookings) {
        if (kept_until(city, booking) > now) continue;
        state.guidance.tally->reservations().expired += city.window.contains(now) ? 1 : 0;
        if (booking.stage != Stage::held) continue;
        apply(city, state, booking.station,
              supply::release_hold(city.supply, state.supply, supply::StationId{booking.station},
                                   booking.plug_class, now),
              now);
    }
    std::erase_if(bookings, [&](Booking const& b) { return kept_until(city, b) <= now; });
}

void look_at_queues(City const& city, State& state, SimTime now) {
    auto const& settings = city.inputs.information.guidance;
    if (now.ms % settings.watch.ms != 0) return;
    GuidanceState& guidance = state.guidance;
    for (std::size_t s = 0; s < guidance.in_line.size(); ++s) {
        supply::Ledger const& ledger = state.supply.ledger[s];
        guidance.in_line[s] = ledger.waiting;
        guidance.present[s] =
            ledger.waiting + ledger.occupied[supply::super_class] + ledger.occupied[supply::fast_class];
    }
    guidance.tally->look(now, guidance.in_line, guidance.present);
}

void schedule_next(City const& city, State& state, SimTime at) {
    schedule_slot(city, state, SlotClass::clock, static_cast<std::uint32_t>(Clock::guidance), at,
                  EventKind::guidance_step);
}

}  // namespace

void start_guidance(City const& city, State& state) {
    if (!guides(city)) return;
    state.guidance.hour = city.calendar.hour(SimTime{0});
    schedule_next(city, state, SimTime{0} + city.inputs.information.guidance.step);
}

void guidance_tick(City const& city, State& state, SimTime now) {
    learn_hour(city, state, now);
    end_earlier_bookings(city, state, now);
    give_back_places(city, state, now);
    book_places(city, state, now);
    keep_places(city, state, now);
    assign_batch(city, state, now);
    look_at_queues(city, state, now);
    schedule_next(city, state, now + city.inputs.information.guidance.step);
}

UsedBooking use_booking(State& state, std::uint32_t agent, std::uint32_t station) {
    auto& bookings = state.guidance.bookings;
    auto const mine = std::ranges::find_if(bookings, [&](Booking const& b) {
        return b.agent == agent && b.station == station && b.stage != Stage::asked;
    });
    if (mine == bookings.end()) return {Place::none, supply::PlugClass::super};
    UsedBooking const used{mine->stage == Stage::held ? Place::held : Place::booked, mine->plug_class};
    bookings.erase(mine);
    return used;
}

}  // namespace yuchong::city
