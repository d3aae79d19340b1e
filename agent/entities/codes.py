"""Order, product and claim numbers, in whatever spelling they are typed."""

import re
from functools import lru_cache
from typing import NamedTuple

from agent.entities.conventions import Conventions, OrderNumberFormat, ProductIdFormat, spelled_prefix
from agent.entities.found import Found
from agent.entities.reading import Reading
from domain.orders import OrderId

_ORDER_WORD = r"(?:orders?|ordr|oder|purchase|bestellung|bestellnummer|commande|pedido)"
_NUMBER_WORD = r"(?:\s{0,2}(?:numbers?|num|nummer|numero|número|no|nr|nbr|id|ref|reference|code)\b\.?)?"
_LINK = r"(?:\s{0,2}(?:is|was|it's|its|are|for|ist|est|es|lautet|with|called)\b|\s{0,2}[=:-])?"
_MENTIONS_ORDER = re.compile(
    rf"\b{_ORDER_WORD}\b|\b(?:parcel|package|tracking|track|delivery|shipment|refund|return)\b"
)
# What is only ever done to an order, right before the digits: "the invoice for 10246", "cancel 10251".
_DONE_TO_AN_ORDER = re.compile(
    r"\b(?:invoice|receipt|bill|address|payment|items?|status|return|exchange|cancellation|cancel|track|change|claim|"
    r"anything|something|everything)s?\s(?:for|of|on|from|in)\s{0,2}$"
    r"|\b(?:cancel|return|exchange|track|reorder|swap)\s{1,2}$"
    r"|\b(?:going on|happening|up|wrong|the matter) with\s{1,2}$"
    r"|\b(?:(?:what|how) about|where(?:'?s| is)|why is|when (?:is|will|does)|add .{1,16} to)\s{1,2}$"
    r"|^\W*(?:(?:and|so|ok|hi|hey|but)\W+)*(?:is|was|has|did|will|can)\s{1,2}$"
    r"|^\W*(?:(?:and|so|ok|no|sorry|oh|i think|i mean|the|that|one|order|was|maybe)\W+)*"
    r"(?:for|from|of|on|it'?s|that'?s|it is|i meant?)\s{1,2}$"
)
_NOT_AN_ORDER_BEFORE = re.compile(
    r"(?:[$€£]|\b(?:zip|zipcode|postcode|post code|postal code|zip code|plz|code postal|usd|eur|gbp|phone|"
    r"mobile|invoice|budget|tracking number|under|over|above|below|around|(?<!what )(?<!how )about|than|max"
    r"|[a-z]{1,6} street)"
    r"(?: (?:is|number|no|to))?:?)\s{0,2}$"
)
_NOT_AN_ORDER_AFTER = re.compile(
    r"\s{0,2}(?:[$€£%]|usd|eur|gbp|dollars?|euros?|pounds?|bucks|cents|points|miles|km|street|st\.|avenue|ave|"
    r"road|rd|days?|people|times)"
)
_ALONE = re.compile(
    r"\s*(?:(?:it's|its|it is|it says|this is|here|number|no|the|my|order|is|was|ok|okay|yes|sure|hi|hello|um|please"
    r"|oh|wait|ah|and|also|so|then|(?:what|how) about|i mean|(?:the )?other one"
    r"|(?:i )?(?:just )?(?:found|got|have) it)[\s,:.]{1,3}){0,6}#?\s?(?P<digits>\d[\d ]{2,14}\d)[\s.!]*"
    r"(?:please|thanks|thank you|,?\s?(?:and )?my (?:e-?mail|mail)(?: address)?(?: is|:)?)?[\s.!]*"
)
_CLAIM = re.compile(
    r"(?<![\w-])cl(?:(?P<dash>\s?-\s?)|[\s#:]{0,2})(?P<code>[a-z0-9]{6})(?![\w-])"
    r"|\bclaim(?:\s(?:number|no\.?|nr\.?|id|ref))?(?:\sis)?\s?[:#]?\s?(?P<bare>[a-z0-9]{6})(?![\w-])"
)


class Codes(NamedTuple):
    order_numbers: tuple[Found[OrderId], ...]
    product_ids: tuple[Found[str], ...]
    claim_numbers: tuple[Found[str], ...]
    odd_order_numbers: tuple[Found[str], ...] = ()


def find_codes(reading: Reading, conventions: Conventions) -> Codes:
    """Numbers that announce themselves by prefix, `#` or the word "order"."""
    claims = _find_claims(reading) if "cl" in reading.free else ()
    if not reading.has_digits:
        return Codes((), (), claims)
    rest = reading.without(claims)
    orders = _find_announced(rest, conventions.order_numbers)
    rest = rest.without(orders)
    products = tuple(
        rest.matched(conventions.product_ids.canonical(match["digits"]), match)
        for match in _product_pattern(conventions.product_ids).finditer(rest.free)
    )
    return Codes(orders, products, claims, () if orders else _find_odd(rest, conventions.order_numbers))


