"""Where an order goes instead, or the address in the account: which of the two is asked when it is not clear."""

import re
from collections.abc import Mapping

from agent.intents.answering import from_passages, is_how_to
from agent.intents.plain_questions import AND_ANOTHER_TO
from agent.intents.spec import Intent, View
from agent.orders.called import is_called_by_status
from agent.orders.choosing import choose_order, order_choices
from agent.state import Task
from agent.steps import Ask, Call, Choice, Propose, Say, Step
from domain.customers import Customer
from domain.order_changes import address_refusal, full_address, missing_parts, refusal, same_place
from domain.orders import Order
from tools.contact import DefaultAddressChanged
from tools.order_changes import OrderAddressChanged, OrderChangeCheck
from tools.orders import OrderList

WHOSE = (Choice("order", "An order I placed"), Choice("account", "The address in my account"))
_PLACE = ("street", "street2", "city", "state", "postcode")
PERSON = ("Talk to a person",)
_ORDER = r"(?:vm-?\s?\d{3,6}|#\d{4,6}|(?:my|the|that|this) (?:\w{1,20} ){0,2}(?:order|parcel|package)|it)\b"
_STREET = (
    r"\b\d{1,5}[a-z]? (?:[\w'.-]+ ){1,3}(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|court|ct|way|square|place"
    r"|close|terrace|boulevard|blvd)\b"
)
_ELSEWHERE = (
    rf"^(?!.*(?:\b(?:return|back|refund|do (?:you|u)|policy)\b|{AND_ANOTHER_TO}))"
    r".*\b(?:sen[dt]|ship(?:ped)?|deliver(?:ed)?|go(?:es)?"
    r"|redirect(?:ed)?)\b.{0,30}(?:\bsomewhere else\b|\belsewhere\b|\b(?:to|at) (?:an?|the|my|our)"
    r" (?:(?:new|other|different|right|correct|another) (?:address|place|house|home|flat|apartment)|work\w*|office"
    r"|job|neighbou?r\w*|(?:parent|mom|mum|mother|dad|sister|brother|friend|boyfriend|girlfriend|partner)\w*)"
    r"|\bto (?:another|work)\b(?: address| place)?)"
)
_CUES = re.compile(
    rf"\b(?:send|ship|deliver|redirect|forward)\b.{{0,20}}\b{_ORDER}.{{0,20}}\bto\b.{{0,20}}\d{{1,5}} [a-z]"
    r"|\b(?:change|update|correct|edit|fix|switch)\b.{0,30}\baddress\b(?!.{0,20}\b(?:e-?mail|book))"
    rf".{{0,40}}\b(?:{_ORDER}|account)|"
    r"\bi(?:'ve| have)? (?:just |recently )?moved (?:house|home|to\b|flat|apartment|recently|last|out)"
    rf"|{_ELSEWHERE}"
    r"|\b(?:and|also|change|update)\b.{0,12}\b(?:my|the) (?:account|profile|default|saved) address\b"
    r"|\b(?:i|we)(?:'ve| have)? (?:\w+ )?(?:gave|given|put|entered|typed|have|had|used|wrote|left)\b.{0,16}"
    r"\b(?:wrong|old|incorrect|previous) (?:\w+ )?(?:address|street|zip(?: code)?|post ?code|house number|city)\b"
    r"|\b(?:change|switch|update|correct|edit) where (?:it|this|that|they|(?:my|the) (?:order|parcel|package|\w+))"
    r" (?:goes|go|(?:is|are|gets?|will be) (?:going|sent|shipped|delivered))\b"
    r"|^(?!.*\b(?:return|back|refund)\b)(?!\W*(?:was|were|did|(?:is|are) (?:it(?! possible)|the|my|they))\b)"
    r".*\b(?:sen[dt]|ship(?:ped)?|deliver(?:ed)?|go(?:es)?)\b.{0,50}\b(?:to|at)\b"
    rf".{{0,40}}{_STREET}"
    r"|\bi(?:'ve| have)? (?:just |recently )?moved\W*(?:$|,|and\b|my\b)|\bmy (?:new|current) address is\b"
    r"|\b(?:change|update|correct|edit|replace) (?:the|my) (?:default |home |saved |account |postal )?address"
    r"(?: (?:in|on) (?:my|the) (?:account|profile))\b|^(?!\W*(?:and |so )*(?:what|which)\b).*\bmy default address\b",
    re.IGNORECASE,
)
_told_how = from_passages("changing the delivery address", then="change_address")


