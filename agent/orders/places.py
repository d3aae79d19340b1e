"""Where and when an order is handed over: at another door or on another day, or at another place altogether. Words."""

import re

from tools.places import places_in

IT = r"(?:it|that|this|they|them|there|(?:the|my|that|this)(?: \w+)? (?:orders?|one|ones|parcel|package|box|stuff))"
"""An order or a parcel by no name of its own."""
HANDOVER = (
    r"\b(?:leave|drop|give|hand|deliver|put|bring|hold|keep)\b.{0,6}\b" + IT + r"\b.{0,20}"
    r"\b(?:neighbou?rs?|porch|door(?:step)?|safe place|concierge|mail ?box|letter ?box|garage|reception|front desk"
    r"|shed|pick-?up|post office|locker)\b"
    r"|\b(?:to|at|with|by) (?:a|the|my|our) (?:neighbou?rs?|front door|door(?:step)?|porch|post office|locker)\b"
    r"(?!.{0,12}\baddress)"
    r"|\b(?:pick|collect)\b.{0,4}\b" + IT + r"\b.{0,6}\b(?:up|myself|there|in person|from)\b"
    r"|\bpick[- ]?up (?:points?|locations?|stations?)\b|\bparcel (?:lockers?|shops?)\b"
    r"|(?<!have )(?<!have been )\b(?!have (?:been|come|arrived|got)\b)"
    r"(?:deliver|bring|come|arrive|send|get|have|reschedule|postpone|delay)\w*\b.{0,6}\b(?:" + IT + r"|delivery)?\b"
    r".{0,16}\b(?:on|to|until|till|for|before|after) (?:an?other day|a different day|(?:next |this )?"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|the weekend|the (?:evening|morning|afternoon)|\d{1,2} ?(?:am|pm)"
    r"|\d{1,2}:\d\d)"
    r"|^\W*(?:(?:or|and|maybe|what about|how about|then)\W+)+(?:on|at|in) (?:the )?"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekends?|evening|morning|afternoon)\W*$"
    r"|\bdeliver\w*\b.{0,12}\b(?:on|at) (?:the )?(?:weekends?|saturdays?|sundays?)\b"
)
""" "Leave it with my neighbour", "can it come on friday": another place or day for its handing over."""
REFUSES = re.compile(
    r"\b(?:refus|reject|declin)\w*\b|\bnot (?:accept|take)\b|\bn['’]t (?:accept|take)\b", re.IGNORECASE
)
""" "I just refuse it at the door": nothing is wished for its handing over."""
ASKS_WHETHER = re.compile(
    rf"^\W*(?:(?:and|so|ok(?:ay)?|but)\W+)*(?:does|will|is|should)"
    rf" (?:{IT}|(?:order )?(?:[a-z]{{2,3}}-)?\d{{4,}}|(?:the|my) [\w-]+(?: [\w-]+)?)(?: still| really| then)*"
    r" (?:be (?:here|there|delivered)|com(?:e|ing)|arriv(?:e|ing)|get(?:ting)? here)\b",
    re.IGNORECASE,
)
""" "Does it come on tuesday?": no wish for another day."""
_THING = r"(?:it|that|this|them|those|these|both|(?:that|this|the other) (?:one|order)|the [a-z-]+(?: [a-z-]+)?)"
_GONE = r"(?:delivered|sent|shipped|brought|redirected|rerouted|forwarded|go)"
_GOES = re.compile(
    rf"\b{_THING}\b(?: \w+)?(?: to)?(?: be)? {_GONE}\b"
    r"(?: (?:on|along|straight))? (?:to|at) "
    r"(?!(?:me|you|us|him|waste|bed|pay|sale|size|the (?:store|shop|carrier|warehouse))\b)"
    r"(?P<where>(?:(?:my|our|her|his|the|an?|that|this) )?[a-z'’.-]+(?: [a-z'’.-]+)?)"
    r"(?: (?:too|as well|instead|please|then|now))*"
    r"\s*(?:[.,!?;]|$)",
    re.IGNORECASE,
)
_THERE = re.compile(
    rf"\b{_THING}\b(?: \w+)?(?: to)?(?: be)? {_GONE} there(?: (?:too|as well|also))?"
    r"\s*(?:[.,!?;]|$)",
    re.IGNORECASE,
)
_BACK = re.compile(r"\b(?:back|return\w*|refund\w*)\b", re.IGNORECASE)
_HERE = frozenset({"US"})


def goes_elsewhere(text: str) -> bool:
    """Abroad is asked of the shop's rules, and back to the shop is a return."""
    is_wished = _GOES.search(text) is not None or _THERE.search(text) is not None
    return is_wished and _BACK.search(text) is None and places_in(text) <= _HERE
