"""What the customers of the benchmark say: five turns each, in words of the shop's own files.

Every conversation has its own orders, products and questions, so that caches help as much as they
would with real customers and no more.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

TURNS = 5
_TRACKS = ("Where is my order {order}?", "Hi! Could you tell me where {order} is?", "when will {order} arrive")
_RETURNS = (
    "I'd like to send the {item} from {order} back, it is too small",
    "I want to return something from {order}",
    "The {item} I got in {order} does not fit, can I return it?",
)
_ASIDES = ("", "Quick question: ", "By the way, ", "One more thing. ")
_SEARCHES = (
    "Do you have {category} in {colour} under ${price}?",
    "I'm looking for {colour} {category}, not more than {price} dollars",
    "show me {category} for less than ${price}",
)
_THANKS = ("Thanks, that's all", "thank you!", "Great, thanks a lot", "perfect, thanks")


@dataclass(frozen=True, slots=True)
class Script:
    """One customer and what they say, in order."""

    email: str
    turns: tuple[str, ...]


def scripts(shop_dir: Path, *, seed: int = 7, explained: bool = False) -> Iterator[Script]:
    """Endless; the same seed says the same. `explained`: every turn's answer is one that a model may word.

    Raises OSError, KeyError: these are not a shop's files.
    """
    dice = random.Random(seed)
    emails = {one["user_id"]: one["email"] for one in _read(shop_dir / "users" / "profiles.json")}
    orders = [one for one in _read(shop_dir / "orders" / "orders.json") if one["user_id"] in emails]
    questions = [one["question"] for one in _read(shop_dir / "faqs" / "faqs.json")]
    products = _read(shop_dir / "products" / "catalog.json")
    dice.shuffle(orders)
    for order in cycle(orders):
        said = [*_turns(dice, order, questions, products)]
        if explained:
            said[1], said[4] = dice.choice(questions), dice.choice(_ASIDES) + dice.choice(questions)
        yield Script(emails[order["user_id"]], tuple(said))


def _turns(
    dice: random.Random, order: dict[str, Any], questions: list[str], products: list[dict[str, Any]]
) -> Iterator[str]:
    product = dice.choice(products)
    names = {"order": order["order_id"], "item": order["lines"][0]["name"]}
    yield dice.choice(_TRACKS).format(**names)
    yield dice.choice(_RETURNS).format(**names)
    yield dice.choice(_ASIDES) + dice.choice(questions)
    yield dice.choice(_SEARCHES).format(
        category=product["category"].lower(),
        colour=dice.choice(product["variants"])["colour"].lower(),
        price=dice.randrange(30, 300, 5),
    )
    yield dice.choice(_THANKS)


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
