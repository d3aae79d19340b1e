"""What a message does to the dialogue: agree, refuse, correct, cancel, ask for a person.

The one rule that matters: a message is `affirm` only when every word of it belongs to a closed list of
unambiguous yes phrases and politeness, or when a second request that cannot qualify the yes follows it.
Anything else ("ok but wait", "yes?", "sure, if it's free") is not a yes, because a yes may move money.
Knows nothing of tasks or intents.
"""

import re
from dataclasses import dataclass
from typing import Literal

from agent.acts import phrases as lists
from agent.acts.among import agreed_among
from agent.acts.asides import aside, aside_beside
from agent.acts.change import (
    behind_courtesy,
    changed_after_yes,
    corrected,
    dropped_for,
    refused_with,
    requested_after_yes,
)
from agent.acts.courtesy import courtesy
from agent.acts.person import asks_for_a_person
from agent.acts.said import Said, is_all
from agent.acts.yes import agrees_and_sends_later, forbids, is_no, is_yes, verbs_of

ActKind = Literal[
    "affirm", "deny", "cancel", "correct", "human", "thanks", "greeting", "goodbye", "repeat", "skip", "resume",
    "help", "why", "why_not", "confused", "status", "back", "restart", "wait", "done", "nod", "stuck", "sure",
    "about", "more", "upset", "languages", "transcript", "kept", "small_talk", "what_now", "none",
]  # fmt: skip

Expecting = str
""" "confirmation", "choice", "feedback" or "slot:<name>": what the bot's last message asked for."""

_BACK_LEAD = (
    r"(?:(?:ok|okay|so|now|anyway|alright|right|and|yes|well|please|thanks|good|great|cool|fine|oh|but)[\s,.!]+){0,3}"
    r"(?:(?:let's|lets|can we|could we|shall we|i want to|i'd like to|please)\s)?"
)
_BACK_TO = re.compile(
    rf"{_BACK_LEAD}(?:(?:(?:go|get|come|head|going)\s)?back to"
    r"|(?:continue|resume|carry on|go on|finish|proceed)(?: with)?)\s"
    r"(?P<rest>(?:my|the|our|that|this|those)\s(?!(?:bot|assistant)\b)[\w\s'-]{2,40}?)(?: (?:then|now|please))*[\s.!?]*"
)
_BACK_TO_AND = re.compile(
    rf"{_BACK_LEAD}(?:(?:go|get|come|head|going)\s)?back to\s"
    r"(?P<rest>(?:my|the|our|that|those)\s(?:[\w'-]+\s){0,2}[\w'-]+\s?[,.;:!-]+\s*\S.*)",
    re.DOTALL,
)
""" "Back to the sweater, is it warm": what was talked about before, and what is asked of it."""
_SO_THE = re.compile(
    r"(?:(?:ok|okay|great|good|fine|right|thanks|cool|alright|nice|perfect)[\s,.!]+)+(?:so |now |and )?"
    r"(?P<rest>the (?:exchange|return|refund|cancellation|invoice|claim)(?: (?:now|then|please))?)[\s.!?]*"
)
""" "Great, so the exchange": back to it."""
_CUT_OFF = re.compile(
    r"(?:(?:can|could|may|do|did|will|would|is|are|should) (?:i|you|u|we|it)|i(?:'d like| want| need)(?: to)?"
    r"|how do i|and|but|also|so)[\s.,…]*"
)
"""The rest of the message is on its way."""
_NO_IN_FRONT = ("no", "nope", "nah", "nein", "non")
""" "No, that's all" to a summary is a no before it is a goodbye."""
_WONDERS = re.compile(r"\W*(?:(?:and|but|so|ok|hm+)\W+)*(?:what|how|when|where|why|who|which)\b")
""" "What happens if I don't send a photo" forbids nothing, question mark or not."""
_STOPS_A_TASK = re.compile(
    r"\b(?<!n't )(?<!not )(?:cancel|stop|abort|quit|end|abandon|discontinue|forget|scrap|terminate|"
    r"halt|undo|drop)(?: (?:doing|working on|running))?\s"
    r"(?:what (?:you(?:'re| are| were)? doing|i asked)|(?:(?:the|this|that|my|your|it|current|last|"
    r"present|previous|whole)\s){0,3}"
    r"(?:action|task|command|process|request|job|program|thing|input))\b"
)


_FORGETS_THE = re.compile(
    r"(?:(?:ok|okay|no|nah|well|hm+|actually|then|just|oh|you know what)[\s,.]+){0,3}"
    r"(?:forget|never ?mind|forget about|scrap|skip|leave) (?:about )?(?:the|that|those|these)(?: \w+){1,2}"
    r"(?: (?:then|for now|now|please))?[\s.!]*"
    r"(?:[,.;] ?(?:(?:i'm|i am|we're) (?:keeping|happy with|fine with|staying)|(?:i|we)(?:'ll| will)? (?:keep|stay)"
    r"|(?:it|that|the old one)(?:'s| is)? (?:fine|ok|okay|good|can wait)|no need)\b[^?]{0,40})?"
)
""" "Forget the shoes": what was talked about is done with."""


_HESITATES = re.compile(
    r"(?:(?:h+m+|well|ok|oh|um|uh|erm|no|nah|wait|thanks|but)[\s,.]+)*"
    r"(?:(?:i'?m )?not (?:so |really |quite |that )?sure(?: yet| about (?:it|that))?|maybe|perhaps|still thinking"
    r"|i(?:'?ll| will| need to| have to)(?: have to)? think about (?:it|that)"
    r"|let me think(?: about (?:it|that))?)(?: first| then| thanks| thank you)*[\s.!…]*"
)
""" "Not sure", to a summary or to nothing: where a slot is asked for, it says that there is no answer."""


