"""Which size of one product to take: by the size worn elsewhere, by the shop's rule between two, by how it is cut."""

import re
from dataclasses import replace

from agent.goods.measures import of_height_or_weight
from agent.goods.on_table import on_table
from agent.intents.answering import LOOKED_AT, answer, answers
from agent.intents.plain_questions import SIZES, as_plain
from agent.intents.product_facts import asks_between, is_shoe, sizing
from agent.intents.said_of_products import say_of
from agent.intents.size_chart import ChartRow, is_size_named, row_of
from agent.intents.size_systems import rows_for
from agent.intents.spec import View
from agent.state import Task
from agent.steps import Call, Say, Step
from domain.catalog import Product
from domain.knowledge import Passage
from tools.knowledge.port import Found
from tools.policies import PassagesFound
from tools.products import ProductDetails

SPOKEN_OF = 2
"""Products whose cut is told before the size guide is quoted; more would bury it."""
_BETWEEN_SIZES = "size guide: between two sizes"
_HALF = re.compile(
    r"\b(?P<which>smaller|larger|bigger)\b.*?(?=\b(?:smaller|larger|bigger)\b|$)", re.IGNORECASE | re.DOTALL
)
_TWO = 2


def on_size(details: ProductDetails, task: Task, view: View) -> Step:
    """Which size to take: how it is cut and what there is, and how the shop says to find out."""
    first, is_one = next(iter(details.products)), len(details.products) == 1
    said = str(task["slots"].get("size_said") or view.text)
    if is_one and task["slots"].get("worn_size") in first.sizes and not asks_between(said):
        return say_of(details, _of_size_worn(task), view)
    if is_one and not task["slots"].get("worn_size") and sizing(first):
        return say_of(details, {**task, "slots": {**task["slots"], "facets": ["fit"]}}, view)
    guide = view.results.get("guide")
    if not isinstance(guide, PassagesFound):
        asked = _on_chart(task, details)
        more = {"limit": LOOKED_AT} if asked else {}
        is_between = asks_between(said) or (is_one and is_shoe(first))
        plain = _BETWEEN_SIZES if is_between else as_plain(view.text, SIZES)
        return Call("find_passages", {"query": asked or plain, **more}, "guide")
    if is_one and asks_between(said) and (told := _between(first, guide, view, said)):
        return told
    row = _row_on_chart(guide, task, details)
    if row is None and not answers(guide):
        return say_of(details, task, view)
    sure = answers(guide) if row is None else [Found(row.passage, 1.0)]
    quoted, products = answer(sure, asked=view.text), details.products[:SPOKEN_OF]
    told = {"worn": task["slots"].get("worn_size") if row else None, "size": row.size if row else None}
    by_body = {"by_body": of_height_or_weight(said)}
    facts = {"products": products, **told, **by_body, "sizing": sizing(first) if is_one else "", **quoted.facts}
    return replace(quoted, say="size_advice", facts=facts, shows=on_table(details.products), shows_kind="products")


def _between(product: Product, guide: PassagesFound, view: View, said: str) -> Step | None:
    """Which of two sizes: by the sentence that speaks of such a cut; where none does, what the chart has of both.

    None where the shop has written nothing on it.
    """
    written = [each.passage for each in answers(guide) if _HALF.search(each.passage.text)]
    if not written:
        return None
    both = [size for size in product.sizes if is_size_named(size, said)]
    cut = "shoe" if is_shoe(product) else product.fit or ""
    rule, passage = next(filter(None, (_rule_for(cut, each) for each in written)), ("", None))
    if passage is None:
        rows = rows_for(product, both or product.sizes, view)
        if isinstance(rows, Call):
            return rows
        passage = rows or written[0]
    chosen = (both[0] if rule == "smaller" else both[-1]) if len(both) == _TWO and rule else ""
    facts = {"product": product, "rule": rule, "chosen": chosen, "passages": [passage], "offered": ""}
    return Say("size_between", facts, shows=on_table([product]), shows_kind="products")


def _rule_for(cut: str, guide: Passage) -> tuple[str, Passage] | None:
    """ "The smaller one for relaxed cuts and the larger one for slim cuts": the half of that cut, and its sentence."""
    for sentence in re.split(r"(?<=[.!?])\s+", guide.text) if cut else ():
        halves = list(_HALF.finditer(sentence))
        for half in halves:
            if re.search(rf"\b{re.escape(cut)}", sentence if len(halves) == 1 else half[0], re.IGNORECASE):
                rule = "smaller" if half["which"].casefold() == "smaller" else "larger"
                return rule, replace(guide, text=sentence)
    return None


def _of_size_worn(task: Task) -> Task:
    """ "He's a 43", of shoes that are sold by that very number."""
    slots = task["slots"]
    limits = {**(slots.get("limits") or {}), "sizes": [slots["worn_size"]]}
    return {**task, "slots": {**slots, "limits": limits, "facets": ["stock"]}}


def _on_chart(task: Task, details: ProductDetails) -> str:
    """Where the size that is worn elsewhere stands in a size chart; "" where none was said."""
    product = next(iter(details.products))
    if not (said := task["slots"].get("worn_size")):
        return ""
    of = "shoe size EU to US foot length" if all(size.isdigit() for size in product.sizes) else "clothing chest waist"
    return f"US size {said} {product.gender or ''}'s {of}"


def _row_on_chart(guide: PassagesFound, task: Task, details: ProductDetails) -> ChartRow | None:
    product, worn = next(iter(details.products)), task["slots"].get("worn_size")
    whom = product.gender if product.gender in ("men", "women") else ""
    passages = [found.passage for found in guide.found]
    return row_of(passages, worn, whom=whom or "", sizes=product.sizes) if worn else None
