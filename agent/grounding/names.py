"""Product names: capitalised words that look like something a shop sells."""

import re
from collections.abc import Callable, Iterator

from agent.grounding.mentions import Mention, Reading

_WORD = r"[A-ZÀ-ÖØ-Þ][\w'&-]*"
_TITLED = re.compile(rf"{_WORD}(?:[ \u00a0](?:(?:of|the|and|&|de|du)[ \u00a0])?{_WORD})+")
_SOLD = """
accessory apron bag bandana bathrobe bathtub beanie bedding belt blanket blazer blouse bodysuit boot boots
bottle bowl bracelet bra brief briefs brush camisole candle cap cape cardigan carafe case chair chemise chinos
clutch coat coaster corduroys cream crewneck cup cushion denim diffuser dress duvet earrings espadrilles flannel
flats gloves gown hat headband heels henley hoodie jacket jeans jersey jogger joggers jumper jumpsuit kaftan
kimono lamp leggings linens loafer loafers lotion mat mitten mittens mug necklace nightgown oil overalls
overcoat overshirt oxford pajamas pants parka pillow pillowcase planter plate polo poncho pot pouch pullover
purse pyjamas quilt rack raincoat ring robe romper rug sandal sandals sarong scarf scrub serum shampoo shawl
sheet shirt shirtdress shoe shoes shorts skirt skort slides slip slipper slippers sneaker sneakers soap sock
socks suit sunglasses sunhat sweater sweatpants sweatshirt swimsuit tank tee thermos throw tie tights toolkit
top tote towel tray trench trousers trunks tshirt tumbler tunic turtleneck umbrella underwear vase vest wallet
watch wrap wristband
"""
_THINGS = frozenset(_SOLD.split())
_EVERYDAY = """
i i'm i've i'll we we've we'll you your our the a an this that these those it it's its my here there is are was
were has have and or but if when once how what which who where why hi hello dear yes no not sorry thanks thank
great good sure unfortunately please just try see about for from to in on of with order orders return returns
refund exchange claim status item items total price size colour color new both each every any all some der die
das den dem ein eine ihr ihre ihren ihrem unser unsere wir sie ich ja nein hier le la les un une votre vos notre
nos vous nous je oui non el los las su sus nuestro nuestra tu
"""
_NOT_NAMES = frozenset(_EVERYDAY.split())


def product_names(reading: Reading, heads: Callable[[], frozenset[str]]) -> Iterator[Mention]:
    """Runs of capitalised words that end in a thing a shop sells.

    `heads` gives words by which the evidence's own products are recognised: a name that shares one and is not
    the whole name is suspect too ("Meadow Linen Blazer" beside "Meadow Linen Shirt"). It is asked only where
    there is such a run: it reads all of the evidence.
    """
    for match in _TITLED.finditer(reading.cased):
        start, words = _without_lead(match.group(), match.start())
        if len(words) < 2:
            continue
        looks_sold = _singular(words[-1]) in _THINGS or words[-1].lower() in _THINGS
        if looks_sold or words[0].lower() in heads():
            name = " ".join(words).lower()
            yield Mention("product", (name,), start, match.end(), reading.original[start : match.end()])


def heads_of(names: frozenset[str]) -> frozenset[str]:
    """First words of product names, long enough to be a mark of their own."""
    return frozenset(name.split()[0].lower() for name in names if " " in name and len(name.split()[0]) > 3)


def plain_name(text: str) -> str:
    """A name as it is compared: lower case, single spaces, typographic marks folded."""
    return re.sub(r"[ \u00a0]+", " ", Reading.of(text).free)


def _without_lead(text: str, start: int) -> tuple[int, list[str]]:
    words = re.split(r"[ \u00a0]", text)
    while words and words[0].lower() in _NOT_NAMES:
        start += len(words[0]) + 1
        words = words[1:]
    return start, words


def _singular(word: str) -> str:
    low = word.lower()
    return low[:-2] if low.endswith("es") and low[:-2] in _THINGS else low.rstrip("s")
