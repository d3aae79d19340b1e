"""Which of the choices that were offered an answer means."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from rapidfuzz import fuzz, process

from agent.entities.spelling import known_words
from agent.orders.called import BY_AGE, status_called, status_said
from agent.understanding.heard import Heard


def pick(choices: Sequence[Mapping[str, str]], heard: Heard) -> str | None:
    """The one choice that an answer means: by its number, place in the list, state, age or words."""
    if not choices:
        return None
    by_number = picked_by_number(choices, heard.text)
    by_place = by_number or pick_by_place(choices, heard)
    of_order = by_place or _by_state(choices, heard.text) or _by_age(choices, heard.text)
    return of_order or _by_label(choices, heard) or _by_words(choices, heard)


_FEWEST_DIGITS = 4


def picked_by_number(choices: Sequence[Mapping[str, str]], text: str) -> str | None:
    """ "55083, the yoga pants", of VM-55083: the figures of its number tell it from all others."""
    said = {found for found in re.findall(r"(?<![\d.,$€£-])\d+(?![\d%])", text) if len(found) >= _FEWEST_DIGITS}
    named = [choice["value"] for choice in choices if re.sub(r"\D", "", choice["value"]) in said]
    return named[0] if len(set(named)) == 1 else None


def pick_by_place(choices: Sequence[Mapping[str, str]], heard: Heard) -> str | None:
    """ "The second one", "the cheaper one": of the list itself, whatever is in it."""
    return (_by_position(choices, heard) or _by_price(choices, heard)) if choices else None


def pick_exactly(choices: Sequence[Mapping[str, str]], text: str) -> str | None:
    """The choice whose label this is, as when a button was pressed."""
    answer = text.strip().strip(".!").casefold()
    return next((choice["value"] for choice in choices if choice["label"].casefold() == answer), None)


def _by_price(choices: Sequence[Mapping[str, str]], heard: Heard) -> str | None:
    """ "The cheaper one", when all have a price and one is cheapest."""
    words = [found.value.attribute for found in heard.entities.references if found.value.kind == "superlative"]
    if not words or words[0] not in ("cheap", "expensive") or not all("price" in choice for choice in choices):
        return None
    prices = [int(choice["price"]) for choice in choices]
    wanted = min(prices) if words[0] == "cheap" else max(prices)
    return choices[prices.index(wanted)]["value"] if prices.count(wanted) == 1 else None


_BRIEF = 8


def _by_state(choices: Sequence[Mapping[str, str]], text: str) -> str | None:
    """ "The lost one": the one order of those offered that is doing so."""
    wanted = status_said(text) if len(text.split()) <= _BRIEF else status_called(text)
    doing = [choice["value"] for choice in choices if wanted is not None and choice.get("state") == wanted.value]
    return doing[0] if len(doing) == 1 else None


def _by_age(choices: Sequence[Mapping[str, str]], text: str) -> str | None:
    """ "The older one", of the orders that were offered."""
    told = BY_AGE.match(text)
    if told is None or not all(choice.get("placed") for choice in choices):
        return None
    by_day = sorted(choices, key=lambda choice: datetime.fromisoformat(choice["placed"]))
    return by_day[0 if told["old"] else -1]["value"]


def _by_position(choices: Sequence[Mapping[str, str]], heard: Heard) -> str | None:
    for reference in (found.value for found in heard.entities.references):
        at = {"ordinal": reference.index, "pronoun": 1 if len(choices) == 1 else None}.get(reference.kind)
        if at is not None and at != 0 and abs(at) <= len(choices):
            return choices[at - 1 if at > 0 else at]["value"]
    return None


def _by_label(choices: Sequence[Mapping[str, str]], heard: Heard) -> str | None:
    text = heard.text
    if exact := pick_exactly(choices, text):
        return exact
    if heard.entities.categories:
        return None  # "the dress" is no slip for "the address"
    labels = [choice["label"].casefold() for choice in choices]
    answer = text.strip().strip(".!").casefold()
    if len(answer) < 4 or any(character.isdigit() for character in answer):
        return None  # one digit off is another order, not a slip
    if all(word in known_words() for word in re.findall(r"[a-z]{3,}", answer)):
        return None  # "the dress" is no slip of "the address"
    best = process.extract(answer, labels, scorer=fuzz.ratio, score_cutoff=85, limit=2)
    return choices[best[0][2]]["value"] if best and (len(best) == 1 or best[0][1] > best[1][1]) else None


_NOT_TELLING = frozenset((
    "it", "its", "is", "was", "the", "this", "that", "these", "those", "my", "me", "your", "of", "to", "in",
    "on", "for", "from", "and", "or", "not", "no", "yes", "one", "ones", "ll", "keep", "want", "please",
    "would", "like", "with", "as", "be", "have", "has", "had", "do", "does", "just", "only", "mind", "changed",
))  # fmt: skip


def _by_words(choices: Sequence[Mapping[str, str]], heard: Heard) -> str | None:
    """The choice that shares most telling words with the answer, if it is only one."""
    said = _telling_words(heard.text) - _NOT_TELLING
    said |= {found.value.attribute for found in heard.entities.references if found.value.attribute}
    scores = [len(said & _telling_words(f"{choice['label']} {choice.get('words', '')}")) for choice in choices]
    best = max(scores)
    return choices[scores.index(best)]["value"] if best > 0 and scores.count(best) == 1 else None


def _telling_words(text: str) -> set[str]:
    """Words, what holds a figure however short ("3 ft"), and a yes or no with what it is about ("waterproof no")."""
    lowered = text.casefold()
    flags = re.findall(r"\b[\w-]+ (?:yes|no)\b", lowered)
    return {*re.findall(r"[\w-]{2,}|\d", lowered), *flags}
