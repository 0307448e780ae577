"""Axes that plots share: where to draw, civil time along the bottom."""

import matplotlib.dates as dates
import matplotlib.pyplot as plt
import numpy as np

from .wording import word


def axes_or_new(axes, size=(7.2, 3.6)):
    """Axes to draw into. Those that the caller made had their labels before a font for them was chosen."""
    if axes is None:
        return plt.subplots(figsize=size, layout="constrained")[1]
    for label in (axes.xaxis.label, axes.yaxis.label, axes.title, axes._left_title, axes._right_title):
        label.set_fontfamily(plt.rcParams["font.family"])
    return axes


def name_rows(axes, names, places=None):
    """Names along the vertical axis, in the font of the figure's language whoever made the axes."""
    axes.set_yticks(range(len(names)) if places is None else places, names, fontfamily=plt.rcParams["font.family"])


def time_axis(axes, group, language):
    """Whole hours for a day or two, days beyond; named with its zone."""
    begin, end = group.time_bnds.values[0, 0], group.time_bnds.values[-1, 1]
    axes.set_xlim(begin, end)
    days = (end - begin) / np.timedelta64(1, "D")
    locator = dates.AutoDateLocator(minticks=4, maxticks=9)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(dates.DateFormatter("%H:%M") if days <= 1.01 else dates.ConciseDateFormatter(locator))
    axes.set_xlabel(word("time", language))


def step_edges(group):
    """Ends of the steps, one more than there are steps."""
    return np.append(group.time_bnds.values[:, 0], group.time_bnds.values[-1:, 1])


def last_twice(values):
    """Step values for matplotlib's step="post" over step_edges."""
    return np.concatenate([values, values[-1:]])


def steps(axes, group, values, **style):
    """Step means drawn as steps, from the beginning of the first to the end of the last."""
    return axes.step(step_edges(group), last_twice(values), where="post", **style)
