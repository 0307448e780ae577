#pragma once
// Everything about the stations that changes. Plain records beside the frozen Supply: copy, save, load,
// compare.
//
// A plug holds at most one session, so sessions live in an array by plug; so do their acceptances. The
// physics cursor of a session is (t_ref, soc): between events it is not moved, readings go on from it in
// closed form. The meter has cursors of its own, dense over the plugs that draw current
// (sim/supply/metering.hpp).

#include "sim/base/archive.hpp"
#include "sim/supply/session.hpp"
#include "sim/supply/supply.hpp"
#include "sim/vehicle/acceptance.hpp"
#include "sim/vehicle/thermal.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace yuchong::supply {

// Where a plug stands. Numbers are written to checkpoints: append only.
enum class Phase : std::uint8_t {
    vacant,
    plugging_in,  // occupied, handshake
    charging,     // current may flow: the session claims power
    staying,      // charged, the car is still there
    unplugging,   // occupied until the car has left
    out_of_order
};

// What happens when the session's SoC reaches stop_soc.
enum class Ending : std::uint8_t {
    charged,
    interrupted,   // it will break off there
    never_starts,  // it will break off after the handshake
    failed         // it has broken off, the car knows
};

// Which changes of a session's demand, counted in modules, somebody else in its group would notice.
enum class Watch : std::uint8_t { none, rise, fall, both };

struct alignas(64) Session {
    SimTime plugged;     // occupied since; the order of sessions for the sharing rules
    SimTime t_ref;       // the cursor's time ...
    double soc;          // ... and state of charge
    double cap_kw;       // granted at most
    double stop_soc;     // the charge ends here
    double break_soc;    // where an interrupted one breaks off
    vehicle::Pack pack;  // of the present acceptance; the pack heater's share is in the efficiency
    double loss_kwh;     // conversion losses up to t_ref
    double max_kw;       // up to t_ref
    LossRate loss;       // of the present grant
    double energy_kwh;   // drawn at the plug, up to soc_booked
    double fed_kwh;      // fed back at the plug, up to soc_booked
    double soc_booked;   // where the present efficiency, or direction, began
    double soc_start;
    vehicle::PackHeat heat;  // the pack's temperature from heat_ref on
    double pack_c;           // at heat_ref
    SimTime heat_ref;
    SimTime review;           // the acceptance is looked up anew then (temperature); never if not
    double alone_h, full_kw;  // from soc_start to stop_soc at full acceptance, and its largest power there
    SessionRequest request;
    std::uint32_t modules;   // granted
    std::uint32_t watched;   // the number of modules around which the demand is watched
    std::int32_t feed_w;     // fed back now, whole watts at the plug; 0: it draws (sim/supply/feeding.hpp)
    double feed_efficiency;  // battery to plug
    Watch watch;
    Ending ending;
};

// One waiting car: a station's bays are a slice of one pool, ordered by priority, then arrival.
struct Waiting {
    SessionRequest request;
    SimTime since;
    std::array<double, plug_classes>
        charge_h;  // expected time at a plug of the class; infinite if it fits none
};

// Sharing as it stands in a group. The budget is the group's, or what a cap leaves of it.
struct GroupState {
    double limit_kw;          // budget at the plugs (continuous rules)
    SimTime t_ref;            // continuous rules while power is short: the flow's start
    double flow_metered_kwh;  // at the plugs, of this flow, already metered
    std::uint32_t modules;    // budget (module rules)
    std::uint32_t granted;    // modules
    bool scarce;              // not everybody can have all it will ever want: crossings are events
};

// Whole vehicle-milliseconds and plug-milliseconds up to `last`, and the counts that go on from there.
struct Ledger {
    SimTime last;
    std::int64_t waiting_ms;                              // integral of the cars waiting
    std::int64_t waited_ms;                               // sum of waits that have ended (served or reneged)
    std::array<std::int64_t, plug_classes> occupied_ms;   // integral of the plugs with a car
    std::array<std::int64_t, plug_classes> available_ms;  // integral of the plugs not out of order
    std::int64_t active_host_ms;                          // integral of the hosts that give current
    std::int64_t open_ms;                                 // time in service
    std::uint32_t waiting;
    std::array<std::uint32_t, plug_classes> occupied, available;
    std::uint32_t active_hosts;
    std::uint32_t open;  // 1 while in service
};

// Energy of a station by the books, see sim/supply/metering.hpp.
struct Energy {
    double delivered_kwh;  // at the plugs, ended sessions: from SoC
    double lost_kwh;       // conversion, ended sessions
    double fed_kwh;        // fed back at the plugs, ended sessions: from SoC
};

// What the plugs of a station feed back together: whole watts, so that its integral is exact.
struct FeedMeter {
    SimTime since;
    std::int64_t w, w_ms;  // now, and integral up to `since`
};

// The meter's cursor over one plug that draws current, where it stands in a stretch of the charge. All that a
// whole minute inside the stretch reads, in one cache line: the power changes by the same factor each minute,
// and the minute's AC energy is minute_kwh + minute_h P + minute_h_per_kw P^2, no exponential.
struct alignas(64) MeterCursor {
    SimTime last;
    double power_kw, rest_h;
    double minute_factor;  // 0 until the first whole minute in the stretch
    double minute_kwh, minute_h, minute_h_per_kw;
    std::uint32_t plug, station;
};
static_assert(sizeof(MeterCursor) == 64);

// The stretch itself: P(t) = power_kw exp(lam t) until end_soc.
struct MeteredStretch {
    double lam_per_h, end_soc;
    LossRate loss;
};

