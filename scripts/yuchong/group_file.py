"""Files of groups, HDF5 and NetCDF-4 at once: opening one, or saying what is wrong with it.

Nothing but the attributes is read before a group is asked for, and its variables are read when they are used.
"""

import collections.abc
import os
import struct
import warnings

import xarray

# xarray 2023.01 says so of every time that did not happen, whenever it is read; it reads as NaT all the same.
warnings.filterwarnings("ignore", message="invalid value encountered in cast", module="xarray")

signature = b"\x89HDF\r\n\x1a\n"


class ResultError(ValueError):
    """The file is none that this package can read."""


def engine():
    for name, module in (("netcdf4", "netCDF4"), ("h5netcdf", "h5netcdf")):
        try:
            __import__(module)
            return name
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
        raise ResultError(f"{path}: under construction (the program writes it now, or was killed while it did); whole "
                          "results carry the name without .tmp")
    said = _said_size(head)
    if said is not None and said > size:
        raise ResultError(f"{path}: truncated ({size} bytes of {said}); copy it again, or make it again")


def _names_below(group, prefix=""):
    """Groups that hold variables, with those inside them, as paths."""
    names = []
    for name, inner in group.groups.items():
        if inner.variables:
            names.append(prefix + name)
        names += _names_below(inner, f"{prefix}{name}/")
    return names


def groups_and_attributes(path):
    """Paths of its groups and the attributes of its root. Raises ResultError for a file that is not whole HDF5."""
    _check_bytes(path)
    try:
        if engine() == "netcdf4":
            import netCDF4
            with netCDF4.Dataset(path) as file:
                return _names_below(file), {name: file.getncattr(name) for name in file.ncattrs()}
        import h5netcdf
        with h5netcdf.File(path, "r") as file:
            return _names_below(file), dict(file.attrs)
    except OSError as error:
        raise ResultError(f"{path}: damaged, HDF5 cannot read it ({error})") from error


def check_version(path, name, text, readable):
    """Of "major.minor" only the major number decides; `name` is that of the attribute."""
    try:
        major = int(str(text).split(".")[0])
    except ValueError:
        raise ResultError(f"{path}: {name} {text!r} is no version") from None
    if major != readable:
        raise ResultError(f"{path}: of format {text} (this package reads {readable}.x); "
                          + ("update it" if major > readable else "use an older one"))


class GroupFile(collections.abc.Mapping):
    """Groups by path, without the first slash: file["stations"]. Close it, or use it in a `with`."""

    def __init__(self, path, groups, attributes):
        self.path = path
        self.attrs = attributes
        self._names = groups
        self._open = {}

    def _why_absent(self, group):
        """What brings a group that a file may lack, None of a name that there is none of."""
        raise NotImplementedError

    def __getitem__(self, group):
        group = group.strip("/")
        if group not in self._names:
            why = self._why_absent(group)
            raise KeyError(f"no group /{group} in {self.path} (it has {', '.join(self._names)})" if why is None
                           else f"{self.path} has no /{group} ({why})")
        return self._opened(group)

    def _opened(self, group):
        if group not in self._open:
            self._open[group] = xarray.open_dataset(self.path, group=group or None, engine=engine())
        return self._open[group]

    def __iter__(self):
        return iter(self._names)

    def __len__(self):
        return len(self._names)

    def close(self):
        for dataset in self._open.values():
            dataset.close()
        self._open.clear()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
