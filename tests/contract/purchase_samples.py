"""What is said of purchases so far, of what is on file and of what was done in a conversation, with the facts given."""

from dataclasses import replace
from datetime import date

from agent.goods.measures import Measure
from agent.goods.shopping import FACETS
from agent.intents.basket_sum import Row as BasketRow
from agent.intents.several_products import Row
from agent.steps import Say
from domain.catalog import Product
from domain.money import Money
from domain.shipping import Arrival
from tests.contract.samples import order_lists, passage, products, profile, searches
from tools.memories import AboutYou
from tools.products import SearchResult

_DONE = ["cancel an order (VM-20009)", "be told when something is back in stock"]


def said_of_purchases() -> list[Say]:
    """What no walk through the intents comes by: it hangs on words that few examples have."""
    orders = tuple(order for order in order_lists()[-1].orders if order.status.is_open)[:3]
    return [
        Say("sorry_for_the_wait", {"orders": orders}),
        *(Say("done_so_far", {"tasks": tasks}) for tasks in (_DONE[:1], _DONE)),
        Say("nothing_done"),
        *(Say("nothing_done", {"tasks": tasks}) for tasks in ([], _DONE)),
        *(
            Say("not_in_description", {"product": product, "matter": matter, "asked": asked})
            for product in products()
            for matter, asked in (("looks", ""), ("details", ""), ("details", "“inside pockets”"))
        ),
        *(
            Say("pays_with", {"named": named, "others": others, "passages": [passage()]})
            for named in ([], ["PayPal"], ["Visa", "PayPal"])
            for others in ([], ["Venmo"], ["Venmo", "Maestro"])
            if named or others
        ),
        Say("pays_with", {"named": ["PayPal"], "others": [], "passages": [passage(), passage()]}),
        Say("on_file", {"customer": profile()}),
        *(Say("on_file_part", {"customer": profile(), "part": part}) for part in ("email", "phone", "address")),
        *(
            Say("remembered_sizes", {"sizes": sizes})
            for sizes in ((("shoes", "39"),), (("tops", "M"), ("shoes", "39")))
        ),
        *(Say("newsletter_state", {"is_on": is_on}) for is_on in (True, False)),
        Say("about_bot"),
        Say("asked_after"),
        *(
            Say(
                "asked_by_day",
                {"order": order, "due": due, "leaves": date(2026, 11, 23), "arrivals": each},
            )
            for order in orders[:1]
            for due in (date(2026, 11, 26), None)
            for each in ([], [Arrival("US", "standard", None, date(2026, 11, 27), date(2026, 11, 30), "too_late")])
        ),
        Say("your_name", {"about": AboutYou(is_known=True, name="Maya")}),
        *(
            Say("assortment", {"kinds": kinds, "worn_by": worn_by})
            for kinds, worn_by in ((["tops"], ["men"]), (["tops", "shoes"], ["women", "men"]), (["tops"], []), ([], []))
        ),
        Say("assortment", {"kinds": ["dresses"], "worn_by": ["women"]}),
        *(
            Say(
                "not_taken_back",
                {"never": never, "kinds": kinds, "is_final": is_final, "rest": rest, "is_no": is_no, "passages": ()},
            )
            for never, kinds, is_final, rest in (
                ((), ["Earrings"], False, 0),
                (products()[:1], ["Earrings"], False, 1),
                (products()[:2], [], True, 2),
            )
            for is_no in (True, False)
        ),
        Say("reorder_as_it_was"),
        *(Say(key, {"result": result}) for key in ("well_liked", "newest_unknown") for result in searches()[1:]),
        *_said_of_the_table(),
    ]


def _on_its_page() -> list[Say]:
    """Where a thing is bought: at large, and in a size or colour that there is, is sold out, or is not made."""
    return [
        Say(
            "order_on_page",
            {"product": product, "size": size, "colour": colour, "variants": variants, "elsewise": elsewise},
        )
        for product in products()[:2]
        for size, colour in ((None, None), ("M", None), (None, "Navy"))
        for variants in (product.variants[:2], ())
        for elsewise in ((), product.colours)
    ]


