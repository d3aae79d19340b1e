"""Answers out of the shop's written knowledge: shared by every intent whose answer is a passage."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from agent.dialogue.further_questions import content, has_word, remembered, written
from agent.dialogue.put_plainly import SURE_OF_A_PLACE, likelier
from agent.grounding import sentences
from agent.intents.aspects import telling
from agent.intents.method_named import Methods, methods_named
from agent.intents.plain_questions import PlainQuestion, asked_plainly
from agent.intents.spec import View
from agent.intents.standing_alone import readable, stated
from agent.state import Task
from agent.steps import Call, Say, Step
from agent.table.questions import OF_INTENT
from agent.table.questions import SURE as PUT_PLAINLY
from domain.knowledge import Passage, SourceKind
from tools.knowledge.port import Found
from tools.places import places_in, places_said
from tools.policies import PassagesFound

_HOW_TO = re.compile(
    r"^\W*(?:so |and |but |hi |hello |hey )*(?:how (?:do|can|would|does|to|could)|what happens|is it possible|"
    r"what if|can (?:i|you|we|one) (?:even |still )?(?:return|cancel|exchange) (?:an?|any|items?|orders?|things?)\b)",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(my|this|that|these|vm-?\s?\d+|#\d+)\b", re.IGNORECASE)
_AFTERWARDS = re.compile(
    r"^\W*(?:\w+\W+){0,4}?(?:can|could|may) (?:i|you|we|one) (?:still )?(?:cancel|change|edit|modify)\b.{0,25}"
    r"\b(?:after|once|when)(?: (?:i|it)(?:'?ve|'?s| have| is| was)?)? (?:order|plac|paid|pay|bought|buy|check)\w*",
    re.IGNORECASE,
)
""" "Can I change my order after I ordered it": asked beforehand, of no order there is."""


def is_how_to(text: str) -> bool:
    """ "How do I cancel an order?" wants to be told; "how do I cancel my order?" wants it done."""
    return (_HOW_TO.search(text) is not None and _OWN.search(text) is None) or _AFTERWARDS.match(text) is not None


_TO_THE_SHOP = re.compile(
    r"\b(?:do|does) (?:you|u|the shop|this shop|your \w+)(?: guys| also| ever)?"
    r" (?:have|offer|sell|use|ship|send|deliver|test|plant|pay|support|donate|share|give|store|keep|save|take|accept"
    r"|make|produce"
    r"|work with|charge|provide|do|own|run|recycle|speak|publish|pack)\b(?! (?:any )?(?:children|kids|a (?:wife"
    r"|husband|boyfriend|girlfriend"
    r"|dog|cat|family|favou?rite)|homework|math|maths|think|know)\b)"
    r"|\b(?:can|could|will) (?:you|u) (?:ship|deliver|send)\b(?! (?:me )?(?:a )?(?:pizza|food|money|flowers|email"
    r"|text|joke))"
    r"|\b(?:is|are|where|how|why|does|was|were)\b.{0,14}\byour (?:shop|store|company|brand|clothes|clothing|products?"
    r"|items?"
    r"|materials?|fabrics?|dyes|colou?rs|packaging|factor(?:y|ies)|workers|suppliers?|website|app|prices?|cotton|wool"
    r"|linen|silk"
    r"|leather|denim|shoes|warehouse|team|delivery|shipping|returns?)\b"
    r"|\bare you (?:guys )?(?:an? )?(?:b[- ]?corp|certified|fair ?trade|carbon|climate|sustainable|eco\w*|ethical"
    r"|vegan|hiring|legit"
    r"|real shop|an? (?:american|us|uk|family) )"
    r"|\bmy (?:payment|card|bank|billing|credit card|debit card) ?(?:info\w*|details?|data|number|method|card)?\b"
    r"|\bwhat languages\b|\bwhat(?:'s|s| is| are) your (?!name|favou?rite|opinion|problem|deal|plan|age|sign|purpose)",
    re.IGNORECASE,
)


_POSTAGE = re.compile(
    r"\bpostage\b(?: costs?| fees?| charges?)?|\b(?:delivery|shipping) (?:charges?|costs?|fees?|prices?)\b",
    re.IGNORECASE,
)


def in_shop_words(text: str) -> str:
    """What customers call by several names, as shops mostly write it."""
    return _POSTAGE.sub("shipping cost", text)


def asks_the_shop(text: str) -> bool:
    """ "Do you plant trees?", "are your dyes natural?": the shop's business, even where nothing is written about it."""
    return _TO_THE_SHOP.search(text) is not None


