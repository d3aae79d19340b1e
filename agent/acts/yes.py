"""Is this a yes, is it a no? Closed lists on both sides; what is on neither list is neither."""

import re

from agent.acts import phrases as lists
from agent.acts.said import Said, Words, consume, is_all, phrases

_THANKS = frozenset({"thanks", "thank", "thx", "ty", "danke", "merci", "gracias"})
_CONFIRM_ONLY = frozenset({"please", "pls", "plz", "kindly", "confirm", "it", "that", "this", "ok", "okay", "sir"})
_PROHIBITION = re.compile(
    r"\b(?:(?:must|should|shall|may|can|could|do|did|would|ought|need)(?: not|n't)(?: to)?|cannot|"
    r"dont|cant|never|nicht|"
    r"no debe\w*)\s(?:you |dare |ever |want (?:you |me )?(?:to |that|it|this)?)?(?:to )?"
    r"(?:do|go|proceed|file|cancel|submit|send|return|refund|change|touch|process|continue|confirm|"
    r"charge|place|order|"
    r"exchange|start|that|it|this|machen|tun|hacer)\b"
)


_PLAIN_YES = "yes|yes please|yep|yeah|yup|go ahead|do it|do that|please do|go for it|let's do it|lets do it|just do it"
_TAKEN_IN = ("hm", "well", "right", "so", "um", "uh")
"""May lead a plain yes and weakens none: "hm ok then yes", "right, do it"."""
_GLAD = ("great", "perfect", "super", "lovely", "excellent", "brilliant")
"""May lead a yes, and are none alone: "great, do it"."""


def is_yes(said: Said, pending: str | None) -> bool:
    """Every word agrees or is polite; no question mark, no trailing dots, no unknown emoji."""
    words = said.words
    if said.is_question or said.hesitates or (words[0] in verbs_of(pending) and words[0] != _OF_A_SUMMARY):
        return False
    done = _pending_phrases(pending)
    is_taken_in = words[0] in _TAKEN_IN and is_all(words[1:], _PLAIN_YES, lists.WEAK_YES, lists.FILLERS, "then")
    if is_taken_in or (words[0] in _GLAD and len(words) > 1):
        words = words[1:]
    if is_all(words, f"{lists.YES}|{outright(pending)}", lists.WEAK_YES, lists.FILLERS, done, "then"):
        return not _waves_away(words) and not _asks_us_to_confirm(words)
    if is_all(words, lists.WEAK_YES, lists.FILLERS, done, "then"):
        return not _THANKS.intersection(words) and not _waves_away(words)
    return _is_yes_statement(words)


_OF_A_SUMMARY = "file"
"""The one verb of an action that says nothing but yes: "cancel it" may mean the summary itself."""


_NAMED = (
    *("it", "that", "this", "them", "that one", "this one", "it for me", "it for her", "it for him", "it for them"),
    *(
        f"{which} {what}"
        for which in ("the", "my", "this", "that")
        for what in (
            *("order", "item", "return", "claim", "warranty claim", "exchange", "swap", "change", "cancellation"),
            *("refund", "replacement"),
        )
    ),
)
"""What an action may be called without its number."""


def outright(pending: str | None) -> str:
    """ "File it", to "Shall I file it?", and "go ahead and cancel it", as a list of phrases."""
    named = [*_NAMED, *(f"{thing} anyway" for thing in ("it", "that", "this", "them"))]
    filing = [f"{_OF_A_SUMMARY} {thing}" for thing in named if _OF_A_SUMMARY in verbs_of(pending)]
    going = [f"go ahead and {verb} {thing}" for verb in verbs_of(pending) for thing in _NAMED]
    return "|".join([*filing, *going])


def says_more_of_it(words: Words, pending: str | None) -> bool:
    """ "Please file the exchange", "thanks", behind a yes."""
    own = "|".join(filter(None, (outright(pending), _pending_phrases(pending))))
    return is_all(words, f"{lists.FILLERS}|{lists.YES}|{lists.THANKS}|{own}")


