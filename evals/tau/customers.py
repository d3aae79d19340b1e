"""Simulated customers of the benchmark. The scripted one needs no model; `modelled` has one that a model plays.

The scripted customer wants the writes of the task's gold actions and nothing else. It opens in the task's own words,
answers what it is asked, agrees to a summary only when all that it shows is what is wanted, says once more and more
plainly what was not understood, and gives up politely when that does not help. What is asked is taken from
`Said.asks`, because a script cannot read; whether a summary is right is read off its text, as a customer would.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from evals.observed import Said
from evals.tau.goals import Database, Goal, Item, goals_of, item_words, joined, options_words, statement
from evals.tau.tasks import Task, customer_of

TRIES = 3
"""Ways of saying one thing before it is given up."""
_LEAVES_OUT = 3
"""The style that leaves details out."""
_ORDER = re.compile(r"#W\d{7}")
_WANTS_TO_KNOW = re.compile(
    r"\b(?:to (?:know|check|confirm|find out|learn|see|get the)|wonder|how many|how much|what is|inquire)\b",
    re.IGNORECASE,
)
_PIECES = re.compile(r"\b(?:[2-9]|\d\d) [×x] ")
"""More than one of something: nobody in the benchmark wants that."""
_SWAP = re.compile(r"^(?P<old>.*)(?: becomes| for) (?P<new>.*)$")
_METHODS = re.compile(r"\b(?:gift card|paypal|visa|mastercard|amex|card) ending|\bpaypal\b", re.IGNORECASE)
_ABOUT: Mapping[str, str] = {
    "cancel_pending_order": "cancel",
    "return_delivered_order_items": "return|refund|file",
    "exchange_delivered_order_items": "exchange|swap",
    "modify_pending_order_items": "chang|instead",
    "modify_pending_order_payment": "pay",
    "modify_pending_order_address": "order",
    "modify_user_address": "account|default",
}
_PERSONS = (
    (r"\byou are\b", "I am"),
    (r"\byou'd\b", "I'd"),
    (r"\byou're\b", "I'm"),
    (r"\byou've\b", "I've"),
    (r"\byours\b", "mine"),
    (r"\byour\b", "my"),
    (r"\byourself\b", "myself"),
    (r"\b(with|to|for|by|of) you\b", r"\1 me"),
    (r"\byou\b", "I"),
)
_ABOUT_SELF = re.compile(
    r"^Your? name is [^.]*?\S+@example\.com\.\s*|^Your? name is [^.@]*\.\s*|^You are [a-z-]+(?:, [a-z-]+)*\.\s*",
    re.IGNORECASE,
)


class Customer(Protocol):
    async def say(self, said: Said | None) -> str | None:
        """The next message, the first one when nothing was said yet; None: the customer has left."""
        ...


MakeCustomer = Callable[[Task, Database, int], Customer]
"""`int` is the seed: another run of the same task is another mood of the same customer."""


class ScriptedCustomer:
    def __init__(self, task: Task, database: Database, seed: int) -> None:
        self._task = task
        self._style = seed % 4
        self._left = goals_of(task, database)
        self._email: str = customer_of(task, database)["email"]
        self._untold = list(task.must_tell)
        self._questions = questions(first_person(task.script.reason))
        self._meant = _order_meant(task, database)
        self._tries = 0
        self._repeated = 0
        self._asked: Counter[str] = Counter()
        """How often each question was put about the present goal."""

    async def say(self, said: Said | None) -> str | None:
        return self.opening() if said is None else self.answer(said)

    def opening(self) -> str:
        """A synthetic task is its actions, so it is said in one of four ways; the others have words of their own."""
        if self._task.kind == "synthetic" and self._left:
            return statement(self._left[0], self._style)
        return first_person(self._task.script.reason)

    def answer(self, said: Said) -> str | None:
        shown = plain("\n".join([said.text, *(text for _, text in said.cards)]))
        self._untold = [text for text in self._untold if plain(text) not in shown]
        return self._answer(said) or self._ask(said)

    def _ask(self, said: Said) -> str | None:
        """What the script wants to know and nobody has said so far, one question at a time, before leaving."""
        if self._untold and said.asks == "order_id" and self._meant:
            meant, self._meant = self._meant, ""
            return meant
        return self._questions.pop(0) if self._untold and self._questions else None

    def _answer(self, said: Said) -> str | None:
        if any(kind == "receipt" for kind, _ in said.cards):
            self._done(said)
        elif not self._left:
            return "No, thank you." if said.asks == "confirmation" and not self._repeats() else None
        if not self._left:
            return None
        if said.asks == "confirmation":
            return self._agree(said)
        if said.asks != "nothing":
            return self._reply_to(said)
        return self._say_again()

    def _done(self, said: Said) -> None:
        """A receipt shows what was done: the goal that it names, else the one that was talked about."""
        text = _shown(said, "receipt")
        named = [goal for goal in self._left if goal.order_id and goal.order_id in text]
        if self._left:
            self._left.remove(next((goal for goal in named if fits(goal, text)), (named or self._left)[0]))
        self._start_afresh()

    def _agree(self, said: Said) -> str | None:
        """Yes to exactly what is wanted; a summary that is wrong is put right, and in the end refused."""
        summary = _shown(said, "confirm") or said.text
        right = next((goal for goal in self._left if fits(goal, f"{said.text}\n{summary}")), None)
        if right is not None:
            if self._repeats():
                return self._give_up("No, leave it.")
            self._left.remove(right)
            self._left.insert(0, right)
            return self._with_method(right, f"{said.text}\n{summary}") or "yes"
        self._tries += 1
        self._repeated = 0
        if self._tries < TRIES:
            return f"No, that's not it. {statement(self._left[0], self._tries % 2)}"
        return self._give_up("No, forget it.")

    def _with_method(self, goal: Goal, shown: str) -> str | None:
        """Nobody asked how a difference of nothing is to be paid: said before the yes, once."""
        is_open = self._style == _LEAVES_OUT and goal.method and not self._asked["method"]
        if not is_open or any(mark.casefold() in shown.casefold() for mark in goal.method_marks):
            return None
        self._asked["method"] += 1
        return f"Please use my {goal.method} for it"

    def _repeats(self) -> bool:
        self._repeated += 1
        return self._repeated > TRIES + len(self._task.writes)

    def _reply_to(self, said: Said) -> str | None:
        named = [goal for goal in self._left if goal.order_id and goal.order_id in said.text]
        goal = max(named, key=lambda goal: said.text.rindex(goal.order_id), default=self._left[0])
        self._asked[said.asks] += 1
        if self._asked[said.asks] > TRIES + len(goal.items):
            return self._say_again()
        return reply(goal, said, email=self._email, others=self._left)

    def _say_again(self) -> str | None:
        self._tries += 1
        if self._tries > TRIES:
            return self._give_up("Never mind, leave that.")
        return statement(self._left[0], (0, 1, 2, 0)[self._tries])

    def _start_afresh(self) -> None:
        self._tries = 0
        self._repeated = 0
        self._asked.clear()

    def _give_up(self, words: str) -> str | None:
        """The next thing is asked for in the same breath."""
        self._left.pop(0)
        self._start_afresh()
        return f"{words} {statement(self._left[0], 1)}" if self._left else words


def reply(goal: Goal, said: Said, *, email: str, others: Sequence[Goal]) -> str:
    """The answer to a question about this goal, in a customer's words."""
    slot = said.asks
    more = [other for other in others if other is not goal and other.order_id == goal.order_id and other.changes_order]
    if slot in ("more", "anything_else", "more_changes"):
        return statement(more[0], 1) if more and goal.changes_order else "No, that's all."
    if slot in ("order_id", "order"):
        return goal.order_id or "It's about my account, not an order."
    if slot in ("line", "lines", "item", "items"):
        return joined([item_words(item) for item in goal.items]) if goal.items else statement(goal, 1)
    if slot == "quantity":
        return "1"
    if slot in ("pays_with", "method", "method_id", "payment") and goal.method:
        return f"My {goal.method}, please"
    if slot in ("instead", "sku", "variant", "options", "new_options", "change") and goal.items:
        return _wanted(goal, said)
    if ("address" in slot or slot in ("street", "city", "postcode", "state", "country")) and goal.address:
        if slot in ("which_address", "address_of"):
            return "For this order" if goal.order_id else "The default address of my account"
        return goal.address
    if "reason" in slot:
        return {"no longer needed": "I no longer need it", "ordered by mistake": "I ordered it by mistake"}.get(
            goal.reason, "I changed my mind"
        )
    if slot in ("proof", "email"):
        return email
    return statement(goal, 1)


