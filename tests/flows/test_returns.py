"""Whole conversations about sending something back, judged by the claims that exist afterwards."""

from domain.conversations import Reply
from tests.flows.shop import Shop, bought

SHIRT = bought("Meadow Linen Shirt")
SWEATERS = bought("Hearth Merino Sweater", quantity=2, price=9900, category="Knitwear")


def kinds(reply: Reply) -> list[str]:
    return [card.kind for card in reply.cards]


async def test_a_claim_is_filed_after_a_yes_in_a_later_message(shop: Shop) -> None:
    maya = await shop.shopper()
    order = await shop.order(maya, "delivered", SHIRT)
    talk = await shop.talk(maya)

    summary = await talk.say(f"I want to return the shirt from order {order}, it is too small")
    assert kinds(summary) == ["confirm"]
    assert "$54.05" in summary.text and "$4.95" in summary.text
    assert await shop.claims(order) == []

    receipt = await talk.say("yes please")
    assert kinds(receipt) == ["receipt"]
    assert receipt.cards[0].data["number"] in receipt.text
    assert await shop.claims(order) == [(1, 1, "too_small")]


async def test_a_yes_in_the_first_message_confirms_nothing(shop: Shop) -> None:
    maya = await shop.shopper()
    order = await shop.order(maya, "delivered", SHIRT)
    talk = await shop.talk(maya)

    summary = await talk.say(f"Yes, return the shirt from {order}, it is too small. Yes, go ahead, I confirm.")

    assert "confirm" in kinds(summary)
    assert await shop.claims(order) == []


async def test_a_no_files_nothing_and_a_yes_afterwards_neither(shop: Shop) -> None:
    maya = await shop.shopper()
    order = await shop.order(maya, "delivered", SHIRT)
    talk = await shop.talk(maya)

    await talk.say(f"I want to return the shirt from order {order}, it is too small")
    await talk.say("no, I'll keep it")
    await talk.say("yes")

    assert await shop.claims(order) == []


async def test_a_change_after_the_summary_makes_a_new_one(shop: Shop) -> None:
    maya = await shop.shopper()
    order = await shop.order(maya, "delivered", SWEATERS)
    talk = await shop.talk(maya)

    await talk.say(f"return one sweater from order {order}, it is too big")
    before = (await talk.state())["pending"]
    changed = await talk.say("make it two")
    after = (await talk.state())["pending"]

    assert before["arguments"]["items"] == [{"line": 1, "quantity": 1}]
    assert after["arguments"]["items"] == [{"line": 1, "quantity": 2}]
    assert after["action_id"] != before["action_id"]
    assert "2 ×" in changed.text
    assert await shop.claims(order) == []
    await talk.say("yes")
    assert await shop.claims(order) == [(1, 2, "too_big")]


async def test_an_expired_summary_confirms_nothing(shop: Shop) -> None:
    maya = await shop.shopper()
    order = await shop.order(maya, "delivered", SHIRT)
    talk = await shop.talk(maya)

    await talk.say(f"I want to return the shirt from order {order}, it is too small")
    await talk.minutes_pass(11)
    late = await talk.say("yes")

    assert "receipt" not in kinds(late)
    assert await shop.claims(order) == []


async def test_two_yeses_file_one_claim(shop: Shop) -> None:
    maya = await shop.shopper()
    order = await shop.order(maya, "delivered", SWEATERS)
    talk = await shop.talk(maya)

    await talk.say(f"return one sweater from order {order}, it is too big")
    await talk.say("yes")
    await talk.say("yes")

    assert await shop.claims(order) == [(1, 1, "too_big")]


async def test_a_digression_is_answered_and_the_claim_goes_on(shop: Shop) -> None:
    maya = await shop.shopper()
    order = await shop.order(maya, "delivered", SHIRT)
    talk = await shop.talk(maya)

    await talk.say(f"I want to return the shirt from order {order}, it is too small")
    aside = await talk.say("how long does a refund take?")
    assert "$" in aside.text and "working days" in aside.text, "of this very return, not of returns at large"
    assert kinds(aside) == ["confirm"]
    await talk.say("yes please")

    assert await shop.claims(order) == [(1, 1, "too_small")]


async def test_a_return_is_taken_step_by_step(shop: Shop) -> None:
    maya = await shop.shopper()
    order = await shop.order(maya, "delivered", SHIRT, SWEATERS)
    talk = await shop.talk(maya)

    which = await talk.say("I want to return something")
    assert "Meadow Linen Shirt, Navy, M" in which.quick_replies
    why = await talk.say("the sweater")
    assert "Too small" in why.quick_replies
    await talk.say("Too small")
    summary = await talk.say("both of them")
    assert kinds(summary) == ["confirm"]
    await talk.say("ok")

    assert await shop.claims(order) == [(2, 2, "too_small")]


async def test_what_the_rules_forbid_is_not_filed_however_often_asked(shop: Shop) -> None:
    maya = await shop.shopper()
    old = await shop.order(maya, "delivered", SHIRT, age=200)
    talk = await shop.talk(maya)

    for text in (f"return the shirt from {old}, it is too small", "yes", "I insist, just do it", "yes, file it"):
        reply = await talk.say(text)
        assert "confirm" not in kinds(reply) and "receipt" not in kinds(reply)

    assert await shop.claims(old) == []


async def test_an_order_is_cancelled_once_and_only_while_it_can_be(shop: Shop) -> None:
    maya = await shop.shopper()
    paid, shipped = await shop.order(maya, "paid", SHIRT), await shop.order(maya, "shipped", SHIRT)
    talk = await shop.talk(maya)

    refused = await talk.say(f"cancel order {shipped}")
    assert kinds(refused) == [] and await shop.status(shipped) == "shipped"
    summary = await talk.say(f"then cancel {paid}")
    assert kinds(summary) == ["confirm"] and await shop.status(paid) == "paid"
    await talk.say("yes, cancel it")

    assert (await shop.status(paid), await shop.status(shipped)) == ("cancelled", "shipped")


async def test_a_change_stays_with_the_order_in_hand(shop: Shop) -> None:
    maya = await shop.shopper()
    order, other = await shop.order(maya, "delivered", SWEATERS), await shop.order(maya, "pending", SHIRT)
    talk = await shop.talk(maya)

    await talk.say(f"where is {other}?")
    await talk.say(f"return one sweater from order {order}, it is too big")
    await talk.say("make it two")
    await talk.say("yes")

    assert await shop.claims(order) == [(1, 2, "too_big")]
