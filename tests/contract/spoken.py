"""How an intent's steps are walked and how its phrases are heard, without a database and without a model."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from agent.dialogue.tasks import open_task
from agent.grounding import Evidence, sentences, unbacked
from agent.intents.registry import INTENTS, UNSURE
from agent.intents.spec import Intent, View
from agent.nodes.plan import MAX_ROUNDS
from agent.orders.facets import OrderFacet
from agent.state import Task, empty_memory
from agent.steps import Ask, Call, Propose, Say, Step
from agent.writer.templates import TemplateWriter
from domain.customers import Principal, Rung
from tests.contract.account_samples import SAID_OF_AN_ACCOUNT
from tests.contract.change_samples import SAID_OF_A_CHANGE
from tests.contract.samples import MAYA, NOW, TODAY, answers, days_ago, every_order

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
_OF_AN_ORDER: tuple[dict[str, Any], ...] = (
    {},
    {"reason": "too_small"},
    {"item": "sweater", "quantity": 2, "reason": "damaged", "note": "there is a hole in it"},
    {"line": 1, "quantity": 1, "reason": "missing_item"},
    {"line": 2, "quantity": 9, "reason": "too_big"},
)
SLOTS: tuple[dict[str, Any], ...] = (
    {},
    *({"order_id": each.order_id, **slots} for each in every_order() for slots in _OF_AN_ORDER),
    {"which": "latest", "item": "shirt"},
    {"item": "sweater", "reason": "damaged"},
    {"order_id": "VM-20006", "reason": "missing_item"},
    {"dates": ["2026-11-01", "2026-11-20"]},
    {"product_ids": ["VM1001"], "limits": {"sizes": ["M"], "colours": ["Moss Green"]}},
    {"product_ids": ["VM1001"], "limits": {"sizes": ["XXL"]}},
    {
        "product_ids": ["VM1003"],
        "facets": [
            "price",
            "stock",
            "sizes",
            "colours",
            "material",
            "care",
            "fit",
            "warranty",
            "returns",
            "rating",
            "gender",
        ],
    },
    {"limits": {"max_price_minor": 8000}},
    {"claim_id": "CL-7KQ2MB"},
    {"claim_id": "CL-7KQ2MF", "news": "The seam was torn when it came."},
    {"order_id": "VM-20009", "line": 1, "instead": {"colour": "Navy"}},
    {"order_id": "VM-20009", "line": 1, "instead": {"size": "S"}},
    {"order_id": "VM-20009", "line": 1, "instead": {"same": "yes"}},
    *({"order_id": "VM-20001", **wanted} for wanted in SAID_OF_A_CHANGE),
    {"address_of": "account"},
    {"address_of": "account", "address": {"street": "12 Oak Street"}},
    {"address_of": "account", "address": {"street": "1842 Alder Court", "city": "Portland", "postcode": "97214"}},
    {"address_of": "order", "address": {"city": "Salem"}},
    {"address_of": "account", "address": {"street": "1842 Alder Court"}},
    {"again": True},
    *({"order_facet": facet} for facet in get_args(OrderFacet)),
    *({"order_facet": facet, "order_id": "VM-20004"} for facet in get_args(OrderFacet)),
    {"order_facet": "changeable", "order_id": "VM-20001"},
    {"order_facet": "arrival", "all_orders": "all"},
    {"order_facet": "late_again"},
    {"order_facet": "day", "order_id": "VM-20004"},
    {"delivered_on": "2026-12-01", "asked_on": "2026-12-31", "is_end": True},
    {"delivered_on": "2026-12-01", "asked_on": "2027-02-01", "category": "Outerwear"},
    {"ordered_now": True, "asked_on": days_ago(-34).date().isoformat()},
    {"asked_on": "2027-01-01"},
    *SAID_OF_AN_ACCOUNT,
)
"""What may be known of a task when the intent is asked."""


def new_task(intent: str, *, text: str, slots: Mapping[str, Any]) -> Task:
    """The only task of a conversation that has just begun."""
    return open_task(empty_memory(), INTENTS.get(intent, UNSURE), text=text, slots=dict(slots))


def told(intent: Intent, text: str, slots: Mapping[str, Any], speaker: Principal) -> Iterator[Step]:
    """Every step that this intent may want from here, whatever its tools answer."""
    waiting: list[tuple[int, dict[str, Any], dict[str, Any]]] = [(0, dict(slots), {})]
    confirmed: set[str] = set()
    while waiting:
        calls, known, results = waiting.pop()
        task = new_task(intent.name, text=text, slots=known)
        step = intent.next_step(task, _view(speaker, text, results))
        yield step
        if isinstance(step, Call):
            assert calls < MAX_ROUNDS, f"{intent.name} goes round in circles: {step} with {list(results)}"
            if order_id := step.arguments.get("order_id"):
                task["slots"]["order_id"] = order_id
            found = answers(step.tool, step.arguments)
            waiting += [(calls + 1, dict(task["slots"]), {**results, step.name: value}) for value in found]
        elif isinstance(step, Propose) and step.tool not in confirmed:
            confirmed.add(step.tool)
            done = answers(step.tool, {})
            waiting += [(calls + 1, dict(task["slots"]), {"done": value}) for value in done]


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