inline constexpr std::uint32_t no_meter = UINT32_MAX;

// Energy at the bus of a plant, kWh, none below 0.
struct PlantFlows {
    double import_kwh, export_kwh;  // through the connection
    double charged_kwh, discharged_kwh;
    double pv_kwh;
};

// A storage and panels at work, see sim/supply/plant.hpp.
struct PlantState {
    StorageState storage;
    SimTime at;                      // everything here is brought up to then
    double drawn_kwh;                // by plugs and auxiliaries up to `at`, since the last meter()
    double pv_kw, cap_kw;            // the sun now; control's cap on the connection, endless: none
    double promised_kw;              // by the storage, until the next look
    double budget_kw;                // what plugs and auxiliaries may draw together until the next look
    PlantFlows minute;               // since they were last taken
    PlantFlows total;                // taken so far
    double lowest_kwh, highest_kwh;  // ever in the storage
    StorageOrder order;
    bool spent;  // it has run empty and does not hold its reserve yet
};

enum class PackIs : std::uint8_t { empty, charging, ready, in_bay, feeding };  // in checkpoints: append only

struct SwapPack {
    double soc;           // when it came, its last charge ended, or it began to feed back
    std::uint32_t slot;   // plug, while charging or feeding
    std::int32_t feed_w;  // while feeding, at the slot
    SimTime since;        // while feeding
    PackIs is;
};

// A swap station at work, see sim/supply/swap_station.hpp. Integrals are whole milliseconds up to `last`.
struct SwapState {
    SessionRequest car;    // in the bay, while `ends` is not never
    SimTime began, ends;   // of the swap under way
    std::uint32_t pack;    // which the car gets, and leaves its own for
    std::uint32_t wanted;  // packs that are to be ready or on charge
    std::uint32_t ready, charging, feeding;
    std::uint32_t swaps;  // begun so far: keys the draws of their lengths
    SimTime last;
    std::int64_t ready_ms, charging_ms, feeding_ms;  // pack-milliseconds
    std::int64_t bay_ms, starved_ms;                 // a car in the bay; no pack ready
    std::int64_t waited_ms;                          // in line, by cars that came to the bay
    double exchanged_kwh;                            // by swaps that have ended
};

struct State {
    std::vector<Phase> phase;                     // by plug
    std::vector<Session> session;                 // by plug
    std::vector<vehicle::Acceptance> acceptance;  // by plug
    std::vector<SimTime>
        free_at;  // by plug with a session: free again then, as far as known now; for predictions
    std::vector<std::uint32_t> meter_slot;        // by plug: index into meters, or no_meter
    std::vector<MeterCursor> meters;              // dense, plugs with current by their own acceptance
    std::vector<MeteredStretch> metered_stretch;  // by meter
    std::vector<std::uint32_t> fault_count;       // by plug: keys the next draw
    std::vector<SimTime> hidden_until;            // by plug: a fault the app does not show before
    std::vector<std::uint32_t> host_charging;     // by host: sessions in phase charging
    std::vector<std::uint32_t> host_granted;      // by host: modules
    std::vector<GroupState> group;
    std::vector<double> set_point_kw;  // by plug: what control lets its session draw; endless: all it can
    std::vector<double> pile_share;    // by station: of their ratings, what a cap leaves the AC piles
    std::vector<Ledger> ledger;        // by station
    std::vector<Energy> energy;        // by station
    // The meters of the stations, by station.
    SimTime metered_until;                // the last meter()
    std::vector<double> metered_kwh;      // AC with auxiliaries, handed out so far
    std::vector<double> pending_kwh;      // metered since, or due at the next meter()
    std::vector<double> auxiliary_kw;     // with the present counts of open and active hosts
    std::vector<FeedMeter> feeding;       // by station; empty if nothing can
    std::vector<double> metered_fed_kwh;  // by station, handed out so far; empty likewise
    std::vector<PlantState> plants;       // by plant
    std::vector<Waiting> waiting;         // pool of bays; the first ledger.waiting of a slice are in use
    std::vector<std::uint16_t> held;      // by station and class: plugs kept for cars that are on their way
    std::vector<SwapState> swaps;         // by swap station
    std::vector<SwapPack> packs;          // pool, by BuiltSwap::first_pack

    std::vector<Reschedule> reschedules;  // answers of the last call; not archived
    std::vector<Notice> notices;
};

// Whether the plug's session takes power by its acceptance now (a test's fixed service does not).
[[nodiscard]] inline bool claims_power(State const& state, std::uint32_t plug) {
    return state.phase[plug] == Phase::charging && state.session[plug].request.fixed_service.ms < 0;
}

// Plugs of the class that no car of priority 1 or later may take.
[[nodiscard]] inline std::uint32_t held_plugs(State const& state, StationId station, std::size_t plug_class) {
    return state.held[station.index() * plug_classes + plug_class];
}

// All plugs vacant; stations in service on `civil_day` are open. Allocates all that will ever be needed.
State make_state(Supply const& supply, std::int32_t civil_day);

template <class A>
void archive(A& a, State& s) {
    a(s.phase, s.session, s.acceptance, s.free_at, s.meter_slot, s.meters, s.metered_stretch, s.fault_count,
      s.hidden_until, s.host_charging, s.host_granted, s.group, s.set_point_kw, s.pile_share, s.ledger,
      s.energy, s.metered_until, s.metered_kwh, s.pending_kwh, s.auxiliary_kw, s.feeding, s.metered_fed_kwh,
      s.plants, s.waiting, s.held, s.swaps, s.packs);
}

}  // namespace yuchong::supply
