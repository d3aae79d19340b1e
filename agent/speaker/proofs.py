"""What a message gives towards proving who speaks: a code, an address to send one to, the wish for another.

Pure. What is found here lives for this turn only: a code is never kept among the slots of a task.
"""

import re
from dataclasses import dataclass
from typing import Literal

from agent.dialogue.interpretation import Interpretation
from agent.speaker.desk import name_alone
from agent.speaker.leads import named
from agent.state import Memory, Task
from agent.understanding.heard import Heard
from domain.customers import Principal

ASKS_FOR_CODE = "code"
ASKS_FOR_ADDRESS = "account_email"
CODE_SENT = "code_sent"
"""The slot that remembers where a code went: {to, until, by, and what it was requested with, if anything}."""
NO_NUMBER = "no_number"
"""The slot that says: not by an order number, by the account."""

_DIGITS = re.compile(r"(?<![\w@.-])\d(?:[ .-]?\d){5}(?![\w@-]|[.,]\d)")
_SPOKEN_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_WORDS = {word: str(at) for at, word in enumerate(_SPOKEN_DIGITS)}
_WORDS["oh"] = "0"
_SPOKEN = re.compile(rf"\b(?:(?:{'|'.join(_WORDS)})[\s,-]+){{5}}(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w@.-])\d(?:[ -]?\d){3,8}(?![\w@-])")
_ANOTHER = re.compile(
    r"\b(?:re-?send|new code|another code|(?:send|get|have) (?:it|me|one|a code|the code|another|a new one)\b.*\bagain"
    r"|send (?:it|one|another)(?: one)? again|send (?:me )?(?:a new|another)"
    r"|(?:(?:did ?n[o']?t|have ?n[o']?t|never|not) (?:get|got|receive[d]?|arrive[d]?|come|gotten)\b)"
    r"|no (?:code|e-?mail|mail)(?: (?:yet|here|arrived|came))?\b|nothing (?:came|arrived|yet|in my inbox))",
    re.IGNORECASE,
)
_NO_NUMBER = re.compile(
    r"\b(?:don'?t|do not|didn'?t|cannot|can'?t|dont|cant) (?:have|know|remember|recall|find|got)\b"
    r"|\b(?:no idea|lost (?:it|the (?:number|e-?mail|receipt))|forgot(?:ten)?|not sure|deleted)\b"
    r"|\bno (?:order )?(?:number|receipt)\b",
    re.IGNORECASE,
)
_BY_NAME = re.compile(r"\b(?:my (?:\w+ )?name|i'?m called|post ?code|zip|by name|my address)\b", re.IGNORECASE)
""" "I don't know it, my name is ..., can you find it with that?": told, although asked; a name proves nobody."""
_INBOX = r"(?:e-?mails?|mail(?:box)?|inbox|address|account|phone|number|sim|it|that|one)"
_UNREACHABLE = re.compile(
    r"\b(?:do ?n[o']?t|no longer|not|ca ?n[o']?t|cannot|never|lost|without) (?:\w+ ){0,3}?"
    rf"(?:access\w*|(?:get|log|sign) in(?:to)?|open|reach|check|use|see|read)\b(?: \w+){{0,3}}? {_INBOX}\b"
    rf"|\b(?:no|lost|without) access\b|\blocked out\b"
    rf"|\b(?:old|former|previous|wrong|dead|closed|hacked) {_INBOX}\b|\blost my {_INBOX}\b"
    rf"|\b(?:changed|closed|lost|deleted) (?:my|that|the) {_INBOX}\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Given:
    kind: Literal["code", "address", "phone", "another", "unreachable", "no_number", "wrong_shape", "whom"]
    value: str = ""


def given(memory: Memory, heard: Heard, principal: Principal) -> Given | None:
    """What this message answers to an open question about who speaks; None when it is no such answer."""
    asked = {task["asked"] for task in memory["tasks"]}
    top = memory["tasks"][-1]["asked"] if memory["tasks"] else None
    if principal.is_staff:
        is_whom = top == "whom" and (named(heard.text, heard.entities) or name_alone(heard.quotable))
        return Given("whom") if is_whom else None
    if outstanding(memory) is not None:
        if code := code_in(heard.text):
            return Given("code", code)
        is_elsewhere = _UNREACHABLE.search(heard.text) is not None
        if top == ASKS_FOR_CODE and not is_elsewhere and (said := _about_code(heard)) is not None:
            return said
    email = heard.entities.emails[0].value if heard.entities.emails else ""
    if email and asked & {ASKS_FOR_CODE, ASKS_FOR_ADDRESS}:
        return Given("address", email)
    phone = heard.entities.phones[0].value if heard.entities.phones else ""
    if phone and top in (ASKS_FOR_CODE, ASKS_FOR_ADDRESS):
        return Given("phone", phone)
    if top in (ASKS_FOR_CODE, ASKS_FOR_ADDRESS) and _UNREACHABLE.search(heard.text):
        return Given("unreachable")
    is_free = top in ("order_id", "proof") and principal.subject is None and not heard.entities.order_numbers
    if is_free and top == "order_id" and email:
        return Given("address", email)
    is_told = "?" not in heard.text or _BY_NAME.search(heard.text) is not None
    if is_free and _NO_NUMBER.search(heard.text) and is_told:
        return Given("no_number")
    return None


def _about_code(heard: Heard) -> Given | None:
    if _ANOTHER.search(heard.text):
        return Given("another")
    if heard.entities.order_numbers or heard.entities.emails:
        return None
    return Given("wrong_shape") if _NUMBER.fullmatch(heard.text.strip(" .!")) else None


def code_in(text: str) -> str | None:
    """Six digits, however they are spaced or spelled out."""
    if match := _DIGITS.search(text):
        return re.sub(r"\D", "", match.group())
    if match := _SPOKEN.search(text):
        return "".join(_WORDS[word.lower()] for word in re.findall(r"[a-z]+", match.group(), re.IGNORECASE))
    return None


def taken(memory: Memory, found: Given) -> Interpretation:
    """The tasks that this lets go on, the last one asked first; their question counts as answered."""
    waits_for = {"no_number": {"order_id", "proof"}, "whom": {"whom"}}.get(
        found.kind, {ASKS_FOR_CODE, ASKS_FOR_ADDRESS}
    )
    waiting = [task for task in memory["tasks"] if task["asked"] in waits_for or _waits(task, found)]
    waiting = waiting or memory["tasks"][-1:]
    for task in waiting:
        memory["tasks"].remove(task)
        memory["tasks"].append(task)
    return Interpretation(work_on=[task["key"] for task in reversed(waiting)])


def _waits(task: Task, found: Given) -> bool:
    return found.kind == "code" and CODE_SENT in task["slots"]


def with_address(tasks: list[Task]) -> None:
    """The number turns up after all: with the address that a code went to it is proof of that order, tried once."""
    for slots in (task["slots"] for task in tasks if CODE_SENT in task["slots"] and task["slots"].get("order_id")):
        sent, order_id = slots[CODE_SENT], slots["order_id"]
        if sent.get("email") and sent.get("tried_for") != order_id and not slots.get("postcode"):
            slots[CODE_SENT] = {**sent, "tried_for": order_id}
            slots.setdefault("email", sent["email"])


def outstanding(memory: Memory) -> dict[str, str] | None:
    """Where a code was sent that has not been entered yet, whichever task it was for."""
    return next((task["slots"][CODE_SENT] for task in reversed(memory["tasks"]) if CODE_SENT in task["slots"]), None)


def forget_codes(tasks: list[Task]) -> None:
    for task in tasks:
        task["slots"].pop(CODE_SENT, None)
