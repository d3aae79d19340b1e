"""A customer who loses patience gets fewer words and the way to a person; the answer itself stays what it is.

Pure. What is felt comes from `agent.mood.sentiment`; this decides what follows from it over several turns.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from agent.acts import Act
from agent.intents.chitchat import STARTERS
from agent.mood.sentiment import CALM, Feeling, SentimentReader, Signs
from agent.nodes.state import Answer
from agent.state import Mood
from agent.steps import HandOver, Say
from agent.understanding.requests import opens_request

PERSON = "Talk to a person"
ENOUGH = 2
"""Level from which a person is offered: one strong message, or two that are not."""
HIGHEST = 3
_APOLOGISES = re.compile(
    r"^\W*(?:(?:oh|ok|hi|hey|so|i'?m|i am|really|very|so) )*(?:sorry|apologies) (?:to (?:be|bother|keep|ask|go on"
    r"|trouble|annoy|interrupt)\b|for (?:the|my|all the|being|asking|going|bothering)\b"
    r"|(?:that |if )?i(?:'m|’m|m| am| keep)\b)"
    r"|^\W*i(?:'m|’m|m| am) (?:just |only )?(?:a (?:bit|little) |not (?:very |so |that |too )?|so |quite |really )?"
    r"(?:slow|old|new|tired|clumsy|hopeless|bad|good) (?:with|at|to|here|today)\b",
    re.IGNORECASE,
)
""" "Sorry to be a pain", "I'm a bit slow with this": regrets, and complains of nothing."""
_BRIEF = 2
"""Words up to which a message says too little to be read: a number, a size, a yes."""
_FEW = 4
_CLEAR = 0.7
"""What so few words must reach: "the third one" reaches .67, "this is taking forever" .74."""

_SORRY = ("sorry_offer_person", "going_in_circles", "a_person", "put_it_right")
"""Says by itself that it was heard, and offers what there is to offer."""
_REGRETS = re.compile(
    r"\b(?:sorry|tut (?:mir|uns)(?: sehr)? leid|désolée?s?|navrée?s?|(?:lo|le) (?:siento|sentimos)|lamento)\b",
    re.IGNORECASE,
)
_NO_TROUBLE = re.compile(
    r"\b(?:(?:i|we) (?:have|had|see|got) )?(?:no|not a|never a) (?:big )?"
    r"(?:problems?|worries|trouble|issues?|complaints?|deal)\b(?: (?:at all|with (?:that|this|it)))*",
    re.IGNORECASE,
)
""" "I have no problem with that": the word for trouble, and none of it."""
_OFFERS = re.compile(r"\b(?:colleague|kolleg\w+|collègues?|compañer\w+)\b", re.IGNORECASE)
"""A person is spoken of in the answer itself."""
_COURTESIES = re.compile(
    r"(?:^|(?<=[.!?])[ ]+)(?:You're welcome\.|Gladly\.|Happy to help\.|Of course\.|Great[.!]|"
    r"Good (?:question|choice)[.!]|"
    r"(?:Is there )?(?:anything|something) else(?: I can (?:do|help)[^.?!]*)?\?|What else can I do for you\?|"
    r"I'm here (?:if|whenever) you need (?:anything else|me)\.)",
    re.IGNORECASE,
)


def may_be_upset(text: str, act: Act, reader: SentimentReader, *, is_plain: bool) -> bool:
    """Whether it is worth reading. A yes, a thank-you or a number is calm unless it is shouted, as is asking for a
    person; `is_plain`: it asks for nothing but what rules recognise, then its letters may tell that it is calm.
    """
    words = len(text.split())
    is_bare = act.kind not in ("none", "deny", "correct") or words <= _BRIEF
    is_bare = is_bare or (words <= _FEW and opens_request(text))
    if is_bare and not Signs.of(text).is_emphatic:
        return False
    return not (is_plain and reader.looks_calm(text))


def felt(text: str, reader: SentimentReader) -> Feeling:
    """How the message feels; few words must be clear to count."""
    if _APOLOGISES.match(text) and not Signs.of(text).is_emphatic:
        return CALM
    if not (said := _NO_TROUBLE.sub(" ", text).strip(" .!,")):
        return CALM
    feeling = reader.read(said)
    is_faint = not feeling.is_emphatic and feeling.frustration < _CLEAR
    return CALM if is_faint and len(text.split()) <= _FEW else feeling


def after(mood: Mood, feeling: Feeling) -> Mood:
    """The running level: up by one or two, down by one with each calm message."""
    told = mood.get("told", 0)
    if not feeling.is_frustrated:
        level = max(0, mood["level"] - 1)
        return Mood(level=level, is_upset=False, told=told if level else 0)
    step = ENOUGH if feeling.is_strong else 1
    return Mood(level=min(HIGHEST, mood["level"] + step), is_upset=True, told=told)


def eased(answers: list[Answer], mood: Mood, *, words: Callable[[Answer], str]) -> list[Answer]:
    """The same answers, the first behind a word that it was heard; `words`: what the templates say for an answer.

    Said once until all is well again, and once more with a person offered; nothing where the answers say it.
    """
    if mood["level"]:
        answers = [answer for answer in answers if not _is_greeting(answer)] or answers
    told = mood.get("told", 0)
    if not mood["is_upset"] or told >= min(mood["level"], ENOUGH) or _speaks_of_a_person(answers):
        return answers
    if mood["level"] < ENOUGH and all(_is_idle(answer) for answer in answers):
        return answers
    said = " ".join(map(words, answers))
    regrets, offers = _REGRETS.search(said) is not None, _OFFERS.search(said) is not None
    if mood["level"] >= ENOUGH and not offers:
        lead = "or_a_person" if regrets else "heard_offer_person"
    else:
        lead = "" if regrets or told else "heard"
    return [replace(answers[0], lead=lead or answers[0].lead), *answers[1:]]


def settled(mood: Mood) -> Mood:
    """Once the reply is out: what this message felt like is no longer news."""
    told = min(mood["level"], ENOUGH) if mood["is_upset"] else mood.get("told", 0)
    return Mood(level=mood["level"], is_upset=False, told=told)


def shortened(text: str, mood: Mood) -> str:
    """Without the courtesies around the answer; a text that is nothing else stays."""
    if not mood["level"]:
        return text
    return _COURTESIES.sub("", text).strip() or text


def quick_replies(replies: Sequence[str], mood: Mood) -> list[str]:
    """No suggestions out of the blue for somebody upset, and a person within reach from `ENOUGH` on."""
    if not mood["level"]:
        return list(replies)
    kept = [reply for reply in replies if reply not in STARTERS]
    return [*kept, PERSON] if mood["level"] >= ENOUGH and PERSON not in kept else kept


def _is_greeting(answer: Answer) -> bool:
    return isinstance(answer.step, Say) and answer.step.say in ("greeting", "greeting_short")


def _is_idle(answer: Answer) -> bool:
    """ "Can you tell me a joke?": no trouble of ours, however it sounds."""
    return isinstance(answer.step, Say) and answer.step.say in (
        "out_of_scope",
        "small_talk",
        "asked_after",
        "about_bot",
    )


def _speaks_of_a_person(answers: Sequence[Answer]) -> bool:
    return any(
        isinstance(step, HandOver)
        or (isinstance(step, Say) and ("handoff" in step.facts or step.opens == "human_agent" or step.say in _SORRY))
        for step in (answer.step for answer in answers)
    )
