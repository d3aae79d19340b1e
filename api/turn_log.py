"""The events of one turn as they happen: numbered, sent to live readers, and kept to be stored."""

import dataclasses
import time
from collections.abc import Sequence

from api.live import LiveEvents
from domain.conversations import ConversationId, Event, Reply
from store.conversations import END_POSITION, EVENTS_PER_TURN
from store.turns import WaitingMessage

# From here on words are collected and sent together, so that a very long answer cannot run into the
# numbers of the next turn; the rest is for cards, sources and the end.
_LAST_SINGLE_DELTA = EVENTS_PER_TURN - 200


class TurnLog:
    def __init__(self, live: LiveEvents, conversation_id: ConversationId, fence: int) -> None:
        self._live = live
        self._conversation_id = conversation_id
        self._first_id = fence * EVENTS_PER_TURN
        self._held_back = ""
        self._draft_from = 0
        """Where in `events` the draft begins that counts."""
        self.events: list[Event] = []
        self.began = time.monotonic()
        live.begin(conversation_id, self.events)

    def emit(self, event: Event) -> None:
        """Number the event and send it on. Never blocks, never fails for a reader's sake.

        A `start` from the agent begins the reply anew: it carries what the first one did, and what went out
        before it no longer counts.
        """
        if event.kind == "start" and self.events:
            event = self.events[0]
            self._held_back, self._draft_from = "", len(self.events)
        if event.kind == "delta" and len(self.events) >= _LAST_SINGLE_DELTA:
            self._held_back += event.data["text"]
            return
        self._flush()
        if len(self.events) < END_POSITION - 1:
            self._add(event)

    def complete(self, reply: Reply) -> None:
        """Send whatever of the reply the agent has not sent itself, so that sent and stored are the same."""
        self._flush()
        sent = {event.kind for event in self.events[self._draft_from :]}
        if "delta" not in sent and reply.text:
            self._add(Event("delta", {"text": reply.text}))
        if "card" not in sent:
            for card in reply.cards:
                self._add(Event("card", dataclasses.asdict(card)))
        if "sources" not in sent and reply.sources:
            self._add(Event("sources", {"sources": reply.sources}))
        if "handoff" not in sent and reply.handoff is not None:
            self._add(Event("handoff", reply.handoff))
        if "quick_replies" not in sent and reply.quick_replies:
            self._add(Event("quick_replies", {"replies": reply.quick_replies}))

    def ending(self, reply: Reply, *, answers: list[int]) -> Event:
        """The last event. It goes out only after the commit; `text` is what counts if words differ."""
        data = {"answers": answers, "text": reply.text} | ({"stopped": True} if reply.is_stopped else {})
        return Event("end", data, self._first_id + END_POSITION)

    def close(self, last: Event | None = None) -> None:
        """The turn is over here; `last` goes to live readers without being stored again."""
        if last is not None:
            self._live.publish(self._conversation_id, last)
        self._live.end(self._conversation_id, self.events)

    def failure(self, code: str) -> Event:
        return Event("error", {"code": code}, self._next_id())

    def _flush(self) -> None:
        if self._held_back:
            text, self._held_back = self._held_back, ""
            self._add(Event("delta", {"text": text}))

    def _add(self, event: Event) -> None:
        numbered = Event(event.kind, event.data, self._next_id())
        self.events.append(numbered)
        self._live.publish(self._conversation_id, numbered)

    def _next_id(self) -> int:
        return self._first_id + len(self.events) + 1


def start_event(messages: Sequence[WaitingMessage]) -> Event:
    """Carries what is being answered, so that a second tab sees it too."""
    inbound = [
        {"seq": message.seq, "text": message.text, "client_message_id": message.client_message_id}
        for message in messages
    ]
    return Event("start", {"messages": inbound})
