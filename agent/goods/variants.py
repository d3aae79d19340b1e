"""Which variant of a product the customer's words mean, whatever a shop lets one choose: size, colour, "4 cups", Wi-Fi.

Pure: takes a product and words, knows no conversation. What is not said stays as it was on the line that is changed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from domain.catalog import Product, Variant
from domain.orders import OrderLine

_FLAG = frozenset({"yes", "no"})
_NOT = re.compile(r"\b(?:not|non|no|without|isn't|don't|un)[\s-]*(?:\w+\s){0,2}$")
_CHEAPEST = re.compile(r"\b(?:cheap(?:est|er)|least expensive|lowest price|costs? least)\b", re.IGNORECASE)
_DEAREST = re.compile(r"\b(?:most expensive|priciest|dearest|highest price|best one)\b", re.IGNORECASE)
_SPELLINGS = {"colour": ("colour", "color"), "color": ("color", "colour"), "grey": ("grey", "gray")}
PRICE = re.compile(f"{_CHEAPEST.pattern}|{_DEAREST.pattern}", re.IGNORECASE)
"""Words that choose by price."""
_NEAR = 28
"""Characters in which an option's name counts as standing beside a value."""


@dataclass(frozen=True, slots=True)
class Meant:
    """`variants` are those that the words allow, the nearest to what is owned first; `wanted` is what was said."""

    variants: tuple[Variant, ...]
    wanted: Mapping[str, str]
    by_price: Literal["cheapest", "dearest"] | None = None

    @property
    def only(self) -> Variant | None:
        """The one that is meant, when the words leave no choice."""
        return self.variants[0] if len(self.variants) == 1 else None


def meant(product: Product, words: str, *, like: OrderLine | None = None) -> Meant:
    """The variants that these words ask for. `like` is the piece that is changed: what is not said stays as it is."""
    choices = _choices(product)
    wanted = said(choices, words)
    by_price = "cheapest" if _CHEAPEST.search(words) else "dearest" if _DEAREST.search(words) else None
    if not wanted and by_price is None:
        return Meant((), {})
    fitting = [variant for variant in product.variants if _fits(variant, wanted)]
    if by_price is not None:
        fitting = sorted(
            (one for one in fitting if one.stock), key=lambda one: one.price, reverse=by_price == "dearest"
        )
        return Meant(tuple(fitting[:1]), wanted, by_price)
    kept = like.chosen if like is not None else {}
    alike = {variant.sku: _alike(variant, kept) for variant in fitting}
    most = max(alike.values(), default=0)
    nearest = [variant for variant in fitting if alike[variant.sku] == most]
    return Meant(tuple(nearest if like is not None else fitting), wanted)


def _choices(product: Product) -> dict[str, list[str]]:
    """Values by option, each once, as the shop writes them."""
    found: dict[str, dict[str, None]] = {}
    for variant in product.variants:
        for name, value in variant.chosen.items():
            found.setdefault(name, {})[value] = None
    return {name: list(values) for name, values in found.items()}


def said(choices: Mapping[str, Sequence[str]], words: str) -> dict[str, str]:
    """The value asked for, by option; of two values of one option the one said first."""
    text = _plain(words)
    wanted: dict[str, str] = {}
    for match, value in _mentioned(choices, text):
        names = [name for name, values in choices.items() if value in values and name not in wanted]
        if (name := _option_at(names, text, match, value, is_alone=text.strip() == match.group())) is not None:
            wanted[name] = value
    for name, values in choices.items():
        if name not in wanted and {value.casefold() for value in values} & _FLAG and (flag := _flag(name, text)):
            wanted[name] = next((value for value in values if value.casefold() == flag), flag)
    return wanted


