"""Does a wording say what the draft says? What the gate cannot know: it asks whether a figure exists, this whether it
stands beside the right thing, whether a no became a yes, and whether something was left out.

Pure, and on the safe side: what cannot be told apart counts as astray, and the template's words stand instead.
"""

import re
from collections.abc import Hashable, Iterable, Sequence

from agent.grounding import sentences
from agent.grounding.evidence import squeezed
from agent.grounding.mentions import Kind, Mention
from agent.language import detect_language
from agent.writer.draft import ENGLISH, Draft, is_question
from agent.writer.places import content_words, figures_of, is_misplaced, readings_of
from domain.knowledge import Passage

_IN_ORDER: frozenset[Kind] = frozenset(["amount", "date"])
_MARKUP = re.compile(r"<[a-z/!?]|!\[|\]\(|```|\{\{|\{%|[‹⟦]|\bdata name\b", re.IGNORECASE)
_DENIES = re.compile(
    r"\b(?:not|no|nor|never|none|nothing|neither|cannot|unable|unfortunately|except|unless|only|sold out"
    r"|out of stock|too late|refused|declined)\b|n't\b"
)
_ECHO = 7
"""Words in a row that nobody repeats by chance."""
_ALIKE = 0.5
"""Share of a sentence's words from which another one is about the same."""
_LEAST_QUOTE = 4
_MOSTLY = 0.6
_MOST_QUOTED = 3
"""Sentences of a passage in another language beneath an answer."""


def strays(sentence: str, draft: Draft, *, instructions: str) -> list[str]:
    """Why the sentence may not be said, in words that a model can go by; empty means it may."""
    plain = squeezed(sentence)
    if _MARKUP.search(sentence):
        return ["it has markup"]
    if plain in draft.quotable:
        return []
    found: list[str] = []
    if is_question(sentence):
        found.append("it asks something that the draft does not ask")
    heard = squeezed(draft.customer_text)
    if plain.strip(" .!") in heard or _is_repeated(plain, heard, instructions, draft.so_far):
        found.append("it repeats what is no part of the answer")
    english = draft.in_english(sentence)
    if not _belong_together(_own_figures(sentence, draft), draft.units):
        found.append("its figures do not stand together in the draft or in a passage")
    elif is_misplaced(
        sentence,
        draft.clauses,
        draft.locale,
        ignores=lambda figure: _is_only_heard(figure, draft),
        gloss=draft.gloss,
    ):
        found.append("a figure stands beside something else in the draft or in a passage")
    if (
        strange := (draft.terms(sentence) | (_words_only(draft.terms(english)) if draft.gloss else set()))
        - draft.known_terms
    ):
        found.append(f"the draft does not speak of {', '.join(sorted(strange))}")
    turns_round = _turns_round if draft.gloss is None else _turns_gloss_round
    if turns_round(squeezed(english), draft.all_sentences):
        found.append("the draft says the opposite")
    return found


def missing(reply: str, draft: Draft) -> list[str]:
    """What the draft says and neither the whole reply nor the last one does; empty means that it may stand."""
    said, plain = figures_of(reply, draft.locale), squeezed(reply)
    before, told_before = figures_of(draft.last_reply, draft.locale), squeezed(draft.last_reply)
    found = [mention.kind for mention in draft.figures if not _is_said(mention, (*said, *before))]
    # One product may be called "it"; of several each is named.
    unnamed = [name for name in draft.names if squeezed(name) not in plain and squeezed(name) not in told_before]
    found += ["product" for _ in unnamed if len(draft.names) > 1]
    told = (squeezed(draft.in_english(one)) for one in sentences(reply))
    denials = [one for one in told if _DENIES.search(one)]
    own = draft.english_sentences
    new = [one for one in own if squeezed(one).strip() not in told_before]
    found += ["denial" for one in new if _DENIES.search(squeezed(one)) and not _denied(one, denials)]
    if not found and _order(draft.figures, said) != _order(said, draft.figures):
        found.append("order")
    quoted = [each for each in draft.passages if _quotes(squeezed(draft.text), each) and not _quotes(told_before, each)]
    if quoted and not any(_quotes(plain, each) or _goes_by(reply, each) for each in quoted):
        found.append("passage")
    return found


def closing(reply: str, draft: Draft, *, is_partial: bool = False) -> str:
    """Sources and questions of the draft that the reply lacks, as it should end; what is foreign in its own words.

    `is_partial`: something could not be said, so that all of what is foreign stands there.
    """
    plain = squeezed(reply)
    lacking = [one.strip() for one in (*_originals(reply, draft, is_all=is_partial), *draft.sources, *draft.questions)]
    lacking = [one for one in lacking if squeezed(one) not in plain]
    return "".join(f"\n{one}" for one in dict.fromkeys(lacking))


