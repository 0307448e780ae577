#pragma once
// Slow twin of a swap station: one clock of small fixed steps, everything looked at anew in each. Packs
// charge along a curve, limited by slot and connection (water is filled up); the fullest ready pack leaves,
// the fullest empty one is charged next, cars are served in the order of arrival. Packs that are not wanted
// feed back evenly from one order to the next, until they are. Nothing is shared with sim/.

#include <algorithm>
#include <cmath>
#include <deque>
#include <utility>
#include <vector>

namespace yuchong::oracle {

struct SwapCar {
    double arrival_s, soc;
    double began_s = -1.0, soc_after = 0.0;
};

// From so many seconds on: packs ready or on charge, and for how long others feed back.
struct SwapOrder {
    double from_s;
    int packs;
    double feed_s = 0.0;
};

struct SteppedSwaps {
    int slots;
    double slot_kw, site_kw;
    double swap_s;
    double energy_kwh, efficiency, target_soc;
    std::vector<std::pair<double, double>> curve_kw;  // (soc, kW)
    std::vector<SwapOrder> orders;
    std::vector<double> pack_soc;                                  // at the beginning
    std::vector<SwapCar> cars;                                     // in order of arrival
    double feed_kw = 0.0, floor_soc = 0.0, feed_efficiency = 1.0;  // of one slot
    double drawn_kwh = 0.0, fed_kwh = 0.0;

    void run(double until_s, double step_s) {
        on_charge_.assign(pack_soc.size(), false);
        gives_kw_.assign(pack_soc.size(), 0.0);
        for (double t = 0.0; t < until_s; t += step_s) step(t, step_s);
    }

private:
    void step(double t, double dt) {
        for (; next_car_ < cars.size() && cars[next_car_].arrival_s <= t; ++next_car_)
            line_.push_back(next_car_);
        if (car_in_bay_ >= 0 && bay_until_s_ <= t) {
            SwapCar& car = cars[static_cast<std::size_t>(car_in_bay_)];
            car.soc_after = pack_soc[pack_in_bay_];
            pack_soc[pack_in_bay_] = car.soc;
            car_in_bay_ = -1;
        }
        charge(dt);
        feed(dt);
        bool const ordered = next_order_ < orders.size() && orders[next_order_].from_s <= t;
        if (ordered) gives_kw_.assign(pack_soc.size(), 0.0);
        next_order_ += ordered ? 1 : 0;
        if (car_in_bay_ < 0 && !line_.empty()) begin(t);
        choose_for_slots();
        if (ordered && order().feed_s > 0.0) choose_for_feeding();
    }

    [[nodiscard]] SwapOrder const& order() const { return orders[next_order_ - 1]; }
    [[nodiscard]] int want() const { return std::max(order().packs, static_cast<int>(line_.size())); }
    [[nodiscard]] int count_ready() const {
        int count = 0;
        for (std::size_t p = 0; p < pack_soc.size(); ++p) count += ready(p) ? 1 : 0;
        return count;
    }
    [[nodiscard]] int used_slots() const {
        int used = 0;
        for (std::size_t p = 0; p < pack_soc.size(); ++p) used += on_charge_[p] || gives_kw_[p] > 0.0 ? 1 : 0;
        return used;
    }
    // Of those in no slot and not in the bay; ready ones only if more than wanted are.
    [[nodiscard]] std::size_t fullest_to_feed() const {
        bool const spare = count_ready() > want();
        std::size_t best = pack_soc.size();
        for (std::size_t p = 0; p < pack_soc.size(); ++p) {
            if (away(p) || on_charge_[p] || gives_kw_[p] > 0.0 || (ready(p) && !spare)) continue;
            if (best == pack_soc.size() || pack_soc[p] > pack_soc[best]) best = p;
        }
        return best;
    }

    void choose_for_feeding() {
        double left_kw = site_kw;
        while (count_ready() >= want() && used_slots() < slots) {
            std::size_t const best = fullest_to_feed();
            if (best == pack_soc.size()) return;
            double const held_kwh = (pack_soc[best] - floor_soc) * energy_kwh * feed_efficiency;
            double const kw = std::min({feed_kw, left_kw, held_kwh / (order().feed_s / 3600.0)});
            if (kw < 0.001) return;
            gives_kw_[best] = kw;
            left_kw -= kw;
        }
    }