def _said_of_the_table() -> list[Say]:
    """What is answered of several products that were shown."""
    every = products()
    rows = tuple(Row(product, product.variants, product.description) for product in every)
    sizes = (None, "M")
    return [
        *(
            Say("first_by_price", {"products": first, "is_dearest": flag})
            for first in (every[:1], every[:2])
            for flag in (True, False)
        ),
        *(Say("first_by_rating", {"products": first}) for first in (every[:1], every[:2])),
        Say("first_untold", {"products": every}),
        *(Say("first_by_make", {"products": every[:count], "others": every[count:]}) for count in (1, 2)),
        *(
            Say("found_by_price", {"result": result, "is_dearest": flag})
            for result in searches()[1:]
            for flag in (True, False)
        ),
        *(
            Say(key, {"result": result})
            for key in ("wish_untold", "dearer_so", "none_said_so", "gift_ideas")
            for result in searches()[1:]
        ),
        *(
            Say(key, {"result": result, "is_final": flag})
            for key in ("reduced_found", "none_reduced_so")
            for result in searches()[1:]
            for flag in (True, False)
        ),
        Say("nothing_reduced"),
        *_on_its_page(),
        Say("order_on_pages", {"products": every}),
        *(Say("product_pictures", {"products": shown}) for shown in (every[:1], every)),
        Say("no_more_products"),
        *(
            Say("kinds_together", {"result": result, "total": every[0].price, "most": most})
            for result in searches()[1:]
            for most in (Money(100, "USD"), Money(100_000, "USD"), None)
        ),
        *(Say("also_of_kind", {"result": result}) for result in searches()[1:]),
        *(Say("only_of_kind", {"count": count}) for count in (1, 2)),
        Say("none_told", {"rows": (), "silent": rows}),
        *(Say("products_told", {"rows": rows[:1], "silent": silent}) for silent in ((), rows[1:])),
        *(Say("product_told", {"product": product, "told": product.description}) for product in every),
        Say("other_products_told", {"rows": rows[:1]}),
        *(Say("other_products_found", {"result": result}) for result in searches()[1:]),
        Say("none_meets"),
        Say("none_of_kind", {"kind": "necklaces"}),
        Say("none_for_them", {"whom": "children"}),
        *_with_delivery(every),
        *_of_baskets(),
        *_on_chart(),
        *(
            Say("found_sold_out", {"result": result, "limits": result.filters, "gone": gone})
            for result in searches()[1:]
            for gone in (["Fern Coat"], ["Fern Coat", "Moss Coat"])
        ),
        *(Say("kind_not_sold", {"result": result, "kind": "necklaces"}) for result in searches()[1:]),
        *(
            Say("products_facets", {"rows": rows, "facets": list(FACETS), "size": size, "colour": None, "total": total})
            for size in sizes
            for total in (None, every[0].price + every[1].price)
        ),
        *(
            Say("products_facets", {**_of_materials(rows), "fibre": "wool", "having": having})
            for having in ([], ["Fern Coat"], ["Fern Coat", "Moss Coat"])
        ),
        *(
            Say("nothing_within_limits", {"result": result, "limits": result.filters, "lacks": _lacks(result)})
            for result in searches()[1:]
        ),
    ]


def _of_materials(rows: tuple[Row, ...]) -> dict[str, object]:
    return {"rows": rows, "facets": ["material"], "size": None, "colour": None, "total": None}


def _lacks(result: SearchResult) -> dict[str, dict[str, object]]:
    lacks = {"material": ["wool"], "colour": ["Green"], "over": Money(800, "USD")}
    return {hit.product.product_id: lacks for hit in result.hits}


def _with_delivery(every: tuple[Product, ...]) -> list[Say]:
    told = replace(passage(), text="Standard shipping is $5.95 and free from $50.")
    quoted = {"passages": [told], "offered": "", "products": every[:1], "goods": every[0].price}
    both = {"products": every[:2], "goods": every[0].price + every[1].price, "total": None, "is_free": False}
    free = {"total": every[0].price, "is_free": True}
    of_uk = replace(passage(), text="Standard shipping is $12.95. Standard shipping is free from $150.")
    sums_up = {"products": every[:2], "goods": every[0].price + every[1].price, "free_from": Money(15000, "USD")}
    sent = [
        Say(
            "sent_free",
            {**quoted, "passages": [of_uk], **sums_up, "shipping": Money(shipping, "USD"), "country": country},
        )
        for shipping, country in ((0, "GB"), (1295, ""))
    ]
    with_shipping = {"total": every[0].price + every[1].price, "is_free": False}
    return [
        *sent,
        Say("size_measures", {"product": every[0], "size": "M", "passages": [passage()], "offered": ""}),
        Say("material_told", {"told": ("TENCEL lyocell is made from wood.", "Lyocell drapes like silk.")}),
        *(
            Say("price_delivered", {**quoted, **sums})
            for sums in (free, with_shipping, {"total": None, "is_free": False}, both)
        ),
    ]


def _of_baskets() -> list[Say]:
    told = replace(passage(), text="Standard is $14.95, free from $150. Express is $29.95. WELCOME10: 10% off.")
    facts = {"passages": [told], "offered": "", "not_to": "", "country": "", "goods": Money(8000, "USD")}
    rows = [
        BasketRow("standard", Money(0, "USD"), Money(7200, "USD")),
        BasketRow("express", Money(2995, "USD"), Money(10195, "USD")),
    ]
    of_code = {"percent": 10, "less": Money(7200, "USD")}
    whole = {"percent": 0, "less": Money(7200, "USD"), "country": "ES"}
    return [
        Say("basket_sum", {**facts, **each, "rows": told}) for each in (of_code, whole) for told in (rows, rows[:1], [])
    ]


def _on_chart() -> list[Say]:
    quoted = {"passages": [passage()], "offered": ""}
    measured = Measure("waist", "34", "inches", 86)
    return [
        *(
            Say("size_made", {"product": each, "size": "44", "there": there})
            for each in products()
            for there in (["Oat", "Navy"], [])
        ),
        Say("size_on_chart", {**quoted, "system": "French", "by_measure": ()}),
        Say("size_on_chart", {**quoted, "system": "", "by_measure": (("chest", "M"), ("waist", "S"))}),
        Say("size_on_chart", {**quoted, "system": "", "by_measure": (("waist", "M"),), "measured": measured}),
        Say("size_on_chart", {**quoted, "system": "", "by_measure": (), "measured": measured}),
        *(
            Say("size_on_chart", {**quoted, "system": "", "by_measure": rows, "measured": measured, "unmade": product})
            for product in products()
            for rows in ((), (("waist", "M"),))
        ),
        *(
            Say("size_between", {**quoted, "product": each, "rule": rule, "chosen": chosen})
            for each in products()
            for rule, chosen in (("smaller", "M"), ("larger", ""), ("", ""))
        ),
    ]
