"""Which words of a message are read now: all of it, or the next of the questions that it asks."""

import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace

from agent.context import Services
from agent.dialogue import tasks
from agent.dialogue.behind_yes import beside_yes
from agent.dialogue.denials import Denial, denied, lets_go_of_denied
from agent.dialogue.repairs import asked_for
from agent.entities.found import Entities
from agent.intents.registry import INTENTS
from agent.language import language_of
from agent.nodes.state import TurnState
from agent.orders.none_yet import without_orders
from agent.speaker.leads import ANSWERED_BY_ADDRESS, behind_introduction
from agent.speaker.mentions import somebody_named, without_mention
from agent.speaker.of_the_receiver import of_the_receiver
from agent.state import Memory
from agent.steps import Say
from agent.understanding.asked_apart import asked_apart, marked, puts_a_question, question_alone
from agent.understanding.desk_clauses import Read, apart_for_desk
from agent.understanding.in_full import in_full
from agent.understanding.leaning_parts import named_first, without_nod, without_remark
from agent.understanding.local_reading import Request
from agent.understanding.of_the_desk import as_the_customer
from agent.understanding.one_more import without_lead
from agent.understanding.requests import numbered
from agent.understanding.wishes_apart import wishes_apart


@dataclass(frozen=True, slots=True)
class ToRead:
    """English words, and what is left of the message."""

    text: str
    whole: str
    """The message that the text is of; it tells how somebody feels."""
    own_words: str
    """As they were typed, where `text` is a gloss or left something out."""
    part: str
    """The text, where the message is read in parts."""
    unread: list[str]
    untouched: Memory | None
    """The memory before the first part, or before the whole of what may have to be read by its question alone."""
    denial: Denial | None
    refused: list[Say]
    """What is said of what the message refused, which is closed already, and of a yes that does not count."""
    agrees: bool = False
    """It says yes to what waits for one, beside what is in `text`."""


def to_read(
    state: TurnState,
    services: Services,
    *,
    find: Callable[[str], Entities],
    one: Callable[[str], Request | None],
    plain: str = "",
    agrees: bool = False,
) -> ToRead:
    """`plain`: the message as a language model put it, in English; it is read in place of the customer's words.

    `agrees`: it says yes besides, and there may be nothing else in it. `find`: what is named in words.
    `one`: the request that is all of some words, if it is one.
    """
    memory, is_staff = state["memory"], state["principal"].is_staff
    typed = state["text"]
    english = in_english(state["text"], language_of(state["locale"]), services)
    whole = _shop_unnamed(english, services.shop.profile.name)
    if english == state["text"]:
        whole = in_full(whole, services.vocabularies.current().mender.goods)
    is_gloss = whole != state["text"]
    if is_staff:
        whole, typed = (_of_whom_else(each, state, find(each), services.table.read) for each in (whole, typed))
        is_gloss = is_gloss or typed != whole
    if state["aside"]:
        denial, refused, untouched = None, list[Say](), state["untouched"]
        text, unread = state["part"], state["unread"]
    else:
        text = plain if plain or agrees else whole
        text = text if is_staff else of_the_receiver(without_orders(memory, text))
        text = text if tasks.waiting(memory) is not None else without_nod(text)
        beside = None if agrees else beside_yes(memory, text, find(text))
        text, agrees = (text, agrees) if beside is None else (beside.text, beside.counts)
        denial = denied(text, is_asked=bool(asked_for(memory)))
        refused = lets_go_of_denied(memory, denial) if denial is not None else []
        refused += [Say(beside.says)] if beside is not None and beside.says else []
        parts = _parts(denial.rest if denial is not None else text, state, services)
        text, *unread = parts if is_staff else _each_alone(parts, memory, find=find, one=one)
        if unread and _is_of_nothing_yet(memory):
            text, *unread = named_first([text, *unread], lambda part: _names_something(find(part)))
        untouched = deepcopy(memory) if unread or question_alone(text) else None
    part = text if unread or state["aside"] else ""
    is_gloss = is_gloss or bool(plain)
    if is_staff:
        typed = typed if text == whole else text
        text = as_the_customer(memory, text, services.table.read)
        is_gloss = is_gloss or typed != text
    return ToRead(text, whole, typed if is_gloss else "", part, unread, untouched, denial, refused, agrees)


_LOOKS_UP = re.compile(r"\b(?:record|account|profile|screen|page|details|customer|caller|client|up)\b", re.IGNORECASE)


def _of_whom_else(text: str, state: TurnState, entities: Entities, read: Read) -> str:
    """What a message of the team asks, apart from whom it is about; an address that was asked for stays."""
    text = behind_introduction(text, state["typed"])
    known = state["memory"]["served"]
    is_looked_up = bool(_LOOKS_UP.search(text) and somebody_named(text, known, entities))
    if (is_looked_up and read("desk", text).name == "serve") or asked_for(state["memory"]) in ANSWERED_BY_ADDRESS:
        return text
    return without_mention(text, known, entities)


def _shop_unnamed(text: str, name: str) -> str:
    """ "What is VerdeMuse": your shop, as it is called without its name. "My VerdeMuse order" stays."""
    before = r"\b(is|are|does|do|can|will|about|by|from|of|at|with|like)"
    return re.sub(rf"{before} {re.escape(name)}\b(?!['’@.]?\w)", r"\1 your shop", text, flags=re.IGNORECASE)


def _parts(text: str, state: TurnState, services: Services) -> list[str]:
    """What is read by itself, one after another; what one of the team asks of their own work is."""
    memory = state["memory"]
    if not state["principal"].is_staff:
        if (points := numbered(text)) and not asked_for(memory):
            return [marked(each) if puts_a_question(each) else each for each in points]
        return asked_apart(text, awaits_address=_awaits_address(memory), answers=bool(asked_for(memory)))
    return apart_for_desk(text, services.table.read, awaited=asked_for(memory) or ("offer" if memory["offer"] else ""))


def _each_alone(
    parts: list[str], memory: Memory, *, find: Callable[[str], Entities], one: Callable[[str], Request | None]
) -> list[str]:
    """What a customer wishes beside a question by itself, each without the words that only lead to it."""
    is_free = not (asked_for(memory) or memory["offer"])
    if is_free:
        parts = [without_remark(each, lambda said: _says_nothing(find(said))) for each in parts]
        parts = [each for part in parts for each in wishes_apart(part, one)]
    return [without_lead(each, is_first=at == 0, asks=not is_free) for at, each in enumerate(parts)]


def _is_of_nothing_yet(memory: Memory) -> bool:
    return not (memory["looking_at"] or memory["claim"] or memory["tasks"] or memory["shown"] or memory["quoted"])


def _names_something(found: Entities) -> bool:
    return bool(found.products or found.categories or found.order_numbers or found.claim_numbers)


def _says_nothing(found: Entities) -> bool:
    return replace(found, references=(), quantities=()) == Entities()


def _awaits_address(memory: Memory) -> bool:
    """The summary on the table is of a new address."""
    task = tasks.current(memory) if tasks.waiting(memory) is not None else None
    return task is not None and task["intent"] in INTENTS and "address" in INTENTS[task["intent"]].slots


def in_english(text: str, language: str, services: Services) -> str:
    """The words that models, patterns and the shop's writings are in; an English message is what it was."""
    glossary = services.glossaries.get(language)
    return text if glossary is None else glossary.english(text, names=services.vocabularies.current().names)
