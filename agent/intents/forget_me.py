"""Letting go of what is remembered: all of it, a topic, or one thing. Orders stay, since the law wants them kept."""

import re

from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Call, Propose, Say, Step
from domain.memories import MemoryKind, MemoryTopic, Remembered
from tools.memories import AboutYou, Forgotten

_CUES = re.compile(
    r"\b(?:forget|erase|delete|wipe|remove|clear)\b.{0,25}\b(?:what|everything|all|anything|things?)\b.{0,20}"
    r"\b(?:you (?:know|remember|have|keep|kept|saved|stored|learned)|about me)\b"
    r"|\bforget (?:about )?(?:me\b|my (?:\w+ )?(?:sizes?|preferences|colou?rs?|materials?|likes|\w*name|allerg\w+)"
    r"|(?:the fact )?that i(?:'m| am)? (?:wear|like|love|prefer|hate|avoid|take|only|don'?t|can'?t|allergic|an? ))"
    r"|\b(?:erase|delete|remove|take out|don'?t keep)\b (?:the fact )?that i(?:'m| am)? (?:wear|like|love|prefer"
    r"|hate|avoid|only|don'?t|can'?t|allergic)\b"
    r"|\b(?:erase|delete|wipe|remove|clear) my (?:saved )?(?:sizes?|preferences|colou?rs|materials|likes|memor\w+)"
    r"|\b(?:don'?t|do not|stop) remember(?:ing)? (?:my|that i|me|anything)"
    r"|\b(?:it|you|that|this) says? (?:that )?i (?:like|love|prefer|wear)\b.*\b(?:take (?:it|that) (?:out|off|away)"
    r"|remove|delete|drop|correct|change|not true|wrong)\b"
    r"|\bi(?:'m| am) (?:not|no longer) allergic to|\bi (?:do not|don'?t|no longer) avoid\b",
    re.IGNORECASE,
)


def next_step(task: Task, view: View) -> Step:
    wish = task["slots"].get("forget") or {"topic": MemoryTopic.ALL.value, "value": None}
    topic, value = MemoryTopic(wish["topic"]), wish["value"]
    if isinstance(done := view.results.get("done"), Forgotten):
        return Say("forgotten", {"forgotten": done, "receipt": done})
    about = view.results.get("about")
    if not isinstance(about, AboutYou):
        return Call("recall", {}, "about")
    gone = _would_go(about, topic, value)
    if not about.is_known:
        if not about.facts:
            return Call("get_profile", {}, "profile") if "profile" not in view.results else Say("remembered_nothing")
        return Say("forgotten_here", {"forgotten": Forgotten(topic, value, len(gone))})
    if not gone:
        return Say("nothing_to_forget", {"topic": topic.value, "value": value})
    arguments = {"topic": topic.value, "value": value}
    return Propose("forget", arguments, "confirm_forget", {"gone": gone, "topic": topic.value}, verb="forget|delete")


def _would_go(about: AboutYou, topic: MemoryTopic, value: str | None) -> tuple[str, ...]:
    """What the yes would delete, in words, each once."""
    gone = [_worded(fact) for fact in about.facts if fact.falls_under(topic, value)]
    everything = topic is MemoryTopic.ALL
    parts = {
        MemoryTopic.SIZES: [f"{size} for {part}" for part, size in about.sizes],
        MemoryTopic.COLOURS: about.colours,
        MemoryTopic.MATERIALS: about.materials,
        MemoryTopic.CATEGORIES: about.categories,
    }
    for part, liked in parts.items():
        if everything or part is topic:
            gone += [each for each in liked if value is None or each.casefold() == value.casefold()]
    return tuple(dict.fromkeys(filter(None, gone)))


def _worded(fact: Remembered) -> str:
    """What is not in a list of likes: those are named by the lists themselves."""
    if fact.kind is MemoryKind.NAME:
        return f"the name {fact.value}"
    is_avoided = fact.kind in (MemoryKind.MATERIAL_AVOIDED, MemoryKind.COLOUR_AVOIDED)
    return f"that you avoid {fact.value}" if is_avoided else ""


INTENT = Intent(
    name="forget_me",
    meaning="have sizes, likes or all that is remembered deleted",
    route="account",
    label="have me forget something about you",
    next_step=next_step,
    slots=("forget",),
    tools=("recall", "get_profile", "forget"),
    cues=_CUES,
)
