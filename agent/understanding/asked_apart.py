"""The questions of one message, one after another: "how big is it, and does a laptop fit in?".

Cut only between two clauses that ask, or of which one calls for a person, each with what is told before it; what else
is wished or ordered is not cut here (see `agent.understanding.requests`). English words. Pure.
"""

import re
from dataclasses import dataclass, replace

from agent.acts.person import asks_for_a_person
from agent.acts.said import Said
from agent.intents.chitchat import INTENT as OF_THE_BOT
from agent.intents.no_person import INTENT as NO_PERSON
from agent.understanding.addresses_told import gives_address, gives_code, speaks_of_place
from agent.understanding.another_matter import turns_away
from agent.understanding.asks_nothing import IS_COURTESY, MORE_TO_COME, OBJECTS, TAG
from agent.understanding.requests import is_generic

MOST, LONGEST = 5, 90
"""Words; whoever writes more tells a story, which is read as a whole."""
_SUBJECT = (
    r"(?:i|we|you|u|ya|it|that|this|they|them|those|these|there|the|my|your|ur|our|her|his|she|he|anyone|anything"
    r"|anybody|someone|something|everything|all|both|shipping|delivery|returns?|exchanges?|express|a|an|any)"
)
_AUX = (
    r"(?:is|isn['’]?t|are|aren['’]?t|do|don['’]?t|does|doesn['’]?t|did|didn['’]?t|can|can['’]?t|could|will|won['’]?t"
    r"|would|should|shall|may|must|has|hasn['’]?t|have|haven['’]?t|was|were|am)"
)
_WHEN = r"(?:(?:roughly|until|till|since|from|by) )?when"
_WH = rf"(?:what|whats|which|how|hows|{_WHEN}|whens|where|wheres|why|who|whos|whose)\b(?:['’](?:s|re|d|ll))?"
_TELL = (
    r"(?:(?:please |pls )?(?:tell|show) me (?:about|how|what|when|where|which|if|whether|more)"
    r"|(?:i(?:['’]?d| would) (?:also )?(?:like|love|want) to|i (?:also )?(?:want|need) to) know"
    r"|(?:i was |i['’]?m |im |was |just )*wondering)\b"
)
_INDIRECT = rf"(?:whether\b|(?:if|when) .{{3,60}}?\b(?:{_AUX}|what|how|which) {_SUBJECT}\b|if (?:so|not)\b,? )"
_OPENER = rf"(?:{_WH}|{_AUX} {_SUBJECT}\b|{_TELL}|{_INDIRECT}|any (?:chance|news|update|discounts?|idea)\b)"
_INVERTED = (
    rf"(?:{_WH} (?:{_AUX}\b|(?:much|many|long|soon|big|fast|often|far|old|sizes?|colou?rs?) )|whats |hows |wheres "
    rf"|(?:what|how|where|when|who)['’]s |how \w+ {_AUX} {_SUBJECT}\b"
    rf"|{_AUX} {_SUBJECT}\b|who (?:pays|covers|has to pay|would pay)\b)"
)
_LINK = r"(?:,?\s+(?:and also|and then|as well as|and|but also|but|& also|&|oh and)|,\s+(?:also|plus|so|then))"
_SENDS_TO = r"(?:send|ship|post) (?:it|this)(?: (?:stra?i(?:gh)?t|direct(?:ly)?))? to (?:her|him|them|my \w+)\b"
_GIFT = re.compile(r"\b(?:gift|presents?|wrap\w*|card|note|message)\b", re.I)
_FILLER = re.compile(
    r"(?:[\s,;.!?&:()-]|(?:and|also|plus|oh|then|but|so|ok|okay|well|hi|hey|hello|thanks|thx|thank you|great|cool|good"
    r"|nice|yes|yeah|no|ha(?:ha)+|lol|right"
    r"|first(?:ly)?|second(?:ly)?|btw|by the way|wait|hm+|uh|um|please|pls|sorry|now|actually"
    r"|(?:(?:one |another |the )?(?:other|last|more|quick) )?(?:thing|question)|again|just|any(?:ways?|how))\b)+",
    re.IGNORECASE,
)
_BOUNDARY = re.compile(
    r"(?P<stop>(?:(?<!\bno)(?<!\bnr)(?<!\bmr)(?<!\bms)(?<!\bst)[.!;]+|\?+[!?]*)(?=\s|$)\s*|\n+"
    rf"|:\s+(?={_OPENER}))"
    rf"|(?P<link>{_LINK}\s+)(?={_OPENER})"
    rf"|(?P<comma>,\s+|\s+(?=so (?:what|how)['’]?s\b)so\s+)(?={_INVERTED}|what happened(?! (?:is|was)\b))"
    rf"|(?P<gift>{_LINK}\s+)(?={_SENDS_TO})",
    re.IGNORECASE,
)
_ASKS = re.compile(_OPENER, re.IGNORECASE)
_SHOPS = re.compile(
    r"(?:(?:i['’]?m|im|i am|we['’]?re) )?(?:looking|searching|shopping) for\b|(?:show|recommend|suggest) (?:me |us )?",
    re.IGNORECASE,
)
""" "I'm looking for a warm hat": asks to be shown some."""
_MEANT = re.compile(r"i (?:mean|meant) \w+(?: \w+)? as in\b", re.IGNORECASE)
""" "I meant green as in good for the planet": asks once more what was asked before."""
_MEANT_TOO = re.compile(r"\W*and i (?:also )?meant? \w+ing\b", re.IGNORECASE)
""" "So is PayPal possible? And I meant paying in instalments": asked beside the first."""
_SUPPOSES = re.compile(rf"(?:what if\b|(?:and )?(?:when|whenever|if|once|while) {_SUBJECT}\b)", re.IGNORECASE)
""" "What if I take the L, does it cost more": the case that is asked about."""
_WHAT_IF = re.compile(r"what if\b[^?]*$", re.IGNORECASE)
_AND = re.compile(r"[\s,]*(?:and|also|plus)\b", re.IGNORECASE)
""" "What if it is broken, and do i need the box": asks for itself; it is no case of what comes after it."""
_ORDERED = re.compile(rf"(?:{_FILLER.pattern})?(?:{_TELL}|{_SHOPS.pattern})", re.IGNORECASE)
_TOLD_AFTER = re.compile(r"[.?!]\s")
_ASKS_INDIRECTLY = re.compile(_INDIRECT, re.IGNORECASE)
_WHAT_ABOUT = re.compile(r"(?:what|how) about\b[^?]*$", re.IGNORECASE)
_OF_THAT = re.compile(rf"[\s,]*{_AUX} (?:\w+ of )?(?:it|they|them|that|this|those|these)\b", re.IGNORECASE)
_ASKS_ALONE = re.compile(
    r"(?!were \w+ing\b)(?:is|are|do|does|did|can|could|will|would|should|may|has|was|were) (?!not\b|n['’]?t\b)\w+ \w+",
    re.IGNORECASE,
)
_HANGS = re.compile(r"\b(?:what|which|how|when|where|who|if|whether|the|a|my)[\s,.;!]*$", re.IGNORECASE)
_OWN_CASE = re.compile(r"\W*(?:and |but |so |also |btw |oh )*(?:i|i['’]?m|i['’]?ve|im|my|we|our|mine)\b", re.IGNORECASE)
_SHORT_QUESTION = re.compile(
    r"(?:what happened|how (?:long|much|soon|fast|quick(?:ly)?|often|many)"
    r"|(?:what|which) (?:colou?rs?|sizes?|materials?|fabric|price))\W*$",
    re.IGNORECASE,
)
_SAYS_IT_ASKING = re.compile(
    r"(?:it['’]?s|they['’]?re|that['’]?s) (?:still |all |really |also |now )*\w{4,}\?+$", re.IGNORECASE
)
""" "Its still coming?": a whole question in the words of a statement."""
_ADDS = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|oh|and|so|but|sorry)\W+)*(?:also|btw|by the way|plus|besides|(?:one|another)"
    r" (?:more |last |other |quick )?(?:thing|question)|(?:quick|different) question)\b|^\W*oh\W+and\b"
    r"|\b(?:btw|by the way|while (?:i|we|you)\W?(?:m|re| am| are|re) (?:at it|here))\W*$",
    re.IGNORECASE,
)
""" "The beanie. Oh and can I change my e-mail while we're at it": no part of the answer."""
_GOES_ON = re.compile(r"\W*(?:and|what about|how about) [^?]{2,40}\?\W*", re.IGNORECASE)
_ONE_MORE = re.compile(r"\W*(?:(?:and|oh) )*(?:also|plus|another|one more|btw|by the way)\b", re.IGNORECASE)
""" "And PayPal? Also, is there a code": the first goes on from what was answered before."""
_ALTERNATIVE = re.compile(r"\W*or\b", re.IGNORECASE)
_OF_ONE_THING = re.compile(r"(?:^|[\s,])how (?:long|much|soon|fast|many days)$", re.IGNORECASE)
_AND_HOW = re.compile(r"[\s,]*(?:and|&) (?:also )?how (?:long|much|soon|fast)\b", re.IGNORECASE)
""" "How long and how much is shipping to Ohio": of one thing, in one question."""
_FEWEST, _VAGUE = 3, 5
"""Words up to which "what can i do" or "can you help me" says nothing of its own."""


