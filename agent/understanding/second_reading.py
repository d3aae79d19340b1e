"""A language model reads a message that the local models are unsure of, or that entangles several requests.

It may cut the message up and name an intent for each part, nothing else: every part is a stretch of the message as
typed, every intent one of ours that this speaker may have. What is said with a yes or a no, and what orders, products
and sizes are named, is read from the words by the same rules as ever.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from agent.context import Services
from agent.intents.registry import INTENTS
from agent.models.structured import structured
from agent.models.turn import TurnModel
from agent.turn import TurnInput
from agent.understanding.local_reading import FLOOR, SURE, Request, Understanding, entities_of
from agent.understanding.requests import MAX_PARTS
from domain.customers import Principal
from domain.errors import ModelNonsense
from tools.spec import Effect

UNCLEAR = "unclear"
_BRIEF = 6
"""Words up to which a message that follows a question is its answer, whatever it sounds like alone."""
_LONG = 45
"""Words from which one request may be a story with several in it."""


def is_doubtful(understood: Understanding, *, is_asked: bool) -> bool:
    """Under the local floor, or entangled: several requests, or a long one, of which not all are sure."""
    requests, words = understood.requests, len(understood.text.split())
    if not requests or (is_asked and words <= _BRIEF):
        return False
    if any(request.intent is None or request.confidence < FLOOR for request in requests):
        return True
    is_entangled = len(requests) > 1 or words >= _LONG
    return is_entangled and any(request.confidence < SURE for request in requests)


async def second_reading(
    understood: Understanding,
    model: TurnModel,
    turn: TurnInput,
    services: Services,
    *,
    asked: str,
    own_words: str = "",
    so_far: str = "",
    gloss: Callable[[str], str] = str,
) -> Understanding:
    """The same message with the requests that the model finds in it; what was sure before stays as it was.

    `own_words` are the customer's where what was understood is a gloss; the model reads these, and what it finds in
    them is glossed.

    Raises:
        ModelFailed: no answer, or none that keeps to the message; the local reading stands.
    """
    names = may_be_asked(turn.principal, services)
    rendered = model.render(
        "understand",
        {"shop": services.shop.profile.name},
        {
            "intents": "\n".join(f"{name}: {INTENTS[name].meaning}" for name in names),
            "so_far": so_far,
            "asked": asked,
            "message": own_words or understood.text,
            "guess": json.dumps({"requests": [_as_guess(each) for each in understood.requests]}, ensure_ascii=False),
        },
    )
    heard = await structured(model, model.ask(rendered), _shape(names))
    said = (understood.text, own_words)
    stretches = [(_stretch(each["words"], said, gloss), each["intent"]) for each in heard.model_dump()["requests"]]
    found = [_request(words, intent, turn, services) for words, intent in stretches]
    if not found:
        raise ModelNonsense("no request in a message that has some")
    sure = [request for request in understood.requests if request.intent and request.confidence >= SURE]
    known = {request.intent for request in sure}
    new = [request for request in found if request.intent not in known]
    if sure and all(request.intent is None for request in new):
        new = [request for request in understood.requests if request not in sure]
    together = sorted([*sure, *new], key=lambda request: understood.text.find(request.text))
    return replace(understood, requests=tuple(together[:MAX_PARTS]))


def may_be_asked(principal: Principal, services: Services) -> list[str]:
    """Intents that this speaker may have: none that would change the shop with a tool for other roles."""

    def is_open(tool: str) -> bool:
        spec = services.executor.spec(tool)
        return spec.effect is not Effect.WRITE or principal.role in spec.roles

    named = {name: intent for name, intent in INTENTS.items() if name != "affirm_deny" and not intent.goes_on}
    return [name for name, intent in named.items() if all(map(is_open, intent.tools))]


def _shape(names: Sequence[str]) -> type[BaseModel]:
    """JSON of the answer; made for each speaker, as the intents are part of it."""
    strict = ConfigDict(frozen=True, extra="forbid")
    intents: Any = Literal[(*names, UNCLEAR)]
    part = create_model("HeardRequest", __config__=strict, words=(str, Field(max_length=2000)), intent=(intents, ...))
    parts: Any = list[part]
    return create_model("HeardRequests", __config__=strict, requests=(parts, Field(max_length=MAX_PARTS)))


def _stretch(words: str, said: Sequence[str], gloss: Callable[[str], str]) -> str:
    """The words as they stand in the message, in English. Raises ModelNonsense: they are not in it."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    in_english, own = (re.search(pattern, text, re.IGNORECASE) if pattern else None for text in said)
    if in_english is not None:
        return in_english[0]
    if own is None:
        raise ModelNonsense("words that the customer did not say")
    return gloss(own[0])


def _request(words: str, intent: str, turn: TurnInput, services: Services) -> Request:
    entities = entities_of(words, turn, services)
    if intent != UNCLEAR:
        return Request(words, intent, SURE, (intent,), entities)
    alternatives = tuple(score.name for score in services.classifier.classify(words)[:3])
    return Request(words, None, 0.0, alternatives, entities)


def _as_guess(request: Request) -> dict[str, str]:
    return {"words": request.text, "intent": request.intent or UNCLEAR}
