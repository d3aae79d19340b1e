"""Put the answers into words, pass every sentence through the gate, and send them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from langgraph.runtime import Runtime

from agent.context import Context
from agent.dialogue import tasks
from agent.dialogue.repairs import label
from agent.grounding import Evidence, Gate, sentences
from agent.intents.registry import INTENTS, UNSURE
from agent.language import language_of
from agent.mood.easing import eased, quick_replies, settled, shortened
from agent.nodes.at_issue import called, doing
from agent.nodes.buttons import buttons
from agent.nodes.parroting import offers_it_again, says_it_again
from agent.nodes.receipts import beside_receipt
from agent.nodes.retelling import retell
from agent.nodes.state import Answer, Served, TurnState, Update
from agent.nodes.together import distinct, together
from agent.nodes.wording import Piece, around, speak
from agent.speaker.desk import OF_THE_DESK
from agent.speaker.of_their_customer import of_their_customer
from agent.state import Offer
from agent.steps import Ask, HandOver, Propose, Say
from agent.writer.cards import cards_for, source
from agent.writer.formats import filters, locale_of
from domain.conversations import Card, Event, Reply
from domain.knowledge import Passage


async def respond(state: TurnState, runtime: Runtime[Context]) -> Update:
    mood = state["memory"]["mood"]
    answers = _answers(state, runtime) or [Answer(Say("yes_to_what"))]
    answers = eased(answers, mood, words=lambda answer: _words(answer, state, runtime))
    evidence = _evidence(answers, state, runtime)
    gate = Gate(evidence, language=state["locale"])
    formats = filters(locale_of(state["locale"]), runtime.context.turn.now.date())
    words_of = runtime.context.services.writer.words(state["locale"])
    pieces = _pieces(answers, gate, state, runtime)
    answers = [piece.answer for piece in pieces]
    spoken = await speak(
        pieces, runtime.context, locale=state["locale"], evidence=evidence, around=around(state, formats["country"])
    )
    cards: list[Card] = []
    for answer, words in zip(answers, spoken.by_answer, strict=True):
        assert not isinstance(answer.step, HandOver)  # the handoff node has turned these into answers
        if words is not None:
            cards += cards_for(answer.step, words, formats, named=words_of.say)
    reply = Reply(
        text=spoken.text or _stopped(state, runtime),
        cards=cards,
        quick_replies=[
            words_of.say(each)
            for each in quick_replies(buttons(answers, state, is_handed_over=_handoff(answers) is not None), mood)
        ],
        sources=[source(passage, formats) for passage in _quoted(answers) if spoken.text],
        handoff=_handoff(answers),
        is_stopped=spoken.is_stopped,
    )
    _send_rest(reply, runtime)
    said = [answer.step.say for answer in answers if not isinstance(answer.step, HandOver)]
    memory = state["memory"]
    memory.update(mood=settled(mood), reply_before=memory["last_reply"], last_reply=reply.text[:2000], said=said)
    if (pending := memory["pending"]) is not None and not pending.get("shown"):
        pending["shown"] = reply.text[:2000]
    await retell(state, runtime.context)
    return dict(reply=reply, memory=state["memory"], findings=gate.blocked.total())


def _pieces(answers: list[Answer], gate: Gate, state: TurnState, runtime: Runtime[Context]) -> list[Piece]:
    """What is said of each, once; otherwise where it would only be said again."""
    mood = state["memory"]["mood"]
    said = [_piece(each, shortened(_words(each, state, runtime), mood), gate, state, runtime) for each in answers]
    pieces = [
        _said(Say("person_decides", opens="human_agent"), gate, state, runtime)
        if offers_it_again(piece, state["memory"])
        else piece
        for piece in distinct(said)
    ]
    return [_in_circles(gate, state, runtime)] if says_it_again(pieces, state["text"], state["memory"]) else pieces


def _in_circles(gate: Gate, state: TurnState, runtime: Runtime[Context]) -> Piece:
    state["memory"]["offer"] = Offer(intent="human_agent", slots={})
    step = Say("going_in_circles", quick_replies=("Yes, a person please", "No, thanks"))
    return _said(step, gate, state, runtime)


def _said(step: Say, gate: Gate, state: TurnState, runtime: Runtime[Context]) -> Piece:
    answer = Answer(step)
    return _piece(answer, _words(answer, state, runtime), gate, state, runtime)


def _answers(state: TurnState, runtime: Runtime[Context]) -> list[Answer]:
    if not state["aside"]:
        return beside_receipt(state["answers"])
    is_quotable = language_of(state["locale"]) not in runtime.context.services.glossaries
    parts = [*state["aside"], Served(state["part"], state["answers"])]
    return together(parts, state["memory"], is_quotable=is_quotable)


def _stopped(state: TurnState, runtime: Runtime[Context]) -> str:
    """Nothing was said before the customer stopped it: then that is what there is to say."""
    text = _write("stopped", {}, state, runtime)
    runtime.context.emit(Event("delta", {"text": text}))
    return text


def _piece(answer: Answer, text: str, gate: Gate, state: TurnState, runtime: Runtime[Context]) -> Piece:
    """What the templates say for it, as far as the gate lets it through."""
    released = "".join(gate.release(sentence, None).text for sentence in sentences(text))
    if not released.strip():
        return Piece(answer, "", _write("cannot_finish", {}, state, runtime))
    lead = f"{said} " if (said := _lead(answer, state, runtime)) else ""
    if _is_of_their_customer(answer, state, released):
        released, lead = of_their_customer(released), of_their_customer(lead)
    return Piece(answer, lead, released[len(lead) :]) if released.startswith(lead) else Piece(answer, "", released)


def _words(answer: Answer, state: TurnState, runtime: Runtime[Context]) -> str:
    step = answer.step
    assert not isinstance(step, HandOver)  # see respond
    text = _asked(answer, state, runtime) if isinstance(step, Ask | Propose) else None
    text = text or _write(step.say, step.facts, state, runtime)
    if language_of(state["locale"]) in runtime.context.services.glossaries:
        text = _announced(text, step.facts.get("passages", ()), _write("in_english", {}, state, runtime))
    lead = _lead(answer, state, runtime)
    return f"{lead} {text}" if lead and not _says_so_itself(text, lead) else text


_A_QUOTE = 40
"""Characters of a passage by which it is known again."""
_OF_THE_CUSTOMER = ("account", "order", "returns")
"""Routes whose answers speak of what the customer has."""


def _is_of_their_customer(answer: Answer, state: TurnState, text: str) -> bool:
    """What a lead reads of whom they serve, in words meant for that customer; what is quoted stays as it is written."""
    principal = state["principal"]
    is_served = principal.is_staff and principal.subject is not None and language_of(state["locale"]) == "en"
    facts = {} if isinstance(answer.step, HandOver) else answer.step.facts
    intent = INTENTS.get(answer.intent or "", UNSURE)
    is_of_them = intent.name not in OF_THE_DESK or "receipt" in facts
    return (
        is_served and intent.route in _OF_THE_CUSTOMER and is_of_them and not _quotes(text, facts.get("passages", ()))
    )


def _quotes(text: str, passages: Sequence[Passage]) -> bool:
    """A passage may also be no more than what the answer goes by."""
    return any(each.text[:_A_QUOTE] in text for each in passages)


_OPENING = 5
"""Words up to the first comma that may say by themselves what a lead says: "I'm sorry, ..."."""


def _says_so_itself(text: str, lead: str) -> bool:
    """One word of regret is enough, unless the first of the two says more than that."""
    opening = text.partition(",")[0].casefold()
    is_said = len(opening.split()) <= _OPENING and opening in lead.casefold()
    return is_said and len(list(sentences(lead))) < 2


def _lead(answer: Answer, state: TurnState, runtime: Runtime[Context]) -> str:
    facts = _of_task(answer, state) if answer.lead == "resumed" else {}
    return _write(answer.lead, facts, state, runtime) if answer.lead else ""


def _of_task(answer: Answer, state: TurnState) -> dict[str, Any]:
    """What an open request is called, what it does, and which order and which things it is about."""
    task, step = tasks.find(state["memory"], answer.task or ""), answer.step
    assert task is not None and isinstance(step, Ask | Propose)  # a question belongs to an open task
    return {
        "task": label(task),
        "doing": doing(task, step),
        "about": task["slots"].get("order_id") or "",
        "things": called(step),
        "asks": isinstance(step, Ask),
    }


def _asked(answer: Answer, state: TurnState, runtime: Runtime[Context]) -> str | None:
    """A question that was put before: named only, or put in other words. None: it is new, or has no other words."""
    step = answer.step
    if answer.is_reminder and isinstance(step, Propose):
        asked = _write("still_to_confirm", _of_task(answer, state), state, runtime)
        is_unmoved = bool(state["interpretation"].voided)
        return f"{_write('stays_as_shown', {}, state, runtime)} {asked}" if is_unmoved else asked
    if answer.is_reminder and isinstance(step, Ask):
        return _bare_question(_write(step.say, step.facts, state, runtime))
    if (answer.lead == "again" or answer.resumes) and isinstance(step, Ask):
        otherwise = _otherwise(step, state, runtime) if answer.lead == "again" else ""
        return otherwise or _question_alone(_write(step.say, step.facts, state, runtime))
    return None


def _otherwise(step: Ask, state: TurnState, runtime: Runtime[Context]) -> str:
    choices = [choice.label for choice in step.choices]
    return _write("asked_otherwise", {"slot": step.slot, "choices": choices}, state, runtime)


def _question_alone(text: str) -> str:
    """The last questions in a row, with what is said after them: what led to it was read in the reply before."""
    said = sentences(text)
    return "".join(said[_first_question(said) :])


def _bare_question(text: str) -> str:
    """Without the list and the hints around it, which stand in a reply before, and the choices on the buttons."""
    lines = [line for line in text.split("\n") if not line.startswith("- ")]
    said = sentences("\n".join(lines).strip())
    questions = [each for each in said[_first_question(said) :] if each.rstrip().endswith("?")]
    return "".join(questions).strip() or "".join(said)


def _first_question(said: Sequence[str]) -> int:
    first = next((at for at in reversed(range(len(said))) if said[at].rstrip().endswith("?")), 0)
    while first and said[first - 1].rstrip().endswith("?"):
        first -= 1
    return first


def _announced(text: str, passages: Iterable[Passage], announcement: str) -> str:
    """The shop's writings stand in the language they are written in, once told that it is another one."""
    starts = [text.find(first) for passage in passages if (first := passage.text.strip().split("\n")[0])]
    start = min((at for at in starts if at >= 0), default=None)
    return text if start is None else f"{text[:start]}{announcement}\n\n{text[start:]}"