    void feed(double dt) {
        for (std::size_t p = 0; p < pack_soc.size(); ++p) {
            fed_kwh += gives_kw_[p] * dt / 3600.0;
            pack_soc[p] -= gives_kw_[p] * dt / 3600.0 / feed_efficiency / energy_kwh;
        }
    }

    [[nodiscard]] bool away(std::size_t p) const { return car_in_bay_ >= 0 && p == pack_in_bay_; }
    [[nodiscard]] bool ready(std::size_t p) const {
        return !away(p) && !on_charge_[p] && gives_kw_[p] == 0.0 && pack_soc[p] >= target_soc - 1e-9;
    }

    void begin(double t) {
        std::size_t best = pack_soc.size();
        for (std::size_t p = 0; p < pack_soc.size(); ++p)
            if (ready(p) && (best == pack_soc.size() || pack_soc[p] > pack_soc[best])) best = p;
        if (best == pack_soc.size()) return;
        car_in_bay_ = static_cast<int>(line_.front());
        cars[line_.front()].began_s = t;
        line_.pop_front();
        pack_in_bay_ = best;
        bay_until_s_ = t + swap_s;
    }

    void choose_for_slots() {
        while (true) {
            int there = 0;
            std::size_t best = pack_soc.size(), gives = pack_soc.size();
            for (std::size_t p = 0; p < pack_soc.size(); ++p) {
                there += on_charge_[p] || ready(p) ? 1 : 0;
                if (gives_kw_[p] > 0.0 && (gives == pack_soc.size() || pack_soc[p] > pack_soc[gives]))
                    gives = p;
                bool const empty = !away(p) && !on_charge_[p] && !ready(p) && gives_kw_[p] == 0.0;
                if (empty && (best == pack_soc.size() || pack_soc[p] > pack_soc[best])) best = p;
            }
            if (there >= want()) return;
            bool const none = used_slots() == slots || best == pack_soc.size();
            if (none && gives == pack_soc.size()) return;
            if (none)
                gives_kw_[gives] = 0.0;
            else
                on_charge_[best] = true;
        }
    }

    [[nodiscard]] double demand_kw(double soc) const {
        for (std::size_t i = 1; i < curve_kw.size(); ++i) {
            if (soc > curve_kw[i].first) continue;
            auto const [s0, p0] = curve_kw[i - 1];
            auto const [s1, p1] = curve_kw[i];
            return std::min(slot_kw, p0 + (p1 - p0) * (soc - s0) / (s1 - s0));
        }
        return std::min(slot_kw, curve_kw.back().second);
    }

    // Everybody below the level has what it takes, the others the level.
    [[nodiscard]] double level_kw() const {
        auto const drawn_kw = [&](double level) {
            double sum = 0.0;
            for (std::size_t p = 0; p < pack_soc.size(); ++p) sum += std::min(level, takes_kw_[p]);
            return sum;
        };
        double low = 0.0, high = slot_kw;
        if (drawn_kw(high) <= site_kw) return high;
        for (int i = 0; i < 50; ++i) {
            double const level = 0.5 * (low + high);
            (drawn_kw(level) > site_kw ? high : low) = level;
        }
        return low;
    }

    void charge(double dt) {
        takes_kw_.assign(pack_soc.size(), 0.0);
        for (std::size_t p = 0; p < pack_soc.size(); ++p)
            if (on_charge_[p]) takes_kw_[p] = demand_kw(pack_soc[p]);
        double const level = level_kw();
        for (std::size_t p = 0; p < pack_soc.size(); ++p) {
            if (!on_charge_[p]) continue;
            double const kwh = std::min(level, takes_kw_[p]) * dt / 3600.0;
            double const needed = (target_soc - pack_soc[p]) * energy_kwh / efficiency;
            drawn_kwh += std::min(kwh, needed);
            pack_soc[p] += std::min(kwh, needed) * efficiency / energy_kwh;
            if (kwh >= needed) on_charge_[p] = false;
        }
    }

    std::vector<bool> on_charge_;
    std::vector<double> takes_kw_, gives_kw_;
    std::size_t next_order_ = 0;
    std::deque<std::size_t> line_;
    std::size_t next_car_ = 0, pack_in_bay_ = 0;
    int car_in_bay_ = -1;
    double bay_until_s_ = 0.0;
};

}  // namespace yuchong::oracle
