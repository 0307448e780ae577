#include "sim/control/horizon_plan.hpp"

#include "sim/base/check.hpp"
#include "sim/control/linear_program.hpp"

#include <algorithm>
#include <cmath>

namespace yuchong::control {

namespace {

using Column = LinearProgram::Column;
using Row = LinearProgram::Row;

double of_slot(std::span<double const> values, std::size_t k, double otherwise) {
    return values.empty() ? otherwise : values[k];
}

bool fits(std::span<double const> values, SlotGrid grid) {
    return values.empty() || values.size() == grid.count;
}

void check_horizon(std::span<FlexibleNeed const> needs, SiteHorizon const& site) {
    check(site.grid.slot_h > 0.0 && fits(site.buy_yuan_per_kwh, site.grid) &&
              fits(site.sell_yuan_per_kwh, site.grid) && fits(site.base_kw, site.grid) &&
              fits(site.limit_kw, site.grid),
          "the horizon does not fit its grid (slots with a length, one value a slot or none)");
    for (FlexibleNeed const& need : needs) {
        check(need.from <= need.until && need.until <= site.grid.count,
              "a window leaves the slot grid (from <= until <= count must hold) clip it");
        check(need.charge_efficiency > 0.0 && need.discharge_efficiency > 0.0,
              "a battery has no efficiency (energy is divided by it) give one above 0");
    }
}

// Columns of one need, one a slot of its window; discharge is empty for charging only.
struct NeedColumns {
    std::vector<Column> charge, discharge;
    Column unmet;
};

class HorizonProgram {
public:
    HorizonProgram(std::span<FlexibleNeed const> needs, SiteHorizon const& site, HorizonPrices const& prices)
        : site_(site), prices_(prices) {
        add_site();
        columns_.reserve(needs.size());
        for (FlexibleNeed const& need : needs) {
            NeedColumns columns = add_power(need);
            if (need.discharge_kw > 0.0) {
                add_battery(need, columns);
            } else {
                add_energy(need, columns);
            }
            columns_.push_back(std::move(columns));
        }
    }

    [[nodiscard]] LpSolution solve() const { return program_.solve(); }
    [[nodiscard]] std::span<NeedColumns const> columns() const { return columns_; }

private:
    // Rows of the net load of each slot: not above the limit, nor above the peak where that has a price. What
    // the base load breaks by itself is no duty of the needs: they may do nothing in every slot.
    void add_site() {
        bool const priced = prices_.peak_yuan_per_kw > 0.0;
        if (priced) peak_ = program_.add_column({minus_infinity, infinity}, prices_.peak_yuan_per_kw);
        for (std::uint32_t k = 0; k < site_.grid.count; ++k) {
            double const base = of_slot(site_.base_kw, k, 0.0);
            net_.push_back(program_.add_row({std::min(0.0, site_.least_net_kw - base),
                                             std::max(0.0, of_slot(site_.limit_kw, k, no_limit_kw) - base)}));
            if (!priced) continue;
            below_peak_.push_back(program_.add_row({minus_infinity, -base}));
            program_.add_term(below_peak_.back(), peak_, -1.0);
        }
    }

    Column add_slot_power(std::uint32_t slot, double most_kw, double yuan_per_kwh, double sign) {
        Column const column = program_.add_column({0.0, most_kw}, yuan_per_kwh * site_.grid.slot_h);
        program_.add_term(net_[slot], column, sign);
        if (!below_peak_.empty()) program_.add_term(below_peak_[slot], column, sign);
        return column;
    }

    NeedColumns add_power(FlexibleNeed const& need) {
        NeedColumns columns;
        double const wear = prices_.wear.yuan_per_kwh / need.discharge_efficiency;
        for (std::uint32_t k = need.from; k < need.until; ++k) {
            columns.charge.push_back(
                add_slot_power(k, need.charge_kw, of_slot(site_.buy_yuan_per_kwh, k, 0.0), 1.0));
            if (need.discharge_kw <= 0.0) continue;
            columns.discharge.push_back(
                add_slot_power(k, need.discharge_kw, wear - of_slot(site_.sell_yuan_per_kwh, k, 0.0), -1.0));
        }
        columns.unmet = program_.add_column({0.0, infinity}, prices_.unmet_yuan_per_kwh);
        return columns;
    }

    // Charging only: the energy just rises, so the end of the window says it all.
    void add_energy(FlexibleNeed const& need, NeedColumns const& columns) {
        double const most = std::max(0.0, need.most_kwh - need.energy_kwh);
        Row const needed = program_.add_row({need.needed_kwh - need.energy_kwh, infinity});
        Row const room = program_.add_row({minus_infinity, most});
        for (Column const charge : columns.charge) {
            program_.add_term(needed, charge, need.charge_efficiency * site_.grid.slot_h);
            program_.add_term(room, charge, need.charge_efficiency * site_.grid.slot_h);
        }
        program_.add_term(needed, columns.unmet, 1.0);
    }

