"""What the message means, and what that does to the open tasks."""

from copy import deepcopy

from langgraph.runtime import Runtime

from agent.claims.at_large import about_claims
from agent.context import Context, Services
from agent.dialogue import tasks
from agent.dialogue.asked_of_rules import tells_a_case
from agent.dialogue.denials import denied, lets_go_of_denied, without_denied
from agent.dialogue.interpretation import Interpretation
from agent.dialogue.interpreting import expecting, interpret, pending_verb
from agent.dialogue.repairs import asked_for
from agent.dialogue.turning import turns_back
from agent.goods.asked import asks_of_goods
from agent.language import detect_language, language_of
from agent.mood.easing import after, felt, may_be_upset
from agent.mood.sentiment import CALM, Feeling, wanted
from agent.nodes.remembering import listen
from agent.nodes.retelling import look_back, so_far
from agent.nodes.state import Answer, Desk, TurnState, Update
from agent.orders.focus import about_orders
from agent.orders.none_yet import of_the_shop, without_orders
from agent.speaker.home_told import home_told
from agent.speaker.leads import behind_introduction, turns_to_another
from agent.speaker.proofs import given, taken, with_address
from agent.state import Offer
from agent.steps import Say
from agent.understanding.asked_apart import asked_apart
from agent.understanding.desk_clauses import apart_for_desk
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Understanding, classified, heard
from agent.understanding.of_the_desk import as_the_customer, of_the_desk
from agent.understanding.of_the_talk import of_the_talk
from agent.understanding.second_reading import is_doubtful, second_reading
from domain.errors import ModelFailed


async def understand(state: TurnState, runtime: Runtime[Context]) -> Update:
    context = runtime.context
    memory, text = state["memory"], state["text"]
    look_back(memory, context)
    if not text:
        return dict(interpretation=Interpretation(), answers=[Answer(Say("nothing_readable"))])
    if (unknown := _unknown_language(state, runtime)) is not None:
        memory["offer"] = Offer(intent="human_agent", slots={})
        answer = Answer(Say(f"only_english_{unknown}", quick_replies=("Talk to a person",)))
        return dict(interpretation=Interpretation(), memory=memory, answers=[answer])
    own, typed, text = text, state["typed"], in_english(text, language_of(state["locale"]), context.services)
    if state["principal"].is_staff:
        text, typed = behind_introduction(text, typed), behind_introduction(typed, typed)
    is_rewritten, whole = own != text or (state["principal"].is_staff and typed != text), text
    text = text if state["aside"] or state["principal"].is_staff else without_orders(memory, text)
    denial = None if state["aside"] else denied(text)
    refused = lets_go_of_denied(memory, denial) if denial is not None else []
    text = denial.rest if denial is not None else text
    text, *unread = [state["part"], *state["unread"]] if state["aside"] else _parts(text, state, context.services)
    part = text if unread or state["aside"] else ""
    untouched = deepcopy(memory) if unread and not state["aside"] else state["untouched"]
    if state["principal"].is_staff:
        typed = typed if text == whole else text
        text = as_the_customer(memory, text, context.services.table.read)
        is_rewritten = is_rewritten or typed != text
    understood, feeling = await _read(text, state, runtime, whole=whole)
    understood = await _read_again(understood, state, runtime)
    understood = without_denied(understood, denial) if denial is not None else understood
    if feeling.is_frustrated and not feeling.is_strong and tells_a_case(text, context.services.table.read):
        feeling = CALM
    if not state["aside"]:
        memory["mood"] = after(memory["mood"], CALM if state["principal"].is_staff else feeling)
    if not state["aside"] and _turns_to_another(understood, state):
        tasks.close_all(memory)
    heard = Heard(
        text=text,
        entities=understood.entities,
        today=context.turn.now.date(),
        vocabulary=context.services.vocabularies.current(),
        shown=memory["shown"],
        own_words=typed if is_rewritten else "",
        read=context.services.table.read,
        areas=context.services.table.areas,
    )
    understood = _in_this_talk(understood, heard, state)
    found = given(memory, heard, state["principal"])
    interpretation = interpret(memory, understood, heard) if found is None else taken(memory, found)
    with_address(memory["tasks"])
    listen(memory, heard)
    memory["home"] = home_told(heard.text, memory["home"])
    return dict(
        understood=understood,
        given=found,
        interpretation=interpretation,
        part=part,
        unread=unread,
        untouched=untouched,
        answers=[Answer(say) for say in (*refused, *interpretation.say)],
        desks={key: Desk() for key in interpretation.work_on},
    )