_LATER = (
    r"(?:over|later(?: on)?|t[uo]m+[oa]r+ow|tmrw?|2moro|tonight|tonite|soon|asap|then|afterwards|after|today"
    r"|first thing|in (?:the (?:morning|evening|afternoon)|an? (?:bit|minute|moment|sec|hour))|once i'?m (?:home|back)"
    r"|when i(?:'?m| am| get) (?:home|back)|after work|this (?:evening|afternoon|weekend)"
    r"|on (?:mon|tues|wednes|thurs|fri|satur|sun)day)"
)
_SENDS_LATER = re.compile(
    r"\b(?:(?:the|a|my) )?(?:photo|picture|pic|foto)s?(?: (?:to follow|follows?|(?:is |are )?coming)\b"
    rf"|(?= {_LATER}\b))"
    rf"(?: {_LATER}\b)*"
    r"|\b(?:and )?(?:will|gonna|let me"
    r"|(?:i|s?he|they|we|the (?:customer|client|caller))(?:'?ll| will| can(?: only)?|'?(?:m|s|re) going to)?)"
    r" (?:sends?|upload|attach|take|get|add|make|(?:e-?)?mails?|forwards?|post|brings?|provides?|snap)"
    r" (?:you |u |us |it |one |that |over |in |through )?"
    r"(?:it|one|that|an? (?:photo|picture|pic)|(?:the|my) (?:photo|picture|pic)s?|photos?|pictures?|pics?|some|them)\b"
    rf"(?: (?:of it|(?:over )?(?:by|via|in an?|per) (?:e-?mail|mail)|to (?:you|us)|{_LATER})\b)*"
    r"|\b(?:and )?(?:the |a |my )?(?:photo|picture|pic|foto)s?"
    r" (?:(?:will |'ll |is going to |can )(?:be (?:sent|e-?mailed|mailed)|come|follow)|comes?"
    r"|gets? (?:sent|e-?mailed))\b"
    rf"(?: (?:(?:by|via|in an?|per) (?:e-?mail|mail)|{_LATER})\b)*"
    rf"|\b(?:the |a |my )?(?:photo|picture|pic|foto)s? by (?:e-?)?mail\b(?: {_LATER}\b)*"
)
""" "I'll send one later": a promise of what the summary asks for, which qualifies no yes."""
_SENDS_BACK = re.compile(r"\b(?:and )?(?:i'?ll|(?:i )?will) (?:send|post|mail|bring) (?:it|that|this|them) back\b")
""" "Yes, I'll send it back": the same, though "ok, I'll send it back" is none yet."""
_NOT_NOW = r"(?: (?:right |just )?now| at the moment| atm)?"
_WHY_LATER = re.compile(
    r"\b(?:(?:and|because|cos|cause|as|since) )?"
    r"(?:(?:it'?s|it is|they'?re|they are|i'?m|i am|(?:the|my) (?:photo|picture|pic|phone)s?(?:'s| is| are))"
    r" (?:(?:not )?(?:at )?home|at work|in the office|on (?:the (?:train|bus|go)|my way home)"
    r"|(?:on|in|with) my (?:\w+'?s )?(?:phone|mobile|camera|laptop|tablet|husband|wife))"
    rf"|my (?:phone|camera)(?:'s| is) (?:dead|empty|charging|broken)"
    rf"|i'?m (?:out|busy)(?= (?:right|now|at)\b)){_NOT_NOW}\b"
)
""" "It's on my phone": why it is later, beside such a promise."""


def without_promise(text: str) -> str:
    """What is said beside "I'll send a photo later", which the summary asks for."""
    promised = _SENDS_LATER.sub(" ", _SENDS_BACK.sub(" ", text))
    return _WHY_LATER.sub(" ", promised) if promised != text else text


def agrees_and_sends_later(said: Said, pending: str | None) -> bool:
    """ "Ok I'll send a photo later, go ahead": all that is left without the promise is a yes."""
    if _SENDS_BACK.search(said.plain) and not sum(consume(said.words, lists.YES)):
        return False
    left = without_promise(said.plain)
    rest = re.sub(r"[\s,.;-]*\s[\s,.;-]*", " ", left).strip(" ,.;-")
    return left != said.plain and bool(re.search(r"\w", rest)) and is_yes(Said.of(rest), pending)


