"""What the support team says of its own work, and of the customers it serves."""

from collections.abc import Callable

import pytest

from agent.acts import Act
from agent.claims.verdicts import reason_beside, reason_in
from agent.dialogue import tasks
from agent.intents.registry import INTENTS
from agent.speaker.desk import claim_shown, name_alone, name_in
from agent.speaker.in_their_name import in_their_name
from agent.speaker.leads import behind_introduction, introduced
from agent.state import ClaimInHand, Memory, empty_memory
from agent.table.reader import Asked, Table
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Request, Understanding
from agent.understanding.of_the_desk import as_the_customer, of_the_desk
from tests.agent.test_dialogue import heard as words

COAT = {"value": "VM-10163", "label": "CL-COAT22", "words": "Wool Coat"}
SOCKS = {"value": "VM-10198", "label": "CL-SOCKS2", "words": "Wool Socks"}


def reads(name: str, probability: float = 0.95) -> Callable[[Table, str], Asked]:
    return lambda table, text: Asked(name, probability) if table == "desk" else Asked("elsewhere", 0.9)


def heard(text: str, memory: Memory, read: Callable[[Table, str], Asked]) -> Heard:
    plain = words(text)
    return Heard(text, plain.entities, plain.today, plain.vocabulary, memory["shown"], read=read)


def understood(text: str, intent: str | None = None, *, outright: bool = False) -> Understanding:
    found = words(text).entities
    request = Request(text, intent, 0.5, (intent,) if outright and intent else (), found)
    return Understanding(text, Act("none"), found, (request,))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("where is her order?", "where is my order?"),
        ("does she have any claims open", "do i have any claims open"),
        ("she'd rather have a new one", "i'd rather have a new one"),
        ("she's lost the label", "i've lost the label"),
        ("the customer says it never arrived", "it never arrived"),
        ("customer wants to exchange it", "i want to exchange it"),
        ("send them back for her, she doesn't like the colour", "send them back for me, i don't like the colour"),
        ("is the customer's address right", "is my address right"),
        ("where is VM-10217", "where is VM-10217"),
        ("he wants to know where his vest is", "where my vest is"),
        ("what's our return window", "what's your return window"),
        ("did we send her the wrong size", "did you send me the wrong size"),
    ],
)
def test_what_is_said_of_a_customer_is_meant_as_the_customer_would_say_it(said: str, meant: str) -> None:
    assert in_their_name(said) == meant


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("next caller is chloe ortega, 02130", "chloe ortega"),
        ("can you pull up Maya Lindholm", "Maya Lindholm"),
        ("mr novak here, 30301", "novak"),
        ("next customer please", None),
        ("now for sara@example.com", None),
        ("ok then pull up poppy ross", "poppy ross"),
        ("poppy ross today pls", "poppy ross"),
        ("back to kevin", "kevin"),
        ("LS7 4NB", None),
    ],
)
def test_a_name_is_what_is_none_of_the_words_that_ask_for_one(text: str, name: str | None) -> None:
    assert name_in(text) == name


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("noah hughes called, 33137. says his skirt is nowhere", "she says his skirt is nowhere"),
        ("now owen patel 94110, his jacket is too small", "his jacket is too small"),
        ("owen patel 94110 please", "owen patel 94110 please"),
        ("where is 10217, she asks again", "where is 10217, she asks again"),
    ],
)
def test_what_is_wished_stands_behind_who_wishes_it(text: str, wish: str) -> None:
    assert behind_introduction(text, text) == wish


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("chloe ortega", "chloe ortega"),
        ("next one is chloe ortega", "chloe ortega"),
        ("what is the return policy for worn shoes", None),
        ("yes", None),
    ],
)
def test_a_name_alone_answers_whom_it_is_about(text: str, name: str | None) -> None:
    assert name_alone(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("now owen patel 94110, his jacket is too small", "owen patel"),
        ("change it to 12 elm street, portland or 97209", None),
        ("ship it to austin tx 78701", None),
        ("and 10217", None),
    ],
)
def test_a_postcode_behind_a_name_introduces_somebody(text: str, name: str | None) -> None:
    assert introduced(text, words(text).entities) == name


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("ok its fine, approve", None),
        ("reject, the photo shows nothing", "the photo shows nothing"),
        ("let it through because her seam is torn", "her seam is torn"),
    ],
)
def test_what_decides_is_no_reason(text: str, reason: str | None) -> None:
    assert reason_beside(text) == reason