def find_unannounced_orders(
    reading: Reading, conventions: Conventions, *, is_terse: bool = False
) -> tuple[Found[OrderId], ...]:
    """Lone digit groups of the right length: the whole answer, or in a message that speaks of an order.

    `is_terse`: whoever writes works with orders all day, and "blouses from 35286, too late?" speaks of one.

    Call after e-mails, phones, postcodes and money have claimed theirs.
    """
    shape = conventions.order_numbers
    if shape.pattern is not None:
        return ()
    if alone := _ALONE.fullmatch(reading.free):
        digits = re.sub(r"\D", "", alone["digits"])
        if len(digits) == shape.digits:
            return (reading.matched(OrderId(shape.canonical(digits)), alone, "digits"),)
    speaks_of_one = is_terse or _MENTIONS_ORDER.search(reading.folded) is not None
    return tuple(
        reading.matched(OrderId(shape.canonical(match.group())), match)
        for match in _lone_digits(shape.digits).finditer(reading.free)
        if (speaks_of_one or _DONE_TO_AN_ORDER.search(reading.folded, max(0, match.start() - 30), match.start()))
        and not _NOT_AN_ORDER_BEFORE.search(reading.folded, max(0, match.start() - 30), match.start())
        and not _NOT_AN_ORDER_AFTER.match(reading.folded, match.end())
    )


def _find_announced(reading: Reading, shape: OrderNumberFormat) -> tuple[Found[OrderId], ...]:
    found: list[Found[OrderId]] = []
    for match in _order_pattern(shape).finditer(reading.free):
        if shape.pattern is not None:
            found.append(reading.matched(OrderId(match.group().upper()), match))
            continue
        if _NOT_AN_ORDER_AFTER.match(reading.folded, match.end()) and not match["prefixed"]:
            continue
        digits = re.sub(r"\D", "", match["prefixed"] or match["hashed"] or match["named"])
        group = "named" if match["named"] else 0
        found.append(reading.matched(OrderId(shape.canonical(digits)), match, group))
    return tuple(found)


def _find_odd(reading: Reading, shape: OrderNumberFormat) -> tuple[Found[str], ...]:
    """Announced as order numbers, a digit or two short or long: "VM-1023", "order 102345"."""
    if shape.pattern is not None:
        return ()
    found: list[Found[str]] = []
    for match in _odd_pattern(shape).finditer(reading.free):
        digits = match["prefixed"] or match["named"]
        if abs(len(digits) - shape.digits) in (1, 2) and not _NOT_AN_ORDER_AFTER.match(reading.folded, match.end()):
            found.append(reading.matched(shape.canonical(digits), match))
    return tuple(found)


def _find_claims(reading: Reading) -> tuple[Found[str], ...]:
    found: list[Found[str]] = []
    for match in _CLAIM.finditer(reading.free):
        group = "code" if match["code"] else "bare"
        code = match[group]
        if match["dash"] or any(character.isdigit() for character in code):
            found.append(reading.matched(f"CL-{code.upper()}", match, 0 if match["code"] else "bare"))
    return tuple(found)


@lru_cache(maxsize=16)
def _order_pattern(shape: OrderNumberFormat) -> re.Pattern[str]:
    if shape.pattern is not None:
        return re.compile(shape.pattern, re.IGNORECASE)
    spaced = rf"\d(?:[ .]?\d){{{shape.digits - 1}}}(?!\s?-?\d|\w|[.,]\d)"
    spaced = rf"(?:\d{{{shape.digits}}}(?!-?\d|\w|[.,]\d)|{spaced})"
    return re.compile(
        rf"(?<![\w-]){spelled_prefix(shape.prefix)}(?P<prefixed>{spaced})"
        rf"|(?<![\w#])#\s?(?P<hashed>{spaced})"
        rf"|\b(?:{_ORDER_WORD}{_NUMBER_WORD}|(?:the|my)\snumber\b){_LINK}\s{{0,2}}[:#,]?\s{{0,2}}(?P<named>{spaced})"
    )


@lru_cache(maxsize=16)
def _odd_pattern(shape: OrderNumberFormat) -> re.Pattern[str]:
    digits = rf"\d{{{max(shape.digits - 2, 2)},{shape.digits + 2}}}(?![\w-]|[.,]\d)"
    return re.compile(
        rf"(?<![\w-]){spelled_prefix(shape.prefix)}(?P<prefixed>{digits})"
        rf"|(?:\b{_ORDER_WORD}{_NUMBER_WORD}{_LINK}\s{{0,2}}[:#]?\s{{0,2}}|(?<![\w#])#\s?|^\s*)(?P<named>{digits})"
    )


@lru_cache(maxsize=16)
def _product_pattern(shape: ProductIdFormat) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){spelled_prefix(shape.prefix)}(?P<digits>\d{{{shape.digits}}})(?![\w-]|[.,]\d)")


@lru_cache(maxsize=16)
def _lone_digits(digits: int) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w$€£.,/+-])(?<!\d )\d{{{digits}}}(?![\w$€£/%-]|[.,]\d| \d)")
