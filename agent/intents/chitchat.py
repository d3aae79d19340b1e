"""Greeting, thanks, small talk, questions about the bot itself."""

import re

from agent.goods.opinions import is_opinion
from agent.intents.answering import HEARD_OF_OURS, LOOKED_AT, answer, asks_the_shop, is_likely_ours, put_plainly
from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Call, Say, Step
from tools.policies import PassagesFound

_ABOUT_THE_BOT = re.compile(
    r"\b(are you|r u|is this|am i (talking|speaking|chatting)|who am i)\b.*"
    r"\b(bot|robot|human|person|real|ai|machine|computer|someone)\b"
    r"(?! (?:company|shop|store|business|site|website|brand))"
    r"|\bhow old are you\b|\bwho (?:made|built|created|programmed|trained|designed) you\b|\bwhere do you live\b"
    r"|\bare you (?:alive|married|single|sentient|conscious|chat ?gpt|gpt|claude|siri|alexa)\b"
    r"|\bdo you (?:ever )?(?:sleep|eat|dream|get tired|have (?:feelings|a soul|friends|a life))\b"
    r"|\b(who|what) are you\b|\bwho am i (talking|speaking)\b|\byour name\b"
    r"|\bwhat (?:else |kinds? of (?:things?|stuff) |things )?can (?:you|u)(?: (?:actually|even|really|all))? (?:all )?"
    r"(?:do\b(?! (?:about|for me if|if|with my))|help)|\bhow can you help\b",
    re.IGNORECASE,
)

_OF_HELP = re.compile(r"\bcan (?:you|u)\b|\b(?:do|help|what for)\b|\b(?:who|what) are (?:you|u)\b", re.IGNORECASE)
""" "What can you do", "who are you": what there is to be had is told with it."""
_LEADS = r"\W*(?:(?:hi|hey|hello|ok|so|and|nice|great|cool|good|thanks|oh|haha|lol|fair enough|well)\W+)*"
_DAY = r"(?:day|night|evening|morning|afternoon|week|weekend)"
_BUSY = (
    r"(?:(?:is it|has it been|(?:(?:are|have) )?you(?: guys)?)(?: (?:very|so|having|had))* )?(?:an? )?"
    r"(?:(?:busy|quiet|hectic|slow|crazy|stressful)(?: (?:one|time|season))?|long|rough)"
)
_THERE = (
    r"(?: (?:so far|today|tonight|there|over there|right now|at the moment|these days|at work|for you(?: guys)?"
    r"|(?:in|at) the (?:shop|store|office)))+"
)
_ASKS_AFTER = re.compile(
    rf"^{_LEADS}(?:{_BUSY}(?: {_DAY})?{_THERE}|(?:are you )?having a (?:good|nice|great) {_DAY}(?:{_THERE})?"
    rf"|how(?:['’]?s| is| was| has)(?: (?:your|the))? (?:{_DAY}|business|work|life)(?: (?:been|going|treating you))?"
    rf"(?:{_THERE})?|how(?:['’]?s| is) the weather(?:{_THERE})?)\s*\?*$",
    re.IGNORECASE,
)
""" "Busy day in the shop today?": friendly, and nothing is wanted."""
_PRAISES = re.compile(
    r"^\W*(?:(?:wow|omg|ok|haha|lol|and|oh)\W+)*(?:you(?:'re|’re| are|r)|ur|this bot is|this chat is)"
    r" (?:(?:so|really|very|just|the|a|an|such|actually|pretty) )*"
    r"(?:awesome|great|amazing|brilliant|helpful|the best|best|kind|nice|sweet|cool|smart|clever|good|lovely|legend"
    r"|star|funny)\b"
    r"(?: (?:bot|one|help|at this|today|thanks|thank you|assistant))*\W*$",
    re.IGNORECASE,
)
_WHAT_IS_THIS = re.compile(r"^\W*what(?:['’]?s| is) this(?: (?:chat|for|about|here))?\W*$", re.IGNORECASE)
_OPENS_A_TALK = re.compile(
    r"^\W*(?:(?:hi|hey|hello|ok|so|and)\W+)*(?:(?:(?:can|could|will) (?:you|u)|i need you to|please) (?:please )?"
    r"(?:check|look up|do|see|tell me) (?:something|sth|smth)(?: up)?(?: (?:for|with) me)?(?: please)?"
    r"|what do you need(?: (?:from me|to know))?"
    r"|i (?:need|want|have|'ve got|got) (?:\d|two|three|a few|some|several|a couple(?: of)?) (?:things|questions)"
    r"|(?:(?:just|and|so|i have|i've got) )*(?:one|1|an?|another) (?:(?:more|other|last|quick|small) )*"
    r"(?:thing|question)(?: (?:please|though|for you|then))*)\W*$",
    re.IGNORECASE,
)
""" "Can you check something for me": what it is comes next."""
_WANTS_HELP = re.compile(r"\b(help|assist\w*|question|support|ask (?:you|u|about|something))\b", re.IGNORECASE)


