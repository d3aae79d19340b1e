"""Words for how a thing should be, and those in which shops write it: "cosy" is hardly ever in a description. Pure."""

from collections.abc import Mapping, Sequence

_KIN: Mapping[str, tuple[str, ...]] = {
    "warm": ("winter", "wool", "merino", "fleece", "alpaca"),
    "cosy": ("warm", "soft", "fleece", "wool"),
    "toasty": ("warm", "fleece", "wool"),
    "comfy": ("soft", "relaxed", "stretch"),
    "comfortable": ("soft", "relaxed", "stretch"),
    "fluffy": ("soft", "fleece", "alpaca", "mohair"),
    "fancy": ("evening", "silk", "wedding"),
    "elegant": ("evening", "silk", "gown"),
    "dressy": ("evening", "silk", "wedding"),
    "posh": ("evening", "silk"),
    "flashy": ("evening", "silk", "velvet"),
    "festive": ("evening", "velvet", "silk"),
    "formal": ("blazer", "suit", "evening", "office"),
    "smart": ("blazer", "suit", "office"),
    "casual": ("everyday", "weekend", "relaxed"),
    "sporty": ("running", "training", "yoga", "active"),
    "airy": ("light", "linen", "cool"),
    "breathable": ("breathes", "linen", "light", "cool"),
    "summery": ("summer", "linen", "light"),
    "wintry": ("winter", "warm", "wool"),
    "stretchy": ("stretch", "elastane"),
    "waterproof": ("rain", "taped"),
    "wet": ("rain", "taped", "storm"),
    "rainy": ("rain", "taped", "storm"),
    "cold": ("winter", "warm", "wool", "merino", "fleece", "alpaca"),
    "chilly": ("winter", "warm", "wool", "merino", "fleece", "alpaca"),
    "rain": ("rain", "taped"),
    "hot": ("summer", "cool", "linen", "light"),
    "loose": ("relaxed", "oversized", "wide"),
    "roomy": ("relaxed", "oversized", "wide"),
    "baggy": ("oversized", "relaxed", "wide"),
    "tight": ("slim", "fitted"),
    "sturdy": ("tough", "durable", "heavy"),
    "shiny": ("satin", "silk", "silver"),
    "interview": ("blazer", "suit", "office"),
    "office": ("blazer", "suit", "office"),
    "work": ("blazer", "suit", "work"),
    "party": ("evening", "silk", "velvet"),
    "wedding": ("wedding", "evening", "silk"),
    "beach": ("beach", "summer", "linen"),
    "holiday": ("summer", "linen", "travel"),
    "gym": ("training", "yoga", "running"),
    "winter": ("winter", "warm", "wool"),
    "camping": ("hiking", "fleece", "rain"),
    "skiing": ("warm", "base", "merino"),
    "sparkly": ("silver", "gold", "shine"),
}
_SPELLED = {
    "cozy": "cosy",
    "cosier": "cosy",
    "cozier": "cosy",
    "snug": "cosy",
    "comfier": "comfy",
    "cuddly": "fluffy",
    "warmer": "warm",
}


def kindred(wish: Sequence[str]) -> list[str]:
    """The words to look for in place of those wished; [] where none of them has any."""
    said = [_SPELLED.get(word, word) for word in wish]
    return list(dict.fromkeys(kin for word in said for kin in _KIN.get(word, ())))
