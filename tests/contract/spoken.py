"""How an intent's steps are walked and how its phrases are heard, without a database and without a model."""

from collections.abc import Iterator, Mapping
from typing import Any

from agent.grounding import Evidence, sentences, unbacked
from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Ask, Call, Propose, Say, Step
from agent.writer.templates import TemplateWriter
from domain.customers import Principal, Rung
from tests.contract.samples import ANY_ORDER, MAYA, NOW, TODAY, answers, days_ago

SHOP = {
    "name": "VerdeMuse",
    "hours": "Monday to Friday 8 am to 6 pm",
    "email": "help@verdemuse.example.com",
    "phone": "+1 503 555 0142",
}
SPEAKERS = {
    "anonymous": Principal(),
    "order_verified": Principal(Rung.ORDER_VERIFIED, orders_until={"VM-20009": NOW.replace(hour=11)}),
    "proof_ran_out": Principal(Rung.ORDER_VERIFIED, orders_until={"VM-20009": days_ago(1)}),
    "signed_in": Principal(Rung.SIGNED_IN, MAYA, actor=f"customer:{MAYA}"),
}
SLOTS: tuple[dict[str, Any], ...] = (
    {},
    {"order_id": ANY_ORDER},
    {"order_id": ANY_ORDER, "reason": "too_small"},
    {"order_id": ANY_ORDER, "item": "sweater", "quantity": 2, "reason": "damaged", "note": "there is a hole in it"},
    {"order_id": ANY_ORDER, "line": 2, "quantity": 9, "reason": "too_big"},
    {"which": "latest", "item": "shirt"},
    {"dates": ["2026-11-01", "2026-11-20"]},
    {"product_ids": ["VM1001"], "limits": {"sizes": ["M"], "colours": ["Moss Green"]}},
    {"product_ids": ["VM1001"], "limits": {"sizes": ["XXL"]}},
    {
        "product_ids": ["VM1003"],
        "facets": ["price", "stock", "sizes", "colours", "material", "care", "fit", "warranty", "returns", "rating"],
    },
    {"limits": {"max_price_minor": 8000}},
    {"claim_id": "CL-7KQ2MB"},
)
_DEEPEST = 6


def told(intent: Intent, text: str, slots: Mapping[str, Any], speaker: Principal) -> Iterator[Step]:
    """Every step that this intent may want from here, whatever its tools answer."""
    waiting: list[tuple[dict[str, Any], dict[str, Any]]] = [(dict(slots), {})]
    confirmed: set[str] = set()
    while waiting:
        known, results = waiting.pop()
        task = Task(key="1", intent=intent.name, slots=dict(known), text=text, asked=None, choices=[], tries=0)
        step = intent.next_step(task, _view(speaker, text, results))
        yield step
        assert len(results) < _DEEPEST, f"{intent.name} goes round in circles: {list(results)}"
        if isinstance(step, Call):
            if order_id := step.arguments.get("order_id"):
                task["slots"]["order_id"] = order_id
            found = answers(step.tool, step.arguments)
            waiting += [(dict(task["slots"]), {**results, step.name: value}) for value in found]
        elif isinstance(step, Propose) and step.tool not in confirmed:
            confirmed.add(step.tool)
            done = answers(step.tool, {})
            waiting += [(dict(task["slots"]), {"done": value}) for value in done]


def _view(speaker: Principal, text: str, results: dict[str, Any]) -> View:
    return View(principal=speaker, now=NOW, today=TODAY, text=text, results=results, failures={}, is_new=not results)


def withheld(writer: TemplateWriter, step: Say | Ask | Propose, *, locale: str, heard: str = "") -> list[str]:
    """What the gate would hold back of this step, in any of the ways to say it; empty means all can be said."""
    evidence = Evidence.of(
        [step.facts],
        passages=step.facts.get("passages", ()),
        customer_text=heard,
        shop_texts=SHOP.values(),
        today=TODAY,
    )
    return [
        f"{sentence!r}: {finding.kind} {finding.text!r}"
        for text in wordings(writer, step, locale=locale)
        for sentence in sentences(text)
        for finding in unbacked(sentence, evidence, language=locale)
    ]


def wordings(writer: TemplateWriter, step: Say | Ask | Propose, *, locale: str) -> list[str]:
    """Every variant: which one is said depends on the number of the turn alone."""
    return list(
        dict.fromkeys(writer.write(step.say, step.facts, locale=locale, today=TODAY, turn=turn) for turn in range(6))
    )
