"""What waits in the outbox goes out: in order for each recipient, and never twice, whatever the carrier does."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
import pytest_asyncio

from api.channels.sending import Sender
from api.channels.telephony import TwilioAccount
from api.channels.twilio_rest import TwilioRest
from api.fake_twilio.exchange import SMS_NUMBER
from api.fake_twilio.faults import Fault, Faults
from domain.delivery import Part
from store import outbox
from store.database import Database
from store.sending import Outgoing
from tests.api.phones import STRANGER, Carrier, Fixed, carrier

WHATSAPP = f"whatsapp:{STRANGER}"
STATUS = "SELECT status FROM outbox ORDER BY outbox_id LIMIT 1"


@pytest_asyncio.fixture
async def phones(database: Database) -> AsyncIterator[Carrier]:
    async with carrier(database) as found:
        yield found


def always(fault: Fault) -> Faults:
    return Faults({fault: 1.0})


async def fail_once(phones: Carrier, fault: Fault) -> None:
    """The next message meets the fault, later ones do not."""
    phones.exchange.faults = always(fault)
    async with phones.resources.database.transaction() as session:
        await outbox.enqueue(session, Part("one"), key="one", channel="sms", recipient=STRANGER)
    await phones.until_value(1, "SELECT attempts FROM outbox WHERE key = 'one'")
    await asyncio.sleep(0.1)
    phones.exchange.faults = Faults({})


@pytest.mark.parametrize("fault", [Fault.TOO_MANY, Fault.BROKEN, Fault.DROPPED])
async def test_what_surely_did_not_go_out_goes_out_later_once(phones: Carrier, fault: Fault) -> None:
    await fail_once(phones, fault)
    await phones.resources.sender.look_for_lost()
    await asyncio.sleep(1.2)
    for _ in range(8):
        await phones.rows("UPDATE outbox SET due_at = now() WHERE status IN ('waiting', 'unsure')")
        await phones.resources.sender.look_for_lost()
        await phones.resources.sender.send_due()
    await phones.until_value("delivered", STATUS)

    assert [message.body for message in phones.exchange.sent_to(STRANGER)] == ["one"]


@pytest.mark.parametrize("fault", [Fault.BROKEN_AFTER, Fault.DROPPED_AFTER, Fault.GARBLED])
async def test_what_may_have_gone_out_is_found_and_not_sent_again(phones: Carrier, fault: Fault) -> None:
    phones.exchange.faults = always(fault)
    await fail_once(phones, fault)
    for _ in range(3):
        await phones.rows("UPDATE outbox SET due_at = now() WHERE status IN ('waiting', 'unsure')")
        await phones.resources.sender.look_for_lost()
        await phones.resources.sender.send_due()
    await phones.until_value("delivered", STATUS)

    assert len(phones.exchange.sent_to(STRANGER)) == 1
    assert await phones.value("SELECT sid FROM outbox") == phones.exchange.sent_to(STRANGER)[0].sid


async def test_it_is_found_by_asking_where_no_report_comes(phones: Carrier) -> None:
    """The reports are lost too: only the provider's list knows of it."""
    await fail_once(phones, Fault.CALLBACKS_LOST)
    (sent,) = await phones.got(1)
    await phones.rows("UPDATE outbox SET status = 'unsure', sid = NULL, due_at = now()")

    await phones.resources.sender.look_for_lost()

    assert await phones.value("SELECT sid FROM outbox") == sent.sid
    assert len(phones.exchange.sent_to(STRANGER)) == 1


async def test_the_same_words_sent_before_are_not_taken_for_the_lost_ones(phones: Carrier) -> None:
    async with phones.resources.database.transaction() as session:
        await outbox.enqueue(session, Part("Sure."), key="a", channel="sms", recipient=STRANGER)
    await phones.until_value("delivered", STATUS)
    async with phones.resources.database.transaction() as session:
        await outbox.enqueue(session, Part("Sure."), key="b", channel="sms", recipient=STRANGER)
        # As a process leaves it that died before it asked.
        connection = await session.raw()
        await connection.execute(
            "UPDATE outbox SET status = 'unsure', tried_at = now() - interval '1 hour' WHERE key = 'b'"
        )

    await phones.resources.sender.look_for_lost()
    await phones.until_value("delivered", "SELECT status FROM outbox WHERE key = 'b'")

    assert len(phones.exchange.sent_to(STRANGER)) == 2


