"""Fragments that narrow what was shown last: "in blue?", "what about M", "under 100", "just sweaters", "cheaper?".

Pure. What a limit holds is not looked for as a word as well: no product's text has "available in".
"""

import re
from collections.abc import Sequence
from typing import Any

from agent.dialogue.answers import wonders
from agent.dialogue.further_questions import goes_on, in_own_words
from agent.goods.anew import names_unsold, opens_anew
from agent.goods.of_rules import is_of_shop
from agent.goods.ranking import asks_of_all, plain_word
from agent.goods.shopping import cut_said
from agent.intents.registry import INTENTS
from agent.state import Memory
from agent.understanding.heard import Heard
from agent.understanding.local_reading import FLOOR, Request
from agent.understanding.slots import fill
from tools.words import word_set

_SHORT = 6
_BY_QUESTION = 4
"""Words more that the frame of a question takes: "do you have it in", "is that one available in"."""
_ASKS = re.compile(
    r"^\W*(?:(?:and|so|but|hm+|ok(?:ay)?)\W+)*(?:is|are|does|do|can|will|would|how|what|which|have|any)\b"
    r"|^\W*(?:(?:and|so)\W+)?(?:there|got)\b|\b(?:do|have) (?:you|u)\b"
    r"|\b(?:is|are|does|do) (?:it|they|that|those|there)\b",
    re.IGNORECASE,
)
_OF_ONE = frozenset({"sizes", "colours", "in_stock_only", "in_my_size", "for_someone_else"})
"""What is asked of one product; a price, a material, for whom it is: these look for another."""
_OF_WHOM = frozenset({"genders", "for_someone_else"})
_MEANT = re.compile(r"\bi mean\b", re.IGNORECASE)
_SOME_CHEAPER = re.compile(
    r"\b(?:an?|any|anything|some|something|nothing|have|got|there|ones)\b.{0,16}"
    r"\b(?:cheap\w*|expensive|affordable)\b",
    re.IGNORECASE,
)
""" "A cheaper one" is looked for; "the cheaper one" is pointed at."""
MORE_WANTED = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|and|hm+|so|but|no)\W+)*(?:(?:what|anything|something|show me|do you have|have you got|got|is"
    r" there|are there|any|some|can i see|let me see|the)\W+)+(?:else|more|others?(?: ones| options?)?|further ones)"
    r"(?: (?:(?:do |have )?you (?:have|got)|is there|like (?:that|this|it)|options?|ones|there|of th(?:em|ose)))*\W*$",
    re.IGNORECASE,
)
_WISHED = re.compile(
    r"^\W*(?:(?:hm+|ok(?:ay)?|and|or|maybe|but|so|no)\W+)*(?:(?:do|have) (?:you|u) (?:have |got )?|is there |are there "
    r"|got |show me |what about |i (?:want|need|like) |looking for )?(?:something|anything|any|some|one|ones)\b"
    r"(?: (?:that'?s|that is|which is|thats|an?|bit|little|more|less|really|very|of them))* "
    r"(?P<word>(?!else|other|more|nice|in\b|for\b|under|like\b)[a-z]{3,})"
    r"(?: ones?| please)?\W*$",
    re.IGNORECASE,
)
_SUPPOSES = re.compile(r"\b(?:what|and) if\b", re.IGNORECASE)
OF_KINDS = re.compile(r"^\W*(?:is|are|does|do|which)\b.{3,}\b(?:better|more [a-z]+|[a-z]{3,}er) than\b", re.IGNORECASE)
""" "Is merino warmer than cashmere": wants to know, and looks for neither."""
_LESS = re.compile(r"\b(?:less|not|nothing|no|without)\b(?! only)", re.IGNORECASE)
_MOST = 6
_POINTS = re.compile(
    r"\b(?:it|its|this|that|them|they|those|these|both|compar\w*|differen\w*|first|second|third|last|other)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\b(?:if possible|possibly|preferably|ideally|please|pls|would be (?:nice|great|good|perfect)|though"
    r"|if you have (?:it|any))\b",
    re.IGNORECASE,
)
ONLY = re.compile(r"^\W*(?:(?:ok(?:ay)?|and|hm+|but)\W+)*(?:just|only|mainly)\b", re.IGNORECASE)
""" "Just sweaters": of what was looked for."""
_CHEAPER = re.compile(
    r"\b(?:cheaper|less (?:expensive|pricey)|more affordable|(?:not|isn't|nothing) (?:too|so|that|as|very) expensive)\b"
    r"(?!.*\b(?:shipping|delivery|elsewhere|other shops?|amazon|found|saw)\b)",
    re.IGNORECASE,
)
_FRAME = re.compile(
    r"\b(?:an?|the|in|of|or|and|any|anything|something|some|ones?|do|does|you|u|have|has|got|its?|they|them|that|this"
    r"|these|those|is|are|there|for|with|what|about|how|ok|okay|but|not|no|nothing|without|less|too|so|very|show|me|only"
    r"|just|please|pls|guys?|lad(?:y|ies)|girls?|wom[ae]n|sizes?|sized|colou?r|more|stock|available|comes?|sell|carry|mens?|man|womens?|woman|he|she|him|her"
    r"|his|likes?|loves?|im|i|i'd|want|need|prefer|rather|hm+|maybe|under|over|below|max|maximum|around|up|to|than"
    r"|dollars|bucks|euros|price|budget|cheap|cheaper|cheapest|affordable|expensive|pricey|costly|steep|clothes|clothing"
    r"|wear|garments?|can|dad|father|mom|mum|mother|husband|wife|boyfriend|girlfriend|brother|sister|son|daughter|friend"
    r"|s?hes|s?he's"
    r"|get|thanks?|allerg\w+|into|really|also|similar|alike|versions?|as|well|see|look)\b(?:'s)?",
    re.IGNORECASE,
)
"""What a fragment is made of that says nothing of the thing itself."""
_SAY_LITTLE = word_set(
    """
    bit lot kind sort mostly mainly actually quite use uses used using wear wearing wears it'd would should could be am
    was been she'd he'd she's he's they'd it's thing things kinda type though tho every day daily all always one ones
    go goes going on at to think lots much got fan person guy girl lady woman rather day which what who where when how
    why if then else still even yet oh hmm well below above tops most least my our your their thanks too
    """
)
"""What a wish is wrapped in."""
_OF_SIZE = re.compile(r"^\W*(?:(?:and|so|ok|or)\W+)*in (?:an? |the )?(?:size )?[\w-]{1,6}\W*$", re.IGNORECASE)
""" "In S?": of what is shown, whatever so few letters sound like alone."""


def refinement(
    memory: Memory, heard: Heard, request: Request, *, is_wish: bool = False
) -> tuple[str, str, dict[str, Any]] | None:
    """ "In blue?", "what about M": a fragment that narrows what was shown last, as (intent, text, slots).

    `is_wish`: it is known to be one, however long it is.
    """
    before = memory["search"]
    if _is_of_another_matter(request) or not before or heard.entities.order_numbers or _stands_alone(heard):
        return None
    if not is_wish and (is_of_shop(request, heard) or not (before.get("is_asked") or _may_narrow(request, heard))):
        return None
    if before.get("is_asked") and request.intent == "out_of_scope" and not wonders(in_own_words(heard.text)):
        said = fill(("limits",), heard).get("limits") or {}
        return "product_search", f"{heard.text}, {before['text']}", {"limits": {**before["limits"], **said}}
    said, named = _said(memory, heard)
    if "reduced_only" in said and not _POINTS.search(heard.text):
        return None  # "anything on sale?" asks for whatever is
    if named not in (None, [before.get("product")]):
        return None
    if not said.keys() - {"for_someone_else"}:
        return _otherwise(memory, heard, request, is_wish=is_wish)
    if said.get("categories") and not (ONLY.match(heard.text) or _MEANT.search(heard.text)):
        return _of_a_kind(before, said, heard, request)
    if before.get("product") and not said.keys() - _OF_ONE:
        return _of_focus(before, said, heard)
    limits = {**before["limits"], **said}
    if _CHEAPER.search(heard.text) and "min_price_minor" not in said:
        limits.pop("min_price_minor", None)
    text = heard.text if said.get("categories") else f"{before['text']} {besides_limits(heard)}".strip()
    if _MEANT.search(heard.text):
        text = f"{before['text']} {heard.text}"
    if not before.get("kind") and not said.get("categories") and (like := besides_limits(heard)):
        text = f"something {like}"  # "he likes hiking", of a present
    elif before.get("is_untold") and not before.get("kind") and not said.get("categories"):
        text = "something"
    kind = {} if said.get("categories") else kind_of(before)
    if is_wish and before.get("kind") and (wish := wish_in_words(besides_limits(heard))):
        seen = [each["value"] for each in heard.shown.get("products", ())]
        return "product_search", before["text"], {"limits": limits, "narrows": True, **kind, **wish, "seen": seen}
    return "product_search", text, {"limits": limits, "narrows": True, **kind}


def _stands_alone(heard: Heard) -> bool:
    """A wish from the front, or of everything: nothing that was shown is narrowed by it."""
    is_anew = opens_anew(heard) or names_unsold(heard, besides_limits(heard)) or asks_of_all(heard.text)
    return is_anew or _SUPPOSES.search(heard.text) is not None or OF_KINDS.search(heard.text) is not None


def _of_a_kind(
    before: dict[str, Any], said: dict[str, Any], heard: Heard, request: Request
) -> tuple[str, str, dict[str, Any]] | None:
    """ "Shorts", "trousers rather": a kind, where none was named, keeps the rest; another kind, for whom it is."""
    is_wish = request.intent in ("product_search", "product_question", "chitchat", "out_of_scope", "affirm_deny")
    if not is_wish or wonders(in_own_words(heard.text)) or heard.entities.products:
        return None
    kept = {
        name: value
        for name, value in before.get("limits", {}).items()
        if not before["limits"].get("categories") or name in ("genders", "for_someone_else", "reduced_only")
    }
    if not kept or said.keys() & _OF_WHOM:
        return None
    named = fill(("item", "kind"), heard)
    return (
        "product_search",
        heard.text,
        {**named, "limits": {**kept, **said}, "kept": sorted(kept.keys() - said.keys())},
    )


def _may_narrow(request: Request, heard: Heard) -> bool:
    route, words = INTENTS[request.intent or "affirm_deny"].route, len(heard.text.split())
    if words > _SHORT + (_BY_QUESTION if _ASKS.search(heard.text) else 0):
        return False
    if _CHEAPER.search(heard.text) and request.intent in (None, "promo_discount"):
        return True
    if request.entities.sizes and _OF_SIZE.match(heard.text):
        return True
    return route in ("product", "chat", "oos") or (words <= 3 and route not in ("policy", "returns", "order"))


def _said(memory: Memory, heard: Heard) -> tuple[dict[str, Any], list[str] | None]:
    """The limits that the words set, and the products that they point at."""
    slots = fill(("limits", "product_ids"), heard)
    said, typical = slots.get("limits") or {}, memory["search"].get("typical_minor")
    price = heard.entities.price_range
    if price is not None and price.relative == "cheap" and price.max_minor is None and typical:
        said = {**said, "max_price_minor": typical - 1}
    kinds = {found.value.kind for found in heard.entities.references} - {"pronoun"}
    is_pointing = bool(kinds or heard.entities.products) and not _SOME_CHEAPER.search(heard.text)
    return said, slots.get("product_ids") if is_pointing else None


def _of_focus(before: dict[str, Any], said: dict[str, Any], heard: Heard) -> tuple[str, str, dict[str, Any]]:
    """ "In blue?" of the one product that was looked at; the size that was asked for before stays."""
    kept = {name: value for name, value in before.get("looks", {}).items() if name in ("sizes", "colours")}
    slots = {"facets": ["stock"], **fill(("facets", "colour"), heard)}
    if "colours" not in said and (colour := before.get("looks", {}).get("colour")):
        slots["colour"] = colour
    return "product_question", heard.text, {**slots, "product_ids": [before["product"]], "limits": {**kept, **said}}


def _otherwise(
    memory: Memory, heard: Heard, request: Request, *, is_wish: bool
) -> tuple[str, str, dict[str, Any]] | None:
    """ "What else do you have", "something warmer": of the same, what was not shown, or what is said to be so."""
    before, entities = memory["search"], heard.entities
    if memory["looking_at"] != "products" or entities.products or entities.categories or not before.get("text"):
        return None
    same = {"limits": before["limits"], **kind_of(before)}
    seen = [*before.get("seen", []), *(each["value"] for each in heard.shown.get("products", ()))]
    if MORE_WANTED.match(heard.text):
        return "product_search", before["text"], {**same, "seen": seen}
    if wished := _WISHED.match(heard.text):
        return "product_search", before["text"], {**same, **_wish(plain_word(wished["word"]), heard)}
    if wish := _wish_alone(heard, request):
        if before.get("question") and goes_on(heard.text):
            table = [each["value"] for each in heard.shown.get("product") or heard.shown.get("products", ())]
            return "product_question", f"does it have {wish}", {"product_ids": table[:_MOST]}
        return "product_search", before["text"], {**same, **_wish(wish, heard)}
    wish = wish_in_words(heard.text) if is_wish else None
    if wish and not before.get("kind") and not wish.get("unlike"):
        return "product_search", f"something {wish['wish']}", {**same, "narrows": True}
    return ("product_search", before["text"], {**same, **wish, "seen": seen}) if wish is not None else None


def wish_in_words(text: str) -> dict[str, Any]:
    """ "Not so plain, something with a bit of sparkle": sparkle; where only a no is said, those that are not so."""
    clauses = [clause for clause in re.split(r"[,.;:!?]+|\bbut\b", _ASIDE.sub(" ", text.casefold())) if clause]
    wanted = _say_something([clause for clause in clauses if not _LESS.search(clause)])
    unwanted = _say_something([clause for clause in clauses if _LESS.search(clause)])
    if wanted:
        return {"wish": wanted}
    return {"wish": unwanted, "unlike": True} if unwanted else {}


def _say_something(clauses: Sequence[str]) -> str:
    words = [plain_word(word) for clause in clauses for word in re.findall(r"[a-z][a-z'-]+", _FRAME.sub(" ", clause))]
    return " ".join(dict.fromkeys(word for word in words if word not in _SAY_LITTLE))


def _wish(word: str, heard: Heard) -> dict[str, Any]:
    """ "Less formal": those of which it is not said."""
    return {"wish": word, **({"unlike": True} if _LESS.search(heard.text) else {})}


def _wish_alone(heard: Heard, request: Request) -> str:
    """ "Waterproof if possible", "vegan ones?", "with pockets": a word or two that only goods can be."""
    text = _ASIDE.sub(" ", heard.text)
    if _POINTS.search(text):
        return ""
    is_of_goods = request.intent in ("product_search", "product_question") and request.confidence >= FLOOR
    if not is_of_goods or wonders(text) or len(text.split()) > _SHORT or heard.entities.products:
        return ""
    words = re.findall(r"[a-z][a-z'-]*", _FRAME.sub(" ", text.casefold()))
    return " ".join(plain_word(word) for word in words) if 0 < len(words) <= 2 else ""


def kind_of(before: dict[str, Any]) -> dict[str, str]:
    """What it is that was looked for, for when its other words stand in the way."""
    if not before.get("kind"):
        return {}
    return {"item": before.get("item") or before["kind"], "kind": before["kind"]}


def besides_limits(heard: Heard) -> str:
    """What a fragment says that no limit holds: "waterproof" of "anything waterproof in blue under 80"."""
    entities, text = heard.entities, heard.text
    if cut := cut_said(text):
        text = text[: cut.start()] + " " * (len(text) - cut.start())
    for found in (
        *entities.categories,
        *entities.money_limits,
        *entities.sizes,
        *entities.colours,
        *entities.materials,
    ):
        text = text[: found.start] + " " * (found.end - found.start) + text[found.end :]
    return " ".join(re.findall(r"[a-z][a-z'-]+", _FRAME.sub(" ", text.casefold())))


def _is_of_another_matter(request: Request) -> bool:
    """ "I wear M", "what do you have for men": said outright, and of the customer or the shop whatever was shown."""
    intent = INTENTS.get(request.intent or "")
    return intent is not None and intent.cues is not None and (intent.route == "account" or intent.name == "assortment")
