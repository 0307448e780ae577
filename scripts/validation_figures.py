#!/usr/bin/python3
"""Prints the figures of a run that docs/validation.md quotes, in the order and under the names of that page.

    build/release/yuchong run scenarios/chongqing-week.yaml --force
    scripts/validation_figures.py output/chongqing-week.h5

The run has to begin on a Monday and should be a week; weekdays are its first five days.
"""

import sys

import h5py
import numpy as np

HOUR_MS = 3_600_000
BEGAN_BEFORE = 1


def main(result):
    with h5py.File(result) as file:
        run = Run(file)
        for section in (sessions, hours, occupancy, arrivals, energy, waiting):
            print(f"\n{section.__doc__}")
            for name, value in section(run):
                print(f"  {name:<66} {value}")


class Run:
    """The columns of a result that the figures need; times in ms since the window's begin."""

    def __init__(self, file):
        def codes(name):
            variable = file["sessions/" + name]
            meanings = variable.attrs["flag_meanings"]
            meanings = meanings.decode() if isinstance(meanings, bytes) else str(meanings)
            return dict(zip(meanings.split(), variable.attrs["flag_values"]))

        for name in ("vehicle", "station", "terminal_class", "place", "outcome", "flags", "arrival", "plug_in",
                     "charge_end", "unplug", "energy_kwh", "soc_start", "max_kw", "fleet"):
            setattr(self, name, file["sessions/" + name][:])
        self.kpi = {name: value[()] for name, value in file["kpi"].items()}
        self.step_min = float(np.diff(file["city/time_bnds"][0])[0]) / 60
        self.days = round(len(file["city/time"]) * self.step_min / 1440)
        self.city_kw = file["city/charging_kw"][:]
        public = file["stations/access"][:] == 0  # and no depot of a fleet
        self.public_kw = file["stations/charging_kw"][:][:, public].sum(axis=1, dtype=float)
        self.station_step_min = float(np.diff(file["stations/time_bnds"][0])[0]) / 60
        stations = file["stations"]
        self.plugs = {c: stations[n][:] * public for c, n in
                      (("super", "super_terminals"), ("fast", "fast_terminals"), ("ac", "ac_piles"))}
        self.central = stations["zone_jobs_per_resident"][:] >= 0.7  # between the two kinds' 1.3 and 0.35
        self.public = self.place == codes("place")["public"]
        self.home = self.place == codes("place")["home"]
        self.of_fleet = {name: self.public & (self.fleet == code) for name, code in codes("fleet").items()}
        self.of = {c: self.public & (self.terminal_class == code) for c, code in codes("terminal_class").items()}
        self.plugged = ~np.isnan(self.plug_in)
        self.served = self.outcome == codes("outcome")["served"]
        self.weekdays = min(self.days, 5)

    def started(self, rows):
        """Those of the rows that plugged in inside the window."""
        return rows & self.plugged & (self.plug_in >= 0)

    def hour(self, rows, times=None):
        return (self.plug_in if times is None else times)[rows] // HOUR_MS % 24

    def busy(self, rows):
        """Vehicles at plugs by hour of the run, exactly: overlap of each session with each hour, over an hour."""
        end = self.days * 24
        begin_h = np.clip(self.plug_in[rows] / HOUR_MS, 0, end)
        unplug = np.where(np.isnan(self.unplug[rows]), np.inf, self.unplug[rows])
        end_h = np.clip(unplug / HOUR_MS, 0, end)
        integral = np.zeros(end + 1)  # of vehicles over time, at the full hours
        for times, sign in ((begin_h, 1), (end_h, -1)):
            # sum of max(0, h - t) over t, for every h
            hour = np.minimum(times.astype(int), end - 1)
            count = np.bincount(hour, minlength=end)
            into = np.bincount(hour, weights=times - hour, minlength=end)
            before, moment = np.cumsum(count), np.cumsum(count * np.arange(end) + into)
            integral[1:] += sign * (before * np.arange(1, end + 1) - moment)
        return np.diff(integral)


def quartiles(values, digits=1, at=(25, 50, 75)):
    return " / ".join(f"{v:.{digits}f}" for v in np.percentile(values, at))


def share(part):
    return f"{100 * np.mean(part):.1f} %"


def between(hour, first, until):
    return (hour >= first) & (hour < until) if first < until else (hour >= first) | (hour < until)


def by_hour(busy, days):
    """Means over the given days, by hour of the day."""
    return busy.reshape(-1, 24)[days].mean(axis=0)


