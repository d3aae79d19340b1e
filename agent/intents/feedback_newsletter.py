"""The newsletter on and off; reviews and questions about either, from the shop's own words."""

import re

from agent.intents.answering import from_passages, is_how_to
from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Ask, Call, Propose, Say, Step
from domain.customers import Customer
from tools.newsletter import NewsletterChanged

_LEAVES = re.compile(
    r"\b(?:unsubscribe|opt (?:me )?out|take me off|remove me|sign me off)\b"
    r"|\b(?:stop|cancel|end|no more|quit|leave|turn off|don'?t want|do not want|never want|no longer want)\b.{0,30}"
    r"\b(?:newsletters?|marketing|promo\w*|mailing list|advert\w*|subscription|e-?mails|mails)\b",
    re.IGNORECASE,
)
_JOINS = re.compile(
    r"(?<!un)\bsubscribe\b|\b(?:sign|put|add) (?:me|her|him|them) (?:up|on|to)\b|\bopt (?:me )?in\b"
    r"|\b(?:want|like|get|join|start|turn on|resume|receive)\b.{0,25}\bnewsletters?\b",
    re.IGNORECASE,
)
_ASKS_WHETHER = re.compile(
    r"^\W*(?:and |so |ok |but )*(?:am i|are we|do i|will i|have i)\b.{0,30}"
    r"\b(?:subscrib\w*|signed up|on|get|receive|getting)\b",
    re.IGNORECASE,
)
""" "Am I still subscribed?": told, and nothing is changed."""
_OF_REVIEWS = re.compile(r"\b(?:reviews?|rate|rating|sms|texts?|order (?:e-?mails|updates))\b", re.IGNORECASE)
_told = from_passages("newsletter and reviews")


def next_step(task: Task, view: View) -> Step:
    if isinstance(done := view.results.get("done"), NewsletterChanged):
        return Say(_outcome(done), {"done": done, "receipt": done})
    slots = task["slots"]
    if view.principal.subject is not None and _ASKS_WHETHER.search(view.text):
        customer = view.results.get("profile")
        if not isinstance(customer, Customer):
            return Call("get_profile", {}, "profile")
        return Say("newsletter_state", {"is_on": customer.newsletter})
    wanted = slots.get("newsletter")
    if wanted is None:
        wanted = _wish(view.text)
        slots["newsletter"] = wanted
    if wanted is None:
        return _told(task, view)
    if view.principal.subject is not None:
        return _of_account(view, wanted)
    if not slots.get("new_email"):
        return Ask("new_email", "ask_newsletter_email", {"wanted": wanted == "on"})
    return _propose({"wanted": wanted == "on", "email": slots["new_email"]}, wanted)


def _of_account(view: View, wanted: str) -> Step:
    customer = view.results.get("profile")
    if not isinstance(customer, Customer):
        return Call("get_profile", {}, "profile")
    if customer.newsletter is (wanted == "on"):
        return Say("newsletter_as_before", {"done": NewsletterChanged(wanted == "on", customer.email, is_done=True)})
    return _propose({"wanted": wanted == "on"}, wanted)


def _propose(arguments: dict[str, object], wanted: str) -> Propose:
    facts = {"wanted": wanted == "on", "email": arguments.get("email")}
    verb = "subscribe|sign|unsubscribe|stop|take|take me off|unsubscribe me|sign me up"
    return Propose("change_newsletter", arguments, "confirm_newsletter", facts, verb=verb)


def _wish(text: str) -> str | None:
    """ "on" or "off"; None for questions, and for what is not about the newsletter."""
    if is_how_to(text) or _OF_REVIEWS.search(text):
        return None
    if _LEAVES.search(text):
        return "off"
    return "on" if _JOINS.search(text) else None


def _outcome(done: NewsletterChanged) -> str:
    if not done.is_done:
        return "newsletter_link_sent"
    if done.was_so:
        return "newsletter_as_before"
    return "newsletter_on" if done.wanted else "newsletter_off"


INTENT = Intent(
    name="feedback_newsletter",
    meaning="leave a review, newsletter on or off",
    route="account",
    label="leave a review or change the newsletter",
    next_step=next_step,
    slots=("new_email",),
    tools=("find_passages", "get_profile", "change_newsletter"),
)
