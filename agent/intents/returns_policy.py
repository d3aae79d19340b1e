"""The rules of returning: the general question from the rules themselves, the rest from the shop's words."""

import re

from agent.claims.refunds import is_too_little
from agent.intents.answering import KINDS, answers, from_passages
from agent.intents.not_taken_back import TOOLS as OF_GOODS
from agent.intents.not_taken_back import not_taken_back
from agent.intents.plain_questions import asked_plainly, opening
from agent.intents.plain_returns import RETURN_COST, RETURNS
from agent.intents.refund_explained import own_refund
from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Call, Say, Step
from agent.table.questions import QUESTIONS
from domain.knowledge import Passage
from tools.places import places_in, places_said
from tools.policies import PassagesFound, RulesInForce
from tools.words import fold

_GENERAL = re.compile(
    r"^\W*(?:and |also |so |but |(?:i have |a |one |quick )*questions? )?"
    r"(?:(?:what(?:'?s|’s| is| are)?|how (?:is|does)|tell me|explain|about|know) )*"
    r"(?:about )?(?:your |the |ur |you |for )*(?:returns?|refunds?)(?: and (?:returns?|refunds?|exchanges?))?"
    r"(?: policy| policies| rules| terms| conditions| work| window)*"
    r"(?:\W+(?:btw|by the way|please|pls|then|again|actually|though|anyway))?\W*$",
    re.IGNORECASE,
)
_COST = re.compile(RETURN_COST, re.IGNORECASE)
_from_passages = from_passages("returns policy", plain=RETURNS)


_LIVING = (
    r"[\s,]*(?:\b(?:if|when|for|and|but|i|we|i'?m|im|am|are|we'?re|live|living|based|people|customers|someone|orders?|in"
    r"|from|to|the|sent|shipped|delivered)\b[\s,]*)*"
)


def _asked_from_abroad(text: str) -> bool:
    """ "What's your return policy if i live in canada": the rules at large, for somebody elsewhere."""
    at_large = fold(text)
    for said in places_said(text):
        at_large = re.sub(rf"{_LIVING}\b{re.escape(said)}\b", " ", at_large)
    return bool(places_in(text)) and _GENERAL.match(at_large.strip()) is not None


def _is_of_others(passage: Passage, asked: str) -> bool:
    """ "How do I return from outside the US?", to somebody in the US."""
    return not places_in(re.sub(r"\boutside\b", "in", passage.title)).isdisjoint(places_in(asked))


def _from_abroad(task: Task, view: View, *, first: str) -> Step:
    """What is asked first, as of anywhere, and how it is from there."""
    told: list[Passage] = []
    for name in (first, "abroad"):
        found = view.results.get(name)
        if not isinstance(found, PassagesFound):
            return Call("find_passages", {"query": QUESTIONS["returns"][name], "kinds": KINDS}, name)
        told += [each.passage for each in answers(found)[:1] if not _is_of_others(each.passage, view.text)]
    return Say("passage", {"passages": told, "offered": "", "not_to": ""}) if told else _from_passages(task, view)


def next_step(task: Task, view: View) -> Step:
    if (never := not_taken_back(task, view)) is not None:
        return never
    if _asked_from_abroad(view.text):
        return _from_abroad(task, view, first="window")
    if is_too_little(view.text) and (own := own_refund(view)) is not None:
        return own
    if places_in(view.text) and _COST.search(view.text):
        return _from_abroad(task, view, first="cost")
    asked = asked_plainly(view.text, RETURNS)
    if places_in(view.text) and asked is not None and asked.question == QUESTIONS["returns"]["how"]:
        return _from_abroad(task, view, first="how")
    if not _GENERAL.match(view.text.strip()):
        return _from_passages(task, view)
    rules = view.results.get("rules")
    if not isinstance(rules, RulesInForce):
        return Call("get_return_rules", {}, "rules")
    return Say("return_rules", {"rules": rules.rules, "fee": rules.fee, "passages": rules.passages})


INTENT = Intent(
    name="returns_policy",
    meaning="return or refund rules, windows, trial, cancellation fees",
    route="policy",
    label="know our return rules",
    next_step=next_step,
    tools=("find_passages", "claim_status", "get_order", *OF_GOODS),
    cues=opening(
        RETURNS,
        also=r"^\W*(?:(?:hi|hello|i have|i've got|a|one|quick|question|questions)\W+)*"
        r"about (?:your )?(?:returns?|refunds?)\W*$",
    ),
)
