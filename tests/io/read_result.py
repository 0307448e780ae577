"""Opens every group of a result with both xarray engines and checks what notebooks rely on. Run by test_result_file."""
import sys
import warnings

import numpy as np
import xarray as xr

# xarray 2023.01 says so of every time that did not happen; it reads as NaT all the same.
warnings.filterwarnings("ignore", message="invalid value encountered in cast")
path = sys.argv[1]
groups = [None, "scenario", "city", "districts", "stations", "sessions", "kpi", "audit", "run"]
for engine in ("netcdf4", "h5netcdf"):
    opened = {g: xr.open_dataset(path, group=g, engine=engine).load() for g in groups}
    for group, ds in opened.items():
        for name, variable in ds.variables.items():
            assert "long_name" in variable.attrs, (engine, group, name)
            assert "units" in variable.attrs or "units" in variable.encoding, (engine, group, name)
            assert not np.issubdtype(variable.dtype, np.timedelta64), (engine, group, name)

    root, city, stations, sessions = (opened[g] for g in (None, "city", "stations", "sessions"))
    assert root.attrs["Conventions"] == "CF-1.8" and root.attrs["status"] == "done", root.attrs
    assert root.attrs["digest"] == "000000000000feed" and int(root.attrs["seed"]) == 1
    assert city.time.values[0] == np.datetime64("2025-08-05T00:00:00"), city.time
    assert city.time.values[-1] == np.datetime64("2025-08-05T11:55:00")
    assert city.charging_kw.dims == ("time",) and city.charging_kw.dtype == np.float32
    assert city.charging_kw.attrs["cell_methods"] == "time: mean"
    bounds = city.time.attrs.get("bounds") or city.time.encoding.get("bounds")
    assert bounds == "time_bnds" and (city.time_bnds[:, 1] - city.time_bnds[:, 0] == np.timedelta64(300, "s")).all()
    assert stations.charging_kw.dims == ("time", "station") and stations.charging_kw.shape == (48, 3)
    assert stations.time_bnds.dims == ("time", "nv")
    assert stations.sel(station="station-1").name.item() == "Station 1"
    assert stations.name.values[0] == "龙头寺超充站" and stations.super_terminals.values.tolist() == [1, 1, 1]
    zones, barriers = (xr.open_dataset(path, group=g, engine=engine).load() for g in ("zones", "barriers"))
    assert zones.zone.values.tolist() == ["500110-01", "500111-01"] and zones.district.values.tolist() == ["Yubei", "Wanzhou"]
    assert barriers.name_zh.values.tolist() == ["长江", "一山"] and barriers.kind.attrs["flag_meanings"] == "river ridge"
    assert barriers.vertex_barrier.values.tolist() == [0, 0, 0, 1, 1] and barriers.vertex_barrier.dims == ("vertex",)
    assert barriers.lon.values[-1] == 106.4 and barriers.lat.values[2] == 29.7
    districts = opened["districts"]
    assert list(districts.district.values) == ["Yubei", "Wanzhou"] and districts.name_zh.values[1] == "万州区"
    assert np.isclose(districts.charging_kw.sum("district"), city.charging_kw).all()
    assert np.isclose(stations.charging_kw.sum("station").mean(), city.charging_kw.mean() - 45, rtol=1e-5)
    assert sessions.sizes == {"session": 72} and sessions.plug_in.dtype == "datetime64[ns]"
    assert sessions.arrival.values[0] == np.datetime64("2025-08-04T23:20:00"), sessions.arrival
    assert np.isnat(sessions.plug_in.values[sessions.outcome.values == 1]).all()
    assert sessions.vehicle_type.attrs["flag_meanings"] == "byd-seagull li-l6"
    assert list(sessions.outcome.attrs["flag_values"]) == [0, 1, 2, 3, 4]
    assert (sessions.station.values[sessions.place.values == 0] == -1).all()
    kpi = opened["kpi"]
    step = int(np.argmax(city.charging_kw.values))
    assert np.isclose(kpi.peak_kw, city.charging_kw.values[step]) and kpi.peak_time == city.time[step]
    assert kpi.vehicles == 100 and kpi.vehicles.dtype == np.int64
    audit = opened["audit"]
    assert audit.sel(law="vehicles_conserved").holds == 1 and audit.left.dtype == np.float64
    assert "合成" in opened["scenario"].yaml.item()
    assert opened["run"].threads == 1
print("ok")