def test_the_claim_that_is_meant_is_among_those_shown() -> None:
    memory = empty_memory()
    memory["shown"] = {"orders": [COAT, SOCKS], "order": []}
    assert claim_shown(heard("the second one", memory, reads("file"))) == "CL-SOCKS2"
    assert claim_shown(heard("the socks, show me", memory, reads("file"))) == "CL-SOCKS2"
    assert claim_shown(heard("approve", memory, reads("approve"))) is None
    memory["shown"] = {"orders": [COAT, SOCKS], "order": [COAT]}
    assert claim_shown(heard("approve", memory, reads("approve"))) == "CL-COAT22"


def test_what_is_likely_of_the_desk_is_asked_of_the_desk() -> None:
    memory = empty_memory()
    own = of_the_desk(memory, understood("whos up"), heard("whos up", memory, reads("queue")), serves=False)
    assert [(each.intent, each.matter) for each in own.requests] == [("decide_claim", "queue")]
    unsure = heard("whos up", memory, reads("queue", 0.5))
    assert of_the_desk(memory, understood("whos up"), unsure, serves=False) == understood("whos up")


def test_a_rule_that_is_sure_gives_way_to_the_surest_reading_only() -> None:
    memory, said = empty_memory(), understood("where do i reach her", "contact_info", outright=True)
    for probability, intent in ((0.7, "contact_info"), (0.95, "find_customer")):
        own = of_the_desk(memory, said, heard(said.text, memory, reads("profile", probability)), serves=True)
        assert own.requests[0].intent == intent


def test_a_verdict_is_likely_only_with_a_claim_on_the_table() -> None:
    memory = empty_memory()
    read = reads("approve", 0.7)
    alone = of_the_desk(memory, understood("fine with me"), heard("fine with me", memory, read), serves=True)
    assert alone.requests[0].matter == ""
    memory["shown"] = {"orders": [COAT], "order": [COAT]}
    beside = of_the_desk(memory, understood("fine with me"), heard("fine with me", memory, read), serves=True)
    assert beside.requests[0].matter == "approve"


def test_a_reason_is_given_in_whatever_words() -> None:
    memory = empty_memory()
    task = tasks.open_task(memory, INTENTS["decide_claim"], text="deny it", slots={})
    task["asked"] = "verdict_reason"
    said = understood("she wore it for weeks", "product_question")
    read = reads("record")
    assert as_the_customer(memory, said.text, read) == said.text
    assert of_the_desk(memory, said, heard(said.text, memory, read), serves=True).requests == ()
    other = of_the_desk(memory, said, heard(said.text, memory, reads("tickets")), serves=True)
    assert other.requests[0].intent == "tickets"


def test_what_follows_a_command_begins_with_the_reason() -> None:
    assert reason_in("ok approve it then, the photo is clear") == "the photo is clear"
    assert reason_beside("i'd turn that down") is None


def test_no_colleague_is_called_for_one_of_the_team() -> None:
    memory = empty_memory()
    found = of_the_desk(
        memory,
        understood("anybody in the chat?", "human_agent"),
        heard("anybody in the chat?", memory, reads("elsewhere")),
        serves=True,
    )
    assert [request.intent for request in found.requests] == ["tickets"]


def test_what_was_refused_is_not_carried_over_to_another_order() -> None:
    memory = empty_memory()
    memory["claim"] = ClaimInHand(
        intent="return_item", slots={"order_id": "VM-10163"}, claim_ids=[], refusal="window_closed", is_told=False
    )
    of_the_desk(memory, understood("and VM-10198"), heard("and VM-10198", memory, reads("elsewhere")), serves=True)
    assert memory["claim"] is None
