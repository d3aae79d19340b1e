"""Every phrase can be said: it exists in every language, prints real values, and the gate lets it pass."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest
from babel import Locale

from agent.intents.registry import INTENTS, UNSURE
from agent.steps import Ask, Propose, Say
from agent.writer.cards import cards_for
from agent.writer.formats import filters
from agent.writer.templates import TemplateWriter
from api.commands.cards import ARTISTS
from domain.orders import OrderStatus
from tests.contract.claim_samples import checks
from tests.contract.claim_terms_samples import said_of_claim_terms
from tests.contract.desk_samples import said_at_the_desk
from tests.contract.identity_samples import said_of_identity
from tests.contract.notice_samples import said_in_notices
from tests.contract.repair_samples import said_of_repairs
from tests.contract.samples import handed_off
from tests.contract.spoken import SHOP, withheld, wordings
from tests.contract.test_intents import every_step

AGENT = Path(__file__).parents[2] / "agent"
PHRASES = AGENT / "writer" / "phrases"
PARTS = {
    "sale_is_final",
    "about_lines",
    "lapse_of_order",
    "about_records",
    "elsewhere_matter",
    "elsewhere_place",
    "address_line",
    "grid",
    "hits",
    "label_of_claim",
    "label_of_reason",
    "measure_said",
    "after_review",
    "next_of_claim",
    "state_of_claim",
    "state_of_order",
    "told_facts",
    "why",
    "why_line_refused",
    "why_not",
}
"""Included by other phrases; never said alone."""
SPARE = {"return_refused_not_enough_left"}
"""For a refusal that the rules know and no check comes to: it asks about one piece at a time."""

SAID_BY_THE_DIALOGUE: list[Say | Ask] = [
    *(Say(key) for key in ("greeting", "greeting_short", "thanks", "goodbye", "all_right", "yes_to_what")),
    *(Say(key) for key in ("offer_person", "nothing_readable", "summary_expired", "please_sign_in", "not_found")),
    *(Say(f"only_english_{language}") for language in ("de", "fr", "es")),
    Say("which_country"),
    Say("nothing_more_written"),
    *(Say("not_in_what_was_said", {"part": part}) for part in ("two of them", "")),
    *(
        Say("part_not_known", {"part": part, "offers": offers})
        for part in ("do you wrap", "")
        for offers in (True, False)
    ),
    *(Say(key, {"part": part}) for key in ("part_not_followed", "part_unanswered") for part in ("do you wrap", "")),
    Say("stopped"),
    Say("in_english"),
    Say("in_the_original", {"quote": "You can return unworn items within 30 days of delivery."}),
    *(Say(key) for key in ("heard", "heard_offer_person", "or_a_person")),
    Say("dropped", {"task": "return something"}),
    Say("repeat", {"reply": "We are here Monday to Friday 8 am to 6 pm."}),
    Say("repeat", {"reply": ""}),
    Say("cannot_finish", {"code": "conflict"}),
    *(Say("not_possible", {"reason": reason, "clause": None}) for reason in ("no_customer", "proof_missing", "x")),
    Ask("proof", "ask_proof", {"order_id": "VM-20009"}),
    Ask("order_id", "order_not_found", {"order_id": "VM-20009"}),
    Ask("order_id", "proof_failed"),
    Ask("intent", "clarify", {"choices": [{"label": "Find out where an order is", "value": "track_order"}]}),
    *(Say(key, {"handoff": handoff}) for key in ("handed_off", "complaint_recorded") for handoff in handed_off()),
]
"""What nodes and the dialogue say themselves, with the facts they give. What intents say is walked instead."""


@pytest.fixture(scope="module")
def writer() -> TemplateWriter:
    return TemplateWriter.open(SHOP)


@lru_cache(maxsize=1)
def all_said() -> list[Say | Ask | Propose]:
    """One of each phrase with each set of facts that some intent, node or dialogue says it with."""
    walked = [step for name in (*INTENTS, UNSURE.name) for step in every_step(name)]
    said = [
        *SAID_BY_THE_DIALOGUE,
        *said_of_identity(),
        *said_of_repairs(),
        *said_of_claim_terms(),
        *said_at_the_desk(),
        *(step for step in walked if isinstance(step, Say | Ask | Propose)),
    ]
    return list(
        {(step.say, *(f"{name}={fact!r}" for name, fact in step.facts.items())): step for step in said}.values()
    )


def languages() -> list[str]:
    return sorted({file.parent.name for file in PHRASES.glob("*/*.yaml")})


def locales() -> list[str]:
    return ["en-US", "en-GB", *(f"{language}-{language.upper()}" for language in languages() if language != "en")]


@pytest.mark.parametrize("language", languages())
def test_every_language_has_the_same_phrases(writer: TemplateWriter, language: str) -> None:
    assert writer.keys(language) == writer.keys("en")


def test_every_phrase_named_in_the_code_exists(writer: TemplateWriter) -> None:
    assert keys_in_code() - writer.keys() == set()


def test_every_phrase_is_said_by_somebody(writer: TemplateWriter) -> None:
    assert writer.keys() - {step.say for step in (*all_said(), *said_in_notices())} - PARTS == SPARE


@pytest.mark.parametrize("locale", locales())
def test_no_phrase_is_held_back(writer: TemplateWriter, locale: str) -> None:
    found: dict[str, list[str]] = {}
    for step in all_said():
        # The customer has said the number themselves where no tool has confirmed it.
        heard = step.facts.get("order_id") or "" if isinstance(step, Ask) else ""
        if held := withheld(writer, step, locale=locale, heard=heard):
            found.setdefault(step.say, held)
    assert found == {}


def test_phrases_read_like_sentences(writer: TemplateWriter) -> None:
    for step in all_said():
        for text in wordings(writer, step, locale="en-US"):
            assert text.strip() or step.say == "repeat"
            assert not re.search(r"None(?! of)|Undefined|\{\{|\}\}|\{%|  \S| ,| \.(?:\s|$)|\(\)|\n\n\n", text), (
                step.say,
                text,
            )


def test_the_terminal_draws_every_card() -> None:
    formats = filters(Locale("en", "US"), date(2026, 11, 20))
    cards = [card for step in all_said() for card in cards_for(step, "said", formats) if card.kind in ARTISTS]
    for card in cards:
        ARTISTS[card.kind](card.data)
    assert {card.kind for card in cards} == set(ARTISTS)
    assert any(claim["refund"] is None for card in cards if card.kind == "claim" for claim in card.data["claims"])


@pytest.mark.parametrize("status", OrderStatus)
def test_every_order_status_has_its_words(writer: TemplateWriter, status: OrderStatus) -> None:
    wanted = {f"order_{status.value}"} | (set() if status.may_be_cancelled else {f"cannot_cancel_{status.value}"})
    assert wanted <= writer.keys()


def test_every_refusal_of_a_return_has_its_words(writer: TemplateWriter) -> None:
    refused = {line.eligibility.refusal for each in checks() for line in each.lines} - {None}
    assert {f"return_refused_{refusal}" for refusal in refused} <= writer.keys()
    assert len(refused) >= 6


def keys_in_code() -> set[str]:
    """The literal phrase of every Say, Ask, Propose and HandOver in the agent, conditional ones included."""
    return {key for path in AGENT.rglob("*.py") for key in _keys(ast.parse(path.read_text(encoding="utf-8")))}


def _keys(tree: ast.AST) -> Iterator[str]:
    at = {"Say": 0, "Ask": 1, "Propose": 2, "HandOver": 1}
    for call in ast.walk(tree):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in at):
            continue
        said = next((keyword.value for keyword in call.keywords if keyword.arg == "say"), None)
        position = at[call.func.id]
        if said is None and len(call.args) > position:
            said = call.args[position]
        if said is not None:
            yield from _literals(said)


def _literals(said: ast.expr) -> Iterator[str]:
    if isinstance(said, ast.Constant) and isinstance(said.value, str):
        yield said.value
    elif isinstance(said, ast.IfExp):
        yield from _literals(said.body)
        yield from _literals(said.orelse)
