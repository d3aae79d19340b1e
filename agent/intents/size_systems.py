"""Sizes of other countries and measures of the body, held against the shop's own size chart.

A chart says which systems it has ("US 8-10; chest 90-95 cm"); of one that it has not, that is said, and its rows are
shown. Nothing is converted that the chart does not tell.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from agent.goods.measures import Measure, measures_said, of_feet, said_in_inches, with_inches
from agent.goods.on_table import on_table
from agent.intents.answering import KINDS, LOOKED_AT
from agent.intents.size_chart import ROW, is_size_named
from agent.intents.spec import View
from agent.intents.written_of import words_of
from agent.state import Task
from agent.steps import Call, Say, Step
from domain.catalog import Product
from domain.knowledge import Passage
from tools.policies import PassagesFound
from tools.words import word_set

_SYSTEMS = {
    "French": r"french|france|fr|F",
    "UK": r"uk|british|gb",
    "EU": r"eu|european|europe|euro",
    "Italian": r"italian|italy|IT",
    "German": r"german|germany|DE",
    "Spanish": r"spanish|spain|ES",
    "Japanese": r"japanese|japan|jp",
    "Australian": r"australian|australia|AU|AUS",
}
"""In capitals what is a word of its own in small letters: "do you have it in 38"."""
_NUMBER = r"\d{1,2}(?:\.5)?"
_ROWS = 3
"""From so many rows on a passage is a chart."""


def system_said(text: str) -> str:
    """ "French 38", "size 12 (UK)": whose sizes they are; "" where none or the shop's are spoken of."""
    for name, said in _SYSTEMS.items():
        words = "|".join(f"(?i:{word})" if word.islower() else word for word in said.split("|"))
        if re.search(rf"\b(?:{words})\b(?: [a-z]+){{0,2}} {_NUMBER}\b|\b{_NUMBER} \(?(?:in )?(?:{words})\b", text):
            return name
        if re.search(rf"\b(?:{words}) (?:clothing |dress |shoe )?siz(?:e|es|ing)\b", text):
            return name
    return ""


_FROM_32_TO_54 = r"(?:3[2-9]|4\d|5[0-4])"
_EUROPEAN = re.compile(
    r"\b(?:sizes?|an?|is|['’]?i?m|am|wear|between|usually|mostly|normally|around|about)"
    rf" {_FROM_32_TO_54}(?:\s?(?:/|-|–|or|and|to)\s?(?:an? )?{_FROM_32_TO_54})?\b"
    r"(?!\s?(?:\$|€|£|%|in\b|cm\b|inch|waist|years?|yrs?|people|days?|dollars|bucks))",
    re.IGNORECASE,
)


def _is_european(products: Sequence[Product], text: str) -> bool:
    """ "I'm between 38 and 40", "is a 38/40 an S", of women's clothing that is sold by letters."""
    is_womens = bool(products) and products[0].gender == "women" and not _is_shoe(products[0])
    if not is_womens or any(each.unit for each in measures_said(text)):
        return False
    return _EUROPEAN.search(text) is not None


_TROUSERS = word_set("jean trouser chino pant short jogger dungaree overall")
_WAIST = re.compile(
    r"\b(?:in|in an?|an?|size|sizes)\s(?P<inches>2[6-9]|3\d|4[0-4])(?=\W*$|[?.!;,])(?![.,]\d)", re.IGNORECASE
)


def _waist(products: Sequence[Product], text: str) -> list[Measure]:
    """ "Got them in 32", of jeans that are sold by letters: a waist in inches; of women's it may be a European size."""
    if len(products) != 1 or products[0].gender == "women" or any(size[:1].isdigit() for size in products[0].sizes):
        return []
    is_worn_by_waist = _TROUSERS & {*words_of(" ".join((products[0].name, *products[0].tags)))}
    said = _WAIST.search(text) if is_worn_by_waist else None
    return measures_said(f"waist {said['inches']}") if said else []


