"""What a sweep found, in sentences: English and Chinese, made of nothing but what its file holds."""

import numpy as np

from ..kpi_words import kpi_words
from ..response import is_number, level_text, point_text, sweep_responses

most_told = 4  # key figures
usual = ("wait_mean_s", "served_share", "peak_kw", "energy_cost_yuan", "unmet_kwh")  # of a sweep that asks for none in particular


def kpi_names(kpi):
    return kpi_words.get(kpi, (kpi, kpi))


def told_kpis(sweep):
    """The key figures that the story is about: the first that the sweep file names, or usual ones, of those that differ at all."""
    first = sweep.kpis if sweep.plan.get("kpis") else [*(k for k in usual if k in sweep.kpis), *(k for k in sweep.kpis if k not in usual)]
    def differs(kpi):
        means = sweep.points[f"{kpi}_mean"].values
        return np.isfinite(means).any() and np.nanmax(means) > np.nanmin(means)
    return [kpi for kpi in first if differs(kpi)][:most_told]


def levels_of(sweep, parameter):
    """English, Chinese."""
    values = [v for v in sweep.points[parameter].values.tolist() if v == v and v != ""]
    distinct = sorted(set(values)) if is_number(sweep, parameter) else list(dict.fromkeys(values))
    if is_number(sweep, parameter) and len(distinct) > 8:
        low, high = (level_text(sweep, parameter, float(f"{end:.3g}")) for end in (distinct[0], distinct[-1]))
        return f"{len(distinct)} values from {low} to {high}", f"{low} 至 {high}，共 {len(distinct)} 个值"
    texts = [level_text(sweep, parameter, value) for value in distinct]
    return ", ".join(texts), "、".join(texts)


def _with_unit(sweep, kpi, value):
    unit = sweep.points[kpi].attrs.get("units", "1").replace("kW h", "kWh")
    text = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return text if unit == "1" else f"{text} {unit}"


def _size(sweep):
    points, of_each = sweep.points.sizes["point"], sweep.points.sizes["replication"]
    wanted = sweep.points.status.size - int(sweep.fate("not_wanted").sum())
    names = ", ".join(sweep.parameters)
    uniform = wanted == sweep.points.status.size
    en = (f"{wanted:,} run{'s' * (wanted != 1)}: {points:,} point{'s' * (points != 1)} of the design {sweep.design}"
          + (", one seed each" if of_each == 1 else f", {of_each} seeds each" if uniform else f", up to {of_each} seeds each") + f". What varies: {names}.")
    zh = (f"共 {wanted:,} 次运行：{sweep.design} 设计的 {points:,} 个点" + ("，每点一个种子" if of_each == 1 else f"，每点 {of_each} 个种子" if uniform else f"，每点至多 {of_each} 个种子")
          + f"。变化的参数：{'、'.join(sweep.parameters)}。")
    return en, zh


def _answers(sweep):
    """From the lowest to the highest level of the one parameter there is."""
    parameter = sweep.parameters[0]
    if len(sweep.parameters) > 1 or not is_number(sweep, parameter):
        return
    for kpi, table in sweep_responses(sweep, told_kpis(sweep), parameter).items():
        known, (en, zh) = table[np.isfinite(table["mean"])], kpi_names(kpi)
        if len(known) < 2:
            continue
        first, last = known.iloc[0], known.iloc[-1]
        yield (f"{en.capitalize()}: from {_with_unit(sweep, kpi, first['mean'])} at {parameter} "
               f"{level_text(sweep, parameter, first.level)} to {_with_unit(sweep, kpi, last['mean'])} at "
               f"{level_text(sweep, parameter, last.level)}.",
               f"{parameter} 由 {level_text(sweep, parameter, first.level)} 到 {level_text(sweep, parameter, last.level)}，{zh}由 "
               f"{_with_unit(sweep, kpi, first['mean'])} 变为 {_with_unit(sweep, kpi, last['mean'])}。")


