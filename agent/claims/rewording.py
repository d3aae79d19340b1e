"""The reason of a decision or an exception, given anew while its summary waits: "no, say the tags were cut off".

Only what the customer will read changes; the summary is shown again and waits for its yes as before. Pure.
"""

import re

from agent.claims.verdicts import verdict_in
from agent.dialogue import tasks
from agent.dialogue.interpretation import Interpretation
from agent.state import Memory
from agent.understanding.heard import Heard

_REASONS = {"decide_claim": "verdict_reason", "override_refusal": "why"}
"""Where the tools that wait keep it."""
_REWORDS = re.compile(
    r"^\W*(?:(?:no|wait|hang on|hold on|actually|sorry|but|ok(?:ay)?|well|hm+|please|pls|rather|better|let'?s|can you"
    r"|could you|i'?d)\W+)*"
    r"(?:(?:say|write|state|put(?=[^:]*:))(?: (?:it|this)(?= (?:down|more|a bit|nicer|instead|rather)\b|\W*:))?"
    r"|tell (?:her|him|them|the customer)|(?:the |my )?reason(?: is| should be)?"
    r"|(?:change|make) (?:the |my )?(?:reason|text|wording)(?: to)?)\b"
    r"(?: (?:down|more|a bit|instead|rather|nicer|friendl\w+|politely|that|as|to)\b)*[\s:,]+(?P<why>\S+ \S+.*)$",
    re.IGNORECASE | re.DOTALL,
)


def rewords(memory: Memory, result: Interpretation, heard: Heard) -> bool:
    """Take the words for the reason, and show the summary again; False where none waits, or it is something else."""
    waiting, task = tasks.waiting(memory), tasks.current(memory)
    if waiting is None or task is None or waiting["tool"] not in _REASONS:
        return False
    said = _REWORDS.match(heard.quotable)
    if said is None or verdict_in(heard.text) or heard.text.rstrip().endswith("?"):
        return False
    name = _REASONS[waiting["tool"]]
    task["slots"][name] = said["why"].strip(" .")[:400]
    task["answered"].append([name])
    result.voided, memory["pending"] = waiting["digest"], None
    result.work_on.append(task["key"])
    return True