def by_other_sizes(task: Task, products: Sequence[Product], view: View) -> Step | None:
    """None where no such size was said, or the shop has no chart."""
    text = task["slots"].get("size_said") or view.text
    system, measures = system_said(text), measures_said(text)
    if not system and _is_european(products, text):
        system, measures = "EU", []
    waist = [] if system or measures else _waist(products, text)
    measures = measures or waist
    if not (system or measures):
        return None
    of_shoes = _is_of_shoes(products, text, measures)
    if system == "EU" and (made := _made_in(products, text)):
        return made
    products = [each for each in products if _is_shoe(each) == of_shoes]
    whom = _whom(task, products)
    chart = view.results.get("chart_of")
    if not isinstance(chart, PassagesFound):
        return _look_up(whom, of_shoes=of_shoes)
    charts = _fitting([each.passage for each in chart.found], whom=whom, of_shoes=of_shoes)
    if not charts:
        return None
    told = _by_measures(charts, measures) if measures else _by_system(charts[0], system, text, of_shoes=of_shoes)
    if told is None:
        return None
    about = {"products": tuple(products[:1])} if products else {}
    about |= {"unmade": products[0], "variants": ()} if waist else {}
    facts = {**about, "system": "", "by_measure": (), "passages": charts[:1], "offered": "", **told}
    if said_in_inches(text):
        facts["passages"] = [replace(each, text=with_inches(each.text)) for each in facts["passages"]]
    return Say("size_on_chart", facts, shows=on_table(products[:1]), shows_kind="products" if products else "")


def _made_in(products: Sequence[Product], text: str) -> Say | None:
    """ "He wears a European 44", of shoes that are sold by that very number."""
    made = [(each, size) for each in products if _is_shoe(each) for size in each.sizes if is_size_named(size, text)]
    if len(made) != 1:
        return None
    product, size = made[0]
    there = list(dict.fromkeys(each.colour for each in product.matching(size=size) if each.stock))
    facts = {"product": product, "size": size, "there": there}
    return Say("size_made", facts, shows=on_table([product]), shows_kind="products")


def _by_system(chart: Passage, system: str, text: str, *, of_shoes: bool) -> dict[str, Any] | None:
    """None where the chart has that system: then it is quoted as ever."""
    if re.search(rf"\b{system}\b", f"{chart.text} {chart.heading}"):
        return None
    own = _own_number(chart, text) if of_shoes and system == "EU" else ""
    return {"by_measure": (("EU", own),), "passages": [_only(chart, [own])]} if own else {"system": system}


def _by_measures(charts: Sequence[Passage], measures: Sequence[Measure]) -> dict[str, Any] | None:
    """The size of each measure; of one measure that several charts have, the size on each. None: on no chart."""
    measured = {"measured": measures[0]} if len(measures) == 1 else {}
    if not any(re.search(rf"\b{each.what}\b", chart.text, re.IGNORECASE) for each in measures for chart in charts):
        return None
    found = [(chart, rows) for chart in charts if (rows := _rows_of(chart, measures))]
    if not found:
        return measured
    passages = [_only(chart, [size for _, size in rows]) for chart, rows in found]
    if len(found) > 1:
        sizes = tuple((chart.heading, size) for chart, rows in found for size in dict(rows).values())
        return {"by_measure": sizes, "passages": passages}
    return {**measured, "by_measure": found[0][1], "passages": passages}


def by_measures(task: Task, view: View) -> Call | None:
    """Of a search for "trousers, 34 waist" the size that the chart has it in; all sizes, where it has none."""
    slots, measures = task["slots"], measures_said(view.text)
    if not measures or "charted" in slots:
        return None
    limits = slots.get("limits") or {}
    of_shoes, whom = _is_of_shoes((), view.text, measures), _whom(task, ())
    chart = view.results.get("chart_of")
    if not isinstance(chart, PassagesFound):
        return _look_up(whom, of_shoes=of_shoes)
    charts = _fitting([each.passage for each in chart.found], whom=whom, of_shoes=of_shoes)
    found = {each.heading: list(dict.fromkeys(size for _, size in _rows_of(each, measures))) for each in charts}
    by_chart = {heading: sizes for heading, sizes in found.items() if sizes}
    told = list(by_chart.values())
    sizes = told[0] if told and all(each == told[0] for each in told) else []
    slots["limits"] = {**limits, "sizes": sizes}
    is_of_one = bool(sizes) or not by_chart
    own = sizes if is_of_one else [f"{', '.join(each)} ({heading})" for heading, each in by_chart.items()]
    slots["charted"] = {"measure": asdict(measures[0]), "sizes": own} if charts else None
    return None


