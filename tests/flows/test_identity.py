"""Who is told what: the signed-in, those who prove an order, and everybody else."""

from tests.flows.shop import Shop, bought

SHIRT = bought("Meadow Linen Shirt")


async def test_a_shopper_with_two_orders_hears_of_both(shop: Shop) -> None:
    maya = await shop.shopper()
    one = await shop.order(maya, "shipped", SHIRT)
    other = await shop.order(maya, "paid", bought("Ivy Shirt Dress", category="Dresses"))
    talk = await shop.talk(maya)

    both = await talk.say("where is my order?")
    assert one in both.text and other in both.text
    dress = await talk.say("the dress")
    assert other in dress.text and one not in dress.text


async def test_an_order_opens_with_its_address_and_no_other(shop: Shop) -> None:
    theo = await shop.shopper()
    order = await shop.order(theo, "shipped", SHIRT)
    talk = await shop.talk()

    asked = await talk.say(f"Where is my order {order}?")
    assert "UPS" not in asked.text and "Meadow" not in asked.text
    wrong = await talk.say(f"{order}, somebody.else@example.org")
    assert "UPS" not in wrong.text
    right = await talk.say(f"{order}, {theo.email}")
    assert "UPS" in right.text


async def test_a_foreign_order_sounds_like_an_unknown_one(shop: Shop) -> None:
    theo, maya = await shop.shopper(), await shop.shopper()
    theirs = await shop.order(theo, "shipped", SHIRT)
    said: list[str] = []
    for number in (theirs, "VM-09999"):
        talk = await shop.talk(maya)
        reply = await talk.say(f"where is my order {number}?")
        said.append(reply.text.replace(number, "NUMBER"))
    assert said[0] == said[1]


async def test_a_foreign_address_proves_nothing(shop: Shop) -> None:
    theo, maya = await shop.shopper(), await shop.shopper()
    theirs = await shop.order(theo, "shipped", SHIRT)
    talk = await shop.talk()

    reply = await talk.say(f"Track {theirs}, my e-mail is {maya.email}")

    assert "UPS" not in reply.text and reply.cards == []


async def test_a_claim_on_a_proved_order_is_that_orders_only(shop: Shop) -> None:
    theo = await shop.shopper()
    order, other = await shop.order(theo, "delivered", SHIRT), await shop.order(theo, "delivered", SHIRT)
    talk = await shop.talk()

    await talk.say(f"I want to return the shirt from order {order}, it is too small. My e-mail is {theo.email}")
    await talk.say("yes please")
    assert await shop.claims(order) == [(1, 1, "too_small")]
    refused = await talk.say(f"and the shirt from {other}, too small as well")

    assert "confirm" not in [card.kind for card in refused.cards]
    assert await shop.claims(other) == []


async def test_a_person_is_asked_once(shop: Shop) -> None:
    talk = await shop.talk(await shop.shopper())

    first = await talk.say("I want to talk to a person")
    again = await talk.say("I want a human, now")

    assert first.handoff and again.handoff
    assert first.handoff["ticket_id"] == again.handoff["ticket_id"]
    async with shop.resources.database.connection() as connection:
        tickets = await connection.fetchval(
            "SELECT count(*) FROM handoffs WHERE conversation_id = $1", talk.conversation_id
        )
    assert tickets == 1


async def test_an_address_alone_is_enough_after_a_wrong_one(shop: Shop) -> None:
    theo = await shop.shopper()
    order = await shop.order(theo, "shipped", SHIRT)
    talk = await shop.talk()

    await talk.say(f"Where is my order {order}?")
    await talk.say("wrong@example.org")
    right = await talk.say(theo.email)

    assert "UPS" in right.text


async def test_a_new_request_is_not_taken_for_a_choice_because_of_a_little_word(shop: Shop) -> None:
    talk = await shop.talk()

    unsure = await talk.say("blue@example.org")
    reply = await talk.say("I want to return the shirt")

    assert unsure.quick_replies
    assert "newsletter" not in reply.text.lower()
