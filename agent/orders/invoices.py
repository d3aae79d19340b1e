"""Whether a short message is of the bill that was shown or told of: "mail it to me", "for the coat". Pure."""

import re

from agent.dialogue import tasks
from agent.state import Memory
from agent.understanding.local_reading import Request, Understanding

THE_INVOICE = "send me the invoice"
_FOR_IT = re.compile(
    r"^\W*(?:(?:and|ok|no|well|just|i mean|the one)\W+)*(?:for|of|from|about) (?:the|my|that) [\w' -]{3,30}\W*$",
    re.IGNORECASE,
)
_PAPER = re.compile(r"\b(?:the|an?|my) (?:invoice|receipt|bill)\b(?! (?:is|was|says|has|name))", re.IGNORECASE)
_MAILS = re.compile(
    r"^\W*(?:(?:yes|yeah|ok|okay|sure|please|pls|can|could|would|will|you|u|just|and|then)\W+)*"
    r"(?:send|e-?mail|mail|forward)\s+(?:me\s+)?"
    r"(?:it|that|this|one|a copy|the copy|the pdf|the (?:invoice|receipt|bill)|that one)"
    r"(?:\s+(?:to|over|by|via|on|at|me|my|the|e-?mail|mail|inbox|address|file|same))*(?:\s+(?:please|pls|thanks|now))*\W*$",
    re.IGNORECASE,
)


def tells_to_mail(memory: Memory, understood: Understanding) -> bool:
    """ "Can you send it to my email", to "Shall I e-mail a copy?": the very thing, told to be done."""
    pending = tasks.waiting(memory)
    if pending is None or "mail" not in pending["verb"].split("|"):
        return False
    return not understood.entities.emails and _MAILS.match(understood.text) is not None


def is_of_invoice(memory: Memory, request: Request) -> bool:
    task, closed = tasks.current(memory), memory["closed"]
    last = task or closed
    return request.intent == "invoice" or (last is not None and last["intent"] == "invoice")


def is_for_invoice(memory: Memory, request: Request) -> bool:
    """ "For the coat", once told where invoices are."""
    return memory["topic"] == "invoice" and tasks.current(memory) is None and _FOR_IT.match(request.text) is not None


def tells_to_send(text: str) -> bool:
    """ "Mail it to me": the bill that was shown."""
    return _MAILS.match(text) is not None


def is_invoice_of(text: str) -> bool:
    """ "The invoice of the order before that": the paper is named."""
    return _PAPER.search(text) is not None
