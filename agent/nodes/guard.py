"""First look: the burst becomes one text, in one Unicode form, nothing invisible in it, slips mended.

Also which language the conversation is in from now on.
"""

import re
import unicodedata

from langgraph.runtime import Runtime

from agent.context import Context
from agent.glossing.glossaries import ShoppersWords
from agent.language import detect_language, language_of, reader_locale, spoken
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
    memory = load_memory(turn.state)
    glossaries, typed = runtime.context.services.glossaries, text
    memory["language"] = spoken(text, before=memory["language"], words=ShoppersWords(glossaries))
    locale = reader_locale(turn.locale, memory["language"])
    is_foreign = language_of(locale) in glossaries
    if detect_language(text) in (None, "en") and not is_foreign:
        text = runtime.context.services.vocabularies.current().mender.mended(text)
    return dict(
        text=text,
        typed=typed,
        part="",
        unread=[],
        aside=[],
        untouched=None,
        locale=locale,
        memory=memory,
        principal=turn.principal.as_of(turn.now),
        desks={},
        calls=[],
        rounds=0,
        answers=[],
        passages=[],
        called=[],
        findings=0,
    )
