"""Messages about the conversation itself: "why do you need that?", "go back", "what were we doing?", "start over".

Whole messages only, politeness aside: "why is my order late?" is a question to the shop, not one about the talk.
"""

import re
from typing import Literal

from agent.acts.said import Said
from agent.understanding.matters import matters_of
from agent.understanding.requests import opens_request

Aside = Literal[
    "about",
    "repeat",
    "help",
    "why",
    "why_not",
    "confused",
    "status",
    "back",
    "restart",
    "wait",
    "done",
    "stuck",
    "sure",
]

_LEAD = (
    r"(?:(?:hi|hey|hello|ok|okay|so|sorry|hm+|um|oh|but|and|well|actually|please|pls|no|yes|what(?=\?))[\s,.!?]+){0,3}"
)
_TAIL = r"(?:[\s,]+(?:please|pls|now|first|though|thanks|thank you|bot|then|anyway))*[\s.!?]*"


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"{_LEAD}(?:{pattern}){_TAIL}")


_OF_A_WISH = (
    r"(?:it|that|this|(?:the|my|that) (?:return|exchange|swap|claim|request|cancellation|withdrawal|change"
    r"|e-?mail|address|newsletter))"
)
""" "Is my order cancelled" is of the order, "is the exchange filed" of what was wished here."""
_ALWAYS: tuple[tuple[Aside, re.Pattern[str]], ...] = (
    ("wait", re.compile(r"(?:(?:well|so|ok|oh)[\s,.]+)?(?:h+m+|u+h+m*|u+m+|e+r+m*|let me (?:see|think))[\s.!…]*")),
    ("confused", re.compile(r"(?:huh|come again)\W*")),
    (
        "confused",
        _whole(
            r"i (?:do not|don'?t|did not|didn'?t) (?:really |quite )?(?:understand|get) (?:your (?:last )?"
            r"(?:answer|reply|message)|what you (?:mean|said|wrote|are saying))"
        ),
    ),
    (
        "sure",
        _whole(
            r"(?:are|r) (?:you|u) (?:really |quite |absolutely |100% |very )?(?:sure|certain)"
            r"(?: about (?:that|this|it)| (?:that )?(?:that|this|it)(?:'s|s| is| was)? (?:really )?"
            r"(?:possible|right|correct|true|ok|okay|allowed))?"
            r"|(?:(?:you |u )?(?:really |quite |absolutely )?sure(?: about (?:that|this|it))?"
            r"|really|seriously|srsly|for real|is that (?:so|true))(?=\W*\?)"
        ),
    ),
    (
        "stuck",
        _whole(
            r"(?:but )?(?:that'?s|that is|this is|it'?s) (?:just |exactly |literally )?(?:what (?:you|u) (?:just |"
            r"already )*(?:said|told me|wrote)|the same (?:thing|answer)(?: again)?|not (?:helpful|helping|"
            r"an answer|what i (?:asked|meant|mean|want(?:ed)?)(?: (?:for|to know))?))(?: (?:before|already|again))?|"
            r"(?:you|u) (?:just |already )*(?:said|told me|asked)(?: me)? (?:that|this|it)"
            r"(?: (?:already|before|twice))?|"
            r"i (?:just|already|have already|'ve already) (?:told|said|answered|gave)(?: (?:you|u))?"
            r"(?: (?:that|this|it))?|"
            r"(?:you|u) (?:keep|kept) (?:on )?(?:saying|repeating|asking)(?: me)?(?: (?:the same|that|this|it|"
            r"yourself))*(?: (?:thing|question))?|"
            r"stop (?:repeating yourself|asking(?: me)?(?: that)?)|same answer(?: again)?|"
            r"(?:you(?:'re| are)|ur|u r) not (?:listening|helping|getting it|understanding(?: me)?)|"
            r"(?:you|u) (?:don'?t|do not|didn'?t) (?:understand|get it|listen)(?: me)?"
        ),
    ),
    (
        "restart",
        _whole(
            r"(?:(?:(?:forget|scrap|drop|leave) (?:it|that|this|about it)|never ?mind|nvm|ugh|right)[\s,.!]+"
            r"(?:and |just )?)*"
            r"(?:(?:let'?s|can we|could we|i want to|i'd like to) )?(?:just )?(?:start (?:over|again|afresh|"
            r"from (?:scratch|zero|"
            r"the (?:beginning|start)))|begin again|restart|reset(?: (?:everything|(?:the|this)(?: chat|"
            r" conversation)?)"
            r")?)|(?:forget|drop|scrap|clear|abort|never ?mind)(?: about)? (?:everything|all of (?:it|that|"
            r"this)|it all|"
            r"all (?:that|this)|the (?:lot|whole thing))|(?:a )?(?:new (?:chat|conversation)|clean slate)"
        ),
    ),
    (
        "status",
        _whole(
            r"what (?:were|are) we (?:doing|talking about|on|at|up to)(?: again)?|where (?:were|are) we(?: again)?|"
            r"where was i|what(?:'s| is) (?:still |left )?(?:open|left|outstanding|to do)|"
            r"what (?:else )?is (?:still )?open|what else (?:is there|do we have)(?: to do)?|"
            r"what (?:else )?do (?:i|we) still (?:have|need) to do|what was i (?:doing|saying|asking)(?: again)?|"
            r"remind me (?:what we were doing|where we were|what(?:'s| is) open)|what remains|"
            r"is (?:there )?anything (?:still )?(?:left|open|unfinished)|"
            r"(?:and |what about |how about )*(?:the|my) (?:other|first|second|last) (?:thing|question|request)"
            r" (?:that )?i (?:asked|said|mentioned|wanted|told you)(?: (?:for|about|you))*|"
            r"(?:and |what about |how about )+(?:the|my) other (?:thing|question|request)|"
            r"you (?:still )?(?:have ?n[o']?t|did ?n[o']?t|never) (?:answer(?:ed)?|do(?:ne)?|get to) (?:my |the )?"
            r"(?:other|first|second) (?:one|thing|question|request)"
        ),
    ),
    (
        "done",
        _whole(
            r"what (?:(?:did|have|had|has) you (?:just |actually |already )?(?:do|did|done|changed?|file[d]?|cancel\w*)"
            r"|(?:was|has been|got|is) (?:just )?(?:done|changed)|(?:just |actually )?happened(?! (?:with|to) my))"
            r"(?: (?:for me|so far|today|just now|now|here|there|then|with (?:it|that|my \w+)|to (?:it|my \w+)))*"
            r"|(?:did|have) you (?:actually |really |just )?(?:do|done|changed?) (?:anything|something|what)"
            r"(?: (?:for me|so far|yet|just now|with my \w+))*"
            r"|(?:can you )?(?:sum up|summari[sz]e|recap)(?: (?:what (?:you|we)(?: have|'ve)? (?:did|done)|this"
            r"|our chat|(?:our|this|the) (?:conversation|talk)|it))?(?: (?:for me|so far))*"
            r"|what (?:did (?:i|we)|have (?:i|we)) (?:just |already )*"
            r"(?:do|done|change[d]?|talk(?:ed)? about|discuss(?:ed)?)"
            r"(?: (?:so far|today|just now|now|here|already|(?:with|for) (?:you|her|him|them|this customer)"
            r"|in this (?:chat|conversation)))*"
        ),
    ),
    (
        "done",
        _whole(
            r"did (?:it|that|this) (?:work|go through|happen)|(?:is|was) (?:it|that) (?:all )?done(?: now)?"
            r"|has (?:it|that) been done"
            r"|(?:so |and |wait |ok )*(?:(?:did|have) (?:you|u) (?:now |actually |really |already )?(?:file|submit"
            r"|process|do|send|withdraw|cancel|change|book|exchange|swap|return)(?:d|ed|led|n)? "
            rf"{_OF_A_WISH}"
            rf"|(?:is|was|has) {_OF_A_WISH} (?:been )?(?:now |actually |really |already )?"
            r"(?:filed|submitted|processed|withdrawn|cancell?ed|changed|booked|exchanged|swapped))"
            r"(?: (?:now|yet|already|or not|then|or what|for me))*|(?:(?:are|r) )?(?:you|u) (?:really )?sure (?:that )?"
            r"(?:it|this|that|they|(?:the|my) \w+)(?:'s|s|'re| is| are| was| has been| got)? ?(?:really |all |now )?"
            r"(?:worked|went through|gone|done|\w{3,}ed)"
        ),
    ),
    (
        "why_not",
        _whole(
            r"why(?: on earth)? (?:not|can'?t (?:i|you|we)(?: (?:return|cancel|change|exchange|do) "
            r"(?:it|them|this|that))?)"
            r"|why is (?:it|that|this) not (?:possible|allowed|returnable)|how come|says who"
            r"|(?:but )?why(?: is that| so)?"
            r"|what (?:else )?(?:can|could) (?:you|u|we|i) (?:even )?do (?:then|now|instead|about (?:it|that|this))"
        ),
    ),
    (
        "why",
        _whole(
            r"why (?:do|would|did) you (?:really |even )?(?:need|want|require|ask(?: me)?(?: for)?)(?: to know)? "
            r"(?:that|this|it|all that|my (?:e-?mail|address|order|phone|name|number|post ?code|zip)[\w' -]{0,20})"
        ),
    ),
    (
        "back",
        _whole(
            r"(?:can (?:we|you|i) |please |i(?:'d like| want) to )?go back(?: (?:one|a) step|"
            r" to the (?:previous|last) "
            r"(?:question|step|one))?|(?:one )?step back|(?:the )?previous (?:question|step)|"
            r"(?:let me|can i|i(?:'d like| want| need) to) (?:change|correct|redo|fix) (?:my|the|that) "
            r"(?:last |previous )?answer"
        ),
    ),
)
_IN_TASK: tuple[tuple[Aside, re.Pattern[str]], ...] = (
    ("restart", _whole(r"(?:cancel|stop) (?:everything|all (?:of )?(?:that|this|these requests))")),
    (
        "why",
        _whole(
            r"why|why (?:that|this|is that)|what for|for what|"
            r"why (?:do|would|should|must|are|does) (?:you|i|we|u|it)(?: (?:really|even|actually|all))? (?:need|"
            r"want|ask|"
            r"asking|require|care|matter|tell|give|say|have to (?:know|tell|give|say))(?: to (?:know|tell|give|say))?"
            r"(?: (?:for|about|you|me))*(?: (?:that|this|it|these|all that|all this|so many questions|"
            r"(?:my|the|an?) [\w' -]{2,30}))?(?: for)?|"
            r"why (?:is|are) (?:that|this|it|these) (?:needed|necessary|required|important|relevant)|"
            r"what (?:do|would) you (?:need|want) (?:that|this|it|(?:my|the) [\w' -]{2,30}) for|"
            r"what(?:'s| is) (?:that|this|it) (?:needed )?for|is (?:that|this|it) (?:really )?(?:necessary|"
            r"needed|required)|"
            r"do (?:i|you) (?:really )?(?:have|need) to (?:answer|say|tell(?: you)?|know)(?: that| this| it)?"
        ),
    ),
    (
        "confused",
        _whole(
            r"i (?:do ?n[o']?t|did ?n[o']?t|do not|did not|ca ?n[o']?t|cannot) (?:really |quite |"
            r"fully )?(?:understand|get|"
            r"follow)(?: (?:you|that|it|this|what you (?:mean|want|need)|(?:the|your) question|anything))?|"
            r"what do you mean(?: by (?:that|this))?|what does (?:that|this|it) mean|i'?m (?:confused|lost)|"
            r"(?:that(?:'s| is)|this is|it'?s) (?:confusing|unclear|not clear)|confusing|unclear|not clear|"
            r"(?:that|this|it) (?:does ?n[o']?t make|makes no) (?:any )?sense|(?:can|"
            r"could) you explain(?: (?:that|it|this|"
            r"the question))?|explain(?: (?:that|it|this|the question))?|i have no idea what you (?:mean|want|"
            r"are asking)"
        ),
    ),
    (
        "help",
        _whole(
            r"help(?: me)?|what can (?:you do|i (?:do|say|answer|ask))(?: for me| here| now)?|"
            r"how can you help(?: me)?|"
            r"what can you help(?: me)? with|i need (?:some |your )?help|can you help(?: me)?|what are my options|"
            r"(?:my )?options|menu|how does (?:this|it) work|what (?:are|were) the (?:options|choices)|"
            r"what should i (?:say|answer)"
        ),
    ),
    (
        "back",
        _whole(
            r"(?:that|this) was (?:wrong|a mistake|the wrong (?:one|answer))|wrong answer|undo(?: (?:that|it|"
            r"the last "
            r"(?:step|answer)))?|i (?:made a mistake|(?:clicked|pressed|typed|chose|picked|said) the wrong "
            r"(?:one|thing|answer|button|option))|i answered wrong(?:ly)?"
        ),
    ),
    (
        "wait",
        _whole(
            r"(?:(?:hold on|hang on|wait)[\s,.]+)?(?:(?:just |give me )?(?:an?|one|1) (?:moment|sec|second|minute|"
            r"min|mo)|hold on|"
            r"hang on|wait|"
            r"(?:just )?(?:let me|i(?:'ll| will| need to| have to| must)|lemme) (?:check|think|look|see|find|"
            r"search|ask)"
            r"(?: (?:it|that|for it|about (?:it|that)|up|it up|my \w+(?: \w+)?|first|quickly|where it is))*|brb|"
            r"(?:i'll )?be right back|i(?:'?ll| will| can) wait(?: (?:then|for it|a bit|until then))*)"
        ),
    ),
)


