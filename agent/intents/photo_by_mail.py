"""Whether the photo of a claim may come by e-mail: what the shop's writings say of it, for that kind of claim."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from agent.intents.answering import from_passages
from agent.intents.spec import View
from agent.state import Task
from agent.steps import Step

_BY_MAIL = re.compile(r"\be-?mail(?:ed|ing|s)?\b|\bby (?:mail|post)\b|\bmail (?:it|the|one|you|a)\b", re.IGNORECASE)
_told = from_passages("sending a photo for a claim", plain=())
_QUESTIONS = {
    True: "How do I make a warranty claim?",
    False: "Something arrived damaged. Where do I send the photo of the damage?",
}
"""By whether it is claimed on the warranty."""


def photo_by_mail(asked: str, claim: Mapping[str, Any], task: Task, view: View) -> Step | None:
    if asked != "photo" or not _BY_MAIL.search(view.text):
        return None
    return _told(task, replace(view, text=_QUESTIONS[claim["intent"] == "warranty_claim"]))
