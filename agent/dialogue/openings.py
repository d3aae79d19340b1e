"""Tasks for what was asked: one for each request, in the light of the conversation. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from agent.claims.never_came import with_missed
from agent.claims.told_why import with_told
from agent.dialogue import tasks
from agent.dialogue.asked_of_rules import asked_at_large
from agent.dialogue.baskets import costs_of_method, reckons
from agent.dialogue.follow_ups import beyond_shown, in_context, which_of_shown
from agent.dialogue.further import further
from agent.dialogue.interpretation import Interpretation
from agent.dialogue.objecting import objects_to_it, puts_it_otherwise
from agent.dialogue.ordering_now import asks_of_new_order, due_by
from agent.dialogue.sent_abroad import sent_abroad
from agent.goods.back_to import goes_back
from agent.goods.beside import looked_for_beside
from agent.goods.browsing import asked_of_table
from agent.goods.counted import counted_out
from agent.goods.how_green import asks_how_green
from agent.goods.kinds_wished import cheaper_together, kinds_asked_for
from agent.goods.limit_lifted import besides_let_go, limit_lifted
from agent.goods.named import asked_of_named
from agent.goods.not_so import besides_not_so, not_so
from agent.goods.occasions import besides_occasions, occasions
from agent.goods.only_one import asks_if_only
from agent.goods.price_corrected import price_corrected
from agent.goods.price_lifted import besides_lifted
from agent.goods.refining import refinement
from agent.goods.remarks import besides_remark
from agent.goods.sent_free import asked_if_sent_free
from agent.goods.shopping import where_wish_begins
from agent.goods.spoken_of import besides_spoken_of, but_owned, wanted
from agent.goods.those_named import asked_of_those
from agent.goods.wishes import otherwise
from agent.intents.registry import INTENTS, UNSURE
from agent.orders.besides import of_another
from agent.orders.waiting import UNPAID_TOLD
from agent.state import Memory, Offer
from agent.steps import Say
from agent.understanding.heard import Heard
from agent.understanding.local_reading import SURE, Request
from agent.understanding.slots import FILLERS, fill

IN_ADDITION = re.compile(
    r"\b(?:also|too(?=\W*(?:$|[,.;:!?]|(?:please|and|if)\b))|as well|in addition|additionally"
    r"|(?<!n't want )(?<!nt want )(?<!not want )(?<!n't need )(?<!nt need )(?<!not need )(?<!no )(?<!not )another)\b",
    re.IGNORECASE,
)
"""One more of the same, not the same again; "too tight" is neither, nor is "I don't want another one"."""

_SPEAKS_OF_ONE = re.compile(
    r"\b(?:person|people|humans?|agents?|some(?:one|body)|any(?:one|body)|colleagues?|staff|team|support|service|manager"
    r"|supervisor|boss|representative|reps?|operator|advis[eo]r|assistant|call|phone|ring|talk|speak|chat|contact|escalat\w+"
    r"|transfer|ticket|real|live|help)\b",
    re.IGNORECASE,
)
"""Without a word of one a person is only offered: nobody asked for it."""
_CHANGES = ("change_address", "change_order")
_NO_WISHES = ("affirm_deny", "out_of_scope", "chitchat")


def open_requests(memory: Memory, result: Interpretation, requests: Sequence[Request], heard: Heard) -> None:
    """Each in the light of the conversation, and a later one also of the product that an earlier one named."""
    if objects_to_it(memory, result, requests, heard.text):
        return
    goes_back(memory, heard)
    _open_in_turn(memory, result, requests, heard)
    _changes_instead(memory, result)
    puts_it_otherwise(memory, result, heard.text)


def _changes_instead(memory: Memory, result: Interpretation) -> None:
    """ "Wait, can I just change the address": to the summary of cancelling that order, which is let go."""
    begun = [task for task in memory["tasks"] if task["key"] in result.work_on and task["intent"] in _CHANGES]
    changed = {task["slots"].get("order_id") for task in begun} - {None}
    for task in [each for each in memory["tasks"] if each["intent"] == "cancel_order"]:
        if task["slots"].get("order_id") in changed and task["key"] not in result.work_on:
            tasks.close(memory, task)
            result.say.append(Say("dropped", {"task": INTENTS[task["intent"]].label}))


def _open_in_turn(memory: Memory, result: Interpretation, requests: Sequence[Request], heard: Heard) -> None:
    for request in requests:
        if request.matter and request.intent:
            own = heard.of(request)
            own = replace(own, own_words=request.text) if request.text in heard.own_words else own
            slots = {**fill(INTENTS[request.intent].slots, own), "matter": request.matter}
            open_one(memory, result, request.intent, request.text, slots)
            continue
        if shown := beyond_shown(memory, request):
            result.say.append(Say("only_these", {"shown": shown}, quick_replies=shown if len(shown) > 1 else ()))
            continue
        request = besides_let_go(memory, besides_remark(memory, counted_out(memory, request)), heard)
        own = heard.of(request)
        if (
            asked := _of_no_order(memory, request, heard)
            or _asked_of(memory, request, own)
            or further(memory, request, heard)
        ):
            open_one(memory, result, *asked)
            continue
        request = in_context(memory, request, heard)
        if which := which_of_shown(memory, request):
            result.say.append(Say("which_of_these", quick_replies=which))
            continue
        own = heard.of(request)
        heard = _with_named(heard, request)
        if refined := refinement(memory, own, request):
            open_one(memory, result, *refined)
            continue
        if request.intent == "human_agent" and (request.confidence < SURE or not _SPEAKS_OF_ONE.search(request.text)):
            memory["offer"] = Offer(intent="human_agent", slots={})
            result.say.append(Say("a_person", quick_replies=("Yes, a person please", "No, thanks")))
            continue
        intent = request.intent
        if intent is None:
            _open_unsure(memory, result, request, own)
            continue
        so: dict[str, Any] = {}
        said = own
        if intent == "product_search":
            request, so = _wish_alone(request)
            own = heard.of(request)
        _open_each(memory, result, request, but_owned(_slots_of(memory, request, intent, own) | so, said))


def _wish_alone(request: Request) -> tuple[Request, dict[str, Any]]:
    """What is looked for, without what it is worn with, may cost and should not be like; that, as slots."""
    begins, whole = where_wish_begins(request.text, request.entities), occasions(request.text)
    said = request.entities.cut_out(begins, len(request.text))
    request = replace(request, text=request.text[begins:], entities=said)
    text, entities = besides_spoken_of(request.text, request.entities), wanted(request.text, request.entities)
    so: dict[str, Any] = {"wish": word, "unlike": True} if (word := not_so(text)) else {}
    if entities.categories and whole:
        text, so = besides_occasions(text), so | {"occasions": whole}
    return replace(request, text=besides_not_so(besides_lifted(text)), entities=entities), so


def _of_no_order(memory: Memory, request: Request, heard: Heard) -> tuple[str, str, dict[str, Any]] | None:
    """Of what might be bought and sent: what it comes to, and whether it can go there."""
    return (
        reckons(memory, request)
        or costs_of_method(memory, request)
        or asked_if_sent_free(memory, request, heard)
        or sent_abroad(memory, request, heard)
    )


def _asked_of(memory: Memory, request: Request, own: Heard) -> tuple[str, str, dict[str, Any]] | None:
    """Of an order yet to be placed, or of goods that were named or shown, as (intent, text, slots)."""
    return (
        asks_of_new_order(memory, request, own)
        or price_corrected(memory, request)
        or limit_lifted(memory, own)
        or asks_if_only(memory, request, own)
        or asks_how_green(memory, request, own)
        or looked_for_beside(memory, request, own)
        or asked_of_those(memory, request, own)
        or cheaper_together(memory, request)
        or kinds_asked_for(memory, request, own)
        or otherwise(memory, request, own)
        or asked_of_table(memory, request, own)
        or asked_of_named(memory, request, own)
    )


def _slots_of(memory: Memory, request: Request, intent: str, own: Heard) -> dict[str, Any]:
    """What the words tell of it, and what the conversation does."""
    slots = fill(INTENTS[intent].slots, own)
    if request.order_id:
        slots["order_id"] = request.order_id
    if request.facet:
        slots["order_facet"] = request.facet
    if memory["looking_at"] != "orders":
        slots.pop("order_in_view", None)
    if request.facet == "payment":
        slots["unpaid_told"] = sorted(UNPAID_TOLD & set(memory["said"]))
    is_awaited = intent == "track_order" or request.facet in ("arrival", "day")
    if is_awaited and (due := due_by(request.text, own.entities.dates, today=own.today)):
        slots["due"] = due.isoformat()
        slots.pop("dates", None)
    if request.facet == "address" and _is_being_changed(memory):
        slots["not_yet"] = True
    if "line" in INTENTS[intent].slots and (place := _place_in_order(memory, request)):
        slots = {name: value for name, value in slots.items() if name not in ("which", "item")} | {"line_at": place}
    slots = with_missed(memory, of_another(memory, request, intent, slots))
    if plain := asked_at_large(request, own):
        slots |= {"plainly": plain.question, "likely": plain.likely}
    return slots


_CONTENTS = frozenset({"asked_contents", "order_sums"})


def _place_in_order(memory: Memory, request: Request) -> int | None:
    """ "Can I return the first one?", of the one order on the table: the first thing in it, and not the first order."""
    if memory["looking_at"] != "orders" or not request.order_id or _CONTENTS.isdisjoint(memory["said"]):
        return None
    places = [each.value.index for each in request.entities.references if each.value.kind == "ordinal"]
    return places[0] if len(places) == 1 else None


def _is_being_changed(memory: Memory) -> bool:
    """ "Did you change the address?", before the yes to it."""
    task = tasks.current(memory)
    return tasks.waiting(memory) is not None and task is not None and task["intent"] == "change_address"


def open_one(
    memory: Memory, result: Interpretation, intent: str, text: str, slots: dict[str, Any], *, is_apart: bool = False
) -> None:
    """`is_apart`: what this very message began is of another thing, however alike the two are."""
    is_another = bool(slots) and (IN_ADDITION.search(text) is not None or (is_apart and bool(result.work_on)))
    task = tasks.open_task(memory, INTENTS[intent], text=text, slots=slots, is_another=is_another)
    with_told(memory, task, text)
    if task["key"] not in result.work_on:
        result.work_on.append(task["key"])


def _with_named(heard: Heard, request: Request) -> Heard:
    """ "Return the Meadow Linen Shirt, and do you have it in S?": "it" is the shirt."""
    orders = {str(found.value) for found in request.entities.order_numbers}
    if len(orders) == 1:
        order = {"value": (order_id := orders.pop()), "label": order_id, "words": ""}
        heard = replace(heard, shown={**heard.shown, "order": [order]})
    named = [found for found in request.entities.products if len(found.value.product_ids) == 1]
    if len(named) != 1:
        return heard
    product = {"value": named[0].value.product_ids[0], "label": named[0].text, "words": ""}
    return replace(heard, shown={**heard.shown, "product": [product]})


def _open_each(memory: Memory, result: Interpretation, request: Request, slots: dict[str, Any]) -> None:
    """One task for every order named: "cancel VM-10001 and VM-10002"."""
    intent = request.intent or ""
    orders = list(dict.fromkeys(str(found.value) for found in request.entities.order_numbers))
    shown = [each["value"] for each in memory["shown"].get("orders", ())]
    if not orders and slots.get("all_orders") == "both" and memory["looking_at"] == "orders" and len(set(shown)) == 2:
        orders = shown
    if "order_id" not in INTENTS[intent].slots or len(orders) < 2:
        open_one(memory, result, intent, request.text, slots, is_apart=request.is_apart)
        return
    for order_id in orders:
        named = {name: value for name, value in slots.items() if name != "all_orders"}
        open_one(memory, result, intent, request.text, {**named, "order_id": order_id})


def _open_unsure(memory: Memory, result: Interpretation, request: Request, heard: Heard) -> None:
    """What was named is kept for whichever meaning is picked."""
    task = tasks.open_task(memory, UNSURE, text=request.text, slots=fill(tuple(FILLERS), heard))
    if plain := asked_at_large(request, heard):
        task["slots"] |= {"plainly": plain.question, "likely": plain.likely}
    meant = [name for name in request.alternatives if name in INTENTS and name not in _NO_WISHES]
    task["choices"] = [{"value": name, "label": INTENTS[name].label.capitalize()} for name in meant]
    result.work_on.append(task["key"])
