"""What figures and reports need beyond the variables of a result, each derived in one place."""

import re

import numpy as np
import pandas as pd
import xarray as xr

classes = ("super", "fast", "ac")


def meanings(variable):
    """Names of the codes of a CF flag variable, by code."""
    values = np.atleast_1d(variable.attrs["flag_values"])
    return dict(zip(values.tolist(), variable.attrs["flag_meanings"].split()))


def _categorical(variable):
    names = meanings(variable)
    codes = variable.values
    return pd.Categorical.from_codes(np.searchsorted(list(names), codes), categories=list(names.values()))


def sessions_frame(run, columns=None):
    """/sessions as a pandas table; codes become categories. Name `columns` to read only these."""
    sessions = run["sessions"]
    columns = [c for c in sessions.data_vars if columns is None or c in columns]
    coded = [c for c in columns if "flag_values" in sessions[c].attrs]
    return pd.DataFrame({c: _categorical(sessions[c]) if c in coded else sessions[c].values for c in columns})


def session_share(run):
    """Which share of all sessions has rows in /sessions: 1, or less if `record.sessions` thins or leaves them out."""
    kept = str((run.scenario.get("record") or {}).get("sessions", "all"))
    sample = re.fullmatch(r"sample\((.+?)( *%)?\)", kept)
    if sample:
        return float(sample.group(1)) / (100.0 if sample.group(2) else 1.0)
    return 0.0 if kept == "none" else 1.0


def waits_frame(run):
    """Waits in minutes of the public visits that stayed in line or plugged in, with class, station and outcome."""
    visits = sessions_frame(run, ["place", "outcome", "terminal_class", "station", "arrival", "wait_s"])
    begin, end = window(run)
    stayed = visits[(visits.place == "public") & (visits.outcome != "balked") & (visits.arrival >= begin)
                    & (visits.arrival < end)]
    return stayed.assign(wait_min=stayed.wait_s / 60.0).drop(columns=["place", "wait_s"])


def window(run):
    return np.datetime64(run.attrs["window_begin"]), np.datetime64(run.attrs["window_end"])


def bounds_s(group):
    """Ends of the steps in seconds since the recording began, one more than there are steps."""
    bounds = group["time_bnds"].values
    edges = np.append(bounds[:, 0], bounds[-1:, 1])
    return (edges - edges[0]) / np.timedelta64(1, "s")


def rebin_mean(values, edges, new_edges):
    """Step means on other steps. Exact where every new edge is an old one, else as if power were flat in a step."""
    energy = np.concatenate([[0.0], np.cumsum(values * np.diff(edges))])
    return np.diff(np.interp(new_edges, edges, energy)) / np.diff(new_edges)


def _spread(edges, begin, end, power):
    """Rectangles of power cut at the edges: for each piece the rectangle, the step and the energy."""
    steps = len(edges) - 1
    first = np.clip(np.searchsorted(edges, begin, side="right") - 1, 0, steps - 1)
    last = np.clip(np.searchsorted(edges, end, side="left") - 1, 0, steps - 1)
    count = np.where((end > edges[0]) & (begin < edges[-1]), last - first + 1, 0)
    rectangle = np.repeat(np.arange(len(begin)), count)
    step = first[rectangle] + np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    length = np.minimum(end[rectangle], edges[step + 1]) - np.maximum(begin[rectangle], edges[step])
    return rectangle, step, power[rectangle] * length


def _charges(run, at):
    """Charges at the stations marked in `at`: place among them, class by position in `classes`, begin and end in seconds, mean
    power in kW."""
    rows = sessions_frame(run, ["station", "terminal_class", "plug_in", "charge_end", "energy_kwh"])
    opening, closing = window(run)
    rows = rows[(rows.station >= 0) & at[rows.station] & (rows.energy_kwh > 0) & rows.plug_in.notna()]
    begin = ((rows.plug_in - opening) / np.timedelta64(1, "s")).to_numpy()
    end = ((rows.charge_end.fillna(pd.Timestamp(closing)) - opening) / np.timedelta64(1, "s")).to_numpy()
    end = np.maximum(end, begin + 1.0)
    plug_class = rows.terminal_class.cat.set_categories(classes).cat.codes.to_numpy()
    place = (np.cumsum(at) - 1)[rows.station]
    return place, plug_class, begin, end, rows.energy_kwh.to_numpy() * 3600.0 / (end - begin)


