"""Opens one result file (output/FORMAT.md) as a mapping of groups, each a plain xarray dataset.

A file that cannot be used raises ResultError, which says what is wrong with it and what to do; a stopped run raises
PartialResult unless `partial=True`.
"""

import functools
import os
import warnings

import yaml

from .group_file import GroupFile, ResultError, check_version, groups_and_attributes

format_major = 1  # of sim/io/result_file.hpp; every 1.x can be read

# Why a group that FORMAT.md describes may be missing from a whole file.
absent_groups = {
    "zones": "written from format 1.6 on",
    "barriers": "there if the city has rivers or ridges, from format 1.6 on",
    "feeders": "there if the run solved the power flow: grid: {flow: feeders}",
    "substations": "there if the run solved the power flow: grid: {flow: feeders}",
    "transformers": "there if the run solved the power flow: grid: {flow: feeders}",
    "violations": "there if the run solved the power flow: grid: {flow: feeders}",
    "outages": "there if feeders lose their supply: grid: {outages: ...}",
    "batteries": "there if batteries were followed: ageing: {follow: true}",
    "control": "there if public stations were controlled: control: {strategy: ...}",
    "rollout": "written from format 1.7 on",
    "zone_demand": "written from format 1.7 on",
    "fleets": "written from format 1.7 on",
    "economics": "there if they are recorded: record: {economics: true}",
    "guidance": "there if a service guides drivers: information: {design: ...}",
    "swap_stations": "there if there are swap stations: supply: {swap_network: {stations: ...}}",
    "rollout_targets": "there from format 1.7 on, if the whole drawn city is in scope and has targets",
    "demand_response": "there if there were events: control: {demand_response: ...}",
}


class PartialResult(ResultError):
    """The run was stopped before its end."""


def _check_format(path, attributes):
    if "merged_version" in attributes:
        raise ResultError(f"{path}: the runs of a sweep in one file; open it with open_sweep")
    version = attributes.get("format_version")
    if version is None or "scenario_hash" not in attributes:
        raise ResultError(f"{path}: HDF5, but no result of Yuchong (it has no attribute format_version)")
    check_version(path, "format_version", version, format_major)


class Run(GroupFile):
    """Groups of a result by name, without the slash: run["stations"]. Close it, or use it in a `with`."""

    def _why_absent(self, group):
        return absent_groups.get(group)

    def __repr__(self):
        return f"<Run {self.name} of {self.attrs['window_begin']} to {self.attrs['window_end']}: {', '.join(self)}>"

    @property
    def name(self):
        return str(self.attrs["scenario"])

    @functools.cached_property
    def kpi(self):
        """Key figures as plain numbers, by name; peak_time is a numpy datetime."""
        return {name: value.values[()] for name, value in self["kpi"].data_vars.items()} if "kpi" in self else {}

    @functools.cached_property
    def scenario(self):
        """The resolved scenario as nested dictionaries."""
        return yaml.safe_load(str(self["scenario"]["yaml"].values[()]))


def open_run(path, *, partial=False):
    """The result at `path`. `partial=True` also opens what a stopped run left: series and sessions, no /kpi, no /audit."""
    path = os.fspath(path)
    if os.path.isdir(path):
        raise ResultError(f"{path}: a folder (a result is one file)")
    groups, attributes = groups_and_attributes(path)
    _check_format(path, attributes)
    status = attributes.get("status")
    if status == "partial" and not partial:
        raise PartialResult(f"{path}: the run was stopped (status partial: no /kpi and no /audit); finish it with `yuchong "
                            "run --resume`, or open what is there with open_run(path, partial=True)")
    if status == "audit_failed":
        warnings.warn(f"{path}: the run broke a conservation law (status audit_failed, see /audit): do not trust it",
                      stacklevel=2)
    return Run(path, groups, attributes)
