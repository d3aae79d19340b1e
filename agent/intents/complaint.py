"""A complaint is recorded with the people who can act on it."""

import re

from agent.intents.answering import from_passages
from agent.intents.change_address import PERSON
from agent.intents.spec import Intent, View
from agent.orders.choosing import order_choices
from agent.state import Task
from agent.steps import Call, HandOver, Say, Step
from tools.orders import OrderList

_OUTBURST = re.compile(
    r"^\W*(?:(?:you|u|you guys|you people|(?:this|that|it)(?: bot| shop| chat| service| company)?)"
    r"(?:'re|'s| are| r| is)?|what)(?: (?:a|an|so|all|just|really|absolutely|totally|completely))* "
    r"(?:sucks?|crap|bullshit|bs|awful|annoying|useless|pathetic|ridiculous|hopeless|terrible|horrible|joke|disgrace|stupid|unacceptable)\W*$",
    re.IGNORECASE,
)
_NO_HELP = (
    r"^\W*(?:(?:but|and|well|ugh|hey|still)\W+)*(?:you|u|this|that|it|the bot|this bot)"
    r"(?:'re|’re|'s|’s| are| is| was|r| does| do| did|)(?:n'?t| not| still not| really not| no)(?: (?:been|being|very"
    r"|really|at all|any|of))*"
    r" (?:help(?:ing|ful|ed)?|use|useful)\b(?: (?:me|at all|here|anything))*\W*$"
)
_SLOW = re.compile(
    r"^\W*(?:(?:but|and|well|ugh|omg|wow|god|man|guys|hey|seriously|honestly)\W+)*"
    r"(?:(?:it|this|that|everything|delivery|shipping|the (?:delivery|shipping|wait(?:ing)?)|my (?:order|parcel"
    r"|package|delivery))"
    r"(?: just| really)?(?:'s| is| has| was| does)? ?(?:been )?(?:just |really |all )?(?:takes?|taking|took|taken)"
    r"|you (?:guys |people )?(?:are |'re )?(?:tak(?:e|ing)))"
    r" (?:(?:so|too|way|far|really|very|much|such|a|an) )*(?:long|ages|forever|eternity"
    r"|(?:long )?time)\b(?: to (?:arrive|come|get here))?\W*$"
    r"|^\W*(?:(?:you(?: guys)?(?:'re| are)|this is|it'?s|delivery is|shipping is) )?(?:(?:so|too|way|far|really"
    r"|very) )+slow\W*$"
    r"|^\W*(?:i'?(?:ve| have) been waiting|i'?m (?:still )?waiting|still waiting)(?: (?:for )?(?:so|too|way|ages"
    r"|forever|long|weeks?|days?|\d+))*\W*$",
    re.IGNORECASE,
)
_OF_THE_THING = re.compile(r"^\W*it\b", re.IGNORECASE)
_ASKS_WHERE = re.compile(
    r"^\W*(?:(?:and|so|but|ok(?:ay)?|hi|hey|hello)\W+)*(?:where|how|(?:to )?who(?:m)?) "
    r"(?:can|could|do|would|should|does|to)\b.*\bcomplain",
    re.IGNORECASE,
)
""" "Where would I send a complaint": asks, and makes none."""
_told_where = from_passages("complaints")
VENTING = 6
"""Words up to which an outburst is met with an offer: there is nothing in it yet to record."""


def is_outburst(text: str) -> bool:
    """ "This is ridiculous": of the talk, and no word about the thing; "it's terrible" may be one."""
    return _OUTBURST.match(text) is not None and _OF_THE_THING.match(text) is None


def next_step(task: Task, view: View) -> Step:
    if _ASKS_WHERE.match(view.text):
        return _told_where(task, view)
    if _SLOW.match(view.text):
        return _too_slow(view)
    if len(view.text.split()) <= VENTING and "complain" not in view.text.lower():
        return Say("sorry_offer_person", opens="human_agent")
    return HandOver("complaint", say="complaint_recorded")


def _too_slow(view: View) -> Step:
    """What takes so long is most likely under way: how it stands is said at once."""
    listing = view.results.get("orders")
    if view.principal.subject and not isinstance(listing, OrderList):
        return Call("list_orders", {"limit": 20}, "orders")
    waiting = tuple(order for order in listing.orders if order.status.is_open) if isinstance(listing, OrderList) else ()
    if not waiting:
        return Say("sorry_offer_person", opens="human_agent")
    shown = waiting[:5]
    return Say(
        "sorry_for_the_wait", {"orders": shown}, quick_replies=PERSON, shows=order_choices(shown), shows_kind="orders"
    )


INTENT = Intent(
    name="complaint",
    meaning="complains about service or company, wants it recorded",
    route="human",
    label="make a complaint",
    next_step=next_step,
    slots=("order_id",),
    tools=("find_passages", "hand_off", "list_orders"),
    cues=re.compile(f"{_OUTBURST.pattern}|{_NO_HELP}|{_SLOW.pattern}", re.IGNORECASE),
)