    void add_battery(FlexibleNeed const& need, NeedColumns const& columns) {
        double const h = site_.grid.slot_h;
        Column before{};
        for (std::size_t k = 0; k < columns.charge.size(); ++k) {
            // A battery outside its bounds at plug-in need not mend that, but it may go no further.
            Column const after = program_.add_column(
                {std::min(need.least_kwh, need.energy_kwh), std::max(need.most_kwh, need.energy_kwh)}, 0.0);
            double const start = k == 0 ? need.energy_kwh : 0.0;
            Row const balance = program_.add_row({start, start});
            program_.add_term(balance, after, 1.0);
            if (k > 0) program_.add_term(balance, before, -1.0);
            program_.add_term(balance, columns.charge[k], -need.charge_efficiency * h);
            program_.add_term(balance, columns.discharge[k], h / need.discharge_efficiency);
            before = after;
        }
        if (columns.charge.empty()) return;
        Row const needed = program_.add_row({need.needed_kwh, infinity});
        program_.add_term(needed, before, 1.0);
        program_.add_term(needed, columns.unmet, 1.0);
    }

    static constexpr double infinity = LinearProgram::infinity;
    static constexpr double minus_infinity = LinearProgram::minus_infinity;

    SiteHorizon const& site_;
    HorizonPrices const& prices_;
    LinearProgram program_;
    Column peak_{};
    std::vector<Row> net_, below_peak_;
    std::vector<NeedColumns> columns_;
};

void read_plan(std::span<Column const> columns, LpSolution const& solution, std::span<double> plan_kw) {
    for (std::size_t k = 0; k < columns.size(); ++k) {
        plan_kw[k] = std::max(0.0, solution.value[static_cast<std::size_t>(columns[k])]);
    }
}

// Cost and highest net load of the plans as they are, not as the solver counts.
void account(std::span<FlexibleNeed const> needs, SiteHorizon const& site, HorizonPrices const& prices,
             HorizonPlan& plan) {
    double const h = site.grid.slot_h;
    std::vector<double> net_kw(site.grid.count, 0.0);
    for (std::size_t k = 0; k < net_kw.size(); ++k) net_kw[k] = of_slot(site.base_kw, k, 0.0);
    plan.cost_yuan = 0.0;
    for (std::size_t i = 0; i < needs.size(); ++i) {
        for (std::size_t k = 0; k < plan.charge_kw.of(i).size(); ++k) {
            std::size_t const slot = needs[i].from + k;
            double const charge_kw = plan.charge_kw.of(i)[k], discharge_kw = plan.discharge_kw.of(i)[k];
            net_kw[slot] += charge_kw - discharge_kw;
            double const wear = prices.wear.yuan_per_kwh / needs[i].discharge_efficiency;
            plan.cost_yuan += of_slot(site.buy_yuan_per_kwh, slot, 0.0) * charge_kw * h +
                              (wear - of_slot(site.sell_yuan_per_kwh, slot, 0.0)) * discharge_kw * h;
        }
    }
    plan.peak_kw = net_kw.empty() ? 0.0 : *std::max_element(net_kw.begin(), net_kw.end());
    plan.cost_yuan += prices.peak_yuan_per_kw * plan.peak_kw;
}

double lacking_kwh(FlexibleNeed const& need, double slot_h, std::span<double const> charge_kw,
                   std::span<double const> discharge_kw) {
    double const end = need.energy_kwh + need.charge_efficiency * energy_kwh(charge_kw, slot_h) -
                       energy_kwh(discharge_kw, slot_h) / need.discharge_efficiency;
    return std::max(0.0, need.needed_kwh - end);
}

}  // namespace

HorizonPlan plan_horizon(std::span<FlexibleNeed const> needs, SiteHorizon const& site,
                         HorizonPrices const& prices) {
    check_horizon(needs, site);
    HorizonProgram const program(needs, site, prices);
    LpSolution const solution = program.solve();
    check(solution.status == LpStatus::optimal,
          "no plan was found (doing nothing is always one, so figures are not finite) check prices and "
          "energies");
    HorizonPlan plan{Plans(needs), Plans(needs), 0.0, 0.0, 0.0};
    for (std::size_t i = 0; i < needs.size(); ++i) {
        NeedColumns const& columns = program.columns()[i];
        read_plan(columns.charge, solution, plan.charge_kw.of(i));
        read_plan(columns.discharge, solution, plan.discharge_kw.of(i));
        plan.unmet_kwh +=
            lacking_kwh(needs[i], site.grid.slot_h, plan.charge_kw.of(i), plan.discharge_kw.of(i));
    }
    account(needs, site, prices, plan);
    return plan;
}

}  // namespace yuchong::control