def next_step(task: Task, view: View) -> Step:
    slots = task["slots"]
    if is_how_to(view.text) and "order_id" not in slots and "address" not in slots:
        return _told_how(task, view)
    done = view.results.get("done")
    if isinstance(done, OrderAddressChanged):
        return Say("order_address_changed", {"order": done.order, "address": done.order.address, "receipt": done})
    if isinstance(done, DefaultAddressChanged):
        return Say("account_address_changed", {"address": done.address, "receipt": done})
    order = view.results.get("order")
    if isinstance(order, Order):
        return with_order(task, view, order)
    if (seen := _its_other_parcel(task, view)) is not None:
        return seen
    is_of_order = any(slots.get(name) for name in ("order_id", "item", "which", "same_place"))
    is_of_order = is_of_order or is_called_by_status(task["text"])
    whose = slots.get("address_of") or ("order" if is_of_order else None)
    is_named = slots.get("order_id") and whose != "account"
    whose = "order" if is_named or (whose is None and _leans_on_order(task)) else whose
    if whose is None:
        return Ask("address_of", "ask_whose_address", choices=WHOSE)
    if whose == "account":
        return _of_account(task, view)
    chosen = choose_order(
        task,
        view,
        fits=lambda order: refusal(order, "address") is None and not view.is_closed(order),
        none_fit="none_to_readdress",
        purpose="which_to_readdress",
    )
    return Call("get_order", {"order_id": chosen}, "order") if isinstance(chosen, str) else chosen


_GOES_TO = re.compile(
    r"\b(?:sen[dt]|go(?:es)?|ship(?:ped)?|deliver(?:ed)?|redirect(?:ed)?|re-?route[dt]?|come|brought|forward(?:ed)?)\b"
    r"[^.?!]{0,16}\b(?:to|at) (?:my|our)\b",
    re.IGNORECASE,
)
""" "Can the other one go to my address": a parcel, wherever that is."""
_THE_OTHER = re.compile(r"\bother (?:one|parcel|package|half|part|box)\b", re.IGNORECASE)


def _its_other_parcel(task: Task, view: View) -> Call | None:
    """ "Can the other one go to me", of an order in two parcels that is looked at: of no other order."""
    slots = task["slots"]
    order_id = slots.get("order_in_view")
    if not order_id or slots.get("order_id") or not _THE_OTHER.search(task["text"]):
        return None
    seen = view.results.get("seen")
    if not isinstance(seen, Order):
        return Call("get_order", {"order_id": order_id}, "seen")
    if len(seen.parcels) > 1:
        slots["order_id"] = order_id
    return None


_OF_ACCOUNT = re.compile(r"\bmy (?:\w+ )?address\b|\bmoved\b|\baccount\b|\bprofile\b", re.IGNORECASE)


_ON_IT = re.compile(r"\baddress (?:on|of|for) (?:it|this|that|them|those)\b", re.IGNORECASE)
""" "Can I still change the address on it?", of orders that were listed."""


def _leans_on_order(task: Task) -> bool:
    """ "Change the address to my parents' place", while an order is being looked at: where that one goes."""
    if _ON_IT.search(task["text"]) and task["slots"].get("orders_in_view"):
        return True
    is_of_account = _OF_ACCOUNT.search(task["text"]) is not None and _GOES_TO.search(task["text"]) is None
    return bool(task["slots"].get("order_in_view")) and not is_of_account


def with_order(task: Task, view: View, order: Order) -> Step:
    """The account is proved before an address is asked for: who cannot prove it should not dictate one first."""
    if reason := refusal(order, "address"):
        return refused(order, reason)
    if view.is_closed(order):
        return refused(order, "items_final")
    check = view.results.get("check")
    if not isinstance(check, OrderChangeCheck):
        return Call("check_order_changes", {"order_id": order.order_id}, "check")
    if task["slots"].get("same_place") and not task["slots"].get("address"):
        listing = view.results.get("orders")
        if not isinstance(listing, OrderList):
            return Call("list_orders", {"limit": 20}, "orders")
        _as_before(task, order, listing)
    said = _gathered(task, order.address)
    if (unfinished := _unfinished(said, of_order=order)) is not None:
        return unfinished
    whole = full_address(said, like=order.address)
    reason = address_refusal(order, whole)
    if reason == "same_as_before":
        _forget(task)
        return Ask("address", "address_as_before", {"address": order.address, "order": order})
    if reason is not None:
        return refused(order, reason)
    return Propose(
        "change_order_address",
        {"order_id": order.order_id, **whole},
        "confirm_change_address",
        {"order": order, "address": whole},
        verb="change|send|deliver|ship|update|redirect|change the address|update the address|send it there",
    )


