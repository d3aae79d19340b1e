"""Questions that go on from the one answered last out of the shop's writings: "and to Germany?", "how long is that".

What such a question leaves out (the country, the kind of order, what "it" is) stands in the question before. What
answers it is found by `agent.dialogue.further_answers`. Pure, and in English words.
"""

import re

from agent.entities import Entities
from agent.state import Quoted
from agent.understanding.own_pronoun import without_own_pronoun
from domain.knowledge import Passage, SourceKind
from tools.places import places_in, places_said
from tools.words import fold, word_set, words

LONGEST = 10
"""Words up to which a question may leave something out."""
_TOLD = 500

_LEAD = re.compile(
    r"^\W*(?:ok(?:ay)?|so|and|but|or|also|oh|ah|hm+|then|thanks|thx|thank you|cool|great|good|nice|right|alright|yes"
    r"|yeah|no|please|well|what about|how about|even)\b\W*",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|so|oh|hm+|thanks|cool|great)\W+)*(?:and|or|also|even|what about|how about|what if)\b",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"\bit(?:'?s)?\b(?! (?:is )?(?:possible|safe|okay?|true|necessary|better|legal|normal)\b)"
    r"|\b(?:that(?:'?s)?|this|those|these)\b(?=\W*$| (?:is|are|was|take|takes|cost|costs|include|includes|work|works|"
    r"come|comes|go|goes|be|for|too|as|with|from|by|in|on|to|then|also|last|mean|count|apply|applies|open|free"
    r"|do|have|expire|expires|run|end|ends)\b)"
    r"|\b(?:is|was|would|does) (?:that|this)\b(?! (?:shop|store|site|website|company|brand|chat)\b)"
    r"|\b(?:send|use|buy|give|get|redeem|return|order|have|need) one\b(?! of\b| day\b)"
    r"|\b(?:they|them)\b|(?<!is )(?<!are )(?<!was )(?<!isn't )\bthere\b|\bone\W*$"
    r"|\bthe (?:original )?(?:postage|shipping(?: costs?| fees?)?|labels?|fees?|costs?|deadline|difference|money)\b"
    r"(?! (?:of|for|to|in|on|policy|back|address)\b)",
    re.IGNORECASE,
)
""" "It" and its like where they stand for something said before; not "it is possible", "this shop", "is there"."""
_ASKS = re.compile(
    r"^(?:if|is|are|do|does|did|can|could|may|will|would|must|should|have|(?:where|when|how|what|who)['’]?s?"
    r"|which|why|until"
    r"|till|since|for how|by when|any|anything)\b",
    re.IGNORECASE,
)
_OWN_THINGS = re.compile(
    r"\bmy (?:\w+ )?(?:orders?|parcels?|packages?|returns?|claims?|refunds?|account|stuff|things|items?)\b|\bmine\b"
    r"|\bi (?:ordered|bought|received|got|sent|returned|paid)\b"
    r"|\bdid i (?:order|buy|receive|get|send|return|pay|spend)\b",
    re.IGNORECASE,
)

_SAYS_NOTHING = word_set(
    """
    about above after all also and any anything are aren because been before being both but can could cannot did does
    doesn done down each else even ever every everything exactly first for from further get gets getting give given
    goes going gonna got had has have having how i'd i'll i'm instead into is isn it its itself just know let like
    long longer made make many maybe mean means more most much must need needs not now off okay one ones only other our
    out over own please possible put really right same say says see send shall should since some someone something
    still stuff such sure take takes taken than thanks that the their them then there these they thing things think
    this those though through till time to too two until use used using usually via want wanted was way were what
    whatever when where which while who whom whose why will with within without work works would yet you your yours
    faster quicker cheaper cheapest fastest soon whats hows wheres whens
    fast quick quickly many cost costs price prices fee fees free pay expensive spend
    valid lasts
    expire expires weekend weekends saturday saturdays sunday sundays holiday holidays open opening hours day
    ended wait extra amount amounts otherwise
    days week weeks option options okay tell come comes apply applies count counts include includes included
    """
)


_SUPPOSES = re.compile(
    r"^(?:can|could|may|must|should|will|would|do|does) (?:i|we|you)\b|^(?:what|and) if\b"
    r"|^how (?:much|many|long|fast|soon|often)\b|^when (?:do|can|will|would)\b",
    re.IGNORECASE,
)
""" "Will I get a tracking number": of anybody's order, where nobody's is looked at."""
_DONE_WITH_ORDERS = re.compile(
    r"\b(?:cancel|return|exchange|swap|re-?order|order|change|refund|track|send back|claim|my|your)\b", re.IGNORECASE
)


