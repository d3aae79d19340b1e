"""A yes or no that carries more: corrections, refusals with a reason, a second request, courtesies in front."""

import re
from typing import Literal

from agent.acts import phrases as lists
from agent.acts.said import Said, consume
from agent.understanding.requests import opens_request

CHANGES = re.compile(
    r"(?:(?:but|and|just|only|except|though|although|please|can you|could you|can we|then|also|maybe|"
    r"i want|i need|i'd like|"
    r"i would like|it to be|to)\s)*(?:(?:let's )?make (?:it|that|them|this)|change|use|switch|swap|"
    r"replace|(?:send|ship|"
    r"deliver) (?:it|them|that) to|with(?:out)? (?:an?|size|store|my|express|free|the other)|"
    r"in (?:size |an? )?\w+|add|remove|it should be|the (?:\w+ ){1,2}one|"
    r"the (?:other|first|second|third|last|(?!newsletter)\w+er)\b|not (?:the|that|this|both|all)|only|just|size|"
    r"for (?:the|both|all)|both|all|"
    r"(?:one|two|three|four|five|six|\d+)(?! of (?:the|my|them)\b))\b"
)
_MEANT = re.compile(
    r"(?:(?:sorry|oops|oh|wait|hold on|um|well|ok|okay|yes|no|nope|my bad|my mistake|"
    r"hang on)\b[\s,.!-]{0,3}){0,3}"
    r"(?P<mark>i meant?(?: to say)?|actually|or rather|rather|correction|i was talking about|i said|"
    r"i wanted to say)\b[\s,:-]{0,3}"
)
_MEANT_BEHIND = re.compile(r"(?P<rest>.+?)[\s,]+i meant?[\s.!]*")
""" "10251 i mean"."""
_MEANT_AFTER_ALL = re.compile(
    r"(?:no|that's|thats|that is|that was|not|wrong|it's|you're|ur)\b[^,.;!]{0,40}[,.;!]+\s*"
    r"(?:no |sorry,? )?i (?:meant?|want(?:ed)?)\b"
    r"[\s,:-]{0,3}(?P<rest>(?:the|my|that|this|those|vm)\b.{2,40})"
)
""" "That's an old one, I mean the last order"."""
_SHORT = 8
_MAKE_IT = re.compile(
    r"(?:(?:sorry|oops|oh|wait|hold on|well|no|nope|ok|hmm|can you|could you|please|actually|"
    r"better)\b[\s,.!-]{0,3}){0,3}"
    r"(?:(?:let's )?make (?:it|that|them)|change (?:it|that|them|this) to|switch (?:it|that) to)\s\S"
)
_NOT_THIS = re.compile(
    r"(?:(?:no|wait|oh|sorry|oops|hm+|hold on|ok|okay|actually)\b[\s,.!\x1f]*){0,3}"
    r"not (?:(?:that|this|the|those|these)\b[^,.;\n\x1f]{0,30}|"
    r"(?!sure|yet|now|really|today|so|at|an?\b|for|if|what|happy|good|ok)[\w-]+)"
    r"(?:[,.;]\s*|[\n\x1f])(?:but )?(?P<rest>\S.*)",
    re.DOTALL,
)
_REFUSES_IT = re.compile(r"not (?:that|this|the) (?:\w+\s?){1,3}[.!]*")
_CONTRASTED = re.compile(r"(?P<rest>(?:the|my|it's|size|in)\s[^,]{1,40}),? not (?:the|that|this|my)\b.{0,30}")
_INSTEAD = re.compile(r"\binstead[.!]*$")
_ASKS = re.compile(
    r"(?:where|what|when|how|why|who|which|is|are|do|does|did|can|could|will|would|should|may|have|"
    r"has)(?:'s|'re)?\b"
)
_OTHER_REQUEST = re.compile(
    r"(?:and|also|and also|plus)\s(?:also\s|then\s)?(?P<rest>(?:where|what|when|how|which|"
    r"do you (?:have|sell|ship)|"
    r"can you (?:also )?(?:tell|show|check|find)|show me|tell me|track|find)\b.+)",
    re.DOTALL,
)
_BACK_TO_IT = re.compile(
    r"\b(?:it|this|that|them|free|cost|costs|charge|charged|fee|fees|if|unless|but|only|not|n't|"
    r"refund|refunded|when will i|"
    r"without|except|until|before|instead|amount|sure|wait|how much|how long|happens?|mean)\b|n't\b"
)
_NOT_A_REFUSAL = re.compile(
    r"(?:no|not) (?:problem|problems|worries|prob|doubt|idea|clue|bad|sure|certain|matter|biggie|"
    r"big deal|one|body|offence|"
    r"offense|longer|false|only|wrong|until|unless|if|because)\b"
)
_IS_A_WRONG = re.compile(r"(?:(?:sorry|oh|ah)\W+)?(?:wrong|incorrect) (?!one\b)\w")
""" "Wrong colour" says what is wrong; "wrong, the blue one" says no."""
_GOES_ON = re.compile(
    r"(?:i|i'm|i'd|i've|it|it's|its|that|that's|this|the|thanks|thank|please|don't|dont|not|make|my|"
    r"you|we|actually|he|she|"
    r"just|only|where|what|how|can|could|but|because|cancel|stop|wait|keep|leave|sorry|in|for|size|use|send)\b"
)
_YES_WORD = re.compile(r"\b(?:yes|yeah|yep|yup|ok|okay|sure|go ahead|do it|please do|ja|oui|si)\b")
_SHORT_ANSWER = re.compile(r"(?:it's |its |it is |the |my |in |for |size |order )*[\w#@.+-]+(?:\s[\w#@.+-]+){0,3}[.!]*")
_NOT_AN_ANSWER = re.compile(
    r"(?:i|i'm|we|you|you're|don't|dont|not|thanks|thank|because|that|that's|this|please|cancel|stop|"
    r"wait|keep|leave|but|"
    r"sorry|he|she|they|it (?:was|is (?:too|not))|it's (?:too|not|fine|ok|okay|wrong)|never|bye|yes)\b"
)


