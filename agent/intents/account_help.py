"""Accounts, sign-in and passwords, from the shop's own words."""

from agent.intents.answering import from_passages
from agent.intents.plain_questions import ACCOUNT, opening
from agent.intents.spec import Intent

_SECOND_FACTOR = r"\b(?:two|2)[- ]?(?:factor|step)\b|\b2fa\b|\bauthenticator app\b"
_OWN_DATA = (
    r"\b(?:export|download|(?:get|send|have|want|request|need) (?:me )?(?:a copy of|all)|copy of) (?:\w+ )?"
    r"(?:of )?(?:my|our|the) (?:own |personal |account |customer )?data\b"
)

INTENT = Intent(
    name="account_help",
    meaning="open, edit, close, switch account; sign-in and password",
    route="account",
    label="get help with your account",
    next_step=from_passages("account, sign-in and password", person=True, plain=ACCOUNT),
    tools=("find_passages",),
    cues=opening(ACCOUNT, also=f"{_SECOND_FACTOR}|{_OWN_DATA}"),
)