@pytest.mark.parametrize("off", [timedelta(hours=1), timedelta(hours=-1)], ids=["ahead", "behind"])
async def test_it_is_found_when_their_clock_and_ours_are_an_hour_apart(off: timedelta) -> None:
    ours = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
    sent_at, now = ours + off, ours + off + timedelta(seconds=20)

    def answer(request: httpx.Request) -> httpx.Response:
        listed = [
            {"sid": sid, "body": "hello", "status": "sent", "direction": "outbound-api", "date_created": at}
            for sid, at in (
                ("SMnow", format_datetime(sent_at)),
                ("SMbefore", format_datetime(sent_at - timedelta(minutes=10))),
            )
        ]
        return httpx.Response(200, json={"messages": listed}, headers={"date": format_datetime(now, usegmt=True)})

    lost = Outgoing(
        outbox_id=1,
        channel="sms",
        recipient=STRANGER,
        text="hello",
        media=(),
        buttons=(),
        template="",
        attempts=1,
        tried_at=ours,
        tried_ago=timedelta(seconds=20),
        is_opted_out=False,
        heard_ago=None,
    )
    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        account = TwilioAccount("AC" + "0" * 32, "token")
        rest = TwilioRest(account, client, shop="VerdeMuse", callback_url="https://shop.example")
        found = await rest.find(lost, sender=SMS_NUMBER, recipient=STRANGER)

    assert [one.sid for one in found] == ["SMnow"]


async def test_a_process_that_died_while_sending_leaves_nothing_unsent_and_nothing_twice(phones: Carrier) -> None:
    async with phones.resources.database.transaction() as session:
        connection = await session.raw()
        await outbox.enqueue(session, Part("went out"), key="a", channel="sms", recipient=STRANGER)
        await outbox.enqueue(session, Part("did not"), key="b", channel="sms", recipient="+15035550198")
        await connection.execute("UPDATE outbox SET status = 'sending', tried_at = now() - interval '2 minutes'")
    form = {"To": [STRANGER], "From": [SMS_NUMBER], "Body": ["went out"]}
    kept = phones.exchange.keep(form)
    kept.at -= timedelta(minutes=2)

    for _ in range(2):
        await phones.resources.sender.look_for_lost()
        await phones.resources.sender.send_due()
    await phones.idle()

    assert [message.body for message in phones.exchange.sent_to(STRANGER)] == ["went out"]
    assert [message.body for message in phones.exchange.sent_to("+15035550198")] == ["did not"]


async def test_each_recipient_gets_messages_in_order_and_none_waits_for_another(phones: Carrier) -> None:
    others = [f"+150355502{number:02d}" for number in range(5)]
    async with phones.resources.database.transaction() as session:
        for number in range(6):
            for recipient in others:
                key = f"{recipient}:{number}"
                await outbox.enqueue(session, Part(f"message {number}"), key=key, channel="sms", recipient=recipient)
        connection = await session.raw()
        blocked = "UPDATE outbox SET due_at = now() + interval '1 hour' WHERE key = $1"
        await connection.execute(blocked, f"{others[0]}:0")
    for recipient in others[1:]:
        got = await phones.got(6, recipient=recipient)
        assert [message.body for message in got] == [f"message {number}" for number in range(6)]

    assert phones.exchange.sent_to(others[0]) == []


async def test_many_senders_at_once_send_once_and_in_order(phones: Carrier) -> None:
    async with phones.resources.database.transaction() as session:
        for number in range(30):
            recipient = f"+150355503{number % 3:02d}"
            await outbox.enqueue(session, Part(f"m{number}"), key=f"k{number}", channel="sms", recipient=recipient)
    await asyncio.gather(*(phones.resources.sender.send_due() for _ in range(5)))
    await phones.idle()

    for which in range(3):
        got = [message.body for message in phones.exchange.sent_to(f"+150355503{which:02d}")]
        assert got == [f"m{number}" for number in range(which, 30, 3)]


