"""What the shop has written of a product, held against what is asked of it: the sentence that tells, or nothing."""

import re
from collections.abc import Iterable, Sequence

from domain.catalog import Product
from tools.words import word_set

_ASKS_A_POINT = re.compile(
    r"^\W*(?:(?:and|so|but|also|hi|hey|hello|ok|btw|um|please|yes|no|hm+|o+h+|nice|cool|great|lovely|well"
    r"|do you know if)\W+)*"
    r"(?:is|are|does|do|has|have|can|will|would|how (?!much|many|about)|what kind|which)\b"
    r"|\bwhat(?:['’]?s| is) (?:the |its )(?!(?:price|cost|size|colou?r|material|fabric|name|point|deal)s?\b)[a-z]{4,}"
    r" (?:of|on|in) (?:the|it|this|that|these|those)\b",
    re.IGNORECASE,
)
_SAY_NOTHING = word_set(
    """
    about actual actually all also and any are aren bit both btw but can come cool could did doe does don each easily
    enough first fit for fourth from get good got great had has have hello her here hey him his hmm how into isn item
    its just kind know last like lot made make many may more most much need nice not off okay one ones other our out
    own per please pls pretty product proper properly quite real really right second see she some still suitable sure
    tell than that the them then there these they they're thing third this those though thx too two umm use very via
    want was way well what when where which who whom why will with won work would yes you your
    """
)
_SAID_AS = {
    "pierced": ("post", "hook", "clip"),
    "piercing": ("post", "hook", "clip"),
    "outside": ("outdoor", "mailbox", "street", "doorstep"),
    "outdoors": ("outdoor", "mailbox", "street", "doorstep"),
    "waterproof": ("membrane", "taped", "waxed", "repellent"),
}
"""What a shop writes where that is asked: "posts", of earrings."""
_OF_LOOKS = re.compile(r"\b(?:suit|flatter|look|wear|match|work|pair|style)\w*", re.IGNORECASE)
_OF_SIZE = frozenset({"small", "big", "large", "long", "short", "thick", "thin", "wide", "narrow", "high", "low"})
"""What these say is said of the very thing: "a small bag with a big zip" is no big bag."""
_STEM, _WORD = 4, 3
_TOGETHER = 2
_ENDING = 3
"""Letters by which two forms of a word may differ: "warm" and "warmth", "stretch" and "stretchy"."""


def asks_a_point(text: str) -> bool:
    """ "Is it lined?", "how heavy is it": a question that a word of the description answers."""
    return bool(_asking(text))


def _asking(text: str) -> str:
    """The clauses that ask: "is it waterproof" of "the first one was nicer, is it waterproof"."""
    return " ".join(clause for clause in re.split(r"[,.;:!?]+\s*", text) if _ASKS_A_POINT.match(clause))


def words_of(text: str) -> list[str]:
    """Words as they are compared: lower case, without the s of a plural."""
    return [word.rstrip("s") for word in re.findall(r"[a-z]{3,}", text.casefold())]


def asked_words(text: str, product: Product) -> list[str]:
    """What is asked after, without the frame of the question and the product's own name."""
    named = words_of(product.name)
    return [word for word in words_of(_asking(text) or text) if word not in _SAY_NOTHING and word not in named]


def _as_written(words: Sequence[str]) -> list[str]:
    """With those that shops write in their place."""
    return [*words, *(other for word in words for other in _SAID_AS.get(word, ()))]


def named_detail(text: str, product: Product) -> str:
    """ "Inside pockets": what is asked after as typed and in quotes, where that is a word or two side by side."""
    asked = [] if _OF_LOOKS.search(text) else asked_words(text, product)
    typed = re.findall(r"[A-Za-z]+", _asking(text) or text)
    places = [at for at, word in enumerate(typed) if word.casefold().rstrip("s") in asked]
    is_short = bool(places) and places == [*range(places[0], places[0] + len(places))] and len(places) <= _TOGETHER
    return f"“{' '.join(typed[at] for at in places).lower()}”" if is_short else ""


def is_unwritten(text: str, product: Product, *, is_asked: bool = False) -> bool:
    """ "Is it lined?": none of the words that matter stands in what the shop says of the product."""
    if not (is_asked or asks_a_point(text)):
        return False
    listed = words_of(" ".join((product.name, product.category, *product.materials, *product.tags)))
    known = [*words_of(f"{product.description} {product.fit or ''}"), *listed]
    asked = asked_words(text, product)
    if is_asked and any(each not in listed for each in asked):
        asked = [each for each in asked if each not in listed]  # "nylon sheds microplastics, no": not of the nylon
    said = _as_written(asked)
    return (is_asked or bool(asked)) and not any(is_form_of(word, other) for word in said for other in known)


def sentences_on(words: list[str], product: Product) -> str:
    """Of the description the sentences that have one of the words; "" when none has."""
    sentences, said = re.split(r"(?<=[.!?])\s+", product.description.strip()), _as_written(words)
    telling = [each for each in sentences if any(is_form_of(word, other) for word in said for other in words_of(each))]
    return " ".join(telling)


def sentences_having(words: Sequence[str], product: Product) -> str:
    """As `sentences_on`, where all the words must be in one sentence; very short ones beside each other: "v neck"."""
    sentences = re.split(r"(?<=[.!?])\s+", product.description.strip())
    if _OF_SIZE.intersection(words):
        thing = re.escape(words_of(product.name)[-1]) if words_of(product.name) else ""
        sized = re.compile(rf"\b(?:{'|'.join(words)})\w*(?: [\w-]+)? (?:{thing}|size|length|fit)\b", re.IGNORECASE)
        return " ".join(each for each in sentences if sized.search(each))
    if any(len(word) < _WORD for word in words):
        together = re.compile(r"\b" + r"[\s-]?".join(map(re.escape, words)) + r"\b", re.IGNORECASE)
        return " ".join(each for each in sentences if together.search(each))
    telling = [
        each for each in sentences if all(any(is_form_of(word, other) for other in words_of(each)) for word in words)
    ]
    return " ".join(telling)


def is_noted(words: Iterable[str], product: Product) -> bool:
    """Whether one of the words is in its name, its cut, its tags or what it is made of."""
    noted = words_of(" ".join((product.name, product.fit or "", *product.tags, *product.materials)))
    return any(is_form_of(word, other) for word in words for other in noted)


def is_form_of(word: str, other: str) -> bool:
    """ "Pockets" and "pocket", "warm" and "warmth"; neither "waterproof" and "water" nor "lined" and "linen"."""
    if min(len(word), len(other)) < _STEM:
        return word == other
    is_form = word.startswith(other) or other.startswith(word)
    return is_form and abs(len(word) - len(other)) <= _ENDING