def sessions(run):
    """Sessions"""
    minutes = (run.unplug - run.plug_in) / 60_000
    for c in ("fast", "super"):
        rows = run.started(run.of[c]) & run.served
        yield f"{c} session, energy p25 / p50 / p75 (kWh)", quartiles(run.energy_kwh[rows])
        yield f"{c} session, energy mean (kWh)", f"{run.energy_kwh[rows].mean():.1f}"
        yield f"{c} session, time at the plug p25 / p50 / p75 (min)", quartiles(minutes[rows])
        yield f"SoC at plug-in, {c}, p10 / p50 / p90", quartiles(run.soc_start[rows], 2, (10, 50, 90))
    rows = run.started(run.of["super"] | run.of["fast"]) & run.served
    energy, time = run.energy_kwh[rows], minutes[rows]
    yield "DC sessions between 15 and 35 kWh", share((energy >= 15) & (energy <= 35))
    yield "DC sessions between 20 and 50 min", share((time >= 20) & (time <= 50))
    rows = run.started(run.of["ac"]) & run.served
    yield "AC session, energy p25 / p50 / p75 (kWh)", quartiles(run.energy_kwh[rows])
    yield "AC session, time at the plug p25 / p50 / p75 (h)", quartiles(minutes[rows] / 60)
    yield "AC session, largest power p50 (kW)", f"{np.median(run.max_kw[rows]):.1f}"
    idle = (run.unplug - run.charge_end)[rows].sum() / (run.unplug - run.plug_in)[rows].sum()
    yield "AC session, share of the time after the charge has ended", f"{100 * idle:.1f} %"
    rows = run.started(run.home)
    yield "home session, energy p50 (kWh)", f"{np.median(run.energy_kwh[rows & run.served]):.1f}"
    yield "home plug-ins between 16 and 21 h", share(between(run.hour(rows), 16, 21))


def hours(run):
    """Hours of the day"""
    for names in (("super",), ("fast",), ("ac",), ("super", "fast", "ac")):
        rows = run.started(np.logical_or.reduce([run.of[c] for c in names]))
        hour, label = run.hour(rows), "all public" if len(names) > 1 else names[0]
        yield f"starts at {label} plugs, 11 to 17 h", share(between(hour, 11, 17))
        yield f"starts at {label} plugs, 23 to 07 h", share(between(hour, 23, 7))
    for fleet, rows in run.of_fleet.items():
        rows = run.started(rows & run.plugged)
        if rows.any():
            hour = run.hour(rows)
            yield f"starts of {fleet}, 11 to 17 h / 23 to 07 h", f"{share(between(hour, 11, 17))} / {share(between(hour, 23, 7))}"
    city = run.city_kw.reshape(run.days, -1)[: run.weekdays] / 1000
    per_hour = city.shape[1] // 24
    mean = city.mean(axis=0).reshape(24, per_hour).mean(axis=1)
    public = run.public_kw.reshape(run.days, 24, -1)[: run.weekdays].mean(axis=(0, 2)) / 1000
    yield "weekday load by hour (MW)", " ".join(f"{v:.0f}" for v in mean)
    yield "of which public (MW)", " ".join(f"{v:.0f}" for v in public)
    peak = city.max(axis=1)
    yield "highest 5-min mean of each weekday (MW)", " ".join(f"{v:.0f}" for v in peak)
    second = run.city_kw[round(1440 / run.step_min):] / 1000 if run.days > 1 else np.array([])
    if len(second):
        at = np.arange(0, len(second), round(1440 / run.step_min))
        before = run.city_kw[at + round(1440 / run.step_min) - 1] / 1000
        yield "rise within the first 10 min after midnight, mean (MW)", f"{(second[at + 1] - before).mean():.0f}"


def occupancy(run):
    """Stations"""
    days = slice(0, run.days)
    weekdays = slice(0, run.weekdays)

    def of(c, where):
        return by_hour_share(run, run.of[c] & run.plugged, c, where)

    everywhere = np.ones_like(run.central)
    for c in ("ac", "fast", "super"):
        busy = of(c, everywhere)
        yield f"occupancy of {c} plugs, mean", f"{busy.mean():.3f}"
    for kind, where in (("all", everywhere), ("central", run.central), ("residential", ~run.central)):
        busy = of("ac", where)
        hour = np.arange(24)
        day = by_hour(busy, days)[between(hour, 8, 20)].mean()
        night = by_hour(busy, days)[between(hour, 20, 8)].mean()
        name = f"AC piles, {kind} zones"
        yield f"{name}: piles", f"{run.plugs['ac'][where].sum()}"
        yield f"{name}: 08 to 20 h / 20 to 08 h / night over day", f"{day:.3f} / {night:.3f} / {night / day:.2f}"
        profile = by_hour(busy, weekdays)
        yield f"{name}: weekdays, lowest / highest", (f"{profile.min():.2f} at {profile.argmin():02d} h / "
                                                      f"{profile.max():.2f} at {profile.argmax():02d} h")
        yield f"{name}: weekdays by hour", " ".join(f"{v:.2f}" for v in profile)