def _wanted(goal: Goal, said: Said) -> str:
    """Of the item that the question names; of all when it names none."""
    text = said.text.casefold()
    asked = [item for item in goal.items if item.name.casefold() in text]
    if not asked and any(_is_named(other, goal, text) for other in goal.others):
        return statement(goal, 1)
    asked = asked or list(goal.items)
    if len(asked) > 1:
        asked = [item for item in asked if all(value.casefold() in text for value in item.options.values())] or asked
    if len(asked) == 1:
        return options_words(asked[0].wanted)
    return "; ".join(f"{item_words(item)} to {options_words(item.wanted)}" for item in asked)


def fits(goal: Goal, summary: str) -> bool:
    """Whether all that a summary shows is what this goal wants. What it does not show is not held against it."""
    text = summary.casefold()
    orders = {goal.order_id} if goal.order_id else set[str]()
    if re.search(_ABOUT[goal.tool], text) is None or {*_ORDER.findall(summary)} != orders:
        return False
    if goal.address:
        return all(part.casefold() in text for part in goal.address.replace(", USA", "").split(", ")[:-1])
    if goal.tool.startswith("cancel"):
        return True
    if any(_is_named(other, goal, text) for other in goal.others) or _PIECES.search(summary):
        return False
    marks = [mark.casefold() for mark in goal.method_marks]
    if _METHODS.search(text) and marks and not any(mark in text for mark in marks):
        return False
    return all(_is_there(goal, item, text) for item in goal.items)


