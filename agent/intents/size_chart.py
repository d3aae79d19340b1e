"""A size of the US read off the shop's own size chart, as it is written: "M: US 8-10; chest 90-95 cm".

Where the chart has a column for women and one for men, it takes to know for whom; where two rows fit, nobody is told
one of them.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from agent.entities.vocabulary import singular
from agent.goods.measures import besides_measures
from agent.intents.answering import KINDS, LOOKED_AT
from agent.intents.spec import View
from agent.state import Task
from agent.steps import Call
from domain.knowledge import Passage
from tools.garments import KINDS as KINDS_OF_GOODS
from tools.policies import PassagesFound

ROW = re.compile(r"^(?P<size>[\w/.]+): (?P<facts>.*)$", re.MULTILINE)
_US = re.compile(
    r"\bUS(?: (?P<whom>wom[ae]n|men))?\s+(?P<low>\d+(?:\.5)?)(?:\s*[-–]\s*(?P<high>\d+(?:\.5)?))?", re.IGNORECASE
)


_SAID = re.compile(r"(?:US )?(?P<number>\d{1,2}(?:\.5)?)")
_LARGEST = 24
"""Of clothes and shoes of the US; beyond it begin those of Europe and inches."""


@dataclass(frozen=True, slots=True)
class ChartRow:
    size: str
    passage: Passage
    """The one row, for quoting."""


def row_of(passages: Iterable[Passage], worn: str, *, whom: str, sizes: Iterable[str]) -> ChartRow | None:
    """The row of that US size; `whom`: "men", "women" or "" where nobody knows, `sizes`: those there are at all."""
    known, rows = set(sizes), {}
    for passage in passages:
        for row in ROW.finditer(passage.text):
            is_made = not known or row["size"] in known
            if is_made and _is_for(passage, whom) and _covers(row["facts"], float(worn), whom):
                rows.setdefault(row["size"], ChartRow(row["size"], replace(passage, text=row[0])))
    return next(iter(rows.values())) if len(rows) == 1 else None


def is_size_named(size: str, text: str) -> bool:
    """As a word of its own: "M" is not in "I'm"."""
    return re.search(rf"(?<![\w'’-]){re.escape(size)}(?![\w'’-])", text, re.IGNORECASE) is not None


def between(passages: Iterable[Passage], worn: str, *, whom: str) -> tuple[str, ...]:
    """The sizes on either side, where the chart leaves that one out: US 8 between 38 (7.5) and 39 (8.5)."""
    below: tuple[float, str] | None = None
    above: tuple[float, str] | None = None
    for passage in passages:
        for row in ROW.finditer(passage.text) if _is_for(passage, whom) else ():
            for low, high in _ranges(row["facts"], whom):
                if high < float(worn) and (below is None or high > below[0]):
                    below = high, row["size"]
                if low > float(worn) and (above is None or low < above[0]):
                    above = low, row["size"]
    return (below[1], above[1]) if below and above and whom else ()


def _is_for(passage: Passage, whom: str) -> bool:
    """Not what is headed as for the others; a chart that names nobody is for all."""
    heading = passage.heading.casefold()
    is_women, is_men = re.search(r"\bwom[ae]n", heading), re.search(r"\bm[ae]n\b", heading)
    return not ((whom == "men" and is_women and not is_men) or (whom == "women" and is_men and not is_women))


def _covers(facts: str, worn: float, whom: str) -> bool:
    return any(low <= worn <= high for low, high in _ranges(facts, whom))


def _ranges(facts: str, whom: str) -> list[tuple[float, float]]:
    columns = list(_US.finditer(facts))
    own = [each for each in columns if not each["whom"] or not whom or each["whom"][0].casefold() == whom[0]]
    return [(float(each["low"]), float(each["high"] or each["low"])) for each in own]


def _is_of_feet(passage: Passage) -> bool:
    return re.search(r"\b(?:shoes?|foot(?:wear)?)\b", f"{passage.heading} {passage.text}", re.IGNORECASE) is not None


def _is_shoe(slots: Mapping[str, Any]) -> bool:
    named = [singular(word.casefold()) for word in (slots.get("kind") or "", *slots["limits"].get("categories", ()))]
    return any(word in ("shoe", "footwear") or "shoe" in KINDS_OF_GOODS.get(word, ()) for word in named)


def us_size(limits: Mapping[str, Any]) -> str | None:
    """ "US 12", and a bare 12, in a search for things that come in other sizes."""
    said = [match for size in limits.get("sizes") or () if (match := _SAID.fullmatch(size))]
    return said[0]["number"] if len(said) == 1 and float(said[0]["number"]) <= _LARGEST else None


def by_chart(worn: str, task: Task, view: View) -> Call | None:
    """Look it up once, then search for the shop's own size; as it was said, where the chart does not tell."""
    slots, found = task["slots"], view.results.get("chart")
    if not isinstance(found, PassagesFound):
        asked = f"size guide: US size {worn} {slots.get('kind') or 'clothing'}"
        return Call("find_passages", {"query": asked, "kinds": KINDS, "limit": LOOKED_AT}, "chart")
    whom = next(iter(slots["limits"].get("genders") or ()), "")
    is_shoe = _is_shoe(slots)
    passages = [each.passage for each in found.found if _is_of_feet(each.passage) == is_shoe]
    row = row_of(passages, worn, whom=whom, sizes=())
    sizes = (row.size,) if row is not None else between(passages, worn, whom=whom)
    if sizes:
        slots["limits"] = {**slots["limits"], "sizes": [*sizes]}
        slots["charted"] = {"worn": worn, "sizes": [*sizes]}
    return None


def without_size(text: str, charted: Mapping[str, Any] | None) -> str:
    """The words of a search without a size that no product of the shop is described by."""
    if not charted:
        return text
    if "measure" in charted:
        return besides_measures(text)
    return re.sub(rf"\b(?:in )?(?:an? )?(?:(?:us|size) ){{0,2}}{re.escape(charted['worn'])}\b", " ", text, flags=re.I)