SURE = 0.5
"""Calibrated confidence from which a passage counts as an answer."""

LOOKED_AT = 10
"""Passages that a customer's own words are compared with."""
_HEARD_OF = 0.03
_ASKED_PLAINLY = 0.99
"""Where a matter is read without a doubt, so that the customer's own words need not find the answer as well."""
_ASKED_OF_ITS_PART = 0.95
"""The same, where the classifier told which part of the rules it is."""
_LIKELY_OURS = 0.97
HEARD_OF_OURS = 0.2
"""Of what the classifier takes for no matter of the shop."""
_INSTEAD = 0.6
"""Of what is read out in place of a passage that was objected to."""
_A_PERSON = ("Yes, a person please", "No, thanks")
KINDS = (SourceKind.FAQ.value, SourceKind.POLICY.value, SourceKind.ARTICLE.value)


def from_passages(
    topic: str, *, then: str = "", person: bool = False, plain: Sequence[PlainQuestion] = (), wider_sure: float = SURE
) -> Callable[[Task, View], Step]:
    """A `next_step` that looks the question up and quotes the best passage.

    `topic` is added to a search for the customer's bare words when those alone find nothing ("what about
    Canada?"); `then` is an intent to offer afterwards; `person` puts a way to a person beside the answer; `plain` are
    ways to ask that are put plainly before they are looked up; `wider_sure` is the confidence asked of
    that wider search.
    """

    def next_step(task: Task, view: View) -> Step:
        found = view.results.get("passages")
        asked = asked_plainly(view.text, plain)
        if not isinstance(found, PassagesFound):
            query = asked.question if asked else in_shop_words(view.text)
            return Call("find_passages", {"query": query, "kinds": KINDS, "limit": LOOKED_AT}, "passages")
        sure = [each for each in answers(found) if _tells(each, asked)]
        put = put_plainly(task, view, found) if asked is None else []
        if isinstance(put, Call):
            return put
        likely = task["slots"].get("likely", 0.0)
        if best := likelier(sure, put, likely=likely, text=view.text, before=remembered(None, "")):
            if asked is not None and asked.also and "also" not in view.results:
                return Call("find_passages", {"query": asked.also, "kinds": KINDS}, "also")
            again = task["slots"].get("not_again")
            said = task["slots"].get("said", view.text)
            if others := _besides(view, best):
                told = [readable(best[0], said), *others]
                if methods := methods_named(said, told[0], beside=told[1]):
                    return _pays_with(methods, told)
                return Say("passage", {"passages": told, "offered": "", "not_to": ""})
            return answer(best, asked=said, opens=then, person=person, others=found.found, not_again=again)
        wider = view.results.get("wider")
        if asked is None and not isinstance(wider, PassagesFound):
            return Call("find_passages", {"query": f"{topic}: {view.text}", "kinds": KINDS}, "wider")
        wide = wider.found if isinstance(wider, PassagesFound) else ()
        if sure := [it for it in wide if it.confidence >= wider_sure and _speaks_of(it, view.text)]:
            return answer(sure, asked=view.text, opens=then, person=person)
        return Say("not_known", {"topic": topic}, opens="human_agent")

    return next_step


def _besides(view: View, best: Sequence[Found]) -> list[Passage]:
    """The other half of what was asked, if it stands elsewhere."""
    also = view.results.get("also")
    sure = answers(also) if isinstance(also, PassagesFound) else []
    others = [each.passage for each in sure[:1] if each.passage.passage_id != best[0].passage.passage_id]
    return [stated(each) for each in others]