def _write(key: str, facts: Mapping[str, Any], state: TurnState, runtime: Runtime[Context]) -> str:
    turn, writer = runtime.context.turn, runtime.context.services.writer
    return writer.write(key, facts, locale=state["locale"], today=turn.now.date(), turn=turn.fence)


def _evidence(answers: list[Answer], state: TurnState, runtime: Runtime[Context]) -> Evidence:
    """All that this turn may state: facts of its answers, passages it quotes, what the customer said."""
    profile = runtime.context.services.shop.profile
    memory = state["memory"]
    return Evidence.of(
        [answer.step.facts for answer in answers if not isinstance(answer.step, HandOver)],
        passages=[*_quoted(answers), *state["passages"]],
        customer_text=_customer_text(state),
        shop_texts=[
            profile.name,
            profile.support_hours,
            profile.support_email,
            profile.support_phone,
            memory["last_reply"] if any(_says(answer, "repeat") for answer in answers) else "",
        ],
        today=runtime.context.turn.now.date(),
        is_for_staff=state["principal"].is_staff,
    )


def _customer_text(state: TurnState) -> str:
    """In the customer's words, and in English ones where they are others."""
    understood = state.get("understood")
    if understood is None or understood.text == state["text"]:
        return state["text"]
    return f"{state['text']}\n{understood.text}"


def _says(answer: Answer, key: str) -> bool:
    return isinstance(answer.step, Say) and answer.step.say == key


def _quoted(answers: Iterable[Answer]) -> list[Passage]:
    passages = [
        passage
        for answer in answers
        if isinstance(answer.step, Say)
        for passage in answer.step.facts.get("passages", ())
    ]
    return list({passage.passage_id: passage for passage in passages}.values())


def _handoff(answers: list[Answer]) -> dict[str, Any] | None:
    for answer in answers:
        if isinstance(answer.step, Say) and (handoff := answer.step.facts.get("handoff")):
            return {
                "ticket_id": handoff.ticket_id,
                "is_new": handoff.is_new,
                "support_hours": handoff.support_hours,
            }
    return None


def _send_rest(reply: Reply, runtime: Runtime[Context]) -> None:
    emit = runtime.context.emit
    for card in reply.cards:
        emit(Event("card", {"kind": card.kind, "data": card.data, "text": card.text}))
    if reply.sources:
        emit(Event("sources", {"sources": reply.sources}))
    if reply.quick_replies:
        emit(Event("quick_replies", {"replies": reply.quick_replies}))
    if reply.handoff:
        emit(Event("handoff", reply.handoff))
