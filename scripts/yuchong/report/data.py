"""What the page shows of a run, as plain lists and numbers; large tables as packed bytes.

A packed table is deflated bytes in base64, row-major by frame: code k stands for k times `step`, 255 for none.
"""

import base64
import zlib

import numpy as np
import pandas as pd

from ..city_map import rivers
from ..derived import (best_class, bounds_s, load_by_use, meanings, plugs, rebin_mean, session_share, sessions_frame,
                       station_waits, utilisation, waits_frame, window)
from ..kpi_words import kpi_words
from ..rollout import rollout_targets, target_number
from .areas import district_polygons
from .story import glossary, headline, place_names, span_names, story
from .words import cards

most_frames = 200
most_points = 800


def _rounded(values, digits):
    return [None if not np.isfinite(v) else round(float(v), digits) for v in np.asarray(values, float).ravel()]


def _pack(values):
    top = float(np.nanmax(values)) if np.isfinite(values).any() else 0.0
    step = top / 254.0 if top > 0.0 else 1.0
    codes = np.where(np.isfinite(values), np.round(np.nan_to_num(values) / step), 255).astype(np.uint8)
    return {"step": step, "max": top, "columns": values.shape[1],
            "bytes": base64.b64encode(zlib.compress(codes.tobytes(), 9)).decode()}


