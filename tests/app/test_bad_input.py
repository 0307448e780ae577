"""Each kind of bad input ends with exit code 2 and one line that says where and what; nothing is run or written."""

import pathlib
import re
import resource
import unittest

from yuchong import ProgramTest, bad_input, binary

head = "format: 1\nname: test\nseed: 1\ntime: {start: 2025-08-05, duration: 1 d, warmup: 0 d}\n"
zone = "city: {zones: [{id: z, lon: 106.5, lat: 29.7, population: 1000}]}\n"
station = ("supply:\n  stations:\n    - {id: s, zone: z, position: {lon: 106.5, lat: 29.7}, bays: 2, ac_piles: 0, "
           "grid_limit: 400 kW, service_fee: 0.5 yuan/kWh, hosts: [{modules: 9, super: 1, fast: 2}]}\n")
visit = ("demand:\n  visits:\n    - {at: \"08:00\", vehicle: deepal-sl03, soc: 20 %, target: 80 %, station: s, "
         "patience: 20 min}\n")
good = head + zone + station + visit


def replaced(old, new):
    assert good.count(old) == 1, old
    return good.replace(old, new)


def alias_bomb():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 40)]
    return "\n".join(lines) + "\n"


# What is wrong, the scenario, and what the one line about it has to say.
cases = [
    ("twin programmes", head + "rollout: {programmes: [{name: a, from: 2026-01-01, until: 2026-12-31, stations: 5, policy: demand}, "
     "{name: a, from: 2027-01-01, until: 2027-12-31, stations: 5, policy: demand}]}\n",
     r"rollout\.programmes: two programmes have the same name"),
    ("a programme beyond all sites", head + "scope: [Yuzhong]\nrollout: {programmes: [{name: a, from: 2026-01-01, "
     "until: 2026-12-31, stations: 19999, policy: coverage}]}\n",
     r"rollout\.programmes: programme a finds \d+ sites for 19999 stations"),
    ("a programme by feeders", head + "rollout: {programmes: [{name: a, from: 2026-01-01, until: 2026-12-31, stations: 5, "
     "policy: grid_aware}]}\n", r"programmes\.0\.policy: a programme looks neither at feeders nor at simulations"),
    ("a programme beside stations by hand", good + "rollout: {programmes: [{name: a, from: 2026-01-01, until: 2026-12-31, "
     "stations: 5, policy: demand}]}\n", r"rollout\.programmes: stations to come beside stations by hand"),
    ("panels that open during the run", head + "rollout: {stations: by_date}\nsupply: {photovoltaics: {share: [1, 1, 1]}}\n",
     r"supply\.photovoltaics\.share: solar panels at stations that open during the run"),
    ("a closure that ends before it begins", good.replace("supply:\n", "supply:\n  closures: [{from: 2022-08-25, until: 2022-08-17, "
     "closed_from_h: 8, closed_until_h: 24, stations: dc, share: 0.5}]\n"), r"closures\.0\.until: the closure ends before it begins"),
    ("a build-out that does not end", head + "supply: {network: {super_build_out: [{date: 2024-04-15, share: 0}, {date: 2025-12-31, "
     "share: 0.9}]}}\n", r"super_build_out: the last share is not 1"),
    ("unknown key", head + "fleets: {private: {vehicels: 3}}\n",
     r"s\.yaml:5:20: fleets\.private\.vehicels: the key is not known .* did you mean vehicles\?"),
    ("duplicate key", good + "seed: 2\n", r"s\.yaml:\d+:1: seed: the key appears twice \(first on line 3\)"),
    ("missing file", head + "city: {districts: nowhere.csv}\n", r"city\.districts: cannot find the file "),
    ("missing base", "base: nowhere.yaml\n" + good, r"s\.yaml:1:7: base: cannot find the file "),
    ("wrong unit", replaced("400 kW", "400 A"), r"grid_limit: the unit \"A\" does not fit \(a power is wanted"),
    ("no unit", replaced("400 kW", "400"), r"grid_limit: \"400\" has no unit"),
    ("negative power", replaced("400 kW", "-60 kW"), r"grid_limit: -60 kW is out of range"),
    ("SoC above 1", replaced("80 %", "120 %"), r"visits\.0\.target: 1\.2 is out of range \(must be between 0 and 1"),
    ("SoC below 0", replaced("20 %", "-20 %"), r"visits\.0\.soc: -0\.2 is out of range \(must be between 0 and 1"),
    ("station in no zone", replaced("zone: z", "zone: y"), r"stations\.0\.zone: there is no zone \"y\""),
    ("reference to no model", replaced("deepal-sl03", "deepal-sl3"),
     r"visits\.0\.vehicle: there is no model \"deepal-sl3\" .* did you mean deepal-sl03\?"),
    ("reference to no station", replaced("station: s", "station: t"), r"there is no station \"t\""),
    ("empty fleet", head + "fleets: {working: 0, private: {vehicles: 0}}\n", r"fleets\.private\.vehicles: the fleet is empty"),
    ("fleet thinned to nothing", head + "fleets: {private: {vehicles: 1000}}\nscale: 1e-6\n", r"the fleet is empty"),
    ("fleet of no model", head + "fleets: {city_bus: {models: [city-bus-9m, city-bus-12m]}}\n",
     r"fleets\.city_bus\.models: there is no model \"city-bus-9m\" .* did you mean city-bus-"),
    ("fleet that burns fuel", head + "fleets: {ride_hailing: {models: [li-one], model_weights: [1]}}\n",
     r"fleets\.ride_hailing\.models: li-one is no battery-electric vehicle with a DC inlet"),
    ("breaks out of order", head + "fleets: {ride_hailing: {break_from_h: [11.5, 12]}}\n",
     r"fleets\.ride_hailing\.break_from_h: the breaks are not in order"),
    ("weights of other models", head + "fleets: {robotaxi: {model_weights: [1, 2]}}\n",
     r"fleets\.robotaxi\.model_weights: model_weights and models are not of one length"),
    ("private days that begin on the road", head + "fleets: {robotaxi: {days_off: private_use}}\n",
     r"fleets\.robotaxi\.days_off: a vehicle that stays on the road is driven privately on days off"),
    ("depot day out of order", head + "fleets: {urban_van: {midday_until_h: 21}}\n",
     r"fleets\.urban_van\.midday_until_h: the day is not in order"),
    ("depot without a terminal", head + "fleets: {city_bus: {dc_terminals_per_vehicle: 0}}\n",
     r"fleets\.city_bus\.dc_terminals_per_vehicle: the depots have no DC terminal"),
    ("depot too large", head + "fleets: {city_bus: {vehicles_per_depot: 5000}}\n",
     r"fleets\.city_bus\.vehicles_per_depot: a depot would have 2000 plugs"),
    ("unknown fleet", head + "fleets: {ride_hailling: {vehicles: 3}}\n",
     r"fleets\.ride_hailling: the key is not known .* did you mean ride_hailing\?"),
    ("negative duration", replaced("1 d,", "-1 d,"), r"time\.duration: -1 d is out of range"),
    ("visit before the start", replaced("2025-08-05", "2025-08-05T12:00"), r"visits\.0\.at: 08:00 lies outside"),
    ("retired before opening", replaced("bays: 2", "bays: 2, in_service: 2025-01-01, retired: 2024-01-01"),
     r"the station retires before it opens"),
    ("duplicate station id", good.replace(station, station + station[station.index("    -"):]),
     r"stations\.1\.id: the id s is used twice"),
    ("duplicate zone id", replaced("population: 1000}", "population: 1000}, {id: z, lon: 106, lat: 29, population: 5}"),
     r"zones\.1\.id: the id z is used twice"),
    ("cyclic base", "base: s.yaml\n" + good, r"s\.yaml:1:7: base: the files inherit from one another in a circle"),
    ("YAML syntax", good + "scale: [1\n", r"s\.yaml:\d+:\d+: (scale: )?the YAML cannot be read"),
    ("deep nesting", head + "scale: " + "[" * 100_000 + "]" * 100_000 + "\n", r"nested deeper than 64 levels"),
    ("alias bomb", alias_bomb(), r"holds more than 1000000 values"),
    ("no design of guidance", good + "information: {design: herd}\n", r"information\.design: .*herd.*"),
    ("more drivers than there are", good + "information: {adoption: 1.2}\n",
     r"information\.adoption: 1\.2 is out of range \(must be between 0 and 1"),
    ("reports that nobody takes", good + "information: {vehicle_share: 0.5}\n",
     r"information\.vehicle_share: no service takes what cars report"),
    ("spread over too many", good + "information: {randomised: {k: 17}}\n",
     r"information\.randomised\.k: 17 is out of range \(must be between 1 and 16"),
    ("places kept for no time", good + "information: {reservation: {hold_before: 0 min, hold_after: 0 min}}\n",
     r"a place is kept for no time"),
    ("queues between steps", good + "information: {step: 120 s, watch: 5 min}\n",
     r"queues are not looked at in whole steps"),
    ("steps that miss the hour", good + "information: {step: 70 s, watch: 7 min}\n",
     r"an hour is no whole number of steps"),
    ("NaN", head + "scale: .nan\n", r"scale: \.nan is not a finite number"),
    ("infinity", head + "demand: {patience: {shape: .inf}}\n", r"shape: \.inf is not a finite number"),
    ("not UTF-8", head.encode() + b"description: \xff\n", r"the file is not UTF-8 text"),
    ("file over 8 MB", head + "# " + 8_000_000 * "x" + "\n", r"is larger than 8 MB"),
]

