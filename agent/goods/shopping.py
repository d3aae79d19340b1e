"""What a sentence says about wanted products: hard limits, and which facts of a product are asked for."""

import re
from collections.abc import Sequence
from typing import Any

from agent.context import Vocabulary
from agent.entities.found import Entities, Found, MoneyRange
from agent.goods.sale import asks_for_reduced, asks_if_reduced
from agent.goods.spoken_of import SPOKEN_ILL_OF, wanted

FACETS: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "price": r"\b(price|cost|how much|expensive|total (?:for|of)|(?:the|in) total|\$)",
        "stock": r"\b(in stock|stock|availab\w+|sold out|do you (still )?have|is there (a|one)"
        r"|got (it|this|any|them|these|those)|(any|\d|many( are| is| do you have)?) left)\b",
        "sizes": r"\b(what|which|all|other|how many) sizes?\b|\bsizes? (do|does|available|come)\b",
        "colours": r"\b(what|which|any|other|how many) colou?rs?\b|\bcolou?rs? (do|does|available|come)\b"
        r"|\b(?:does|do|is|are) (?:it|this|that|they|these|those|there)\b.{0,20}"
        r"\b(?:another|different|more) (?:colou?r|shade)s?\b",
        "material": r"\b(material|fabric|made (of|from|out)|cotton|polyester|composition|leather|vegan|organic"
        r"|synthetic|elastane|spandex|stretch(?:y|iness)|(?:real|solid|pure|genuine|sterling) (?:gold|silver)"
        r"|\d+ ?(?:%|percent) \w+)\b",
        "certificates": r"\b(certificat\w*|certif(ied|y|ies)|eco-?labels?|gots|grs|rws|ras|fsc|oeko-?tex|bluesign)\b",
        "footprint": r"\b(carbon|co2|footprint|emissions?)\b",
        "care": r"\b(wash(ed|es|ing|able)?|hand-?wash|care|clean(ed|ing)?|iron(ed|ing)?|bleach|tumble"
        r"|dry(er|-clean)?|shrinks?|look after)\b",
        "fit": r"\b(fits?(?! (?:in|into|inside|under|over|a|an|my|on|the (?:occasion|bill|theme))\b)|true to size"
        r"|(?:runs?|comes? (?:up|out))\W{1,2}(?:(?:a )?(?:bit|little|very|rather) )?(small|large|big)"
        r"|how (?:do|does) (?:it|they|th[ei]se|this|that|the \w+ ones?) run"
        r"|oversized|slim|loose|tight)\b",
        "warranty": r"\b(warranty|guarantee|repair)\b",
        "returns": r"\b(return|send back|exchange)\b",
        "rating": r"\b(ratings?|reviews?|rated|stars?|any good"
        r"|what (?:do|did) (?:other )?(?:people|others|customers|buyers) (?:say|think))\b",
    }.items()
}
_GENDERS = {
    "men": re.compile(
        r"\b(men'?s?|man|male|(?<!you )(?<!ya )(?<!u )(?<!hey )(?<!hi )guys?|husband|boyfriend|brother|dad|father|son"
        r"|uncle|grandfather|grandpa|nephew|hubby|him|his|he)\b",
        re.IGNORECASE,
    ),
    "women": re.compile(
        r"\b(women'?s?|woman|female|lad(y|ies)|wife|girlfriend|sister|mom|mum|mother|daughter|aunt|auntie"
        r"|grandmother|grandma|niece|her|she)\b",
        re.IGNORECASE,
    ),
}
_FOR_OTHERS = re.compile(
    r"\b((?:husband|boyfriend|wife|girlfriend|brother|sister|dad|father|mom|mum|mother|son|daughter|uncle|aunt"
    r"|nephew|niece|grand(?:ma|pa|mother|father)|friend|hubby|gran(?:ny|dad)?)(?:['’]?s(?= birthday))?"
    r"|gifts?"
    r"|(?:my|our|for an?) (?:bf|gf|partner|fianc[eé]e?|cousin|colleague|co-?worker|boss|teacher|neighbou?r)"
    r"|presents?|(?:for|to give) (?:him|her|them)|not (?:for )?me)\b",
    re.IGNORECASE,
)
_MY_SIZE = re.compile(r"\b(in )?my size\b|\bfits? me\b", re.IGNORECASE)
_IN_STOCK = re.compile(r"\b(in stock|available (now|today|right now)|not sold out)\b", re.IGNORECASE)


