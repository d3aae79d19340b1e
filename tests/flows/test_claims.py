"""Whole lives of claims in the chat, from the first word to the money: by shoppers, leads and an admin."""

import asyncio
import io
import json
import secrets
from datetime import timedelta

import pytest
from PIL import Image

from api.commands.claims import replayed
from api.files import PHOTO_WORDS
from api.photos import MEDIA_TYPE, cleaned
from domain.conversations import ConversationId, Reply
from domain.customers import Role, staff_signed_in
from store import conversations, files
from store.tables.columns import now
from tests.flows.shop import Shop, Shopper, Talk, bought, days_ago
from tools.claim_upkeep import lapse_overdue

SHIRT = bought("Meadow Linen Shirt", price=7900)
COAT = bought("Everett Wool Coat", price=26800, category="Outerwear")
SWEATERS = bought("Hearth Merino Sweater", quantity=2, price=4900, category="Knitwear")
SOCKS = bought("Daily Cotton Socks", price=2400, category="Underwear")
OLD = 125
"""Days ago, before the returns policy was changed; the earlier one gave 180 days."""


async def desk(shop: Shop, name: str, role: Role = Role.LEAD) -> Talk:
    """One of the team, in a conversation of their own."""
    conversation_id = ConversationId(f"c_{secrets.token_urlsafe(12)}")
    async with shop.resources.database.connection() as connection:
        await conversations.open_conversation(
            connection,
            conversation_id,
            token_hash=secrets.token_hex(),
            channel="web",
            locale="en-US",
            principal=staff_signed_in(name, role),
        )
    return Talk(shop.resources, conversation_id)


async def paid_order(shop: Shop, shopper: Shopper, *lines: dict, age: int = 8) -> str:
    """Delivered, and with the charge that a refund needs."""
    order = await shop.order(shopper, "delivered", *lines, age=age)
    paid = sum(line["quantity"] * line["unit_price_minor"] for line in lines)
    charge = {
        "at": days_ago(age).isoformat(),
        "kind": "charge",
        "method_id": None,
        "amount_minor": paid,
        "reason": "placed",
        "key": "placed",
    }
    async with shop.resources.database.connection() as connection:
        await connection.execute(
            "UPDATE orders SET payments = $2::text::jsonb WHERE order_id = $1", order, json.dumps([charge])
        )
    return order


async def show_photo(talk: Talk) -> tuple[Reply, str]:
    """Send a picture as the upload does; the reply, and the id it is kept under."""
    written = io.BytesIO()
    Image.new("RGB", (64, 48), (secrets.randbelow(256), 90, 60)).save(written, "PNG")
    content = await cleaned(written.getvalue())
    async with talk.resources.database.connection() as connection:
        kept = await files.keep(connection, talk.conversation_id, content=content, media_type=MEDIA_TYPE)
    return await talk.say(PHOTO_WORDS, client_message_id=kept.file_id), kept.file_id


def number_in(reply: Reply) -> str:
    return next(card.data["number"] for card in reply.cards if card.kind == "receipt")


async def status(shop: Shop, claim_id: str) -> str:
    async with shop.resources.database.connection() as connection:
        return str(await connection.fetchval("SELECT status FROM claims WHERE claim_id = $1", claim_id))


async def paid_back(shop: Shop, order: str) -> list[int]:
    async with shop.resources.database.connection() as connection:
        rows = await connection.fetch(
            "SELECT (p->>'amount_minor')::int AS minor FROM orders, jsonb_array_elements(payments) p"
            " WHERE order_id = $1 AND p->>'kind' = 'refund'",
            order,
        )
    return [row["minor"] for row in rows]


async def filed(talk: Talk, text: str) -> str:
    """The claim that these words and a yes make."""
    summary = await talk.say(text)
    assert [card.kind for card in summary.cards] == ["confirm"], summary.text
    return number_in(await talk.say("yes"))


async def done(talk: Talk, text: str) -> Reply:
    """What was commanded, after its yes."""
    summary = await talk.say(text)
    assert "confirm" in [card.kind for card in summary.cards], summary.text
    return await talk.say("yes")


async def test_from_a_hole_in_a_shirt_to_the_money(shop: Shop) -> None:
    maya = await shop.shopper()
    order = await paid_order(shop, maya, SHIRT)
    talk, lead = await shop.talk(maya), await desk(shop, "lena")

    claim = await filed(talk, f"the shirt from {order} arrived with a hole in it")
    assert await status(shop, claim) == "evidence"
    assert "photo" in (await talk.say(f"how is claim {claim} going?")).text

    taken, photo = await show_photo(talk)
    assert claim in taken.text and await status(shop, claim) == "filed"
    on_file = await lead.say(f"show me {claim}")
    assert "1 photo" in on_file.text and "arrived with a hole" in on_file.text
    assert on_file.cards[0].data["photos"] == [photo]
    async with shop.resources.database.connection() as connection:
        seen = await files.content(connection, photo, conversation_id=lead.conversation_id, is_staff=True)
        unseen = await files.content(connection, photo, conversation_id=lead.conversation_id, is_staff=False)
    assert seen is not None and seen[0] == MEDIA_TYPE and unseen is None

    assert "can't be settled" in (await lead.say(f"settle {claim}")).text
    await done(lead, f"{claim} is back")
    assert await status(shop, claim) == "approved" and await paid_back(shop, order) == []
    settled = await done(lead, "settle it")
    assert "$79.00" in settled.text and await paid_back(shop, order) == [7900]
    again = await lead.say(f"settle {claim}")
    assert "can't be settled" in again.text and await paid_back(shop, order) == [7900]

    told = await talk.say("how far is my claim?")
    assert "settled" in told.text and "$79.00 paid back" in told.text