def _usual_split(place, plug_class, energy, best):
    """By station, how its load divides over the whole span; all to its best class where nobody came."""
    split = np.bincount(place * len(classes) + plug_class, energy, len(best) * len(classes)).reshape(len(best), len(classes))
    nobody = split.sum(axis=1) == 0
    split[nobody] = best[nobody, None] == np.array(classes)
    return split / split.sum(axis=1, keepdims=True)


def _load_by_class(run, steps_at_once=2_000):
    """Load of all stations by step and class in kW. That of a station with one class goes to it; else it divides, step by
    step, as the energy of the sessions then charging there does."""
    stations, edges = run["stations"], bounds_s(run["stations"])
    several = (stations.super_terminals > 0).astype(int) + (stations.fast_terminals > 0) + (stations.ac_piles > 0) > 1
    best, several = best_class(stations), several.values
    place, plug_class, begin, end, power = _charges(run, several)
    charge, step, energy = _spread(edges, begin, end, power)
    usual = _usual_split(place[charge], plug_class[charge], energy, best[several])
    of_best = (best[~several, None] == np.array(classes)).astype(float)
    order = np.argsort(step, kind="stable") if len(edges) > steps_at_once else slice(None)
    charge, step, energy = charge[order], step[order], energy[order]
    load = []
    for first in range(0, len(edges) - 1, steps_at_once):
        all_kw = stations.charging_kw[first:first + steps_at_once].values.astype(float)
        kw = all_kw[:, several]
        own = slice(*np.searchsorted(step, [first, first + len(kw)])) if len(edges) > steps_at_once else slice(None)
        cell = (step[own] - first) * kw.shape[1] + place[charge[own]]
        whole = np.bincount(cell, energy[own], kw.size).reshape(kw.shape)
        shared_kw = energy[own] * np.divide(kw, whole, out=np.zeros(kw.shape), where=whole > 0).ravel()[cell]
        by_step_and_class = (step[own] - first) * len(classes) + plug_class[charge[own]]
        load.append(np.bincount(by_step_and_class, shared_kw, len(kw) * len(classes)).reshape(len(kw), len(classes))
                    + np.where(whole > 0, 0.0, kw) @ usual + all_kw[:, ~several] @ of_best)
    return np.concatenate(load)


def load_by_use(run):
    """Charging load in kW on the steps of /stations, by use: home (all that is not at a station), and super, fast and ac
    (at stations, depots of fleets among them).

    Home and stations are exact, and so is the class of a station that has but one. Where it has several, its load in a step
    divides as the energy of the sessions then charging there, that of each spread evenly over its charge. Without session
    rows there is one use `public` instead.
    """
    stations, city = run["stations"], run["city"]
    public = stations.charging_kw.sum("station", dtype=float).values
    total = rebin_mean(city.charging_kw.values.astype(float), bounds_s(city), bounds_s(stations))
    uses = {"home": np.maximum(total - public, 0.0)}
    known = run["sessions"].sizes["session"] > 0
    uses.update(dict(zip(classes, _load_by_class(run).T)) if known else {"public": public})
    return xr.DataArray(np.array(list(uses.values())).T, dims=("time", "use"),
                        coords={"time": stations.time, "use": list(uses)}, name="charging_kw",
                        attrs={"units": "kW", "long_name": "charging power by use, grid-side AC"})


def plugs(stations):
    return stations.super_terminals + stations.fast_terminals + stations.ac_piles


def best_class(stations):
    """Of each station the best it has: super, fast or ac."""
    return np.select([stations.super_terminals.values > 0, stations.fast_terminals.values > 0], ["super", "fast"], "ac")


def utilisation(run):
    """Share of its plugs that were occupied, time x station."""
    stations = run["stations"]
    share = stations.occupied / plugs(stations).where(lambda n: n > 0)
    return share.rename("utilisation").assign_attrs(units="1", long_name="occupied plugs over all plugs")


def utilisation_by_hour(run):
    """Mean utilisation by hour of the day, station x hour."""
    share = utilisation(run)
    return share.groupby("time.hour").mean().transpose("station", "hour")


def station_waits(run):
    """Mean wait in minutes of the visits of each station; NaN where nobody came, and without session rows."""
    count = run["stations"].sizes["station"]
    waits = waits_frame(run).groupby("station").wait_min.mean()
    mean = np.full(count, np.nan)
    mean[waits.index.to_numpy()] = waits.to_numpy()
    return mean