async def test_a_process_without_telephones_leaves_messages_to_those_that_have_them(phones: Carrier) -> None:
    phones.exchange.faults = always(Fault.TOO_MANY)
    async with phones.resources.database.transaction() as session:
        await outbox.enqueue(session, Part("news"), key="k", channel="sms", recipient=STRANGER)
    await phones.until_value(1, "SELECT attempts FROM outbox")
    await phones.rows("UPDATE outbox SET due_at = now() + interval '1 second'")
    mute = Sender(phones.resources.database, {"web": phones.resources.channels["web"]})
    async with mute:
        assert await mute.send_due() == 0
        await mute.look_for_lost()
    phones.exchange.faults = Faults({})
    assert (await phones.got(1))[0].body == "news"


async def test_reports_out_of_order_and_doubled_never_move_backwards(phones: Carrier) -> None:
    phones.exchange.faults = always(Fault.CALLBACKS_MIXED)
    await phones.whatsapp("hello")
    await phones.until_value("read", STATUS)
    await asyncio.sleep(0.3)

    assert await phones.value(STATUS) == "read"


async def test_an_undelivered_message_says_why(phones: Carrier) -> None:
    phones.exchange.faults = always(Fault.UNDELIVERED)
    await phones.write("hello")
    await phones.until_value("failed", STATUS)

    assert await phones.value("SELECT error_code FROM outbox") == 30003


async def test_an_opt_out_that_only_the_carrier_knew_stops_us_for_good(phones: Carrier) -> None:
    await phones.write("hello")
    await phones.got(1)
    await phones.idle()
    phones.exchange.messages[0].body = "STOP"
    async with phones.resources.database.transaction() as session:
        await outbox.enqueue(session, Part("news"), key="n1", channel="sms", recipient=STRANGER)
        await outbox.enqueue(session, Part("more"), key="n2", channel="sms", recipient=STRANGER)
    await phones.until_value("refused", "SELECT status FROM outbox WHERE key = 'n2'")

    rows = await phones.rows("SELECT status, error_code FROM outbox WHERE key LIKE 'n_' ORDER BY outbox_id")
    assert [tuple(row) for row in rows] == [("refused", 21610), ("refused", 21610)]
    assert await phones.value("SELECT opted_out_at IS NOT NULL FROM phones")
    assert phones.exchange.breaches == ["21610: Attempt to send to unsubscribed recipient"]


async def test_outside_of_the_window_a_template_asks_and_the_answer_follows_when_they_write(database: Database) -> None:
    notice = "HX" + "9" * 32
    async with carrier(database, templates={"notice": notice}) as phones:
        await phones.whatsapp("hello")
        await phones.got(1, recipient=WHATSAPP)
        await phones.idle()
        await phones.rows("UPDATE phones SET last_inbound_at = now() - interval '25 hours'")
        async with phones.resources.database.transaction() as session:
            for number in range(2):
                part = Part(f"Your refund {number} is on its way.")
                await outbox.enqueue(session, part, key=f"k{number}", channel="whatsapp", recipient=STRANGER)
        asked = (await phones.got(2, recipient=WHATSAPP))[1]
        await phones.until_value(2, "SELECT count(*) FROM outbox WHERE status = 'held'")
        await phones.whatsapp("yes?")
        await phones.got(5, recipient=WHATSAPP)
        got = [message.body for message in phones.exchange.sent_to(WHATSAPP)]

    assert (asked.content_sid, asked.body) == (notice, "")
    assert got[2:] == ["Your refund 0 is on its way.", "Your refund 1 is on its way.", "heard: yes?"]


async def test_a_refusal_that_the_window_is_closed_holds_the_message(database: Database) -> None:
    """The provider knows of the window what we do not: 63016, at once."""
    async with carrier(database, templates={"notice": "HX" + "9" * 32}) as phones:
        await phones.whatsapp("hello")
        await phones.got(1, recipient=WHATSAPP)
        await phones.idle()
        for message in phones.exchange.messages:
            message.at -= timedelta(days=2)
        async with phones.resources.database.transaction() as session:
            await outbox.enqueue(session, Part("news"), key="k", channel="whatsapp", recipient=STRANGER)
        await phones.until_value("held", "SELECT status FROM outbox WHERE key = 'k'")


