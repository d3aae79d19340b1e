"""Ask every open task for its next step, until each waits for a tool, for the customer, or is done."""

import uuid
from datetime import timedelta

from langgraph.runtime import Runtime

from agent.claims.in_hand import goes_back_to_plan, remember_claim
from agent.context import Context
from agent.dialogue import tasks
from agent.dialogue.interpreting import MAX_MISSES, MAX_TRIES
from agent.dialogue.past import note
from agent.dialogue.repairs import label
from agent.dialogue.said_before import beyond_what_was_said
from agent.intents.registry import INTENTS, UNSURE
from agent.intents.spec import View
from agent.language import language_of
from agent.nodes.at_issue import is_of_it, numbers_in, things_of
from agent.nodes.put_again import digest_of, lead_of, needs_no_repeating, takes_up, was_just_put
from agent.nodes.refusals import ask_whom, asks_whom, identity_step, refusal
from agent.nodes.remembering import keeping, let_go
from agent.nodes.showing import remember_closed, remember_search, remember_shown
from agent.nodes.state import UNHELPFUL, Answer, Desk, PlannedCall, TurnState, Update
from agent.orders.choosing import order_choices
from agent.state import Memory, Offer, Pending, Task
from agent.steps import Ask, Call, HandOver, Propose, Say, Step
from domain.orders import Order

MAX_ROUNDS = 14
CONFIRM_WITHIN = timedelta(minutes=10)
MOST_REMINDERS = 1
"""Whoever goes on to something else a second time has heard the question; a button leads back to it."""
LET_GO_AFTER = 5
"""Turns about other matters after which a question is no longer open."""


async def plan(state: TurnState, runtime: Runtime[Context]) -> Update:
    memory = state["memory"]
    desks = state["desks"]
    answers = list(state["answers"])
    calls = _advance(desks, answers, state, runtime)
    if not calls and (interrupted := _interrupted(state, answers)):
        desks[interrupted] = Desk()
        calls = _advance(desks, answers, state, runtime)
    calls += keeping(state)
    if not calls:
        answers = _in_order_of_saying(answers, state, runtime)
        let_go(memory, answers)
    return dict(memory=memory, desks=desks, answers=answers, calls=calls, rounds=state["rounds"] + 1)


def _advance(
    desks: dict[str, Desk], answers: list[Answer], state: TurnState, runtime: Runtime[Context]
) -> list[PlannedCall]:
    """One step of every unfinished task. Adds to `answers`; returns the tools that the others wait for."""
    memory, work_on = state["memory"], state["interpretation"].work_on
    calls: list[PlannedCall] = []
    queue = list(desks)
    for key in queue:
        task, desk = tasks.find(memory, key), desks[key]
        if desk.is_finished or task is None:
            continue
        step = _step(task, desk, state, runtime)
        if isinstance(step, Ask) and (others := tasks.divided(memory, task, step)):
            desks |= {other: Desk() for other in others}
            queue += others
            work_on += others
            continue
        if isinstance(step, Call):
            if order_id := step.arguments.get("order_id"):
                task["slots"]["order_id"] = order_id
            calls.append(PlannedCall(key, step))
            continue
        desk.is_finished = True
        answers.append(_as_put(task, step, answers, state, runtime))
        remember_claim(memory, task, step)
        if not isinstance(step, Ask | Propose):
            remember_search(task, step, state)
            remember_closed(task, step, state)
            note(memory, task, step)
            tasks.close(memory, task)
            goes_back_to_plan(memory, task, step)
    return calls


def _as_put(task: Task, step: Step, before: list[Answer], state: TurnState, runtime: Runtime[Context]) -> Answer:
    """With what goes in front of a question, and whether a word of it is enough."""
    assert not isinstance(step, Call)  # its result is waited for
    is_worked_on = task["key"] in state["interpretation"].work_on
    resumes = takes_up(task, step, state, is_worked_on)
    lead = lead_of(task, step, state, is_worked_on, before)
    is_reminder = (
        lead != "again"
        and was_just_put(task, step, state, runtime)
        and needs_no_repeating(step, state, resumes=resumes)
    )
    return Answer(step, task["key"], task["intent"], lead=lead, resumes=resumes, is_reminder=is_reminder)


