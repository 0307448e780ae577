"""What happened, in sentences: English and Chinese, made of nothing but what the result holds."""

import numpy as np
import pandas as pd

from ..derived import bounds_s, load_by_use, sessions_frame, waits_frame, window

weekdays_zh = "一二三四五六日"


def _grouped(number):
    return f"{number:,.0f}"


def energy_text(kwh):
    for unit, size in (("GWh", 1e6), ("MWh", 1e3)):
        if abs(kwh) >= size:
            return f"{kwh / size:.2f} {unit}"
    return f"{kwh:.0f} kWh"


def power_text(kw):
    for unit, size in (("GW", 1e6), ("MW", 1e3)):
        if abs(kw) >= size:
            return f"{kw / size:.1f} {unit}"
    return f"{kw:.0f} kW"


def percent(share):
    """Never a full hundred of what is not all, and never none of what is some."""
    text = f"{100.0 * share:.1f}"
    if share < 1.0 and text == "100.0":
        return "over 99.9 %"
    if share > 0.0 and text == "0.0":
        return "under 0.1 %"
    return f"{text} %"


def percent_zh(share):
    return percent(share).replace("over ", "超过 ").replace("under ", "不到 ").replace(" %", "%")


def _clock(moment):
    return pd.Timestamp(moment).strftime("%H:%M")


def _day(moment):
    return pd.Timestamp(moment)


def place_names(run):
    """What is simulated: the city, or those of its districts in scope. English, Chinese."""
    city = run.scenario.get("city") or {}
    english, chinese = str(city.get("name", run.name)), str(city.get("name_zh") or city.get("name", run.name))
    scope = run.scenario.get("scope") or []
    if scope:
        districts = run["districts"]
        zh = dict(zip(districts.district.values, districts.name_zh.values))
        english = f"{', '.join(map(str, scope))} ({english})"
        chinese = f"{chinese}{'、'.join(str(zh.get(s, s)) for s in scope)}"
    return english, chinese


def span_names(run):
    begin, end = (_day(moment) for moment in window(run))
    last = end - pd.Timedelta(1, "ms")
    def english(day):
        return f"{day.day_name()}, {day.day} {day.month_name()} {day.year}"
    def chinese(day):
        return f"{day.year}年{day.month}月{day.day}日（星期{weekdays_zh[day.weekday()]}）"
    if begin.date() == last.date():
        return english(begin), chinese(begin)
    return f"{english(begin)} to {english(last)}", f"{chinese(begin)}至{chinese(last)}"


def _beginning(run):
    where, when, kpi = place_names(run), span_names(run), run.kpi
    scale = float(run.scenario.get("scale", 1))
    en = (f"On {when[0]}" if " to " not in when[0] else f"From {when[0]}") + (
        f", {_grouped(kpi['vehicles'])} electric vehicles lived in {where[0]}, with {_grouped(kpi['stations'])} public charging "
        "stations.")
    zh = f"{when[1]}，{where[1]}有 {_grouped(kpi['vehicles'])} 辆新能源汽车、{_grouped(kpi['stations'])} 座公共充电站。"
    if scale < 1.0:
        en += f" This is a sample of {scale:g} of them all, stations and grid thinned alike."
        zh += f"这是按 {scale:g} 的比例抽取的样本，充电站与电网同比例缩减。"
    return en, zh


def _energy(run):
    kpi = run.kpi
    total = max(kpi["energy_kwh"], 1e-9)
    parts_en, parts_zh = [], []
    for key, en, zh in (("home", "at home", "在家"), ("public", "at public stations", "在公共站"), ("depot", "in depots", "在场站")):
        share = kpi[f"energy_{key}_kwh"] / total
        if share > 0.0:
            parts_en.append(f"{percent(share)} of it {en}")
            parts_zh.append(f"{zh} {percent_zh(share)}")
    en = f"They plugged in {_grouped(kpi['sessions'])} times and charged {energy_text(kpi['energy_kwh'])}, {', '.join(parts_en)}."
    zh = f"共充电 {_grouped(kpi['sessions'])} 次，充入 {energy_text(kpi['energy_kwh'])}，其中{'，'.join(parts_zh)}。"
    return en, zh