def _is_named(other: str, goal: Goal, text: str) -> bool:
    return (
        other not in [item.name for item in goal.items]
        and re.search(rf"\b{re.escape(other.casefold())}\b", text) is not None
    )


def _is_there(goal: Goal, item: Item, text: str) -> bool:
    """Somewhere in what was shown; of a swap the new one with all of its options, also those that shall stay."""
    owned = [item.name.casefold(), *_values(item.options if item.is_told_apart else {})]
    if goal.tool.startswith("return"):
        return all(word in text for word in owned)
    new = _values({**item.options, **item.wanted})
    swaps = (match for line in text.splitlines() if (match := _SWAP.search(line)))
    return any(
        all(word in swap["old"] for word in owned) and all(value in swap["new"] for value in new) for swap in swaps
    )


def _values(options: Mapping[str, str]) -> list[str]:
    return [value.casefold() for value in options.values()]


def _shown(said: Said, kind: str) -> str:
    return "\n".join(text for each, text in said.cards if each == kind)


def questions(words: str) -> list[str]:
    """The sentences that want to know something."""
    return [sentence for sentence in re.split(r"(?<=[.?!])\s+", words) if _WANTS_TO_KNOW.search(sentence)]


def _order_meant(task: Task, database: Database) -> str:
    """Which order the questions are about: one that the answer is written in, else the last that is dealt with."""
    orders = (database["orders"][order_id] for order_id in customer_of(task, database)["orders"])
    told = [text for text in task.must_tell if len(text) > len("Chicago")]
    about = [order["order_id"] for order in orders if any(f'"{text}"' in json.dumps(order) for text in told)]
    dealt_with = [use.arguments["order_id"] for use in task.writes if "order_id" in use.arguments]
    return next(iter([*about, *reversed(dealt_with)]), "")


def plain(text: str) -> str:
    return text.casefold().replace(",", "")


def first_person(script: str) -> str:
    """The script, which tells the customer "you want to", as the customer would say it."""
    text = re.sub(r"\s+", " ", script).strip().lstrip(".")
    before = None
    while before != text:
        before, text = text, _ABOUT_SELF.sub("", text).strip()
    for pattern, instead in _PERSONS:
        text = re.sub(pattern, instead, text, flags=re.IGNORECASE)
    return text[:1].upper() + text[1:1900]
