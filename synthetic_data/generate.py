"""`python -m synthetic_data.generate --seed 7`: writes VerdeMuse's generated files anew.

The same seed gives the same bytes. With --out the hand-written files are copied along, so that the result is a whole
folder that `synthetic_data.load` takes. Nothing is written when a record does not pass its own model.
"""

import argparse
import json
import shutil
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from pydantic import BaseModel

from synthetic_data.generator.conversations import make_conversations
from synthetic_data.generator.demo_orders import plan_demo_orders
from synthetic_data.generator.orders import make_orders
from synthetic_data.generator.payments import settle
from synthetic_data.generator.pictures import draw
from synthetic_data.generator.plans import Plan, plan_orders
from synthetic_data.generator.products import make_products
from synthetic_data.generator.profiles import make_profiles
from synthetic_data.generator.sources import read_bank, read_sources
from synthetic_data.records import ProfileRecord

FOLDER = Path(__file__).parent
BY_HAND = ("shop.json", "manifest.json", "policies", "articles", "faqs")


def generate(out: Path, *, seed: int = 7) -> None:
    """Write products, pictures, users, orders and conversations into `out`."""
    sources = read_sources(FOLDER, seed=seed)
    shop = json.loads((FOLDER / "shop.json").read_text(encoding="utf-8"))
    demo = next(account for account in shop["demo_accounts"] if account["role"] == "customer")
    products = make_products(sources)
    profiles = make_profiles(sources, demo=demo)
    by_hand = plan_demo_orders(products, profiles[0], sources.anchor)
    plans = [*by_hand, *plan_orders(sources, products, profiles, taken=by_hand)]
    orders, profiles = settle(make_orders(plans, sources), profiles, sources)
    chats = make_conversations(sources, products, orders)
    if out != FOLDER:
        _copy_by_hand(out)
    write_records(out / "products/catalog.json", products)
    write_records(out / "users/profiles.json", _joined_before_buying(profiles, plans))
    write_records(out / "orders/orders.json", orders, with_defaults=False)
    write_records(out / "conversations/conversation_logs.json", chats)
    colours = read_bank("colours.json")
    images = out / "products/images"
    images.mkdir(parents=True, exist_ok=True)
    for product in products:
        (images / f"{product.product_id}.svg").write_text(draw(product, colours), encoding="utf-8", newline="\n")


def write_records(path: Path, records: Sequence[BaseModel], *, with_defaults: bool = True) -> None:
    """A JSON list with one record a line: a change of one record is a change of one line.

    Orders go without their defaults, which would be a tenth of the file.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = (
        json.dumps(
            record.model_dump(exclude_none=True, exclude_defaults=not with_defaults),
            ensure_ascii=False,
            default=_as_json,
            separators=(",", ":"),
        )
        for record in records
    )
    path.write_text("[\n" + ",\n".join(rows) + "\n]\n", encoding="utf-8", newline="\n")


def _as_json(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat().replace("+00:00", "Z")
    raise TypeError(f"{type(value).__name__} in a record")


def _joined_before_buying(profiles: list[ProfileRecord], plans: list[Plan]) -> list[ProfileRecord]:
    first = {
        plan.profile.user_id: plan.placed_on for plan in sorted(plans, key=lambda plan: plan.placed_on, reverse=True)
    }
    return [
        profile.model_copy(
            update={"joined": min(profile.joined, first.get(profile.user_id, profile.joined) - timedelta(days=1))}
        )
        for profile in profiles
    ]


def _copy_by_hand(out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for name in BY_HAND:
        source = FOLDER / name
        if source.is_dir():
            shutil.copytree(source, out / name, dirs_exist_ok=True)
        else:
            shutil.copyfile(source, out / name)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m synthetic_data.generate", description=__doc__)
    parser.add_argument("--seed", type=int, default=7, help="the shipped files were made with 7")
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder to write to (default: the shipped files)")
    arguments = parser.parse_args()
    generate(arguments.out.resolve(), seed=arguments.seed)


if __name__ == "__main__":
    main()
