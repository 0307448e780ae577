#pragma once
// Who steers public stations in a run, where it is not the program itself: a client at the other end of a
// socket (the caller hands in how to get one, as sockets live beside this folder), or the set-points of an
// earlier result, repeated.

#include "sim/city/city.hpp"
#include "sim/city/site_control.hpp"
#include "sim/io/control_result.hpp"
#include "sim/io/result_file.hpp"
#include "sim/io/scenario.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace yuchong::run {

// Called at most once, before the city is built. Throws RefusedRun if nobody can connect there.
using ControllerMaker = std::function<std::unique_ptr<city::SiteController>(control::ExternalSettings const&,
                                                                            std::atomic<bool> const& stop)>;

struct Steering {
    ControllerMaker make_controller;  // empty: external control is refused, unless it is replayed
    std::string replay;               // result whose set-points are repeated; empty: none
};

// Null unless the strategy is external. Throws RefusedRun: a replay of something else, a recording that is of
// another run or not whole, nobody to steer.
std::unique_ptr<city::SiteController> controller_for(Steering const& steering, io::Scenario const& scenario,
                                                     std::atomic<bool> const& stop);

// For the result file.
[[nodiscard]] std::optional<io::ControlContents> control_contents(city::City const& city);
[[nodiscard]] io::Provenance::Reproducible reproducible(Steering const& steering, city::City const& city);
// "nobody", "llf", "a client until 2025-08-04T10:05:00, then llf (...)", "set-points of a.h5".
[[nodiscard]] std::string who_decided(Steering const& steering, city::City const& city,
                                      city::ControlState const& state);

}  // namespace yuchong::run