NOT_DRESSED = re.compile(
    r"\b(?<!walking the )(?<!walking my )(?<!walk the )(?<!walk my )(?<!with the )(?<!with my )"
    r"(?<!having a )(?<!had a )(?<!expecting a )(?<!getting a )"
    r"(?:kids?|child(?:ren)?|bab(?:y|ies)|toddlers?|infants?|newborns?|boys?|girls?|teens?|dogs?|cats?|pets?"
    r"|maternity)\b"
    r"|\b(?:[1-9]|1[0-5])(?:[- ](?:years?|yrs?|months?|weeks?)[- ]olds?| ?y/?o)\b"
    r"(?! (?:\w+ )?(?:coat|jacket|order|one)\b)",
    re.IGNORECASE,
)
"""Asked for in vain, they are not what kind of piece it should be."""
_UNWANTED = re.compile(
    r"(?:\b(?:not|no|without|except|other than|besides|no more|anything but|nothing|instead of|free of|hates?"
    r"|forget(?: about)?|skip"
    r"|allergic to|too many)|(?:is|are)n['’]?t|n['’]?t (?:want|like|need|wear|love)|\bavoids?)\s+"
    r"(?:(?:in|of|with|from|for|made|a|an|any|the|real|more|those|these)\s+)*$",
    re.IGNORECASE,
)
_FREE_OF_IT = re.compile(r"[ -]free\b(?! (?:ship|deliver|post|return|gift|with))", re.IGNORECASE)
""" "A wool free scarf"."""
_REAL = re.compile(r"\b(?:real|solid|pure|genuine|sterling) $", re.IGNORECASE)
""" "Real silver" is what it is made of, and no colour."""
_VEGAN = re.compile(r"(?<!\bit )(?<!\bthey )\bvegan (?!leather|suede|wool|silk|or\b|and\b)[a-z]{3,}", re.IGNORECASE)
OF_ANIMALS = ("wool", "merino", "alpaca", "mohair", "cashmere", "silk", "down")
"""Left out for who asks for vegan things; leather is not, since a vegan one is made and called so."""
_NOTHING_TO_WEAR = re.compile(
    r"\b(?:not?|nothing|isn['’]?t|without|other than|anything but|except|besides|n['’]?t want)(?: \w+)?"
    r" (?:clothes|clothing|garments?|apparel|to wear)\b",
    re.IGNORECASE,
)


_GOES_INSIDE = re.compile(
    r"\b(?:laptops?|notebook|tablet|ipad|phone|book|bottle|charger|folder|camera|\d+[- ]?inch\b(?! waist))\b"
    r".{0,20}\bfits?\b"
    r"|\bfits? (?:everything|all my|stuff|things)",
    re.IGNORECASE,
)
""" "Will my laptop fit": how big it is inside, not how it is cut."""
_CUT = re.compile(r"[,;] ?(small|medium|large)\W*$", re.IGNORECASE)
_FRAGMENT = 4
_NUMBER = re.compile(r"(?<![\w$€£.,-])\d{2}(?![\w$€£%.-])")
_IN_NUMBER = re.compile(
    r"\b(?:in|in an?|(?:have|got|is there|want|need|a) an?|in size"
    r"|in a size) (?P<size>[2-6]\d)(?:[ x/]{1,3}\d\d)?\W*$",
    re.IGNORECASE,
)
""" "Is it available in 34": a size, though the shop may have no such one."""
_LAST_NUMBER = re.compile(r", ?(?P<size>[2-6]\d)\W*$")


_IN_COLOUR = re.compile(r" in (?:an? |the )?$", re.IGNORECASE)
""" "In 39 in grey": the size stands before it."""


