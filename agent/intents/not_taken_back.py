"""That some goods never go back for no fault of ours: said first, whatever is written of all the others.

Decided as the eligibility of a claim is, by the rules in force, so that no answer promises what a claim would refuse.
"""

import re

from agent.goods.on_table import on_table
from agent.intents.spec import View
from agent.state import Task
from agent.steps import Call, Say
from domain.catalog import Product
from domain.policies import ReturnRules
from tools.policies import RulesInForce
from tools.products import ProductDetails

TOOLS = ("get_return_rules", "get_products")
_IF = re.compile(
    r"^(?!.*\b(?:how (?:long|much|many|do)|until when|what (?:does|do)|who)\b).*"
    r"\b(?:can|could|may|would|will|do|does|is|are)\b",
    re.IGNORECASE | re.DOTALL,
)


def not_taken_back(task: Task, view: View) -> Call | Say | None:
    """None where all that is asked about may go back."""
    slots, found = task["slots"], view.results.get("rules")
    ids, kinds = slots.get("asked_back"), slots.get("kinds_back")
    if not ids and not kinds:
        return None
    if not isinstance(found, RulesInForce):
        return Call("get_return_rules", {}, "rules")
    details = view.results.get("details")
    if ids and not isinstance(details, ProductDetails):
        return Call("get_products", {"product_ids": ids}, "details")
    goods = details.products if ids and isinstance(details, ProductDetails) else ()
    kept = [each for each in goods if not _goes_back(each, found.rules)]
    excluded = [said for kind, said in kinds or () if kind in found.rules.excluded_categories]
    if not (kept or excluded):
        return None
    facts = {
        "never": kept,
        "kinds": excluded or sorted({each.category for each in kept} & {*found.rules.excluded_categories}),
        "is_final": any(found.rules.takes_back(each.category, final_sale=False) for each in kept),
        "rest": len(goods) - len(kept),
        "is_no": _IF.search(view.text) is not None,
        "passages": found.passages,
    }
    return Say("not_taken_back", facts, shows=on_table(goods), shows_kind="products" if goods else "")


def _goes_back(product: Product, rules: ReturnRules) -> bool:
    return rules.takes_back(product.category, final_sale=product.final_sale)