def _day_of_peak(run):
    """Which day it was, where there are several: English, Chinese."""
    begin, end = window(run)
    if end - begin <= np.timedelta64(24, "h"):
        return "", ""
    peak = pd.Timestamp(run.kpi["peak_time"])
    return f" on {peak.day_name()}", f"星期{weekdays_zh[peak.weekday()]}"


def _load(run):
    city, kpi = run["city"], run.kpi
    low = int(np.argmin(city.charging_kw.values))
    high = int(np.argmax(city.charging_kw.values))
    peak = pd.Timestamp(city.time.values[high])
    base = float(city.base_kw.values[high])
    day_en, day_zh = _day_of_peak(run)
    load = load_by_use(run).sel(time=peak, method="ffill")
    home = float(load.sel(use="home")) / max(float(load.sum()), 1e-9)
    en = (f"The charging load was lowest at {_clock(city.time.values[low])} ({power_text(float(city.charging_kw.values[low]))}) "
          f"and highest{day_en} at {_clock(peak)}: {power_text(kpi['peak_kw'])}, {percent(home)} of it from home piles.")
    zh = (f"充电负荷在 {_clock(city.time.values[low])} 最低（{power_text(float(city.charging_kw.values[low]))}），"
          f"在{day_zh} {_clock(peak)} 最高，达 {power_text(kpi['peak_kw'])}，其中私人桩占 {percent_zh(home)}。")
    if base > 0.0:
        en += f" Everything else in the city then drew {power_text(base)}; charging added {percent(kpi['peak_kw'] / base)}."
        zh += f"当时其他用电为 {power_text(base)}，充电使其增加 {percent_zh(kpi['peak_kw'] / base)}。"
    return en, zh


def _places(run):
    """The districts that charged most."""
    districts = run["districts"]
    if districts.sizes["district"] < 4:
        return None
    mwh = np.average(districts.charging_kw.values, axis=0, weights=np.diff(bounds_s(districts)))
    most, share = np.argsort(-mwh)[:3], mwh / max(mwh.sum(), 1e-9)
    en = [f"{districts.district.values[d]} ({percent(share[d])})" for d in most]
    zh = [f"{districts.name_zh.values[d]}（{percent_zh(share[d])}）" for d in most]
    return (f"Most was charged in {en[0]}, {en[1]} and {en[2]}, of {districts.sizes['district']} districts.",
            f"{districts.sizes['district']} 个区县中，充电最多的是{'、'.join(zh)}。")


def _turned_away(run):
    """The hour and district in which most drivers turned away."""
    rows = sessions_frame(run, ["place", "outcome", "station", "arrival"])
    begin, end = window(run)
    rows = rows[(rows.place == "public") & (rows.outcome == "balked") & (rows.arrival >= begin) & (rows.arrival < end)
                & (rows.station >= 0)]
    if len(rows) < 20:
        return None
    hour = int(rows.arrival.dt.hour.value_counts().idxmax())
    district = pd.Series(run["stations"].district.values[rows.station]).value_counts()
    return hour, str(district.index[0]), district.iloc[0] / len(rows)