# Values that are fine one by one, and only clash when a city is made of them.
clashes = [
    ("no super stations", "supply: {network: {super_stations: 0}}\n",
     r"^s\.yaml:5:36: supply\.network\.super_stations: super terminals have no station "),
    ("no DC plugs", "supply: {network: {dc_share: 0}}\n",
     r"^s\.yaml:5:30: supply\.network\.dc_share: there are 0 DC plugs for 4005 super terminals "),
    ("weightless layouts", "supply: {network: {super_layouts: [{name: S, hosts: 1, modules: 9, super_min: 1, super_max: 2, "
     "fast_min: 3, fast_max: 6, bays_min: 2, bays_max: 4, weight: [1, 1, 1, 0]}]}}\n",
     r"^s\.yaml:5:20: supply\.network\.super_layouts: no layout has a weight in rural zones "),
    ("people in small stations", "city: {geography: {urban_population_weight: [0.8, 1.1, 12, 0.03]}}\n",
     r"^s\.yaml:5:20: city\.geography\.urban_population_weight: 4005 super terminals do not fit the stations "),
    ("a month too cold", "weather: {minimum_c: [-40, 8, 11, 15, 19, 22, 25, 25, 21, 17, 13, 8]}\n",
     r"^s\.yaml:5:11: weather\.minimum_c: a month's mean "),
    ("a season turned over", "grid: {base_load: {normal_maximum_c: 45}}\n",
     r"^s\.yaml:5:38: grid\.base_load\.normal_maximum_c: a heatwave begins below a usual day "),
    ("nowhere to work", "city: {geography: {jobs_per_resident: [0, 0, 0, 0]}}\n",
     r"^s\.yaml:5:20: city\.geography\.jobs_per_resident: no zone in scope has jobs "),
    ("nothing left", "scope: [Chengkou]\nscale: 1e-5\n", r"^s\.yaml:6:8: scale: no public station is left "),
    ("a station too large", zone + station.replace("ac_piles: 0", "ac_piles: 600"),
     r"^s\.yaml:8:\d+: supply\.stations\.0\.\w+: the station has 603 plugs \(one station holds 512 at most\)"),
    ("a storage that holds nothing", "supply: {storage: {highest_soc: 0.05}}\n",
     r"^s\.yaml:5:33: supply\.storage\.highest_soc: the storage holds nothing "),
    ("batteries that grow younger by cycling", "ageing: {lfp: {cycle: {depth: {constant: 0.5}}}}\n",
     r"^s\.yaml:5:42: ageing\.lfp\.cycle\.depth\.constant: the factor is negative at 0 "),
    ("batteries that grow younger by standing", "ageing: {nmc: {cell_v: [[0, 2.9], [1, 4.1]]}}\n",
     r"^s\.yaml:5:16: ageing\.nmc\.cell_v: the calendar loss is negative at the lowest SoC "),
    ("bounds over slots with two prices", "control: {bounds: {slot: 7 min}}\n",
     r"^s\.yaml:5:\d+: control\.bounds\.slot: the slot does not divide an hour "),
    ("a horizon of too many slots", "control: {strategy: receding_horizon, step: 10 s}\n",
     r"^s\.yaml:5:\d+: control\.step: the horizon has no slot, or more than 576 "),
    ("unmet energy as cheap as energy", "control: {strategy: receding_horizon, horizon: {unmet_yuan_per_kwh: 1}}\n",
     r"^s\.yaml:5:\d+: control\.horizon\.unmet_yuan_per_kwh: the price of unmet energy is not far above "),
    ("an event without a target", "control: {demand_response: {events: [{from: 2025-08-05T19:00, to: 2025-08-05T21:00, notice: 2 h}]}}\n",
     r"^s\.yaml:5:\d+: control\.demand_response\.events\.0\.\w+: the event needs one target "),
    ("an event over midnight", "control: {demand_response: {events: [{from: 2025-08-05T19:00, to: 2025-08-06T01:00, notice: 2 h, target_kw: 5 kW}]}}\n",
     r"^s\.yaml:5:\d+: control\.demand_response\.events\.0\.\w+: the event does not end after it begins, on the same day "),
    ("an event after the end", "control: {demand_response: {events: [{from: 2025-08-06T19:00, to: 2025-08-06T21:00, notice: 2 h, target_kw: 5 kW}]}}\n",
     r"^s\.yaml:5:\d+: control\.demand_response\.events\.0\.from: the event lies outside the recorded time "),
    ("a group of nowhere", "control: {groups: [{districts: [Yubai], strategy: llf}]}\n",
     r"^s\.yaml:5:\d+: control\.groups\.0\.districts\.0: there is no district \"Yubai\" "),
    ("a group out of scope", "scope: [Yubei]\ncontrol: {groups: [{districts: [Yuzhong], strategy: llf}]}\n",
     r"^s\.yaml:6:\d+: control\.groups\.0\.districts\.0: the district Yuzhong is not in scope "),
    ("a group of no zone", "control: {groups: [{zones: [500112-99], homes: tariff}]}\n",
     r"^s\.yaml:5:\d+: control\.groups\.0\.zones\.0: there is no zone \"500112-99\" "),
    ("a group of a zone out of scope", "scope: [渝北]\ncontrol: {groups: [{zones: [500103-01], homes: tariff}]}\n",
     r"^s\.yaml:6:\d+: control\.groups\.0\.zones\.0: the zone 500103-01 is not in scope .* add its district Yuzhong "),
    ("a group of no Chinese district", "control: {groups: [{districts: [渝化区], strategy: llf}]}\n",
     r"^s\.yaml:5:\d+: control\.groups\.0\.districts\.0: there is no district \"渝化区\" .* did you mean 渝北区\?"),
    ("a group of feeders without any", "control: {groups: [{feeders: [Yubei-1], strategy: llf}]}\n",
     r"^s\.yaml:5:\d+: control\.groups\.0\.feeders: a group names feeders and there are none "),
    ("a group of no feeder", "scale: 0.02\nscope: [Yubei]\ngrid: {flow: feeders}\n"
     "control: {groups: [{feeders: [Yubei-S01-F99], strategy: llf}]}\n",
     r"^s\.yaml:8:\d+: control\.groups\.0\.feeders\.0: there is no feeder \"Yubei-S01-F99\" "),
    ("volt-var without a grid", "control: {volt_var: {enabled: true}}\n",
     r"^s\.yaml:5:\d+: control\.volt_var\.enabled: there is no voltage to answer to "),
    ("volt-var beside limits", "grid: {flow: feeders, enforce: feeder}\ncontrol: {volt_var: {enabled: true}}\n",
     r"^s\.yaml:6:\d+: control\.volt_var\.enabled: limits of the grid are enforced beside it "),
    ("a curve that drives voltages away",
     "control: {volt_var: {curve: [{voltage_pu: 0.9, reactive_pu: -0.4}, {voltage_pu: 1.1, reactive_pu: 0.4}]}}\n",
     r"^s\.yaml:5:\d+: control\.volt_var\.curve: its reactive power rises with the voltage "),
    ("a curve that is too steep",
     "control: {volt_var: {curve: [{voltage_pu: 0.99, reactive_pu: 1}, {voltage_pu: 1.0, reactive_pu: 0}]}}\n",
     r"^s\.yaml:5:\d+: control\.volt_var\.curve: it is steeper than "),
    ("a curve out of order",
     "control: {volt_var: {curve: [{voltage_pu: 1.0, reactive_pu: 0.1}, {voltage_pu: 0.9, reactive_pu: 0}]}}\n",
     r"^s\.yaml:5:\d+: control\.volt_var\.curve: its voltages do not rise "),
    ("droop without a strategy", "control: {droop: {enabled: true}}\n",
     r"^s\.yaml:5:\d+: control\.droop\.enabled: nobody gives sessions a set-point to shift "),
    ("droop beside a client", "control: {strategy: external, droop: {enabled: true}}\n",
     r"^s\.yaml:5:\d+: control\.[\w.]+: droop decides beside the client "),
    ("droop by odd steps", "control: {strategy: llf, step: 7 min, droop: {enabled: true}}\n",
     r"^s\.yaml:5:\d+: control\.[\w.]+: the control step does not divide 5 min "),
    ("a group of no station", "control: {groups: [{stations: [nowhere], strategy: edf}]}\n",
     r"^s\.yaml:5:\d+: control\.groups\.0\.stations\.0: there is no station \"nowhere\" "),
    ("a group that changes nothing", "control: {groups: [{districts: [Yubei]}]}\n",
     r"^s\.yaml:5:\d+: control\.groups\.0\.districts: the group changes nothing "),
    ("a group with a limit that nobody shares", "control: {groups: [{districts: [Yubei], limit_kw: 100 kW}]}\n",
     r"^s\.yaml:5:\d+: control\.groups: a group has a limit and nobody who shares it "),
    ("a group beside a client", "control: {strategy: external, groups: [{districts: [Yubei], strategy: edf}]}\n",
     r"^s\.yaml:5:\d+: control\.\w+: a group decides beside the client "),
    ("homes at a station", "control: {groups: [{stations: [nowhere], homes: tariff}]}\n",
     r"^s\.yaml:5:\d+: control\.groups\.0\.\w+: homes are at no station "),
    ("one value for a list", "scope: Yubei\n",
     r"^s\.yaml:5:8: scope: \"Yubei\" stands here \(a list is wanted\) write \[Yubei\]$"),
    ("one value for a list of four", "tariff: {feed_in_yuan_per_kwh: 0.5}\n",
     r"feed_in_yuan_per_kwh: \"0\.5\" stands here \(a list is wanted\) write \[0\.5, \.\.\.\] with 4 items$"),
    ("more bidirectional piles than piles", zone + station.replace("ac_piles: 0", "ac_piles: 2, bidirectional_piles: 3"),
     r"stations\.0\.\w+: there are more bidirectional piles than piles "),
    ("a bidirectional pile as large as a terminal",
     zone + station.replace("ac_piles: 0", "ac_piles: 2, ac_kw: 60 kW, bidirectional_piles: 1"),
     r"stations\.0\.\w+: a bidirectional pile is larger than 30 kW "),
    ("a plan of all sessions beside piles that take back",
     "supply: {bidirectional: {share: 0.5}}\ncontrol: {strategy: receding_horizon, v2g: {strategy: v2g_arbitrage}}\n",
     r"control\.v2g\.strategy: no car would feed back at the bidirectional piles of stations "),
    ("nowhere to meet a client", "control: {external: {socket: /tmp/a.sock}}\n",
     r"^s\.yaml:5:30: control\.external\.socket: \"/tmp/a\.sock\" is no place to meet "),
    ("a fallback that keeps no limit", "control: {external: {fallback: uncontrolled}}\n",
     r"^s\.yaml:5:32: control\.external\.fallback: \"uncontrolled\" is not known "),
    ("a swap station with plugs for vehicles", zone + station.replace("ac_piles: 0", "ac_piles: 0, swap: {packs: 4, slots: 4}"),
     r"stations\.0\.[\w.]+: a swap station has plugs for vehicles too "),
    ("more slots than packs", "supply: {swap_network: {packs: 4}}\n", r"swap_network\.\w+: there are more slots than packs "),
    ("packs of a car that keeps its own", "supply: {swap_network: {stations: 1, pack_of: deepal-sl03}}\n",
     r"swap_network\.pack_of: deepal-sl03 is not made for swapping "),
    ("packs of no car", "supply: {swap_network: {stations: 1, pack_of: changan-oshan-520}}\n",
     r"swap_network\.pack_of: there is no model \"changan-oshan-520\" .* did you mean changan-oshan-520-swap\?"),
    ("a visit for a pack that does not fit",
     zone + station.replace("hosts: [{modules: 9, super: 1, fast: 2}]", "swap: {packs: 4, slots: 4}") +
     visit.replace("station: s,", "station: s, wants: swap,"),
     r"visits\.0\.wants: no swap plug can serve this visit "),
    ("a connection too weak", zone + station.replace("400 kW", "1 kW"),
     r"^s\.yaml:\d:\d+: supply\.stations\.0\.grid_limit_kw: the connection of s carries no charging "),
]

