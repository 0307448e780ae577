#pragma once
// Slow twin of power sharing: one station advanced in small fixed steps. Demands, grants and SoC are
// recomputed from scratch each step by the plainest code there is; nothing is shared with sim/supply but the
// request's numbers.

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace yuchong::oracle {

enum class Rule { fair, greedy, fcfs, proportional, max_min };

struct SteppedCar {
    double arrival_s;
    std::vector<std::pair<double, double>> curve_kw;  // (soc, kW)
    double energy_kwh, efficiency;
    double soc, stop_soc;
    int host;
    double done_s = -1.0;
    double energy_at_plug_kwh = 0.0;
    int modules = 0;
    int wanted = -1;
};

// From at_s on the station may draw at most kw.
struct SteppedCap {
    double at_s, kw;
};

struct SteppedStation {
    Rule rule;
    double module_kw;
    std::vector<int> host_modules;
    int station_modules;
    std::vector<double> host_kw;  // continuous rules
    double station_kw;
    std::vector<SteppedCar> cars;  // in order of arrival
    std::vector<SteppedCap> caps;  // in order of time; with any, all hosts are dealt to together

    static double demand(SteppedCar const& car) {
        auto const& c = car.curve_kw;
        for (std::size_t i = 1; i < c.size(); ++i) {
            if (car.soc <= c[i].first) {
                double const x = (car.soc - c[i - 1].first) / (c[i].first - c[i - 1].first);
                return c[i - 1].second + x * (c[i].second - c[i - 1].second);
            }
        }
        return c.back().second;
    }

    void run(double step_s) {
        for (double t = 0.0; t < 4 * 3600.0; t += step_s) step(t, step_s);
    }

private:
    std::vector<SteppedCar*> present_;
    int modules_allowed_ = 0;
    double kw_allowed_ = 0.0;
    std::vector<double> host_kw_allowed_;

    void obey_cap(double t) {
        double cap_kw = 1e12, hosts_kw = 0.0;
        for (SteppedCap const& cap : caps) {
            if (t + 1e-9 >= cap.at_s) cap_kw = cap.kw;
        }
        for (double const kw : host_kw) hosts_kw += kw;
        modules_allowed_ = static_cast<int>(std::min(1.0 * station_modules, cap_kw / module_kw + 1e-9));
        kw_allowed_ = std::min(station_kw, cap_kw);
        host_kw_allowed_ = host_kw;
        if (rule != Rule::proportional) return;
        for (double& kw : host_kw_allowed_) kw *= std::min(1.0, cap_kw / hosts_kw);
    }

    void step(double t, double step_s) {
        int const modules_before = modules_allowed_;
        obey_cap(t);
        std::vector<bool> changed(host_modules.size(), modules_allowed_ != modules_before);
        std::vector<SteppedCar*> present;
        for (SteppedCar& car : cars) {
            if (t + 1e-9 >= car.arrival_s && car.done_s < 0.0) present.push_back(&car);
        }
        // Modules are dealt anew for a host (for all hosts if the station's budget binds) when a car comes or
        // goes or the number of modules it wants changes; in between, grants are held.
        auto const mark = [&](SteppedCar const* car) { changed[static_cast<std::size_t>(car->host)] = true; };
        for (SteppedCar const* car : present) {
            if (std::find(present_.begin(), present_.end(), car) == present_.end()) mark(car);
        }
        for (SteppedCar const* car : present_) {
            if (std::find(present.begin(), present.end(), car) == present.end()) mark(car);
        }
        present_ = present;
        std::vector<double> power(present.size());
        for (SteppedCar* car : present) {
            int const wanted = static_cast<int>(std::ceil(demand(*car) / module_kw - 1e-6));
            if (wanted != car->wanted) mark(car);
            car->wanted = wanted;
        }
        if (rule == Rule::proportional || rule == Rule::max_min) {
            power = rule == Rule::max_min ? max_min() : proportional();
        } else {
            if (station_binds())
                changed.assign(changed.size(), std::count(changed.begin(), changed.end(), true) > 0);
            share_modules(changed);
            for (std::size_t i = 0; i < present.size(); ++i) {
                power[i] = std::min(demand(*present[i]), present[i]->modules * module_kw);
            }
        }
        for (std::size_t i = 0; i < present.size(); ++i) {
            SteppedCar& car = *present[i];
            double const gain = car.efficiency * power[i] * step_s / 3600.0 / car.energy_kwh;
            car.energy_at_plug_kwh += power[i] * step_s / 3600.0;
            if (car.soc + gain >= car.stop_soc) car.done_s = t + step_s * (car.stop_soc - car.soc) / gain;
            car.soc += gain;
        }
    }

    bool station_binds() const {
        int all = 0;
        for (int const n : host_modules) all += n;
        return station_modules < all || !caps.empty();
    }

    void share_modules(std::vector<bool> const& changed) {
        std::vector<int> host_left = host_modules;
        int left = modules_allowed_;
        for (SteppedCar* car : present_) {
            auto const h = static_cast<std::size_t>(car->host);
            if (changed[h]) car->modules = 0;
            host_left[h] = changed[h] ? host_left[h] : 0;
        }
        while (left > 0) {
            SteppedCar* next = nullptr;
            for (SteppedCar* car : present_) {
                if (car->modules >= car->wanted || host_left[static_cast<std::size_t>(car->host)] == 0)
                    continue;
                if (next == nullptr || goes_before(*car, *next)) next = car;
            }
            if (next == nullptr) break;
            ++next->modules;
            --host_left[static_cast<std::size_t>(next->host)];
            --left;
        }
    }

    // Of two claimants in the order of arrival, whether the later one gets the next module.
    bool goes_before(SteppedCar const& later, SteppedCar const& earlier) const {
        if (rule == Rule::fcfs) return false;
        if (rule == Rule::fair) return later.modules < earlier.modules;
        double const a = std::min(module_kw, demand(later) - later.modules * module_kw);
        double const b = std::min(module_kw, demand(earlier) - earlier.modules * module_kw);
        if (std::abs(a - b) > 1e-7) return a > b;
        return later.modules < earlier.modules;
    }

    std::vector<double> proportional() const {
        std::vector<double> total(host_kw.size(), 0.0), power;
        for (SteppedCar const* car : present_) total[static_cast<std::size_t>(car->host)] += demand(*car);
        for (SteppedCar const* car : present_) {
            auto const h = static_cast<std::size_t>(car->host);
            power.push_back(demand(*car) * std::min(1.0, host_kw_allowed_[h] / total[h]));
        }
        return power;
    }

    // What a station level and the hosts' own levels below it give; levels by bisection.
    std::vector<double> max_min() const {
        auto const given = [&](double level) {
            std::vector<double> power(present_.size(), 0.0);
            for (std::size_t h = 0; h < host_kw.size(); ++h) {
                double low = 0.0, high = level;
                auto const host_sum = [&](double at) {
                    double sum = 0.0;
                    for (SteppedCar const* car : present_) {
                        if (static_cast<std::size_t>(car->host) == h) sum += std::min(demand(*car), at);
                    }
                    return sum;
                };
                if (host_sum(level) > host_kw[h]) {
                    for (int i = 0; i < 50; ++i)
                        (host_sum(0.5 * (low + high)) > host_kw[h] ? high : low) = 0.5 * (low + high);
                }
                for (std::size_t i = 0; i < present_.size(); ++i) {
                    if (static_cast<std::size_t>(present_[i]->host) == h)
                        power[i] = std::min(demand(*present_[i]), high);
                }
            }
            return power;
        };
        auto const sum = [](std::vector<double> const& v) {
            double s = 0.0;
            for (double const x : v) s += x;
            return s;
        };
        double low = 0.0, high = 2000.0;
        if (sum(given(high)) <= kw_allowed_) return given(high);
        for (int i = 0; i < 50; ++i)
            (sum(given(0.5 * (low + high))) > kw_allowed_ ? high : low) = 0.5 * (low + high);
        return given(low);
    }
};

}  // namespace yuchong::oracle
