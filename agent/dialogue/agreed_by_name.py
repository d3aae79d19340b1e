"""A yes that names what it agrees to: "yes, cancel the dress", to a summary of nothing but that dress. Pure.

What is named becomes "it", and the lists of `agent.acts` decide as ever. Of several things one by its name is less than
the summary, so it is left standing and agrees to nothing.
"""

import re

from agent.acts import Act, dialogue_act
from agent.dialogue import tasks
from agent.state import Memory, Pending


def agreed_by_name(memory: Memory, text: str) -> Act | None:
    """None: nothing waits, nothing of it is named, or it is no plain yes."""
    pending = tasks.waiting(memory)
    if pending is None or (named := _named(pending)) is None:
        return None
    plain = named.sub("it", text)
    act = dialogue_act(plain, expecting="confirmation", pending=pending["verb"])
    return Act("affirm") if plain != text and act.kind == "affirm" and not act.remainder else None


def _named(pending: Pending) -> re.Pattern[str] | None:
    """ "The dress" and "the ivy shirt" are the Ivy Shirt Dress; "the shirt" may be any."""
    order_id, things = pending["arguments"].get("order_id"), pending.get("things") or []
    named = [rf"(?:(?:the|my|this|that) )?(?:order )?{re.escape(order_id)}\b"] if isinstance(order_id, str) else []
    if len(things) == 1 and (words := [re.escape(word) for word in re.findall(r"\w{3,}", things[0])]):
        any_word = "|".join(words)
        named += [
            rf"\b(?:the|my|this|that|these|those)(?:(?: (?:{any_word}))* {words[-1]}|(?: (?:{any_word})){{2,}})\b"
        ]
    return re.compile("|".join(named), re.IGNORECASE) if named else None
