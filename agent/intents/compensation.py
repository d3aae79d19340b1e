"""Something for the trouble: money off, or a bit of the price back. A colleague decides; nothing is promised."""

import re

from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Say, Step


def next_step(task: Task, view: View) -> Step:
    return Say("compensation", opens="human_agent")


_MONEY_OFF = r"\b(?:money off|discount|voucher|coupon|credit|compensation)"
_SOMETHING = rf"(?:{_MONEY_OFF}|\b(?:something|anything|refund))"
_TROUBLE = r"(?:trouble|wait(?:ing)?|delays?|inconvenience|hassle|bother|mess|mistake|problems?|stress)"
_AS = r"(?:because|bc|cos|cause|since|after|now that|given that?)"
_OCCASION = r"(?:birthday|holidays?|season|sale|newsletter|amount|quantity|app|weather|price|size|colou?r)"
""" "A discount because of the birthday": an occasion, and no trouble."""

INTENT = Intent(
    name="compensation",
    meaning="wants money off or a voucher for the trouble",
    route="returns",
    label="ask for something for the trouble",
    next_step=next_step,
    cues=re.compile(
        r"\b(?:compensat(?:ion|e me)|goodwill (?:gesture|credit|voucher|payment)|money off because|make it up to me)\b"
        rf"|{_SOMETHING}\b.{{0,20}} (?:for|because of|bc of|due to|after) "
        rf"(?:the|my|your|all (?:the|this|that)|this|that|so much)(?: \w+)? {_TROUBLE}\b"
        rf"|{_MONEY_OFF}\b.{{0,12}} {_AS} (?!(?:i|we)\b).{{0,40}}"
        r"\b(?:broken?|broke|torn?|late|damaged|faulty|defective|lost|wrong|never (?:came|arrived)|delayed|ripped)\b"
        rf"|{_MONEY_OFF}\b.{{0,12}} {_AS} of (?:the|my|those|these|this|that) (?!{_OCCASION})\w+(?: \w+)?\W*$"
        r"|(?<!sorry )(?<!thanks )(?<!thank you )(?<!apologies )(?<!apologise )(?<!apologize )"
        r"(?<!reason )\bfor (?:all )?(?:the|my|this|that) (?:whole |extra )?(?:trouble|hassle|inconvenience|bother)\b",
        re.IGNORECASE,
    ),
)
