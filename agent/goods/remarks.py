"""What is said in passing of what was just told: "plum is nice!", before "i also need a jacket".

It sets no limit for the kind that is asked for next. Pure.
"""

import re
from dataclasses import replace

from agent.state import Memory
from agent.understanding.local_reading import Request

_NICE = (
    r"(?:nice|good|great|lovely|pretty|cute|cool|perfect|gorgeous|beautiful|fine|fab|ideal|amazing|stunning|sweet|neat"
    r"|interesting|tempting|my favou?rite|my colou?r)"
)
_LED = r"(?:(?:oh|o+h|aw+|ok(?:ay)?|hm+|yes|yeah|and|but|so|well|wow)\W+)*"
_REMARK = re.compile(
    rf"^\W*(?:[^.!?]{{2,40}}[.!?]\s+)?{_LED}(?:no,? (?:thanks|thank you)\W+)?"
    r"(?:(?:(?:the|that|this|in) )?[\w -]{2,24}? "
    rf"(?:is|are|looks?|sounds?|seems?|would be|['’]s) (?:(?:so|really|very|quite|pretty|rather|actually) )*{_NICE}"
    r"|i (?:really )?(?:like|love) (?:the|that|those) [\w -]{2,24})"
    r"(?: (?:too|as well|then|instead|though|tho|actually|lol))?[.!;,]+\s+",
    re.IGNORECASE,
)
_OF_IT = re.compile(
    r"\b(?:in (?:it|that|this)|that (?:colou?r|shade|fabric|material|size)|same|match\w*)\b", re.IGNORECASE
)
""" "I love the plum, do you have a jacket in that": a limit after all."""


def besides_remark(memory: Memory, request: Request) -> Request:
    """The request without the clause; as it is, where that tells something new or the rest names no kind."""
    text, remark = request.text, _REMARK.match(request.text)
    if remark is None or memory["looking_at"] != "products" or _OF_IT.search(text, remark.end()):
        return request
    said, rest = request.entities.within(0, remark.end()), request.entities.cut_out(remark.end(), len(text))
    named, told = (*said.colours, *said.materials, *said.sizes), memory["last_reply"].casefold()
    is_known = bool(named) and all(found.text.casefold() in told for found in named)
    if not is_known or said.categories or not rest.categories:
        return request
    return replace(request, text=text[remark.end() :], entities=rest)