def _service(run):
    kpi = run.kpi
    if kpi["visits"] == 0:
        return None
    waits = waits_frame(run)
    en = (f"Drivers came to stations {_grouped(kpi['visits'])} times. Of the visits that ended, those cut short by a fault apart, "
          f"{percent(kpi['served_share'])} were served; the others turned away or gave up in line.")
    zh = f"公共站到访 {_grouped(kpi['visits'])} 次。已结束的到访中（故障中断者除外）{percent_zh(kpi['served_share'])} 得到服务，其余离开或放弃排队。"
    if len(waits):
        at_once = float((waits.wait_min <= 0).mean())
        en += (f" {percent(at_once)} of those who stayed found a plug at once, {percent(kpi['wait_share_10_min'])} waited no more "
               "than ten minutes.")
        zh += f"留下的车辆中 {percent_zh(at_once)} 无需等待，{percent_zh(kpi['wait_share_10_min'])} 等待不超过十分钟。"
    if kpi["visits_balked"]:
        en += f" {_grouped(kpi['visits_balked'])} drivers turned away before joining the line"
        zh += f"{_grouped(kpi['visits_balked'])} 次到访未排队即离开"
        most = _turned_away(run)
        if most:
            names = dict(zip(run["districts"].district.values, run["districts"].name_zh.values))
            en += f", most often between {most[0]:02}:00 and {most[0] + 1:02}:00, and in {most[1]} ({percent(most[2])} of them)"
            zh += f"，最多在 {most[0]} 至 {most[0] + 1} 时，以及{names.get(most[1], most[1])}（占 {percent_zh(most[2])}）"
        en, zh = en + ".", zh + "。"
    if kpi["visits_failed"]:
        en += f" {_grouped(kpi['visits_failed'])} lost their plug to a fault."
        zh += f"{_grouped(kpi['visits_failed'])} 次因充电设施故障中断。"
    return en, zh


def _money(run):
    kpi = run.kpi
    if "energy_cost_yuan" not in kpi:
        return None
    en = (f"The energy cost {_grouped(kpi['energy_cost_yuan'])} yuan at the tariff, service fees apart, and stands for "
          f"{_grouped(kpi['co2_kg'] / 1000)} t of carbon dioxide.")
    zh = f"按电价计电费 {_grouped(kpi['energy_cost_yuan'])} 元（不含服务费），折合二氧化碳 {_grouped(kpi['co2_kg'] / 1000)} 吨。"
    if kpi.get("v2g_kwh", 0) > 0:
        en += (f" Vehicles fed back {energy_text(kpi['v2g_kwh'])} in {_grouped(kpi['sessions_v2g'])} sessions and were paid "
               f"{_grouped(kpi['v2g_revenue_yuan'])} yuan for it.")
        zh += (f"车辆在 {_grouped(kpi['sessions_v2g'])} 次充电中反送 {energy_text(kpi['v2g_kwh'])}，获得 "
               f"{_grouped(kpi['v2g_revenue_yuan'])} 元。")
    return en, zh


def _control(run):
    control = run.scenario.get("control") or {}
    stations = str(control.get("strategy", "uncontrolled"))
    homes = str((control.get("homes") or {}).get("strategy", "uncontrolled"))
    v2g = control.get("v2g") or {}
    parts = []
    if stations != "uncontrolled":
        parts.append((f"stations share their limit by {stations}", f"公共站按 {stations} 分配功率"))
    if homes not in ("uncontrolled", "none"):
        parts.append((f"home piles charge by {homes}", f"私人桩按 {homes} 充电"))
    if str(v2g.get("strategy", "none")) not in ("none", "off", "False"):
        parts.append((f"cars feed back by {v2g['strategy']} ({percent(float(v2g.get('share', 1)))} of those with a home pile)",
                      f"车辆按 {v2g['strategy']} 反送电（有私人桩者的 {percent_zh(float(v2g.get('share', 1)))}）"))
    if not parts:
        return "Nobody controlled the charging.", "充电不受控制。"
    return ("Control: " + "; ".join(en for en, _ in parts) + ".", "控制策略：" + "；".join(zh for _, zh in parts) + "。")