_TRIES_IT = re.compile(
    r"(?:(?:hi|hey|hello|ok|so|no|well|i|we|i'm|im|am|just|only|here to|want to|wanna|wanted to|not shopping|i mean)\b"
    r"[\s,.!]*)*"
    r"(?:trying|testing|checking|try|test|check|evaluating|playing with|having a look at|looking at) "
    r"(?:(?:you|this|it|the (?:bot|chat|assistant|demo)|your (?:bot|chat|demo))\b)(?: out)?\b"
    r"(?!.{0,40}\b(?:on|in|order|size|store|stores|parcel|shirt|dress)\b).*"
)
""" "Just trying you out, I run a small shop myself": what there is to try."""
_FILLS = re.compile(r"(?:h+m+|ok(?:ay)?|oh|well|so|um+|right|and|but|no|hi|hey|hello|sorry)\W*")
_TWO = 2
_ASKS_IF_DONE = re.compile(r"(?:(?:ok|so|and|is it|are we|all)\s)*done\s?\?+")


_BESIDE_A_REMARK: frozenset[Aside] = frozenset(
    {"status", "repeat", "sure", "help", "confused", "stuck", "why", "why_not"}
)
_PIECES = re.compile(r"(?<=[.!?;,])\s+|\n+")
_FEW = 10
_NUMBERED = re.compile(r"\d{3}|\b\w+-\d")
""" "6 weeks" tells how long; a number may be an order's or an address's."""


