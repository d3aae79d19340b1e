"""English verbs that agree with what a product is called: "the Slim Jeans come in", "the Field Chino comes in"."""

import re

_NO_PLURAL = re.compile(r"(?:ss|us|is|['’]s)$|^(?:canvas|atlas|lens|gas|series|christmas|texas)$", re.IGNORECASE)
_MANY = {
    "is": "are",
    "was": "were",
    "has": "have",
    "does": "do",
    "it": "they",
    "It": "They",
    "itself": "themselves",
    "its": "their",
    "carries": "carry",
}


def is_plural(name: str) -> bool:
    """By its last word in letters: "Seed Stud Earrings", but a "Daily Cotton Socks 3-Pack" is one pack."""
    words = re.findall(r"[^\W\d_]+(?:['’][a-z]+)?", name)
    return bool(words) and len(words[-1]) > 3 and words[-1].endswith("s") and _NO_PLURAL.search(words[-1]) is None


def agreeing(name: str, verb: str) -> str:
    """The verb, or "it", as it goes with that name; given as it goes with one thing."""
    return (_MANY.get(verb) or verb.removesuffix("s")) if is_plural(name) else verb


def in_sentence(composition: str) -> str:
    """ "Recycled brass" behind "is made of"; "Portuguese cork" and "TENCEL" keep their capital."""
    first = re.match(r"[A-Z][a-z-]+\b", composition)
    is_of_place = first is not None and re.search(r"(?:ese|ish|ian|ean|can|man|ench|utch)$", first[0]) is not None
    return composition if first is None or is_of_place else composition[0].lower() + composition[1:]