async def test_above_the_limit_a_person_decides_and_not_who_filed_it(shop: Shop) -> None:
    maya = await shop.shopper()
    order = await paid_order(shop, maya, COAT)
    lena, otto = await desk(shop, "lena"), await desk(shop, "otto")

    claim = await filed(lena, f"file a return for order {order}, she changed her mind")
    assert await status(shop, claim) == "review"
    refused = await lena.say(f"approve {claim} because she is a good customer")
    assert "yourself" in refused.text and "confirm" not in [card.kind for card in refused.cards]
    waiting = await otto.say("which claims are waiting?")
    assert claim in waiting.text
    decided = await done(otto, f"approve {claim}, the tags are on")
    assert "approved" in decided.text and await status(shop, claim) == "approved"

    told = await (await shop.talk(maya)).say(f"what about claim {claim}?")
    assert "the tags are on" in told.text and "How long you have" in told.text
    async with shop.resources.database.connection() as connection:
        rows = await connection.fetch(
            "SELECT entry->>'by' AS by FROM claims, jsonb_array_elements(history) entry WHERE claim_id = $1", claim
        )
    assert [row["by"] for row in rows] == ["lead:lena", "lead:otto"]


async def test_below_the_limit_nobody_is_asked(shop: Shop) -> None:
    maya = await shop.shopper()
    order = await paid_order(shop, maya, SHIRT)
    claim = await filed(await shop.talk(maya), f"return the shirt from {order}, it is too small")
    assert await status(shop, claim) == "filed"


async def test_a_customer_commands_nothing_of_the_team(shop: Shop) -> None:
    maya = await shop.shopper()
    order = await paid_order(shop, maya, COAT)
    talk = await shop.talk(maya)
    claim = await filed(talk, f"return the coat from {order}, I changed my mind")

    for text in (f"approve {claim} because I say so", "yes", f"settle {claim}", "yes", f"{claim} is back", "yes"):
        reply = await talk.say(text)
        assert "confirm" not in [card.kind for card in reply.cards]

    assert await status(shop, claim) == "review" and await paid_back(shop, order) == []


async def test_a_lead_who_takes_it_back_denies_with_a_reason_of_its_own(shop: Shop) -> None:
    maya = await shop.shopper()
    order = await paid_order(shop, maya, COAT)
    claim = await filed(await shop.talk(maya), f"return the coat from {order}, I changed my mind")
    otto = await desk(shop, "otto")

    await otto.say(f"approve {claim}, the tags are on")
    await otto.say("no")
    asked = await otto.say(f"deny {claim}")
    assert "tags" not in asked.text and await status(shop, claim) == "review"
    summary = await otto.say("it was worn outside, I can't approve that")
    assert "Deny" in summary.text and "worn outside" in summary.text
    await otto.say("yes, deny it")
    assert await status(shop, claim) == "denied"


async def test_a_no_is_looked_at_again_once_with_something_new(shop: Shop) -> None:
    maya = await shop.shopper()
    order = await paid_order(shop, maya, SHIRT, SOCKS)
    talk, lead = await shop.talk(maya), await desk(shop, "lena")
    claim = await filed(talk, f"the socks were missing from the parcel {order}")
    await done(lead, f"deny {claim}, the packing list names them")

    asked = await talk.say("please look at it again")
    assert "confirm" not in [card.kind for card in asked.cards] and "new" in asked.text
    summary = await talk.say("the weight on the parcel's label is too low for both")
    assert "once" in summary.text
    await talk.say("yes")
    assert await status(shop, claim) == "review"
    assert "too low for both" in (await lead.say(f"show me {claim}")).text
    await done(lead, f"deny {claim}, the weight is right")
    refused = await talk.say("look at it again, my neighbour saw the open parcel too")
    await talk.say("yes")
    assert await status(shop, claim) == "denied", refused.text


async def test_withdrawn_it_is_free_for_another_claim(shop: Shop) -> None:
    maya = await shop.shopper()
    order = await paid_order(shop, maya, SHIRT)
    talk = await shop.talk(maya)
    first = await filed(talk, f"return the shirt from {order}, it is too small")
    await done(talk, "I want to withdraw it")
    assert await status(shop, first) == "withdrawn"
    second = await filed(talk, f"return the shirt from {order} after all, it is too small")
    assert (await status(shop, second), await paid_back(shop, order)) == ("filed", [])


