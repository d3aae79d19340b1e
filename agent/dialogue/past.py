"""What came of a conversation's requests so far, in a few lines: for a model that sees one message, and for a person.

Pure, and made of what was decided and done, never of words: it stands beside a model's summary, and in its place
where there is none. Nothing of it is evidence: the gate asks for this turn's own.
"""

from agent.dialogue import tasks
from agent.dialogue.repairs import label
from agent.intents.registry import INTENTS
from agent.state import Memory, Past, Task
from agent.steps import Ask, HandOver, Propose, Say, Step
from domain.claims import ClaimStatus

MOST_KEPT = 10
_SMALL_TALK = ("chat", "oos")
_REFUSED = frozenset({"not_permitted", "not_possible", "not_found", "cannot_finish"})


def note(memory: Memory, task: Task, step: Step) -> None:
    """Keep what became of a task that ends with this step; small talk and repeated questions leave nothing."""
    if isinstance(step, Say) and step.say == "person_called_off":
        memory["handed_off"] = None
    intent = INTENTS.get(task["intent"])
    if intent is None or intent.route in _SMALL_TALK or isinstance(step, Ask | Propose):
        return
    came_of_it, owed = _outcome(step), _owed(step)
    slots = task["slots"]
    about = slots.get("claim_id") or slots.get("claim_shown") or slots.get("order_id") or ""
    past = Past(intent=intent.name, about=about, came_of_it=came_of_it, owed=owed)
    if past not in memory["past"][-1:]:
        memory["past"] = [*memory["past"], past][-MOST_KEPT:]


def told(memory: Memory) -> str:
    """A line a request, oldest first; what is open, waits for a yes or is with a person comes last."""
    lines = [_line(past) for past in memory["past"]]
    for task in memory["tasks"]:
        waits = "a yes to the summary" if tasks.is_summed_up(memory, task) else task["asked"] or "its turn"
        lines.append(f"{label(task)}: open, waits for {waits}")
    if memory["handed_off"]:
        lines.append(f"a person was asked to take over: {memory['handed_off']}")
    return "\n".join(f"- {line}" for line in lines)


def _line(past: Past) -> str:
    intent = INTENTS.get(past["intent"])
    name = intent.label if intent is not None else past["intent"]
    about = f" ({past['about']})" if past["about"] else ""
    owed = f"; promised: {', '.join(past['owed'])}" if past["owed"] else ""
    return f"{name}{about}: {past['came_of_it']}{owed}"


def _outcome(step: Step) -> str:
    if isinstance(step, HandOver):
        return "given to a person"
    if not isinstance(step, Say):
        return "open"
    if "receipt" in step.facts:
        return "done"
    return "refused" if step.say in _REFUSED or "reason" in step.facts else "answered"


def _owed(step: Step) -> list[str]:
    """Decisions that the customer was told to hear of, by claim and day."""
    claims = step.facts.get("claims", ()) if isinstance(step, Say) and "receipt" in step.facts else ()
    return [
        f"a decision on claim {claim.claim_id} by {claim.due_by.isoformat()}"
        for claim in claims
        if claim.status is ClaimStatus.REVIEW and claim.due_by is not None
    ]