def _mentioned(choices: Mapping[str, Sequence[str]], text: str) -> list[tuple[re.Match[str], str]]:
    """Values in the order of the text. Longer ones claim their text first: "Wi-Fi + Cellular" is not "Wi-Fi"."""
    free = _without_names(choices, text)
    found: list[tuple[re.Match[str], str]] = []
    for value in sorted({value for values in choices.values() for value in values}, key=len, reverse=True):
        if value.casefold() in _FLAG:
            continue
        for match in _whole(value).finditer(free):
            found.append((match, value))
            free = free[: match.start()] + "\x00" * len(match.group()) + free[match.end() :]
    return sorted(found, key=lambda each: each[0].start())


def _without_names(choices: Mapping[str, Sequence[str]], text: str) -> str:
    """An option whose name is made of its values ("bagged/bagless") would otherwise name both whenever it is named."""
    for name, values in choices.items():
        if len(_plain(name).split("/")) > 1 and any(_whole(value).search(_plain(name)) for value in values):
            text = text.replace(_plain(name), "\x00" * len(name))
    return text


def _option_at(names: Sequence[str], text: str, match: re.Match[str], value: str, *, is_alone: bool) -> str | None:
    """Of the options that know the value, the one named beside it; a bare number needs its option's name."""
    before = text[max(0, match.start() - _NEAR) : match.start()]
    after = text[match.end() : match.end() + _NEAR]
    beside = [(_distance(name, before, after), name) for name in names]
    named = sorted((distance, name) for distance, name in beside if distance is not None)
    if named:
        return named[0][1]
    if not names or (value.isdigit() and not is_alone):
        return None
    return names[0] if len(names) == 1 else _free_of_context(names)


def _free_of_context(names: Sequence[str]) -> str:
    """ "black" may be a frame's or a lens's colour: the plain option is meant before a special one."""
    return min(names, key=lambda name: (name not in ("colour", "size"), len(name)))


def _distance(name: str, before: str, after: str) -> int | None:
    """How far the option's name is from the value, in characters; None when it is not near."""
    spelled = {_plain(name)} | {
        _plain(name.replace(word, other)) for word, others in _SPELLINGS.items() for other in others if word in name
    }
    best: int | None = None
    for spelling in spelled:
        if (at := before.rfind(spelling)) >= 0 and "," not in before[at:] and ";" not in before[at:]:
            gap = len(before) - at - len(spelling)
            best = gap if best is None else min(best, gap)
        if after.lstrip().startswith(spelling):
            best = 1 if best is None else min(best, 1)
    return best


def _flag(name: str, text: str) -> str | None:
    """ "waterproof", "waterproof yes", "not waterproof"."""
    match = re.search(rf"\b{re.escape(_plain(name))}\b\W{{0,3}}(?:is |be )?(?P<flag>yes|no)?\b", text)
    if match is None:
        return None
    return match["flag"] or ("no" if _NOT.search(text[max(0, match.start() - 20) : match.start()]) else "yes")


def _fits(variant: Variant, wanted: Mapping[str, str]) -> bool:
    options = variant.chosen
    return all(options.get(name) == value for name, value in wanted.items())


def _alike(variant: Variant, kept: Mapping[str, str]) -> int:
    options = variant.chosen
    return sum(options.get(name) == value for name, value in kept.items())


@lru_cache(maxsize=4096)
def _whole(value: str) -> re.Pattern[str]:
    """The value as words of its own, however its parts are joined: "13-inch", "13 inch", "1.5L", "1.5 l"."""
    parts = re.findall(r"\d+(?:\.\d+)?|[^\W\d]+|[%+]", _plain(value))
    body = r"[\s-]*".join(_part(part) for part in parts)
    return re.compile(rf"(?<![\w.]){body}(?![\w%]|\.\d)")


def _part(part: str) -> str:
    spellings = _SPELLINGS.get(part, (part,))
    return "(?:" + "|".join(re.escape(each) for each in spellings) + ")"


def _plain(text: str) -> str:
    """Lower case, and no quotes or braces, at the same length."""
    return re.sub(r"['\"{}:=()]", " ", text.casefold().replace("gray", "grey"))
