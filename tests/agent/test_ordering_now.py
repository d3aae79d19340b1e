"""The day on which something that is not ordered yet has to be there."""

from datetime import date

import pytest

from agent.dialogue.ordering_now import deadline
from agent.entities import Conventions, Lexicon, extract

SUNDAY = date(2026, 11, 22)
NOTHING = Lexicon.build(categories=(), colours=(), sizes=(), materials=(), product_names={})


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("if i order today would it be here before 1 december", date(2026, 11, 30)),
        ("would it get there by dec 8 if i order today", date(2026, 12, 8)),
        ("if i buy it on monday, does it get here by thursday", date(2026, 11, 26)),
        ("her birthday is dec 8, would it be in time", date(2026, 12, 8)),
        ("if i order now when do i get it", None),
    ],
)
def test_the_last_day_that_is_early_enough(text: str, due: date | None) -> None:
    found = extract(text, lexicon=NOTHING, today=SUNDAY, conventions=Conventions())
    assert deadline(text, found.dates, today=SUNDAY) == due