@dataclass(slots=True)
class _Clause:
    start: int
    end: int
    asks: bool
    opens_sentence: bool
    calls: bool = False
    """For a person, or one off."""
    is_of_bot: bool = False
    """Asks what the bot is or does: of nothing that is told before it."""


def asked_apart(text: str, *, awaits_address: bool = False, answers: bool = False) -> list[str]:
    """Each question in order, with its question mark; `[text]` as typed where there are not surely two.

    `awaits_address`: one waits for a yes, so that any part of one is told for itself. `answers`: something was asked,
    so that what is told first may answer it, and "oh and can I ..." is a question of its own.
    """
    if not 5 < len(text.split()) <= LONGEST:
        return [text]
    groups = _grouped(_clauses(text, awaits_address=awaits_address), text, answers=answers)
    if not 1 < len(groups) <= MOST:
        return [text]
    parts = [(text[group[0].start : group[-1].end].strip(" ,;\n"), group) for group in groups]
    return [marked(part) if any(each.asks for each in group) else part for part, group in parts]


def question_alone(text: str) -> str:
    """ "Do you keep this chat? My daughter says so.": the one question, without what is told around it; or ""."""
    if not 5 < len(text.split()) <= LONGEST:
        return ""
    clauses = _clauses(text)
    asked = [each for each in clauses if each.asks and each.opens_sentence]
    if len(asked) != 1 or any(each.asks for each in clauses if each is not asked[0]):
        return ""
    question = text[asked[0].start : asked[0].end].strip(" ,;\n")
    return marked(question) if question != text.strip() else ""


