"""`yuchong powerflow`: published feeders, loops, MATPOWER files, collapse and every kind of bad input."""

import csv
import json
import unittest

from yuchong import ProgramTest, bad_input, failed, source

cases = source / "tests" / "grid" / "cases"
losses_kw = {"case33bw": 202.6771265, "case69": 224.9916942, "case118zh": 1298.091617}

buses = "bus,type,base_kv,pd_kw,qd_kvar\n1,slack,10,0,0\n2,pq,10,1000,300\n3,pq,10,500,100\n"
branches = "from_bus,to_bus,r_ohm,x_ohm,closed\n1,2,0.5,0.4,1\n2,3,0.5,0.4,1\n1,3,0.5,0.4,0\n"

# The three buses above, as a distribution case of MATPOWER writes them.
matpower = """function mpc = three
%THREE  a comment with 'quotes' and [brackets
mpc.version = '2';
mpc.baseMVA = 10;
mpc.bus = [ % loads in kW and kvar
\t1\t3\t0\t0\t0\t0\t1\t1\t0\t10\t1\t1\t1;
\t2\t1\t1000\t300\t0\t0\t1\t1\t0\t10\t1\t1.1\t0.9;
\t3\t1\t500\t100\t0\t0\t1\t1\t0\t10\t1\t1.1\t0.9
];
mpc.gen = [
\t1\t0\t0\t10\t-10\t1\t100\t1\t10\t0;
];
mpc.branch = [  % ohms
\t1\t2\t0.5\t0.4\t0\t0\t0\t0\t0\t0\t1\t-360\t360;
\t2\t3\t0.5\t0.4\t0\t0\t0\t0\t0\t0\t1\t-360\t360;
\t1\t3\t0.5\t0.4\t0\tInf\t0\t0\t0\t0\t0\t-360\t360;
];
mpc.gencost = [ 2 0 0 3 0 20 0 ];

%% to per unit
[PQ, PV, REF, NONE, BUS_I, BUS_TYPE, PD, QD, GS, BS, BUS_AREA, VM, ...
    VA, BASE_KV, ZONE, VMAX, VMIN, LAM_P, LAM_Q, MU_VMAX, MU_VMIN] = idx_bus;
[F_BUS, T_BUS, BR_R, BR_X, BR_B, RATE_A, RATE_B, RATE_C, ...
    TAP, SHIFT, BR_STATUS, PF, QF, PT, QT, MU_SF, MU_ST, ...
    ANGMIN, ANGMAX, MU_ANGMIN, MU_ANGMAX] = idx_brch;
Vbase = mpc.bus(1, BASE_KV) * 1e3;  % V
Sbase = mpc.baseMVA * 1e6;  % VA
mpc.branch(:, [BR_R BR_X]) = mpc.branch(:, [BR_R BR_X]) / (Vbase^2 / Sbase);

%% to MW
mpc.bus(:, [PD, QD]) = mpc.bus(:, [PD, QD]) / 1e3;
"""


