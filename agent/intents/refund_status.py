"""How far a claim or a refund is."""

import re

from agent.claims import desk as claim_desk
from agent.claims.choosing import as_shown, claims_named, named_by, of_kind
from agent.claims.of_one import OF_ONE_CLAIM
from agent.intents.answering import answer, answers, from_passages
from agent.intents.return_item import may_have_arrived, previewed
from agent.intents.spec import Intent, View
from agent.orders.called import status_called
from agent.orders.choosing import choose_order, narrowed, order_choices
from agent.orders.choosing import named_by as named_with
from agent.state import Task
from agent.steps import Ask, Call, Say, Step
from domain.claims import Claim, ClaimStatus, Remedy
from domain.orders import Order, OrderStatus
from domain.payments import Payment, PaymentKind
from tools.claims import ClaimList
from tools.orders import OrderList
from tools.policies import PassagesFound

_ASKS_WHEN = re.compile(
    r"\bwhen (?:do|will|can|would|should|am) (?:i|we)\b.{0,20}\b(?:money|refund(?:ed)?|paid back)\b", re.IGNORECASE
)
_ASKS_OPEN = re.compile(
    r"\b(?:open|pending|active|ongoing) (?:claims?|returns?)\b|\b(?:claims?|returns?) (?:still )?(?:open|pending)\b"
    r"|\bunder way\b",
    re.IGNORECASE,
)
ASKS_HOW_MUCH = re.compile(
    r"\b(?:how much|what)(?: money)? (?:will|would|do|can|could|should|am) (?:i|we) (?:\w+ )?(?:get(?:ting)?|receive"
    r"|be (?:refunded|paid|given))"
    r"(?: (?:back|refunded|for (?:it|them|that|this)|as a refund|returned)|\W*$)"
    r"|\bwhat(?:['’]s|s| is| will| would)?(?: be)? (?:my|the) (?:exact |full |total )?refund(?: amount| sum| be)+\b"
    r"|\bhow (?:much|big|high) (?:is|will be|would be) (?:my|the) refund\b|\bhow much (?:is|will be"
    r"|gets?) (?:refunded|deducted|taken off)\b",
    re.IGNORECASE,
)
_CANCELLED = re.compile(
    r"\bi(?:'ve| have|'d| had)? (?:already |just |once )?cancel+ed\b(?!.{0,40}\b(?:mistake|accident\w*|undo|wrong)\b)",
    re.IGNORECASE,
)
_SENT_BACK = (
    r"^\W*(?:no\W+)?(?:it|this|that)(?:['’]?s| is| was) for (?:the|my) [\w' -]{3,40}?"
    r" (?:that |which )?(?:i|we)(?:['’]ve| have| had)? (?:returned|(?:sent|shipped|mailed|posted) back)\W*$|"
    r"^\W*(?:\w+\W+){0,3}?(?:i|we|she|he)(?:'ve|ve|'d| have| had)?(?: already)?"
    r" (?:returned|(?:sent|shipped|mailed|posted)(?: \w+){0,5}? back)\b.{0,40}"
    r"\b(?:ago|last (?:week|month|\w+day)|yesterday|already|(?:days|weeks|months) back)\b"
    r"|\b(?:still|yet) (?:no|waiting (?:for|on)|have(?:n'?t| not)|did(?:n'?t| not))\b.{0,24}\b(?:money|refund|cash)\b"
    r"|\b(?:no|(?:never|not|have(?:n'?t| not)|did(?:n'?t| not)) (?:get|got|gotten|had|seen|receive[d]?))\b.{0,12}"
    r"\b(?:money|refund)\b.{0,12}\b(?:yet|so far|back)\W*$"
    r"|\b(?:never|still (?:not|have ?n[o']?t|did ?n[o']?t)) (?:got|get|received?|seen?) (?:the|my|any) "
    r"(?:money|refund)\b"
)
"""It went back before: what is asked is where the money is."""
_LOOK_UP_SUM = Call("find_passages", {"query": "What is taken off my refund?"}, "passages")
_told_how_much = from_passages("what a refund comes to")
_told_when = from_passages("when a refund arrives", then="refund_status")


