"""What the message means, and what that does to the open tasks."""

from langgraph.runtime import Runtime

from agent.acts import Act, dialogue_act
from agent.acts.vouched import agrees_somewhere
from agent.claims.at_large import about_claims
from agent.context import Context
from agent.dialogue import tasks
from agent.dialogue.agreed_by_name import agreed_by_name
from agent.dialogue.asked_of_rules import tells_a_case
from agent.dialogue.denials import without_denied
from agent.dialogue.interpretation import Interpretation
from agent.dialogue.interpreting import expecting, interpret, pending_verb
from agent.dialogue.repairs import asked_for
from agent.dialogue.turning import turns_back
from agent.goods.asked import asks_of_goods
from agent.goods.asked_back import with_goods_asked_back
from agent.language import detect_language, language_of
from agent.mood.easing import after, felt, may_be_upset
from agent.mood.sentiment import CALM, Feeling, wanted
from agent.nodes.remembering import listen
from agent.nodes.retelling import last_said, look_back, shown, so_far
from agent.nodes.state import Answer, Desk, TurnState, Update
from agent.nodes.to_read import ToRead, in_english, to_read
from agent.orders.focus import about_orders
from agent.orders.none_yet import of_the_shop
from agent.speaker.home_told import home_told
from agent.speaker.leads import turns_to_another
from agent.speaker.mentions import introduced_by
from agent.speaker.proofs import given, taken, with_address
from agent.state import Offer
from agent.steps import Say
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Understanding, alone, classified, entities_of, heard
from agent.understanding.of_the_desk import of_the_desk
from agent.understanding.of_the_talk import of_the_talk
from agent.understanding.plain_words import Plainly, Said, is_plain, plain_words
from domain.errors import ModelFailed


async def understand(state: TurnState, runtime: Runtime[Context]) -> Update:
    context, memory = runtime.context, state["memory"]
    look_back(memory, context)
    if not state["text"]:
        return dict(interpretation=Interpretation(), answers=[Answer(Say("nothing_readable"))])
    if (unknown := _unknown_language(state, runtime)) is not None:
        memory["offer"] = Offer(intent="human_agent", slots={})
        answer = Answer(Say(f"only_english_{unknown}", quick_replies=("Talk to a person",)))
        return dict(interpretation=Interpretation(), memory=memory, answers=[answer])
    plainly = await _in_plain_words(state, runtime)
    reading = to_read(
        state,
        context.services,
        find=lambda text: entities_of(text, context.turn, context.services),
        one=lambda text: alone(text, context.turn, context.services),
        plain=plainly.text,
        agrees=plainly.agrees,
    )
    understood, feeling = await _read(reading, state, runtime)
    if not state["aside"]:
        _settle(reading.whole, understood, feeling, state, runtime)
    heard = _as_heard(reading, understood, state, runtime)
    if reading.denial is not None:
        understood = without_denied(understood, reading.denial, is_done_with=bool(reading.refused))
    understood = _in_this_talk(understood, heard, state)
    found = given(memory, heard, state["principal"])
    interpretation = interpret(memory, understood, heard) if found is None else taken(memory, found)
    with_address(memory["tasks"])
    with_goods_asked_back(memory, heard, interpretation.work_on)
    listen(memory, heard)
    return dict(
        understood=understood,
        given=found,
        interpretation=interpretation,
        part=reading.part,
        unread=reading.unread,
        untouched=reading.untouched,
        answers=[Answer(say) for say in (*_before(reading, interpretation), *interpretation.say)],
        desks={key: Desk() for key in interpretation.work_on},
    )


def _before(reading: ToRead, interpretation: Interpretation) -> list[Say]:
    """What is said ahead of the answer; "nothing is done yet" not where the talk itself is answered, which says so."""
    return [say for say in reading.refused if say.say != "nothing_yet" or not interpretation.say]


def _as_heard(reading: ToRead, understood: Understanding, state: TurnState, runtime: Runtime[Context]) -> Heard:
    services = runtime.context.services
    return Heard(
        text=reading.text,
        entities=understood.entities,
        today=runtime.context.turn.now.date(),
        vocabulary=services.vocabularies.current(),
        shown=state["memory"]["shown"],
        own_words=reading.own_words,
        read=services.table.read,
        areas=services.table.areas,
        home=state["memory"]["home"],
    )


