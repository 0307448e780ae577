#pragma once
// Stations that go into service or out of it while the run goes on, at the midnight of their day, and those
// that are closed for some hours (supply.closures), before the arrivals of that instant. A station that
// closes takes nobody any more: who waits there may go on waiting, sessions run out.

#include "sim/base/time.hpp"

#include <cstdint>

namespace yuchong::city {

struct City;
struct State;

[[nodiscard]] bool in_service(City const& city, std::uint32_t station, SimTime now);
void start_commissioning(City const& city, State& state);
void commissioning_tick(City const& city, State& state, SimTime now);

}  // namespace yuchong::city
