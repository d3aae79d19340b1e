"""First look: the burst becomes one text, in one Unicode form, nothing invisible in it, slips mended."""

import re
import unicodedata

from langgraph.runtime import Runtime

from agent.context import Context
from agent.language import detect_language
from agent.nodes.state import TurnState, Update
from agent.state import load_memory

_INVISIBLE = re.compile(
    r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\U000e0000-\U000e007f\x00-\x08\x0b\x0c\x0e-\x1f]"
)
_SPACE = re.compile(r"[^\S\n]+")


def readable(text: str) -> str:
    """NFKC, without format and control characters; what the customer typed is stored as it was."""
    return _SPACE.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))).strip()


async def guard(state: TurnState, runtime: Runtime[Context]) -> Update:
    turn = runtime.context.turn
    text = "\n".join(filter(None, (readable(message.text) for message in turn.messages)))
    if detect_language(text) in (None, "en"):
        text = runtime.context.services.vocabularies.current().mender.mended(text)
    return dict(
        text=text,
        memory=load_memory(turn.state),
        principal=turn.principal.as_of(turn.now),
        desks={},
        calls=[],
        rounds=0,
        answers=[],
        passages=[],
        called=[],
        findings=0,
    )
