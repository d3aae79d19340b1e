"""Quoted pieces that say by themselves what they are of: no bare yes, no half sentence, no list without its heading.

A passage answers the question above it. Beside another answer, or asked for in other words, "In 14 mills" lacks what
is done there, and "With Klarna" what is meant. The question is then told as a statement before it, never shown. Pure.
"""

import re
from dataclasses import replace

from agent.dialogue.further_questions import content, has_word, in_own_words, written
from domain.knowledge import Passage, SourceKind
from tools.knowledge.port import Found
from tools.places import places_in

_SAME_QUESTION = 0.9
"""Confidence from which the question is as good as the one that the shop has answered."""
_TELLS_ITSELF = re.compile(
    r"\b(?:we|you|it|they|is|are|do|does|has|have|can|may|must|goes?|costs?|takes?|press|write|send|ask|air|wash|wipe"
    r"|open|look|sign|enter|check|file|pack|measure|read|choose|confirm)\b|[|;:]|^- ",
    re.IGNORECASE,
)
_YES_OR_NO = re.compile(r"^(?:Yes|No)[.,] (?P<first>\w)")
_YES_AND = re.compile(r"^Yes, (?!(?:it|they|we|you|this|that)\b)")
_HALF = re.compile(
    r"^(?:In|On|At|To|By|With|From|For|Within|Until|Under|Once|Only|Without)\b(?!.{0,60}, (?:we|you|it|they|the)\b)"
)
_STATEMENTS = (
    (re.compile(r"^Do I (have to .+)\?$"), r"You \1"),
    (re.compile(r"^(?:(?:How|Where) )?[Dd]o you (.+)\?$"), r"We \1"),
    (re.compile(r"^Can you (.+)\?$"), r"We can \1"),
    (re.compile(r"^Can I (.+)\?$"), r"You can \1"),
    (re.compile(r"^(?:Is|Are) there (.+)\?$"), r"There is \1"),
    (re.compile(r"^(?:How|Where) are your (\w+) (\w+)\?$"), r"Our \1 are \2"),
)
_TURNED = {"my": "your", "your": "our", "i": "you"}
_COUNTRY = re.compile(r"\b(?:in|to|from) (?:the )?[A-Z][\w.]*(?:(?:,| and)?(?: the)?(?: rest of the)? [A-Z]\w*)*")


def readable(found: Found, asked: str) -> Passage:
    """A bare list ("virgin polyester, PVC"; "- socks") says what it is of only with its heading ("what we avoid")."""
    passage = _of_its_country(_as_asked(found, asked), asked)
    heading = passage.heading.rpartition(">")[2].strip()
    first = passage.text.partition(".")[0]
    is_list = first.count(",") > 1 and not _TELLS_ITSELF.search(first)
    if passage.kind is not SourceKind.FAQ and heading and passage.text.startswith("- "):
        return replace(passage, text=f"{heading}:\n{passage.text}")
    if passage.kind is SourceKind.FAQ or not heading or not is_list:
        return passage
    return replace(passage, text=f"{heading}: {passage.text}")


def _of_its_country(passage: Passage, asked: str) -> Passage:
    """ "In the US: standard shipping is $5.95": whoever named no country is told of which one this is."""
    said = _COUNTRY.search(passage.title)
    if said is None or not places_in(said[0]) or places_in(asked) or places_in(passage.text):
        return passage
    return replace(passage, text=f"{said[0][0].upper()}{said[0][1:]}: {passage.text}")


def _opening(question: str) -> list[str]:
    """ "Do you", "can I": what a yes or a no is said to."""
    return re.findall(r"[a-z']+", in_own_words(question).casefold())[:2]


def _as_asked(found: Found, asked: str) -> Passage:
    """ "Can I check out as a guest?" is no matter for the "No." of "Do I need an account?"; what follows it is.

    Nor is what names something that the answer does not speak of: "do you take back clothes of other brands"."""
    passage = found.passage
    text = written(passage)
    is_of_all = all(has_word(text, word) for word in content(asked)) and places_in(asked) <= places_in(text)
    is_put_alike = _opening(asked) == _opening(passage.title) and is_of_all
    is_half = _HALF.match(passage.text) is not None and _opening(asked)[:1] == _opening(passage.title)[:1]
    is_as_asked = is_half or (is_put_alike and found.confidence >= _SAME_QUESTION)
    return passage if is_as_asked else stated(passage)


def stated(passage: Passage) -> Passage:
    """ "We take back old clothes: pieces of any age", of a yes to that question or of half a sentence."""
    if passage.kind is not SourceKind.FAQ:
        return passage
    text, said = passage.text, _statement(passage.title)
    if said and (yes := _YES_AND.match(text)):
        link = "," if ":" in text.partition(".")[0] else ":"
        return replace(passage, text=f"{said}{link} {text[yes.end() :]}")
    if said and _HALF.match(text):
        link = "" if passage.title.startswith(("How", "Where")) else ":"
        return replace(passage, text=f"{said}{link} {text[0].lower()}{text[1:]}")
    return replace(passage, text=_YES_OR_NO.sub(lambda match: match["first"].upper(), text))


def _statement(question: str) -> str:
    """ "We sell gift cards", of "Do you sell gift cards?"; "": it asks more, or in another way."""
    for asked, told in _STATEMENTS:
        if "," not in question and (found := asked.match(question)):
            start, rest = found.expand(told).split(" ", 1)
            turned = re.sub(r"\b(?:my|your|I)\b", lambda word: _TURNED[word[0].casefold()], rest)
            return f"{start} {turned}"
    return ""
