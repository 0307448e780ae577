#pragma once
// At city size nearly every record a handler reads would come from main memory, and waiting for it would cost
// more than the handler's work. The schedule shows events some places before they come up; this asks for
// their records, stage by stage along the pointers. It changes nothing but the time a run takes.

#include "sim/base/prefetch.hpp"
#include "sim/city/city.hpp"
#include "sim/city/events.hpp"
#include "sim/city/state.hpp"

#include <cstddef>
#include <cstdint>

namespace yuchong::city {

class Prefetcher {
public:
    Prefetcher(City const& city, State const& state)
        : city_(city),
          state_(state),
          first_plug_(state.schedule.first(static_cast<std::size_t>(SlotClass::plug))) {}

    void operator()(Event const& soon, std::size_t stage) const {
        if (soon.slot() < state_.agents.size()) {
            of_agent(soon.slot(), stage);
            if (stage == 2 && soon.kind() == static_cast<std::uint8_t>(EventKind::arrive)) {
                of_station(state_.visits[state_.agents[soon.slot()].visit].station);
            }
        } else if (soon.slot() - first_plug_ < state_.supply.session.size()) {
            of_plug(soon.slot() - first_plug_, stage);
        }
    }

private:
    void of_agent(std::uint32_t agent, std::size_t stage) const {
        if (stage == 0) {
            prefetch_lines(state_.agents[agent]);
            prefetch_lines(city_.cars[agent]);
            prefetch(&state_.origins[agent]);
        } else if (stage == 1 && state_.agents[agent].visit != no_visit) {
            prefetch_lines(state_.visits[state_.agents[agent].visit]);
        }
    }
    // What a car finds on arrival.
    void of_station(std::uint32_t station) const {
        auto const& built = city_.network().stations[station];
        prefetch_lines(state_.supply.ledger[station]);
        prefetch_lines(built);
    }
    void of_plug(std::uint32_t plug, std::size_t stage) const {
        if (stage == 0) {
            prefetch_lines(state_.supply.session[plug]);
            prefetch_lines(city_.network().plugs[plug]);
            prefetch(&state_.supply.acceptance[plug]);
            prefetch(reinterpret_cast<std::byte const*>(&state_.supply.acceptance[plug]) + 64);
        } else if (stage == 1) {
            std::uint32_t const station = city_.network().plugs[plug].station.index();
            prefetch_lines(state_.supply.ledger[station]);
            of_ticket(plug, 0);
            std::uint32_t const meter = state_.supply.meter_slot[plug];
            if (meter != supply::no_meter) prefetch_lines(state_.supply.meters[meter]);
        } else {
            of_ticket(plug, 1);
        }
    }

    // The car at a plug; a pack in a slot is none.
    void of_ticket(std::uint32_t plug, std::size_t stage) const {
        supply::SessionRequest const& request = state_.supply.session[plug].request;
        if (request.wants != supply::PlugClass::swap) of_agent(request.ticket, stage);
    }

    City const& city_;
    State const& state_;
    std::uint32_t first_plug_;
};

}  // namespace yuchong::city