def _as_before(task: Task, order: Order, listing: OrderList) -> None:
    """ "Same address as last time": where the newest order went that goes elsewhere; none does: where this one goes."""
    task["slots"].pop("same_place")
    others = sorted((each for each in listing.orders if each.address), key=lambda each: each.placed_at, reverse=True)
    whole = [each.address for each in others if not missing_parts(each.address)]
    elsewhere = next((address for address in whole if not same_place(address, order.address)), order.address)
    task["slots"]["to"] = {part: elsewhere[part] for part in (*_PLACE, "country") if elsewhere.get(part)}


def refused(order: Order, reason: str) -> Say:
    """Too late, or once already: the reason, and what can be done instead."""
    opens = "cancel_order" if order.status.may_be_cancelled else ""
    opens = {"items_delivered": "exchange_item", "items_final": ""}.get(reason, opens)
    return Say(
        f"change_refused_{reason}",
        {"order": order},
        quick_replies=PERSON,
        shows=order_choices([order]),
        shows_kind="orders",
        opens=opens,
        opens_slots={"order_id": order.order_id} if opens else {},
    )


def _of_account(task: Task, view: View) -> Step:
    customer = view.results.get("profile")
    if not isinstance(customer, Customer):
        return Call("get_profile", {}, "profile")
    said = _gathered(task, customer.address)
    if (unfinished := _unfinished(said, of_order=None)) is not None:
        return unfinished
    whole = full_address(said, like=customer.address)
    if same_place(whole, customer.address):
        _forget(task)
        return Ask("address", "account_address_as_before", {"address": customer.address})
    return Propose(
        "change_default_address",
        whole,
        "confirm_account_address",
        {"address": whole},
        verb="change|update|save|set|change the address|update the address|change my address",
    )


_ZIP = re.compile(r"\d{5}(?:-\d{4})?")


def _gathered(task: Task, before: Mapping[str, str]) -> dict[str, str]:
    """All parts said so far. Without a new city the rest stays: "number 1824, not 1842" is the same town."""
    slots = task["slots"]
    said = {**(slots.get("to") or {}), **(slots.pop("address", None) or {})}
    slots["to"] = said
    if not said:
        return said
    stays = ("city" not in said and not (said.keys() & {"postcode", "country"} and "street" not in said)) or (
        said.keys() == {"postcode"}
    )
    kept = {part: before[part] for part in _PLACE if stays and before.get(part) and part != "street2"}
    same_town = said.get("city", "").casefold() == before.get("city", "").casefold()
    state = {"state": before["state"]} if same_town and before.get("state") else {}
    country = {"country": before["country"]} if before.get("country") else {}
    if _ZIP.fullmatch(said.get("postcode", "")) and said.get("state"):
        country = {"country": "US"}  # "Portland, OR 97205", of an account that is elsewhere
    return {**country, **state, **kept, **said}


def _forget(task: Task) -> None:
    task["slots"].pop("to", None)


def _unfinished(said: Mapping[str, str], *, of_order: Order | None) -> Ask | None:
    if not said:
        return Ask("address", "ask_address", {"order": of_order} if of_order else {"order": None})
    if missing := missing_parts(said):
        known = {part: said[part] for part in _PLACE if said.get(part)}
        if not known:  # a country alone
            return Ask("address", "ask_address", {"order": of_order})
        return Ask("address", "ask_address_part", {"missing": missing, "known": known})
    return None


INTENT = Intent(
    name="change_address",
    meaning="change or set the delivery address",
    route="order",
    label="change a delivery address",
    next_step=next_step,
    undone_by="change_address",
    slots=(
        "order_id",
        "order_in_view",
        "orders_in_view",
        "email",
        "which",
        "dates",
        "item",
        "address",
        "address_of",
        "same_place",
        "all_orders",
    ),
    cues=_CUES,
    tools=(
        "find_passages",
        "list_orders",
        "get_order",
        "get_profile",
        "check_order_changes",
        "change_order_address",
        "change_default_address",
    ),
)
