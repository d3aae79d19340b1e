"""What the dialogue says to mend a conversation, with the facts it gives."""

from dataclasses import replace

from agent.claims.faults import FAULTS
from agent.intents.bought_items import Bought
from agent.intents.registry import INTENTS
from agent.steps import Ask, Choice, Propose, Say
from domain.claims import ReturnReason
from domain.money import Money
from domain.payments import MethodKind, PaymentMethod
from tests.contract.change_samples import PAYPAL, VISA, pending
from tests.contract.purchase_samples import said_of_purchases
from tests.contract.samples import every_order, order_lists
from tests.contract.second_thought_samples import said_of_second_thoughts
from tests.contract.spoken import SPEAKERS, told

GIFT = PaymentMethod("pm8", MethodKind.GIFT_CARD, None, "0042", Money(2000, "USD"))
OTHER_GIFT = replace(GIFT, method_id="pm9", last4="7731")
_TASKS = ["return something", "find out where an order is"]
_WAITING = (
    {"doing": "return_item", "about": "VM-10198", "things": (), "asks": True},
    {"doing": "claim", "about": "VM-10198", "things": ("Meadow Linen Shirt",), "asks": False},
    {"doing": "contact_details", "about": "", "things": (), "asks": False},
    {"doing": "a_wish_without_a_noun", "about": "", "things": (), "asks": True},
)
_ASKED = (
    "order_id",
    "proof",
    "line",
    "quantity",
    "reason",
    "confirmation",
    "code",
    "email",
    "address",
    "photo",
    "method",
    "intent",
    "product_ids",
    "anything else",
)


def _bought() -> list[Bought]:
    order = order_lists()[-1].orders[0]
    return [Bought(order, order.lines[0])]


def _what_can_go_back() -> list[Say | Ask | Propose]:
    wishes = [{"order_id": order.order_id} for order in every_order()]
    paths = [told(INTENTS["return_item"], "what can I return", wish, SPEAKERS["signed_in"]) for wish in wishes]
    paths.append(told(INTENTS["return_item"], "which of these can still be returned?", {}, SPEAKERS["signed_in"]))
    said = ("what_can_go_back", "what_can_still_go_back", "nothing_goes_back_any_more")
    return [step for path in paths for step in path if isinstance(step, Say | Ask) and step.say in said]


def said_of_repairs() -> list[Say | Ask | Propose]:
    """Every sentence about the conversation itself, for every question that can be open."""
    near = order_lists()[-1].orders[:2]
    reasons = (Choice("no_longer_needed", "No longer needed"), Choice("other", "Something else"))
    dear = {"total": Money(1000, "USD"), "methods": [VISA, PAYPAL]}
    return [
        *said_of_second_thoughts(),
        *said_of_purchases(),
        *(Say(key) for key in ("again", "next_up", "nothing_open", "nothing_to_take_back", "started_over")),
        *(
            Say(key)
            for key in (
                "take_your_time",
                "in_the_summary",
                "costs_nothing",
                "not_followed",
                "noted_with_claim",
                "glad_you_like_it",
            )
        ),
        *(Ask("reason", key, {"line": near[0].lines[0]}, FAULTS) for key in ("ask_what_is_wrong", "ask_which_fault")),
        Ask("order_id", "which_is_which", {"orders": near, "reasons": [ReturnReason.DAMAGED, ReturnReason.TOO_SMALL]}),
        *(
            Ask("reason", "ask_fault_of_warranty", {"line": near[0].lines[0], "is_no_fault": told}, FAULTS[:2])
            for told in (True, False)
        ),
        *(Say("said_once_more", {"reply": reply}) for reply in ("It was a final sale.", "")),
        *(Say(key, {"tasks": tasks}) for key in ("then_the_rest", "still_open") for tasks in (_TASKS[:1], _TASKS)),
        Say("help_here", {"task": _TASKS[0]}),
        *(Say(key) for key in ("put_it_right", "say_more", "going_in_circles", "is_sure", "noted_down")),
        *(Say("only_these", {"shown": ["Dawn Linen Dress", "Haze Skirt"][:count]}) for count in (1, 2)),
        *_what_can_go_back(),
        *(
            Say(key)
            for key in (
                "which_of_these",
                "none_of_these",
                "not_done_yet",
                "only_with_a_yes",
                "stays_as_shown",
                "yes_with_a_question",
                "nothing_yet",
            )
        ),
        *(Say(key) for key in ("languages_spoken", "copy_of_chat", "chat_is_kept")),
        *(Say(key, opens="human_agent") for key in ("a_person_may", "person_decides")),
        *(Say(key) for key in ("a_person", "fits_several", "in_none_of_them", "only_that_one")),
        *(Say(key, {"task": _TASKS[0], **each}) for key in ("still_to_confirm", "resumed") for each in _WAITING),
        *(
            Say("asked_otherwise", {"slot": slot, "choices": ["Ivory, S", "Olive, M"]})
            for slot in ("order_id", "line", "reason")
        ),
        *(
            Say("asked_otherwise", {"slot": slot, "choices": ["Ivory, S", "Olive, M"]})
            for slot in ("quantity", "instead", "remedy")
        ),
        *(Say(key, {"slot": slot}) for key in ("why_asked", "explained", "cannot_skip") for slot in _ASKED),
        *(Ask("order_id", "odd_order_number", {"given": "VM-1023", "orders": orders}) for orders in ((), near)),
        Ask("cancel_reason", "ask_cancel_reason", {"order": pending(), "choices": reasons}, reasons),
        Say("change_refused_items_final", {"order": pending(changes=("items",))}),
        Say("balances", {"methods": [GIFT, OTHER_GIFT]}),
        *(Say(key) for key in ("no_balance", "no_methods_on_file", "none_bought")),
        Say("methods_on_file", {"methods": [VISA, PAYPAL, GIFT]}),
        Say("bought_sum", {"found": _bought(), "more": 0, "total": _bought()[0].line.total, "name": "Shirt"}),
        Ask("pays_with", "ask_which_gift_card", {"methods": [GIFT, OTHER_GIFT]}),
        *(Ask("pays_with", "ask_swap_method", {**dear, "label": label}) for label in ("", "gift card ending 0042")),
    ]
