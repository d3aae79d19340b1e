"""What shop words mean in everyday English: colour families, fabrics, and which garment is a kind of which.

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

KINDS: dict[str, tuple[str, ...]] = {
    "t shirt": ("top", "shirt"), "tee": ("t shirt", "top", "shirt"), "tshirt": ("t shirt", "top", "shirt"),
    "tee shirt": ("t shirt", "top", "shirt"), "tank top": ("top", "t shirt"), "camisole": ("top",),
    "polo": ("t shirt", "shirt", "top"), "blouse": ("shirt", "top"), "button down": ("shirt", "top"),
    "button up": ("shirt", "top"), "shirt": ("top",), "top": ("t shirt", "shirt"),
    "trouser": ("pant", "bottom"), "pant": ("trouser", "bottom"), "slack": ("trouser", "pant", "bottom"),
    "chino": ("trouser", "pant", "bottom"), "jogger": ("trouser", "pant", "bottom"),
    "legging": ("activewear", "trouser", "pant", "bottom"), "jean": ("denim", "trouser", "pant", "bottom"),
    "short": ("trouser", "pant", "bottom"), "skirt": ("dress", "bottom"), "gown": ("dress",), "frock": ("dress",),
    "sundress": ("dress",), "jumpsuit": ("dress",), "dungaree": ("trouser", "pant", "bottom"),
    "jumper": ("sweater", "knitwear", "knit"), "sweater": ("jumper", "knitwear", "knit"),
    "pullover": ("sweater", "jumper", "knitwear", "knit"), "cardigan": ("sweater", "knitwear", "knit"),
    "turtleneck": ("sweater", "knitwear", "knit"), "knitwear": ("sweater", "jumper", "knit"),
    "hoodie": ("sweatshirt", "sweater", "knitwear"), "hoody": ("hoodie", "sweatshirt", "sweater", "knitwear"),
    "sweatshirt": ("hoodie", "sweater", "knitwear"),
    "coat": ("jacket", "outerwear"), "jacket": ("coat", "outerwear"), "parka": ("coat", "jacket", "outerwear"),
    "blazer": ("jacket", "outerwear"), "raincoat": ("coat", "jacket", "outerwear"),
    "poncho": ("cape", "coat", "outerwear"), "cape": ("poncho", "coat", "outerwear"),
    "anorak": ("jacket", "coat", "outerwear"), "vest": ("outerwear", "jacket"), "gilet": ("outerwear", "jacket"),
    "sneaker": ("shoe", "footwear"), "trainer": ("sneaker", "shoe", "footwear"), "boot": ("shoe", "footwear"),
    "sandal": ("shoe", "footwear"), "loafer": ("shoe", "footwear"), "slipper": ("shoe", "footwear"),
    "shoe": ("footwear",), "footwear": ("shoe",), "espadrille": ("shoe", "footwear"),
    "tote": ("bag", "accessory"), "tote bag": ("bag", "accessory"), "backpack": ("bag", "accessory"),
    "rucksack": ("backpack", "bag", "accessory"), "handbag": ("bag", "accessory"), "purse": ("bag", "accessory"),
    "wallet": ("accessory",), "bag": ("accessory",), "beanie": ("hat", "accessory"), "cap": ("hat", "accessory"),
    "hat": ("accessory",), "scarf": ("accessory",), "shawl": ("scarf", "accessory"), "glove": ("accessory",),
    "mitten": ("glove", "accessory"), "belt": ("accessory",), "sunglasses": ("accessory",),
    "sock": ("underwear", "accessory"), "tight": ("sock", "underwear"), "brief": ("underwear",),
    "boxer": ("underwear",), "knicker": ("underwear",), "panty": ("underwear",), "bra": ("underwear", "lingerie"),
    "bralette": ("bra", "underwear", "lingerie"), "lingerie": ("underwear",), "undie": ("underwear",),
    "jewelry": ("jewellery", "earring", "accessory"), "jewellery": ("jewelry", "earring", "accessory"),
    "earring": ("jewelry", "jewellery", "accessory"), "necklace": ("jewelry", "jewellery", "accessory"),
    "bracelet": ("jewelry", "jewellery", "accessory"), "bikini": ("swimwear",), "swimsuit": ("swimwear",),
    "bathing suit": ("swimwear",), "swim short": ("swimwear",), "pajama": ("sleepwear", "nightwear", "pyjama"),
    "pyjama": ("sleepwear", "nightwear", "pajama"), "pj": ("sleepwear", "nightwear"), "nightgown": ("sleepwear",),
    "robe": ("sleepwear", "loungewear"), "sportswear": ("activewear",), "gym wear": ("activewear",),
    "workout clothe": ("activewear",), "yoga pant": ("activewear", "legging"), "sport bra": ("activewear", "underwear"),
    "accessorie": ("accessory",), "tank": ("top", "t shirt"), "henley": ("top", "t shirt"),
    "overshirt": ("shirt", "top"),
    "tunic": ("shirt", "top"), "culotte": ("trouser", "pant", "bottom"), "overcoat": ("coat", "jacket", "outerwear"),
    "puffer": ("jacket", "coat", "outerwear"), "windbreaker": ("jacket", "coat", "outerwear"),
    "stud": ("earring", "jewelry", "jewellery", "accessory"), "duffel": ("bag", "accessory"),
    "umbrella": ("accessory",),
    "thong": ("underwear",),
}  # fmt: skip
"""Garment -> what else it may be listed under, closest first. All in the singular of `singular()`."""

LISTED_BESIDE: dict[str, tuple[str, ...]] = {
    "dress": ("skirt", "jumpsuit", "playsuit"), "gown": ("skirt", "jumpsuit"), "skirt": ("dress", "jumpsuit"),
    "trouser": ("short", "legging", "skirt"), "pant": ("short", "skirt"), "jean": ("short", "skirt"),
    "coat": ("vest", "blazer", "poncho"), "jacket": ("vest", "poncho"), "blazer": ("vest", "poncho"),
    "sweater": ("cardigan", "vest", "poncho"), "jumper": ("cardigan", "vest", "poncho"),
    "pullover": ("cardigan", "vest", "poncho"), "cardigan": ("vest",),
}  # fmt: skip
"""Garment -> what shops list in one category with it, and nobody means by the word."""

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