def next_step(task: Task, view: View) -> Step:
    slots = task["slots"]
    is_of_cancelled = _CANCELLED.search(view.text) or status_called(view.text) is OrderStatus.CANCELLED
    if is_of_cancelled and not slots.get("claim_id") and view.principal.subject:
        return _of_cancelled(task, view)
    if view.principal.is_staff and slots.get("claim_id"):
        return claim_desk.looked_at(task, view)
    if ASKS_HOW_MUCH.search(view.text) and not slots.get("claim_id"):
        return _how_much(task, view)
    if _ASKS_WHEN.search(view.text) and not slots.get("order_id") and not slots.get("claim_id"):
        return _when(task, view)
    return _how_far(task, view)


def _of_cancelled(task: Task, view: View) -> Step:
    """ "I cancelled an order last week": the one that was; nothing is cancelled for saying so."""
    listing = view.results.get("orders")
    if not isinstance(listing, OrderList):
        return Call("list_orders", {"limit": 20}, "orders")
    ended = [each for each in listing.orders if each.status is OrderStatus.CANCELLED]
    meant = narrowed(task, ended) if ended else []
    return _refund_of(meant[0], view) if meant else Say("none_was_cancelled", {"orders": listing.orders})


def _when(task: Task, view: View) -> Step:
    """ "When do I get my money?": that of a claim under way, else how long it takes."""
    claims = view.results.get("claims")
    knows_somebody = view.principal.subject or view.proved_orders()
    is_under_way = isinstance(claims, ClaimList) and any(claim.status.is_open for claim in claims.claims)
    if is_under_way or (knows_somebody and claims is None):
        return _how_far(task, view)
    return _told_when(task, view)


def _how_much(task: Task, view: View) -> Step:
    """ "How much will I get back?": of a claim under way the sum stands in it; else what is taken off, in general."""
    claims = view.results.get("claims")
    if not isinstance(claims, ClaimList) and (view.principal.subject or view.proved_orders()):
        of_order = {"order_id": task["slots"]["order_id"]} if task["slots"].get("order_id") else {}
        return Call("claim_status", of_order, "claims")
    under_way = tuple(each for each in claims.claims if each.status.is_open) if isinstance(claims, ClaimList) else ()
    item = task["slots"].get("item")
    if under_way and (not item or named_by(under_way, item)):
        return _how_far(task, view)
    if (of_own := _if_returned(task, view)) is not None:
        return of_own
    return _told_how_much(task, view) if "passages" in view.results else _LOOK_UP_SUM


def _if_returned(task: Task, view: View) -> Step | None:
    """ "How much would I get back for the coat of VM-10163?", with no claim for it: what a return would come to."""
    slots = task["slots"]
    if not (slots.get("order_id") or (slots.get("item") and view.principal.subject)):
        return None
    chosen = choose_order(task, view, fits=may_have_arrived, none_fit="nothing_to_return", purpose="which_to_return")
    if isinstance(chosen, str):
        return previewed(task, view, chosen)
    return chosen if isinstance(chosen, Call) else None


def _how_far(task: Task, view: View) -> Step:
    slots = task["slots"]
    knows_somebody = view.principal.subject or view.proved_orders()
    if not knows_somebody and not slots.get("order_id"):
        return Ask("order_id", "ask_order_number")
    if slots.get("order_id") and not isinstance(view.results.get("order"), Order):
        return Call("get_order", {"order_id": slots["order_id"]}, "order")
    claims = view.results.get("claims")
    if not isinstance(claims, ClaimList):
        wanted = {name: slots[name] for name in ("claim_id", "order_id") if slots.get(name)}
        return Call("claim_status", wanted, "claims")
    if not claims.claims and (of_any := _of_any_order(task, view)) is not None:
        if isinstance(of_any, Call):
            return of_any
        claims = of_any
    if (lost := _lost_and_not_claimed(task, claims, view)) is not None:
        return lost
    if claims.claims:
        if slots.get("item") and not named_by(claims.claims, slots["item"]):
            under_way = _meant(claims.claims, None, view.text)
            return Say("no_claim_for_that", {"claims": under_way}, shows=as_shown(under_way), shows_kind="orders")
        meant = _meant(claims.claims, slots.get("item"), view.text)
        if _ASKS_OPEN.search(view.text) and not any(claim.status.is_open for claim in meant):
            return Say("no_claim_open", {"claims": meant}, shows=as_shown(meant), shows_kind="orders")
        say = "claim_progress" if len(meant) == 1 else "claims"
        facts = {"claims": meant, "claim": meant[0], "paid_back": _paid_for(meant, claims)}
        return Say(say, facts, shows=as_shown(meant), shows_kind="orders")
    return _without_claim(view)