def _originals(reply: str, draft: Draft, *, is_all: bool) -> list[str]:
    """What the reply rests on, word for word: sentences of the passages with its figures, else the most alike."""
    if draft.original is None or not reply:
        return []
    said, figures = content_words(squeezed(draft.in_english(reply))), readings_of(reply, draft.locale)
    plain, quotable = squeezed(reply), squeezed(draft.text)
    whole = [one for each in draft.passages for one in sentences(each.text) if squeezed(one) in quotable]
    own = [one for one in whole if squeezed(one) not in plain]
    if len(own) < len(whole) and not is_all:
        return []  # it quotes itself

    def likeness(one: str) -> tuple[int, int]:
        return len(figures & readings_of(one, ENGLISH)), len(said & content_words(squeezed(one)))

    best = sorted(own, key=likeness, reverse=True)
    told = [one for one in best if likeness(one)[0]] or best[:1]
    quote = " ".join(one.strip() for one in own if is_all or one in told[:_MOST_QUOTED])
    return [draft.original(quote)] if quote else []


def nearest(sentence: str, draft: Draft) -> str | None:
    """The draft's sentence that is about the same, in the same language; None when none is."""
    said = content_words(squeezed(sentence))
    is_english = draft.original is None or detect_language(sentence) in (None, ENGLISH)
    own = sentences(draft.text) if is_english else draft.own_sentences
    best = max(own, key=lambda one: len(said & content_words(squeezed(one))), default=None)
    if best is None or len(said & content_words(squeezed(best))) < min(2, len(content_words(squeezed(best)))):
        return None
    return best


def _belong_together(figures: Iterable[Mention], units: Iterable[frozenset[Hashable]]) -> bool:
    said = list(figures)
    return not said or any(all(not unit.isdisjoint(mention.readings) for mention in said) for unit in units)


def _is_said(wanted: Mention, said: Iterable[Mention]) -> bool:
    return any(not set(wanted.readings).isdisjoint(mention.readings) for mention in said)


def _order(figures: Sequence[Mention], others: Sequence[Mention]) -> list[Hashable]:
    """Amounts and days, each once, in the order in which they come first."""
    known = {reading for mention in others for reading in mention.readings}
    kept = [
        next((reading for reading in mention.readings if reading in known), None)
        for mention in figures
        if mention.kind in _IN_ORDER
    ]
    return list(dict.fromkeys(reading for reading in kept if reading is not None))


def _quotes(plain: str, passage: Passage) -> bool:
    said = [squeezed(one) for one in sentences(passage.text)]
    long_enough = [one for one in said if len(one.split()) >= _LEAST_QUOTE] or said
    return any(one in plain for one in long_enough)


def _goes_by(reply: str, passage: Passage) -> bool:
    """Some sentence of the reply is hardly more than words of the passage."""
    known = content_words(squeezed(f"{passage.title} {passage.heading} {passage.text}"))
    said = [content_words(squeezed(one)) for one in sentences(reply)]
    return any(len(words) >= _LEAST_QUOTE and len(words & known) >= _MOSTLY * len(words) for words in said)


def _own_figures(sentence: str, draft: Draft) -> list[Mention]:
    return [each for each in figures_of(sentence, draft.locale) if not _is_only_heard(each, draft)]


def _is_only_heard(figure: Mention, draft: Draft) -> bool:
    """Only the customer said it: whether that may be said again is for the gate to decide."""
    known = frozenset[Hashable]().union(*draft.units)
    heard = readings_of(draft.customer_text, draft.locale) - known
    return not heard.isdisjoint(figure.readings)


def _words_only(terms: Iterable[str]) -> frozenset[str]:
    """Sizes are the same in any language, and a rough translation makes up some ("takes it 6 to 10 days")."""
    return frozenset(term for term in terms if not any(character.isdigit() for character in term))


def _is_repeated(plain: str, *others: str) -> bool:
    return any(_repeats(plain, squeezed(other)) for other in others if other)


def _repeats(plain: str, other: str) -> bool:
    said, heard = plain.split(), f" {other} "
    runs = (" ".join(said[at : at + _ECHO]) for at in range(len(said) - _ECHO + 1))
    return any(f" {run} " in heard for run in runs)


def _turns_round(plain: str, own: Iterable[str]) -> bool:
    """The sentence of the draft that is most about the same denies it, or the other way round."""
    said = content_words(plain)
    if len(said) < 2:
        return False
    shares = [(len(said & content_words(squeezed(one))) / len(said), squeezed(one)) for one in own]
    share, best = max(shares, default=(0.0, ""))
    return share >= _ALIKE and (_DENIES.search(plain) is None) != (_DENIES.search(best) is None)


def _turns_gloss_round(plain: str, own: Iterable[str]) -> bool:
    """The same of a rough translation: few of its words are known, so those that are decide; a no without any is none
    of the draft's.
    """
    said, denies = content_words(plain), _DENIES.search(plain) is not None
    likely = [(len(said & content_words(squeezed(one))), _DENIES.search(squeezed(one)) is not None) for one in own]
    best = max((alike for alike, _ in likely), default=0)
    if not best:
        return denies
    return denies not in {is_denial for alike, is_denial in likely if alike == best}


def _denied(sentence: str, denials: Iterable[str]) -> bool:
    """Some sentence of the reply says no to about the same."""
    wanted = content_words(squeezed(sentence))
    return any(len(wanted & content_words(said)) >= _ALIKE * len(wanted) for said in denials)
