"""Whether a message may be read by its likeness to others, or says by itself what it wants. Pure."""

from agent.dialogue import tasks
from agent.dialogue.answers import is_question
from agent.dialogue.further_questions import goes_on, points
from agent.intents.registry import INTENTS
from agent.state import Memory
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Request
from agent.understanding.slots import FILLERS

_SURELY = 0.8
_SURELY_OF_SHOP = 0.95
_HARDLY = 0.05
_A_SENTENCE = 4
_OF_RETURNS = ("returns_policy", "warranty_policy")
_BRIEF = 6
_IN_ANY_WORDS = ("reason", "note", "instead", "address")
_SAID_OF = {"order_id": ("order_id", "which", "dates", "item")}
"""What answers the question for an order: its number, or anything else that tells which."""


def is_of_shop(request: Request, heard: Heard) -> bool:
    """ "Which payment methods do you take?", "when is your team there?": of the shop, whatever lies on the table.

    Returns and the warranty are left to the claim in hand, which answers them of the very thing.
    """
    if points(request.text) or goes_on(request.text) or len(request.text.split()) < _A_SENTENCE:
        return False
    intent = INTENTS.get(request.intent or "")
    if intent is None or intent.route == "returns" or intent.name in _OF_RETURNS:
        return False
    areas = heard.areas(request.text)
    is_of_account = intent.route == "account" and request.confidence >= _SURELY_OF_SHOP
    is_of_nothing_here = bool(areas) and areas["claim"] + areas["order"] <= _HARDLY
    return is_of_account or is_of_nothing_here or areas.get("rules", 0.0) >= _SURELY_OF_SHOP


def may_lean(
    memory: Memory, request: Request, heard: Heard, *, pointing: tuple[str, ...] = ("pronoun",), is_sure: bool = False
) -> bool:
    """No rule told it outright, it answers no open question, and it names nothing that may lie elsewhere.

    `pointing` lists the kinds of reference that are of the thing on the table. `is_sure`: it was read so surely that
    it may sound like the shop's rules.
    """
    entities = request.entities
    names_other = bool(entities.products or entities.claim_numbers or entities.emails)
    points_elsewhere = any(found.value.kind not in pointing for found in entities.references)
    if request.alternatives == (request.intent,) or names_other or points_elsewhere:
        return False
    return not (_answers(memory, request, heard) or (not is_sure and _is_of_rules(request)))


def _answers(memory: Memory, request: Request, heard: Heard) -> bool:
    task = tasks.current(memory)
    asked = (task["asked"] or "") if task is not None else ""
    own = heard.of(request)
    is_brief = asked in _IN_ANY_WORDS and not is_question(request.text) and len(request.text.split()) <= _BRIEF
    return is_brief or any(FILLERS[name](own) for name in _SAID_OF.get(asked, (asked,)) if name in FILLERS)


def _is_of_rules(request: Request) -> bool:
    """ "Can I pay with Klarna": surely of the shop at large, with no "it" that might be the thing on the table."""
    route = INTENTS[request.intent].route if request.intent in INTENTS else ""
    return route in ("policy", "human") and request.confidence >= _SURELY and not points(request.text)