def _per_frame(steps, most):
    """How many steps make a frame: the least that leaves at most so many frames."""
    return max(1, -(-steps // most))


def _frames(values, per_frame):
    """Means of so many steps; the last frame may hold fewer."""
    starts = np.arange(0, len(values), per_frame)
    counts = np.diff(np.append(starts, len(values)))
    return np.add.reduceat(values, starts, axis=0) / counts.reshape(-1, *[1] * (values.ndim - 1))


def _times(group, per_frame=1):
    return [pd.Timestamp(t).strftime("%Y-%m-%d %H:%M") for t in group.time.values[::per_frame]]


def _load(run):
    load = load_by_use(run)
    per = _per_frame(load.sizes["time"], most_points)
    city, edges = run["city"], bounds_s(run["stations"])
    on_steps = lambda values: rebin_mean(values.astype(float), bounds_s(city), edges)
    return {
        "peak": str(run.kpi["peak_time"])[:16].replace("T", " "), "times": _times(run["stations"], per), "end": run.attrs["window_end"].replace("T", " ")[:16],
        "uses": load.use.values.tolist(),
        "mw": [_rounded(_frames(load.sel(use=use).values, per) / 1000.0, 3) for use in load.use.values],
        "base_gw": _rounded(_frames(on_steps(city.base_kw.values), per) / 1e6, 4),
        "v2g_mw": _rounded(_frames(on_steps(city.v2g_kw.values), per) / 1000.0, 3),
    }


def _district_table(run):
    districts = run["districts"]
    hours = np.diff(bounds_s(districts)) / 3600.0
    energy = (districts.charging_kw.values * hours[:, None]).sum(axis=0) / 1000.0
    peak = districts.charging_kw.values.max(axis=0) / 1000.0
    rows = [{"en": str(en), "zh": str(zh), "mwh": round(float(e), 1), "mw": round(float(p), 2), "n": int(n)}
            for en, zh, e, p, n in zip(districts.district.values, districts.name_zh.values, energy, peak,
                                       districts.sessions_started.values.sum(axis=0))]
    return sorted(rows, key=lambda row: -row["mwh"])


def _map(run):
    stations, districts = run["stations"], run["districts"]
    per = _per_frame(stations.sizes["time"], most_frames)
    edges = bounds_s(stations)
    frame_edges = np.append(edges[:-1:per], edges[-1])
    by_district = np.column_stack([rebin_mean(column.astype(float), bounds_s(districts), frame_edges)
                                   for column in districts.charging_kw.values.T])
    result = {
        "times": _times(stations, per),
        "names": [str(n) for n in stations.name.values], "ids": [str(n) for n in stations.station.values],
        "lon": _rounded(stations.lon.values, 5), "lat": _rounded(stations.lat.values, 5),
        "district": [str(n) for n in stations.district.values], "kind": best_class(stations).tolist(),
        "plugs": np.column_stack([stations.super_terminals, stations.fast_terminals, stations.ac_piles]).tolist(),
        "load": _pack(_frames(stations.charging_kw.values, per)),
        "occupied": _pack(100.0 * _frames(utilisation(run).values, per)),
        "waiting": _pack(_frames(stations.waiting.values, per)),
        "district_names": [[str(en), str(zh)] for en, zh in zip(districts.district.values, districts.name_zh.values)],
        "district_at": [_rounded(pair, 4) for pair in zip(districts.lon.values, districts.lat.values)],
        "district_mw": [_rounded(row, 3) for row in by_district / 1000.0],
        "areas": [], "rivers": [[_rounded(p, 4) for p in line] for line in rivers(run)],
    }
    if "zones" in run:
        result["areas"] = [[name, [[[_rounded(p, 4) for p in ring] for ring in polygon] for polygon in polygons]]
                           for name, polygons in district_polygons(run["zones"]).items()]
    if "feeders" in run:
        result["feeders"] = _feeders(run, frame_edges)
    return result


def _feeders(run, frame_edges):
    feeders, substations = run["feeders"], run["substations"]
    loading = 100.0 * feeders.max_loading_pu.values
    edges = bounds_s(feeders)
    of = np.clip(np.searchsorted(edges, frame_edges[:-1], side="right") - 1, 0, len(loading) - 1)
    home = feeders.substation.values
    return {"names": [str(n) for n in feeders.feeder.values], "loading": _pack(loading[of]),
            "from": [_rounded(p, 4) for p in zip(substations.lon.values[home], substations.lat.values[home])],
            "to": [_rounded(p, 4) for p in zip(feeders.lon.values, feeders.lat.values)]}


def _waits(run):
    waits = waits_frame(run)
    if waits.empty:
        return None
    marks = [0, 1, 2, 3, 5, 7.5, 10, 15, 20, 25, 30, 40, 50, 60]
    curve = {}
    for name in ("super", "fast", "ac"):
        own = waits.wait_min[waits.terminal_class == name].to_numpy()
        if len(own):
            curve[name] = {"n": len(own), "share": [round(100.0 * float((own > m).mean()), 4) for m in marks]}
    rows = sessions_frame(run, ["place", "outcome", "arrival", "wait_s"])
    begin, end = window(run)
    rows = rows[(rows.place == "public") & (rows.arrival >= begin) & (rows.arrival < end)]
    kind = rows.outcome.astype(str).where(rows.outcome != "served", np.where(rows.wait_s > 0, "waited", "at_once"))
    days = max(1.0, (end - begin) / np.timedelta64(1, "D"))
    hourly = pd.crosstab(rows.arrival.dt.hour, kind).reindex(range(24), fill_value=0) / (days * session_share(run))
    return {"marks": marks, "curve": curve, "share": session_share(run),
            "hourly": {name: _rounded(hourly[name], 1) for name in hourly.columns}}


def _longest_waits(run):
    rows = sessions_frame(run, ["place", "outcome", "station", "arrival"])
    begin, end = window(run)
    rows = rows[(rows.place == "public") & (rows.station >= 0) & (rows.arrival >= begin) & (rows.arrival < end)]
    if rows.empty:
        return []
    stations = run["stations"].sizes["station"]
    visits = np.bincount(rows.station, minlength=stations) / session_share(run)
    turned = np.bincount(rows.station[rows.outcome == "balked"], minlength=stations) / session_share(run)
    waits, stations = station_waits(run), run["stations"]
    share = np.average(stations.occupied.values, axis=0, weights=np.diff(bounds_s(stations))) / np.maximum(plugs(stations), 1)
    order = np.argsort(-np.where(visits >= 20, np.nan_to_num(waits), -1.0), kind="stable")[:10]
    return [{"name": str(stations.name.values[s]), "district": str(stations.district.values[s]),
             "plugs": [int(stations[c].values[s]) for c in ("super_terminals", "fast_terminals", "ac_piles")],
             "visits": round(visits[s]), "wait": round(float(waits[s]), 1), "turned": round(turned[s]),
             "share": round(100.0 * float(share[s]), 1)} for s in order if visits[s] >= 20 and waits[s] > 0]


def _band(group, values, worst):
    values = values[:, np.isfinite(values).any(axis=0)]
    per = _per_frame(len(values), most_points)
    low, middle, high = np.nanpercentile(values, [5, 50, 95], axis=1)
    return {"times": _times(group, per), **{name: _rounded(series[::per], 4) for name, series in
            (("low", low), ("median", middle), ("high", high), ("worst", worst(values, axis=1)))}}


def _spells(run):
    spells, rows = run["violations"], []
    names = meanings(spells.limit)
    for code, limit in names.items():
        own = np.flatnonzero(spells.limit.values == code)
        if len(own) == 0:
            continue
        extreme = own[np.argmin(spells.worst.values[own]) if limit == "low_voltage" else np.argmax(spells.worst.values[own])]
        group = "transformers" if limit.startswith("transformer") else "substations" if limit.startswith("sub") else "feeders"
        element = run[group][group[:-1]].values[int(spells.element.values[extreme])]
        rows.append({"limit": limit, "spells": len(own), "elements": len(set(spells.element.values[own].tolist())),
                     "worst": round(float(spells.worst.values[extreme]), 3), "bound": round(float(spells.bound.values[extreme]), 3),
                     "without": _rounded([spells.without_charging.values[extreme]], 3)[0], "where": str(element),
                     "when": pd.Timestamp(spells.begin.values[extreme]).strftime("%m-%d %H:%M")})
    return rows


def _grid(run):
    if "feeders" not in run:
        return None
    transformers = run["transformers"]
    return {"voltage": _band(run["feeders"], run["feeders"].min_voltage_pu.values, np.nanmin),
            "voltage_limit": run.scenario["grid"]["operation"]["low_voltage_pu"],
            "hot": _band(transformers, transformers.hot_spot_c.values, np.nanmax) if transformers.sizes["series"] else None,
            "spells": _spells(run)}


def _events(run):
    if "demand_response" not in run:
        return []
    events = run["demand_response"]
    return [{"event": str(events.event.values[i]), **{name: _rounded([events[f"{name}_{unit}"].values[i]], 1)[0] for name, unit in
             (("target", "kw"), ("reduction", "kw"), ("payment", "yuan"))}} for i in range(events.sizes["event"])]


def _rollout(run):
    """What became of targets, and of what they count by day."""
    if "rollout_targets" not in run:
        return None
    table, rollout = rollout_targets(run), run["rollout"]
    day = lambda moment: str(pd.Timestamp(moment).date()) if pd.notna(moment) else None
    return {
        "targets": [{"id": str(target), "title": [str(row.title), str(row.title_zh)], "required": target_number(row.required, row.unit),
                     "value": target_number(row.value, row.unit) if row.met is not None else None, "met": row.met, "met_on": day(row.met_on),
                     "reached": _rounded([100.0 * row.reached], 1)[0] if row.met is not None else None, "due": day(row.due),
                     "source": str(row.source)} for target, row in table.iterrows()],
        "days": [day(moment) for moment in rollout.day.values],
        "by_day": {name: _rounded(rollout[name].values, 4) for name in ("super_stations", "super_terminals")},
    }


def _figures(run):
    """Every number of /kpi with its unit and meaning, in the order of the file."""
    rows = []
    for name, value in run["kpi"].data_vars.items():
        raw = value.values[()]
        when = np.issubdtype(value.dtype, np.datetime64)
        text = value.attrs["long_name"]
        rows.append({"name": name, "text": text, "zh": kpi_words.get(name, ("", text))[1],
                     "unit": "" if when else value.attrs.get("units", "1"),
                     "value": pd.Timestamp(raw).strftime("%Y-%m-%d %H:%M") if when else float(raw)})
    return rows


def _provenance(run):
    facts = {name: str(run.attrs[name]) for name in (
        "scenario", "seed", "window_begin", "window_end", "digest", "scenario_hash", "demand_hash", "model_hash", "status",
        "reproducible", "format_version", "yuchong_version") if name in run.attrs}
    circumstance = run["run"]
    facts.update({name: str(circumstance[name].values[()]) for name in ("git_sha", "compiler", "libraries", "created")})
    return facts


def run_data(run, label):
    audit = run["audit"]
    return {
        "name": label, "place": place_names(run), "span": span_names(run), "headline": headline(run), "story": story(run),
        "status": str(run.attrs["status"]), "demand": str(run.attrs.get("demand_hash")),
        "glossary": glossary(run), "cards": {key: float(run.kpi[key]) for key, *_ in cards if key in run.kpi},
        "figures": _figures(run), "load": _load(run), "map": _map(run), "waits": _waits(run), "districts": _district_table(run),
        "longest": _longest_waits(run), "grid": _grid(run), "events": _events(run), "rollout": _rollout(run),
        "audit": [[str(audit.law.values[i]), *(float(audit[c].values[i]) for c in ("left", "right", "bound")),
                   str(audit.unit.values[i]), bool(audit.holds.values[i])] for i in range(audit.sizes["law"])],
        "provenance": _provenance(run),
    }