_ASKS_OF_KIND = re.compile(
    r"^\W*(?:(?:and|so|but|also|hi|hey|hello|ok|btw|um|please|can you tell me|could you tell me|tell me)\W+)*"
    r"(?:how (?!much\b|many\b|about\b|come\b)|why\b|what(?:'s|s| is| are) (?!your\b|the (?:cheap|dear|most|best|price"
    r"|cost|warm|light)|in\b)"
    r"|is (?!there\b|any|it\b)|are (?!there\b|any|they\b)|does\b|do (?!you\b|u\b|ya\b|they\b|it\b)|do you use\b"
    r"|will\b|would\b|should i (?!buy|get|take)"
    r"|can (?:i|you|we|one) (?!get\b|see\b|have\b|buy\b|order\b|find\b|show\b|recommend\b|suggest\b|look\b|help\b"
    r"|add\b|put\b))",
    re.IGNORECASE,
)
_ASKS_WHAT_TO_DO = re.compile(r"\bwhat (?:can|should|do) (?:i|you|we) do\b", re.IGNORECASE)
_OF_SHELF = re.compile(
    r"\b(?:in stock|available|sold out|left|return\w*|exchang\w*|refund\w*|swap\w*|cancel\w*|orders?|deliver\w*"
    r"|ship\w*"
    r"|price|cost|sale|discount|come in|go(?:es)? with|match|cheap\w*|under|for me|my size)\b",
    re.IGNORECASE,
)


def asks_of_kind(text: str) -> bool:
    """ "How do I wash wool?", "what is lyocell?": about a kind of thing, not a wish to be shown some."""
    return (_ASKS_OF_KIND.match(text) or _ASKS_WHAT_TO_DO.search(text)) is not None and _OF_SHELF.search(text) is None


def facets(text: str) -> list[str] | None:
    found = [name for name, pattern in FACETS.items() if pattern.search(text)]
    if "fit" in found and _GOES_INSIDE.search(text):
        found.remove("fit")
    if "stock" in found and {"sizes", "colours"} & set(found):
        found.remove("stock")  # "do you have it in other colours": which there are says enough
    return found or None


_WISH_BEGINS = re.compile(
    r"(?:(?<=[.!?:;] )|(?<=\n))(?:(?:so|and|now|ok|then|but|also|well|hm+)[\s,:.]+)*"
    r"(?=(?:(?:some|any)thing else|maybe (?:an?|some)|got (?:any|an)"
    r"|i(?:['’]m| am)? (?:also )?(?:need|want|looking|would like)|i['’]d (?:like|love)|looking for|show me"
    r"|do (?:you|u) (?:have|sell)|(?:can|could) (?:you|u) (?:show|recommend)|have you got|recommend)\b)",
    re.IGNORECASE,
)


def where_wish_begins(text: str, entities: Entities) -> int:
    """Behind "the trousers came, great. so then: i need a dress", where what stands before it limits nothing."""
    begins = [found.end() for found in _WISH_BEGINS.finditer(text)]
    at = begins[-1] if begins else 0
    lead, behind = text[:at], entities.within(at, len(text))
    said = entities.within(0, at)
    limits_it = any((said.money_limits, said.amounts, said.sizes, said.colours, said.materials, said.products))
    is_of_whom = _FOR_OTHERS.search(lead) or any(each.search(lead) for each in _GENDERS.values())
    return 0 if limits_it or is_of_whom or not behind.categories else at


def limits(text: str, entities: Entities, vocabulary: Vocabulary) -> dict[str, Any] | None:
    """Arguments of `search_products` that the words set; None when they set none."""
    entities = wanted(text, entities)
    sizes = [vocabulary.lexicon.size(found.value) for found in entities.sizes] or _bare_sizes(
        text, entities, vocabulary
    )
    named = entities.categories
    entities, without = _unwanted(text, entities)
    categories = list(dict.fromkeys(found.value for found in entities.categories))
    refused = [each for each in named if each not in entities.categories and each.value in categories]
    without = [each for each in without if each not in categories]
    without += [head for each in refused for head in vocabulary.shelves.called(each.text, each.value)]
    said: dict[str, Any] = {
        "categories": categories,
        "sizes": list(dict.fromkeys(sizes)),
        "colours": _colours(text, entities, vocabulary),
        "materials": list(
            dict.fromkeys(found.value for found in entities.materials if not _is_in_name(found, entities))
        ),
        "not_called": vocabulary.shelves.beside((found.text, found.value) for found in entities.categories),
        **_price_limits(entities.price_range, categories, vocabulary),
    }
    if genders := [name for name, pattern in _GENDERS.items() if pattern.search(text)]:
        said["genders"] = genders
    if _FOR_OTHERS.search(text):
        said["for_someone_else"] = True
    if _MY_SIZE.search(text) and not said["sizes"]:
        said["in_my_size"] = True
    if _IN_STOCK.search(text):
        said["in_stock_only"] = True
    if asks_for_reduced(text) or (entities.categories and asks_if_reduced(text)):
        said["reduced_only"] = True
    if _VEGAN.search(text):
        without = [*without, *OF_ANIMALS]
    if without:
        said["without"] = without
    if _NOTHING_TO_WEAR.search(text):
        said["one_size_only"] = True
    return {name: value for name, value in said.items() if value not in ([], None)} or None