def aside_beside(said: Said, *, in_task: bool) -> Aside | None:
    """ "Ok, phone rang. Where were we", "are you sure? my friend sent hers back": said with what it came from.

    What stands beside asks for nothing. A doubt may bring its reasons along; everything else stands behind few words
    that are of no matter.
    """
    pieces = [piece for piece in _PIECES.split(said.plain) if not _FILLS.fullmatch(piece)]
    if len(pieces) < _TWO or any("?" in piece or opens_request(piece) for piece in pieces[1:-1]):
        return None
    first, last = (aside(Said.of(piece), in_task=in_task) for piece in (pieces[0], pieces[-1]))
    behind, before = " ".join(pieces[1:]), " ".join(pieces[:-1])
    if first == "sure" and not in_task and _only_tells(behind):
        return "sure"
    if last not in _BESIDE_A_REMARK or not _only_tells(before):
        return None
    is_of_nothing = len(before.split()) <= _FEW and not matters_of(before)
    return last if is_of_nothing or (last == "sure" and not in_task) else None


def _only_tells(words: str) -> bool:
    return not ("?" in words or opens_request(words) or _NUMBERED.search(words))


def aside(said: Said, *, in_task: bool) -> Aside | None:
    """What the whole message says about the talk; most of it only makes sense while something is open."""
    if not said.is_question and _TRIES_IT.fullmatch(said.plain):
        return "about"
    if len(said.words) > 14:
        return None
    if _ASKS_IF_DONE.fullmatch(said.plain):
        return "done"
    known = (*_IN_TASK, *_ALWAYS) if in_task else _ALWAYS
    return next((kind for kind, pattern in known if pattern.fullmatch(said.plain)), None)
