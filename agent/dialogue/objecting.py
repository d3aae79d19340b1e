"""Who objects to what was read out of the shop's writings: it is not read out to them once more. Pure."""

from collections.abc import Sequence

from agent.dialogue import tasks
from agent.dialogue.interpretation import Interpretation
from agent.intents.registry import INTENTS
from agent.state import Memory, Offer, Quoted
from agent.steps import Say
from agent.understanding.local_reading import Request
from agent.understanding.objections import objects, pins_down
from tools.places import places_denied, places_in

NOT_AGAIN = "not_again"
"""The slot with the passage that was objected to."""
_OF_NOTHING_ELSE = ("policy", "chat", "oos", "returns")


def objected_to(memory: Memory, text: str) -> str | None:
    """The passage that was read out last, where these words object to it."""
    before = memory["quoted"]
    return before["passage_id"] if before is not None and before["passage_id"] and objects(text) else None


def puts_it_otherwise(memory: Memory, result: Interpretation, text: str) -> None:
    """Marks what is begun now, so that the passage quoted last is no answer to it."""
    passage_id = objected_to(memory, text)
    for key in result.work_on if passage_id is not None else ():
        if (task := tasks.find(memory, key)) is not None:
            task["slots"][NOT_AGAIN] = passage_id


def objects_to_it(memory: Memory, result: Interpretation, requests: Sequence[Request], text: str) -> bool:
    """Nothing else is asked: another country is meant, or a plain answer that is not written."""
    before = memory["quoted"]
    if before is None or not before["passage_id"] or tasks.current(memory) is not None or not _is_of_it(requests):
        return False
    if takes_country_back(before, text):
        result.say.append(Say("which_country"))
        return True
    if pins_down(text):
        memory["offer"] = Offer(intent="human_agent", slots={})
        result.say.append(Say("nothing_more_written", quick_replies=("Yes, a person please", "No, thanks")))
        return True
    return False


def takes_country_back(before: Quoted, text: str) -> bool:
    """ "UK? i'm not in the uk": the country that was answered about, and no other is named yet."""
    denied = places_denied(text)
    about = places_in(f"{before['question']} {before['told']}")
    return bool(denied) and not places_in(text) and (not about or not denied.isdisjoint(about))


def _is_of_it(requests: Sequence[Request]) -> bool:
    intents = [request.intent for request in requests]
    return len(intents) < 2 and all(intent is None or INTENTS[intent].route in _OF_NOTHING_ELSE for intent in intents)
