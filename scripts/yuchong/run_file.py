"""Opens one result file (output/FORMAT.md) as a mapping of groups, each a plain xarray dataset.

A file that cannot be used raises ResultError, which says what is wrong with it and what to do; a stopped run raises
PartialResult unless `partial=True`. Nothing but the attributes is read before a group is asked for, and its variables
are read when they are used.
"""

import collections.abc
import functools
import os
import struct
import warnings

import xarray
import yaml

format_major = 1  # of sim/io/result_file.hpp; every 1.x can be read

# xarray 2023.01 says so of every time that did not happen, whenever it is read; it reads as NaT all the same.
warnings.filterwarnings("ignore", message="invalid value encountered in cast", module="xarray")

signature = b"\x89HDF\r\n\x1a\n"

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
    "demand_response": "there if there were events: control: {demand_response: ...}",
}


class ResultError(ValueError):
    """The file is no result that this package can read."""


class PartialResult(ResultError):
    """The run was stopped before its end."""


def _engine():
    for engine, module in (("netcdf4", "netCDF4"), ("h5netcdf", "h5netcdf")):
        try:
            __import__(module)
            return engine
        except ImportError:
            continue
    raise ImportError("neither netCDF4 nor h5netcdf can be imported (xarray opens results with one of them); "
                      "on Debian: apt-get install python3-netcdf4")


def _said_size(head):
    """The length of the file by its own account, None where the superblock is of a kind that we do not write."""
    version = head[8]
    if version in (2, 3) and len(head) >= 36:
        return struct.unpack_from("<Q", head, 28)[0]
    if version in (0, 1):
        at = 40 if version == 0 else 44
        return struct.unpack_from("<Q", head, at)[0] if len(head) >= at + 8 else None
    return None


def _check_bytes(path):
    with open(path, "rb") as file:
        head = file.read(64)
    size = os.path.getsize(path)
    if size == 0:
        raise ResultError(f"{path}: the file is empty")
    if not head.startswith(signature):
        hint = "; a checkpoint is no result: go on with `yuchong run --resume`" if ".checkpoint" in path else ""
        raise ResultError(f"{path}: no HDF5 file (its first bytes are others){hint}")
    if path.endswith(".tmp"):
        raise ResultError(f"{path}: under construction (a run writes it now, or was killed while it did); whole results "
                          "carry the name without .tmp")
    said = _said_size(head)
    if said is not None and said > size:
        raise ResultError(f"{path}: truncated ({size} bytes of {said}); copy it again, or run the scenario again")


def _groups_and_attributes(path):
    try:
        if _engine() == "netcdf4":
            import netCDF4
            with netCDF4.Dataset(path) as file:
                return list(file.groups), {name: file.getncattr(name) for name in file.ncattrs()}
        import h5netcdf
        with h5netcdf.File(path, "r") as file:
            return list(file.groups), dict(file.attrs)
    except OSError as error:
        raise ResultError(f"{path}: damaged, HDF5 cannot read it ({error})") from error


def _check_format(path, attributes):
    version = attributes.get("format_version")
    if version is None or "scenario_hash" not in attributes:
        raise ResultError(f"{path}: HDF5, but no result of Yuchong (it has no attribute format_version)")
    try:
        major = int(str(version).split(".")[0])
    except ValueError:
        raise ResultError(f"{path}: format_version {version!r} is no version") from None
    if major != format_major:
        raise ResultError(f"{path}: of format {version} (this package reads {format_major}.x); "
                          + ("update it" if major > format_major else "use an older one"))


class Run(collections.abc.Mapping):
    """Groups of a result by name, without the slash: run["stations"]. Close it, or use it in a `with`."""

    def __init__(self, path, groups, attributes):
        self.path = path
        self.attrs = attributes
        self._names = groups
        self._open = {}

    def __getitem__(self, group):
        group = group.strip("/")
        if group not in self._names:
            why = absent_groups.get(group)
            if why is None:
                raise KeyError(f"no group /{group} in {self.path} (it has {', '.join(self._names)})")
            raise KeyError(f"{self.path} has no /{group} ({why})")
        if group not in self._open:
            self._open[group] = xarray.open_dataset(self.path, group=group, engine=_engine())
        return self._open[group]

    def __iter__(self):
        return iter(self._names)

    def __len__(self):
        return len(self._names)

    def __repr__(self):
        return f"<Run {self.name} of {self.attrs['window_begin']} to {self.attrs['window_end']}: {', '.join(self._names)}>"

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

    def close(self):
        for dataset in self._open.values():
            dataset.close()
        self._open.clear()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def open_run(path, *, partial=False):
    """The result at `path`. `partial=True` also opens what a stopped run left: series and sessions, no /kpi, no /audit."""
    path = os.fspath(path)
    if os.path.isdir(path):
        raise ResultError(f"{path}: a folder (a result is one file)")
    _check_bytes(path)
    groups, attributes = _groups_and_attributes(path)
    _check_format(path, attributes)
    status = attributes.get("status")
    if status == "partial" and not partial:
        raise PartialResult(f"{path}: the run was stopped (status partial: no /kpi and no /audit); finish it with `yuchong "
                            "run --resume`, or open what is there with open_run(path, partial=True)")
    if status == "audit_failed":
        warnings.warn(f"{path}: the run broke a conservation law (status audit_failed, see /audit): do not trust it",
                      stacklevel=2)
    return Run(path, groups, attributes)
