"""What an answer or a question is about, and whether an answer was about something else than the open question. Pure.

By the numbers of orders and goods among its facts: a question about the very things of an open claim is no digression.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from agent.intents.claiming import Picked
from agent.intents.registry import INTENTS, UNSURE
from agent.nodes.state import Answer
from agent.state import Task
from agent.steps import Ask, Propose, Say
from agent.table.questions import OF_INTENT
from agent.writer.facts import products_of
from domain.claims import Claim, ClaimKind
from domain.orders import Order, OrderLine
from tools.returns import ReturnCheck

_MOST_NAMED = 2
_CLAIM = "claim"
_DONE_WITH = {
    "withdraw_claim": "withdraw_claim",
    "cancel_pending_order": "cancel_order",
    "file_exchange": "exchange_item",
}
"""Tool -> the intent that a summary is called by, whichever asked for it."""
_OF_CLAIMS = "returns"


def numbers_in(facts: Mapping[str, Any]) -> frozenset[str]:
    """Orders and goods that are spoken of, by their numbers; of an order whose things are chosen, those alone."""
    lines = _chosen(facts)
    goods = {*(product.product_id for product in products_of(facts)), *(line.product_id for line in lines)}
    told = set[str]().union(*(_numbers(value, with_lines=not lines) for value in facts.values()))
    return frozenset(map(str, goods | told))


def _chosen(facts: Mapping[str, Any]) -> list[OrderLine]:
    """What a claim is, or would be, filed for."""
    picked = [each.line for each in facts.get("picked", ()) if isinstance(each, Picked)]
    return picked + [each["line"] for each in facts.get("swaps", ())]


def _numbers(value: object, *, with_lines: bool) -> set[str]:
    match value:
        case Order():
            return {value.order_id, *(line.product_id for line in value.lines if with_lines)}
        case OrderLine():
            return {value.product_id}
        case Claim():
            return {value.order_id}
        case ReturnCheck():
            return _numbers(value.order, with_lines=with_lines)
        case tuple() | list():
            return set[str]().union(*(_numbers(each, with_lines=with_lines) for each in value))
        case _:
            return set()


def called(step: Ask | Propose) -> tuple[str, ...]:
    """The things that a summary would do something with; () where they are too many to be named in a question."""
    names = tuple(dict.fromkeys(line.name for line in _chosen(step.facts)))
    return names if len(names) <= _MOST_NAMED else ()


def things_of(step: Propose) -> list[str]:
    """Names of all the things that a summary would do something with: those chosen, else all of its order."""
    order = step.facts.get("order")
    lines = _chosen(step.facts) or (order.lines if isinstance(order, Order) else ())
    return [line.name for line in lines]


def doing(task: Task, step: Ask | Propose) -> str:
    """What a task does, for the noun it is called by: a claim may have to withdraw another first."""
    tool = step.tool if isinstance(step, Propose) else ""
    kind = step.facts.get("kind")
    is_put_right = isinstance(kind, ClaimKind) and kind is not ClaimKind.RETURN
    return _DONE_WITH.get(tool) or (_CLAIM if is_put_right else task["intent"])


def is_of_it(task: Task, answer: Answer) -> bool:
    """Of the order or the things that the open question is about, or of the talk itself."""
    intent = INTENTS.get(answer.intent or "", UNSURE)
    if answer.intent is None or intent.route == "chat" or not isinstance(answer.step, Say):
        return True
    told = numbers_in(answer.step.facts)
    if not told:
        return intent.route == _OF_CLAIMS == INTENTS.get(task["intent"], UNSURE).route
    return not told.isdisjoint((*task.get("about", ()), task["slots"].get("order_id") or ""))


def is_elsewhere(task: Task, answers: Iterable[Answer]) -> bool:
    """Something quite different was answered; the rules of what is being done are not."""
    return not all(is_of_it(task, each) or _is_of_its_rules(task, each) for each in answers)


def _is_of_its_rules(task: Task, answer: Answer) -> bool:
    return OF_INTENT.get(answer.intent or "") == INTENTS.get(task["intent"], UNSURE).route