def corrected(said: Said, *, in_task: bool) -> str | None:
    """What is meant instead, when the message opens or closes as a correction; else None."""
    if match := _MEANT.match(said.plain):
        rest = said.text[match.end() :].strip()
        explains = match["mark"].startswith(("i mean", "i meant", "correction", "or rather", "i said"))
        if (
            rest
            and (explains or (not said.is_question and not _ASKS.match(rest.lower())))
            and (in_task or len(rest.split()) <= 6 or explains)
        ):
            return rest
    if not said.is_question and (match := _MEANT_AFTER_ALL.fullmatch(said.plain)):
        return said.text[match.start("rest") :]
    if not said.is_question and len(said.words) <= _SHORT and (match := _MEANT_BEHIND.fullmatch(said.plain)):
        return said.text[: match.end("rest")]
    if in_task and not said.is_question and (match := _MAKE_IT.match(said.plain)):
        return said.text
    if match := _NOT_THIS.fullmatch(said.plain):
        return said.text[match.start("rest") :]
    if in_task and not said.is_question:
        if match := _CONTRASTED.fullmatch(said.plain):
            return said.text[: match.end("rest")]
        if _REFUSES_IT.fullmatch(said.plain) or (_INSTEAD.search(said.plain) and len(said.words) <= 8):
            return said.text
    return None


def changed_after_yes(said: Said) -> str | None:
    """ "yes, but make it two" -> "make it two"; None when there is no yes in front or no change behind."""
    lead = _yes_words(said)
    if not lead:
        return None
    rest = said.after(lead)
    plain = rest.lower()
    if said.is_question or re.match(r"(?:but|and)?\s*(?:wait|hold|hang)\b", plain) or not CHANGES.match(plain):
        return None
    return re.sub(r"^(?:but|and|just|except|though)\s+", "", rest, flags=re.IGNORECASE)


def requested_after_yes(said: Said) -> str | None:
    """ "yes please and where is my other order?" -> the second request, if it cannot qualify the yes."""
    lead = _yes_words(said)
    if not lead or said.hesitates:
        return None
    rest = said.after(lead)
    match = _OTHER_REQUEST.fullmatch(rest.lower())
    if match is None or _BACK_TO_IT.search(match["rest"]):
        return None
    return rest[match.start("rest") :]


def dropped_for(said: Said) -> str | None:
    """ "Forget it, where is my order?" -> the request behind the comma."""
    taken = consume(
        said.words, lists.CANCEL, lists.PLAIN_NO, "ok|okay|please|then|actually|well|oh|hmm|for now|for the moment"
    )
    lead = sum(taken)
    if not taken[0] or lead >= len(said.words):
        return None
    rest = said.after(lead)
    goes_on = said.is_cut_after(lead) or _ASKS.match(rest.lower()) is not None
    return rest if goes_on and opens_request(rest) else None


def refused_with(said: Said, *, in_task: bool) -> tuple[str, bool] | None:
    """(what follows the no, whether it says what is wanted instead); None when it is no refusal."""
    taken = consume(said.words, lists.PLAIN_NO, "please|thanks|thank you|sorry|oh|ah")
    lead = sum(taken)
    if not taken[0] or lead >= len(said.words):
        return None
    rest = said.after(lead)
    plain = rest.lower()
    if _NOT_A_REFUSAL.match(said.plain) or _YES_WORD.search(plain):
        return None
    if _IS_A_WRONG.match(said.plain) and not said.is_cut_after(lead):
        return None
    answers = (
        in_task
        and not said.is_question
        and (CHANGES.match(plain) is not None or _SHORT_ANSWER.fullmatch(plain) is not None)
        and not _NOT_AN_ANSWER.match(plain)
    )
    if not (said.is_cut_after(lead) or _GOES_ON.match(plain) or answers):
        return None
    return rest, answers


def behind_courtesy(said: Said) -> tuple[Literal["greeting", "thanks"], str] | None:
    """ "hi, where is my order" -> ("greeting", "where is my order")."""
    openings: tuple[tuple[Literal["greeting", "thanks"], str], ...] = (
        ("greeting", lists.OPENERS),
        ("thanks", lists.THANKS),
    )
    for kind, group in openings:
        taken = consume(said.words, group, lists.WEAK_YES, "oh|ah|great|perfect|awesome|dear|sir|madam|bot")
        if taken[0] and sum(taken) < len(said.words):
            rest = re.sub(r"^(?:but|and|so)\s+", "", said.after(sum(taken)), flags=re.IGNORECASE)
            if not re.match(r"(?:for|in advance|to|you|if|a)\b", rest.lower()):
                return kind, rest
    return None


def _yes_words(said: Said) -> int:
    taken = consume(said.words, lists.YES, lists.WEAK_YES, "please|pls|thanks|thank you|bitte|merci|gracias|por favor")
    return sum(taken) if taken[0] or taken[1] else 0