def by_hour_share(run, rows, c, where):
    at = np.zeros(len(where) + 1, bool)  # one more: station -1 is none
    at[:-1] = where
    return run.busy(rows & at[run.station]) / run.plugs[c][where].sum()


def arrivals(run):
    """Arrivals: variance over mean of counts by station and hour, weekdays 08 to 20 h"""
    dc_station = run.plugs["super"] + run.plugs["fast"] > 0
    dc = run.of["super"] | run.of["fast"]
    inside = dc & (run.arrival >= 0)
    first = inside & first_attempt(run, inside)
    for label, rows, times, bin_min in (("plug-ins at DC terminals", run.started(dc), run.plug_in, 60),
                                        ("all arrivals at DC stations", inside, run.arrival, 60),
                                        ("first attempts at DC stations", first, run.arrival, 60),
                                        ("all arrivals, in bins of 10 min", inside, run.arrival, 10)):
        counts = binned(run, rows, times, bin_min)[dc_station]
        busiest = np.argsort(counts.sum(axis=(1, 2)))[::-1]
        for name, chosen in (("busiest 300", busiest[:300]), ("all", busiest)):
            of_these = counts[chosen]
            twin = np.mean([dispersion(poisson(of_these, seed)) for seed in range(8)])
            yield f"{label}, {name}", f"{dispersion(of_these):.3f}"
            yield "    days' totals equalised / Poisson process with these means", (
                f"{dispersion_equalised(of_these):.3f} / {twin:.3f}")


def binned(run, rows, times, bin_min):
    """Counts by station, weekday and bin of 08 to 20 h."""
    bins = 1440 // bin_min
    at = (times[rows] // (bin_min * 60_000)).astype(int)
    inside = at < run.weekdays * bins
    flat = np.bincount(run.station[rows][inside] * run.weekdays * bins + at[inside],
                       minlength=len(run.central) * run.weekdays * bins)
    return flat.reshape(-1, run.weekdays, bins)[:, :, bins * 8 // 24:bins * 20 // 24].astype(float)


def first_attempt(run, first):
    """Whether a visit is the first of its wish: no earlier one of the car ended unserved within two hours before."""
    order = np.lexsort((run.arrival, run.vehicle))
    order = order[first[order]]
    again = np.zeros(len(run.arrival), bool)
    same = run.vehicle[order[1:]] == run.vehicle[order[:-1]]
    soon = run.arrival[order[1:]] - run.arrival[order[:-1]] < 2 * HOUR_MS
    again[order[1:]] = same & soon & ~run.served[order[:-1]]
    return ~again


def dispersion(counts):
    """Sum of the cells' variances over the days divided by the sum of their means: 1 for a Poisson process."""
    return counts.var(axis=1, ddof=1).sum() / counts.mean(axis=1).sum()


def dispersion_equalised(counts):
    """The same after the city's total of each hour and day is taken out (Pearson's statistic by cell)."""
    expected = counts.mean(axis=1, keepdims=True) * (counts.sum(axis=0) / counts.sum(axis=0).mean(axis=0))
    days = counts.shape[1]
    return ((counts - expected) ** 2).sum() / expected.sum() * days / (days - 1)


def poisson(counts, seed):
    """A Poisson process with the same mean in each cell."""
    mean = np.broadcast_to(counts.mean(axis=1, keepdims=True), counts.shape)
    return np.random.default_rng(seed).poisson(mean).astype(float)


def energy(run):
    """Energy"""
    k = run.kpi
    yield "kWh at the plug per vehicle and day", f"{k['energy_kwh'] / k['ev_days']:.2f}"
    per_day = [run.city_kw.reshape(run.days, -1)[d].mean() * 24 / k["vehicles"] for d in range(run.days)]
    yield "the same at the grid, by day", " ".join(f"{v:.1f}" for v in per_day)
    yield "public share of the energy", f"{100 * k['energy_public_kwh'] / k['energy_kwh']:.1f} %"
    for c in ("super", "fast", "ac"):
        yield f"of which {c}", f"{100 * k[f'energy_{c}_kwh'] / k['energy_kwh']:.1f} %"
    yield "public sessions per vehicle and week", f"{k['sessions_public'] / k['ev_days'] * 7:.2f}"


def waiting(run):
    """Waiting"""
    k = run.kpi
    ended = sum(k["visits_" + n] for n in ("served", "balked", "reneged", "failed"))
    for outcome in ("served", "balked", "reneged", "failed"):
        yield f"visits {outcome}", f"{100 * k['visits_' + outcome] / ended:.1f} %"
    yield "mean wait (s)", f"{k['wait_mean_s']:.0f}"
    yield "waits of at most ten minutes", f"{100 * k['wait_share_10_min']:.1f} %"


if len(sys.argv) != 2:
    sys.exit(__doc__)
main(sys.argv[1])