def _interrupted(state: TurnState, answers: list[Answer]) -> str | None:
    """The task that puts its question again, now that all that was asked meanwhile is served."""
    memory = state["memory"]
    current = tasks.current(memory)
    is_over = any(isinstance(answer.step, Ask | Propose | HandOver) for answer in answers) or _offers(answers, memory)
    interpretation = state["interpretation"]
    goes_on = interpretation.work_on or interpretation.resumes
    if is_over or current is None or current["key"] in state["desks"] or not goes_on:
        return None
    is_elsewhere = current.get("is_aside") or not all(is_of_it(current, each) for each in answers)
    if is_elsewhere and not state["aside"]:  # a message puts it off once, however much it asks
        current["put_off"] = current.get("put_off", 0) + 1
    if current["put_off"] <= MOST_REMINDERS and not current.get("is_aside"):
        return current["key"]
    memory["pending"] = None  # a yes would be one to what has scrolled away
    if current["put_off"] >= LET_GO_AFTER:
        memory["tasks"] = []  # those beneath it were put off longer still
    return None


def _offers(answers: list[Answer], memory: Memory) -> bool:
    """Ends with a question of its own: "shall I ask a colleague to take over?" is not asked beside another."""
    return memory["offer"] is not None or any(isinstance(each.step, Say) and bool(each.step.opens) for each in answers)


def _step(task: Task, desk: Desk, state: TurnState, runtime: Runtime[Context]) -> Step:
    turn = runtime.context.turn
    if desk.failures:
        return refusal(task, desk, memory=state["memory"], principal=state["principal"], now=turn.now)
    if state["rounds"] >= MAX_ROUNDS:
        return Say("cannot_finish", quick_replies=("Talk to a person",))
    shop = runtime.context.services.shop.profile
    view = View(
        principal=state["principal"],
        now=turn.now,
        today=turn.now.date(),
        text=task["text"],
        results=desk.results,
        failures=desk.failures,
        is_new=task["key"] in state["interpretation"].work_on,
        cancel_reasons=shop.cancel_reasons,
        changed_items_are_final=shop.changed_items_are_final,
    )
    intent = INTENTS.get(task["intent"], UNSURE)
    if (asked := identity_step(task, desk, state["principal"])) is not None:
        return asked
    is_quotable = language_of(state["locale"]) not in runtime.context.services.glossaries
    step = intent.next_step(task, view)
    step = beyond_what_was_said(step, task, view, state["memory"], is_quotable=is_quotable)
    return ask_whom(state["memory"]) if asks_whom(step, state["principal"]) else step


def _in_order_of_saying(answers: list[Answer], state: TurnState, runtime: Runtime[Context]) -> list[Answer]:
    """Answers first, then one question: the rest wait their turn on the stack."""
    places = {key: at for at, key in enumerate(state["desks"])}
    answers = sorted(answers, key=lambda answer: places.get(answer.task or "", -1))
    said = [answer for answer in answers if not isinstance(answer.step, Ask | Propose)]
    questions = [answer for answer in answers if isinstance(answer.step, Ask | Propose)]
    if (person := _missed(said, questions, state)) is not None:
        return [person]
    for answer in said:
        remember_shown(answer, state)
    if not questions:
        _keep_offer(state)
        return said
    first, waiting = questions[0], questions[1:]
    if _has_asked_enough(first, state):
        return [*said, _offer_person(first, state)]
    for answer in reversed(waiting):
        _put_on_top(answer, state)
    if _is_put_already(first, state):
        _put_beneath(first, state)
    else:
        _remember_question(first, state, runtime)
    return [*said, *_what_follows(waiting, state), first]


def _is_put_already(answer: Answer, state: TurnState) -> bool:
    """An earlier part of the message began a task whose question is on the table, and this is of another."""
    put = [each for part in state["aside"] for each in part.answers if isinstance(each.step, Ask | Propose)][-1:]
    if not put or answer.resumes or put[0].task == answer.task:
        return False
    is_begun = any(each["key"] == put[0].task for each in _begun(state))
    pending = state["memory"]["pending"]
    return is_begun and (isinstance(put[0].step, Ask) or (pending is not None and pending["task"] == put[0].task))


def _put_beneath(answer: Answer, state: TurnState) -> None:
    """Under all that the earlier parts of the message asked for."""
    open_tasks, task = state["memory"]["tasks"], _put_on_top(answer, state)
    place = open_tasks.index(_begun(state)[0])
    open_tasks.insert(place, open_tasks.pop(open_tasks.index(task)))


def _begun(state: TurnState) -> list[Task]:
    """By this message, the undermost first."""
    before = {each["key"] for each in state["untouched"]["tasks"]} if state["untouched"] is not None else set[str]()
    return [each for each in state["memory"]["tasks"] if each["key"] not in before]


def _keep_offer(state: TurnState) -> None:
    """ "How long would that take?" to the offer of a colleague: answered, and that still stands."""
    memory, offer = state["memory"], state["interpretation"].passed_over
    if offer is not None and memory["offer"] is None and tasks.current(memory) is None:
        memory["offer"] = Offer(intent=offer["intent"], slots=offer["slots"], kept=True)