def supposes(text: str) -> bool:
    """Asks how things would be, and wants nothing done: "how much do I need to spend"."""
    own = in_own_words(text)
    is_brief = len(own.split()) <= LONGEST
    return is_brief and _SUPPOSES.match(own) is not None and _DONE_WITH_ORDERS.search(own) is None


_TELLS = re.compile(
    r"^(?:but |because |cause )?(?:it(?:'?s| is| was| says)|i(?:'?m| am| live| paid| used| got| have)|we(?:'re|"
    r" are| live)"
    r"|they(?:'re|re| are| were)|the (?:code|card|country|order|name|item)(?:'?s| is| was))\b",
    re.IGNORECASE,
)


def may_go_on(text: str, before: Quoted) -> bool:
    """ "It's WELCOME10", "does the money go on my visa": what sounds like no matter of the shop may be of the last."""
    own = in_own_words(text)
    if not own or len(own.split()) > LONGEST or not (content(own) or places_in(own)):
        return False
    return (
        goes_on(text)
        or tells_of_it(own)
        or (_ASKS.match(own) is not None and (not places_in(own) or stays_within(own, before)))
    )


def tells_of_it(text: str) -> bool:
    """ "i live in germany btw": told, not asked."""
    return _TELLS.match(in_own_words(text)) is not None


def leans(text: str, entities: Entities, before: Quoted) -> bool:
    """Whether the words are only to be understood with the question before, or stay with what it was about."""
    own = in_own_words(text)
    count = len(own.split())
    if not count or count > LONGEST or _OWN_THINGS.search(own) or entities.order_numbers or entities.claim_numbers:
        return False
    if points(own) and (_ASKS.match(own) or _GOES_ON.match(text)):
        return True
    if places_in(own) and count <= 6 and stays_within(own, before):
        return True
    if _ASKS.match(own):
        return stays_within(own, before)
    if is_appended(text) and text.rstrip().endswith("?"):
        return True
    return count <= 5 and (_GOES_ON.match(text) is not None or (count <= 3 and text.rstrip().endswith("?")))


def speaks_of_own(text: str) -> bool:
    """Of an order, a parcel or an account that is the speaker's."""
    return _OWN_THINGS.search(text) is not None


def asks(text: str) -> bool:
    return _ASKS.match(in_own_words(text)) is not None


def stays_within(text: str, before: Quoted) -> bool:
    """Names nothing that the question before, or its answer, did not."""
    return all(is_of(word, before) for word in content(in_own_words(text)))


def is_whole(text: str, before: Quoted) -> bool:
    """ "What's the return window": names its matter, and there is no country to keep."""
    own = in_own_words(text)
    return not (points(own) or goes_on(text) or places_said(before["question"])) and bool(content(own))


_APPENDED = re.compile(r"^(?:also |still |only )*(?:for|on|with|without|during|at) (?!(?:how|what|which|whom?) )", re.I)
_MOST_APPENDED = 6


def is_appended(text: str) -> bool:
    """ "Even for sale items?", "with a gift card too?": the end of a question whose beginning was asked before."""
    own = in_own_words(text)
    return _APPENDED.match(own) is not None and len(own.split()) <= _MOST_APPENDED and bool(content(own))


def points(text: str) -> bool:
    """Whether an "it" or a "there" stands for something said before."""
    return _POINTS.search(without_own_pronoun(text)) is not None


def in_own_words(text: str) -> str:
    """Without "ok and", "what about": the part that asks."""
    while (lead := _LEAD.match(text)) is not None and lead.end() < len(text):
        text = text[lead.end() :]
    return text.strip()