def puts_a_question(text: str) -> bool:
    return any(each.asks for each in _clauses(text))


def marked(part: str) -> str:
    """Cut off, it stands alone: "and do gift cards expire." is one of the questions and no answer to any."""
    is_marked = part[-1:] == "!" or "?" in part or _ORDERED.match(part) is not None
    *told, last = _TOLD_AFTER.split(part)
    is_told = (bool(told) or part.endswith(".")) and not _ASKS.match(_body(last, 0, len(last)))
    return part if is_marked or is_told else f"{part.rstrip('.')}?"


def _clauses(text: str, *, awaits_address: bool = False) -> list[_Clause]:
    clauses: list[_Clause] = []
    start, opens = 0, True
    for match in _BOUNDARY.finditer(text):
        end = match.end() if (is_stop := match["stop"] is not None) else match.start()
        is_lone = match["gift"] and not _GIFT.search(text[start:end])
        is_one = _OF_ONE_THING.search(text, start, end) and _AND_HOW.match(text, end)
        if is_lone or is_one or (not is_stop and _FILLER.fullmatch(text, start, end)):
            continue  # "oh and ..."
        if end > start:
            clauses.append(_clause(text, start, end, opens=opens))
        start, opens = end, is_stop
    if start < len(text):
        clauses.append(_clause(text, start, len(text), opens=opens))
    if awaits_address:
        clauses = [replace(each, asks=each.asks or gives_code(text[each.start : each.end])) for each in clauses]
    return _with_tags(clauses, text)


def _clause(text: str, start: int, end: int, *, opens: bool) -> _Clause:
    body = _body(text, start, end)
    calls = opens and len(body.split()) >= _FEWEST and _is_of_a_person(body)
    asks = calls or _asks(body, opens=opens) or gives_address(body) or _MEANT_TOO.match(text, start, end) is not None
    asks = asks or (_WHAT_IF.match(body) is not None and _AND.match(text, end) is not None)
    asks = asks or (_GOES_ON.fullmatch(text, start, end) is not None and _ONE_MORE.match(text, end) is not None)
    return _Clause(start, end, asks, opens, calls, is_of_bot(body))


def is_of_bot(body: str) -> bool:
    return OF_THE_BOT.cues is not None and OF_THE_BOT.cues.match(body) is not None


def _is_of_a_person(body: str) -> bool:
    """Calls for one, or says that none is needed any more."""
    return asks_for_a_person(Said.of(body)) or (NO_PERSON.cues is not None and NO_PERSON.cues.search(body) is not None)


