"""What shop words mean in everyday English: colour families and fabrics; garments are in `tools.garments`.

Knows nothing of one shop's catalogue; `Lexicon.build` keeps what that shop can sell.
"""

COLOUR_FAMILIES: dict[str, tuple[str, ...]] = {
    "black": ("black", "jet", "onyx", "noir"),
    "white": ("white", "ivory", "off-white", "off white", "cream", "ecru", "chalk", "snow"),
    "grey": ("grey", "gray", "charcoal", "slate", "silver", "graphite", "anthracite", "ash"),
    "blue": (
        "blue", "navy", "navy blue", "royal blue", "sky blue", "indigo", "cobalt", "teal", "turquoise", "denim blue",
        "aqua", "midnight", "azure",
    ),
    "green": (
        "green", "olive", "sage", "forest green", "emerald", "khaki", "mint", "moss", "lime", "bottle green", "fern",
    ),
    "red": ("red", "burgundy", "maroon", "crimson", "scarlet", "wine red", "ruby", "brick red", "bordeaux"),
    "pink": ("pink", "blush", "fuchsia", "magenta", "salmon", "dusty rose", "rose pink", "coral"),
    "purple": ("purple", "violet", "lilac", "lavender", "plum", "mauve", "aubergine"),
    "yellow": ("yellow", "mustard", "ochre", "saffron"),
    "orange": ("orange", "terracotta", "rust", "apricot", "peach", "tangerine"),
    "brown": ("brown", "chocolate brown", "tan", "camel", "cognac", "mocha", "chestnut", "walnut"),
    "beige": ("beige", "taupe", "oatmeal", "nude", "ecru beige"),
    "gold": ("gold", "golden"),
    "multicolour": ("multicolour", "multicolor", "multicoloured", "multicolored", "rainbow"),
}  # fmt: skip

FAMILY_ENDINGS: dict[str, str] = {
    "forest": "green", "moss": "green", "fern": "green", "olive": "green", "sage": "green", "pine": "green",
    "sky": "blue", "ocean": "blue", "navy": "blue", "indigo": "blue", "midnight": "blue", "denim": "blue",
    "sand": "beige", "stone": "beige", "oat": "beige", "oatmeal": "beige", "wheat": "beige", "natural": "beige",
    "clay": "orange", "rust": "orange", "terracotta": "orange", "charcoal": "grey", "slate": "grey", "ash": "grey",
    "berry": "red", "wine": "red", "cherry": "red", "rose": "pink", "blush": "pink", "lavender": "purple",
    "plum": "purple", "cocoa": "brown", "chocolate": "brown", "camel": "brown", "honey": "yellow", "mustard": "yellow",
}  # fmt: skip
"""Families of names that are a colour only in a shop's own palette."""

COLOUR_TYPOS_OF = ("black", "white", "green", "purple", "yellow", "orange", "brown", "beige", "burgundy", "turquoise")
"""Long enough that one slip still reads as the colour."""

MATERIALS: tuple[str, ...] = (
    "organic cotton", "recycled cotton", "cotton", "linen", "hemp", "merino wool", "merino", "recycled wool", "wool",
    "cashmere", "silk", "peace silk", "recycled polyester", "polyester", "tencel", "lyocell", "modal", "viscose",
    "bamboo", "leather", "vegan leather", "cork", "suede", "denim", "corduroy", "flannel", "fleece", "jersey", "satin",
    "velvet", "nylon", "recycled nylon", "econyl", "alpaca", "mohair", "elastane", "canvas", "rubber", "down",
    "sterling silver", "stainless steel", "brass",
)  # fmt: skip

AMBIGUOUS_MATERIALS = frozenset({"down", "canvas", "jersey", "cork", "rubber", "modal", "natural"})
"""Everyday words: a material only when the shop lists it, and then only beside a garment or behind "in"/"of"."""

NOT_A_CATEGORY = frozenset(
    {"top", "short", "tight", "brief", "cap", "boot", "slack", "trainer", "vest", "bottom", "robe"}
)
"""Words with an everyday meaning: a garment only in the plural, beside an article, or behind a colour."""


def singular(word: str) -> str:
    """One form for "shirts"/"shirt", "dresses"/"dress", "scarves"/"scarf", "accessories"/"accessory"."""
    if len(word) <= 3 or word in ("sunglasses", "jeans'"):
        return word
    for ending, replacement in (("'s", ""), ("arves", "arf"), ("ories", "ory"), ("ssies", "ssy"), ("ties", "ty")):
        if word.endswith(ending):
            return word[: -len(ending)] + replacement
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