def _main_effects(sweep):
    """The parameter of a design of levels whose levels lie furthest apart."""
    if sweep.analysis != "effects" or len(sweep.parameters) < 2:
        return
    for kpi in told_kpis(sweep):
        of_kpi = sweep["effects"].main_effect.sel(kpi=kpi)
        spans = of_kpi.groupby(sweep["effects"].parameter).max() - of_kpi.groupby(sweep["effects"].parameter).min()
        if not np.isfinite(spans.values).all():
            continue
        first, second = np.argsort(-spans.values, kind="stable")[:2]
        names, said = [str(spans.parameter.values[i]) for i in (first, second)], [_with_unit(sweep, kpi, spans.values[i]) for i in (first, second)]
        en, zh = kpi_names(kpi)
        yield (f"{en.capitalize()}: levels of {names[0]} lie {said[0]} apart on the mean, those of {names[1]} {said[1]}.",
               f"{zh}：{names[0]} 各取值均值相差 {said[0]}，{names[1]} 相差 {said[1]}。")


def _percent(share):
    return f"{100.0 * share:.0f} %"


def _matters(sweep):
    """The parameters that move a figure most."""
    if sweep.analysis not in ("sobol", "morris", "regression") or sweep[sweep.analysis].sizes["parameter"] < 2:
        return
    variable = {"sobol": "total", "morris": "mu_star", "regression": "coefficient"}[sweep.analysis]
    for kpi in told_kpis(sweep):
        of_kpi = sweep[sweep.analysis].sel(kpi=kpi)
        values = of_kpi[variable].values
        if not np.isfinite(values).all():
            continue
        first, second = np.argsort(-np.abs(values), kind="stable")[:2]
        names = [str(of_kpi.parameter.values[i]) for i in (first, second)]
        en, zh = kpi_names(kpi)
        if sweep.analysis == "sobol":
            said = [_percent(values[i]) for i in (first, second)]
            yield (f"{en.capitalize()}: {names[0]} accounts for {said[0]} of the variance, interactions included, {names[1]} for {said[1]}.",
                   f"{zh}：方差中 {names[0]} 占 {said[0]}（含交互作用），{names[1]} 占 {said[1]}。")
        elif sweep.analysis == "morris":
            said = [_with_unit(sweep, kpi, values[i]) for i in (first, second)]
            yield (f"{en.capitalize()} moves most with {names[0]}, by {said[0]} on the mean across its range, then with {names[1]} ({said[1]}).",
                   f"{zh}受 {names[0]} 影响最大，跨越其范围平均变化 {said[0]}，其次为 {names[1]}（{said[1]}）。")
        else:
            share = float(of_kpi.explained_share)
            yield (f"{en.capitalize()}: a linear model explains {_percent(share)}, most of it by {names[0]} "
                   f"({values[first]:+.2f}), then {names[1]} ({values[second]:+.2f}).",
                   f"{zh}：线性模型解释 {_percent(share)}，主要是 {names[0]}（{values[first]:+.2f}），其次 {names[1]}（{values[second]:+.2f}）。")


def _beyond_chance(sweep):
    """How many points differ from the baseline by more than chance."""
    if sweep.baseline is None or sweep.points.sizes["replication"] < 2:
        return
    own = point_text(sweep, sweep.baseline)
    others = np.arange(sweep.points.sizes["point"]) != sweep.baseline
    if not others.any() or not told_kpis(sweep):
        return
    told_en, told_zh = [], []
    for kpi in told_kpis(sweep):
        low, high = (sweep.points[f"{kpi}_difference_{end}"].values[others] for end in ("low", "high"))
        beyond = int(((low > 0) | (high < 0)).sum())
        told_en.append(f"{kpi_names(kpi)[0]} at {beyond}")
        told_zh.append(f"{kpi_names(kpi)[1]} {beyond} 个")
    yield (f"Compared seed by seed with the baseline ({own}), of {int(others.sum())} other points these differ by more than chance: "
           f"{', '.join(told_en)}.",
           f"与基准（{own}）逐种子比较，其余 {int(others.sum())} 个点中差异超出偶然的有：{'，'.join(told_zh)}。")


def sweep_story(sweep):
    """Sentences in order, each (English, Chinese); the first says most."""
    found = [*_matters(sweep), *_main_effects(sweep), *_answers(sweep)]
    return [*found, *_beyond_chance(sweep), _size(sweep)]
