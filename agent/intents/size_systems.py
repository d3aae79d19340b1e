"""Sizes of other countries and measures of the body, held against the shop's own size chart.

A chart says which systems it has ("US 8-10; chest 90-95 cm"); of one that it has not, that is said, and its rows are
shown. Nothing is converted that the chart does not tell.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from agent.goods.on_table import on_table
from agent.intents.answering import KINDS, LOOKED_AT
from agent.intents.size_chart import ROW
from agent.intents.spec import View
from agent.state import Task
from agent.steps import Call, Say, Step
from domain.catalog import Product
from domain.knowledge import Passage
from tools.policies import PassagesFound

_SYSTEMS = {
    "French": r"french|france|fr|F",
    "UK": r"uk|british|gb",
    "EU": r"eu|european|euro",
    "Italian": r"italian|IT",
    "German": r"german|DE",
    "Spanish": r"spanish|ES",
    "Japanese": r"japanese|jp",
    "Australian": r"australian|AU|AUS",
}
"""In capitals what is a word of its own in small letters: "do you have it in 38"."""
_NUMBER = r"\d{1,2}(?:\.5)?"
_MEASURE = re.compile(
    r"\b(?P<what>chest|bust|waist|hips?|foot length|feet|foot)\b\D{0,20}?"
    r"(?P<count>\d{2,3}(?:\.\d)?) ?(?:cm|centimet\w+)\b"
    r"|\b(?P<number>\d{2,3}(?:\.\d)?) ?(?:cm|centimet\w+)\b \w* ?(?P<of>chest|bust|waist|hips?|foot)\b",
    re.IGNORECASE,
)
_CALLED = {"bust": "chest", "hips": "hip", "foot": "foot length", "feet": "foot length"}
_ROWS = 3
"""From so many rows on a passage is a chart."""


def system_said(text: str) -> str:
    """ "French 38", "size 12 (UK)": whose sizes they are; "" where none or the shop's are spoken of."""
    for name, said in _SYSTEMS.items():
        words = "|".join(f"(?i:{word})" if word.islower() else word for word in said.split("|"))
        if re.search(rf"\b(?:{words})\b(?: [a-z]+){{0,2}} {_NUMBER}\b|\b{_NUMBER} \(?(?:{words})\b", text):
            return name
        if re.search(rf"\b(?:{words}) (?:clothing |dress |shoe )?siz(?:e|es|ing)\b", text):
            return name
    return ""


def measures_said(text: str) -> dict[str, float]:
    """Centimetres by what was measured, in the chart's words."""
    said: dict[str, float] = {}
    for found in _MEASURE.finditer(text):
        what = (found["what"] or found["of"]).casefold()
        said[_CALLED.get(what, what)] = float(found["count"] or found["number"])
    return said


def by_other_sizes(task: Task, products: Sequence[Product], view: View) -> Step | None:
    """None where no such size was said, or the shop has no chart."""
    text = task["slots"].get("size_said") or view.text
    system, measures = system_said(text), measures_said(text)
    if not (system or measures):
        return None
    of_shoes = _is_of_shoes(products, text, measures)
    products = [each for each in products if _is_shoe(each) == of_shoes]
    whom = _whom(task, products)
    chart = view.results.get("chart_of")
    if not isinstance(chart, PassagesFound):
        kind = "shoes EU US foot length" if of_shoes else f"{whom} clothing chest waist hip"
        return Call("find_passages", {"query": f"size guide {kind}", "kinds": KINDS, "limit": LOOKED_AT}, "chart_of")
    fit = _fitting([each.passage for each in chart.found], whom=whom, of_shoes=of_shoes)
    if fit is None:
        return None
    about = {"products": tuple(products[:1])} if products else {}
    told: dict[str, Any] = {**about, "system": "", "by_measure": (), "passages": [fit], "offered": ""}
    if system and not measures:
        own = _own_number(fit, text) if of_shoes and system == "EU" else ""
        if re.search(rf"\b{system}\b", f"{fit.text} {fit.heading}"):
            return None
        told |= {"by_measure": (("EU", own),), "passages": [_only(fit, [own])]} if own else {"system": system}
    elif not (rows := _rows_of(fit, measures)):
        return None
    else:
        told |= {"by_measure": rows, "passages": [_only(fit, [size for _, size in rows])]}
    return Say("size_on_chart", told, shows=on_table(products[:1]), shows_kind="products" if products else "")


def _whom(task: Task, products: Sequence[Product]) -> str:
    said: Mapping[str, Any] = task["slots"].get("limits") or {}
    gender = products[0].gender if products else next(iter(said.get("genders") or ()), "")
    return f"{gender}'s" if gender in ("men", "women") else "women's"


def _is_of_shoes(products: Sequence[Product], text: str, measures: Mapping[str, float]) -> bool:
    is_said = (
        "foot length" in measures or re.search(r"\b(?:shoes?|boots?|sneakers?|sandals?)\b", text, re.I) is not None
    )
    return is_said or any(_is_shoe(each) for each in products[:1])


def _is_shoe(product: Product) -> bool:
    return all(size[:1].isdigit() for size in product.sizes)


def _own_number(chart: Passage, text: str) -> str:
    """Shoes of the chart go by European numbers where no column is called so."""
    return next((row["size"] for row in ROW.finditer(chart.text) if re.search(rf"\b{row['size']}\b", text)), "")


def _fitting(passages: Sequence[Passage], *, whom: str, of_shoes: bool) -> Passage | None:
    """The chart of feet or of bodies; of two, the one that is headed for whom it is."""
    charts = [each for each in passages if len(ROW.findall(each.text)) >= _ROWS]
    kind = [each for each in charts if (re.search(r"\bfoot\b|\bshoe", each.text, re.I) is not None) == of_shoes]
    headed = [each for each in kind if re.search(rf"\b{whom}", each.heading, re.IGNORECASE)]
    return next(iter(headed or kind), None)


def _rows_of(chart: Passage, measures: Mapping[str, float]) -> tuple[tuple[str, str], ...]:
    """Each measure with the size in whose range it lies."""
    found: list[tuple[str, str]] = []
    for what, count in measures.items():
        for row in ROW.finditer(chart.text):
            ends = re.search(rf"\b{what} (\d+(?:\.\d)?)(?:\s*[-–]\s*(\d+(?:\.\d)?))?", row["facts"], re.IGNORECASE)
            is_within = ends is not None and (float(ends[1]) <= count or not ends[2])
            if ends is not None and is_within and count <= float(ends[2] or ends[1]):
                found.append((what, row["size"]))
                break  # of bare numbers the first that is long enough
    return tuple(found)


def _only(chart: Passage, sizes: Sequence[str]) -> Passage:
    kept = [row[0] for row in ROW.finditer(chart.text) if row["size"] in sizes]
    return replace(chart, text="\n".join(kept))
