// MATPOWER case files, version 2 of the format (R. D. Zimmerman, C. E. Murillo-Sanchez, R. J. Thomas, IEEE
// Trans. Power Systems 26(1), 2011; the user's manual, appendix B). They are programs; only those that assign
// numbers are understood, and the two statements by which distribution cases turn ohms and kilowatts into per
// unit and megawatts. Anything else might change the numbers and is refused.

#include "sim/io/matlab_text.hpp"
#include "sim/io/network_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace yuchong::io {

namespace {

using Row = std::vector<MatlabNumber>;

enum BusColumn : std::size_t { bus_i, bus_type, pd, qd, gs, bs, bus_area, vm, va, base_kv };
enum GeneratorColumn : std::size_t { gen_bus, pg, qg, qmax, qmin, vg, mbase, gen_status };
enum BranchColumn : std::size_t {
    f_bus,
    t_bus,
    br_r,
    br_x,
    br_b,
    rate_a,
    rate_b,
    rate_c,
    tap,
    shift,
    br_status
};
constexpr std::size_t bus_columns = base_kv + 1, generator_columns = gen_status + 1,
                      branch_columns = br_status + 1;
constexpr double pq_bus = 1, pv_bus = 2, slack_bus = 3, isolated_bus = 4;  // types

// What the file says, once its statements are applied.
struct MatpowerCase {
    double base_mva = 0.0;
    std::vector<Row> bus, gen, branch;
    double impedance_divisor = 1.0;  // of r and x, from ohms
    double load_divisor = 1.0;       // of Pd and Qd, from kW
};

class MatpowerReader {
public:
    MatpowerReader(SourceText const& source, Report& report) : source_(source), report_(report) {}

    NetworkTables read() {
        for (MatlabStatement const& statement : read_matlab(source_, report_)) apply(statement);
        need(case_.base_mva > 0.0, "mpc.baseMVA");
        need(!case_.bus.empty(), "mpc.bus");
        need(!case_.branch.empty(), "mpc.branch");
        check_width(case_.bus, bus_columns, "mpc.bus");
        check_width(case_.gen, generator_columns, "mpc.gen");
        check_width(case_.branch, branch_columns, "mpc.branch");
        if (!report_.empty()) return {};
        for (Row const& row : case_.bus) tables_.buses.push_back(bus_of(row));
        for (Row const& row : case_.gen) add_generator(row);
        for (Row const& row : case_.branch) tables_.branches.push_back(branch_of(row));
        return std::move(tables_);
    }

private:
    void apply(MatlabStatement const& s) {
        if (s.name == "mpc.bus") {
            case_.bus = s.rows;
        } else if (s.name == "mpc.gen") {
            case_.gen = s.rows;
        } else if (s.name == "mpc.branch") {
            case_.branch = s.rows;
        } else if (s.name == "mpc.baseMVA" && !s.rows.empty()) {
            case_.base_mva = s.rows[0][0].value;
        } else if (!is_harmless(s) && !converts(s)) {
            refuse(s);
        }
    }

    // Says nothing about bus, gen and branch.
    static bool is_harmless(MatlabStatement const& s) {
        static constexpr std::string_view starts[] = {
            "function,",
            "functionmpc",
            "mpc.version=",
            "mpc.gencost=",
            "mpc.areas=",
            "mpc.bus_name=",
            "mpc.gentype=",
            "mpc.genfuel=",
            "[PQ,PV,REF,NONE,BUS_I,BUS_TYPE,PD,QD,GS,BS,BUS_AREA,VM,VA,BASE_KV",
            "[F_BUS,T_BUS,BR_R,BR_X,BR_B",
            "define_constants"};
        return s.text == "end" || s.text == "return" ||
               std::any_of(std::begin(starts), std::end(starts),
                           [&](std::string_view start) { return s.text.starts_with(start); });
    }

    // The conversions as MATPOWER's distribution cases write them.
    bool converts(MatlabStatement const& s) {
        if (s.text == "Vbase=mpc.bus(1,BASE_KV)*1e3" && has_column(case_.bus, base_kv)) {
            base_volts_ = case_.bus[0][base_kv].value * 1e3;
            return true;
        }
        if (s.text == "Sbase=mpc.baseMVA*1e6") {
            base_va_ = case_.base_mva * 1e6;
            return true;
        }
        if (s.text == "mpc.branch(:,[BR_R,BR_X])=mpc.branch(:,[BR_R,BR_X])/(Vbase^2/Sbase)" &&
            base_va_ > 0.0 && base_volts_ > 0.0) {
            case_.impedance_divisor *= base_volts_ * base_volts_ / base_va_;
            return true;
        }
        if (s.text == "mpc.bus(:,[PD,QD])=mpc.bus(:,[PD,QD])/1e3") {
            case_.load_divisor *= 1e3;
            return true;
        }
        return false;
    }

    void refuse(MatlabStatement const& s) {
        constexpr std::size_t shown = 60;
        std::string const text = s.text.size() > shown ? s.text.substr(0, shown) + "..." : s.text;
        report_.add({s.mark, "", fmt::format("the statement {} is not understood", text),
                     "it may change the numbers of the case", "write its result into the matrices"});
    }