def rows_for(product: Product, sizes: Sequence[str], view: View) -> Call | Passage | None:
    """What the chart says of those sizes of a product; None: it has none of them."""
    chart, of_shoes = view.results.get("chart_of"), _is_shoe(product)
    if not isinstance(chart, PassagesFound):
        return _look_up(product.gender or "", of_shoes=of_shoes)
    charts = _fitting([each.passage for each in chart.found], whom=product.gender or "", of_shoes=of_shoes)
    rows = _only(charts[0], sizes) if charts else None
    return rows if rows and rows.text else None


_ASKS_MEASURES = re.compile(
    r"\b(?:what|how|which|measure\w*|tell)\b.*\b(?:measur\w+|waist|chest|bust|hips?|inches|cm|centimet\w+)\b",
    re.IGNORECASE,
)


def asks_measures(text: str) -> bool:
    """ "What waist is the L", "the measurements of a medium in inches"; told of oneself it asks for a size."""
    return _ASKS_MEASURES.search(text) is not None and not measures_said(text)


def measures_of(product: Product, size: str, text: str, view: View) -> Step | None:
    """What the chart has of that size of a product; None: nothing."""
    rows = rows_for(product, [size], view)
    if not isinstance(rows, Passage):
        return rows
    rows = replace(rows, text=with_inches(rows.text)) if said_in_inches(text) else rows
    facts = {"product": product, "size": size, "passages": [rows], "offered": ""}
    return Say("size_measures", facts, shows=on_table([product]), shows_kind="products")


def _look_up(whom: str, *, of_shoes: bool) -> Call:
    kind = "shoes EU US foot length" if of_shoes else f"{whom or 'clothing'} clothing chest waist hip"
    return Call("find_passages", {"query": f"size guide {kind}", "kinds": KINDS, "limit": LOOKED_AT}, "chart_of")


def _whom(task: Task, products: Sequence[Product]) -> str:
    """ "men", "women", "unisex"; "" where nobody said."""
    said: Mapping[str, Any] = task["slots"].get("limits") or {}
    return (products[0].gender or "") if products else next(iter(said.get("genders") or ()), "")


def _is_of_shoes(products: Sequence[Product], text: str, measures: Sequence[Measure]) -> bool:
    is_said = of_feet(measures) or re.search(r"\b(?:shoes?|boots?|sneakers?|sandals?)\b", text, re.I) is not None
    return is_said or any(_is_shoe(each) for each in products[:1])


def _is_shoe(product: Product) -> bool:
    return all(size[:1].isdigit() for size in product.sizes)


def _own_number(chart: Passage, text: str) -> str:
    """Shoes of the chart go by European numbers where no column is called so."""
    return next((row["size"] for row in ROW.finditer(chart.text) if re.search(rf"\b{row['size']}\b", text)), "")


def _fitting(passages: Sequence[Passage], *, whom: str, of_shoes: bool) -> list[Passage]:
    """The chart of feet or of bodies; of several, the one that is headed for whom it is, or all."""
    charts = [each for each in passages if len(ROW.findall(each.text)) >= _ROWS]
    kind = [each for each in charts if (re.search(r"\bfoot\b|\bshoe", each.text, re.I) is not None) == of_shoes]
    headed = [each for each in kind if whom and re.search(rf"\b{whom}\b", each.heading, re.IGNORECASE)]
    return headed[:1] or kind


def _rows_of(chart: Passage, measures: Sequence[Measure]) -> tuple[tuple[str, str], ...]:
    """Each measure with the size in whose range it lies."""
    found: list[tuple[str, str]] = []
    for what, count in ((each.what, each.cm) for each in measures):
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
