"""A conversation that outgrows what prompts carry: what they are told of it, and the job that sums it up.

Prompts have the message and what was said just before. Of the rest they have two things: what was decided and done
(`agent.dialogue.past`), always, and a model's summary (`store.summaries`), once the conversation is long. Neither is
evidence.
"""

from agent.context import Context
from agent.dialogue.past import told
from agent.models.turn import TurnModel
from agent.nodes.state import TurnState
from agent.state import Memory
from agent.steps import Say
from domain.conversations import ConversationId
from domain.redact import without_secrets
from store import conversations, jobs, summaries

EVERY = 12
"""Messages from one summary to the next: six of the customer's, with their answers."""
LAST = 8
"""Messages that tell what "it" and "the second one" are."""
_MOST = 12
_LONGEST = 900
"""Characters of one of them."""


def look_back(memory: Memory, context: Context) -> None:
    """At the beginning of a turn: what it does itself is no part of what came before."""
    if context.model is not None:
        context.model.past = told(memory)


async def so_far(memory: Memory, model: TurnModel, context: Context) -> str:
    """What a prompt may know of the conversation before this message; "" at its beginning."""
    if model.summary is None:
        model.summary = await _summary(memory, context)
    return "\n".join(filter(None, (model.summary, model.past)))


async def last_said(memory: Memory, context: Context) -> str:
    """The last messages and replies before this turn's, a line each; "" at the beginning."""
    turn = context.turn
    first = turn.messages[0].seq
    after = max(memory["summed_from"], first - 1 - LAST)
    if first - 1 <= after:
        return ""
    async with context.services.database.connection() as connection:
        said = await conversations.transcript(
            connection, ConversationId(turn.conversation_id), after=after, limit=first - 1 - after
        )
    lines = (f"{message.sender.value}: {' '.join(message.text.split())[:_LONGEST]}" for message in said.messages)
    return without_secrets("\n".join(lines))


def shown(memory: Memory) -> str:
    """Orders and goods that were shown last, by their numbers: what "the boots" may be."""
    last = (choice for choices in memory["shown"].values() for choice in choices[:_MOST])
    return "\n".join(dict.fromkeys(f"- {choice['value']}: {choice['words'] or choice['label']}" for choice in last))


async def retell(state: TurnState, context: Context) -> None:
    """Have a long conversation summed up: a job, once the turn is stored, since nobody waits for it."""
    memory, turn = state["memory"], context.turn
    newest = turn.messages[-1].seq
    if any(isinstance(answer.step, Say) and "forgotten" in answer.step.facts for answer in state["answers"]):
        # The summary went with what was forgotten (`tools.memories`); the next one begins here.
        memory["summed_up"] = memory["summed_from"] = newest
    if context.services.language_model is None or newest - memory["summed_up"] < EVERY:
        return
    memory["summed_up"] = newest
    await ask_for_summary(memory, context)


async def ask_for_summary(memory: Memory, context: Context, *, ticket_id: str | None = None) -> None:
    """`ticket_id`: the request for a person whose packet it goes into, too."""
    turn = context.turn
    payload = {
        "conversation_id": turn.conversation_id,
        "locale": turn.locale,
        "newest": turn.messages[-1].seq,
        "after": memory["summed_from"],
        "ticket_id": ticket_id,
    }
    about = ticket_id or turn.conversation_id
    async with context.services.database.transaction() as session:
        await jobs.enqueue(session, "conversation.summarise", payload, key=f"summarise:{about}:{turn.fence}")


async def _summary(memory: Memory, context: Context) -> str:
    """Read only where one was asked for: a short conversation costs no statement."""
    if not memory["summed_up"]:
        return ""
    async with context.services.database.connection() as connection:
        found = await summaries.stored(connection, context.turn.conversation_id)
    return found.text if found is not None else ""
