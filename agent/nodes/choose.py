"""Which sentences of the shop's writings answer a question: a model that reads them says it, code quotes them.

The search finds passages that are alike; which of them answers, and which sentence of it, somebody who can read tells
better. It may only point: what is said are the shop's own sentences, or that nothing is written about it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from langgraph.runtime import Runtime
from pydantic import BaseModel, ConfigDict, Field

from agent.context import Context
from agent.grounding import sentences
from agent.intents.answering import KINDS, LOOKED_AT
from agent.models.structured import structured
from agent.models.turn import TurnModel
from agent.nodes.showing import remember_chosen
from agent.nodes.state import Answer, TurnState, Update
from agent.nodes.tooling import run_tool
from agent.steps import Say
from domain.errors import ModelFailed, ShopSmartError
from domain.knowledge import Passage
from tools.execute import ToolCall

MOST = 4
"""Sentences of an answer; whoever needs more reads the page."""
_LONGEST = 700
"""Characters of the last reply, which tells what a question is about."""
_FROM_WRITINGS = ("passage", "not_known", "nothing_more_written", "out_of_scope", "small_talk")
"""The last two are what is made of a question that nobody knew to be the shop's."""


class Chosen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    sentences: list[str] | None = Field(default=None, max_length=12)
    """As numbered in the prompt: "2.1"; empty: none answers; None: that cannot be told."""


def may_choose(state: TurnState, context: Context | None) -> bool:
    """Something was looked up in the writings, and there is a model with a call to spare for its words."""
    model = context.model if context is not None else None
    return model is not None and model.calls_left > 1 and any(_is_from_writings(each) for each in state["answers"])


async def choose(state: TurnState, runtime: Runtime[Context]) -> Update:
    """The first answer out of the writings in the sentences that answer it; a part of a message has one."""
    model = runtime.context.model
    assert model is not None  # see may_choose
    question = state["part"] or state["understood"].text
    at = next(at for at, each in enumerate(state["answers"]) if _is_from_writings(each))
    answer = state["answers"][at]
    passages = await _looked_up(question, answer, state, runtime)
    data = {"question": question, "message": state["text"], "last_reply": state["memory"]["last_reply"][:_LONGEST]}
    try:
        told = await _chosen(data, passages, model, shop=runtime.context.services.shop.profile.name)
    except ModelFailed:
        told = None
    step = _said(answer, told) if told is not None else answer.step
    if step is answer.step:
        return {}
    model.count("chosen" if told else "none_answers")
    answers = [*state["answers"]]
    answers[at] = replace(answer, step=step)
    remember_chosen(question, told[0] if told else None, state["memory"])
    return dict(answers=answers, memory=state["memory"], passages=[*state["passages"], *passages])


def _is_from_writings(answer: Answer) -> bool:
    return isinstance(answer.step, Say) and answer.step.say in _FROM_WRITINGS and "product" not in answer.step.facts


async def _looked_up(question: str, answer: Answer, state: TurnState, runtime: Runtime[Context]) -> list[Passage]:
    """What was quoted, and what the question finds by itself; each once."""
    arguments = {"query": question, "kinds": KINDS, "limit": LOOKED_AT}
    found = await run_tool(ToolCall("find_passages", arguments), state, runtime)
    assert isinstance(answer.step, Say)
    quoted = [passage.passage_id for passage in answer.step.facts.get("passages", ())]
    more = () if isinstance(found, ShopSmartError) else found.passages
    whole = {passage.passage_id: passage for passage in (*state["passages"], *more)}
    first = [whole[each] for each in quoted if each in whole]
    return list({passage.passage_id: passage for passage in (*first, *more)}.values())[: LOOKED_AT + 2]


async def _chosen(
    data: Mapping[str, str], passages: Sequence[Passage], model: TurnModel, *, shop: str
) -> list[Passage] | None:
    """The passages with nothing but the sentences that answer, in the model's order; None: it does not tell.

    Raises ModelFailed.
    """
    if not passages:
        return None
    said = [sentences(passage.text) for passage in passages]
    numbered = {f"{a}.{b}": (a, b) for a, own in enumerate(said, 1) for b, _ in enumerate(own, 1)}
    texts = map(_as_text, range(1, len(said) + 1), passages, said)
    rendered = model.render("choose", {"shop": shop}, {**data, "passages": "\n\n".join(texts)})
    named = (await structured(model, model.ask(rendered), Chosen)).sentences
    kept = [numbered[number] for number in dict.fromkeys(named or ()) if number in numbered][:MOST]
    if named is None or (named and not kept):
        return None
    return [
        replace(passages[a - 1], text="".join(_alone(said[a - 1][b - 1]) for of, b in sorted(kept) if of == a).strip())
        for a in dict.fromkeys(a for a, _ in kept)
    ]


def _alone(sentence: str) -> str:
    """Without its number in a list, of which the others are not read out."""
    return re.sub(r"^\s*\d+[.)]\s+", "", sentence)


def _as_text(number: int, passage: Passage, said: Sequence[str]) -> str:
    own = [f"{number}.{at} {' '.join(sentence.split())}" for at, sentence in enumerate(said, 1)]
    return "\n".join([f"{number}: {passage.title} > {passage.heading}", *own])


def _said(answer: Answer, told: Sequence[Passage]) -> Say:
    """The answer in these sentences; where there are none, that nothing is written about it."""
    step = answer.step
    assert isinstance(step, Say)
    if not told:
        return Say("not_known", opens="human_agent") if step.say == "passage" else step
    if step.say == "passage":
        return replace(step, facts={**step.facts, "passages": list(told), "not_to": ""})
    return Say("passage", {"passages": list(told), "offered": "", "not_to": ""})