def _grid(run):
    kpi = run.kpi
    if "feeders" not in kpi:
        return ("The power flow of the grid was not part of this run (grid.flow: none).", "本次运行未计算电网潮流（grid.flow: none）。")
    kind = ("", "") if run.scenario["grid"].get("own_network") else (", which is synthetic,", "（合成）")
    en = (f"In the grid{kind[0]} {_grouped(kpi['feeders_overloaded'])} of {_grouped(kpi['feeders'])} feeders and "
          f"{_grouped(kpi['transformers_overloaded'])} of {_grouped(kpi['transformers'])} transformers were loaded beyond their "
          f"limit, {_grouped(kpi['feeders_low_voltage'])} feeders had too low a voltage (the lowest was "
          f"{kpi['min_voltage_pu']:.3f} of nominal).")
    zh = (f"电网{kind[1]}中，{_grouped(kpi['feeders'])} 条馈线有 {_grouped(kpi['feeders_overloaded'])} 条、"
          f"{_grouped(kpi['transformers'])} 台变压器有 {_grouped(kpi['transformers_overloaded'])} 台过载，"
          f"{_grouped(kpi['feeders_low_voltage'])} 条馈线电压过低（最低 {kpi['min_voltage_pu']:.3f} 标幺值）。")
    if kpi.get("outage_load_kwh", 0) > 0:
        carried = kpi["outage_carried_kwh"] / max(kpi["outage_homes_kwh"], 1e-9)
        en += (f" Feeders that lost their supply left {energy_text(kpi['outage_load_kwh'])} unserved; cars at home carried "
               f"{percent(carried)} of what homes among it needed.")
        zh += f"停电馈线少供 {energy_text(kpi['outage_load_kwh'])}，家中车辆承担了其中居民用电的 {percent_zh(carried)}。"
    return en, zh


def glossary(run):
    """The words of the key figures, with the powers that this scenario has."""
    network = (run.scenario.get("supply") or {}).get("network") or {}
    powers = [network.get(key) for key in ("super_current_a", "fast_current_a", "ac_kw")]
    if None in powers:
        plugs = ("", "")
    else:
        plugs = ("Super terminals: liquid-cooled direct current up to {:g} A; fast terminals: direct current up to {:g} A; AC piles: alternating "
                 "current of {:g} kW. ".format(*powers), "超充终端：液冷直流，最大 {:g} A；快充终端：直流，最大 {:g} A；交流桩：{:g} kW。".format(*powers))
    return (plugs[0] + "A plug-in is any charge, at home included; a visit is one attempt at a public station, served or not.",
            plugs[1] + "充电次数包括在家充电；到访指驶入公共站一次，无论是否充上电。")


def headline(run):
    """The run in one sentence."""
    city, kpi = run["city"], run.kpi
    peak = int(np.argmax(city.charging_kw.values))
    when, base = _clock(city.time.values[peak]), float(city.base_kw.values[peak])
    day_en, day_zh = _day_of_peak(run)
    en = f"Charging peaked at {power_text(kpi['peak_kw'])}{day_en} at {when}"
    zh = f"充电负荷在{day_zh} {when} 达到峰值 {power_text(kpi['peak_kw'])}"
    if base > 0.0:
        en += f", {percent(kpi['peak_kw'] / base)} on top of what the city drew anyway"
        zh += f"，相当于其他用电的 {percent_zh(kpi['peak_kw'] / base)}"
    if kpi["visits"] and np.isfinite(kpi["served_share"]):
        en += f"; {percent(kpi['served_share'])} of visits to stations were served"
        zh += f"；公共站服务率 {percent_zh(kpi['served_share'])}"
    if "feeders" in kpi:
        broken = int(kpi["feeders_overloaded"] + kpi["transformers_overloaded"] + kpi["substations_overloaded"])
        en += f"; {_grouped(broken)} parts of the grid were overloaded" if broken else "; no part of the grid was overloaded"
        zh += f"；电网有 {_grouped(broken)} 个元件过载" if broken else "；电网无过载"
    return en + ".", zh + "。"


def story(run):
    """Sentences in order, each (English, Chinese)."""
    told = (_beginning, _energy, _load, _places, _service, _money, _grid, _control)
    return [sentence for sentence in (tell(run) for tell in told) if sentence]
