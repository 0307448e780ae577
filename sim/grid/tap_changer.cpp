#include "sim/grid/tap_changer.hpp"

#include "sim/base/check.hpp"

namespace yuchong::grid {

namespace {

using Call = TapChanger::Call;
using Waits = TapChanger::Waits;

Call called_for(TapChangerSettings const& settings, double voltage_pu) {
    if (voltage_pu < settings.target_pu - settings.dead_band_pu) return Call::raise;
    if (voltage_pu > settings.target_pu + settings.dead_band_pu) return Call::lower;
    return Call::none;
}

bool at_the_end(TapChanger const& tap, TapChangerSettings const& settings, Call call) {
    return call == Call::raise ? tap.tap >= settings.highest : tap.tap <= settings.lowest;
}

}  // namespace

TapChanger advance(TapChanger tap, TapChangerSettings const& settings, double voltage_pu, Duration elapsed) {
    check(settings.step_pu > 0.0 && settings.dead_band_pu > 0.5 * settings.step_pu && settings.lowest <= 0 &&
              settings.highest >= 0 && settings.first_delay > Duration{} && settings.next_delay > Duration{},
          "a tap changer cannot work like that (dead band above half a step, positive delays, 0 a tap)");
    for (;;) {
        Call const call = called_for(settings, voltage_pu);
        if (call == Call::none) {
            tap.call = call;
            tap.waits = Waits::first;
            tap.outside = {};
            return tap;
        }
        if (call != tap.call) {
            tap.call = call;
            tap.waits = Waits::first;
            tap.outside = {};
        }
        Duration const delay = tap.waits == Waits::first ? settings.first_delay : settings.next_delay;
        if (at_the_end(tap, settings, call)) {
            tap.outside = delay;  // ready to move once there is room again
            return tap;
        }
        if (tap.outside + elapsed < delay) {
            tap.outside = tap.outside + elapsed;
            return tap;
        }
        elapsed = tap.outside + elapsed - delay;
        tap.outside = {};
        tap.waits = Waits::next;
        tap.tap += static_cast<int>(call);
        voltage_pu += static_cast<int>(call) * settings.step_pu;
    }
}

Complex no_load_voltage(TapChanger const& tap, TapChangerSettings const& settings, Complex grid_voltage) {
    return (1.0 + tap.tap * settings.step_pu) * grid_voltage;
}

}  // namespace yuchong::grid