class Powerflow(ProgramTest):
    def case(self, buses=buses, branches=branches):
        (self.directory / "buses.csv").write_text(buses)
        (self.directory / "branches.csv").write_text(branches)
        return self.directory

    def matpower(self, text):
        path = self.directory / "case.m"
        path.write_text(text)
        return path

    def solve(self, case, **options):
        return json.loads(self.run_program("powerflow", case, "--json", **options).stdout)

    def complaint(self, case):
        process = self.run_program("powerflow", case, "--json", expect=bad_input)
        self.assertEqual(process.stdout, "")
        return process.stderr

    def test_a_feeder_is_solved_phase_by_phase(self):
        solution = self.solve(source / "tests" / "grid" / "ieee13")
        self.assertTrue(solution["converged"])
        found = {(b["bus"], b["phase"]): b["vm_pu"] for b in solution["buses"]}
        with open(source / "tests" / "grid" / "ieee13" / "expected.csv") as file:
            rows = list(csv.DictReader(file))
        self.assertGreater(len(rows), 30)
        for row in rows:
            self.assertAlmostEqual(found[row["bus"], row["phase"]], float(row["v_pu"]), delta=1e-6)
        text = self.run_program("powerflow", source / "tests" / "grid" / "ieee13").stdout
        self.assertIn("three-phase", text)

    def test_published_feeders(self):
        for name, losses in losses_kw.items():
            with self.subTest(name):
                solution = self.solve(cases / name)
                self.assertIs(solution["converged"], True)
                self.assertEqual(solution["method"], "sweeps")
                self.assertGreater(solution["iterations"], 1)
                self.assertAlmostEqual(solution["losses_kw"], losses, delta=1e-5)
                with open(cases / name / "expected.csv") as file:
                    expected = list(csv.DictReader(file))
                self.assertEqual([bus["bus"] for bus in solution["buses"]], [int(bus["bus"]) for bus in expected])
                for got, want in zip(solution["buses"], expected):
                    self.assertAlmostEqual(got["vm_pu"], float(want["vm_pu"]), delta=1e-8)
                    self.assertAlmostEqual(got["va_deg"], float(want["va_deg"]), delta=1e-6)

    def test_table_for_people(self):
        text = self.run_program("powerflow", cases / "case33bw").stdout
        self.assertRegex(text, r"(?m)^losses +202\.677 kW +135\.141 kvar$")
        self.assertRegex(text, r"(?m)^lowest +0\.91309048 pu at bus 18$")
        self.assertRegex(text, r"(?m)^ 33 +0\.91658982 +0\.380405$")

    def test_meshed_when_a_tie_is_closed(self):
        radial = self.solve(self.case())
        meshed = self.solve(self.case(branches=branches.replace("1,3,0.5,0.4,0", "1,3,0.5,0.4,1")))
        self.assertEqual([radial["method"], meshed["method"]], ["sweeps", "sparse_newton"])
        self.assertLess(meshed["losses_kw"], radial["losses_kw"])
        for solution in (radial, meshed):
            self.assertAlmostEqual(solution["slack_p_kw"], 1500 + solution["losses_kw"], delta=1e-4)
            self.assertAlmostEqual(solution["slack_q_kvar"], 400 + solution["losses_kvar"], delta=1e-4)

    def test_other_spellings_optional_and_extra_columns(self):
        plain = self.solve(self.case())
        spelt = self.solve(self.case(
            "bus,type,p_load_kw,q_load_kvar,g_shunt_kw_at_1pu,b_shunt_kvar_at_1pu,base_kv\n"
            "1,slack,0,0,0,0,10\n2,pq,1000,300,0,0,10\n3,pq,500,100,0,0,10\n",
            "branch,from_bus,to_bus,r_ohm,x_ohm,b_total_uS,closed\n1,1,2,0.5,0.4,0,1\n2,2,3,0.5,0.4,0,1\n"))
        self.assertEqual(plain, spelt)

    def test_shunts_and_charging_act(self):
        plain = self.solve(self.case())
        shunted = self.solve(self.case(buses.replace("kvar\n", "kvar,g_shunt_kw_at_1pu,b_shunt_kvar_at_1pu\n")
                                       .replace("0,0\n", "0,0,0,0\n").replace("300\n", "300,10,400\n")
                                       .replace("100\n", "100,0,0\n")))
        vm = shunted["buses"][1]["vm_pu"]
        self.assertAlmostEqual(shunted["slack_p_kw"] - shunted["losses_kw"], 1500 + 10 * vm ** 2, delta=1e-4)
        self.assertAlmostEqual(shunted["slack_q_kvar"] - shunted["losses_kvar"], 400 - 400 * vm ** 2, delta=1e-4)
        charged = self.solve(self.case(branches=branches.replace("closed\n", "closed,b_total_us\n")
                                       .replace(",1\n", ",1,50\n").replace(",0\n", ",0,50\n")))
        # 50 uS at 10 kV is 5 kvar a branch.
        self.assertAlmostEqual(plain["slack_q_kvar"] - charged["slack_q_kvar"], 10, delta=0.2)

    def test_slack_voltage(self):
        solution = self.solve(self.case(buses.replace("kvar\n", "kvar,vm_pu,va_deg\n").replace("0,0\n", "0,0,1.05,30\n")
                                        .replace("300\n", "300,1,0\n").replace("100\n", "100,1,0\n")))
        self.assertAlmostEqual(solution["buses"][0]["vm_pu"], 1.05, delta=1e-12)
        self.assertAlmostEqual(solution["buses"][0]["va_deg"], 30, delta=1e-9)
        self.assertLess(abs(solution["buses"][2]["va_deg"] - 30), 1)

    def test_names_of_buses_that_are_no_numbers(self):
        solution = self.solve(self.case(buses.replace("\n2,", "\n\"北碚, 2\","), branches.replace("2", "\"北碚, 2\"")))
        self.assertEqual([bus["bus"] for bus in solution["buses"]], [1, "北碚, 2", 3])

    def test_collapse_is_told(self):
        for tie in ("0", "1"):
            case = self.case(buses.replace("1000,", "100000,"), branches.replace("1,3,0.5,0.4,0", "1,3,0.5,0.4," + tie))
            process = self.run_program("powerflow", case, "--json", expect=failed)
            solution = json.loads(process.stdout)
            self.assertIs(solution["converged"], False)
            self.assertEqual(solution["buses"], [])
            self.assertIsNone(solution["losses_kw"])
            self.assertIn("no solution found", process.stderr)
            process = self.run_program("powerflow", case, expect=failed)
            self.assertEqual(process.stdout, "")

    def test_bad_tables(self):
        b, r = "buses.csv", "branches.csv"
        wrong = [
            (buses.replace("3,pq", "2,pq"), branches.replace("2,3", "2,1"), rf"{b}:4:1: the bus 2 stands twice \(first on line 3"),
            (buses.replace("2,pq", "2,slack"), branches, rf"{b}:3:1: the bus 2 is a second slack \(1 on line 2"),
            (buses.replace("slack", "pq"), branches, rf"{b}: no bus is the slack"),
            (buses.replace("slack", "slak"), branches, rf"{b}:2:3: type: \"slak\" is not known .* did you mean slack\?"),
            (buses.replace("1000", "many"), branches, rf"{b}:3:9: pd_kw: "),
            (buses.replace("1000", "nan"), branches, rf"{b}:3:9: pd_kw: "),
            (buses.replace("2,pq,10", "2,pq,-10"), branches, rf"{b}:3:6: base_kv: -10 is out of range"),
            (buses.replace(",pd_kw", ",pd"), branches, rf"{b}:1:1: pd_kw: the column is missing"),
            (buses.replace("qd_kvar\n", "qd_kvar,vm_pv\n").replace("0\n", "0,1\n"), branches, rf"{b}:1:32: vm_pv: .* did you mean vm_pu\?"),
            (buses.replace("2,pq,10", "2,pq,0.4"), branches, rf"{r}:2:1: the branch from 1 to 2 joins 10 kV and 0\.4 kV"),
            (buses, branches.replace("2,3,", "2,33,"), rf"{r}:3:3: there is no bus 33"),
            (buses, branches.replace("2,3,0.5,0.4", "2,3,0,0"), rf"{r}:3:1: the branch from 2 to 3 has no impedance"),
            (buses, branches.replace("0.5,0.4,1\n2", "-0.5,0.4,1\n2"), rf"{r}:2:5: r_ohm: -0\.5 is out of range"),
            (buses, branches.replace("0.4,0", "0.4,open"), rf"{r}:4:13: closed: \"open\" is not known"),
            (buses, branches.replace("2,3,0.5,0.4,1", "2,3,0.5,0.4,0"), rf"{b}:4:1: the bus 3 is islanded"),
            (buses, branches.replace("2,3,0.5,0.4,1", "2,2,0.5,0.4,1"), rf"{r}:3:1: the branch from 2 to 2 ends where it starts"),
            (buses, branches.replace("2,3,0.5,", "2,3,"), rf"{r}:3:1: the row has 4 cells"),
            (buses, "from_bus,to_bus\n", rf"{r}:1:1: r_ohm: the column is missing"),
            ("", branches, rf"{b}:1:1: the table is empty"),
        ]
        for number, (bus_text, branch_text, message) in enumerate(wrong):
            with self.subTest(number=number, message=message):
                self.assertRegex(self.complaint(self.case(bus_text, branch_text)), message)

    def test_all_problems_in_one_report(self):
        text = self.complaint(self.case(buses.replace("1000", "many").replace("500", "few"), branches.replace("0.5", "x")))
        self.assertEqual(len(text.splitlines()), 5, text)

    def test_missing_files(self):
        self.assertIn("the case is no folder", self.complaint(self.directory / "nowhere"))
        self.assertRegex(self.complaint(self.directory), r"cannot find the file .*buses\.csv")
        self.assertIn("cannot find the file", self.complaint(self.directory / "nowhere.m"))

    def test_matpower_file_gives_what_the_tables_give(self):
        tables, mat = self.solve(self.case()), self.solve(self.matpower(matpower))
        self.assertEqual(tables["iterations"], mat["iterations"])
        self.assertAlmostEqual(tables["losses_kw"], mat["losses_kw"], delta=1e-9)
        for a, b in zip(tables["buses"], mat["buses"]):
            self.assertEqual(a["bus"], b["bus"])
            self.assertAlmostEqual(a["vm_pu"], b["vm_pu"], delta=1e-12)

    def test_matpower_per_unit_file(self):
        text = matpower[:matpower.index("%% to per unit")]
        for ohm, pu in (("0.5", "0.05"), ("0.4", "0.04"), ("1000\t300", "1\t0.3"), ("500\t100", "0.5\t0.1")):
            text = text.replace(f"\t{ohm}\t", f"\t{pu}\t")
        self.assertAlmostEqual(self.solve(self.matpower(text))["losses_kw"], self.solve(self.case())["losses_kw"], delta=1e-9)

    def test_matpower_generators(self):
        text = matpower.replace("\t1\t0\t0\t10\t-10\t1\t100\t1\t10\t0;",
                                "1 0 0 10 -10 1.04 100 1 10 0\n3 0.5 0.1 1 -1 1 100 1 1 0\n2 9 9 9 9 1 100 0 9 9")
        solution = self.solve(self.matpower(text))
        self.assertAlmostEqual(solution["buses"][0]["vm_pu"], 1.04, delta=1e-12)
        self.assertAlmostEqual(solution["slack_p_kw"], 1000 + solution["losses_kw"], delta=1e-4)

    def test_matpower_files_that_cannot_be_honoured(self):
        def replaced(old, new):
            self.assertIn(old, matpower)
            return matpower.replace(old, new)

        wrong = [
            (matpower + "mpc.bus(:, PD) = 2 * mpc.bus(:, PD);\n", r"case\.m:32:1: the statement mpc\.bus\(:,PD\)=2\*mpc"),
            (matpower + "for k = 1:3\nend\n", r"case\.m:32:1: the statement for"),
            (replaced("Sbase = mpc.baseMVA * 1e6;", ""), r"the statement mpc\.branch\(:,\[BR_R,BR_X\]\)"),
            (replaced("2\t1\t1000", "2\t2\t1000"), r"case\.m:7:4: the bus 2 holds its voltage \(type 2\)"),
            (replaced("2\t1\t1000", "2\t4\t1000"), r"case\.m:7:4: the bus 2 is islanded"),
            (replaced("2\t1\t1000", "2\t1\tNaN"), r"case\.m:7:6: nan is not a finite number"),
            (replaced("\t1\t2\t0.5\t0.4\t0\t0\t0\t0\t0", "\t1\t2\t0.5\t0.4\t0\t0\t0\t0\t1.05"), r"case\.m:14:22: the branch from 1 to 2 changes the voltage"),
            (replaced("\t2\t3\t0.5", "\t2\t7\t0.5"), r"case\.m:15:4: there is no bus 7"),
            (replaced("\t2\t3\t0.5\t0.4\t", "\t2\t3\t0.5/2\t0.4\t"), r"case\.m:15:6: mpc\.branch: \"0\.5/2\" is not a number"),
            (replaced("mpc.baseMVA = 10;", ""), r"case\.m: mpc\.baseMVA: it is missing"),
            (replaced("];\nmpc.gen = [", "];\nmpc.gen = [[" ), r"the bracket is not closed"),
            (replaced("\t1\t2\t0.5\t0.4\t0\t0\t0\t0\t0\t0\t1\t-360\t360", "\t1\t2\t0.5"), r"case\.m:14:2: mpc\.branch: the row has 3 columns"),
        ]
        for number, (text, message) in enumerate(wrong):
            with self.subTest(number=number, message=message):
                self.assertRegex(self.complaint(self.matpower(text)), message)


if __name__ == "__main__":
    unittest.main()
