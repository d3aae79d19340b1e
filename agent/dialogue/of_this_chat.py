"""What is asked of the chat itself, and "so what can I do now": its languages, a copy of it, what stays of it. Pure."""

from agent.dialogue.interpretation import Interpretation
from agent.dialogue.openings import open_one
from agent.intents.chitchat import STARTERS
from agent.intents.order_question import WHAT_NOW
from agent.state import Memory
from agent.steps import Say
from agent.understanding.heard import Heard

_ABOUT = {"languages": "languages_spoken", "transcript": "copy_of_chat", "kept": "chat_is_kept"}
"""By act: what is told."""
_REFUSED = "refused"


def of_this_chat(memory: Memory, result: Interpretation, act: str, heard: Heard) -> bool:
    """Answers it, and whatever was asked before goes on; False when it was nothing of the kind."""
    if act in _ABOUT:
        result.say.append(Say(_ABOUT[act]))
        result.resumes = True
        return True
    if act == "small_talk":
        result.say.append(Say("small_talk", quick_replies=STARTERS))
        result.resumes = True
        return True
    return act == "what_now" and _what_now(memory, result, heard)


def _what_now(memory: Memory, result: Interpretation, heard: Heard) -> bool:
    """ "So what can I do?": of the order on the table, or after a no to anything else."""
    focus = memory["shown"].get("order", ())
    if memory["looking_at"] == "orders" and len(focus) == 1:
        slots = {"order_id": focus[0]["value"], "order_facet": WHAT_NOW}
        open_one(memory, result, "order_question", heard.text, slots)
        return True
    if any(past["came_of_it"] == _REFUSED for past in memory["past"][-1:]):
        result.say.append(Say("a_person_may", opens="human_agent"))
        return True
    result.say.append(Say("about_me", quick_replies=STARTERS))
    return True
