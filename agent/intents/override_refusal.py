"""A lead makes an exception: "override VM-10105, the sweater, she was in hospital". Limits are said at once."""

import re
from dataclasses import replace

from agent.claims.lines import chosen_lines
from agent.claims.verdicts import NUMBER, reason_beside
from agent.intents import desk_help
from agent.intents.answering import from_passages
from agent.intents.claiming import REASONS, receipt
from agent.intents.spec import Intent, View
from agent.orders.choosing import line_choices
from agent.state import Task
from agent.steps import Ask, Call, Propose, Say, Step
from domain.claims import ReturnReason
from domain.errors import NotPossible
from domain.overrides import may_set_aside
from tools.claims import LineCheck
from tools.returns import ReturnCheck

PERSON = ("Talk to a person",)
_LEADS_OVER = re.compile(
    r"(?:[\s,.;:-]+(?:so|and|then|please|can|could|may|we|you|i|i'd|let'?s|just|to|want|like))+[\s,.;:-]*$",
    re.IGNORECASE,
)
""" "She was in hospital so", in front of the command."""
_COMMAND = re.compile(
    r"^.*?\b(?:override|overrule|(?:make|as) an exception|set (?:it|that|the refusal) aside|allow it anyway)\b"
    r"(?:\s+(?:it|that|this|the refusal))?[\s,:;.-]*(?:(?:for|because|since|as|reason(?: is)?)\b[\s:]*)?",
    re.IGNORECASE | re.DOTALL,
)


_ACCEPTS = re.compile(
    r"^\W*(?:(?:can|could|would|will|please|you|we|i|let'?s|just)\W+)*"
    r"(?:accept|allow|approve|take|file|grant|refund|return|process|make|do)\b",
    re.IGNORECASE,
)
""" "Accept the return of the dress as an exception" says what, and not why."""
_UNSAID = ReturnReason.CHANGED_MIND.value
"""What is refused for no reason at all is looked at first: for what is beyond a lead, nobody needs to say why."""
_CUES = re.compile(
    r"\b(?:override|overrule|overriding)\b(?!(?:\s+\w+){0,3}\s+(?:address|size|colou?r|card|payment|settings?)\b)"
    r"|\bmake an exception\b|\bas an exception\b|\ballow it anyway\b",
    re.IGNORECASE,
)
"""Overriding an address or a size is a change of the order, which is anybody's own business."""


_BECAUSE = re.compile(
    r"\b(?:because|since|reason(?: for (?:the|this|that|an?) \w+)?(?: is)?(?: that)?|:)[\s:]*(?P<why>.{5,}?)"
    r"(?=[.?!]\s+\S|[.?!\s]*$)",
    re.IGNORECASE | re.DOTALL,
)
"""Up to the end of its sentence: what else is asked is no reason."""


_ASKS_THE_RULE = re.compile(
    r"\bat all\b|\bin general\b|\bgenerally\b|\bever\b.*\?"
    r"|\bwhat(?:['’]?s| is| are)? (?:the|our|my) (?:rules?|polic\w+|limits?)\b"
    r"|\b(?:rules?|polic\w+|limits?|guidelines?) (?:for|on|about|of) (?:\w+ ){0,3}(?:exceptions?|goodwill|overrid\w+)\b"
    r"|\bhow (?:many days|far|often|much|late)\b|\bwhen (?:can|may|do|are) (?:i|we)\b"
    r"|\b(?:allowed|supposed) to\b",
    re.IGNORECASE | re.DOTALL,
)
""" "Can we make an exception at all": of no order, but of what is written for the team."""
_told_the_rule = from_passages("goodwill for late returns")


def _of_the_rule(task: Task, view: View) -> Step:
    """The team's handbook; what this chat lets a lead do, where there is none."""
    step = _told_the_rule(task, replace(view, text="When may a return filed after the window be accepted as goodwill?"))
    is_unknown = isinstance(step, Say) and step.say == "not_known"
    return desk_help.next_step(task, view) if is_unknown else step


