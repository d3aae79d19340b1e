"""What the terminal draws: cards of every kind as the service writes them, and lines that break between words."""

import io
from typing import Any

import pytest
from rich.console import Console

from api.commands.cards import drawn
from api.commands.flow import Flow
from domain.conversations import Card

CLAIM = {"claim_id": "CL-ABC123", "quantity": 1, "item": "Wool Coat", "status": "accepted"}


def terminal(width: int, *, is_terminal: bool = True) -> Console:
    return Console(file=io.StringIO(), width=width, force_terminal=is_terminal, no_color=True, highlight=False)


def written(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.mark.parametrize(("refund", "tail"), [({"text": "$88.00"}, ", refund $88.00"), (None, "")])
def test_an_exchange_brings_no_refund(refund: dict[str, Any] | None, tail: str) -> None:
    console = terminal(100)
    console.print(drawn(Card("claim", {"claims": [{**CLAIM, "refund": refund}]}, "a claim"), said=""))
    assert f"1 × Wool Coat, accepted{tail} │" in written(console)


def test_a_card_that_cannot_be_drawn_shows_its_text() -> None:
    assert (
        str(drawn(Card("claim", {"claims": None}, "Claim CL-ABC123, accepted"), said="")) == "Claim CL-ABC123, accepted"
    )


def test_lines_break_between_words_however_the_text_comes() -> None:
    console = terminal(20)
    flow = Flow(console)
    for piece in ("So a repla", "cement or", " a refund\n", "follows, within fiv", "e days."):
        flow.say(piece)
    flow.end()
    assert written(console).split("\n") == ["So a replacement or", "a refund", "follows, within five", "days."]


def test_what_is_no_terminal_gets_the_text_as_it_is() -> None:
    console = terminal(20, is_terminal=False)
    flow = Flow(console)
    flow.say("So a replacement or a refund follows, within five days.")
    flow.end()
    assert written(console) == "So a replacement or a refund follows, within five days."
