"""What is remembered about the speaker, all of it and in words."""

import re

from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Call, Say, Step
from tools.memories import AboutYou

_CUES = re.compile(
    r"""
    \bwhat\ (?:all\ )?(?:do|did|have)\ you\ (?:know|remember|have|keep|store|save|got|kept)\b
      .{0,25}\b(?:about|on|of)\ me\b
    | \bwhat\ have\ you\ (?:saved|stored|learned|remembered)\b.{0,25}\b(?:about|on|of)\ me\b
    | \b(?:what|which)\ (?:personal\ )?(?:data|info\w*|details?|facts?)\ (?:do|have)\ you\b
      .{0,25}\b(?:on|about|of)\ me\b
    | \bdo\ you\ (?:still\ )?(?:remember|know)\ (?:me\b|who\ i\ am|what\ i\ (?:like|wear))
    | \bdo\ you\ (?:still\ )?(?:remember|know)\ my\ (?:(?:shoe\ )?sizes?|preferences|colou?rs|likes)
    | \bwhat(?:'s|\ is|\ are)\ my\ (?:saved\ |usual\ )?(?:(?:shoe|shirt)\ )?(?:sizes?|preferences|likes)\b
    | \b(?:what|which)\ (?:sizes?|colou?rs?|materials?)\ do\ i\ (?:(?:usually|normally|always|mostly)\ )?
      (?:wear|take|have|like|avoid|prefer)\b
    | \b(?:show|tell)\ me\ (?:what\ you\ know|what\ you\ remember|my\ (?:saved\ )?(?:preferences|sizes|data))\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


def next_step(task: Task, view: View) -> Step:
    """Guests hear what they said here; if that was nothing, who they are is asked for."""
    about = view.results.get("about")
    if not isinstance(about, AboutYou):
        return Call("recall", {}, "about")
    if about.is_known:
        return Say("remembered_all" if not about.is_empty else "remembered_little", {"about": about})
    if about.facts:
        return Say("remembered_here", {"about": about})
    return Call("get_profile", {}, "profile") if "profile" not in view.results else Say("remembered_nothing")


INTENT = Intent(
    name="remembered",
    meaning="what the shop knows or remembers about the customer",
    route="account",
    label="hear what I remember about you",
    next_step=next_step,
    tools=("recall", "get_profile"),
    cues=_CUES,
)
