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


def _energy_until(edges, begin, end, power):
    """Energy of rectangles of power from `begin` to `end`, up to each edge."""
    def ramps(start):
        order = np.argsort(start)
        started = np.concatenate([[0.0], np.cumsum(power[order])])
        moment = np.concatenate([[0.0], np.cumsum((power * start)[order])])
        count = np.searchsorted(start[order], edges)
        return started[count] * edges - moment[count]
    return ramps(begin) - ramps(end)


def _class_energy(run, edges):
    """Energy of sessions at stations by class and step, each spread evenly over its charge; None without session rows."""
    rows = sessions_frame(run, ["station", "terminal_class", "plug_in", "charge_end", "energy_kwh"])
    begin, window_end = window(run)
    rows = rows[(rows.station >= 0) & (rows.energy_kwh > 0) & rows.plug_in.notna()]
    if rows.empty:
        return None
    start = ((rows.plug_in - begin) / np.timedelta64(1, "s")).to_numpy()
    end = ((rows.charge_end.fillna(pd.Timestamp(window_end)) - begin) / np.timedelta64(1, "s")).to_numpy()
    end = np.maximum(end, start + 1.0)
    power = rows.energy_kwh.to_numpy() / (end - start)
    energy = {}
    for name in classes:
        own = (rows.terminal_class == name).to_numpy()
        energy[name] = np.maximum(np.diff(_energy_until(edges, start[own], end[own], power[own])), 0.0)  # rounding
    return energy


def load_by_use(run):
    """Charging load in kW on the steps of /stations, by use: home (all that is not at a station), and super, fast and ac.

    Home and stations are exact. How the load of stations divides between the classes is worked out from the sessions, the
    energy of each spread evenly over its charge; without session rows there is one use `public` instead.
    """
    stations, city = run["stations"], run["city"]
    edges = bounds_s(stations)
    public = stations.charging_kw.values.sum(axis=1, dtype=float)
    total = rebin_mean(city.charging_kw.values.astype(float), bounds_s(city), edges)
    uses = {"home": np.maximum(total - public, 0.0)}
    energy = _class_energy(run, edges)
    if energy is None:
        uses["public"] = public
    else:
        of_all = sum(energy.values())
        # Where nobody charges there are auxiliaries left, which divide as the energy of the whole span does.
        for name in classes:
            at_large = energy[name].sum() / of_all.sum()
            uses[name] = public * np.divide(energy[name], of_all, where=of_all > 1e-6,
                                            out=np.full(len(public), at_large))
    load = xr.DataArray(np.array(list(uses.values())).T, dims=("time", "use"),
                        coords={"time": stations.time, "use": list(uses)}, name="charging_kw",
                        attrs={"units": "kW", "long_name": "charging power by use, grid-side AC"})
    return load


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
