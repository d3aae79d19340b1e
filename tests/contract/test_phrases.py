"""Every phrase can be said: it exists in every language, prints real values, and the gate lets it pass."""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from agent.intents.registry import INTENTS, UNSURE
from agent.steps import Ask, HandOver, Propose, Say
from agent.writer.templates import TemplateWriter
from domain.claims import Eligibility
from domain.orders import OrderStatus
from tests.contract.samples import ANY_ORDER, checks, handed_off, orders, passage
from tests.contract.spoken import SHOP, withheld, wordings
from tests.contract.test_intents import every_step

AGENT = Path(__file__).parents[2] / "agent"
PHRASES = AGENT / "writer" / "phrases"
PARTS = {"hits", "why"}
"""Included by other phrases; never said alone."""
LOCALES = ("en-US", "en-GB")
_REFUSALS = re.findall(r"\w+", (Eligibility.__doc__ or "").split("`refusal` words:")[1])

SAID_BY_THE_DIALOGUE: list[Say | Ask] = [
    *(Say(key) for key in ("greeting", "greeting_short", "thanks", "goodbye", "all_right", "yes_to_what")),
    *(Say(key) for key in ("offer_person", "nothing_readable", "summary_expired", "please_sign_in", "not_found")),
    *(Say(f"only_english_{language}") for language in ("de", "fr", "es")),
    Say("resumed"),
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
    walked = [each.step for intent in (*INTENTS.values(), UNSURE) for each in every_step(intent)]
    said = [*SAID_BY_THE_DIALOGUE, *(step for step in walked if isinstance(step, Say | Ask | Propose))]
    return list({(step.say, repr(sorted(step.facts.items(), key=str))): step for step in said}.values())


def languages() -> list[str]:
    return sorted(folder.name for folder in PHRASES.iterdir() if folder.is_dir())


@pytest.mark.parametrize("language", languages())
def test_every_language_has_the_same_phrases(writer: TemplateWriter, language: str) -> None:
    assert writer.keys(language) == writer.keys("en")


def test_every_phrase_named_in_the_code_exists(writer: TemplateWriter) -> None:
    assert {key for key in keys_in_code() if key not in writer.keys()} == set()


def test_every_phrase_is_said_by_somebody(writer: TemplateWriter) -> None:
    assert writer.keys() - {step.say for step in all_said()} - PARTS == set()


@pytest.mark.parametrize("locale", LOCALES)
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
            assert not re.search(r"None|Undefined|\{\{|\}\}|\{%|  \S| ,| \.(?:\s|$)|\(\)|\n\n\n", text), (
                step.say,
                text,
            )


@pytest.mark.parametrize("status", OrderStatus)
def test_every_order_status_has_its_words(writer: TemplateWriter, status: OrderStatus) -> None:
    assert f"order_{status.value}" in writer.keys()
    assert status.may_be_cancelled or f"cannot_cancel_{status.value}" in writer.keys()


@pytest.mark.parametrize(
    "refusal", sorted({check.eligibility.refusal for each in checks() for check in each.lines} - {None}, key=str)
)
def test_every_refusal_of_a_return_has_its_words(writer: TemplateWriter, refusal: str) -> None:
    assert refusal in _REFUSALS
    assert f"return_refused_{refusal}" in writer.keys()


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


def _unused(_: Mapping[str, Any] = {}) -> None:  # pragma: no cover
    assert (ANY_ORDER, HandOver, orders, passage)
