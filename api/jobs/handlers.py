"""Who does which job: one table, name -> async function(resources, payload).

A handler may be run twice, when its process died after the work and before the note of it: what it does must bear
that (a unique key, or `jobs.finish` in its own transaction). It may raise `NotNow` to be asked again later.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from api.jobs.promises import keep_promise
from api.jobs.summaries import summarise_conversation
from api.jobs.telling import tell_notice
from api.resources import Resources

Handler = Callable[[Resources, dict[str, Any]], Awaitable[None]]

HANDLERS: dict[str, Handler] = {
    "conversation.summarise": summarise_conversation,
    "handoff.summarise": summarise_conversation,  # queued by a release before 0017
    "notice.tell": tell_notice,
    "promise.keep": keep_promise,
}