_DOUBTS = (
    r"\bhow (?:can|do|could|would) (?:i|we) (?:know|tell|be sure|trust|verify|check)\b(?: (?:that|if|whether|this|it))?"
    r"(?:['’]?s| is)? (?:(?:all|really|actually|not|just|even) )*"
    r"(?:true|real|right|so|it|that|marketing|greenwashing)\W*$"
    r"|^(?:(?:can|could) you )?prove (?:it|that|this)\W*$|^(?:any|what|where(?:['’]?s| is)(?: the| your)?) proof\W*$"
    r"|^says who\W*$|\bis (?:that|this|it) (?:just|only) (?:marketing|greenwashing)\W*$"
)
_PLAINLY = tuple(
    (re.compile(said, re.IGNORECASE), plain)
    for said, plain in (
        (_DOUBTS, "which certificates prove it"),
        (r"\bthe (?:normal|regular|usual|ordinary) (?=one\b|option\b|way\b)", "the standard "),
        (r"\bthe (?:quick|fast)(?:er|est)? (?=one\b|option\b|way\b)", "the express "),
        (r"\bwhat happens (?=if\b|when\b)", "what "),
        (r"\b(?:do|does|will|can) (?:it|they|this|that|these|those) (?:ever )?run out\b", "does it expire"),
        (
            r"\b(?:(?:it|i|that|this)(?:'?s|'?m| is| am| was)? )?(?:past|over|beyond|later than|after) (?:it"
            r"|that|this|then)"
            r"(?=\W*$)|\b(?:it|that|this)(?:'?s| is| has)? (?:too late|run out|ran out|over)\b",
            "it has ended",
        ),
        (
            r"\b(?:it|that|this|they|the (?:other|new) (?:one|size|colou?r))(?:'?s|'?re| is| are)? (?:costs?"
            r" )?(?:now )?"
            r"(?:cheaper|pricier|dearer|more expensive|less expensive|more|less|a different price)(?=\W*$)"
            r"|^if (?:costs? )?(?:cheaper|more expensive)\b",
            "there is a price difference",
        ),
    )
)


def plainly(text: str) -> str:
    """ "What if it's past that", "... more expensive": as shops write of it."""
    for said, plain in _PLAINLY:
        text = said.sub(plain, text)
    return text


def doubts(text: str) -> bool:
    """ "Prove it", "how do I know that's true": of what was told last, and of no matter that these words name."""
    return re.search(_DOUBTS, in_own_words(text), re.IGNORECASE) is not None


def joined(text: str, before: Quoted) -> str:
    """One question out of both. A country takes the place of the one before: "do you ship to Germany?"."""
    own = in_own_words(text)
    now, then = places_said(own), places_said(before["question"])
    if not now or not then:
        return f"{before['question']} {own}".strip()
    elsewhere = re.sub(rf"(?<!\w){re.escape(then[0])}(?!\w)", now[0], fold(before["question"]))
    return f"{elsewhere} {own}" if content(own) else elsewhere


def goes_on(text: str) -> bool:
    """ "And customs?": whatever else it may be, it is one more question of the same matter."""
    return _GOES_ON.match(text) is not None


def carried(text: str, before: Quoted, passage: Passage | None = None) -> str:
    """What later questions go on from: the first of them, about the country named last.

    Where what was asked further has an answer of its own ("can i do it in the store"), that is the matter from now on.
    """
    own = in_own_words(text)
    if places_said(own):
        return joined(text, before)
    new = [word for word in content(own) if not is_of(word, before)]
    if passage is None or passage.kind is not SourceKind.FAQ or not any(has_word(passage.title, word) for word in new):
        return before["question"]
    return " ".join([passage.title, *([] if places_said(passage.title) else places_said(before["question"]))])


def remembered(passage: Passage | None, question: str) -> Quoted:
    told = written(passage)[:_TOLD] if passage is not None else ""
    return Quoted(question=question[:200], passage_id=passage.passage_id if passage is not None else "", told=told)


def written(passage: Passage) -> str:
    return f"{passage.title} {passage.heading} {passage.text}"


def content(text: str) -> list[str]:
    """What the words are about: no countries, nothing of what any question has."""
    folded = fold(text)
    for place in places_said(text):
        folded = folded.replace(place, " ")
    return [word for word in re.findall(r"[a-z]{3,}", folded) if word not in _SAYS_NOTHING]


def is_of(word: str, before: Quoted) -> bool:
    return has_word(f"{before['question']} {before['told']}", word)


_DOUBLED = re.compile(r"(.)\1")
_LONG = 10
"""Letters from which a word keeps all but its last: "difference" is not "different"."""


def has_word(told: str, word: str) -> bool:
    """The word or another form of it: "returned" of "return", "combine" of "combined", "instalment" of two l."""
    told, word = (_DOUBLED.sub(r"\1", each) for each in (told, word))
    stem = words(word)[0]
    stem = stem[: max(4, len(stem) - (2 if len(stem) < _LONG else 1))]
    return any(each.startswith(stem) for each in words(told))