def _parts(text: str, state: TurnState, services: Services) -> list[str]:
    """What is read by itself, one after another; what one of the team asks of their own work is."""
    if not state["principal"].is_staff:
        return asked_apart(text)
    memory = state["memory"]
    return apart_for_desk(text, services.table.read, awaited=asked_for(memory) or ("offer" if memory["offer"] else ""))


def _turns_to_another(understood: Understanding, state: TurnState) -> bool:
    asked = asked_for(state["memory"])
    return state["principal"].is_staff and turns_to_another(state["typed"], understood.entities, asked=asked)


def _in_this_talk(understood: Understanding, heard: Heard, state: TurnState) -> Understanding:
    """The requests as the conversation means them: of what lies on the table, or of the talk itself."""
    memory, principal = state["memory"], state["principal"]
    turns_back(memory, understood, heard)
    if not principal.is_staff:
        understood = of_the_shop(memory, understood, heard)
    if principal.is_staff:
        understood = of_the_desk(memory, understood, heard, serves=principal.subject is not None)
    if understood.requests and all(request.matter for request in understood.requests):
        return understood
    understood = about_claims(memory, understood, heard)
    understood = of_the_talk(memory, understood, heard, expecting=expecting(memory))
    return about_orders(memory, understood, heard)


def in_english(text: str, language: str, services: Services) -> str:
    """The words that models, patterns and the shop's writings are in; an English message is what it was."""
    glossary = services.glossaries.get(language)
    return text if glossary is None else glossary.english(text, names=services.vocabularies.current().names)


def _unknown_language(state: TurnState, runtime: Runtime[Context]) -> str | None:
    """One that can be told and not answered; a yes or a number is understood in any."""
    text, memory = state["text"], state["memory"]
    language = detect_language(text)
    if language in (None, "en", *runtime.context.services.glossaries) or memory["pending"]:
        return None
    return language if len(text.split()) > 2 else None


async def _read(text: str, state: TurnState, runtime: Runtime[Context], *, whole: str) -> tuple[Understanding, Feeling]:
    """By rules and local models; what these need of the encoder is computed beside the event loop.

    `whole`: the message that the text is a part of; it tells how somebody feels.
    """
    context, memory = runtime.context, state["memory"]
    services = context.services
    found = heard(text, context.turn, services, expecting=expecting(memory), pending=pending_verb(memory))
    still_open = [request.text for request in found.requests if request.is_open]
    is_heated = may_be_upset(whole, found.act, services.sentiment, is_plain=bool(found.requests) and not still_open)
    await services.embed_ahead([*still_open, *(wanted(whole) if is_heated else ())])
    feeling = felt(whole, services.sentiment) if is_heated else CALM
    is_shopping = not feeling.is_strong and asks_of_goods(memory, text, services.table.read)
    return classified(found, services), CALM if is_shopping else feeling


async def _read_again(understood: Understanding, state: TurnState, runtime: Runtime[Context]) -> Understanding:
    """What the local models doubt goes to the language model, if there is one; if it fails, they stand."""
    context, memory = runtime.context, state["memory"]
    asked = expecting(memory)
    if context.model is None or not is_doubtful(understood, is_asked=asked is not None):
        return understood
    try:
        last = memory["last_reply"] if asked else ""
        own = state["text"] if state["text"] != understood.text else ""
        again = await second_reading(
            understood,
            context.model,
            context.turn,
            context.services,
            asked=last,
            own_words=own,
            so_far=await so_far(memory, context.model, context),
            gloss=lambda words: in_english(words, language_of(state["locale"]), context.services),
        )
    except ModelFailed:
        context.model.count("read_locally")
        return understood
    context.model.count("read_again")
    return again
