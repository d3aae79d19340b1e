"""What a planned claim would bring, version by version: whether it is there, and what it costs more. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agent.claims.swaps import has_colour, in_stock, meant, nearest, that_may_fit
from agent.claims.who_pays import yes_or_no
from agent.intents.spec import View
from agent.state import Task
from agent.steps import Call, Say, Step
from domain.catalog import Product, Variant
from domain.claims import ClaimKind, Remedy
from domain.money import Money
from domain.orders import OrderLine
from domain.policies import ReturnRules
from tools.exchanges import difference
from tools.products import ProductDetails
from tools.returns import ReturnCheck


@dataclass(frozen=True, slots=True)
class Terms:
    """What comes of a claim as it is planned."""

    item: str
    kind: ClaimKind
    remedy: Remedy
    refund: Money
    fee: Money
    to: str
    rules: ReturnRules
    check: ReturnCheck
    needs_photo: bool
    needs_approval: bool
    shipping: Money | None
    """Of the delivery, where it is paid back too."""


def of_version(asked: str, terms: Terms, task: Task, view: View) -> Step:
    """Of what would be sent, the version asked for, else the same again: whether it is there, what it costs more."""
    line = next(each.line for each in terms.check.lines if each.line.name in terms.item)
    details = view.results.get("details")
    if not isinstance(details, ProductDetails):
        return Call("get_products", {"product_ids": [line.product_id]}, "details")
    product = details.products[0]
    said = task["slots"].get("instead") or {"same": "yes"}
    wanted = _meant(product, line, said)
    if terms.kind is ClaimKind.EXCHANGE and not terms.rules.exchange_for_same:
        wanted = _of_others(product, line, wanted)
    able = that_may_fit(in_stock(product, line, 1), line, task["slots"].get("reason"))
    if asked != "stock":
        is_any = not task["slots"].get("instead")
        return _difference(terms, line, able if is_any and able else wanted, view, is_any=is_any)
    others = nearest(able, line)
    facts = {
        "line": line,
        "wanted": wanted,
        "there": [variant for variant in wanted if variant.stock > 0],
        "others": [] if task["slots"].get("is_choosing") else others,  # these are listed by the question that is open
    }
    return Say("planned_stock", facts)


def _meant(product: Product, line: OrderLine, said: Mapping[str, str] | str) -> list[Variant]:
    """Also the very one that was bought: "is the green M in stock", of a green M that is to be replaced."""
    own = next((variant for variant in product.variants if variant.sku == line.sku), None)
    if own is None or isinstance(said, str) or said.get("step") or said.get("words_wanted"):
        return meant(product, line, said)
    size, colour = said.get("size") or own.size, said.get("colour") or own.colour
    is_own = size.casefold() == own.size.casefold() and has_colour(own, colour)
    return [own] if is_own and not said.get("same") else meant(product, line, said)


def _of_others(product: Product, line: OrderLine, wanted: Sequence[Variant]) -> list[Variant]:
    """ "Isn't there one in XS?", of an XS that is to be exchanged: another XS, of any colour."""
    if [variant.sku for variant in wanted] != [line.sku]:
        return list(wanted)
    return [each for each in product.variants if each.size == line.size and each.sku != line.sku]


def _difference(terms: Terms, line: OrderLine, wanted: Sequence[Variant], view: View, *, is_any: bool) -> Say:
    """In price, where one version is meant or all cost the same; an exchange costs nothing else."""
    others = [variant for variant in wanted if variant.sku != line.sku]
    more = {difference(line, variant, 1) for variant in others}
    facts = {"terms": terms, "line": line, "wanted": others, "more": None, "less": None}
    if len(more) == 1:
        (found,) = more
        nothing = Money(0, found.currency)
        facts |= {"more": max(found, nothing), "less": max(nothing - found, nothing)}
    facts["says"] = yes_or_no(view.text, is_free=not facts["more"].amount_minor if len(more) == 1 else None)
    facts |= {"is_any": is_any, "is_sold_out": bool(others) and not any(each.stock for each in others)}
    return Say("planned_difference", facts)
