"""Goods of a given worth that somebody thinks of buying: "express to Canada for a $130 order". Pure.

None of them is named, and no order is: what they would come to is reckoned by the shop's rules of delivery and codes.
"""

import re
from dataclasses import dataclass

_SIGNS = {"dollar": "$", "buck": "$", "usd": "$", "us$": "$", "euro": "€", "eur": "€", "pound": "£", "gbp": "£"}
AMOUNT = re.compile(
    r"(?:(?P<sign>us\$|[$€£])\s?(?P<sum>\d{1,5}(?:\.\d\d)?)"
    r"|\b(?P<sum_before>\d{1,5}(?:\.\d\d)?)\s?(?P<word>[$€£]|(?:dollar|buck|euro|pound)s?\b|usd\b|eur\b|gbp\b))"
    r"(?! ?(?:off|discount|code|coupon|voucher|gift|credit)\b)",
    re.IGNORECASE,
)
_BEFORE_ITS_WORTH = re.compile(
    r"\b(?:spen[dt]\w*|buy\w*|orders?|ordering|worth|for|of|with|on|total\w*|basket|cart|costs?|costing|at)"
    r"(?:\s+(?:is|about|around|roughly|only|just|exactly|say|maybe|like|goods|stuff|things|something|clothes|worth|of|for"
    r"|at|an?|the|my|us|in|total|basket|cart))*\s*$",
    re.IGNORECASE,
)
_AFTER_ITS_WORTH = re.compile(
    r"^[\s-]*(?:in total )?(?:orders?|basket|cart|purchase|worth|of (?:goods|stuff|things|clothes)|item|thing)\b", re.I
)
_ASKS_ITS_SUM = re.compile(
    r"\bhow much\b|\bwhat(?:['’]?s|'d)?\b|\bcosts?\b|\bfree\b|\btotal\b|\bcomes? (?:to|out)\b"
    r"|\baltogether\b|\b(?:do|will|would) i (?:have to )?(?:still )?pay\b",
    re.IGNORECASE,
)
DELIVERY = re.compile(r"\b(?:shipping|ship|shipped|sen[dt]|deliver\w*|postage|express)\b", re.IGNORECASE)
METHODS = {method: re.compile(rf"\b{method}\b", re.IGNORECASE) for method in ("standard", "express")}
CODE = re.compile(
    r"\b(?P<code>(?:[\w-]+ ){0,2}(?:codes?|coupons?|discounts?|vouchers?|promo\w*))\b|\b[a-z]{4,}\d{2}\b", re.IGNORECASE
)
PERCENT = re.compile(r"\b(?P<percent>\d{1,2}) ?(?:%|percent\b|per cent\b)", re.IGNORECASE)
OF_ELSE = re.compile(
    r"\bgift ?cards?\b|\bmy (?:\w+ )?(?:order|parcel|return|refund|claim)\b|\brefund\w*|\breturn\w*|\bback\b|\bwhy\b"
    r"|\bpaid\b|\bcharged\b|\bklarna\b|\bpoints\b|\b(?:under|below|less than|between|up to|cheaper|each|apiece)\b"
    r"|\bdo you (?:have|sell)\b",
    re.IGNORECASE,
)
""" "Why was I charged $14.95 for shipping": of what was bought, not of what might be."""


@dataclass(frozen=True, slots=True)
class Basket:
    sign: str
    amount: str
    percent: int
    """Off the goods, as the customer says; 0: not said."""
    code: str
    """The words that name a code or a discount."""
    methods: tuple[str, ...]
    is_of_delivery: bool

    @property
    def is_of_code(self) -> bool:
        return bool(self.code or self.percent)


def basket_in(text: str) -> Basket | None:
    """What the goods are worth and what is asked of them; None where nothing is to be reckoned."""
    found = [match for match in AMOUNT.finditer(text) if is_worth(match, text)]
    if len(found) != 1 or OF_ELSE.search(text) or not _ASKS_ITS_SUM.search(text):
        return None
    amount, code, percent = found[0], CODE.search(text), PERCENT.search(text)
    word = (amount["sign"] or amount["word"]).lower().rstrip("s")
    is_of_delivery = DELIVERY.search(text) is not None
    if not (is_of_delivery or code or percent):
        return None
    return Basket(
        sign=_SIGNS.get(word, word),
        amount=amount["sum"] or amount["sum_before"],
        percent=int(percent["percent"]) if percent else 0,
        code=code[0] if code else "",
        methods=tuple(method for method, named in METHODS.items() if named.search(text)),
        is_of_delivery=is_of_delivery,
    )


def is_worth(amount: re.Match[str], text: str) -> bool:
    """Of goods, and not the price of the delivery itself: "is it really $14.95 to Spain"."""
    before, after = text[: amount.start()], text[amount.end() :]
    is_reckoned = re.search(r"\b(?:much|what) (?:is|are|would|will|does|do|'s)(?: an?)?\s*$", before, re.IGNORECASE)
    return any((_BEFORE_ITS_WORTH.search(before), _AFTER_ITS_WORTH.match(after), is_reckoned))