def _pays_with(methods: Methods, told: Sequence[Passage]) -> Say:
    return Say("pays_with", {"named": methods.taken, "others": methods.others, "passages": told})


def _speaks_of(found: Found, text: str) -> bool:
    """The topic's words lift whatever is of the topic: one word of the question has to be in it as well."""
    asked, told = content(text), written(found.passage)
    return not asked or any(has_word(told, word) for word in asked)


def _tells(found: Found, asked: PlainQuestion | None) -> bool:
    return asked is None or asked.tells is None or asked.tells.search(found.passage.text) is not None


_NOWHERE_ELSE = re.compile(r"\b(?:not|nowhere|no)\b[^.]{0,40}\b(?:else|elsewhere|other countr)", re.IGNORECASE)


def _not_served(asked: str, passage: Passage) -> str:
    """The country asked about (ISO 3166), where all that are served are listed and it is none of them."""
    places, served = places_in(asked), places_in(passage.text)
    is_list = len(served) > 1 and _NOWHERE_ELSE.search(passage.text) is not None
    return next(iter(places)) if is_list and len(places) == 1 and served.isdisjoint(places) else ""


def put_plainly(task: Task, view: View, found: PassagesFound, *, heard_of: float = _HEARD_OF) -> Call | list[Found]:
    """What answers the question as any shop would put it, and is not wholly foreign to the customer's own words.

    `found` is what those find; a reading of a question that follows none is easily sure of the nearest matter."""
    put, result = task["slots"].get("plainly"), view.results.get("plainly")
    if put is None:
        return []
    if not isinstance(result, PassagesFound):
        return Call("find_passages", {"query": put, "kinds": KINDS}, "plainly")
    own = {each.passage.passage_id for each in found.found if each.confidence >= heard_of}
    is_of_part = task["intent"] in OF_INTENT
    is_plain = task["slots"].get("likely", 0.0) >= (_ASKED_OF_ITS_PART if is_of_part else _ASKED_PLAINLY)
    needed = SURE_OF_A_PLACE if places_said(put) else PUT_PLAINLY
    found_so = [each for each in result.found if each.confidence >= needed]
    return [each for each in found_so if is_plain or each.passage.passage_id in own]


def is_likely_ours(task: Task) -> bool:
    """Read as a matter of the shop's rules, whatever the classifier took it for."""
    return task["slots"].get("likely", 0.0) >= _LIKELY_OURS


def answers(found: PassagesFound) -> list[Found]:
    return [each for each in found.found if each.confidence >= SURE]


def _instead(sure: list[Found], asked: str) -> list[Found]:
    """Of what was objected to the sentence that has the very words, else another passage that has most of them."""
    words, again = content(asked), sure[0].passage
    kept = [each for each in sentences(again.text) if words and all(has_word(each, word) for word in words)]
    if kept and len(kept) < len(sentences(again.text)):
        return [replace(sure[0], passage=replace(again, text="".join(kept).strip()))]
    others = [each for each in sure[1:] if each.confidence >= _INSTEAD and each.passage.text != again.text]
    return [each for each in others if 2 * sum(has_word(written(each.passage), word) for word in words) > len(words)]


def answer(
    sure: list[Found],
    *,
    asked: str,
    opens: str = "",
    person: bool = False,
    others: Sequence[Found] = (),
    not_again: str | None = None,
) -> Say:
    """Quote the best one word for word, or two that tell a half each; `asked` in the customer's words.

    `not_again` was quoted just now and objected to: the next that speaks of what is asked, or that this is all.
    """
    if sure[0].passage.passage_id == not_again:
        sure, others = _instead(sure, asked), ()
        if not sure:
            return Say("nothing_more_written", quick_replies=_A_PERSON, opens="human_agent")
    told = [readable(each, asked) for each in telling(sure, asked, others=others)]
    if methods := methods_named(asked, told[0]):
        return _pays_with(methods, told[:1])
    return Say(
        "passage",
        {"passages": told, "offered": opens, "not_to": _not_served(asked, sure[0].passage)},
        quick_replies=("Talk to a person",) if person else (),
        opens=opens,
    )
