"""Opens the merged file of a sweep (docs/sweeps.md) as a mapping of groups, each a plain xarray dataset.

    sweep = yuchong.open_sweep("output/sweeps/patience")      # the folder, or its merged.h5
    sweep.points                                              # points x replications, parameters as coordinates
    sweep["sobol"], sweep["series/city"]                      # the other groups
"""

import functools
import os
import warnings

import numpy as np
import yaml

from .group_file import GroupFile, ResultError, check_version, groups_and_attributes

merged_major = 1  # of sim/io/merged_file.hpp; every 1.x can be read

# Why a group may be missing from a whole file.
absent_groups = {
    "effects": "there for the designs grid, list and one_at_a_time",
    "regression": "there for the designs latin_hypercube and sobol, if a parameter is a number at every point",
    "sobol": "there for the design saltelli",
    "morris": "there for the design morris",
}

# Variables of point and replication that are no key figures.
of_runs = ("status", "digest")


class Sweep(GroupFile):
    """Groups by name, without the first slash, those of series as "series/city"; the root is `points`."""

    def _why_absent(self, group):
        if group.startswith("series/"):
            return "there if the sweep file asks for series of that group"
        return absent_groups.get(group)

    def __getitem__(self, group):
        dataset = super().__getitem__(group)
        if group.strip("/").startswith("series/"):
            self._check_series(dataset)
        return dataset

    def _check_series(self, dataset):
        """Series refer to the files of the runs: without these they read as NaN, which would pass for missing runs."""
        for point, replication in zip(*np.nonzero(self.done.values)):
            file = os.path.join(os.path.dirname(self.path), "runs", f"p{point:05}-r{replication:03}.h5")
            if os.path.exists(file):
                continue
            for values in dataset.data_vars.values():
                if np.isnan(values.isel(point=point, replication=replication).values).all():
                    raise ResultError(f"{file} is missing, and the series of {self.path} refer to it; put the folder runs "
                                      "beside it again, or have them copied: `yuchong sweep merge DIR --copy`")
            return  # copied into the file

    def __repr__(self):
        sizes = self.points.sizes
        return f"<Sweep {self.name}, {self.design}: {sizes['point']} points x {sizes['replication']} replications>"

    @property
    def name(self):
        return str(self.attrs["sweep"])

    @property
    def design(self):
        return str(self.attrs["design"])

    @property
    def points(self):
        """The root group. Key figures by point and replication, their means, intervals and differences by point."""
        return self._opened("")

    @functools.cached_property
    def plan(self):
        """The sweep file as nested dictionaries."""
        return yaml.safe_load(str(self.points.sweep_file.values[()]))

    @property
    def parameters(self):
        """Their names, in the order of the sweep file."""
        return [str(name) for name in self.plan["parameters"]]

    @functools.cached_property
    def kpis(self):
        """Names of the key figures, in the order of the file."""
        return [name for name, values in self.points.data_vars.items()
                if values.dims == ("point", "replication") and name not in of_runs]

    @property
    def baseline(self):
        """The point that others are compared with, or None."""
        return int(self.attrs["baseline"]) if "baseline" in self.attrs else None

    @functools.cached_property
    def analysis(self):
        """Name of the group that tells about parameters: sobol, morris, regression or effects; None if there is none."""
        return next((name for name in absent_groups if name in self), None)

    def fate(self, name):
        """Which runs are done, failed, missing or not_wanted (of a point that was precise enough without), as bools."""
        status = self.points.status
        codes = dict(zip(status.attrs["flag_meanings"].split(), np.atleast_1d(status.attrs["flag_values"])))
        return status == codes[name]

    @functools.cached_property
    def done(self):
        return self.fate("done").load()


def _merged_path(path):
    if not os.path.isdir(path):
        return path
    merged = os.path.join(path, "merged.h5")
    if os.path.exists(merged):
        return merged
    if os.path.exists(os.path.join(path, "manifest.json")):
        raise ResultError(f"{path}: the sweep is not merged yet; when its runs are made: `yuchong sweep merge {path}`")
    raise ResultError(f"{path}: a folder without a sweep (no manifest.json, no merged.h5)")


def _check_format(path, attributes):
    version = attributes.get("merged_version")
    if version is None:
        raise ResultError(f"{path}: the result of one run; open it with open_run" if "scenario_hash" in attributes else
                          f"{path}: HDF5, but no merged sweep of Yuchong (it has no attribute merged_version)")
    check_version(path, "merged_version", version, merged_major)


def is_sweep(path):
    """Whether a path leads to a sweep, by its folder or by what is in the file."""
    return os.path.isdir(path) or "merged_version" in groups_and_attributes(os.fspath(path))[1]


def open_sweep(path):
    """The sweep in a folder, or in its merged.h5. Warns of runs that are missing or have failed: they are NaN in it."""
    path = _merged_path(os.fspath(path))
    groups, attributes = groups_and_attributes(path)
    _check_format(path, attributes)
    sweep = Sweep(path, groups, attributes)
    lacking = {fate: int(sweep.fate(fate).sum()) for fate in ("missing", "failed")}
    if any(lacking.values()):
        told = ", ".join(f"{count} {fate}" for fate, count in lacking.items() if count)
        wanted = sweep.points.status.size - int(sweep.fate("not_wanted").sum())
        warnings.warn(f"{path}: not all of the sweep's {wanted} runs are there ({told}); make them: `yuchong sweep resume DIR`",
                      stacklevel=2)
    return sweep
