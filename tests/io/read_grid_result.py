"""Opens the groups of the grid and of control with both xarray engines and checks what notebooks rely on. Run by test_result_file."""
import sys

import numpy as np
import xarray as xr

path = sys.argv[1]
groups = ["feeders", "substations", "transformers", "violations", "kpi", "control"]
for engine in ("netcdf4", "h5netcdf"):
    opened = {g: xr.open_dataset(path, group=g, engine=engine).load() for g in groups}
    for group, ds in opened.items():
        for name, variable in ds.variables.items():
            assert "long_name" in variable.attrs, (engine, group, name)
            assert "units" in variable.attrs or "units" in variable.encoding, (engine, group, name)
            assert not np.issubdtype(variable.dtype, np.timedelta64), (engine, group, name)

    feeders, substations, transformers, violations, kpi, control = (opened[g] for g in groups)
    assert feeders.head_kw.dims == ("time", "feeder") and feeders.head_kw.shape == (144, 3)
    assert feeders.head_kw.dtype == np.float32 and feeders.head_kw.attrs["cell_methods"] == "time: mean"
    assert feeders.time.values[0] == np.datetime64("2025-08-05T00:00:00")
    assert list(feeders.feeder.values) == ["f0", "f1", "f2"] and list(feeders.substation.values) == [0, 0, 1]
    assert list(feeders.district.values) == ["Yubei", "Yubei", "Wanzhou"]
    # Step 75 of the run is the 63rd recorded one.
    assert np.isnan(feeders.max_loading_pu.sel(feeder="f2")).values.tolist() == [k == 63 for k in range(144)]
    assert np.isclose(float(feeders.max_loading_pu.max()), 1.31)
    assert substations.bus_voltage_pu.shape == (144, 2) and substations.tap.dtype == np.int8
    assert substations.tap.values[-1].tolist() == [3, 2]
    assert list(transformers.transformer.values) == ["f0/2", "f0/4", "f1/2", "f1/4", "f2/2", "f2/4"]
    assert transformers.station.values.tolist() == [-1, 0, -1, 1, -1, 2]
    assert transformers.rating_kva.values.tolist() == [630, 1000] * 3
    series = transformers.loading_pu.isel(series=0)
    assert transformers.series.values.tolist() == [1, 3, 5] and np.isclose(series.max(), 1.2)
    assert transformers.day.values.tolist() == [0]  # half a day
    assert np.isclose(transformers.day_max_loading_pu.sel(transformer="f0/4").item(), 1.2)
    assert np.allclose(transformers.hours_above_limit, [0, 0.25, 0, 0, 0, 0])
    assert np.allclose(transformers.life_used_h, 0.01 * 144 * np.arange(1, 7))
    names = violations.limit.attrs["flag_meanings"].split()
    assert [names[i] for i in violations.limit.values] == [
        "transformer_loading", "feeder_loading", "feeder_loading", "no_solution"]
    assert violations.element.values.tolist() == [1, 0, 1, 2]
    assert violations.begin.values[1] == np.datetime64("2025-08-05T01:30:00")
    assert violations.end.values[1] == np.datetime64("2025-08-05T02:30:00")
    assert np.allclose(violations.worst, [1.2, 1.31, 1.05, 1]) and np.allclose(violations.bound, [1, 1, 1, 0])
    assert kpi.feeders == 3 and kpi.feeders_overloaded == 2 and kpi.transformers_overloaded == 1
    assert kpi.grid_violations == 4 and kpi.feeder_steps_unsolved == 1 and kpi.feeders_low_voltage == 0
    assert np.isclose(kpi.grid_losses_kwh, (3 * 12.5 + 2 * 2.0) * 12)
    assert (control.droop_up_kw.values == 50.0).all() and (control.droop_kw.values == 8.0).all()
    assert control.frequency_deviation_hz.attrs["units"] == "Hz"
    assert feeders.volt_var_kvar.attrs["units"] == "kvar"
    assert (feeders.volt_var_kvar.values == [[30.0, 10.0, -10.0]]).all()
    assert kpi.low_voltage_h == 0.0 and np.isclose(kpi.volt_var_kvarh, 40.0 * 12)
    assert kpi.volt_var_taken_kvarh > 100.0
    assert np.isclose(kpi.min_voltage_pu, 0.95) and np.isclose(kpi.feeder_max_loading_pu, 1.31)

    assert control.granted_kw.dims == ("time", "station") and control.granted_kw.shape == (48, 3)
    assert control.strategy.item() == "external" and control.control_step_s.item() == 600
    assert list(control.station.values) == ["station-0", "station-1", "station-2"]
    assert control.limit_kw.values.tolist() == [100, 200, 300]
    # Step k of 10 min grants k kW from then on: the first 15 min recorded are 10 of step 6 and 5 of step 7.
    assert np.allclose(control.granted_kw.values[0], (10 * 6 + 5 * 7) / 15)
    assert np.allclose(control.wanted_kw.values[0] - 2 * control.granted_kw.values[0], [0, 1, 2])
    assert np.allclose(control.unmet_kwh.sum("time"), [0.25 * 72, 0, 0])
    assert np.allclose(control.price_yuan_per_kwh, 0.5) and np.allclose(control.cost_yuan, 15 * 6 * 0.5)
    assert np.allclose(control.co2_kg, 15 * 6 * 0.4) and np.allclose(control.carbon_kg_per_kwh, 0.4)
    assert control.sizes["set_point"] == 3 * 78 and control.set_time.dtype == "datetime64[ns]"
    assert control.set_time.values[0] == np.datetime64("2025-08-04T23:00:00")  # the warm-up too
    assert np.isnan(control.set_point_kw.values[::3]).all() and np.isclose(control.set_point_kw.values[-1], 77 / 3)
    assert control.set_vehicle.values[:3].tolist() == [7, 8, 9] and control.set_step.values[-1] == 77
print("ok")
