"""What the shop has written of a product, held against what is asked of it: the sentence that tells, or nothing."""

import re

from domain.catalog import Product

_ASKS_A_POINT = re.compile(
    r"^\W*(?:(?:and|so|but|also|hi|hey|hello|ok|btw|um|please|yes|no|hm+|o+h+|nice|cool|great|lovely|well"
    r"|do you know if)\W+)*"
    r"(?:is|are|does|do|has|have|can|will|would|how (?!much|many|about)|what kind|which)\b",
    re.IGNORECASE,
)
_SAY_NOTHING = frozenset(
    {"this", "that", "they", "them", "does", "have", "with", "from", "your", "come", "made", "make", "would", "could"}
    | {"really", "actually", "also", "very", "much", "there", "good", "suitable", "right", "thing", "item", "product"}
    | {"what", "which", "when", "where", "just", "still", "some", "than", "then", "will", "about", "like", "these"}
    | {"those", "other", "enough", "kind", "work", "want", "need", "please", "ones", "both", "each", "more", "most"}
    | {"know", "tell", "though", "okay", "well", "here", "nice", "cool", "great", "first", "second", "third", "fourth"}
    | {
        "last",
        "real",
        "really",
        "proper",
        "properly",
        "easily",
        "quite",
        "pretty",
        "hello",
        "sure",
        "actual",
        "they're",
    }
)
_STEM = 4
_ENDING = 3
"""Letters by which two forms of a word may differ: "warm" and "warmth", "stretch" and "stretchy"."""


def asks_a_point(text: str) -> bool:
    """ "Is it lined?", "how heavy is it": a question that a word of the description answers."""
    return _ASKS_A_POINT.match(text) is not None


def words_of(text: str) -> list[str]:
    """Words as they are compared: lower case, without the s of a plural."""
    return [word.rstrip("s") for word in re.findall(r"[a-z]{3,}", text.casefold())]


def asked_words(text: str, product: Product) -> list[str]:
    """What is asked after, without the frame of the question and the product's own name."""
    named = words_of(product.name)
    return [word for word in words_of(text) if len(word) >= _STEM and word not in _SAY_NOTHING and word not in named]


def is_unwritten(text: str, product: Product) -> bool:
    """ "Is it lined?": none of the words that matter stands in what the shop says of the product."""
    if not asks_a_point(text):
        return False
    told = f"{product.name} {product.category} {product.description} {product.fit or ''} "
    known = words_of(f"{told} {' '.join((*product.materials, *product.tags))}")
    asked = asked_words(text, product)
    return bool(asked) and not any(is_form_of(word, other) for word in asked for other in known)


def sentences_on(words: list[str], product: Product) -> str:
    """Of the description the sentences that have one of the words; "" when none has."""
    sentences = re.split(r"(?<=[.!?])\s+", product.description.strip())
    telling = [each for each in sentences if any(is_form_of(word, other) for word in words for other in words_of(each))]
    return " ".join(telling)


def is_form_of(word: str, other: str) -> bool:
    """ "Pockets" and "pocket", "warm" and "warmth"; neither "waterproof" and "water" nor "lined" and "linen"."""
    if min(len(word), len(other)) < _STEM:
        return word == other
    is_form = word.startswith(other) or other.startswith(word)
    return is_form and abs(len(word) - len(other)) <= _ENDING
