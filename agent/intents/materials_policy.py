"""What is written of the shop's materials: "is your linen organic?"; each one that is named has its own passage."""

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.dialogue.further_questions import has_word
from agent.entities.vocabulary import AMBIGUOUS_MATERIALS, MATERIALS
from agent.grounding import sentences
from agent.intents.answering import KINDS, from_passages
from agent.intents.material_explained import ASKED, explained, material_asked
from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Call, Say, Step
from domain.knowledge import Passage
from tools.policies import PassagesFound

_EVERY = sorted(MATERIALS, key=len, reverse=True)
_MATERIAL = "|".join(re.escape(name) for name in _EVERY if name not in AMBIGUOUS_MATERIALS)
_ANY = "|".join([*map(re.escape, _EVERY), "fur", "horn", "feathers?", "plastic", "pvc"])
""" "Where does the cork come from", "do you use down": what is ambiguous elsewhere is none in these words."""
_NAMED = re.compile(rf"\b(?:{_ANY})\b", re.IGNORECASE)
_QUALITY = (
    r"(?:organic\w*|certified|certificates?|sustainab\w+|ethical\w*|mulesing\w*|cruelty[- ]free|recycled|natural"
    r"|eco[- ]?friendly|fair ?trade|traceable|(?:from )?europe(?:an)?)"
)
_ALL = (
    rf"(?:your |the |ur |all (?:of )?(?:your |the )?)*(?:{_MATERIAL})"
    rf"(?:(?:,| and| or|, and| &) (?:the |your )?(?:{_MATERIAL}))*"
)
_ASKS = (
    rf"^\W*(?:(?:and|so|ok(?:ay)?|but|only|hi|hey|really|hm+)\W+)*(?:"
    rf"(?:is|are) {_ALL}(?: (?:you use|really|all|also|even|too|then|actually|from))* {_QUALITY}\b"
    rf"|(?:what|how) about {_ALL}\W+(?:is|are) (?:it|that|they|those|these|both)"
    rf"(?: (?:really|all|also|even|too))* {_QUALITY}\b"
    rf"|where (?:does|do|is|are) (?:your |the )?(?:{_ANY}) (?:come from|from|sourced|grown)\b"
    rf"|do you (?:ever |also )?(?:use|work with) (?:any )?(?:{_ANY})(?:,? (?:or|and) (?:{_ANY}))*"
    r"(?: in (?:your|the) (?:clothes|clothing|products|things|garments))?\W*$"
    rf"|where (?:does|do) {_ALL} come from\b|what(?: kind of)? certificates? (?:does|do) {_ALL} have\b)"
)
_WE = (
    r"(?:you|the shop|(?:your|the|all) (?:clothes|clothing|materials?|fabrics?|products?|things|goods"
    r"|garments?|items?))"
)
_ASKS_FOR_CERTIFICATES = (
    rf"^\W*(?:(?:and|so|ok(?:ay)?|but|hi|hey)\W+)*(?:(?:do|does|did) {_WE} (?:have|hold|carry|use) (?:any )?"
    rf"(?:\w+ )?certificat\w+(?:(?! of authenticity).)*$"
    rf"|(?:what|which)(?: kind of| sort of)? certificat\w+ (?:do|does) {_WE}\b"
    rf"|(?:is|are) {_WE}(?: \w+)? certified\b|(?:what|how) about certificat\w+\W*$|how (?:is|are) {_WE} certified\b)"
)
_CERTIFICATES = re.compile(_ASKS_FOR_CERTIFICATES, re.IGNORECASE)
_CERTIFIED = re.compile(r"\bcertif\w+", re.IGNORECASE)
_NAMES_NONE = re.compile(r"\bnames?\b|\bproduct pages?\b|\bproviders?\b", re.IGNORECASE)
""" "Each product names its certificates" names none."""
_USES = re.compile(r"\bdo you (?:ever |also )?(?:use|work with)\b", re.IGNORECASE)
_DENIES = re.compile(r"\b(?:no|not|never|avoid|without)\b", re.IGNORECASE)
_MOST_USED = 2
_SHORT_FOR = re.compile(r"\([A-Z]{3,6}\)")
""" "Organic cotton (GOTS)"."""
_CERTIFICATES_LOOKED_AT = 10
_SURE = 0.75
_OF_CARE = re.compile(r"\bwash\w*|\bcare\b|\biron\w*", re.IGNORECASE)
_MOST = 3
_from_passages = from_passages("materials")


