"""Puts style, sections, scripts, library and data into the frame of a page."""

import json
import pathlib

from ..comparison import run_labels
from ..group_file import ResultError
from ..run_file import open_run
from ..sweep_file import is_sweep, open_sweep
from . import sweep_words
from .data import run_data
from .sweep_data import sweep_data
from .words import cards, words

folder = pathlib.Path(__file__).parent
library = folder / "vendor/echarts.min.js"


class LibraryMissing(RuntimeError):
    pass


def _in_script(json_text):
    """JSON that may stand in a <script> element, whatever it holds."""
    return json_text.replace("<", "\\u003c")


def _text(name):
    return (folder / name).read_text(encoding="utf-8")


def _filled(title, sections, data, scripts):
    if not library.exists():
        raise LibraryMissing(f"{library} is missing (the chart library that goes into the page); scripts/setup run fetches it")
    parts = {
        "title": title.replace("&", "&amp;").replace("<", "&lt;"),
        "style": _text("page.css"),
        "sections": _text(sections),
        "library": "/*\n" + _text("vendor/NOTICE") + "*/\n" + _text("vendor/echarts.min.js").replace("</script", "<\\/script"),
        "data": _in_script(json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)),
        "scripts": "\n".join(map(_text, scripts)),
    }
    text = _text("frame.html")
    for name, part in parts.items():
        before, after = text.split(f"@{name}@")
        text = before + part + after
    return text


def page(runs):
    """The page about one run, or two side by side, as text."""
    data = {"words": words, "cards": [list(card) for card in cards],
            "runs": [run_data(run, label) for run, label in zip(runs, run_labels(runs))]}
    title = " · ".join(dict.fromkeys(f"{run['place'][0]}, {run['span'][0]}" for run in data["runs"]))
    return _filled(title, "page.html", data, ("basics.js", "charts.js", "map.js", "tables.js", "page.js"))


def sweep_page(sweep):
    """The page about a sweep, as text."""
    data = {"words": sweep_words.words, "sweep": sweep_data(sweep)}
    return _filled(data["sweep"]["title"], "sweep.html", data, ("basics.js", "sweep_charts.js", "sweep.js"))


def page_of(paths):
    """The page about results, or about a sweep, at these paths. Raises ResultError for what cannot be shown."""
    if not any(map(is_sweep, paths)):
        return page([open_run(path) for path in paths])
    if len(paths) > 1:
        raise ResultError(f"{' and '.join(paths)}: a sweep stands alone on its page; name it alone")
    return sweep_page(open_sweep(paths[0]))