def _settle(
    whole: str, understood: Understanding, feeling: Feeling, state: TurnState, runtime: Runtime[Context]
) -> None:
    """What holds for the whole message: where the customer lives, how they feel, of whom a lead speaks."""
    memory, is_staff = state["memory"], state["principal"].is_staff
    memory["home"] = home_told(whole, memory["home"])
    is_case = tells_a_case(understood.text, runtime.context.services.table.read)
    is_calm = is_staff or (feeling.is_frustrated and not feeling.is_strong and is_case)
    memory["mood"] = after(memory["mood"], CALM if is_calm else feeling)
    if is_staff:
        context, known, asked = runtime.context, memory["served"], asked_for(memory)
        found = entities_of(state["typed"], context.turn, context.services)
        if turns_to_another(state["text"], found, asked=asked, known=known):
            tasks.close_all(memory)


def _in_this_talk(understood: Understanding, heard: Heard, state: TurnState) -> Understanding:
    """The requests as the conversation means them: of what lies on the table, or of the talk itself."""
    memory, principal = state["memory"], state["principal"]
    turns_back(memory, understood, heard)
    if not principal.is_staff:
        understood = of_the_shop(memory, understood, heard)
    if principal.is_staff:
        names_one = principal.subject is not None or bool(introduced_by(state["typed"], memory["served"]))
        understood = of_the_desk(memory, understood, heard, serves=names_one)
    if understood.requests and all(request.matter for request in understood.requests):
        return understood
    understood = about_claims(memory, understood, heard)
    understood = of_the_talk(memory, understood, heard, expecting=expecting(memory))
    return about_orders(memory, understood, heard)


def _unknown_language(state: TurnState, runtime: Runtime[Context]) -> str | None:
    """One that can be told and not answered; a yes or a number is understood in any."""
    text, memory = state["text"], state["memory"]
    language = detect_language(text)
    if language in (None, "en", *runtime.context.services.glossaries) or memory["pending"]:
        return None
    return language if len(text.split()) > 2 else None


async def _read(reading: ToRead, state: TurnState, runtime: Runtime[Context]) -> tuple[Understanding, Feeling]:
    """By rules and local models; what these need of the encoder is computed beside the event loop."""
    context, memory, text, whole = runtime.context, state["memory"], reading.text, reading.whole
    services = context.services
    found = heard(
        text,
        context.turn,
        services,
        expecting=expecting(memory),
        pending=pending_verb(memory),
        act=Act("affirm", text) if reading.agrees else agreed_by_name(memory, text),
    )
    still_open = [request.text for request in found.requests if request.is_open]
    is_heated = may_be_upset(whole, found.act, services.sentiment, is_plain=bool(found.requests) and not still_open)
    await services.embed_ahead([*still_open, *(wanted(whole) if is_heated else ())])
    feeling = felt(whole, services.sentiment) if is_heated else CALM
    understood = classified(found, services)
    is_wish = not found.entities.reasons and {each.intent for each in understood.requests} == {"product_search"}
    is_shopping = not feeling.is_strong and (is_wish or asks_of_goods(memory, text, services.table.read))
    return understood, CALM if is_shopping else feeling


async def _in_plain_words(state: TurnState, runtime: Runtime[Context]) -> Plainly:
    """The message as the language model puts it; nothing without one, where there is no need, and where it fails."""
    context, memory = runtime.context, state["memory"]
    model, services, expected = context.model, context.services, expecting(memory)
    if model is None or state["aside"]:
        return Plainly("")
    language = language_of(state["locale"])
    english = in_english(state["text"], language, services)
    verb = pending_verb(memory)
    if is_plain(heard(english, context.turn, services, expecting=expected, pending=verb), expecting=expected):
        return Plainly("")
    try:
        plainly = await plain_words(
            Said(
                state["text"],
                english,
                conversation=await last_said(memory, context),
                so_far=await so_far(memory, model, context),
                shown=shown(memory),
                is_of_team=state["principal"].is_staff,
                gloss=lambda words: in_english(words, language, services),
            ),
            model,
            shop=services.shop.profile.name,
            find=lambda text: entities_of(text, context.turn, services),
            agrees=lambda text: dialogue_act(text, expecting=expected, pending=verb).kind == "affirm",
            may_agree=expected == "confirmation" and agrees_somewhere(english, verb),
        )
    except ModelFailed:
        model.count("read_locally")
        return Plainly("")
    model.count("put_plainly")
    return plainly