def next_step(task: Task, view: View) -> Step:
    if material := material_asked(view.text):
        return explained(material, view)
    named = list(dict.fromkeys(match[0].casefold() for match in _NAMED.finditer(view.text)))[:_MOST]
    told: list[Passage] = []
    for material in named:
        found = view.results.get(material)
        if not isinstance(found, PassagesFound):
            return Call("find_passages", {"query": f"Our materials: {material}", "kinds": KINDS}, material)
        of_it = _used(named, found) if _USES.search(view.text) else _of(material, named, found)
        told += [passage for passage in of_it if passage not in told]
    if not told and _CERTIFICATES.search(view.text):
        found = view.results.get("certificates")
        if not isinstance(found, PassagesFound):
            query = "Our materials: certified, certificates"
            arguments = {"query": query, "kinds": KINDS, "limit": _CERTIFICATES_LOOKED_AT}
            return Call("find_passages", arguments, "certificates")
        told = _certified(found)
    if not told:
        return _from_passages(task, view)
    return Say("passage", {"passages": told, "offered": "", "not_to": ""})


def _certified(found: PassagesFound) -> list[Passage]:
    """All that is written of how they are certified, of the document that tells most of it."""
    named = [each.passage for each in found.found if _CERTIFIED.search(each.passage.text)]
    named = [each for each in named if not _NAMES_NONE.search(each.text)]
    documents = [each.document_id for each in named]
    most = max(documents, key=documents.count, default="")
    return [_only_of(each) for each in named if each.document_id == most][:_MOST]


def _only_of(passage: Passage) -> Passage:
    """Without the sentences that tell of something else."""
    kept = "".join(each for each in sentences(passage.text) if _CERTIFIED.search(each) or _SHORT_FOR.search(each))
    return replace(passage, text=kept.strip() or passage.text)


def _used(named: Sequence[str], found: PassagesFound) -> list[Passage]:
    """ "Do you use leather": what is not used first, then what is called so and is; only the sentences that name it."""
    sure = [
        each.passage for each in found.found if each.confidence >= _SURE and not _OF_CARE.search(each.passage.title)
    ]
    said = [passage for each in sure if (passage := _naming(named, each)) is not None]
    of_one = [each for each in said if each.document_id == said[0].document_id]
    return sorted(of_one, key=lambda each: not _DENIES.search(f"{each.heading} {each.text}"))[:_MOST_USED]


def _naming(named: Sequence[str], passage: Passage) -> Passage | None:
    words = [each.split()[-1] for each in named]
    kept = "".join(each for each in sentences(passage.text) if any(has_word(each, word) for word in words)).strip()
    heading = passage.heading.rpartition(">")[2].strip()
    is_bare = _DENIES.search(heading) is not None and _DENIES.search(kept) is None
    return replace(passage, text=f"{heading}: {kept}" if is_bare else kept) if kept else None


def _of(material: str, named: Sequence[str], found: PassagesFound) -> list[Passage]:
    """What is written of where it comes from and how it is certified, not of how it is washed."""
    sure = [
        each.passage for each in found.found if each.confidence >= _SURE and not _OF_CARE.search(each.passage.title)
    ]
    words = material.split()
    told = [each for each in sure if all(has_word(each.text, word) for word in words)]
    return [_naming(named, each) or each for each in told[:1]]


INTENT = Intent(
    name="materials_policy",
    meaning="where the shop's materials come from and how they are certified",
    route="policy",
    label="know about our materials",
    next_step=next_step,
    tools=("find_passages", "search_products"),
    cues=re.compile(f"{_ASKS}|{_ASKS_FOR_CERTIFICATES}|{ASKED.pattern}", re.IGNORECASE),
)
