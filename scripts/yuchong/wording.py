"""Words of figures, English and Chinese side by side, and the look that all figures share.

Colours are those of Okabe and Ito, which colour-blind readers tell apart (https://jfly.uni-koeln.de/color/), sequences
those of cividis; both keep their order when printed in grey.
"""

import contextlib
import os

import matplotlib
import matplotlib.font_manager

from .kpi_words import kpi_words

words = {
    "load_mw": ("charging load (MW)", "充电负荷（MW）"),
    "time": ("civil time (UTC+8)", "北京时间（UTC+8）"),
    "home": ("home piles", "私人桩"),
    "public": ("public stations", "公共站"),
    "super": ("super terminals", "超充终端"),
    "fast": ("fast terminals", "快充终端"),
    "ac": ("AC piles", "交流桩"),
    "v2g": ("fed back by vehicles", "车辆反送电"),
    "share_of_time": ("share of time (%)", "时间占比（%）"),
    "hour": ("hour of the day (h)", "一天中的小时（h）"),
    "stations_ordered": ("stations, most used first (rank)", "充电站，按利用率排序（名次）"),
    "utilisation": ("occupied plugs (%)", "被占用的充电枪（%）"),
    "wait_min": ("wait in line (min)", "排队时间（min）"),
    "visits_longer": ("visits that waited longer (%)", "等待更久的到访（%）"),
    "lon": ("longitude (°E)", "经度（°E）"),
    "lat": ("latitude (°N)", "纬度（°N）"),
    "mean_wait_min": ("mean wait (min)", "平均等待（min）"),
    "no_wait": ("no wait", "无等待"),
    "river": ("river", "河流"),
    "zone": ("zone (town or street)", "街镇"),
    "substation": ("110/10 kV substation", "110/10 kV 变电站"),
    "loading": ("highest loading (%)", "最大负载率（%）"),
    "voltage_pu": ("lowest voltage (pu of 10 kV)", "最低电压（标幺值，10 kV）"),
    "median": ("median feeder", "馈线中位数"),
    "band_90": ("90 % of feeders", "90% 的馈线"),
    "worst": ("worst feeder", "最差馈线"),
    "limit": ("limit", "限值"),
    "hot_spot_c": ("hot spot (°C)", "热点温度（°C）"),
    "hottest": ("hottest transformer", "最热变压器"),
    "median_transformer": ("median transformer", "变压器中位数"),
    "band_90_transformers": ("90 % of transformers", "90% 的变压器"),
    "change": ("change against the first (%)", "相对第一个的变化（%）"),
    "day": ("day (UTC+8)", "日期（UTC+8）"),
    "rollout_vehicles": ("electric vehicles (number)", "新能源汽车（辆）"),
    "rollout_stations": ("public stations in service (number)", "投运公共充电站（座）"),
    "rollout_super_stations": ("super-charging stations in service (number)", "投运超充站（座）"),
    "rollout_super_terminals": ("super terminals in service (number)", "投运超充桩（台）"),
    "rollout_service_area_stations": ("super-charging stations of service areas (number)", "服务区超充站（座）"),
    "rollout_circle_share": ("vehicles of the core within the circle (%)", "核心区超充圈内车辆（%）"),
    "reached": ("reached of what is required (%)", "完成目标的比例（%）"),
    "not_measurable": ("not measurable in this run", "本次运行无法衡量"),
    "met_on": ("met on {}", "{} 达成"),
    "due": ("due {}", "期限 {}"),
    "new_stations": ("new super-charging stations (number)", "新增超充站（座）"),
    "covered_share": ("vehicles within the circle (%)", "圈内车辆（%）"),
    "mean_km": ("mean way to the nearest station (km)", "到最近超充站的平均路程（km）"),
    "difference_of": ("difference to the baseline: {}", "与基准之差：{}"),
    "response_interval": ("mean and its 95 % interval", "均值及其 95% 置信区间"),
    "response_spread": ("mean over the points, middle 90 % of them", "各点均值与中间 90% 的范围"),
    "sobol_first": ("alone", "单独"),
    "sobol_total": ("with interactions", "含交互作用"),
    "variance_share": ("share of variance (1)", "方差占比（1）"),
    "mu_star": ("mean size of effects, µ*", "效应平均大小 µ*"),
    "sigma": ("their spread, σ", "效应标准差 σ"),
    "effect_across": ("effect across the range ({})", "跨越取值范围的效应（{}）"),
    "coefficient": ("standardised coefficient, {} % explained (1)", "标准化系数，解释 {}%（1）"),
    "main_effect": ("difference to the mean of all points ({})", "与全部点均值之差（{}）"),
}

okabe_ito = {"black": "#000000", "orange": "#e69f00", "sky": "#56b4e9", "green": "#009e73", "yellow": "#f0e442",
             "blue": "#0072b2", "vermilion": "#d55e00", "purple": "#cc79a7"}
use_colours = {"home": okabe_ito["sky"], "super": okabe_ito["vermilion"], "fast": okabe_ito["orange"],
               "ac": okabe_ito["green"], "public": okabe_ito["orange"]}
sequence = "cividis"

languages = ("en", "zh")
noto_cjk = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"


def word(key, language):
    if language not in languages:
        raise ValueError(f"language {language!r} is not known (one of {', '.join(languages)})")
    return words[key][languages.index(language)]


def kpi_name(kpi, language):
    """What people call a key figure; the name in the file of one that is not known here."""
    word("time", language)  # refuses a language that is not known
    return kpi_words[kpi][languages.index(language)] if kpi in kpi_words else kpi


def kpi_label(kpi, unit, language):
    unit = unit.replace("kW h", "kWh")
    return f"{kpi_name(kpi, language)} ({unit})" if language == "en" else f"{kpi_name(kpi, language)}（{unit}）"


def _chinese_font():
    """The family of a font with Chinese glyphs; matplotlib knows a collection by its first face."""
    known = {font.name for font in matplotlib.font_manager.fontManager.ttflist}
    for family in ("Noto Sans CJK SC", "Noto Sans CJK JP", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC"):
        if family in known:
            return family
    if os.path.exists(noto_cjk):  # installed after matplotlib last looked
        matplotlib.font_manager.fontManager.addfont(noto_cjk)
        return "Noto Sans CJK JP"
    raise RuntimeError("no font with Chinese glyphs is installed; on Debian: apt-get install fonts-noto-cjk")


@contextlib.contextmanager
def look(language):
    """Fonts, lines and sizes within which a figure is drawn. Nothing else is put back at the end, as rc_context would: a
    backend that starts inside turns on what a notebook needs to show figures."""
    families = ["DejaVu Sans"] if language == "en" else [_chinese_font(), "DejaVu Sans"]
    own = {
        # By name: "sans-serif" would be looked up when the figure is saved, outside of this.
        "font.family": families, "font.size": 9, "axes.spines.top": False,
        "axes.spines.right": False, "axes.titlesize": 10, "legend.frameon": False, "figure.dpi": 110,
        "savefig.dpi": 200, "axes.grid": False, "axes.unicode_minus": False}
    before = {name: matplotlib.rcParams[name] for name in own}
    matplotlib.rcParams.update(own)
    try:
        yield
    finally:
        matplotlib.rcParams.update(before)