def _unwanted(text: str, entities: Entities) -> tuple[Entities, list[str]]:
    """ "No wool", "anything but jeans", "not in black": the rest, and what is not to be among it."""
    named = [
        *((found, found.value) for found in (*entities.categories, *entities.materials)),
        *((found, found.value.name) for found in entities.colours),
    ]
    out = [(found, name) for found, name in named if is_unwanted(text, found)]
    for found, _ in out:
        entities = entities.outside(found.start, found.end)
    return entities, list(dict.fromkeys(name for _, name in out))


def is_unwanted(text: str, found: Found[Any]) -> bool:
    before, behind = _UNWANTED.search(text[: found.start]), (SPOKEN_ILL_OF, _FREE_OF_IT)
    return before is not None or any(said.match(text, found.end) for said in behind)


def cut_said(text: str) -> re.Match[str] | None:
    """ "Mens, large": a size, where "bags, large" would say how big."""
    return _CUT.search(text) if any(each.search(text) for each in _GENDERS.values()) else None


def _bare_sizes(text: str, entities: Entities, vocabulary: Vocabulary) -> list[str]:
    """ "In navy L", "white, 42": a letter alone in capitals, where not all are; a number in a fragment."""
    known = vocabulary.lexicon.sizes
    behind = [found.start for found in entities.colours if _IN_COLOUR.search(text[: found.start])]
    if (placed := _IN_NUMBER.search(_IN_COLOUR.sub("", text[: behind[0]]) if behind else text)) and not (
        entities.money_limits or entities.amounts
    ):
        return [vocabulary.lexicon.size(placed["size"])]
    if entities.categories and (last := _LAST_NUMBER.search(text)) and last["size"] in known:
        return [known[last["size"]]]
    if len(text.split()) <= _FRAGMENT and (numbers := [word for word in _NUMBER.findall(text) if word in known]):
        return [] if entities.money_limits or entities.amounts else [known[word] for word in numbers]
    if cut := cut_said(text):
        return [known[cut[1][0].lower()]] if cut[1][0].lower() in known else []
    words = [] if text.isupper() and len(text) > 3 else re.findall(r"(?<![\w'’-])[A-Z0-9]{1,4}(?![\w'’-])", text)
    return [known[word.lower()] for word in words if word.isalpha() and word.lower() in known]


def _colours(text: str, entities: Entities, vocabulary: Vocabulary) -> list[str]:
    """A family the shop has shades of stands for its shades: "blue" is Navy and Dusk Blue."""
    names: list[str] = []
    said = (each for each in entities.colours if not (_is_in_name(each, entities) or _REAL.search(text[: each.start])))
    for colour in (found.value for found in said):
        is_family = colour.family is not None and colour.name.casefold() == colour.family
        shades = vocabulary.lexicon.colours_in_family(colour.family) if is_family and colour.family else ()
        names += shades or [colour.name]
    return list(dict.fromkeys(names))


def _is_in_name(found: Found[Any], entities: Entities) -> bool:
    """ "Clay" in "Clay Relaxed Jeans" asks for no colour, nor "moss" in "the Moss Agate ones"."""
    names = [each for each in entities.products if each.value.score >= 1 or len(each.value.product_ids) == 1]
    return any(name.start <= found.start and found.end <= name.end for name in names)


def _price_limits(wanted: MoneyRange | None, categories: Sequence[str], vocabulary: Vocabulary) -> dict[str, Any]:
    """A sum limits; "cheap" alone orders what is of a kind, and limits where no kind is named."""
    if wanted is None:
        return {}
    low, high = wanted.min_minor, wanted.max_minor
    if low is None and high is None:
        if categories:
            return {"by_price": "rising" if wanted.relative == "cheap" else "falling"}
        high = vocabulary.cheap_minor if wanted.relative == "cheap" else None
        low = vocabulary.dear_minor if wanted.relative == "expensive" else None
    if wanted.relative == "cheap" and high is not None:
        low = None  # "not too dear, like 100": what costs less is no less welcome
    return {"min_price_minor": low, "max_price_minor": high}
