"""What a customer would have for a claim: the same again, a repair, or the money; never what they do not wish."""

import re

from agent.understanding.heard import Heard

_REMEDIES = (
    (
        "replacement",
        r"\b(?:replace(?:d|ment)?s?"
        r"|(?:send|ship|post|get|want|have|like) (?:me )?(?:an? )?(?:new|another|fresh) (?:one|ones|pair|parcel|set)"
        r"|(?:want|get|have|send me|like) (?:just )?(?:the )?(?:right|correct|missing) "
        r"(?:one|ones|colou?r|size|item|items|thing|things|pair|piece)"
        r"|(?:send|ship|want|get|need)(?: me)? the (?:rest|missing|remaining)|re-?sen[dt](?:ing)?"
        r"|(?:sen[dt]|ship(?:ped)?)(?: (?:me|it|them|that|this|all|both|everything|of|out|over"
        r"|(?:the|my)(?: (?:same|whole|entire|exact))?(?: \w+)?)){0,4} (?:again|once more|a second time)"
        r"|(?:get|have) (?:it all|all of it|everything|(?:the|my) (?:same )?(?:things|items|order|stuff|lot)) again"
        r"|new ones? instead"
        r"|^\W*(?:(?:a|an|the|just|rather|maybe|ok|then)\W+)*(?:new|another|fresh) (?:one|ones|pair)"
        r"(?:,? (?:please|pls|then|thanks|actually|would be (?:nice|great|good|fine|better|lovely|perfect)))*\W*$"
        r"|^\W*(?:(?:ok|okay|just|please|pls|then|no|yes|and)\W+)*(?:send|ship) (?:it|them|those|me (?:it|them|one"
        r"|another))"
        r"(?: again| then| please| pls)*\W*$"
        r"|(?:can|could) you (?:just |please )*(?:send|ship) (?:it|them|me (?:it|them|one|another)|one|another)\b"
        r"(?! (?:to|back|by|with)\b))\b",
    ),
    ("repair", r"\b(?:repair(?:ed)?|mend(?:ed)?|fix(?:ed)?)\b"),
    (
        "refund",
        r"\b(?:refund(?:ed)?|(?:get|have|want|prefer) (?:the |my )?money|money (?:back|instead|please)|(?:my"
        r"|the) money(?! off)|reimburse\w*|(?:want|prefer"
        r"|rather(?: have)?) (?:the )?cash)\b",
    ),
)
_NOT_WISHED = re.compile(
    r"(?<!\bwhy )(?:\bnot|n['’]t|\b(?:do|does|did|is|was|wo)nt|\bno|\bnever|\bwithout|\binstead of|\brather than"
    r"|\bthan)\s+(?:(?:really|actually|even|just|want|wish|need|like|asking|ask|looking|for|to|get|have|be|a|an|any"
    r"|the|my|your|that|another|exactly)\s+){0,4}$"
)
""" "I don't really want the money back", "not a refund": right before it."""


_MONEY = r"(?:money|refund\w*|cash)"
_THING = r"(?:new|another|replace\w*|repair\w*|exchange\w*|re-?sen[dt]\w*|re-?ship\w*|(?:send|ship)(?: \w+)? again)"
_EITHER = re.compile(
    rf"\b(?:{_MONEY}\b.{{0,12}}\bor\b(?! (?:else|if|otherwise|at least)\b).{{0,12}}\b{_THING}"
    rf"|{_THING}\b.{{0,12}}\bor\b(?! (?:else|if|otherwise|at least)\b).{{0,12}}\b{_MONEY})\b"
)
""" "Do I get my money back or a new one": which, is still to be said."""


_WISHES = re.compile(
    r"^\W*(?:(?:yes|yeah|yep|yup|ok(?:ay)?|sure|please|but|well|and|no|oh|actually|then)\W+)*"
    r"(?:(?:i|we)(?:['’]d|d| would| really)? (?:(?:much |just )?rather|prefer|want|like)\b|(?:just |please )?give me\b)"
    r"[^?]*$",
    re.IGNORECASE,
)


def wishes(text: str) -> bool:
    """ "Yeah but I'd rather have my money back": said as a wish, however much stands behind it."""
    return _WISHES.match(text) is not None


def remedy(heard: Heard) -> str | None:
    """The first kind that is wished; "not the money, a new one" wishes for the new one, "so no money back?" asks."""
    lowered = heard.text.lower()
    if _EITHER.search(lowered):
        return None
    if lowered.rstrip().endswith("?"):
        return next((name for name, pattern in _REMEDIES if re.search(pattern, lowered)), None)
    return next((name for name, pattern in _REMEDIES if _is_wished(pattern, lowered)), None)


def _is_wished(pattern: str, text: str) -> bool:
    return any(_NOT_WISHED.search(text[: match.start()]) is None for match in re.finditer(pattern, text))
