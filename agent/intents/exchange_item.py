"""Swapping delivered items for another size or colour: all lines at once, because an order is exchanged once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from agent.claims.choosing import as_shown
from agent.claims.lines import Chosen, chosen_lines, line_named
from agent.claims.one_each import which_is_which
from agent.claims.swapping import TOOLS as SWAPPING
from agent.claims.swapping import after_withdrawal, instead_of_claim, told_of_standing
from agent.claims.swaps import WISHED, in_stock, meant, nearest, that_may_fit
from agent.claims.told_why import recalled
from agent.claims.words import WISHES
from agent.intents import change_order, claiming
from agent.intents.answering import from_passages, is_how_to
from agent.intents.return_item import is_meant, may_have_arrived
from agent.intents.spec import Intent, View
from agent.orders.choosing import choose_order, line_choices
from agent.orders.payment_methods import method_named
from agent.state import Task
from agent.steps import Ask, Call, Choice, Propose, Say, Step
from domain.catalog import Product, Variant
from domain.claims import Claim, ClaimKind, ReturnReason
from domain.money import Money
from domain.order_changes import refusal
from domain.orders import OrderLine
from tools.claims import LineCheck
from tools.exchanges import ExchangeFiled, difference, variant_words
from tools.products import ProductDetails
from tools.returns import ReturnCheck

_told_how = from_passages("exchanging an item", then="exchange_item")


def next_step(task: Task, view: View) -> Step:
    slots = task["slots"]
    if is_how_to(view.text) and "order_id" not in slots and not slots.get("item"):
        return _told_how(task, view)
    if slots.get("order_id") and slots.get("not_sent") == slots["order_id"]:
        return change_order.next_step(task, view)
    done = view.results.get("done")
    if isinstance(done, ExchangeFiled):
        claims = tuple(each.claim for each in done.filed)
        facts = {"filed": done, "claims": claims, "claim": claims[0], "receipt": done}
        return Say("exchange_filed", facts, shows=as_shown(claims), shows_kind="orders")
    return after_withdrawal(told_of_standing(_on_the_way(task, view), view), view)


def _on_the_way(task: Task, view: View) -> Step:
    slots, check = task["slots"], view.results.get("check")
    if isinstance(check, ReturnCheck) and check.kind is ClaimKind.EXCHANGE and is_meant(task, check, view):
        is_here = check.order.status.may_be_cancelled  # it has not left yet: changed rather than sent to and fro
        if is_here or refusal(check.order, "items") is None:
            slots["not_sent"] = check.order.order_id
            return change_order.next_step(task, view)
        if (step := instead_of_claim(task, check, view)) is None:
            return _with_check(task, check, view)
        return _sold_out_before(task, check, step, view) or step
    chosen = choose_order(task, view, fits=may_have_arrived, none_fit="nothing_to_return", purpose="which_to_exchange")
    if not isinstance(chosen, str):
        return which_is_which(task, chosen)
    arguments = {"order_id": chosen, "reason": _reason(task).value, "kind": ClaimKind.EXCHANGE.value}
    return Call("check_return", arguments, "check")


def _sold_out_before(task: Task, check: ReturnCheck, step: Step, view: View) -> Step | None:
    """Nothing is withdrawn for a version that is not there: what there is, is told first."""
    said, claim = task["slots"].get("instead"), step.facts.get("claim") if isinstance(step, Propose) else None
    line = next((each.line for each in check.lines if isinstance(claim, Claim) and each.line.line == claim.line), None)
    if line is None or not isinstance(said, dict):
        return None
    details = view.results.get("details")
    if not isinstance(details, ProductDetails):
        return Call("get_products", {"product_ids": [line.product_id]}, "details")
    product = details.products[0]
    wanted = meant(product, line, said)
    if not wanted or any(variant.stock > 0 for variant in wanted):
        return None
    facts = {"line": line, "wanted": wanted, "there": [], "others": in_stock(product, line, 1)}
    shows = as_shown((claim,)) if isinstance(claim, Claim) else ()
    return Say("planned_stock", facts, shows=shows, shows_kind="orders")


def _reason(task: Task) -> ReturnReason:
    said = ReturnReason(task["slots"].get("reason", ReturnReason.DOES_NOT_FIT.value))
    return ReturnReason.DOES_NOT_FIT if said.is_our_fault else said


def _with_check(task: Task, check: ReturnCheck, view: View) -> Step:
    if refused := claiming.refused_whole(check, item=task["slots"].get("item")):
        return refused
    chosen, meant = _meant_lines(task, check)
    if not meant:
        open_lines = [each.line for each in check.lines if each.eligibility.is_eligible]
        return Ask("line", "which_to_swap", {"check": check, "lines": open_lines}, line_choices(open_lines))
    recalled(task, check.order.order_id, list(chosen))
    checks = [each for each in meant if each.eligibility.is_eligible]
    if not checks:
        return claiming.refused(check, meant[0])
    details = view.results.get("details")
    if not isinstance(details, ProductDetails):
        ids = list(dict.fromkeys(each.line.product_id for each in checks))
        return Call("get_products", {"product_ids": ids[:4]}, "details")
    products: dict[str, Product] = {product.product_id: product for product in details.products}
    return _with_products(task, check, [(each, chosen[each.line.line] or each.left) for each in checks], products)


def _meant_lines(task: Task, check: ReturnCheck) -> tuple[Chosen, list[LineCheck]]:
    """The lines that are named with their numbers of pieces; of those that the rules refuse the summary says so."""
    open_lines = [each.line for each in check.lines if each.eligibility.is_eligible]
    chosen = chosen_lines(task, [each.line for each in check.lines], still_open=open_lines)
    return chosen, [each for number in chosen if (each := check.of(number)) is not None]


def _with_products(
    task: Task, check: ReturnCheck, wanted: list[tuple[LineCheck, int]], products: Mapping[str, Product]
) -> Step:
    """Settle the new variant line by line; the first one that is not clear is asked for."""
    swaps: list[tuple[LineCheck, int, Variant]] = []
    for each, quantity in wanted:
        quantity = min(quantity, each.left)
        product = products.get(each.line.product_id)
        may_be_same = check.rules.exchange_for_same
        if product is None or not in_stock(product, each.line, quantity, may_be_same=may_be_same):
            return Say(
                "swap_sold_out",
                {"line": each.line, "order": check.order},
                opens="return_item",
                opens_slots={"order_id": check.order.order_id, "line": each.line.line},
            )
        found = _settled(task, each.line, product)
        if found is None:
            said = _said_of(task, each.line, check)
            found = _variant(product, each.line, said, quantity, may_be_same=may_be_same)
            found = _offered(found, each.line, task, check)
        if isinstance(found, Say):
            return found
        if not isinstance(found, Variant):
            keeps = {"swapping": each.line.line, "asked_item": each.line.name}
            return replace(found, keeps={**keeps, "swaps": task["slots"].get("swaps", {})})
        _settle(task, each.line, found)
        swaps.append((each, quantity, found))
    return _with_method(task, check, swaps)


def _settled(task: Task, line: OrderLine, product: Product) -> Variant | None:
    """What this line is to become, when that was made out before."""
    sku = (task["slots"].get("swaps") or {}).get(str(line.line))
    return next((variant for variant in product.variants if variant.sku == sku), None)


def _settle(task: Task, line: OrderLine, variant: Variant) -> None:
    slots = task["slots"]
    slots["swaps"] = {**(slots.get("swaps") or {}), str(line.line): variant.sku}
    if slots.get("swapping") == line.line:
        slots.pop("swapping")


def _said_of(task: Task, line: OrderLine, check: ReturnCheck) -> dict[str, str] | str | None:
    """What is wanted instead: said as an answer or of the only thing spoken of, else named beside this line."""
    slots = task["slots"]
    said = slots.pop("instead", None) if slots.get("swapping") in (None, line.line) else None
    if isinstance(said, dict) and said.get("keeps"):
        before = slots.get("wished")
        said = {**(before if isinstance(before, dict) else {}), "colour": line.colour}
    if isinstance(said, dict):
        slots["wished"] = said
    return said or _beside(task, line, [each.line for each in check.lines])


def _variant(
    product: Product, line: OrderLine, said: dict[str, str] | str | None, quantity: int, *, may_be_same: bool
) -> Variant | Ask:
    """The one that is meant and there, or the question which one."""
    variants = meant(product, line, said)
    there = [variant for variant in variants if variant.stock >= quantity]
    is_refused = [variant.sku for variant in there] == [line.sku] and not may_be_same
    if len(there) == 1 and not is_refused:
        return there[0]
    choices = (there if not is_refused else []) or in_stock(product, line, quantity)
    unknown = _not_made(product, said)
    if isinstance(said, dict) and (colour := said.get("colour")):
        choices = [variant for variant in choices if variant.colour == colour] or choices
    if not there and isinstance(said, dict) and (size := said.get("size")):
        choices = [variant for variant in choices if variant.size == size] or choices
    facts = {"line": line, "variants": choices}
    if unknown and not variants:
        return Ask("instead", "swap_not_made", {**facts, "colour": unknown}, is_again=True)
    say = "swap_not_for_same" if is_refused else "swap_not_there" if variants and not there else "ask_swap"
    facts |= {"wanted": [variant_words(each) for each in variants[:1]]}
    return Ask("instead", say, facts, is_again=bool(said) and len(there) < 2)


def _offered(found: Variant | Ask, line: OrderLine, task: Task, check: ReturnCheck) -> Variant | Ask | Say:
    """The question with what may fit, told as far as anybody reads it; where nothing fits there is only the return."""
    if isinstance(found, Variant):
        return found
    able = that_may_fit(found.facts["variants"], line, task["slots"].get("reason"))
    if not able:
        opened = {"order_id": check.order.order_id, "line": line.line, "reason": task["slots"]["reason"]}
        facts = {"line": line, "order": check.order, "is_small": opened["reason"] == ReturnReason.TOO_SMALL.value}
        return Say("swap_none_fits", facts, opens="return_item", opens_slots=opened)
    told = nearest(able, line)
    facts = {**found.facts, "order": check.order, "variants": told, "is_more": len(told) < len(able)}
    return replace(found, facts=facts, choices=_choices(told))


def _not_made(product: Product, said: dict[str, str] | str | None) -> str:
    """The colour or size that was wished and that this product never comes in."""
    if not isinstance(said, dict):
        return ""
    colour, size = said.get("colour") or "", said.get("size") or ""
    if not any(colour.casefold() in variant.colour.casefold() for variant in product.variants):
        return colour
    is_made = not size or any(variant.size.casefold() == size.casefold() for variant in product.variants)
    return "" if is_made else size


def _beside(task: Task, line: OrderLine, lines: Sequence[OrderLine]) -> dict[str, str] | None:
    """What was named as wanted right beside this line: "the shirt for an L and the trousers for an M"."""
    for part in task["slots"].get("parts") or ():
        if line_named(part["words"], lines) == line and any(part.get(name) for name in WISHES):
            return {name: part[name] for name in WISHES if part.get(name)}
    return None


def _choices(variants: list[Variant]) -> tuple[Choice, ...]:
    return tuple(Choice(variant.sku, variant_words(variant), variant.words) for variant in variants)


def _with_method(task: Task, check: ReturnCheck, swaps: list[tuple[LineCheck, int, Variant]]) -> Step:
    """A price difference needs a method that covers it."""
    total = sum(
        (difference(each.line, variant, quantity) for each, quantity, variant in swaps),
        Money(0, check.order.total.currency),
    )
    method_id, label = check.order.method_id, check.method
    if (said := task["slots"].get("pays_with")) and (named := method_named(said, check.methods)) is not None:
        method_id, label = named.method_id, named.label
    known = next((method for method in check.methods if method.method_id == method_id), None)
    is_short = total.amount_minor > 0 and (method_id is None or (known is not None and not known.covers(total)))
    able = [method for method in check.methods if method.covers(total)]
    if is_short and able:
        choices = tuple(Choice(method.method_id, method.label) for method in able)
        return Ask("pays_with", "ask_swap_method", {"total": total, "label": label, "methods": able}, choices)
    return _proposed(task, check, swaps, total=total, method_id=method_id, label=label)


def _proposed(
    task: Task,
    check: ReturnCheck,
    swaps: list[tuple[LineCheck, int, Variant]],
    *,
    total: Money,
    method_id: str | None,
    label: str,
) -> Step:
    named = {"method_id": method_id} if method_id and method_id != check.order.method_id else {}
    return Propose(
        "file_exchange",
        {
            "order_id": check.order.order_id,
            "items": [
                {"line": each.line.line, "quantity": quantity, "sku": variant.sku} for each, quantity, variant in swaps
            ],
            "reason": _reason(task).value,
            **named,
        },
        "confirm_exchange",
        {
            "check": check,
            "swaps": [
                {"line": each.line, "quantity": quantity, "variant": variant, "words": variant_words(variant)}
                for each, quantity, variant in swaps
            ],
            "total": total,
            "to_pay": Money(abs(total.amount_minor), total.currency),
            "label": label,
            "cited": check.rules.cited("once"),
            "is_one": len(check.order.lines) == 1,
            "left_out": [each for each in _meant_lines(task, check)[1] if not each.eligibility.is_eligible],
        },
        verb="exchange|file|swap|change",
    )


INTENT = Intent(
    name="exchange_item",
    meaning="swap a delivered item for another size, colour or option",
    route="returns",
    label="exchange something",
    next_step=next_step,
    undone_by="change_order",
    cues=WISHED,
    slots=(*(slot for slot in claiming.SLOTS if slot not in ("remedy", "note", "product_ids")), "instead"),
    tools=(*change_order.INTENT.tools, "check_return", "get_products", "file_exchange", *SWAPPING),
)
