"""What a material is, in the shop's own words: "what even is lyocell", "never heard of peace silk".

Told are the sentences that are about it, of the articles on materials and of whatever is made of it. Where none is,
that is said; nothing is known of a material but what the shop has written.
"""

import re
from collections.abc import Iterable, Set

from agent.entities.vocabulary import MATERIALS
from agent.grounding import sentences
from agent.intents.answering import KINDS
from agent.intents.spec import View
from agent.intents.wished_products import MOST_LOOKED_AT
from agent.intents.written_of import words_of
from agent.steps import Call, Say, Step
from tools.policies import PassagesFound
from tools.products import SearchResult

_OTHERS = (
    "cactus leather", "faux leather", "bio-acetate", "acetate", "cupro", "rayon", "ramie", "jute", "flax", "acrylic",
    "spandex", "lycra", "tencel lyocell", "lambswool", "french terry", "terry", "poplin", "chambray", "seersucker",
    "sateen", "tweed", "boucle", "chiffon", "microfibre", "microfiber", "sherpa", "vegan silk", "bio-based nylon",
)  # fmt: skip
_OF_ITS_KIND = r"(?:(?:organic|recycled|european|natural|extra[- ]fine|raw) )?"
_NAMED = "|".join(
    re.escape(name) for name in sorted({*MATERIALS, *_OTHERS} - {"down", "natural"}, key=len, reverse=True)
)
_WHAT = rf"(?:an? |the |this |that |your )?(?P<{{}}>{_OF_ITS_KIND}(?:{_NAMED}))"
_ASIDE = r"(?:even|exactly|actually|on earth|the hell|the heck|again|then|anyway|really|this|that|it|called|like|btw)"
_KIND = r"(?: (?:kind|sort|type) of (?:a )?(?:material|fabric|fib(?:re|er)|stuff|thing|cloth))?"
ASKED = re.compile(
    r"^\W*(?:(?:and|so|ok(?:ay)?|but|hm+|wait|hi|hey|sorry|also|just)\W+)*(?:"
    rf"what{_KIND}(?:['’]?s| is| are| was)?(?: {_ASIDE})*(?: is| are)? {_WHAT.format('a')}"
    rf"|what (?:does|do) {_WHAT.format('b')} (?:even |actually )?mean|what do you mean (?:by|with) {_WHAT.format('c')}"
    r"|(?:(?:can|could|would) you )?(?:please )?(?:explain|tell me|let me know)(?: to me)? what"
    rf" {_WHAT.format('d')} (?:even )?(?:is|are|means?)"
    rf"|(?:(?:i(?:['’]ve)?|have) )*never heard of {_WHAT.format('e')}\b.*"
    rf"|(?:no idea|i (?:don['’]?t|do not) know|not sure) what {_WHAT.format('f')} (?:even )?(?:is|are)\b.*"
    rf"|{_WHAT.format('g')}\W+what(?:['’]?s| is) (?:that|it)(?: {_ASIDE})*"
    rf")(?: (?:{_ASIDE}|made (?:of|from|out of)|anyways|please|pls|as a (?:fabric|material)))*\W*$",
    re.IGNORECASE,
)
_OF_CARE = re.compile(r"\bwash\w*|\bcare\b|\biron\w*", re.IGNORECASE)
_TELLS = re.compile(r"\b(?:is|are) (?:made|spun|grown|woven|knit\w*|tapped|an? )", re.IGNORECASE)
_IS = re.compile(r"is|are", re.IGNORECASE)
_VERB = re.compile(r"are|can|has|[a-z]+s", re.IGNORECASE)
_OF_ONE_THING = re.compile(r"^(?:the|this|it|its|our)\b", re.IGNORECASE)
_SUBJECT, _MOST = 3, 2
"""Words into which its name falls in a sentence that is about it; sentences told."""


def material_asked(text: str) -> str:
    """The material that is to be explained; "" where none is."""
    found = ASKED.match(text)
    return next(filter(None, found.groups()), "").casefold() if found else ""


def explained(material: str, view: View) -> Step:
    articles, made = view.results.get("articles"), view.results.get("made_of")
    if not isinstance(articles, PassagesFound):
        return Call("find_passages", {"query": f"Our materials: {material}", "kinds": KINDS}, "articles")
    if not isinstance(made, SearchResult):
        return Call("search_products", {"query": material, "loosely": True, "limit": MOST_LOOKED_AT}, "made_of")
    others = [each.passage for each in articles.found if not _OF_CARE.search(each.passage.title)]
    written = [*(each.text for each in others), *(hit.product.description for hit in made.hits)]
    told = _about(material, (each.strip() for text in written for each in sentences(text)))
    return Say("material_told", {"told": told}) if told else Say("not_known", opens="human_agent")


def _about(material: str, written: Iterable[str]) -> tuple[str, ...]:
    """What begins with its name, and with most of it; what tells how it is made comes first."""
    names = {*words_of(material)}
    named = [(len(names & {*words_of(_subject(each, names))}), each) for each in dict.fromkeys(written)]
    most = max((count for count, _ in named), default=0)
    of_it = [each for count, each in named if count == most and most]
    of_it = [each for each in of_it if not _OF_ONE_THING.match(each)] or of_it
    return tuple(sorted(of_it, key=lambda each: _TELLS.search(each) is None)[:_MOST])


def _subject(sentence: str, names: Set[str]) -> str:
    """ "TENCEL lyocell" of "TENCEL lyocell is made from wood"; "" where no verb stands behind the name."""
    words = sentence.split()
    last = max((at for at, word in enumerate(words[:_SUBJECT]) if names & {*words_of(word)}), default=None)
    behind = [] if last is None else words[last + 1 : last + 3]
    is_told_of = bool(behind) and (_VERB.fullmatch(behind[0]) or _IS.fullmatch(behind[-1]))
    return " ".join(words[: last + 1]) if last is not None and is_told_of else ""