def _lost_and_not_claimed(task: Task, claims: ClaimList, view: View) -> Step | None:
    """ "Where's my refund for the socks", of an order that got lost: nothing was filed, and it can be."""
    item, order = task["slots"].get("item"), view.results.get("order")
    if (item and named_by(claims.claims, item)) or not (item or isinstance(order, Order)):
        return None
    if item and not isinstance(order, Order):
        listing = view.results.get("orders")
        if not isinstance(listing, OrderList):
            return Call("list_orders", {"limit": 20}, "orders") if view.principal.subject else None
        lost = [each for each in listing.orders if each.status is OrderStatus.LOST and named_with(item, each, task)]
        order = lost[0] if len(lost) == 1 else None
    claimed = {claim.order_id for claim in claims.claims}
    if not isinstance(order, Order) or order.status is not OrderStatus.LOST or order.order_id in claimed:
        return None
    slots = {"order_id": order.order_id, "remedy": Remedy.REFUND.value}
    shows = order_choices([order])
    return Say(
        "lost_not_claimed", {"order": order}, shows=shows, shows_kind="orders", opens="lost_parcel", opens_slots=slots
    )


def _of_any_order(task: Task, view: View) -> ClaimList | Call | None:
    """ "Did you get my return", after another order was looked at: one that was not named here is not insisted on."""
    order_id = str(task["slots"].get("order_id") or "")
    if not view.principal.subject or not order_id or order_id.partition("-")[2] in view.text:
        return None
    found = view.results.get("any_claims")
    return found if isinstance(found, ClaimList) else Call("claim_status", {}, "any_claims")


def _meant(claims: tuple[Claim, ...], item: str | None, text: str) -> tuple[Claim, ...]:
    """Of one thing claimed more than once the claim that is open, else the newest; else what is open comes first."""
    named = of_kind(claims_named(claims, item), text)
    under_way = tuple(claim for claim in named if claim.status.is_open)
    if item and len({(claim.order_id, claim.line) for claim in named}) == 1:
        return under_way or named[:1]
    if _ASKS_OPEN.search(text) or _ASKS_WHEN.search(text):
        return under_way or named
    over = tuple(claim for claim in named if not claim.status.is_open)
    return (*under_way, *(claim for claim in over if claim.status is not ClaimStatus.WITHDRAWN)) or over


def _paid_for(meant: tuple[Claim, ...], listing: ClaimList) -> tuple[Payment, ...]:
    """What was paid back for these claims, by the claim's number."""
    numbers = {claim.claim_id for claim in meant}
    return tuple(payment for payment in listing.paid_back if payment.reason in numbers)


def _without_claim(view: View) -> Step:
    order = view.results.get("order")
    if isinstance(order, Order) and order.status in (OrderStatus.CANCELLED, OrderStatus.RETURNED):
        return _refund_of(order, view)
    if order is None and view.principal.subject:
        listing = view.results.get("orders")
        if not isinstance(listing, OrderList):
            return Call("list_orders", {"limit": 20}, "orders")
        ended = [each for each in listing.orders if each.status in (OrderStatus.CANCELLED, OrderStatus.RETURNED)]
        if ended:
            return _refund_of(ended[0], view)
    return Say("no_claims", opens="return_item")


def _refund_of(order: Order, view: View) -> Step:
    """The order says that money goes back; how long that takes is in the shop's own words."""
    found = view.results.get("passages")
    if not isinstance(found, PassagesFound):
        is_cancelled = order.status is OrderStatus.CANCELLED
        query = "How do I get my money back after cancelling?" if is_cancelled else "When will I get my refund?"
        return Call("find_passages", {"query": query}, "passages")
    sure = answers(found)
    passages = answer(sure, asked=view.text).facts["passages"] if sure else []
    refunds = [payment for payment in order.payments if payment.kind is PaymentKind.REFUND]
    return Say("refund_of_order", {"order": order, "refunds": refunds, "passages": passages[:1]})


