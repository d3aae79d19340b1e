"""What is given away: free things, discounts, vouchers, credit."""

import re
from collections.abc import Iterator

from agent.grounding.mentions import Mention, Reading
from agent.grounding.promises import is_denied

_OFFER = {
    "free": re.compile(
        r"(?<![\w-])(?:(?<!feel )(?<!sign up for )free(?! of (?!charge)|-|ly|dom| to (?!return|exchange)|ze)|no "
        r"(?:extra )?(?:charge|cost|fee)|at no (?:extra )?(?:cost|charge)"
        r"|free of charge|(?:won't|will not|not) (?:be charged|cost you|have to pay)|complimentary|costs? nothing"
        r"|kostenlos\w*|gratis|kostenfrei\w*|gratuit\w*|sin (?:coste|costo|cargo)|sans frais)(?![\w-])"
    ),
    "discount": re.compile(
        r"(?<!\w)(?:discount\w*|half price|price (?:match|adjustment)|rabatt\w*|remises?|réductions?|descuentos?)(?!\w)"
    ),
    "voucher": re.compile(r"(?<!\w)(?:vouchers?|coupons?|gutschein\w*|bons? d'achat|cup[oó]n\w*|vales?)(?!\w)"),
    "credit": re.compile(
        r"(?<!\w)(?:store credit|gift cards?|compensation|goodwill|guthaben|entschädigung|dédommagement"
        r"|(?:un |votre |l'|en )avoir(?! assez)"
        r"|compensación)(?!\w)"
    ),
}


_FREE_THINGS = {
    "return": re.compile(r"return|send (?:it|them) back|rück|retour|devol"),
    "exchange": re.compile(r"exchang|umtausch|échange|cambio"),
    "shipping": re.compile(r"ship|deliver|postage|versand|liefer|livraison|envío|express"),
    "repair": re.compile(r"repair|reparat|répar|repara"),
}


def offers(reading: Reading) -> Iterator[Mention]:
    """Free things, discounts and credit: needs the same in the evidence. "We have no discount" offers none."""
    for topic, pattern in _OFFER.items():
        for match in pattern.finditer(reading.free):
            if topic != "free" and is_denied(reading.free, match.start(), "en"):
                continue
            about = _given_free(reading.free, match) if topic == "free" else ""
            span = match.span()
            yield Mention("offer", ((topic, about),), *span, reading.original[span[0] : span[1]])


def _given_free(text: str, match: re.Match[str]) -> str:
    """What is free, by the words of its clause."""
    end = re.search(r"[.;!?\n]|$", text[match.end() :])
    start = max(text.rfind(mark, 0, match.start()) for mark in ".;!?\n") + 1
    words = text[start : match.end() + (end.start() if end else 0)]
    return next((what for what, pattern in _FREE_THINGS.items() if pattern.search(words)), "")