# Nothing of this may cost memory. Sanitizers reserve more address space than that for themselves.
memory_bytes = 512 * 2**20
sanitized = b"__asan_init" in pathlib.Path(binary).read_bytes()


def limit_memory():
    if not sanitized:
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


class BadInput(ProgramTest):
    def complaints(self, content, *arguments):
        """Lines on stderr of `run` and `validate`, which must not differ."""
        scenario, result = self.directory / "s.yaml", self.directory / "s.h5"
        scenario.write_bytes(content if isinstance(content, bytes) else content.encode())
        run = self.run_program("run", scenario, "-o", result, *arguments, expect=bad_input, preexec_fn=limit_memory)
        self.assertEqual(run.stdout, "")
        self.assertEqual(self.files(), ["s.yaml"])
        if not arguments:
            validate = self.run_program("validate", scenario, expect=bad_input, preexec_fn=limit_memory)
            self.assertEqual(validate.stderr, run.stderr)
            self.assertEqual(validate.stdout, "")
        return run.stderr.splitlines()

    def test_the_case_they_all_differ_from_is_good(self):
        scenario = self.directory / "s.yaml"
        scenario.write_text(good)
        self.run_program("validate", scenario)

    def test_each_kind(self):
        for what, content, message in cases:
            with self.subTest(what):
                lines = self.complaints(content)
                self.assertTrue(any(re.search(message, line) for line in lines), f"{message}\n" + "\n".join(lines))
                self.assertIn("s.yaml", lines[0])

    def test_values_that_clash_are_found_before_a_city_is_built(self):
        for what, content, message in clashes:
            with self.subTest(what):
                lines = [re.sub(r"^.*/s\.yaml:", "s.yaml:", line) for line in self.complaints(head + content)]
                self.assertTrue(any(re.search(message, line) for line in lines), f"{message}\n" + "\n".join(lines))

    def test_clashes_of_all_sections_come_at_once(self):
        lines = self.complaints(head, "--set", "city.geography.visits_per_resident=[0, 0, 0, 0]", "--set",
                                "weather.minimum_c.0=-40", "--set", "grid.base_load.normal_maximum_c=45", "--set", "colour=red")
        self.assertEqual([line.split(": ")[1] for line in lines],
                         ["city.geography.visits_per_resident", "weather.minimum_c", "grid.base_load.normal_maximum_c",
                          "colour"])

    def test_all_problems_of_all_files_come_at_once(self):
        first, second = self.directory / "a.yaml", self.directory / "b.yaml"
        broken = good
        for old, new in (("zone: z,", "zone: y,"), ("400 kW", "-60 kW"), ("120 %", "80 %"), ("seed: 1", "sed: 1"),
                         ("deepal-sl03", "deepal")):
            broken = broken.replace(old, new)
        first.write_text(broken)
        second.write_text(head + "scale: .nan\ncolour: red\n")
        lines = self.run_program("validate", first, second, expect=bad_input).stderr.splitlines()
        for part in ("a.yaml:3:1: sed: the key is not known", "seed: the key is missing", "grid_limit: -60 kW",
                     "b.yaml:5:8: scale: .nan", "b.yaml:6:1: colour: the key is not known"):
            self.assertEqual(sum(part in line for line in lines), 1, (part, lines))

    def test_a_set_is_checked_like_a_file(self):
        for setting, message in (("fleets.private.vehicels=3", "did you mean vehicles?"),
                                 ("scale=.inf", "is not a finite number"),
                                 ("supply.stations.0.grid_limit=-1 kW", "is out of range"),
                                 ("supply.stations.7.bays=1", "there is no item 7"),
                                 ("scale", "it has to be key.path=value")):
            with self.subTest(setting):
                lines = self.complaints(good, "--set", setting)
                self.assertEqual(len(lines), 1, lines)
                self.assertIn("--set:1:", lines[0])
                self.assertIn(message, lines[0])

    def test_results_that_are_none_are_refused(self):
        noise = self.directory / "noise.h5"
        noise.write_bytes(b"\x89HDF\r\n\x1a\n" + b"noise" * 1000)
        self.run_program("describe", noise, expect=bad_input)
        self.run_program("compare", noise, noise, expect=bad_input)
        self.run_program("compare", noise, self.directory / "none.h5", "--exact", expect=bad_input)
        self.run_program("describe", self.directory / "none.yaml", expect=bad_input)


if __name__ == "__main__":
    unittest.main()