def _put_on_top(answer: Answer, state: TurnState) -> Task:
    memory = state["memory"]
    task = tasks.find(memory, answer.task or "")
    assert task is not None  # a question belongs to an open task
    memory["tasks"].remove(task)
    memory["tasks"].append(task)
    return task


def _what_follows(waiting: list[Answer], state: TurnState) -> list[Answer]:
    """ "After this I'll get to the return": nobody has to wonder whether the rest of their message was read."""
    rest = [task for answer in waiting if (task := tasks.find(state["memory"], answer.task or "")) is not None]
    return [Answer(Say("then_the_rest", {"tasks": [label(task) for task in rest]}))] if rest else []


def _missed(said: list[Answer], questions: list[Answer], state: TurnState) -> Answer | None:
    """Counts answers in a row that helped nobody; the third becomes the offer of a person."""
    memory = state["memory"]
    is_lost = bool(said) and all(getattr(answer.step, "say", "") in UNHELPFUL for answer in said)
    is_unsure = any(isinstance(answer.step, Ask) and answer.step.slot == "intent" for answer in questions)
    memory["misses"] = memory["misses"] + 1 if (is_lost and not questions) or is_unsure else 0
    if memory["misses"] < MAX_MISSES:
        return None
    memory["misses"] = 0
    for answer in questions:
        if (task := tasks.find(memory, answer.task or "")) is not None:
            tasks.close(memory, task)
    memory["offer"] = Offer(intent="human_agent", slots={})
    return Answer(Say("offer_person", quick_replies=("Yes, a person please", "No, thanks")))


def _has_asked_enough(answer: Answer, state: TurnState) -> bool:
    task, step = tasks.find(state["memory"], answer.task or ""), answer.step
    if task is None or not isinstance(step, Ask) or answer.resumes:
        return False
    return (step.is_again or task["asked"] == step.slot) and task["tries"] + 1 >= MAX_TRIES


def _offer_person(answer: Answer, state: TurnState) -> Answer:
    """The same question a third time helps nobody."""
    task = tasks.find(state["memory"], answer.task or "")
    if task is not None:
        tasks.close(state["memory"], task)
    state["memory"]["offer"] = Offer(intent="human_agent", slots={})
    return Answer(Say("offer_person", quick_replies=("Yes, a person please", "No, thanks")))


def _remember_question(answer: Answer, state: TurnState, runtime: Runtime[Context]) -> None:
    memory, step = state["memory"], answer.step
    task = _put_on_top(answer, state)
    memory["offer"] = None
    task.pop("is_aside", None)
    task["about"] = sorted(numbers_in(step.facts)) if isinstance(step, Ask | Propose) else []
    if not answer.resumes:
        for each in memory["tasks"]:
            each["put_off"] = 0  # what waits beneath a new question comes up once more when that is settled
    if isinstance(step, Ask):
        task["slots"].update(step.keeps)
        if not answer.resumes:
            task["tries"] = task["tries"] + 1 if step.is_again or task["asked"] == step.slot else 0
        task["asked"], task["asked_by"] = step.slot, step.say
        task["choices"] = [choice.as_memory() for choice in step.choices]
    is_turning = isinstance(step, Propose) or (bool(memory["shown"].get("order")) and not answer.resumes)
    if isinstance(step, Ask | Propose) and is_turning and isinstance(order := _order_of(step), Order):
        memory["shown"]["order"] = [choice.as_memory() for choice in order_choices([order])]
    if isinstance(step, Propose):
        task["asked"], task["choices"] = None, []
        memory["pending"] = _pending(task, step, state, runtime)


def _order_of(step: Ask | Propose) -> object:
    """The order that is spoken of with it: "it" is in that one from now on."""
    return step.facts.get("order") or getattr(step.facts.get("check"), "order", None)


def _pending(task: Task, step: Propose, state: TurnState, runtime: Runtime[Context]) -> Pending:
    turn, digest = runtime.context.turn, digest_of(step, state, runtime)
    before = state["memory"]["pending"]
    is_same = before is not None and before["digest"] == digest and before["task"] == task["key"]
    return Pending(
        action_id=before["action_id"] if before is not None and is_same else uuid.uuid4().hex,
        tool=step.tool,
        arguments=dict(step.arguments),
        digest=digest,
        verb=step.verb,
        task=task["key"],
        expires_at=(turn.now + CONFIRM_WITHIN).isoformat(),
        things=things_of(step),
        shown_in=turn.fence,
        shown=before.get("shown", "") if before is not None and is_same else "",
    )