    void need(bool there, char const* what) {
        if (there) return;
        report_.add({{source_.file()}, what, "it is missing", "a MATPOWER case of version 2 assigns it", ""});
    }

    static bool has_column(std::vector<Row> const& rows, std::size_t column) {
        return !rows.empty() && rows[0].size() > column;
    }
    void check_width(std::vector<Row> const& rows, std::size_t columns, char const* matrix) {
        for (Row const& row : rows) {
            if (row.size() >= columns) continue;
            report_.add({row[0].mark, matrix, fmt::format("the row has {} columns", row.size()),
                         fmt::format("at least {} are needed", columns), ""});
        }
    }

    double finite(MatlabNumber const& number) {
        if (!std::isfinite(number.value)) {
            report_.add({number.mark, "", fmt::format("{} is not a finite number", number.value),
                         "it takes part in the flow", ""});
        }
        return number.value;
    }
    // Anything else stands for a figure that is not given.
    static double positive(MatlabNumber const& number) {
        return std::isfinite(number.value) ? std::max(0.0, number.value) : 0.0;
    }
    static std::string name(MatlabNumber const& number) { return fmt::format("{}", number.value); }

    // In per unit on 1 MVA, said as ohms and kilowatts of a base of 1 kV: transformers between base voltages
    // need no ratio then.
    BusRow bus_of(Row const& row) {
        BusRow bus{.name = name(row[bus_i]), .mark = row[bus_i].mark};
        bus.base_kv = 1.0;
        bus.nominal_kv = positive(row[base_kv]);
        double const type = row[bus_type].value;
        if (type == slack_bus) bus.type = BusRow::Type::slack;
        if (type == pv_bus) {
            report_.add({row[bus_type].mark, "",
                         fmt::format("the bus {} holds its voltage (type 2)", bus.name),
                         "only pq buses and one slack are solved",
                         "make it type 1 with the reactive power it gives"});
        } else if (type == isolated_bus) {
            report_.add({row[bus_type].mark, "", fmt::format("the bus {} is islanded (type 4)", bus.name),
                         "nothing feeds it", "remove it"});
        } else if (type != pq_bus && type != slack_bus) {
            report_.add({row[bus_type].mark, "", fmt::format("{} is no type of bus", row[bus_type].value),
                         "1 is pq, 3 the slack", ""});
        }
        bus.p_kw = 1e3 * finite(row[pd]) / case_.load_divisor;
        bus.q_kvar = 1e3 * finite(row[qd]) / case_.load_divisor;
        bus.g_kw = 1e3 * finite(row[gs]);
        bus.b_kvar = 1e3 * finite(row[bs]);
        if (bus.type == BusRow::Type::slack) {
            bus.vm_pu = finite(row[vm]);
            bus.va_deg = finite(row[va]);
        }
        return bus;
    }

    // A generator at the slack sets its voltage, elsewhere it is a negative load.
    void add_generator(Row const& row) {
        if (!(row[gen_status].value > 0.0)) return;
        std::string const at = name(row[gen_bus]);
        auto const bus = std::find_if(tables_.buses.begin(), tables_.buses.end(),
                                      [&](BusRow const& b) { return b.name == at; });
        if (bus == tables_.buses.end()) {
            report_.add({row[gen_bus].mark, "mpc.gen", fmt::format("there is no bus {}", at), "", ""});
        } else if (bus->type == BusRow::Type::slack) {
            bus->vm_pu = finite(row[vg]);
        } else {
            bus->p_kw -= 1e3 * finite(row[pg]);
            bus->q_kvar -= 1e3 * finite(row[qg]);
        }
    }

    BranchRow branch_of(Row const& row) {
        BranchRow branch{.from = name(row[f_bus]), .to = name(row[t_bus])};
        branch.mark = branch.from_mark = row[f_bus].mark;
        branch.to_mark = row[t_bus].mark;
        branch.state = row[br_status].value > 0.0 ? BranchRow::State::closed : BranchRow::State::open;
        branch.r_ohm = finite(row[br_r]) / case_.impedance_divisor / case_.base_mva;
        branch.x_ohm = finite(row[br_x]) / case_.impedance_divisor / case_.base_mva;
        branch.rating_mva = positive(row[rate_a]);
        branch.b_us = 1e6 * finite(row[br_b]) * case_.base_mva;
        bool const turns = row[shift].value != 0.0 || (row[tap].value != 0.0 && row[tap].value != 1.0);
        if (turns && branch.state == BranchRow::State::closed) {
            report_.add({row[tap].mark, "",
                         fmt::format("the branch from {} to {} changes the voltage by a ratio or an angle",
                                     branch.from, branch.to),
                         "only branches of ratio 1 and angle 0 are solved", ""});
        }
        return branch;
    }

    SourceText const& source_;
    Report& report_;
    MatpowerCase case_;
    NetworkTables tables_;
    double base_volts_ = 0.0, base_va_ = 0.0;
};

}  // namespace

NetworkTables read_matpower(std::string const& path, Report& report) {
    auto const source = read_source(path, report);
    if (!source) return {};
    return MatpowerReader(*source, report).read();
}

}  // namespace yuchong::io