async def test_answers_that_fit_on_buttons_are_buttons(database: Database) -> None:
    agent = Fixed("Shall I go on?", quick_replies=["Yes, please", "No, thanks"])
    async with carrier(database, agent=agent, buttons={2: "HX" + "2" * 32}) as phones:
        await phones.whatsapp("cancel it")
        (got,) = await phones.got(1, recipient=WHATSAPP)
        assert phones.exchange.breaches == []

    assert got.content_sid == "HX" + "2" * 32
    assert '"2": "Yes, please", "3": "No, thanks"' in got.content_variables


async def test_an_answer_that_is_hours_old_is_not_sent(phones: Carrier) -> None:
    async with phones.resources.database.transaction() as session:
        expires = timedelta(seconds=-1)
        await outbox.enqueue(session, Part("old"), key="k", channel="sms", recipient=STRANGER, expires=expires)
    await phones.until_value("expired", STATUS)
    assert phones.exchange.sent_to(STRANGER) == []


async def test_a_secret_is_emptied_once_the_provider_has_it(phones: Carrier) -> None:
    async with phones.resources.database.transaction() as session:
        await outbox.enqueue(session, Part("123 456"), key="k", channel="sms", recipient=STRANGER, is_secret=True)
    await phones.until_value("delivered", STATUS)
    assert await phones.value("SELECT text FROM outbox") == ""
    assert phones.exchange.sent_to(STRANGER)[0].body == "123 456"


async def test_the_reply_is_in_the_commit_of_the_turn(phones: Carrier) -> None:
    """A carrier that is away costs no reply: it is kept, and goes out when the carrier is back."""
    phones.exchange.faults = always(Fault.TOO_MANY)
    await phones.write("hello")
    await phones.until_value(1, "SELECT count(*) FROM outbox WHERE status = 'waiting' AND attempts > 0")
    phones.exchange.faults = Faults({})
    (reply,) = await phones.got(1)

    assert reply.body.endswith("heard: hello")
    key = "SELECT key FROM outbox"
    assert (await phones.value(key)).startswith("reply:")


async def test_what_is_said_outside_of_a_turn_reaches_the_telephone(phones: Carrier) -> None:
    await phones.write("hello")
    await phones.got(1)
    conversation_id = await phones.value("SELECT conversation_id FROM conversations")
    async with phones.resources.database.connection() as connection:
        assert await outbox.tell(connection, conversation_id, "A colleague here.", key="staff:1")
        assert not await outbox.tell(connection, conversation_id, "A colleague here.", key="staff:1")
    got = await phones.got(2)
    assert got[1].body == "A colleague here."
    async with phones.resources.database.connection() as connection:
        assert (await outbox.records(connection))[0].recipient == STRANGER


async def test_whatever_goes_wrong_every_message_goes_out_once_and_in_order(phones: Carrier) -> None:
    """Two senders, and every fourth attempt meets one of the faults that end by themselves."""
    stalls = {Fault.STALLED, Fault.STALLED_AFTER}
    kinds = [fault for fault in Fault if fault not in stalls]
    phones.exchange.faults = Faults(dict.fromkeys(kinds, 0.25 / len(kinds)))
    recipients = [f"+150355504{which:02d}" for which in range(6)]
    async with phones.resources.database.transaction() as session:
        for number in range(72):
            recipient = recipients[number % 6]
            await outbox.enqueue(session, Part(f"m{number}"), key=f"k{number}", channel="sms", recipient=recipient)
    waiting = "SELECT count(*) FROM outbox WHERE status IN ('waiting', 'sending', 'unsure')"
    for _ in range(60):
        await phones.rows("UPDATE outbox SET due_at = now() WHERE status IN ('waiting', 'unsure')")
        await asyncio.gather(*(phones.resources.sender.send_due() for _ in range(2)))
        await phones.resources.sender.look_for_lost()
        if await phones.value(waiting) == 0:
            break
        await asyncio.sleep(0.3)

    for which, recipient in enumerate(recipients):
        got = [message.body for message in phones.exchange.sent_to(recipient)]
        assert got == [f"m{number}" for number in range(which, 72, 6)]
