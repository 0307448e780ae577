"""Puts style, scripts, library and data into the one page."""

import json
import pathlib

from ..comparison import run_labels
from .data import run_data
from .words import cards, words

folder = pathlib.Path(__file__).parent
library = folder / "vendor/echarts.min.js"


class LibraryMissing(RuntimeError):
    pass


def _in_script(json_text):
    """JSON that may stand in a <script> element, whatever it holds."""
    return json_text.replace("<", "\\u003c")


def page(runs):
    """The page about one run, or two side by side, as text."""
    if not library.exists():
        raise LibraryMissing(f"{library} is missing (the chart library that goes into the page); scripts/setup run fetches it")
    data = {"words": words, "cards": [list(card) for card in cards], "runs": [run_data(run, label) for run, label in zip(runs, run_labels(runs))]}
    parts = {
        "title": " · ".join(dict.fromkeys(f"{run['place'][0]}, {run['span'][0]}" for run in data["runs"])),
        "style": (folder / "page.css").read_text(encoding="utf-8"),
        "library": "/*\n" + (library.parent / "NOTICE").read_text(encoding="utf-8") + "*/\n"
                   + library.read_text(encoding="utf-8").replace("</script", "<\\/script"),
        "data": _in_script(json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)),
        "scripts": "\n".join((folder / name).read_text(encoding="utf-8") for name in
                             ("basics.js", "charts.js", "map.js", "tables.js", "page.js")),
    }
    text = (folder / "page.html").read_text(encoding="utf-8")
    for name, part in parts.items():
        if name == "title":
            part = part.replace("&", "&amp;").replace("<", "&lt;")
        before, after = text.split(f"@{name}@")
        text = before + part + after
    return text
