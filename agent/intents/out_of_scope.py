"""Not a matter for a shop's support desk; but first make sure that the shop has nothing written about it."""

from agent.intents.answering import answer
from agent.intents.chitchat import STARTERS
from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Call, Say, Step
from tools.policies import PassagesFound

_SURE = 0.7
"""Higher than elsewhere: the classifier has already said that this is not ours."""


def next_step(task: Task, view: View) -> Step:
    found = view.results.get("passages")
    if not isinstance(found, PassagesFound):
        return Call("find_passages", {"query": view.text}, "passages")
    sure = [each for each in found.found if each.confidence >= _SURE]
    return answer(sure) if sure else Say("out_of_scope", quick_replies=(*STARTERS[:2], "Talk to a person"))


INTENT = Intent(
    name="out_of_scope",
    meaning="not a matter for a shop's support desk",
    route="oos",
    label="something else",
    next_step=next_step,
    tools=("find_passages",),
)