@dataclass(frozen=True, slots=True)
class Act:
    kind: ActKind
    remainder: str = ""
    """What is left to be understood once the act is taken, as typed; "" when the act is all."""


def dialogue_act(text: str, *, expecting: Expecting | None, pending: str | None = None) -> Act:
    """`pending` is the verb of the action that waits for a yes ("cancel", "return").

    With it "yes, cancel it" agrees to a cancellation, and a bare "cancel" could mean either: none.
    """
    said = Said.of(text)
    if not said.words:
        return Act("confused" if said.is_question else "none")
    if asks_for_a_person(said):
        return Act("human")
    if expecting == "confirmation" and (request := agreed_among(said, pending)) is not None:
        return Act("affirm", request)
    return (
        _whole(said, expecting, pending)
        or _with_more(said, expecting, pending)
        or _behind_courtesy(said)
        or Act("none")
    )


def _whole(said: Said, expecting: Expecting | None, pending: str | None) -> Act | None:
    """Messages that are one act from the first word to the last."""
    if is_yes(said, pending) or agrees_and_sends_later(said, pending):
        return Act("affirm")
    if about_the_talk := aside(said, in_task=expecting is not None):
        return Act(about_the_talk)
    if _is_skip(said, expecting):
        return Act("skip")
    if _is_cancel(said, expecting, pending):
        return Act("cancel")
    if _HESITATES.fullmatch(said.plain) or _CUT_OFF.fullmatch(said.plain):
        return Act("wait")
    if is_all(said.words, lists.RESUME, lists.WEAK_YES, lists.FILLERS, "then|so|well|right|just|anyway|good"):
        return Act("resume")
    if match := _BACK_TO.fullmatch(said.plain) or _SO_THE.fullmatch(said.plain):
        return Act("resume", said.text[match.start("rest") : match.end("rest")])
    if is_all(said.words, lists.GOODBYE, lists.THANKS, lists.WEAK_YES, lists.PRAISE, lists.NO, lists.FILLERS):
        return Act("deny" if pending is not None and said.words[0] in _NO_IN_FRONT else "goodbye")
    if is_no(said):
        return Act("deny")
    kind = courtesy(said) or aside_beside(said, in_task=expecting not in (None, "confirmation"))
    return Act(kind) if kind else None


_HAS_NO_NUMBER = re.compile(
    r"(?:(?:sorry|hm+|well|oh|i|but|i'm afraid)[\s,]+)*(?:(?:don'?t|do not|can'?t|cannot|couldn'?t) (?:really |even )?"
    r"(?:know|have|remember|find|recall)|lost|forgot|not sure (?:about|of)|no idea what|without)"
    r"(?: (?:the|my|an?|any|what the|what my))?(?: order)? ?(?:number|order no|no|nr|id)(?: (?:is|anymore|here|on me"
    r"|right now|now|at hand|with me|sorry))*[\s.!]*"
)


def _is_skip(said: Said, expecting: Expecting | None) -> bool:
    if said.is_question:
        return False
    if is_all(said.words, lists.SKIP, lists.FILLERS, "really|tbh|honestly|actually|hm|hmm"):
        return True
    knows_not = is_all(said.words, lists.SKIP_IN_SLOT, lists.FILLERS, "sorry")
    if expecting is None:
        return knows_not and not _HESITATES.fullmatch(said.plain)
    asked_for_something = expecting.startswith(("slot:", "choice"))
    return asked_for_something and (knows_not or _HAS_NO_NUMBER.fullmatch(said.plain) is not None)


def _is_cancel(said: Said, expecting: Expecting | None, pending: str | None) -> bool:
    if any(verb in said.words for verb in verbs_of(pending)):
        return False
    softened = (
        "hmm|hm|mmm|uh|um|well|actually|sorry|oh|wait|oops|ok|okay|just|you know what|then|for now|for the moment",
        lists.PLAIN_NO,
        lists.FILLERS,
    )
    if is_all(said.words, lists.CANCEL, *softened) or _FORGETS_THE.fullmatch(said.plain):
        return True
    if expecting is None:
        return False
    if is_all(said.words, lists.CANCEL_IN_TASK, lists.CANCEL, *softened):
        return True
    return len(said.words) <= 14 and not said.is_question and _STOPS_A_TASK.search(said.plain) is not None


def _with_more(said: Said, expecting: Expecting | None, pending: str | None) -> Act | None:
    in_task = expecting is not None
    if match := _BACK_TO_AND.fullmatch(said.plain):
        return Act("resume", said.text[match.start("rest") :])
    if (request := dropped_for(said)) is not None:
        return Act("cancel", request)
    if (instead := corrected(said, in_task=in_task)) is not None:
        inner = _whole(Said.of(instead), expecting, pending) if instead != said.text else None
        if inner is None:
            return Act("correct", instead)
        return inner if inner.kind != "affirm" else Act("none")
    if in_task and (change := changed_after_yes(said)) is not None:
        return Act("correct", change)
    if expecting != "confirmation" and (request := requested_after_yes(said)) is not None:
        return Act("affirm", request)
    if (refusal := refused_with(said, in_task=in_task)) is not None:
        rest, says_instead = refusal
        return Act("correct" if says_instead else "deny", rest)
    if expecting == "confirmation" and forbids(said) and not _WONDERS.match(said.plain):
        return Act("deny")
    return None


def _behind_courtesy(said: Said) -> Act | None:
    found = behind_courtesy(said)
    if found is None:
        return None
    kind, rest = found
    return Act(kind, rest)
