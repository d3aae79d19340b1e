"""The catalogue: 170 hand-named products, given colours, sizes, stock and a description of their own."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

from synthetic_data.generator.sources import BANKS, Sources, read_bank
from synthetic_data.records import ProductRecord

FIRST_NUMBER = 1101
LETTERS = {
    "women": ("XS", "S", "M", "L", "XL"),
    "men": ("S", "M", "L", "XL", "XXL"),
    "unisex": ("XS", "S", "M", "L", "XL", "XXL"),
}
SHOES = {"women": range(36, 42), "men": range(41, 47), "unisex": range(37, 46)}
SEASONS = {
    "linen": "summer", "merino": "winter", "recycled_wool": "winter", "alpaca": "winter", "cotton_canvas": "spring",
}  # fmt: skip
DISCONTINUED = {"Sol Crop Tee", "Vale Culottes", "Haze Mohair Sweater", "Fold Cork Wallet"}
RESTOCKED_SOON = {
    "Sparrow Silk Blouse",
    "Skye Knit Dress",
    "Cloud Alpaca Cardigan",
    "Harlan Overcoat",
    "Moss Agate Studs",
}
FINAL_SALE = {
    "Isla Off-Shoulder Top", "Marina Peasant Blouse", "Ember Velvet Dress", "Clay Relaxed Jeans",
    "Saffron Stripe Sweater", "Poncho del Valle", "Siesta Espadrille", "Orchid Silk Scarf",
}  # fmt: skip
ALWAYS_COLOURS = {"Meadow Linen Shirt": ("Sage Green", "Ivory", "Sky Blue", "Terracotta")}


@dataclass(frozen=True, slots=True)
class ProductLine:
    """One row of product_lines.txt."""

    category: str
    name: str
    kind: str
    fabric: str
    price: Decimal
    who: str
    fit: str
    story: str


def read_product_lines() -> list[ProductLine]:
    lines: list[ProductLine] = []
    category = ""
    for row in (BANKS / "product_lines.txt").read_text(encoding="utf-8").splitlines():
        if row.startswith("["):
            category = row.strip("[]")
        elif row and not row.startswith("#"):
            name, kind, fabric, price, who, fit, story = (cell.strip() for cell in row.split("|"))
            lines.append(ProductLine(category, name, kind, fabric, Decimal(price), who, fit, story))
    return lines


def make_products(sources: Sources) -> list[ProductRecord]:
    random = sources.random("products")
    fabrics, colours, styling = read_bank("fabrics.json"), read_bank("colours.json"), read_bank("styling.json")
    return [
        ProductRecord.model_validate(
            _product(
                line,
                f"VM{FIRST_NUMBER + number}",
                fabric=fabrics[line.fabric],
                codes={name: code for name, (code, _) in colours.items()},
                styling=styling[line.category],
                sources=sources,
                random=random,
            )
        )
        for number, line in enumerate(read_product_lines())
    ]


def _product(
    line: ProductLine,
    product_id: str,
    *,
    fabric: dict[str, Any],
    codes: dict[str, str],
    styling: list[str],
    sources: Sources,
    random: Random,
) -> dict[str, Any]:
    variants = _variants(line, product_id, fabric=fabric, codes=codes, random=random)
    price = _price(line)
    figures = sources.figures
    return {
        "product_id": product_id,
        "name": line.name,
        "description": _description(line, fabric, styling, random),
        "price": price,
        "currency": "USD",
        "original_price": line.price if price != line.price else None,
        "category": line.category,
        "kind": line.kind,
        "stock": sum(variant["stock"] for variant in variants),
        "return_policy": _return_policy(line, figures.returns),
        "variants": variants,
        **{name: fabric[name] for name in ("materials", "composition", "care", "kg_co2", "certifications")},
        "fit": line.fit,
        "gender": line.who,
        "image": f"images/{product_id}.svg",
        "tags": _tags(line),
        "rating": round(random.triangular(3.7, 5.0, 4.6), 1),
        "rating_count": random.randint(6, 480),
        "warranty_months": figures.category_warranty_months.get(line.category, figures.default_warranty_months),
        "launched_on": sources.anchor - timedelta(days=random.randint(20, 900)),
        "restock_on": sources.anchor + timedelta(days=random.randint(8, 24)) if line.name in RESTOCKED_SOON else None,
        "final_sale": line.name in FINAL_SALE,
    }


def _price(line: ProductLine) -> Decimal:
    return (line.price * Decimal("0.65")).quantize(Decimal(1)) if line.name in FINAL_SALE else line.price


def _return_policy(line: ProductLine, rules: dict[str, Any]) -> str:
    if line.name in FINAL_SALE:
        return "Final sale, not returnable"
    if line.category in rules["excluded_categories"]:
        return "Not returnable for hygiene"
    days = rules["category_window_days"].get(line.category, rules["window_days"])
    return f"{days}-day return"


def _tags(line: ProductLine) -> list[str]:
    tags = [line.who, line.kind, *([SEASONS[line.fabric]] if line.fabric in SEASONS else [])]
    if line.name in DISCONTINUED:
        tags.append("discontinued")
    if line.name in FINAL_SALE:
        tags.append("final sale")
    return tags


def _sizes(line: ProductLine) -> list[str]:
    if line.fit == "one size":
        return ["One size"]
    if line.category == "Shoes":
        return [str(size) for size in SHOES[line.who]]
    if line.kind == "socks":
        return ["36-38", "39-42", "43-46"]
    if line.category == "Accessories":
        return ["S", "M", "L"]
    return list(LETTERS[line.who])


def _variants(
    line: ProductLine, product_id: str, *, fabric: dict[str, Any], codes: dict[str, str], random: Random
) -> list[dict[str, Any]]:
    palette = fabric["colours"]
    chosen = ALWAYS_COLOURS.get(line.name) or random.sample(palette, k=min(len(palette), random.randint(2, 5)))
    is_gone = line.name in DISCONTINUED or line.name in RESTOCKED_SOON
    return [
        {
            "sku": f"{product_id}-{codes[colour]}-{size.upper().replace(' ', '')}",
            "size": size,
            "colour": colour,
            "stock": 0 if is_gone else _stock(random),
        }
        for colour in sorted(chosen, key=palette.index)
        for size in _sizes(line)
    ]


def _stock(random: Random) -> int:
    """One variant in eight is sold out, one in eight is nearly so."""
    return random.choices((0, random.randint(1, 3), random.randint(4, 40)), weights=(1, 1, 6))[0]


def _description(line: ProductLine, fabric: dict[str, Any], styling: list[str], random: Random) -> str:
    """The product's own sentence first; fabric and styling follow in either order, one of them at times left out."""
    rest = [random.choice(fabric["sentences"]), random.choice(styling)]
    if random.random() < 0.35:
        rest.reverse()
    if random.random() < 0.3:
        rest = [random.choice(fabric["sentences"])]
    fits = {
        "relaxed": "Relaxed fit.", "slim": "Slim fit.", "oversized": "Oversized fit.", "fitted": "Fitted cut.",
        "wide": "Wide leg.", "straight": "Straight leg.",
    }  # fmt: skip
    return " ".join([line.story, *rest, *([fits[line.fit]] if line.fit in fits and random.random() < 0.6 else [])])
