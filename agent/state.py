"""What a conversation remembers between turns: small, plain, JSON."""

from typing import Any, NotRequired, TypedDict


class Task(TypedDict):
    """One request of the customer that is not finished."""

    key: str
    """Unique in the conversation."""
    intent: str
    slots: dict[str, Any]
    text: str
    """The words that opened or last touched it."""
    asked: str | None
    """The slot that the last question was about."""
    asked_by: str
    """The phrase that asked: the same one again needs a word on why."""
    choices: list[dict[str, str]]
    """[{value, label, words}] offered with that question"""
    tries: int
    """Times the same question was put without getting further."""
    answered: list[list[str]]
    """Slots filled by each answer so far, the last one last: what "go back" takes back."""
    put_off: int
    """Times its question was put again because something else came between, since the customer last came to it."""
    is_aside: NotRequired[bool]
    """ "Not now": its question is not put again until the customer comes back to it."""
    about: NotRequired[list[str]]
    """Numbers of the orders and goods that its last question was about."""


class Pending(TypedDict):
    """A proposed action that waits for a yes."""

    action_id: str
    tool: str
    arguments: dict[str, Any]
    digest: str
    verb: str
    task: str
    """Key of the task it belongs to."""
    expires_at: str
    things: NotRequired[list[str]]
    """Names of all that it would do something with."""
    shown_in: int
    """Number of the turn (fence) that showed the summary; a yes must come in a later one."""
    shown: NotRequired[str]
    """The reply that showed it, for the things it speaks of."""


class Offer(TypedDict):
    """A question that ended an answer: "Shall I start a return?"; a yes opens that intent."""

    intent: str
    slots: dict[str, Any]
    kept: NotRequired[bool]
    """Something else was asked since: a plain yes still takes it, an "ok" is only heard."""


class Closed(TypedDict):
    """The request that was finished last: "no, the other one" takes it up again, "the same for the tee" repeats it."""

    intent: str
    slots: dict[str, Any]
    is_done: bool
    """With a receipt; otherwise it was answered or refused."""


class ClaimInHand(TypedDict):
    """The claim that is being talked about, see `agent.claims.in_hand`."""

    intent: str
    """Of whoever files it."""
    slots: dict[str, Any]
    """Order, lines, reason and wish, as far as they are known."""
    claim_ids: list[str]
    """Those that were filed or shown; empty while it is only planned, or was refused."""
    refusal: str
    """Why it may not be filed, in the words of `domain.claim_rules`; "" otherwise."""
    is_told: bool
    """Whether what else can be done was listed already."""


class Quoted(TypedDict):
    """The last answer out of the shop's writings, as a conversation remembers it."""

    question: str
    """What it answered, in words that can stand alone."""
    passage_id: str
    """Empty where nothing was found."""
    told: str
    """The beginning of what was quoted, with its heading."""


class Past(TypedDict):
    """One request that is over, and what came of it."""

    intent: str
    about: str
    """The order; "" when it was about none."""
    came_of_it: str
    """done, answered, refused, given to a person"""
    owed: list[str]
    """What was promised with it."""


class Mood(TypedDict):
    """How much patience is left. `level` is 0 when all is well, see `agent.mood.easing`."""

    level: int
    is_upset: bool
    """By the message of this turn, not an earlier one."""
    told: NotRequired[int]
    """The level at which it was last said to be heard; 0 once all is well again."""


class Memory(TypedDict):
    """The whole of it."""

    tasks: list[Task]
    """Open tasks; the last one is the one being worked on."""
    pending: Pending | None
    offer: Offer | None
    closed: Closed | None
    """Only until the next message that is about something."""
    claim: ClaimInHand | None
    claim_aside: ClaimInHand | None
    """The one before, while an order or goods are looked at, see `agent.dialogue.turning`."""
    reasons: list[dict[str, Any]]
    """Why things were to go back that were not filed: {order_id, line, reason, note}, see `agent.claims.told_why`."""
    shown: dict[str, list[dict[str, str]]]
    """What was shown last, in order, as choices: orders, products, and the one product being looked at."""
    search: dict[str, Any]
    """Words and limits of the last product search, so that "in blue?" refines it."""
    looking_at: str
    """What the last answer was about: orders, products, or nothing of the kind."""
    topic: str
    """The intent that was answered last out of the shop's writings."""
    quoted: Quoted | None
    """What it was asked and answered: "how much?" asks more about it."""
    misses: int
    """Messages in a row that were not understood."""
    past: list[Past]
    """Requests that are over, the last ones; the newest last."""
    summed_up: int
    """The newest message when a model was last asked to sum the conversation up; 0: never."""
    summed_from: int
    """Messages up to this one are in no summary any more: something in them was taken back."""
    home: str
    """The country that the customer said they are in, ISO 3166; "" until they say so."""
    learnt: list[dict[str, Any]]
    """What customers said about themselves and the store does not have yet: {kind, value, about, said_on}."""
    mood: Mood
    language: str
    """What the conversation is held in, by its words; "" until a message tells, and then the locale does."""
    served: list[dict[str, str]]
    """Whom one of the team has served in this talk: {name, email}, the last one last."""
    is_orderless: bool
    """Said to have ordered nothing yet, see `agent.orders.none_yet`."""
    turns: int
    last_reply: str
    """For "say that again"."""
    reply_before: str
    """The one before it."""
    said: list[str]
    """Phrases that the last reply was made of: what a bare yes, no or "what then?" may be said to."""
    handed_off: str | None
    """Number of the open ticket, when a person was asked."""


def empty_memory() -> Memory:
    return Memory(
        tasks=[],
        pending=None,
        offer=None,
        closed=None,
        claim=None,
        claim_aside=None,
        reasons=[],
        shown={},
        search={},
        looking_at="",
        topic="",
        quoted=None,
        misses=0,
        past=[],
        summed_up=0,
        summed_from=0,
        home="",
        learnt=[],
        mood=Mood(level=0, is_upset=False),
        language="",
        served=[],
        is_orderless=False,
        turns=0,
        last_reply="",
        reply_before="",
        said=[],
        handed_off=None,
    )


def load_memory(state: dict[str, Any]) -> Memory:
    """A stored state, or an empty one; keys that an older release did not know are filled in."""
    memory = empty_memory()
    memory.update({key: state[key] for key in memory if key in state})  # pyright: ignore[reportArgumentType, reportCallIssue]  # keys are those of Memory
    for task in memory["tasks"]:
        task.setdefault("answered", [])
        task.setdefault("asked_by", "")
    return memory
