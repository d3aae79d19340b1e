"""The words of one shop's catalogue, prepared once per catalogue version for fast look-up.

Built from plain names, so it knows nothing of where they are stored. 200 products build in a few
milliseconds, 20,000 in about a second.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from agent.entities.found import Colour
from agent.entities.product_names import ProductNames
from agent.entities.spelling import Speller, common_english
from agent.entities.vocabulary import (
    AMBIGUOUS_MATERIALS,
    COLOUR_FAMILIES,
    COLOUR_TYPOS_OF,
    FAMILY_ENDINGS,
    MATERIALS,
)
from agent.entities.words import stems
from tools.garments import KINDS

Phrase = tuple[str, ...]
"""Singular lower-case words: "T-Shirts" is ("t", "shirt")."""

_SHADES = ("dark", "light", "bright", "pale", "deep", "pastel", "neon", "dusty", "hot")


@dataclass(frozen=True, slots=True)
class Lexicon:
    categories: Mapping[Phrase, str]
    """Every way to say a category -> the shop's name for it."""
    colours: Mapping[Phrase, Colour]
    own_colours: Mapping[str, str | None]
    """The shop's colours -> family."""
    materials: Mapping[Phrase, str]
    sizes: Mapping[str, str]
    """Letters and digits of a size in lower case ("w32l34") -> the shop's spelling ("W32/L34")."""
    products: ProductNames
    speller: Speller
    """Over the words of categories, colours and materials."""
    longest_phrase: int

    @classmethod
    def build(
        cls,
        categories: Iterable[str] = (),
        colours: Iterable[str] = (),
        sizes: Iterable[str] = (),
        materials: Iterable[str] = (),
        product_names: Mapping[str, str] | None = None,
        synonyms: Mapping[str, str] | None = None,
    ) -> "Lexicon":
        """`product_names` maps product id -> name.

        `synonyms` maps a shop's own word -> the category, colour or material (as listed) that it stands for.
        """
        synonyms, colours = synonyms or {}, tuple(colours)
        english = common_english()
        category_phrases = _categories(tuple(categories), synonyms)
        colour_phrases = _colours(colours, synonyms)
        material_phrases = _materials(tuple(materials), synonyms)
        phrases = [*category_phrases, *colour_phrases, *material_phrases]
        descriptive = frozenset(word for phrase in phrases for word in phrase)
        spelled = {word for phrase in [*category_phrases, *material_phrases] for word in phrase} - AMBIGUOUS_MATERIALS
        return cls(
            categories=category_phrases,
            colours=colour_phrases,
            own_colours={name: colour_phrases[stems(name)].family for name in colours if stems(name)},
            materials=material_phrases,
            sizes={size_key(size): size for size in sizes},
            products=ProductNames.build(
                product_names or {},
                descriptive=descriptive,
                english=english,
                kinds=frozenset(word for phrase in category_phrases for word in phrase),
            ),
            speller=Speller.build(spelled | set(COLOUR_TYPOS_OF), english=english, only_exact=descriptive),
            longest_phrase=max((len(phrase) for phrase in phrases), default=1),
        )

    def colours_in_family(self, family: str) -> tuple[str, ...]:
        """The shop's own colours that a customer who says "blue" would want to see."""
        return tuple(name for name, own_family in self.own_colours.items() if own_family == family)

    def size(self, said: str) -> str:
        """The shop's spelling of a size, or the one given when the shop has none like it."""
        return self.sizes.get(size_key(said), said)


def size_key(size: str) -> str:
    return "".join(character for character in size.lower() if character.isalnum() or character == ".")


def _categories(names: tuple[str, ...], synonyms: Mapping[str, str]) -> dict[Phrase, str]:
    phrases: dict[Phrase, str] = {}
    for name in names:
        for part in [name, *_parts(name)]:
            phrases.setdefault(stems(part), name)
    for word, parents in KINDS.items():
        target = next((phrases[stems(p)] for p in (word, *parents) if stems(p) in phrases), None)
        if target is None:
            target = next((_headed(phrases, parent) for parent in (word, *parents) if _headed(phrases, parent)), None)
        if target is not None:
            phrases.setdefault(stems(word), target)
    phrases.update({stems(said): meant for said, meant in synonyms.items() if meant in names})
    phrases.pop((), None)
    return phrases


def _parts(name: str) -> list[str]:
    """ "Jackets & Coats" -> "Jackets", "Coats"."""
    for mark in ("&", "/", ",", " and "):
        name = name.replace(mark, "|")
    return [part.strip() for part in name.split("|")] if "|" in name else []


def _headed(phrases: Mapping[Phrase, str], word: str) -> str | None:
    """The category whose last word this is: "shirt" for a shop that lists "Women's Shirts" only."""
    phrase = stems(word)
    if not phrase:
        return None
    headed = {name for known, name in phrases.items() if known[-len(phrase) :] == phrase}
    return headed.pop() if len(headed) == 1 else None


def _colours(names: tuple[str, ...], synonyms: Mapping[str, str]) -> dict[Phrase, Colour]:
    families = {stems(word): family for family, said in COLOUR_FAMILIES.items() for word in said}
    phrases: dict[Phrase, Colour] = {}
    for phrase, family in families.items():
        word = next(w for w in COLOUR_FAMILIES[family] if stems(w) == phrase)
        phrases[phrase] = Colour(word, family)
        if word == family:
            phrases.update({(shade, *phrase): Colour(f"{shade} {word}", family) for shade in _SHADES})
    for name in names:
        phrase = stems(name)
        phrases[phrase] = Colour(name, _family(phrase, families))
    shop_own = {name: phrases[stems(name)] for name in names if stems(name)}
    phrases.update(_short_for(shop_own, phrases))
    phrases.update({stems(said): shop_own[meant] for said, meant in synonyms.items() if meant in shop_own})
    phrases.pop((), None)
    return phrases


def _short_for(shop_own: Mapping[str, Colour], phrases: Mapping[Phrase, Colour]) -> dict[Phrase, Colour]:
    """ "sage" for a shop whose only sage is "Sage Green"."""
    by_first: dict[Phrase, list[Colour]] = {}
    for name, colour in shop_own.items():
        by_first.setdefault(stems(name)[:1], []).append(colour)
    return {
        first: colours[0]
        for first, colours in by_first.items()
        if len(colours) == 1 and (first in phrases or first[0] in ("forest", "sky")) and first[0] not in COLOUR_FAMILIES
    }


def _family(phrase: Phrase, families: Mapping[Phrase, str]) -> str | None:
    """By the whole name, else its last telling word ("Forest Green"), else its first ("Sky")."""
    if phrase in families:
        return families[phrase]
    for word in reversed(phrase):
        if (word,) in families:
            return families[(word,)]
    return next((FAMILY_ENDINGS[word] for word in phrase if word in FAMILY_ENDINGS), None)


def _materials(names: tuple[str, ...], synonyms: Mapping[str, str]) -> dict[Phrase, str]:
    own = {stems(name): name for name in names}
    phrases = {stems(name): name for name in MATERIALS} | own
    phrases.update({stems(said): meant for said, meant in synonyms.items() if meant in names})
    for word in ("merino", "lyocell"):
        whole = next((name for name in names if word in name.lower().split()), None)
        if whole is not None and stems(word) not in own:
            phrases[stems(word)] = whole
    phrases.pop((), None)
    return phrases
