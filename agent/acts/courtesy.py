"""Sentences of courtesy that word lists cannot hold: "could you say that again", "nice talking to you"."""

import re
from typing import Literal

from agent.acts import phrases as lists
from agent.acts.said import Said, is_all
from agent.understanding.requests import opens_request
from agent.understanding.trouble import tells_trouble

_REPEAT = re.compile(
    r"\b(?:repeat(?:ed)?|restate|rephrase|replay)\b(?: (?:that|it|yourself|over|again|please|once|"
    r"more|back|louder|for me|what you|"
    r"(?:the|your|that) (?:last |previous )?(?:question|thing|response|phrase|message|part|answer|"
    r"one)|(?:question|response|phrase))|[\s.!?]*$)"
    r"|\b(?:say|said|sat|tell me|hear|run|ask(?: me)?) (?:that|it|this|what you(?: just)? said|"
    r"the question|what you said)?\s?(?:by me )?(?:(?:one more time|once more|again|over)\b)"
    r"|\b(?:did ?n[o']?t|did not|couldn't|could not|missed)(?: quite| really)? (?:hear|catch|get|"
    r"understand|that|what)(?: (?:you|that|it|what you(?: just)? (?:said|say)|last|one|"
    r"what))*[\s.,!?]*(?:$|please|can|could|say|repeat|so)"
    r"|\bwhat (?:was|were|did) (?:that|you|it)(?: last thing)?(?: just| again)?(?: question|"
    r" thing)?(?: you)?(?: just)?(?: say| said| ask| asked| mention| saying)?(?: again)?[\s?.!]*$"
    r"|\b(?:what (?:question )?did you (?:just )?(?:say|ask|mention)|what was (?:said|the question)|"
    r"come again|one more time|tell me once more|just another time)\b"
)
_GOODBYE = re.compile(
    r"\b(?:good ?bye|bye|buhbye|see (?:you|ya|u) (?:later|soon|around|again|tomorrow|in a while)|"
    r"farewell|fairwell|sayonara|syonara|adios|ta ?ta|"
    r"talk (?:to you |again )?(?:later|soon)|catch you (?:later|around)|(?:i|i've) (?:have|need|got|"
    r"must) to (?:go|run|get going|leave)|(?:later|see ya) (?:gator|gater|alligator)|"
    r"i'll be leaving|i'm (?:leaving|off|out of here|outta here)|ill see you around|until next time|"
    r"take it easy|tootles|"
    r"(?:nice|good|great|lovely|glad|pleasure|pleasant|enjoyable|enjoyed|cool|fun|"
    r"thanks for)\b[\w\s']{0,24}?\b(?:talk(?:ing|ed)?|chat(?:ting)?|speak(?:ing)?|convers\w+|"
    r"catch up|seeing you))\b"
)
_SMALL_TALK = (
    r"(?:you|ya|u|it|its|things|everything|everyone|life|your|day|ai|bot|my|friend|going|goin|doing|"
    r"doin|been|feeling|hanging|treating|are|"
    r"today|this|fine|morning|evening|right|now|with|for|ok|okay|well|good|alright|on|too|there)"
)
_GREETING = re.compile(
    r"(?:(?:hi|hello|hey|yo|so|ai|well|why|howdy|tell me|just wanted to say|can you tell me)[\s,!]+)*"
    rf"(?:how(?:'s|'ve|'re|s| is| are| have| do| goes| ya)?(?: (?:you|ya|u|it|things|everything|life|"
    rf"your day|the ai|my ai|going|been|doing|do you feel))(?:[\s,]+{_SMALL_TALK}){{0,8}}|"
    rf"(?:are|have) (?:you|things)(?: been)? (?:ok|okay|alright|well|good|doing|going|"
    rf"feeling)(?:\s{_SMALL_TALK}){{0,6}}|"
    r"is (?:this(?: thing| chat| bot)?|the chat) (?:on|working|live)|are you awake|(?:can|do) you (?:hear|read) me|"
    r"(?:is )?(?:anyone|anybody) (?:here|home)|"
    r"is everything (?:ok|okay|going)(?: okay| well| with you)*|what(?:'s|s| is) (?:up|new|happening|"
    r"going on)(?: with you)?|"
    r"(?:hi|hello|hey|greetings|good (?:morning|day|evening))(?: to)?(?: there| again| you| ai| friend)*|"
    r"(?:it's )?(?:nice|good|great) to (?:see|meet) you)[\s,.!?]*"
)
_THANKS = re.compile(
    r"\b(?:thank(?:s|ful)?|thank you|grateful|gratitude|appreciat(?:e|ed|es)|(?:big|great|huge) help|obliged)\b"
)
_STILL_WANTS = re.compile(
    r"\b(?:but|need|want|where|when|what|why|how|which|can|could|would|please|order|refund|return|"
    r"cancel|if|help me|not|n't|nothing|no|still|also|any(?= [a-z]+s\b)|got any|show me)\b|n't\b"
    r"|[.!;\n]\s*(?:oh |and )?(?:i (?:bought|got|ordered|have|received)|my|the|one|another)\b"
    r"(?:[\s,]+[\w']+){3}"
)
""" "Thanks. My other parcel came damaged" says more than thanks."""


Courtesy = Literal["repeat", "thanks", "greeting", "goodbye", "nod"]


def courtesy(said: Said) -> Courtesy | None:
    """What the whole message is; None when it also asks for something."""
    words, fillers = said.words, lists.FILLERS
    if is_all(words, lists.GOODBYE, lists.THANKS, lists.WEAK_YES, lists.PRAISE, fillers):
        return "goodbye"
    if is_all(words, lists.REPEAT, "sorry|please|can you|could you|i'm sorry|bot"):
        return "repeat"
    if is_all(words, lists.THANKS, lists.WEAK_YES, lists.PRAISE, fillers):
        return "thanks"
    if is_all(words, lists.GREETING, fillers, lists.NAMES_OF_THE_BOT):
        return "greeting"
    nods = is_all(words, f"{lists.NOD}|{lists.WEAK_YES}|{lists.PRAISE}", fillers, "hm|hmm|hmmm|lol|haha|well|then")
    if nods and not said.is_question:
        return "nod"
    return _courteous_sentence(said) if len(words) <= 16 else None


def _asks_besides(plain: str) -> bool:
    """ "Thanks. do you have gloves", "do you ship to germany. thanks": a request, question mark or not."""
    first, *behind = re.split(r"[.!;,\n]\s*", plain)
    is_courtesy = _THANKS.search(first) or _GOODBYE.search(first)
    parts = behind if is_courtesy else [first, *behind]
    return tells_trouble(plain) or any(opens_request(part) for part in parts if part)


def _courteous_sentence(said: Said) -> Courtesy | None:
    if _REPEAT.search(said.plain) and not re.search(r"\b(?:order|purchase|delivery)\b", said.plain):
        return "repeat"
    if _GREETING.fullmatch(said.plain):
        return "greeting"
    wants_more = said.is_question or _STILL_WANTS.search(said.plain) or _asks_besides(said.plain)
    if not wants_more and _GOODBYE.search(said.plain):
        return "goodbye"
    if not wants_more and _THANKS.search(said.plain):
        return "thanks"
    return None