def _with_address_wished(clauses: list[_Clause], text: str) -> list[_Clause]:
    """ "Can you change the address of VM-10251? To 12 Oak Street, Salem OR 97301.": one wish."""
    bodies = [_body(text, each.start, each.end) for each in clauses]
    is_told = [gives_address(body) and not _asks(body, opens=True) for body in bodies]
    asked = zip(clauses, bodies, is_told, strict=True)
    if not any(each.asks and speaks_of_place(body) for each, body, told in asked if not told):
        return clauses
    return [replace(each, asks=each.asks and not told) for each, told in zip(clauses, is_told, strict=True)]


def body_of(text: str) -> str:
    """Without the "oh and also" before it."""
    return _body(text, 0, len(text))


def _body(text: str, start: int, end: int) -> str:
    lead = _FILLER.match(text, start, end)
    return text[lead.end() if lead else start : end].strip()


def _with_tags(clauses: list[_Clause], text: str) -> list[_Clause]:
    """ "I threw away the box, is that a problem": one clause, and it asks."""
    joined: list[_Clause] = []
    for clause in clauses:
        before = joined[-1] if joined else None
        is_tag = not clause.opens_sentence and TAG.match(_body(text, clause.start, clause.end)) is not None
        if is_tag and before is not None and before.opens_sentence and not before.asks:
            joined[-1] = _Clause(before.start, clause.end, _tells_a_case(text, before), before.opens_sentence)
        else:
            joined.append(clause)
    return [_topic_alone(clause, after, text) for clause, after in zip(joined, [*joined[1:], None], strict=True)]


def _topic_alone(clause: _Clause, after: _Clause | None, text: str) -> _Clause:
    """ "What about linen, is that organic too": names what the next clause asks about."""
    leans = after is not None and not after.opens_sentence and after.asks
    if not (leans and after and _OF_THAT.match(text, after.start, after.end)):
        return clause
    return replace(clause, asks=clause.asks and not _WHAT_ABOUT.match(_body(text, clause.start, clause.end)))


def _tells_a_case(text: str, clause: _Clause) -> bool:
    return len(_body(text, clause.start, clause.end).split()) >= _FEWEST


def _asks(body: str, *, opens: bool) -> bool:
    """Surely a question, and one that says what it is about."""
    if any(re.match(each, body) for each in (_SHORT_QUESTION, _MEANT, _SENDS_TO)):
        return True
    count = len(body.split())
    is_vague = count <= _VAGUE and is_generic(body) and (count <= _FEWEST or not body.casefold().startswith("why"))
    if count < _FEWEST or is_vague or any(said.search(body) for said in (TAG, _HANGS, OBJECTS)):
        return False
    if not body.endswith("?") and _SUPPOSES.match(body) and not _ASKS_INDIRECTLY.match(body):
        return False
    is_put = any(said.match(body) for said in ((_SHOPS, _ASKS, _ASKS_ALONE) if opens else (_SHOPS, _ASKS)))
    return is_put or (body.endswith("?") and (count > _FEWEST or _SAYS_IT_ASKING.match(body) is not None))


def _grouped(clauses: list[_Clause], text: str, *, answers: bool) -> list[list[_Clause]]:
    groups: list[list[_Clause]] = [[]]
    held: list[_Clause] = []
    if not answers:
        clauses = _with_address_wished(clauses, text)
    for clause in clauses:
        has_asked = any(each.asks for each in groups[-1])
        if any(each.calls for each in clauses) and MORE_TO_COME.match(_body(text, clause.start, clause.end)):
            clause.asks = True
        if not clause.asks and IS_COURTESY.match(_body(text, clause.start, clause.end)):
            continue
        is_added = answers and clause.asks and _ADDS.search(text[clause.start : clause.end]) is not None
        is_added = is_added or (bool(groups[-1]) and turns_away(text[groups[-1][0].start :], text[clause.start :]))
        if not has_asked and not (groups[-1] and (clause.is_of_bot or is_added)):
            groups[-1].append(clause)
        elif not clause.asks or _ALTERNATIVE.match(text, clause.start, clause.end):
            held.append(clause)
        else:
            is_before = held and (not clause.opens_sentence or _OWN_CASE.match(text, held[-1].start) is not None)
            groups[-1] += [] if is_before else held
            groups.append([*(held if is_before else ()), clause])
            held = []
    groups[-1] += held
    return [group for group in groups if group]
