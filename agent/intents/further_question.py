"""A question that goes on from the last one answered out of the shop's writings, and is answered from them too.

It is opened by `agent.dialogue.further_questions`, never by its words: which these are depends on the last answer.
"""

import re

from agent.dialogue.further_answers import chosen, narrowed, told_there
from agent.dialogue.further_questions import in_own_words, joined, plainly, remembered
from agent.dialogue.put_plainly import likelier
from agent.dialogue.thing_told_of import told_elsewhere_of_it
from agent.intents import chitchat, out_of_scope
from agent.intents.answering import KINDS, answer
from agent.intents.not_taken_back import TOOLS as OF_GOODS
from agent.intents.not_taken_back import not_taken_back
from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Call, Say, Step
from tools.places import places_said
from tools.policies import PassagesFound

_ELSE = {intent.name: intent.next_step for intent in (chitchat.INTENT, out_of_scope.INTENT)}
"""Taken for a further question on the chance that it is one."""
_READ_SURELY = 0.9
_MOVED_SURELY = 0.95
_HEARD_OF = 0.15
"""What a question that moves to another matter has to find by its own words as well."""
_OF_THE_SHOP = re.compile(r"^(?:is|are) there\b|^(?:do|can|could|may) (?:you|u|ya|i|we|one)\b", re.IGNORECASE)
""" "Is there parking", after where the store is: of the shop, if of nothing that it has written."""
_MOST = 10
"""Passages compared: what both searches have is often not the first of either."""


def next_step(task: Task, view: View) -> Step:
    if (never := not_taken_back(task, view)) is not None:
        return never
    slots = task["slots"]
    plain, found = slots.get("plainly"), view.results.get("plainly")
    if plain is not None and not isinstance(found, PassagesFound):
        return Call("find_passages", {"query": plain, "kinds": KINDS}, "plainly")
    has_moved = bool(slots.get("has_moved"))
    before = remembered(None, "") if has_moved else slots.get("leans_on") or remembered(None, "")
    asked = plainly(view.text)
    alone, together = view.results.get("alone"), view.results.get("together")
    if not isinstance(alone, PassagesFound):
        query = in_own_words(asked)
        return Call("find_passages", {"query": query, "kinds": KINDS, "limit": _MOST}, "alone")
    if not isinstance(together, PassagesFound):
        query = joined(asked, before)
        return Call("find_passages", {"query": query, "kinds": KINDS, "limit": _MOST}, "together")
    if told := told_there(asked, before, (*together.found, *alone.found)):
        return answer(told, asked=view.text, not_again=slots.get("not_again"))
    if told := told_elsewhere_of_it(asked, before, (*together.found, *alone.found)):
        return answer(told, asked=view.text, person=True)
    sure = chosen(asked, before, alone=alone.found, together=together.found, goods=slots.get("goods", ()))
    if isinstance(found, PassagesFound):
        heard_of = {each.passage.passage_id for each in alone.found if each.confidence >= _HEARD_OF}
        is_sure = not has_moved or slots.get("likely", 0.0) >= _MOVED_SURELY or bool(places_said(plain or ""))
        put = [each for each in found.found if is_sure or each.passage.passage_id in heard_of]
        if slots.get("of_before") and put:
            return answer(narrowed(put, asked, before), asked=view.text, not_again=slots.get("not_again"))
        sure = likelier(sure, put, likely=slots.get("likely", 1.0), text=view.text, before=before)
    if sure:
        return answer(narrowed(sure, asked, before), asked=view.text, not_again=slots.get("not_again"))
    is_read = plain is not None and not slots.get("has_moved") and slots.get("likely", 0.0) >= _READ_SURELY
    is_of_shop = is_read or _OF_THE_SHOP.match(in_own_words(view.text)) is not None
    if not is_of_shop and (sounds_like := _ELSE.get(slots.get("sounds_like") or "")):
        return sounds_like(task, view)
    return Say("not_known", opens="human_agent")


INTENT = Intent(
    name="further_question",
    meaning="asks more about what was just answered from the shop's writings",
    route="policy",
    label="know more about that",
    next_step=next_step,
    tools=("find_passages", *OF_GOODS),
    goes_on=True,
)
