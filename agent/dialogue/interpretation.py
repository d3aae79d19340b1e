"""What one message asks of this turn: the outcome of reading it against the open tasks."""

from dataclasses import dataclass, field

from agent.state import Offer
from agent.steps import Say


@dataclass(slots=True)
class Interpretation:
    """What to do in this turn. `work_on` are keys of tasks, in the order in which to serve them."""

    confirmed: bool = False
    work_on: list[str] = field(default_factory=list)
    say: list[Say] = field(default_factory=list)
    """Said before the tasks' own answers: a greeting, "I have dropped that"."""
    voided: str = ""
    """Digest of the summary that what was said may have changed: if it comes out the same, a word of it is enough."""
    passed_over: Offer | None = None
    """What was offered last and neither taken nor declined: something else was asked."""
    resumes: bool = False
    """The task on top goes on, although this message was not about it: the one above it was dropped."""