def next_step(task: Task, view: View) -> Step:
    if not view.principal.is_staff:
        return Say("not_permitted", opens="human_agent")
    if done := receipt(view):
        return done
    if _ASKS_THE_RULE.search(view.text):
        return _of_the_rule(task, view)
    slots = task["slots"]
    order_id = slots.get("order_id") or slots.get("order_in_view")
    if order_id is None:
        return Ask("order_id", "override_which_order")
    check, reason = view.results.get("check"), slots.get("reason")
    if not isinstance(check, ReturnCheck):
        return Call("check_return", {"order_id": order_id, "reason": reason or _UNSAID}, "check")
    refused = [each for each in check.lines if each.eligibility.refusal]
    if not refused:
        return Say(
            "override_not_needed",
            {"check": check, "order": check.order},
            opens="return_item",
            opens_slots={"order_id": order_id},
        )
    picked = _picked(task, refused)
    if picked is None:
        lines = [each.line for each in refused]
        return Ask("line", "override_which_line", {"lines": lines}, line_choices(lines))
    if (limit := _limit(picked, view)) is not None:
        return Say("override_refused", {"limit": limit, "line": picked.line}, quick_replies=PERSON)
    if reason is None:
        return Ask("reason", "override_reason", choices=REASONS, keeps={"order_id": order_id, "line": picked.line.line})
    why = _why(task, slots.get("why") or view.text)
    if not why:
        return Ask("why", "override_why", keeps={"line": picked.line.line})
    return _proposed(check, picked, reason, why)


def _picked(task: Task, refused: list[LineCheck]) -> LineCheck | None:
    lines = [each.line for each in refused]
    chosen = chosen_lines(task, lines, still_open=lines)
    return next((each for each in refused if each.line.line in chosen), None) if len(chosen) == 1 else None


def _limit(picked: LineCheck, view: View) -> str | None:
    """Why this lead may not, in words that say the limit; None when they may."""
    if picked.facts is None:
        return None
    try:
        may_set_aside(view.principal.role, picked.facts, picked.eligibility)
    except NotPossible as over:
        return over.public
    return None


def _why(task: Task, text: str) -> str:
    is_answer = any("why" in names for names in task["answered"])
    if is_answer or _CUES.search(text):
        return _said_why(text, fewest=2 if is_answer else 3)
    return reason_beside(text) or ""


def _said_why(text: str, *, fewest: int) -> str:
    """What follows the command, else what stands in front of it, if it is more than the order and the item."""
    rest = _COMMAND.sub("", text, count=1)
    if not re.search(r"\w", rest) and (command := _CUES.search(text)) is not None:
        rest = text[: command.start()].strip(" ,.;:-")
    rest = "" if _ACCEPTS.match(rest) else rest
    because = _BECAUSE.search(text)
    said = because["why"] if because else rest
    said = _LEADS_OVER.sub("", said).strip(" .,;:-")
    return said if len(said.split()) >= fewest else ""


def _proposed(check: ReturnCheck, picked: LineCheck, reason: str, why: str) -> Propose:
    arguments = {
        "order_id": check.order.order_id,
        "line": picked.line.line,
        "quantity": max(picked.left, 1),
        "reason": reason,
        "why": why[:400],
    }
    facts = {
        "order": check.order,
        "line": picked.line,
        "quantity": max(picked.left, 1),
        "eligibility": picked.eligibility,
        "check": check,
        "clause": check.rules.cited(picked.eligibility.clause),
        "why": why[:400],
    }
    return Propose("override_refusal", arguments, "override_confirm", facts, "override|file|make an exception")


INTENT = Intent(
    name="override_refusal",
    meaning="a support lead makes an exception to a refused return",
    route="returns",
    label="make an exception",
    next_step=next_step,
    slots=("order_id", "order_in_view", "item", "category", "line", "reason", "why"),
    tools=("check_return", "find_passages", "get_profile", "override_refusal"),
    cues=re.compile(rf"^(?!.*{NUMBER})(?:.*?)(?:{_CUES.pattern})", re.IGNORECASE | re.DOTALL),
)
