"""Questions about how claims are handled: why a photo, by when, what if there is none, why a colleague looks first."""

import re

from agent.claims.choosing import as_shown
from agent.intents.answering import answers, from_passages
from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Call, Say, Step
from domain.claims import Claim, ClaimStatus
from domain.money import Money
from tools.claims import ClaimList
from tools.label_mails import LabelMailed
from tools.policies import PassagesFound, RulesInForce

_BACK = re.compile(r"\b(?:label|send|ship|post|mail|drop|bring|take|pack\w*)\b", re.IGNORECASE)
_LABEL_AGAIN = re.compile(
    r"\b(?:lost|again|another|new|re-?send|send me|e-?mail me|can'?t (?:find|print|download|open)|no|never|didn'?t"
    r"|haven'?t)\b"
    r".{0,40}\blabel\b|\blabel\b.{0,30}\b(?:again|lost|gone|missing|never|didn'?t)\b",
    re.IGNORECASE,
)
_NEXT = re.compile(r"\b(?:next|now)\b", re.IGNORECASE)
_PICTURE = re.compile(r"\b(?:photos?|pictures?|pics?|images?)\b", re.IGNORECASE)

_told_how_to_send = from_passages("sending a return back", then="return_item")
_told_next = from_passages("how a return goes on")


def next_step(task: Task, view: View) -> Step:
    rules = view.results.get("rules")
    if not isinstance(rules, RulesInForce):
        return Call("get_return_rules", {}, "rules")
    claims = view.results.get("claims")
    if not isinstance(claims, ClaimList) and (view.principal.subject or view.proved_orders()):
        return Call("claim_status", {}, "claims")
    of_customer = claims.claims if isinstance(claims, ClaimList) else ()
    if (label := _label_again(of_customer, view)) is not None:
        return label
    if _PICTURE.search(view.text):
        return _about_photo(rules, of_customer)
    if _BACK.search(view.text):
        return _about_sending(of_customer, task, view)
    if _NEXT.search(view.text):
        return _what_next(of_customer, task, view)
    return _about_review(rules, of_customer)


def _about_photo(found: RulesInForce, claims: tuple[Claim, ...]) -> Say:
    waiting = tuple(claim for claim in claims if claim.status is ClaimStatus.EVIDENCE)
    limit = found.rules.photo_above_minor.get("damaged", 0)
    facts = {"rules": found.rules, "waiting": waiting, "limit": _amount(found, limit), "passages": found.passages}
    return Say("why_photo", facts, opens="return_item" if not claims else "")


def _label_again(claims: tuple[Claim, ...], view: View) -> Step | None:
    """A label that was lost or is not there goes out again, for the newest claim that waits for its item."""
    mailed = view.results.get("label")
    if isinstance(mailed, LabelMailed):
        say = "label_sent_today" if mailed.was_sent_today else "label_mailed"
        facts = {"claim": mailed.claim, "done": mailed, "receipt": mailed}
        return Say(say, facts, shows=as_shown((mailed.claim,)), shows_kind="orders")
    waiting = [claim for claim in claims if claim.waits_for_item]
    if not waiting or not _LABEL_AGAIN.search(view.text):
        return None
    return Call("mail_label", {"order_id": waiting[0].order_id, "claim_id": waiting[0].claim_id}, "label")


def _about_sending(claims: tuple[Claim, ...], task: Task, view: View) -> Step:
    """By when, for claims that wait for the item; how, in the shop's own words."""
    found = view.results.get("passages")
    if not isinstance(found, PassagesFound):
        how = "How do I send a return back? Label and carrier"
        query = "I lost my return label" if _LABEL_AGAIN.search(view.text) else how
        return Call("find_passages", {"query": query}, "passages")
    waiting = tuple(claim for claim in claims if claim.waits_for_item)
    passages = [each.passage for each in answers(found)][:1]
    if not waiting and not passages:
        return _told_how_to_send(task, view)
    return Say("send_back", {"waiting": waiting, "passages": passages}, shows=as_shown(waiting), shows_kind="orders")


def _what_next(claims: tuple[Claim, ...], task: Task, view: View) -> Step:
    under_way = tuple(claim for claim in claims if claim.status.is_open)
    if not under_way:
        return _told_next(task, view)
    return Say("claims", {"claims": under_way}, shows=as_shown(under_way), shows_kind="orders")


def _about_review(found: RulesInForce, claims: tuple[Claim, ...]) -> Say:
    waiting = tuple(claim for claim in claims if claim.status is ClaimStatus.REVIEW)
    limit = _amount(found, found.rules.approval_above_minor)
    return Say("why_review", {"rules": found.rules, "waiting": waiting, "limit": limit, "passages": found.passages})


def _amount(found: RulesInForce, minor: int) -> Money:
    return Money(minor, found.fee.currency)


INTENT = Intent(
    name="claim_question",
    meaning="how claims are handled: photos, deadlines, who decides",
    route="returns",
    label="know how a claim is handled",
    next_step=next_step,
    tools=("get_return_rules", "claim_status", "find_passages", "mail_label"),
    cues=re.compile(
        r"^\W*(?:and |but |so |ok(?:ay)?,? )*"
        r"(?:how|where|when|why|what|can|could|do|does|must|until|by when|is|should)\b"
        r"(?=.*\b(?:send|upload|attach|needs?|needed|required?|without|take|e-?mail|don'?t|can'?t|must)\b)"
        r".*\b(?:photo|picture|pic|image)s?\b(?! of (?:the|a|an|your|that|this) (?!damage|hole|fault|tear|stain|break))"
        r"|\bwhy\b.{0,40}\b(?:col\w{4,7}|person|someone|somebody|human|team)\b.{0,30}\b(?:look|check|decid|approv"
        r"|review)\w*"
        r"|\b(?:don'?t|can'?t|without|not) (?:send\w*|tak\w+|hav\w+) ?(?:a |the |any )?(?:photo|picture)s?\b\W*\?"
        r"|\bwho (?:decides|approves|reviews)\b|\bwhy\b.{0,25}\bclaim\b.{0,20}\b(?:in review|reviewed|checked)\b"
        r"|\bwhere (?:do|should|must|can) i (?:send|ship|post|mail|bring|take) (?:it|them|this)\b(?: back| to)*\W*$"
        r"|\bhow (?:do|should|can) i (?:send|ship|post|mail|pack) (?:it|them)(?: back)?\W*$"
        r"|\b(?:lost|new|another|re-?send|send me|e-?mail me|print|download|can'?t find|didn'?t get)\b"
        r".{0,25}\b(?:return |shipping )?label\b|\blabel\b.{0,20}\b(?:again|lost|gone|missing)\b"
        r"|\b(?:do i need|where(?:'s| is)|how do i (?:get|print)|need to print)\b.{0,15}\b(?:return )?label\b"
        r"|^\W*(?:so |ok(?:ay)?,? |and )*(?:what (?:happens|do i (?:have to )?do)|what(?:'s| is)|what comes) "
        r"(?:now|next)\W*$"
        r"|\bhow long\b.{0,30}\b(?:review|decision|colleague|approv\w+)\b",
        re.IGNORECASE | re.DOTALL,
    ),
)
