"""E-mail address and phone number of the account, changed in the chat; how-to questions are quoted."""

import re

from agent.intents.answering import from_passages, is_how_to
from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Ask, Call, Propose, Say, Step
from domain.customers import Customer
from tools.contact import ContactChanged

_DETAIL = r"(?:e-?mail(?: address)?|(?:phone|mobile|cell|telephone)(?: number)?|contact details)"
_CUES = re.compile(
    rf"\b(?:change|update|correct|edit|replace|set|switch)\b.{{0,15}}\b(?:my|the)(?: \w+)? {_DETAIL}\b"
    r"(?! (?:preferences|settings))"
    rf"|\bmy (?:new {_DETAIL}|{_DETAIL} (?:is (?:now|wrong|old|outdated|misspel\w+|incorrect)|has changed|changed))\b"
    rf"|\bi (?:have|got|'ve got) a new {_DETAIL}\b"
    rf"|\bnew (?:e-?mail|phone number|mobile number)\b.{{0,10}}(?:is|:)"
    rf"|\buse (?:this|my new|another|a different) {_DETAIL}\b"
    rf"|\b(?:add|save|put|store) \S.{{0,40}}\b(?:to|in|on) my (?:account|profile)\b(?=.*\b{_DETAIL}\b)"
    r"|\b(?:change|update|set|switch|correct) (?:it|that|this) to (?:\+?\d[\d\s().-]{7,}\d|\S+@\S+\.\w+)\W*$"
    rf"|\b(?:add|save|put|store) (?:an?|my|the|this) (?:new )?{_DETAIL}\b",
    re.IGNORECASE,
)
_told_how = from_passages("changing e-mail or phone number in the account")


def next_step(task: Task, view: View) -> Step:
    """The account is opened before anything is asked for: who cannot prove it should not dictate an address first."""
    if is_how_to(view.text) and not task["slots"]:
        return _told_how(task, view)
    if isinstance(done := view.results.get("done"), ContactChanged):
        return Say("contact_changed", {"done": done, "receipt": done})
    customer = view.results.get("profile")
    if not isinstance(customer, Customer):
        return Call("get_profile", {}, "profile")
    slots = task["slots"]
    # What was said unasked is a correction where there was an answer before.
    email = slots.get("email_said") or slots.get("new_email")
    phone = slots.get("phone_said") or slots.get("new_phone")
    if email is None and phone is None:
        return _ask(slots.get("contact_part"))
    if email in (None, customer.email) and phone in (None, customer.phone):
        return Say("contact_as_before", {"email": email, "phone": phone})
    arguments = {name: value for name, value in (("email", email), ("phone", phone)) if value}
    facts = {"email": email, "phone": phone}
    return Propose(
        "change_contact",
        arguments,
        "confirm_contact",
        facts,
        verb="change|update|change my email|change the email|change my number",
    )


def _ask(part: str | None) -> Ask:
    return Ask("new_phone", "ask_new_phone") if part == "phone" else Ask("new_email", "ask_new_email")


INTENT = Intent(
    name="contact_details",
    meaning="change e-mail address or phone number of the account",
    route="account",
    label="change your e-mail address or phone number",
    next_step=next_step,
    slots=("email_said", "phone_said", "contact_part"),
    tools=("find_passages", "get_profile", "change_contact"),
    cues=_CUES,
)