def next_step(task: Task, view: View) -> Step:
    if _ABOUT_THE_BOT.search(view.text) or _WHAT_IS_THIS.match(view.text):
        is_of_help = _WHAT_IS_THIS.match(view.text) or _OF_HELP.search(view.text)
        return Say("about_me" if is_of_help else "about_bot", quick_replies=STARTERS)
    if _ASKS_AFTER.match(view.text):
        return Say("asked_after", quick_replies=STARTERS)
    if _PRAISES.match(view.text):
        return Say("thanks")
    if is_opinion(view.text):
        return Say("glad_you_like_it")
    if _WANTS_HELP.search(view.text) or _OPENS_A_TALK.match(view.text):
        return Say("glad_to_help", quick_replies=STARTERS)
    return _unless_written(task, view)


def _unless_written(task: Task, view: View) -> Step:
    """ "How sustainable are you?" sounds like a chat; the shop may have something written about it."""
    if len(view.text.split()) < _ASKING:
        return Say("small_talk", quick_replies=STARTERS)
    found = view.results.get("passages")
    if not isinstance(found, PassagesFound):
        return Call("find_passages", {"query": view.text, "limit": LOOKED_AT}, "passages")
    sure = [each for each in found.found if each.confidence >= _SURE]
    if not sure and (asks_the_shop(view.text) or is_likely_ours(task)):
        plainly = put_plainly(task, view, found, heard_of=HEARD_OF_OURS)
        if isinstance(plainly, Call):
            return plainly
        return answer(plainly, asked=view.text) if plainly else Say("not_known", opens="human_agent")
    return answer(sure, asked=view.text) if sure else Say("small_talk", quick_replies=STARTERS)


_ASKING = 3
_SURE = 0.8
STARTERS = ("Where is my order?", "I want to return something", "Show me linen shirts")

INTENT = Intent(
    name="chitchat",
    meaning="greeting, thanks, goodbye, questions about the bot, small talk",
    route="chat",
    label="just chat",
    next_step=next_step,
    tools=("find_passages",),
    cues=re.compile(
        r"^\W*(?:so |and |hey |hi |wait )*(?:who|what) (?:are you|am i (?:talking|speaking|chatting))\b"
        r"|^\W*(?:\w+\W+){0,2}(?:is this|are you|r u|am i (?:talking|speaking|chatting) (?:to|with))"
        r"(?: just| really| actually| even)? (?:an? )?(?:real |actual |live )?"
        r"(?:ro)?(?:bot|ai|machine|computer|human|real|person|automated)\b"
        r"|^\W*(?:(?:so|and|hey|hi|ok|uh|no|well|i (?:mean|meant))\W+)*"
        r"what (?:else |kinds? of (?:things?|stuff) |things )?can (?:you|u)(?: (?:actually|even|really|all))?"
        r" (?:do\b(?! (?:about|for me if|if|with my))|help(?: me)? with\b)"
        rf"|{_OPENS_A_TALK.pattern}|{_WHAT_IS_THIS.pattern}|{_ASKS_AFTER.pattern}",
        re.IGNORECASE,
    ),
)
