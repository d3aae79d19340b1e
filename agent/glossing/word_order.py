"""Glossed words in an order that English patterns read: the verb comes to its subject, its object behind it. Pure."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from agent.glossing.small_words import is_verb
from agent.glossing.verbs import is_participle

Units = Sequence[tuple[str, str]]

_WANTS = re.compile(
    r"^(?:want(?:s|ed)?|would like|can|could|may|might|must|should|shall|will|would|need|have|plan|try|like)\b"
    r"|\b(?:want|would like|would|can|could|must|should|need|may|have to)(?: not)?$"
)
_HOW = re.compile(r"^how\b")
_SUBJECT = re.compile(r"^(?:i|you|we|they|he|she|one|it|not|please)$")
_TO = re.compile(r"^to (?!(?:the|my|your|our|a|an|me|you)\b)[a-z]")
_AUXILIARY = re.compile(
    r"^(?:i |you |we )?(?:have|has|had|was|were|is|are|will|would have|had been|have been)$|^do you have$"
)
_STAYS = re.compile(r"^(?:i|you|we|they|he|she|it|one|not|never|already|still|yet|just|only)$")
_PRONOUN = re.compile(r"^(?:i|you|we|they|he|she|it|one)$")
_ENDS_IN_PRONOUN = re.compile(r"\b(?:i|you|we|they|he|she|it)(?: have to| not| have)?$")
_ASKS = re.compile(r"^(?:and |but |so )?(?:what|where|when|why|how|who|which|until when|from when)\b")
_MODAL = re.compile(
    r"^(?:can|could|may|might|must|should|shall|will|would|do|does|did|have|has|had|is|are|was|were|am)\b|\bi\b"
)
_SUBORDINATE = re.compile(r"(?:^|what |happens )(?:if|because|whether|until|since|as soon as|so that|when|that)$")
_IS = frozenset(
    {"is", "are", "was", "were", "am", "have", "has", "had", "want", "can", "must", "will", "works", "comes", "fits"}
)
_HAPPENS = {
    "comes": "come", "come": "come", "works": "work", "work": "work", "fits": "fit", "fit": "fit", "takes": "take",
    "costs": "cost", "cost": "cost", "lasts": "last", "last": "last", "goes": "go", "go": "go", "arrive": "arrive",
    "arrives": "arrive", "shrink": "shrink", "look": "look", "looks": "look", "count": "count", "help": "help",
    "hold": "hold", "stay": "stay", "smell": "smell", "need": "need", "mean": "mean", "happen": "happen",
}  # fmt: skip
"""Verbs without an object: "kommt das" asks, where "legt das" orders."""
_ARTICLE = re.compile(r"^(?:the|my|your|a|this|that|our|their)$")
_DROPS_TO = re.compile(
    r"\b(can|could|may|might|must|should|shall|will|would|do|does|did|please)"
    r"((?:\s+(?:not|never|please|i|you|we|one|they|he|she|it|me|also|still)){0,3})\s+to\s+(?=[a-z])(?!(?:my|the|your|a|an|our|another|me|you)\b)",
    re.IGNORECASE,
)
_TWO_SUBJECTS = re.compile(
    r"\b(will|does|did) it (arrive|come|take|cost|go|last|fit|work) ((?:the|my) (?:new )?[\w-]+)(?=\s*(?:[.,!?]|$))",
    re.IGNORECASE,
)
""" "When will it arrive the order": a phrase brought a subject, and the message had one."""
_ASKED_TWICE = re.compile(
    r"(^|[.,;?!]\s+(?:and |but )?)((?:the|my|your|this|these) (?:[\w-]+ ){1,3})(is|are) (?:it|they)\b", re.IGNORECASE
)
""" "The dress, is it available": French names what it asks about before it asks."""
_THE_MOST = re.compile(r"\b(which (?:one|of them) is the) more\b", re.IGNORECASE)
""" "La plus chaude" of several."""
_DOUBLED = re.compile(r"\b(?:for|to|in order|of|how)\s+(to\s)", re.IGNORECASE)
_HOW_TO = re.compile(r"\bhow\s+to\s", re.IGNORECASE)
_DECIMAL = re.compile(r"(?<![\d.,])(\d{1,4}),(\d{2})(?![\d.,]\d|\d)")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip
_DAY_FIRST = re.compile(r"(?<![\d./-])(\d{1,2})([./])(\d{1,2})(?:\2(\d{4}|\d{2})?)?(?![\d/-]|\.\d)")
_DAY_OF_MONTH = re.compile(rf"\b(\d{{1,2}})\.?\s+(?:de\s+|of\s+)?(?=(?:{'|'.join(_MONTHS)})\b)", re.IGNORECASE)
_OBJECTS = {
    "es": {"me": "me", "te": "you", "se": "", "lo": "it", "la": "it", "los": "them", "las": "them", "le": "it",
           "les": "them", "os": "you", "nos": "us"},
    "fr": {"me": "me", "m'": "me", "te": "you", "t'": "you", "se": "", "s'": "", "le": "it", "la": "it", "l'": "it",
           "les": "them", "lui": "him", "leur": "them", "y": "", "en": ""},
}  # fmt: skip
_BEFORE_OBJECTS = frozenset(
    {"je", "j'", "tu", "il", "elle", "on", "nous", "vous", "ils", "elles", "qui", "ne", "n'", "jpeux"}
)


def in_english_order(units: Units, language: str, verbs: Mapping[str, str]) -> str:
    """One clause. German puts the infinitive last: "want my order to cancel" becomes "want to cancel my order".

    And the participle: "have the coat sent back" becomes "have sent back the coat". `verbs` are the forms of the
    language's verbs -> English.
    """
    units = [unit for unit in units if unit[1]]
    if language in _OBJECTS:
        ordered = _denied(_objects_behind(units, language, verbs), verbs)
        return "".join(english for _, english in (_negated(ordered, verbs) if language == "es" else ordered))
    if language != "de":
        return "".join(english for _, english in units)
    return " ".join(said.strip() for part in _subordinated(units) if (said := _german_order(part, verbs)))


def _subordinated(units: Units) -> list[Units]:
    """ "Can I return it | if it does not fit": each has a word order of its own."""
    cuts = [at for at in range(1, len(units)) if _SUBORDINATE.search(units[at][1].strip()) or _is_cut(units, at)]
    edges = [0, *cuts, len(units)]
    return [units[start:end] for start, end in pairwise(edges)]


def _is_cut(units: Units, at: int) -> bool:
    """ "I have shoes received | and the sole ...": what closed its clause stands before the "and"."""
    before = _plain(units, at - 1)
    return _plain(units, at) in ("and", "but", "or") and (is_participle(before) or before.startswith("to "))


def filled(english: str, inner: str) -> str:
    """What stood in the gap, in its place; of "habe ich nicht bestellt" the subject comes first."""
    verb, rest = english.removesuffix(" *"), inner.removeprefix("I not").strip()
    if inner.startswith("I not") and is_participle(verb.split()[0]):
        return f"I have not {verb} {rest}".rstrip()
    return english.replace("*", inner)


def _german_order(units: Units, verbs: Mapping[str, str]) -> str:
    if _plain(units, 0) in ("it", "they") and _plain(units, 1).startswith("i have not "):
        units = [(units[1][0], f"{units[1][1].rstrip()} "), units[0], *units[2:]]
    units = _verb_to_subject(units, verbs) if _opens_subordinate(units) else _asked(units, verbs)
    words = [english for _, english in _denied(units, verbs) if english]
    if len(words) < 3:
        return "".join(words)
    if is_participle(words[-1].strip()):
        return _with_its_auxiliary(words)
    if not _TO.match(words[-1]):
        return "".join(words)
    modal = _modal_of(words)
    if modal is None:
        return "".join(words)
    after = modal + 1
    has_subject = _ENDS_IN_PRONOUN.search(words[modal].strip().casefold()) is not None
    while after < len(words) - 1 and _SUBJECT.match(said := words[after].strip().casefold()):
        if has_subject and _PRONOUN.match(said):
            break
        has_subject = has_subject or _PRONOUN.match(said) is not None
        after += 1
    moved = [*words[:after], words[-1].rstrip() + " ", *words[after:-1]]
    return "".join(moved).rstrip()


def _modal_of(words: Sequence[str]) -> int | None:
    """ "How" is one only where there is no other: "how to wash it", but "how can I pay"."""
    for pattern in (_WANTS, _HOW):
        for at, word in enumerate(words[:-1]):
            if pattern.search(word.strip().casefold()):
                return at
    return None


def _opens_subordinate(units: Units) -> bool:
    return any(_SUBORDINATE.search(english.strip()) for _, english in units[:2])


def _verb_to_subject(units: Units, verbs: Mapping[str, str]) -> Units:
    """ "If it sold out is" becomes "if it is sold out": the verb that German puts last follows its subject."""
    opened = next(at for at, (_, english) in enumerate(units) if _SUBORDINATE.search(english.strip()))
    behind = opened + 2
    if _ARTICLE.match(_plain(units, opened + 1)):
        behind += 1
    last = len(units) - 1
    is_finite = last > behind - 1 and (units[last][1].strip() in _IS or is_verb(units[last], verbs))
    said = units[last][1].strip() if is_finite else ""
    if not is_finite or said.startswith("to ") or (is_participle(said) and said not in _IS):
        return units
    if said == "will" and is_participle(units[last - 1][1].strip()):
        said = "is"
    verb = (units[last][0], f"{said} ")
    return [*units[:behind], verb, *units[behind:last]]


def _asked(units: Units, verbs: Mapping[str, str]) -> Units:
    """ "Comes it this week" becomes "does it come this week", "take I" "I take"."""
    for at in range(len(units) - 1):
        subject = _plain(units, at + 1)
        verb = _turned(units[at], subject, verbs) if _PRONOUN.match(subject) else None
        before = _plain(units, at - 1)
        is_object = subject in ("it", "they") and _PRONOUN.match(before) is not None
        if verb is None or is_object or before.endswith("who"):
            continue
        is_question = (at == 0 and subject != "i") or _ASKS.match(before) is not None
        helper = ("does" if subject in ("it", "he", "she", "one") else "do") if is_question else ""
        turned = [(units[at + 1][0], f"{helper} {units[at + 1][1].strip()} ".lstrip()), (units[at][0], f"{verb} ")]
        return [*units[:at], *turned, *units[at + 2 :]]
    return units


def _denied(units: Units, verbs: Mapping[str, str]) -> Units:
    """ "The trousers fits not" becomes "the trousers does not fit"."""
    for at in range(1, len(units) - 1):
        verb = _HAPPENS.get(_plain(units, at)) or _turned(units[at], "i", verbs)
        behind = at + 2 if _plain(units, at + 1) in ("it", "them", "me") else at + 1
        if verb is None or verb == "do" or _plain(units, behind) != "not":
            continue
        helper = "do not " if _plain(units, at - 1) in ("i", "you", "we", "they") else "does not "
        denied = [(units[behind][0], helper), (units[at][0], f"{verb} "), *units[at + 1 : behind]]
        return [*units[:at], *denied, *units[behind + 1 :]]
    return units


def _turned(unit: tuple[str, str], subject: str, verbs: Mapping[str, str]) -> str | None:
    """The plain form of the verb that stands before its subject; None for any other word."""
    verb = unit[1].strip().casefold()
    if subject in ("it", "they"):
        return _HAPPENS.get(verb)
    if verb == "do":
        return verb
    is_other = verb.startswith("to ") or is_participle(verb) or _MODAL.search(verb)
    return verb if is_verb(unit, verbs) and not is_other else None


def _plain(units: Units, at: int) -> str:
    return units[at][1].strip().casefold() if 0 <= at < len(units) else ""


def _with_its_auxiliary(words: Sequence[str]) -> str:
    found = next((at for at, word in enumerate(words[:-2]) if _AUXILIARY.match(word.strip().casefold())), None)
    if found is None:
        return "".join(words)
    after = found + 1
    has_subject = _ENDS_IN_PRONOUN.search(words[found].strip().casefold()) is not None
    has_subject = has_subject or (found > 0 and _PRONOUN.match(words[found - 1].strip().casefold()) is not None)
    while after < len(words) - 1 and _STAYS.match(said := words[after].strip().casefold()):
        if has_subject and _PRONOUN.match(said):
            break
        has_subject = has_subject or _PRONOUN.match(said) is not None
        after += 1
    made = words[-1].rstrip()
    if words[found].strip().casefold() == "will":
        made = f"be {made}"
    return "".join([*words[:after], made + " ", *words[after:-1]]).rstrip()


def _objects_behind(units: Units, language: str, verbs: Mapping[str, str]) -> Units:
    """ "Me it you charge" becomes "you charge it me": Spanish and French put a pronoun in front of its verb."""
    objects = _OBJECTS[language]
    ordered: list[tuple[str, str]] = []
    at = 0
    while at < len(units):
        end = at
        while end < len(units) and units[end][0] in objects:
            end += 1
        is_object = language == "es" or (bool(ordered) and ordered[-1][0].split()[-1] in _BEFORE_OBJECTS)
        if end == at or end == len(units) or not is_object or not _is_finite(units[end], verbs):
            ordered.append(units[at])
            at += 1
            continue
        behind = end + 1
        if _AUXILIARY.match(_plain(units, end)) and is_participle(_plain(units, behind)):
            behind += 1
        said = sorted((objects[foreign] for foreign, _ in units[at:end]), key=lambda each: each in ("me", "you", "us"))
        ordered += [(foreign, f"{english.rstrip()} ") for foreign, english in units[end:behind]]
        ordered += [(units[at][0], f"{each} ") for each in said if each]
        at = behind
    return ordered


def _negated(units: Units, verbs: Mapping[str, str]) -> Units:
    """ "If not I send them" becomes "if I do not send them", "not arrives" "does not arrive"."""
    for at in range(len(units) - 1):
        verb = _plain(units, at + 1)
        if (
            units[at][0].split()[-1] != "no"
            or not is_verb(units[at + 1], verbs)
            or not _is_finite(units[at + 1], verbs)
        ):
            continue
        who, _, does = verb.partition(" ") if verb.startswith("i ") else ("", "", verb)
        if _MODAL.search(does):
            return units
        said = f"I do not {does} " if who else f"does not {_HAPPENS.get(does, does)} "
        before = _plain(units, at).removesuffix("not").removesuffix("no").rstrip()
        kept = [(units[at][0], f"{before} ")] if before else []
        return [*units[:at], *kept, (units[at + 1][0], said), *units[at + 2 :]]
    return units


def _is_finite(unit: tuple[str, str], verbs: Mapping[str, str]) -> bool:
    said = unit[1].strip()
    is_other = said.startswith("to ") or is_participle(said)
    return (is_verb(unit, verbs) and not is_other) or _AUXILIARY.match(said.casefold()) is not None


def mended(text: str) -> str:
    """What the parts did to the whole: two subjects, doubled "to", amounts and days as English writes them."""
    text = _TWO_SUBJECTS.sub(r"\1 \3 \2", text)
    text = _ASKED_TWICE.sub(lambda match: f"{match[1]}{match[3]} {match[2].rstrip()}", text)
    text = _THE_MOST.sub(r"\1 most", text)
    text = _DOUBLED.sub(lambda match: match[0] if _HOW_TO.match(match[0]) else match[1], text)
    text = _DROPS_TO.sub(r"\1\2 ", text)
    text = _DAY_FIRST.sub(_dated, text)
    text = _DAY_OF_MONTH.sub(r"\1 ", text)
    text = _DECIMAL.sub(r"\1.\2", text)
    text = re.sub(r"[¿¡]\s*", "", text)
    return re.sub(r"[^\S\n]{2,}", " ", re.sub(r"[^\S\n]+(?=[.,;!?](?:\s|$))", "", text)).strip()


def _dated(match: re.Match[str]) -> str:
    """3.11., 3/11/2026: the third of November wherever these languages are spoken."""
    day, mark, month, year = int(match[1]), match[2], int(match[3]), match[4]
    is_closed = match[0].endswith(".") or year or mark == "/"
    if not (1 <= day <= 31 and 1 <= month <= 12 and is_closed):
        return match[0]
    return f"{day} {_MONTHS[month - 1]}" + (f" {year if len(year) == 4 else '20' + year}" if year else "")