INTENT = Intent(
    name="refund_status",
    meaning="where a refund already asked for is",
    route="returns",
    label="know how far a refund or claim is",
    next_step=next_step,
    slots=("claim_id", "order_id", "email", "postcode", "item"),
    tools=("claim_status", "get_claim", "get_order", "list_orders", "find_passages", "check_return"),
    cues=re.compile(
        rf"{ASKS_HOW_MUCH.pattern}|{_SENT_BACK}|{_CANCELLED.pattern}|"
        r"\b(?:did|have|has|was|were|where|when|is)\b.{0,25}\b(?:money|refund(?:ed)?|paid back)\b.{0,25}\bcancel+ed"
        r" (?:order|one)\b|\bcancel+ed (?:order|one)\b.{0,8}\b(?:did|have|has|was|where|when|is)\b.{0,25}"
        r"\b(?:money|refund(?:ed)?|paid back)\b|"
        r"\b(?:where|how far|what about|what happened (?:to|with)|status of|news (?:on|about)|show|list|check on)\b"
        r".{0,14}\b(?:my |the )?(?:claims?|cl-\w+)\b"
        rf"|{OF_ONE_CLAIM}"
        r"|\bhow far(?:'s| is| are)? (?:my|the|our|that) (?:return|refund|exchange|repair|replacement|claim)\b"
        r"|\b(?:which|what|any) (?:open )?(?:claims|returns) (?:does|do|has|have) (?:she|he|they|i|we)\b"
        r"|\b(?:do|have) (?:i|we)(?: still)?(?: got| have)? (?:an?|any) (?:(?:open|pending|active|ongoing|other) )*"
        r"(?:claims?|returns?)\b(?! (?:options?|rights?|policy|labels?|window|for|to)\b)"
        r"|\b(?:did|have) (?:i|we) (?:ever |already |actually )*(?:return(?:ed)?|claim(?:ed)?|sen[dt](?= \w+ back))"
        r" (?:anything|something|any of (?:it|them))\b"
        r"|\b(?:any|an?) (?:open|pending|active|ongoing) (?:claims?|returns?)\b"
        r"|\bany (?:claims?|returns?) (?:still )?(?:open|pending|running|going on)\b"
        r"|\bhow(?:'s| is| are| did)\b.{0,20}\b(?:claims?|return|refund|exchange|cl-\w+)\b"
        r"(?:\W*$|.{0,12}\b(?:going|doing|coming|progress\w*|looking|now|getting on)\b)"
        r"|\b(?:was|were|is|are|has|have|did)\b.{0,24}\b(?:claims?|return|refund|exchange|cl-\w+)\b.{0,16}"
        r"\b(?:approved|accepted|denied|rejected|refused|decided|settled|processed|received|arrived|through|ready|sent|paid"
        r"|issued)\b"
        r"|\b(?:i|we) (?:have |already |had )?(?:filed|made|opened|submitted|put in|sent in|handed in)"
        r" (?:an? |my |the |one )?(?:claim|return|refund request|complaint)\b.{0,60}"
        r"\b(?:done|through|settled|decided|finished|status|news"
        r"|update|yet|happen(?:ed|ing)|going on|ready)\b"
        r"|^\W*(?:(?:all|list|see|and|the|open|any)\W+)*my (?:open |other )?(?:claims?|returns)\W*$"
        r"|\b(?:do i have|have i got|are there)\b.{0,15}\b(?:claims?|returns (?:open|under way))\b"
        r"|\b(?:did|have) (?:you|u) (?:get|got|receive[d]?)\b.{0,12}\bmy (?:return|photo|claim)\b"
        r"|\bwhen (?:do|will|can|would) (?:i|we)\b.{0,20}\b(?:my|the) (?:money|refund)\b"
        r"|\b(?:what(?:'s|s| is| was| are)?|which|tell me|remind me|have|lost|forgot(?:ten)?|need)\b.{0,20}"
        r"\b(?:claim|return) (?:number|no|id)\b(?! \w+ (?:for|do i need))",
        re.IGNORECASE,
    ),
)
