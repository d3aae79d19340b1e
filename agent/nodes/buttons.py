"""What a reply offers to press: yes and no, the choices of a question, the way back to one, openings."""

from collections.abc import Sequence

from agent.dialogue import tasks
from agent.dialogue.repairs import PERSON
from agent.intents.chitchat import STARTERS
from agent.intents.desk_help import STARTERS as DESK
from agent.nodes.state import Answer, TurnState
from agent.state import Task
from agent.steps import Ask, Propose, Say

YES_NO = ("Yes, please", "No, thanks")
GO_BACK = "Pick up where we left off"
"""While a question stays open that this reply does not put again."""
MOST_BUTTONS = 8
"""A longer list stands in the text; all of it may be answered."""


def buttons(answers: Sequence[Answer], state: TurnState, *, is_handed_over: bool) -> list[str]:
    """English words of what the customer may press, in the order of showing."""
    last = answers[-1].step
    if isinstance(last, Propose):
        return list(YES_NO)
    if isinstance(last, Ask):
        return [choice.label for choice in last.choices[:MOST_BUTTONS]]
    replies = [reply for answer in answers if isinstance(answer.step, Say) for reply in answer.step.quick_replies]
    if isinstance(last, Say) and last.opens:
        replies = [*YES_NO, *(reply for reply in replies if reply not in YES_NO)]
    elif (task := tasks.current(state["memory"])) is not None and not is_handed_over:
        replies = [*_ways_back(task, last, state), *(reply for reply in replies if reply not in STARTERS)]
    return list(dict.fromkeys(_of_the_team(replies) if state["principal"].is_staff else replies))


def _of_the_team(replies: list[str]) -> list[str]:
    """A customer's openings make way for those of a desk, and who is the team is not sent to the team."""
    own = [reply for reply in replies if reply not in STARTERS and reply not in PERSON]
    return [*own, *DESK] if set(replies) & set(STARTERS) else own


def _ways_back(task: Task, last: object, state: TurnState) -> list[str]:
    """To the question that is open still; who only needs a moment has it before them."""
    said = last.say if isinstance(last, Say) else ""
    if said not in ("take_your_time", "repeat"):
        return [] if said == "goodbye" else [GO_BACK]
    if tasks.waiting(state["memory"]) is not None:
        return list(YES_NO)
    return [choice["label"] for choice in task["choices"][:MOST_BUTTONS]]