def is_no(said: Said) -> bool:
    words = said.words
    if said.is_question:
        return False
    return is_all(words, lists.NO, lists.FILLERS, lists.SORRY_AND_SUCH) or _is_no_statement(words)


_ASKS_WHAT_IF = re.compile(r"\W*(?:and |but |so )?what (?:happens )?if\b", re.IGNORECASE)
"""A question, even where its mark was left out."""


def forbids(said: Said) -> bool:
    """ "you must not do that", "don't cancel it": told not to, in a short message."""
    is_asked = said.is_question or _ASKS_WHAT_IF.match(said.plain) is not None
    return len(said.words) <= 14 and not is_asked and _PROHIBITION.search(said.plain) is not None


def verbs_of(pending: str | None) -> list[str]:
    """ "return|file" -> both words: an action may go by more than one name."""
    return pending.split("|") if pending else []


def _pending_phrases(pending: str | None) -> str:
    said = [f"{verb} {thing}".rstrip() for verb in verbs_of(pending) for thing in ("", *_NAMED)]
    wishes = [f"{wish} {verb} it" for verb in verbs_of(pending) for wish in ("i want to", "i'd like to")]
    return "|".join([*said, *wishes])


def _waves_away(words: Words) -> bool:
    """ "yeah yeah", "sure sure": said twice it agrees to nothing."""
    return len(words) >= 2 and len(set(words)) == 1 and words[0] in ("yeah", "sure", "ok", "okay", "ya", "fine")


def _asks_us_to_confirm(words: Words) -> bool:
    """ "please confirm" asks the shop as often as it tells it to go on; "yes please confirm" is clear."""
    polite = {"please", "pls", "plz", "kindly"}.intersection(words)
    return bool(polite) and "confirm" in words and set(words) <= _CONFIRM_ONLY


def _is_yes_statement(words: Words) -> bool:
    """ "yes, that is true", "that sounds good to me": agreement said as a sentence."""
    lead = sum(consume(words, lists.YES, lists.FILLERS, lists.WEAK_YES))
    thanked = bool(_THANKS.intersection(words))
    return any(
        _is_statement(words[start:], lists.STATEMENT_YES) or (not thanked and _is_praise_of_the_plan(words[start:]))
        for start in range(lead + 1)
    )


def _is_praise_of_the_plan(words: Words) -> bool:
    split = tuple(piece for word in words for piece in _apart(word))
    if split[:1] not in (("that",), ("everything",)) or "was" in split:
        return False
    likes = lists.STATEMENT_LIKES_NOW if split[1:2] in (("is",), ("'s",)) else lists.STATEMENT_LIKES
    return _is_statement(words, likes)


def _is_no_statement(words: Words) -> bool:
    lead = sum(consume(words, lists.NO, lists.FILLERS, lists.SORRY_AND_SUCH))
    return any(_is_statement(words[start:], lists.STATEMENT_NO) for start in range(min(lead, 6) + 1))


def _is_statement(words: Words, verdicts: str) -> bool:
    split = tuple(piece for word in words for piece in _apart(word))
    opener = _front(split, lists.STATEMENT_OPENERS)
    verb = _front(split[opener:], lists.STATEMENT_VERBS) if opener else 0
    if not verb:
        return False
    rest = split[opener + verb :]
    taken = consume(rest, verdicts, lists.STATEMENT_ADVERBS, lists.FILLERS, "to me|with me|by me|for me|yes")
    return taken[0] > 0 and sum(taken) == len(rest)


def _apart(word: str) -> Words:
    """ "that's" -> "that", "'s"."""
    for ending in ("'s", "'d"):
        if word.endswith(ending) and len(word) > 2:
            return (word[:-2], ending)
    return (word,)


def _front(words: Words, group: str) -> int:
    known = phrases(group)
    return next((length for length in range(min(6, len(words)), 0, -1) if words[:length] in known), 0)