async def test_what_does_not_come_in_time_lapses_and_may_be_filed_again(shop: Shop) -> None:
    maya = await shop.shopper()
    order = await paid_order(shop, maya, SHIRT)
    talk = await shop.talk(maya)
    claim = await filed(talk, f"the shirt from {order} arrived with a hole in it")

    await lapse_overdue(shop.resources.database, shop.resources.shop, now=now() + timedelta(days=9))
    assert await status(shop, claim) == "lapsed"
    assert "ran out" in (await talk.say(f"what about {claim}?")).text
    again = await filed(talk, f"the shirt from {order} has a hole, I want to claim it again")
    assert await status(shop, again) == "evidence"


async def test_an_order_from_before_the_change_is_judged_by_the_earlier_policy(shop: Shop) -> None:
    maya = await shop.shopper()
    order = await paid_order(shop, maya, SHIRT, age=OLD)
    talk = await shop.talk(maya)

    summary = await talk.say(f"return the shirt from {order}, it is too small")
    assert "earlier version" in summary.text and "$79.00" in summary.text and "$4.95" not in summary.text
    claim = number_in(await talk.say("yes"))
    async with shop.resources.database.connection() as connection:
        version = await connection.fetchval("SELECT policy_version FROM claims WHERE claim_id = $1", claim)
    assert version == "returns-1"


@pytest.mark.parametrize(("said", "pieces"), [("one of the sweaters", 1), ("both sweaters", 2)])
async def test_part_of_a_line_goes_back_and_pays_its_part(shop: Shop, said: str, pieces: int) -> None:
    maya = await shop.shopper()
    order = await paid_order(shop, maya, SWEATERS, SHIRT)
    lead = await desk(shop, "lena")
    claim = await filed(await shop.talk(maya), f"return {said} from {order}, not as described")
    assert await shop.claims(order) == [(1, pieces, "not_as_described")]
    await done(lead, f"{claim} is back")
    await done(lead, "settle it")
    assert await paid_back(shop, order) == [4900 * pieces]


async def test_one_picture_serves_what_was_filed_together(shop: Shop) -> None:
    maya = await shop.shopper()
    order = await paid_order(shop, maya, SHIRT, bought("Everyday Trousers", price=8900, category="Trousers"))
    talk, lead = await shop.talk(maya), await desk(shop, "lena")
    await talk.say(f"everything from {order} arrived torn")
    done_both = await talk.say("yes")
    numbers = [word.strip(":.,") for word in done_both.text.split() if word.startswith("CL-")]
    assert len(numbers) == 2

    await show_photo(talk)

    for claim in numbers:
        assert await status(shop, claim) == "filed"
        assert "1 photo" in (await lead.say(f"show me {claim}")).text


async def test_a_photo_of_another_conversation_is_nobodys_evidence(shop: Shop) -> None:
    maya, theo = await shop.shopper(), await shop.shopper()
    order = await paid_order(shop, maya, SHIRT)
    claim = await filed(await shop.talk(maya), f"the shirt from {order} arrived with a hole in it")
    stranger = await shop.talk(theo)

    await show_photo(stranger)
    await stranger.say(f"the photo is for {claim}")

    assert await status(shop, claim) == "evidence"


async def test_a_yes_posted_again_and_at_once_files_one_claim(shop: Shop) -> None:
    maya = await shop.shopper()
    order = await paid_order(shop, maya, SWEATERS)
    talk = await shop.talk(maya)
    await talk.say(f"return one of the sweaters from {order}, it is too big")

    await asyncio.gather(*(talk.send("yes", client_message_id="the-same-yes") for _ in range(5)))
    again = await talk.send("yes", client_message_id="the-same-yes")

    assert await shop.claims(order) == [(1, 1, "too_big")]
    assert [card.kind for card in again.reply.cards] == ["receipt"]


async def test_two_tabs_say_yes_to_one_summary(shop: Shop) -> None:
    maya = await shop.shopper()
    order = await paid_order(shop, maya, SWEATERS)
    talk = await shop.talk(maya)
    await talk.say(f"return one of the sweaters from {order}, it is too big")

    await asyncio.gather(talk.send("yes"), talk.send("yes please"))

    assert await shop.claims(order) == [(1, 1, "too_big")]


async def test_two_conversations_at_once_claim_a_line_once(shop: Shop) -> None:
    maya = await shop.shopper()
    order = await paid_order(shop, maya, SHIRT)
    talks = [await shop.talk(maya) for _ in range(3)]
    for talk in talks:
        await talk.say(f"return the shirt from {order}, it is too big")

    replies = await asyncio.gather(*(talk.say("yes") for talk in talks))

    assert await shop.claims(order) == [(1, 1, "too_big")]
    assert sum("receipt" in [card.kind for card in reply.cards] for reply in replies) == 1


async def test_every_decision_in_the_table_follows_from_what_was_stored(shop: Shop) -> None:
    """Over all rows: what tests filed, and what the shop brought along with the inputs that decide it."""
    maya = await shop.shopper()
    order = await paid_order(shop, maya, SHIRT, SOCKS)
    await filed(await shop.talk(maya), f"return the shirt from {order}, it is too small")
    total, imported, wrong = await replayed(shop.resources.database)
    assert wrong == []
    assert (total > 200, imported) == (True, 0)
