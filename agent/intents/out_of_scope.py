"""Not a matter for a shop's support desk; but first make sure that the shop has nothing written about it."""

from agent.intents.answering import HEARD_OF_OURS, LOOKED_AT, answer, asks_the_shop, is_likely_ours, put_plainly
from agent.intents.chitchat import STARTERS
from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Call, Say, Step
from tools.policies import PassagesFound

_SURE = 0.7
"""Higher than elsewhere: the classifier has already said that this is not ours."""

_SURE_OF_OURS = 0.6


def next_step(task: Task, view: View) -> Step:
    found = view.results.get("passages")
    if not isinstance(found, PassagesFound):
        return Call("find_passages", {"query": view.text, "limit": LOOKED_AT}, "passages")
    is_ours = asks_the_shop(view.text) or is_likely_ours(task)
    sure = [each for each in found.found if each.confidence >= (_SURE_OF_OURS if is_ours else _SURE)]
    if is_ours and not sure:
        plainly = put_plainly(task, view, found, heard_of=HEARD_OF_OURS)
        if isinstance(plainly, Call):
            return plainly
        return answer(plainly, asked=view.text) if plainly else Say("not_known", opens="human_agent")
    return (
        answer(sure, asked=view.text, others=found.found)
        if sure
        else Say("out_of_scope", quick_replies=(*STARTERS[:2], "Talk to a person"))
    )


INTENT = Intent(
    name="out_of_scope",
    meaning="not a matter for a shop's support desk",
    route="oos",
    label="something else",
    next_step=next_step,
    tools=("find_passages",),
)
